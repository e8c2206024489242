/* SPDX-License-Identifier: MIT */
/*
 * bench_optimum FOLDER NETWORKS: how many questions kam asks until a stage is clear, beside the least that is possible. On small random
 * networks (four stages, six facets of three states, one question each) both are worked out exactly: kam's by following each
 * answer, the optimum by dynamic programming over all states of knowledge. Also beside the best fixed order.
 */
#define _XOPEN_SOURCE 700
#include "kam/belief.h"
#include "util/chance.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define STAGES    4
#define LEVELS    3
#define QUESTIONS 6
#define STATES    4096 /* (options + 1) to the power of the questions */
#define CLEAR     0.85

static uint64_t seed;

/* --- writing a base ----------------------------------------------------------------------- */

static FILE *open_in(const char *folder, const char *sub, const char *name)
{
	char path[1024];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", folder, sub);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/%s/%s", folder, sub, name);
	out = fopen(path, "w");
	if (!out) {
		perror(path);
		exit(1);
	}
	return out;
}

static void write_variables(const char *folder)
{
	FILE *out = open_in(folder, "variables", "v.json");

	fprintf(out, "[{\"id\":\"stage\",\"name\":{\"en\":\"Stage\"},\"prior\":[");
	for (int s = 0; s < STAGES; s++) {
		fprintf(out, "%s0.25", s ? "," : "");
	}
	fprintf(out, "],\"states\":[");
	for (int s = 0; s < STAGES; s++) {
		fprintf(out, "%s{\"id\":\"s%d\",\"text\":{\"en\":\"s%d\"}}", s ? "," : "", s, s);
	}
	fprintf(out, "]}");
	for (int f = 0; f < QUESTIONS; f++) {
		fprintf(out,
			",\n{\"id\":\"f%d\",\"parent\":\"stage\",\"facet\":{\"aspect\":\"built\",\"kind\":\"lever\"},"
			"\"name\":{\"en\":\"F\"},\"spread\":%.3f,\"typical\":[",
			f, 0.2 + 0.8 * chance_uniform(&seed));
		for (int s = 0; s < STAGES; s++) {
			fprintf(out, "%s%.3f", s ? "," : "", chance_uniform(&seed) * (LEVELS - 1));
		}
		fprintf(out,
			"],\"states\":[{\"id\":\"a\",\"text\":{\"en\":\"a\"}},{\"id\":\"b\",\"text\":{\"en\":\"b\"}},"
			"{\"id\":\"c\",\"text\":{\"en\":\"c\"}}]}");
	}
	fprintf(out, "]\n");
	fclose(out);
}

static void write_questions(const char *folder)
{
	FILE *out = open_in(folder, "questions", "q.json");

	fprintf(out, "[");
	for (int q = 0; q < QUESTIONS; q++) {
		fprintf(out,
			"%s{\"id\":\"q%d\",\"measures\":\"f%d\",\"kind\":\"choice\",\"topic\":\"t%d\",\"effort\":1,\"asks\":\"exists\","
			"\"vantage\":\"either\",\"name\":{\"en\":\"Q\"},\"text\":{\"en\":\"q?\"},\"help\":{\"en\":\"h\"},"
			"\"why\":{\"en\":\"w\"},\"find_out\":{\"who\":{\"en\":\"w\"},\"how\":{\"en\":\"h?\"}},\"spread\":%.3f,\"options\":[",
			q ? ",\n" : "", q, q, q, 0.2 + 0.6 * chance_uniform(&seed));
		for (int o = 0; o < LEVELS; o++) {
			fprintf(out, "%s{\"id\":\"o%d\",\"text\":{\"en\":\"o%d\"},\"typical\":%d}",
				o ? "," : "", o, o, o);
		}
		fprintf(out, "]}");
	}
	fprintf(out, "]\n");
	fclose(out);
}

static void write_stages(const char *folder)
{
	FILE *out = open_in(folder, "stages", "s.json");

	fprintf(out, "[");
	for (int s = 0; s < STAGES; s++) {
		fprintf(out,
			"%s{\"id\":\"s%d\",\"name\":{\"en\":\"S%d\"},\"summary\":{\"en\":\"s\"},\"text\":{\"en\":\"t\"},"
			"\"who\":{\"en\":\"w\"},\"recognise\":{\"en\":\"r\"},\"danger\":{\"en\":\"d\"},\"hold\":{\"en\":\"h\"},\"demands\":[]}",
			s ? ",\n" : "", s, s);
	}
	fprintf(out, "]\n");
	fclose(out);
}

static struct kam_kb *network(const char *folder, uint64_t number)
{
	struct kam_faults faults = KAM_FAULTS_INIT;
	struct kam_kb *kb = NULL;
	FILE *out;

	seed = number;
	mkdir(folder, 0700);
	out = open_in(folder, ".", "base.json");
	fprintf(out,
		"{\"format\":1,\"id\":\"small\",\"version\":\"1\",\"languages\":[\"en\"],\"name\":{\"en\":\"Small\"},"
		"\"roles\":{\"stage\":\"stage\"},\"settings\":{\"slip\":0.02,\"tentative\":0.5,\"clear\":%.2f,\"least\":1,"
		"\"least_gain\":0.000001,\"most\":%d},\"topics\":[",
		CLEAR, QUESTIONS);
	for (int q = 0; q < QUESTIONS; q++) {
		fprintf(out, "%s{\"id\":\"t%d\",\"name\":{\"en\":\"T\"}}", q ? "," : "", q);
	}
	fprintf(out, "]}\n");
	fclose(out);
	write_variables(folder);
	write_questions(folder);
	write_stages(folder);
	if (kam_kb_load(folder, &kb, &faults)) {
		for (size_t i = 0; i < faults.count; i++) {
			fputs(kam_fault_text(&faults.items[i]), stderr);
		}
		exit(1);
	}
	return kb;
}

/* --- counting ------------------------------------------------------------------------------ */

struct game {
	struct kam_kb *kb;
	struct kam_belief *belief;
	int answers[QUESTIONS]; /* 0: open, else option + 1 */
	double best[STATES];    /* of dynamic programming; below 0: not known yet */
};

static void set(struct game *g, int q, int answer)
{
	struct kam_response r = {.options = answer ? UINT64_C(1) << (answer - 1) : 0};

	g->answers[q] = answer;
	kam_belief_set(g->belief, (size_t)q, &r, answer ? 1 : 0, NULL);
}

static int code(const struct game *g)
{
	int c = 0;

	for (int q = 0; q < QUESTIONS; q++) {
		c = c * (LEVELS + 1) + g->answers[q];
	}
	return c;
}

static int is_clear(struct game *g)
{
	double p[STAGES];
	double top = 0;
	int any = 0;

	kam_belief_posterior(g->belief, kam_kb_stage(g->kb), p);
	for (int s = 0; s < STAGES; s++) {
		top = p[s] > top ? p[s] : top;
	}
	for (int q = 0; q < QUESTIONS; q++) {
		any = any || g->answers[q];
	}
	return any && top >= CLEAR;
}

/* P(each option of Q) on what is known. */
static void predict(struct game *g, int q, double *ret)
{
	size_t v = kam_kb_question_variable(g->kb, (size_t)q);
	double p[LEVELS];

	kam_belief_posterior(g->belief, v, p);
	for (int o = 0; o < LEVELS; o++) {
		ret[o] = 0;
		for (int x = 0; x < LEVELS; x++) {
			ret[o] += p[x] * kam_kb_likelihood(g->kb, (size_t)q, (size_t)x, (size_t)o);
		}
	}
}

static double follow(struct game *g, int q, double (*go)(struct game *g))
{
	double p[LEVELS];
	double sum = 1;

	predict(g, q, p);
	for (int o = 0; o < LEVELS; o++) {
		set(g, q, o + 1);
		sum += p[o] * go(g);
	}
	set(g, q, 0);
	return sum;
}

static double optimum(struct game *g)
{
	int at = code(g);
	double best = -1;

	if (g->best[at] >= 0) {
		return g->best[at];
	}
	for (int q = 0; q < QUESTIONS && !is_clear(g); q++) {
		double value = g->answers[q] ? -1 : follow(g, q, optimum);

		best = value >= 0 && (best < 0 || value < best) ? value : best;
	}
	g->best[at] = best < 0 ? 0 : best;
	return g->best[at];
}

static double greedy(struct game *g)
{
	struct kam_next next;

	if (is_clear(g)) {
		return 0;
	}
	kam_belief_next(g->belief, 0, KAM_NONE, &next);
	return next.question == KAM_NONE ? 0 : follow(g, (int)next.question, greedy);
}

static int order[QUESTIONS];

static double fixed(struct game *g)
{
	for (int i = 0; i < QUESTIONS && !is_clear(g); i++) {
		if (!g->answers[order[i]]) {
			return follow(g, order[i], fixed);
		}
	}
	return 0;
}

/* The best of all orders. */
static double best_order(struct game *g, int placed)
{
	double best = -1;

	if (placed == QUESTIONS) {
		return fixed(g);
	}
	for (int i = placed; i < QUESTIONS; i++) {
		int kept = order[placed];
		double value;

		order[placed] = order[i];
		order[i] = kept;
		value = best_order(g, placed + 1);
		best = best < 0 || value < best ? value : best;
		order[i] = order[placed];
		order[placed] = kept;
	}
	return best;
}

int main(int argc, char **argv)
{
	int networks = argc == 3 ? atoi(argv[2]) : 0;
	double sums[3] = {0, 0, 0};
	double worst = 0;

	if (!networks) {
		fprintf(stderr, "usage: bench_optimum FOLDER NETWORKS\n");
		return 2;
	}
	for (int n = 0; n < networks; n++) {
		struct game g = {.kb = network(argv[1], (uint64_t)n * 7919 + 1)};
		double values[3];

		g.belief = kam_belief_new(g.kb);
		for (int i = 0; i < STATES; i++) {
			g.best[i] = -1;
		}
		for (int i = 0; i < QUESTIONS; i++) {
			order[i] = i;
		}
		values[0] = greedy(&g);
		values[1] = optimum(&g);
		values[2] = n < 10 ? best_order(&g, 0) : 0;
		for (int i = 0; i < 3; i++) {
			sums[i] += values[i];
		}
		worst = values[0] / values[1] > worst ? values[0] / values[1] : worst;
		if (n == 9) {
			printf("ten networks: kam %.3f questions, best fixed order %.3f\n",
				sums[0] / 10, sums[2] / 10);
		}
		kam_belief_free(g.belief);
		kam_kb_free(g.kb);
	}
	printf("%d networks: kam %.3f questions, optimum %.3f: %.2f %% more on average, worst network %.1f %%\n",
		networks, sums[0] / networks, sums[1] / networks, (sums[0] / sums[1] - 1) * 100,
		(worst - 1) * 100);
	return 0;
}
