"""What a request may ask for besides: members as text, and texts that only read (the cases of session_test.py)."""

import fnmatch

from session_calls import (CONNECT, NUMBERS, REMOVE, SET, SIGNED_IN, USER_POLICIES, USERS, call, connect, cut, error, host, obj,
                           script)
from tenant import POLICIES, TENANT, effective_policies, rows, upn, user, users

SIGN_IN = connect(expect=[SIGNED_IN])
POLICY_NAMES = ["*Policy", "TenantDialPlan", "CallingLineIdentity"]


def as_text(row, *names):
    """A user's row with policies of these names, or with these ends of a name, as their text."""
    def wanted(member):
        return any(fnmatch.fnmatchcase(member.lower(), name.lower()) for name in names)

    return {member: value["Name"] if wanted(member) and isinstance(value, dict) and "Name" in value else value
            for member, value in row.items()}


def as_texts(names, identity=0, **more):
    return call(USERS, {"Identity": upn(identity)}, [obj(as_text(user(identity), *names))], strings=names, **more)


def not_read_only(command, at="1:1", given=None):
    return {**error(f"{given or command} at {at} is not a command that only reads", "NotReadOnly",
                    "System.UnauthorizedAccessException", "PermissionDenied", "", True), "target": given or command}


def refused(text, *refusal):
    return script(text, [not_read_only(*refusal)], state="failed", read_only=True)


def reads(text, *records, **more):
    return script(text, records, read_only=True, **more)


REQUESTS = [
    dict(name="members_as_text", numbers=60, calls=[
        SIGN_IN, *[as_texts(POLICY_NAMES, i) for i in (0, 1, 2, 36)],
        *[as_texts(names) for names in (
            ["TeamsCallingPolicy"], ["tenantDIALplan", "*POLICY"], ["*Plan"], ["Nothing"], [],
            ["City", "AssignedPlan", "WhenCreated",
                                                                                              "TelephoneNumbers",
                                                                                              "AccountEnabled"])],
        call(USERS, {}, [obj(as_text(one, *POLICY_NAMES)) for one in users(60)], strings=POLICY_NAMES),
        call(USERS, {"Identity": upn(0)}, [obj({"Alias": "user000000", "TenantDialPlan": "US-Seattle", "TeamsMeetingPolicy": None,
                                                "TeamsCallingPolicy": "AllowCalling", "AssignedPlan": {"truncated": True}})],
             properties=["Alias", "TenantDialPlan", "TeamsMeetingPolicy", "TeamsCallingPolicy", "AssignedPlan"],
             strings=POLICY_NAMES,
             depth=1),
        call(USERS, {"Identity": upn(0)}, [obj(cut(as_text(user(0), *POLICY_NAMES), 1))], strings=POLICY_NAMES, depth=1),
        script(f"Get-CsOnlineUser {upn(0)}; 'TenantDialPlan'", [obj(as_text(user(0), *POLICY_NAMES)), obj("TenantDialPlan")],
               strings=POLICY_NAMES),
        # What is no object stays what it is, and members of members are none of it.
        call(NUMBERS, {"Top": 3}, [obj(row) for row in rows(0, 1, 2)], strings=["*"]),
        call(USER_POLICIES, {"Identity": upn(0)}, [obj(row) for row in effective_policies(0)],
             strings=["Policy*", "PolicySource", "Name"]),
        call("Get-CsTenantDialPlan", {}, [obj(policy) for policy in POLICIES["TenantDialPlan"]],
             strings=["NormalizationRules", "Name"])]),
    dict(name="texts_that_only_read", numbers=20, calls=[
        SIGN_IN, reads("Get-CsTenant", obj(TENANT)), reads("get-cstenant; 5; 'a'", obj(TENANT), obj(5), obj("a")),
        reads(f"Get-CsOnlineUser -Identity {upn(1)}", obj(user(1))), reads(f"Get-CsUserPolicyAssignment -Identity {upn(1)}", *[
            obj(row) for row in effective_policies(1)]),
        reads("Get-CsPhoneNumberAssignment -Top 2", *[obj(row) for row in rows(0, 1)]),
        reads("Get-CsTeamsCallingPolicy Sales", obj(POLICIES["TeamsCallingPolicy"][-1])),
        reads("Get-CsTenantDialPlan", *[obj(policy) for policy in POLICIES["TenantDialPlan"]]),
        reads("$n = '+14250000001'; Get-CsPhoneNumberAssignment -TelephoneNumber $n", obj(rows(1)[0])),
        reads("$n = 5; $n; Write-Output 'Set-CsUser'; Write-Host x; Write-Warning w", obj(5), obj("Set-CsUser"), host("x"),
              {"type": "warning", "message": "w"}),
        reads(f"Get-CsOnlineUser {upn(0)}", obj(as_text(user(0), *POLICY_NAMES)), strings=POLICY_NAMES),
        reads("1..3", obj(1), obj(2), obj(3))]),
    dict(name="texts_that_do_more", numbers=20, state=True, calls=[
        SIGN_IN, refused(f"{SET} -Identity user000002 -PhoneNumber +14250000004 -PhoneNumberType CallingPlan", SET),
        refused(f"1; Get-CsTenant\n  {REMOVE} -Identity user000001 -RemoveAll", REMOVE, "2:3"),
        refused(f"$x = {SET} -Identity a", SET, "1:6"), refused(f"'{SET}'; {SET.lower()} x", SET, "1:32", SET.lower()),
        refused("Disconnect-MicrosoftTeams", "Disconnect-MicrosoftTeams"),
        refused(f"{CONNECT} -UseDeviceAuthentication", CONNECT), refused(f"Write-Output a;{REMOVE}", REMOVE, "1:16"),
        # Nothing of it ran, and without the word all of it does.
        call(NUMBERS, {"Top": 5}, [obj(row) for row in rows(*range(5))]), script(f"{REMOVE} -Identity user000001 -RemoveAll"),
        call(USERS, {"Identity": upn(1)}, [obj(user(1, None))]), script("Get-CsTenant", [obj(TENANT)], read_only=False)]),
]
