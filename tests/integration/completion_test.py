"""The completion scripts, asked by the shells themselves."""
import shlex
import shutil
import subprocess
import sys
import unittest

import pexpect

from program import TEAMSCTL, ProgramCase, clean_environment


def script(shell):
    done = subprocess.run([TEAMSCTL, "completion", shell], capture_output=True, timeout=60, env=clean_environment(), check=True)
    return done.stdout.decode()


class CompletionCase(ProgramCase):
    shell = ""

    def setUp(self):
        super().setUp()
        if not shutil.which(self.shell):
            self.skipTest(f"there is no {self.shell}")
        self.script = self.directory / f"teamsctl.{self.shell}"
        self.script.write_text(script(self.shell))
        # The program itself is never run for it: nothing of that name is on PATH.
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.directory), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
        for name in ("numbers.csv", "numeric dir/inside.csv"):
            path = self.directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()

    def ask(self, line):
        """What is offered for the last word of the line."""
        raise NotImplementedError

    def run_shell(self, text):
        done = subprocess.run([self.shell, *self.plain, "-c", text], capture_output=True, timeout=60, env=self.environment,
                              cwd=self.directory)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.decode().split("\n")[:-1]


class Questions:
    """What every shell has to answer."""

    def test_the_script_is_one_of_the_shell(self):
        subprocess.run([self.shell, "-n", str(self.script)], check=True, timeout=60)

    def test_commands(self):
        commands = self.ask("teamsctl ")
        for command in ("get-phone-numbers", "get-policies", "assign-phone-number", "run", "doctor", "completion"):
            self.assertIn(command, commands)
        self.assertEqual(self.ask("teamsctl get-p"), ["get-phone-numbers", "get-policies"])
        # Behind options and their values too.
        self.assertEqual(self.ask("teamsctl -o ndjson --simulate get-t"), ["get-tenant"])

    def test_options_of_the_program_and_of_the_command(self):
        self.assertEqual(self.ask("teamsctl --mfa-code-"),
                         sorted(f"--mfa-code-{way}" for way in ("command", "digits", "env", "fd", "file")))
        self.assertEqual(self.ask("teamsctl get-phone-numbers --st"), ["--starts-with", "--status"])
        self.assertEqual(self.ask("teamsctl get-tenant --stat"), [])
        self.assertEqual(self.ask("teamsctl get-policies --log-f"), ["--log-file", "--log-format"])

    def test_choices(self):
        self.assertEqual(self.ask("teamsctl --auth c"), ["certificate"])
        self.assertEqual(self.ask("teamsctl get-phone-numbers -o nd"), ["ndjson"])
        self.assertEqual(self.ask("teamsctl get-phone-numbers --number-type "), ["CallingPlan", "DirectRouting", "OperatorConnect"])
        self.assertEqual(self.ask("teamsctl completion "), ["bash", "fish", "zsh"])

    def test_lists_with_commas(self):
        self.assertEqual(self.ask("teamsctl get-policies --type em"), ["emergency-call-routing", "emergency-calling"])

    def test_commands_below_commands(self):
        self.assertEqual(self.ask("teamsctl config "), ["path", "show", "validate"])
        self.assertEqual(self.ask("teamsctl config val"), ["validate"])

    def test_topics(self):
        self.assertEqual(self.ask("teamsctl help exit"), ["exit-codes"])
        self.assertEqual(self.ask("teamsctl help get-pol"), ["get-policies"])
        self.assertEqual(self.ask("teamsctl schema get-ten"), ["get-tenant"])

    def test_files(self):
        self.assertEqual(self.ask("teamsctl --log-file numb"), ["numbers.csv"])
        self.assertEqual(self.ask("teamsctl detect numb"), ["numbers.csv"])
        self.assertEqual(self.ask("teamsctl run -f numb"), ["numbers.csv"])


class Bash(Questions, CompletionCase):
    shell = "bash"
    plain = ("--norc", "--noprofile")

    def ask(self, line):
        # As readline cuts it: "=" is a word of its own.
        words = []
        for word in line.split(" "):
            head, sign, tail = word.partition("=")
            words += [head, "=", *([tail] if tail else [])] if sign else [head]
        array = " ".join(shlex.quote(word) for word in words)
        return sorted(self.run_shell(f"source {shlex.quote(str(self.script))}; COMP_WORDS=({array}); "
                                     f"COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _teamsctl; "
                                     'printf "%s\\n" "${COMPREPLY[@]}"')) if array else []

    def run_shell(self, text):
        return [line for line in super().run_shell(text) if line]

    def test_values_behind_an_equals_sign(self):
        self.assertEqual(self.ask("teamsctl --output=nd"), ["ndjson"])
        self.assertEqual(self.ask("teamsctl --auth="), sorted(["user", "certificate", "device-code", "access-token", "managed-identity"]))
        self.assertIn("throttled", self.ask("teamsctl --simulate=thr"))
        self.assertEqual(self.ask("teamsctl --log-file=numb"), ["numbers.csv"])

    def test_a_list_goes_on_behind_its_comma(self):
        self.assertEqual(self.ask("teamsctl get-policies --type calling,mee"), ["calling,meeting"])
        self.assertEqual(self.ask("teamsctl get-phone-numbers --fields TelephoneNumber,Ci"),
                         ["TelephoneNumber,City", "TelephoneNumber,CivicAddressId"])

    def test_nothing_is_an_option_behind_two_dashes(self):
        self.assertEqual(self.ask("teamsctl run -- --st"), [])

    def test_readline_puts_it_there(self):
        shell = pexpect.spawn("bash", ["--norc", "--noprofile"], env={**self.environment, "PS1": "$ ", "INPUTRC": "/dev/null"},
                              cwd=str(self.directory), timeout=60, encoding="utf-8", dimensions=(24, 200))
        self.addCleanup(shell.close, True)
        # What stands on the line after the tab is printed, not run.
        shell.sendline(f"source {self.script}; teamsctl() {{ printf '<%s>' \"$@\"; echo; }}")
        for typed, line in (("--simu\t=device-code-wr\tget-ten\t", "<--simulate=device-code-wrapped><get-tenant>"),
                            ("--log-file=numeri\t\tins\t", "<--log-file=numeric dir/inside.csv>"),
                            ("get-pol\t--type voice-r\t", "<get-policies><--type><voice-routing>")):
            shell.sendline("teamsctl " + typed)
            shell.expect_exact(line)


class Zsh(Questions, CompletionCase):
    shell = "zsh"
    plain = ("-f",)
    load = ""

    def test_it_is_found_on_fpath(self):
        (self.directory / "_teamsctl").write_text(self.script.read_text())
        self.load = f"fpath=({shlex.quote(str(self.directory))} $fpath); autoload -Uz compinit; compinit -u -D"
        self.assertEqual(self.ask("teamsctl get-p"), ["get-phone-numbers", "get-policies"])

    def ask(self, line):
        """Completes in a zsh on a pty; compadd, which takes what is offered, is made to print it."""
        shell = pexpect.spawn("zsh", ["-f", "-i"], env={**self.environment, "PS1": "$ "}, cwd=str(self.directory), timeout=60,
                              encoding="utf-8", dimensions=(24, 2000))
        self.addCleanup(shell.close, True)
        found = self.directory / "offered"
        found.unlink(missing_ok=True)
        setup = self.directory / "setup.zsh"
        setup.write_text(f"""
            {self.load or f"autoload -Uz compinit; compinit -u -D; source {shlex.quote(str(self.script))}"}
            # -O gives the matches to an array in place of the line.
            compadd() {{
              if [[ ${{@[1,(i)(-|--)]}} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
              local -a offered
              builtin compadd -O offered "$@"
              (( $#offered )) && print -rl -- $offered >>{shlex.quote(str(found))}
              builtin compadd "$@"
            }}
            done-asking() {{ print >>{shlex.quote(str(found))}; print '[''asked'']'; zle kill-whole-line }}
            zle -N done-asking; bindkey '^X' done-asking
            unsetopt list_beep; LISTMAX=1000
            print '[''ready'']'
        """)
        shell.sendline(f"source {shlex.quote(str(setup))}")
        shell.expect_exact("[ready]")
        shell.send(line + "\t\x18")
        shell.expect_exact("[asked]")
        return sorted({one for one in found.read_text().split("\n") if one})


class Fish(Questions, CompletionCase):
    shell = "fish"
    plain = ("--no-config",)

    def ask(self, line):
        lines = self.run_shell(f"source {shlex.quote(str(self.script))}; complete -C {shlex.quote(line)}")
        return sorted({one.split("\t")[0] for one in lines})

    def test_values_behind_an_equals_sign(self):
        self.assertEqual(self.ask("teamsctl --output=nd"), ["--output=ndjson"])
        self.assertIn("--simulate=throttled", self.ask("teamsctl --simulate=thr"))

    def test_a_list_goes_on_behind_its_comma(self):
        self.assertEqual(self.ask("teamsctl get-policies --type calling,mee"), ["calling,meeting"])
        self.assertEqual(self.ask("teamsctl get-phone-numbers --fields TelephoneNumber,Ci"),
                         ["TelephoneNumber,City", "TelephoneNumber,CivicAddressId"])


class Script(ProgramCase):
    def test_every_shell_and_no_other(self):
        for shell in ("bash", "zsh", "fish"):
            self.assertGreater(len(script(shell)), 1000)
        result = self.run_program("-o", "json", "completion", "basch")
        error = self.assert_fails(result, "usage", 2)
        self.assertIn("bash", error["hint"])
        self.assert_fails(self.run_program("-o", "json", "completion"), "usage", 2)


if __name__ == "__main__":
    # CompletionCase alone asks nothing; the shells are its children.
    outcome = unittest.main(exit=False, verbosity=2).result
    sys.exit(77 if len(outcome.skipped) >= outcome.testsRun else 0 if outcome.wasSuccessful() else 1)
