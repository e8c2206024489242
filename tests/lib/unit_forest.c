/* SPDX-License-Identifier: MIT */
#include "unit_forest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT          "{\"en\": \"x\"}"
#define SLACK         0.004 /* a row may sum to 1 ± 0.005 */
#define FEW           3000  /* states of the joint distribution of most forests */
#define MANY          50000 /* of some */
#define PATH_MAX_TEST 512

/* --- chance ---------------------------------------------------------------------------------- */

/* splitmix64 */
uint64_t forest_draw(struct forest_random *random)
{
	uint64_t z = random->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

size_t forest_pick(struct forest_random *random, size_t count)
{
	return (size_t)(forest_draw(random) % count);
}

double forest_uniform(struct forest_random *random)
{
	return (double)(forest_draw(random) >> 11) * 0x1p-53;
}

bool forest_chance(struct forest_random *random, double probability)
{
	return forest_uniform(random) < probability;
}

static double between(struct forest_random *random, double low, double high)
{
	return low + (high - low) * forest_uniform(random);
}

/* --- tables ---------------------------------------------------------------------------------- */

static void normalise(const double *row, size_t columns, double *ret)
{
	double sum = 0;

	for (size_t j = 0; j < columns; j++) {
		sum += row[j];
	}
	for (size_t j = 0; j < columns; j++) {
		ret[j] = row[j] / sum;
	}
}

static void write_table(struct forest_random *random, double least, size_t rows, size_t columns,
	struct forest_table *t)
{
	for (size_t i = 0; i < rows; i++) {
		double slack = between(random, 1 - SLACK, 1 + SLACK);

		for (size_t j = 0; j < columns; j++) {
			t->written[i][j] = least + pow(forest_uniform(random), 3);
		}
		normalise(t->written[i], columns, t->written[i]);
		for (size_t j = 0; j < columns; j++) {
			t->written[i][j] *= slack;
		}
		normalise(t->written[i], columns, t->value[i]);
	}
}

/* COUNT usual levels of 0 … LEVELS − 1, mostly rising, some of them fractions. */
static void shape(struct forest_random *random, enum forest_kind kind, size_t count, size_t levels,
	struct forest_table *t)
{
	double top = (double)(levels - 1);

	t->shaped = true;
	t->spread = kind == FOREST_EXTREME ? 0.1 : between(random, 0.3, 1.6);
	for (size_t i = 0; i < count; i++) {
		double level = top * (double)i / (double)(count - 1);

		level += kind == FOREST_EXTREME ? 0 : between(random, -1, 1);
		t->typical[i] = fmin(fmax(level, 0), top);
	}
}

/* The table of a variable: a usual level for each state of the parent. */
static void table_of_variable(struct forest_table *t, size_t rows, size_t columns)
{
	for (size_t i = 0; i < rows; i++) {
		for (size_t j = 0; j < columns; j++) {
			t->value[i][j] = exp(-fabs((double)j - t->typical[i]) / t->spread);
		}
		normalise(t->value[i], columns, t->value[i]);
	}
}

/* The table of a question: a usual level for each option. */
static void table_of_question(struct forest_table *t, size_t rows, size_t columns)
{
	for (size_t x = 0; x < rows; x++) {
		for (size_t o = 0; o < columns; o++) {
			t->value[x][o] = exp(-fabs((double)x - t->typical[o]) / t->spread);
		}
		normalise(t->value[x], columns, t->value[x]);
	}
}

static void add_slips(struct forest_table *t, size_t rows, size_t columns, double slip)
{
	for (size_t x = 0; x < rows; x++) {
		for (size_t o = 0; o < columns; o++) {
			t->value[x][o] = (1 - slip) * t->value[x][o] + slip / (double)columns;
		}
	}
}

/* --- variables ------------------------------------------------------------------------------- */

static void random_id(struct forest_random *random, char kind, size_t i, char *ret)
{
	int first = 'a' + (int)forest_pick(random, 26);
	int second = 'a' + (int)forest_pick(random, 26);

	snprintf(ret, FOREST_ID, "%c%c-%c%zu", first, second, kind, i);
}

static size_t add_variable(struct forest *f, struct forest_random *random, enum forest_kind kind,
	size_t parent, size_t states)
{
	struct forest_variable *v = &f->variables[f->variable_count];
	size_t rows = parent == KAM_NONE ? 1 : f->variables[parent].states;

	memset(v, 0, sizeof(*v));
	random_id(random, 'v', f->variable_count, v->id);
	v->parent = parent;
	v->states = states;
	if (parent != KAM_NONE && (kind == FOREST_EXTREME || forest_chance(random, 0.5))) {
		shape(random, kind, rows, states, &v->table);
		table_of_variable(&v->table, rows, states);
	} else {
		write_table(random, kind == FOREST_EXTREME ? 1e-9 : 0.03, rows, states, &v->table);
	}
	return f->variable_count++;
}

static void add_cause(
	struct forest *f, struct forest_random *random, enum forest_kind kind, size_t parent)
{
	struct forest_variable *v = &f->variables[add_variable(f, random, kind, parent, 3)];

	v->cause = true;
	for (size_t state = 1; state < 3; state++) {
		for (size_t s = 0; s < FOREST_STAGES; s++) {
			v->severity[state][s] = forest_chance(random, 0.1)
							? 0
							: between(random, 0, 0.4 * (double)state);
		}
	}
}

/* The stage, x, y, facets under these, causes under the stage and under facets. */
static void grow(struct forest *f, struct forest_random *random, enum forest_kind kind)
{
	size_t levels = 2 + forest_pick(random, 3);
	size_t facets = 2 + forest_pick(random, 3);
	size_t causes = 1 + forest_pick(random, 3);

	f->variable_count = 0;
	add_variable(f, random, kind, KAM_NONE, FOREST_STAGES);
	add_variable(f, random, kind, 0, levels);
	add_variable(f, random, kind, 0, levels);
	for (size_t i = 0; i < facets; i++) {
		size_t axis = 1 + forest_pick(random, 2);
		size_t at = add_variable(f, random, kind, axis, 2 + forest_pick(random, 3));

		f->variables[at].facet = true;
	}
	for (size_t i = 0; i < causes; i++) {
		bool under_stage = forest_chance(random, 0.4);

		add_cause(f, random, kind, under_stage ? 0 : 3 + forest_pick(random, facets));
	}
}

/* A root of its own in three of four forests; in most of these with the role. */
static void grow_strain(struct forest *f, struct forest_random *random, enum forest_kind kind)
{
	size_t states = 3 + forest_pick(random, 3);

	f->strain = KAM_NONE;
	if (forest_chance(random, 0.75)) {
		size_t at = add_variable(f, random, kind, KAM_NONE, states);

		f->strain = forest_chance(random, 0.85) ? at : KAM_NONE;
		f->acute_from = 1 + forest_pick(random, states - 1);
	}
}

static size_t joint_states(const struct forest *f)
{
	size_t product = 1;

	for (size_t v = 0; v < f->variable_count; v++) {
		product *= f->variables[v].states;
	}
	return product;
}

static void grow_within(struct forest *f, struct forest_random *random, enum forest_kind kind)
{
	size_t most = f->seed % 25 == 0 ? MANY : FEW;

	do {
		grow(f, random, kind);
		grow_strain(f, random, kind);
	} while (joint_states(f) > most || joint_states(f) < most / 20);
}

/* --- questions ------------------------------------------------------------------------------- */

uint64_t forest_all_options(const struct forest_question *question)
{
	return (UINT64_C(1) << question->options) - 1;
}

/* Neither empty nor all. */
static uint64_t some_options(struct forest_random *random, const struct forest_question *q)
{
	return 1 + forest_pick(random, forest_all_options(q) - 1);
}

static void add_condition(struct forest *f, struct forest_random *random, struct forest_question *q)
{
	struct forest_condition *c = &q->conditions[q->condition_count];

	c->question = forest_pick(random, f->question_count);
	if (q->condition_count && c->question == q->conditions[0].question) {
		return;
	}
	c->set = some_options(random, &f->questions[c->question]);
	q->condition_count++;
}

static void add_conditions(struct forest *f, struct forest_random *random, enum forest_kind kind)
{
	struct forest_question *q = &f->questions[f->question_count];

	if (f->question_count && kind == FOREST_PLAIN && forest_chance(random, 0.3)) {
		add_condition(f, random, q);
		if (forest_chance(random, 0.3)) {
			add_condition(f, random, q);
		}
	}
}

static void add_table(struct forest *f, struct forest_random *random, enum forest_kind kind,
	struct forest_question *q)
{
	size_t rows = f->variables[q->variable].states;

	if (!q->item && (kind == FOREST_EXTREME || forest_chance(random, 0.6))) {
		shape(random, kind, q->options, rows, &q->table);
		table_of_question(&q->table, rows, q->options);
	} else {
		write_table(
			random, kind == FOREST_EXTREME ? 1e-9 : 0.03, rows, q->options, &q->table);
	}
	add_slips(&q->table, rows, q->options, f->slip);
}

static void add_question(struct forest *f, struct forest_random *random, enum forest_kind kind,
	size_t variable, bool item)
{
	struct forest_question *q = &f->questions[f->question_count];

	memset(q, 0, sizeof(*q));
	random_id(random, 'q', f->question_count, q->id);
	q->variable = variable;
	q->item = item;
	q->options = item ? 2 : 2 + forest_pick(random, 4);
	q->tells_exposed = f->variables[variable].cause && forest_chance(random, 0.4);
	q->vantage = item || forest_chance(random, 0.5) ? 0 : 1 + (int)forest_pick(random, 2);
	add_conditions(f, random, kind);
	add_table(f, random, kind, q);
	f->question_count++;
}

/* The gate first; up to two questions on each variable, at least one on a cause; a checklist. */
static void ask(struct forest *f, struct forest_random *random, enum forest_kind kind)
{
	size_t items = 3 + forest_pick(random, 2);

	add_question(f, random, kind, 0, false);
	for (size_t v = 1; v < f->variable_count; v++) {
		size_t least = f->variables[v].cause || kind == FOREST_EXTREME;
		size_t count = least + forest_pick(random, 3 - least);

		for (size_t i = 0; i < count; i++) {
			add_question(f, random, kind, v, false);
		}
	}
	for (size_t i = 0; i < items; i++) {
		add_question(f, random, kind, forest_pick(random, f->variable_count), true);
	}
}

/* --- settings -------------------------------------------------------------------------------- */

static void settle(struct forest *f, struct forest_random *random, enum forest_kind kind)
{
	bool no_slips = kind == FOREST_EXTREME ? f->seed % 2 == 0 : forest_chance(random, 0.2);

	f->slip = no_slips ? 0 : between(random, 0.005, 0.2);
	f->tentative = between(random, 0.2, 1);
	f->no_evidence = between(random, 0.2, 1);
	f->wrong_vantage = between(random, 0.2, 1);
	f->stale_after = (double)(30 + forest_pick(random, 300));
	f->stale_factor = between(random, 0.3, 1);
	f->leak = forest_chance(random, 0.2) ? 0 : between(random, 0, 0.1);
	f->low = between(random, 0.02, 0.2);
	f->high = between(random, 0.2, 0.5);
	f->least_checked = forest_pick(random, 4);
	f->plane = !forest_chance(random, 0.1);
	f->gate = forest_chance(random, 0.7);
}

static void settle_gate(struct forest *f, struct forest_random *random)
{
	f->gate_none = UINT64_C(1);
	f->gate_ended = 0;
	if (f->questions[0].options > 2 && forest_chance(random, 0.7)) {
		f->gate_ended = UINT64_C(1) << (f->questions[0].options - 1);
	}
}

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

static bool write_file(const char *path, const struct forest *f, const struct file *file)
{
	FILE *out = fopen(path, "w");

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
	return !fclose(out);
}

static bool write_files(const char *folder, const struct forest *f)
{
	char path[PATH_MAX_TEST];
	bool written;

	snprintf(path, sizeof(path), "%s/base.json", folder);
	written = write_file(path, f, NULL);
	for (size_t i = 0; i < FILES; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, files[i].folder);
		written &= !mkdir(path, 0700);
		snprintf(path, sizeof(path), "%s/%s/a.json", folder, files[i].folder);
		written &= write_file(path, f, &files[i]);
	}
	return written;
}

static void remove_files(const char *folder)
{
	char path[PATH_MAX_TEST];

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

/* --- loading --------------------------------------------------------------------------------- */

static void print_faults(const struct forest *f, const struct kam_faults *faults)
{
	for (size_t i = 0; i < faults->count; i++) {
		char *text = kam_fault_text(&faults->items[i]);

		fprintf(stderr, "seed %u: %s\n", f->seed, text);
		free(text);
	}
}

static void load(struct forest *f)
{
	const char *base = getenv("TMPDIR");
	struct kam_faults faults = KAM_FAULTS_INIT;
	char folder[PATH_MAX_TEST / 2];

	snprintf(folder, sizeof(folder), "%s/kam-forest-XXXXXX", base && *base ? base : "/tmp");
	if (!mkdtemp(folder)) {
		perror(folder);
		return;
	}
	if (!write_files(folder, f)) {
		perror(folder);
	} else if (kam_kb_load(folder, &f->kb, &faults)) {
		print_faults(f, &faults);
		f->kb = NULL;
	}
	kam_faults_release(&faults);
	remove_files(folder);
}

static size_t find_cause(const struct kam_kb *kb, const char *variable)
{
	for (size_t c = 0; c < kam_kb_cause_count(kb); c++) {
		if (!strcmp(kam_kb_cause_id(kb, c) + 2, variable)) {
			return c;
		}
	}
	return KAM_NONE;
}

static void number(struct forest *f)
{
	for (size_t i = 0; i < f->variable_count; i++) {
		struct forest_variable *v = &f->variables[i];

		v->number = kam_kb_find_variable(f->kb, v->id);
		v->cause_number = v->cause ? find_cause(f->kb, v->id) : KAM_NONE;
	}
	for (size_t i = 0; i < f->question_count; i++) {
		f->questions[i].number = kam_kb_find_question(f->kb, f->questions[i].id);
	}
}

struct forest *forest_new(unsigned seed, enum forest_kind kind)
{
	struct forest_random random = {seed * UINT64_C(2) + kind};
	struct forest *f = calloc(1, sizeof(*f));

	if (!f) {
		return NULL;
	}
	f->seed = seed;
	settle(f, &random, kind);
	grow_within(f, &random, kind);
	ask(f, &random, kind);
	settle_gate(f, &random);
	load(f);
	if (!f->kb) {
		free(f);
		return NULL;
	}
	number(f);
	return f;
}

void forest_free(struct forest *forest)
{
	if (forest) {
		kam_kb_free(forest->kb);
		free(forest);
	}
}

/* --- answers --------------------------------------------------------------------------------- */

struct kam_response forest_silence(struct forest_random *random)
{
	static const enum kam_response_kind kinds[] = {KAM_UNKNOWN, KAM_NOT_APPLICABLE, KAM_LATER};
	struct kam_response r = {.kind = kinds[forest_pick(random, 3)]};

	r.side = forest_chance(random, 0.5) ? KAM_OWN : KAM_CUSTOMER;
	return r;
}

/* Mostly one option, sometimes several, now and then all of them, which says nothing. */
static uint64_t answered_options(struct forest_random *random, const struct forest_question *q)
{
	double kind = forest_uniform(random);

	if (kind < 0.65) {
		return UINT64_C(1) << forest_pick(random, q->options);
	}
	return kind < 0.92 ? some_options(random, q) : forest_all_options(q);
}

static struct kam_response respond(
	const struct forest *f, struct forest_random *random, const struct forest_question *q)
{
	struct kam_response r = forest_silence(random);

	if (forest_chance(random, 0.2)) {
		return r;
	}
	r.kind = KAM_ANSWER;
	r.options = answered_options(random, q);
	r.tentative = forest_chance(random, 0.25);
	r.unbacked = forest_chance(random, 0.15);
	if (forest_chance(random, 0.1)) {
		r.age_days = f->stale_after;
	} else if (forest_chance(random, 0.3)) {
		r.age_days = floor(between(random, 0, 1200));
	}
	return r;
}

void forest_answer(
	const struct forest *forest, struct forest_random *random, struct forest_answers *ret)
{
	memset(ret, 0, sizeof(*ret));
	for (size_t q = 0; q < forest->question_count; q++) {
		bool several = forest_chance(random, 0.35);
		size_t most = several ? 2 + forest_pick(random, FOREST_RESPONSES - 2) : 1;

		ret->count[q] = forest_chance(random, 0.75) ? most : 0;
		for (size_t i = 0; i < ret->count[q]; i++) {
			ret->of[q][i] = respond(forest, random, &forest->questions[q]);
		}
	}
}

void forest_contradict(
	const struct forest *forest, struct forest_random *random, struct forest_answers *ret)
{
	memset(ret, 0, sizeof(*ret));
	for (size_t q = 0; q < forest->question_count; q++) {
		size_t last = forest->questions[q].options - 1;

		ret->count[q] = 1;
		ret->of[q][0].options = UINT64_C(1) << (forest_chance(random, 0.5) ? last : 0);
	}
}

void forest_tell(const struct forest *forest, const struct forest_answers *answers, size_t question,
	struct kam_belief *belief)
{
	struct kam_error err = KAM_ERROR_INIT;

	if (kam_belief_set(belief, forest->questions[question].number, answers->of[question],
		    answers->count[question], &err)) {
		fprintf(stderr, "seed %u: question %zu: %s\n", forest->seed, question,
			err.fault.message);
		abort();
	}
}

void forest_tell_all(const struct forest *forest, const struct forest_answers *answers,
	struct kam_belief *belief)
{
	for (size_t q = 0; q < forest->question_count; q++) {
		forest_tell(forest, answers, q, belief);
	}
}
