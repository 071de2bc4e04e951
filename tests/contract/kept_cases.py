"""Changes that are kept in a file, and changes that show late (the cases of session_test.py)."""

import json
import time

from change_calls import SIGN_IN, assign, has, line, no_number, remove, shows, taken, text
from session_calls import REMOVE, append, restart, state_file
from tenant import changed, guid, row, upn

HOUR = 3_600_000


def written(i, who=None, ago=0, **more):
    """A line as somebody else writes it, so many milliseconds old."""
    return lambda: json.dumps({**line(i, who, at=int(time.time() * 1000) - ago), **more}) + "\n"


KEPT = [
    dict(name="changes_of_one_session", numbers=60, calls=[
        SIGN_IN, assign(4, 2), restart(), SIGN_IN, shows(4, row(4)), has(2, None)]),
    dict(name="changes_kept", numbers=60, state=True, calls=[
        SIGN_IN, shows(4, row(4)), state_file(), assign(4, 2), state_file(line(4, 2)), assign(9, 2, AssignmentCategory="Alternate"),
        state_file(line(4, 2), line(4), line(9, 2, "Alternate")), restart(), SIGN_IN, has(2, changed(row(9), 2, "Alternate")),
        remove(9, 2), assign(7, 0), restart(), SIGN_IN, has(2, None), has(0, changed(row(7), 0)), shows(0, changed(row(0))),
        state_file(line(4, 2), line(4), line(9, 2, "Alternate"), line(9), line(0), line(7, 0))]),
    dict(name="changes_of_others", numbers=60, state=True, calls=[
        append(written(4, 2)), SIGN_IN, has(2, changed(row(4), 2)), append(written(4)), append(written(9, 2, further="members")),
        has(2, changed(row(9), 2)), shows(4, changed(row(4))), append(written(9, 7, location=guid(3, 3), category="Private")),
        has(2, None), shows(9, changed(row(9), 7, "Private", guid(3, 3))), remove(9, 7), append(written(0)), append(written(0, 2)),
        assign(0, 0, taken(text(0))), has(0, None), has(2, changed(row(0), 2)), assign(4, 2), shows(0, changed(row(0)))]),
    dict(name="changes_that_are_none", numbers=60, state=True, calls=[
        *[append(garbage + "\n") for garbage in (
            "garbage", "", "5", "[]", "{}", "null", json.dumps(line(4, 2))[:-1],
            *[json.dumps({**line(4, 2), name: value}) for name, value in (
                ("number", "+14250000060"), ("number", "14250000004"), ("number", None), ("user", upn(2)), ("user", guid(1, 3)),
                ("user", guid(1, 60)), ("user", 2), ("location", 5), ("category", []), ("at", "now"), ("at", None))],
            *[json.dumps({name: value for name, value in line(4, 2).items() if name != left_out}) for left_out in line(4)])],
        SIGN_IN, shows(4, row(4)), has(2, None), append(json.dumps(line(9, 2)) + "\n"), has(2, changed(row(9), 2))]),
    dict(name="changes_cut_off", numbers=60, state=True, calls=[
        append(json.dumps(line(4, 2))[:40]), SIGN_IN, shows(4, row(4)), append(json.dumps(line(4, 2))[40:]), shows(4, row(4)),
        append("\n"), shows(4, changed(row(4), 2)), append(json.dumps(line(9, 7))[:-1]), shows(9, row(9)), assign(2, 7),
        has(7, changed(row(2), 7)), shows(9, row(9))]),
    dict(name="changes_taken_back", numbers=60, state=True, calls=[
        append(written(4, 2)), append(written(9, 7)), SIGN_IN, has(2, changed(row(4), 2)), append(None), append(written(4, 7)),
        has(2, None), shows(9, row(9)), shows(4, changed(row(4), 7)), append(None), shows(4, row(4))]),

    # What shows late.
    dict(name="changes_that_do_not_show", scenario={"visible_after": "1h"}, numbers=60, calls=[
        SIGN_IN, assign(4, 2), shows(4, row(4)), has(2, None), assign(4, 7, taken(text(4))), assign(4, 2), assign(9, 2),
        assign(4, 7), shows(9, row(9)), remove(4, 7), remove(4, 7, no_number(4, REMOVE)), has(7, None)]),
    dict(name="changes_that_show_late", scenario={"visible_after": "1h"}, numbers=60, state=True, calls=[
        append(written(4, 2, ago=HOUR + 60_000)), append(written(4, ago=HOUR // 2)), append(written(4, 7, ago=0)), SIGN_IN,
        shows(4, changed(row(4), 2)), has(2, changed(row(4), 2)), has(7, None), assign(4, 2, taken(text(4))),
        append(written(0, ago=HOUR - 60_000)), has(0, row(0)), append(written(1, ago=2 * HOUR)), has(1, None),
        remove(0, 0, no_number(0, REMOVE))]),
]
