"""Every refusal of a sign-in (the cases of session_test.py)."""

from entra_texts import BEGINNINGS, RESOURCE, SERVICE, UI
from session_calls import CRYPTOGRAPHIC, ON, connect, credential, error, pair, refused

CLIENT = "Microsoft.Identity.Client.MsalClientException"
BROWSER = "Unable to open a web page using xdg-open, gnome-open, kfmclient or wslview tools"

# Name of the step, its text, its exception, whether an AggregateException is around it.
OF_THE_MODULE = [
    ("assembly_clash", "Could not load file or assembly 'Microsoft.Identity.Client, Version=4.83.1.0, Culture=neutral, "
     "PublicKeyToken=0a613f4dd989e8ae'. The located assembly's manifest definition does not match the assembly reference. "
     "(0x80131040)", "System.IO.FileLoadException", False),
    ("certificate_provider", "Invalid provider type specified.", CRYPTOGRAPHIC, False),
    ("no_browser_sudo", f"{BROWSER} in sudo mode. Please run the process as non-sudo user.", CLIENT, True),
    ("not_azure", "Network is unreachable (169.254.169.254:80)", SERVICE, True),
    ("password_required", "password_required_for_managed_user: Password is required for managed user", CLIENT, True),
    ("tenant_type", "Not supported tenant type.", "System.Exception", False),
    ("unequal_tokens_old", "The provided tokens must have less than 180 seconds difference in the time range of expiration.",
     "System.Exception", False),
    ("wam", "Broker response returned error: WAM Error Wam plugin Microsoft.Identity.Client.Platforms.Features.WamBroker.AadPlugin "
     "Error code: 3399614476 Error Message: SubError: basic_action V2Error: invalid_grant AADSTS50076: Due to a configuration "
     "change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to "
     f"access '{RESOURCE}'.", UI, True),
]

REFUSALS = [
    *[dict(name=f"aadsts_{number}", scenario={"connect": [{"aadsts": number}]}, calls=[connect(expect=refused(number))])
      for number in BEGINNINGS],
    *[dict(name=f"clock_{name}", scenario={"clock_skew": skew, "connect": [{"aadsts": 50126}]},
           calls=[connect(expect=refused(50126, ahead=seconds))])
      for name, skew, seconds in (("ahead", "10m", 600), ("behind", "-90s", -90), ("right", "0s", 0))],
    *[dict(name=f"refused_{name}", scenario={"connect": [{"refuse": name}]},
           calls=[connect(expect=pair(text, exception) if wrapped else [error(text, exception=exception)])])
      for name, text, exception, wrapped in OF_THE_MODULE],
    dict(name="refusal_that_stops", scenario={"connect": [{"aadsts": 53003}]}, calls=[connect(
        parameters={"Credential": credential(), "ErrorAction": "Stop"}, state="failed",
        expect=[{**refused(53003)[0], "terminating": True}])]),
    *[dict(name=f"account_{name.partition('@')[0]}_{number}", calls=[connect(
        parameters={"Credential": credential(name, password)}, expect=refused(number))])
      for name, password, number in (("nomfa@contoso.example", "wrong", 50126), ("nobody@contoso.example", "Passw0rd!", 50034),
                                     ("locked@contoso.example", "Passw0rd!", 50053),
                                     ("needsmfa@contoso.example", "Passw0rd!", 50076))],
    dict(name="tokens_of_another_tenant", scenario="refused-tenant-type", calls=[connect(
        parameters={"Identity": ON}, expect=[error("Not supported tenant type.")])]),
]
