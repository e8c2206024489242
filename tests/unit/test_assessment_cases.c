/* SPDX-License-Identifier: MIT */
/* The explanation of every shipped case: its parts add up to the posterior log odds, whichever the two stages. */
#include "dialogue/answers.h"
#include "kam/assessment.h"
#include "util/io.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define BASE  "knowledge/millman-wilson"
#define CASES BASE "/cases"

static struct kam_kb *kb;

static int load(void **state)
{
	(void)state;
	return kam_kb_load(BASE, &kb, NULL);
}

static int unload(void **state)
{
	(void)state;
	kam_kb_free(kb);
	return 0;
}

static void check_pair(struct kam_belief *b, const double *p, size_t one, size_t other)
{
	double *weights = calloc(kam_kb_question_count(kb), sizeof(*weights));
	double sum;

	kam_belief_weights(b, one, other, weights, &sum);
	for (size_t q = 0; q < kam_kb_question_count(kb); q++) {
		sum += weights[q];
	}
	assert_true(fabs(sum - log(p[one] / p[other])) < 1e-9);
	free(weights);
}

static void check_case(const struct json *value)
{
	size_t stages = kam_kb_state_count(kb, kam_kb_stage(kb));
	struct kam_belief *b = kam_belief_new(kb);
	double p[16];

	assert_int_equal(answers_apply(b, json_get(value, "answers"), NULL, NULL), KAM_OK);
	kam_belief_posterior(b, kam_kb_stage(kb), p);
	for (size_t one = 0; one < stages; one++) {
		for (size_t other = 0; other < stages; other++) {
			check_pair(b, p, one, other);
		}
	}
	kam_belief_free(b);
}

static size_t check_file(const char *path)
{
	struct json *root = NULL;
	char *text = NULL;
	size_t len = 0;
	size_t count = 0;

	assert_int_equal(io_read(path, JSON_MAX_BYTES, &text, &len, NULL), KAM_OK);
	assert_int_equal(json_parse(text, len, &root, NULL), KAM_OK);
	for (const struct json *m = json_first(root); m; m = json_next(m)) {
		check_case(m);
		count++;
	}
	json_free(root);
	free(text);
	return count;
}

static void cases__weights_add_up(void **state)
{
	char **names = NULL;
	size_t files = 0;
	size_t cases = 0;

	(void)state;
	assert_int_equal(io_names(CASES, ".json", &names, &files, NULL), KAM_OK);
	for (size_t i = 0; i < files; i++) {
		char *path = io_join(CASES, names[i]);

		cases += check_file(path);
		free(path);
	}
	io_names_free(names, files);
	assert_true(cases >= 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(cases__weights_add_up)};

	return cmocka_run_group_tests_name("cases", tests, load, unload);
}
