"""What teamsctl prints is what its schemas say, and they say it of every command."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import unittest
import warnings

try:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jsonschema
except ImportError:
    jsonschema = None

from program import PATIENCE, TEAMSCTL, ProgramCase, clean_environment

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "share/teamsctl/schema"
SCHEMAS = {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}
# These have no rows: they print text for people, end a session or keep one.
WITHOUT_ROWS = {"serve", "batch", "logout", "help", "schema", "completion"}


def validator(name):
    with warnings.catch_warnings():
        # RefResolver is how Debian 12 has it; later versions have something else as well.
        warnings.simplefilter("ignore")
        store = {schema["$id"]: schema for schema in SCHEMAS.values()}
        resolver = jsonschema.RefResolver.from_schema(SCHEMAS[name], store=store)
        return jsonschema.Draft202012Validator(SCHEMAS[name], resolver=resolver)


class SchemaCase(ProgramCase):
    def setUp(self):
        super().setUp()
        if jsonschema is None:
            self.skipTest("there is no python3-jsonschema")

    def assert_valid(self, name, value):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            problems = [f"{list(error.absolute_path)}: {error.message}" for error in validator(name).iter_errors(value)]
        self.assertEqual(problems, [], f"{name}: {json.dumps(value)[:1000]}")

    def rows(self, name, *arguments, scenario="default", **options):
        """Runs the command in both forms; every row of both is valid, and there are as many."""
        lists = []
        for form in ("json", "ndjson"):
            result = self.run_program(f"--simulate={scenario}", "--mfa-code", "123456", "-o", form, *arguments, **options)
            self.assertEqual(result.returncode, 0, result.stderr.decode())
            lists.append(json.loads(result.stdout) if form == "json" else
                         [json.loads(line) for line in result.stdout.decode().splitlines()])
        self.assertEqual(*map(len, lists))
        for row in lists[0] + lists[1]:
            self.assert_valid(name, row)
        return lists[0]


class Schemas(SchemaCase):
    def test_each_is_a_schema_with_a_name_of_its_own(self):
        self.assertGreater(len(SCHEMAS), 10)
        for name, schema in SCHEMAS.items():
            jsonschema.Draft202012Validator.check_schema(schema)
            self.assertEqual(schema["$schema"], "https://json-schema.org/draft/2020-12/schema")
            self.assertEqual(schema["$id"], f"urn:teamsctl:schema:{name}")
            self.assertTrue(schema["title"] and schema["description"])

    def test_every_command_with_rows_has_one_and_every_one_is_used(self):
        overview = self.run_program("--help").stdout.decode()
        commands = set(re.findall(r"^  ([a-z][\w-]+) ", re.search(r"^Subcommands:\n(.*?)\n\n", overview, re.MULTILINE | re.DOTALL)[1], re.MULTILINE))
        self.assertGreater(len(commands), 10)
        names = {line.split()[0] for line in self.run_program("schema").stdout.decode().splitlines()}
        messages = {name for name in names if re.match("(serve|batch)-(request|event)-", name)}  # serve_messages_test.py
        self.assertGreater(len(messages), 25)
        self.assertEqual(names - messages, (commands - WITHOUT_ROWS) | {"dry-run", "error"})
        printed = {self.run_program("schema", name).stdout for name in names}
        self.assertEqual(printed, {path.read_bytes() for path in FOLDER.glob("*.json")})

    def test_the_codes_of_errors_are_those_of_the_program(self):
        text = self.run_program("help", "exit-codes").stdout.decode()
        codes = re.findall(r"^ +\d+  (\w+)", text, re.MULTILINE)
        self.assertEqual(["ok", *SCHEMAS["error"]["$defs"]["code"]["enum"]], codes)


class Rows(SchemaCase):
    def test_phone_numbers(self):
        rows = self.rows("phone-number", "get-phone-numbers", "--top", "200")
        self.assertEqual(len(rows), 200)
        for row in rows:
            self.assertEqual(list(row), list(SCHEMAS["phone-number"]["properties"]))

    def test_phone_numbers_of_older_modules(self):
        for version in ("4.0.0", "7.0.0", "7.9.0"):
            scenario = self.scenario({"module": {"version": version}})
            rows = self.rows("phone-number", "get-phone-numbers", "--top", "20", scenario=scenario)
            self.assertEqual(len(rows), 20)

    def test_policies_of_all_types(self):
        rows = self.rows("policy", "get-policies")
        self.assertEqual({row["PolicyType"] for row in rows}, set(SCHEMAS["policy"]["properties"]["PolicyType"]["enum"]))
        for row in rows:
            named = SCHEMAS["policy"]["$defs"][row["PolicyType"]]["properties"]
            self.assertEqual(set(row) - {"PolicyType", "Identity", "Description"}, set(named))

    def test_users(self):
        names = [f"user{number:06}@contoso.example" for number in range(0, 40)]
        rows = self.rows("user", "get-user-info", *[name for i, name in enumerate(names) if i % 5 < 3])
        self.assertEqual(len(rows), 24)
        for row in rows:
            self.assertEqual(list(row), list(SCHEMAS["user"]["properties"]))

    def test_the_tenant(self):
        self.rows("tenant", "get-tenant")

    def test_who_is_signed_in(self):
        self.rows("connected", "login")

    def test_the_sessions_of_the_agent_and_the_agent_itself(self):
        env = clean_environment(XDG_RUNTIME_DIR=str(self.directory), TEAMSCTL_AGENT="auto")
        run = lambda *arguments: self.run_program("--simulate", "--mfa-code", "123456", "-o", "ndjson", *arguments, env=env)
        self.addCleanup(run, "agent", "stop")
        self.assertEqual(run("login").returncode, 0)
        for name, arguments in (("session", ("status",)), ("agent", ("agent", "status"))):
            row = json.loads(run(*arguments).stdout)
            self.assert_valid(name, row)
            self.assertEqual(list(row), list(SCHEMAS[name]["properties"]))

    def test_changes_and_their_dry_runs(self):
        state = ("--simulate-state", str(self.directory / "state"))
        assign = ("assign-phone-number", "--user", "user000002@contoso.example", "--number", "+14250000002")
        remove = ("remove-phone-number", "--user", "user000002@contoso.example")
        for arguments in (assign, (*remove, "--number", "+14250000002", "--block-days", "30", "--notify"), (*remove, "--all")):
            rows = self.rows("dry-run", *arguments, "--dry-run")
            self.assertEqual(len(rows), 1)
        outcomes = []
        for arguments in (assign, assign, (*remove, "--number", "+14250000002"), assign, (*remove, "--all")):
            result = self.run_program("--simulate", "--mfa-code", "123456", *state, "-o", "json", *arguments, "--yes")
            self.assertEqual(result.returncode, 0, result.stderr.decode())
            (row,) = json.loads(result.stdout)
            self.assert_valid("number-change", row)
            outcomes.append(row["Outcome"])
        self.assertEqual(outcomes, ["assigned", "unchanged", "removed", "assigned", "removed"])

    def test_a_change_that_does_not_show(self):
        scenario = self.scenario({"visible_after": "1h"})
        result = self.run_program(f"--simulate={scenario}", "--mfa-code", "123456", "-o", "ndjson", "assign-phone-number", "--yes",
                                  "--user", "user000002@contoso.example", "--number", "+14250000002", "--verify-timeout", "1s")
        self.assertEqual(result.returncode, 7, result.stderr.decode())
        row = json.loads(result.stdout)
        self.assert_valid("number-change", row)
        self.assertEqual(row["Outcome"], "accepted")

    def test_bulk_rows_done_resumed_and_failed(self):
        file = self.directory / "numbers.csv"
        state = ("--simulate", "--mfa-code", "123456", "--simulate-state", str(self.directory / "state"), "-o", "ndjson")
        file.write_text("UserPrincipalName,TelephoneNumber,NumberType\n"
                        "user000002@contoso.example,+14250000002,CallingPlan\n"
                        "user000012@contoso.example,+14250000003,CallingPlan\n"
                        "user000007@contoso.example,+14250000007,DirectRouting\n")
        bulk = ("bulk-assign", str(file), "--continue-on-error", "--yes")
        dry = self.run_program(*state, *bulk, "--dry-run")
        for line in dry.stdout.decode().splitlines():
            self.assert_valid("dry-run", json.loads(line))
        seen = []
        for _ in range(2):
            result = self.run_program(*state, *bulk)
            rows = [json.loads(line) for line in result.stdout.decode().splitlines()]
            for row in rows:
                self.assert_valid("number-change", row)
                self.assertIn("Line", row)
            seen += [(row["Outcome"], row["Resumed"]) for row in rows]
        self.assertIn(("assigned", False), seen)
        self.assertIn(("failed", False), seen)
        self.assertTrue(any(resumed for _, resumed in seen), seen)
        for line in self.run_program(*state, *bulk, "--dry-run").stdout.decode().splitlines():
            self.assert_valid("dry-run", json.loads(line))

    def test_records_of_streams(self):
        text = ("Write-Output 1, 'two', $null; Get-CsTenant; Write-Warning 'w'; Write-Verbose 'v' -Verbose; Write-Host 'h'; "
                "Write-Information 'i'; Write-Error 'e'")
        result = self.run_program("--simulate", "--mfa-code", "123456", "-o", "ndjson", "run", "--streams", "--", text)
        records = [json.loads(line) for line in result.stdout.decode().splitlines()]
        for record in records:
            self.assert_valid("stream-record", record)
        self.assertLessEqual({"output", "warning", "error"}, {record["stream"] for record in records}, result.stderr.decode())
        self.assertEqual(result.returncode, 10)

    def test_findings(self):
        result = self.run_program("--simulate", "-o", "json", "doctor")
        findings = json.loads(result.stdout)
        self.assertGreater(len(findings), 3)
        for finding in findings:
            self.assert_valid("finding", finding)

    def test_prompts_that_are_found(self):
        result = self.run_program("detect", stdin=b"To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter "
                                                  b"the code FRWQDE7YL to authenticate.\n")
        lines = result.stdout.decode().splitlines()
        self.assertEqual(len(lines), 1)
        self.assert_valid("found-prompt", json.loads(lines[0]))

    def test_options_as_they_hold(self):
        env = clean_environment(TEAMSCTL_PASSWORD="Passw0rd!", TEAMSCTL_RATE="5/s")
        for arguments in (("show",), ("show", "--origin")):
            for row in self.rows("option", "config", *arguments, env=env):
                self.assertEqual("origin" in row, "--origin" in arguments)


class RowsOfPowerShell(SchemaCase):
    """The same of a real PowerShell with the stub of the module."""

    def test_rows_of_a_real_powershell(self):
        if shutil.which("pwsh") is None:
            self.skipTest("there is no pwsh")
        scenario = self.scenario({})
        env = clean_environment(HOME=str(self.directory), XDG_CACHE_HOME=str(self.directory), TEAMS_STUB_SCENARIO=scenario,
                                PSModulePath=str(FOLDER.parents[2] / "tests/pwsh"), TEAMS_STUB_NUMBERS="50",
                                TEAMS_STUB_STATE=str(self.directory / "state"), TEAMSCTL_PASSWORD="Passw0rd!")
        user = "user000002@contoso.example"
        change = ("--user", user, "--number", "+14250000002", "--yes")
        for name, count, arguments in (("phone-number", 50, ("get-phone-numbers",)), ("policy", 26, ("get-policies",)),
                                       ("user", 2, ("get-user-info", user, "user000000@contoso.example")), ("tenant", 1, ("get-tenant",)),
                                       ("number-change", 1, ("assign-phone-number", *change)),
                                       ("number-change", 1, ("remove-phone-number", *change)), ("connected", 1, ("login",)),
                                       ("stream-record", 2, ("run", "--streams", "--", "Write-Warning 'w'; Get-CsTenant"))):
            result = self.run_program("-u", "nomfa@contoso.example", "-o", "ndjson", *arguments, env=env)
            self.assertEqual(result.returncode, 0, result.stderr.decode())
            rows = [json.loads(line) for line in result.stdout.decode().splitlines()]
            self.assertEqual(len(rows), count, arguments)
            for row in rows:
                self.assert_valid(name, row)


class Errors(SchemaCase):
    """One error of each code that can be had here."""

    def fails(self, code, *arguments, simulate=True, **options):
        before = ("--simulate", "--mfa-code", "123456") if simulate else ()
        result = self.run_program(*before, "-o", "json", *arguments, **options)
        lines = [json.loads(line) for line in result.stderr.decode().splitlines() if line.startswith("{")]
        self.assertEqual([line["error"]["code"] for line in lines], [code], result.stderr.decode())
        self.assert_valid("error", lines[0])
        self.assertEqual(lines[0]["error"]["exit"], result.returncode)

    def scenario_named(self, name, *more):
        return (f"--simulate={name}", "--mfa-code", "123456", *more)

    def test_usage_and_configuration(self):
        self.fails("usage", "get-phone-numbers", "--nonsense")
        self.fails("config", "--config", "/nonexistent", "get-tenant")

    def test_sign_in(self):
        self.fails("sign_in_refused", "--simulate", "-u", "locked@contoso.example", "get-tenant", simulate=False,
                   env=clean_environment(TEAMSCTL_PASSWORD="Passw0rd!"))
        self.fails("input_needed", "--simulate", "--no-input", "get-tenant", simulate=False)
        self.fails("mfa_refused", "--simulate", "--mfa-code", "000000", "--no-input", "--mfa-attempts", "1", "get-tenant", simulate=False)
        self.fails("timeout", *self.scenario_named("silence-at-connect"), "--login-timeout", "1s", "get-tenant", simulate=False)
        self.fails("not_connected", "status", simulate=False)
        self.fails("session_expired", *self.scenario_named("session-expired"), "get-phone-numbers", simulate=False)

    def test_what_is_missing(self):
        self.fails("pwsh_missing", "--pwsh", "/nonexistent", "-u", "a@b.example", "get-tenant", simulate=False,
                   env=clean_environment(TEAMSCTL_PASSWORD="x"))
        self.fails("module_missing", *self.scenario_named("module-missing"), "get-tenant", simulate=False)

    def test_commands(self):
        self.fails("cmdlet_failed", *self.scenario_named("error-amid-rows"), "get-phone-numbers", simulate=False)
        self.fails("cmdlet_failed", "get-user-info", "nobody@contoso.example")
        self.fails("partly_failed", "get-user-info", "nobody@contoso.example", "user000000@contoso.example")
        self.fails("temporary", *self.scenario_named("throttled"), "--retries", "0", "get-phone-numbers", simulate=False)
        self.fails("command_timeout", *self.scenario_named("silence-at-command"), "--timeout", "1s", "get-phone-numbers", simulate=False)
        self.fails("child_lost", *self.scenario_named("death-at-command"), "get-phone-numbers", simulate=False)

    def test_files_and_outputs(self):
        password = self.directory / "password"
        password.write_text("Passw0rd!\n")
        password.chmod(0o644)
        self.fails("insecure", "--simulate", "-u", "nomfa@contoso.example", "--password-file", str(password), "get-tenant", simulate=False)
        with open("/dev/full", "wb") as full:
            done = subprocess.run([TEAMSCTL, "--simulate", "--mfa-code", "123456", "-o", "json", "get-tenant"], stdin=subprocess.DEVNULL,
                                  stdout=full, stderr=subprocess.PIPE, env=clean_environment(), timeout=PATIENCE, check=False)
        error = json.loads(done.stderr)
        self.assert_valid("error", error)
        self.assertEqual((error["error"]["code"], done.returncode), ("output", 14))

    def test_a_signal(self):
        process = self.start_program("--simulate=silence-at-command", "--mfa-code", "123456", "-v", "-o", "json", "get-phone-numbers")
        self.wait_for_line(process.stderr, "signed in as")
        os.kill(process.pid, signal.SIGTERM)
        _, stderr = process.communicate(timeout=PATIENCE)
        error = json.loads([line for line in stderr.decode().splitlines() if line.startswith("{")][0])
        self.assert_valid("error", error)
        self.assertEqual((error["error"]["code"], process.returncode), ("interrupted", 143))


if __name__ == "__main__":
    outcome = unittest.main(exit=False, verbosity=2).result
    sys.exit(77 if outcome.testsRun and len(outcome.skipped) >= outcome.testsRun else 0 if outcome.wasSuccessful() else 1)
