/* SPDX-License-Identifier: MIT */
/*
 * Loading knowledge bases. tests/kb/pass holds sound ones. A folder of tests/kb/fail holds what differs from pass/full (or, where its
 * name begins with "minimal-", from pass/minimal): its files replace or join those of the base, an empty one takes the file away. The
 * faults found must read as its file `expected`, with BASE for the folder; KAM_UPDATE_GOLDENS=1 in the environment writes these
 * files instead.
 */
#include "kam/belief.h"
#include "kam/dialogue.h"
#include "util/io.h"
#include "util/json.h"
#include "util/memory.h"
#include "util/utf8.h"

#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define PASS    "tests/kb/pass"
#define FAIL    "tests/kb/fail"
#define SHIPPED "knowledge/millman-wilson"
#define LIMIT   ((size_t)1 << 20)

/* With sanitizers a load takes many times longer. */
#if defined(__SANITIZE_ADDRESS__)
#define MUTATIONS 300
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MUTATIONS 300
#endif
#endif
#ifndef MUTATIONS
#define MUTATIONS 500
#endif

/* --- folders --------------------------------------------------------------------------------- */

static char *read_text(const char *path, size_t *ret_len)
{
	char *text;

	assert_int_equal(io_read(path, LIMIT, &text, ret_len, NULL), KAM_OK);
	return text;
}

static void write_text(const char *path, const char *text, size_t len)
{
	FILE *out = fopen(path, "w");

	assert_non_null(out);
	assert_int_equal(fwrite(text, 1, len, out), len);
	assert_int_equal(fclose(out), 0);
}

static void write_into(const char *folder, const char *name, const char *text)
{
	char *path = io_join(folder, name);

	write_text(path, text, strlen(text));
	free(path);
}

static char *make_folder(void)
{
	const char *base = getenv("TMPDIR");
	char *path = str_format("%s/kam-kb-XXXXXX", base && *base ? base : "/tmp");

	assert_non_null(mkdtemp(path));
	return path;
}

static void remove_tree(const char *path)
{
	char **names;
	size_t count;

	assert_int_equal(io_names(path, "", &names, &count, NULL), KAM_OK);
	for (size_t i = 0; i < count; i++) {
		char *inner = io_join(path, names[i]);
		struct stat found;

		assert_int_equal(lstat(inner, &found), 0);
		if (S_ISDIR(found.st_mode)) {
			remove_tree(inner);
		} else {
			assert_int_equal(unlink(inner), 0);
		}
		free(inner);
	}
	io_names_free(names, count);
	assert_int_equal(rmdir(path), 0);
}

static void drop_folder(char *path)
{
	remove_tree(path);
	free(path);
}

static void copy_file(const char *from, const char *to)
{
	size_t len;
	char *text = read_text(from, &len);

	if (len > 0) {
		write_text(to, text, len);
	} else {
		unlink(to);
	}
	free(text);
}

/* Copies all in FROM over what is in TO. */
static void copy_tree(const char *from, const char *to)
{
	char **names;
	size_t count;

	assert_int_equal(io_make_folder(to, NULL), KAM_OK);
	assert_int_equal(io_names(from, "", &names, &count, NULL), KAM_OK);
	for (size_t i = 0; i < count; i++) {
		char *source = io_join(from, names[i]);
		char *target = io_join(to, names[i]);

		if (io_is_folder(source)) {
			copy_tree(source, target);
		} else {
			copy_file(source, target);
		}
		free(source);
		free(target);
	}
	io_names_free(names, count);
}

static char *copy_of(const char *base)
{
	char *folder = make_folder();

	copy_tree(base, folder);
	return folder;
}

/* --- loading --------------------------------------------------------------------------------- */

static void add_faults(struct str *out, const struct kam_faults *faults)
{
	for (size_t i = 0; i < faults->count; i++) {
		char *text = kam_fault_text(&faults->items[i]);

		str_add(out, text);
		free(text);
	}
}

static struct kam_kb *load(const char *folder)
{
	struct kam_faults faults = KAM_FAULTS_INIT;
	struct kam_kb *kb = NULL;
	struct str text = STR_INIT;

	if (kam_kb_load(folder, &kb, &faults) != KAM_OK) {
		add_faults(&text, &faults);
		print_error("%s", str_text(&text));
		fail();
	}
	assert_int_equal(faults.count, 0);
	kam_faults_release(&faults);
	return kb;
}

/* All faults of the base in FOLDER as text, with BASE for FOLDER; free() it. */
static char *faults_of(const char *folder, int status)
{
	struct kam_faults faults = KAM_FAULTS_INIT;
	struct kam_kb *kb = NULL;
	struct str text = STR_INIT;
	struct str out = STR_INIT;
	const char *at;

	assert_int_equal(kam_kb_load(folder, &kb, &faults), status);
	assert_null(kb);
	assert_int_not_equal(faults.count, 0);
	add_faults(&text, &faults);
	for (const char *rest = str_text(&text);; rest = at + strlen(folder)) {
		at = strstr(rest, folder);
		if (!at) {
			str_add(&out, rest);
			break;
		}
		str_add_n(&out, rest, (size_t)(at - rest));
		str_add(&out, "BASE");
	}
	str_release(&text);
	kam_faults_release(&faults);
	return str_take(&out);
}

static void assert_faults(const char *folder, int status, const char *expected)
{
	char *found = faults_of(folder, status);

	assert_string_equal(found, expected);
	free(found);
}

static size_t variable(const struct kam_kb *kb, const char *id)
{
	size_t found = kam_kb_find_variable(kb, id);

	assert_int_not_equal(found, KAM_NONE);
	return found;
}

static size_t question(const struct kam_kb *kb, const char *id)
{
	size_t found = kam_kb_find_question(kb, id);

	assert_int_not_equal(found, KAM_NONE);
	return found;
}

static void assert_near(double found, double expected)
{
	if (!(fabs(found - expected) <= 1e-14)) {
		print_error("%.17g is not %.17g\n", found, expected);
		fail();
	}
}

/* P(j), proportional to exp(-|distance| / spread), by the distances of all that may come. */
static double shaped(const double *distances, size_t count, double spread, size_t j)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		sum += exp(-fabs(distances[i]) / spread);
	}
	return exp(-fabs(distances[j]) / spread) / sum;
}

/* --- sound bases ----------------------------------------------------------------------------- */

static void load__minimal(void **state)
{
	struct kam_kb *kb = load(PASS "/minimal");

	(void)state;
	assert_string_equal(kam_kb_id(kb), "minimal");
	assert_string_equal(kam_kb_version(kb), "1");
	assert_int_equal(strspn(kam_kb_digest(kb), "0123456789abcdef"), 64);
	assert_int_equal(kam_kb_language_count(kb), 1);
	assert_int_equal(kam_kb_variable_count(kb), 1);
	assert_int_equal(kam_kb_question_count(kb), 0);
	assert_int_equal(kam_kb_cause_count(kb), 0);
	assert_int_equal(kam_kb_stage(kb), 0);
	assert_int_equal(kam_kb_variable_parent(kb, 0), KAM_NONE);
	assert_int_equal(kam_kb_state_count(kb, 0), 2);
	assert_string_equal(kam_kb_state_id(kb, 0, 1), "high");
	assert_near(kam_kb_probability(kb, 0, 0, 0), 0.25);
	assert_near(kam_kb_probability(kb, 0, 0, 1), 0.75);
	assert_near(kam_kb_leak(kb), 0.02);
	kam_kb_free(kb);
}

static void load__identity_and_order(void **state)
{
	static const char *const ids[] = {"built", "contacts", "decision", "fit", "lived",
		"names-known", "orders", "people-leave", "plan-made", "price-war", "stage",
		"strain", "trust", "way-in", "worth"};
	struct kam_kb *kb = load(PASS "/full");

	(void)state;
	assert_string_equal(kam_kb_id(kb), "full");
	assert_string_equal(kam_kb_version(kb), "2.1");
	assert_int_equal(kam_kb_language_count(kb), 2);
	assert_string_equal(kam_kb_language(kb, 0), "en");
	assert_string_equal(kam_kb_language(kb, 1), "de");
	assert_int_equal(kam_kb_variable_count(kb), sizeof(ids) / sizeof(ids[0]));
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		assert_string_equal(kam_kb_variable_id(kb, i), ids[i]);
		assert_int_equal(kam_kb_find_variable(kb, ids[i]), i);
	}
	assert_int_equal(kam_kb_find_variable(kb, "nothing"), KAM_NONE);
	assert_int_equal(kam_kb_stage(kb), variable(kb, "stage"));
	assert_int_equal(kam_kb_question_count(kb), 9);
	for (size_t i = 1; i < kam_kb_question_count(kb); i++) {
		assert_true(strcmp(kam_kb_question_id(kb, i - 1), kam_kb_question_id(kb, i)) < 0);
	}
	assert_string_equal(kam_kb_suggest_question(kb, "who-talk"), "who-talks");
	assert_string_equal(kam_kb_suggest_question(kb, "event"), "events");
	assert_null(kam_kb_suggest_question(kb, "something-else"));
	kam_kb_free(kb);
}

static void load__tables_of_variables(void **state)
{
	static const double shift[] = {0, 0.5, 1};
	struct kam_kb *kb = load(PASS "/full");
	size_t contacts = variable(kb, "contacts");
	size_t built = variable(kb, "built");
	size_t war = variable(kb, "price-war");

	(void)state;
	assert_int_equal(kam_kb_variable_parent(kb, contacts), built);
	assert_near(kam_kb_probability(kb, variable(kb, "stage"), 0, 2), 0.2);
	for (size_t i = 0; i < 3; i++) {
		const double two[] = {shift[i], 1 - shift[i]};
		const double three[] = {1 - shift[i], shift[i], 1 + shift[i]};

		for (size_t j = 0; j < 2; j++) {
			assert_near(kam_kb_probability(kb, contacts, i, j), shaped(two, 2, 0.4, j));
		}
		for (size_t j = 0; j < 3; j++) {
			assert_near(kam_kb_probability(kb, war, i, j), shaped(three, 3, 1, j));
		}
	}
	/* A written row is made to sum to exactly 1. */
	assert_near(kam_kb_probability(kb, built, 2, 0), 0.1 / 1.002);
	assert_near(kam_kb_probability(kb, built, 2, 2), 0.702 / 1.002);
	assert_string_equal(kam_kb_state_id(kb, built, 1), "medium");
	kam_kb_free(kb);
}

static double slipped(double p, size_t options)
{
	return 0.9 * p + 0.1 / (double)options;
}

static void load__tables_of_questions(void **state)
{
	struct kam_kb *kb = load(PASS "/full");
	size_t talks = question(kb, "who-talks");
	size_t gate = question(kb, "orders-so-far");
	size_t people = question(kb, "event-people");
	size_t plan = question(kb, "have-plan");
	size_t names = question(kb, "know-names");

	(void)state;
	assert_int_equal(kam_kb_question_variable(kb, talks), variable(kb, "contacts"));
	assert_int_equal(kam_kb_option_count(kb, talks), 3);
	assert_string_equal(kam_kb_option_id(kb, talks, 1), "one-pair");
	for (size_t x = 0; x < 2; x++) {
		const double far[] = {(double)x, (double)x - 0.5, (double)x - 1};

		for (size_t o = 0; o < 3; o++) {
			assert_near(kam_kb_likelihood(kb, talks, x, o),
				slipped(shaped(far, 3, 0.5, o), 3));
		}
	}
	assert_near(kam_kb_likelihood(kb, gate, 0, 0), slipped(0.98, 3));
	assert_near(kam_kb_likelihood(kb, gate, 1, 2), slipped(0.02, 3));
	assert_string_equal(kam_kb_option_id(kb, people, 0), "yes");
	assert_near(kam_kb_likelihood(kb, people, 2, 0), slipped(0.9, 2));
	assert_near(kam_kb_likelihood(kb, people, 0, 1), slipped(0.97, 2));
	assert_string_equal(kam_kb_option_id(kb, plan, 1), "partly");
	for (size_t x = 0; x < 3; x++) {
		const double far[] = {(double)x, (double)x - 1, (double)x - 2};

		for (size_t o = 0; o < 3; o++) {
			assert_near(kam_kb_likelihood(kb, plan, x, o),
				slipped(shaped(far, 3, 0.3, o), 3));
		}
	}
	assert_near(kam_kb_likelihood(kb, names, 1, 2), slipped(0.2, 3));
	kam_kb_free(kb);
}

static void load__causes(void **state)
{
	struct kam_kb *kb = load(PASS "/full");

	(void)state;
	assert_int_equal(kam_kb_cause_count(kb), 2);
	assert_string_equal(kam_kb_cause_id(kb, 0), "people-leave");
	assert_string_equal(kam_kb_cause_id(kb, 1), "undercut");
	assert_int_equal(kam_kb_cause_variable(kb, 1), variable(kb, "price-war"));
	for (size_t stage = 0; stage < 3; stage++) {
		assert_near(kam_kb_severity(kb, 0, 0, stage), 0);
	}
	assert_near(kam_kb_severity(kb, 0, 1, 0), 0.1);
	assert_near(kam_kb_severity(kb, 0, 2, 1), 0.3);
	assert_near(kam_kb_severity(kb, 1, 1, 2), 0);
	assert_near(kam_kb_severity(kb, 1, 2, 0), 0.6);
	assert_near(kam_kb_leak(kb), 0.03);
	kam_kb_free(kb);
}

static void answer(
	const struct kam_kb *kb, struct kam_belief *belief, const char *id, size_t option)
{
	struct kam_response r = {.kind = KAM_ANSWER, .options = UINT64_C(1) << option};

	assert_int_equal(kam_belief_set(belief, question(kb, id), &r, 1, NULL), KAM_OK);
}

static void load__conditions(void **state)
{
	struct kam_kb *kb = load(PASS "/full");
	struct kam_belief *belief = kam_belief_new(kb);
	size_t trust = question(kb, "trust-in-word");
	size_t others = question(kb, "who-else-sells");

	(void)state;
	assert_true(kam_belief_applies(belief, question(kb, "who-talks")));
	answer(kb, belief, "orders-so-far", 0);
	assert_false(kam_belief_applies(belief, trust));
	answer(kb, belief, "orders-so-far", 2);
	assert_true(kam_belief_applies(belief, trust));
	answer(kb, belief, "event-people", 1);
	answer(kb, belief, "trust-in-word", 1);
	assert_false(kam_belief_applies(belief, others));
	answer(kb, belief, "trust-in-word", 0);
	assert_true(kam_belief_applies(belief, others));
	answer(kb, belief, "event-people", 0);
	assert_false(kam_belief_applies(belief, others));
	kam_belief_free(belief);
	kam_kb_free(kb);
}

static void load__renamed(void **state)
{
	static const char line[] = "{\"answers\": {\"orders\": \"regular\"}}";
	struct kam_kb *kb = load(PASS "/full");
	struct kam_belief *belief = kam_belief_new(kb);
	char *id = NULL;
	char *json = NULL;
	size_t count;

	(void)state;
	assert_int_equal(
		kam_place_line(belief, line, strlen(line), NULL, &id, &json, NULL), KAM_OK);
	kam_belief_responses(belief, question(kb, "orders-so-far"), &count);
	assert_int_equal(count, 1);
	free(id);
	free(json);
	kam_belief_free(belief);
	kam_kb_free(kb);
}

static void load__as_json(void **state)
{
	struct kam_kb *kb = load(PASS "/full");
	char *text = kam_kb_json(kb);
	struct json *json;

	(void)state;
	assert_int_equal(json_parse(text, strlen(text), &json, NULL), KAM_OK);
	assert_int_equal(json_type(json), JSON_OBJECT);
	json_free(json);
	free(text);
	kam_kb_free(kb);
}

static void load__digest_is_of_names_and_contents(void **state)
{
	char *folder = copy_of(PASS "/minimal");
	struct kam_kb *kb = load(PASS "/minimal");
	struct kam_kb *copy = load(folder);
	struct kam_kb *more;

	(void)state;
	assert_string_equal(kam_kb_digest(copy), kam_kb_digest(kb));
	write_into(folder, "questions/more.json", "[]\n");
	more = load(folder);
	assert_string_not_equal(kam_kb_digest(more), kam_kb_digest(kb));
	kam_kb_free(kb);
	kam_kb_free(copy);
	kam_kb_free(more);
	drop_folder(folder);
}

static void load__how_files_are_cut_is_the_authors(void **state)
{
	char *folder = copy_of(PASS "/full");
	char *target = io_join(folder, "variables/90-more.json");
	struct kam_kb *kb = load(PASS "/full");
	struct kam_kb *same;
	char *first = kam_kb_json(kb);
	char *second;

	(void)state;
	copy_file(PASS "/full/variables/10-axes.json", target);
	free(target);
	target = io_join(folder, "variables/10-axes.json");
	assert_int_equal(unlink(target), 0);
	same = load(folder);
	second = kam_kb_json(same);
	assert_int_equal(strlen(first), strlen(second));
	assert_int_equal(kam_kb_variable_count(same), kam_kb_variable_count(kb));
	free(first);
	free(second);
	free(target);
	kam_kb_free(kb);
	kam_kb_free(same);
	drop_folder(folder);
}

/* --- faults ---------------------------------------------------------------------------------- */

static bool updating(void)
{
	const char *wish = getenv("KAM_UPDATE_GOLDENS");

	return wish && *wish;
}

static bool case_as_expected(const char *name)
{
	bool minimal = strncmp(name, "minimal-", 8) == 0;
	char *folder = copy_of(minimal ? PASS "/minimal" : PASS "/full");
	char *overlay = io_join(FAIL, name);
	char *golden = io_join(overlay, "expected");
	size_t len = 0;
	char *expected = io_exists(golden) ? read_text(golden, &len) : memory_text("");
	char *found;
	bool same;

	copy_tree(overlay, folder);
	found = faults_of(folder, KAM_INVALID);
	same = strcmp(found, expected) == 0;
	if (updating()) {
		write_text(golden, found, strlen(found));
	} else if (!same) {
		print_error("%s: expected\n%sfound\n%s", name, expected, found);
	}
	drop_folder(folder);
	free(overlay);
	free(golden);
	free(expected);
	free(found);
	return same || updating();
}

static void load__faults_as_expected(void **state)
{
	char **names;
	size_t count;
	size_t failures = 0;

	(void)state;
	assert_int_equal(io_names(FAIL, "", &names, &count, NULL), KAM_OK);
	assert_true(count > 15);
	for (size_t i = 0; i < count; i++) {
		failures += !case_as_expected(names[i]);
	}
	io_names_free(names, count);
	assert_int_equal(failures, 0);
}

static void load__no_base(void **state)
{
	char *folder = make_folder();
	char *nowhere = io_join(folder, "nowhere");
	char *file = io_join(folder, "file");

	(void)state;
	assert_faults(folder, KAM_IO,
		"BASE: no 'base.json' in this folder [missing-file]\n"
		"  hint: a knowledge base is a folder with a 'base.json'\n");
	assert_faults(nowhere, KAM_IO,
		"BASE: there is no such folder [missing-file]\n"
		"  hint: a knowledge base is a folder with a 'base.json'\n");
	write_text(file, "x", 1);
	assert_faults(file, KAM_IO,
		"BASE: this is no folder [missing-file]\n"
		"  hint: a knowledge base is a folder with a 'base.json'\n");
	free(nowhere);
	free(file);
	drop_folder(folder);
}

static void load__no_files(void **state)
{
	char *folder = make_folder();
	char *base = io_join(folder, "base.json");

	(void)state;
	copy_file(PASS "/minimal/base.json", base);
	assert_faults(folder, KAM_INVALID,
		"BASE/base.json:7:13: there is no variable 'stage' [unknown-variable]\n"
		"      \"roles\": {\"stage\": \"stage\"},\n"
		"                ^\n"
		"  at /roles/stage\n"
		"BASE/questions: no 'questions/*.json' in the base [missing-file]\n"
		"  hint: each base needs at least one file there\n"
		"BASE/stages: no 'stages/*.json' in the base [missing-file]\n"
		"  hint: each base needs at least one file there\n"
		"BASE/variables: no 'variables/*.json' in the base [missing-file]\n"
		"  hint: each base needs at least one file there\n");
	free(base);
	drop_folder(folder);
}

static void load__files_that_cannot_be_read(void **state)
{
	char *folder = copy_of(PASS "/minimal");
	char *link = io_join(folder, "stages/dangling.json");
	char *inner = io_join(folder, "questions/folder.json");

	(void)state;
	assert_int_equal(symlink("nowhere", link), 0);
	assert_int_equal(mkdir(inner, 0700), 0);
	write_into(folder, "causes", "not a folder");
	assert_faults(folder, KAM_INVALID,
		"BASE/causes: cannot read folder BASE/causes: Not a directory [folder-read]\n"
		"BASE/questions/folder.json: cannot read BASE/questions/folder.json: "
		"Is a directory [file-read]\n"
		"BASE/stages/dangling.json: cannot open BASE/stages/dangling.json: "
		"No such file or directory [file-open]\n");
	free(link);
	free(inner);
	drop_folder(folder);
}

static void load__slash_behind_the_folder(void **state)
{
	char *folder = copy_of(PASS "/minimal");
	char *slashed = str_format("%s/", folder);
	char *found;

	(void)state;
	write_into(folder, "terms", "");
	found = faults_of(slashed, KAM_INVALID);
	assert_string_equal(
		found, "BASEterms: cannot read folder BASEterms: Not a directory [folder-read]\n");
	free(found);
	free(slashed);
	drop_folder(folder);
}

static void load__file_too_large(void **state)
{
	char *folder = copy_of(PASS "/minimal");
	char *path = io_join(folder, "questions/none.json");

	(void)state;
	assert_int_equal(truncate(path, ((off_t)16 << 20) + 1), 0);
	assert_faults(folder, KAM_INVALID,
		"BASE/questions/none.json: BASE/questions/none.json is longer than the limit of "
		"16777216 bytes [file-large]\n");
	free(path);
	drop_folder(folder);
}

static void load__faults_may_go_nowhere(void **state)
{
	struct kam_kb *kb = NULL;

	(void)state;
	assert_int_equal(kam_kb_load("nowhere", &kb, NULL), KAM_IO);
	assert_int_equal(kam_kb_load(FAIL "/questions", &kb, NULL), KAM_IO);
	assert_null(kb);
}

/* COUNT objects, FORMAT with its number, as an array. */
static char *many(const char *format, size_t count) KAM_PRINTF(1, 0);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static char *many(const char *format, size_t count)
{
	struct str out = STR_INIT;

	str_add(&out, "[\n");
	for (size_t i = 0; i < count; i++) {
		str_add(&out, i ? ",\n" : "");
		str_addf(&out, format, i, i);
	}
	str_add(&out, "\n]\n");
	return str_take(&out);
}
#pragma GCC diagnostic pop

static void load__too_many_objects(void **state)
{
	char *folder = copy_of(PASS "/minimal");
	char *objects = many("{\"a%zu\": %zu}", 4097);

	(void)state;
	write_into(folder, "questions/none.json", objects);
	assert_faults(folder, KAM_INVALID,
		"BASE/questions/none.json:1:1: 4097 objects; a file has at most 4096 [too-many]\n"
		"    [\n"
		"    ^\n");
	free(objects);
	drop_folder(folder);
}

/* Far from its usual level a state would get a probability of 0, which no answer could ever mend. */
static void load__spread_too_small_for_the_scale(void **state)
{
	char *folder = copy_of(PASS "/minimal");
	char *states = many("{\"id\": \"s%zu\", \"text\": {\"en\": \"%zu\"}}", 80);
	char *file =
		str_format("[{\"id\": \"long\", \"name\": {\"en\": \"L\"}, \"parent\": \"stage\",\n"
			   "\"typical\": [0, 79],\n\"spread\": 0.1,\n\"states\": %s}]\n",
			states);

	(void)state;
	write_into(folder, "variables/x.json", file);
	assert_faults(folder, KAM_INVALID,
		"BASE/variables/x.json:3:1: the spread is too small: a probability comes out as 0 "
		"[zero-probability]\n"
		"    \"spread\": 0.1,\n"
		"    ^\n"
		"  at /0/spread\n");
	free(states);
	free(file);
	drop_folder(folder);
}

#define CHOICE                                                                                 \
	"{\"id\": \"%s\", \"kind\": \"choice\", \"topic\": \"people\", \"asks\": \"exists\", " \
	"\"measures\": \"contacts\", \"name\": {\"en\": \"x\", \"de\": \"x\"}, "               \
	"\"text\": {\"en\": \"x\", \"de\": \"x\"}, \"help\": {\"en\": \"x\", \"de\": \"x\"}, " \
	"\"why\": {\"en\": \"x\", \"de\": \"x\"}, \"find_out\": {\"who\": {\"en\": \"x\", "    \
	"\"de\": \"x\"}, \"how\": {\"en\": \"x\", \"de\": \"x\"}}, \"spread\": 1,\n"

/* More options than a set holds, and a condition on the last of them. */
static void load__more_options_than_a_set_holds(void **state)
{
	char *folder = copy_of(PASS "/full");
	char *options = many(
		"{\"id\": \"o%zu\", \"text\": {\"en\": \"%zu\", \"de\": \"x\"}, \"typical\": 0}",
		65);
	char *file = str_format("[\n" CHOICE "\"options\": %s},\n" CHOICE
				"\"ask_if\": {\"wide\": [\"o64\"]}, \"options\": [{\"id\": \"a\", "
				"\"text\": {\"en\": \"x\", \"de\": \"x\"}, \"typical\": 0}, "
				"{\"id\": \"b\", \"text\": {\"en\": \"x\", \"de\": \"x\"}, "
				"\"typical\": 1}]}\n]\n",
		"wide", options, "narrow");

	(void)state;
	write_into(folder, "questions/x.json", file);
	assert_faults(folder, KAM_INVALID,
		"BASE/questions/x.json:3:1: 65 options; a question has 2 to 64 [option-count]\n"
		"    \"options\": [\n"
		"    ^\n"
		"  at /0/options\n");
	free(options);
	free(file);
	drop_folder(folder);
}

static void load__more_items_than_a_set_holds(void **state)
{
	char *folder = copy_of(PASS "/full");
	char *items =
		many("{\"id\": \"i%zu\", \"measures\": \"worth\", \"name\": {\"en\": \"%zu\", "
		     "\"de\": \"x\"}, \"text\": {\"en\": \"x\", \"de\": \"x\"}, \"table\": "
		     "[[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]]}",
			61);
	char *file =
		str_format("[{\"id\": \"long\", \"kind\": \"checklist\", \"topic\": \"people\", "
			   "\"name\": {\"en\": \"x\", \"de\": \"x\"}, \"text\": {\"en\": \"x\", "
			   "\"de\": \"x\"}, \"help\": {\"en\": \"x\", \"de\": \"x\"}, \"why\": "
			   "{\"en\": \"x\", \"de\": \"x\"}, \"none\": {\"en\": \"x\", \"de\": "
			   "\"x\"}, \"rest\": {\"en\": \"x\", \"de\": \"x\"},\n\"items\": %s}]\n",
			items);

	(void)state;
	write_into(folder, "questions/x.json", file);
	assert_faults(folder, KAM_INVALID,
		"BASE/questions/x.json:2:1: 61 items; a checklist has 1 to 60 [item-count]\n"
		"    \"items\": [\n"
		"    ^\n"
		"  at /0/items\n");
	free(items);
	free(file);
	drop_folder(folder);
}

/* --- the shipped base, damaged in one place -------------------------------------------------- */

enum damage {
	REMOVE,
	RENAME,
	TO_NULL,
	TO_BOOL,
	TO_NUMBER,
	TO_STRING,
	TO_ARRAY,
	TO_OBJECT,
	DAMAGES
};

struct damaged {
	size_t target; /* counted over all members and items of a file, parents first */
	size_t seen;
	enum damage damage;
	struct str out;
};

static void put_value(struct damaged *d, const struct json *value);

static void put_damaged(struct damaged *d, const struct json *value)
{
	static const char *const values[] = {[TO_NULL] = "null",
		[TO_BOOL] = "true",
		[TO_NUMBER] = "1e9",
		[TO_STRING] = "\"none\"",
		[TO_ARRAY] = "[[]]",
		[TO_OBJECT] = "{\"en\":{}}"};

	if (d->damage == RENAME) {
		put_value(d, value);
	} else {
		str_add(&d->out, values[d->damage]);
	}
}

static void put_children(struct damaged *d, const struct json *value)
{
	const char *comma = "";

	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		bool hit = d->seen++ == d->target;

		if (hit && d->damage == REMOVE) {
			continue;
		}
		str_addf(&d->out, "%s\n", comma);
		comma = ",";
		if (json_key(m)) {
			char *key = str_format(
				"%s%s", json_key(m), hit && d->damage == RENAME ? "x" : "");

			json_add_string(&d->out, key);
			str_add(&d->out, ": ");
			free(key);
		}
		if (hit) {
			put_damaged(d, m);
		} else {
			put_value(d, m);
		}
	}
}

static void put_value(struct damaged *d, const struct json *value)
{
	switch (json_type(value)) {
	case JSON_NULL:
		str_add(&d->out, "null");
		break;
	case JSON_BOOL:
		str_add(&d->out, json_bool(value) ? "true" : "false");
		break;
	case JSON_NUMBER:
		json_add_number(&d->out, json_number(value));
		break;
	case JSON_STRING:
		json_add_string(&d->out, json_string(value));
		break;
	case JSON_ARRAY:
		str_add_char(&d->out, '[');
		put_children(d, value);
		str_add_char(&d->out, ']');
		break;
	case JSON_OBJECT:
	default:
		str_add_char(&d->out, '{');
		put_children(d, value);
		str_add_char(&d->out, '}');
		break;
	}
}

static size_t count_places(const struct json *value)
{
	size_t count = 0;

	for (const struct json *m = json_first(value); m; m = json_next(m)) {
		count += 1 + count_places(m);
	}
	return count;
}

static void assert_fault_is_whole(const struct kam_fault *fault)
{
	char *text = kam_fault_text(fault);
	bool placed = fault->file && (fault->line > 0 || !strcmp(fault->code, "missing-file"));

	if (!placed || !fault->code || !fault->message || !*fault->message || !utf8_valid(text)) {
		print_error("badly reported: %s", text);
		fail();
	}
	free(text);
}

/* What is accepted must be of use: the stage has a distribution without evidence. */
static void assert_usable(const struct kam_kb *kb)
{
	struct kam_belief *belief = kam_belief_new(kb);
	size_t count = kam_kb_state_count(kb, kam_kb_stage(kb));
	double *p = memory_alloc(count, sizeof(*p));
	double sum = 0;

	kam_belief_posterior(belief, kam_kb_stage(kb), p);
	for (size_t i = 0; i < count; i++) {
		sum += p[i];
	}
	assert_true(fabs(sum - 1) < 1e-12);
	free(p);
	kam_belief_free(belief);
}

static bool load_damaged(const char *folder)
{
	struct kam_faults faults = KAM_FAULTS_INIT;
	struct kam_kb *kb = NULL;
	int status = kam_kb_load(folder, &kb, &faults);

	if (status == KAM_OK) {
		assert_int_equal(faults.count, 0);
		assert_usable(kb);
	} else {
		assert_int_equal(status, KAM_INVALID);
		assert_null(kb);
		assert_int_not_equal(faults.count, 0);
	}
	for (size_t i = 0; i < faults.count; i++) {
		assert_fault_is_whole(&faults.items[i]);
	}
	kam_faults_release(&faults);
	kam_kb_free(kb);
	return status == KAM_OK;
}

/* Damages the file every STEP-th way, from *NEXT on, which is carried from file to file. */
static void damage_file(
	const char *folder, const char *name, size_t step, size_t *next, size_t *sound)
{
	char *path = io_join(folder, name);
	size_t len;
	char *text = read_text(path, &len);
	struct json *json;
	size_t ways;

	assert_int_equal(json_parse(text, len, &json, NULL), KAM_OK);
	ways = count_places(json) * DAMAGES;
	for (; *next < ways; *next += step) {
		struct damaged d = {.target = *next / DAMAGES, .damage = *next % DAMAGES};

		put_value(&d, json);
		write_text(path, d.out.text, d.out.len);
		*sound += load_damaged(folder);
		str_release(&d.out);
	}
	*next -= ways;
	write_text(path, text, len);
	json_free(json);
	free(text);
	free(path);
}

static const char *const parts[] = {
	"", "variables", "questions", "stages", "causes", "strains", "actions", "terms"};

/* Damages every file of the base each STEP-th way; with STEP 0 returns in how many ways that can be done. */
static size_t each_file(const char *folder, size_t step, size_t *sound)
{
	size_t next = step / 2;
	size_t ways = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		char *path = io_join(folder, parts[i]);
		char **names;
		size_t count;

		assert_int_equal(io_names(path, ".json", &names, &count, NULL), KAM_OK);
		for (size_t k = 0; k < count; k++) {
			char *name =
				*parts[i] ? io_join(parts[i], names[k]) : memory_text(names[k]);

			if (step) {
				damage_file(folder, name, step, &next, sound);
			} else {
				char *file = io_join(folder, name);
				size_t len;
				char *text = read_text(file, &len);
				struct json *json;

				assert_int_equal(json_parse(text, len, &json, NULL), KAM_OK);
				ways += count_places(json) * DAMAGES;
				json_free(json);
				free(text);
				free(file);
			}
			free(name);
		}
		io_names_free(names, count);
		free(path);
	}
	return ways;
}

static void load__damaged_in_one_place(void **state)
{
	char *folder = copy_of(SHIPPED);
	size_t sound = 0;
	size_t step = each_file(folder, 0, NULL) / MUTATIONS;

	(void)state;
	/* Odd, so that all kinds of damage come in turn. */
	each_file(folder, step | 1, &sound);
	/* Optional members are few. */
	assert_true(sound > 0 && sound < MUTATIONS / 2);
	assert_true(load_damaged(folder));
	drop_folder(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(load__minimal),
		cmocka_unit_test(load__identity_and_order),
		cmocka_unit_test(load__tables_of_variables),
		cmocka_unit_test(load__tables_of_questions),
		cmocka_unit_test(load__causes),
		cmocka_unit_test(load__conditions),
		cmocka_unit_test(load__renamed),
		cmocka_unit_test(load__as_json),
		cmocka_unit_test(load__digest_is_of_names_and_contents),
		cmocka_unit_test(load__how_files_are_cut_is_the_authors),
		cmocka_unit_test(load__faults_as_expected),
		cmocka_unit_test(load__no_base),
		cmocka_unit_test(load__no_files),
		cmocka_unit_test(load__files_that_cannot_be_read),
		cmocka_unit_test(load__slash_behind_the_folder),
		cmocka_unit_test(load__file_too_large),
		cmocka_unit_test(load__faults_may_go_nowhere),
		cmocka_unit_test(load__too_many_objects),
		cmocka_unit_test(load__spread_too_small_for_the_scale),
		cmocka_unit_test(load__more_options_than_a_set_holds),
		cmocka_unit_test(load__more_items_than_a_set_holds),
		cmocka_unit_test(load__damaged_in_one_place),
	};

	return cmocka_run_group_tests_name("knowledge_load", tests, NULL, NULL);
}
