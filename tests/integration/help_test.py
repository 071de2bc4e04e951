"""help, schema and completion: what the program says about itself, without starting anything."""
import re
import subprocess
import unittest

from program import PATIENCE, TEAMSCTL, ProgramCase, clean_environment

TOPICS = ("exit-codes", "environment", "secrets", "output", "mfa", "simulate")
COMMANDS = ("get-phone-numbers", "get-policies", "assign-phone-number", "run", "config", "help", "completion")


class Help(ProgramCase):
    def text_of(self, *arguments, **options):
        result = self.run_program(*arguments, **options)
        self.assertEqual((result.returncode, result.stderr), (0, b""), result)
        return result.stdout.decode()

    def test_without_a_topic_it_is_that_of_the_program(self):
        self.assertEqual(self.text_of("help"), self.text_of("--help"))

    def test_a_command_is_explained_as_by_itself(self):
        for command in COMMANDS:
            self.assertEqual(self.text_of("help", command), self.text_of(command, "--help"))

    def test_topics_are_plain_text_for_a_screen(self):
        for topic in TOPICS:
            text = self.text_of("help", topic)
            self.assertGreater(text.count("\n"), 10, topic)
            self.assertEqual([line for line in text.splitlines() if len(line) > 100 or line != line.rstrip()], [], topic)
            self.assertNotRegex(text, r"\x1b|\t")

    def test_topics_are_listed(self):
        for topic in TOPICS:
            self.assertIn(topic, self.text_of("help", "--help"))

    def test_exit_codes_are_those_of_the_table(self):
        text = self.text_of("help", "exit-codes")
        for status, name in ((0, "ok"), (5, "input_needed"), (9, "module_missing"), (11, "partly_failed"), (130, "interrupted")):
            self.assertRegex(text, rf"(?m)^ *{status}  {name}  ")

    def test_every_option_has_its_variable_and_its_key(self):
        text = self.text_of("help", "environment")
        options = set(re.findall(r"^ +(?:-\w,\s*)?--([a-z-]+)", self.text_of("--help"), re.MULTILINE)) - {"help", "version"}
        self.assertGreater(len(options), 25)
        for option in options:
            self.assertRegex(text, rf"(?m)^  TEAMSCTL_{option.upper().replace('-', '_')} .*--{option}(  \(-\))?$")

    def test_scenarios_are_named(self):
        self.assertIn("throttled", self.text_of("help", "simulate"))

    def test_an_unknown_topic_is_a_usage_error_with_the_nearest_one(self):
        error = self.assert_fails(self.run_program("-o", "json", "help", "exit-code"), "usage", 2)
        self.assertIn("exit-code", error["message"])
        self.assertIn("Did you mean exit-codes?", error["hint"])
        for topic in (*TOPICS, *COMMANDS):
            self.assertIn(topic, error["hint"])
        self.assert_fails(self.run_program("-o", "json", "help", "mfa", "more"), "usage", 2)

    def test_it_works_where_the_configuration_is_broken(self):
        broken = self.directory / "teamsctl.toml"
        broken.write_text("[profile")
        env = clean_environment(TEAMSCTL_CONFIG=str(broken), TEAMSCTL_AUTH="nonsense")
        for arguments in (("help", "secrets"), ("schema",), ("schema", "error"), ("completion", "bash"), ("help",)):
            self.text_of(*arguments, env=env)

    def test_a_full_disk_is_said(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([TEAMSCTL, "help", "mfa"], stdout=full, stderr=subprocess.PIPE, timeout=PATIENCE,
                                  env=clean_environment(), check=False)
        self.assertEqual(done.returncode, 14, done.stderr)

    def test_schemas_are_listed_and_printed(self):
        names = [line.split()[0] for line in self.text_of("schema").splitlines()]
        for name in ("get-phone-numbers", "get-user-info", "error", "dry-run"):
            self.assertIn(name, names)
        for name in names:
            self.assertIn('"$schema": "https://json-schema.org/draft/2020-12/schema"', self.text_of("schema", name))
        error = self.assert_fails(self.run_program("-o", "json", "schema", "get-phone-number"), "usage", 2)
        self.assertIn("Did you mean get-phone-numbers?", error["hint"])


if __name__ == "__main__":
    unittest.main()
