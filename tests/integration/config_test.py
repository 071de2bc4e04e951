"""Options from the command line, the environment and profiles: which one holds, and what a mistake in each of them looks like."""
import json
import os
import pathlib
import unittest

from program import PATIENCE, ProgramCase, clean_environment


class Config(ProgramCase):
    def configured(self, text, mode=0o600, **extra):
        """An environment whose configuration file has this text."""
        self.file = self.directory / "teamsctl" / "config.toml"
        self.file.parent.mkdir(exist_ok=True)
        self.file.write_text(text)
        self.file.chmod(mode)
        return clean_environment(XDG_CONFIG_HOME=str(self.directory), **extra)

    def secret_file(self, name, text):
        path = self.directory / name
        path.write_text(text)
        path.chmod(0o600)
        return path

    def show(self, *arguments, env):
        result = self.run_program("config", "show", "--origin", *arguments, env=env)
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        return {row["option"]: row for row in json.loads(result.stdout)}

    def start_at_question(self, option, *arguments, env=None):
        """A program that waits for the secret of this option, and the FIFO it waits for."""
        fifo = self.directory / "fifo"
        os.mkfifo(fifo, 0o600)
        process = self.start_program("--simulate", "-vv", option, str(fifo), *arguments, "get-tenant", env=env)
        self.wait_for_line(process.stderr, f"asking {option}")
        return process, fifo

    def finish(self, process, fifo, text):
        fifo.write_text(text)
        _, err = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 0, err.decode())

    def test_a_profile_signs_in(self):
        self.secret_file("teamsctl-code", "123456\n")
        env = self.configured('default_profile = "demo"\n[profile.demo]\nsimulate = true\nno_input = true\n'
                              'mfa_code_file = "../teamsctl-code"\noutput = "ndjson"\n')
        # From another directory: paths in a profile are those of its file.
        result = self.run_program("get-phone-numbers", "--top", "2", env=env, cwd="/")
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        self.assertEqual(len([json.loads(line) for line in result.stdout.splitlines()]), 2)

    def test_flag_before_environment_before_profile(self):
        env = self.configured("[profile.default]\nmfa_timeout = 30\nmfa_attempts = 3\nquiet = true\n",
                              TEAMSCTL_MFA_TIMEOUT="40s", TEAMSCTL_MFA_ATTEMPTS="4")
        rows = self.show("--mfa-timeout", "50s", env=env)
        self.assertEqual((rows["mfa-timeout"]["value"], rows["mfa-timeout"]["origin"]), ("50s", "flag"))
        self.assertEqual((rows["mfa-attempts"]["value"], rows["mfa-attempts"]["origin"]), (4, "environment TEAMSCTL_MFA_ATTEMPTS"))
        self.assertEqual((rows["quiet"]["value"], rows["quiet"]["origin"]), (True, f"profile default ({self.file}:4:9)"))
        self.assertEqual((rows["login-timeout"]["value"], rows["login-timeout"]["origin"]), ("300s", "default"))

    def test_show_has_no_secret(self):
        env = self.configured("[profile.default]\npassword_command = 'find-it'\n", TEAMSCTL_PASSWORD="canary-1", OTHER="canary-2")
        result = self.run_program("-o", "ndjson", "config", "show", "--origin", "--totp-secret-env", "OTHER", env=env)
        self.assertNotIn(b"canary", result.stdout + result.stderr)
        rows = {row["option"]: row for row in map(json.loads, result.stdout.splitlines())}
        self.assertEqual(rows["password"]["value"], "set")
        self.assertEqual(rows["totp-secret-env"]["value"], "OTHER")
        self.assertEqual(rows["password-command"]["value"], "find-it")
        plain = json.loads(self.run_program("config", "show", env=env).stdout)
        self.assertEqual(set(plain[0]), {"option", "value"})

    def test_a_mistake_in_the_file_is_named_with_its_place(self):
        for text, place in (("[profile.default]\nmfa_timeout = 'x'\n", "2:15"), ("[profile.default]\nuser = 'x'\n", "2:1"),
                            ("[profile.default\n", "1:"), ("[profile.default]\npassword = 'canary'\n", "2:1"),
                            ("[profile.default]\nquiet = 3\n", "2:9")):
            with self.subTest(text):
                env = self.configured(text)
                result = self.run_program("-o", "json", "get-tenant", env=env)
                message = self.assert_fails(result, "config", 3)["message"]
                self.assertTrue(message.startswith(f"{self.file}:{place}"), message)
                self.assertNotIn("canary", message)

    def test_a_mistake_elsewhere_stops_nobody_but_validate(self):
        env = self.configured("[profile.default]\nquiet = true\n[profile.other]\nquiet = 3\npasword_file = 'x'\n")
        self.assertIs(self.show(env=env)["quiet"]["value"], True)
        result = self.run_program("config", "validate", env=env)
        self.assertEqual((result.returncode, result.stdout), (3, b""))
        self.assertIn(f"{self.file}:4:9: quiet:", result.stderr.decode())
        self.assertIn("Did you mean password_file?", result.stderr.decode())
        errors = [json.loads(line)["error"] for line in self.run_program("-o", "json", "config", "validate", env=env).stderr.splitlines()]
        self.assertEqual([error["exit"] for error in errors], [3, 3])

    def test_validate_says_nothing_when_all_is_well(self):
        env = self.configured("[profile.default]\nquiet = true\n")
        result = self.run_program("config", "validate", env=env)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, b"", b""))
        result = self.run_program("config", "validate", str(self.file))
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, b"", b""))
        self.assertEqual(self.run_program("config", "path", env=env).stdout.decode(), f"{self.file}\n")

    def test_a_file_that_was_asked_for_has_to_be_there(self):
        self.assertIn("/nonexistent/c.toml", self.assert_fails(
            self.run_program("-o", "json", "--config", "/nonexistent/c.toml", "get-tenant"), "config", 3)["message"])
        self.assert_fails(self.run_program("-o", "json", "--profile", "work", "get-tenant"), "config", 3)
        env = self.configured("[profile.work]\n[profile.home]\n")
        error = self.assert_fails(self.run_program("-o", "json", "--profile", "wrok", "get-tenant", env=env), "config", 3)
        self.assertIn("home, work", error["hint"])

    def test_a_file_that_others_can_write_is_refused(self):
        env = self.configured("[profile.default]\nsimulate = true\n", mode=0o620)
        self.assertIn(str(self.file), self.assert_fails(self.run_program("-o", "json", "get-tenant", env=env), "insecure", 15)["message"])
        self.file.chmod(0o600)
        self.file.parent.chmod(0o777)
        self.assert_fails(self.run_program("-o", "json", "get-tenant", env=env), "insecure", 15)
        self.assert_fails(self.run_program("-o", "json", "config", "validate", env=env), "insecure", 15)

    def test_R12_without_a_home_directory_all_else_works(self):
        env = clean_environment(TEAMSCTL_SIMULATE="1", TEAMSCTL_MFA_CODE="123456")
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            env.pop(name, None)
        result = self.run_program("get-tenant", env=env)
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        self.assert_fails(self.run_program("-o", "json", "config", "path", env=env), "config", 3)

    def test_usage_errors_start_nothing(self):
        for arguments, hint in ((["--mfa-cod", "1", "get-tenant"], "Did you mean --mfa-code?"),
                                (["--auth", "certificate", "get-tenant"], "--tenant-id"),
                                (["--certificate-file", "x", "get-tenant"], "certificate"),
                                (["--password-fd", "977", "get-tenant"], "977"),
                                (["--mfa-code-file", "-", "--password-fd", "0", "get-tenant"], "FIFO")):
            with self.subTest(arguments):
                error = self.assert_fails(self.run_program("-o", "json", "--pwsh", "/nonexistent", *arguments), "usage", 2)
                self.assertIn(hint, error["hint"])

    def test_R10_no_secret_in_the_first_environment(self):
        env = clean_environment(TEAMSCTL_PASSWORD="Passw0rd!", TEAMSCTL_ACCESS_TOKENS="canary-1", MINE="canary-2", KEPT="kept")
        process, fifo = self.start_at_question("--mfa-code-file", "--mfa-code-env", "MINE", env=env)
        environment = pathlib.Path(f"/proc/{process.pid}/environ").read_bytes()
        for secret in (b"Passw0rd!", b"canary-1", b"canary-2"):
            self.assertNotIn(secret, environment)
        self.assertIn(b"KEPT=kept", environment)
        self.finish(process, fifo, "123456\n")

    def test_R10_no_code_in_the_process_list(self):
        process, fifo = self.start_at_question("--password-file", "--mfa-code", "123456")
        arguments = pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes().split(b"\0")
        self.assertEqual(arguments[arguments.index(b"--mfa-code") + 1], b"xxxxxx")
        self.assertNotIn(b"123456", b" ".join(arguments))
        self.finish(process, fifo, "Passw0rd!\n")


if __name__ == "__main__":
    unittest.main()
