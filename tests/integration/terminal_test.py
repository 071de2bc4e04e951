"""What a person at a terminal sees and types."""
import base64
import fcntl
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import termios
import time
import unittest

from program import PATIENCE, ProgramCase, TEAMSCTL, clean_environment

try:
    import pexpect
except ImportError:
    print("skipped: python3-pexpect is not installed")
    sys.exit(77)


class TerminalCase(ProgramCase):
    def spawn(self, command, env=None):
        child = pexpect.spawn("/bin/sh", ["-c", command], env=clean_environment(T=TEAMSCTL, **(env or {})), timeout=60, encoding="utf-8")
        self.addCleanup(child.close, True)
        return child


class Terminal(TerminalCase):
    def test_code_typed_while_stdin_and_stdout_are_pipes(self):
        out = self.directory / "out"
        child = self.spawn(f"cat /dev/null | $T --simulate get-phone-numbers | cat > {out}")
        child.expect("MFA code for mfa@contoso.example: ")
        child.sendline("123456")
        child.expect(pexpect.EOF)
        self.assertNotIn("123456", child.before)  # no echo
        self.assertEqual(len(json.loads(out.read_text())), 1000)

    def test_wrong_twice_is_the_end(self):
        child = self.spawn("$T --simulate get-tenant; echo status=$?")
        child.expect("MFA code for mfa@contoso.example: ")
        child.sendline("12345")
        child.expect("not a code of 6 digits")
        child.expect("MFA code for mfa@contoso.example: ")
        child.sendline("000000")
        child.expect("The code was refused. MFA code for mfa@contoso.example: ")
        child.sendline("000001")
        child.expect("status=6")

    def test_password_is_asked_for_without_echo(self):
        child = self.spawn("$T --simulate -u nomfa@contoso.example --password-file /nonexistent get-tenant; echo status=$?")
        child.expect("Password for nomfa@contoso.example: ")
        child.sendline("Passw0rd!")
        child.expect("status=0")
        self.assertNotIn("Passw0rd!", child.before)
        self.assertIn('"DisplayName": "Contoso"', child.before)  # indented on a terminal

    def test_interrupt_at_the_question_restores_the_terminal(self):
        child = self.spawn("trap : INT; $T --simulate get-tenant; echo status=$?; stty -a | grep -o '[-]*echo ' | head -1; echo end")
        child.expect("MFA code for ")
        child.sendcontrol("c")
        child.expect("status=130")
        child.expect("end")
        self.assertNotIn("-echo ", child.before)

    def test_no_input_never_asks(self):
        child = self.spawn("$T --simulate --no-input get-tenant; echo status=$?")
        child.expect("status=5")
        self.assertNotIn("MFA code for", child.before.replace("MFA code is needed for", ""))

    def test_device_code_reaches_the_terminal_with_stderr_away(self):
        child = self.spawn("$T --simulate -q -o ndjson -u device@contoso.example get-tenant 2>/dev/null; echo status=$?")
        child.expect("FRWQDE7YL")
        child.expect("status=0")


def token(audience, length):
    """What looks like a token of Entra ID's of this length and is valid for an hour."""
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
    head, body = part({"typ": "JWT", "alg": "none"}), part({"aud": audience, "exp": int(time.time()) + 3600})
    return ".".join((head, body, "s" * (length - len(head) - len(body) - 2)))


class Screen(TerminalCase):
    """What is asked, shown and given back, with the program itself at the terminal: no shell mends it."""

    def run_at_terminal(self, *arguments, env=None, **options):
        child = pexpect.spawn(TEAMSCTL, list(arguments), env=clean_environment(**(env or {})), timeout=60, encoding="utf-8", **options)
        self.addCleanup(child.close, True)
        return child

    def ended(self, child):
        child.expect(pexpect.EOF)
        child.wait()
        return child.exitstatus

    def wait_until(self, condition, what):
        deadline = time.monotonic() + 30
        while not condition():
            self.assertLess(time.monotonic(), deadline, what)
            os.sched_yield()

    def is_stopped(self, child):
        return pathlib.Path(f"/proc/{child.pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "T"

    def test_device_code_reaches_the_terminal_with_stdout_in_a_pipe(self):
        out = self.directory / "out"
        child = self.spawn(f"$T --simulate -q -u device@contoso.example get-tenant </dev/null 2>{self.directory}/err | cat > {out}; echo done")
        child.expect(r"open +https://microsoft.com/devicelogin")
        child.expect(r"enter +FRWQDE7YL")
        child.expect("done")
        self.assertEqual(json.loads(out.read_text())[0]["DisplayName"], "Contoso")
        self.assertEqual((self.directory / "err").read_text(), "")

    def test_tokens_longer_than_a_line_of_the_kernel(self):
        # It cuts a line that it edits at 4,095 bytes.
        out = self.directory / "out"
        graph, teams = (token(audience, 6000) for audience in ("https://graph.microsoft.com", "48ac35b8-9aa8-4d74-927d-1f4a14a0b239"))
        child = self.spawn(f"$T --simulate --auth access-token get-tenant > {out}; echo status=$?")
        shown = ""
        for question, answer in (("Access token for Microsoft Graph: ", graph), ("Access token for Teams: ", teams)):
            child.expect(question)
            shown += child.before
            # The terminal takes no more than 4,096 bytes at once from whoever pastes.
            for at in range(0, len(answer), 1000):
                child.send(answer[at:at + 1000])
            child.send("\r")
        child.expect(r"status=(\d+)")
        shown += child.before
        self.assertEqual(child.match.group(1), "0", shown)
        self.assertEqual(json.loads(out.read_text())[0]["DisplayName"], "Contoso")
        for answer in (graph, teams):
            for at in range(0, len(answer) - 20, 20):
                self.assertNotIn(answer[at:at + 20], shown)
        self.assertTrue(child.getecho())

    def encrypted_certificate(self, password):
        key, only, pfx = (self.directory / name for name in ("key.pem", "only.pem", "c.pfx"))
        try:
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=x", "-keyout", key, "-out", only],
                           check=True, capture_output=True)
        except FileNotFoundError:
            self.skipTest("there is no openssl to make certificates with")
        subprocess.run(["openssl", "pkcs12", "-export", "-inkey", key, "-in", only, "-out", pfx, "-passout", f"pass:{password}"], check=True, capture_output=True)
        pfx.chmod(0o600)
        return str(pfx)

    def test_the_password_of_a_certificate(self):
        path = self.encrypted_certificate("k3y-canary")
        for typed, status in (("k3y-canary", 0), ("an0ther-canary", 3)):
            with self.subTest(typed):
                child = self.run_at_terminal("--simulate", "--auth", "certificate", "--certificate-file", path, "get-tenant")
                child.expect("Password of the certificate " + re.escape(path) + ": ")
                self.assertFalse(child.getecho())
                child.sendline(typed)
                self.assertEqual(self.ended(child), status, child.before)
                self.assertNotIn("canary", child.before)

    def test_a_code_that_comes_too_late_gives_the_terminal_back(self):
        for scenario in ("code-late", "code-late-console"):
            with self.subTest(scenario):
                child = self.spawn(f"$T --simulate={scenario} -u nomfa@contoso.example get-tenant; echo status=$?; read line; echo line=$line")
                child.expect("MFA code for nomfa@contoso.example: ")
                self.assertFalse(child.getecho())
                child.send("12")  # half a code, when the sign-in gives up
                child.expect("status=6")
                self.assertIn("gave up before a code came", child.before)
                self.assertTrue(child.getecho())
                child.sendline("34")
                child.expect("line=")

    def test_a_time_that_is_up_gives_the_terminal_back(self):
        child = self.spawn("$T --simulate --mfa-timeout 500ms get-tenant; echo status=$?")
        child.expect("MFA code for mfa@contoso.example: ")
        child.expect("status=7")
        self.assertTrue(child.getecho())

    def test_R22_every_signal_gives_the_terminal_back(self):
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 143)):
            with self.subTest(number.name):
                child = self.run_at_terminal("--simulate", "get-tenant")
                child.expect("MFA code for mfa@contoso.example: ")
                self.wait_until(lambda: not child.getecho(), "echo off")
                os.kill(child.pid, number)
                # Before the end is read: then there is no terminal any more to look at.
                self.wait_until(child.getecho, "echo on")
                self.assertEqual(self.ended(child), status, child.before)

    def test_R22_a_stop_at_a_hidden_question(self):
        child = self.run_at_terminal("--simulate", "get-tenant")
        child.expect("MFA code for mfa@contoso.example: ")
        self.wait_until(lambda: not child.getecho(), "echo off")
        for _ in range(3):
            child.sendcontrol("z")
            self.wait_until(lambda: self.is_stopped(child), "stopped")
            self.assertTrue(child.getecho(), "whoever has the terminal meanwhile sees what he types")
            os.kill(child.pid, signal.SIGCONT)
            child.expect("MFA code for mfa@contoso.example: ")
            self.wait_until(lambda: not child.getecho(), "echo off again")
        child.sendline("123456")
        child.expect('"DisplayName": "Contoso"')
        self.assertNotIn("123456", child.before)
        self.assertTrue(child.getecho())
        self.assertEqual(self.ended(child), 0)

    def test_R22_a_stop_from_outside_at_a_hidden_question(self):
        child = self.run_at_terminal("--simulate", "get-tenant")
        child.expect("MFA code for mfa@contoso.example: ")
        os.kill(child.pid, signal.SIGTSTP)
        self.wait_until(lambda: self.is_stopped(child), "stopped")
        self.assertTrue(child.getecho())
        os.kill(child.pid, signal.SIGTERM)
        os.kill(child.pid, signal.SIGCONT)
        self.assertEqual(self.ended(child), 143, child.before)

    def test_a_choice_shows_its_labels_and_takes_one(self):
        for answer in ("2", "Authenticator app", "authenticator app", "0"):
            with self.subTest(answer):
                child = self.run_at_terminal("--simulate=method-choice", "-u", "nomfa@contoso.example", "get-tenant")
                child.expect("How do you want to verify")
                child.expect(re.escape("0 Text +X XXXXXXXX12, 1 Call +X XXXXXXXX12, 2 Authenticator app"))
                self.assertTrue(child.getecho())  # nothing here is secret
                child.sendline(answer)
                child.expect("MFA code for nomfa@contoso.example: ")
                self.assertIn(answer, child.before)
                child.sendline("123456")
                self.assertEqual(self.ended(child), 0, child.before)

    def test_a_choice_that_is_none_is_asked_for_again(self):
        child = self.run_at_terminal("--simulate=method-choice", "-u", "nomfa@contoso.example", "get-tenant")
        for answer in ("7", "-1", "fax", ""):
            child.expect("How do you want to verify")
            child.sendline(answer)
            child.expect("it was not sent")
        child.expect("How do you want to verify")
        child.sendline("1")
        child.expect("MFA code for nomfa@contoso.example: ")
        child.sendline("123456")
        self.assertEqual(self.ended(child), 0, child.before)

    def test_the_end_of_the_terminal_at_a_question(self):
        # Ctrl-D is an answer that does not come.
        for secret, arguments in (("code", ["--simulate"]), ("tokens", ["--simulate", "--auth", "access-token"])):
            with self.subTest(secret):
                child = self.run_at_terminal(*arguments, "get-tenant")
                child.expect(": ")
                self.wait_until(lambda: not child.getecho(), "echo off")
                child.sendcontrol("d")
                self.assertEqual(self.ended(child), 5, child.before)

    def test_a_terminal_that_goes_away_at_a_question(self):
        master, slave = os.openpty()
        process = subprocess.Popen([TEAMSCTL, "--simulate", "get-tenant"], stdin=slave, stdout=slave, stderr=slave, env=clean_environment(),
                                   start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        self.addCleanup(self._end, process)
        os.close(slave)
        shown = b""
        while b"MFA code for mfa@contoso.example: " not in shown:
            shown += os.read(master, 1000)
        os.close(master)
        self.assertEqual(process.wait(PATIENCE), 143)

    def test_what_a_question_says_cannot_steer_the_terminal(self):
        scenario = self.scenario({"connect": [{"ask_code": {"prompt": "\u001b]0;title\u0007\u001b[2J\u009b31m \u202e Enter the verification code"}}]})
        child = self.run_at_terminal(f"--simulate={scenario}", "-u", "nomfa@contoso.example", "get-tenant")
        child.expect("MFA code for nomfa@contoso.example: ")
        for control in ("\x1b", "\x07", "\x9b", "\u202e"):
            self.assertNotIn(control, child.before)
        child.sendline("123456")
        self.assertEqual(self.ended(child), 0)


if __name__ == "__main__":
    outcome = unittest.main(exit=False).result
    # ctest calls it skipped, and shows why.
    sys.exit(77 if len(outcome.skipped) >= outcome.testsRun else 0 if outcome.wasSuccessful() else 1)
