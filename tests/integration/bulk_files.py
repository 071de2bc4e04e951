"""Files of numbers for users of the simulated tenant, and what becomes of them: for the tests of bulk-assign."""
import csv
import io
import json


def has_no_number(i):
    """User i has a licence for telephony and no number yet (teamsctl-scenario(5))."""
    return i % 5 == 2 and i % 20 != 12


def is_free(i):
    """Number i belongs to nobody, and its type is CallingPlan."""
    return i % 5 in (2, 4) and i % 10 not in (3, 6, 7, 8, 9)


def user(i):
    return f"user{i:06d}@contoso.example"


def number(i):
    return f"+1425{i:07d}"


def user_id(i):
    return f"11111111-0000-4000-8000-{i:012d}"


def pairs(count):
    """The first users without a number, each with a number that is free: (user, number) by their indices."""
    users = (i for i in range(10_000_000) if has_no_number(i))
    numbers = (i for i in range(10_000_000) if is_free(i))
    return [(next(users), next(numbers)) for _ in range(count)]


def as_csv(rows, line_end="\r\n"):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(["UserPrincipalName", "TelephoneNumber", "NumberType"])
    writer.writerows([user(who), number(what), ""] for who, what in rows)
    return text.getvalue()


def whole_lines(path):
    """The lines of NDJSON that have their ends; none when there is no file."""
    text = path.read_bytes() if path.exists() else b""
    return [json.loads(line) for line in text[:text.rfind(b"\n") + 1].splitlines()]


def sent_numbers(transcript):
    """The numbers for which a change was sent, in their order, as a transcript tells."""
    sent = []
    for entry in whole_lines(transcript):
        if entry.get("channel") != "request" or "Set-CsPhoneNumberAssignment" not in entry["text"]:
            continue
        request = json.loads(entry["text"])
        if request.get("command") == "Set-CsPhoneNumberAssignment":
            sent.append(request["parameters"]["PhoneNumber"])
    return sent
