"""What depends on the version of the module (the cases of session_test.py)."""

from change_calls import SIGN_IN, assign, has, no_number, remove, shows, taken, text
from session_calls import NUMBERS, REMOVE, SET, bad_request, call, empty_text, obj
from tenant import changed, of_version, row, upn

VERSIONS = [
    *[dict(name=f"rows_of_module_{version}", numbers=20, scenario={"module": {"version": version}}, calls=[
        SIGN_IN, call(NUMBERS, {}, [obj(of_version(row(i), version)) for i in range(20)]), assign(4, 2),
        shows(4, of_version(changed(row(4), 2), version)), has(2, changed(row(4), 2)),
        call(NUMBERS, {"AssignmentCategory": "Private"}, [obj(of_version(row(1), version))]),
        call(NUMBERS, {"Filter": "Tag -contains ['VIP']"}, [obj(of_version(row(i), version)) for i in (5,)]),
        assign(0, 2, taken(text(0))), remove(0, 2, no_number(0, REMOVE))])
      for version in ("4.2.1", "5.0.0", "7.4.9", "7.5.0")],
    dict(name="refusals_of_module_4_2_0", numbers=20, scenario={"module": {"version": "4.2.0"}}, calls=[
        SIGN_IN, assign(0, 2, obj({"Code": "BadRequest", "Message": taken(text(0))["message"]})),
        assign(0, "nobody", obj({"Code": "BadRequest", "Message": "The user 'nobody' is not found"})),
        remove(0, 2, obj({"Code": "BadRequest", "Message": no_number(0)["message"]})),
        call(SET, {"PhoneNumber": text(4), "NetworkSiteId": "x"}, [obj({"Code": "BadRequest", "Message": "Not simulated"})]),
        call(NUMBERS, {"NumberType": "x"}, [bad_request("Invalid NumberType 'x'", NUMBERS)]),
        assign(4, 2), shows(4, of_version(changed(row(4), 2), "4.2.0"))]),
    dict(name="old_module", scenario="old-module", numbers=20, calls=[
        SIGN_IN, assign(4, 2), shows(4, of_version(changed(row(4), 2), "4.1.0")),
        assign(0, 2, obj({"Code": "BadRequest", "Message": taken(text(0))["message"]}))]),
    dict(name="names_of_module_7_9_0", numbers=20, scenario={"module": {"version": "7.9.0"}}, calls=[
        SIGN_IN, *[step for number, kind in (("TelephoneNumber", "NumberType"), ("PhoneNumber", "PhoneNumberType"),
                                             ("TelephoneNumber", "PhoneNumberType"))
                   for step in (call(SET, {"Identity": upn(2), number: text(4), kind: "CallingPlan"}), has(2, changed(row(4), 2)),
                                call(REMOVE, {"Identity": upn(2), number: text(4), kind: "CallingPlan"}), has(2, None))],
        *[call(NUMBERS, {number: text(4), kind: "CallingPlan"}, [obj(changed(row(4)))])
          for number in ("TelephoneNumber", "PhoneNumber") for kind in ("NumberType", "PhoneNumberType")],
        call(SET, {"Identity": upn(2), "PhoneNumber": "", "NumberType": "x"}, [empty_text(SET, "TelephoneNumber")], state="failed"),
        call(SET, {"Identity": upn(2), "TelephoneNumber": text(0), "NumberType": "CallingPlan"}, [taken(text(0))])]),
]
