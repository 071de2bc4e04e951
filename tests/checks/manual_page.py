"""What of the manual comes from tables stands between markers, as the tables print it.

    manual_page.py --check PRINTER PAGE   fails when the page says something else; scripts/manual mends it
    manual_page.py --write PRINTER PAGE   puts what the printer prints into the page
    manual_page.py --self-test            proves on a small page that differences are found

`PRINTER PART` prints a part; in the page it stands between the comments `.\\" from the tables: PART` and
`.\\" end of PART`.
"""

import difflib
import re
import subprocess
import sys

import tree

PART = re.compile(r'^(\.\\" from the tables: (\S+)\n)(.*?)^(\.\\" end of \2\n)', re.MULTILINE | re.DOTALL)


def renewed(text, text_of):
    """The page with each part as `text_of(part)` has it."""
    return PART.sub(lambda match: match[1] + text_of(match[2]) + match[4], text)


def printed_by(printer):
    def text_of(part):
        return subprocess.run([printer, part], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True,
                              timeout=30).stdout.decode("utf-8")
    return text_of


def main(how, printer, page):
    with open(page, encoding="utf-8") as file:
        before = file.read()
    parts = [match[2] for match in PART.finditer(before)]
    if not parts:
        print(f"{page}: holds no part that comes from the tables")
        return 1
    after = renewed(before, printed_by(printer))
    if how == "--write":
        if before != after:
            with open(page, "w", encoding="utf-8") as file:
                file.write(after)
        print(f"{page}: {'renewed' if before != after else 'was as it should be'}")
        return 0
    differences = [line.rstrip("\n") for line in
                   difflib.unified_diff(before.splitlines(True), after.splitlines(True), "page", "tables", n=1)]
    if differences:
        print(f"{page} is not what the tables say; run scripts/manual")
    return tree.report(differences, f"{' and '.join(parts)} are as the tables say")


PAGE = """.Sh COMMANDS
.\\" from the tables: commands
.Ss get-tenant
.\\" end of commands
.Sh EXIT STATUS
.\\" from the tables: exit-statuses
.\\" end of exit-statuses
"""


def self_test():
    as_it_is = {"commands": ".Ss get-tenant\n", "exit-statuses": ""}
    other = {"commands": ".Ss get-\\1\n", "exit-statuses": ".It 0\n"}
    problems = []
    if renewed(PAGE, as_it_is.get) != PAGE:
        problems.append("a page that is right is changed")
    wanted = PAGE.replace(".Ss get-tenant\n", ".Ss get-\\1\n").replace("exit-statuses\n.\\\" end", "exit-statuses\n.It 0\n.\\\" end")
    if renewed(PAGE, other.get) != wanted:
        problems.append("a page that is wrong is not made right")
    return tree.report(problems, "differences are found and mended")


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(self_test())
    if len(sys.argv) != 4 or sys.argv[1] not in ("--check", "--write"):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
