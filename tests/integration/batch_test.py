"""batch: many requests over one sign-in, answered in NDJSON with the number of their line."""
import json
import os
import signal
import subprocess
import threading
import unittest

import pexpect

from program import PATIENCE, TEAMSCTL, ProgramCase, clean_environment
from serve_client import hold_to_schema

NO_MFA = ("-u", "nomfa@contoso.example")


class BatchCase(ProgramCase):
    def events_of(self, output):
        events = [json.loads(line) for line in output.splitlines()]
        for event in events:
            hold_to_schema(event, "batch")
        return events

    def batch(self, text, *arguments, status=0, scenario="default", options=(), stdin=b""):
        """Runs a file and returns its events."""
        file = self.directory / "requests"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        result = self.run_program(f"--simulate={scenario}", *NO_MFA, *options, "batch", *arguments, str(file), stdin=stdin)
        self.assertEqual(result.returncode, status, result.stderr.decode())
        self.stderr = result.stderr.decode()
        return self.events_of(result.stdout)

    def piped(self, text, *arguments, status=0):
        result = self.run_program("--simulate", *NO_MFA, "batch", *arguments, "-", stdin=text.encode())
        self.assertEqual(result.returncode, status, result.stderr.decode())
        return self.events_of(result.stdout)

    def summary(self, events):
        self.assertEqual(events[-1]["type"], "summary")
        return {name: events[-1][name] for name in ("lines", "succeeded", "failed", "stopped_at")}

    def rows(self, events, line):
        return [event["row"] for event in events if event["type"] == "result" and event["line"] == line]


class Requests(BatchCase):
    TEXT = ("\ufeff# two of them\r\n"
            "get-phone-numbers --top 2   # the first\n"
            "\n"
            '{"type":"get_phone_numbers","id":"x","top":1,"skip":5}\n'
            "run -- '$users = 1..3'\n"
            "run '$users'\n"
            "get-user-info user000005@contoso.example")

    def test_both_forms_from_a_file_and_from_a_pipe(self):
        for events in (self.batch(self.TEXT), self.piped(self.TEXT)):
            self.assertEqual(events[0]["type"], "connected")
            self.assertEqual([row["TelephoneNumber"] for row in self.rows(events, 2)], ["+14250000000", "+14250000001"])
            self.assertEqual([row["TelephoneNumber"] for row in self.rows(events, 4)], ["+14250000005"])
            self.assertEqual({event["id"] for event in events if event.get("line") == 4}, {"x"})
            self.assertEqual(self.rows(events, 6), [1, 2, 3])  # variables stay
            self.assertEqual([row["Alias"] for row in self.rows(events, 7)], ["user000005"])
            self.assertEqual([(event["line"], event["rows"]) for event in events if event["type"] == "done"],
                             [(2, 2), (4, 1), (5, 0), (6, 3), (7, 1)])
            self.assertEqual(self.summary(events), {"lines": 5, "succeeded": 5, "failed": 0, "stopped_at": None})

    def test_one_sign_in_for_all(self):
        result = self.run_program("--simulate", "--mfa-code", "123456", "batch", "-", stdin=b"get-tenant\n" * 20)
        events = self.events_of(result.stdout)
        self.assertEqual((result.returncode, len([event for event in events if event["type"] == "done"])), (0, 20))

    def test_what_a_command_says_is_an_event_of_its_line(self):
        events = self.batch("run \"Write-Warning 'w'; Write-Host 'h'\"\n")
        said = [(event["line"], event.get("message", event.get("text"))) for event in events if event["type"] in ("warning", "output")]
        self.assertEqual(said, [(1, "w"), (1, "h")])

    def test_an_empty_batch(self):
        for text in ("", "# nothing\n\n"):
            self.assertEqual(self.summary(self.batch(text)), {"lines": 0, "succeeded": 0, "failed": 0, "stopped_at": None})

    def test_the_format_is_its_own(self):
        events = self.batch("get-tenant\n", options=("-o", "csv", "--fields", "DisplayName"))
        self.assertGreater(len(self.rows(events, 1)[0]), 1)

    def test_many_requests_that_need_no_session_do_not_pile_up(self):
        text = "remove-phone-number --user a --all --dry-run\n" * 3000
        self.assertEqual(self.summary(self.batch(text))["succeeded"], 3000)

    def test_a_device_code_is_an_event_too(self):
        result = self.run_program("--simulate", "--auth", "device-code", "batch", "-", stdin=b"get-tenant\n")
        events = self.events_of(result.stdout)
        self.assertEqual((events[0]["type"], events[0]["kind"], len(events[0]["display_code"])), ("mfa_required", "device_code", 9))
        self.assertIn(events[0]["display_code"], result.stderr.decode())


class Failures(BatchCase):
    BAD = "get-user-info nobody@contoso.example\n"
    GOOD = "get-tenant\n"

    def test_a_file_with_a_line_that_nobody_understands_runs_nothing(self):
        events = self.batch(self.GOOD + "get-tenants\nlogin\n" + '{"type":"get_tenant","id":3,"top":1}\n' + "run 'x\n", status=2)
        self.assertEqual([(event["line"], event["type"], event["code"]) for event in events],
                         [(line, "error", "usage") for line in (2, 3, 4, 5)])
        self.assertIn("get-tenant", events[0]["hint"])
        self.assertIn("login makes no sense in a batch", events[1]["message"])
        self.assertEqual(events[2]["id"], 3)
        self.assertIn("4 lines cannot be understood, the first is line 2", self.stderr)
        self.assertIn("Nothing was run", self.stderr)

    def test_the_first_failure_ends_it(self):
        events = self.batch(self.GOOD + self.BAD + self.GOOD, status=11)
        self.assertEqual(self.summary(events), {"lines": 3, "succeeded": 1, "failed": 1, "stopped_at": 2})
        self.assertIn("1 of 2 requests failed", self.stderr)

    def test_the_first_and_only_one_gives_its_own_status(self):
        events = self.batch(self.BAD + self.GOOD, status=10)
        self.assertEqual(self.summary(events), {"lines": 2, "succeeded": 0, "failed": 1, "stopped_at": 1})
        self.assertIn("nobody@contoso.example", self.stderr)

    def test_continue_on_error(self):
        events = self.batch(self.GOOD + self.BAD + self.GOOD + self.BAD, "--continue-on-error", status=11)
        self.assertEqual(self.summary(events), {"lines": 4, "succeeded": 2, "failed": 2, "stopped_at": None})
        self.assertEqual([event["line"] for event in events if event["type"] == "error"], [2, 4])

    def test_a_bad_line_of_a_pipe_fails_when_it_comes(self):
        events = self.piped(self.GOOD + "nonsense\n" + self.GOOD, status=11)
        self.assertEqual(self.summary(events), {"lines": 2, "succeeded": 1, "failed": 1, "stopped_at": 2})
        events = self.piped(self.GOOD + "nonsense\n" + self.GOOD, "--continue-on-error", status=11)
        self.assertEqual(self.summary(events), {"lines": 3, "succeeded": 2, "failed": 1, "stopped_at": None})

    def test_a_session_that_is_lost_ends_it_whatever_was_asked_for(self):
        events = self.batch(self.GOOD + "get-phone-numbers\n" + self.GOOD, "--continue-on-error", status=12, scenario="death-at-row")
        self.assertEqual(self.summary(events), {"lines": 3, "succeeded": 1, "failed": 1, "stopped_at": 2})
        self.assertEqual([event["code"] for event in events if event["type"] == "error"], ["child_lost"])

    def test_a_sign_in_that_fails_runs_nothing_and_says_so(self):
        result = self.run_program("--simulate", "-u", "locked@contoso.example", "batch", "-", stdin=b"get-tenant\n")
        self.assertEqual(result.returncode, 4)
        self.assertEqual(self.summary(self.events_of(result.stdout)), {"lines": 0, "succeeded": 0, "failed": 0, "stopped_at": None})

    def test_usage(self):
        for arguments in (["batch"], ["batch", ""], ["batch", "/nonexistent"], ["--mfa-code-file", "-", "batch", "-"]):
            result = self.run_program("--simulate", *arguments)
            self.assertEqual((result.returncode, result.stdout), (2, b""), result.stderr.decode())

    def test_R39_a_batch_that_is_stopped_says_where_it_was(self):
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(number):
                file = self.directory / "requests"
                file.write_text(self.GOOD + "get-phone-numbers\n" + self.GOOD)
                process = self.start_program("--simulate=silence-at-row", *NO_MFA, "batch", str(file))
                lines = self.wait_for_line(process.stdout, '"line":2,"type":"result"')
                process.send_signal(number)
                events = self.events_of("".join(lines) + process.stdout.read().decode())
                process.stderr.read()
                self.assertEqual(process.wait(), status)
                self.assertEqual(self.summary(events), {"lines": 3, "succeeded": 1, "failed": 1, "stopped_at": 2})

    def test_R39_also_while_it_waits_for_its_input(self):
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(number):
                process = self.start_program("--simulate", *NO_MFA, "batch", "-", stdin=subprocess.PIPE)
                process.stdin.write(self.GOOD.encode())
                process.stdin.flush()
                lines = self.wait_for_line(process.stdout, '"type":"done"')
                process.send_signal(number)
                events = self.events_of("".join(lines) + process.stdout.read().decode())
                process.stderr.read()
                self.assertEqual(process.wait(), status)
                self.assertEqual(self.summary(events), {"lines": 1, "succeeded": 1, "failed": 0, "stopped_at": 1})

    def test_progress(self):
        result = self.run_program("--simulate=slow", *NO_MFA, "--progress", "plain", "batch", "-", stdin=b"get-phone-numbers\n" * 4)
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stderr.decode(), r"\d requests, line \d")


class Changes(BatchCase):
    ASSIGN = "assign-phone-number --user user000002@contoso.example --number +14250000002\n"
    REMOVE = '{"type":"remove_phone_number","user":"user000002@contoso.example","number":"+14250000002"}\n'

    def test_changes_need_yes_where_there_is_no_terminal(self):
        file = self.directory / "requests"
        file.write_text("get-tenant\n" + self.ASSIGN)
        result = self.run_program("--simulate", *NO_MFA, "batch", str(file))
        self.assertEqual((result.returncode, result.stdout), (5, b""))  # before anybody signs in
        self.assertIn("--yes", result.stderr.decode())
        events = self.piped("get-tenant\n" + self.ASSIGN, status=11)
        self.assertEqual([event["code"] for event in events if event["type"] == "error"], ["input_needed"])

    def test_yes_of_the_batch_or_of_the_line(self):
        for events in (self.batch(self.ASSIGN + self.REMOVE, "--yes"), self.piped(self.ASSIGN + self.REMOVE, "-y"),
                       self.piped(self.ASSIGN.strip() + " --yes\n")):
            self.assertEqual(self.rows(events, 1)[0]["Outcome"], "assigned")
        self.batch(self.ASSIGN.strip() + " --dry-run\n")

    def on_a_terminal(self, arguments, answer, stdin=None):
        """Runs with a terminal for questions and, when stdin is given, a pipe for the requests."""
        command = f"exec {TEAMSCTL} --simulate {' '.join(NO_MFA)} batch {' '.join(arguments)} {'<' + str(stdin) if stdin else ''} >{self.out}"
        child = pexpect.spawn("/bin/sh", ["-c", command], env=clean_environment(), timeout=PATIENCE, encoding="utf-8")
        child.expect(r"\[y/N\]")
        child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        return child.exitstatus, self.events_of(self.out.read_bytes())

    def test_one_question_for_all_changes(self):
        self.out = self.directory / "out"
        file = self.directory / "requests"
        file.write_text(self.ASSIGN + self.REMOVE)
        status, events = self.on_a_terminal([str(file)], "y")
        self.assertEqual((status, self.summary(events)["succeeded"]), (0, 2))
        status, events = self.on_a_terminal([str(file)], "n")
        self.assertEqual((status, events), (130, []))
        fifo = self.directory / "fifo"
        os.mkfifo(fifo)
        for answer, wanted, succeeded in (("y", 0, 3), ("n", 11, 1)):
            writer = threading.Thread(target=lambda: fifo.write_text("get-tenant\n" + self.ASSIGN + self.REMOVE))
            writer.start()
            status, events = self.on_a_terminal(["-"], answer, fifo)
            writer.join()
            self.assertEqual((status, self.summary(events)["succeeded"]), (wanted, succeeded))


if __name__ == "__main__":
    unittest.main()
