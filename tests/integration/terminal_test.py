"""What a person at a terminal sees and types."""
import json
import os
import sys
import unittest

from program import ProgramCase, TEAMSCTL, clean_environment

try:
    import pexpect
except ImportError:
    print("skipped: python3-pexpect is not installed")
    sys.exit(77)


class Terminal(ProgramCase):
    def spawn(self, command, env=None):
        child = pexpect.spawn("/bin/sh", ["-c", command], env=clean_environment(T=TEAMSCTL, **(env or {})), timeout=60, encoding="utf-8")
        self.addCleanup(child.close, True)
        return child

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


if __name__ == "__main__":
    unittest.main()
