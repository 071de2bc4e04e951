"""Every shell script of the tree, known by its first line or its name, passes shellcheck.

    shell_scripts.py ROOT
"""

import re
import shutil
import subprocess
import sys

import tree

SHEBANG = re.compile(rb"^#!\s*/\S*(?:/env\s+|/)(?:ba|da|k)?sh\b")


def main(root):
    if not shutil.which("shellcheck"):
        print("skipped: no shellcheck")
        return tree.SKIPPED
    scripts = [path for path in tree.files(root)
               if path.endswith((".sh", ".bash")) or SHEBANG.match(tree.read(root, path)[:80])]
    if not scripts:
        print("no shell script found; scripts/ should hold some")
        return 1
    status = subprocess.run(["shellcheck", "--", *scripts], cwd=root, check=False).returncode
    print(f"{len(scripts)} scripts: {' '.join(scripts)}")
    return 1 if status else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
