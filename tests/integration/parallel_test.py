#!/usr/bin/python3
"""Many jobs of GNU parallel over one sign-in, on the simulated pwsh or on a real one with the stub module.

  parallel_test.py simulator|pwsh

How often somebody signed in is counted where it happens: in the log of what the stub was called with, and, on both sides, by the command
that gives the code. Prints the counts. Exits 77 when there is no GNU parallel, or no pwsh to run it on.
"""
import collections
import fcntl
import json
import subprocess
import sys
import time
import unittest

from program import ROOT, TEAMSCTL, ProgramCase, clean_environment

SIDE = "simulator"
USERS = [f"user{i:06}@contoso.example" for i in range(1000) if i % 5 < 3]

# 200 programs of a sanitizer build on a busy machine.
PATIENCE = 400

# What parallel runs: says that it is there, and begins when all are.
JOB = """#!/bin/sh
echo >>"$READY"
flock --shared "$GATE" true
exec "$TEAMSCTL" "$@"
"""


def missing():
    """What keeps this side from being tested, or nothing."""
    try:
        if b"GNU parallel" not in subprocess.run(["parallel", "--version"], capture_output=True, stdin=subprocess.DEVNULL).stdout:
            return "parallel is not GNU parallel"
        if SIDE == "pwsh":
            subprocess.run(["pwsh", "-Version"], capture_output=True, check=True)
    except FileNotFoundError as error:
        return f"there is no {error.filename} on PATH"
    return None


def most_at_once(joblog):
    """How many of the jobs ran at the same time, by parallel's own log."""
    changes = []
    for line in joblog.read_text().splitlines()[1:]:
        _, _, start, runtime, *_ = line.split("\t")
        changes += [(float(start), 1), (float(start) + float(runtime), -1)]
    most = running = 0
    for _, change in sorted(changes):
        running += change
        most = max(most, running)
    return most


class ParallelJobs(ProgramCase):
    tables = []

    def setUp(self):
        if missing():
            self.skipTest(missing())
        super().setUp()
        runtime = self.directory / "run"
        runtime.mkdir(mode=0o700)
        self.asked, self.calls = self.directory / "asked", self.directory / "calls.jsonl"
        self.environment = clean_environment(
            HOME=str(self.directory), XDG_CACHE_HOME=str(self.directory / "cache"), XDG_RUNTIME_DIR=str(runtime), TEAMSCTL_AGENT="auto",
            TEAMSCTL_NO_INPUT="true", TEAMSCTL_USERNAME="mfa@contoso.example", TEAMSCTL_PASSWORD="Passw0rd!",
            TEAMSCTL_MFA_CODE_COMMAND=f"echo >>{self.asked}; echo 123456")
        if SIDE == "simulator":
            self.environment["TEAMSCTL_SIMULATE"] = "1"
        else:
            self.environment.update(PSModulePath=str(ROOT / "tests" / "pwsh"), TEAMS_STUB_NUMBERS="1000", TEAMS_STUB_LOG=str(self.calls),
                                    TEAMS_STUB_SCENARIO=str(ROOT / "lib" / "simulator" / "scenarios" / "default.json"))
        self.addCleanup(self.run_program, "agent", "stop", env=self.environment)

    def login(self):
        result = self.run_program("login", env=self.environment)
        self.assertEqual(result.returncode, 0, result.stderr.decode())

    def parallel(self, arguments, *command):
        """A job for each argument, all at once; keeps what each wrote, by its argument."""
        joblog, job, ready, gate = (self.directory / name for name in ("joblog", "job", "ready", "gate"))
        job.write_text(JOB)
        job.chmod(0o755)
        ready.touch()
        with open(gate, "w") as closed:
            fcntl.flock(closed, fcntl.LOCK_EX)
            process = subprocess.Popen(
                ["parallel", "--jobs", str(len(arguments)), "--joblog", joblog, "--tag", "--quote", job, *command, ":::", *arguments],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
                env={**self.environment, "READY": str(ready), "GATE": str(gate), "TEAMSCTL": TEAMSCTL})
            self.addCleanup(self._end, process)
            # A file grows in 200 programs that are not ours: there is nothing to wait on, and a limit ends it.
            limit = time.monotonic() + PATIENCE
            while len(ready.read_text()) < len(arguments):
                self.assertLess(time.monotonic(), limit, "not every job was begun")
                self.assertIsNone(process.poll())
                time.sleep(0.01)
            begin = time.monotonic()
        out, err = process.communicate(timeout=PATIENCE)
        seconds = time.monotonic() - begin
        self.assertEqual(process.returncode, 0, err.decode()[-2000:])
        self.said = collections.defaultdict(list)
        for line in out.decode().splitlines():
            argument, text = line.split("\t", 1)
            self.said[argument].append(json.loads(text))
        called = self.called()
        self.tables.append(f"{SIDE}: {len(arguments):3} x {command[-1 if command[-1] == 'login' else -2]:13} {most_at_once(joblog):3} at once, "
                           f"{seconds:5.1f} s; codes asked for: {self.codes()}"
                           + (f"; sign-ins in the stub's log: {called['Connect-MicrosoftTeams']} of {called.total()} calls" if called else ""))

    def codes(self):
        return len(self.asked.read_text().splitlines())

    def called(self):
        """How often each cmdlet of the stub was called."""
        return collections.Counter(json.loads(line)["cmdlet"] for line in self.calls.read_text().splitlines()) if SIDE == "pwsh" else None

    def assert_sign_ins(self, count):
        self.assertEqual(self.codes(), count)
        if SIDE == "pwsh":
            self.assertEqual(self.called()["Connect-MicrosoftTeams"], count)

    def assert_one_login_serves(self, count):
        self.login()
        users = USERS[:count]
        self.parallel(users, "--agent", "only", "-o", "ndjson", "get-user-info", "{}")
        self.assertEqual({user: [row["UserPrincipalName"] for row in rows] for user, rows in self.said.items()}, {user: [user] for user in users})
        self.assert_sign_ins(1)
        if SIDE == "pwsh":
            self.assertEqual(self.called()["Get-CsOnlineUser"], count)

    def test_20_jobs_over_one_login(self):
        self.assert_one_login_serves(20)

    def test_200_jobs_over_one_login(self):
        self.assert_one_login_serves(200)

    def test_20_logins_at_once_sign_in_once(self):
        self.parallel([str(i) for i in range(20)], "--log-file", str(self.directory / "log-{}"), "-o", "ndjson", "login")
        self.assertEqual({rows[0]["account"] for rows in self.said.values()}, {"mfa@contoso.example"})
        self.assertEqual(len(self.said), 20)
        self.assert_sign_ins(1)

    def test_jobs_without_a_login_sign_in_each_by_itself(self):
        self.parallel(USERS[:3], "-o", "ndjson", "get-user-info", "{}")
        self.assertEqual(len(self.said), 3)
        self.assert_sign_ins(3)


if __name__ == "__main__":
    SIDE = sys.argv.pop(1)
    program = unittest.main(exit=False, verbosity=2)
    print("\n".join(ParallelJobs.tables))
    everything_skipped = program.result.testsRun == len(program.result.skipped)
    sys.exit(77 if everything_skipped else 0 if program.result.wasSuccessful() else 1)
