"""How processes are, as /proc says."""
import pathlib


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as about:
            return about.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def children_of(pid):
    """The processes that a process has started and that still are there."""
    try:
        return [int(child) for task in pathlib.Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
