"""bulk-assign: a file is checked whole, then done row after row, and what is done is known whatever happens (kills: bulk_kill_test.py)."""
import json
import os
import resource
import signal
import subprocess
import time
import unittest

from bulk_files import as_csv, number, pairs, sent_numbers, user, user_id, whole_lines
from program import PATIENCE, ProgramCase, TEAMSCTL, clean_environment

try:
    import pexpect
except ImportError:
    pexpect = None

SET = "Set-CsPhoneNumberAssignment"
# The cmdlet says that it is there, and stays until it is ended.
STAY = [{"say": {"on": "warning", "text": "in the cmdlet"}}, {"wait": "60s"}]
HEADER = "UserPrincipalName,TelephoneNumber,NumberType\n"
TAKEN = (2, 0)  # number 0 is user 0's


class BulkCase(ProgramCase):
    def setUp(self):
        super().setUp()
        self.file = self.directory / "people.csv"
        self.journal = self.directory / "people.csv.teamsctl-journal"
        self.state = self.directory / "state"

    def write(self, rows, name="people.csv"):
        (self.directory / name).write_text(rows if isinstance(rows, str) else as_csv(rows), newline="")
        return rows

    def arguments(self, *arguments, scenario=None, general=("-o", "json")):
        flag = "--simulate" if scenario is None else f"--simulate={self.scenario(scenario)}"
        return [flag, "--simulate-state", str(self.state), "-u", "nomfa@contoso.example", "--no-input", *general, "bulk-assign", *arguments]

    def bulk(self, *arguments, scenario=None, general=("-o", "json"), file=None, **options):
        return self.run_program(*self.arguments("--yes", *arguments, file or str(self.file), scenario=scenario, general=general), **options)

    def rows_of(self, result, status=0):
        self.assertEqual(result.returncode, status, result.stderr.decode())
        return json.loads(result.stdout)

    def assigned(self):
        return {line["number"]: line["user"] for line in whole_lines(self.state)}

    def assert_all_assigned(self, rows):
        self.assertEqual(self.assigned(), {number(what): user_id(who) for who, what in rows})
        self.assertEqual(len(whole_lines(self.state)), len(rows), "doubled")

    def states(self):
        """The journal in short: (line, state) for each line behind the first."""
        return [(line.get("line"), line["state"]) for line in whole_lines(self.journal)[1:]]


class Rows(BulkCase):
    def test_every_row_gets_its_result_and_the_journal_its_lines(self):
        rows = self.write(pairs(3))
        printed = self.rows_of(self.bulk())
        self.assert_all_assigned(rows)
        self.assertEqual(list(printed[0]), ["Line", "Action", "UserPrincipalName", "TelephoneNumber", "NumberType", "Outcome", "Verified",
                                            "Assignment", "Resumed", "Error"])
        for line, (row, (who, what)) in enumerate(zip(printed, rows), 2):
            self.assertEqual((row["Line"], row["UserPrincipalName"], row["TelephoneNumber"]), (line, user(who), number(what)))
            self.assertEqual((row["Action"], row["NumberType"], row["Outcome"], row["Verified"], row["Resumed"], row["Error"]),
                             ("assign", "CallingPlan", "assigned", True, False, None))
            self.assertEqual(row["Assignment"]["AssignedPstnTargetId"], user_id(who))
        self.assertEqual(self.states(), [(2, "started"), (2, "done"), (3, "started"), (3, "done"), (4, "started"), (4, "done"), (None, "finished")])
        self.assertEqual(self.journal.stat().st_mode & 0o777, 0o600)

    def test_a_file_that_is_done_is_reported_from_its_journal_and_nobody_signs_in(self):
        rows = self.write(pairs(3))
        first = self.rows_of(self.bulk())
        before = self.journal.read_bytes()
        result = self.run_program("--pwsh", "/nonexistent", "-u", "nobody@contoso.example", "--no-input", "-o", "json", "bulk-assign", str(self.file))
        again = self.rows_of(result)
        for row, old in zip(again, first):
            self.assertEqual(row, {**old, "Assignment": None, "Resumed": True})
        self.assert_all_assigned(rows)
        self.assertEqual(self.journal.read_bytes(), before)

    def test_NDJSON_with_further_members_from_standard_input(self):
        place = "33333333-0000-4000-8000-000000000005"
        text = json.dumps({"userprincipalname": user(2), "TelephoneNumber": number(2), "NumberType": "callingplan", "LocationId": place,
                           "AssignmentCategory": "private"}) + "\r\n\n" + json.dumps({"TelephoneNumber": number(4)[1:], "UserPrincipalName": user_id(7)})
        journal = self.directory / "elsewhere"
        rows = self.rows_of(self.bulk("--journal", str(journal), file="-", stdin=text.encode()))
        self.assertEqual([(row["Line"], row["Outcome"]) for row in rows], [(1, "assigned"), (3, "assigned")])
        self.assertEqual((rows[0]["Assignment"]["LocationId"], rows[0]["Assignment"]["AssignmentCategory"]), (place, "Private"))
        self.assertEqual(self.assigned(), {number(2): user_id(2), number(4): user_id(7)})
        # Both have what the file says: nothing is sent, not even for the location.
        journal.unlink()
        transcript = self.directory / "transcript"
        rows = self.rows_of(self.bulk("--journal", str(journal), file="-", stdin=text.encode(), general=("-o", "json", "--transcript", str(transcript))))
        self.assertEqual([row["Outcome"] for row in rows], ["unchanged", "unchanged"])
        self.assertEqual(sent_numbers(transcript), [])

    def test_no_rows_are_no_work(self):
        for text in ("", HEADER, "\ufeff" + HEADER, "\r\n\r\n"):
            with self.subTest(text):
                self.write(text)
                result = self.run_program("--pwsh", "/nonexistent", "-u", "nobody@contoso.example", "-o", "json", "bulk-assign", str(self.file))
                self.assertEqual(self.rows_of(result), [])
                self.assertFalse(self.journal.exists())

    def test_a_table_shows_what_went_wrong_too(self):
        self.write([*pairs(1), TAKEN])
        result = self.bulk("--continue-on-error", general=("-o", "table"))
        lines = result.stdout.decode().splitlines()
        self.assertEqual(lines[0].split(), ["Line", "UserPrincipalName", "TelephoneNumber", "Outcome", "Verified", "Error.message"])
        self.assertIn("has already been assigned to another user", lines[2])

    def test_NDJSON_on_stdout_is_a_line_a_row(self):
        self.write(pairs(2))
        result = self.bulk(general=("-o", "ndjson"))
        self.assertEqual([json.loads(line)["Line"] for line in result.stdout.splitlines()], [2, 3])

    def test_progress_says_how_far_it_is(self):
        self.write([*pairs(20), TAKEN])
        result = self.bulk("--continue-on-error", general=("-o", "json", "--progress", "plain", "--rate", "20/s"))
        self.assertEqual(result.returncode, 11)
        self.assertRegex(result.stderr.decode(), r"(?m)^\d+ of 21, \d+\.\d a second$")


class Checks(BulkCase):
    WRONG = HEADER + "amy,+14255550100,\nbob,tel:123,\n\x1b[2J,+14255550100,Mobile\n"

    def refused(self, *arguments, general=("-o", "json"), **options):
        # Nothing is started: this pwsh would be missed.
        return self.run_program("--pwsh", "/nonexistent", "-u", "nobody@contoso.example", "--no-input", *general, "bulk-assign", "--yes", *arguments, **options)

    def test_all_mistakes_are_named_before_anything_is_started(self):
        self.write(self.WRONG)
        result = self.refused(str(self.file), general=())
        self.assertEqual((result.returncode, result.stdout), (2, b""))
        lines = result.stderr.decode().splitlines()
        self.assertEqual([line.split(": ")[0] for line in lines[:4]], [f"{self.file}:3:5", f"{self.file}:4:1", f"{self.file}:4:19", f"{self.file}:4:6"])
        self.assertIn("TelephoneNumber: '+14255550100' stands in line 2 too", lines[3])
        self.assertEqual(lines[4], f"teamsctl: {self.file} has 4 mistakes; nothing was changed.")
        self.assertNotIn("\x1b", result.stderr.decode())
        self.assertFalse(self.journal.exists())

    def test_mistakes_as_JSON_are_one_object(self):
        self.write(self.WRONG)
        error = self.assert_fails(self.refused(str(self.file)), "usage", 2)
        self.assertEqual(error["detail"].count("\n"), 3)
        self.assertTrue(error["detail"].startswith(f"{self.file}:3:5: TelephoneNumber: 'tel:123'"))

    def test_of_many_mistakes_the_first_are_named(self):
        self.write(HEADER + "amy,x,\n" * 500)
        result = self.refused(str(self.file), general=())
        lines = result.stderr.decode().splitlines()
        self.assertEqual(len([line for line in lines if line.startswith(str(self.file))]), 20)
        self.assertIn("has 999 mistakes, the first 20 of which are named", lines[20])

    def test_two_numbers_for_one_user_are_worth_a_warning(self):
        self.write([(2, 2), (2, 4)])
        result = self.bulk(general=())
        self.assertEqual(result.returncode, 0)
        self.assertIn("lines 2 and 3 give user000002@contoso.example two numbers", result.stderr.decode())

    def test_what_cannot_be_read_or_has_no_place_for_a_journal(self):
        for arguments in ([str(self.directory)], [str(self.directory / "none")], ["-"], []):
            with self.subTest(arguments):
                self.assert_fails(self.refused(*arguments), "usage", 2)
        self.write(pairs(1))
        result = self.refused("/dev/stdin", stdin=self.file.read_bytes())
        self.assertIn("--journal", self.assert_fails(result, "usage", 2)["hint"])
        for journal in ("/dev/full", str(self.directory), "/nonexistent/journal"):
            with self.subTest(journal):
                self.assert_fails(self.refused("--journal", journal, str(self.file)), "usage", 2)

    def test_20_000_rows_are_checked_and_100_000_read_quickly_and_in_bounded_memory(self):
        def measured(rows, tail=""):
            self.write(as_csv(((i, i) for i in range(rows)), "\n") + tail)
            with open(self.directory / "out", "wb") as out:
                process = subprocess.Popen([TEAMSCTL, "-o", "ndjson", "bulk-assign", "--dry-run", str(self.file)], stdin=subprocess.DEVNULL, stdout=out,
                                           stderr=subprocess.PIPE, env=clean_environment(), start_new_session=True)
                process.stderr.read()
                process.stderr.close()
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
            with open(self.directory / "out", "rb") as out:
                lines = sum(1 for _ in out)
            return process.returncode, lines, usage.ru_utime, usage.ru_maxrss // 1024  # the machine may be busy
        for rows, most_seconds in ((20_000, 6), (100_000, 30)):
            status, lines, seconds, megabytes = measured(rows)
            print(f"{rows} rows: {seconds:.2f} s of the processor, {megabytes} MiB")
            self.assertEqual((status, lines), (0, rows))
            self.assertLess(seconds, most_seconds)
            if "san" not in os.environ.get("TEAMSCTL", ""):  # the sanitizers keep much beside
                self.assertLess(megabytes, 128)
        status, lines, seconds, _ = measured(100_000, "amy,x,\n")
        self.assertEqual((status, lines), (2, 0))
        self.assertLess(seconds, 15)


class Asking(BulkCase):
    def test_without_a_terminal_it_needs_yes(self):
        self.write(pairs(2))
        result = self.run_program(*self.arguments(str(self.file)))
        error = self.assert_fails(result, "input_needed", 5)
        self.assertIn(f"Assign 2 numbers from {self.file} to users?", error["message"])
        self.assertIn("--yes", error["hint"])
        self.assertFalse(self.journal.exists())
        self.assertFalse(self.state.exists())

    @unittest.skipIf(pexpect is None, "python3-pexpect is not installed")
    def test_on_a_terminal_it_asks_once_and_says_what_is_done(self):
        rows = self.write([*pairs(2), TAKEN])
        self.assertEqual(self.bulk("--continue-on-error").returncode, 11)
        self.write(pairs(2), "other.csv")
        command = f"$T --simulate --simulate-state {self.state} -u nomfa@contoso.example bulk-assign {{}} | cat; echo over"
        for file, question, answer, shown in (("other.csv", "Assign 2 numbers", "n", "Nothing was changed"),
                                              ("other.csv", "Assign 2 numbers", "", "Nothing was changed"),
                                              ("people.csv", r"Assign 1 number .*to a user \(2 of 3 are done\)", "y", "already been assigned")):
            with self.subTest(file=file, answer=answer):
                child = pexpect.spawn("/bin/sh", ["-c", command.format(self.directory / file)], env=clean_environment(T=TEAMSCTL), timeout=60, encoding="utf-8")
                self.addCleanup(child.close, True)
                child.expect(question + r".*\? \[y/N\]: ")
                child.sendline(answer)
                child.expect(shown)
                child.expect("over")
        self.assertFalse((self.directory / "other.csv.teamsctl-journal").exists())
        self.assertEqual(len(self.assigned()), len(rows) - 1)

    def test_a_dry_run_says_what_would_be_sent_and_what_is_done(self):
        self.write([*pairs(1), TAKEN])
        dry = ["--pwsh", "/nonexistent", "-o", "json", "bulk-assign", "--dry-run", str(self.file)]
        rows = self.rows_of(self.run_program(*dry))
        self.assertEqual(rows[0], {"Line": 2, "Cmdlet": SET, "Parameters": {"Identity": user(2), "PhoneNumber": number(2)}, "Done": False})
        self.assertFalse(self.journal.exists())
        self.bulk("--continue-on-error")
        before = self.journal.read_bytes()
        rows = self.rows_of(self.run_program(*dry))
        self.assertEqual(rows[0], {"Line": 2, "Cmdlet": None, "Parameters": None, "Done": True})
        self.assertEqual((rows[1]["Done"], rows[1]["Cmdlet"]), (False, SET))
        self.assertEqual(self.journal.read_bytes(), before)


class Failures(BulkCase):
    def test_the_first_row_that_fails_is_the_end_and_the_same_command_goes_on_there(self):
        good = pairs(3)
        self.write([good[0], TAKEN, *good[1:]])
        result = self.bulk()
        rows = self.rows_of(result, 11)  # whole, though not all of the file
        self.assertEqual([(row["Line"], row["Outcome"]) for row in rows], [(2, "assigned"), (3, "failed")])
        self.assertEqual(rows[1]["Error"]["code"], "cmdlet_failed")
        self.assertIn("already been assigned to another user", rows[1]["Error"]["message"])
        self.assertEqual(list(rows[0]), list(rows[1]))
        error = self.assert_fails(result, "partly_failed", 11)
        self.assertIn(f"Line 3 of {self.file}: Telephone Number '+14250000000'", error["message"])
        self.assertIn("1 of 4 rows are done, 1 failed, 2 are left.", error["message"])
        self.assertIn("The same command goes on there", error["hint"])
        # It goes on there: the number is still taken.
        rows = self.rows_of(self.bulk(), 11)
        self.assertEqual([(row["Line"], row["Outcome"], row["Resumed"]) for row in rows], [(2, "assigned", True), (3, "failed", False)])
        # Somebody takes it away from its user.
        self.assertEqual(self.run_program("--simulate", "--simulate-state", str(self.state), "-u", "nomfa@contoso.example", "--no-input",
                                          "remove-phone-number", "--yes", "--user", user(0), "--number", number(0)).returncode, 0)
        rows = self.rows_of(self.bulk())
        self.assertEqual([row["Resumed"] for row in rows], [True, False, False, False])
        self.assertEqual([state for line, state in self.states() if line == 3], ["started", "failed", "started", "failed", "started", "done"])
        self.assertEqual(self.states()[-1], (None, "finished"))

    def test_a_first_row_that_fails_has_its_own_status(self):
        self.write([TAKEN, *pairs(1)])
        result = self.bulk()
        self.assert_fails(result, "cmdlet_failed", 10)
        self.assertNotIn(b"]\n", result.stdout[-2:])  # not whole
        self.assertFalse(self.state.exists())

    def test_with_continue_on_error_the_others_go_on(self):
        good = pairs(3)
        self.write([TAKEN, *good, (12, 34)])  # user 12 has no licence
        result = self.bulk("--continue-on-error")
        rows = self.rows_of(result, 11)
        self.assertEqual([row["Outcome"] for row in rows], ["failed", "assigned", "assigned", "assigned", "failed"])
        self.assertIn("lacks appropriate licenses", rows[4]["Error"]["message"])
        error = self.assert_fails(result, "partly_failed", 11)
        self.assertEqual(error["message"], "2 of 5 rows failed.")
        said = result.stderr.decode()
        self.assertIn(f"{self.file}:2: Telephone Number", said)
        self.assertIn(f"{self.file}:6: User", said)
        self.assert_all_assigned(good)
        # Only those that failed are tried again.
        transcript = self.directory / "transcript"
        self.assertEqual(self.bulk("--continue-on-error", general=("-o", "json", "--transcript", str(transcript))).returncode, 11)
        self.assertEqual(sent_numbers(transcript), [number(0), number(34)])

    def test_when_all_fail_the_status_says_that(self):
        self.write([TAKEN, (12, 34)])
        self.assert_fails(self.bulk("--continue-on-error"), "cmdlet_failed", 10)

    def test_R36_a_service_that_throttles_is_waited_for(self):
        rows = self.write(pairs(3))
        throttle = {"fail": {"message": "Too Many Requests", "fqid": "TooManyRequests,Microsoft.Teams.ConfigAPI", "retry_after": 1, "times": 2}}
        begin = time.monotonic()
        result = self.bulk(scenario={"commands": {SET: {"before": [throttle]}}})
        self.rows_of(result)
        self.assertGreater(time.monotonic() - begin, 2)
        self.assertIn(f"{self.file}:2: Too Many Requests Trying again in 1", result.stderr.decode())
        self.assert_all_assigned(rows)

    def test_R36_a_row_that_is_throttled_for_ever_fails_and_is_tried_again(self):
        rows = self.write(pairs(2))
        throttle = {"fail": {"message": "Too Many Requests", "fqid": "TooManyRequests,Microsoft.Teams.ConfigAPI"}}
        result = self.bulk(scenario={"commands": {SET: {"before": [throttle]}}}, general=("-o", "json", "--retries", "0"))
        self.assert_fails(result, "temporary", 8)
        self.rows_of(self.bulk())
        self.assert_all_assigned(rows)

    def test_R35_a_session_that_expires_at_a_change_is_renewed_and_the_row_looked_at_first(self):
        rows = self.write(pairs(4))
        for times in (1, 2):
            with self.subTest(times):
                self.state.unlink(missing_ok=True)
                self.journal.unlink(missing_ok=True)
                transcript = self.directory / f"transcript-{times}"
                # Before the change of the third row: call 2.
                result = self.bulk(scenario={"commands": {SET: {"at_call": {"2": [{"expire": {"times": 1}}], "3": [{"expire": {}}] if times == 2 else []}}}},
                                   general=("-o", "json", "--transcript", str(transcript)))
                if times == 1:
                    self.rows_of(result)
                    self.assert_all_assigned(rows)
                    self.assertEqual(sent_numbers(transcript), [number(what) for _, what in [*rows[:3], *rows[2:]]])
                else:
                    # Once more in the same row is once too often.
                    self.assert_fails(result, "session_expired", 4)
                    self.assertEqual(self.states()[-1], (4, "failed"))
                    self.rows_of(self.bulk())
                    self.assert_all_assigned(rows)

    def test_R35_without_a_source_the_session_is_not_renewed(self):
        rows = self.write(pairs(2))
        scenario = {"commands": {SET: {"at_call": {"1": [{"expire": {}}]}}}}
        code = self.directory / "password"
        code.write_text("Passw0rd!\n")
        with open(code, "rb") as password:
            # A descriptor is read once.
            result = self.run_program(*self.arguments("--yes", str(self.file), scenario=scenario, general=("-o", "json", "--password-fd", str(password.fileno()))),
                                      pass_fds=[password.fileno()])
        error = self.assert_fails(result, "session_expired", 4)
        self.assertIn("1 of 2 rows are done, 1 is left.", error["message"])
        self.rows_of(self.bulk())
        self.assert_all_assigned(rows)

    def test_a_change_that_does_not_show_in_time_is_done_with_a_warning(self):
        rows = self.write(pairs(2))
        result = self.bulk("--verify-timeout", "300ms", scenario={"visible_after": "1h"})
        printed = self.rows_of(result)
        self.assertEqual([(row["Outcome"], row["Verified"], row["Error"]) for row in printed], [("accepted", False, None)] * 2)
        self.assertIn(f"the service took lines 2 and 3 of {self.file}, and the change does not show yet", result.stderr.decode())
        self.assertEqual([row["Outcome"] for row in self.rows_of(self.bulk())], ["accepted"] * 2)
        self.assert_all_assigned(rows)

    def test_a_row_that_runs_past_its_time_fails_and_is_looked_for_next_time(self):
        rows = self.write(pairs(2))
        result = self.bulk(scenario={"commands": {SET: {"after": [{"wait": "60s"}]}}}, general=("-o", "json", "--timeout", "1s"))
        self.assert_fails(result, "command_timeout", 13)
        self.assertTrue(whole_lines(self.journal)[-1]["unknown"])
        transcript = self.directory / "transcript"
        printed = self.rows_of(self.bulk(general=("-o", "json", "--transcript", str(transcript))))
        self.assertEqual([row["Outcome"] for row in printed], ["unchanged", "assigned"])
        self.assertEqual(sent_numbers(transcript), [number(rows[1][1])])
        self.assert_all_assigned(rows)


class Interruptions(BulkCase):
    def start_in_a_change(self, call, *arguments, when="at_call", general=("-o", "json")):
        steps = {"at_call": {str(call): STAY}} if when == "at_call" else {"after": STAY}
        process = self.start_program(*self.arguments("--yes", *arguments, str(self.file), scenario={"commands": {SET: steps}}, general=general))
        self.wait_for_line(process.stderr, "in the cmdlet")
        return process

    def test_R39_SIGINT_and_SIGTERM_leave_a_journal_that_goes_on(self):
        for number_of, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            for when in ("at_call", "after"):
                with self.subTest(status=status, when=when):
                    self.state.unlink(missing_ok=True)
                    self.journal.unlink(missing_ok=True)
                    rows = self.write(pairs(4))
                    process = self.start_in_a_change(2, when=when)
                    process.send_signal(number_of)
                    out, err = process.communicate(timeout=PATIENCE)
                    self.assertEqual(process.returncode, status, err.decode())
                    self.assertFalse(out.endswith(b"]\n"))
                    begun = 2 if when == "at_call" else 0
                    self.assertIn(f"{begun} of 4 rows are done, {4 - begun} are left", err.decode())
                    self.assertEqual(self.states()[-1], (begun + 2, "started"))
                    self.rows_of(self.bulk("--verify-timeout", "500ms"))
                    self.assert_all_assigned(rows)

    def test_a_second_run_cannot_work_beside_the_first(self):
        rows = self.write(pairs(2))
        first = self.start_in_a_change(1)
        for arguments in ([], ["--restart"]):
            error = self.assert_fails(self.bulk(*arguments), "usage", 2)
            self.assertIn(str(self.journal), error["message"])
        dry = self.rows_of(self.run_program("-o", "json", "bulk-assign", "--dry-run", str(self.file)))
        self.assertEqual([row["Done"] for row in dry], [True, False])
        first.send_signal(signal.SIGKILL)
        first.communicate(timeout=PATIENCE)
        self.rows_of(self.bulk("--verify-timeout", "500ms"))
        self.assert_all_assigned(rows)

    def test_R39_nobody_takes_the_results(self):
        rows = self.write(pairs(3))
        process = self.start_in_a_change(1)
        process.stdout.close()
        process.send_signal(signal.SIGTERM)
        process.stderr.read()
        self.assertEqual(process.wait(timeout=PATIENCE), 143)
        self.rows_of(self.bulk("--verify-timeout", "500ms"))
        self.assert_all_assigned(rows)

    def test_R40_a_disk_that_is_full_at_any_line_of_the_journal(self):
        rows = self.write(pairs(2))
        self.rows_of(self.bulk())
        header, *rest = self.journal.read_bytes().splitlines(keepends=True)
        # Longer than all other files of the program, which the limit is not for: with lines about a row that the file does not have.
        padding = b'{"line":1,"state":"started","padding":"%s"}\n' % (b"x" * 10_000) * 200
        begin = len(header) + len(padding)
        ends = [begin + sum(map(len, rest[:i])) for i in range(len(rest) + 1)]
        for size in sorted({size for end in ends[:-1] for size in (end, end + 1, end + 20)} | {ends[-1] - 1}):
            with self.subTest(size - begin):
                self.state.unlink(missing_ok=True)
                self.journal.write_bytes(header + padding)
                result = self.bulk(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
                error = self.assert_fails(result, "output", 14)
                self.assertIn(str(self.journal), error["message"])
                # Nothing but whole lines, and as many as there was room for.
                kept = self.journal.read_bytes()[begin:]
                self.assertEqual(kept.count(b"\n"), sum(end <= size for end in ends[1:]))
                self.assertTrue(kept.endswith(b"\n") or not kept)
                self.rows_of(self.bulk("--verify-timeout", "300ms"))
                self.assertEqual(self.states()[-1], (None, "finished"))
                self.assert_all_assigned(rows)


class Journals(BulkCase):
    def test_a_file_that_was_changed_is_not_mixed_up_with_what_it_was(self):
        rows = self.write([*pairs(2), TAKEN])
        self.assertEqual(self.bulk("--continue-on-error").returncode, 11)
        before = self.journal.read_bytes()
        self.write(rows[:2])
        for more in ([], ["--dry-run"]):
            error = self.assert_fails(self.bulk(*more), "usage", 2)
            self.assertIn(f"The journal {self.journal} is about a file with other contents, which is not finished", error["message"])
            self.assertIn("--restart", error["hint"])
        self.assertEqual(self.journal.read_bytes(), before)
        printed = self.rows_of(self.bulk("--restart"))
        self.assertEqual([row["Outcome"] for row in printed], ["unchanged", "unchanged"])
        aside = [path for path in self.directory.iterdir() if path.name.startswith(self.journal.name + ".")]
        self.assertEqual(len(aside), 1)
        self.assertRegex(aside[0].name, r"\.\d{8}T\d{6}Z$")
        self.assertEqual(aside[0].read_bytes(), before)
        self.assertEqual(self.states()[-1], (None, "finished"))
        self.write(rows[:1])
        self.assertIn("which is finished", self.assert_fails(self.bulk(), "usage", 2)["message"])

    def test_a_journal_that_others_can_write_is_refused(self):
        self.write(pairs(1))
        self.journal.write_text("")
        self.journal.chmod(0o666)
        self.assert_fails(self.bulk(), "insecure", 15)
        self.journal.unlink()
        self.journal.symlink_to(self.directory / "elsewhere")
        self.assert_fails(self.bulk(), "insecure", 15)

    def test_a_file_that_is_no_journal_is_left_alone(self):
        self.write(pairs(1))
        precious = self.directory / "precious"
        precious.write_text("precious")
        for more in ([], ["--restart"]):
            self.assert_fails(self.bulk("--journal", str(precious), *more), "usage", 2)
            self.assertEqual(precious.read_text(), "precious")
            # A slip that is easy: the file itself.
            self.assert_fails(self.bulk("--journal", str(self.file), *more), "usage", 2)
            self.assertEqual(self.file.read_text(), as_csv(pairs(1), "\n"))

    def test_many_rows_that_are_done_are_reported_quickly(self):
        count = 20_000
        self.write(as_csv(((i, i) for i in range(count))))
        digest = subprocess.run(["sha256sum", self.file], capture_output=True, check=True).stdout.split()[0].decode()
        lines = [json.dumps({"teamsctl_journal": 1, "file": "people.csv", "sha256": digest})]
        for i in range(count):
            lines.append(json.dumps({"line": i + 2, "state": "started"}))
            lines.append(json.dumps({"line": i + 2, "state": "done", "outcome": "assigned", "verified": True, "type": "CallingPlan"}))
        self.journal.write_text("\n".join(lines) + "\n")
        self.journal.chmod(0o600)
        begin = time.monotonic()
        rows = self.rows_of(self.bulk())
        self.assertLess(time.monotonic() - begin, 30)
        self.assertEqual(len(rows), count)
        self.assertTrue(all(row["Resumed"] for row in rows))
        self.assertEqual(whole_lines(self.journal)[-1]["state"], "finished")


if __name__ == "__main__":
    unittest.main(verbosity=2)
