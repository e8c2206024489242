# SPDX-License-Identifier: MIT
"""A program that holds a consultation with kam: an example of kam-protocol(5), standard library only.

	client.py ANSWERS [--lines FILE] COMMAND…

COMMAND is kam with its arguments, such as: kam assess "Small Co" --new --protocol json. ANSWERS is a file of JSON:

	{"before": {"orders": ["why"]}, "answers": {"orders": {"options": ["regular"]}}, "take": 2}

Each question is answered with its message in `answers` (a list: one after the other, the last one again and again), or with
`unknown` where there is none; the follow-ups of a checklist are called ID/partly and ID/rest. The commands in `before` are
given once, before that answer. The first `take` actions go into the plan. Prints the type of each message that came, and the
stage at the end. With --lines the lines that a person would have typed are written to FILE."""

import json
import subprocess
import sys


class Consultation:
    """Messages to and from kam."""

    def __init__(self, command):
        self.kam = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def receive(self):
        """The messages up to the one after which it is our turn: ask, refused, error or bye."""
        while True:
            line = self.kam.stdout.readline()
            if not line:
                sys.exit("kam went away without a bye")
            message = json.loads(line)
            yield message
            if message["type"] in ("ask", "refused", "error", "bye"):
                return

    def send(self, message):
        self.kam.stdin.write(json.dumps(message, ensure_ascii=False) + "\n")
        self.kam.stdin.flush()

    def end(self):
        self.kam.stdin.close()
        return self.kam.wait()


class Answers:
    """What to say to each question."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            script = json.load(file)
        self.answers = script["answers"]
        self.before = script.get("before", {})
        self.take = script.get("take", 0)

    def to(self, ask):
        name = ask["question"] or ask["kind"]
        if ask["kind"] in ("partly", "rest"):
            name += "/" + ask["kind"]
        if self.before.get(name):
            command, _, argument = self.before[name].pop(0).partition(" ")
            return {"type": "command", "name": command, **({"argument": argument} if argument else {})}
        if ask["kind"] == "take":
            return {"type": "take", "actions": [option["id"] for option in ask["options"]][:self.take]}
        default = {"options": []} if ask["empty_ok"] else {"type": "unknown"}
        answer = self.answers.get(name, default)
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        return {"type": "answer", **answer}


SIGNS = {"unknown": "0", "not-applicable": "-", "later": "+"}


def typed(message, ask):
    """The line that says the same at a terminal."""
    if message["type"] == "command":
        return ":" + " ".join([message["name"]] + ([message["argument"]] if "argument" in message else []))
    if "text" in message:
        return message["text"]
    doubt = "?" if message.get("tentative") else ""
    ids = message.get("options", message.get("actions", []))
    if len(ids) == 1:
        line = ids[0] + doubt
    else:
        numbers = {option["id"]: option["number"] for option in ask["options"]}
        line = ",".join("%d%s" % (numbers[name], doubt) for name in ids)
    line = SIGNS.get(message["type"], line)
    return "%s # %s" % (line, message["note"]) if "note" in message else line


def hold(consultation, answers, lines):
    """Answers what is asked until kam says bye. Gives the stage, None where there was no result."""
    stage = None
    while True:
        for message in consultation.receive():
            print(message["type"], message.get("kind", message.get("reason", "")), message.get("question") or "")
            if message["type"] == "result":
                stage = message["placement"]["stage"]
        if message["type"] == "bye":
            return stage
        if message["type"] != "ask":
            sys.exit("kam does not take it: %s" % message["message"])
        said = answers.to(message)
        lines.append(typed(said, message))
        consultation.send(said)


def main(arguments):
    path, lines, kept = arguments.pop(0), [], None
    if arguments[0] == "--lines":
        kept = arguments[1]
        arguments = arguments[2:]
    consultation = Consultation(arguments)
    stage = hold(consultation, Answers(path), lines)
    print("stage", stage)
    if kept:
        with open(kept, "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)
    return consultation.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
