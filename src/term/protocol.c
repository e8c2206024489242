/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "term/protocol.h"

#include "term/feed.h"
#include "util/json.h"
#include "util/memory.h"
#include "util/str.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_LIMIT ((size_t)1 << 20)

struct protocol {
	struct feed feed;
};

struct protocol *protocol_new(void)
{
	struct protocol *p = memory_alloc(1, sizeof(*p));

	signal(SIGPIPE, SIG_IGN);
	p->feed.limit = LINE_LIMIT;
	return p;
}

void protocol_free(struct protocol *p)
{
	if (p) {
		str_release(&p->feed.line);
		free(p);
	}
}

/* --- writing ------------------------------------------------------------------------------ */

static void add_member(struct str *out, const char *key, const char *value)
{
	str_addf(out, ",\"%s\":", key);
	if (value) {
		json_add_string(out, value);
	} else {
		str_add(out, "null");
	}
}

static void begin(struct str *out, const char *type)
{
	str_addf(out, "{\"type\":\"%s\"", type);
}

/*
 * Ends the message OUT, writes and releases it. Where nobody listens any more that is no fault: what was said before it went away is
 * still to be read, and none of it may get lost.
 */
static bool send(struct str *out)
{
	bool written;

	str_add(out, "}\n");
	written = (fputs(str_text(out), stdout) >= 0 && !fflush(stdout)) || errno == EPIPE;
	str_release(out);
	return written;
}

bool protocol_hello(const struct protocol_hello *hello)
{
	struct str out = STR_INIT;

	begin(&out, "hello");
	str_add(&out, ",\"protocol\":1");
	add_member(&out, "kam", hello->version);
	str_add(&out, ",\"base\":{\"id\":");
	json_add_string(&out, hello->base_id);
	add_member(&out, "version", hello->base_version);
	add_member(&out, "digest", hello->base_digest);
	str_add(&out, "}");
	add_member(&out, "account", hello->account);
	return send(&out);
}

bool protocol_error(const char *code, const char *message)
{
	struct str out = STR_INIT;

	begin(&out, "error");
	add_member(&out, "code", code);
	add_member(&out, "message", message);
	return send(&out);
}

bool protocol_bye(const char *reason)
{
	struct str out = STR_INIT;

	begin(&out, "bye");
	add_member(&out, "reason", reason);
	return send(&out);
}

bool protocol_refused(struct kam_dialogue *d)
{
	const struct kam_document *show = kam_dialogue_view(d)->show;
	struct str text = STR_INIT;
	struct str out = STR_INIT;

	for (size_t i = 0; i < show->count; i++) {
		const char *words = show->blocks[i].text;

		if (words && *words) {
			str_addf(&text, "%s%s", text.len ? " " : "", words);
		}
	}
	begin(&out, "refused");
	add_member(&out, "message", str_text(&text));
	str_release(&text);
	return send(&out);
}

static const char *const block_kinds[] = {[KAM_BLOCK_HEADING] = "heading",
	[KAM_BLOCK_PARAGRAPH] = "paragraph",
	[KAM_BLOCK_ITEM] = "item",
	[KAM_BLOCK_TERM] = "term",
	[KAM_BLOCK_ROW] = "row"};

static const char *const tones[] = {[KAM_TONE_PLAIN] = NULL,
	[KAM_TONE_STRONG] = "strong",
	[KAM_TONE_GOOD] = "good",
	[KAM_TONE_WARN] = "warn",
	[KAM_TONE_BAD] = "bad",
	[KAM_TONE_FAINT] = "faint"};

static void add_known(struct str *out, const char *key, const char *value)
{
	if (value) {
		add_member(out, key, value);
	}
}

static void add_block(struct str *out, const struct kam_block *b)
{
	str_addf(out, "{\"kind\":\"%s\",\"level\":%d", block_kinds[b->kind], b->level);
	add_known(out, "tone", tones[b->tone]);
	add_known(out, "id", b->id);
	add_known(out, "term", b->term);
	add_known(out, "text", b->text);
	add_known(out, "aside", b->aside);
	for (size_t i = 0; i < b->cell_count; i++) {
		str_add(out, i ? "," : ",\"cells\":[");
		json_add_string(out, b->cells[i]);
	}
	str_add(out, b->cell_count ? "]}" : "}");
}

/* An empty paragraph is space between lines. */
static bool is_space(const struct kam_block *b)
{
	return b->kind == KAM_BLOCK_PARAGRAPH && !b->term && !(b->text && *b->text);
}

/* What SHOW holds up to block END, as a view or as the result with PLACEMENT; nothing where there is nothing to say. */
static bool send_news(const struct kam_document *show, size_t end, const char *placement)
{
	struct str out = STR_INIT;
	size_t said = 0;

	begin(&out, placement ? "result" : "view");
	if (placement) {
		str_addf(&out, ",\"placement\":%s", placement);
	}
	str_add(&out, ",\"blocks\":[");
	for (size_t i = 0; i < show->count && i < end; i++) {
		if (!is_space(&show->blocks[i])) {
			str_add(&out, said++ ? "," : "");
			add_block(&out, &show->blocks[i]);
		}
	}
	str_add(&out, "]");
	if (!said && !placement) {
		str_release(&out);
		return true;
	}
	return send(&out);
}

static const char *const view_kinds[] = {[KAM_VIEW_CHOICE] = "choice",
	[KAM_VIEW_CHECKLIST] = "checklist",
	[KAM_VIEW_PARTLY] = "partly",
	[KAM_VIEW_REST] = "rest",
	[KAM_VIEW_REVIEW] = "review",
	[KAM_VIEW_TAKE] = "take"};

static bool is_over(const struct kam_view *view)
{
	return view->kind == KAM_VIEW_DONE || view->kind == KAM_VIEW_LEFT;
}

static size_t choices_of(const struct kam_dialogue *d, struct kam_choice ret[KAM_MOST_CHOICES])
{
	size_t count = kam_dialogue_choices(d, ret, KAM_MOST_CHOICES);

	return count > KAM_MOST_CHOICES ? KAM_MOST_CHOICES : count;
}

static bool send_ask(struct kam_dialogue *d)
{
	const struct kam_view *view = kam_dialogue_view(d);
	struct kam_choice choices[KAM_MOST_CHOICES];
	size_t count = choices_of(d, choices);
	struct str out = STR_INIT;
	const char *name;
	const char *text = kam_dialogue_asks(d, &name);

	begin(&out, "ask");
	add_member(&out, "kind", view_kinds[view->kind]);
	add_member(&out, "question", view->question);
	add_member(&out, "name", name);
	add_member(&out, "text", text);
	str_add(&out, ",\"options\":[");
	for (size_t i = 0; i < count; i++) {
		str_addf(&out, "%s{\"number\":%zu", i ? "," : "", choices[i].number);
		add_member(&out, "id", choices[i].id);
		add_member(&out, "text", choices[i].text);
		str_add(&out, "}");
	}
	str_add(&out, "]");
	add_member(&out, "standing", view->standing);
	str_addf(&out, ",\"empty_ok\":%s", view->empty_ok ? "true" : "false");
	return send(&out);
}

bool protocol_show(struct kam_dialogue *d, const char *placement)
{
	const struct kam_view *view = kam_dialogue_view(d);
	/* Why answers do not go together is said in the review itself. */
	size_t end = view->kind == KAM_VIEW_REVIEW ? view->show->count : view->asked;

	return send_news(view->show, end, placement) && (is_over(view) || send_ask(d));
}

/* --- understanding ------------------------------------------------------------------------ */

/* A message, with NULL where a member is left out. */
struct message {
	const struct json *type, *options, *text, *tentative, *note, *name, *argument, *actions;
};

struct member {
	const char *key;
	enum json_type type;
	size_t offset;
	const char *of; /* the types that have it, each with a blank behind it */
};

#define AT(member) offsetof(struct message, member)

static const struct member members[] = {
	{"type", JSON_STRING, AT(type), "answer unknown not-applicable later command take "},
	{"options", JSON_ARRAY, AT(options), "answer "},
	{"text", JSON_STRING, AT(text), "answer "},
	{"tentative", JSON_BOOL, AT(tentative), "answer "},
	{"note", JSON_STRING, AT(note), "answer unknown not-applicable later "},
	{"name", JSON_STRING, AT(name), "command "},
	{"argument", JSON_STRING, AT(argument), "command "},
	{"actions", JSON_ARRAY, AT(actions), "take "},
};

#define MEMBERS (sizeof(members) / sizeof(members[0]))

static bool is_listed(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = list; *at; at += strcspn(at, " ") + 1) {
		if (strcspn(at, " ") == len && !strncmp(at, word, len)) {
			return true;
		}
	}
	return false;
}

static int read_member(
	const char *type, const struct json *value, struct message *ret, struct kam_error *err)
{
	const char *key = json_key(value);

	for (size_t i = 0; i < MEMBERS; i++) {
		if (strcmp(members[i].key, key) || !is_listed(members[i].of, type)) {
			continue;
		}
		if (json_type(value) != members[i].type) {
			return kam_error_set(err, KAM_INVALID, "wrong-type",
				"'%s' must be %s, not %s", key, json_type_name(members[i].type),
				json_type_name(json_type(value)));
		}
		memcpy((char *)ret + members[i].offset, &value, sizeof(value));
		return KAM_OK;
	}
	return kam_error_set(
		err, KAM_INVALID, "unknown-key", "a message '%s' has no '%.100s'", type, key);
}

static int read_message(const struct json *root, struct message *ret, struct kam_error *err)
{
	const struct json *type = json_get(root, "type");
	int status = KAM_OK;

	if (json_type(root) != JSON_OBJECT) {
		return kam_error_set(err, KAM_INVALID, "wrong-type",
			"a message must be an object, not %s", json_type_name(json_type(root)));
	}
	if (!type) {
		return kam_error_set(err, KAM_INVALID, "missing-key", "a message needs a 'type'");
	}
	if (json_type(type) != JSON_STRING) {
		return kam_error_set(err, KAM_INVALID, "wrong-type", "'type' must be a string");
	}
	if (!is_listed(members[0].of, json_string(type))) {
		return kam_error_set(err, KAM_INVALID, "unknown-type",
			"there is no message '%.100s' to kam", json_string(type));
	}
	for (const struct json *m = json_first(root); m && !status; m = json_next(m)) {
		status = read_member(json_string(type), m, ret, err);
	}
	return status;
}

static int unknown_option(
	const char *id, const struct kam_choice *choices, size_t count, struct kam_error *err)
{
	struct str ids = STR_INIT;

	for (size_t i = 0; i < count; i++) {
		str_addf(&ids, "%s%s", i ? ", " : "", choices[i].id);
	}
	kam_error_set(err, KAM_INVALID, "unknown-option",
		"'%.100s' cannot be chosen here; it is one of: %s", id, str_text(&ids));
	str_release(&ids);
	return KAM_INVALID;
}

/* The ids of LIST into LINE as the numbers of the view's choices: always exact, where an id might be another's text. */
static int add_numbers(const struct kam_dialogue *d, const struct json *list, bool tentative,
	struct str *line, struct kam_error *err)
{
	struct kam_choice choices[KAM_MOST_CHOICES];
	size_t count = choices_of(d, choices);

	for (const struct json *id = json_first(list); id; id = json_next(id)) {
		size_t i = 0;

		if (json_type(id) != JSON_STRING) {
			return kam_error_set(err, KAM_INVALID, "wrong-type",
				"an id must be a string, not %s", json_type_name(json_type(id)));
		}
		while (i < count && strcmp(choices[i].id, json_string(id)) != 0) {
			i++;
		}
		if (i == count) {
			return unknown_option(json_string(id), choices, count, err);
		}
		str_addf(line, "%s%zu%s", line->len ? "," : "", choices[i].number,
			tentative ? "?" : "");
	}
	return KAM_OK;
}

static int answer_line(const struct kam_dialogue *d, const struct message *m, struct str *line,
	struct kam_error *err)
{
	if (!m->options == !m->text) {
		return kam_error_set(err, KAM_INVALID, m->text ? "unknown-key" : "missing-key",
			"an answer has either 'options' or 'text'");
	}
	if (!m->text) {
		return add_numbers(
			d, m->options, m->tentative && json_bool(m->tentative), line, err);
	}
	if (m->tentative || m->note) {
		return kam_error_set(err, KAM_INVALID, "unknown-key",
			"an answer by 'text' has its doubt and its note in it");
	}
	str_add(line, json_string(m->text));
	return KAM_OK;
}

struct offered {
	const char *line;
	bool found;
};

static void compare(void *ctx, const char *text)
{
	struct offered *o = ctx;

	o->found = o->found || !strcmp(text, o->line);
}

static int command_line(
	struct kam_dialogue *d, const struct message *m, struct str *line, struct kam_error *err)
{
	struct offered o = {NULL, false};

	if (!m->name) {
		return kam_error_set(err, KAM_INVALID, "missing-key", "a command needs a 'name'");
	}
	str_addf(line, ":%s", json_string(m->name));
	o.line = str_text(line);
	if (!strchr(json_string(m->name), ' ')) {
		kam_dialogue_complete(d, o.line, compare, &o);
	}
	if (!o.found) {
		return kam_error_set(err, KAM_INVALID, "unknown-command",
			"there is no command '%.100s'", json_string(m->name));
	}
	if (m->argument) {
		str_addf(line, " %s", json_string(m->argument));
	}
	return KAM_OK;
}

static int take_line(const struct kam_dialogue *d, const struct message *m, struct str *line,
	struct kam_error *err)
{
	if (!m->actions) {
		return kam_error_set(err, KAM_INVALID, "missing-key", "a take needs 'actions'");
	}
	return add_numbers(d, m->actions, false, line, err);
}

static int not_now(struct kam_error *err, const char *why)
{
	return kam_error_set(err, KAM_INVALID, "not-now", "%s", why);
}

/* Whether M fits the view: a plan takes a take and nothing else, a review no note. A line as typed says by itself what it is. */
static int check_time(struct kam_dialogue *d, const struct message *m, struct kam_error *err)
{
	enum kam_view_kind kind = kam_dialogue_view(d)->kind;
	const char *type = json_string(m->type);

	if (m->text || !strcmp(type, "command")) {
		return KAM_OK;
	}
	if (kind == KAM_VIEW_REVIEW && m->note) {
		return not_now(err, "what is asked for now takes no note");
	}
	if (kind == KAM_VIEW_TAKE && strcmp(type, "take") != 0) {
		return not_now(err, "what is asked for now is a take");
	}
	if (kind != KAM_VIEW_TAKE && !strcmp(type, "take")) {
		return not_now(err, "what is asked for now is an answer");
	}
	return KAM_OK;
}

static int message_line(
	struct kam_dialogue *d, const struct message *m, struct str *line, struct kam_error *err)
{
	const char *type = json_string(m->type);
	int status = check_time(d, m, err);

	if (status) {
		return status;
	}
	if (!strcmp(type, "answer")) {
		status = answer_line(d, m, line, err);
	} else if (!strcmp(type, "command")) {
		status = command_line(d, m, line, err);
	} else if (!strcmp(type, "take")) {
		status = take_line(d, m, line, err);
	} else {
		str_add(line, !strcmp(type, "unknown") ? "0" : !strcmp(type, "later") ? "+" : "-");
	}
	if (m->note && !status) {
		str_addf(line, " # %s", json_string(m->note));
	}
	return status;
}

/* The LEN bytes at TEXT as a line for D. */
static int translate(struct kam_dialogue *d, const char *text, size_t len, char **ret_line,
	struct kam_error *err)
{
	struct message m = {.note = NULL};
	struct str line = STR_INIT;
	struct json *root = NULL;
	int status = json_parse(text, len, &root, err);

	if (!status) {
		status = read_message(root, &m, err);
	}
	if (!status) {
		status = message_line(d, &m, &line, err);
	}
	if (!status) {
		*ret_line = str_take(&line);
	}
	str_release(&line);
	json_free(root);
	return status;
}

/* --- reading ------------------------------------------------------------------------------ */

/* The next line into P. A line without its newline was cut: it is answered with an error, for nobody knows what it was to be. */
static enum front_status read_line(struct protocol *p)
{
	enum front_status status = feed_line(&p->feed);

	if (status == FRONT_END && (p->feed.line.len || p->feed.too_long)) {
		protocol_error("line-cut", "the input ended inside a line, which is left out");
	}
	return status;
}

enum front_status protocol_read(struct protocol *p, struct kam_dialogue *d, char **ret_line)
{
	for (;;) {
		struct kam_error err = KAM_ERROR_INIT;
		enum front_status status = read_line(p);
		bool written;

		if (status != FRONT_LINE) {
			return status;
		}
		if (p->feed.too_long) {
			kam_error_set(&err, KAM_INVALID, "line-long",
				"the line is longer than %zu bytes and is left out", LINE_LIMIT);
		} else if (!translate(
				   d, str_text(&p->feed.line), p->feed.line.len, ret_line, &err)) {
			return FRONT_LINE;
		}
		written = protocol_error(err.fault.code, err.fault.message);
		kam_error_release(&err);
		if (!written) {
			return FRONT_END;
		}
	}
}
