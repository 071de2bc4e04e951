"""Runs a case of session_test.py and compares the records, whoever plays PowerShell.

A half says how a session begins (host, take_scenario), begins again (restart) and ends (release).
"""

import argparse
import json
import os
import pathlib
import re
import stat
import time

from session_calls import DECLINED

BUILT_IN = pathlib.Path(__file__).resolve().parents[2] / "lib" / "simulator" / "scenarios"

settings = argparse.Namespace(teamsctl=None, pwsh=None, directory=None)


def matches(wanted, seen):
    if isinstance(wanted, re.Pattern):
        return isinstance(seen, str) and wanted.fullmatch(seen) is not None
    if callable(wanted):
        return wanted(seen)
    return wanted == seen


def written(value):
    """As a record has it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def as_state_file(path, flags):
    return os.open(path, flags, 0o600)


def located(value):
    """A certificate's file lies in the directory of this run."""
    if isinstance(value, dict) and value.get("type") == "certificate":
        return {**value, "path": str(pathlib.Path(settings.directory) / "certificates" / value["path"])}
    return value


class Half:
    maxDiff = 3000

    def check(self, case):
        given = case.get("scenario", {})
        self.case = case
        self.scenario = pathlib.Path(settings.directory) / "scenario.json"
        self.scenario.write_text((BUILT_IN / f"{given}.json").read_text() if isinstance(given, str) else json.dumps(given))
        self.state = pathlib.Path(settings.directory) / "state.ndjson" if case.get("state") else None
        if self.state:
            self.state.unlink(missing_ok=True)
        host = self.host()
        try:
            start = {key: len(said) for key, said in host.chatter.items()}
            begin = time.monotonic()
            imported = self.take_scenario(host)
            self.assertEqual(case.get("import", []), [record["message"] for record in imported if record["type"] == "error"])
            for call in case["calls"]:
                if call["do"] == "restart":
                    host = self.restart(host)
                elif call["do"] == "append":
                    self.append(call["text"])
                elif call["do"] == "state":
                    self.check_state(call["lines"])
                else:
                    self.check_call(host, call, start)
            for key, text in case.get("console", {}).items():
                host.await_chatter(key, text.encode(), start[key])
            if "longest" in case:
                self.assertLess(time.monotonic() - begin, case["longest"])
        except BaseException:
            # Whatever it does now is none of the next case's business.
            self.alone = True
            raise
        finally:
            self.release(host)

    def check_call(self, host, call, start):
        request = {**call["request"], **{name: value for name, value in call["more"].items() if value is not None}}
        if "parameters" in request:
            request["parameters"] = {name: located(value) for name, value in request["parameters"].items()}
        host.begin(call["do"], **request)
        answers = list(call["answers"])
        typed = list(call["typed"])
        self.type_answers(host, typed, start)
        seen = []
        while True:
            line = host.line()
            record = None if line is None else json.loads(line)
            if record is None:
                self.assertIsNone(call["state"], seen)
                break
            if record["type"] == "prompt":
                self.assertTrue(answers, f"a question that nobody foresaw: {record}")
                self.answer(host, record, answers.pop(0))
            if record["type"] == "done":
                self.assertEqual(call["state"], record["state"], seen)
                break
            if record["type"] != "progress":
                seen.append((record, line))
        self.assertEqual([], answers, "answers that nobody asked for")
        self.compare(call["expect"], seen)

    @staticmethod
    def type_answers(host, typed, start):
        for key, question, line in typed:
            start[key] = host.await_chatter(key, question.encode(), start[key])
            host.type(line.encode())

    @staticmethod
    def answer(host, record, answer):
        if answer is None:
            return
        if callable(answer):
            answer = answer()
        if answer is DECLINED:
            host.send(type="decline", prompt=record["prompt"])
            return
        members = answer if isinstance(answer, dict) else {"value": answer}
        host.send(type="answer", prompt=record["prompt"], **members)

    def compare(self, expected, seen):
        texts = "\n".join(line.decode() for _, line in seen)
        self.assertEqual([wanted["type"] for wanted in expected], [record["type"] for record, _ in seen], texts)
        for wanted, (record, line) in zip(expected, seen):
            for name, value in wanted.items():
                self.assertTrue(matches(value, record.get(name)), f"{name} should be {value!r}\n{texts}")
            # A reader passes the bytes of a result on: their order and spelling count.
            if wanted["type"] == "object" and not callable(wanted["value"]):
                self.assertTrue(line.endswith(b'"value":' + written(wanted["value"]) + b"}"),
                                f"the bytes of {written(wanted['value']).decode()}\n{texts}")

    def append(self, text):
        with open(self.state, "w" if text is None else "a", encoding="utf-8", opener=as_state_file) as file:
            file.write(text() if callable(text) else text or "")

    def check_state(self, lines):
        seen = self.state.read_text().splitlines(keepends=True) if self.state.exists() else []
        self.assertEqual(len(lines), len(seen), seen)
        for wanted, line in zip(lines, seen):
            change = json.loads(line)
            at = change.get("at")
            self.assertEqual((written({**wanted, "at": at}) + b"\n").decode(), line)
            self.assertLess(abs(at / 1000 - time.time()), 60)
        if lines:
            self.assertEqual(0o600, stat.S_IMODE(self.state.stat().st_mode))
