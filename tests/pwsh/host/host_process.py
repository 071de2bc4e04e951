"""Starts the session host in a real pwsh, as teamsctl does, and talks to it.

teamsctl-host-protocol(7) is the contract; this follows its START section to the letter: a raw terminal of its own as
standard input, pipes for the rest, memory files for the loader, the host and PowerShell's settings.
"""

import fcntl
import hashlib
import json
import os
import pathlib
import pty
import select
import shutil
import signal
import struct
import termios
import threading
import time
import tty

SOURCES = pathlib.Path(__file__).resolve().parents[3] / "lib" / "host"

# A record that has not come by then never will. Only failures wait this long.
PATIENCE = 60.0


def host_source():
    """The host's source as the build puts it together (lib/CMakeLists.txt): Usings.cs, then the others by their paths."""
    others = sorted(path.relative_to(SOURCES).as_posix() for path in SOURCES.rglob("*.cs"))
    others.remove("Usings.cs")
    return b"".join((SOURCES / name).read_bytes() for name in ["Usings.cs", *others])


def find_pwsh():
    """The pwsh to test with, or None."""
    named = os.environ.get("TEAMSCTL_TEST_PWSH")
    return named if named else shutil.which("pwsh")


def environment(extra=None):
    """The environment teamsctl gives to pwsh, as far as the host depends on it."""
    kept = {k: v for k, v in os.environ.items()
            if k in ("PATH", "HOME", "TMPDIR", "USER", "LOGNAME", "PSModulePath")}
    kept.update({
        "LC_ALL": "C.UTF-8", "TERM": "dumb", "NO_COLOR": "1",
        "POWERSHELL_TELEMETRY_OPTOUT": "1", "POWERSHELL_UPDATECHECK": "Off", "POWERSHELL_DIAGNOSTICS_OPTOUT": "1",
        "DOTNET_EnableDiagnostics": "0", "DOTNET_TieredPGO": "0",
    })
    kept.update(extra or {})
    return kept


def memory_file(name, content):
    """A sealed memory file with this content, open for reading at its start."""
    descriptor = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.write(descriptor, content)
    os.lseek(descriptor, 0, os.SEEK_SET)
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS,
                fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL)
    return descriptor


class HostError(Exception):
    """The host did not do what every caller takes for granted."""


class HostProcess:
    """One pwsh with our host in it. Use with `with`, so that it never outlives the test."""

    def __init__(self, cache="-", source=None, loader=None, protocol="1", pwsh=None, env=None, program=None):
        """`program` is what to start in place of pwsh: its path and the arguments before those of pwsh."""
        self.source = host_source() if source is None else source
        self.loader = (SOURCES / "loader.ps1").read_bytes() if loader is None else loader
        self.hash = hashlib.sha256(self.source).hexdigest()
        self.records = []
        self.chatter = {1: bytearray(), 2: bytearray(), "terminal": bytearray()}
        self.status = None
        self._lock = threading.Condition()
        self._ended = False
        self._buffer = bytearray()
        self._next_id = 1
        self._taken = 0
        self._start(program or [pwsh or find_pwsh()], str(cache), protocol, environment(env))

    def _start(self, program, cache, protocol, env):
        settings = (SOURCES / "powershell.config.json").read_bytes()
        memory = [memory_file("loader", self.loader), memory_file("host", self.source),
                  memory_file("settings", settings)]
        request_read, self.requests = os.pipe2(os.O_CLOEXEC)
        self.record_pipe, record_write = os.pipe2(os.O_CLOEXEC)
        out_read, out_write = os.pipe2(os.O_CLOEXEC)
        err_read, err_write = os.pipe2(os.O_CLOEXEC)
        self.terminal, slave = pty.openpty()
        os.set_inheritable(self.terminal, False)
        tty.setraw(slave)
        # Formatting asks .NET for the width of the console, whatever the host says.
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 1000, 0, 0))
        argv = [*program, "-SettingsFile", "/proc/self/fd/7", "-NoLogo", "-NoProfile", "-OutputFormat", "Text",
                "-File", "/proc/self/fd/5", "-Protocol", protocol, "-SourceHash", self.hash, "-CacheDirectory", cache]
        wanted = [slave, out_write, err_write, request_read, record_write] + memory
        self.started = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            self._exec(argv, env, wanted)
        for descriptor in wanted:
            os.close(descriptor)
        for descriptor, key in ((out_read, 1), (err_read, 2), (self.terminal, "terminal")):
            threading.Thread(target=self._drain, args=(descriptor, key), daemon=True).start()
        threading.Thread(target=self._read_records, daemon=True).start()

    @staticmethod
    def _exec(argv, env, wanted):
        try:
            # Out of the way first: one of the wanted may lie where another one has to go.
            high = [fcntl.fcntl(d, fcntl.F_DUPFD_CLOEXEC, 100) for d in wanted]
            os.setsid()
            fcntl.ioctl(high[0], termios.TIOCSCTTY, 0)
            for number, descriptor in enumerate(high):
                os.dup2(descriptor, number, inheritable=True)
            os.closerange(len(high), 1024)
            os.execve(argv[0], argv, env)
        finally:
            os._exit(127)

    def _drain(self, descriptor, key):
        while True:
            try:
                chunk = os.read(descriptor, 65536)
            except OSError:
                break
            if not chunk:
                break
            with self._lock:
                self.chatter[key] += chunk
                self._lock.notify_all()

    def _read_records(self):
        while True:
            chunk = os.read(self.record_pipe, 1 << 20)
            with self._lock:
                if not chunk:
                    self._ended = True
                    self._lock.notify_all()
                    return
                self._buffer += chunk
                if b"\n" in chunk:
                    lines = self._buffer.split(b"\n")
                    self._buffer = lines.pop()
                    now = time.monotonic()
                    for line in lines:
                        self.records.append((line, now))
                    self._lock.notify_all()

    def send_line(self, line):
        """Sends bytes as they are."""
        view = memoryview(line + b"\n")
        while view:
            view = view[os.write(self.requests, view):]

    def send(self, **request):
        """Sends a request; `type` has to come first."""
        self.send_line(json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode())

    def line(self):
        """The next record as bytes; None when the pipe has ended."""
        deadline = time.monotonic() + PATIENCE
        with self._lock:
            while self._taken >= len(self.records):
                if self._ended:
                    return None
                if not self._lock.wait(max(0, deadline - time.monotonic())):
                    raise HostError(f"no record in {PATIENCE} s; stderr: {bytes(self.chatter[2])!r}")
            line, self.arrived = self.records[self._taken]
            self.records[self._taken] = None
            self._taken += 1
            return line

    def await_chatter(self, key, text, start=0):
        """Waits until the console has said this behind `start`; gives the place behind it."""
        deadline = time.monotonic() + PATIENCE
        with self._lock:
            while (at := self.chatter[key].find(text, start)) < 0:
                if not self._lock.wait(max(0, deadline - time.monotonic())):
                    raise HostError(f"no {text!r} in {PATIENCE} s; {key} says: {bytes(self.chatter[key][start:])!r}")
            return at + len(text)

    def type(self, text):
        """Types at the terminal."""
        os.write(self.terminal, text)

    def record(self):
        """The next record; None when the pipe has ended."""
        line = self.line()
        return None if line is None else json.loads(line)

    def expect(self, kind):
        """The next record, which must be of this type."""
        record = self.record()
        if record is None or record["type"] != kind:
            raise HostError(f"expected {kind}, got {record}; stderr: {bytes(self.chatter[2])!r}")
        return record

    def until(self, kind):
        """All records up to the first of this type, and it."""
        seen = []
        while True:
            record = self.record()
            if record is None:
                raise HostError(f"the records ended before {kind}: {seen}; stderr: {bytes(self.chatter[2])!r}")
            seen.append(record)
            if record["type"] == kind:
                return seen

    def ready(self):
        return self.expect("ready")

    def begin(self, kind, **request):
        """Sends a request with the next number; gives the number."""
        number = self._next_id
        self._next_id += 1
        self.send(type=kind, id=number, **request)
        return number

    def script(self, text, depth=16):
        """Runs a script to its end; gives all records."""
        self.begin("script", text=text, depth=depth)
        return self.until("done")

    def invoke(self, command, depth=16, **parameters):
        """Runs a command to its end; gives all records."""
        self.begin("invoke", command=command, parameters=parameters, depth=depth)
        return self.until("done")

    def values(self, text, depth=16):
        """Runs a script that must succeed and gives its results."""
        records = self.script(text, depth)
        problems = [r for r in records if r["type"] == "error"]
        if problems or records[-1]["state"] != "completed":
            raise HostError(f"{text!r}: {problems} {records[-1]}")
        return [r["value"] for r in records if r["type"] == "object"]

    def value(self, text, depth=16):
        """Runs a script with one result."""
        (one,) = self.values(text, depth)
        return one

    def wait(self, seconds=PATIENCE):
        """Waits for the process to end; gives its wait status, or None when it has not."""
        if self.status is None:
            # poll on a pidfd: no signal handler, no polling loop.
            descriptor = os.pidfd_open(self.pid)
            try:
                if select.select([descriptor], [], [], seconds)[0]:
                    self.status = os.waitpid(self.pid, 0)[1]
            finally:
                os.close(descriptor)
        return self.status

    def close_requests(self):
        if self.requests is not None:
            os.close(self.requests)
            self.requests = None

    def close(self):
        self.close_requests()
        if self.wait(5) is None:
            os.killpg(self.pid, signal.SIGKILL)
            self.wait()
        # The threads own the reading ends and see their end now; the descriptors go with this object's last reader.

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
