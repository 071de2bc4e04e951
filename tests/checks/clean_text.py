"""What must not be in the tree: merge markers, tabs in C++ sources, white space at the ends of lines, carriage returns.

    clean_text.py ROOT          prints file:line and what is wrong there
    clean_text.py --self-test   proves on planted files that each is found
"""

import re
import sys
import tempfile

import tree

CPP = re.compile(r"\.(cpp|hpp|cc|h|inc|ipp)$")
# Recorded bytes are what they are (.editorconfig says the same).
VERBATIM = re.compile(r"^tests/.*\b(cases|corpus)/")

FORBIDDEN = [
    # what is wrong, the line, the files (None: all)
    ("merge marker", re.compile(rb"^(<{7} |>{7} |\|{7} |={7}$)"), None),
    ("tab in a C++ source", re.compile(rb"\t"), CPP),
    ("white space at the end of the line", re.compile(rb"[ \t]+$"), None),
    ("carriage return", re.compile(rb"\r"), None),
]


def problems_in(root):
    problems = []
    for path in tree.files(root):
        text = tree.read(root, path)
        if VERBATIM.search(path) or b"\0" in text:
            continue
        for number, line in enumerate(text.split(b"\n"), 1):
            problems += [f"{path}:{number}: {what}" for what, pattern, where in FORBIDDEN
                         if (where is None or where.search(path)) and pattern.search(line)]
    return problems


CLEAN = {"cli/main.cpp": "int main() {}\n", "Makefile": "all:\n\ttrue\n", "tests/cases/tty.txt": "prompt: \r\n"}
PLANTED = [
    ("cli/main.cpp", "<" * 7 + " HEAD", "merge marker"),
    ("cli/main.cpp", "=" * 7, "merge marker"),
    ("cli/main.cpp", ">" * 7 + " branch", "merge marker"),
    ("cli/main.cpp", "\tint x;", "tab"),
    ("cli/main.cpp", "int x; ", "white space"),
    ("README.md", "text\t", "white space"),
    ("README.md", "text\r", "carriage return"),
]


def self_test():
    problems = []
    with tempfile.TemporaryDirectory() as root:
        tree.plant(root, CLEAN)
        problems += [f"found in the clean tree: {found}" for found in problems_in(root)]
    for path, line, what in PLANTED:
        with tempfile.TemporaryDirectory() as root:
            text = CLEAN.get(path, "") + line + "\n"
            tree.plant(root, {path: text})
            number = text.count("\n")
            if not any(found.startswith(f"{path}:{number}: {what}") for found in problems_in(root)):
                problems.append(f"not found: {what} at {path}:{number}")
    return tree.report(problems, f"the clean tree passes, {len(PLANTED)} planted violations are found")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--self-test":
        sys.exit(self_test())
    sys.exit(tree.report(problems_in(sys.argv[1]), "text is clean"))
