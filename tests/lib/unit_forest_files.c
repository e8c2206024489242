/* SPDX-License-Identifier: MIT */
#include "unit_forest_files.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT        "{\"en\": \"x\"}"
#define PATH_LENGTH 512

/* --- files ----------------------------------------------------------------------------------- */

static void put_row(FILE *out, const double *row, size_t columns)
{
	for (size_t j = 0; j < columns; j++) {
		fprintf(out, "%s%.17g", j ? ", " : "[", row[j]);
	}
	fputs("]", out);
}

static void put_rows(FILE *out, const struct forest_table *t, size_t rows, size_t columns)
{
	for (size_t i = 0; i < rows; i++) {
		fputs(i ? ", " : "[", out);
		put_row(out, t->written[i], columns);
	}
	fputs("]", out);
}

static void put_option(FILE *out, const char *comma, const struct forest_question *q, size_t option)
{
	if (q->item) {
		fprintf(out, "%s\"%s\"", comma, option ? "no" : "yes");
	} else {
		fprintf(out, "%s\"o%zu\"", comma, option);
	}
}

static void put_options(FILE *out, const struct forest_question *q, uint64_t set)
{
	const char *comma = "[";

	for (size_t o = 0; o < q->options; o++) {
		if (set >> o & 1) {
			put_option(out, comma, q, o);
			comma = ", ";
		}
	}
	fputs("]", out);
}

static void put_states(FILE *out, const struct forest_variable *v)
{
	if (v->cause) {
		fputs(", \"states\": \"cause\"", out);
		return;
	}
	for (size_t s = 0; s < v->states; s++) {
		fprintf(out, "%s{\"id\": \"s%zu\", \"text\": " TEXT "}",
			s ? ", " : ", \"states\": [", s);
	}
	fputs("]", out);
}

static void put_parent(FILE *out, const struct forest *f, const struct forest_variable *v)
{
	fprintf(out, ", \"parent\": \"%s\"", f->variables[v->parent].id);
	if (v->facet) {
		fprintf(out, ", \"facet\": {\"aspect\": \"%s\", \"kind\": \"lever\"}",
			v->parent == 1 ? "lived" : "built");
	}
	if (v->table.shaped) {
		fputs(", \"typical\": ", out);
		put_row(out, v->table.typical, f->variables[v->parent].states);
		fprintf(out, ", \"spread\": %.17g", v->table.spread);
	} else {
		fputs(", \"table\": ", out);
		put_rows(out, &v->table, f->variables[v->parent].states, v->states);
	}
}

static void put_variable(FILE *out, const struct forest *f, size_t i)
{
	const struct forest_variable *v = &f->variables[i];

	fprintf(out, "%s{\"id\": \"%s\", \"name\": " TEXT, i ? ",\n" : "", v->id);
	put_states(out, v);
	if (v->parent != KAM_NONE) {
		put_parent(out, f, v);
	} else {
		fputs(", \"prior\": ", out);
		put_row(out, v->table.written[0], v->states);
	}
	fputs("}", out);
}

static void put_variables(FILE *out, const struct forest *f)
{
	for (size_t i = 0; i < f->variable_count; i++) {
		put_variable(out, f, i);
	}
}

static void put_conditions(FILE *out, const struct forest *f, const struct forest_question *q)
{
	for (size_t i = 0; i < q->condition_count; i++) {
		const struct forest_question *on = &f->questions[q->conditions[i].question];

		fprintf(out, "%s\"%s\": ", i ? ", " : ", \"ask_if\": {", on->id);
		put_options(out, on, q->conditions[i].set);
	}
	fputs(q->condition_count ? "}" : "", out);
}

static void put_choices(FILE *out, const struct forest_question *q)
{
	for (size_t o = 0; o < q->options; o++) {
		fprintf(out, "%s{\"id\": \"o%zu\", \"text\": " TEXT, o ? ", " : ", \"options\": [",
			o);
		if (q->table.shaped) {
			fprintf(out, ", \"typical\": %.17g", q->table.typical[o]);
		}
		fputs("}", out);
	}
	fputs("]", out);
	if (q->table.shaped) {
		fprintf(out, ", \"spread\": %.17g", q->table.spread);
	}
}

/* What choices and items have in common; the bracket stays open. */
static void put_evidence(FILE *out, const struct forest *f, const struct forest_question *q)
{
	const struct forest_variable *v = &f->variables[q->variable];

	fprintf(out, "{\"id\": \"%s\", \"measures\": \"%s\", \"name\": " TEXT ", \"text\": " TEXT,
		q->id, v->id);
	fputs(", \"find_out\": {\"who\": " TEXT ", \"how\": " TEXT "}", out);
	put_conditions(out, f, q);
	if (q->tells_exposed) {
		fputs(", \"tells\": \"exposed\"", out);
	}
	if (!q->table.shaped) {
		fputs(", \"table\": ", out);
		put_rows(out, &q->table, v->states, q->options);
	}
}

static void put_choice(FILE *out, const struct forest *f, const struct forest_question *q)
{
	static const char *const vantages[] = {"either", "own", "customer"};

	put_evidence(out, f, q);
	fputs(", \"kind\": \"choice\", \"topic\": \"t\", \"asks\": \"exists\"", out);
	fputs(", \"help\": " TEXT ", \"why\": " TEXT, out);
	fprintf(out, ", \"vantage\": \"%s\"", vantages[q->vantage]);
	put_choices(out, q);
	fputs("},\n", out);
}

static void put_questions(FILE *out, const struct forest *f)
{
	const char *comma = "";

	for (size_t q = 0; q < f->question_count; q++) {
		if (!f->questions[q].item) {
			put_choice(out, f, &f->questions[q]);
		}
	}
	fputs("{\"id\": \"list\", \"kind\": \"checklist\", \"topic\": \"t\", \"name\": " TEXT, out);
	fputs(", \"text\": " TEXT ", \"help\": " TEXT ", \"why\": " TEXT ", \"none\": " TEXT, out);
	fputs(", \"rest\": " TEXT ", \"items\": [", out);
	for (size_t q = 0; q < f->question_count; q++) {
		if (f->questions[q].item) {
			fputs(comma, out);
			put_evidence(out, f, &f->questions[q]);
			fputs("}", out);
			comma = ",\n";
		}
	}
	fputs("]}", out);
}

static void put_demands(FILE *out, const struct forest *f, size_t stage)
{
	size_t first = f->question_count - 3;

	for (size_t i = 0; i < 3; i++) {
		fprintf(out, "%s{\"id\": \"d%zu-%zu\", \"text\": " TEXT ", \"question\": \"%s\"}",
			i ? ", " : ", \"demands\": [", stage, i, f->questions[first + i].id);
	}
	fputs("]}", out);
}

static void put_stages(FILE *out, const struct forest *f)
{
	for (size_t s = 0; s < FOREST_STAGES; s++) {
		fprintf(out, "%s{\"id\": \"s%zu\", \"name\": " TEXT ", \"summary\": " TEXT,
			s ? ",\n" : "", s);
		fputs(", \"text\": " TEXT ", \"who\": " TEXT ", \"recognise\": " TEXT, out);
		fputs(", \"danger\": " TEXT ", \"hold\": " TEXT, out);
		put_demands(out, f, s);
	}
}

static void put_severities(FILE *out, const struct forest_variable *v)
{
	for (size_t state = 1; state < 3; state++) {
		fprintf(out, "\"%s\": ", state == 1 ? "exposed" : "happening");
		for (size_t s = 0; s < FOREST_STAGES; s++) {
			fprintf(out, "%s\"s%zu\": %.17g", s ? ", " : "{", s, v->severity[state][s]);
		}
		fputs(state == 1 ? "}, " : "}", out);
	}
}

static void put_causes(FILE *out, const struct forest *f)
{
	const char *comma = "";

	for (size_t i = 0; i < f->variable_count; i++) {
		const struct forest_variable *v = &f->variables[i];

		if (v->cause) {
			fprintf(out, "%s{\"id\": \"c-%s\", \"variable\": \"%s\"", comma, v->id,
				v->id);
			fputs(", \"name\": " TEXT ", \"text\": " TEXT ", \"exposed\": " TEXT, out);
			fputs(", \"happening\": " TEXT ", \"signs\": [" TEXT "]", out);
			fputs(", \"prevention\": [" TEXT "], \"severity\": {", out);
			put_severities(out, v);
			fputs("}}", out);
			comma = ",\n";
		}
	}
}

static void put_strains(FILE *out, const struct forest *f)
{
	size_t states = f->strain == KAM_NONE ? 0 : f->variables[f->strain].states;

	for (size_t s = 0; s < states; s++) {
		fprintf(out, "%s{\"id\": \"s%zu\", \"name\": " TEXT ", \"text\": " TEXT,
			s ? ",\n" : "", s);
		fputs(", \"signs\": [" TEXT "], \"remedy\": " TEXT ", \"bans\": []}", out);
	}
}

static void put_gate(FILE *out, const struct forest *f)
{
	const struct forest_question *gate = &f->questions[0];

	fprintf(out, ", \"gate\": {\"question\": \"%s\", \"none\": ", gate->id);
	put_options(out, gate, f->gate_none);
	if (f->gate_ended) {
		fputs(", \"ended\": ", out);
		put_options(out, gate, f->gate_ended);
	}
	fputs("}", out);
}

static void put_roles(FILE *out, const struct forest *f)
{
	const struct forest_variable *v = f->variables;

	fprintf(out, ", \"roles\": {\"stage\": \"%s\"", v[0].id);
	if (f->plane) {
		fprintf(out, ", \"x\": \"%s\", \"y\": \"%s\"", v[1].id, v[2].id);
	}
	if (f->strain != KAM_NONE) {
		fprintf(out,
			", \"strain\": {\"variable\": \"%s\", \"no_advance_from\": \"s%zu\""
			", \"acute_from\": \"s%zu\"}",
			v[f->strain].id, f->acute_from - 1, f->acute_from);
	}
	if (f->gate) {
		put_gate(out, f);
	}
	fputs("}", out);
}

static void put_settings(FILE *out, const struct forest *f)
{
	fprintf(out, ", \"settings\": {\"slip\": %.17g, \"tentative\": %.17g", f->slip,
		f->tentative);
	fprintf(out, ", \"no_evidence\": %.17g, \"wrong_vantage\": %.17g", f->no_evidence,
		f->wrong_vantage);
	fprintf(out, ", \"stale\": {\"after_days\": %.17g, \"factor\": %.17g}", f->stale_after,
		f->stale_factor);
	fprintf(out, ", \"leak\": %.17g, \"low\": %.17g, \"high\": %.17g", f->leak, f->low,
		f->high);
	fprintf(out,
		", \"least_checked\": %zu, \"clear\": 0.85, \"least_gain\": 0.02, \"most\": 24}",
		f->least_checked);
}

static void put_base(FILE *out, const struct forest *f)
{
	fputs("{\"format\": 1, \"id\": \"forest\", \"version\": \"1\", \"languages\": [\"en\"]",
		out);
	fputs(", \"name\": " TEXT ", \"topics\": [{\"id\": \"t\", \"name\": " TEXT "}]", out);
	fputs(", \"scales\": {\"cause\": [{\"id\": \"none\", \"text\": " TEXT "}", out);
	fputs(", {\"id\": \"exposed\", \"text\": " TEXT "}", out);
	fputs(", {\"id\": \"happening\", \"text\": " TEXT "}]}", out);
	put_roles(out, f);
	put_settings(out, f);
	fputs("}\n", out);
}

static const struct file {
	const char *folder;
	void (*put)(FILE *out, const struct forest *f);
} files[] = {
	{"variables", put_variables},
	{"questions", put_questions},
	{"stages", put_stages},
	{"causes", put_causes},
	{"strains", put_strains},
};

#define FILES (sizeof(files) / sizeof(files[0]))

/* Over what is there, and cut afterwards: a file cut to nothing is flushed at once by some systems. */
static bool write_file(const char *path, const struct forest *f, const struct file *file)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
	bool written;

	if (!out) {
		return false;
	}
	if (file) {
		fputs("[", out);
		file->put(out, f);
		fputs("]\n", out);
	} else {
		put_base(out, f);
	}
	written = !fflush(out) && !ftruncate(fd, ftello(out));
	return !fclose(out) && written;
}

static bool write_files(const char *folder, const struct forest *f)
{
	char path[PATH_LENGTH];
	bool written;

	snprintf(path, sizeof(path), "%s/base.json", folder);
	written = write_file(path, f, NULL);
	for (size_t i = 0; i < FILES; i++) {
		snprintf(path, sizeof(path), "%s/%s/a.json", folder, files[i].folder);
		written &= write_file(path, f, &files[i]);
	}
	return written;
}

/* --- the folder ------------------------------------------------------------------------------ */

/* One for all forests of a program: each is loaded before the next is written. */
static char folder[PATH_LENGTH / 2];

static void remove_folder(void)
{
	char path[PATH_LENGTH];

	for (size_t i = 0; i < FILES; i++) {
		snprintf(path, sizeof(path), "%s/%s/a.json", folder, files[i].folder);
		unlink(path);
		snprintf(path, sizeof(path), "%s/%s", folder, files[i].folder);
		rmdir(path);
	}
	snprintf(path, sizeof(path), "%s/base.json", folder);
	unlink(path);
	rmdir(folder);
}

static bool make_folder(void)
{
	const char *base = getenv("TMPDIR");
	char path[PATH_LENGTH];
	bool made = true;

	if (*folder) {
		return true;
	}
	snprintf(folder, sizeof(folder), "%s/kam-forest-XXXXXX", base && *base ? base : "/tmp");
	if (!mkdtemp(folder)) {
		*folder = '\0';
		return false;
	}
	atexit(remove_folder);
	for (size_t i = 0; i < FILES; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, files[i].folder);
		made &= !mkdir(path, 0700);
	}
	return made;
}

static void print_faults(const struct forest *f, const struct kam_faults *faults)
{
	for (size_t i = 0; i < faults->count; i++) {
		char *text = kam_fault_text(&faults->items[i]);

		fprintf(stderr, "seed %u: %s\n", f->seed, text);
		free(text);
	}
}

struct kam_kb *forest_load(const struct forest *forest)
{
	struct kam_faults faults = KAM_FAULTS_INIT;
	struct kam_kb *kb = NULL;

	if (!make_folder() || !write_files(folder, forest)) {
		perror(folder);
		return NULL;
	}
	if (kam_kb_load(folder, &kb, &faults)) {
		print_faults(forest, &faults);
		kb = NULL;
	}
	kam_faults_release(&faults);
	return kb;
}
