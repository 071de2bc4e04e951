"""The same results in every environment (R12, H18), no hang without a terminal (H4), clean words under tiny limits (R42, H7)."""
import json
import os
import resource
import shlex
import shutil
import subprocess
import sys
import time
import unittest

from program import CODE, PATIENCE, ProgramCase, TEAMSCTL, clean_environment

try:
    import pexpect
except ImportError:
    pexpect = None

NOBODY = 65534
JOB = ["--simulate", "--mfa-code-file", "-", "get-phone-numbers"]


class EnvironmentCase(ProgramCase):
    @classmethod
    def setUpClass(cls):
        result = subprocess.run([TEAMSCTL, *JOB], input=CODE, capture_output=True, env=clean_environment(), timeout=PATIENCE, start_new_session=True)
        cls.plain = result.stdout
        assert result.returncode == 0 and len(json.loads(cls.plain)) == 1000, result.stderr

    def main_job(self, drop=(), arguments=(), **variables):
        """The main job with these variables, and without those of `drop`."""
        env = {name: value for name, value in clean_environment(**variables).items() if name not in drop}
        return self.run_program(*arguments, *JOB, stdin=CODE, env=env)

    def assert_same(self, result):
        self.assertEqual(result.returncode, 0, result.stderr.decode(errors="replace"))
        self.assertEqual(result.stdout, self.plain)


class Locales(EnvironmentCase):
    def test_R12_any_name_of_a_locale(self):
        for name in ("", "C", "POSIX", "C.UTF-8", "tr_TR.UTF-8", "tr_TR.ISO-8859-9", "de_DE.ISO-8859-1", "ja_JP.SJIS", "zh_CN.GB18030", "nonsense",
                     "../../../../etc/passwd", "\udcff\udcfe", "x" * 5000):
            for variables in ({"LANG": name}, {"LC_ALL": name}, {"LC_CTYPE": name, "LC_NUMERIC": name, "LANGUAGE": name}):
                with self.subTest(variables):
                    self.assert_same(self.main_job(drop=[] if "LC_ALL" in variables else ["LC_ALL"], **variables))

    def test_H18_Turkish_and_a_comma_that_are_really_there(self):
        # A name of a locale that is not installed changes nothing, so that these are made here.
        for source, charset in (("tr_TR", "UTF-8"), ("tr_TR", "ISO-8859-9"), ("de_DE", "UTF-8"), ("ja_JP", "EUC-JP")):
            target = self.directory / f"{source}.{charset}"
            made = shutil.which("localedef") and subprocess.run(["localedef", "-c", "-i", source, "-f", charset, target], capture_output=True)
            if not made or not target.is_dir():
                self.skipTest("localedef has nothing to make locales of (package locales)")
            with self.subTest(target.name):
                transcript = self.directory / "transcript"
                result = self.main_job(arguments=["--timeout", "60.5s", "--transcript", str(transcript)], LOCPATH=str(self.directory), LC_ALL=target.name)
                self.assert_same(result)
                for line in transcript.read_text().splitlines():
                    json.loads(line)
                # I and i are not each other's in Turkish.
                result = self.run_program("--simulate", "-o", "json", "-u", "DEVICE@contoso.example", "get-tenant",
                                          env=clean_environment(LOCPATH=str(self.directory), LC_ALL=target.name, TEAMSCTL_NO_INPUT="TRUE"))
                self.assertEqual(result.returncode, 0, result.stderr.decode())


class Places(EnvironmentCase):
    def test_R12_terminals_and_colours(self):
        for term in ("", "dumb", "xterm-256color", "no-such-terminal", "x" * 5000, "\x1b[31m"):
            with self.subTest(term):
                self.assert_same(self.main_job(drop=["NO_COLOR", "CLICOLOR"], TERM=term))
        for variables in ({"NO_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}, {"COLUMNS": "1", "LINES": "0"}, {"FORCE_COLOR": "3"}):
            with self.subTest(variables):
                self.assert_same(self.main_job(**variables))
        self.assert_same(self.main_job(drop=["TERM", "NO_COLOR"]))

    def test_R12_no_environment_at_all(self):
        result = subprocess.run([TEAMSCTL, *JOB], input=CODE, capture_output=True, env={}, timeout=PATIENCE, start_new_session=True)
        self.assert_same(result)

    def test_H5_a_home_directory_that_is_none(self):
        locked = self.directory / "locked"
        locked.mkdir(0o000)
        file = self.directory / "file"
        file.write_text("")
        for home in ("", "relative/home", ".", "/nonexistent", "/dev/null", str(file), str(locked), "/proc/1/root", "x" * 5000, "/" + "x/" * 2000):
            with self.subTest(home[:40]):
                self.assert_same(self.main_job(drop=["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"], HOME=home))
        self.assert_same(self.main_job(drop=["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"]))
        locked.chmod(0o700)

    def test_H5_a_relative_configuration_is_ignored(self):
        # It would be whatever lies in the directory that a job happens to run in.
        trap = self.directory / "teamsctl"
        trap.mkdir()
        (trap / "config.toml").write_text("this is no TOML\n")
        for variables in ({"XDG_CONFIG_HOME": "."}, {"XDG_CONFIG_HOME": str(self.directory.name)}, {"XDG_CACHE_HOME": "."}, {"XDG_RUNTIME_DIR": "."}):
            with self.subTest(variables):
                env = clean_environment(HOME="/nonexistent", **variables)
                for where in (self.directory, self.directory.parent):
                    self.assert_same(self.run_program(*JOB, stdin=CODE, env=env, cwd=where))
        self.assertEqual(sorted(path.name for path in self.directory.rglob("*")), ["config.toml", "teamsctl"])

    def test_H5_a_home_directory_of_another_user(self):
        if os.geteuid() != 0:
            self.skipTest("only root can give a directory away")
        home = self.directory / "home"
        (home / ".config" / "teamsctl").mkdir(parents=True)
        os.chown(home, NOBODY, NOBODY)
        self.assert_same(self.main_job(drop=["XDG_CONFIG_HOME", "XDG_CACHE_HOME"], HOME=str(home)))
        # A configuration says which programs are run: one of somebody else is no configuration.
        config = home / ".config" / "teamsctl" / "config.toml"
        config.write_text("[profile.default]\npassword_command = 'touch /tmp/never'\n")
        for path in (config, config.parent):
            os.chown(path, NOBODY, NOBODY)
        env = clean_environment(HOME=str(home))
        del env["XDG_CONFIG_HOME"]
        self.assert_fails(self.run_program("-o", "json", *JOB, stdin=CODE, env=env), "insecure", 15)

    def as_nobody(self, arguments, **options):
        """Runs as another user, whom modes of files mean something to."""
        if os.geteuid() != 0:
            self.skipTest("only root can become another user")
        copy = self.directory / "program"
        if not copy.exists():
            shutil.copy(TEAMSCTL, copy)
            copy.chmod(0o755)
            self.directory.chmod(0o755)
        return subprocess.run([copy, *arguments], input=CODE, capture_output=True, timeout=PATIENCE, start_new_session=True, user=NOBODY, group=NOBODY,
                              extra_groups=[], **options)

    def test_H5_a_home_directory_that_may_not_be_looked_into(self):
        home = self.directory / "home"
        (home / ".config" / "teamsctl").mkdir(parents=True)
        for mode in (0o000, 0o700, 0o711, 0o555):
            with self.subTest(oct(mode)):
                home.chmod(mode)
                env = clean_environment(HOME=str(home))
                del env["XDG_CONFIG_HOME"]
                self.assert_same(self.as_nobody(JOB, env=env, cwd="/"))

    def test_R12_a_directory_that_is_gone_or_closed(self):
        gone = self.directory / "gone"
        gone.mkdir()
        result = subprocess.run(["/bin/sh", "-c", f"cd {gone} && rmdir {gone} && exec {shlex.join([TEAMSCTL, *JOB])}"], input=CODE, capture_output=True,
                                env=clean_environment(), timeout=PATIENCE, start_new_session=True)
        self.assert_same(result)

    def test_R12_no_place_for_temporary_files(self):
        closed = self.directory / "closed"
        closed.mkdir(0o500)
        for place in ("/nonexistent", "", "relative", "/dev/null", str(closed)):
            with self.subTest(place):
                self.assert_same(self.main_job(TMPDIR=place, TMP=place, TEMP=place))
        self.assertEqual(list(closed.iterdir()), [])

    def in_own_mounts(self, script, program):
        """Runs `script` and then the program, where mounts are this test's alone."""
        own = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
        probe = subprocess.run([*own, "sh", "-c", script], capture_output=True, text=True)
        if probe.returncode != 0:
            self.skipTest(f"no mounts of its own here: {probe.stderr.strip() or probe.returncode}")
        return subprocess.run([*own, "sh", "-c", f"{script} && exec {shlex.join(program)}"], input=CODE, capture_output=True, timeout=PATIENCE,
                              env=clean_environment(HOME=str(self.directory / "home")), start_new_session=True)

    def test_R12_a_read_only_home_directory(self):
        home = self.directory / "home"
        home.mkdir()
        script = f"mount -t tmpfs -o ro tmpfs {home} && ! touch {home}/x 2>/dev/null"
        self.assert_same(self.in_own_mounts(script, [TEAMSCTL, *JOB]))

    def test_R12_a_file_system_without_one_place_to_write(self):
        home = self.directory / "home"
        home.mkdir()
        shm = "mount -t tmpfs -o ro tmpfs /dev/shm" if os.path.isdir("/dev/shm") else "true"
        places = f"mount -o remount,ro,bind / && mount -t tmpfs -o ro tmpfs {home} && {shm}"
        script = f"{places} && ! touch {home}/x /dev/shm/x /x /var/tmp/x 2>/dev/null"
        self.assert_same(self.in_own_mounts(script, [TEAMSCTL, *JOB]))


@unittest.skipIf(pexpect is None, "python3-pexpect is not installed")
class WithoutATerminal(EnvironmentCase):
    """H4: a question that nobody can see is an end, and neither a stop nor a hang."""

    def in_background(self, arguments, before=""):
        out = self.directory / "out"
        line = f"set -m; {before} {shlex.join([TEAMSCTL, *arguments])} >{out} 2>&1 & wait $!; echo status=$?."
        child = pexpect.spawn("/bin/bash", ["-c", line], env=clean_environment(), timeout=60, encoding="utf-8")
        self.addCleanup(child.close, True)
        child.expect(r"status=(\d+)\.")
        return int(child.match.group(1)), out.read_text(), child.before

    def test_H4_a_background_process_is_not_stopped_by_its_question(self):
        for scenario in ("default", "code-secure", "code-console"):
            with self.subTest(scenario):
                status, out, _ = self.in_background([f"--simulate={scenario}", "-u", "mfa@contoso.example", "-o", "json", "get-tenant"])
                self.assertEqual(status, 5, out)
                self.assertEqual(json.loads(out)["error"]["code"], "input_needed")

    def test_H4_a_background_process_works_with_what_it_has(self):
        status, out, _ = self.in_background(["--simulate", "--mfa-code", "123456", "get-phone-numbers"], before="stty tostop;")
        self.assertEqual(status, 0, out)
        self.assertEqual(out.encode(), self.plain)

    def test_H4_a_background_process_may_show_a_device_code(self):
        # With tostop whoever writes there in the background is stopped.
        for before in ("", "stty tostop;"):
            with self.subTest(before):
                status, out, shown = self.in_background(["--simulate", "-u", "device@contoso.example", "-o", "json", "get-tenant"], before=before)
                self.assertEqual(status, 0, out)
                self.assertIn("FRWQDE7YL", out + shown)

    def test_H4_a_command_for_a_secret_in_the_background(self):
        # It reads the terminal, which stops it: that must end with its time.
        arguments = ["--simulate", "-o", "json", "--mfa-code-command", "read x </dev/tty; echo $x", "--secret-command-timeout", "1s", "get-tenant"]
        status, out, _ = self.in_background(arguments)
        self.assertEqual(status, 5, out)

    def test_H4_without_any_terminal(self):
        for scenario in ("default", "code-secure", "code-console", "code-stderr"):
            with self.subTest(scenario):
                begin = time.monotonic()
                result = self.run_program(f"--simulate={scenario}", "-u", "nomfa@contoso.example" if scenario != "default" else "mfa@contoso.example",
                                          "-o", "json", "get-tenant")
                self.assert_fails(result, "input_needed", 5)
                self.assertLess(time.monotonic() - begin, 20)

    def test_R13_no_input_ends_in_under_a_second_after_the_challenge(self):
        for scenario in ("default", "code-secure", "code-console", "code-stderr", "method-choice", "password-then-code"):
            with self.subTest(scenario):
                transcript = self.directory / "transcript"
                result = self.run_program(f"--simulate={scenario}", "-u", "nomfa@contoso.example" if scenario != "default" else "mfa@contoso.example",
                                          "-o", "json", "--no-input", "--transcript", str(transcript), "get-tenant")
                self.assert_fails(result, "input_needed", 5)
                entries = [json.loads(line) for line in transcript.read_text().splitlines()[1:]]
                asked = max(entry["t"] for entry in entries if entry["channel"] in ("output", "error", "terminal")
                            or '"type":"prompt"' in entry.get("text", ""))
                self.assertLess(entries[-1]["t"] - asked, 1)
                self.assertEqual(entries[-1]["channel"], "ended")


class Limits(EnvironmentCase):
    """R42: whatever the limit, it works or says what is missing."""

    def limited(self, limits, arguments=("-o", "json", *JOB), **options):
        def set_limits():
            for what, value in limits:
                resource.setrlimit(what, (value, value))
        options.setdefault("stdout", subprocess.PIPE)
        return subprocess.run([TEAMSCTL, *arguments], input=CODE, stderr=subprocess.PIPE, env=clean_environment(), timeout=PATIENCE, start_new_session=True,
                              preexec_fn=set_limits, **options)

    def assert_clean(self, result, *codes):
        """It did all, or said in one object why it could not."""
        if result.returncode == 0:
            self.assertEqual(result.stdout, self.plain)
            return
        error = self.error_of(result)
        self.assertEqual(error["exit"], result.returncode)
        self.assertIn(error["code"], codes)
        # What ran out among the rows leaves the array open (R43); anything but the beginning of the answer is wrong.
        self.assertTrue(self.plain.startswith(result.stdout) and len(result.stdout) < len(self.plain) - 1, result.stdout[-200:])

    def test_R42_few_descriptors(self):
        ends = {}
        for number in range(3, 41):
            with self.subTest(number):
                result = self.limited([(resource.RLIMIT_NOFILE, number)])
                if result.returncode == 127 and b"shared librar" in result.stderr:
                    continue  # the loader could not open them
                self.assert_clean(result, "child_lost")
                ends[number] = result.returncode
        self.assertEqual(ends[40], 0, ends)
        self.assertEqual(ends[16], 12, ends)

    def test_R42_no_locked_memory(self):
        for size in (0, 1, 4096, 65536):
            self.assert_same(self.limited([(resource.RLIMIT_MEMLOCK, size)]))

    def test_R42_core_files_of_any_size(self):
        self.assert_same(self.limited([(resource.RLIMIT_CORE, 0)]))
        self.assert_same(self.limited([(resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE)[1])]))

    def test_R42_small_files(self):
        for size in (0, 1, 512, 4096, 65536):
            with self.subTest(size):
                self.assert_clean(self.limited([(resource.RLIMIT_FSIZE, size)]), "child_lost", "output")

    def test_R40_results_that_do_not_fit_into_a_file(self):
        out = self.directory / "out"
        with open(out, "wb") as file:
            result = self.limited([(resource.RLIMIT_FSIZE, 4 << 20)], ["-o", "json", "--simulate-numbers", "20000", *JOB], stdout=file)
        self.assertEqual(result.returncode, 14, result.stderr)
        self.assertEqual(self.error_of(result)["code"], "output")
        with self.assertRaises(ValueError):
            json.loads(out.read_bytes())

    def test_R42_a_log_that_does_not_fit_stops_nothing(self):
        log = self.directory / "log"
        log.write_bytes(bytes(4 << 20))
        log.chmod(0o600)
        result = self.limited([(resource.RLIMIT_FSIZE, 4 << 20)], ["-o", "json", "-vv", "--log-file", str(log), *JOB])
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stdout, self.plain)

    def test_R42_little_memory(self):
        for size in (16, 24, 32, 40, 48, 64, 96, 128):
            limits = [(resource.RLIMIT_AS, size << 20)]
            if self.limited(limits, ["--version"]).returncode != 0:
                continue  # not even the loader has room, or a sanitizer
            with self.subTest(size):
                self.assert_clean(self.limited(limits), "child_lost", "internal")

    def test_R42_a_small_stack(self):
        for size in (64, 128, 256):
            limits = [(resource.RLIMIT_STACK, size << 10)]
            if self.limited(limits, ["--version"]).returncode == 0:
                with self.subTest(size):
                    self.assert_clean(self.limited(limits), "child_lost", "internal")

    def test_R42_no_more_processes(self):
        if os.geteuid() != 0:
            self.skipTest("only root can become a user that runs nothing else")
        copy = self.directory / "program"
        shutil.copy(TEAMSCTL, copy)
        copy.chmod(0o755)
        self.directory.chmod(0o755)

        def become_nobody():
            resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        result = subprocess.run([copy, "-o", "json", *JOB], input=CODE, capture_output=True, env=clean_environment(), timeout=PATIENCE,
                                start_new_session=True, preexec_fn=become_nobody, cwd="/")
        self.assert_fails(result, "child_lost", 12)


if __name__ == "__main__":
    outcome = unittest.main(exit=False).result
    # ctest calls it skipped, and shows why.
    sys.exit(77 if len(outcome.skipped) >= outcome.testsRun else 0 if outcome.wasSuccessful() else 1)
