# SPDX-License-Identifier: MIT
"""The schemas of knowledge/schema: sound themselves, true of every shipped base and of what kam prints, and as
strict as kam is: a specimen of each file passes, and with one mistake planted it does not. Prints TAP.

Where $KAM can be run, kam must take the specimens and refuse the same mistakes, so that schema and loader cannot
drift apart."""

import concurrent.futures
import copy
import json
import os
import subprocess
import sys
import tempfile
import warnings

NEEDED = "needs jsonschema 4 or later: apt-get install python3-jsonschema"
try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("not ok 1 - %s %s" % (sys.executable, NEEDED))
    print("1..1")
    sys.exit(1)

FOLDER = "knowledge/schema"
FOLDERS = ["variables", "questions", "stages", "causes", "strains", "actions", "terms", "cases"]
OTHERS = ["event", "place-input", "place-output", "kb-show", "protocol"]
KAM = os.environ.get("KAM", "build/kam")
GONE = object()  # instead of a value: the member is taken away

reported = failed = 0


def report(name, problems):
    global reported, failed
    reported += 1
    failed += bool(problems)
    print("%sok %d - %s" % ("not " if problems else "", reported, name))
    for problem in problems[:20]:
        print("# " + problem[:400].replace("\n", " "))


def unique(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError("a key stands twice among %s" % ", ".join(keys))
    return dict(pairs)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, object_pairs_hook=unique)


def schema_files():
    return sorted(name for name in os.listdir(FOLDER) if name.endswith(".json"))


def make_validators(schemas):
    """By kind. References between files go by $id; how they are looked up depends on the version."""
    try:
        from referencing import Registry, Resource
    except ImportError:
        from jsonschema import RefResolver
        return {kind: Draft202012Validator(schema, resolver=RefResolver(schema["$id"], schema, store={
            other["$id"]: other for other in schemas.values()})) for kind, schema in schemas.items()}
    registry = Registry().with_resources(
        [(schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()])
    return {kind: Draft202012Validator(schema, registry=registry) for kind, schema in schemas.items()}


def place_of(error):
    """The innermost of what was tried, with its place."""
    while error.context:
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return "/".join([""] + [str(part) for part in error.absolute_path]) + ": " + error.message


def problems_of(validator, value):
    return [place_of(error) for error in validator.iter_errors(value)]


# --- the schemas themselves --------------------------------------------------------------------


def undescribed(schema, pointer="#"):
    """Properties without a description of their own: an editor would show nothing."""
    if isinstance(schema, list):
        for index, part in enumerate(schema):
            yield from undescribed(part, "%s/%d" % (pointer, index))
    if not isinstance(schema, dict):
        return
    for key, value in schema.items():
        narrowing = any(word in pointer for word in ("/if", "/then", "/else", "/not"))
        if key == "properties" and (not narrowing or "additionalProperties" in schema):
            for name, part in value.items():
                if not (isinstance(part, dict) and part.get("description")):
                    yield "%s/properties/%s has no description" % (pointer, name)
        if key not in ("examples", "enum", "const", "default"):
            yield from undescribed(value, "%s/%s" % (pointer, key))


def check_schemas(schemas):
    meta = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    for kind, schema in schemas.items():
        problems = problems_of(meta, schema)
        for key, wanted in (("$schema", "https://json-schema.org/draft/2020-12/schema"),
                            ("$id", kind + ".schema.json"), ("$comment", "SPDX-License-Identifier: MIT")):
            if schema.get(key) != wanted:
                problems.append("%s is not %s" % (key, wanted))
        problems += ["no " + key for key in ("title", "description") if not schema.get(key)]
        report("%s.schema.json is a sound schema" % kind, problems + list(undescribed(schema)))
    wanted = set(["common", "base"] + FOLDERS + OTHERS)
    report("there is a schema for each kind of file",
           ["%s: not the same" % kind for kind in sorted(wanted ^ set(schemas))])


# --- what is shipped ---------------------------------------------------------------------------


def shipped():
    """(kind, path) of each file of each base below knowledge/."""
    for name in sorted(os.listdir("knowledge")):
        base = os.path.join("knowledge", name)
        if not os.path.isfile(os.path.join(base, "base.json")):
            continue
        yield "base", os.path.join(base, "base.json")
        for folder in FOLDERS:
            path = os.path.join(base, folder)
            for file in sorted(os.listdir(path)) if os.path.isdir(path) else []:
                if file.endswith(".json"):
                    yield folder, os.path.join(path, file)


def check_shipped(validators):
    for kind, path in shipped():
        report("%s fits %s.schema.json" % (path, kind), problems_of(validators[kind], load(path)))


# --- specimens: everything that may be there, and the least -------------------------------------


def t(text):
    return {"en": text}


def states(*names):
    return [{"id": name, "text": t(name)} for name in names]


ASK = {"topic": "all", "name": t("a name"), "text": t("a question?"), "help": t("help"), "why": t("why")}
TRAIT = {"text": t("text"), "cites": ["S001", "L7.9", "C"]}
FIND = {"who": t("them"), "how": t("\"how?\"")}

FULL = {
    "base": {
        "format": 1, "id": "full", "version": "0.1.0", "languages": ["en"], "name": t("Full"), "about": t("about"),
        "roles": {"stage": "stage", "x": "near", "y": "far", "worth": "worth", "way_in": "worth", "fit": "worth",
                  "our_decision": "worth", "gate": {"question": "orders", "none": ["never"], "ended": []},
                  "strain": {"variable": "strain", "no_advance_from": "angry", "acute_from": "angry"}},
        "settings": {
            "slip": 0.04, "tentative": 0.5, "no_evidence": 0.5, "wrong_vantage": 0.5,
            "stale": {"after_days": 180, "factor": 0.5}, "leak": 0.02, "least": 1, "least_per_axis": 1,
            "clear": 0.85, "between": 0.95, "least_gain": 0.02, "most": 24, "most_follow_ups": 3,
            "least_checked": 1, "contradiction": 0.3, "low": 0.1, "high": 0.28,
            "look_again": {"acute": 14, "high": 30, "watch": 60, "low": 90, "open": 60, "prospect": 90}},
        "topics": [{"id": "all", "name": t("All")}],
        "scales": {"cause": states("none", "exposed", "happening"), "homework": states("yes", "partly", "no")},
        "verdicts": [{"id": "pursue", "name": t("a"), "next": t("b"), **TRAIT}],
        "renamed": {"old": "orders"}},
    "variables": [
        {"id": "stage", "name": t("stage"), "topic": "all", "states": states("one", "two"), "prior": [0.5, 0.5],
         "reason": "why", "cites": ["C"]},
        {"id": "near", "parent": "stage", "name": t("near"), "states": states("a", "b"), "typical": [0, 0.8],
         "spread": 0.5},
        {"id": "far", "parent": "stage", "name": t("far"), "states": states("a", "b"),
         "table": [[0.9, 0.1], [0.2, 0.8]]},
        {"id": "visits", "parent": "far", "name": t("visits"), "states": states("few", "many"), "typical": [0, 1],
         "spread": 0.5, "facet": {"aspect": "built", "kind": "lever"}},
        {"id": "leaving", "parent": "stage", "name": t("leaving"), "states": "cause",
         "table": [[0.8, 0.1, 0.1], [0.8, 0.1, 0.1]]},
        {"id": "strain", "name": t("strain"), "states": states("calm", "angry"), "prior": [0.9, 0.1]},
        {"id": "worth", "name": t("worth"), "states": states("low", "medium", "high"), "prior": [0.3, 0.4, 0.3]},
        {"id": "done", "name": t("done"), "states": "homework", "prior": [0.3, 0.4, 0.3]}],
    "questions": [
        {"id": "orders", "kind": "choice", "measures": "near", "effort": 1, "asks": "exists", "vantage": "own",
         "known": 0.9, "mandatory": True, "find_out": FIND, "customer_text": t("text"),
         "options": [{"id": "never", "text": t("never"), "typical": 0},
                     {"id": "often", "text": t("often"), "typical": 1, "strong": True}],
         "spread": 0.5, "reason": "why", "cites": ["S001"], **ASK},
        {"id": "who", "kind": "choice", "measures": "leaving", "asks": "judged", "tells": "exposed", "find_out": FIND,
         "options": states("me", "all"), "table": [[0.2, 0.8], [0.6, 0.4], [0.7, 0.3]],
         "ask_if": {"orders": ["often"]}, **ASK},
        {"id": "events", "kind": "checklist", "effort": 2, "asks": "happened", "none": t("none"), "rest": t("rest?"),
         "reason": "why", "cites": ["C"], **ASK,
         "items": [{"id": "event-leaving", "measures": "leaving", "name": t("a"), "text": t("b"),
                    "customer_text": t("c"), "known": 0.9, "table": [[0.1, 0.9], [0.2, 0.8], [0.9, 0.1]],
                    "ask_if": {"orders": ["often"]}, "tells": "exposed", "find_out": FIND, "reason": "why",
                    "cites": ["S001"]}]},
        {"id": "homework-one", "kind": "checklist", "options": "homework", "none": t("none"), "rest": t("rest?"),
         "items": [{"id": "homework-done", "measures": "done", "name": t("a"), "text": t("b")}], **ASK}],
    "stages": [
        {"id": "one", "name": t("ONE"), "summary": t("a"), "who": t("b"), "recognise": t("c"), "danger": t("d"),
         "hold": t("e"), "demands": [{"id": "name-it", "question": "homework-done", **TRAIT}], **TRAIT},
        {"id": "two", "name": t("TWO"), "summary": t("a"), "text": t("b")}],
    "causes": [
        {"id": "people", "variable": "leaving", "name": t("people"), "exposed": t("a"), "happening": t("b"),
         "severity": {"exposed": {"one": 0.1, "two": 0}, "happening": {"one": 0.5, "two": 0.4}},
         "signs": [t("a")], "prevention": [], "reason": "why", **TRAIT}],
    "strains": [
        {"id": "calm", "name": t("calm"), "signs": [], "remedy": t("none"), **TRAIT},
        {"id": "angry", "name": t("angry"), "signs": [t("a")], "remedy": t("talk"), "bans": ["advance", "gift"],
         "text": t("a")}],
    "actions": [
        {"id": "meet", "kind": "advance", "class": "visit", "moves": ["visits"], "relief": {"people": 0.3},
         "when": {"stage": ["one"]}, "needs": {"worth": ["medium", "high"]}, "unwise_if": {"strain": ["angry"]},
         "unwise": t("a"), "effort": "small", "first_step": t("a"), "say": t("b"), "who": t("c"),
         "done_when": t("d"), "recheck": ["orders", "events", "event-leaving"], "reason": "why", **TRAIT},
        {"id": "wait", "kind": "keep", "class": "call", "unwise": t("a"), "effort": "big", "first_step": t("a"),
         "say": t("b"), "who": t("c"), "done_when": t("d"), "text": t("e")},
        {"id": "no-gifts", "kind": "stop", "text": t("no gifts")}],
    "terms": [{"id": "term", "term": t("term"), **TRAIT}],
    "cases": [
        {"id": "all", "text": t("text"), "written": "blind", "argument": "because",
         "answers": {"orders": "never", "who": ["me", "all"], "event-leaving": "0", "homework-done": [
             {"option": "yes", "tentative": True, "side": "own", "by": "A", "seen_on": "2026-05-02"},
             {"options": ["partly", "no"], "side": "customer"}]},
         "expect": {"stage": ["one", "two"], "danger": list(
             ("none", "not-checked", "low", "watch", "high", "acute")), "causes": {
                 "people": ["not-checked", "no-sign", "exposed", "happening"]},
             "verdict": ["none", "pursue", "gather", "park", "drop"],
             "goal": ["none", "advance", "hold", "question"]}},
        {"id": "little", "text": t("text"), "answers": {"orders": "-", "who": "+"}, "expect": {"stage": "one"}}]}

LEAST = {
    "base": {"format": 1, "id": "least", "version": "1", "languages": ["en", "ru"], "name": {"en": "a", "ru": "б"},
             "roles": {"stage": "stage"},
             "topics": [{"id": "all", "name": {"en": "a", "ru": "б"}}],
             "settings": {"slip": 0, "tentative": 1, "clear": 1, "least_gain": 0, "most": 1}},
    "variables": [{"id": "stage", "name": {"en": "a", "ru": "б"}, "prior": [0.5, 0.5], "states": [
        {"id": name, "text": {"en": "a", "ru": "б"}} for name in ("one", "two")]}],
    "questions": [{"id": "only", "kind": "choice", "measures": "stage", "topic": "all", "asks": "happened",
                   **{key: {"en": "a", "ru": "б"} for key in ("name", "text", "help", "why")},
                   "find_out": {"who": {"en": "a", "ru": "б"}, "how": {"en": "a", "ru": "б"}},
                   "table": [[0.9, 0.1], [0.1, 0.9]], "options": [
                       {"id": name, "text": {"en": "a", "ru": "б"}} for name in ("yes", "no")]}],
    "stages": [{"id": name, **{key: {"en": "a", "ru": "б"} for key in ("name", "summary", "text")}}
               for name in ("one", "two")]}

EVENTS = [
    {"event": "start", "group": 1, "at": "2026-11-23T20:15:00Z", "by": "A. Weber", "side": "own", "account": "Nord / Süd",
     "base": "full", "version": "0.1.0", "digest": "0123456789abcdef" * 4},
    {"event": "start", "account": "-", "base": "full"},
    {"event": "answer", "question": "orders", "options": ["often"], "tentative": True, "note": "said so",
     "seen_on": "2026-05-02"},
    {"event": "answer", "question": "who", "options": ["me", "all"]},
    {"event": "unknown", "question": "who"}, {"event": "not-applicable", "question": "who"},
    {"event": "later", "question": "events"}, {"event": "note", "note": "a"}, {"event": "undo"}, {"event": "stop"},
    {"event": "skip", "question": "homework-one"}, {"event": "take", "action": "meet"}, {"event": "done"}]

INPUTS = [{"id": "A-17", "answers": {}}, {"answers": FULL["cases"][0]["answers"]},
          {"id": "", "answers": {"orders": "+", "who": {"options": "0"}}}]

PLACED = {
    "id": "A-17", "stage": "one", "placement": "clear", "probability": {"one": 0.9, "two": 0.1}, "x": 0.25, "y": 0.5,
    "built_above_lived": False, "lived_above_built": False,
    "danger": {"level": "high", "probability": 0.3, "checked": 1, "strain": None,
               "causes": {"people": {"state": "happening", "share": 1.0}}},
    "goal": "hold", "verdict": None, "answered": 3, "unknown": 0}
OUTPUTS = [
    PLACED, {**PLACED, "id": None, "placement": "between", "between": "two"},
    {**{key: PLACED[key] for key in PLACED if key not in ("x", "y", "built_above_lived", "lived_above_built")},
     "danger": {"level": "none", "probability": None, "checked": 0, "causes": {}}, "goal": None, "verdict": "park"},
    {"line": 3, "id": None, "error": {"code": "unknown-option", "message": "'who' has no option 'x'"}}]

SHOWN = {
    "id": "full", "version": "0.1.0", "digest": "0123456789abcdef" * 4,
    "roles": {"stage": "stage", "x": None, "y": None, "worth": None, "way_in": None, "fit": None,
              "our_decision": None, "gate": None, "strain": None},
    "settings": {key: value for key, value in FULL["base"]["settings"].items() if key != "look_again"}, "leak": 0.02,
    "variables": [{"id": "stage", "parent": None, "aspect": None, "states": ["one", "two"], "table": [[0.5, 0.5]]}],
    "questions": [{"id": "only", "kind": "choice", "checklist": None, "measures": "stage", "options": ["yes", "no"],
                   "table": [[0.9, 0.1], [0.1, 0.9]], "ask_if": {}, "mandatory": False, "effort": 1, "known": 1,
                   "vantage": "either", "tells": None}],
    "causes": [{"id": "people", "variable": "leaving",
                "severity": {"exposed": {"one": 0, "two": 0.1}, "happening": {"one": 0.5, "two": 0.9}}}]}

BLOCK = {"kind": "item", "level": 1, "tone": "warn", "id": "people", "term": "1", "text": "text"}
ASKED = {"type": "ask", "kind": "choice", "question": "orders", "name": "Orders", "text": "what?", "options": [
    {"number": 1, "id": "never", "text": "never"}], "standing": "1?", "empty_ok": False}
MESSAGES = [
    {"type": "answer", "options": ["often"], "tentative": True, "note": "said so"},
    {"type": "answer", "options": []}, {"type": "answer", "text": "2? # said so"},
    {"type": "unknown"}, {"type": "not-applicable"}, {"type": "later", "note": "ask them"},
    {"type": "command", "name": "why"}, {"type": "command", "name": "note", "argument": "they grow"},
    {"type": "take", "actions": ["meet"]}, {"type": "take", "actions": []},
    {"type": "hello", "protocol": 1, "kam": "0.1.0", "account": "Nord / Süd",
     "base": {"id": "full", "version": "0.1.0", "digest": "0123456789abcdef" * 4}},
    ASKED, {**ASKED, "kind": "take", "question": None, "name": "", "options": [], "standing": "", "empty_ok": True},
    {"type": "refused", "message": "Type a number."}, {"type": "view", "blocks": [
        BLOCK, {"kind": "row", "level": 1, "cells": ["a", ""]}, {"kind": "heading", "level": 1, "text": "a", "aside": "b"}]},
    {"type": "result", "placement": {**PLACED, "id": "Nord / Süd"}, "blocks": [BLOCK]},
    {"type": "error", "code": "line-long", "message": "too long"}, {"type": "bye", "reason": "ended"}]

SPECIMENS = {**{kind: [FULL[kind]] + ([LEAST[kind]] if kind in LEAST else []) for kind in FULL},
             "event": EVENTS, "place-input": INPUTS, "place-output": OUTPUTS, "kb-show": [SHOWN],
             "protocol": MESSAGES}

# --- mistakes: of the specimen at that place, this member instead ---------------------------------

# Read as: in the first specimen (of lines: the one with that number), the member at POINTER becomes VALUE.
MISTAKES = [
    ("base", "/extra", 1), ("base", "/$schema", "base.schema.json"), ("base", "/format", 2), ("base", "/id", GONE),
    ("base", "/id", "Full"), ("base", "/version", 1), ("base", "/languages", []), ("base", "/languages", "en"),
    ("base", "/name", "Full"), ("base", "/about", None), ("base", "/roles", GONE), ("base", "/roles/stage", GONE),
    ("base", "/roles/extra", "stage"), ("base", "/roles/y", GONE), ("base", "/roles/gate/none", GONE),
    ("base", "/roles/gate/none", "never"), ("base", "/roles/gate/extra", []),
    ("base", "/roles/strain/acute_from", GONE), ("base", "/roles/strain", "strain"), ("base", "/settings", GONE),
    ("base", "/settings/slip", 0.3), ("base", "/settings/slip", "0.04"), ("base", "/settings/tentative", 0),
    ("base", "/settings/clear", GONE), ("base", "/settings/clear", 0.2), ("base", "/settings/most", 0),
    ("base", "/settings/least_gain", GONE), ("base", "/settings/leek", 0.1), ("base", "/settings/leak", 0.6),
    ("base", "/settings/stale/factor", GONE), ("base", "/settings/stale/factor", 2),
    ("base", "/settings/look_again/soon", 1), ("base", "/settings/look_again/low", 0),
    ("base", "/topics/0/name", GONE), ("base", "/topics/0/id", "All of it"), ("base", "/topics/0/text", t("a")),
    ("base", "/scales/cause/0/text", GONE), ("base", "/scales/cause/0/typical", 1), ("base", "/scales/cause", {}),
    ("base", "/verdicts/0/next", GONE), ("base", "/verdicts/0/reason", "why"), ("base", "/renamed/old", "New"),
    ("base", "/renamed", []),
    ("variables", "", {}), ("variables", "/0", "stage"), ("variables", "/0/id", GONE), ("variables", "/0/id", "9"),
    ("variables", "/0/id", "a" * 41), ("variables", "/0/name", GONE), ("variables", "/0/name/en", ""),
    ("variables", "/0/name/en", "two\nlines"), ("variables", "/0/name/en", "left\u202eright"),
    ("variables", "/0/name", {}), ("variables", "/0/states", GONE), ("variables", "/0/states", states("one")),
    ("variables", "/0/states/0/id", GONE), ("variables", "/0/states/0/strong", True), ("variables", "/0/prior", GONE),
    ("variables", "/0/prior", [0, 1]), ("variables", "/0/prior", []), ("variables", "/0/prior", [[0.5, 0.5]]),
    ("variables", "/0/prior/0", "0.5"), ("variables", "/0/typical", [0, 1]), ("variables", "/0/help", t("a")),
    ("variables", "/0/reason", t("why")), ("variables", "/0/cites", "C"), ("variables", "/0/cites/0", 1),
    ("variables", "/1/spread", GONE), ("variables", "/1/spread", 0.01), ("variables", "/1/prior", [0.5, 0.5]),
    ("variables", "/1/table", [[0.5, 0.5], [0.5, 0.5]]), ("variables", "/1/typical", GONE),
    ("variables", "/2/table", [0.5, 0.5]), ("variables", "/2/table/0", [1]), ("variables", "/2/table/0/0", 0),
    ("variables", "/3/facet/kind", "gear"), ("variables", "/3/facet/aspect", GONE),
    ("variables", "/3/facet/name", "a"), ("variables", "/4/states", "Cause"),
    ("questions", "/0/kind", GONE), ("questions", "/0/kind", "open"), ("questions", "/0/measures", GONE),
    ("questions", "/0/asks", GONE), ("questions", "/0/asks", "felt"), ("questions", "/0/vantage", "both"),
    ("questions", "/0/help", GONE), ("questions", "/0/why", GONE), ("questions", "/0/topic", GONE),
    ("questions", "/0/find_out", GONE), ("questions", "/0/find_out/how", GONE), ("questions", "/0/find_out/why", t("a")),
    ("questions", "/0/known", 1.5), ("questions", "/0/effort", 0), ("questions", "/0/mandatory", "yes"),
    ("questions", "/0/spread", GONE), ("questions", "/0/options", GONE), ("questions", "/0/options", []),
    ("questions", "/0/options/0/typical", GONE), ("questions", "/0/options/0/typical", -1),
    ("questions", "/0/options/1/strong", 1), ("questions", "/0/options/0/level", 1),
    ("questions", "/0/options/0/id", "Never"), ("questions", "/0/items", []), ("questions", "/0/hint", t("a")),
    ("questions", "/1/tells", "happening"), ("questions", "/1/table", GONE), ("questions", "/1/table", [0.5, 0.5]),
    ("questions", "/1/ask_if", ["orders"]), ("questions", "/1/ask_if/orders", "often"),
    ("questions", "/1/ask_if/orders", []), ("questions", "/2/none", GONE), ("questions", "/2/rest", GONE),
    ("questions", "/2/items", GONE), ("questions", "/2/items", []), ("questions", "/2/measures", "leaving"),
    ("questions", "/2/find_out", FIND), ("questions", "/2/items/0/table", GONE),
    ("questions", "/2/items/0/text", GONE), ("questions", "/2/items/0/spread", 0.5),
    ("questions", "/2/items/0/help", t("a")), ("questions", "/3/options", states("yes", "no")),
    ("stages", "/0/summary", GONE), ("stages", "/0/reason", "why"), ("stages", "/0/who", "us"),
    ("stages", "/0/demands", {}), ("stages", "/0/demands/0/question", GONE), ("stages", "/0/demands/0/id", 1),
    ("stages", "/0/demands/0/name", t("a")),
    ("causes", "/0/variable", GONE), ("causes", "/0/severity", GONE), ("causes", "/0/severity/happening", GONE),
    ("causes", "/0/severity/none", {"one": 0.1}), ("causes", "/0/severity/exposed", 0.1),
    ("causes", "/0/severity/exposed/one", 1), ("causes", "/0/severity/exposed/one", "0.1"),
    ("causes", "/0/signs", t("a")), ("causes", "/0/signs/0", "a"), ("causes", "/0/prevention", GONE),
    ("causes", "/0/remedy", t("a")),
    ("strains", "/0/remedy", GONE), ("strains", "/0/signs", GONE), ("strains", "/1/bans", "advance"),
    ("strains", "/0/reason", "why"),
    ("actions", "/0/kind", "do"), ("actions", "/0/kind", GONE), ("actions", "/0/class", GONE),
    ("actions", "/0/effort", GONE), ("actions", "/0/effort", 2), ("actions", "/0/first_step", GONE),
    ("actions", "/0/unwise", GONE), ("actions", "/1/say", GONE), ("actions", "/0/when/stage", "one"),
    ("actions", "/0/needs", []), ("actions", "/0/unwise_if/strain", []), ("actions", "/0/relief/people", 1.5),
    ("actions", "/0/relief", ["people"]), ("actions", "/0/moves", "visits"), ("actions", "/0/recheck/0", 1),
    ("actions", "/0/name", t("a")), ("actions", "/2/text", GONE), ("actions", "/2/owner", "me"),
    ("terms", "/0/term", GONE), ("terms", "/0/text", "text"), ("terms", "/0/see", ["a"]),
    ("cases", "/0/answers", GONE), ("cases", "/0/answers", []), ("cases", "/0/answers/orders", 1),
    ("cases", "/0/answers/orders", []), ("cases", "/0/answers/orders", ""), ("cases", "/0/answers/who", ["me", "me"]),
    ("cases", "/0/answers/who", ["me", "0"]), ("cases", "/0/answers/who", {"tentative": True}),
    ("cases", "/0/answers/who", {"option": "me", "note": "a"}),
    ("cases", "/0/answers/homework-done/0/tentative", "yes"), ("cases", "/0/answers/homework-done/0/side", "both"),
    ("cases", "/0/answers/homework-done/0/seen_on", "02.05.2026"),
    ("cases", "/0/answers/homework-done/0/seen_on", "2026-04-31"), ("cases", "/0/expect", GONE),
    ("cases", "/0/expect", {}), ("cases", "/0/expect/level", "high"), ("cases", "/0/expect/danger", "bad"),
    ("cases", "/0/expect/goal", []), ("cases", "/0/expect/open", "no"),
    ("event", "/0/event", GONE), ("event", "/0/event", "begin"), ("event", "/0/extra", 1), ("event", "/0/base", GONE),
    ("event", "/0/account", GONE), ("event", "/0/group", 0), ("event", "/0/side", "both"), ("event", "/0/by", "a\tb"),
    ("event", "/0/options", ["a"]), ("event", "/2/options", GONE), ("event", "/2/options", []),
    ("event", "/2/question", GONE), ("event", "/2/tentative", "no"), ("event", "/2/note", 1),
    ("event", "/2/options/0", 1), ("event", "/2/question", "Who talks?"), ("event", "/0/group", 1.5),
    ("event", "/7/note", GONE), ("event", "/4/question", GONE), ("event", "/10/question", GONE),
    ("event", "/11/action", GONE), ("event", "/12/answer", "a"),
    ("place-input", "/0/answers", GONE), ("place-input", "/0/answers", []), ("place-input", "/0/account", "a"),
    ("place-input", "/1/answers/orders", None),
    ("place-output", "/0/id", GONE), ("place-output", "/0/stage", None), ("place-output", "/0/placement", "firm"),
    ("place-output", "/0/between", "two"), ("place-output", "/1/between", GONE), ("place-output", "/0/y", GONE),
    ("place-output", "/0/x", 1.5), ("place-output", "/0/probability/one", "0.9"), ("place-output", "/0/extra", 1),
    ("place-output", "/0/danger/level", "bad"), ("place-output", "/0/danger/strain", GONE),
    ("place-output", "/0/danger/causes/people/share", GONE), ("place-output", "/0/goal", "wait"),
    ("place-output", "/0/answered", 1.5), ("place-output", "/2/danger/probability", 0.1),
    ("place-output", "/3/line", 0), ("place-output", "/3/error/message", GONE), ("place-output", "/3/stage", "one"),
    ("kb-show", "/0/digest", "0"), ("kb-show", "/0/leak", GONE), ("kb-show", "/0/extra", 1),
    ("kb-show", "/0/roles/stage", None), ("kb-show", "/0/roles/gate", GONE), ("kb-show", "/0/settings/slip", None),
    ("kb-show", "/0/variables/0/table", [0.5, 0.5]), ("kb-show", "/0/variables/0/name", t("a")),
    ("kb-show", "/0/questions/0/kind", "checklist"), ("kb-show", "/0/questions/0/ask_if", None),
    ("kb-show", "/0/causes/0/severity/exposed", GONE),
    ("protocol", "/0/type", GONE), ("protocol", "/0/type", "say"), ("protocol", "/0/options", "often"),
    ("protocol", "/0/options", GONE), ("protocol", "/0/question", "orders"), ("protocol", "/0/tentative", "yes"),
    ("protocol", "/0/text", "2"), ("protocol", "/2/note", "a"), ("protocol", "/3/options", ["never"]),
    ("protocol", "/5/note", None), ("protocol", "/6/name", GONE), ("protocol", "/6/name", "note a"),
    ("protocol", "/7/argument", 1), ("protocol", "/8/actions", GONE), ("protocol", "/8/note", "a"),
    ("protocol", "/10/protocol", 2), ("protocol", "/10/base/digest", GONE), ("protocol", "/10/account", GONE),
    ("protocol", "/11/kind", "choose"), ("protocol", "/11/options/0/number", 0), ("protocol", "/11/question", "What?"),
    ("protocol", "/11/empty_ok", "no"), ("protocol", "/13/message", GONE), ("protocol", "/14/blocks/0/kind", "line"),
    ("protocol", "/14/blocks/1/cells", "a"), ("protocol", "/15/placement/stage", GONE), ("protocol", "/16/code", "No"),
    ("protocol", "/17/reason", "bored")]

# Where a schema may say more than kam checks: what can only be a slip of the pen. kam is not asked about these.
STRICTER = [
    ("base", "/verdicts/0/id", "persue"), ("base", "/scales/Cause", states("a", "b")), ("base", "/renamed/Old", "orders"),
    ("variables", "/1/typical/0", -1), ("variables", "/3/facet/aspect", ""), ("strains", "/1/bans/0", "Advance"),
    ("cases", "/0/id", GONE), ("cases", "/0/text", GONE), ("cases", "/0/writen", "blind"),
    ("cases", "/0/answers/homework-done/0/seen_on", "2026-5--02"),
    ("event", "/0/at", "today"), ("event", "/0/digest", "0"), ("event", "/2/seen_on", "in May"),
    ("place-input", "/0/id", 17)]


def planted(kind, pointer, value):
    """(whole, part): the specimen with the mistake in it, and what the schema is asked about."""
    whole = copy.deepcopy(SPECIMENS[kind][0] if kind in FULL else SPECIMENS[kind])
    keys = pointer.split("/")[1:]
    if not keys:
        return value, value
    at = whole
    for key in keys[:-1]:
        at = at[int(key) if isinstance(at, list) else key]
    last = int(keys[-1]) if isinstance(at, list) else keys[-1]
    if value is GONE:
        del at[last]
    else:
        at[last] = value
    return whole, whole if kind in FULL else whole[int(keys[0])]


def said(kind, pointer, value):
    return "%s %s %s" % (kind, pointer or "/", "missing" if value is GONE else json.dumps(value))


def check_specimens(validators):
    for kind, values in SPECIMENS.items():
        report("%s: sound specimens pass" % kind,
               [problem for value in values for problem in problems_of(validators[kind], value)])
        mistakes = [m for m in MISTAKES + STRICTER if m[0] == kind]
        through = ["let through: " + said(*m) for m in mistakes if validators[kind].is_valid(planted(*m)[1])]
        report("%s: %d planted mistakes are refused" % (kind, len(mistakes)), through or (
            [] if mistakes else ["no mistake planted"]))


# --- kam itself ----------------------------------------------------------------------------------


def run(arguments, text=""):
    done = subprocess.run([KAM] + arguments, input=text, capture_output=True, timeout=20, check=False,
                          encoding="utf-8")
    return done.returncode, done.stdout, done.stderr


def write_base(folder, base):
    for kind, value in base.items():
        path = os.path.join(folder, kind + ".json" if kind == "base" else kind + "/all.json")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False)


def lines_of(values):
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def check_shown(validators, base):
    status, out, err = run(["kb", "show", "--format", "json", base])
    problems = ["exit status %d: %s" % (status, err)] if status else problems_of(validators["kb-show"], json.loads(out))
    report("kam kb show --format json, %s: fits kb-show.schema.json" % os.path.basename(base), problems)


def check_placed(validators, base, values, wanted):
    """What kam makes of lines: WANTED gives, for each, whether it is placed."""
    status, out, err = run(["--knowledge", base, "place"], lines_of(values))
    results = [json.loads(line) for line in out.splitlines()]
    problems = [problem for result in results for problem in problems_of(validators["place-output"], result)]
    if status != (0 if all(wanted) else 3) or len(results) != len(values):
        problems.append("exit status %d, %d lines for %d: %s" % (status, len(results), len(values), err))
    for value, result, good in zip(values, results, wanted):
        if ("error" not in result) != good:
            problems.append("%s gives %s" % (json.dumps(value), json.dumps(result)))
    report("kam place, %s: %d lines, fit place-output.schema.json" % (os.path.basename(base), len(values)), problems)


def loads(folder, kind, value):
    """Whether kam takes the full specimen, which is in FOLDER, with VALUE as its file of KIND."""
    write_base(folder, {kind: value})
    return run(["kb", "test", folder] if kind == "cases" else ["kb", "show", "--format", "json", folder])[0] == 0


def disagreement(folder, kind):
    write_base(folder, FULL)
    problems = [] if loads(folder, kind, FULL[kind]) else ["kam refuses the specimen"]
    return problems + ["kam takes " + said(*m) for m in MISTAKES
                       if m[0] == kind and loads(folder, kind, planted(*m)[0])]


def check_agreement(folder):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        found = pool.map(lambda kind: disagreement(os.path.join(folder, "of-" + kind), kind), FULL)
        for kind, problems in zip(FULL, found):
            report("%s: kam says the same of the specimens" % kind, problems)


def check_log(validators, base, sittings):
    """A consultation in several sittings, each with the lines typed; an answer refused (3) or none left (4) ends one."""
    kinds, problems = set(), []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "log.jsonl")
        for typed in sittings:
            status, _, err = run(["--knowledge", base, "assess", "Nord / Süd", "--as", "A. Weber", "--answers", path] + (
                [] if os.path.exists(path) else ["--new"]), typed)
            problems += [] if status in (0, 3, 4) else ["exit status %d: %s" % (status, err)]
        for value in [json.loads(line) for line in open(path, encoding="utf-8")] if os.path.exists(path) else []:
            kinds.add(value["event"])
            problems += problems_of(validators["event"], value)
    problems += [] if kinds >= {"start", "answer"} else ["no answer in the log: " + err]
    report("kam assess, %s: %s fit event.schema.json" % (os.path.basename(base), ", ".join(sorted(kinds))), problems)


def check_talk(validators, base):
    """A consultation with a program: a bit of everything, and each message that comes back fits."""
    says = [{"type": "command", "name": "why"}, {"type": "command", "name": "help"}, {"type": "answer", "text": "2?"},
            {"type": "answer", "options": []}, {"type": "answer", "text": "1 # said so"}, {"type": "command", "name": "back"},
            {"type": "later"}, {"type": "command", "name": "answers"}] + [
                {"type": "answer", "text": "2"}, {"type": "unknown"}] * 60 + [{"type": "command", "name": "quit"}]
    with tempfile.TemporaryDirectory() as folder:
        status, out, err = run(["--knowledge", base, "assess", "Nord / Süd", "--new", "--protocol", "json", "--answers",
                                os.path.join(folder, "log.jsonl")], lines_of(says))
    messages = [json.loads(line) for line in out.splitlines()]
    problems = ["exit status %d: %s" % (status, err)] if status else []
    problems += [problem for message in messages for problem in problems_of(validators["protocol"], message)]
    kinds = {message["type"] for message in messages}
    missing = {"hello", "ask", "view", "refused", "error", "result", "bye"} - kinds
    problems += ["no %s came" % kind for kind in sorted(missing)]
    report("kam assess --protocol json, %s: %d messages fit protocol.schema.json" % (
        os.path.basename(base), len(messages)), problems)


def check_kam(validators):
    for kind, path in shipped():
        if kind == "base":
            base = os.path.dirname(path)
            cases = [case for folder, file in shipped() if folder == "cases" and file.startswith(base + "/")
                     for case in load(file)]
            check_shown(validators, base)
            check_placed(validators, base, [{"id": case["id"], "answers": case["answers"]} for case in cases],
                         [True] * len(cases))
            check_talk(validators, base)
            check_log(validators, base, [
                "2 # \"they said so\"\n2?\n1,2\n-\n:note they grow\n+\n:undo\n+\n" + "0\n" * 80, "1\n"])
    with tempfile.TemporaryDirectory() as folder:
        full, least = os.path.join(folder, "full"), os.path.join(folder, "least")
        write_base(full, FULL)
        write_base(least, LEAST)
        check_shown(validators, full)
        check_shown(validators, least)
        mistakes = [planted(*m)[1] for m in MISTAKES if m[0] == "place-input"]
        check_placed(validators, full, INPUTS + mistakes, [True] * len(INPUTS) + [False] * len(mistakes))
        check_placed(validators, least, [{"answers": {"only": "yes"}}], [True])
        check_log(validators, least, ["1\n"])
        check_agreement(folder)


def main():
    warnings.simplefilter("ignore")
    schemas = {name.split(".")[0]: load(os.path.join(FOLDER, name)) for name in schema_files()}
    check_schemas(schemas)
    validators = make_validators(schemas)
    check_shipped(validators)
    check_specimens(validators)
    if os.access(KAM, os.X_OK):
        check_kam(validators)
    print("1..%d" % reported)
    return 1 if failed else 0


sys.exit(main())
