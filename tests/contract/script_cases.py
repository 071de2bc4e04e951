"""PowerShell text, of which the simulator runs a small part (the cases of session_test.py)."""

from session_calls import (NUMBERS, SIGNED_IN, USERS, bad_request, binding_error, connect, error, generated, host,
                           not_connected, obj, script)
from tenant import POLICIES, TENANT, changed, row, upn, user

SIGN_IN = connect(expect=[SIGNED_IN])
WRITTEN = "Microsoft.PowerShell.Commands.WriteErrorException"
RUNTIME = "System.Management.Automation.RuntimeException"


def values(text, *results, **more):
    return script(text, [obj(result) for result in results], **more)


def said(kind, message):
    return {"type": kind, "message": message}


def written(message):
    return error(message, WRITTEN, WRITTEN, "NotSpecified", "Write-Error")


def thrown(message):
    return {**error(message, message, RUNTIME, "OperationStopped", "", True), "target": message}


def goes_on(record):
    """In a text what ends a command ends its statement only."""
    return {**record, "terminating": False}


def too_many(cmdlet, value):
    return binding_error(cmdlet, f"A positional parameter cannot be found that accepts argument '{value}'.",
                         "PositionalParameterNotFound", terminating=False)


def no_parameter(cmdlet, name):
    return binding_error(cmdlet, f"A parameter cannot be found that matches parameter name '{name}'.", "NamedParameterNotFound",
                         terminating=False)


NOBODY = generated("userId was not found", "NotFound", "System.Exception", "InvalidOperation", USERS)
DIAL_PLANS = POLICIES["TenantDialPlan"]

SCRIPTS = [
    dict(name="script_values", calls=[
        values("'a'", "a"), values('"b"', "b"), values("''", ""), values("'it''s; \"x\"'", "it's; \"x\""), values("'$x'", "$x"),
        values("5", 5), values("-5", -5), values("007", 7), values("2147483648", 2147483648),
        values("9007199254740993", 9007199254740993),
        values("1..5", 1, 2, 3, 4, 5), values("3..1", 3, 2, 1), values("-1..1", -1, 0, 1), values("2..2", 2),
        values("1,'b',$true", 1, "b", True), values("1 , 2 ,3", 1, 2, 3), values("$true; $FALSE; $null", True, False, None),
        values("1; 'a'\n2\n\n;;3;", 1, "a", 2, 3), values("", ), values(" \n ; ", ), values("'a\nb;c'", "a\nb;c"),
        values("  'Zürich 東京 😀'  ", "Zürich 東京 😀"), values("1\r\n2", 1, 2), values("\t7\t", 7),
        values("# nothing\n1 # one\n2;# two", 1, 2), values("'#'; \"# x\" # y", "#", "# x"),
        values("9223372036854775807", 9223372036854775807)]),
    dict(name="script_variables", calls=[
        values("$a = 5"), values("$a", 5), values("$A; $nothing", 5, None), values("$b = 'x'; $a = $b; $a", "x"),
        values("$a, $b, 1", "x", "x", 1),
        values("$l = 1..3; $l; $l", 1, 2, 3, 1, 2, 3), values("$l", 1, 2, 3), values("$l = 1,'b',$null", ),
        values("$l", 1, "b", None),
        values("$n = $null; $n", None), values("$w = Write-Output 7 8; $w", 7, 8), values("$last_1 = $true;$last_1", True),
        values("$c = $d = 5; $c; $d", 5, 5), values("$e = 1..2; $f = $e; $f", 1, 2),
        values("$g = 'a',2; Write-Output $g x", ["a", 2], "x")]),
    dict(name="script_of_cmdlets", numbers=20, calls=[
        script("Get-CsTenant", [not_connected(cmdlet="Get-CsTenant")]), SIGN_IN,
        values("Get-CsTenant", TENANT), values("get-cstenant;Get-CSTENANT", TENANT, TENANT),
        values("Get-CsPhoneNumberAssignment -Top 2 -Skip 1", row(1), row(2)),
        values("Get-CsPhoneNumberAssignment -top:1 -SKIP: 3", row(3)),
        values("Get-CsPhoneNumberAssignment -TelephoneNumber '+14250000004'", row(4)),
        values("Get-CsPhoneNumberAssignment -TelephoneNumber +14250000004", row(4)),
        values("Get-CsPhoneNumberAssignment -TelephoneNumber 14250000004", row(4)),
        values("Get-CsPhoneNumberAssignment -Filter \"Tags -contains ['VIP']\"", row(5)),
        values("$n = '+14250000004'; $one = 1\nGet-CsPhoneNumberAssignment -TelephoneNumber $n -Top $one", row(4)),
        values(f"Get-CsOnlineUser {upn(1)}", user(1)), values("Get-CsOnlineUser -Identity user000001; 5", user(1), 5),
        values("Get-CsOnlineUser 'user000002' -Properties City,'Company'", {name: value if name in (
            "AccountEnabled", "Alias", "DisplayName", "Identity", "UserPrincipalName", "City", "Company") else None
            for name, value in user(2).items()}),
        values("Get-CsOnlineUser -SoftDeletedUsers"), values("Get-CsOnlineUser -SoftDel:$true"),
        values("Get-CsOnlineUser -SoftDeletedUsers:$false -ResultSize 1", user(0)),
        values("Get-CsTenantDialPlan Global", DIAL_PLANS[0]), values("Get-CsTenantDialPlan -Filter tag:us*", DIAL_PLANS[-1]),
        values("Get-CsTeamsCallingPolicy sales", POLICIES["TeamsCallingPolicy"][-1]),
        values("$p = Get-CsTenantDialPlan; $p", *DIAL_PLANS), values("$p", *DIAL_PLANS), values("$u = Get-CsOnlineUser user000001"),
        values("$u", user(1)),
        values("Set-CsPhoneNumberAssignment -Identity user000002 -PhoneNumber +14250000004 -PhoneNumberType CallingPlan\n"
               "Get-CsOnlineUser user000002",
               user(2, changed(row(4), 2))),
        values("Remove-CsPhoneNumberAssignment -Identity user000002 -RemoveAll\nGet-CsOnlineUser user000002", user(2, None)),
        values("Get-CsTenant", {**TENANT, "Domains": {"truncated": True}}, depth=1)]),
    dict(name="script_that_goes_on", calls=[
        SIGN_IN, script("Get-CsOnlineUser nobody; 5", [NOBODY, obj(5)]),
        script("Get-CsOnlineUser user000001 y; 5", [too_many(USERS, "y"), obj(5)]),
        script("Get-CsOnlineUser -Nonsense 1; 5", [no_parameter(USERS, "Nonsense"), obj(5)]),
        script("Get-CsTenant x; 5", [too_many("Get-CsTenant", "x"), obj(5)]),
        script("Get-CsTeamsCallingPolicy -Nonsense 1; 5", [no_parameter("Get-CsTeamsCallingPolicy", "Nonsense"), obj(5)]),
        script("$x = Get-CsOnlineUser nobody; $x", [NOBODY]),
        script("Get-CsPhoneNumberAssignment -NumberType Mobile; 5", [bad_request("Invalid NumberType 'Mobile'", NUMBERS), obj(5)]),
        script("Get-CsOnlineUser nobody -ErrorAction Stop; 5", [{**NOBODY, "terminating": True}], state="failed"),
        script("Disconnect-MicrosoftTeams; Get-CsTeamsCallingPolicy; 5",
               [goes_on(not_connected("no_session", "Get-CsTeamsCallingPolicy")), obj(5)])]),
    dict(name="script_of_words", calls=[
        values("Write-Output a", "a"), values("Write-Output a b 'c d' 5 $true", "a", "b", "c d", 5, True),
        values("Write-Output 1,2", 1, 2),
        values("write-output -InputObject x", "x"), values("Write-Output ''", ""), values("Write-Output 1..3", "1..3"),
        script("Write-Warning 'w x'; Write-Warning -Message w", [said("warning", "w x"), said("warning", "w")]),
        script("Write-Verbose v; Write-Verbose v2 -Verbose; Write-Verbose -Message v3 -Verbose:$true",
               [said("verbose", "v2"), said("verbose", "v3")]),
        script("Write-Information i; Write-Information -MessageData j", [said("information", "i"), said("information", "j")]),
        script("Write-Host a b 7; Write-Host -Object 'x y'; Write-Host ''; Write-Host",
               [host("a b 7"), host("x y"), host(""), host("")]),
        script("Write-Error no; 5; Write-Error -Message 'no more'", [written("no"), obj(5), written("no more")]),
        values("Write-Output 1,2 -NoEnumerate", [1, 2]), values("Write-Output a,b c", ["a", "b"], "c"),
        script("Write-Host a -NoNewline; Write-Host b", [{**host("a"), "newline": False}, host("b")]),
        script("$e = Write-Error no; $e; Write-Output x", [written("no"), obj("x")])]),
    dict(name="script_with_errors", calls=[
        SIGN_IN, script("$k = 5; $k = Get-CsTenant x; $k", [too_many("Get-CsTenant", "x"), obj(5)]),
        script("$k = Get-CsOnlineUser nobody -ErrorAction Stop", [{**NOBODY, "terminating": True}], state="failed"),
        values("$k", 5),
        script("$k = Get-CsOnlineUser nobody; $k", [NOBODY]),
        values("Get-CsOnlineUser nobody -ErrorAction SilentlyContinue; 5", 5),
        values("Get-CsOnlineUser nobody -ErrorAction Ignore; 5", 5),
        script("throw 5", [thrown("5")], state="failed"), script("$m = 'why'; throw $m", [thrown("why")], state="failed"),
        script("Write-Error a -ErrorAction Stop; 5", [{**written("a"), "terminating": True}], state="failed"),
        values("Write-Error a -ErrorAction SilentlyContinue; 5", 5),
        script("Write-Error -Message a -ErrorId Mine -Category InvalidData", [
            error("a", "Mine", WRITTEN, "InvalidData", "Write-Error")])]),
    dict(name="script_that_throws", calls=[
        script("throw 'no'", [thrown("no")], state="failed"),
        script("1; throw \"it's\"; 2", [obj(1), thrown("it's")], state="failed"),
        values("3", 3), script("$a = 1; throw 'x'", [thrown("x")], state="failed"), values("$a", 1)]),
    dict(name="script_that_exits", calls=[values("1; exit 3; 2", 1), values("4", 4), values("exit 0"), values("exit"),
                                          values("5", 5)]),
    dict(name="script_that_signs_in", console={1: "and enter the code FRWQDE7YL to authenticate.\n"}, calls=[
        script("Connect-MicrosoftTeams -UseDeviceAuthentication",
               [obj({**SIGNED_IN["value"], "Account": "device@contoso.example"})]),
        values("Get-CsTenant", TENANT)]),
]
