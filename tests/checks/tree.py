"""The files of the project, for the checks."""

import os
import subprocess

SKIPPED = 77
IGNORED_DIRECTORIES = {".git", "build", "__pycache__"}


def _known_to_git(root):
    """What git tracks or would track, or nothing where this is not a repository that git wants to read."""
    if not os.path.exists(os.path.join(root, ".git")):
        return None
    try:
        listing = subprocess.run(
            ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return [os.fsdecode(name) for name in listing.split(b"\0") if name]


def _walked(root):
    found = []
    for directory, children, names in os.walk(root):
        children[:] = [child for child in children if child not in IGNORED_DIRECTORIES]
        found += [os.path.relpath(os.path.join(directory, name), root) for name in names]
    return found


def files(root):
    """Paths relative to `root`, sorted; regular files only."""
    names = _known_to_git(root)
    if names is None:
        names = _walked(root)
    paths = sorted(set(names))
    return [path for path in paths
            if os.path.isfile(os.path.join(root, path)) and not os.path.islink(os.path.join(root, path))]


def read(root, path):
    with open(os.path.join(root, path), "rb") as file:
        return file.read()


def plant(root, contents):
    """Writes files, a mapping of path to text, below `root`."""
    for path, text in contents.items():
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)


def report(problems, fine):
    """Prints the problems, or the sentence that there are none; returns the exit status."""
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problem{'s' * (len(problems) != 1)}" if problems else fine)
    return 1 if problems else 0
