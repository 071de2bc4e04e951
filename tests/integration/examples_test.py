"""The examples do what they say: each is run as cron, systemd, GitHub's runner or a person would run it, on the simulated tenant."""
import base64
import json
import pathlib
import re
import shutil
import subprocess
import unittest

from program import PATIENCE, ROOT, TEAMSCTL, ProgramCase

EXAMPLES = ROOT / "scripts" / "examples"
PASSWORD = "s3cret"


class ExampleCase(ProgramCase):
    def setUp(self):
        super().setUp()
        programs = self.directory / "bin"
        programs.mkdir()
        (programs / "teamsctl").symlink_to(TEAMSCTL)
        # Nothing of whoever runs the test: cron, systemd and a runner start with little.
        self.environment = {"HOME": str(self.directory), "PATH": f"{programs}:{EXAMPLES}:/usr/local/bin:/usr/bin:/bin", "TEAMSCTL_SIMULATE": "1",
                            "TMPDIR": str(self.directory)}

    def run_example(self, *command, **more):
        return subprocess.run([str(word) for word in command], capture_output=True, timeout=PATIENCE, stdin=subprocess.DEVNULL,
                              env={**self.environment, **more}, start_new_session=True, cwd=self.directory)

    def assert_ended(self, result, status, says=""):
        self.assertEqual(result.returncode, status, result.stdout.decode() + result.stderr.decode())
        self.assertIn(says, result.stdout.decode() + result.stderr.decode())

    def need(self, *programs):
        for program in programs:
            if shutil.which(program) is None:
                self.skipTest(f"there is no {program}")

    def certificate(self):
        """What the tenant's application signs in with: the certificate and its password, each in a file."""
        self.need("openssl")
        key, text, path = (self.directory / name for name in ("key.pem", "certificate.pem", "certificate.pfx"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=teamsctl test", "-keyout", key, "-out", text],
                       check=True, capture_output=True)
        subprocess.run(["openssl", "pkcs12", "-export", "-inkey", key, "-in", text, "-out", path, "-passout", f"pass:{PASSWORD}"],
                       check=True, capture_output=True)
        password = self.directory / "certificate.password"
        password.write_text(PASSWORD + "\n")
        for file in (path, password):
            file.chmod(0o600)
        return path, password


class Cron(ExampleCase):
    def setUp(self):
        super().setUp()
        self.certificate()
        self.list = self.directory / "numbers.json"
        text = (EXAMPLES / "nightly-numbers.cron").read_text()
        for there, here in (("/etc/teamsctl", self.directory), ("/var/lib/teamsctl", self.directory)):
            text = text.replace(there, str(here))
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        self.set = dict(line.split("=", 1) for line in lines if re.match(r"\w+=", line))
        entries = [line.split(None, 6) for line in lines if not re.match(r"\w+=", line)]
        self.assertEqual(len(entries), 1)
        self.account, self.command = entries[0][5:]
        self.assertNotIn("%", self.command)  # cron makes a line feed of it

    def entry(self, **more):
        self.set["PATH"] = self.environment["PATH"]
        return self.run_example(self.set["SHELL"], "-c", self.command, **self.set, **more)

    def test_cron_has_the_list_each_night_and_says_nothing(self):
        self.assertEqual(self.account, "teams")
        result = self.entry()
        self.assert_ended(result, 0)
        self.assertEqual(result.stdout + result.stderr, b"")
        self.assertEqual(len(json.loads(self.list.read_text())), 1000)

    def test_cron_keeps_the_old_list_when_the_new_one_fails(self):
        self.list.write_text("old")
        self.assert_ended(self.entry(TEAMSCTL_SIMULATE="error-amid-rows"), 10, "ended with 10, attempt 1 of 3")
        self.assertEqual(self.list.read_text(), "old")
        self.assertEqual([path.name for path in self.directory.glob("numbers.json*")], ["numbers.json"])

    def test_cron_tries_again_what_may_be_better_later(self):
        result = self.entry(TEAMSCTL_SIMULATE="throttled", TEAMSCTL_RETRIES="0", RETRY_WAIT="0")
        self.assert_ended(result, 8, "ended with 8, attempt 3 of 3")

    def test_cron_does_not_try_a_refused_sign_in_again(self):
        (self.directory / "certificate.password").write_text("wrong\n")
        self.assert_ended(self.entry(), 3, "attempt 1 of 3")


class Systemd(ExampleCase):
    UNIT = EXAMPLES / "teamsctl-numbers.service"

    def unit(self):
        """The lines of [Service] as (key, value), with the specifiers of a system unit, whose directories are here."""
        places = {"%S": self.directory / "state", "%C": self.directory / "cache", "%d": self.directory / "credentials", "/etc/teamsctl": self.directory}
        lines = []
        for line in self.UNIT.read_text().partition("[Service]")[2].splitlines():
            if line and not line.startswith("#"):
                for there, here in places.items():
                    line = line.replace(there, str(here))
                lines.append(line.split("=", 1))
        return lines

    def start(self, **more):
        """What systemd does for a service of this type."""
        lines = self.unit()
        values = lambda key: [value for name, value in lines if name == key]
        credentials = self.directory / "credentials"
        shutil.rmtree(credentials, ignore_errors=True)
        credentials.mkdir(mode=0o700)
        for name, path in (value.split(":") for value in values("LoadCredential")):
            shutil.copyfile(path, credentials / name)
            (credentials / name).chmod(0o440)
        for key, place in (("StateDirectory", "state"), ("CacheDirectory", "cache")):
            (self.directory / place / values(key)[0]).mkdir(parents=True, exist_ok=True)
        environment = dict(value.split("=", 1) for value in values("Environment"))
        for command in (*values("ExecStart"), *values("ExecStartPost")):
            words = [word[1:-1] if word.startswith("'") else word for word in re.findall(r"'[^']*'|\S+", command)]
            result = self.run_example(*words, CREDENTIALS_DIRECTORY=str(credentials), **environment, **more)
            if result.returncode != 0:
                break
        return result

    def test_systemd_accepts_the_units(self):
        self.need("systemd-analyze")
        for units in (["teamsctl-numbers.service", "teamsctl-numbers.timer"], ["../systemd/teamsctl-agent.service", "../systemd/teamsctl-agent.socket"]):
            result = subprocess.run(["systemd-analyze", "--man=no", "verify", *(EXAMPLES / unit for unit in units)], capture_output=True,
                                    timeout=PATIENCE, text=True)
            if "Failed to initialize manager" in result.stderr:
                self.skipTest(f"systemd-analyze does not work here: {result.stderr}")
            # The program is not installed on the machine that tests it.
            wrong = [line for line in result.stderr.splitlines() if "Command teamsctl is not executable" not in line]
            self.assertEqual(wrong, [])

    def test_systemd_has_the_list(self):
        self.certificate()
        state = self.directory / "state" / "teamsctl-numbers"
        self.assert_ended(self.start(), 0)
        self.assertEqual([path.name for path in state.iterdir()], ["numbers.json"])
        self.assertEqual(len(json.loads((state / "numbers.json").read_text())), 1000)
        self.assert_ended(self.start(TEAMSCTL_SIMULATE="error-amid-rows"), 10)
        self.assertEqual(len(json.loads((state / "numbers.json").read_text())), 1000)

    def test_systemd_tries_again_only_what_may_be_better_later(self):
        never = dict(self.unit())["RestartPreventExitStatus"].split()
        listing = self.run_program("help", "exit-codes").stdout.decode()
        every = set(re.findall(r"^\s*(\d+)\b", listing, re.MULTILINE))
        self.assertLess(set(never), every)
        self.assertEqual(every - set(never), {"0", "7", "8", "12", "130"})  # 143 stands beside 130


class GitHub(ExampleCase):
    """Runs the steps as the runner does: a shell for each, what one writes to GITHUB_ENV is there for the next, and after a failure only
    what is to be done always."""

    def setUp(self):
        super().setUp()
        try:
            import yaml
        except ImportError:
            self.skipTest("there is no python3-yaml")
        self.workflow = yaml.safe_load((EXAMPLES / "github-actions.yml").read_text())
        certificate, _ = self.certificate()
        self.secrets = {"TEAMS_CERTIFICATE": base64.b64encode(certificate.read_bytes()).decode(), "TEAMS_CERTIFICATE_PASSWORD": PASSWORD}
        certificate.unlink()
        self.temp = self.directory / "temp"
        self.temp.mkdir()

    def filled(self, text):
        text = text.replace("${{ runner.temp }}", str(self.temp))
        text = re.sub(r"\$\{\{ secrets\.(\w+) \}\}", lambda name: self.secrets[name[1]], text)
        self.assertNotIn("${{", text)
        return text

    def run_job(self, **more):
        """The status of the first step that failed, what all wrote, and which files were uploaded."""
        self.assertEqual(self.workflow["permissions"], {})
        job = self.workflow["jobs"]["free-numbers"]
        environment = {**job["env"], "RUNNER_TEMP": str(self.temp), "GITHUB_ENV": str(self.directory / "github_env"), **more}
        status, said, uploaded = 0, "", []
        for step in job["steps"]:
            if status and step.get("if") != "always()":
                continue
            if "uses" in step:
                self.assertNotIn("secrets.", str(step))
                self.assertRegex(step["uses"], r"@[0-9a-f]{40}$")  # a tag can be moved
                uploaded.append(pathlib.Path(self.filled(step["with"]["path"])).read_text())
                continue
            script = self.directory / "step.sh"
            script.write_text(self.filled(step["run"]))
            self.assertNotIn(PASSWORD, script.read_text())
            result = self.run_example("bash", "-e", script, **environment, **{key: self.filled(value) for key, value in step.get("env", {}).items()})
            said += result.stdout.decode() + result.stderr.decode()
            status = status or result.returncode
            if (self.directory / "github_env").exists():
                environment.update(line.split("=", 1) for line in (self.directory / "github_env").read_text().splitlines())
        self.assertFalse((self.temp / "certificate.pfx").exists())
        self.assertNotIn(PASSWORD, said)
        return status, said, uploaded

    def test_github_keeps_the_list(self):
        status, said, uploaded = self.run_job()
        self.assertEqual(status, 0, said)
        self.assertEqual({number["PstnAssignmentStatus"] for number in json.loads(uploaded[0])}, {"Unassigned"})

    def test_github_says_what_was_wrong(self):
        for scenario, wanted, text in (("refused-consent", 4, "::error title=Sign-in refused (4)"), ("throttled", 8, "::error title=The service had no time (8)"),
                                       ("death-at-command", 12, "::error title=teamsctl ended with 12")):
            with self.subTest(scenario=scenario):
                status, said, uploaded = self.run_job(TEAMSCTL_SIMULATE=scenario, TEAMSCTL_RETRIES="0")
                self.assertEqual((status, uploaded), (wanted, []), said)
                self.assertIn(text, said)


class Parallel(ExampleCase):
    def setUp(self):
        super().setUp()
        self.need("parallel")

    def tenants(self, *profiles):
        configuration = self.directory / ".config" / "teamsctl"
        configuration.mkdir(parents=True)
        names = {"bern": "nomfa", "basel": "nomfa", "chur": "nomfa", "locked": "locked", "busy": "nomfa"}
        text = ""
        for name, account in names.items():
            text += f'[profile.{name}]\nusername = "{account}@contoso.example"\npassword_command = "echo Passw0rd!"\nsimulate_numbers = {len(text) + 10}\n'
            text += 'simulate = "throttled"\nretries = 0\n' if name == "busy" else ""
        (configuration / "config.toml").write_text(text)
        del self.environment["TEAMSCTL_SIMULATE"]
        if "busy" not in profiles:
            self.environment["TEAMSCTL_SIMULATE"] = "1"
        return self.run_example(EXAMPLES / "parallel-tenants", self.directory / "out", *profiles)

    def test_parallel_over_tenants(self):
        self.assert_ended(self.tenants("bern", "basel", "chur"), 0)
        rows = [len((self.directory / "out" / f"{name}.ndjson").read_text().splitlines()) for name in ("bern", "basel", "chur")]
        self.assertEqual(len(set(rows)), 3, rows)

    def test_parallel_over_tenants_names_those_that_failed(self):
        result = self.tenants("bern", "locked")
        self.assert_ended(result, 11, "parallel-tenants: locked ended with 4\n")
        self.assertNotIn("bern ended", result.stderr.decode())
        self.assertTrue((self.directory / "out" / "bern.ndjson").exists())
        self.assertFalse((self.directory / "out" / "locked.ndjson").exists())

    def test_parallel_over_tenants_says_that_later_is_worth_a_try(self):
        self.assert_ended(self.tenants("busy"), 8, "parallel-tenants: busy ended with 8\n")

    def test_parallel_over_tenants_an_old_log_does_not_speak_for_a_run_that_broke_off(self):
        self.assert_ended(self.tenants("bern"), 0)
        self.break_off()
        result = self.run_example(EXAMPLES / "parallel-tenants", self.directory / "out", "bern", "basel")
        self.assert_ended(result, 11, "parallel-tenants: bern was not run to its end\nparallel-tenants: basel was not run to its end\n")

    def test_parallel_over_one_login_as_readme_has_it(self):
        (lines,) = [block for block in re.findall(r"^```sh\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL) if "::::" in block]
        configuration = self.directory / ".config" / "teamsctl"
        configuration.mkdir(parents=True)
        (configuration / "config.toml").write_text('[profile.work]\nmfa_code_command = "echo >>asked; echo 123456"\n')
        users = [f"user{i:06}@contoso.example" for i in range(3)]
        (self.directory / "users.txt").write_text("".join(f"{user}\n" for user in users))
        runtime = self.directory / "run"
        runtime.mkdir(mode=0o700)
        self.environment["XDG_RUNTIME_DIR"] = str(runtime)
        self.addCleanup(self.run_example, "teamsctl", "agent", "stop")
        self.assert_ended(self.run_example("bash", "-e", "-c", lines), 0)
        rows = [json.loads(line) for line in (self.directory / "users.ndjson").read_text().splitlines()]
        self.assertEqual(sorted(row["UserPrincipalName"] for row in rows), users)
        self.assertEqual((self.directory / "asked").read_text().count("\n"), 1)
        self.assert_ended(self.run_example("teamsctl", "--profile", "work", "status"), 4)

    def break_off(self):
        parallel = self.directory / "bin" / "parallel"
        parallel.write_text("#!/bin/sh\nexit 255\n")
        parallel.chmod(0o755)

    def one_login(self, users, *options, code="123456"):
        """Runs the example and counts the codes that were asked for: one for each sign-in."""
        (self.directory / "users").write_text("".join(f"{user}\n" for user in users))
        asked = self.directory / "asked"
        result = self.run_example(EXAMPLES / "parallel-one-login", "users", *options, TEAMSCTL_MFA_CODE_COMMAND=f"echo >>{asked}; echo {code}")
        return result, asked.read_text().count("\n")

    def test_20_parallel_jobs_with_one_login(self):
        users = [f"user{i:06}@contoso.example" for i in range(60) if i % 5 < 2][:20]
        result, asked = self.one_login(users, "--fields", "UserPrincipalName, City")
        self.assert_ended(result, 0)
        rows = [json.loads(line) for line in result.stdout.decode().splitlines()]
        self.assertEqual(sorted(row["UserPrincipalName"] for row in rows), users)
        self.assertEqual(asked, 1)
        self.assertEqual([path.name for path in self.directory.glob("tmp.*")], [])

    def test_parallel_jobs_that_fail_are_named(self):
        result, asked = self.one_login(["user000000@contoso.example", "no body"])
        self.assert_ended(result, 11, "parallel-one-login: no body ended with 10\n")
        self.assertEqual((asked, len(result.stdout.splitlines())), (1, 1))

    def test_parallel_jobs_that_were_not_run_are_named(self):
        self.break_off()
        result, _ = self.one_login(["user000000@contoso.example"])
        self.assert_ended(result, 10, "parallel-one-login: user000000@contoso.example was not run to its end\n")

    def test_parallel_jobs_are_not_begun_without_a_login(self):
        result, asked = self.one_login(["user000000@contoso.example"], "--mfa-attempts", "1", code="000000")
        self.assert_ended(result, 6)
        self.assertEqual((asked, result.stdout), (1, b""))


if __name__ == "__main__":
    unittest.main()
