"""Every page in man/ passes mandoc's lint at the level "warning", and the pages it refers to in its own name exist.

    man_pages.py ROOT
"""

import os
import re
import shutil
import subprocess
import sys

import tree

OWN_PAGE = re.compile(r"\.Xr ((?:lib)?teamsctl[\w-]*) (\d)|\bXr ((?:lib)?teamsctl[\w-]*) (\d)")


def main(root):
    if not shutil.which("mandoc"):
        print("skipped: no mandoc")
        return tree.SKIPPED
    pages = [path for path in tree.files(root) if re.fullmatch(r"man/[^/]+\.[1-9]", path)]
    problems = []
    for page in pages:
        lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", os.path.join(root, page)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if lint.returncode != 0:
            problems += lint.stdout.decode("utf-8", "replace").splitlines() or [f"{page}: mandoc failed"]
        for match in OWN_PAGE.finditer(tree.read(root, page).decode("utf-8")):
            name = f"man/{match[1] or match[3]}.{match[2] or match[4]}"
            if name not in pages:
                problems.append(f"{page}: refers to {name}, which does not exist")
    if not pages:
        problems.append("no pages found in man/")
    return tree.report(problems, f"{len(pages)} pages are clean")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
