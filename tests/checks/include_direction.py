"""Includes go one way: cli -> lib/include -> lib/src/{agent, teams, auth} -> io -> wire -> core.

The public headers that hold plain values are the words every room speaks and may be included by all of them. The table
ROOMS below is the rule; CONTRIBUTING.md says why.

    include_direction.py ROOT          prints file:line and the rule for every violation
    include_direction.py --self-test   proves on planted files that violations are found
"""

import os
import re
import sys
import tempfile
from dataclasses import dataclass, field

import tree

PUBLIC_VALUES = {f"teamsctl/{name}.hpp"
                 for name in ("redactor", "secret", "error", "challenge", "limits", "request", "event", "commands", "json_members", "text_values", "prompt_rule", "prompt_scan", "transcript")}

STANDARD = set("""
    algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits
    clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint
    cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception execution filesystem format forward_list fstream
    functional future initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map memory
    memory_resource mutex new numbers numeric optional ostream queue random ranges ratio regex scoped_allocator
    semaphore set shared_mutex source_location span sstream stack stdexcept stop_token streambuf string string_view
    strstream syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility
    valarray variant vector version
    assert.h ctype.h errno.h inttypes.h limits.h math.h stddef.h stdint.h stdio.h stdlib.h string.h time.h
    """.split())

# Standard headers that start threads, wait, or reach the system: not for a room that does no I/O.
IMPURE = set("""
    thread mutex shared_mutex condition_variable future semaphore latch barrier stop_token
    fstream iostream filesystem csignal
    """.split())

CLOCKS = re.compile(r"""
    ::\s*now\s*\( | \bclock_gettime\s*\( | \bgettimeofday\s*\( | \bsleep_(?:for|until)\s*\( |
    \btime\s*\(\s*(?:nullptr|NULL|0|&)
    """, re.VERBOSE)

# Memory is no I/O, but pages that never reach a disk can be had from the kernel only; and every thread takes them there.
# The journal of bulk-assign holds the digest of the file it belongs to: the one thing that the command line computes.
EXCEPTIONS = {"lib/src/core/secret_memory.cpp": {"sys/mman.h", "unistd.h", "mutex"},
              "cli/bulk/input.cpp": {"openssl/evp.h"}}

# Headers made by the build (cmake/Embed.cmake, version.hpp.in), and the rooms that may include them.
GENERATED = {"host_files.hpp": {"io", "src"}, "scenario_files.hpp": {"simulator"}, "tenant_files.hpp": {"simulator"},
             "schema_files.hpp": {"cli"}, "teamsctl/version.hpp": {"cli", "src", "examples"}}


@dataclass(frozen=True)
class Room:
    rule: str
    rooms: frozenset = frozenset()              # rooms whose headers it may include besides its own
    public: object = field(default=frozenset())  # public headers it may include; None for all
    libraries: object = frozenset()             # kinds of other headers it may include; see kind_of()
    pure: bool = False                          # no threads, no descriptors, no clock


def _room(rule, rooms=(), public=(), libraries=(), pure=False):
    return Room(rule, frozenset(rooms), None if public is None else frozenset(public), frozenset(libraries), pure)


IO_AND_BELOW = ("io", "wire", "core")
OF_AUTH = ("liboath", "openssl")
OF_THE_LIBRARY = ("std", "posix", "boost", "nlohmann", "rapidjson", "pcre2")
ROOMS = {
    "cli": _room("cli uses the public headers and its own files", public=None,
                 libraries=("std", "posix", "nlohmann", "rapidjson", "cli11", "spdlog", "fmt")),
    "examples": _room("examples use what is installed: the public headers", public=None, libraries=("std", "posix")),
    "include": _room("public headers use each other and the standard library", public=None, libraries=("std",)),
    "core": _room("core uses the standard library, PCRE2 and public values; it does no I/O and reads no clock",
                  public=PUBLIC_VALUES, libraries=("std", "pcre2"), pure=True),
    "wire": _room("wire uses core, public values, nlohmann, RapidJSON and libcrypto", rooms=("core",), public=PUBLIC_VALUES,
                  libraries=("std", "nlohmann", "rapidjson", "openssl")),
    "io": _room("io uses wire, core and the public headers", rooms=("wire", "core"), public=None,
                libraries=OF_THE_LIBRARY),
    "auth": _room("auth uses io, wire, core and the public headers", rooms=IO_AND_BELOW, public=None,
                  libraries=OF_THE_LIBRARY + OF_AUTH),
    "teams": _room("teams uses io, wire, core and the public headers", rooms=IO_AND_BELOW, public=None,
                   libraries=OF_THE_LIBRARY),
    "agent": _room("agent uses auth, teams, io, wire, core and the public headers",
                   rooms=("auth", "teams", *IO_AND_BELOW), public=None, libraries=OF_THE_LIBRARY + ("openssl",)),
    "src": _room("the session uses the rooms of the library and the public headers",
                 rooms=("agent", "auth", "teams", "io", "wire", "core"), public=None, libraries=OF_THE_LIBRARY),
    "simulator": _room("the simulator uses its own files, simulator.hpp and public values, nothing of lib/src",
                       public=PUBLIC_VALUES | {"teamsctl/simulator.hpp"},
                       libraries=("std", "posix", "nlohmann", "liboath", "openssl")),
}

# Inside of a room with folders: from the ground up, each line may include what is below it and nothing beside it. What lies in no folder
# stands above all.
FLOORS = {
    "cli": (("text", "jq"), ("options",), ("terminal",), ("output",), ("command_line", "session", "messages"),
            ("bulk", "batch", "serve", "doctor"), ("commands",)),
    "simulator": (("text",), ("binding",), ("scenario", "script"), ("tenant",), ("play",), ("cmdlets", "replay")),
}


def floor_of(path, room):
    """Which floor of its room a file is on, and the folder it is in."""
    folder = path.split("/")[1 if room == "cli" else 2]
    for number, folders in enumerate(FLOORS[room]):
        if folder in folders:
            return number, folder
    return len(FLOORS[room]), ""


def room_of(path):
    """The room a file is in: a key of ROOMS, "?" for a place no rule is about, None for what is not the product."""
    parts = path.split("/")
    if parts[0] == "cli":
        return "cli"
    if parts[0] != "lib":
        return None
    if parts[1] == "include":
        return "include" if parts[2] == "teamsctl" else "?"
    if parts[1] in ("simulator", "examples"):
        return parts[1]
    if parts[1] == "src":
        return "src" if len(parts) == 3 else parts[2] if parts[2] in ROOMS else "?"
    return "?"


def kind_of(header):
    """The library a header that is not ours belongs to."""
    if header in STANDARD:
        return "std"
    first = header.split("/")[0]
    return {"boost": "boost", "asio": "boost", "asio.hpp": "boost", "nlohmann": "nlohmann", "rapidjson": "rapidjson", "pcre2.h": "pcre2",
            "spdlog": "spdlog", "fmt": "fmt", "CLI": "cli11", "liboath": "liboath", "openssl": "openssl"}.get(first, "posix")


TOKEN = re.compile(r"""
    //(?:\\\n|[^\n])* | /\*.*?\*/ |
    R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)" |
    (?P<text>"(?:\\.|[^"\\\n])*") | (?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])*'
    """, re.VERBOSE | re.DOTALL)


def without(text, strings):
    """The source with its comments, and with `strings` its string literals too, blanked; line numbers stay."""
    def blank(match):
        if match["text"] and not strings:
            return match[0]
        return re.sub(r"[^\n]", " ", match[0])
    return TOKEN.sub(blank, text)


INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)', re.MULTILINE)


def resolve(path, header, quoted, known):
    """The path in the tree that an include names, or nothing when it is not one of our files."""
    near = [os.path.dirname(path)] if quoted else []
    for root in near + ["lib/include", "lib/src", "lib/simulator", "cli", "."]:
        candidate = os.path.normpath(os.path.join(root, header))
        if candidate in known:
            return candidate
    return None


def complaint_about(room, path, header, quoted, known):
    """Why this room may not include this header, or nothing."""
    rule = ROOMS[room]
    if header in EXCEPTIONS.get(path, ()):
        return None
    target = resolve(path, header, quoted, known)
    if target is None and header in GENERATED:
        return None if room in GENERATED[header] else rule.rule
    if target is None and (header.startswith(("teamsctl/", "../")) or (quoted and kind_of(header) == "posix")):
        return "there is no such file in the tree"
    if target is None:
        kind = kind_of(header)
        if kind not in rule.libraries:
            return rule.rule
        return rule.rule if rule.pure and header in IMPURE else None
    owner = room_of(target)
    if owner == room:
        if room not in FLOORS:
            return None
        (here, folder), (there, other) = floor_of(path, room), floor_of(target, room)
        return None if there < here or folder == other else f"{folder or room} stands below {other or room} or beside it"
    if owner == "include":
        name = os.path.relpath(target, "lib/include")
        return None if rule.public is None or name in rule.public else rule.rule
    return None if owner in rule.rooms else rule.rule


def problems_in(root):
    sources = [path for path in tree.files(root) if path.endswith((".hpp", ".cpp", ".h", ".cc", ".inc", ".ipp"))]
    known = set(sources)
    problems = []
    for path in sources:
        room = room_of(path)
        if room is None:
            continue
        if room == "?":
            problems.append(f"{path}:1: no rule for this place: give it one in tests/checks/include_direction.py")
            continue
        text = tree.read(root, path).decode("utf-8", "replace")
        code = without(text, strings=False)
        for match in INCLUDE.finditer(code):
            header, quoted = match[1] or match[2], match[1] is not None
            complaint = complaint_about(room, path, header, quoted, known)
            if complaint:
                line = code.count("\n", 0, match.start()) + 1
                problems.append(f"{path}:{line}: includes {header}: {complaint}")
        if ROOMS[room].pure:
            bare = without(text, strings=True)
            for match in CLOCKS.finditer(bare):
                line = bare.count("\n", 0, match.start()) + 1
                problems.append(f"{path}:{line}: calls {' '.join(match[0].split())}...: {ROOMS[room].rule}")
    return problems


CLEAN = {
    "cli/main.cpp": '#include <CLI/CLI.hpp>\n#include <unistd.h>\n#include "options/options.hpp"\n#include "teamsctl/loop.hpp"\n',
    "cli/options/options.hpp": '#pragma once\n#include <string>\n#include "jq/filter.hpp"\n',
    "cli/output/rows.hpp": '#include "options/options.hpp"\n',
    "cli/jq/filter.hpp": "#include <string>\n",
    "cli/program.hpp": '#include "output/rows.hpp"\n',
    "lib/include/teamsctl/secret.hpp": "#include <string>\n",
    "lib/include/teamsctl/loop.hpp": '#include "teamsctl/secret.hpp"\n#include <chrono>\n',
    "lib/include/teamsctl/simulator.hpp": "#include <span>\n",
    "lib/examples/numbers.cpp": '#include <unistd.h>\n#include <teamsctl/loop.hpp>\n#include <iostream>\n',
    "lib/src/core/table.hpp": '#include "teamsctl/secret.hpp"\n#include <chrono>\n#include <pcre2.h>\n'
                              '// #include <thread> and steady_clock::now() in a comment\n'
                              'const char* text = "#include <poll.h> time(nullptr)";\n',
    "lib/src/core/table.cpp": '#include "core/table.hpp"\n#include "table.hpp"\nvoid f() { time_of(1\'000); }\n',
    "lib/src/core/secret_memory.cpp": "#include <sys/mman.h>\n#include <unistd.h>\n#include <mutex>\n",
    "lib/src/wire/record.hpp": '#include "core/table.hpp"\n#include <nlohmann/json.hpp>\n',
    "lib/src/io/child.cpp": '#include "wire/record.hpp"\n#include <boost/process.hpp>\n#include "host_files.hpp"\n'
                            "auto t = std::chrono::steady_clock::now();\n",
    "lib/src/teams/numbers.hpp": '#include "io/child.hpp"\n',
    "lib/src/io/child.hpp": "#include <poll.h>\n",
    "lib/src/auth/certificate.cpp": "#include <openssl/x509.h>\n#include <liboath/oath.h>\n",
    "lib/src/agent/server.cpp": '#include "teams/numbers.hpp"\n',
    "lib/src/session.cpp": '#include "teams/numbers.hpp"\n#include "io/child.hpp"\n#include "teamsctl/loop.hpp"\n',
    "lib/src/session_impl.hpp": "#include <memory>\n",
    "lib/simulator/tenant/tenant.cpp": '#include "teamsctl/simulator.hpp"\n#include "tenant/tenant.hpp"\n#include <fcntl.h>\n'
                                '#include "scenario_files.hpp"\n',
    "lib/simulator/play/player.hpp": '#include "tenant/tenant.hpp"\n',
    "lib/simulator/tenant/tenant.hpp": "#include <nlohmann/json.hpp>\n",
    "tests/unit/core/table_test.cpp": '#include "core/table.hpp"\n#include <thread>\n',
}

# Each of these, put at the end of that file, has to be found.
PLANTED = [
    ("cli/main.cpp", '#include "core/table.hpp"'),
    ("cli/main.cpp", '#include "../lib/src/core/table.hpp"'),
    ("cli/main.cpp", '#include "tenant/tenant.hpp"'),
    ("cli/main.cpp", "#include <boost/asio.hpp>"),
    ("cli/options/options.hpp", '#include "output/rows.hpp"'),
    ("cli/output/rows.hpp", '#include "program.hpp"'),
    ("cli/text/plain.hpp", '#include "jq/filter.hpp"'),
    ("lib/simulator/tenant/tenant.cpp", '#include "play/player.hpp"'),
    ("cli/main.cpp", '#include "teamsctl/missing.hpp"'),
    ("lib/include/teamsctl/loop.hpp", "#include <boost/asio.hpp>"),
    ("lib/include/teamsctl/loop.hpp", "#include <nlohmann/json.hpp>"),
    ("lib/include/teamsctl/loop.hpp", "#include <pcre2.h>"),
    ("lib/include/teamsctl/loop.hpp", "#include <poll.h>"),
    ("lib/include/teamsctl/loop.hpp", '#include "core/table.hpp"'),
    ("lib/examples/numbers.cpp", "#include <boost/asio.hpp>"),
    ("lib/examples/numbers.cpp", '#include "../src/io/child.hpp"'),
    ("lib/src/core/table.cpp", "#include <unistd.h>"),
    ("lib/src/core/table.cpp", "#include <sys/wait.h>"),
    ("lib/src/core/table.cpp", "#include <sys/mman.h>"),
    ("lib/src/core/secret_memory.cpp", "#include <sys/wait.h>"),
    ("lib/src/core/secret_memory.cpp", "#include <thread>"),
    ("lib/src/core/table.cpp", "#  include <fcntl.h>"),
    ("lib/src/core/table.cpp", "#include <thread>"),
    ("lib/src/core/table.cpp", "#include <boost/asio/buffer.hpp>"),
    ("lib/src/core/table.cpp", "#include <nlohmann/json.hpp>"),
    ("lib/src/core/table.cpp", '#include "teamsctl/loop.hpp"'),
    ("lib/src/core/table.cpp", "#include <teamsctl/loop.hpp>"),
    ("lib/src/core/table.cpp", '#include "wire/record.hpp"'),
    ("lib/src/core/table.cpp", '#include "../wire/record.hpp"'),
    ("lib/src/core/table.cpp", "auto t = std::chrono::system_clock::now();"),
    ("lib/src/core/table.cpp", "auto t = Clock:: now ();"),
    ("lib/src/core/table.cpp", "auto t = std::time(nullptr);"),
    ("lib/src/core/table.cpp", "int r = clock_gettime(0, &now);"),
    ("lib/src/wire/record.hpp", '#include "io/child.hpp"'),
    ("lib/src/wire/record.hpp", "#include <boost/asio.hpp>"),
    ("lib/src/wire/record.hpp", '#include "teamsctl/loop.hpp"'),
    ("lib/src/io/child.cpp", '#include "teams/numbers.hpp"'),
    ("lib/src/io/child.cpp", "#include <spdlog/spdlog.h>"),
    ("lib/src/io/child.cpp", '#include "session_impl.hpp"'),
    ("lib/src/io/child.cpp", "#include <openssl/evp.h>"),
    ("cli/main.cpp", "#include <openssl/evp.h>"),
    ("lib/src/teams/numbers.hpp", '#include "host_files.hpp"'),
    ("lib/src/teams/numbers.hpp", '#include "agent/server.hpp"'),
    ("lib/src/auth/source.cpp", '#include "teams/numbers.hpp"'),
    ("lib/src/session.cpp", '#include "tenant/tenant.hpp"'),
    ("lib/simulator/tenant/tenant.cpp", '#include "core/table.hpp"'),
    ("lib/simulator/tenant/tenant.cpp", '#include "teamsctl/loop.hpp"'),
    ("lib/simulator/tenant/tenant.cpp", "#include <boost/asio.hpp>"),
    ("lib/src/telemetry/new_room.cpp", "int x;"),
]


def self_test():
    problems = []
    with tempfile.TemporaryDirectory() as root:
        tree.plant(root, CLEAN)
        problems += [f"found in the clean tree: {found}" for found in problems_in(root)]
    for path, line in PLANTED:
        with tempfile.TemporaryDirectory() as root:
            text = CLEAN.get(path, "") + line + "\n"
            tree.plant(root, {**CLEAN, path: text})
            number = text.count("\n")
            if not any(found.startswith(f"{path}:{number}: ") for found in problems_in(root)):
                problems.append(f"not found: {line} at {path}:{number}")
    return tree.report(problems, f"the clean tree passes, {len(PLANTED)} planted violations are found")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--self-test":
        sys.exit(self_test())
    sys.exit(tree.report(problems_in(sys.argv[1]), "includes go one way"))
