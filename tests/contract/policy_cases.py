"""The readers of policies (the cases of session_test.py)."""

import string

from session_calls import (BINARY_READERS, NUMBERS, SCRIPT_READERS, SIGNED_IN, call, connect, cut, generated, no_common_set,
                           no_parameter, not_connected, obj)
from tenant import POLICIES

# Without case: of the letters that ASCII has, since the simulator knows no others.
UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
READERS = (*BINARY_READERS, *SCRIPT_READERS)


def instances(reader):
    return POLICIES[reader.removeprefix("Get-Cs")]


def all_of(reader, parameters=None, holds=lambda policy: True, **more):
    return call(reader, parameters, [obj(policy) for policy in instances(reader) if holds(policy)], **more)


def unknown(reader, identity, tagged):
    if reader in BINARY_READERS:
        return generated(f'"{identity}" not found Please check your request parameters. CorrelationId: '
                         "00000000-0000-4000-8000-000000000001", "ClientError",
                         "Microsoft.Teams.Policy.Administration.Cmdlets.Core.PolicyRpException", cmdlet=reader)
    return generated(f'Cannot find "{reader.removeprefix("Get-Cs")}" "{tagged}" because it does not exist.', "NotFound",
                     "System.Exception", "InvalidOperation", cmdlet=reader)


def is_tagged(policy):
    return policy["Identity"].startswith("Tag:")


def is_last(reader):
    return lambda policy: policy is instances(reader)[-1]


def calls_of(reader):
    last = instances(reader)[-1]["Identity"]
    name = last.removeprefix("Tag:")
    return [
        connect(expect=[SIGNED_IN]),
        all_of(reader), all_of(reader, {"Identity": ""}), all_of(reader, {"Filter": ""}),
        all_of(reader, {"MsftInternalProcessingMode": "x"}),
        *[all_of(reader, {"Identity": identity}, is_last(reader)) for identity in (last, name, name.translate(UPPER), "tAG:" + name)],
        *[all_of(reader, {"Identity": identity}, lambda policy: not is_tagged(policy)) for identity in ("Global", "gLOBAL")],
        *[call(reader, {"Identity": identity}, [unknown(reader, identity, tagged)])
          for identity, tagged in (("Nobody's", "Tag:Nobody's"), ("Tag:No*", "Tag:No*"), ("tag:tag:X", "Tag:tag:X"),
                                   ("Tag:Global", "Tag:Global"), ("*", "Tag:*"), ("Zürich \"東京\"", "Tag:Zürich \"東京\""))],
        *[all_of(reader, {"Filter": text}, holds) for text, holds in (
            ("*", lambda policy: True), ("tag:*", is_tagged), ("GLOB*", lambda policy: not is_tagged(policy)),
            ("?lobal", lambda policy: not is_tagged(policy)), (name.lower(), is_last(reader)),
            (f"Tag:{name[:-1]}?", is_last(reader)),
            (f"*{name[1:]}", is_last(reader)), ("Tag:Tag:*", lambda policy: False), ("[GT]*", lambda policy: False),
            ("Global?", lambda policy: False), (".*", lambda policy: False))],
        call(reader, {"Identity": "Global", "Filter": "*"}, [no_common_set(reader)], state="failed"),
        call(reader, {"Name": "Global"}, [no_parameter(reader, "Name")], state="failed"),
        *[call(reader, {"Identity": last}, [obj(cut(instances(reader)[-1], depth))], depth=depth) for depth in range(1, 6)],
        call(reader, {}, [obj({"Identity": policy["Identity"], "Nothing": None, "Description": policy.get("Description")})
                          for policy in instances(reader)], properties=["Identity", "Nothing", "Description"]),
    ]


POLICY_READERS = [
    *[dict(name=f"policies_{reader}", calls=calls_of(reader)) for reader in READERS],
    dict(name="policies_not_connected", calls=[
        call(reader, {}, [not_connected("no_session" if reader in BINARY_READERS else "must_connect", reader)],
             state="failed" if reader in BINARY_READERS else "completed")
        for reader in READERS]),
    dict(name="policies_not_connected_in_module_2", scenario={"module": {"version": "2.6.0"}}, calls=[
        call(reader, {}, [not_connected("run_either", reader)], state="failed" if reader in BINARY_READERS else "completed")
        for reader in READERS]),
    dict(name="policies_after_the_session", scenario={"commands": {NUMBERS: {"before": [{"expire": {}}]}}}, calls=[
        connect(expect=[SIGNED_IN]), call(NUMBERS, {}, [not_connected("invalid_credential")]),
        *[call(reader, {}, [not_connected("invalid_credential", reader)]) for reader in READERS]]),
    *[dict(name=f"policies_not_connected_as_{family}",
           scenario={"commands": {reader: {"before": [{"not_connected": {"as": family}}]}
                                  for reader in (BINARY_READERS[0], SCRIPT_READERS[0])}},
           calls=[connect(expect=[SIGNED_IN]),
                  *[call(reader, {}, [not_connected(family, reader)],
                         state="failed" if not_connected(family, reader)["terminating"] else "completed")
                    for reader in (BINARY_READERS[0], SCRIPT_READERS[0])]])
      for family in ("must_connect", "no_session", "run_either", "invalid_credential", "refresh")],
    dict(name="policies_among_steps", scenario={"commands": {reader: {
        "before": [{"say": {"on": "warning", "text": "before"}}], "after": [{"say": {"on": "output", "text": "after"}}],
        "at_row": {"1": [{"say": {"on": "output", "text": "at"}}]}, "at_call": {"1": [{"say": {"on": "output", "text": "call"}}]}}
        for reader in READERS}},
         calls=[connect(expect=[SIGNED_IN]), *[
             call(reader, {}, [{"type": "warning", "message": "before"}, *[obj("call")] * again, obj(instances(reader)[0]),
                               obj("at"),
                               *[obj(policy) for policy in instances(reader)[1:]], obj("after")])
             for reader in READERS for again in (0, 1)]]),
]
