"""The schemas of share/teamsctl/schema, the examples of teamsctl-serve(7) and the table of commands say the same."""
import json
import re
import subprocess
import sys
import unittest

from program import ROOT, TEAMSCTL, clean_environment
from serve_client import SCHEMAS, hold_to_schema, jsonschema

PAGE = ROOT / "man" / "teamsctl-serve.7"
FILES = sorted(SCHEMAS.glob("serve-*.json")) + sorted(SCHEMAS.glob("batch-*.json"))


def examples():
    """Every JSON object in the page with `type` in it, whatever it is set in."""
    text = PAGE.read_text().replace(r"\(dq", '"')
    text = re.sub(r"^\.Li (?=\{)", "", text, flags=re.MULTILINE)
    decoder, at, found = json.JSONDecoder(), 0, []
    while (at := text.find("{", at)) >= 0:
        try:
            value, end = decoder.raw_decode(text, at)
        except ValueError:
            at += 1
            continue
        if "type" in value:
            found.append(value)
        at = end
    return found


def side_of(message):
    if message["type"] == "summary" or "row" in message or ("line" in message and message["type"] == "done"):
        return "batch"
    return "request" if (SCHEMAS / f"serve-request-{message['type']}.json").exists() else "event"


class Messages(unittest.TestCase):
    def test_schemas_are_schemas(self):
        if jsonschema is None:
            raise unittest.SkipTest("there is no python3-jsonschema")
        self.assertGreater(len(FILES), 25)
        for file in FILES:
            with self.subTest(file.name):
                schema = json.loads(file.read_text())
                jsonschema.Draft202012Validator.check_schema(schema)
                self.assertTrue(file.name.endswith(f"-{schema['properties']['type']['const']}.json"))

    def test_every_example_of_the_page_is_what_its_schema_says(self):
        for message in examples():
            with self.subTest(message):
                hold_to_schema(message, side_of(message))

    def test_every_message_has_an_example(self):
        shown = {(side_of(message), message["type"]) for message in examples()}
        for file in FILES:
            program, kind, name = file.stem.split("-", 2)
            self.assertIn(("batch" if program == "batch" else kind, name), shown)

    def test_the_schemas_know_every_argument_of_every_command(self):
        for file in SCHEMAS.glob("serve-request-*.json"):
            name = file.stem.split("-", 2)[2].replace("_", "-")
            help_text = subprocess.run([TEAMSCTL, name, "--help"], capture_output=True, text=True, env=clean_environment(COLUMNS="200"))
            if help_text.returncode != 0 or "-" not in name or name in ("send-mfa-code", "create-session", "list-sessions", "close-session"):
                continue
            with self.subTest(name):
                wanted = {"userPrincipalName"} if "user" in help_text.stdout.lower() else set()
                for line in help_text.stdout.split("Options:")[0].splitlines()[0:0] + help_text.stdout.splitlines():
                    option = re.match(r"\s+(?:-\w,)?((?:--[a-z-]+,?)+)", line)
                    for flag in re.findall(r"--([a-z-]+)", option[1]) if option else []:
                        wanted.add(re.sub(r"-(\w)", lambda m: m[1].upper(), flag))
                wanted -= {"help", "yes"}
                if "type" in wanted:
                    wanted = wanted - {"type"} | {"policyType"}
                known = set(json.loads(file.read_text())["properties"]) - {"type", "id", "sessionId"}
                self.assertLessEqual({"users"} & known, known)
                self.assertEqual(known - wanted - {"users", "userPrincipalName"}, set())
                self.assertEqual(wanted - known - {"userPrincipalName"}, set())


if __name__ == "__main__":
    program = unittest.main(exit=False)
    result = program.result
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped and len(result.skipped) == result.testsRun else 0)
