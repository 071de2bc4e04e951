#!/usr/bin/python3
"""The agent, its pwsh and its client are killed, each at ten points of a sign-in and a listing, on the simulated pwsh or on a real one with
the stub module.

  agent_kill_test.py simulator|pwsh

The points are what a client has just seen, so each kill meets the same moment. After each nothing may be left running that has lost
its reason, whoever is left is told, and the next client signs in and gets exactly its own rows. Prints what happened. Exits 77 when
there is no pwsh to run it on.
"""
import collections
import json
import os
import shutil
import signal
import sys
import time
import unittest

from agent_case import HELLO, LISTING, AgentCase, Peer, frame, numbered
from processes import alive, children_of
from program import CODE, ROOT, clean_environment

SIDE = "simulator"
USER = "mfa@contoso.example"

# So many that at row 500 a good part of them is in no buffer yet.
NUMBERS = 5000

# What has just been seen when the kill comes.
POINTS = ("welcome", "the session is wanted", "ready", "the first challenge", "the second challenge", "the code is sent", "connected",
          "the listing is wanted", "the first row", "row 500", "the last row")


class Killed(AgentCase):
    told = collections.defaultdict(collections.Counter)
    slowest = 0  # seconds from the end of an agent to its client's hearing of it

    @classmethod
    def setUpClass(cls):
        if SIDE == "pwsh" and shutil.which("pwsh") is None:
            raise unittest.SkipTest("there is no pwsh on PATH")

    def setUp(self):
        super().setUp()
        self.cache = self.directory / "cache"
        if SIDE == "pwsh":  # compiled once, not at each of the starts
            self.cache = ROOT / "build" / "agent-kill-cache"
            self.cache.mkdir(mode=0o700, parents=True, exist_ok=True)

    def environment(self, **extra):
        if SIDE == "pwsh":
            extra.update(PSModulePath=str(ROOT / "tests" / "pwsh"), TEAMS_STUB_NUMBERS=str(NUMBERS),
                         TEAMS_STUB_SCENARIO=str(ROOT / "lib" / "simulator" / "scenarios" / "default.json"))
        return clean_environment(XDG_RUNTIME_DIR=str(self.runtime), TEAMSCTL_AGENT="auto", XDG_CACHE_HOME=str(self.cache), **extra)

    def command(self, *arguments, **options):
        """teamsctl as the next client has it, with everything that the sign-in needs."""
        simulated = ["--simulate", "--simulate-numbers", str(NUMBERS)] if SIDE == "simulator" else []
        return self.run_program(*simulated, "-u", USER, "--no-input", "-o", "json", "--mfa-code-file", "-", *arguments, stdin=CODE,
                                env=self.environment(TEAMSCTL_PASSWORD="Passw0rd!"), **options)

    def wanted(self):
        """The frame that asks the agent for a session, and for one to be made."""
        environment = self.environment()
        sign_in = {"type": "sign_in", "as": "user", "username": USER, "tenant_id": "", "environment": "", "mfa_code_digits": 6}
        simulation = {"scenario": "default", "numbers": NUMBERS, "state": ""}
        identity = {"as": "user", "environment": "", "tenant_id": "", "username": USER}
        identity |= {"simulation": simulation} if SIDE == "simulator" else {"kill-test": True}
        open_ = {"id": 1, "identity": json.dumps(identity, sort_keys=True, separators=(",", ":")), "limits": {}, "sign_in": sign_in,
                 "pwsh": "" if SIDE == "simulator" else shutil.which("pwsh"), "environment": [f"{k}={v}" for k, v in environment.items()],
                 "prompt_rules": [], "idle": 0, "lifetime": 0}
        if SIDE == "simulator":
            open_["simulation"] = simulation
        return frame("O", json.dumps(open_).encode())

    def client(self, point, seen):
        """Goes the whole way as one client, and calls `seen` at that point."""
        peer = Peer(self.socket_path)
        try:
            peer.send(HELLO)
            peer.wait_for("h")
            at = lambda name: name == point and seen(peer)
            at("welcome")
            peer.send(self.wanted())
            at("the session is wanted")
            rows = challenges = 0
            while True:
                got = peer.frame()
                if got is None:
                    return "the end of the connection"
                kind, payload = got
                if kind == "x":
                    return json.loads(payload)["code"]
                if kind == "r":
                    rows += 1
                    at({1: "the first row", 500: "row 500", NUMBERS: "the last row"}.get(rows))
                    continue
                event = json.loads(payload)
                if event["event"] == "ready":
                    at("ready")
                elif event["event"] == "challenge":
                    challenges += 1
                    at("the first challenge" if challenges == 1 else "the second challenge")
                    answer = b"Passw0rd!" if event["challenge"]["kind"] == "password" else b"123456"
                    peer.send(numbered("A", event["challenge"]["id"], answer))
                    if challenges == 2:
                        at("the code is sent")
                elif event["event"] == "finished":
                    if "error" in event:
                        return event["error"]["code"]
                    if event["request"] == 2:
                        return "done"
                    at("connected")
                    peer.send(numbered("R", 2, LISTING))
                    at("the listing is wanted")
        except (BrokenPipeError, ConnectionResetError):
            return "the end of the connection"
        finally:
            peer.close()

    def ours(self):
        """Every process with this test's directory in its environment, and what it is."""
        mark, found = str(self.runtime).encode(), {}
        for pid in os.listdir("/proc"):
            if pid.isdigit() and int(pid) != os.getpid():
                try:
                    with open(f"/proc/{pid}/environ", "rb") as environment, open(f"/proc/{pid}/cmdline", "rb") as line:
                        if mark in environment.read() and alive(int(pid)):
                            found[int(pid)] = line.read()
                except (FileNotFoundError, ProcessLookupError, PermissionError):
                    continue
        return found

    def start_agent(self):
        self.assertEqual(self.run_program("agent", "start", env=self.environment()).returncode, 0)
        return json.loads(self.run_program("-o", "json", "agent", "status", env=self.environment()).stdout)[0]["pid"]

    def assert_next_is_served(self):
        for command in (["login"], ["--agent", "only", "get-phone-numbers"]):
            result = self.command(*command)
            self.assertEqual(result.returncode, 0, result.stderr.decode())
        numbers = [row["TelephoneNumber"] for row in json.loads(result.stdout)]
        self.assertEqual((len(numbers), len(set(numbers))), (NUMBERS, NUMBERS))

    def assert_nothing_is_left(self):
        self.assertEqual(self.run_program("agent", "stop", env=self.environment()).returncode, 0)
        self.wait_until(lambda: not self.ours(), 5)

    def at_each_point(self, whom, test):
        for point in POINTS:
            with self.subTest(killed=whom, point=point):
                self.told[whom][test(point)] += 1
                self.assert_next_is_served()
                self.assert_nothing_is_left()

    def test_the_agent_is_killed(self):
        def at(point):
            agent = self.start_agent()
            gone, killed = [], []

            def kill(_):
                gone.extend(children_of(agent))
                killed.append(time.monotonic())
                os.kill(agent, signal.SIGKILL)

            told = self.client(point, kill)
            type(self).slowest = max(self.slowest, time.monotonic() - killed[0])
            # The end of the listing may have been on its way with its last row.
            self.assertIn(told, ("the end of the connection", *(["done"] if point == "the last row" else [])))
            self.wait_until(lambda: not any(alive(pid) for pid in gone), 2)
            self.wait_until(lambda: not self.ours(), 2)
            return told

        self.at_each_point("agent", at)

    def test_its_pwsh_is_killed(self):
        def at(point):
            agent = self.start_agent()

            def kill(_):
                # Where it is only just wanted there may be none yet.
                self.wait_until(lambda: point == "welcome" or children_of(agent))
                for pid in children_of(agent):
                    os.kill(pid, signal.SIGKILL)

            told = self.client(point, kill)
            # The end of the listing may have been on its way with its last row; and a listing that is wanted when the agent has already
            # noticed the end finds no session.
            expected = {"welcome": ["done"], "the last row": ["done", "child_lost"], "connected": ["child_lost", "not_connected"],
                        "the listing is wanted": ["child_lost", "not_connected"]}
            self.assertIn(told, expected.get(point, ["child_lost"]))
            self.assertTrue(alive(agent))
            return told

        self.at_each_point("pwsh", at)

    def test_a_client_is_killed(self):
        def at(point):
            agent = self.start_agent()
            here, there = os.pipe()
            pid = os.fork()
            if pid == 0:
                def stay(_):
                    os.write(there, b"x")
                    signal.pause()

                try:
                    self.client(point, stay)
                finally:
                    os._exit(1)
            os.close(there)
            with open(here, "rb") as reached:
                self.assertEqual(reached.read(1), b"x")
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            self.assertTrue(alive(agent))
            return "nothing"

        self.at_each_point("client", at)

    @classmethod
    def tearDownClass(cls):
        for whom, told in cls.told.items():
            print(f"{SIDE}: {whom} killed at {sum(told.values())} of {len(POINTS)} points; who was left heard: " +
                  ", ".join(f"{what} ({count})" for what, count in told.items()) +
                  (f"; {cls.slowest * 1000:.0f} ms after it at most" if whom == "agent" else ""))


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in ("simulator", "pwsh"):
        sys.exit(__doc__)
    SIDE = sys.argv.pop(1)
    result = unittest.main(exit=False).result
    sys.exit(77 if result.skipped else not result.wasSuccessful())
