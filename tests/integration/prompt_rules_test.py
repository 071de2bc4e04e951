"""R16: prompt rules of the user's own, from config.toml: they answer what no built-in rule knows, and none can do harm."""
import json
import re
import sys
import time
import unittest

from program import CODE, ProgramCase, clean_environment

# No built-in rule takes this for a question.
PROMPT = "Contoso one-time value for the gate, please >>"
RULE = """[[prompt_rule]]
name = "the gate"
kind = "mfa_code"
pattern = 'one-time value for \\S+ gate, please >>'
"""
# Tries every way to cut a row of x in pieces before it knows that there is no digit behind it.
CATASTROPHE = """[[prompt_rule]]
name = "too clever"
kind = "mfa_code"
pattern = '(x+x+)+[0-9]'
"""
MANY = "x" * 300


class PromptRules(ProgramCase):
    def configured(self, text):
        self.file = self.directory / "teamsctl" / "config.toml"
        self.file.parent.mkdir(exist_ok=True)
        self.file.write_text(text)
        self.file.chmod(0o600)
        return clean_environment(XDG_CONFIG_HOME=str(self.directory))

    def sign_in(self, steps, *arguments, env=None, **options):
        return self.run_program(f"--simulate={self.scenario({'connect': steps})}", "-o", "json", "-u", "nomfa@contoso.example", *arguments, "get-tenant",
                                env=env, **options)

    def detect(self, text, env=None):
        result = self.run_program("detect", stdin=text.encode(), env=env)
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        return [json.loads(line) for line in result.stdout.splitlines()]

    def assert_signed_in(self, result):
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        self.assertEqual([row["DisplayName"] for row in json.loads(result.stdout)], ["Contoso"])

    def test_R16_without_a_rule_the_question_is_not_known(self):
        self.assertEqual(self.detect(PROMPT), [])
        result = self.sign_in([{"ask_code": {"through": "console", "prompt": PROMPT}}], "--mfa-code", "123456", "--login-timeout", "3s")
        self.assert_fails(result, "timeout", 7)

    def test_R16_a_rule_makes_the_code_be_typed(self):
        env = self.configured(RULE)
        for through in ("console", "stderr"):
            with self.subTest(through):
                result = self.sign_in([{"ask_code": {"through": through, "prompt": PROMPT}}], "--mfa-code-file", "-", env=env, stdin=CODE)
                self.assert_signed_in(result)
                self.assertNotIn(b"123456", result.stderr)

    def test_R16_a_rule_makes_the_question_known(self):
        env = self.configured(RULE)
        error = self.assert_fails(self.sign_in([{"ask_code": {"through": "console", "prompt": PROMPT}}], "--no-input", env=env), "input_needed", 5)
        self.assertEqual((error["challenge"]["kind"], error["challenge"]["message"]), ("mfa_code", PROMPT))

    def test_R16_a_wrong_code_is_asked_for_again(self):
        steps = [{"ask_code": {"through": "console", "prompt": PROMPT}}]
        self.assert_signed_in(self.sign_in(steps, "--mfa-code-file", "-", env=self.configured(RULE), stdin=b"000000\n123456\n"))

    def test_R16_a_rule_for_what_is_settled_elsewhere(self):
        env = self.configured("[[prompt_rule]]\nname = 'a page'\nkind = 'device_code'\n"
                              "pattern = 'Visit (?<url>https://\\S+) and tell them (?<code>[A-Z]{4}\\d{4})'\n")
        text = "Visit https://contoso.example/door and tell them ABCD1234 today."
        found, = self.detect(text + "\n", env)
        self.assertEqual((found["kind"], found["url"], found["display_code"], found["rule"]),
                         ("device_code", "https://contoso.example/door", "ABCD1234", "a page"))
        result = self.sign_in([{"say": {"on": "stdout", "text": text}}, {"wait": "1s"}], "-q", env=env)
        self.assert_signed_in(result)
        self.assertRegex(result.stderr.decode(), r"open +https://contoso.example/door\n")
        self.assertRegex(result.stderr.decode(), r"enter +ABCD1234\n")

    def test_R16_what_does_not_compile_is_named_with_its_place_and_byte(self):
        for pattern, byte in (("a(b", 3), ("x[", 2), ("(?<n>a)(?<1>b)", 10), ("(?:ab*", 6), ("\\C", 2)):
            for arguments in (["--simulate", "get-tenant"], ["detect"], ["config", "validate"], ["doctor"]):
                with self.subTest(pattern=pattern, arguments=arguments):
                    env = self.configured(f"[profile.default]\nquiet = true\n\n[[prompt_rule]]\nname = 'mine'\nkind = 'mfa_code'\npattern = '{pattern}'\n")
                    result = self.run_program("-o", "json", "--pwsh", "/nonexistent", *arguments, env=env)
                    message = self.assert_fails(result, "config", 3)["message"]
                    place = re.match(re.escape(str(self.file)) + r":(\d+):\d+: ", message)
                    self.assertTrue(place, message)
                    self.assertIn(int(place.group(1)), range(4, 8))
                    self.assertIn("'mine'", message)
                    self.assertIn(f"byte {byte} ", message)

    def test_R16_a_context_that_does_not_compile(self):
        env = self.configured("[[prompt_rule]]\nname = 'mine'\npattern = 'abc'\ncontext = 'a(b'\n")
        message = self.assert_fails(self.run_program("-o", "json", "--simulate", "get-tenant", env=env), "config", 3)["message"]
        self.assertIn("context", message)
        self.assertIn("byte 3 ", message)

    def test_H16_what_matches_nothing_is_refused(self):
        for pattern in ("", "a*", "(?:)", "^", "\\b", "x?|y"):
            with self.subTest(pattern):
                env = self.configured(f"[[prompt_rule]]\nname = 'mine'\nkind = 'mfa_code'\npattern = '{pattern}'\n")
                self.assert_fails(self.run_program("-o", "json", "--simulate", "get-tenant", env=env), "config", 3)

    def test_H16_ten_thousand_rules(self):
        for count in (950, 1000, 10000):
            for arguments in (["--simulate", "get-tenant"], ["detect"], ["config", "validate"]):
                with self.subTest(count=count, arguments=arguments):
                    env = self.configured("".join(f"[[prompt_rule]]\nname = 'r{i}'\nkind = 'mfa_code'\npattern = 'never{i}'\n" for i in range(count)))
                    begin = time.monotonic()
                    result = self.run_program("-o", "json", *arguments, env=env)
                    self.assertLess(time.monotonic() - begin, 30)
                    self.assertIn("more than 900", self.assert_fails(result, "config", 3)["message"])

    def test_H16_as_many_rules_as_are_allowed(self):
        env = self.configured("".join(f"[[prompt_rule]]\nname = 'r{i}'\nkind = 'mfa_code'\npattern = 'never{i}'\n" for i in range(899)) + RULE)
        self.assert_signed_in(self.sign_in([{"ask_code": {"through": "console", "prompt": PROMPT}}], "--mfa-code", "123456", env=env))
        self.assertEqual([one["rule"] for one in self.detect(PROMPT, env)], ["the gate"])

    def test_H16_a_mistake_in_a_rule_is_named(self):
        for text, word in (("name = 'x'\n", "pattern is missing"), ("pattern = 'x'\n", "name is missing"), ("name = 'x'\npattern = 'x'\nkind = 'code'\n", "kind"),
                           ("name = 'x'\npattern = 'x'\nwhere = 'here'\n", "where"), ("name = 'x'\npattern = 'x'\nquiet = 'soon'\n", "quiet"),
                           ("name = 'x'\npatern = 'x'\n", "patern"), ("name = 'x'\npattern = 3\n", "pattern")):
            with self.subTest(text):
                message = self.assert_fails(self.run_program("-o", "json", "detect", env=self.configured("[[prompt_rule]]\n" + text)), "config", 3)["message"]
                self.assertIn(word, message)
                self.assertRegex(message, re.escape(str(self.file)) + r":\d+:\d+: ")

    def test_R16_a_catastrophic_pattern_is_switched_off_and_said(self):
        env = self.configured(CATASTROPHE)
        steps = [{"say": {"on": "stdout", "text": MANY}}, {"ask_code": {"through": "console", "prompt": f"{MANY} Enter the verification code: "}}]
        begin = time.monotonic()
        result = self.sign_in(steps, "--mfa-code", "123456", env=env)
        self.assertLess(time.monotonic() - begin, 15)
        self.assert_signed_in(result)
        self.assertEqual(result.stderr.decode().count("'too clever' took too long and is switched off"), 1, result.stderr.decode())

    def test_R16_a_catastrophe_is_no_worse_for_many_rules_and_much_text(self):
        env = self.configured("".join(CATASTROPHE.replace("too clever", f"clever {i}") for i in range(100)))
        steps = [{"say": {"on": "stdout", "text": MANY, "times": 500}}, {"ask_code": {"through": "console", "prompt": "Enter the verification code: "}}]
        begin = time.monotonic()
        result = self.sign_in(steps, "--mfa-code", "123456", env=env)
        self.assertLess(time.monotonic() - begin, 20)
        self.assert_signed_in(result)

    def test_detect_uses_the_rules_of_the_configuration(self):
        env = self.configured(RULE)
        found, = self.detect("Connecting...\n" + PROMPT + " ", env)
        self.assertEqual((found["kind"], found["message"], found["rule"]), ("mfa_code", PROMPT, "the gate"))
        self.assertEqual(("Connecting...\n" + PROMPT)[found["begin"]:found["end"]], PROMPT[len("Contoso "):])
        # They are tried before the others.
        env = self.configured("[[prompt_rule]]\nname = 'mine'\nkind = 'unknown'\npattern = 'Enter the verification code:'\n")
        found, = self.detect("Enter the verification code: ", env)
        self.assertEqual((found["rule"], found["kind"]), ("mine", "unknown"))

    def test_detect_ends_with_a_catastrophic_rule_and_finds_the_rest(self):
        begin = time.monotonic()
        found = self.detect(f"{MANY}\n{MANY} Enter the verification code: ", self.configured(CATASTROPHE))
        self.assertLess(time.monotonic() - begin, 15)
        self.assertEqual([one["kind"] for one in found], ["mfa_code"])

    def test_R16_detect_says_which_rule_is_switched_off(self):
        # It is for people who write a rule of their own, and teamsctl-config(5) promises the warning.
        result = self.run_program("detect", stdin=f"{MANY}\n{MANY}: ".encode(), env=self.configured(CATASTROPHE))
        self.assertIn("too clever", result.stderr.decode())


if __name__ == "__main__":
    outcome = unittest.main(exit=False).result
    # ctest calls it skipped, and shows why.
    sys.exit(77 if len(outcome.skipped) >= outcome.testsRun else 0 if outcome.wasSuccessful() else 1)
