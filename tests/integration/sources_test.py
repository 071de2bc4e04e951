"""Every source of every secret, used wrongly: how it ends, what is said of it, and that no secret is in what is said (R13, R17, R18, R22)."""
import base64
import hashlib
import hmac
import json
import os
import pathlib
import subprocess
import sys
import time
import unittest

from program import CODE, PATIENCE, ProgramCase, TEAMSCTL, clean_environment

try:
    import pexpect
except ImportError:
    pexpect = None

PASSWORD = "Passw0rd!"
SEED = "JBSWY3DPEHPK3PXP"
SECRETS = ["password", "mfa-code", "totp-secret", "certificate-password", "access-tokens"]
APPLICATION = ["--auth", "certificate", "--tenant-id", "contoso.example", "--application-id", "11111111-2222-4333-8444-555555555555"]


def totp(step, seed=SEED, digits=6):
    digest = hmac.new(base64.b32decode(seed), step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = digest[-1] & 15
    return str((int.from_bytes(digest[at:at + 4], "big") & 0x7fffffff) % 10 ** digits).zfill(digits)


class SourceCase(ProgramCase):
    def file(self, name, text, mode=0o600):
        path = self.directory / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(mode)
        return str(path)

    def fifo(self, name="fifo"):
        path = self.directory / name
        os.mkfifo(path, 0o600)
        return path

    def variables(self, **extra):
        return clean_environment(**extra)

    def run_json(self, *arguments, **options):
        return self.run_program("--simulate", "-o", "json", *arguments, "get-tenant", **options)

    def assert_signed_in(self, result, hidden=()):
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        self.assertEqual([row["DisplayName"] for row in json.loads(result.stdout)], ["Contoso"])
        self.assert_hides(result, hidden)

    def assert_hides(self, result, secrets):
        output = (result.stdout + result.stderr).decode(errors="replace")
        for secret in secrets:
            self.assertNotIn(secret, output)

    def assert_refused(self, result, code, status, *words, hidden=()):
        """The failure, with these words in its message, and nothing on stdout."""
        error = self.assert_fails(result, code, status)
        for word in words:
            self.assertIn(word, error["message"])
        self.assertTrue(error["hint"], error)
        self.assertEqual(result.stdout, b"")
        self.assert_hides(result, hidden)
        return error

    def requests_in(self, transcript):
        entries = [json.loads(line) for line in pathlib.Path(transcript).read_text().splitlines()[1:]]
        return [(entry["t"], json.loads(entry["text"])) for entry in entries if entry["channel"] == "request"]

    def answers_in(self, transcript):
        return [time for time, request in self.requests_in(transcript) if request["type"] == "answer"]


class Files(SourceCase):
    def code_file(self, path, *arguments, **options):
        return self.run_json("--mfa-code-file", str(path), *arguments, **options)

    def test_R22_a_file_that_cannot_be_read_is_named(self):
        for path, words in ((self.directory / "missing", "No such file"), (self.directory, "is a directory"), ("/dev/zero", "neither a file nor a FIFO"),
                            ("/dev/null", "neither a file nor a FIFO"), (self.file("empty", ""), "no line"), (self.file("line", "\n123456\n"), "empty line"),
                            (self.file("zero", b"123\0" b"456\n"), "zero byte"), (self.file("wide", "123456\n".encode("utf-16")), "zero byte")):
            with self.subTest(str(path)):
                self.assert_refused(self.code_file(path), "input_needed", 5, "--mfa-code-file: ", str(path), words, hidden=["123456"])

    def test_R22_every_secret_names_its_own_option(self):
        path = str(self.directory / "missing")
        ways = {"password": ["-u", "nomfa@contoso.example"], "mfa-code": [], "totp-secret": ["-u", "totp@contoso.example"],
                "certificate-password": [*APPLICATION, "--certificate-file", self.encrypted_certificate()], "access-tokens": ["--auth", "access-token"]}
        for secret in SECRETS:
            with self.subTest(secret):
                result = self.run_json(*ways[secret], f"--{secret}-file", path)
                self.assert_refused(result, "input_needed", 5, f"--{secret}-file: ", path)

    def encrypted_certificate(self):
        key, request, pfx = (str(self.directory / name) for name in ("k.pem", "c.pem", "c.pfx"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", "-keyout", key, "-out", request], check=True, capture_output=True)
        subprocess.run(["openssl", "pkcs12", "-export", "-inkey", key, "-in", request, "-out", pfx, "-passout", "pass:canary"], check=True, capture_output=True)
        os.chmod(pfx, 0o600)
        return pfx

    def test_R22_a_file_that_others_can_read_or_write_is_refused(self):
        for mode in (0o640, 0o604, 0o620, 0o602, 0o666, 0o610):
            with self.subTest(oct(mode)):
                path = self.file("code", CODE, mode)
                self.assert_refused(self.code_file(path), "insecure", 15, "--mfa-code-file: ", path, "others", hidden=["123456"])

    def test_R22_what_others_can_write_is_refused_in_shared_too(self):
        path = self.file("code", CODE, 0o644)
        self.assert_signed_in(self.code_file(path, "--secret-files", "shared"))
        for mode in (0o664, 0o646):
            with self.subTest(oct(mode)):
                os.chmod(path, mode)
                self.assert_refused(self.code_file(path, "--secret-files", "shared"), "insecure", 15, path, hidden=["123456"])

    def test_R22_an_insecure_file_is_not_passed_over(self):
        # The next source would do, but somebody may have put another password there.
        env = self.variables(TEAMSCTL_MFA_CODE="123456")
        path = self.file("code", CODE, 0o666)
        self.assert_refused(self.code_file(path, env=env), "insecure", 15, path, hidden=["123456"])

    def test_R22_a_symbolic_link_needs_the_flag(self):
        path = self.file("code", CODE)
        link = self.directory / "link"
        link.symlink_to(path)
        self.assert_refused(self.code_file(link), "insecure", 15, "--mfa-code-file: ", "symbolic link", hidden=["123456"])
        self.assert_signed_in(self.code_file(link, "--secret-files", "shared"))
        link.unlink()
        link.symlink_to(self.directory / "missing")
        self.assert_refused(self.code_file(link, "--secret-files", "shared"), "input_needed", 5, "No such file")

    def test_R22_a_file_of_another_user_is_refused(self):
        if os.geteuid() != 0:
            self.skipTest("only root can give a file away")
        path = self.file("code", CODE)
        os.chown(path, 65534, 65534)
        self.assert_refused(self.code_file(path), "insecure", 15, "--mfa-code-file: ", "another user", hidden=["123456"])
        self.assert_signed_in(self.code_file(path, "--secret-files", "shared"))

    def test_R22_a_file_that_is_too_large_is_refused_unread(self):
        path = self.directory / "large"
        with open(path, "wb") as file:
            file.truncate(1 << 30)
        path.chmod(0o600)
        begin = time.monotonic()
        self.assert_refused(self.code_file(path), "input_needed", 5, str(path), "larger than 256 bytes")
        self.assert_refused(self.run_json("-u", "nomfa@contoso.example", "--password-file", str(path)), "input_needed", 5, "--password-file", "4096 bytes")
        self.assertLess(time.monotonic() - begin, 10)

    def test_H15_a_fifo_whose_writer_never_comes(self):
        begin = time.monotonic()
        error = self.assert_refused(self.code_file(self.fifo(), "--mfa-timeout", "300ms"), "timeout", 7)
        self.assertEqual(error["reason"], "answer_timed_out")
        self.assertLess(time.monotonic() - begin, 10)

    def test_H15_a_writer_that_sends_nothing_and_goes(self):
        fifo = self.fifo()
        process = self.start_program("--simulate", "-o", "json", "-vv", "--mfa-code-file", str(fifo), "--mfa-timeout", "60s", "get-tenant")
        self.wait_for_line(process.stderr, "asking --mfa-code-file")
        os.close(os.open(fifo, os.O_WRONLY))
        out, err = process.communicate(timeout=PATIENCE)
        self.assert_refused(subprocess.CompletedProcess([], process.returncode, out, err), "input_needed", 5, "no line")

    def test_H15_a_file_that_vanishes_before_the_question(self):
        # Looked for when the code is wanted, and not before.
        path, fifo = self.file("code", CODE), self.fifo()
        process = self.start_program("--simulate", "-o", "json", "-vv", "--password-file", str(fifo), "--mfa-code-file", path, "get-tenant")
        self.wait_for_line(process.stderr, "asking --password-file")
        os.unlink(path)
        fifo.write_text(PASSWORD + "\n")
        out, err = process.communicate(timeout=PATIENCE)
        self.assert_refused(subprocess.CompletedProcess([], process.returncode, out, err), "input_needed", 5, "No such file", hidden=["123456", PASSWORD])

    def test_process_substitution(self):
        command = '"$T" --simulate -o json --mfa-code-file <(echo 123456) --password-file <(echo \'Passw0rd!\') get-tenant'
        result = subprocess.run(["bash", "-c", command], env=self.variables(T=TEAMSCTL), capture_output=True, stdin=subprocess.DEVNULL,
                                timeout=PATIENCE, start_new_session=True)
        self.assert_signed_in(result, [PASSWORD, "123456"])

    def test_two_owners_of_stdin_start_nothing(self):
        for one, two in (("--mfa-code-file", "--password-file"), ("--password-file", "--totp-secret-file")):
            for path in ("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"):
                with self.subTest(one=one, path=path):
                    result = self.run_program("--pwsh", "/nonexistent", "-o", "json", one, "-", two, path, "get-tenant", stdin=CODE)
                    error = self.assert_refused(result, "usage", 2, hidden=["123456"])
                    self.assertIn(one, error["message"] + error["hint"])
                    self.assertIn(two, error["message"] + error["hint"])
        result = self.run_program("--pwsh", "/nonexistent", "-o", "json", "--mfa-code-file", "-", "--password-fd", "0", "get-tenant", stdin=CODE)
        self.assert_refused(result, "usage", 2)

    def test_the_credentials_directory(self):
        path = self.file("teamsctl.mfa-code", CODE, 0o440)
        env = self.variables(CREDENTIALS_DIRECTORY=str(self.directory))
        self.assert_signed_in(self.run_json(env=env))
        os.chmod(path, 0o662)
        self.assert_refused(self.run_json(env=env), "insecure", 15, "$CREDENTIALS_DIRECTORY/teamsctl.mfa-code", hidden=["123456"])


class DescriptorsAndVariables(SourceCase):
    def test_a_descriptor_that_is_none_is_a_usage_error(self):
        for secret in SECRETS:
            option = f"--{secret}-fd"
            way = APPLICATION + ["--certificate-file", "x"] if secret == "certificate-password" else ["--auth", "access-token"] if secret == "access-tokens" else []
            for number in ("977", "x", "", "-1", "3.5", "99999999999"):
                with self.subTest(option=option, number=number):
                    result = self.run_program("--pwsh", "/nonexistent", "-o", "json", *way, f"{option}={number}", "get-tenant")
                    self.assert_refused(result, "usage", 2, option)

    def test_a_descriptor_that_can_only_be_written(self):
        with open(self.directory / "out", "wb") as out:
            result = self.run_json("--mfa-code-fd", str(out.fileno()), pass_fds=[out.fileno()])
        self.assert_refused(result, "usage", 2, "--mfa-code-fd", "not open for reading")

    def test_a_descriptor_at_its_end(self):
        read, write = os.pipe()
        os.close(write)
        result = self.run_json("--mfa-code-fd", str(read), pass_fds=[read])
        os.close(read)
        self.assert_refused(result, "input_needed", 5, "--mfa-code-fd", "no more lines")

    def test_a_variable_that_is_not_set(self):
        self.assert_refused(self.run_json("--mfa-code-env", "NOT_SET"), "input_needed", 5, "--mfa-code-env NOT_SET", "not set")
        env = self.variables(EMPTY="")
        self.assert_refused(self.run_json("--mfa-code-env", "EMPTY", env=env), "input_needed", 5, "--mfa-code-env EMPTY", "empty")

    def test_a_name_that_no_variable_has_is_not_repeated(self):
        # Somebody may have written the secret itself there.
        for secret in SECRETS:
            way = APPLICATION + ["--certificate-file", "x"] if secret == "certificate-password" else ["--auth", "access-token"] if secret == "access-tokens" else []
            for name in ("canary word", "7canary", "", "canary=1", "$canary"):
                with self.subTest(secret=secret, name=name):
                    result = self.run_program("--pwsh", "/nonexistent", "-o", "json", *way, f"--{secret}-env={name}", "get-tenant")
                    self.assert_refused(result, "usage", 2, f"--{secret}-env", hidden=["canary"])


class Commands(SourceCase):
    def code_command(self, command, *arguments, **options):
        return self.run_json("--mfa-code-command", command, *arguments, **options)

    def test_R22_a_command_that_gives_no_secret(self):
        for command, words in (("echo 123456; exit 1", "exit status 1"), ("true", "no line"), ("echo", "empty line"), ("echo 123456; echo 123456", "more than 1 line"),
                               ("head -c 1000000 /dev/zero | tr '\\0' 1", "more than 256 bytes"), ("kill -9 $$", "signal 9"), ("exit 127", "127"),
                               ("no-such-helper", "127"), ("printf '123\\000456\\n'", "zero byte")):
            with self.subTest(command):
                result = self.code_command(command)
                self.assert_refused(result, "input_needed", 5, "--mfa-code-command: the command ", words, hidden=["123456"])

    def test_R22_a_command_that_hangs_is_ended(self):
        pids = self.directory / "pids"
        begin = time.monotonic()
        result = self.code_command(f"sleep 500 & echo $! $$ > {pids}; wait", "--secret-command-timeout", "300ms")
        self.assert_refused(result, "input_needed", 5, "--mfa-code-command", "did not end within 300 ms")
        self.assertLess(time.monotonic() - begin, 15)
        for pid in pids.read_text().split():
            self.assertFalse(os.path.exists(f"/proc/{pid}") and ") Z" not in pathlib.Path(f"/proc/{pid}/stat").read_text(), pid)

    def test_R22_a_command_that_hangs_and_ignores_SIGTERM_is_killed(self):
        begin = time.monotonic()
        result = self.code_command("trap '' TERM; while :; do sleep 500 & wait; done", "--secret-command-timeout", "300ms")
        self.assert_refused(result, "input_needed", 5, "did not end within 300 ms")
        self.assertLess(time.monotonic() - begin, 15)

    def test_R22_after_a_command_that_hangs_comes_the_next_source(self):
        result = self.code_command("sleep 500", "--secret-command-timeout", "300ms", env=self.variables(TEAMSCTL_MFA_CODE="123456"))
        self.assert_signed_in(result)

    def test_our_stdin_is_not_the_commands(self):
        seen = self.directory / "seen"
        read, write = os.pipe()
        os.write(write, b"somebody else's\n")
        os.close(write)
        command = [TEAMSCTL, "--simulate", "-o", "json", "--mfa-code-command", f"cat > {seen}; echo 123456", "get-tenant"]
        result = subprocess.run(command, stdin=read, capture_output=True, env=self.variables(), timeout=PATIENCE, start_new_session=True)
        self.assert_signed_in(result)
        self.assertEqual((seen.read_bytes(), os.read(read, 100)), (b"", b"somebody else's\n"))
        os.close(read)

    def test_a_background_child_that_holds_the_pipe_is_not_waited_for(self):
        pid = self.directory / "pid"
        begin = time.monotonic()
        # Its stderr is ours as well, and that end this test waits for.
        result = self.code_command(f"sleep 100 2>/dev/null & echo $! > {pid}; echo 123456")
        self.assert_signed_in(result)
        self.assertLess(time.monotonic() - begin, 20)
        os.kill(int(pid.read_text()), 9)

    def test_the_environment_of_a_command_has_no_secret(self):
        seen = self.directory / "seen"
        env = self.variables(TEAMSCTL_PASSWORD=PASSWORD, TEAMSCTL_TOTP_SECRET="canary-1", OTHER="canary-2", KEPT="kept")
        result = self.code_command(f"env > {seen}; echo 123456", "--totp-secret-env", "OTHER", env=env)
        self.assert_signed_in(result)
        text = seen.read_text()
        self.assertIn("KEPT=kept", text)
        for secret in (PASSWORD, "canary-1", "canary-2"):
            self.assertNotIn(secret, text)

    @unittest.skipIf(pexpect is None, "python3-pexpect is not installed")
    def test_a_command_may_ask_on_the_terminal(self):
        out = self.directory / "out"
        helper = self.file("helper", "#!/bin/sh\nprintf 'Touch: ' >/dev/tty\nread code </dev/tty\necho \"$code\"\n", 0o700)
        line = f'echo ours | "$T" --simulate --mfa-code-command {helper} get-tenant > {out}; echo status=$?'
        child = pexpect.spawn("/bin/sh", ["-c", line], env=self.variables(T=TEAMSCTL), timeout=60, encoding="utf-8")
        self.addCleanup(child.close, True)
        child.expect("Touch: ")
        child.sendline("123456")
        child.expect("status=0")
        self.assertEqual(json.loads(out.read_text())[0]["DisplayName"], "Contoso")


class Order(SourceCase):
    """R13: one source after the other, until one has it."""

    def test_R13_what_fails_is_passed_over(self):
        missing = str(self.directory / "missing")
        everything = ["--mfa-code-file", missing, "--mfa-code-fd", "0", "--mfa-code-env", "MINE", "--mfa-code-command", "exit 3"]
        result = self.run_json(*everything, env=self.variables(TEAMSCTL_MFA_CODE="123456"))
        self.assert_signed_in(result)
        error = self.assert_refused(self.run_json(*everything), "input_needed", 5)
        places = [error["message"].find(f"--mfa-code-{form}") for form in ("file", "fd", "env", "command")]
        self.assertNotIn(-1, places, error["message"])
        self.assertEqual(places, sorted(places))

    def test_R13_the_first_that_has_one_is_taken_and_no_other_asked(self):
        marker = self.directory / "marker"
        result = self.run_json("--mfa-code-env", "MINE", "--mfa-code-command", f"touch {marker}; echo 123456", env=self.variables(MINE="123456"))
        self.assert_signed_in(result)
        self.assertFalse(marker.exists())

    def test_R13_flag_before_variable_before_profile_before_credentials(self):
        (self.directory / "teamsctl").mkdir()
        config = pathlib.Path(self.file("teamsctl/config.toml", "[profile.default]\nmfa_code_command = 'echo 000003'\n"))
        self.assertTrue(config.exists())
        self.file("teamsctl.mfa-code", "000004\n")
        env = self.variables(XDG_CONFIG_HOME=str(self.directory), CREDENTIALS_DIRECTORY=str(self.directory), TEAMSCTL_MFA_CODE="000002",
                             TEAMSCTL_MFA_CODE_FILE=self.file("code", "000001\n"))
        log = self.directory / "log"
        result = self.run_json("--mfa-code-env", "MINE", "-vv", "--log-file", str(log), "--mfa-attempts", "5", env={**env, "MINE": "000000"},
                               stdin=b"")
        self.assertEqual(result.returncode, 6, result.stderr.decode())
        asked = [line.split("asking ", 1)[1].split(" for the answer")[0] for line in log.read_text().splitlines()
                 if "asking " in line and "kind mfa_code" in line]
        self.assertEqual(asked[:1], ["--mfa-code-env MINE"])
        self.assertEqual(asked, ["--mfa-code-env MINE", "TEAMSCTL_MFA_CODE_FILE", "TEAMSCTL_MFA_CODE"])  # three are all the tenant asks for
        result = self.run_json("--mfa-code", "123456", env=env)
        self.assert_signed_in(result)


class Codes(SourceCase):
    """C22: what is a code, and what is never sent."""

    def test_C22_what_is_no_code_is_never_sent(self):
        transcript = str(self.directory / "transcript")
        for text in (b"12345\n", b"1234567\n", b"12a456\n", b"abcdef\n", b"x123456\n", b"123456 or 654321\n", b"12 34 5\n", "１２３４５６\n".encode(), b"-\n"):
            with self.subTest(text):
                result = self.run_json("--mfa-code-file", self.file("code", text), "--transcript", transcript)
                self.assert_refused(result, "input_needed", 5, "--mfa-code-file: that is not a code of 6 digits", hidden=[text.decode().strip()] if len(text) > 3 else [])
                self.assertEqual(self.answers_in(transcript), [])

    def test_C22_a_code_is_picked_out_of_what_helpers_print(self):
        for text in (b"123456 lasts 24s\n", b"123 456\n", b"123-456\n", b"123456\r\n", b"123456", b"  123456  \n", b"Code: 123456.\n", b"\xef\xbb\xbf123456\n"):
            with self.subTest(text):
                self.assert_signed_in(self.run_json("--mfa-code-file", self.file("code", text)))
                self.assert_signed_in(self.run_json("--mfa-code-command", f"cat {self.file('code', text)}"))

    def test_codes_of_another_length(self):
        eight = self.scenario({"connect": [{"ask_code": {"expect": "97624912"}}]})
        arguments = [f"--simulate={eight}", "-o", "json", "-u", "nomfa@contoso.example", "get-tenant"]
        for code in ("97624912", "9762 4912", "97624912 lasts 24s"):
            with self.subTest(code):
                self.assert_signed_in(self.run_program("--mfa-code-digits", "8", "--mfa-code", code, *arguments))
        self.assert_refused(self.run_program("--mfa-code-digits", "8", "--mfa-code", "976249", *arguments), "usage", 2, "--mfa-code", "8 digits")
        self.assert_refused(self.run_program("--mfa-code", "97624912", *arguments), "usage", 2, "--mfa-code", hidden=["97624912"])
        for digits in ("3", "11", "x"):
            self.assert_refused(self.run_program("--mfa-code-digits", digits, *arguments), "usage", 2, "--mfa-code-digits")

    def test_R17_a_file_with_a_wrong_code_is_sent_once(self):
        transcript = str(self.directory / "transcript")
        result = self.run_json("--mfa-code-file", self.file("code", "000000\n"), "--transcript", transcript, "--mfa-attempts", "5")
        self.assert_refused(result, "mfa_refused", 6)
        self.assertEqual(len(self.answers_in(transcript)), 1)


class Totp(SourceCase):
    def seeded(self, seed, *arguments, **options):
        return self.run_json("-u", "totp@contoso.example", "--totp-secret-file", self.file("seed", seed + "\n"), *arguments, **options)

    def test_H17_a_bad_secret_is_a_usage_error_and_is_not_echoed(self):
        for seed, words in (("JBSWY3DP-canary-0189", "base32"), (f"otpauth://hotp/x?secret={SEED}&counter=1", "HOTP"), ("otpauth://totp/x?secret=canary!", "base32"),
                            (f"otpauth://totp/x?secret={SEED}&digits=8", "8 digits"), (f"otpauth://totp/x?secret={SEED}&digits=0", "digits"),
                            (f"otpauth://totp/x?secret={SEED}&period=0", "period"), (f"otpauth://totp/x?secret={SEED}&algorithm=MD5", "algorithm"),
                            ("otpauth://totp/x?issuer=canary", "missing"), (f"otpauth://totp/x?secret={SEED}%2", "percent"),
                            (f"otpauth-migration://offline?data={SEED}", "export"), (f"https://contoso.example/{SEED}", "base32")):
            with self.subTest(seed):
                transcript = str(self.directory / "transcript")
                result = self.seeded(seed, "--transcript", transcript)
                self.assert_refused(result, "usage", 2, words, "--totp-secret-file", hidden=[SEED, "canary"])
                self.assertEqual(self.answers_in(transcript), [])

    def test_a_secret_of_another_source_is_named_by_that(self):
        result = self.run_json("-u", "totp@contoso.example", env=self.variables(TEAMSCTL_TOTP_SECRET="canary!"))
        self.assert_refused(result, "usage", 2, "TEAMSCTL_TOTP_SECRET", hidden=["canary"])

    def test_the_shapes_that_authenticators_write(self):
        for seed in (SEED, "jbsw y3dp ehpk 3pxp", f"otpauth://totp/Contoso%20Ltd:totp%40contoso.example?secret={SEED}&issuer=Contoso%20Ltd",
                     "otpauth://totp/Contoso%20Ltd?secret=JBSW%20Y3DP%20EHPK%203PXP&algorithm=SHA1&digits=6&period=30"):
            with self.subTest(seed):
                self.assert_signed_in(self.seeded(seed), [SEED])

    def test_R17_one_time_step_is_never_sent_twice(self):
        # Whatever step it begins in, the third code is that of the step after the next: unless one is sent twice.
        period = 15
        transcript = str(self.directory / "transcript")
        wanted = totp(int(time.time()) // period + 2)
        scenario = self.scenario({"connect": [{"ask_code": {"attempts": 5, "expect": wanted}}]})
        result = self.run_program(f"--simulate={scenario}", "-o", "json", "-u", "nomfa@contoso.example", "--mfa-attempts", "3", "--transcript", transcript,
                                  "--totp-secret-file", self.file("seed", f"otpauth://totp/x?secret={SEED}&period={period}\n"), "get-tenant")
        self.assert_signed_in(result, [SEED, wanted])
        times = self.answers_in(transcript)
        self.assertGreaterEqual(len(times), 2)
        for before, after in zip(times, times[1:]):
            self.assertGreaterEqual(after - before, 2.9)  # a step is not used in its last three seconds

    def test_R17_a_second_sign_in_waits_for_the_next_step(self):
        transcript = str(self.directory / "transcript")
        scenario = self.scenario({"commands": {"Get-CsTenant": {"at_call": {"1": [{"expire": {}}]}}}})
        result = self.run_program(f"--simulate={scenario}", "-o", "json", "-u", "totp@contoso.example", "--transcript", transcript,
                                  "--totp-secret-file", self.file("seed", SEED + "\n"), "get-tenant")
        self.assert_signed_in(result, [SEED])
        first, second = self.answers_in(transcript)
        self.assertGreaterEqual(second - first, 2.9)


class Certificates(SourceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if subprocess.run(["which", "openssl"], capture_output=True).returncode != 0:
            raise unittest.SkipTest("there is no openssl to make certificates with")

    def openssl(self, *arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)

    def certificate(self, mode=0o600, name="/CN=test"):
        self.key, self.only = self.directory / "key.pem", self.directory / "certificate.pem"
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", name, "-keyout", self.key, "-out", self.only)
        for path in (self.key, self.only):
            path.chmod(0o600)
        return self.file("both.pem", self.only.read_text() + self.key.read_text(), mode)

    def pfx(self, password):
        self.certificate()
        path = self.directory / "certificate.pfx"
        self.openssl("pkcs12", "-export", "-inkey", self.key, "-in", self.only, "-out", path, "-passout", f"pass:{password}")
        path.chmod(0o600)
        return str(path)

    def with_certificate(self, path, *arguments, **options):
        return self.run_json(*APPLICATION, "--certificate-file", str(path), *arguments, **options)

    def test_a_good_one_signs_in(self):
        self.assert_signed_in(self.with_certificate(self.certificate()))

    def test_a_file_that_is_no_certificate_is_named(self):
        self.certificate()
        other = self.directory / "other.pem"
        self.openssl("genrsa", "-out", other, "2048")
        mixed = self.file("mixed.pem", self.only.read_text() + other.read_text())
        for path in (self.directory / "missing", self.directory, self.only, self.key, self.file("text", "canary\n"), self.file("empty", ""), mixed,
                     self.file("half.pem", self.only.read_text()[:300])):
            with self.subTest(str(path)):
                self.assert_refused(self.with_certificate(path), "config", 3, str(path), hidden=["canary"])

    def test_a_fifo_is_no_certificate(self):
        # pwsh would wait for its writer.
        self.assert_refused(self.with_certificate(self.fifo(), "--login-timeout", "20s"), "config", 3, "--certificate-file", "FIFO")

    def test_a_wrong_password_is_said_and_not_shown(self):
        path = self.pfx("k3y-canary")
        for password in ("an0ther-canary", "k3y-canar"):
            result = self.with_certificate(path, env=self.variables(TEAMSCTL_CERTIFICATE_PASSWORD=password))
            self.assert_refused(result, "config", 3, path, "password", hidden=["canary", password])
        self.assert_signed_in(self.with_certificate(path, env=self.variables(TEAMSCTL_CERTIFICATE_PASSWORD="k3y-canary")), ["canary"])

    def test_R13_a_password_that_nothing_gives(self):
        error = self.assert_refused(self.with_certificate(self.pfx("k3y-canary")), "input_needed", 5)
        self.assertIn("--certificate-password-file", error["hint"])

    def test_an_expired_one_is_refused_by_the_tenant(self):
        self.certificate()
        request, old = self.directory / "request", self.directory / "old.pem"
        self.openssl("req", "-new", "-key", self.key, "-subj", "/CN=old", "-out", request)
        self.openssl("x509", "-req", "-in", request, "-days", "-1", "-signkey", self.key, "-out", old)
        path = self.file("expired.pem", old.read_text() + self.key.read_text())
        error = self.assert_refused(self.with_certificate(path), "sign_in_refused", 4)
        self.assertEqual(error["aadsts"], 700027)
        self.assertIn("expired", error["hint"])

    def test_one_that_nobody_registered(self):
        error = self.assert_refused(self.with_certificate(self.certificate(name="/CN=unregistered.contoso.example")), "sign_in_refused", 4)
        self.assertEqual(error["aadsts"], 700027)

    def test_R22_one_that_others_can_read_or_write_is_refused(self):
        # It has the private key in it: who reads it is the application, and who writes it chooses who signs in.
        for mode in (0o644, 0o640, 0o666, 0o620):
            with self.subTest(oct(mode)):
                path = self.certificate(mode)
                self.assert_refused(self.with_certificate(path), "insecure", 15, "--certificate-file", path)
        os.chmod(path, 0o644)
        self.assert_signed_in(self.with_certificate(path, "--secret-files", "shared"))

    def test_an_incomplete_one_is_a_usage_error(self):
        # The simulated tenant would fill in what is missing.
        path = self.certificate()
        for arguments, option in ((["--application-id", "x", "--certificate-file", path], "--tenant-id"), (["--tenant-id", "x", "--certificate-file", path], "--application-id"),
                                  (["--tenant-id", "x", "--application-id", "y"], "--certificate-file"),
                                  (["--tenant-id", "x", "--application-id", "y", "--certificate-file", path, "--certificate-thumbprint", "AB"], "--certificate-thumbprint")):
            with self.subTest(option):
                result = self.run_program("--pwsh", "/nonexistent", "-o", "json", "--auth", "certificate", *arguments, "get-tenant")
                error = self.assert_refused(result, "usage", 2)
                self.assertIn(option, error["hint"])


class Tokens(SourceCase):
    def test_what_is_no_pair_of_tokens_is_not_sent(self):
        transcript = str(self.directory / "transcript")
        for text, words in (("canary-one\n", "only 1 line"), ("canary-one\ncanary-two\ncanary-three\n", ""), ("canary-one\n\n", "empty line"), ("", "no line"),
                            ("canary" * 20000 + "\nx\n", "larger than 65536")):
            with self.subTest(text[:40]):
                result = self.run_json("--auth", "access-token", "--access-tokens-file", self.file("tokens", text), "--transcript", transcript)
                if words:
                    self.assert_refused(result, "input_needed", 5, "--access-tokens-file", words, hidden=["canary"])
                else:
                    self.assertNotEqual(result.returncode, 0)
                    self.assert_hides(result, ["canary"])
                self.assertNotIn("canary", pathlib.Path(transcript).read_text())


if __name__ == "__main__":
    outcome = unittest.main(exit=False).result
    # ctest calls it skipped, and shows why.
    sys.exit(77 if len(outcome.skipped) >= outcome.testsRun else 0 if outcome.wasSuccessful() else 1)
