/* SPDX-License-Identifier: MIT */
/*
 * Writes a knowledge base of any size: generate FOLDER STAGES FACETS QUESTIONS CAUSES. Two axes of as many levels as there are
 * stages, facets of five states on them in turn, causes under facets; two questions on each cause, the others on the facets in
 * turn, five options each. FOLDER must not exist.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LEVELS 5

struct size {
	const char *folder;
	size_t stages, facets, questions, causes;
};

static const char *const subfolders[] = {"variables", "questions", "stages", "causes"};

static void die(const char *what)
{
	fprintf(stderr, "generate: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void make_folder(const char *path)
{
	if (mkdir(path, 0777)) {
		die(path);
	}
}

static FILE *open_in(const struct size *s, const char *name)
{
	char path[4096];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", s->folder, name);
	out = fopen(path, "w");
	if (!out) {
		die(path);
	}
	return out;
}

static void close_file(FILE *out)
{
	if (fclose(out)) {
		die("write");
	}
}

static const char *comma(size_t i)
{
	return i ? ",\n" : "";
}

static void write_base(const struct size *s)
{
	FILE *out = open_in(s, "base.json");

	fprintf(out,
		"{\"format\": 1, \"id\": \"generated\", \"version\": \"1\", \"languages\": [\"en\"],\n"
		"\"name\": {\"en\": \"Generated\"},\n"
		"\"roles\": {\"stage\": \"stage\", \"x\": \"lived\", \"y\": \"built\"},\n"
		"\"settings\": {\"slip\": 0.04, \"tentative\": 0.5, \"leak\": 0.02, \"least\": 6,\n"
		"\"least_per_axis\": 3, \"clear\": 0.9, \"between\": 0.95, \"least_gain\": 0.02,\n"
		"\"most\": 60, \"least_checked\": 8},\n"
		"\"topics\": [{\"id\": \"built\", \"name\": {\"en\": \"Built\"}},\n"
		"{\"id\": \"lived\", \"name\": {\"en\": \"Lived\"}}],\n"
		"\"scales\": {\"cause\": [{\"id\": \"none\", \"text\": {\"en\": \"none\"}},\n"
		"{\"id\": \"exposed\", \"text\": {\"en\": \"exposed\"}},\n"
		"{\"id\": \"happening\", \"text\": {\"en\": \"happening\"}}],\n\"level\": [");
	for (size_t i = 0; i < LEVELS; i++) {
		fprintf(out, "%s{\"id\": \"l%zu\", \"text\": {\"en\": \"level %zu\"}}", comma(i), i,
			i);
	}
	fputs("],\n\"step\": [", out);
	for (size_t i = 0; i < s->stages; i++) {
		fprintf(out, "%s{\"id\": \"s%zu\", \"text\": {\"en\": \"step %zu\"}}", comma(i), i,
			i);
	}
	fputs("]}}\n", out);
	close_file(out);
}

/* Where variable number SEED typically is, from 0 to LEVELS − 1, when its parent is at STEP: somewhere along a slope. */
static double typical(const struct size *s, size_t seed, size_t step)
{
	double slope = 0.4 + 0.1 * (double)(seed % 13);
	double at = (double)step / (double)(s->stages - 1);
	double middle = (double)(seed * 7 % 10) / 9;
	double level = (LEVELS - 1) * (0.5 + slope * (at - middle));

	return level < 0 ? 0 : level > LEVELS - 1 ? LEVELS - 1 : level;
}

static void write_axis(const struct size *s, FILE *out, const char *id, double spread)
{
	fprintf(out,
		",\n{\"id\": \"%s\", \"parent\": \"stage\", \"name\": {\"en\": \"Axis\"}, "
		"\"states\": \"step\", \"spread\": %g, \"typical\": [",
		id, spread);
	for (size_t i = 0; i < s->stages; i++) {
		fprintf(out, "%s%zu", i ? ", " : "", i);
	}
	fputs("]}", out);
}

static void write_facet(const struct size *s, FILE *out, size_t facet)
{
	fprintf(out,
		",\n{\"id\": \"f%zu\", \"parent\": \"%s\", \"name\": {\"en\": \"Facet\"}, "
		"\"facet\": {\"aspect\": \"%s\", \"kind\": \"lever\"}, \"states\": \"level\", "
		"\"spread\": %g, \"typical\": [",
		facet, facet % 2 ? "lived" : "built", facet % 2 ? "lived" : "built",
		0.4 + 0.1 * (double)(facet % 5));
	for (size_t i = 0; i < s->stages; i++) {
		fprintf(out, "%s%.3f", i ? ", " : "", typical(s, facet, i));
	}
	fputs("]}", out);
}

static void write_variables(const struct size *s)
{
	FILE *out = open_in(s, "variables/all.json");

	fputs("[{\"id\": \"stage\", \"name\": {\"en\": \"Stage\"}, \"states\": \"step\", \"prior\": [",
		out);
	for (size_t i = 0; i < s->stages; i++) {
		fprintf(out, "%s%.17g", i ? ", " : "", 1 / (double)s->stages);
	}
	fputs("]}", out);
	write_axis(s, out, "built", 2);
	write_axis(s, out, "lived", 4);
	for (size_t i = 0; i < s->facets; i++) {
		write_facet(s, out, i);
	}
	for (size_t i = 0; i < s->causes; i++) {
		fprintf(out,
			",\n{\"id\": \"c%zu\", \"parent\": \"f%zu\", \"name\": {\"en\": \"Cause\"}, "
			"\"states\": \"cause\", \"table\": [[0.4, 0.5, 0.1], [0.5, 0.4, 0.1], "
			"[0.7, 0.2, 0.1], [0.8, 0.15, 0.05], [0.9, 0.05, 0.05]]}",
			i, i * s->facets / s->causes);
	}
	fputs("]\n", out);
	close_file(out);
}

static void begin_question(FILE *out, size_t number, const char *kind, size_t on)
{
	fprintf(out,
		"%s{\"id\": \"q%zu\", \"kind\": \"choice\", \"measures\": \"%s%zu\", \"topic\": \"%s\", "
		"\"effort\": 1, "
		"\"name\": {\"en\": \"Question %zu\"}, \"text\": {\"en\": \"what of this?\"}, "
		"\"help\": {\"en\": \"Help.\"}, \"why\": {\"en\": \"Why.\"}, \"asks\": \"exists\", "
		"\"find_out\": {\"who\": {\"en\": \"Somebody\"}, \"how\": {\"en\": \"How?\"}}, "
		"\"options\": [",
		comma(number), number, kind, on, on % 2 ? "lived" : "built", number);
}

static void write_cause_question(FILE *out, size_t number, size_t cause)
{
	begin_question(out, number, "c", cause);
	fputs("{\"id\": \"yes\", \"text\": {\"en\": \"yes\"}}, {\"id\": \"no\", \"text\": {\"en\": "
	      "\"no\"}}], \"table\": [[0.05, 0.95], [0.3, 0.7], [0.9, 0.1]]}",
		out);
}

static void write_facet_question(FILE *out, size_t number, size_t facet)
{
	begin_question(out, number, "f", facet);
	for (size_t i = 0; i < LEVELS; i++) {
		fprintf(out,
			"%s{\"id\": \"o%zu\", \"text\": {\"en\": \"option %zu\"}, \"typical\": %zu}",
			i ? ", " : "", i, i, i);
	}
	fprintf(out, "], \"spread\": %g}", 0.4 + 0.05 * (double)(number % 17));
}

static void write_questions(const struct size *s)
{
	FILE *out = open_in(s, "questions/all.json");

	fputs("[", out);
	for (size_t i = 0; i < s->questions; i++) {
		if (i < 2 * s->causes) {
			write_cause_question(out, i, i % s->causes);
		} else {
			write_facet_question(out, i, (i - 2 * s->causes) % s->facets);
		}
	}
	fputs("]\n", out);
	close_file(out);
}

static void write_stages(const struct size *s)
{
	FILE *out = open_in(s, "stages/all.json");

	fputs("[", out);
	for (size_t i = 0; i < s->stages; i++) {
		fprintf(out,
			"%s{\"id\": \"s%zu\", \"name\": {\"en\": \"Step %zu\"}, \"summary\": {\"en\": "
			"\"step %zu\"}, \"text\": {\"en\": \"Step.\"}}",
			comma(i), i, i, i);
	}
	fputs("]\n", out);
	close_file(out);
}

static void write_severity(const struct size *s, FILE *out, const char *state, double first)
{
	fprintf(out, "\"%s\": {", state);
	for (size_t i = 0; i < s->stages; i++) {
		fprintf(out, "%s\"s%zu\": %.4f", i ? ", " : "", i,
			first * (1 - 0.8 * (double)i / (double)s->stages));
	}
	fputs("}", out);
}

static void write_causes(const struct size *s)
{
	FILE *out = open_in(s, "causes/all.json");

	fputs("[", out);
	for (size_t i = 0; i < s->causes; i++) {
		fprintf(out,
			"%s{\"id\": \"c%zu\", \"variable\": \"c%zu\", \"name\": {\"en\": \"cause %zu\"}, "
			"\"text\": {\"en\": \"Cause.\"}, \"exposed\": {\"en\": \"exposed\"}, "
			"\"happening\": {\"en\": \"happening\"}, \"severity\": {",
			comma(i), i, i, i);
		write_severity(s, out, "exposed", 0.1);
		fputs(", ", out);
		write_severity(s, out, "happening", 0.4);
		fputs("}, \"signs\": [], \"prevention\": []}", out);
	}
	fputs("]\n", out);
	close_file(out);
}

int main(int argc, char **argv)
{
	struct size s = {0};
	char path[4096];

	if (argc != 6) {
		fprintf(stderr, "usage: generate FOLDER STAGES FACETS QUESTIONS CAUSES\n");
		return 2;
	}
	s.folder = argv[1];
	s.stages = strtoul(argv[2], NULL, 10);
	s.facets = strtoul(argv[3], NULL, 10);
	s.questions = strtoul(argv[4], NULL, 10);
	s.causes = strtoul(argv[5], NULL, 10);
	if (s.stages < 2 || s.facets < 1 || s.causes > s.facets || s.questions < 2 * s.causes) {
		fprintf(stderr,
			"generate: at least two stages, one facet, no more causes than facets, "
			"two questions for each cause\n");
		return 2;
	}
	make_folder(s.folder);
	for (size_t i = 0; i < sizeof(subfolders) / sizeof(*subfolders); i++) {
		snprintf(path, sizeof(path), "%s/%s", s.folder, subfolders[i]);
		make_folder(path);
	}
	write_base(&s);
	write_variables(&s);
	write_questions(&s);
	write_stages(&s);
	write_causes(&s);
	return 0;
}
