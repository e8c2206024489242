/* SPDX-License-Identifier: MIT */
#include "knowledge/read.h"

#include "knowledge/read_objects.h"
#include "util/io.h"
#include "util/memory.h"

#include <stdlib.h>
#include <string.h>

/* One object of a folder. The arrays below grow on the heap; resolving moves them into the arena. */
struct folder {
	const char *name;
	bool required;
	size_t items_at, count_at, size; /* in struct kam_kb; questions are read apart */
	void (*read)(struct reader *r, const struct json *value, void *item);
};

#define FOLDER(name, required, items, count, type, read)                                        \
	{                                                                                       \
		name, required, offsetof(struct kam_kb, items), offsetof(struct kam_kb, count), \
			sizeof(struct type), read                                               \
	}

static const struct folder folders[] = {
	FOLDER("variables", true, variables, variable_count, kb_variable, read_variable),
	{"questions", true, 0, 0, 0, NULL},
	FOLDER("stages", true, stages, stage_count, kb_stage, read_stage),
	FOLDER("causes", false, causes, cause_count, kb_cause, read_cause),
	FOLDER("strains", false, strains, strain_count, kb_strain, read_strain),
	FOLDER("actions", false, actions, action_count, kb_action, read_action),
	FOLDER("terms", false, terms, term_count, kb_term, read_term),
};

static void read_object(struct reader *r, const struct folder *folder, const struct json *value)
{
	char *base = (char *)r->kb;
	void **items;
	size_t *count;
	char *item;

	if (!folder->read) {
		read_question(r, value);
		return;
	}
	items = (void **)(void *)(base + folder->items_at);
	count = (size_t *)(void *)(base + folder->count_at);
	*items = memory_resize(*items, *count + 1, folder->size);
	item = (char *)*items + (*count)++ * folder->size;
	memset(item, 0, folder->size);
	folder->read(r, value, item);
}

static void read_array(struct reader *r, const struct folder *folder)
{
	size_t index = 0;

	if (json_type(r->source->root) != JSON_ARRAY) {
		reader_fault(r, "wrong-type", "the file must hold an array of objects, found %s",
			json_type_name(json_type(r->source->root)));
		return;
	}
	if (json_size(r->source->root) > KB_MAX_OBJECTS) {
		reader_fault(r, "too-many", "%zu objects; a file has at most %d",
			json_size(r->source->root), KB_MAX_OBJECTS);
		return;
	}
	for (const struct json *m = json_first(r->source->root); m; m = json_next(m)) {
		size_t mark = reader_enter_index(r, index++);

		read_object(r, folder, m);
		reader_leave(r, mark);
	}
}

/* Reads and parses NAME below FOLDER and makes it the source being read; 0, or a code with a fault. */
static int open_source(struct reader *r, const char *folder, const char *name)
{
	struct kam_error err = KAM_ERROR_INIT;
	struct kb_source source = {.name = memory_text(name)};
	char *path = io_join(folder, name);
	int status;

	if (!io_read(path, JSON_MAX_BYTES, &source.text, &source.len, &err)) {
		json_parse(source.text, source.len, &source.root, &err);
	}
	free(path);
	r->sources = memory_grow(r->sources, r->source_count, &r->source_capacity, sizeof(source));
	r->sources[r->source_count++] = source;
	r->source = &r->sources[r->source_count - 1];
	str_cut(&r->pointer, 0);
	status = err.status;
	if (status) {
		r->source->broken = true;
		free(err.fault.file);
		err.fault.file = memory_text(name);
		kam_faults_take(r->faults, &err);
	}
	return status;
}

/* The values of the file read last are not needed any more; its text is, for the places of faults. */
static void close_source(struct reader *r)
{
	struct kb_source *source = &r->sources[r->source_count - 1];

	json_free(source->root);
	source->root = NULL;
}

/* The names of the files in FOLDER; a fault where it is there but cannot be listed. */
static bool list_folder(struct reader *r, const char *path, const struct folder *folder,
	char ***ret_names, size_t *ret_count)
{
	struct kam_error err = KAM_ERROR_INIT;

	*ret_names = NULL;
	*ret_count = 0;
	if (!io_exists(path)) {
		return true;
	}
	if (io_names(path, ".json", ret_names, ret_count, &err)) {
		kam_error_file(&err, folder->name);
		kam_faults_take(r->faults, &err);
		return false;
	}
	return true;
}

static void read_folder(struct reader *r, const char *base, const struct folder *folder)
{
	char *path = io_join(base, folder->name);
	char **names;
	size_t count;

	if (list_folder(r, path, folder, &names, &count) && !count && folder->required) {
		struct kb_place place = {folder->name, ""};

		fault_hint(reader_fault_at(r, &place, NULL, "missing-file",
				   "no '%s/*.json' in the base", folder->name),
			"each base needs at least one file there");
	}
	for (size_t i = 0; i < count; i++) {
		char *name = io_join(folder->name, names[i]);

		if (!open_source(r, base, name)) {
			read_array(r, folder);
		}
		close_source(r);
		free(name);
	}
	io_names_free(names, count);
	free(path);
}

/* Whether there is a base at all: said once, and not as what it does to the files. */
static int check_folder(struct reader *r, const char *folder)
{
	char *path = io_join(folder, "base.json");
	int status = KAM_OK;

	if (!io_is_folder(folder) || !io_exists(path)) {
		fault_hint(kam_faults_add(r->faults, "missing-file", "%s",
				   io_is_folder(folder) ? "no 'base.json' in this folder"
				   : io_exists(folder)  ? "this is no folder"
							: "there is no such folder"),
			"a knowledge base is a folder with a 'base.json'");
		status = KAM_IO;
	}
	free(path);
	return status;
}

int read_base(struct reader *r, const char *folder)
{
	int status = check_folder(r, folder);

	if (!status) {
		status = open_source(r, folder, "base.json");
	}
	if (!status && !read_base_object(r)) {
		status = KAM_INVALID;
	}
	if (!status) {
		for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
			read_folder(r, folder, &folders[i]);
		}
	}
	return status;
}

void reader_release(struct reader *r)
{
	for (size_t i = 0; i < r->source_count; i++) {
		struct kb_source *source = &r->sources[i];

		json_free(source->root);
		fingerprint_take(r->kb->fingerprint, source->name, source->text, source->len);
	}
	free(r->sources);
	str_release(&r->pointer);
}
