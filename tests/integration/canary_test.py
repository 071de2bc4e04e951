#!/usr/bin/python3
"""R10, R23, R37, R46: secrets are nowhere but where they belong.

  canary_test.py simulator|pwsh

Signs in with a secret of every kind, with the log, the transcript and everything else turned on, and looks for the secrets, plain and
in the encodings that text goes through, in: stdout, stderr, the log, the transcript, every file written below HOME and TMPDIR,
the arguments and the environment of teamsctl and all that it starts (read from /proc again and again while it runs), the
system log (a socket of our own in place of /dev/log), a core file, and the memory of teamsctl after the sign-in.
Prints what was looked at. Exits 77 when there is no pwsh to run it on.
"""
import base64
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse
from xml.sax.saxutils import escape

from program import PATIENCE, TEAMSCTL
from sign_in_matrix_test import APPLICATION, PASSWORD, TENANT, TOTP, Machine, token

SIDE = "simulator"


def forms(secret):
    """The secret as text goes through it on its way to a file."""
    raw = secret.encode()
    found = {raw, urllib.parse.quote(secret, safe="").encode(), json.dumps(secret)[1:-1].encode(), escape(secret).encode(),
             secret.encode("utf-16-le")}
    for shift in range(3):
        # Of each alignment, the part that does not depend on what stands around it.
        encoded = base64.b64encode(b"\0" * shift + raw)
        begin, end = (0, 2, 3)[shift], len(encoded) - (0 if (len(raw) + shift) % 3 == 0 else 4)
        found.add(encoded[begin:end])
    return [form for form in found if len(form) >= 5]


class Watch(threading.Thread):
    """Reads the arguments and environments of a process and of all its descendants, as often as it can."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.stop, self.seen, self.snapshots = pid, threading.Event(), set(), 0

    def run(self):
        while not self.stop.is_set():
            family = self.family()
            # What the starter put into the environment is there until the program has taken it, which is before it starts anything.
            for pid in family if len(family) > 1 else ():
                for name in ("cmdline", "environ"):
                    try:
                        self.seen.add(pathlib.Path(f"/proc/{pid}/{name}").read_bytes())
                        self.snapshots += 1
                    except OSError:
                        pass
            self.stop.wait(0.005)

    def family(self):
        parents = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    parents[int(entry)] = int(re.search(r"\) \S (\d+)", pathlib.Path(f"/proc/{entry}/stat").read_text()).group(1))
                except (OSError, AttributeError):
                    pass
        family, grown = {self.pid}, True
        while grown:
            more = {pid for pid, parent in parents.items() if parent in family} - family
            grown = bool(more)
            family |= more
        return family


class Canary(unittest.TestCase):
    looked_at = []

    @classmethod
    def setUpClass(cls):
        if SIDE == "pwsh" and shutil.which("pwsh") is None:
            raise unittest.SkipTest("there is no pwsh on PATH")

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="teamsctl-canary-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.machine = Machine(self.directory / "machine" if (self.directory / "machine").mkdir() is None else None)
        self.home = self.directory / "home"
        (self.home / "tmp").mkdir(parents=True)
        self.environment = self.machine.environment(self.home)
        self.environment.update(TMPDIR=str(self.home / "tmp"), XDG_CACHE_HOME=str(self.home / "cache"), XDG_RUNTIME_DIR=str(self.home))

    def scenario(self, content):
        path = self.directory / "scenario.json"
        path.write_text(json.dumps(content))
        self.environment["TEAMS_STUB_SCENARIO"] = str(path)
        return [f"--simulate={path}"] if SIDE == "simulator" else []

    def private(self, text):
        path = self.directory / f"source-{secrets.token_hex(4)}"
        path.write_text(text)
        path.chmod(0o600)
        return str(path)

    def run_and_scan(self, arguments, canaries, stdin=b"", status=0, scenario=None, at_end=None):
        log, transcript = self.home / "log", self.home / "transcript"
        command = [TEAMSCTL, *self.scenario(scenario or {}), *arguments, "-vv", "--log-file", str(log), "--transcript", str(transcript),
                   "get-tenant"]
        out, err = self.home / "stdout", self.home / "stderr"
        # On a busy machine a run may be over before anybody has looked; then it shows nothing, and another one has to.
        for _ in range(10):
            process, watch = self.run_watched(command, out, err, stdin, at_end)
            if watch.snapshots > 1:
                break
        if status is not None:
            self.assertEqual(process.returncode, status, err.read_text()[-1500:])
        self.scan(canaries, log, transcript, watch)
        return process

    def run_watched(self, command, out, err, stdin, at_end):
        with open(out, "wb") as o, open(err, "wb") as e:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=o, stderr=e, env=self.environment, cwd=self.home,
                                       start_new_session=True)
            watch = Watch(process.pid)
            watch.start()
            try:
                if at_end:
                    process.stdin.write(stdin)
                    process.stdin.flush()
                    at_end(process)
                else:
                    process.communicate(stdin, timeout=PATIENCE)
                process.wait(timeout=PATIENCE)
            finally:
                process.kill()
                process.wait()
                process.stdin.close()
                watch.stop.set()
                watch.join()
        return process, watch

    def scan(self, canaries, log, transcript, watch):
        # The stub of the module is the tenant and knows its own passwords.
        files = [path for path in self.home.rglob("*") if path.is_file() and "teamsctl-stub" not in path.parts]
        self.assertTrue({log, transcript} <= set(files))
        self.assertGreater(watch.snapshots, 1)
        for what, texts in (("file", [(str(path), path.read_bytes()) for path in files]), ("/proc", [("/proc", one) for one in watch.seen])):
            for name, text in texts:
                for canary in canaries:
                    for form in forms(canary):
                        self.assertFalse(form in text, f"{what} {name} holds {canary!r}: {text[max(0, text.find(form) - 60):text.find(form) + 60]!r}")
        self.looked_at.append(f"{self.id().rsplit('.', 1)[1]}: {len(files)} files, {sum(path.stat().st_size for path in files)} bytes, "
                              f"{watch.snapshots} readings of /proc, {len(watch.seen)} different; "
                              f"{sum(len(forms(canary)) for canary in canaries)} forms of {len(canaries)} secrets: 0 hits")

    def test_password_and_code(self):
        self.environment["TEAMSCTL_PASSWORD"] = PASSWORD
        self.run_and_scan(["-u", "mfa@contoso.example", "--mfa-code-file", "-"], [PASSWORD, "839204"], b"839204\n",
                          scenario={"connect": [{"ask_code": {"expect": "839204"}}]})

    def test_code_as_argument_and_on_the_console(self):
        password = self.private(PASSWORD)
        for through in ("console", "stderr"):
            self.run_and_scan(["-u", "mfa@contoso.example", "--password-file", password, "--mfa-code", "839204"], [PASSWORD, "839204"],
                              scenario={"connect": [{"ask_code": {"expect": "839204", "through": through, "prompt": "Verification code: "}}]})

    def test_wrong_password_and_wrong_codes(self):
        canary = "c4n4ry/" + secrets.token_hex(12) + "<&'\"+ü"
        self.environment["MY_SECRET"] = canary
        self.run_and_scan(["-u", "mfa@contoso.example", "--password-env", "MY_SECRET"], [canary], status=4)
        self.run_and_scan(["-u", "mfa@contoso.example", "--password-file", self.private(PASSWORD), "--mfa-code-file", "-"],
                          [PASSWORD, "839204", "839205"], b"839204\n839205\n", status=6)

    def test_totp_secret(self):
        self.environment["TEAMSCTL_PASSWORD"] = PASSWORD
        self.run_and_scan(["-u", "totp@contoso.example", "--totp-secret-command", f"cat {self.private(TOTP)}"], [PASSWORD, TOTP])

    def test_certificate_password(self):
        canary = self.machine_password()
        for name in ("encrypted.pfx", "encrypted.pem"):
            self.run_and_scan(["--auth", "certificate", "--tenant-id", TENANT, "--application-id", APPLICATION, "--certificate-file",
                               str(self.machine.certificates[name]), "--certificate-password-file", self.private(canary)], [canary])

    def test_access_tokens(self):
        graph, teams = token("graph-" + secrets.token_hex(8)), token("teams-" + secrets.token_hex(8))
        self.environment["TEAMSCTL_ACCESS_TOKENS"] = f"{graph}\n{teams}"
        self.run_and_scan(["--auth", "access-token"], [graph, teams])

    def test_a_module_that_says_the_secrets_aloud(self):
        said = [{"say": {"text": f"the password is {PASSWORD} indeed", "on": on}}
                for on in ("stdout", "stderr", "terminal", "host", "warning", "verbose", "information")]
        self.environment["TEAMSCTL_PASSWORD"] = PASSWORD
        self.run_and_scan(["-u", "nomfa@contoso.example"], [PASSWORD],
                          scenario={"connect": said + [{"fail": {"message": f"refused: {PASSWORD}", "fqid": "x"}}]}, status=4)

    def test_no_core_and_nothing_in_memory_after_the_sign_in(self):
        self.environment["TEAMSCTL_PASSWORD"] = PASSWORD

        def at_end(process):
            self.wait_for(lambda: "Get-CsTenant" in (self.home / "transcript").read_text().rsplit('"request"', 1)[-1]
                          and (self.home / "transcript").read_text().count("Get-CsTenant") >= 1)
            for what, secret in (("code", b"839204"), ("password", PASSWORD.encode())):
                hits, kept, size = scan_memory(process.pid, secret)
                # The redactor has to know what it takes out: in pages that no dump shows, and nowhere else.
                self.looked_at.append(f"memory of teamsctl after the sign-in: the {what} {hits} times in {size} bytes of writable memory, "
                                      f"{kept} times in the pages that are kept out of dumps")
                self.assertEqual(hits, 0)
                self.assertGreater(kept, 0)
            process.send_signal(signal.SIGABRT)

        self.run_and_scan(["-u", "mfa@contoso.example", "--mfa-code-file", "-"], [PASSWORD, "839204"], b"839204\n", status=-signal.SIGABRT,
                          scenario={"connect": [{"ask_code": {"expect": "839204"}}], "verify": [{"hang": True}]}, at_end=at_end)
        self.assertEqual([path.name for path in self.home.rglob("core*") if path.is_file()], [])

    def test_nothing_goes_to_the_system_log(self):
        # The socket of the system log is replaced in a mount namespace of our own.
        if subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode != 0:
            self.skipTest("no mount namespace may be made here")
        heard = []
        path = self.directory / "log-socket"
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        listener.bind(str(path))
        listener.settimeout(0.2)
        stop = threading.Event()

        def listen():
            while not stop.is_set():
                try:
                    heard.append(listener.recv(65536))
                except socket.timeout:
                    pass

        thread = threading.Thread(target=listen)
        thread.start()
        self.environment["TEAMSCTL_PASSWORD"] = PASSWORD
        run = "mkdir -p /run/teamsctl-test 2>/dev/null; rm -f /dev/log 2>/dev/null; ln -s \"$1\" /dev/log; logger -u \"$1\" canary-alive; shift; exec \"$@\""
        try:
            # /dev is copied into a file system of this namespace's, so that the machine's own is not touched.
            prepare = "mount -t tmpfs none /mnt && cp -a /dev/null /dev/zero /dev/urandom /dev/tty /dev/ptmx /mnt/ && mkdir /mnt/pts /mnt/shm && mount --rbind /dev/pts /mnt/pts && ln -s /proc/self/fd /mnt/fd && mount --rbind /mnt /dev && "
            result = subprocess.run(["unshare", "-m", "sh", "-c", prepare + run, "sh", str(path), TEAMSCTL, *self.scenario({}), "-u",
                                     "nomfa@contoso.example", "-o", "json", "get-tenant"], env=self.environment, capture_output=True,
                                    timeout=PATIENCE)
        finally:
            stop.set()
            thread.join()
            listener.close()
        if not any(b"canary-alive" in one for one in heard):
            self.skipTest(f"/dev/log cannot be replaced here: {result.stderr[-300:]!r}")
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        others = [one for one in heard if b"canary-alive" not in one]
        self.looked_at.append(f"system log: {len(others)} messages")
        self.assertEqual(others, [])

    @staticmethod
    def machine_password():
        from sign_in_matrix_test import PFX_PASSWORD
        return PFX_PASSWORD

    def wait_for(self, condition):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                if condition():
                    return
            except OSError:
                pass
            time.sleep(0.01)
        self.fail("it never came to that")


def scan_memory(pid, needle):
    """How often the bytes stand in the writable memory of a process, how often in pages that are left out of dumps (MADV_DONTDUMP), and how
    much was read."""
    hits = kept = size = 0
    with open(f"/proc/{pid}/smaps", encoding="utf-8") as maps, open(f"/proc/{pid}/mem", "rb") as memory:
        mapping = None
        for line in maps:
            if re.match(r"[0-9a-f]+-[0-9a-f]+ ", line):
                mapping = line.split()
            if not line.startswith("VmFlags:") or "w" not in mapping[1] or "r" not in mapping[1]:
                continue
            begin, end = (int(one, 16) for one in mapping[0].split("-"))
            if end - begin > 1 << 30:
                continue  # the shadow of a sanitizer
            try:
                memory.seek(begin)
                block = memory.read(end - begin)
            except OSError:
                continue
            size += len(block)
            if "dd" in line.split():
                kept += block.count(needle)
            else:
                hits += block.count(needle)
    return hits, kept, size


if __name__ == "__main__":
    SIDE = sys.argv.pop(1)
    program = unittest.main(exit=False, verbosity=2)
    for line in Canary.looked_at:
        print(line)
    everything_skipped = program.result.testsRun == len(program.result.skipped)
    sys.exit(77 if everything_skipped else 0 if program.result.wasSuccessful() else 1)
