"""What the results look like in each format, and what happens when nobody takes them."""
import csv
import fcntl
import io
import json
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import termios
import unittest

from program import PATIENCE, ProgramCase, TEAMSCTL, clean_environment

ACCOUNT = ("--simulate", "-u", "nomfa@contoso.example", "--no-input")


def cell(value, between=";"):
    """What man/teamsctl.1 says of a value in a cell."""
    if value is None:
        return ""
    if isinstance(value, list) and not any(isinstance(item, (list, dict)) for item in value):
        return between.join(cell(item) for item in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Output(ProgramCase):
    def numbers(self, *arguments, **options):
        result = self.run_program(*ACCOUNT, *arguments, **options)
        self.assertEqual((result.returncode, result.stderr.decode()), (0, ""))
        return result.stdout.decode()

    def rows(self, *arguments):
        return json.loads(self.numbers("-o", "json", *arguments))

    def test_csv_and_tsv_hold_what_json_holds(self):
        rows = self.rows("get-phone-numbers")
        self.assertEqual(len(rows), 1000)
        names = list(rows[0])
        wanted = [[cell(row[name]) for name in names] for row in rows]
        text = self.numbers("-o", "csv", "get-phone-numbers")
        self.assertNotIn("\r", text)
        self.assertEqual(list(csv.reader(io.StringIO(text, newline=""), strict=True)), [names, *wanted])
        lines = self.numbers("-o", "tsv", "get-phone-numbers").splitlines()
        self.assertEqual([line.split("\t") for line in lines], [names, *wanted])

    def test_R44_a_number_that_no_double_holds_is_written_to_the_digit(self):
        for form in ("json", "ndjson", "csv", "tsv", "table"):
            text = self.numbers("-o", form, "--fields", "Identity,CallingSpendUserLimit", "get-policies", "--type", "calling")
            self.assertIn("9007199254740993", text, form)

    def test_rows_with_other_properties_are_named_once(self):
        result = self.run_program(*ACCOUNT, "-o", "csv", "get-policies")
        self.assertEqual(result.returncode, 0)
        self.assertEqual(result.stderr.decode().count("there is no column for it"), 1)
        rows = list(csv.reader(io.StringIO(result.stdout.decode(), newline=""), strict=True))
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})

    def test_fields_are_the_same_in_every_format(self):
        fields = "telephonenumber,Tag.0,Capability,nothing"
        rows = self.rows("--fields", fields, "get-phone-numbers", "--top", "50")
        names = fields.split(",")
        for row, whole in zip(rows, self.rows("get-phone-numbers", "--top", "50")):
            self.assertEqual(list(row.items()), [
                ("telephonenumber", whole["TelephoneNumber"]), ("Tag.0", whole["Tag"][0] if whole["Tag"] else None),
                ("Capability", whole["Capability"]), ("nothing", None)])
        lines = self.numbers("-o", "ndjson", "--fields", fields, "get-phone-numbers", "--top", "50").splitlines()
        self.assertEqual([json.loads(line) for line in lines], rows)
        read = csv.DictReader(io.StringIO(self.numbers("-o", "csv", "--fields", fields, "get-phone-numbers", "--top", "50")))
        self.assertEqual(list(read), [{name: cell(row[name]) for name in names} for row in rows])

    def test_table_is_aligned_and_cuts_nothing_off_in_a_pipe(self):
        rows = self.rows("get-phone-numbers", "--top", "100")
        header, *lines = self.numbers("-o", "table", "get-phone-numbers", "--top", "100").splitlines()
        names = header.split()
        self.assertIn("TelephoneNumber", names)
        self.assertEqual(len(lines), len(rows))
        for line, row in zip(lines, rows):
            for name in names:
                self.assertIn(cell(row[name], ", "), line)
            self.assertTrue(line.startswith(row["TelephoneNumber"].ljust(header.index(names[1]))))

    def test_none_says_nothing(self):
        self.assertEqual(self.numbers("-o", "none", "get-phone-numbers"), "")
        result = self.run_program("-o", "none", "--simulate=refused-password", "-u", "mfa@contoso.example", "--no-input", "get-tenant")
        self.assertEqual(result.stdout, b"")
        self.assertEqual(result.returncode, 4)

    def test_no_results(self):
        nothing = ("get-phone-numbers", "--number", "+999")
        self.assertEqual(self.numbers("-o", "json", *nothing), "[]\n")
        self.assertEqual(self.numbers("-o", "ndjson", *nothing), "")
        self.assertEqual(self.numbers("-o", "csv", *nothing), "")
        self.assertEqual(self.numbers("-o", "csv", "--fields", "a,b.c", *nothing), "a,b.c\n")
        self.assertTrue(self.numbers("-o", "table", *nothing).startswith("TelephoneNumber "))
        self.assertEqual(self.numbers("--jq", "length", *nothing), "0\n")

    @unittest.skipUnless(shutil.which("jq"), "jq is not installed")
    def test_jq_prints_what_jq_prints(self):
        whole = self.numbers("-o", "json", "get-phone-numbers", "--top", "60")
        lines = self.numbers("-o", "ndjson", "get-phone-numbers", "--top", "60")
        env = clean_environment(HOME=str(self.directory))

        def jq(*arguments, stdin):
            return subprocess.run(["jq", *arguments], input=stdin.encode(), capture_output=True, check=True, timeout=PATIENCE, env=env).stdout.decode()

        for expression in (".", "length", ".[].TelephoneNumber", ".[0].City, .[1].AssignedPstnTargetId", "map(.Tag) | add",
                           "group_by(.NumberType) | map({(.[0].NumberType): length}) | add", ".[] | [.TelephoneNumber, .City] | @csv",
                           ".[] | select(.City == \"東京\") | .Capability", "empty"):
            with self.subTest(expression):
                self.assertEqual(self.numbers("--jq", expression, "get-phone-numbers", "--top", "60", env=env), jq("-rc", expression, stdin=whole))
        for expression in (".", ".TelephoneNumber", "select(.City == null) | {TelephoneNumber, n: (.Tag | length)}", ".Capability[]", "empty"):
            with self.subTest(expression):
                self.assertEqual(self.numbers("-o", "ndjson", "--jq", expression, "get-phone-numbers", "--top", "60", env=env),
                                 jq("-c", expression, stdin=lines))

    def test_jq_that_does_not_compile_starts_nothing(self):
        result = self.run_program("-o", "json", "--jq", ".[", "--pwsh", "/nonexistent", "-u", "u@contoso.example", "get-tenant")
        error = self.assert_fails(result, "usage", 2)
        self.assertIn("syntax error", error["message"])
        self.assertIn("line 1", error["message"])

    def test_jq_that_fails_ends_the_run(self):
        result = self.run_program(*ACCOUNT, "-o", "ndjson", "--jq", ".City.x", "get-phone-numbers")
        error = self.assert_fails(result, "output", 14)
        self.assertEqual(error["message"], '--jq: Cannot index string with string "x".')
        result = self.run_program(*ACCOUNT, "-o", "json", "--jq", ".[].City.x", "get-phone-numbers")
        self.assert_fails(result, "output", 14)
        self.assertEqual(result.stdout, b"")

    def test_R43_jq_prints_nothing_of_a_part(self):
        result = self.run_program("--simulate=error-amid-rows", *ACCOUNT[1:], "-o", "json", "--jq", "length", "get-phone-numbers")
        self.assert_fails(result, "cmdlet_failed", 10)
        self.assertEqual(result.stdout, b"")

    def test_R2_rows_of_a_table_that_was_cut_short_are_shown(self):
        result = self.run_program("--simulate=death-at-mid-record", *ACCOUNT[1:], "-o", "table", "get-phone-numbers")
        self.assertEqual(result.returncode, 12)
        self.assertNotIn(b'{"error"', result.stderr)
        lines = result.stdout.decode().splitlines()
        self.assertGreater(len(lines), 1)
        self.assertTrue(lines[1].startswith("+1425"))

    def test_a_mistake_is_said_as_text_where_the_results_are_no_json(self):
        for form in ("table", "csv", "tsv", "none"):
            result = self.run_program("-o", form, "--no-such-option", "get-tenant")
            self.assertEqual(result.returncode, 2)
            self.assertTrue(result.stderr.decode().startswith("teamsctl: There is no option"), result.stderr)

    def test_commands_without_a_session_have_the_formats_too(self):
        options = json.loads(self.run_program("-o", "json", "config", "show").stdout)
        for option in options:
            if option["option"] == "output":
                option["value"] = "csv"
        text = self.run_program("-o", "csv", "config", "show").stdout.decode()
        self.assertEqual(list(csv.reader(io.StringIO(text))), [["option", "value"], *([cell(v) for v in row.values()] for row in options)])
        self.assertEqual(self.run_program("--jq", '.[] | select(.option == "auth").value', "config", "show").stdout, b"user\n")
        result = self.run_program("--simulate", "-o", "tsv", "doctor")
        self.assertEqual(result.stdout.decode().splitlines()[0], "check\tstate\tdetail\tadvice")


class Readers(ProgramCase):
    """Who takes the results stops taking them."""

    def test_R39_a_reader_that_has_enough(self):
        for form in (("-o", "csv"), ("-o", "tsv"), ("-o", "table"), ("-o", "ndjson", "--jq", ".TelephoneNumber"), ("--jq", ".[]")):
            with self.subTest(form):
                command = 'status=$(exec 3>&1; { "$@" 2>"$ERR"; echo $? >&3; } | head -1 >"$OUT"); echo "$status"'
                env = clean_environment(ERR=str(self.directory / "err"), OUT=str(self.directory / "out"))
                result = subprocess.run(["/bin/bash", "-c", command, "bash", TEAMSCTL, *ACCOUNT, "--simulate-numbers", "20000", *form, "get-phone-numbers"],
                                        capture_output=True, timeout=PATIENCE, env=env, stdin=subprocess.DEVNULL, start_new_session=True)
                self.assertEqual(result.stdout.decode().strip(), "14")
                self.assertEqual((self.directory / "err").read_text(), "")
                self.assertEqual(len((self.directory / "out").read_text().splitlines()), 1)

    def test_R39_an_expression_without_an_end_and_a_reader_that_has_enough(self):
        for form in ("json", "ndjson"):
            process = self.start_program(*ACCOUNT, "-o", form, "--jq", "repeat(1)", "get-tenant")
            self.assertEqual(process.stdout.readline(), b"1\n")
            process.stdout.close()
            self.assertEqual(process.wait(PATIENCE), 14)
            self.assertEqual(process.stderr.read(), b"")

    def test_R39_a_signal_stops_an_expression_without_an_end(self):
        for expression in ("1, (def f: f; f)", "repeat(1)"):
            for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
                for form in ("json", "ndjson"):
                    with self.subTest(f"{expression} {status} {form}"):
                        process = self.start_program(*ACCOUNT, "-o", form, "--jq", f'"running" | debug | {expression}', "get-tenant")
                        self.wait_for_line(process.stderr, "running")
                        process.send_signal(number)
                        output, errors = process.communicate(timeout=PATIENCE)
                        self.assertEqual(process.returncode, status, errors)
                        self.assertEqual(json.loads(errors.splitlines()[-1])["error"]["code"], "interrupted")

    def test_R40_a_full_disk(self):
        for form in ("csv", "tsv", "table", "json", "ndjson"):
            with self.subTest(form), open("/dev/full", "wb") as full:
                result = subprocess.run([TEAMSCTL, *ACCOUNT, "-o", form, "get-phone-numbers"], stdout=full, stderr=subprocess.PIPE, timeout=PATIENCE,
                                        env=clean_environment(), stdin=subprocess.DEVNULL, start_new_session=True)
                self.assertEqual(result.returncode, 14)
                self.assertIn(b"No space left on device", result.stderr)

    def test_R41_stdout_is_closed_at_the_start(self):
        for form in (("-o", "csv"), ("-o", "table"), ("-o", "none"), ("--jq", ".[]")):
            with self.subTest(form):
                result = subprocess.run(["/bin/sh", "-c", 'exec "$@" >&-', "sh", TEAMSCTL, *ACCOUNT, *form, "get-phone-numbers"], capture_output=True,
                                        timeout=PATIENCE, env=clean_environment(), stdin=subprocess.DEVNULL, start_new_session=True)
                self.assertEqual((result.returncode, result.stdout, result.stderr), (0, b"", b""))


class Screen(ProgramCase):
    """What a person sees: stdout is a terminal of 60 columns."""

    # The name is what an attacker who may edit a directory would put there.
    EVIL = "\x1b]52;c;aGk=\x07\x1b[2Jx\u202egnp.exe\u0085\x7f\n2nd line"

    def on_terminal(self, *arguments, columns=60, **variables):
        main, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        env = clean_environment(TERM="xterm", **variables)
        for name in ("COLUMNS", "NO_COLOR", "CLICOLOR_FORCE"):
            if name not in variables:
                env.pop(name, None)
        with open(self.directory / "err", "wb") as errors:
            process = subprocess.Popen([TEAMSCTL, *arguments], stdin=subprocess.DEVNULL, stdout=terminal, stderr=errors, env=env, start_new_session=True)
        os.close(terminal)
        self.addCleanup(self._end, process)
        shown = b""
        with open(main, "rb", buffering=0) as screen:
            while True:
                try:
                    part = screen.read(65536)
                except OSError:  # the other side is closed
                    break
                if not part:
                    break
                shown += part
        self.assertEqual(process.wait(PATIENCE), 0, (self.directory / "err").read_text())
        return shown.decode().replace("\r\n", "\n")

    def evil_tenant(self):
        """A recorded run of get-tenant in which the tenant calls itself EVIL."""
        record = self.directory / "transcript"
        self.run_program(*ACCOUNT, "--transcript", str(record), "get-tenant")
        lines = []
        for line in record.read_text().splitlines():
            line = json.loads(line)
            if line.get("channel") == "record":
                line["text"] = line["text"].replace('"DisplayName":"Contoso"', '"DisplayName":' + json.dumps(self.EVIL, ensure_ascii=False))
            lines.append(json.dumps(line))
        record.write_text("\n".join(lines) + "\n")
        return f"--simulate=replay:{record}", *ACCOUNT[1:]

    def test_R45_nothing_in_the_data_reaches_the_terminal_as_a_control(self):
        tenant = self.evil_tenant()
        piped = self.run_program(*tenant, "-o", "csv", "--fields", "DisplayName", "get-tenant")
        self.assertEqual(list(csv.reader(io.StringIO(piped.stdout.decode(), newline=""))), [["DisplayName"], [self.EVIL]])
        ways = [("-o", form, "--color", "never") for form in ("json", "ndjson", "table", "csv", "tsv")]
        ways += [("--jq", ".[].DisplayName"), ("--jq", "."), ("-o", "ndjson", "--jq", ".DisplayName"), ("--fields", "DisplayName")]
        for way in ways:
            with self.subTest(way):
                text = self.on_terminal(*tenant, *way, "get-tenant", columns=400)
                self.assertEqual(re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", text), [])
                self.assertIn("gnp.exe", text)
                self.assertIn("1b]52", text)
                if way[1] in ("json", "ndjson", "DisplayName") and "--jq" not in way:
                    row = json.loads(text)
                    self.assertEqual((row[0] if isinstance(row, list) else row)["DisplayName"], self.EVIL)

    def test_a_table_is_as_wide_as_the_screen_and_its_header_is_bold(self):
        header, *lines = self.on_terminal(*ACCOUNT, "-o", "table", "get-phone-numbers", "--top", "20").splitlines()
        self.assertTrue(header.startswith("\x1b[1m") and header.endswith("\x1b[0m"), header)
        header = header[4:-4]
        for line in [header, *lines]:
            self.assertLessEqual(len(line) + len(re.findall("[\u3000-\u9fff]", line)), 60, line)
        self.assertIn("\u2026", "".join(lines))
        self.assertEqual(len(lines), 20)

    def test_COLUMNS_and_the_variables_of_colours_are_heard(self):
        wide = self.on_terminal(*ACCOUNT, "-o", "table", "get-phone-numbers", "--top", "20", COLUMNS="300", NO_COLOR="1")
        piped = self.run_program(*ACCOUNT, "-o", "table", "get-phone-numbers", "--top", "20").stdout.decode()
        self.assertEqual(wide, piped)
        plain = self.on_terminal(*ACCOUNT, "-o", "table", "--color", "never", "get-tenant")
        self.assertNotIn("\x1b", plain)
        forced = self.run_program(*ACCOUNT, "-o", "table", "get-tenant", env=clean_environment(CLICOLOR_FORCE="1"))
        self.assertIn(b"\x1b[1m", forced.stdout)

    def test_json_on_a_terminal_is_indented_and_without_colours(self):
        text = self.on_terminal(*ACCOUNT, "get-tenant")
        self.assertTrue(text.startswith("[\n  {\n    \"CountryLetterCode\": \"US\",\n"), text)
        self.assertNotIn("\x1b", text)
        self.assertEqual(json.loads(text), json.loads(self.run_program(*ACCOUNT, "get-tenant").stdout))
        text = self.on_terminal(*ACCOUNT, "--jq", ".[0] | {TenantId}", "get-tenant")
        self.assertRegex(text, '^{\\n  "TenantId": "[0-9a-f-]+"\\n}\\n$')


if __name__ == "__main__":
    unittest.main()
