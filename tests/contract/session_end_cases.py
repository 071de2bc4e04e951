"""Commands without a session, and sessions that end by themselves (the cases of session_test.py)."""

from session_calls import CONNECT_ID, GENERATED, NUMBERS, REST, SIGNED_IN, call, connect, error, generated, not_connected, obj
from tenant import TENANT, rows

FAMILIES = ("must_connect", "no_session", "run_either", "invalid_credential", "refresh")


def numbers(count=5, skip=0, **more):
    return call(NUMBERS, {"Skip": skip, "Top": 1000}, [obj(row) for row in rows(*range(skip, count))], **more)


def lost(family, before=0, cmdlet=NUMBERS):
    """The query ends for want of a session, after some rows."""
    return call(cmdlet, {}, [*[obj(row) for row in rows(*range(before))], not_connected(family, cmdlet)])


def expiring(step, **place):
    return {"commands": {NUMBERS: place or {"before": [{"expire": step}]}}}


SESSION_ENDS = [
    *[dict(name=f"not_connected_{cmdlet}", calls=[lost("must_connect", cmdlet=cmdlet)]) for cmdlet in (NUMBERS, "Get-CsTenant")],
    dict(name="not_connected_in_module_2", scenario={"module": {"version": "2.6.0"}}, calls=[lost("run_either")]),
    dict(name="not_connected_after_disconnect", calls=[
        connect(expect=[SIGNED_IN]), numbers(), call("Disconnect-MicrosoftTeams"), call("Disconnect-MicrosoftTeams"),
        lost("must_connect"), connect(expect=[SIGNED_IN]), numbers()]),
    *[dict(name=f"not_connected_as_{family}", scenario={"commands": {NUMBERS: {"before": [{"not_connected": {"as": family}}]}}},
           calls=[connect(expect=[SIGNED_IN]), lost(family), lost(family), call("Get-CsTenant", expect=[obj(TENANT)])])
      for family in FAMILIES],
    *[dict(name=f"expired_as_{family}", scenario=expiring({"as": family}), calls=[
        connect(expect=[SIGNED_IN]), lost(family), lost(family), lost(family, cmdlet="Get-CsTenant"), connect(expect=[SIGNED_IN]),
        numbers(), numbers(), call("Get-CsTenant", expect=[obj(TENANT)])])
      for family in FAMILIES],
    dict(name="expired_and_disconnected", scenario=expiring({}), calls=[
        connect(expect=[SIGNED_IN]), lost("invalid_credential"), call("Disconnect-MicrosoftTeams"), lost("must_connect")]),
    dict(name="expired_twice", scenario=expiring({"times": 2}), calls=[
        connect(expect=[SIGNED_IN]), lost("invalid_credential"), connect(expect=[SIGNED_IN]), lost("invalid_credential"),
        connect(expect=[SIGNED_IN]), numbers()]),
    dict(name="expired_at_a_row", scenario=expiring({}, at_row={"3": [{"expire": {}}]}), calls=[
        connect(expect=[SIGNED_IN]), lost("invalid_credential", before=3), lost("invalid_credential"), connect(expect=[SIGNED_IN]),
        numbers()]),
    dict(name="expired_once", scenario="session-expired-once", numbers=1500, calls=[
        connect(expect=[SIGNED_IN]), numbers(1000),
        call(NUMBERS, {"Skip": 1000, "Top": 1000}, [not_connected("invalid_credential")]), connect(expect=[SIGNED_IN]),
        numbers(1500, skip=1000)]),
    dict(name="expired_at_refresh", scenario="session-expired-refresh", calls=[
        connect(expect=[SIGNED_IN]), lost("refresh"), connect(expect=[SIGNED_IN]), numbers()]),
    dict(name="failing_command", scenario={"commands": {NUMBERS: {"before": [{"fail": {
        "message": "Access Denied.", "category": "InvalidOperation", "exception": REST,
        "fqid": f"Forbidden,{GENERATED}GetCsPhoneNumberAssignment_Get"}}]}}},
         calls=[connect(expect=[SIGNED_IN]), call(NUMBERS, expect=[generated("Access Denied.", "Forbidden", REST, "InvalidOperation")])]),
    dict(name="failing_sign_in", scenario={"connect": [{"fail": {"message": "No.", "fqid": CONNECT_ID}}]}, calls=[
        connect(expect=[error("No.", category="NotSpecified", terminating=True)], state="failed")]),
]
