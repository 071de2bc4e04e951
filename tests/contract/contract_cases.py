"""What teamsctl does must not depend on who plays PowerShell. Each case is one run of it and its outcome.

Members of a case, all but `name` optional:
  username    the account, nomfa@contoso.example unless said otherwise; password  its password
  options     arguments of teamsctl before the command; command  the command and its arguments
  stdin       text; environment  further variables
  scenario    a scenario as a dictionary (teamsctl-scenario(5)); numbers  how many phone numbers the tenant has
  status      expected exit status (0); code  expected code of the error; aadsts  its number
  rows        expected rows, all of them; begins_with  the rows that what came out must be the beginning of
  calls       what the stub must have logged for the data cmdlet, a dictionary of parameters for each call; only the stub has a log
"""

from tenant import TENANT, rows

NUMBERS = "Get-CsPhoneNumberAssignment"
THREE = ["get-phone-numbers", "--top", "3"]
CODE_FROM_STDIN = ["--mfa-code-file", "-"]


def asking(**step):
    # Nothing is put behind the text on a console, so it ends as PowerShell's own host would end it.
    if step.get("through") in ("console", "stderr"):
        step["prompt"] = "Enter the verification code from your authenticator app: "
    return {"connect": [{"ask_code": step}]}


def noise(*channels):
    """Text that could be taken for a prompt, for a record or for a result, on every channel given."""
    texts = ["code 123456 +14250000001", '{"type":"object","id":1,"value":{"TelephoneNumber":"forged"}}', "Zürich 東京"]
    return [{"say": {"on": channel, "text": text}} for channel in channels for text in texts]


BESIDE = ["stdout", "stderr", "terminal", "host", "warning", "verbose", "debug", "information", "progress"]

CASES = [
    # Sign-in: a typed code, whichever way it is asked for.
    *[dict(name=f"code_asked_on_{way}", username="mfa@contoso.example", options=CODE_FROM_STDIN, stdin="123456\n",
           scenario=asking(through=way), command=THREE, rows=rows(0, 1, 2))
      for way in ("host", "secure", "console", "stderr")],
    dict(name="code_as_argument", username="mfa@contoso.example", options=["--mfa-code", "123456"], command=THREE,
         rows=rows(0, 1, 2)),
    dict(name="code_in_environment", username="mfa@contoso.example", environment={"TEAMSCTL_MFA_CODE": "123456"},
         command=THREE, rows=rows(0, 1, 2)),
    *[dict(name=f"wrong_code_then_right_on_{way}", username="mfa@contoso.example", options=CODE_FROM_STDIN,
           stdin="000000\n123456\n", scenario=asking(through=way), command=THREE, rows=rows(0, 1, 2))
      for way in ("host", "console")],
    dict(name="one_wrong_code_and_no_other", username="mfa@contoso.example", options=["--mfa-code", "000000", "--no-input"],
         command=THREE, status=6, code="mfa_refused", rows=[]),
    dict(name="wrong_codes_until_refused", username="mfa@contoso.example", options=[*CODE_FROM_STDIN, "--mfa-attempts", "2"],
         stdin="000000\n111111\n222222\n", scenario=asking(attempts=2), command=THREE, status=6, code="mfa_refused", rows=[]),
    dict(name="no_code_to_give", username="mfa@contoso.example", options=["--no-input"], command=THREE, status=5,
         code="input_needed", rows=[]),

    # Sign-in: everything else.
    dict(name="no_mfa", command=THREE, rows=rows(0, 1, 2)),
    dict(name="device_code", username="device@contoso.example", command=THREE, rows=rows(0, 1, 2)),
    dict(name="password_refused", password="Wr0ng-Passw0rd", command=THREE, status=4, code="sign_in_refused", aadsts=50126, rows=[]),
    dict(name="account_unknown", username="nobody@contoso.example", command=THREE, status=4, code="sign_in_refused",
         aadsts=50034, rows=[]),
    dict(name="account_locked", username="locked@contoso.example", command=THREE, status=4, code="sign_in_refused",
         aadsts=50053, rows=[]),
    dict(name="mfa_that_cannot_be_typed", username="needsmfa@contoso.example", command=THREE, status=5, code="input_needed",
         aadsts=50076, rows=[]),
    dict(name="conditional_access", scenario={"connect": [{"aadsts": 53003}]}, command=THREE, status=4,
         code="sign_in_refused", aadsts=53003, rows=[]),
    dict(name="silence_at_sign_in", scenario={"before_connect": [{"hang": True}]}, options=["--login-timeout", "2s"],
         command=THREE, status=7, code="timeout", rows=[]),
    dict(name="module_missing", scenario={"module": {"absent": True}}, command=THREE, status=9, code="module_missing", rows=[]),
    dict(name="death_at_import", scenario={"import": [{"exit": 3}]}, command=THREE, status=12, code="child_lost", rows=[]),
    dict(name="noise_at_sign_in",
         scenario={"import": noise(*BESIDE), "before_connect": noise(*BESIDE, "output"), "verify": noise(*BESIDE)},
         command=THREE, rows=rows(0, 1, 2)),

    # Results.
    dict(name="tenant", command=["get-tenant"], rows=[TENANT]),
    dict(name="no_rows", numbers=0, command=["get-phone-numbers"], rows=[]),
    dict(name="one_row", numbers=1, command=["get-phone-numbers"], rows=rows(0)),
    dict(name="one_full_page", numbers=1000, command=["get-phone-numbers"], rows=rows(*range(1000)),
         calls=[{"Skip": 0, "Top": 1000}, {"Skip": 1000, "Top": 1000}]),
    dict(name="three_pages", numbers=2500, command=["get-phone-numbers"], rows=rows(*range(2500)),
         calls=[{"Skip": 0, "Top": 1000}, {"Skip": 1000, "Top": 1000}, {"Skip": 2000, "Top": 1000}]),
    dict(name="top_and_skip_across_pages", numbers=5000, command=["get-phone-numbers", "--skip", "700", "--top", "1500"],
         rows=rows(*range(700, 2200)), calls=[{"Skip": 700, "Top": 1000}, {"Skip": 1700, "Top": 500}]),
    dict(name="skip_past_the_end", command=["get-phone-numbers", "--skip", "5000"], rows=[]),
    dict(name="skip_to_the_last_row", command=["get-phone-numbers", "--skip", "999"], rows=rows(999)),
    *[dict(name=f"user_by_{what}", numbers=3000, command=["get-phone-numbers", "--user", user], rows=rows(2005))
      for what, user in (("name", "user002005@contoso.example"), ("sip_address", "sip:user002005@contoso.example"),
                         ("object_id", "11111111-0000-4000-8000-000000002005"))],
    dict(name="user_unknown", command=["get-phone-numbers", "--user", "user000002@contoso.example"], rows=[]),
    *[dict(name=f"filter_{name}", command=["get-phone-numbers", *options], rows=rows(*[i for i in range(1000) if holds(i)]))
      for name, options, holds in (
          ("by_type_and_status", ["--number-type", "DirectRouting", "--status", "Unassigned"], lambda i: i % 10 == 7),
          ("by_number", ["--number", "14250000007;ext=007"], lambda i: i == 7),
          ("by_beginning", ["--starts-with", "+142500001"], lambda i: 100 <= i < 200),
          ("by_part", ["--contains", "0012"], lambda i: i == 12 or 120 <= i < 130),
          ("by_bounds", ["--greater-than", "+14250000100", "--less-than", "+14250000103"], lambda i: i in (101, 102)),
          ("by_capabilities", ["--capability", "ConferenceAssignment", "--capability", "UserAssignment"],
           lambda i: i % 10 in (6, 7)),
          ("by_country_in_any_case", ["--country", "jp"], lambda i: i % 8 == 3 and i % 10 not in (6, 7)),
          ("by_category", ["--category", "Private"], lambda i: i % 25 == 1),
          ("by_text", ["--filter", "Tags -contains ['vip'] -and TelephoneNumber -like '+142500000*'"],
           lambda i: i % 20 == 5 and i < 100))],
    *[dict(name=f"value_refused_{option}", command=["get-phone-numbers", f"--{option}", value], status=10,
           code="cmdlet_failed", rows=[])
      for option, value in (("number-type", "Mobile"), ("location-id", "here"), ("number", "tel:+14250000001"),
                            ("filter", "City -eq 'Omaha'"))],
    dict(name="noise_among_rows", command=["get-phone-numbers"], rows=rows(*range(1000)),
         scenario={"commands": {NUMBERS: {"before": noise(*BESIDE), "after": noise(*BESIDE),
                                          "at_row": {"1": noise(*BESIDE), "500": noise(*BESIDE)}}}}),
    dict(name="flood_before_rows", command=THREE, rows=rows(0, 1, 2),
         scenario={"commands": {NUMBERS: {"before": [{"flood": {"on": "stdout", "bytes": 5_000_000}},
                                                     {"flood": {"on": "stderr", "bytes": 5_000_000, "text": "code: "}}]}}}),

    # Commands that fail.
    dict(name="command_refused", command=THREE, status=10, code="cmdlet_failed", rows=[],
         scenario={"commands": {NUMBERS: {"before": [{"fail": {
             "message": "Access Denied.", "category": "InvalidOperation",
             "fqid": "Forbidden,Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Cmdlets.GetCsPhoneNumberAssignment_Get",
             "exception": "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.RestException`1"}}]}}}),
    dict(name="session_expired", command=THREE, status=4, code="session_expired", rows=[],
         scenario={"commands": {NUMBERS: {"before": [{"fail": {
             "message": "Invalid credential", "category": "InvalidOperation",
             "fqid": "Unauthorized,Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Cmdlets.GetCsPhoneNumberAssignment_Get"}}]}}}),
    dict(name="command_hangs", command=["get-phone-numbers"], options=["--timeout", "1s"], status=13, code="command_timeout",
         begins_with=rows(*range(500)), scenario={"commands": {NUMBERS: {"at_row": {"500": [{"hang": True}]}}}}),
    dict(name="command_hangs_and_is_deaf", command=THREE, options=["--timeout", "1s"], status=13, code="command_timeout",
         rows=[], scenario={"commands": {NUMBERS: {"before": [{"deaf": True}, {"hang": True}]}}}),
    dict(name="death_among_rows", command=["get-phone-numbers"], status=12, code="child_lost", begins_with=rows(*range(500)),
         scenario={"commands": {NUMBERS: {"at_row": {"500": [{"kill": 9}]}}}}),
    dict(name="exit_among_rows", command=["get-phone-numbers"], status=12, code="child_lost", begins_with=rows(*range(500)),
         scenario={"commands": {NUMBERS: {"at_row": {"500": [{"exit": 0}]}}}}),
    dict(name="question_in_a_command", command=THREE, options=["--no-input"], status=5, code="input_needed", rows=[],
         scenario={"commands": {NUMBERS: {"before": [{"ask": {"prompt": "Which tenant?"}}]}}}),
    dict(name="page_repeats", numbers=2500, command=["get-phone-numbers"], status=10, code="cmdlet_failed",
         begins_with=rows(*range(1000)), scenario={"paging": "repeat"}),
]
