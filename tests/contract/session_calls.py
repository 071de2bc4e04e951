"""Calls of cmdlets and the records that answer them: what the cases of session_test.py are written with."""

from entra_texts import BEGINNINGS, UI, Message
from tenant import TENANT

CONNECT = "Connect-MicrosoftTeams"
NUMBERS = "Get-CsPhoneNumberAssignment"
CONNECT_CLASS = "Microsoft.TeamsCmdlets.Powershell.Connect.ConnectMicrosoftTeams"
CONNECT_ID = f"{CONNECT},{CONNECT_CLASS}"
GENERATED = "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Cmdlets."
NULL_REFERENCE = "Object reference not set to an instance of an object."
CRYPTOGRAPHIC = "System.Security.Cryptography.CryptographicException"
REST = "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.RestException`1"
APPLICATION = "11111111-2222-4333-8444-555555555555"
TENANT_ID = TENANT["TenantId"]
ON = {"type": "switch", "value": True}
DECLINED = object()
ACCOUNT = {"UseDeviceAuthentication": ON}
SET = "Set-CsPhoneNumberAssignment"
REMOVE = "Remove-CsPhoneNumberAssignment"
USERS = "Get-CsOnlineUser"
USER_POLICIES = "Get-CsUserPolicyAssignment"

# The policy readers that are cmdlets: their errors carry their own class, those of functions a private cmdlet's.
BINARY_READERS = ("Get-CsTeamsCallingPolicy", "Get-CsTeamsMeetingPolicy", "Get-CsOnlineVoicemailPolicy",
                  "Get-CsTeamsEmergencyCallingPolicy")
SCRIPT_READERS = ("Get-CsOnlineVoiceRoutingPolicy", "Get-CsTenantDialPlan", "Get-CsTeamsEmergencyCallRoutingPolicy",
                  "Get-CsCallingLineIdentity")


def call(command, parameters=None, expect=(), answers=(), typed=(), state="completed", properties=None, depth=16, strings=None):
    """`answers`: to each prompt in its order; what gives one; DECLINED; or None for one that stays open. `typed`: where a question
    appears, its text, and the line typed then. `state` None: pwsh ends."""
    request = {"command": command, "parameters": parameters or {}, "depth": depth}
    return dict(do="invoke", request=request, expect=list(expect), answers=answers, typed=typed, state=state,
                more={"properties": properties, "strings": strings})


def script(text, expect=(), state="completed", answers=(), depth=16, strings=None, read_only=None):
    return dict(do="script", request={"text": text, "depth": depth}, expect=list(expect), answers=answers, typed=(), state=state,
                more={"strings": strings, "read_only": read_only})


def restart():
    """The session ends and another one begins with the same scenario and the same state file."""
    return dict(do="restart")


def append(text):
    """Somebody else writes to the state file, or empties it (None); what gives a text is asked then."""
    return dict(do="append", text=text)


def state_file(*lines):
    """The state file has these lines: members each, all but `at`, which must be of this minute."""
    return dict(do="state", lines=lines)


def connect(expect=(), **given):
    parameters = given.pop("parameters", None) or {"Credential": credential()}
    return call(CONNECT, parameters, expect, **given)


def credential(username="nomfa@contoso.example", password="Passw0rd!"):
    return {"type": "credential", "username": username, "password": password}


def obj(value):
    return {"type": "object", "value": value}


def cut(value, depth):
    """What a value becomes when a result may have so many levels."""
    if not isinstance(value, (dict, list)):
        return value
    if depth == 0:
        return {"truncated": True}
    if isinstance(value, list):
        return [cut(element, depth - 1) for element in value]
    return {name: cut(member, depth - 1) for name, member in value.items()}


def context(account, environment="AzureCloud"):
    return obj({"Account": account, "Environment": environment, "Tenant": TENANT_ID, "TenantId": TENANT_ID})


SIGNED_IN = context("nomfa@contoso.example")


def error(message, fqid=CONNECT_ID, exception="System.Exception", category="AuthenticationError", activity=CONNECT,
          terminating=False):
    return {"type": "error", "message": message, "fqid": fqid, "exception": exception, "category": category,
            "activity": activity, "terminating": terminating}


def pair(message, exception):
    return [error(f"One or more errors occurred. ({message})", exception="System.AggregateException"),
            error(message, exception=exception)]


def null_reference(own_id):
    return error(NULL_REFERENCE, f"System.NullReferenceException,{CONNECT_CLASS}" if own_id else CONNECT_ID,
                 "System.NullReferenceException", "NotSpecified" if own_id else "AuthenticationError")


def refused(number, ahead=0, beginning=None):
    """The records of a refused sign-in."""
    exception, text = BEGINNINGS[number]
    text = f"AADSTS{number}: {beginning or text}"
    records = [error(Message(text, ahead, wrapped=True), exception="System.AggregateException"),
               error(Message(text, ahead), exception=exception)]
    return records + ([null_reference(True)] if number == 50126 else [])


def private_name(cmdlet):
    """The name that a cmdlet has in its errors."""
    if cmdlet in BINARY_READERS:
        return cmdlet
    if cmdlet in SCRIPT_READERS:
        return "Get-CsConfiguration_Get"
    return {USERS: "Get-CsUser_Get", SET: f"{SET}_Set", REMOVE: f"{REMOVE}_Remove"}.get(cmdlet, f"{cmdlet}_Get")


def class_of(cmdlet):
    if cmdlet == CONNECT:
        return CONNECT_CLASS
    if cmdlet in BINARY_READERS:
        return f"Microsoft.Teams.Policy.Administration.Cmdlets.Core.{cmdlet.replace('-Cs', '')}Cmdlet"
    return GENERATED + private_name(cmdlet).replace("-", "")


def generated(message, code, exception, category="NotSpecified", cmdlet=NUMBERS, terminating=False):
    """The error of a cmdlet of the service."""
    name = class_of(cmdlet)
    return error(message, f"{code},{name}" if code else name, exception, category, private_name(cmdlet), terminating)


def bad_request(message, cmdlet):
    return generated(message, "BadRequest", REST, "InvalidOperation", cmdlet)


def binding_error(cmdlet, message, code, category="InvalidArgument", kind="ParameterBindingException", terminating=True):
    """PowerShell knows a function by its name, and a cmdlet by its class."""
    name = class_of(cmdlet) if cmdlet in (CONNECT, *BINARY_READERS) else cmdlet
    return error(message, f"{code},{name}", f"System.Management.Automation.{kind}", category, cmdlet, terminating)


def no_parameter(cmdlet, name):
    return binding_error(cmdlet, f"A parameter cannot be found that matches parameter name '{name}'.", "NamedParameterNotFound")


def no_common_set(cmdlet):
    return binding_error(cmdlet, "Parameter set cannot be resolved using the specified named parameters. One or more parameters "
                         "issued cannot be used together or an insufficient number of parameters were provided.",
                         "AmbiguousParameterSet")


def empty_text(cmdlet, name):
    return binding_error(cmdlet, f"Cannot bind argument to parameter '{name}' because it is an empty string.",
                         "ParameterArgumentValidationErrorEmptyStringNotAllowed", "InvalidData",
                         "ParameterBindingValidationException")


def not_connected(family="must_connect", cmdlet=NUMBERS):
    either = "Run either Connect-MicrosoftTeams or new-csonlinesession before running cmdlets."
    ends = cmdlet in BINARY_READERS
    return {
        "must_connect": generated("You must call the Connect-MicrosoftTeams cmdlet before calling any other cmdlets.",
                                  "System.UnauthorizedAccessException", "System.UnauthorizedAccessException", cmdlet=cmdlet,
                                  terminating=ends),
        "no_session": generated("Session is not established, run Connect-MicrosoftTeams before requesting access token",
                                "System.InvalidOperationException", "System.InvalidOperationException", cmdlet=cmdlet,
                                terminating=ends),
        "run_either": generated(either, either, "System.Management.Automation.RuntimeException", "OperationStopped",
                                cmdlet=cmdlet, terminating=ends),
        "invalid_credential": generated("Invalid credential", "Unauthorized", REST, "InvalidOperation", cmdlet=cmdlet),
        "refresh": generated(Message("AADSTS70043: " + BEGINNINGS[70043][1]), "", UI, cmdlet=cmdlet),
    }[family]


def prompt(kind="line", message="Enter the verification code from your authenticator app", **more):
    return {"type": "prompt", "kind": kind, "message": message, **more}


def host(text):
    return {"type": "host", "text": text, "newline": True}
