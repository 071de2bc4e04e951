"""README.md and man/teamsctl.1 name the exit statuses and error codes of the table in lib/src/core/error.cpp.

    exit_codes.py ROOT

In README.md they are the rows `| 4 | `sign_in_refused`, ... | ...` below the heading "Exit codes"; in the man page the
items `.It 4 Pq Li sign_in_refused , ...` of the section EXIT STATUS. 143, a terminated program, has no code of its own.
"""

import re
import sys

import tree

ROW = re.compile(r'ErrorCode::\w+,\s*"(\w+)",\s*(\d+)\s*[,}]')


def of_source(text):
    return {(int(status), name) for name, status in ROW.findall(text)}


def of_readme(text):
    section = re.split(r"^## ", text.partition("\n## Exit codes\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    return {(int(status), name)
            for row in re.findall(r"^\|(.*)\|", section, re.MULTILINE)
            for cells in [row.split("|")]
            for status in re.findall(r"\d+", cells[0])
            for name in re.findall(r"`(\w+)`", cells[1])}


def of_man(text):
    section = re.split(r"^\.Sh ", ("\n" + text).partition("\n.Sh EXIT STATUS\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    return {(int(status), name)
            for statuses, names in re.findall(r"^\.It ([\d ,]+) Pq Li (.*)$", section, re.MULTILINE)
            for status in re.findall(r"\d+", statuses)
            for name in re.findall(r"\w+", names)}


def main(root):
    truth = of_source(tree.read(root, "lib/src/core/error.cpp").decode())
    if len(truth) < 10:
        print("lib/src/core/error.cpp: the table is not where it was; mend this check")
        return 1
    truth |= {(143, "interrupted")}
    problems = []
    for path, reader in (("README.md", of_readme), ("man/teamsctl.1", of_man)):
        told = reader(tree.read(root, path).decode())
        problems += [f"{path}: lacks {status} {name}" for status, name in sorted(truth - told)]
        problems += [f"{path}: has {status} {name}, which the program has not" for status, name in sorted(told - truth)]
    return tree.report(problems, f"{len(truth)} exit statuses and codes agree")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
