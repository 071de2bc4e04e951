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
ACCOUNT = {"UseDeviceAuthentication": ON}


def call(command, parameters=None, expect=(), answers=(), typed=(), state="completed", properties=None, depth=16):
    """`answers`: to each prompt in its order; what gives one; or None for one that stays open. `typed`: where a question
    appears, its text, and the line typed then. `state` None: pwsh ends."""
    return dict(command=command, parameters=parameters or {}, expect=list(expect), answers=answers, typed=typed, state=state,
                properties=properties, depth=depth)


def connect(expect=(), **given):
    parameters = given.pop("parameters", None) or {"Credential": credential()}
    return call(CONNECT, parameters, expect, **given)


def credential(username="nomfa@contoso.example", password="Passw0rd!"):
    return {"type": "credential", "username": username, "password": password}


def obj(value):
    return {"type": "object", "value": value}


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


def generated(message, code, exception, category="NotSpecified", cmdlet=NUMBERS):
    """The error of a generated cmdlet."""
    name = f"{GENERATED}{cmdlet.replace('-', '')}_Get"
    return error(message, f"{code},{name}" if code else name, exception, category, f"{cmdlet}_Get")


def not_connected(family="must_connect", cmdlet=NUMBERS):
    either = "Run either Connect-MicrosoftTeams or new-csonlinesession before running cmdlets."
    return {
        "must_connect": generated("You must call the Connect-MicrosoftTeams cmdlet before calling any other cmdlets.",
                                  "System.UnauthorizedAccessException", "System.UnauthorizedAccessException", cmdlet=cmdlet),
        "no_session": generated("Session is not established, run Connect-MicrosoftTeams before requesting access token",
                                "System.InvalidOperationException", "System.InvalidOperationException", cmdlet=cmdlet),
        "run_either": generated(either, either, "System.Management.Automation.RuntimeException", "OperationStopped",
                                cmdlet=cmdlet),
        "invalid_credential": generated("Invalid credential", "Unauthorized", REST, "InvalidOperation", cmdlet=cmdlet),
        "refresh": generated(Message("AADSTS70043: " + BEGINNINGS[70043][1]), "", UI, cmdlet=cmdlet),
    }[family]


def prompt(kind="line", message="Enter the verification code from your authenticator app", **more):
    return {"type": "prompt", "kind": kind, "message": message, **more}


def host(text):
    return {"type": "host", "text": text, "newline": True}
