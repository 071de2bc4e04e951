#!/usr/bin/python3
"""How a sign-in ends and what a person sees of it, on the simulated pwsh or on a real one with the stub module.

  outcomes_test.py simulator|pwsh

Every refusal with its exit status, the device code on every channel, a code that is wrong, late, missing, cancelled or timed out, and a
sign-in that expires in the middle. Prints the tables. Exits 77 when there is no pwsh to run it on.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

from program import PATIENCE, TEAMSCTL, clean_environment

SIDE = "simulator"
ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "lib" / "simulator" / "scenarios"
PASSWORD = "Passw0rd!"

# Number: (exit status, code, a word of the hint). teamsctl(1) and the table of Microsoft's error codes.
REFUSALS = {
    50034: (4, "sign_in_refused", "user name"), 50053: (4, "sign_in_refused", "locked"), 50055: (4, "sign_in_refused", "new password"),
    50056: (4, "sign_in_refused", "password"), 50057: (4, "sign_in_refused", "disabled"), 50126: (4, "sign_in_refused", "password"),
    50072: (5, "input_needed", "device-code"), 50074: (5, "input_needed", "device-code"), 50076: (5, "input_needed", "certificate"),
    50078: (5, "input_needed", "device-code"), 50079: (5, "input_needed", "certificate"), 50158: (5, "input_needed", "device-code"),
    50203: (5, "input_needed", "Register"), 50173: (4, "session_expired", "Sign in again"), 50196: (8, "temporary", "Wait"),
    53000: (4, "sign_in_refused", "policy"), 53001: (4, "sign_in_refused", "policy"), 53003: (4, "sign_in_refused", "policy"),
    530003: (4, "sign_in_refused", "policy"), 65001: (4, "sign_in_refused", "consent"), 70016: (7, "timeout", "Sign in again"),
    70018: (4, "sign_in_refused", "code"), 70019: (7, "timeout", "expired"), 70043: (4, "session_expired", "Sign in again"),
    700082: (4, "session_expired", "Sign in again"), 90002: (4, "sign_in_refused", "tenant"), 90133: (4, "sign_in_refused", "--tenant-id"),
    500121: (6, "mfa_refused", "device-code"), 700016: (4, "sign_in_refused", "application"), 700027: (4, "sign_in_refused", "certificate"),
    7000215: (4, "sign_in_refused", "application"),
}
# Refusals that come without a number.
WORDS = {
    "wam": (5, "input_needed", "device-code"), "no_browser": (5, "input_needed", "device-code"),
    "no_browser_sudo": (5, "input_needed", "device-code"), "password_required": (4, "sign_in_refused", "password"),
    "unequal_tokens": (4, "sign_in_refused", "tokens"), "expired_tokens": (4, "session_expired", "tokens"),
    "tenant_type": (4, "sign_in_refused", "--tenant-id"), "certificate_provider": (4, "sign_in_refused", "RSA"),
    "assembly_clash": (9, "module_missing", "Update"),
}
DEVICE_CODES = ["device-code", "device-code-stderr", "device-code-terminal", "device-code-warning", "device-code-host",
                "device-code-information", "device-code-output", "device-code-wrapped", "device-code-narrow", "device-code-coloured",
                "device-code-prefixed", "device-code-bytewise", "device-code-government", "device-code-twice"]


class Outcomes(unittest.TestCase):
    maxDiff = 2000
    tables = []

    @classmethod
    def setUpClass(cls):
        if SIDE == "pwsh" and shutil.which("pwsh") is None:
            raise unittest.SkipTest("there is no pwsh on PATH")
        cls.directory = pathlib.Path(tempfile.mkdtemp(prefix="teamsctl-outcomes-"))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.directory, ignore_errors=True)

    def command(self, scenario, *arguments):
        """The command line and the environment for a scenario, by its name or as an object."""
        if isinstance(scenario, str):
            path = SCENARIOS / f"{scenario}.json"
        else:
            path = self.directory / "scenario.json"
            path.write_text(json.dumps(scenario))
        environment = clean_environment(HOME=str(self.directory), XDG_CACHE_HOME=str(self.directory / "cache"),
                                        PSModulePath=str(ROOT / "tests" / "pwsh"), TEAMS_STUB_SCENARIO=str(path),
                                        TEAMS_STUB_NUMBERS="2500", TEAMSCTL_PASSWORD=PASSWORD)
        simulate = [f"--simulate={path}", "--simulate-numbers", "2500"] if SIDE == "simulator" else []
        return [TEAMSCTL, *simulate, "-o", "json", *arguments], environment

    def run_it(self, scenario, *arguments, stdin=b"", status=None):
        command, environment = self.command(scenario, *arguments)
        result = subprocess.run(command, input=stdin, capture_output=True, env=environment, timeout=PATIENCE, start_new_session=True)
        if status is not None:
            self.assertEqual(result.returncode, status, result.stderr.decode())
        return result

    def error_of(self, result):
        lines = [line for line in result.stderr.decode().splitlines() if line.startswith('{"error"')]
        self.assertEqual(len(lines), 1, result.stderr.decode())
        error = json.loads(lines[0])["error"]
        self.assertEqual(error["exit"], result.returncode)
        return error

    def check_refusal(self, what, step, wanted):
        error = self.error_of(self.run_it({"connect": [step]}, "-u", "nomfa@contoso.example", "get-tenant"))
        self.tables.append(f"{what:22} exit {error['exit']:2}  {error['code']:16} {error['hint']}")
        exit_status, code, word = wanted
        self.assertEqual((error["exit"], error["code"]), (exit_status, code), what)
        self.assertIn(word, error["hint"], what)
        return error

    def test_every_refusal_of_entra_id(self):
        for number, wanted in REFUSALS.items():
            with self.subTest(number):
                error = self.check_refusal(f"AADSTS{number}", {"aadsts": number}, wanted)
                self.assertEqual(error["aadsts"], number)
                self.assertNotIn("Trace ID", error["message"])

    def test_every_refusal_without_a_number(self):
        for name, wanted in WORDS.items():
            with self.subTest(name):
                self.check_refusal(name, {"refuse": name}, wanted)

    def test_R20_the_device_code_from_every_channel(self):
        for name in DEVICE_CODES:
            with self.subTest(name):
                result = self.run_it(name, "--auth", "device-code", "-q", "get-tenant", status=0)
                shown = result.stderr.decode()
                code = re.search(r"enter ([A-Z0-9]{9})\b", shown)
                url = re.search(r"open +(https://\S+)", shown)
                self.assertTrue(code and url, shown)
                self.assertEqual(shown.count("teamsctl:   enter "), 2 if name == "device-code-twice" and shown.count("open ") > 2 else 1, shown)
                self.assertEqual(json.loads(result.stdout)[0]["DisplayName"], "Contoso")
                self.tables.append(f"{name:26} {url.group(1)}  {code.group(1)}  connected")

    def check_end(self, what, result, status, code, reason):
        error = self.error_of(result)
        self.tables.append(f"{what:26} exit {error['exit']:3}  {error['code']:12} {error.get('reason', ''):18} {error['message']}")
        self.assertEqual((result.returncode, error["code"], error.get("reason")), (status, code, reason), error)
        return error

    def test_five_ends_of_a_code(self):
        ask = {"connect": [{"ask_code": {}}]}
        once = {"connect": [{"ask_code": {"attempts": 1}}]}
        late = {"connect": [{"ask_code": {"expires": "300ms"}}]}
        user = ["-u", "nomfa@contoso.example"]
        error = self.check_end("wrong", self.run_it(once, *user, "--mfa-code", "000000", "get-tenant"), 6, "mfa_refused", "code_refused")
        self.assertEqual(error["challenge"]["kind"], "mfa_code")
        self.check_end("wrong, no other", self.run_it(ask, *user, "--mfa-code", "000000", "get-tenant"), 6, "mfa_refused", "code_refused")
        fifo = self.directory / "fifo"
        os.mkfifo(fifo, 0o600)
        error = self.check_end("late", self.run_it(late, *user, "--mfa-code-file", str(fifo), "get-tenant"), 6, "mfa_refused", "code_late")
        self.assertTrue(error["retryable"])
        self.check_end("none", self.run_it(ask, *user, "--no-input", "get-tenant"), 5, "input_needed", "no_source")
        self.check_end("timed out", self.run_it(ask, *user, "--mfa-code-file", str(fifo), "--mfa-timeout", "500ms", "get-tenant"), 7,
                       "timeout", "answer_timed_out")
        command, environment = self.command(ask, *user, "-vv", "--mfa-code-file", str(fifo), "get-tenant")
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
                                   start_new_session=True)
        before = b""
        while b"awaiting_challenge" not in before:
            line = process.stderr.readline()
            self.assertTrue(line, before.decode())
            before += line
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
        self.check_end("cancelled", subprocess.CompletedProcess(command, process.returncode, out, err), 130, "interrupted", "cancelled")

    def test_R19_what_is_settled_on_another_device(self):
        result = self.run_it("number-match", "-u", "nomfa@contoso.example", "-q", "get-tenant", status=0)
        self.assertRegex(result.stderr.decode(), r"teamsctl:   tap +\d\d\n")
        result = self.run_it("approval", "-u", "nomfa@contoso.example", "-q", "get-tenant", status=0)
        self.assertTrue(result.stderr.decode().startswith("teamsctl: "), result.stderr.decode())
        for name, reason in (("approval-denied", "approval_refused"), ("number-match-denied", "approval_refused"),
                             ("number-match-hidden", "number_not_shown")):
            with self.subTest(name):
                self.check_end(name, self.run_it(name, "-u", "nomfa@contoso.example", "get-tenant"), 6, "mfa_refused", reason)
        hang = {"connect": [{"device_code": {"wait": "1h"}}]}
        error = self.check_end("device code, nobody came", self.run_it(hang, "--auth", "device-code", "--login-timeout", "3s", "get-tenant"), 7,
                               "timeout", "device_code_timed_out")
        self.assertEqual(error["challenge"]["display_code"], "FRWQDE7YL")

    def test_R18_a_clock_that_is_off_is_named(self):
        for skew, words in (("10m", "behind"), ("-10m", "ahead of")):
            result = self.run_it({"clock_skew": skew, "connect": [{"aadsts": 50126}]}, "-u", "nomfa@contoso.example", "get-tenant", status=4)
            self.assertRegex(result.stderr.decode(), rf"the clock of this machine is (59\d|60\d) s {words} that of Entra ID")
        result = self.run_it({"connect": [{"aadsts": 50126}]}, "-u", "nomfa@contoso.example", "get-tenant", status=4)
        self.assertNotIn("clock of this machine is", result.stderr.decode())

    def test_R35_an_expired_sign_in_is_renewed_once(self):
        whole = json.loads(self.run_it({}, "-u", "nomfa@contoso.example", "get-phone-numbers", status=0).stdout)
        self.assertEqual(len(whole), 2500)
        for name in ("session-expired-once", "session-expired-refresh", "session-expired-among-rows"):
            with self.subTest(name):
                result = self.run_it(name, "-u", "nomfa@contoso.example", "get-phone-numbers", status=0)
                self.assertEqual(json.loads(result.stdout), whole)
                self.tables.append(f"{name:26} {len(whole)} rows, the same as without the expiry")
        # A password that is read from stdin is gone, and an expiry for ever is not met for ever.
        command = ["-u", "nomfa@contoso.example", "--no-input", "get-phone-numbers"]
        self.assertEqual(self.error_of(self.run_it("session-expired", *command))["code"], "session_expired")

    def test_the_three_families_of_not_connected(self):
        for name in ("not-connected", "not-connected-policy", "not-connected-old"):
            with self.subTest(name):
                error = self.error_of(self.run_it(name, "-u", "nomfa@contoso.example", "get-phone-numbers"))
                self.assertEqual((error["code"], error["exit"]), ("not_connected", 4))

    def test_questions_are_answered_in_their_turn(self):
        self.run_it("password-then-code", "-u", "nomfa@contoso.example", "--mfa-code-file", "-", "get-tenant", stdin=b"123456\n", status=0)
        unknown = {"connect": [{"ask": {"prompt": "Which bridge do you mean"}}]}
        error = self.error_of(self.run_it(unknown, "-u", "nomfa@contoso.example", "--no-input", "get-tenant"))
        self.assertEqual((error["code"], error["challenge"]["kind"]), ("input_needed", "unknown"))
        error = self.error_of(self.run_it("method-choice", "-u", "nomfa@contoso.example", "--no-input", "get-tenant"))
        self.assertEqual((error["code"], error["challenge"]["kind"]), ("input_needed", "choice"))
        self.assertGreater(len(error["challenge"]["choices"]), 1)

    def test_a_transcript_plays_again(self):
        for name, arguments, stdin in (("default", ["-u", "mfa@contoso.example", "--mfa-code-file", "-", "get-phone-numbers"], b"123456\n"),
                                       ("code-console", ["-u", "nomfa@contoso.example", "--mfa-code-file", "-", "get-tenant"], b"123456\n"),
                                       ("device-code-stderr", ["--auth", "device-code", "get-tenant"], b""),
                                       ("refused-consent", ["-u", "nomfa@contoso.example", "get-tenant"], b"")):
            with self.subTest(name):
                file = self.directory / "transcript"
                first = self.run_it(name, "--transcript", str(file), *arguments, stdin=stdin)
                self.assertEqual(file.stat().st_mode & 0o777, 0o600)
                again = subprocess.run([TEAMSCTL, f"--simulate=replay:{file}", "-o", "json", *arguments], input=stdin, capture_output=True,
                                       env=clean_environment(TEAMSCTL_PASSWORD="another one"), timeout=PATIENCE, start_new_session=True)
                self.assertEqual((again.returncode, again.stdout), (first.returncode, first.stdout), again.stderr.decode())
                self.assertNotIn(PASSWORD, file.read_text())
                self.tables.append(f"replay of {name:20} exit {again.returncode}, {len(again.stdout)} bytes, the same")


if __name__ == "__main__":
    SIDE = sys.argv.pop(1)
    program = unittest.main(exit=False, verbosity=2)
    print("\n".join(Outcomes.tables))
    everything_skipped = program.result.testsRun == len(program.result.skipped)
    sys.exit(77 if everything_skipped else 0 if program.result.wasSuccessful() else 1)
