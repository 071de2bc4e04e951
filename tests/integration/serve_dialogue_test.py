#!/usr/bin/python3
"""The dialogue of teamsctl-serve(7), on the simulated pwsh or on a real one with the stub module.

  serve_dialogue_test.py simulator|pwsh

Two sessions, a code that is wrong in form, a code, quick actions, raw PowerShell, a cancel, a dead pwsh, the end. Prints what crossed.
Exits 77 when there is no pwsh to run it on.
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

from processes import children_of
from program import PATIENCE, ROOT, TEAMSCTL, clean_environment
from serve_client import MFA, NO_MFA, Client


class Shown(Client):
    """Prints both directions, and of rows only how many they are."""

    def raw(self, data):
        print(">", data.decode().strip().replace(MFA["password"], "..."))
        super().raw(data)

    def next(self):
        event = super().next()
        if event is not None:
            shown = {**event, "rows": f"{len(event['rows'])} rows"} if event["type"] == "result" else event
            text = json.dumps(shown, ensure_ascii=False)
            print("<", text if len(text) <= 160 else text[:157] + "...")
        return event


def check(wanted, seen):
    if wanted != seen:
        raise SystemExit(f"wanted {wanted}, got {seen}")


def code_of(event):
    return event.get("code")


def dialogue(client):
    check("No active session. Create a session first.", client.ask(1, type="get_phone_numbers")["message"])
    client.send(type="create_session", id=2, tenantId="contoso.example", credentials=MFA)
    question = client.until(type="mfa_required", kind="mfa_code")
    check((2, 1), (question["id"], question["attempt"]))
    check("not_connected", code_of(client.ask(3, type="get_tenant")))
    check("invalid_code", code_of(client.ask(4, type="send_mfa_code", code="12345")))
    check("done", client.ask(5, type="send_mfa_code", code="123456")["type"])
    check("Contoso", client.until(type="connected", id=2)["displayName"])
    check("done", client.end_of(2)["type"])
    check(1, client.ask(6, type="get_tenant")["rows"])
    check(1500, client.ask(7, type="get_phone_numbers", top=1500)["rows"])
    check(1500, len(client.rows_of(7)))
    check("done", client.ask(8, type="get_user_info", userPrincipalName="user000005@contoso.example")["type"])
    check("done", client.ask(9, type="get_policies", policyType="dial-plan")["type"])
    check("done", client.ask(10, type="command", command="$kept = 1..3; Write-Host 'hello'; Write-Warning 'careful'")["type"])
    check("done", client.ask(11, type="command", command="$kept")["type"])
    check([1, 2, 3], client.rows_of(11))
    check("usage", code_of(client.ask(12, type="command", readOnly=True, command="Set-CsPhoneNumberAssignment -Identity a")))
    check(3, client.ask(13, type="invoke", command="Get-CsPhoneNumberAssignment", parameters={"Top": 3})["rows"])
    client.raw(b"{nonsense\n")
    check("usage", code_of(client.until(type="error")))
    client.send(type="get_phone_numbers", id=14)
    client.until(type="result", id=14)
    check("done", client.ask(15, type="cancel", target=14)["type"])
    check("interrupted", code_of(client.end_of(14)))
    first = set(children_of(client.process.pid))
    check("two", client.connect(16, NO_MFA, sessionId="two"))
    check(2, client.ask(17, type="list_sessions")["rows"])
    victim, = set(children_of(client.process.pid)) - first
    os.kill(victim, signal.SIGKILL)
    check("child_lost", client.until(type="session_closed", sessionId="two")["error"]["code"])
    check(1, client.ask(18, type="get_tenant")["rows"])
    left = children_of(client.process.pid)
    client.send(type="exit", id=19)
    check("done", client.end_of(19)["type"])
    check(0, client.finish())
    check([], [pid for pid in left if os.path.exists(f"/proc/{pid}")])


def main(side):
    if side == "pwsh" and shutil.which("pwsh") is None:
        print("skipped: there is no pwsh on PATH")
        return 77
    with tempfile.TemporaryDirectory(prefix="teamsctl-serve-") as directory:
        environment = clean_environment(HOME=directory, XDG_CACHE_HOME=directory, PSModulePath=str(ROOT / "tests" / "pwsh"),
                                        TEAMS_STUB_NUMBERS="50000")
        simulate = ["--simulate", "--simulate-numbers", "5000000"] if side == "simulator" else []
        process = subprocess.Popen([TEAMSCTL, *simulate, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
                                   start_new_session=True)
        try:
            client = Shown(process)
            client.until(type="hello")
            dialogue(client)
        finally:
            process.kill()
            process.wait(timeout=PATIENCE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
