"""Errors that say when to try again, and end by themselves (the cases of session_test.py)."""

from change_calls import assign, shows
from session_calls import (BINARY_READERS, CONNECT_ID, NUMBERS, REST, SET, SIGNED_IN, call, class_of, connect, error, generated,
                           not_connected, obj)
from tenant import POLICIES, changed, row, rows

READER = BINARY_READERS[0]
TOO_MANY = "Too Many Requests"


def failing(cmdlet, **step):
    return {"fail": {"message": TOO_MANY, "category": "InvalidOperation", "exception": REST,
                     "fqid": f"TooManyRequests,{class_of(cmdlet)}", **step}}


def throttled(cmdlet=NUMBERS, retry_after=None, terminating=False):
    return {**generated(TOO_MANY, "TooManyRequests", REST, "InvalidOperation", cmdlet, terminating), "retry_after": retry_after}


def refused(**more):
    return call(NUMBERS, {}, [throttled(**more)])


def before(*steps):
    return {"commands": {NUMBERS: {"before": list(steps)}}}


def page(begin, end):
    return call(NUMBERS, {"Skip": begin, "Top": 1000}, [obj(row) for row in rows(*range(begin, end))])


def policies(reader):
    return call(reader, {}, [obj(policy) for policy in POLICIES[reader.removeprefix("Get-Cs")]])


SIGN_IN = connect(expect=[SIGNED_IN])
ROWS = call(NUMBERS, {}, [obj(row) for row in rows(*range(5))])

THROTTLED = [
    dict(name="throttled_for_ever", scenario=before(failing(NUMBERS)), calls=[SIGN_IN, refused(), refused(), refused()]),
    *[dict(name=f"throttled_for_{str(seconds).replace('.', '_')}", scenario=before(failing(NUMBERS, retry_after=seconds)),
           calls=[SIGN_IN, refused(retry_after=seconds)])
      for seconds in (0, 1, 30, 2.5, 86400)],
    dict(name="throttled_twice", scenario=before(failing(NUMBERS, retry_after=3, times=2)), calls=[
        SIGN_IN, refused(retry_after=3), refused(retry_after=3), ROWS, ROWS]),
    dict(name="throttled_one_after_the_other", scenario=before(failing(NUMBERS, retry_after=1, times=1),
                                                               failing(NUMBERS, retry_after=2, times=1)),
         calls=[SIGN_IN, refused(retry_after=1), refused(retry_after=2), ROWS]),
    dict(name="throttled_at_a_row", scenario={"commands": {NUMBERS: {"at_row": {"2": [failing(NUMBERS, retry_after=1,
                                                                                              times=1)]}}}}, calls=[
        SIGN_IN, call(NUMBERS, {}, [*[obj(row) for row in rows(0, 1)], throttled(retry_after=1)]), ROWS]),
    dict(name="throttled_cmdlet", scenario={"commands": {READER: {"before": [failing(READER, retry_after=7, times=1)]}}}, calls=[
        SIGN_IN, call(READER, {}, [throttled(READER, 7, True)], state="failed"),
        policies(READER)]),
    dict(name="throttled_sign_in", scenario={"before_connect": [{"fail": {"message": TOO_MANY, "fqid": CONNECT_ID,
                                                                          "retry_after": 5, "times": 1}}]},
         calls=[connect(expect=[{**error(TOO_MANY, category="NotSpecified", terminating=True), "retry_after": 5}],
                        state="failed"), SIGN_IN]),

    # The built-in ones.
    dict(name="throttled_second_page", scenario="throttled-twice", numbers=1500, calls=[
        SIGN_IN, page(0, 1000), call(NUMBERS, {"Skip": 1000, "Top": 1000}, [throttled(retry_after=1)]),
        call(NUMBERS, {"Skip": 1000, "Top": 1000}, [throttled(retry_after=1)]), page(1000, 1500)]),
    dict(name="throttled_change", scenario="assign-throttled", numbers=20, calls=[
        SIGN_IN, assign(4, 2, throttled(SET, 1)), shows(4, row(4)), assign(4, 2), shows(4, changed(row(4), 2))]),
    dict(name="unavailable", scenario="unavailable-once", calls=[
        SIGN_IN, call(NUMBERS, {}, [{**generated("Service is unavailable. Please try again", "ServiceUnavailable", REST,
                                                 "InvalidOperation"), "retry_after": None}]), ROWS]),
    dict(name="never_shown", scenario="never-shows", numbers=20, calls=[SIGN_IN, assign(4, 2), shows(4, row(4))]),
    dict(name="expired_among_policies", scenario="session-expired-in-policies", calls=[
        SIGN_IN, policies(READER), call("Get-CsTenantDialPlan", {}, [not_connected("invalid_credential", "Get-CsTenantDialPlan")]),
        call("Get-CsTenantDialPlan", {}, [not_connected("invalid_credential", "Get-CsTenantDialPlan")]), SIGN_IN,
        policies("Get-CsTenantDialPlan")]),
]
