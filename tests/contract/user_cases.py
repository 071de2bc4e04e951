"""Users and the policies assigned to them (the cases of session_test.py)."""

from session_calls import (NUMBERS, ON, SIGNED_IN, USER_POLICIES, USERS, bad_request, call, connect, cut, empty_text, generated,
                           no_common_set, no_parameter, not_connected, obj)
from tenant import effective_policies, guid, row, upn, user, users

MANY = 60
SOME = ["DisplayName", "AssignedPlan", "TenantDialPlan"]
ALWAYS = ("AccountEnabled", "Alias", "DisplayName", "Identity", "UserPrincipalName")
UNDECLARED = "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.UndeclaredResponseException"


def found(parameters, *numbers, **more):
    return call(USERS, parameters, [obj(user(i)) for i in numbers], **more)


def missing(identity, **parameters):
    return call(USERS, {"Identity": identity, **parameters}, [
        generated("userId was not found", "NotFound", "System.Exception", "InvalidOperation", USERS)])


def refused(parameters, message):
    return call(USERS, parameters, [bad_request(message, USERS)])


def only(i, *names):
    return {name: value if name in (*ALWAYS, *names) else None for name, value in user(i).items()}


def without_policies(i):
    return {name: None if isinstance(value, dict) and "Authority" in value else value for name, value in user(i).items()}


def policies(i, identity=None, kind=None, **more):
    rows = [row for row in effective_policies(i) if not kind or row["PolicyType"].lower() == kind.lower()]
    return call(USER_POLICIES, {"Identity": identity or upn(i), **({"PolicyType": kind} if kind is not None else {})},
                [obj(row) for row in rows], **more)


def no_policies(identity):
    return call(USER_POLICIES, {"Identity": identity}, [generated(
        "The server responded with a Request Error, Status: NotFound", "NotFound", UNDECLARED, "InvalidOperation", USER_POLICIES)])


SIGN_IN = connect(expect=[SIGNED_IN])
TWELVE = [i for i in range(21) if i % 5 < 3][:12]

USER_READERS = [
    dict(name="users_all", numbers=MANY, calls=[SIGN_IN, call(USERS, {}, [obj(one) for one in users(MANY)])]),
    dict(name="users_of_nobody", numbers=0, calls=[SIGN_IN, found({}), missing("user000000")]),
    dict(name="users_by_identity", numbers=MANY, calls=[
        SIGN_IN,
        *[found({"Identity": identity}, i) for i in (0, 1, 2, 12, 51) for identity in (
            guid(1, i), upn(i), f"sip:{upn(i)}", f"user{i:06d}", upn(i).upper(), f"SIP:{upn(i)}", f"USER{i:06d}")],
        *[missing(identity) for identity in (
            "nobody", upn(3), upn(4), upn(60), guid(1, 3), guid(1, 60), guid(2, 0), "user0", "user1@contoso.example", "user000000@",
            "user0000001", "user00000a", "sip:", "sip:user000000", f"sip:{guid(1, 0)}", "user-00001", "+14250000000", " ",
            "user000000 ", "O’Brien", "'; Write-Output \"x\"")],
        found({"Identity": ""}, *[i for i in range(MANY) if i % 5 < 3])]),
    dict(name="users_limited", numbers=MANY, calls=[
        SIGN_IN, found({"ResultSize": 0}), found({"ResultSize": 5}, 0, 1, 2, 5, 6), found({"ResultSize": "2"}, 0, 1),
        found({"ResultSize": 4294967295}, *[i for i in range(MANY) if i % 5 < 3]),
        found({"Identity": upn(1), "ResultSize": 0}), found({"Identity": upn(1), "ResultSize": 1}, 1)]),
    dict(name="users_filtered", numbers=MANY, calls=[
        SIGN_IN,
        *[found({"Filter": text}, i) for text, i in (
            (f"UserPrincipalName -eq '{upn(5)}'", 5), (f"userprincipalname -EQ '{upn(12).upper()}'", 12),
            ("LineUri -eq 'tel:+14250000010'", 10), ("lineuri -eq 'TEL:+14250000011'", 11),
            ("  LineUri  -eq  'tel:+14250000015'  ", 15))],
        *[found({"Filter": text}) for text in (
            "UserPrincipalName -eq 'nobody@contoso.example'", "UserPrincipalName -eq 'it''s'", "UserPrincipalName -eq ''",
            "LineUri -eq 'tel:+14250000012'", "LineUri -eq '+14250000010'", "LineUri -eq 'tel:14250000010'", "LineUri -eq ''",
            f"UserPrincipalName -eq 'sip:{upn(5)}'", "UserPrincipalName -eq 'user000005'", f"UserPrincipalName -eq '{upn(3)}'")],
        *[refused({"Filter": text}, f"Invalid Filter '{text}'") for text in (
            "City -eq 'Omaha'", "LineUri -like 'tel:*'", f"UserPrincipalName -eq {upn(5)}", f'UserPrincipalName -eq "{upn(5)}"',
            f"UserPrincipalName -eq '{upn(5)}' -and LineUri -eq 'x'", "UserPrincipalName", "UserPrincipalName -eq 'it's'",
            "UserPrincipalName -eq '", "UserPrincipalName -ne 'x'", " ", f"Identity -eq '{guid(1, 5)}'", "LineUri -eq $null")],
        found({"Filter": f"UserPrincipalName -eq '{upn(5)}'", "ResultSize": 0}),
        found({"Filter": ""}, *[i for i in range(MANY) if i % 5 < 3]),
        call(USERS, {"Identity": upn(1), "Filter": "LineUri -eq 'x'"}, [no_common_set(USERS)], state="failed")]),
    dict(name="users_of_a_type", calls=[
        SIGN_IN, found({"AccountType": "User"}, 0, 1, 2), found({"AccountType": "uSER", "Identity": upn(1)}, 1),
        found({"AccountType": ""}, 0, 1, 2), found({"SoftDeletedUsers": ON}), found({"SoftDeletedUsers": ON, "Identity": upn(1)}),
        *[found({"AccountType": kind}) for kind in ("ResourceAccount", "Guest", "SfBOnPremUser", "IneligibleUser", "guest")],
        found({"AccountType": "Guest", "Identity": upn(1)}), missing("nobody", AccountType="Guest"),
        missing("nobody", SoftDeletedUsers=ON),
        refused({"AccountType": "Robot"}, "Invalid AccountType 'Robot'"), refused({"OrderBy": "DisplayName asc"}, "Not simulated"),
        refused({"Sort": ""}, "Not simulated"),
        # The first that cannot be taken is what the service speaks of.
        refused({"OrderBy": "x", "AccountType": "Robot", "Filter": "x"}, "Not simulated"),
        refused({"AccountType": "Robot", "Filter": "x"}, "Invalid AccountType 'Robot'"),
        refused({"AccountType": "Robot", "Identity": "nobody"}, "Invalid AccountType 'Robot'"),
        refused({"AccountType": "Guest", "Filter": "x"}, "Invalid Filter 'x'")]),
    dict(name="users_in_part", calls=[
        SIGN_IN,
        call(USERS, {"Properties": ["LineUri", "city"]}, [obj(only(i, "LineUri", "City")) for i in (0, 1, 2)]),
        call(USERS, {"Properties": "TeamsCallingPolicy", "Identity": upn(1)}, [obj(only(1, "TeamsCallingPolicy"))]),
        call(USERS, {"Properties": ["Nothing"], "ResultSize": 1}, [obj(only(0))]),
        call(USERS, {"SkipUserPolicies": ON}, [obj(without_policies(i)) for i in (0, 1, 2)]),
        call(USERS, {"SkipUserPolicies": ON, "Properties": ["TeamsCallingPolicy", "City"], "Identity": upn(0)},
             [obj(only(0, "City"))]),
        call(USERS, {}, [obj({name: user(i)[name] for name in SOME}) for i in (0, 1, 2)], properties=SOME),
        *[call(USERS, {"Identity": upn(0)}, [obj(cut(user(0), depth))], depth=depth) for depth in (1, 2, 3)]]),
    dict(name="users_of_no_such_parameter", calls=[
        SIGN_IN, call(USERS, {"DomainController": "x"}, [no_parameter(USERS, "DomainController")], state="failed"),
        found({"MsftInternalProcessingMode": "x", "Identity": upn(2)}, 2)]),
    dict(name="users_that_must_be_there", calls=[SIGN_IN, call(USERS, {"Identity": "nobody", "ErrorAction": "Stop"}, [
        {**generated("userId was not found", "NotFound", "System.Exception", "InvalidOperation", USERS), "terminating": True}],
        state="failed")]),
    dict(name="users_not_connected", calls=[
        call(command, {"Identity": "x"}, [not_connected(cmdlet=command)]) for command in (USERS, USER_POLICIES)]),
    dict(name="users_of_a_session_that_ends", scenario={"commands": {USERS: {"at_row": {"1": [{"expire": {}}]}}}}, calls=[
        SIGN_IN, call(USERS, {}, [obj(user(0)), not_connected("invalid_credential", USERS)]),
        call(USER_POLICIES, {"Identity": upn(0)}, [not_connected("invalid_credential", USER_POLICIES)]), SIGN_IN,
        found({}, 0, 1, 2)]),

    dict(name="assigned_policies", numbers=MANY, calls=[
        SIGN_IN, *[policies(i) for i in TWELVE], policies(0, guid(1, 0)), policies(1, upn(1).upper()),
        *[policies(36, kind=kind) for kind in ("TeamsCallingPolicy", "tenantdialplan", "OnlineVoiceRoutingPolicy",
                                               "TeamsMeetingPolicy",
                                               "Nonsense", "")],
        *[no_policies(identity) for identity in ("nobody", upn(3), f"sip:{upn(0)}", "user000000", guid(1, 60), " ")],
        call(USER_POLICIES, {"Identity": ""}, [empty_text(USER_POLICIES, "Identity")], state="failed"),
        call(USER_POLICIES, {"Identity": None}, [empty_text(USER_POLICIES, "Identity")], state="failed"),
        call(USER_POLICIES, {"Identity": upn(0)}, [obj(cut(row, 1)) for row in effective_policies(0)], depth=1),
        call(USER_POLICIES, {"Identity": upn(0), "Filter": "x"}, [no_parameter(USER_POLICIES, "Filter")], state="failed")]),

    # Who has a number, seen from its side.
    dict(name="numbers_of_users", numbers=MANY, calls=[
        SIGN_IN, *[call(NUMBERS, {"AssignedPstnTargetId": target}, [obj(row(i)) for i in numbers]) for target, numbers in (
            (upn(6), [6]), (f"SIP:{upn(6)}", [6]), (guid(1, 6), [6]), (upn(2), []), (upn(3), []), (guid(6, 3), [3]),
            ("user000006", []))]]),
]
