"""The agent: one sign-in for many commands, and nobody else in it; promises by their numbers."""
import array
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import stat
import struct
import subprocess
import threading
import time
import unittest

from agent_case import HELLO, LISTING, TENANT, USER, AgentCase, Peer, frame, numbered
from agent_crowd import Crowd
from processes import alive, children_of
from program import CODE, PATIENCE, TEAMSCTL


class Sessions(AgentCase):
    def test_one_sign_in_serves_later_commands(self):
        account = self.login()[0]
        self.assertEqual(account["account"], USER)
        self.assertEqual(self.rows(self.teamsctl("--agent", "only", "get-tenant"))[0]["DisplayName"], "Contoso")
        own = self.teamsctl("--agent", "off", "get-phone-numbers")
        warm = self.teamsctl("--agent", "only", "get-phone-numbers")
        self.assertEqual(warm.returncode, 0, warm.stderr.decode())
        self.assertEqual(warm.stdout, own.stdout)
        session = self.rows(self.teamsctl("status"))[0]
        self.assertEqual((session["account"], session["tenantId"], session["displayName"]),
                         (account["account"], account["tenantId"], account["displayName"]))
        self.assertRegex(session["expires"], r"^\d{4}-.*Z$")
        pid = self.agent()["pid"]
        children = children_of(pid)
        self.assertEqual(len(children), 1)
        self.assertEqual(self.teamsctl("logout").returncode, 0)
        self.assert_fails(self.teamsctl("status"), "not_connected", 4)
        self.wait_until(lambda: not alive(children[0]))

    def test_the_code_is_asked_for_once(self):
        env = self.environment()
        run = lambda *arguments, stdin=b"": self.run_program("--simulate", "-o", "json", *arguments, stdin=stdin, env=env)
        result = run("--mfa-code-file", "-", "login", stdin=CODE)
        self.assertEqual(json.loads(result.stdout)[0]["account"], "mfa@contoso.example", result.stderr)
        self.assertEqual(len(json.loads(run("--no-input", "get-phone-numbers", "--top", "3").stdout)), 3)
        self.assertEqual(run("--no-input", "login").returncode, 0)
        # Another identity, another session; nobody gives its code.
        self.assert_fails(run("--no-input", "--simulate-numbers", "7", "get-tenant"), "input_needed", 5)
        self.assertEqual(run("--mfa-code", "123456", "--simulate-numbers", "7", "login").returncode, 0)
        self.assertEqual(len(json.loads(run("status").stdout)), 2)
        self.assertEqual(len(json.loads(run("--no-input", "--simulate-numbers", "7", "get-phone-numbers").stdout)), 7)
        self.assertEqual(run("logout").returncode, 0)
        self.assertEqual(len(json.loads(run("status").stdout)), 1)
        self.assertEqual(run("logout", "--all").returncode, 0)
        self.assert_fails(run("status"), "not_connected", 4)

    def test_a_wrong_code_is_refused_by_the_agent_as_without_it(self):
        result = self.run_program("--simulate", "--no-input", "-o", "json", "--mfa-code", "000000", "login", env=self.environment())
        own = self.run_program("--simulate", "--no-input", "-o", "json", "--mfa-code", "000000", "--agent", "off", "login", env=self.environment())
        self.assertEqual(result.returncode, own.returncode)
        self.assertEqual(self.error_of(result), self.error_of(own))
        self.assertEqual(children_of(self.agent()["pid"]), [])

    def test_without_a_session_only_says_so_and_auto_signs_in(self):
        for _ in range(2):  # without an agent, and with one that has no session
            self.assert_fails(self.teamsctl("--agent", "only", "get-tenant"), "not_connected", 4)
            self.assertEqual(len(self.rows(self.teamsctl("get-tenant"))), 1)
            self.assertEqual(self.teamsctl("agent", "start").returncode, 0)

    def test_errors_warnings_and_results_are_those_of_an_own_session(self):
        self.login()
        for arguments in (["run", "--", "Write-Output 1; Write-Error nope"], ["get-user-info", "nobody@contoso.example"],
                          ["run", "--", "throw 'x'"], ["get-phone-numbers", "--top", "2", "--skip", "3"]):
            warm, own = self.teamsctl("--agent", "only", *arguments), self.teamsctl("--agent", "off", *arguments)
            self.assertEqual((warm.returncode, warm.stdout, warm.stderr), (own.returncode, own.stdout, own.stderr))

    def expiring(self):
        """A session that is over when the first command comes; the next pwsh of the scenario has one that is not."""
        path = self.scenario({"commands": {"Get-CsPhoneNumberAssignment": {"at_call": {"0": [{"expire": {"as": "invalid_credential"}}]}}}})
        return lambda *arguments: self.run_program("--simulate=" + path, "-u", USER, "--no-input", "-o", "json", *arguments, env=self.environment())

    def test_R35_an_expired_session_is_dropped(self):
        run = self.expiring()
        self.assertEqual(run("login").returncode, 0)
        self.assertEqual(self.error_of(run("--agent", "only", "get-phone-numbers"))["code"], "session_expired")
        self.assert_fails(run("status"), "not_connected", 4)
        self.assert_fails(run("--agent", "only", "get-tenant"), "not_connected", 4)

    def test_R35_auto_signs_in_by_itself_when_the_session_has_expired_before_a_row(self):
        run = self.expiring()
        self.assertEqual(run("login").returncode, 0)
        self.assertEqual(len(self.rows(run("get-phone-numbers"))), 1000)
        self.assert_fails(run("status"), "not_connected", 4)

    def test_R35_what_changes_something_is_not_sent_twice(self):
        path = self.scenario({"commands": {"Set-CsPhoneNumberAssignment": {"at_call": {"0": [{"expire": {"as": "invalid_credential"}}]}}}})
        run = lambda *arguments: self.run_program("--simulate=" + path, "-u", USER, "--no-input", "-o", "json", *arguments, env=self.environment())
        self.assertEqual(run("login").returncode, 0)
        result = run("assign-phone-number", "--yes", "--user", "user000000@contoso.example", "--number", "+14250000003")
        self.assertEqual(self.error_of(result)["code"], "session_expired")

    def test_a_login_finds_that_the_session_has_expired_and_signs_in_again(self):
        path = self.scenario({"commands": {"Get-CsTenant": {"at_call": {"1": [{"expire": {"as": "invalid_credential"}}]}}}})
        run = lambda *arguments: self.run_program("--simulate=" + path, "-u", USER, "--no-input", "-o", "json", *arguments, env=self.environment())
        self.assertEqual(run("login").returncode, 0)
        child = children_of(self.agent()["pid"])
        self.assertEqual(run("login").returncode, 0)
        self.wait_until(lambda: len(children_of(self.agent()["pid"])) == 1)
        self.assertNotEqual(children_of(self.agent()["pid"]), child)

    def test_parallel_logins_ask_once(self):
        # The code comes from a FIFO that has one: whoever asks second would wait for ever.
        fifo = self.directory / "code"
        os.mkfifo(fifo, 0o600)
        env = self.environment()
        start = lambda: self.start_program("--simulate", "-o", "json", "--no-input", "--mfa-code-file", str(fifo), "login", env=env)
        logins = [start() for _ in range(8)]
        with open(fifo, "wb") as code:
            code.write(CODE)
        for login in logins:
            out, err = login.communicate(timeout=PATIENCE)
            self.assertEqual(login.returncode, 0, err)
            self.assertEqual(json.loads(out)[0]["account"], "mfa@contoso.example")
        self.assertEqual(len(children_of(self.agent()["pid"])), 1)

    def test_a_login_that_dies_leaves_its_place_to_the_next(self):
        self.assertEqual(self.teamsctl("agent", "start").returncode, 0)
        fifo = self.directory / "code"
        os.mkfifo(fifo, 0o600)
        env = self.environment()
        first = self.start_program("--simulate", "--no-input", "--mfa-code-file", str(fifo), "login", env=env)
        with open(fifo, "wb"):  # opened means that it is asked
            second = self.start_program("--simulate", "-o", "json", "--no-input", "--mfa-code", "123456", "login", env=env)
            first.kill()
        out, err = second.communicate(timeout=PATIENCE)
        self.assertEqual(second.returncode, 0, err)
        self.assertEqual(json.loads(out)[0]["account"], "mfa@contoso.example")

    def test_200_jobs_use_one_sign_in(self):
        self.login()
        pid = self.agent()["pid"]
        child = children_of(pid)
        jobs = []
        for batch in range(10):
            jobs = [self.start("--agent", "only", "get-phone-numbers", "--top", "3") for _ in range(20)]
            for job in jobs:
                out, err = job.communicate(timeout=PATIENCE)
                self.assertEqual((job.returncode, len(json.loads(out))), (0, 3), err)
        self.assertEqual(children_of(pid), child)


class Place(AgentCase):
    def test_R24_a_place_that_others_can_change_is_refused(self):
        def refused(text):
            error = self.assert_fails(self.teamsctl("login"), "insecure", 15)
            self.assertIn(text, error["message"])
        place = self.runtime / "teamsctl"
        elsewhere = self.directory / "elsewhere"
        elsewhere.mkdir(mode=0o700)
        place.symlink_to(elsewhere)
        refused("is not a directory")
        self.assertEqual(list(elsewhere.iterdir()), [])
        place.unlink()
        place.mkdir(mode=0o755)
        place.chmod(0o755)
        refused("open to others")
        self.assertEqual(list(place.iterdir()), [])
        place.rmdir()
        place.write_text("")
        refused("is not a directory")
        place.unlink()
        self.runtime.chmod(0o777)
        refused("can be written by others")
        self.assertFalse(place.exists())
        # A command that only would use an agent does without.
        self.assertEqual(len(self.rows(self.teamsctl("get-tenant"))), 1)
        self.runtime.chmod(0o700)

    @unittest.skipUnless(os.geteuid() == 0, "skipped: needs root to own a directory of somebody else")
    def test_R24_a_place_of_somebody_else_is_refused(self):
        os.chown(self.runtime, 65534, 65534)
        self.assertIn("belongs to somebody else", self.assert_fails(self.teamsctl("login"), "insecure", 15)["message"])
        os.chown(self.runtime, 0, 0)
        place = self.runtime / "teamsctl"
        place.mkdir(mode=0o700)
        os.chown(place, 65534, 65534)
        self.assertIn("belongs to somebody else", self.assert_fails(self.teamsctl("login"), "insecure", 15)["message"])

    def test_R25_the_socket_is_closed_to_others(self):
        self.login()
        self.assertEqual(stat.S_IMODE(self.socket_path.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(self.socket_path.parent.stat().st_mode), 0o700)

    def test_R25_of_50_starters_one_becomes_the_agent(self):
        starters = [self.start("login") for _ in range(50)]
        for starter in starters:
            out, err = starter.communicate(timeout=PATIENCE)
            self.assertEqual(starter.returncode, 0, err)
        self.assertEqual(len(json.loads(self.teamsctl("status").stdout)), 1)
        agents = [pid for pid in os.listdir("/proc") if pid.isdigit() and self.is_agent(pid)]
        self.assertEqual(agents, [str(self.agent()["pid"])])

    def is_agent(self, pid):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as line, open(f"/proc/{pid}/environ", "rb") as environment:
                return b"agent-process" in line.read() and str(self.runtime).encode() in environment.read()
        except OSError:
            return False

    def test_R25_a_second_agent_is_refused_and_the_first_stays(self):
        self.login()
        pid = self.agent()["pid"]
        self.assert_fails(self.teamsctl("agent", "start", "--foreground"), "agent", 12)
        (self.socket_path.parent / "agent.lock").unlink()
        self.assert_fails(self.teamsctl("agent", "start", "--foreground"), "agent", 12)
        self.assertEqual(self.agent()["pid"], pid)

    def test_R27_a_stale_socket_is_replaced_and_another_file_is_not(self):
        self.login()
        os.kill(self.agent()["pid"], signal.SIGKILL)
        self.wait_until(lambda: self.teamsctl("agent", "status").returncode == 4)
        self.assertTrue(self.socket_path.exists())
        self.assertEqual(len(self.rows(self.teamsctl("get-tenant"))), 1)
        self.login()
        self.stop_agent()
        self.socket_path.write_text("mine")
        self.assert_fails(self.teamsctl("agent", "start", "--foreground"), "insecure", 15)
        self.assert_fails(self.teamsctl("login"), "insecure", 15)
        self.assertEqual(self.socket_path.read_text(), "mine")

    def test_H5_a_path_that_is_too_long_for_a_socket_becomes_a_short_one(self):
        self.runtime = self.directory / ("long" * 30)
        self.runtime.mkdir(mode=0o700)
        self.login()
        path = pathlib.Path(self.agent()["socket"])
        self.assertTrue(path.is_socket())
        self.assertTrue(str(path).startswith(f"/tmp/teamsctl-{os.geteuid()}-"))
        self.stop_agent()
        shutil.rmtree(path.parent)

    @unittest.skipUnless(os.geteuid() == 0, "skipped: needs root to become somebody else")
    def test_R26_another_user_is_closed_before_a_byte_is_read(self):
        self.login()
        # Everything is opened to the other: only the agent itself refuses.
        for path in (self.directory, self.runtime, self.socket_path.parent):
            path.chmod(0o711)
        self.socket_path.chmod(0o666)
        program = (f"import socket\ns = socket.socket(socket.AF_UNIX)\ns.settimeout(60)\ns.connect({str(self.socket_path)!r})\n"
                   "try:\n s.sendall(" + repr(HELLO) + ")\n print(repr(s.recv(100)))\nexcept (BrokenPipeError, ConnectionResetError):\n print(repr(b''))\n")
        result = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/python3", "-c", program],
                                capture_output=True, timeout=PATIENCE)
        self.assertEqual(result.stdout.strip(), b"b''", result.stderr)
        self.socket_path.parent.chmod(0o700)
        self.assertEqual(len(self.rows(self.teamsctl("--agent", "only", "get-tenant"))), 1)


class Ends(AgentCase):
    def test_R28_a_session_that_nobody_uses_ends_and_the_agent_with_it(self):
        self.login("--agent-idle-timeout", "500ms")
        pid = self.agent()["pid"]
        child = children_of(pid)[0]
        begin = time.monotonic()
        self.wait_until(lambda: not alive(pid))
        self.assertFalse(alive(child))
        self.assertFalse(self.socket_path.exists())
        self.assertLess(time.monotonic() - begin, 5)

    def test_R28_a_session_ends_by_its_age(self):
        self.login("--agent-lifetime", "1s", "--agent-idle-timeout", "0")
        pid = self.agent()["pid"]
        self.wait_until(lambda: not alive(pid))
        self.assertFalse(self.socket_path.exists())
        self.assertEqual(len(self.rows(self.teamsctl("get-tenant"))), 1)

    def test_R28_a_command_that_runs_when_the_time_comes_may_finish(self):
        path = self.scenario({"commands": {"Get-CsPhoneNumberAssignment": {"before": [{"wait": "2500ms"}]}}})
        run = lambda *arguments: self.run_program("--simulate=" + path, "-u", USER, "--no-input", "-o", "json", *arguments, env=self.environment())
        self.assertEqual(run("--agent-lifetime", "1500ms", "login").returncode, 0)
        begin = time.monotonic()
        self.assertEqual(len(self.rows(run("--agent", "only", "get-phone-numbers", "--top", "3"))), 3)
        self.assertGreater(time.monotonic() - begin, 2)
        self.wait_until(lambda: not self.socket_path.exists())

    def test_R28_an_agent_without_a_session_ends_when_nobody_comes(self):
        self.assertEqual(self.teamsctl("--agent-idle-timeout", "300ms", "agent", "start").returncode, 0)
        self.wait_until(lambda: not self.socket_path.exists())

    def test_stop_returns_when_all_is_gone(self):
        self.login()
        pid = self.agent()["pid"]
        child = children_of(pid)[0]
        self.assertEqual(self.teamsctl("agent", "stop").returncode, 0)
        self.assertFalse(self.socket_path.exists())
        self.assertFalse(alive(child))
        self.wait_until(lambda: not alive(pid), 2)
        self.assertEqual(self.teamsctl("agent", "stop").returncode, 0)

    def test_SIGTERM_ends_the_agent_in_good_order(self):
        self.login()
        pid = self.agent()["pid"]
        child = children_of(pid)[0]
        os.kill(pid, signal.SIGTERM)
        self.wait_until(lambda: not alive(pid), 5)
        self.assertFalse(self.socket_path.exists())
        self.assertFalse(alive(child))

    def test_R29_SIGUSR1_drops_the_sessions_and_the_agent_goes_on(self):
        self.login()
        pid = self.agent()["pid"]
        child = children_of(pid)[0]
        os.kill(pid, signal.SIGUSR1)
        self.wait_until(lambda: not alive(child), 5)
        self.assert_fails(self.teamsctl("status"), "not_connected", 4)
        self.assertEqual(self.agent()["pid"], pid)

    def test_R34_an_agent_that_is_killed_is_reported_at_once_and_leaves_no_pwsh(self):
        self.assertEqual(self.run_program("--simulate=silence-at-command", "-u", USER, "--no-input", "login", env=self.environment()).returncode, 0)
        pid = self.agent()["pid"]
        child = children_of(pid)[0]
        command = self.start_program("--simulate=silence-at-command", "-u", USER, "--no-input", "-o", "json", "get-phone-numbers", env=self.environment())
        self.wait_until(lambda: json.loads(self.teamsctl("status").stdout)[0]["busy"])
        begin = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        _, err = command.communicate(timeout=PATIENCE)
        self.assertLess(time.monotonic() - begin, 2)  # 250 ms on a machine that has nothing else to do
        self.assertEqual(command.returncode, 12)
        self.assertEqual(json.loads(err)["error"]["code"], "agent")
        self.wait_until(lambda: not alive(child), 2)
        self.login()

    def test_R2_a_pwsh_that_is_killed_is_reported_and_the_next_login_has_a_new_one(self):
        self.login()
        pid = self.agent()["pid"]
        os.kill(children_of(pid)[0], signal.SIGKILL)
        self.wait_until(lambda: self.teamsctl("status").returncode == 4)
        self.login()
        self.assertEqual(self.agent()["pid"], pid)

    def test_H9_an_agent_that_does_not_answer_is_said_in_some_seconds(self):
        self.login()
        pid = self.agent()["pid"]
        os.kill(pid, signal.SIGSTOP)
        try:
            begin = time.monotonic()
            self.assert_fails(self.teamsctl("get-tenant"), "agent", 12)
            self.assert_fails(self.teamsctl("agent", "status"), "agent", 12)
            self.assertLess(time.monotonic() - begin, 20)
            self.assertEqual(len(self.rows(self.teamsctl("--agent", "off", "get-tenant"))), 1)
        finally:
            os.kill(pid, signal.SIGCONT)
        self.assertEqual(len(self.rows(self.teamsctl("--agent", "only", "get-tenant"))), 1)


class Supervised(AgentCase):
    def test_a_supervisor_hands_over_its_socket_and_hears_when_the_agent_is_ready(self):
        place = self.socket_path.parent
        place.mkdir(mode=0o700)
        listener = socket.socket(socket.AF_UNIX)
        self.addCleanup(listener.close)
        listener.bind(str(self.socket_path))
        listener.listen()
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(notify.close)
        notify.bind(str(self.directory / "notify"))
        notify.settimeout(PATIENCE)
        shell = f'exec 3<&{listener.fileno()}; export LISTEN_PID=$$ LISTEN_FDS=1; exec "$0" "$@"'
        agent = subprocess.Popen(["/bin/sh", "-c", shell, TEAMSCTL, "-q", "agent", "start", "--foreground"], pass_fds=[listener.fileno()],
                                 env=self.environment(NOTIFY_SOCKET=str(self.directory / "notify")), start_new_session=True)
        self.addCleanup(self._end_plain, agent)
        self.assertEqual(notify.recv(100), b"READY=1")
        self.login()
        self.assertEqual(self.agent()["pid"], agent.pid)
        self.assertEqual(self.teamsctl("agent", "stop").returncode, 0)
        self.assertEqual(agent.wait(PATIENCE), 0)
        self.assertTrue(self.socket_path.exists())  # it is the supervisor's

    @staticmethod
    def _end_plain(process):
        if process.poll() is None:
            process.kill()
        process.wait()


class Lock(AgentCase):
    def passphrase(self, command, word):
        return self.run_program("-o", "json", "agent", command, "--agent-passphrase-file", "-", stdin=word + b"\n", env=self.environment())

    def test_R29_a_locked_agent_does_nothing_but_unlock_and_stop(self):
        self.login()
        self.assertEqual(self.passphrase("lock", b"open sesame").returncode, 0)
        self.assertTrue(self.agent()["locked"])
        self.assert_fails(self.teamsctl("get-tenant"), "agent", 12)
        self.assert_fails(self.teamsctl("login"), "agent", 12)
        self.assert_fails(self.teamsctl("logout"), "agent", 12)
        self.assert_fails(self.passphrase("lock", b"another"), "agent", 12)
        self.assert_fails(self.passphrase("unlock", b"wrong"), "agent", 12)
        begin = time.monotonic()
        self.assert_fails(self.passphrase("unlock", b"wrong again"), "agent", 12)
        self.assertGreater(time.monotonic() - begin, 0.1)
        self.assertEqual(self.passphrase("unlock", b"open sesame").returncode, 0)
        self.assertEqual(len(self.rows(self.teamsctl("--agent", "only", "get-tenant"))), 1)
        self.assertEqual(self.passphrase("lock", b"open sesame").returncode, 0)
        self.assertEqual(self.teamsctl("agent", "stop").returncode, 0)

    def test_R29_wrong_passphrases_stall_nobody_else(self):
        self.login()
        self.assertEqual(self.passphrase("lock", b"open sesame").returncode, 0)
        tries = [self.peer(HELLO, frame("N", b"wrong")) for _ in range(8)]
        begin = time.monotonic()
        self.assertTrue(self.agent()["locked"])
        self.assertLess(time.monotonic() - begin, 2)
        for one in tries:
            self.assertIn(b"passphrase", one.wait_for("x"))

    def test_a_passphrase_is_needed(self):
        self.login()
        self.assert_fails(self.teamsctl("agent", "lock"), "input_needed", 5)


class Clients(AgentCase):
    def setUp(self):
        super().setUp()
        self.login()

    def works(self):
        self.assertEqual(len(self.rows(self.teamsctl("--agent", "only", "get-tenant"))), 1)

    def test_R33_a_client_that_dies_ends_its_command_and_nobody_gets_its_rows(self):
        for _ in range(5):
            peer = self.opened()
            peer.send(numbered("R", 2, LISTING))
            peer.wait_for("r")
            peer.close()
            other = self.opened()
            other.send(numbered("R", 2, TENANT))
            rows = 0
            while True:
                kind, payload = other.frame()
                if kind == "r":
                    self.assertIn(b"DisplayName", payload)
                    rows += 1
                elif kind == "e" and json.loads(payload)["event"] == "finished":
                    self.assertNotIn("error", json.loads(payload))
                    break
            self.assertEqual(rows, 1)
            other.close()

    def test_R31_half_requests_and_silent_ones_are_dropped(self):
        half = self.peer(HELLO, frame("R", b"x" * 100)[:50])
        silent = self.peer()
        begin = time.monotonic()
        self.works()
        self.assertLess(time.monotonic() - begin, 8)
        self.assertIsNotNone(half.wait_for("h"))
        self.assertIsNone(half.frame())
        self.assertIsNone(silent.frame())
        self.assertGreater(time.monotonic() - begin, 8)
        self.works()

    def test_R31_a_byte_now_and_then_is_no_request(self):
        drip = self.peer(HELLO)
        bytes_ = frame("R", b"x" * 100)
        begin = time.monotonic()
        with self.assertRaises((BrokenPipeError, ConnectionResetError)):
            for byte in bytes_:
                drip.send(bytes([byte]))
                time.sleep(0.3)
        self.assertLess(time.monotonic() - begin, 20)
        self.works()

    def test_R31_a_client_that_does_not_read_is_dropped_and_stalls_nobody(self):
        stalled = []
        for _ in range(3):
            peer = self.opened()
            peer.send(b"".join(numbered("R", 2 + i, LISTING) for i in range(8)))
            stalled.append(peer)
        begin = time.monotonic()
        self.works()
        self.assertLess(time.monotonic() - begin, 60)
        self.wait_until(lambda: self.agent()["clients"] == 1)

    def listings(self, count):
        return b"".join(numbered("R", 2 + i, LISTING) for i in range(count))

    def test_R31_a_slow_reader_that_has_said_so_is_waited_for_and_keeps_nobody_waiting(self):
        peer = self.opened()
        peer.send(frame("P"), self.listings(8))
        self.wait_until(lambda: json.loads(self.teamsctl("status").stdout)[0]["busy"])
        time.sleep(12)  # the time is the subject: longer than a client that does not say so has
        self.assertEqual(self.agent()["clients"], 2)
        self.works()
        self.assertEqual(self.agent()["clients"], 2)
        rows = 0
        while True:
            kind, payload = peer.frame()
            rows += kind == "r"
            if kind == "e" and json.loads(payload)["event"] == "finished":
                finished = json.loads(payload)
                self.assertNotIn("error", finished)
                if finished["request"] == 9:
                    break
        self.assertEqual(rows, 8000)

    def test_R31_a_slow_reader_of_very_much_gives_way_to_somebody_who_waits(self):
        numbers = "--simulate-numbers", "30000"  # in one listing, more than is kept for anybody
        self.login(*numbers)
        peer = self.opened(numbers=30000)
        peer.send(frame("P"), self.listings(1))
        self.wait_until(lambda: any(session["busy"] for session in json.loads(self.teamsctl("status").stdout)))
        self.assertEqual(len(self.rows(self.teamsctl(*numbers, "get-tenant"))), 1)
        self.wait_until(lambda: self.agent()["clients"] == 1)

    def test_R32_what_is_no_request_gets_an_error_and_the_connection_goes_on(self):
        peer = self.peer(HELLO)
        peer.wait_for("h")
        for bad in (frame("?"), frame("O"), frame("O", b"[]"), frame("O", b"\xff\xfe")):
            peer.send(bad)
            self.assertIn(b"agent", peer.wait_for("x"))
        peer.send(numbered("R", 7, b"junk"))
        self.assertEqual(peer.finished(7)["error"]["code"], "agent")
        peer.send(frame("R"))
        self.assertEqual(peer.finished(0)["error"]["code"], "agent")
        peer.send(frame("S"))
        self.assertIsNotNone(peer.wait_for("s"))
        self.works()

    def test_R32_giant_headers_and_junk_are_refused(self):
        for bad in (struct.pack(">IB", (1 << 20) + 1, ord("R")), struct.pack(">IB", 0xffffffff, ord("R")), b"GET / HTTP/1.1\r\n\r\n", os.urandom(4096) + b"\xff" * 5):
            peer = self.peer(HELLO, bad)
            while peer.frame() is not None:
                pass
        early = self.peer(frame("S"))
        self.assertIn(b"hello", early.wait_for("x"))
        self.assertIsNone(early.frame())
        self.works()

    def test_R38_another_major_gets_an_error_with_advice_and_a_minor_works(self):
        peer = self.peer(frame("H", b'{"protocol":[2,0]}'))
        self.assertEqual(json.loads(peer.wait_for("h"))["protocol"], [1, 0])
        self.assertIn(b"teamsctl agent stop", peer.wait_for("x"))
        peer.send(HELLO, frame("S"))
        self.assertIsNotNone(peer.wait_for("s"))
        newer = self.peer(frame("H", b'{"protocol":[1,99],"new":true}'), frame("S"))
        self.assertIsNotNone(newer.wait_for("s"))

    def test_R38_an_agent_of_another_major_is_named(self):
        self.stop_agent()
        path = self.socket_path
        server = socket.socket(socket.AF_UNIX)
        self.addCleanup(server.close)
        server.bind(str(path))
        server.listen()

        def serve():
            client, _ = server.accept()
            with client:
                client.sendall(frame("h", b'{"protocol":[2,0],"version":"9","pid":1}'))
                while client.recv(4096):
                    pass
        thread = threading.Thread(target=serve)
        thread.start()
        error = self.assert_fails(self.teamsctl("get-tenant"), "agent", 12)
        thread.join()
        self.assertIn("teamsctl agent stop", error["hint"])
        server.close()
        path.unlink()

    def test_H13_ten_thousand_requests_in_a_row_are_answered(self):
        peer = self.opened()
        count = 10_000
        thread = threading.Thread(target=lambda: peer.send(b"".join(numbered("R", 2 + i, b"{}") for i in range(count))))
        thread.start()
        seen = 0
        while seen < count:
            kind, payload = peer.frame()
            seen += kind == "e" and json.loads(payload)["event"] == "finished"
        thread.join()
        self.works()

    def test_H13_descriptors_that_are_sent_along_are_not_kept(self):
        pid = self.agent()["pid"]
        before = len(os.listdir(f"/proc/{pid}/fd"))
        for _ in range(5):
            peer = self.peer(HELLO)
            peer.wait_for("h")
            null = os.open("/dev/null", os.O_RDONLY)
            try:
                peer.socket.sendmsg([frame("S")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [null] * 250))])
            finally:
                os.close(null)
            self.assertIsNone(peer.frame())
            peer.close()
        self.works()
        self.wait_until(lambda: len(os.listdir(f"/proc/{pid}/fd")) <= before)

    def test_R30_more_clients_than_allowed_are_refused_at_once(self):
        self.stop_agent()
        self.login("--agent-max-clients", "3")
        held = [self.opened() for _ in range(3)]
        begin = time.monotonic()
        self.assert_fails(self.teamsctl("get-tenant"), "agent", 12)
        self.assertLess(time.monotonic() - begin, 5)
        for peer in held:
            peer.close()
        self.works()

    def test_H12_an_agent_without_descriptors_says_so_and_recovers(self):
        pid = self.agent()["pid"]
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (len(os.listdir(f"/proc/{pid}/fd")) + 4,) * 2)
        held = [self.peer(HELLO) for _ in range(12)]
        answers = [peer.frame()[0] for peer in held]
        self.assertIn("x", answers)
        self.assertIn("h", answers)
        for peer in held:
            peer.close()
        self.works()

    def allow_descriptors(self, count):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard < count:
            self.skipTest(f"needs {count} descriptors")
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))

    def test_H12_a_thousand_connections_without_a_byte_hurt_nobody(self):
        self.allow_descriptors(2048)
        pid = self.agent()["pid"]
        before = len(os.listdir(f"/proc/{pid}/fd"))
        held = [Peer(self.socket_path) for _ in range(1000)]
        begin = time.monotonic()
        self.works()
        self.assertLess(time.monotonic() - begin, 8)
        self.wait_until(lambda: len(os.listdir(f"/proc/{pid}/fd")) <= before + 1)
        for peer in held:
            peer.close()
        self.works()

    def test_R30_a_thousand_clients_are_answered_though_a_hundred_of_them_stall(self):
        self.allow_descriptors(2048)
        pid = self.agent()["pid"]
        before = len(os.listdir(f"/proc/{pid}/fd"))
        crowd = Crowd(self.socket_path, self.identity(), 1000, 100)
        crowd.run(PATIENCE)
        self.assertEqual((len(crowd.took), crowd.refused), (900, []))
        self.works()
        self.wait_until(lambda: len(os.listdir(f"/proc/{pid}/fd")) <= before)

    def test_fair_a_client_with_many_requests_does_not_keep_another_waiting(self):
        greedy = self.opened()
        greedy.send(b"".join(numbered("R", 10 + i, TENANT) for i in range(200)))
        modest = self.opened()
        modest.send(numbered("R", 2, TENANT))
        self.assertNotIn("error", modest.finished(2))
        behind = self.peer(HELLO, frame("S"))
        self.assertIsNotNone(behind.wait_for("s"))
        self.assertNotIn("error", greedy.finished(209))

    def test_R37_the_agent_cannot_be_dumped_and_holds_only_what_it_needs(self):
        pid = self.agent()["pid"]
        with open(f"/proc/{pid}/limits") as limits:
            core = [line for line in limits if line.startswith("Max core")]
        self.assertEqual(core[0].split()[4:6], ["0", "0"])
        self.assertEqual(os.readlink(f"/proc/{pid}/cwd"), "/")
        self.assertEqual({os.readlink(f"/proc/{pid}/fd/{n}") for n in (0, 1, 2)}, {"/dev/null"})
        self.assertEqual(os.getsid(pid), pid)
        with open(f"/proc/{pid}/environ", "rb") as environment:
            self.assertNotIn(b"TEAMSCTL", environment.read())


if __name__ == "__main__":
    unittest.main()
