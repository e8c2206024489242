/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The author's commands. */
#include "authoring/cases.h"
#include "cli/base.h"
#include "cli/commands.h"
#include "cli/complain.h"
#include "cli/print.h"
#include "cli/status.h"
#include "kam/kam.h"
#include "util/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *folder_of(const struct options *options)
{
	return options->word_count ? options->words[0] : NULL;
}

static void summarise(const struct kam_kb *kb, struct str *out)
{
	str_addf(out, "%s %s: %zu variables, %zu questions, %zu causes, ", kam_kb_id(kb),
		kam_kb_version(kb), kam_kb_variable_count(kb), kam_kb_question_count(kb),
		kam_kb_cause_count(kb));
	str_addf(out, "%zu stages", kam_kb_state_count(kb, kam_kb_stage(kb)));
}

int cmd_kb_check(const struct options *options)
{
	struct str out = STR_INIT;
	struct kam_kb *kb;
	int status = base_load(options, folder_of(options), &kb);

	if (status) {
		return status;
	}
	summarise(kb, &out);
	str_add(&out, ": no faults\n");
	status = print_text(str_text(&out));
	str_release(&out);
	kam_kb_free(kb);
	return status;
}

static int run_cases(const struct options *options, const char *folder, const struct kam_kb *kb)
{
	struct kam_document doc = KAM_DOCUMENT_INIT;
	struct kam_faults faults = KAM_FAULTS_INIT;
	struct case_counts counts;
	int status = EXIT_DONE;

	if (cases_run(kb, folder, &doc, &counts, &faults)) {
		complain_faults(&faults);
		status = EXIT_DATA;
	}
	kam_document_add(&doc, KAM_BLOCK_PARAGRAPH, NULL,
		"%zu cases come out as stated, %zu otherwise", counts.passed, counts.failed);
	if (print_document(options, &doc) && !status) {
		status = EXIT_FAILED;
	}
	return !status && counts.failed ? EXIT_FAILED : status;
}

int cmd_kb_test(const struct options *options)
{
	const char *source;
	char *folder =
		options->word_count ? strdup(options->words[0]) : base_folder(options, &source);
	struct kam_kb *kb;
	int status = base_load(options, folder, &kb);

	if (!status) {
		status = run_cases(options, folder, kb);
		kam_kb_free(kb);
	}
	free(folder);
	return status;
}

static void show_variables(const struct kam_kb *kb, struct kam_document *doc)
{
	struct str states = STR_INIT;

	for (size_t i = 0; i < kam_kb_variable_count(kb); i++) {
		size_t parent = kam_kb_variable_parent(kb, i);

		str_clear(&states);
		for (size_t s = 0; s < kam_kb_state_count(kb, i); s++) {
			str_addf(&states, "%s%s", s ? ", " : "", kam_kb_state_id(kb, i, s));
		}
		kam_document_add(doc, KAM_BLOCK_TERM, kam_kb_variable_id(kb, i), "under %s: %s",
			parent == KAM_NONE ? "nothing" : kam_kb_variable_id(kb, parent),
			str_text(&states))
			->level = 1;
	}
	str_release(&states);
}

static void show_questions(const struct kam_kb *kb, struct kam_document *doc)
{
	struct str options = STR_INIT;

	for (size_t i = 0; i < kam_kb_question_count(kb); i++) {
		str_clear(&options);
		for (size_t o = 0; o < kam_kb_option_count(kb, i); o++) {
			str_addf(&options, "%s%s", o ? ", " : "", kam_kb_option_id(kb, i, o));
		}
		kam_document_add(doc, KAM_BLOCK_TERM, kam_kb_question_id(kb, i), "on %s: %s",
			kam_kb_variable_id(kb, kam_kb_question_variable(kb, i)), str_text(&options))
			->level = 1;
	}
	str_release(&options);
}

static int show_text(const struct options *options, const struct kam_kb *kb)
{
	struct kam_document doc = KAM_DOCUMENT_INIT;
	struct str head = STR_INIT;

	summarise(kb, &head);
	kam_document_add(&doc, KAM_BLOCK_PARAGRAPH, NULL, "%s", str_text(&head));
	kam_document_add(&doc, KAM_BLOCK_PARAGRAPH, NULL, "digest %s", kam_kb_digest(kb));
	kam_document_add(&doc, KAM_BLOCK_HEADING, NULL, "Variables")->level = 2;
	show_variables(kb, &doc);
	kam_document_add(&doc, KAM_BLOCK_HEADING, NULL, "Questions")->level = 2;
	show_questions(kb, &doc);
	str_release(&head);
	return print_document(options, &doc);
}

int cmd_kb_show(const struct options *options)
{
	struct kam_kb *kb;
	int status = base_load(options, folder_of(options), &kb);

	if (status) {
		return status;
	}
	if (options->format && !strcmp(options->format, "json")) {
		char *text = kam_kb_json(kb);

		status = print_text(text);
		free(text);
	} else {
		status = show_text(options, kb);
	}
	kam_kb_free(kb);
	return status;
}
