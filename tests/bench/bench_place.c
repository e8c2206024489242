/* SPDX-License-Identifier: MIT */
/*
 * bench_place BASE FILE COUNT: writes COUNT seeded accounts with fifteen answers each to FILE, then places them from memory and says what reading, inference and
 * writing take, beside parsing the same lines with cJSON alone. Medians of seven rounds.
 */
#define _XOPEN_SOURCE 700
#include "dialogue/answers.h"
#include "kam/kam.h"
#include "util/chance.h"
#include "util/io.h"
#include "util/json.h"

#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS  7
#define ANSWERS 15

enum phase { CJSON, READING, INFERENCE, WRITING, PHASES };

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Different questions, any option each; an account with orders first. */
static void write_account(const struct kam_kb *kb, FILE *out, size_t number, uint64_t *random)
{
	size_t count = kam_kb_question_count(kb);
	size_t q = (size_t)(chance_bits(random) % count);

	fprintf(out, "{\"id\":\"A-%zu\",\"answers\":{", number);
	for (size_t i = 0; i < ANSWERS; i++) {
		size_t option = (size_t)(chance_bits(random) % kam_kb_option_count(kb, q));

		fprintf(out, "%s\"%s\":\"%s\"", i ? "," : "", kam_kb_question_id(kb, q),
			kam_kb_option_id(kb, q, option));
		q = (q + 1 + (size_t)(chance_bits(random) % (count / ANSWERS - 1))) % count;
	}
	fprintf(out, "}}\n");
}

static int write_accounts(const struct kam_kb *kb, const char *path, size_t count)
{
	uint64_t random = 20261123;
	FILE *out = fopen(path, "w");

	if (!out) {
		return 0;
	}
	for (size_t i = 0; i < count; i++) {
		write_account(kb, out, i, &random);
	}
	return fclose(out) == 0;
}

static void place_one(
	struct kam_belief *belief, const char *line, size_t len, FILE *sink, double *us)
{
	struct json *root = NULL;
	struct kam_assessment *a;
	char *text;
	double t[PHASES + 1];

	t[0] = now_us();
	if (json_parse(line, len, &root, NULL) ||
		answers_apply(belief, json_get(root, "answers"), NULL, NULL)) {
		fprintf(stderr, "refused: %.*s\n", (int)len, line);
		exit(1);
	}
	t[1] = now_us();
	a = kam_place(belief);
	t[2] = now_us();
	text = kam_assessment_json(a, json_string(json_get(root, "id")));
	fprintf(sink, "%s\n", text);
	t[3] = now_us();
	free(text);
	kam_assessment_free(a);
	json_free(root);
	us[READING] += t[1] - t[0] + (now_us() - t[3]);
	us[INFERENCE] += t[2] - t[1];
	us[WRITING] += t[3] - t[2];
}

static void parse_one(const char *line, size_t len, double *us)
{
	double begin = now_us();
	cJSON *root = cJSON_ParseWithLength(line, len);

	cJSON_Delete(root);
	us[CJSON] += now_us() - begin;
}

static int compare(const void *x, const void *y)
{
	double a = *(const double *)x;
	double b = *(const double *)y;

	return (a > b) - (a < b);
}

static void run(const struct kam_kb *kb, const char *text, size_t count)
{
	struct kam_belief *belief = kam_belief_new(kb);
	FILE *sink = fopen("/dev/null", "w");
	double rounds[PHASES][ROUNDS] = {{0}};
	static const char *const names[] = {"cJSON alone", "reading", "inference", "writing"};

	for (size_t r = 0; r < ROUNDS; r++) {
		double us[PHASES] = {0};

		for (const char *at = text, *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
			parse_one(at, (size_t)(end - at), us);
			place_one(belief, at, (size_t)(end - at), sink, us);
		}
		for (size_t p = 0; p < PHASES; p++) {
			rounds[p][r] = us[p] / (double)count;
		}
	}
	for (size_t p = 0; p < PHASES; p++) {
		qsort(rounds[p], ROUNDS, sizeof(double), compare);
		printf("%-12s %6.2f us per account\n", names[p], rounds[p][ROUNDS / 2]);
	}
	fclose(sink);
	kam_belief_free(belief);
}

int main(int argc, char **argv)
{
	struct kam_kb *kb;
	size_t count = argc == 4 ? (size_t)atol(argv[3]) : 0;
	char *text;
	size_t len;

	if (!count || kam_kb_load(argv[1], &kb, NULL) || !write_accounts(kb, argv[2], count) ||
		io_read(argv[2], (size_t)1 << 30, &text, &len, NULL)) {
		fprintf(stderr, "usage: bench_place BASE FILE COUNT\n");
		return 2;
	}
	run(kb, text, count);
	free(text);
	kam_kb_free(kb);
	return 0;
}
