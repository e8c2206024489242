/* SPDX-License-Identifier: MIT */
/*
 * Loads any bytes as a knowledge base. The input is cut into files at lines `=== NAME`, with NAME `base.json` or a file in one of the
 * folders of a base (`variables/x.json`); other names, and what stands before the first such line, are left out. It replaces or joins
 * the files of the small base below; an empty file takes one of these away. What loads must be of use, and every fault must have
 * its place.
 */
#include "kam/assessment.h"
#include "kam/belief.h"
#include "util/io.h"
#include "util/json.h"
#include "util/memory.h"
#include "util/utf8.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_FILES 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct file {
	char *name;
	const char *text;
	size_t len;
};

static const char *const folders[] = {
	"variables", "questions", "stages", "causes", "strains", "actions", "terms"};

#define FOLDERS (sizeof(folders) / sizeof(folders[0]))

#define TEXT "{\"en\": \"x\"}"

static const struct {
	const char *name, *text;
} small[] = {
	{"base.json",
		"{\"format\": 1, \"id\": \"small\", \"version\": \"1\", \"languages\": [\"en\"],\n"
		"\"name\": " TEXT ", \"roles\": {\"stage\": \"stage\"},\n"
		"\"topics\": [{\"id\": \"t\", \"name\": " TEXT "}],\n"
		"\"scales\": {\"cause\": [{\"id\": \"none\", \"text\": " TEXT
		"}, {\"id\": \"exposed\", \"text\": " TEXT "},\n"
		"{\"id\": \"happening\", \"text\": " TEXT "}]},\n"
		"\"settings\": {\"slip\": 0.04, \"tentative\": 0.5, \"clear\": 0.85, "
		"\"least_gain\": 0.02, \"most\": 24}}\n"},
	{"variables/a.json",
		"[{\"id\": \"stage\", \"name\": " TEXT
		", \"states\": [{\"id\": \"low\", \"text\": " TEXT
		"},\n{\"id\": \"high\", \"text\": " TEXT "}], \"prior\": [0.4, 0.6]},\n"
		"{\"id\": \"facet\", \"name\": " TEXT
		", \"parent\": \"stage\", \"states\": [{\"id\": \"no\", \"text\": " TEXT "},\n"
		"{\"id\": \"yes\", \"text\": " TEXT "}], \"typical\": [0, 1], \"spread\": 0.5}]\n"},
	{"questions/a.json",
		"[{\"id\": \"ask\", \"kind\": \"choice\", \"topic\": \"t\", \"asks\": \"exists\",\n"
		"\"measures\": \"facet\", \"name\": " TEXT ", \"text\": " TEXT ", \"help\": " TEXT
		",\n\"why\": " TEXT ", \"find_out\": {\"who\": " TEXT ", \"how\": " TEXT "},\n"
		"\"options\": [{\"id\": \"a\", \"text\": " TEXT ", \"typical\": 0},\n"
		"{\"id\": \"b\", \"text\": " TEXT ", \"typical\": 1}], \"spread\": 0.5}]\n"},
	{"stages/a.json", "[{\"id\": \"low\", \"name\": " TEXT ", \"summary\": " TEXT
			  ", \"text\": " TEXT "},\n"
			  "{\"id\": \"high\", \"name\": " TEXT ", \"summary\": " TEXT
			  ", \"text\": " TEXT "}]\n"},
};

#define SMALL (sizeof(small) / sizeof(small[0]))

static char root[256];

static void must(bool condition)
{
	if (!condition) {
		abort();
	}
}

/* --- the folder ------------------------------------------------------------------------------ */

static void remove_root(void)
{
	for (size_t i = 0; i < FOLDERS; i++) {
		char *path = io_join(root, folders[i]);

		rmdir(path);
		free(path);
	}
	rmdir(root);
}

static void make_root(void)
{
	const char *base = getenv("TMPDIR");

	if (*root) {
		return;
	}
	snprintf(root, sizeof(root), "%s/kam-fuzz-XXXXXX", base && *base ? base : "/tmp");
	must(mkdtemp(root) != NULL);
	atexit(remove_root);
	for (size_t i = 0; i < FOLDERS; i++) {
		char *path = io_join(root, folders[i]);

		must(mkdir(path, 0700) == 0);
		free(path);
	}
}

static bool is_name(const char *text, size_t len)
{
	const char *slash = memchr(text, '/', len);

	if (len == 9 && !memcmp(text, "base.json", 9)) {
		return true;
	}
	if (!slash || len > 60 || len < 6 || memcmp(text + len - 5, ".json", 5) != 0) {
		return false;
	}
	for (const char *at = slash + 1; at < text + len - 5; at++) {
		if ((*at < 'a' || *at > 'z') && (*at < '0' || *at > '9') && *at != '-') {
			return false;
		}
	}
	for (size_t i = 0; i < FOLDERS; i++) {
		if (strlen(folders[i]) == (size_t)(slash - text) &&
			!memcmp(folders[i], text, strlen(folders[i]))) {
			return true;
		}
	}
	return false;
}

static struct file *file_named(struct file *files, size_t *count, const char *name, size_t len)
{
	for (size_t i = 0; i < *count; i++) {
		if (strlen(files[i].name) == len && !memcmp(files[i].name, name, len)) {
			return &files[i];
		}
	}
	if (*count == MOST_FILES) {
		return NULL;
	}
	files[*count].name = memory_text_n(name, len);
	return &files[(*count)++];
}

static size_t line_length(const char *at, const char *end)
{
	const char *newline = memchr(at, '\n', (size_t)(end - at));

	return newline ? (size_t)(newline - at) : (size_t)(end - at);
}

/* Cuts the input into FILES, which point into it. */
static void cut(const char *text, size_t len, struct file *files, size_t *count)
{
	const char *end = text + len;
	struct file *file = NULL;

	for (const char *at = text; at < end;) {
		size_t line = line_length(at, end);
		const char *next = at + line < end ? at + line + 1 : end;

		if (line > 4 && !memcmp(at, "=== ", 4)) {
			file = is_name(at + 4, line - 4)
				       ? file_named(files, count, at + 4, line - 4)
				       : NULL;
			if (file) {
				file->text = next;
				file->len = 0;
			}
		} else if (file) {
			file->len = (size_t)(next - file->text);
		}
		at = next;
	}
}

static void write_file(const struct file *file)
{
	char *path = io_join(root, file->name);
	FILE *out = fopen(path, "w");

	must(out != NULL);
	fwrite(file->text, 1, file->len, out);
	must(fclose(out) == 0);
	free(path);
}

static void unlink_file(const struct file *file)
{
	char *path = io_join(root, file->name);

	unlink(path);
	free(path);
}

/* --- what must hold -------------------------------------------------------------------------- */

static void check_row(double sum)
{
	must(fabs(sum - 1) < 1e-9);
}

static void check_tables(const struct kam_kb *kb)
{
	for (size_t v = 0; v < kam_kb_variable_count(kb); v++) {
		size_t parent = kam_kb_variable_parent(kb, v);
		size_t rows = parent == KAM_NONE ? 1 : kam_kb_state_count(kb, parent);

		must(kam_kb_find_variable(kb, kam_kb_variable_id(kb, v)) == v);
		for (size_t i = 0; i < rows; i++) {
			double sum = 0;

			for (size_t j = 0; j < kam_kb_state_count(kb, v); j++) {
				must(kam_kb_probability(kb, v, i, j) > 0);
				sum += kam_kb_probability(kb, v, i, j);
			}
			check_row(sum);
		}
	}
	for (size_t q = 0; q < kam_kb_question_count(kb); q++) {
		size_t states = kam_kb_state_count(kb, kam_kb_question_variable(kb, q));

		for (size_t x = 0; x < states; x++) {
			double sum = 0;

			for (size_t o = 0; o < kam_kb_option_count(kb, q); o++) {
				must(kam_kb_likelihood(kb, q, x, o) > 0);
				sum += kam_kb_likelihood(kb, q, x, o);
			}
			check_row(sum);
		}
	}
}

/* Answers every question with its first option and places the account. */
static void check_use(const struct kam_kb *kb)
{
	struct kam_belief *belief = kam_belief_new(kb);
	struct kam_response first = {.kind = KAM_ANSWER, .options = 1};
	struct kam_next next;
	struct kam_assessment *a;
	struct json *json;
	char *text;

	kam_belief_next(belief, 0, KAM_NONE, &next);
	for (size_t q = 0; q < kam_kb_question_count(kb); q++) {
		must(kam_belief_set(belief, q, &first, 1, NULL) == KAM_OK);
	}
	kam_belief_next(belief, 1, KAM_NONE, &next);
	a = kam_place(belief);
	text = kam_assessment_json(a, "x");
	must(json_parse(text, strlen(text), &json, NULL) == KAM_OK);
	json_free(json);
	free(text);
	kam_assessment_free(a);
	kam_belief_free(belief);
	text = kam_kb_json(kb);
	must(json_parse(text, strlen(text), &json, NULL) == KAM_OK);
	json_free(json);
	free(text);
}

static void check_fault(const struct kam_fault *fault)
{
	char *text = kam_fault_text(fault);

	must(fault->code && fault->file && fault->message && *fault->message);
	must(fault->line > 0 || !strcmp(fault->code, "missing-file"));
	for (char *newline = text; (newline = strchr(newline, '\n')) != NULL;) {
		*newline = ' ';
	}
	must(!utf8_unsafe(text));
	free(text);
}

static void check_load(void)
{
	struct kam_faults faults = KAM_FAULTS_INIT;
	struct kam_kb *kb = NULL;
	int status = kam_kb_load(root, &kb, &faults);

	must((status == KAM_OK) == (faults.count == 0) && (status == KAM_OK) == (kb != NULL));
	for (size_t i = 0; i < faults.count; i++) {
		check_fault(&faults.items[i]);
		must(i == 0 || strcmp(faults.items[i - 1].file, faults.items[i].file) <= 0);
	}
	if (kb) {
		check_tables(kb);
		check_use(kb);
	}
	kam_faults_release(&faults);
	kam_kb_free(kb);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct file files[MOST_FILES];
	size_t count = 0;
	/* A block of just that length, so that a read too far is seen. */
	char *text = memory_alloc(size, 1);

	memset(files, 0, sizeof(files));
	make_root();
	for (size_t i = 0; i < SMALL; i++) {
		struct file *file = file_named(files, &count, small[i].name, strlen(small[i].name));

		file->text = small[i].text;
		file->len = strlen(small[i].text);
	}
	if (size > 0) {
		memcpy(text, data, size);
	}
	cut(text, size, files, &count);
	for (size_t i = 0; i < count; i++) {
		if (files[i].len > 0) {
			write_file(&files[i]);
		}
	}
	check_load();
	for (size_t i = 0; i < count; i++) {
		unlink_file(&files[i]);
		free(files[i].name);
	}
	free(text);
	return 0;
}
