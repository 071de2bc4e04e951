#!/usr/bin/python3
"""Talks to the simulator and to the session host in a real pwsh that has the stub module, as teamsctl would, and holds both to
the same records (teamsctl-host-protocol(7)). contract_test.py does the same one floor higher, with the whole program.

  session_test.py --teamsctl PATH [--only simulator|pwsh] [--pwsh PATH] [NAME...]

Exits 77, which CTest can be told to call "skipped", when there was nothing but skipped cases to run.
"""

import argparse
import contextlib
import json
import os
import pathlib
import re
import stat
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
MODULES = HERE.parent / "pwsh"
BUILT_IN = HERE.parents[1] / "lib" / "simulator" / "scenarios"
sys.path.insert(0, str(MODULES / "host"))

from both_halves import run_both_halves  # noqa: E402
from host_process import HostProcess  # noqa: E402
from session_calls import DECLINED  # noqa: E402
from session_cases import CASES  # noqa: E402
from sign_in_cases import make_certificates  # noqa: E402
from tenant import POLICY_FILE  # noqa: E402

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


class Simulator(Half, unittest.TestCase):
    def host(self):
        state = ["--state", str(self.state)] if self.state else []
        host = HostProcess(program=[settings.teamsctl, "simulated-pwsh", "--scenario", str(self.scenario), "--numbers",
                                    str(self.case.get("numbers", 5)), *state])
        host.ready()
        return host

    @staticmethod
    def take_scenario(host):
        return host.invoke("Import-Module", Name="MicrosoftTeams")

    def restart(self, host):
        self.release(host)
        host = self.host()
        self.take_scenario(host)
        return host

    @staticmethod
    def release(host):
        host.close()


class PowerShell(Half, unittest.TestCase):
    shared = None
    imported = False

    def setUp(self):
        if not settings.pwsh:
            self.skipTest("no pwsh")

    def environment(self):
        return {"TEAMS_STUB_NUMBERS": str(self.case.get("numbers", 5)), "TEAMS_STUB_STATE": str(self.state or "")}

    def host(self):
        about = json.loads(self.scenario.read_text()).get("module", {})
        self.alone = bool(self.case.get("alone") or about)
        if not self.alone and PowerShell.shared is not None:
            return PowerShell.shared
        modules = MODULES
        if about.get("absent"):
            modules = pathlib.Path(settings.directory) / "no-modules"
        elif "version" in about:
            modules = self.module_of_version(about["version"])
        host = HostProcess(pwsh=settings.pwsh, cache=settings.cache, env={
            "PSModulePath": str(modules), "XDG_CACHE_HOME": settings.cache, "TEAMS_STUB_SCENARIO": str(self.scenario),
            "TEAMS_STUB_POLICIES": str(POLICY_FILE), **self.environment()})
        host.ready()
        if not self.alone:
            PowerShell.shared = host
        return host

    def take_scenario(self, host):
        # The stub reads its scenario when it is imported; one pwsh does for most cases.
        if not self.alone and PowerShell.imported:
            return self.load(host)
        PowerShell.imported = PowerShell.imported or not self.alone
        return host.invoke("Import-Module", Name="MicrosoftTeams")

    def load(self, host):
        variables = "".join(f"$env:{name} = '{value}'; " for name, value in self.environment().items())
        return host.script(f"{variables}[TeamsStub.Scenario]::Load()")

    def restart(self, host):
        """To the stub a scenario that is read again is a new session."""
        self.load(host)
        return host

    @staticmethod
    def module_of_version(version):
        """PowerShell reads a module's version from its manifest, so another version is another manifest."""
        copy = pathlib.Path(settings.directory) / version / "MicrosoftTeams"
        if not copy.exists():
            copy.mkdir(parents=True)
            for part in (MODULES / "MicrosoftTeams").iterdir():
                if part.suffix != ".psd1":
                    (copy / part.name).symlink_to(part)
            manifest = (MODULES / "MicrosoftTeams" / "MicrosoftTeams.psd1").read_text()
            (copy / "MicrosoftTeams.psd1").write_text(re.sub(r"(ModuleVersion += ).*", rf"\g<1>'{version}'", manifest))
        return copy.parent

    def release(self, host):
        if self.alone or host.wait(0) is not None:
            host.close()
            if host is PowerShell.shared:
                PowerShell.shared = None
                PowerShell.imported = False

    @classmethod
    def tearDownClass(cls):
        if cls.shared is not None:
            cls.shared.close()
            cls.shared = None


@contextlib.contextmanager
def one_directory():
    with tempfile.TemporaryDirectory(prefix="teamsctl-session-contract-") as directory:
        settings.directory = directory
        settings.cache = str(pathlib.Path(directory) / "cache")
        os.mkdir(settings.cache, 0o700)
        make_certificates(directory)
        yield


if __name__ == "__main__":
    sys.exit(run_both_halves(__doc__, CASES, {"simulator": Simulator, "pwsh": PowerShell}, settings, one_directory))
