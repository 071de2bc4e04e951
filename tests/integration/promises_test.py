"""Promises of what happens when things go wrong; each test has the number of its promise in its name."""
import json
import os
import pathlib
import signal
import stat
import subprocess
import threading
import time
import unittest

from processes import alive, children_of
from program import CODE, ProgramCase, TEAMSCTL, clean_environment


def session_of(pid):
    """Every process in the session that pid leads."""
    members = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == pid and alive(int(entry.name)):
                    members.append(int(entry.name))
            except ProcessLookupError:
                pass
    return members


class Promises(ProgramCase):
    def fake_pwsh(self, text):
        path = self.directory / "pwsh"
        path.write_text(text)
        path.chmod(0o755)
        return str(path)

    def numbers(self, *arguments, **options):
        return self.run_program("--simulate", "-u", "nomfa@contoso.example", "--no-input", "-o", "json", *arguments, **options)

    def test_R1_a_pwsh_that_cannot_run_is_named(self):
        text = self.directory / "text"
        text.write_text("no program\n")
        text.chmod(0o755)
        locked = self.directory / "locked"
        locked.write_text("#!/bin/sh\n")
        locked.chmod(0o644)
        alien = self.directory / "alien"
        header = bytearray(64)
        header[:20] = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00" + b"\xf3\x00"  # an ELF file for another processor
        alien.write_bytes(header)
        alien.chmod(0o755)
        temporary = self.directory / "tmp"
        temporary.mkdir()
        env = clean_environment(TMPDIR=str(temporary), TEAMSCTL_PASSWORD="Passw0rd!")
        for path in ("/nonexistent/pwsh", str(self.directory), str(text), str(locked), str(alien), "no-such-pwsh-on-path"):
            with self.subTest(path):
                result = self.run_program("-o", "json", "--pwsh", path, "-u", "u@contoso.example", "get-tenant", env=env)
                self.assertIn(path, self.assert_fails(result, "pwsh_missing", 9)["message"])
                self.assertEqual(list(temporary.iterdir()), [])

    def test_R1_a_pwsh_that_is_too_old_says_so(self):
        error = self.assert_fails(self.simulate("-o", "json", "get-tenant", scenario="old-powershell"), "pwsh_missing", 9)
        self.assertIn("7.2", error["message"])
        self.assertIn("7.4", error["message"])

    def test_R2_the_death_of_pwsh_is_noticed_at_every_stage(self):
        for stage in ("start", "ready", "import", "connect", "challenge", "verify", "row", "mid-record", "between-records"):
            with self.subTest(stage):
                result = self.simulate("-o", "json", "get-phone-numbers", scenario=f"death-at-{stage}")
                error = self.assert_fails(result, "child_lost", 12)
                self.assertFalse(result.stdout.rstrip().endswith(b"]"))
                self.assertLessEqual(len(error.get("detail", "")), 4096)

    def test_R2_what_pwsh_wrote_last_is_shown(self):
        pwsh = self.fake_pwsh("#!/bin/sh\necho 'usage: I am not what you think' >&2\nexit 64\n")
        env = clean_environment(TEAMSCTL_PASSWORD="Passw0rd!")
        result = self.run_program("-o", "json", "--pwsh", pwsh, "-u", "u@contoso.example", "get-tenant", env=env)
        error = self.assert_fails(result, "child_lost", 12)
        self.assertIn("usage: I am not what you think", error["detail"])
        self.assertIn("64", error["message"])

    def test_R3_silence_at_every_stage_ends_in_time(self):
        for stage, option, code, status in (("start", "--login-timeout", "timeout", 7), ("import", "--login-timeout", "timeout", 7),
                                            ("connect", "--login-timeout", "timeout", 7), ("verify", "--login-timeout", "timeout", 7),
                                            ("command", "--timeout", "command_timeout", 13)):
            with self.subTest(stage):
                begin = time.monotonic()
                result = self.simulate("-o", "json", option, "500ms", "get-phone-numbers", scenario=f"silence-at-{stage}")
                self.assert_fails(result, code, status)
                self.assertLess(time.monotonic() - begin, 0.5 + 3 + 5)  # the promise, and a busy machine

    def test_R3_an_answer_that_never_comes(self):
        fifo = self.directory / "fifo"
        os.mkfifo(fifo, 0o600)
        result = self.run_program("--simulate", "-o", "json", "--mfa-timeout", "300ms", "--mfa-code-file", str(fifo), "get-tenant")
        self.assert_fails(result, "timeout", 7)

    def test_R4_nothing_outlives_a_killed_teamsctl(self):
        process = self.start_program("--simulate=grandchild", "-u", "nomfa@contoso.example", "-vv", "get-phone-numbers")
        self.wait_for_line(process.stderr, "-> executing")
        child, = children_of(process.pid)
        # The grandchild is started in the command, which then hangs.
        deadline = time.monotonic() + 30
        while len(session_of(child)) < 2 and time.monotonic() < deadline:
            os.sched_yield()
        members = session_of(child)
        self.assertGreaterEqual(len(members), 2)
        process.kill()
        process.wait()
        deadline = time.monotonic() + 2
        while any(alive(pid) for pid in members) and time.monotonic() < deadline:
            os.sched_yield()
        self.assertEqual([pid for pid in members if alive(pid)], [])

    def test_R4_nothing_outlives_an_orderly_end(self):
        process = self.start_program("--simulate=grandchild", "-u", "nomfa@contoso.example", "-vv", "get-phone-numbers")
        self.wait_for_line(process.stderr, "-> executing")
        child, = children_of(process.pid)
        process.terminate()
        process.stderr.read()
        self.assertEqual(process.wait(), 143)
        self.assertEqual(session_of(child), [])

    def test_R5_a_flood_without_a_line_end_changes_nothing(self):
        plain = self.numbers("get-phone-numbers")
        flooded = self.run_program("--simulate=flood", "-u", "nomfa@contoso.example", "--no-input", "-o", "json", "get-phone-numbers")
        self.assertEqual(flooded.returncode, 0, flooded.stderr.decode())
        self.assertEqual(flooded.stdout, plain.stdout)

    def test_R7_nothing_that_is_printed_is_taken_for_a_result_or_a_question(self):
        plain = self.numbers("get-phone-numbers")
        self.assertEqual(plain.returncode, 0, plain.stderr.decode())
        noisy = self.simulate("-o", "json", "get-phone-numbers", scenario="noise")
        self.assertEqual(noisy.returncode, 0, noisy.stderr.decode())
        self.assertEqual(noisy.stdout, plain.stdout)

    def test_R8_a_broken_protocol_is_the_end_of_the_session(self):
        for kind in ("garbage", "bad-utf8", "huge-record"):
            with self.subTest(kind):
                result = self.simulate("-o", "json", "get-phone-numbers", scenario=f"protocol-{kind}")
                error = self.assert_fails(result, "child_lost", 12)
                self.assertIn("protocol", error["message"])

    def test_R9_only_the_channels_reach_pwsh(self):
        listing = self.directory / "listing"
        # ls opens one directory of its own.
        pwsh = self.fake_pwsh(f"#!/bin/sh\nexec ls -l /proc/self/fd > {listing}\n")
        extra = os.open("/dev/null", os.O_RDONLY)
        os.set_inheritable(extra, True)
        subprocess.run([TEAMSCTL, "--pwsh", pwsh, "-u", "u@contoso.example", "get-tenant"], stdin=subprocess.DEVNULL,
                       capture_output=True, env=clean_environment(TEAMSCTL_PASSWORD="x"), close_fds=False, timeout=120)
        os.close(extra)
        numbers = {}
        for line in listing.read_text().splitlines():
            words = line.split()
            if "->" in words:
                numbers[int(words[words.index("->") - 1])] = words[-1]
        for number in range(8):
            self.assertIn(number, numbers)
        own = {n: target for n, target in numbers.items() if n > 7 and not target.startswith("/proc/")}
        self.assertEqual(own, {})
        self.assertIn("/dev/pts/", numbers[0])

    def test_R10_no_secret_in_what_pwsh_can_see(self):
        seen = self.directory / "seen"
        pwsh = self.fake_pwsh(f"#!/bin/sh\ntr '\\0' '\\n' < /proc/$$/environ > {seen}\ntr '\\0' '\\n' < /proc/$$/cmdline >> {seen}\n")
        env = clean_environment(TEAMSCTL_PASSWORD="canary-1", TEAMSCTL_MFA_CODE="canary-2", LD_AUDIT="", DOTNET_STARTUP_HOOKS="/canary-3")
        self.run_program("--pwsh", pwsh, "-u", "u@contoso.example", "get-tenant", env=env)
        self.assertNotIn("canary", seen.read_text())

    def test_R17_wrong_codes_stop_before_the_account_is_locked(self):
        result = self.simulate("-o", "json", "get-phone-numbers", stdin=b"000000\n000001\n000002\n")
        self.assert_fails(result, "mfa_refused", 6)
        self.assertEqual(result.stdout, b"")

    def test_R17_one_code_is_sent_once(self):
        result = self.run_program("--simulate", "-o", "json", "--mfa-code", "000000", "get-phone-numbers")
        self.assert_fails(result, "mfa_refused", 6)

    def test_R21_a_question_in_a_command_is_not_guessed_at(self):
        error = self.assert_fails(self.simulate("-o", "json", "get-phone-numbers", scenario="question-in-command"), "input_needed", 5)
        self.assertIn("question", error["message"])

    def test_R39_one_SIGINT_cancels_the_command(self):
        process = self.start_program("--simulate=silence-at-command", "-u", "nomfa@contoso.example", "-vv", "get-phone-numbers")
        self.wait_for_line(process.stderr, "-> executing")
        process.send_signal(signal.SIGINT)
        lines = process.stderr.read().decode()
        self.assertEqual(process.wait(), 130)
        # The session came back from it before it was closed.
        self.assertIn("executing -> connected", lines)
        self.assertIn("Interrupted.", lines)
        self.assertEqual(process.stdout.read(), b"")

    def test_R39_one_SIGINT_at_a_question(self):
        fifo = self.directory / "fifo"
        os.mkfifo(fifo, 0o600)
        process = self.start_program("--simulate", "-vv", "--mfa-code-file", str(fifo), "get-phone-numbers")
        self.wait_for_line(process.stderr, "challenge of kind mfa_code")
        process.send_signal(signal.SIGINT)
        process.stderr.read()
        self.assertEqual(process.wait(), 130)

    def test_R39_SIGTERM_ends_it_in_order(self):
        process = self.start_program("--simulate=silence-at-command", "-u", "nomfa@contoso.example", "-vv", "get-phone-numbers")
        self.wait_for_line(process.stderr, "-> executing")
        child, = children_of(process.pid)
        process.terminate()
        process.stderr.read()
        self.assertEqual(process.wait(), 143)
        self.assertFalse(alive(child))

    def test_R41_closed_standard_descriptors_are_not_reused(self):
        for closed in ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)):
            with self.subTest(closed):
                def close(descriptors=closed):
                    for number in descriptors:
                        os.close(number)
                result = subprocess.run([TEAMSCTL, "--simulate", "-u", "nomfa@contoso.example", "--no-input", "get-tenant"],
                                        stdin=subprocess.DEVNULL if 0 not in closed else None,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=close,
                                        env=clean_environment(), timeout=120)
                self.assertEqual(result.returncode, 0, result.stderr)
                if 1 not in closed:
                    self.assertEqual(len(json.loads(result.stdout)), 1)

    def test_R43_stdout_is_one_array_or_an_open_one(self):
        whole = self.numbers("get-phone-numbers", "--simulate-numbers", "3000")
        self.assertEqual(len(json.loads(whole.stdout)), 3000)
        broken = self.simulate("-o", "json", "get-phone-numbers", scenario="death-at-row")
        self.assertEqual(broken.returncode, 12)
        self.assertTrue(broken.stdout.startswith(b"["))
        with self.assertRaises(ValueError):
            json.loads(broken.stdout)

    def test_R43_every_line_of_ndjson_stands_by_itself(self):
        broken = self.simulate("-o", "ndjson", "get-phone-numbers", scenario="death-at-row")
        lines = broken.stdout.splitlines()
        self.assertTrue(lines)
        for line in lines:
            json.loads(line)
        self.assertTrue(broken.stdout.endswith(b"\n"))
        self.assertNotIn(b"\x1b", broken.stdout)
        self.assertFalse(broken.stdout.startswith(b"\xef\xbb\xbf"))

    def test_page_that_repeats_is_an_error_not_a_loop(self):
        result = self.simulate("-o", "json", "get-phone-numbers", "--simulate-numbers", "3000", scenario="page-repeats")
        self.assert_fails(result, "cmdlet_failed", 10)
        with self.assertRaises(ValueError):
            json.loads(result.stdout)

    def test_module_missing(self):
        self.assert_fails(self.simulate("-o", "json", "get-tenant", scenario="module-missing"), "module_missing", 9)


if __name__ == "__main__":
    unittest.main()
