"""The simulated tenant, written a third time from teamsctl-scenario(5).

The simulator and the stub module could agree on the same mistake; this one is what both are compared with.
"""

import json
import pathlib

PLACES = [
    ("Omaha", "US", "Nebraska"), ("Zürich", "CH", "Zürich"), ("São Paulo", "BR", "São Paulo"), ("東京", "JP", "東京都"),
    ("Kraków", "PL", "Małopolskie"), ("Seattle", "US", "Washington"), ("Montréal", "CA", "Québec"), ("München", "DE", "Bayern"),
]
ZERO = "00000000-0000-0000-0000-000000000000"
TENANT = {"CountryLetterCode": "US", "DisplayName": "Contoso", "Domains": ["contoso.example"], "PreferredLanguage": "en",
          "TeamsUpgradeEffectiveMode": "TeamsOnly", "TenantId": "e6204887-25ae-40f9-9109-1dc559799dad"}


def guid(p, n):
    return f"{str(p) * 8}-0000-4000-8000-{n:012d}"


def row(i):
    k = i % 10
    direct, operator = k in (6, 7), k == 8
    calling = not direct and not operator
    user = i % 5 in (0, 1)
    status = ("UserAssigned" if user else "VoiceApplicationAssigned" if k == 3 else "ConferenceAssigned" if k == 8 else
              "Unassigned")
    city, country, subdivision = (None, None, None) if direct else PLACES[i % 8]
    return {
        "ActivationState": {11: "AssignmentPending", 12: "AssignmentFailed"}.get(i % 97, "Activated"),
        "AssignedPstnTargetId": guid(1, i) if user else guid(6, i) if status != "Unassigned" else None,
        "AssignmentBlockedState": "BlockedForever" if i % 50 == 49 else "NotBlocked",
        "AssignmentBlockedUntil": None,
        "AssignmentCategory": None if not user else "Private" if i % 25 == 1 else "Primary",
        "Capability": (["ConferenceAssignment", "VoiceApplicationAssignment", "UserAssignment"] if direct else
                       ["ConferenceAssignment", "VoiceApplicationAssignment"] if k == 9 else ["UserAssignment"]),
        "City": city,
        "CivicAddressId": ZERO if direct else guid(2, i % 8) if user else None,
        "IsoCountryCode": country,
        "IsoSubdivision": subdivision,
        "LocationId": ZERO if direct else guid(3, i % 8) if user else None,
        "LocationUpdateSupported": not direct,
        "NetworkSiteId": None,
        "NumberSource": "OnPremises" if direct else "Online",
        "NumberType": "DirectRouting" if direct else "OperatorConnect" if operator else "CallingPlan",
        "OperatorId": "2b24d246-a9ee-428b-96bc-fb9d9a053c8d" if calling else guid(4, 1) if operator else None,
        "PortInOrderStatus": None,
        "PstnAssignmentStatus": status,
        "PstnPartnerId": "7fc2f2eb-89aa-41d7-93de-73d015d22ff0" if calling else guid(5, 1) if operator else None,
        "PstnPartnerName": "Microsoft" if calling else "Contoso Telecom" if operator else None,
        "ReverseNumberLookup": ["SkipInternalVoip"] if k == 6 else [],
        "SmsActivationState": ("Activated" if i % 3 == 0 else "NotActivated") if calling else None,
        "Tag": {0: ["Engineering"], 5: ["Sales", "VIP"]}.get(i % 20, []),
        "TelephoneNumber": f"+1425{i:07d}" + (f";ext={i % 1000:03d}" if k == 7 else ""),
    }


def rows(*numbers):
    return [row(i) for i in numbers]


# Policies follow from no rule: one file has them, and a list of their instances is all there is to say.
POLICY_FILE = pathlib.Path(__file__).resolve().parents[2] / "lib" / "simulator" / "tenant" / "policies.json"
POLICIES = json.loads(POLICY_FILE.read_text())


# The columns that came with a version of the module.
COLUMNS_SINCE = {
    (7, 7, 0): ["SmsActivationState"],
    (7, 5, 0): ["AssignmentBlockedState", "AssignmentBlockedUntil"],
    (5, 0, 0): ["AssignmentCategory", "City", "IsoSubdivision", "NetworkSiteId", "NumberSource", "OperatorId", "ReverseNumberLookup",
                "Tag"],
}


def of_version(number_row, version):
    """The row as that version of the module has it."""
    later = [name for since, names in COLUMNS_SINCE.items() if tuple(map(int, version.split("."))) < since for name in names]
    return {name: value for name, value in number_row.items() if name not in later}


def changed(number_row, user=None, category="Primary", location=None):
    """The row after its number was given to user i, or to nobody."""
    place = location or (ZERO if number_row["NumberType"] == "DirectRouting" else None)
    address = ZERO if place == ZERO else guid(2, int(place[24:])) if place and place.startswith("33333333-") else None
    return {**number_row, "PstnAssignmentStatus": "Unassigned" if user is None else "UserAssigned",
            "AssignedPstnTargetId": None if user is None else guid(1, user),
            "AssignmentCategory": None if user is None else category, "LocationId": place, "CivicAddressId": address}


def upn(i):
    return f"user{i:06d}@contoso.example"


def assigned_policies(i):
    """The policies of user i: from the type to the name and the group that gives it."""
    calling = {0: ("AllowCalling", None), 1: ("Sales", guid(9, 1))}.get(i % 3)
    return {
        **({"OnlineVoiceRoutingPolicy": ("Unrestricted", None)} if i % 10 in (6, 7) else {}),
        **({"TeamsCallingPolicy": calling} if calling else {}),
        **({"TenantDialPlan": ("US-Seattle", None)} if i % 4 == 0 else {}),
    }


def effective_policies(i):
    return [{"PolicyName": name, "PolicySource": [{"AssignmentType": "Group" if group else "Direct", "PolicyName": name,
                                                   "PolicyType": kind, "Reference": group or ""}], "PolicyType": kind}
            for kind, (name, group) in assigned_policies(i).items()]


def user(i, number="own"):
    """User i; `number` is the row of the number that they have, None without one, or what they had before any change."""
    if number == "own":
        number = row(i) if i % 5 in (0, 1) else None
    licensed = i % 20 != 12
    city, country, _ = PLACES[i % 8]
    created = "2025-01-02T03:04:05Z"
    policies = {kind: {"Authority": "Tenant", "Name": name} for kind, (name, _) in assigned_policies(i).items()}
    return {
        "AccountEnabled": i % 50 != 1,
        "AccountType": "User",
        "Alias": f"user{i:06d}",
        "AssignedPlan": [{"AssignedTimestamp": created, "Capability": capability, "CapabilityStatus": "Enabled",
                          "ServiceInstance": "MicrosoftCommunicationsOnline/NOAM-0M", "ServicePlanId": guid(7, n),
                          "SubscribedPlanId": guid(8, i)}
                         for n, capability in enumerate(("Teams", "MCOEV", "MCOProfessional") if licensed else ("Teams",), 1)],
        "CallingLineIdentity": None,
        "City": city,
        "Company": "Contoso",
        "Country": country,
        "Department": ("Engineering", "Sales & Service", None)[i % 3],
        "DisplayName": {0: f"Zoë O’Brien {i:06d}", 1: f"'; Write-Output \"x\" #{i:06d}", 2: f"=1+1,{i:06d}"}.get(
            i % 7, f"User {i:06d}"),
        "EnterpriseVoiceEnabled": number is not None,
        "FeatureTypes": ["Teams", "PhoneSystem"] if licensed else ["Teams"],
        "GivenName": None,
        "HostingProvider": "sipfed.online.lync.com",
        "Identity": guid(1, i),
        "InterpretedUserType": "PureOnlineTeamsOnlyUser",
        "IsSipEnabled": True,
        "LastName": None,
        "LastProvisionTimeStamps": {"Teams": created},
        "LineUri": number and f"tel:{number['TelephoneNumber']}",
        "OnlineVoiceRoutingPolicy": policies.get("OnlineVoiceRoutingPolicy"),
        "OnlineVoicemailPolicy": None,
        "OnPremLineURI": None,
        "ProxyAddresses": [f"SMTP:{upn(i)}"],
        "SipAddress": f"sip:{upn(i)}",
        "TeamsCallingPolicy": policies.get("TeamsCallingPolicy"),
        "TeamsEmergencyCallRoutingPolicy": None,
        "TeamsEmergencyCallingPolicy": None,
        "TeamsMeetingPolicy": None,
        "TeamsUpgradeEffectiveMode": "TeamsOnly",
        "TelephoneNumbers": [{name: number[name] for name in ("AssignmentCategory", "TelephoneNumber")}] if number else [],
        "TenantDialPlan": policies.get("TenantDialPlan"),
        "TenantId": TENANT["TenantId"],
        "UsageLocation": country,
        "UserDirSyncEnabled": False,
        "UserPrincipalName": upn(i),
        "UserValidationErrors": [],
        "WhenChanged": "2026-01-02T03:04:05Z",
        "WhenCreated": created,
    }


def users(count):
    """All of a tenant with so many numbers."""
    return [user(i) for i in range(count) if i % 5 < 3]
