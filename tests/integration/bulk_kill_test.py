#!/usr/bin/python3
"""A bulk-assign that is killed at every row, and at several points inside of each, on the simulated pwsh or on a real one with the stub
module.

  bulk_kill_test.py simulator|pwsh

The same command goes on each time, until the file is done. Then every number must be its user's, must have been changed exactly once, and
must never have been sent again once it was: the state file of the tenant, the journal and the transcripts of all runs say so. Prints what
happened. Exits 77 when there is no pwsh to run it on.
"""
import collections
import json
import os
import pathlib
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

from bulk_files import as_csv, number, pairs, sent_numbers, user_id, whole_lines
from file_watch import FileWatch
from program import PATIENCE, TEAMSCTL, clean_environment

SIDE = "simulator"
ROOT = pathlib.Path(__file__).resolve().parents[2]
SET = "Set-CsPhoneNumberAssignment"
NUMBERS = "1000"

# The cmdlet says where it is, and stays there until it is killed.
def stay(text):
    return [{"say": {"on": "warning", "text": text}}, {"wait": "60s"}]


class Kill(unittest.TestCase):
    table = []
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        if SIDE == "pwsh" and shutil.which("pwsh") is None:
            raise unittest.SkipTest("there is no pwsh on PATH")
        cls.cache = tempfile.mkdtemp(prefix="teamsctl-bulk-")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.cache, ignore_errors=True)

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="teamsctl-bulk-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.file = self.directory / "people.csv"
        self.write_file(12 if SIDE == "simulator" else 5)
        self.journal = self.directory / "people.csv.teamsctl-journal"
        self.state = self.directory / "state"
        self.verify = "500ms"
        self.rate = []
        self.sent = []  # a list of numbers for each run
        self.kills = collections.Counter()

    def write_file(self, rows):
        self.pairs = pairs(rows)
        self.file.write_text(as_csv(self.pairs), newline="")

    # Running it

    def start(self, scenario):
        path = self.directory / "scenario.json"
        path.write_text(json.dumps(scenario))
        environment = clean_environment(HOME=self.cache, XDG_CACHE_HOME=self.cache, PSModulePath=str(ROOT / "tests" / "pwsh"),
                                        TEAMS_STUB_SCENARIO=str(path), TEAMS_STUB_NUMBERS=NUMBERS, TEAMS_STUB_STATE=str(self.state),
                                        TEAMSCTL_PASSWORD="Passw0rd!", TEAMSCTL_USERNAME="nomfa@contoso.example")
        simulate = []
        if SIDE == "simulator":
            simulate = [f"--simulate={path}", "--simulate-numbers", NUMBERS, "--simulate-state", str(self.state)]
        self.transcript = self.directory / f"transcript-{len(self.sent)}"
        return subprocess.Popen([TEAMSCTL, *simulate, *self.rate, "--transcript", str(self.transcript), "-o", "ndjson", "bulk-assign", "--yes",
                                 "--verify-timeout", self.verify, str(self.file)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, env=environment, start_new_session=True)

    def run_until(self, there, scenario=None):
        """Kills all of it with -9 as soon as `there` is true, which is asked whenever a file or the output grows. Returns the status, and
        what was written."""
        taken = {line["number"] for line in whole_lines(self.state)}
        with FileWatch(self.directory) as watch:
            process = self.start(scenario or {})
            out = {process.stdout.fileno(): b"", process.stderr.fileno(): b""}
            open_ones = set(out)
            killed = False
            while open_ones:
                try:
                    ready = watch.await_change(*open_ones, patience=PATIENCE)
                except TimeoutError:
                    os.killpg(process.pid, signal.SIGKILL)
                    self.fail(f"nothing happens: {out}")
                for descriptor in ready:
                    piece = os.read(descriptor, 65536)
                    out[descriptor] += piece
                    if not piece:
                        open_ones.discard(descriptor)
                texts = list(out.values())
                if not killed and there(*texts):
                    killed = True
                    os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=PATIENCE)
            process.stdout.close()
            process.stderr.close()
        status = process.returncode
        self.kills["killed" if status == -signal.SIGKILL else "pwsh killed" if status == 12 else f"exit {status}"] += 1
        sent = sent_numbers(self.transcript)
        self.assertEqual(set(sent) & taken, set(), "sent although the service had it already")
        self.assertEqual(len(sent), len(set(sent)), "sent twice in one run")
        self.sent.append(sent)
        return status, texts[0].decode(), texts[1].decode()

    def has_lines(self, path, count):
        return lambda *_: len(whole_lines(path)) >= count

    # What must be true at the end

    def finish(self, name, scenario=None):
        status, out, err = self.run_until(lambda *_: False, scenario)
        self.assertEqual(status, 0, err)
        rows = [json.loads(line) for line in out.splitlines()]
        wanted = {number(what): user_id(who) for who, what in self.pairs}
        self.assertEqual([row["TelephoneNumber"] for row in rows], [number(what) for _, what in self.pairs])
        self.assertEqual([row["Line"] for row in rows], list(range(2, len(rows) + 2)))
        self.assertEqual([row["Error"] for row in rows], [None] * len(rows))
        self.assertLessEqual({row["Outcome"] for row in rows}, {"assigned", "unchanged"})
        changes = whole_lines(self.state)
        self.assertEqual(sorted(change["number"] for change in changes), sorted(wanted), "lost or doubled")
        self.assertEqual({change["number"]: change["user"] for change in changes}, wanted)
        lines = whole_lines(self.journal)
        self.assertEqual(self.journal.read_bytes()[-1:], b"\n")
        self.assertEqual(lines[-1]["state"], "finished")
        done = [line["line"] for line in lines if line.get("state") == "done"]
        self.assertEqual(done, list(range(2, len(rows) + 2)))
        sends = [one for run in self.sent for one in run]
        runs = len(self.sent)
        again_status, again, err = self.run_until(lambda *_: False, scenario)
        self.assertEqual((again_status, self.sent[-1], whole_lines(self.state)), (0, [], changes), err)
        self.assertTrue(all(json.loads(line)["Resumed"] for line in again.splitlines()))
        outcomes = collections.Counter(line["outcome"] for line in lines if line.get("state") == "done")
        self.table.append(f"{name:46} {runs:4} {self.kills['killed']:7} {self.kills['pwsh killed']:12} {len(sends):6} "
                          f"{len(sends) - len(set(sends)):6} {len(changes):8} {outcomes['assigned']:9} {outcomes['unchanged']:10}")

    def kill_at_every_row(self, name, there_at, scenario_at=lambda row: {}, last=None):
        """Runs once for each row, and is killed there."""
        for row in range(len(self.pairs)):
            status, _, err = self.run_until(there_at(row), scenario_at(row))
            # Behind its last row a run may be faster than the kill.
            is_done = row == len(self.pairs) - 1 and whole_lines(self.journal)[-1].get("state") == "finished"
            self.assertIn(status, [-signal.SIGKILL, 12] + [0] * is_done, err)
        self.finish(name, last)

    # Points

    def test_as_a_row_is_begun(self):
        self.kill_at_every_row("the journal says that a row is begun",
                               lambda row: lambda *_: any(line.get("line") == row + 2 for line in whole_lines(self.journal)))

    def test_before_the_change(self):
        # The change of the row before is sent first, since it was not made: that is call 0.
        self.kill_at_every_row("in the cmdlet, before the change",
                               lambda row: lambda out, err: b"not yet" in err,
                               lambda row: {"commands": {SET: {"at_call": {str(min(row, 1)): stay("not yet")}}}})

    def test_after_the_change(self):
        self.kill_at_every_row("in the cmdlet, after the change",
                               lambda row: lambda out, err: b"made" in err,
                               lambda row: {"commands": {SET: {"after": stay("made")}}})

    def test_as_the_change_is_made(self):
        self.kill_at_every_row("the tenant has the change", lambda row: self.has_lines(self.state, row + 1))

    def test_as_a_change_is_made_that_shows_late(self):
        self.verify = "20s"
        late = {"visible_after": "700ms"}
        self.kill_at_every_row("the tenant has the change, which shows later", lambda row: self.has_lines(self.state, row + 1),
                               lambda row: late, late)

    def test_as_a_row_is_done(self):
        self.kill_at_every_row("the journal says that a row is done",
                               lambda row: lambda *_: sum(line.get("state") == "done" for line in whole_lines(self.journal)) > row)

    def test_as_a_result_is_written(self):
        self.kill_at_every_row("a result is written", lambda row: lambda out, err: out.count(b"\n") > row)

    def test_pwsh_before_the_change(self):
        self.kill_at_every_row("pwsh alone, before the change", lambda row: lambda *_: False,
                               lambda row: {"commands": {SET: {"at_call": {str(min(row, 1)): [{"kill": 9}]}}}})

    def test_pwsh_after_the_change(self):
        self.kill_at_every_row("pwsh alone, after the change", lambda row: lambda *_: False,
                               lambda row: {"commands": {SET: {"after": [{"kill": 9}]}}})

    def test_pwsh_as_the_change_is_looked_at(self):
        # Each row looks at its number before the change and after it.
        self.verify = "20s"
        self.kill_at_every_row("pwsh alone, in the look after the change", lambda row: lambda *_: False,
                               lambda row: {"commands": {"Get-CsPhoneNumberAssignment": {"at_call": {"1" if row == 0 else "3": [{"kill": 9}]}}}})

    def test_at_any_time(self):
        # Slow enough for many moments: whenever the clock of the machine says so, until it gets through.
        self.write_file(30 if SIDE == "simulator" else 10)
        self.rate = ["--rate", "40/s" if SIDE == "simulator" else "4/s"]
        chance = random.Random(5)
        for _ in range(60 if SIDE == "simulator" else 10):
            process = self.start({})
            taken = {line["number"] for line in whole_lines(self.state)}
            with open(os.pidfd_open(process.pid), closefd=True) as ended:
                ready, _, _ = select.select([ended], [], [], chance.uniform(0.01, 1.2 if SIDE == "simulator" else 6))
            if not ready:
                os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate(timeout=PATIENCE)
            self.kills["killed" if process.returncode == -signal.SIGKILL else "exit"] += 1
            self.assertIn(process.returncode, (0, -signal.SIGKILL), err.decode())
            self.sent.append(sent_numbers(self.transcript) if self.transcript.exists() else [])
            self.assertEqual(set(self.sent[-1]) & taken, set())
            if process.returncode == 0:
                break
        self.finish("at any time")


if __name__ == "__main__":
    SIDE = sys.argv.pop(1)
    program = unittest.main(exit=False, verbosity=2)
    if Kill.table:
        print(f"{'kill -9 when …':46} runs  killed  pwsh killed  sent  again  changes  assigned  unchanged")
        print("\n".join(Kill.table))
        print("lost: 0, doubled: 0" if program.result.wasSuccessful() else "see above")
    everything_skipped = program.result.testsRun == len(program.result.skipped)
    sys.exit(77 if everything_skipped else 0 if program.result.wasSuccessful() else 1)
