#!/usr/bin/python3
"""The tests compile the very bytes that are in the program.

    host_source_test.py FILE     FILE is the host's source as the build has put it together
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from host_process import SOURCES, host_source  # noqa: E402

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if pathlib.Path(sys.argv[1]).read_bytes() != host_source():
        sys.exit(f"{sys.argv[1]} is not what {SOURCES} holds: build first, or the two disagree about the order")
    print("the source that is tested is the source that is built")
