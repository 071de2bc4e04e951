"""doctor, and login, status and logout: what they say, with which exit status, and that doctor reads no secret."""
import datetime
import json
import os
import subprocess
import sys
import threading
import unittest

from program import CODE, PATIENCE, ProgramCase, TEAMSCTL, clean_environment

CHECKS = ["pwsh", "module", "password", "terminal", "clock", "configuration", "cache", "memory", "agent"]
APPLICATION = ["--auth", "certificate", "--tenant-id", "contoso.example", "--application-id", "11111111-2222-4333-8444-555555555555"]


class DoctorCase(ProgramCase):
    def setUp(self):
        super().setUp()
        self.config = self.directory / "config"
        self.cache = self.directory / "cache"
        for directory in (self.config, self.cache, self.config / "teamsctl"):
            directory.mkdir(mode=0o700)

    def environment(self, **extra):
        return clean_environment(**{"HOME": str(self.directory), "XDG_CONFIG_HOME": str(self.config), "XDG_CACHE_HOME": str(self.cache), "XDG_RUNTIME_DIR": str(self.directory), **extra})

    def doctor(self, *arguments, env=None, simulate="--simulate", **options):
        simulated = [simulate] if simulate else []
        return self.run_program(*simulated, "-o", "json", *arguments, "doctor", env=env or self.environment(), **options)

    def findings(self, result, status=0):
        """The array on stdout, by check; nothing else is written anywhere."""
        self.assertEqual(result.returncode, status, result.stdout.decode() + result.stderr.decode())
        rows = json.loads(result.stdout)
        for row in rows:
            self.assertEqual(list(row), ["check", "state", "detail", "advice"])
            self.assertIn(row["state"], ("ok", "note", "wrong"))
            self.assertTrue(row["detail"])
            if row["state"] == "wrong":
                self.assertTrue(row["advice"], row)
        self.assertEqual(status == 0, all(row["state"] != "wrong" for row in rows), rows)
        by_check = {}
        for row in rows:
            by_check.setdefault(row["check"], row)
        return by_check

    def private(self, name, text, mode=0o600):
        path = self.directory / name
        path.write_text(text)
        path.chmod(mode)
        return str(path)


class Doctor(DoctorCase):
    def test_all_is_well(self):
        found = self.findings(self.doctor())
        self.assertEqual([check for check in CHECKS if check not in found], [])
        for check in ("pwsh", "module", "password"):
            self.assertEqual(found[check]["state"], "ok", found[check])

    def test_lines_for_a_person(self):
        result = self.run_program("--simulate", "doctor", env=self.environment())
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        lines = [line for line in result.stdout.decode().splitlines() if not line.startswith(" ")]
        for line in lines:
            self.assertRegex(line, r"^(ok|note|wrong) +\S")
        for check in CHECKS:
            self.assertTrue(any(line.split()[1] == check for line in lines), check)

    def test_ndjson_is_a_line_for_each(self):
        # "-o ndjson: one object a line".
        result = self.run_program("--simulate", "-o", "ndjson", "doctor", env=self.environment())
        self.assertEqual(result.returncode, 0)
        rows = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertTrue(all(isinstance(row, dict) for row in rows), rows)
        self.assertGreater(len(rows), 5)

    def test_the_module_is_absent(self):
        found = self.findings(self.doctor(simulate=f"--simulate={self.scenario({'module': {'absent': True}})}"), 9)
        self.assertEqual(found["module"]["state"], "wrong")
        self.assertIn("Install-Module", found["module"]["advice"])
        self.assertEqual(found["pwsh"]["state"], "ok")

    def test_pwsh_is_missing_or_too_old(self):
        for path in ("/nonexistent/pwsh", str(self.directory)):
            found = self.findings(self.doctor("--pwsh", path, simulate=None), 9)
            self.assertEqual(found["pwsh"]["state"], "wrong")
            self.assertIn(path, found["pwsh"]["detail"])
        found = self.findings(self.doctor(simulate="--simulate=old-powershell"), 9)
        self.assertIn("7.2", found["pwsh"]["detail"])
        # What does not depend on it is looked at all the same.
        self.assertIn("clock", found)

    def test_pwsh_dies(self):
        for scenario in ("death-at-start", "death-at-ready"):
            with self.subTest(scenario):
                result = self.doctor(simulate=f"--simulate={scenario}")
                self.assertEqual(result.returncode, 12, result.stdout)
                self.assertIn("wrong", [row["state"] for row in json.loads(result.stdout)])

    def test_pwsh_says_nothing(self):
        result = self.doctor("--login-timeout", "500ms", simulate="--simulate=silence-at-start")
        self.assertEqual(self.findings(result, 7)["pwsh"]["state"], "wrong")

    def certificate(self, *expiry):
        key, request, only = (self.directory / name for name in ("key.pem", "request.pem", "only.pem"))
        try:
            subprocess.run(["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=teamsctl test", "-keyout", key, "-out", request], check=True,
                           capture_output=True)
        except FileNotFoundError:
            self.skipTest("there is no openssl to make certificates with")
        subprocess.run(["openssl", "x509", "-req", "-in", request, "-signkey", key, "-out", only, *expiry], check=True, capture_output=True)
        return self.private("certificate.pem", only.read_text() + key.read_text())

    def with_certificate(self, path, status, *arguments):
        return self.findings(self.doctor(*APPLICATION, "--certificate-file", str(path), *arguments), status)["certificate"]

    def test_a_certificate(self):
        path = self.certificate("-days", "400")
        found = self.with_certificate(path, 0)
        self.assertEqual(found["state"], "ok")
        self.assertIn("teamsctl test", found["detail"])
        self.assertRegex(found["detail"], r"\b[0-9A-F]{40}\b")
        found = self.with_certificate(self.certificate("-days", "5"), 0)
        self.assertEqual(found["state"], "note")
        self.assertIn((datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=5)).strftime("%Y-%m-%d"), found["detail"])

    def test_a_certificate_that_has_expired(self):
        found = self.with_certificate(self.certificate("-days", "-1"), 3)
        self.assertEqual(found["state"], "wrong")
        self.assertIn("expired", found["advice"])

    def test_a_certificate_that_is_none(self):
        path = self.certificate("-days", "5")
        for file, status in ((self.directory / "missing", 3), (self.directory, 3), (self.private("text", "canary"), 3), (self.directory / "only.pem", 15)):
            with self.subTest(str(file)):
                found = self.with_certificate(file, status)
                self.assertEqual(found["state"], "wrong")
                self.assertNotIn("canary", json.dumps(found))
        (self.directory / "only.pem").chmod(0o600)
        self.assertIn("no private key", self.with_certificate(self.directory / "only.pem", 3)["detail"])
        os.chmod(path, 0o644)
        self.assertEqual(self.with_certificate(path, 15)["state"], "wrong")
        self.assertNotEqual(self.with_certificate(path, 0, "--secret-files", "shared")["state"], "wrong")

    def test_a_directory_that_others_can_write(self):
        for mode in (0o777, 0o770, 0o702):
            with self.subTest(oct(mode)):
                (self.config / "teamsctl").chmod(mode)
                found = self.findings(self.doctor(), 15)["configuration"]
                self.assertEqual(found["state"], "wrong")
                self.assertIn(str(self.config / "teamsctl"), found["detail"])
        (self.config / "teamsctl").chmod(0o700)
        (self.cache / "teamsctl").mkdir()
        (self.cache / "teamsctl").chmod(0o777)
        self.assertEqual(self.findings(self.doctor(), 15)["cache"]["state"], "wrong")

    def test_a_directory_of_another_user(self):
        if os.geteuid() != 0:
            self.skipTest("only root can give a directory away")
        os.chown(self.config / "teamsctl", 65534, 65534)
        found = self.findings(self.doctor(), 15)["configuration"]
        self.assertEqual(found["state"], "wrong")

    def test_the_first_that_is_wrong_gives_the_status(self):
        (self.config / "teamsctl").chmod(0o777)
        self.findings(self.doctor("--pwsh", "/nonexistent", simulate=None), 9)

    def test_a_secret_that_its_place_does_not_give(self):
        insecure = self.private("insecure", "canary\n", 0o644)
        for arguments, env, status, word in ((["--password-file", insecure], {}, 15, insecure),
                                             (["--password-file", str(self.directory / "missing")], {}, 3, "missing"),
                                             (["--password-env", "NOT_SET"], {}, 3, "NOT_SET"),
                                             ([], {"TEAMSCTL_PASSWORD_FILE": insecure}, 15, insecure)):
            with self.subTest(arguments=arguments):
                result = self.doctor(*arguments, env=self.environment(**env))
                found = self.findings(result, status)["password"]
                self.assertEqual(found["state"], "wrong")
                self.assertIn(word, found["detail"])
                self.assertNotIn(b"canary", result.stdout + result.stderr)


class ReadsNoSecret(DoctorCase):
    def test_a_fifo_is_not_opened(self):
        # A writer gets through as soon as somebody reads.
        fifo = self.directory / "fifo"
        os.mkfifo(fifo, 0o600)
        through = threading.Event()

        def write():
            descriptor = os.open(fifo, os.O_WRONLY)
            through.set()
            os.close(descriptor)
        writer = threading.Thread(target=write)
        writer.start()
        for option in ("--password-file", "--mfa-code-file", "--totp-secret-file"):
            self.assertEqual(self.findings(self.doctor(option, str(fifo)))["pwsh"]["state"], "ok")
        opened = through.is_set()
        os.close(os.open(fifo, os.O_RDONLY))
        writer.join()
        self.assertFalse(opened)

    def test_no_command_is_run(self):
        marker = self.directory / "marker"
        self.findings(self.doctor("--password-command", f"touch {marker}", "--mfa-code-command", f"touch {marker}; sleep 100"))
        self.assertFalse(marker.exists())

    def test_stdin_and_descriptors_are_left_alone(self):
        for option in (["--mfa-code-file", "-"], ["--password-fd", "0"]):
            read, write = os.pipe()
            os.write(write, CODE)
            os.close(write)
            result = subprocess.run([TEAMSCTL, "--simulate", "-o", "json", *option, "doctor"], stdin=read, capture_output=True,
                                    env=self.environment(), timeout=PATIENCE, start_new_session=True)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(os.read(read, 100), CODE)
            os.close(read)

    def test_no_secret_is_shown(self):
        env = self.environment(TEAMSCTL_PASSWORD="canary-1", TEAMSCTL_MFA_CODE="123456", TEAMSCTL_TOTP_SECRET="JBSWY3DPEHPK3PXP", MINE="canary-2")
        log, transcript = self.directory / "log", self.directory / "transcript"
        result = self.doctor("-vv", "--log-file", str(log), "--transcript", str(transcript), "--mfa-code-env", "MINE",
                             "--password-file", self.private("password", "canary-3\n"), env=env)
        found = self.findings(result)
        self.assertIn("--password-file", found["password"]["detail"])
        everything = result.stdout + result.stderr + b"".join(path.read_bytes() for path in (log, transcript) if path.exists())
        for secret in (b"canary", b"123456", b"JBSWY3DP"):
            self.assertNotIn(secret, everything)


class Login(DoctorCase):
    def login(self, *arguments, **options):
        return self.run_program("--simulate", "-o", "json", *arguments, "login", env=self.environment(), **options)

    def test_login_says_as_whom(self):
        for arguments, stdin, account in ((["--mfa-code-file", "-"], CODE, "mfa@contoso.example"), (["-u", "nomfa@contoso.example"], b"", "nomfa@contoso.example"),
                                          (["--auth", "managed-identity"], b"", "MSI@50342")):
            with self.subTest(account):
                result = self.login(*arguments, stdin=stdin)
                self.assertEqual(result.returncode, 0, result.stderr.decode())
                self.assertEqual(json.loads(result.stdout),
                                 [{"account": account, "tenantId": "e6204887-25ae-40f9-9109-1dc559799dad", "displayName": "Contoso"}])

    def test_login_fails_as_every_sign_in_does(self):
        self.assert_fails(self.login("--no-input"), "input_needed", 5)
        self.assert_fails(self.login("-u", "locked@contoso.example"), "sign_in_refused", 4)
        self.assert_fails(self.login("--mfa-code", "000000"), "mfa_refused", 6)
        for result in (self.login("--no-input"), self.login("-u", "locked@contoso.example")):
            self.assertEqual(result.stdout, b"")

    def test_status_says_that_nobody_is_signed_in(self):
        result = self.run_program("-o", "json", "--pwsh", "/nonexistent", "status", env=self.environment())
        self.assert_fails(result, "not_connected", 4)
        self.assertEqual(result.stdout, b"")

    def test_logout_never_fails(self):
        for arguments in ([], ["-q"], ["-o", "json"], ["--pwsh", "/nonexistent"]):
            result = self.run_program(*arguments, "logout", env=self.environment())
            self.assertEqual((result.returncode, result.stdout), (0, b""))
        self.assertEqual(self.run_program("-q", "logout", env=self.environment()).stderr, b"")


if __name__ == "__main__":
    outcome = unittest.main(exit=False).result
    # ctest calls it skipped, and shows why.
    sys.exit(77 if len(outcome.skipped) >= outcome.testsRun else 0 if outcome.wasSuccessful() else 1)
