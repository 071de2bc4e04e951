"""The main job: sign in with a code and get every phone number as JSON."""
import json
import os
import subprocess
import threading
import unittest

from program import CODE, TEAMSCTL, ProgramCase, clean_environment


class MainJob(ProgramCase):
    def numbers(self, result):
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        return json.loads(result.stdout)

    def test_code_from_stdin(self):
        numbers = self.numbers(self.simulate("get-phone-numbers"))
        self.assertEqual(len(numbers), 1000)
        self.assertEqual(numbers[0]["TelephoneNumber"], "+14250000000")
        self.assertEqual(len(numbers[0]), 24)
        self.assertEqual(list(numbers[0]), sorted(numbers[0]))
        self.assertEqual(numbers[3]["City"], "東京")
        self.assertIsNone(numbers[2]["AssignedPstnTargetId"])
        self.assertIsInstance(numbers[0]["Capability"], list)

    def test_code_from_environment(self):
        result = self.run_program("--simulate", "get-phone-numbers", env=clean_environment(TEAMSCTL_MFA_CODE="123456"))
        self.assertEqual(len(self.numbers(result)), 1000)

    def test_code_from_argument(self):
        self.assertEqual(len(self.numbers(self.run_program("--simulate", "--mfa-code", "123 456", "get-phone-numbers"))), 1000)

    def test_code_from_file(self):
        code = self.directory / "code"
        code.write_text("123456 lasts 24s\n")
        os.chmod(code, 0o600)
        result = self.run_program("--simulate", "--mfa-code-file", str(code), "get-phone-numbers")
        self.assertEqual(len(self.numbers(result)), 1000)

    def test_code_from_a_fifo_that_is_written_later(self):
        fifo = self.directory / "fifo"
        os.mkfifo(fifo, 0o600)
        process = self.start_program("--simulate", "-vv", "--mfa-code-file", str(fifo), "get-phone-numbers")
        self.wait_for_line(process.stderr, "challenge of kind mfa_code")
        drain = threading.Thread(target=process.stderr.read)
        drain.start()
        with open(fifo, "wb") as writer:
            writer.write(CODE)
        output = process.stdout.read()
        drain.join()
        self.assertEqual(process.wait(), 0)
        self.assertEqual(len(json.loads(output)), 1000)

    def test_password_from_file_and_environment(self):
        password = self.directory / "password"
        password.write_text("Passw0rd!\n")
        os.chmod(password, 0o600)
        self.numbers(self.simulate("--password-file", str(password), "get-phone-numbers", "--top", "1"))
        env = clean_environment(TEAMSCTL_PASSWORD="wrong")
        self.assert_fails(self.simulate("-o", "json", "get-tenant", env=env), "sign_in_refused", 4)

    def test_what_follows_the_code_on_stdin_is_left_alone(self):
        read, write = os.pipe()
        os.write(write, CODE + b"for the next one\n")
        os.close(write)
        result = subprocess.run([TEAMSCTL, "--simulate", "--mfa-code-file", "-", "get-tenant"], stdin=read,
                                capture_output=True, env=clean_environment(), start_new_session=True, timeout=120)
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        self.assertEqual(os.read(read, 100), b"for the next one\n")
        os.close(read)

    def test_every_way_of_asking(self):
        for scenario in ("default", "code-secure", "code-console", "code-stderr"):
            with self.subTest(scenario):
                self.assertEqual(len(self.numbers(self.simulate("get-phone-numbers", scenario=scenario))), 1000)

    def test_paging_top_and_skip(self):
        for arguments, count, first in ((["--simulate-numbers", "2500"], 2500, "+14250000000"),
                                        (["--simulate-numbers", "2500", "--top", "1500", "--skip", "900"], 1500, "+14250000900"),
                                        (["--simulate-numbers", "1"], 1, "+14250000000"),
                                        (["--top", "0"], 0, None),
                                        (["--simulate-numbers", "0"], 0, None),
                                        (["--skip", "5000"], 0, None)):
            with self.subTest(arguments):
                result = self.simulate("get-phone-numbers", *arguments)
                numbers = self.numbers(result)
                self.assertEqual(len(numbers), count)
                if first:
                    self.assertEqual(numbers[0]["TelephoneNumber"], first)
                else:
                    self.assertEqual(result.stdout, b"[]\n")

    def test_a_users_numbers(self):
        for user in ("user000005@contoso.example", "sip:user000005@contoso.example", "11111111-0000-4000-8000-000000000005"):
            for option in ("--user", "--upn"):
                with self.subTest(user=user, option=option):
                    numbers = self.numbers(self.simulate("get-phone-numbers", option, user))
                    self.assertEqual([n["TelephoneNumber"] for n in numbers], ["+14250000005"])

    def test_tenant(self):
        tenant = self.numbers(self.simulate("get-tenant"))
        self.assertEqual([(row["TenantId"], row["DisplayName"]) for row in tenant],
                         [("e6204887-25ae-40f9-9109-1dc559799dad", "Contoso")])

    def test_ndjson(self):
        result = self.simulate("-o", "ndjson", "get-phone-numbers")
        self.assertEqual(result.returncode, 0)
        rows = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual(len(rows), 1000)
        self.assertEqual(rows, json.loads(self.simulate("get-phone-numbers").stdout))

    def test_accounts(self):
        self.numbers(self.run_program("--simulate", "-u", "nomfa@contoso.example", "--no-input", "get-tenant"))
        for account, code, status, aadsts in (("locked", "sign_in_refused", 4, 50053), ("nobody", "sign_in_refused", 4, 50034),
                                              ("needsmfa", "input_needed", 5, 50076)):
            with self.subTest(account):
                result = self.run_program("--simulate", "-o", "json", "-u", f"{account}@contoso.example", "get-tenant")
                self.assertEqual(self.assert_fails(result, code, status)["aadsts"], aadsts)

    def test_device_code_is_shown_whatever_is_asked_for(self):
        result = self.run_program("--simulate", "-q", "-o", "ndjson", "-u", "device@contoso.example", "--no-input", "get-tenant")
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        self.assertIn("https://microsoft.com/devicelogin", result.stderr.decode())
        self.assertIn("FRWQDE7YL", result.stderr.decode())
        self.assertEqual(len(result.stdout.splitlines()), 1)


class Refusals(ProgramCase):
    def test_no_source_ends_at_once(self):
        result = self.run_program("--simulate", "--no-input", "-o", "json", "get-phone-numbers")
        error = self.assert_fails(result, "input_needed", 5)
        self.assertEqual(result.stdout, b"")
        for option in ("--mfa-code-file", "TEAMSCTL_MFA_CODE", "--mfa-code"):
            self.assertIn(option, error["hint"])

    def test_no_terminal_and_no_source(self):
        self.assert_fails(self.run_program("--simulate", "-o", "json", "get-phone-numbers"), "input_needed", 5)

    def test_not_six_digits_is_refused_without_being_sent(self):
        self.assert_fails(self.run_program("--simulate", "-o", "json", "--mfa-code", "12345", "get-tenant"), "usage", 2)
        result = self.simulate("-o", "json", "-vv", "get-tenant", stdin=b"12345\nabcdef\n1234567\n")
        error = self.assert_fails(result, "input_needed", 5)
        self.assertIn("not sent", error["message"])
        # The simulator would have said that it is wrong.
        self.assertNotIn("not correct", result.stderr.decode())

    def test_a_malformed_code_does_not_use_up_an_attempt(self):
        result = self.simulate("get-tenant", "--mfa-attempts", "1", stdin=b"12345\n123456\n")
        self.assertEqual(result.returncode, 0, result.stderr.decode())

    def test_wrong_then_right(self):
        self.assertEqual(self.simulate("get-tenant", stdin=b"000000\n123456\n").returncode, 0)

    def test_usage(self):
        for arguments in (["--simulate", "--frobnicate", "get-tenant"], ["frobnicate"], [], ["get-phone-numbers", "--top", "many"],
                          ["get-phone-numbers", "--top", "-1"], ["--timeout", "soon", "get-tenant"], ["-o", "yaml", "get-tenant"],
                          ["--mfa-attempts", "6", "get-tenant"],
                          ["--mfa-code-file", "-", "--password-file", "-", "get-tenant"]):
            with self.subTest(arguments):
                result = self.run_program(*arguments)
                self.assertEqual(result.returncode, 2, result.stderr.decode())
                self.assertEqual(result.stdout, b"")
                self.assertTrue(result.stderr.startswith(b"teamsctl: "))
        self.assert_fails(self.run_program("-o", "json", "--frobnicate"), "usage", 2)

    def test_help_and_version(self):
        for arguments in (["--help"], ["get-phone-numbers", "--help"], ["--version"]):
            result = self.run_program(*arguments)
            self.assertEqual((result.returncode, result.stderr), (0, b""))
            self.assertTrue(result.stdout)

    def test_a_file_that_others_can_write_is_refused(self):
        code = self.directory / "code"
        code.write_text("123456\n")
        os.chmod(code, 0o622)
        self.assert_fails(self.run_program("--simulate", "-o", "json", "--mfa-code-file", str(code), "get-tenant"), "insecure", 15)

    def test_a_missing_file_is_named(self):
        result = self.run_program("--simulate", "-o", "json", "--mfa-code-file", "/nonexistent/code", "get-tenant")
        self.assertIn("/nonexistent/code", self.assert_fails(result, "input_needed", 5)["message"])

    def test_an_unknown_scenario_is_named(self):
        result = self.run_program("--simulate=nonsense", "-o", "json", "get-tenant")
        self.assertIn("nonsense", self.assert_fails(result, "usage", 2)["message"])

    def test_no_secret_in_the_log(self):
        log = self.directory / "log"
        for scenario in ("default", "code-console", "noise"):
            self.simulate("-vv", "--log-file", str(log), "get-tenant", scenario=scenario)
        text = log.read_text()
        self.assertIn("executing", text)
        self.assertNotIn("Passw0rd!", text)
        self.assertEqual(os.stat(log).st_mode & 0o777, 0o600)

    def test_a_slow_reader_gets_everything(self):
        process = self.start_program("--simulate", "-u", "nomfa@contoso.example", "-o", "ndjson", "--simulate-numbers", "20000",
                                     "get-phone-numbers")
        lines = 0
        while True:
            chunk = os.read(process.stdout.fileno(), 777)
            if not chunk:
                break
            lines += chunk.count(b"\n")
        self.assertEqual(lines, 20000)
        self.assertEqual(process.wait(), 0)

    def test_a_reader_that_has_enough_ends_it_quietly(self):
        process = self.start_program("--simulate", "-u", "nomfa@contoso.example", "-o", "ndjson", "--simulate-numbers", "1000000",
                                     "get-phone-numbers")
        process.stdout.readline()
        process.stdout.close()
        self.assertEqual(process.stderr.read(), b"")
        self.assertEqual(process.wait(), 14)

    def test_a_full_disk_is_said(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([TEAMSCTL, "--simulate", "-u", "nomfa@contoso.example", "get-phone-numbers"], stdout=full,
                                    stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=clean_environment(), timeout=120)
        self.assertEqual(result.returncode, 14)
        self.assertIn(b"No space left", result.stderr)


if __name__ == "__main__":
    unittest.main()
