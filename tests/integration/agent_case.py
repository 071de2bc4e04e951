"""What tests of the agent share: an agent of their own, clients that say what they like, and how processes are."""
import json
import socket
import struct
import time

from program import PATIENCE, ProgramCase, clean_environment

USER = "nomfa@contoso.example"


def frame(kind, payload=b""):
    return struct.pack(">IB", len(payload), ord(kind)) + payload


def numbered(kind, number, payload=b""):
    return frame(kind, struct.pack(">Q", number) + payload)


HELLO = frame("H", b'{"protocol":[1,0]}')
LISTING = b'{"type":"get_phone_numbers","filters":[],"skip":0,"city":""}'
TENANT = b'{"type":"get_tenant"}'


class Peer:
    """A client that says what it likes."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(str(path))
        self.buffer = b""

    def send(self, *parts):
        self.socket.sendall(b"".join(parts))

    def frame(self):
        """The next frame as (kind, payload); nothing at the end."""
        while len(self.buffer) < 5 or len(self.buffer) < 5 + struct.unpack(">I", self.buffer[:4])[0]:
            try:
                more = self.socket.recv(65536)
            except ConnectionResetError:
                more = b""
            if not more:
                return None
            self.buffer += more
        length = struct.unpack(">I", self.buffer[:4])[0]
        kind, payload = chr(self.buffer[4]), self.buffer[5:5 + length]
        self.buffer = self.buffer[5 + length:]
        return kind, payload

    def wait_for(self, kind):
        while True:
            got = self.frame()
            if got is None or got[0] == kind:
                return got and got[1]

    def finished(self, number):
        while True:
            got = self.frame()
            if got is None:
                return None
            if got[0] == "e":
                event = json.loads(got[1])
                if event["event"] == "finished" and event["request"] == number:
                    return event

    def close(self):
        self.socket.close()


class AgentCase(ProgramCase):
    def setUp(self):
        super().setUp()
        self.runtime = self.directory / "run"
        self.runtime.mkdir(mode=0o700)
        self.socket_path = self.runtime / "teamsctl" / "agent.sock"
        self.addCleanup(self.stop_agent)

    def environment(self, **extra):
        return clean_environment(XDG_RUNTIME_DIR=str(self.runtime), TEAMSCTL_AGENT="auto", **extra)

    def stop_agent(self):
        self.run_program("agent", "stop", env=self.environment())

    def teamsctl(self, *arguments, env=None, **options):
        return self.run_program("--simulate", "-u", USER, "--no-input", "-o", "json", *arguments, env=env or self.environment(), **options)

    def start(self, *arguments, **options):
        return self.start_program("--simulate", "-u", USER, "--no-input", "-o", "json", *arguments, env=self.environment(), **options)

    def rows(self, result):
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        return json.loads(result.stdout)

    def login(self, *arguments, **options):
        return self.rows(self.teamsctl(*arguments, "login", **options))

    def agent(self):
        return self.rows(self.teamsctl("agent", "status"))[0]

    def peer(self, *parts):
        peer = Peer(self.socket_path)
        self.addCleanup(peer.close)
        peer.send(*parts)
        return peer

    def opened(self, **which):
        """A client that uses the session that is there."""
        peer = self.peer(HELLO, frame("O", json.dumps({"id": 1, "identity": self.identity(**which)}).encode()))
        self.assertIsNone(peer.finished(1).get("error"))
        return peer

    def identity(self, numbers=1000):
        return json.dumps({"as": "user", "environment": "", "simulation": {"numbers": numbers, "scenario": "default", "state": ""},
                           "tenant_id": "", "username": USER}, separators=(",", ":"))

    def wait_until(self, condition, seconds=PATIENCE):
        # There is nothing to wait on in a process that is not ours, and a limit ends it.
        limit = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), limit, "it did not happen in time")
            time.sleep(0.01)
