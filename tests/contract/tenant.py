"""The rows of the simulated tenant, written a third time from teamsctl-scenario(5).

The simulator and the stub module could agree on the same mistake; this one is what both are compared with.
"""

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
