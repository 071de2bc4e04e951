"""serve: sessions for a program at the other end of two pipes. Every event is held to its schema (serve_client.py)."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time
import unittest

from processes import children_of
from program import PATIENCE, TEAMSCTL, ProgramCase, clean_environment
from serve_client import MFA, NO_MFA, start

# In KiB. The sanitizers keep much beside.
MEMORY = 64 * 1024 if "san" not in TEAMSCTL else 1 << 20
NO_SESSION = "No active session. Create a session first."


class ServeCase(ProgramCase):
    def serve(self, *arguments, scenario=None, env=None, **options):
        flag = "--simulate" if scenario is None else f"--simulate={scenario}"
        client = start(self, flag, *arguments, "serve", env=env, **options)
        self.assertEqual(client.next()["protocol"], 1)
        return client

    def assert_error(self, event, code, message=None):
        self.assertEqual((event["type"], event.get("code")), ("error", code), event)
        if message:
            self.assertEqual(event["message"], message)
        return event

    def assert_all_gone(self, pids, within=3.0):
        end = time.monotonic() + within
        while time.monotonic() < end and any(pathlib.Path(f"/proc/{pid}").exists() for pid in pids):
            time.sleep(0.02)  # nobody tells when somebody else's child is reaped
        self.assertEqual([pid for pid in pids if pathlib.Path(f"/proc/{pid}").exists()], [])


class StateErrors(ServeCase):
    def test_without_a_session_there_is_one_sentence(self):
        client = self.serve()
        for type_, more in (("get_phone_numbers", {}), ("get_policies", {}), ("get_user_info", {"users": "a"}), ("get_tenant", {}),
                            ("command", {"command": "1"}), ("invoke", {"command": "Get-CsTenant"}), ("send_mfa_code", {"code": "123456"}),
                            ("answer", {"value": "x"}), ("close_session", {}), ("cancel", {}),
                            ("get_tenant", {"sessionId": "nonsense"})):
            with self.subTest(type_):
                self.assert_error(client.ask(type_, type=type_, **more), "not_connected", NO_SESSION)
        self.assertEqual(client.ask("l", type="list_sessions")["rows"], 0)
        self.assertEqual(client.finish(), 0)

    def test_before_connected_quick_actions_are_refused_and_nothing_is_lost(self):
        client = self.serve()
        client.send(type="create_session", id=1, credentials=MFA)
        client.until(type="mfa_required", kind="mfa_code")
        for type_, more in (("get_phone_numbers", {}), ("get_tenant", {}), ("command", {"command": "1"}),
                            ("invoke", {"command": "Get-CsTenant"})):
            self.assert_error(client.ask(type_, type=type_, **more), "not_connected", "The session is not connected yet.")
        client.send(type="send_mfa_code", id=2, code="123456")
        self.assertEqual(client.end_of(1)["type"], "done")
        self.assertEqual(client.ask(3, type="get_tenant")["rows"], 1)
        self.assertEqual(client.finish(), 0)

    def test_a_code_that_is_not_six_digits_leaves_the_question_open(self):
        client = self.serve()
        client.send(type="create_session", id=1, credentials=MFA)
        asked = client.until(type="mfa_required")
        self.assertEqual((asked["kind"], asked["attempt"], asked["account"], asked["id"]), ("mfa_code", 1, MFA["username"], 1))
        self.assertRegex(asked["expires_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        for code in ("", "12345", "1234567", "abcdef", "１２３４５６", "123456 and 654321", "a123456"):
            with self.subTest(code):
                self.assert_error(client.ask("c", type="send_mfa_code", code=code), "invalid_code")
                self.assert_error(client.ask("c", type="answer", value=code), "invalid_code")
        self.assertEqual(client.ask(2, type="send_mfa_code", code=" 123 456 ")["type"], "done")
        self.assertEqual(client.end_of(1)["type"], "done")
        self.assert_error(client.ask(3, type="send_mfa_code", code="123456"), "usage", "No code is asked for.")
        client.finish()

    def test_a_wrong_code_is_asked_for_again_and_no_third_time(self):
        client = self.serve()
        client.send(type="create_session", id=1, credentials=MFA)
        client.until(type="mfa_required", attempt=1)
        client.ask(2, type="send_mfa_code", code="000000")
        again = client.until(type="mfa_required", attempt=2)
        self.assert_error(client.ask(3, type="answer", challenge=again["challenge"] - 1, value="123456"), "usage",
                          "This challenge is not open.")
        client.ask(4, type="send_mfa_code", code="000001")
        error = self.assert_error(client.end_of(1), "mfa_refused")
        self.assertEqual(error["exit"], 6)
        self.assertEqual(client.until(type="session_closed")["error"]["code"], "mfa_refused")
        self.assert_error(client.ask(5, type="get_tenant"), "not_connected", NO_SESSION)
        self.assertEqual(client.finish(), 0)

    def test_a_line_that_is_no_request_is_answered_and_survived(self):
        client = self.serve()
        client.connect()
        for number, (line, word) in enumerate((
                (b"nonsense", "(byte "), (b"[]", "no JSON object"), (b"{}", "type: it is missing"), (b"{\"type\":\"get_tenant\",}", "byte"),
                (b"{\"type\":\"frobnicate\"}", "frobnicate"), (b"{\"type\":\"get_tenant\",\"top\":1}", "top"),
                (b"\xff\xfe\x00\x01", "zero byte"), (b"{\"type\":\"\xc0\xaf\"}", "byte"), (b"[" * 100000, "deep"),
                (b"{\"type\":\"cancel\",\"target\":1.5}", "target")), start=2):
            client.raw(line + b"\r\n")
            error = self.assert_error(client.until(type="error"), "usage")
            self.assertEqual(error["line"], number)
            self.assertIn(word, error["message"])
        self.assertEqual(client.ask("after", type="get_tenant")["type"], "done")
        client.raw(b"{\"type\":\"get_tenant\",\"id\":\"last\"")  # cut off by the end of the input
        client.process.stdin.close()
        self.assert_error(client.until(type="error"), "usage")
        client.rest()
        self.assertEqual(client.process.wait(), 0)

    def test_R32_a_line_over_1_MiB_is_refused_without_keeping_it(self):
        client = self.serve()
        client.connect()
        client.raw(b"{\"type\":\"command\",\"command\":\"" + b"x" * (1 << 20) + b"\"}\n")
        error = self.assert_error(client.until(type="error"), "usage")
        self.assertIn("1 MiB", error["message"])
        chunk = b"y" * (1 << 20)
        for _ in range(64):
            client.raw(chunk)
        with open(f"/proc/{client.process.pid}/status", encoding="ascii") as status:
            resident = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
        client.raw(b"\n")
        self.assertEqual(self.assert_error(client.until(type="error"), "usage")["line"], 3)
        self.assertLess(resident, MEMORY)
        self.assertEqual(client.ask("after", type="get_tenant")["type"], "done")
        client.finish()


class Sessions(ServeCase):
    def test_several_sessions_side_by_side(self):
        client = self.serve(scenario="silence-at-command")
        first = client.connect(1, sessionId="first")
        second = client.connect(2)
        self.assertEqual((first, second), ("first", "1"))
        self.assert_error(client.ask(3, type="get_tenant"), "usage")
        self.assert_error(client.ask(4, type="get_tenant", sessionId="third"), "not_connected")
        self.assert_error(client.ask(5, type="create_session", sessionId="first", credentials=NO_MFA), "usage")
        client.send(type="get_phone_numbers", id="hangs", sessionId="first")
        self.assertEqual(client.ask(6, type="get_tenant", sessionId="1")["sessionId"], "1")
        client.ask(7, type="list_sessions")
        rows = client.rows_of(7)
        self.assertEqual([(row["sessionId"], row["state"], row["requests"], row["account"]) for row in rows],
                         [("first", "executing", 1, NO_MFA["username"]), ("1", "connected", 0, NO_MFA["username"])])
        client.send(type="close_session", id=8, sessionId="first")
        self.assert_error(client.end_of("hangs"), "interrupted")
        self.assertEqual(client.until(type="session_closed")["id"], 8)
        client.end_of(8)
        self.assertEqual(client.ask(9, type="get_tenant")["sessionId"], "1")  # one is left: it need not be named
        client.finish()

    def test_requests_of_one_session_run_in_order(self):
        client = self.serve()
        client.connect()
        for number in range(50):
            client.send(type="get_phone_numbers", id=number, top=number % 3 + 1)
        for number in range(50):
            self.assertEqual(client.end_of(number)["rows"], number % 3 + 1)
        ends = [event["id"] for event in client.events if event["type"] == "done"][1:]
        self.assertEqual(ends, list(range(50)))
        client.finish()

    def test_no_more_sessions_than_allowed(self):
        client = start(self, "--simulate", "serve", "--max-sessions", "2")
        self.assertEqual(client.next()["max_sessions"], 2)
        client.connect(1)
        client.connect(2)
        self.assert_error(client.ask(3, type="create_session", credentials=NO_MFA), "temporary")
        client.ask(4, type="close_session", sessionId="1")
        self.assertEqual(client.connect(5), "3")
        client.finish()

    def test_an_id_comes_back_as_it_was_and_is_used_once_at_a_time(self):
        client = self.serve(scenario="silence-at-command")
        client.connect("ümlaut \"quoted\" 😀")
        self.assertEqual(client.ask(-3, type="get_tenant")["id"], -3)
        self.assertEqual(client.ask("3", type="get_tenant")["id"], "3")
        client.send(type="get_phone_numbers", id=7)
        client.send(type="get_tenant", id=7)
        self.assert_error(client.until(type="error"), "usage")
        client.send(type="get_tenant")  # without one
        client.ask(8, type="cancel", target=7)
        self.assertNotIn("id", client.until(type="done", rows=1))
        client.finish()

    def test_every_way_to_sign_in(self):
        key, certificate = self.directory / "key.pem", self.directory / "cert.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=t", "-keyout", key,
                        "-out", certificate], check=True, capture_output=True)
        both = self.directory / "both.pem"
        both.write_text(key.read_text() + certificate.read_text())
        both.chmod(0o600)
        app = {"application_id": "11111111-2222-4333-8444-555555555555"}
        client = self.serve()
        client.send(type="create_session", id="device", credentials={"auth_type": "device_code", "username": "device@contoso.example"})
        shown = client.until(type="mfa_required", kind="device_code")
        self.assertEqual((shown["url"], len(shown["display_code"])), ("https://microsoft.com/devicelogin", 9))
        self.assert_error(client.ask("no", type="answer", challenge=shown["challenge"], value="x"), "usage")
        self.assertEqual(client.end_of("device")["type"], "done")
        client.connect("file", {"auth_type": "certificate", "certificate_file": str(both), **app}, tenantId="contoso.example")
        self.assert_error(client.ask("store", type="create_session", tenantId="contoso.example", credentials={
            "auth_type": "certificate", "certificate_thumbprint": "A" * 40, **app}), "sign_in_refused")  # it is in no store
        client.connect("azure", {"auth_type": "managed_identity"})
        both.chmod(0o622)
        error = client.ask("open", type="create_session", credentials={"auth_type": "certificate", "certificate_file": str(both), **app})
        self.assertIn("certificate_file", self.assert_error(error, "insecure")["message"])
        client.finish()

    def test_what_the_credentials_lack_is_asked_of_the_client(self):
        client = self.serve(env=clean_environment(TEAMSCTL_PASSWORD="not for the client's sessions"))
        client.send(type="create_session", id=1, credentials={})
        client.until(type="input_required", kind="username")
        client.ask(2, type="answer", value="nomfa@contoso.example")
        asked = client.until(type="input_required", kind="password")
        self.assertEqual(asked["id"], 1)
        client.ask(3, type="answer", value="Passw0rd!")
        self.assertEqual(client.until(type="connected")["account"], "nomfa@contoso.example")
        client.finish()

    def test_a_choice_is_answered_by_label_or_number(self):
        for value in ("Authenticator app", 2, "2"):
            with self.subTest(value):
                client = self.serve(scenario="method-choice")
                client.send(type="create_session", id=1, credentials=MFA)
                asked = client.until(type="input_required", kind="choice")
                self.assertEqual(len(asked["choices"]), 3)
                self.assertIn("Authenticator app", self.assert_error(client.ask(2, type="answer", value="Telepathy"), "usage")["hint"])
                self.assertEqual(client.ask(3, type="answer", value=value)["type"], "done")
                client.until(type="mfa_required")
                client.ask(4, type="send_mfa_code", code="123456")
                self.assertEqual(client.end_of(1)["type"], "done")
                client.finish()

    def test_without_credentials_the_programs_own_sources_answer(self):
        client = self.serve("--mfa-code", "123456")
        client.send(type="create_session", id=1)
        self.assertEqual(client.end_of(1)["type"], "done")
        self.assertFalse([event for event in client.events if event["type"] == "mfa_required"])
        # The code was given, and is not given twice: now the client is asked. The password can be read again.
        client.send(type="create_session", id=2)
        client.until(type="mfa_required", kind="mfa_code", id=2)
        client.ask(3, type="send_mfa_code", sessionId="2", code="123456")
        self.assertEqual(client.end_of(2)["type"], "done")
        client.finish()

    def test_several_sessions_of_the_programs_own_are_answered_one_after_the_other(self):
        codes = self.directory / "codes"
        os.mkfifo(codes, 0o600)
        client = self.serve("--mfa-code-file", str(codes))
        for number in range(4):
            client.send(type="create_session", id=number)
        writer = threading.Thread(target=lambda: codes.write_text("123456\n" * 4))
        writer.start()
        left = set(range(4))
        while left:
            event = client.next()
            self.assertNotIn(event["type"], ("mfa_required", "error"), event)
            if event["type"] == "done":
                left.remove(event["id"])
        writer.join()
        client.finish()

    def test_R35_a_sign_in_is_renewed_when_that_needs_no_person(self):
        code = self.directory / "code"
        code.write_text("123456\n")
        code.chmod(0o600)
        command = f"cat {code}"
        client = self.serve("--mfa-code-command", command, "--simulate-numbers", "2500", scenario="session-expired-once")
        client.send(type="create_session", id=1)
        client.end_of(1)
        self.assertEqual(client.ask(2, type="get_phone_numbers")["rows"], 2500)
        self.assertTrue(any(event.get("state") == "expired" for event in client.events))
        client.finish()
        client = self.serve("--simulate-numbers", "2500", scenario="session-expired-once")
        client.connect()
        self.assert_error(client.ask(2, type="get_phone_numbers"), "session_expired")
        self.assert_error(client.ask(3, type="get_tenant"), "not_connected", "The sign-in of this session has expired.")
        client.finish()

    def test_the_standard_input_is_the_clients(self):
        result = self.run_program("--simulate", "--mfa-code-file", "-", "serve")
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"cannot both read standard input", result.stderr)


class Commands(ServeCase):
    def test_rows_come_as_the_command_line_has_them(self):
        client = self.serve()
        client.connect()
        self.assertEqual(client.ask(1, type="get_phone_numbers", numberType="DirectRouting", top=1000)["type"], "done")
        rows = client.rows_of(1)
        wanted = json.loads(self.simulate("get-phone-numbers", "--number-type", "DirectRouting").stdout)
        self.assertEqual(rows, wanted)
        first = [event for event in client.events if event.get("id") == 1][0]
        self.assertEqual(first["type"], "result")
        client.ask(2, type="get_phone_numbers", userPrincipalName="user000005@contoso.example")
        self.assertEqual([row["TelephoneNumber"] for row in client.rows_of(2)], ["+14250000005"])
        client.ask(3, type="get_user_info", userPrincipalName="user000005@contoso.example")
        self.assertEqual([row["Alias"] for row in client.rows_of(3)], ["user000005"])
        client.ask(4, type="get_policies", policyType="calling", identity="Global")
        self.assertEqual([row["PolicyType"] for row in client.rows_of(4)], ["TeamsCallingPolicy"])
        client.ask(5, type="invoke", command="Get-CsPhoneNumberAssignment", parameters={"Top": 2, "Skip": 1})
        self.assertEqual([row["TelephoneNumber"] for row in client.rows_of(5)], ["+14250000001", "+14250000002"])
        client.finish()

    def test_changes_say_what_they_would_send_and_then_do_it(self):
        client = self.serve()
        client.connect()
        change = {"user": "user000002@contoso.example", "number": "+14250000002"}
        self.assertEqual(client.ask(1, type="assign_phone_number", dryRun=True, **change)["type"], "done")
        self.assertEqual(client.rows_of(1)[0]["Cmdlet"], "Set-CsPhoneNumberAssignment")
        client.ask(2, type="assign_phone_number", **change)
        self.assertEqual([row["Outcome"] for row in client.rows_of(2)], ["assigned"])
        client.ask(3, type="remove_phone_number", **change)
        self.assertEqual([row["Outcome"] for row in client.rows_of(3)], ["removed"])
        client.finish()

    def test_what_powershell_says_is_kept_apart_from_its_objects(self):
        client = self.serve()
        client.connect()
        text = "$x = 5; $x; Write-Warning 'careful'; Write-Host 'hello'; Write-Information 'for you'; Write-Error 'no good'"
        self.assert_error(client.ask(1, type="command", command=text), "cmdlet_failed")
        self.assertEqual(client.rows_of(1), [5])
        said = [(event["type"], event.get("stream"), event.get("text", event.get("message"))) for event in client.events
                if event.get("id") == 1 and event["type"] in ("output", "warning")]
        self.assertIn(("warning", None, "careful"), said)
        self.assertIn(("output", "host", "hello"), said)
        self.assertIn(("output", "error", "no good"), said)
        client.ask(2, type="command", command="$x")
        self.assertEqual(client.rows_of(2), [5])
        self.assert_error(client.ask(3, type="command", readOnly=True, command="Set-CsPhoneNumberAssignment -Identity a"), "usage")
        client.finish()

    def test_cancel_stops_a_request_and_keeps_the_session(self):
        client = self.serve("--simulate-numbers", "5000000")
        client.connect()
        client.send(type="get_phone_numbers", id=1)
        client.send(type="get_tenant", id=2)
        client.until(type="result", id=1)
        self.assertEqual(client.ask(3, type="cancel", target=1)["type"], "done")
        self.assert_error(client.end_of(1), "interrupted")
        self.assertEqual(client.end_of(2)["rows"], 1)
        self.assert_error(client.ask(4, type="cancel", target=1), "usage")
        self.assert_error(client.ask(5, type="cancel"), "usage", "Nothing runs in this session.")
        client.send(type="get_phone_numbers", id=6)
        client.until(type="result", id=6)
        self.assertEqual(client.ask(7, type="cancel")["type"], "done")
        self.assert_error(client.end_of(6), "interrupted")
        client.finish()

    def test_a_sign_in_can_be_cancelled(self):
        client = self.serve()
        client.send(type="create_session", id=1, credentials=MFA)
        client.until(type="mfa_required")
        client.ask(2, type="cancel", target=1)
        self.assert_error(client.end_of(1), "interrupted")
        self.assertEqual(client.until(type="session_closed")["error"]["code"], "interrupted")
        client.finish()


class Ends(ServeCase):
    def test_the_end_of_the_input_ends_everything(self):
        for how in ("closed", "exit"):
            with self.subTest(how):
                client = self.serve("--simulate-numbers", "5000000")
                client.connect(1)
                client.connect(2)
                client.send(type="create_session", id=3, credentials=MFA)
                client.until(type="mfa_required")
                client.send(type="get_phone_numbers", id=4, sessionId="1")
                client.until(type="result", id=4)
                pids = children_of(client.process.pid)
                self.assertEqual(len(pids), 3)
                begun = time.monotonic()
                if how == "exit":
                    client.send(type="exit", id="x")
                self.assertEqual(client.finish(), 0)
                self.assertLess(time.monotonic() - begun, 3)
                self.assert_all_gone(pids)
                self.assertEqual(sum(event["type"] == "session_closed" for event in client.events), 3)
                self.assertEqual([event["code"] for event in client.events if event["type"] == "error"], ["interrupted"] * 2)
                if how == "exit":
                    self.assertEqual((client.events[-1]["type"], client.events[-1]["id"]), ("done", "x"))

    def test_a_host_that_does_not_end_is_ended(self):
        client = self.serve(scenario="deaf-at-exit")
        client.connect()
        pids = children_of(client.process.pid)
        begun = time.monotonic()
        self.assertEqual(client.finish(), 0)
        self.assertLess(time.monotonic() - begun, 3.5)
        self.assert_all_gone(pids)

    def test_R39_the_first_SIGINT_cancels_and_the_next_ends(self):
        client = self.serve("--simulate-numbers", "5000000")
        client.connect()
        client.send(type="get_phone_numbers", id=1)
        client.until(type="result", id=1)
        client.process.send_signal(signal.SIGINT)
        self.assert_error(client.end_of(1), "interrupted")
        self.assertEqual(client.ask(2, type="get_tenant")["type"], "done")
        client.process.send_signal(signal.SIGINT)
        client.rest()
        self.assertEqual(client.process.wait(), 130)
        self.assertEqual(client.events[-1]["type"], "session_closed")

    def test_R39_SIGTERM_and_SIGHUP_end_in_good_order(self):
        for number in (signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number):
                client = self.serve(scenario="silence-at-command")
                client.connect()
                client.send(type="get_phone_numbers", id=1)
                client.ask(2, type="list_sessions")
                pids = children_of(client.process.pid)
                begun = time.monotonic()
                client.process.send_signal(number)
                self.assert_error(client.end_of(1), "interrupted")
                client.rest()
                self.assertEqual(client.process.wait(), 143)
                self.assertLess(time.monotonic() - begun, 3)
                self.assert_all_gone(pids)

    def test_R2_a_dead_pwsh_ends_its_session_and_no_other(self):
        client = self.serve(scenario="silence-at-command")
        client.connect(1)
        before = set(children_of(client.process.pid))
        client.connect(2)
        victim, = set(children_of(client.process.pid)) - before
        client.send(type="get_phone_numbers", id=3, sessionId="2")
        client.send(type="get_tenant", id=4, sessionId="2")
        client.ask(5, type="get_tenant", sessionId="1")
        os.kill(victim, signal.SIGKILL)
        killed = time.monotonic()
        self.assertIn("signal 9", self.assert_error(client.end_of(3), "child_lost")["message"])
        self.assertLess(time.monotonic() - killed, 1)
        self.assert_error(client.end_of(4), "child_lost")
        closed = client.until(type="session_closed")
        self.assertEqual((closed["sessionId"], closed["error"]["code"]), ("2", "child_lost"))
        self.assertEqual(client.ask(6, type="get_tenant")["sessionId"], "1")
        self.assertEqual(client.finish(), 0)

    def test_R1_a_missing_pwsh_is_said(self):
        client = start(self, "--pwsh", "/nonexistent/pwsh", "serve")
        client.next()
        self.assert_error(client.ask(1, type="create_session", credentials=NO_MFA), "pwsh_missing")
        self.assertEqual(client.events[-1]["type"], "error")
        self.assertEqual(client.until(type="session_closed")["error"]["code"], "pwsh_missing")
        self.assertEqual(client.finish(), 0)

    def test_R39_an_output_that_nobody_reads_any_more_ends_it(self):
        process = self.start_program("--simulate", "--simulate-numbers", "5000000", "serve", stdin=subprocess.PIPE)
        process.stdin.write(json.dumps({"type": "create_session", "id": 1, "credentials": NO_MFA}).encode() + b"\n")
        process.stdin.flush()
        self.wait_for_line(process.stdout, '"connected"')
        pids = children_of(process.pid)
        process.stdin.write(b'{"type":"get_phone_numbers","id":2}\n')
        process.stdin.flush()
        self.wait_for_line(process.stdout, '"result"')
        process.stdout.close()
        self.assertEqual(process.wait(timeout=PATIENCE), 14)
        self.assert_all_gone(pids)

    def test_an_input_that_is_no_pipe(self):
        requests = self.directory / "requests"
        requests.write_text('{"type":"get_tenant","id":1}\n{"type":"list_sessions","id":2}\n')
        for name, lines in ((str(requests), 4), ("/dev/null", 1)):
            with open(name, "rb") as stdin:
                result = subprocess.run([TEAMSCTL, "--simulate", "serve"], stdin=stdin, capture_output=True, env=clean_environment(),
                                        timeout=PATIENCE)
            self.assertEqual((result.returncode, len(result.stdout.splitlines())), (0, lines))
        ours, theirs = socket.socketpair()
        process = subprocess.Popen([TEAMSCTL, "--simulate", "serve"], stdin=theirs, stdout=theirs, env=clean_environment())
        theirs.close()
        with ours.makefile("rwb") as stream:
            stream.write(b'{"type":"exit","id":1}\n')
            stream.flush()
            self.assertEqual([json.loads(line)["type"] for line in stream], ["hello", "done"])
        ours.close()
        self.assertEqual(process.wait(timeout=PATIENCE), 0)


class BackPressure(ServeCase):
    def resident(self, pid):
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    def connected(self, *arguments):
        process = self.start_program("--simulate", *arguments, "serve", stdin=subprocess.PIPE)
        process.stdin.write(json.dumps({"type": "create_session", "id": 1, "credentials": NO_MFA}).encode() + b"\n")
        process.stdin.flush()
        self.wait_for_line(process.stdout, '"connected"')
        return process

    def settled(self, pids):
        """Waits until none of the processes uses the processor: all that can be done is done. Returns False when that never comes."""
        def used():
            return [pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13] for pid in pids]
        last, still = used(), 0
        for _ in range(600):
            time.sleep(0.1)  # the interval over which the clocks of the processes are compared
            now = used()
            still = still + 1 if now == last else 0
            last = now
            if still == 10:
                return True
        return False

    def test_a_client_that_does_not_read_stops_the_rows_without_growing_memory(self):
        process = self.connected("--simulate-numbers", "200000")
        process.stdin.write(b'{"type":"get_phone_numbers","id":2}\n')
        process.stdin.flush()
        pids = [process.pid, *children_of(process.pid)]
        self.assertTrue(self.settled(pids), "it never stopped")
        self.assertLess(self.resident(process.pid), MEMORY)
        rows = 0
        for line in process.stdout:
            event = json.loads(line)
            rows += len(event.get("rows", [])) if event["type"] == "result" else 0
            if event["type"] == "done" and event["id"] == 2:
                self.assertEqual(event["rows"], 200000)
                break
        self.assertEqual(rows, 200000)
        process.stdin.close()
        process.stdout.read()
        self.assertEqual(process.wait(), 0)

    def test_requests_wait_as_well_and_are_all_answered(self):
        process = self.connected()
        lines = 30000
        writer = threading.Thread(target=lambda: (process.stdin.write(b'{"type":"nonsense"}\n' * lines), process.stdin.flush()))
        writer.start()
        self.assertTrue(self.settled([process.pid]))
        self.assertLess(self.resident(process.pid), MEMORY)
        self.assertTrue(writer.is_alive(), "all of them were read before one answer was taken")
        answered = 0
        for line in process.stdout:
            answered += b'"nonsense' in line or b"'nonsense'" in line
            if answered == lines:
                break
        writer.join()
        process.stdin.close()
        process.stdout.read()
        self.assertEqual(process.wait(), 0)

    def test_a_client_that_is_gone_is_noticed_while_it_has_not_read(self):
        process = self.connected("--simulate-numbers", "200000")
        process.stdin.write(b'{"type":"get_phone_numbers","id":2}\n' + b'{"type":"list_sessions"}\n' * 10)
        process.stdin.flush()
        pids = children_of(process.pid)
        self.assertTrue(self.settled([process.pid, *pids]))
        begun = time.monotonic()
        process.stdin.close()
        self.assert_all_gone(pids)
        self.assertEqual(process.wait(timeout=PATIENCE), 14)
        self.assertLess(time.monotonic() - begun, 10)

    def test_a_session_takes_so_many_requests_and_says_when_it_is_enough(self):
        client = self.serve(scenario="silence-at-command")
        client.connect()
        client.raw(b'{"type":"get_phone_numbers"}\n' * 1000)
        self.assert_error(client.ask("one more", type="get_tenant"), "temporary")
        self.assertEqual(client.ask("stop", type="cancel")["type"], "done")
        client.finish()


class Secrets(ServeCase):
    def test_R23_nothing_of_what_the_client_sends_in_secret_comes_out_again(self):
        canaries = ["Canary-Pass-81723", "Canary-Code-55512", "Canary-Graph-9", "Canary-Teams-9"]
        log, transcript = self.directory / "log", self.directory / "transcript"
        client = self.serve("-vv", "--log-file", str(log), "--transcript", str(transcript))
        drain = []
        reader = threading.Thread(target=lambda: drain.append(client.process.stderr.read()))
        reader.start()
        client.ask(1, type="create_session", credentials={"username": "nomfa@contoso.example", "password": canaries[0]})
        client.send(type="create_session", id=2, credentials=MFA)
        client.until(type="mfa_required")
        client.ask(3, type="send_mfa_code", code=canaries[1])
        client.ask(4, type="answer", value=canaries[1])
        client.ask(5, type="create_session", credentials={"auth_type": "access_tokens", "graph_token": canaries[2], "teams_token": canaries[3]})
        client.raw(json.dumps({"type": "create_session", "credentials": {"password": canaries[0]}, "x": 1}).encode() + b"\n")
        client.raw(json.dumps({"type": "create_session", "credentials": {"password": canaries[0]}}).encode()[:-2] + b"\n")
        client.until(type="error", line=7)
        everything = pathlib.Path(f"/proc/{client.process.pid}/cmdline").read_bytes()
        client.finish()
        reader.join()
        everything += json.dumps(client.events).encode() + drain[0] + log.read_bytes()
        transcripts = list(self.directory.glob("transcript*"))
        self.assertEqual(len(transcripts), 3)
        for file in transcripts:
            everything += file.read_bytes()
        for canary in canaries:
            self.assertNotIn(canary.encode(), everything)


if __name__ == "__main__":
    unittest.main()
