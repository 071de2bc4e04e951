"""Numbers that are assigned and taken away (the cases of session_test.py)."""

from change_calls import (SIGN_IN, asked, assign, given, has, line, no_number, no_user, refused, remove, remove_all, shows, taken,
                          text)
from session_calls import (DECLINED, NUMBERS, ON, REMOVE, SET, USERS, call, empty_text, no_common_set, no_parameter, not_connected,
                           obj, state_file)
from tenant import ZERO, changed, guid, row, upn, user

PRIVATE = changed(row(4), 2, "Private", guid(3, 5))
NOT_SIMULATED = refused("Not simulated")

CHANGES = [
    dict(name="number_assigned_and_removed", numbers=60, calls=[
        SIGN_IN, has(2, None), assign(4, 2), shows(4, changed(row(4), 2)), has(2, changed(row(4), 2)),
        call(NUMBERS, {"AssignedPstnTargetId": f"sip:{upn(2)}"}, [obj(changed(row(4), 2))]),
        call(NUMBERS, {"TelephoneNumberLessThan": text(10), "PstnAssignmentStatus": "Unassigned"},
             [obj(row(i)) for i in (2, 7, 9)]),
        call(NUMBERS, {"TelephoneNumberLessThan": text(5), "PstnAssignmentStatus": "UserAssigned", "AssignmentCategory": "Primary"},
             [obj(row(0)), obj(changed(row(4), 2))]),
        call(NUMBERS, {"Filter": f"TargetId -eq '{guid(1, 2)}'"}, [obj(changed(row(4), 2))]),
        call(NUMBERS, {"Skip": 3, "Top": 2}, [obj(row(3)), obj(changed(row(4), 2))]),
        call(USERS, {"Filter": f"LineUri -eq 'tel:{text(4)}'"}, [obj(user(2, changed(row(4), 2)))]),
        remove(4, 2), shows(4, changed(row(4))), has(2, None), remove(4, 2, no_number(4, REMOVE)), remove_all(2), remove_all(2)]),
    dict(name="number_assigned_to_who_has_one", numbers=60, calls=[
        SIGN_IN, assign(4, 0), shows(4, changed(row(4), 0)), shows(0, changed(row(0))), has(0, changed(row(4), 0)),
        assign(9, 0), shows(4, changed(row(4))), shows(9, changed(row(9), 0)), assign(0, 0), shows(0, changed(row(0), 0)),
        shows(9, changed(row(9))), has(0, changed(row(0), 0)),
        # One that is there at the beginning is taken away, and goes to somebody else.
        remove(1, 1), shows(1, changed(row(1))), has(1, None), assign(1, 2), shows(1, changed(row(1), 2)),
        has(2, changed(row(1), 2)), remove_all(6), shows(6, changed(row(6))), has(6, None)]),
    dict(name="number_assigned_again", numbers=60, state=True, calls=[
        SIGN_IN, state_file(), assign(0, 0), assign(0, 0, AssignmentCategory="Private", LocationId=guid(3, 1)), shows(0, row(0)),
        state_file(), assign(4, 2), assign(4, 2, LocationId=guid(3, 1)), shows(4, changed(row(4), 2)), state_file(line(4, 2))]),
    dict(name="number_of_direct_routing", numbers=60, calls=[
        SIGN_IN, *[assign(7, 7, no_number(number), number=number) for number in (
            "+14250000007", text(7) + "0", "tel:" + text(7), text(7) + " ", "4250000007;ext=007")],
        assign(7, 7, no_number(7), kind="CallingPlan"), assign(7, 7, number="14250000007;ext=007", kind="directROUTING"),
        shows(7, changed(row(7), 7)), has(7, changed(row(7), 7)), remove(7, 7, no_number(7, REMOVE), kind="CallingPlan"),
        remove(7, 7, number=text(7).replace("ext", "EXT")), shows(7, changed(row(7))), assign(7, 7, LocationId=guid(3, 2)),
        shows(7, changed(row(7), 7, location=guid(3, 2))), remove_all(7), shows(7, changed(row(7))), shows(7, row(7))]),
    dict(name="number_with_place_and_category", numbers=60, state=True, calls=[
        SIGN_IN, assign(4, 2, AssignmentCategory="pRIVATE", LocationId=guid(3, 5)), shows(4, PRIVATE), has(2, PRIVATE),
        state_file(line(4, 2, "Private", guid(3, 5))),
        *[step for category, place in (("Primary", guid(3, 123456789012)), ("Alternate", guid(4, 5)), ("alternate", ZERO),
                                       ("PRIMARY", "ABCDEF01-2345-4789-8abc-def012345678"), ("Primary", "null"),
                                       ("Private", "NULL"))
          for step in (remove(4, 2), assign(4, 2, AssignmentCategory=category, LocationId=place),
                       shows(4, changed(row(4), 2, category.capitalize(), None if place.lower() == "null" else place)))],
        assign(7, 2, LocationId="Null"), shows(7, changed(row(7), 2)), shows(4, changed(row(4)))]),
    dict(name="number_assigned_by_any_name", numbers=60, calls=[
        SIGN_IN, *[step for name in (guid(1, 2), upn(2).upper(), f"sip:{upn(2)}", "user000002")
                   for step in (assign(4, name), has(2, changed(row(4), 2)), remove(4, name), has(2, None))],
        assign(4, 2, Notify=ON), remove(4, 2, Notify=ON), assign(9, 2), remove_all("user000002", Notify=ON), has(2, None)]),
    dict(name="number_that_nobody_may_have", numbers=60, calls=[
        SIGN_IN, *[assign(4, who, no_user(who)) for who in ("nobody", upn(3), upn(60), guid(6, 3), " ", "O’Brien's")],
        *[remove(4, who, no_user(who, REMOVE)) for who in ("nobody", upn(3))], remove_all("nobody", no_user("nobody", REMOVE)),
        assign(4, 12, refused(f"User '{guid(1, 12)}' lacks appropriate licenses to assign a 'CallingPlan' number")),
        assign(7, "user000012", refused(f"User '{guid(1, 12)}' lacks appropriate licenses to assign a 'directrouting' number"),
               kind="directrouting"),
        remove(4, 12, no_number(4, REMOVE)), remove_all(12),
        *[assign(4, 2, refused(f"Invalid AssignmentCategory '{word}'"), AssignmentCategory=word)
          for word in ("Secondary", " Primary")],
        *[assign(4, 2, refused(f"Invalid LocationId '{word}'"), LocationId=word)
          for word in ("here", guid(3, 5)[1:], "{%s}" % guid(3, 5))],
        *[assign(4, 2, no_number(number), number=number) for number in (
            "+14250000060", "+1425000004", "+14250000004;ext=004", "x", "+", "+1425-000-0004", "++14250000004")],
        *[assign(4, 2, no_number(4), kind=kind) for kind in ("DirectRouting", "OperatorConnect", "Mobile", "CallingPlan ")],
        assign(0, 2, taken(text(0))), assign(3, 2, taken(text(3))), assign(8, 2, taken(text(8))),
        assign(0, 2, taken("14250000000"), number="14250000000", kind="callingplan"),
        remove(0, 2, no_number(0, REMOVE)), remove(3, 2, no_number(3, REMOVE)), remove(4, 2, no_number(4, REMOVE)),
        # The first thing that is wrong is what the service speaks of.
        assign(0, "nobody", no_user("nobody"), AssignmentCategory="x", LocationId="x", kind="x"),
        assign(0, 12, refused(f"User '{guid(1, 12)}' lacks appropriate licenses to assign a 'x' number"), AssignmentCategory="x",
               kind="x"),
        assign(0, 2, refused("Invalid AssignmentCategory 'x'"), AssignmentCategory="x", LocationId="y", kind="x"),
        assign(0, 2, refused("Invalid LocationId 'y'"), LocationId="y", kind="x"), assign(0, 2, no_number(0), kind="x"),
        call(SET, given(0, 2, ErrorAction="Stop"), [{**taken(text(0)), "terminating": True}], state="failed")]),
    dict(name="number_in_other_ways", numbers=60, calls=[
        SIGN_IN, *[call(SET, parameters, [NOT_SIMULATED]) for parameters in (
            {"PhoneNumber": text(4), "LocationId": guid(3, 1)}, {"PhoneNumber": text(4), "NetworkSiteId": "x"},
            {"PhoneNumber": text(4), "ReverseNumberLookup": "SkipInternalVoip"},
            {"Identity": upn(2), "EnterpriseVoiceEnabled": True},
            given(4, "nobody", NetworkSiteId="x"), given(4, "nobody", ReverseNumberLookup="x"))],
        *[remove(4, "nobody", refused("Not simulated", REMOVE), **more) for more in (
            {"AssignmentBlockedDays": 5}, {"AssignmentBlockedForever": ON})],
        assign(4, 2), remove(4, 2, AssignmentBlockedForever={"type": "switch", "value": False})]),
    dict(name="number_parameters", calls=[
        SIGN_IN, *[call(SET, parameters, [no_common_set(SET)], state="failed") for parameters in (
            {"Identity": upn(2)}, {"Identity": upn(2), "PhoneNumber": text(4), "EnterpriseVoiceEnabled": True},
            {"PhoneNumber": text(4), "LocationId": guid(3, 1), "EnterpriseVoiceEnabled": True})],
        *[call(REMOVE, {**given(4, 2), **more}, [no_common_set(REMOVE)], state="failed") for more in ({"RemoveAll": ON},)],
        *[call(cmdlet, {**given(4, 2), name: empty}, [empty_text(cmdlet, name)], state="failed")
          for cmdlet in (SET, REMOVE) for name in ("Identity", "PhoneNumber", "PhoneNumberType") for empty in ("", None)],
        *[call(cmdlet, {**given(4, 2), name: "x"}, [no_parameter(cmdlet, name)], state="failed")
          for cmdlet in (SET, REMOVE) for name in ("TelephoneNumber", "NumberType", "WhatIf")],
        *[call(NUMBERS, {name: "x"}, [no_parameter(NUMBERS, name)], state="failed")
          for name in ("PhoneNumber", "PhoneNumberType")]]),
    dict(name="number_asked_for", half="pwsh", calls=[
        SIGN_IN, *[call(cmdlet, parameters, [asked(cmdlet, *names)], answers=[DECLINED], state="stopped")
                   for cmdlet, parameters, names in (
                       (SET, {}, ["PhoneNumber", "LocationId"]), (SET, {"PhoneNumber": text(4)}, ["LocationId"]),
                       (SET, {"Identity": upn(2), "PhoneNumber": text(4)}, ["PhoneNumberType"]),
                       (SET, {"PhoneNumber": text(4), "NetworkSiteId": "x", "ReverseNumberLookup": "x"},
                        ["Identity", "PhoneNumberType"]),
                       (REMOVE, {}, ["Identity", "PhoneNumber", "PhoneNumberType"]))],
        call(SET, {"Identity": upn(2), "PhoneNumber": text(4)}, [asked(SET, "PhoneNumberType")], answers=["CallingPlan"]),
        shows(4, changed(row(4), 2))]),
    dict(name="number_not_connected", calls=[
        call(cmdlet, given(4, 2), [not_connected(cmdlet=cmdlet)]) for cmdlet in (SET, REMOVE)]),
    dict(name="number_among_steps", scenario={"commands": {SET: {"after": [{"say": {"on": "warning", "text": "done"}}]},
                                                           REMOVE: {"before": [{"expire": {}}]}}},
         calls=[SIGN_IN, assign(4, 2, {"type": "warning", "message": "done"}),
                remove(4, 2, not_connected("invalid_credential", REMOVE)), SIGN_IN, shows(4, changed(row(4), 2))]),
]
