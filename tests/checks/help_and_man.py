"""Every option and command that --help shows is in the man page, and the other way round.

    help_and_man.py PROGRAM PAGE   asks `PROGRAM --help` and `PROGRAM COMMAND --help`
    help_and_man.py --self-test    proves on small texts that differences are found

In the man page an option is documented by a list item that names it (`.It Fl u Ar NAME , Fl -username Ar NAME`), a
command by a subsection of its name (`.Ss get-tenant`) in the section COMMANDS.
"""

import os
import re
import subprocess
import sys

import tree

OPTION = re.compile(r"(?<![\w-])(--[A-Za-z][\w-]*|-[A-Za-z](?![\w-]))")


def options_in_help(text):
    """The options that begin a line; a description, two blanks further on, may name others."""
    found = set()
    for line in text.splitlines():
        if re.match(r"\s*-\S", line):
            found |= set(OPTION.findall(re.split(r"\s{2,}", line.strip(), maxsplit=1)[0]))
    return found


def commands_in_help(text):
    """The first words of the lines below a heading that ends in "commands:"."""
    found, indentation, inside = set(), None, False
    for line in text.splitlines():
        if re.match(r"\s*(\w+ )*(sub)?commands:?\s*$", line, re.IGNORECASE):
            inside, indentation = True, None
        elif inside and line.strip():
            spaces = len(line) - len(line.lstrip())
            if spaces == 0:
                inside = False
                continue
            indentation = spaces if indentation is None else indentation
            word = re.match(r"[a-z][\w-]*", line.strip())
            if spaces == indentation and word:
                found.add(word[0])
    return found


def options_in_page(text):
    found = set()
    for line in re.findall(r"^\.It (.*\bFl .*)$", text, re.MULTILINE):
        for flag in re.findall(r"\bFl (\S+)", line):
            found.add("-" + flag)
    return found


def commands_in_page(text):
    section = re.split(r"^\.Sh ", ("\n" + text).partition("\n.Sh COMMANDS\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    return set(re.findall(r"^\.Ss (\S+)$", section, re.MULTILINE))


def differences(kind, in_help, in_page):
    return ([f"{kind} {name} is in --help and not in the man page" for name in sorted(in_help - in_page)] +
            [f"{kind} {name} is in the man page and not in --help" for name in sorted(in_page - in_help)])


def help_of(program, *command):
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200", "TERM": "dumb"}
    done = subprocess.run([program, *command, "--help"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=environment, timeout=30, check=False)
    if done.returncode != 0 or not done.stdout:
        raise SystemExit(f"{' '.join([program, *command])} --help ended with {done.returncode}: "
                         f"{done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout.decode("utf-8")


def main(program, page):
    with open(page, encoding="utf-8") as file:
        text = file.read()
    overview = help_of(program)
    commands = commands_in_help(overview)
    options = options_in_help(overview)
    for command in sorted(commands):
        options |= options_in_help(help_of(program, command))
    problems = (differences("command", commands, commands_in_page(text)) +
                differences("option", options, options_in_page(text)))
    return tree.report(problems, f"{len(commands)} commands and {len(options)} options agree")


HELP = """Usage: teamsctl [OPTIONS] COMMAND

Options:
  -h,--help                   Print this help message and exit
  -o, --output FORMAT         json or ndjson; see also --quiet
      --simulate[=SCENARIO]   Play a tenant
  --city-of TEXT:{a,b} REQUIRED
                              A long one
Commands:
  get-tenant                  The tenant
  detect                      Find prompts
"""
PAGE = """.Sh COMMANDS
.Ss get-tenant
.Ss detect
.Sh OPTIONS
.It Fl h , Fl -help
.It Fl o Ar FORMAT , Fl -output Ar FORMAT
.It Fl -simulate Ns Op = Ns Ar SCENARIO
.It Fl -city-of Ar TEXT
.It Li json
Not the option
.Fl -elsewhere .
"""


def self_test():
    def expect(what, seen, wanted):
        return [] if seen == wanted else [f"{what}: {sorted(seen)} instead of {sorted(wanted)}"]
    options = {"-h", "--help", "-o", "--output", "--simulate", "--city-of"}
    commands = {"get-tenant", "detect"}
    problems = (expect("options in help", options_in_help(HELP), options) +
                expect("options in page", options_in_page(PAGE), options) +
                expect("commands in help", commands_in_help(HELP), commands) +
                expect("commands in page", commands_in_page(PAGE), commands) +
                expect("differences", set(differences("x", {"a", "b"}, {"b", "c"})),
                       {"x a is in --help and not in the man page", "x c is in the man page and not in --help"}))
    return tree.report(problems, "help and page are read as they should be")


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(self_test())
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
