#!/usr/bin/python3
"""Runs every case of contract_cases.py with the simulator and with a real pwsh that has the stub module, and holds both to the
same outcome.

  contract_test.py --teamsctl PATH [--only simulator|pwsh] [--pwsh PATH] [NAME...]

Exits 77, which CTest can be told to call "skipped", when there was nothing but skipped cases to run.
"""

import argparse
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

from both_halves import run_both_halves
from contract_cases import CASES

HERE = pathlib.Path(__file__).resolve().parent
MODULES = HERE.parent / "pwsh"
DATA_CMDLET = "Get-CsPhoneNumberAssignment"
# A case that takes longer than this hangs: the slowest ends in a few seconds.
LONGEST = 60

settings = argparse.Namespace(teamsctl=None, pwsh=None, cache=None)


def run(arguments, stdin, environment, directory):
    """Runs teamsctl without a terminal, in a session of its own so that a hanging one can be ended with all it started."""
    process = subprocess.Popen([settings.teamsctl, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env=environment, cwd=directory, start_new_session=True)
    try:
        out, err = process.communicate(stdin.encode(), timeout=LONGEST)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        raise AssertionError(f"still running after {LONGEST} s; stderr: {err[-2000:]!r}") from None
    return process.returncode, out, err


def line_of(row):
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def error_of(err):
    """The error object: the last line of stderr that is one."""
    for line in reversed(err.decode(errors="replace").splitlines()):
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict) and "error" in value:
            return value["error"]
    return None


class Half:
    maxDiff = 2000

    def check(self, case):
        with tempfile.TemporaryDirectory(prefix="teamsctl-contract-") as directory:
            self.check_in(case, pathlib.Path(directory))

    def check_in(self, case, directory):
        environment = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        # Nothing of the person who runs the tests may be found, and nothing of theirs may be changed.
        environment.update(HOME=str(directory), XDG_CONFIG_HOME=str(directory / "config"), XDG_RUNTIME_DIR=str(directory),
                           XDG_DATA_HOME=str(directory / "data"), XDG_CACHE_HOME=settings.cache,
                           TEAMSCTL_PASSWORD=case.get("password", "Passw0rd!"))
        environment.update(case.get("environment", {}))
        scenario = directory / "scenario.json"
        scenario.write_text(json.dumps(case.get("scenario", {})))
        numbers = str(case.get("numbers", 1000))
        arguments = self.prepare(case, scenario, numbers, environment)
        arguments += ["--username", case.get("username", "nomfa@contoso.example"), "-o", "ndjson", *case.get("options", []),
                      *case["command"]]
        status, out, err = run(arguments, case.get("stdin", ""), environment, directory)
        error = error_of(err)
        seen = f"status {status}, error {error}, stderr ends {err[-1500:].decode(errors='replace')}"

        self.assertEqual(case.get("status", 0), status, seen)
        self.assertEqual(case.get("code"), error and error.get("code"), seen)
        if error:
            self.assertEqual(status, error.get("exit"), seen)
        if "aadsts" in case:
            self.assertEqual(case["aadsts"], error.get("aadsts"), seen)
        self.check_rows(case, out.decode().splitlines())
        self.assertNotIn(environment["TEAMSCTL_PASSWORD"].encode(), out + err)
        self.after(case)

    def check_rows(self, case, lines):
        if "rows" in case:
            wanted = [line_of(row) for row in case["rows"]]
        else:
            wanted = [line_of(row) for row in case["begins_with"]][:len(lines)]
        for number, (line, row) in enumerate(zip(lines, wanted)):
            self.assertEqual(row, line, f"row {number}")
        self.assertEqual(len(wanted), len(lines))

    def after(self, case):
        pass


class Simulator(Half, unittest.TestCase):
    def prepare(self, case, scenario, numbers, environment):
        return [f"--simulate={scenario}", "--simulate-numbers", numbers]


class PowerShell(Half, unittest.TestCase):
    def setUp(self):
        if not settings.pwsh:
            self.skipTest("no pwsh")

    def prepare(self, case, scenario, numbers, environment):
        absent = case.get("scenario", {}).get("module", {}).get("absent", False)
        self.log = scenario.with_name("calls.jsonl")
        environment.update(PSModulePath=str(scenario.parent / "no-modules" if absent else MODULES),
                           TEAMS_STUB_SCENARIO=str(scenario), TEAMS_STUB_NUMBERS=numbers, TEAMS_STUB_LOG=str(self.log))
        return ["--pwsh", settings.pwsh]

    def after(self, case):
        text = self.log.read_text() if self.log.exists() else ""
        self.assertNotIn(case.get("password", "Passw0rd!"), text)
        if "calls" in case:
            calls = [json.loads(line) for line in text.splitlines()]
            sent = [{name: call["parameters"].get(name) for name in ("Skip", "Top")}
                    for call in calls if call["cmdlet"] == DATA_CMDLET]
            self.assertEqual(case["calls"], sent)


@contextlib.contextmanager
def one_cache():
    """What is compiled into it does not depend on the case, and compiling takes a second."""
    with tempfile.TemporaryDirectory(prefix="teamsctl-contract-cache-") as cache:
        settings.cache = cache
        yield


if __name__ == "__main__":
    sys.exit(run_both_halves(__doc__, CASES, {"simulator": Simulator, "pwsh": PowerShell}, settings, one_cache))
