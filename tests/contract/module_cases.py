"""The module itself, and results of which only some members are wanted (the cases of session_test.py)."""

from session_calls import NUMBERS, SIGNED_IN, call, connect, obj
from tenant import TENANT, rows

LISTED = ["Name", "Version", "ModuleBase", "Path"]


def listed(version):
    """Where the module lies is each machine's own."""
    def is_module(value):
        return (list(value) == LISTED and value["Name"] == "MicrosoftTeams" and value["Version"] == version
                and value["Path"] == value["ModuleBase"] + "/MicrosoftTeams.psd1")
    return obj(is_module)


def available(expect, properties=LISTED):
    return call("Get-Module", {"Name": "MicrosoftTeams", "ListAvailable": {"type": "switch", "value": True}}, expect,
                properties=properties)


def of(record, *names):
    return obj({name: record.get(name) for name in names})


MODULES = [
    dict(name="module_listed", alone=True, calls=[available([listed("7.7.0")])]),
    dict(name="module_of_another_version", scenario={"module": {"version": "8.0.0"}}, calls=[available([listed("8.0.0")])]),
    dict(name="module_not_there", scenario={"module": {"absent": True}}, calls=[available([])],
         **{"import": ["The specified module 'MicrosoftTeams' was not loaded because no valid module file was found in any module "
                       "directory."]}),
    dict(name="properties_of_a_module", alone=True, calls=[
        available([obj({"Name": "MicrosoftTeams", "Nonsense": None, "version": "7.7.0"})],
                  properties=["Name", "Nonsense", "version"])]),
    dict(name="properties_of_rows", calls=[
        connect(expect=[SIGNED_IN]),
        call(NUMBERS, {"Top": 2}, [of(row, "TelephoneNumber", "Capability", "City") for row in rows(0, 1)],
             properties=["TelephoneNumber", "Capability", "City"]),
        call("Get-CsTenant", {}, [of(TENANT, "DisplayName", "Nothing")], properties=["DisplayName", "Nothing"]),
        call("Get-CsTenant", {}, [obj({})], properties=[]),
        call("Get-CsTenant", {}, [obj({"TenantId": TENANT["TenantId"], "Domains": {"truncated": True}})],
             properties=["TenantId", "Domains"], depth=1)]),
]
