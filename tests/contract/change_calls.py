"""Calls that change numbers, and what then shows: what the cases of change_cases.py, kept_cases.py and version_cases.py are written
with."""

from session_calls import NUMBERS, ON, REMOVE, SET, SIGNED_IN, USERS, bad_request, call, connect, obj, prompt
from tenant import TENANT, guid, row, upn, user

SIGN_IN = connect(expect=[SIGNED_IN])


def text(i):
    return row(i)["TelephoneNumber"]


def given(i, who, number=None, kind=None, **more):
    """The parameters for number i and user `who`, or what is given in place of them."""
    return {"Identity": upn(who) if isinstance(who, int) else who, "PhoneNumber": number or text(i),
            "PhoneNumberType": kind or row(i)["NumberType"], **more}


def assign(i, who, *records, **more):
    return call(SET, given(i, who, **more), records)


def remove(i, who, *records, **more):
    return call(REMOVE, given(i, who, **more), records)


def remove_all(who, *records, **more):
    return call(REMOVE, {"Identity": upn(who) if isinstance(who, int) else who, "RemoveAll": ON, **more}, records)


def refused(message, cmdlet=SET):
    return bad_request(message, cmdlet)


def no_number(i, cmdlet=SET):
    number = text(i) if isinstance(i, int) else i
    return refused(f"Telephone Number '{number}' is not found from tenant '{TENANT['TenantId']}'", cmdlet)


def taken(number):
    return refused(f"Telephone Number '{number}' has already been assigned to another user")


def no_user(who, cmdlet=SET):
    return refused(f"The user '{who}' is not found", cmdlet)


def shows(i, number_row):
    return call(NUMBERS, {"TelephoneNumber": text(i)}, [obj(number_row)])


def has(who, number_row):
    return call(USERS, {"Identity": upn(who)}, [obj(user(who, number_row))])


def line(i, who=None, category="Primary", location=None, at=0):
    """Of the state file."""
    return {"number": text(i), "user": None if who is None else guid(1, who), "location": location,
            "category": None if who is None else category, "at": at}


def asked(cmdlet, *names):
    caption = f"cmdlet {cmdlet} at command pipeline position 1"
    if len(names) == 1:
        return prompt("line", names[0], caption=caption, secret=False)
    return prompt("fields", "Supply values for the following parameters:", caption=caption,
                  fields=[{"name": name, "label": name, "help": "", "secret": False} for name in names])
