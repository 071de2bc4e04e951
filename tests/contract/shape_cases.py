"""That the stub's commands and objects are of the kinds that the real module's are: JSON shows no type, but scripts see them
(the cases of session_test.py, for a real pwsh alone)."""

from session_calls import (BINARY_READERS, NUMBERS, REMOVE, SCRIPT_READERS, SET, SIGNED_IN, USER_POLICIES, USERS, connect, obj,
                           script)
from tenant import upn, user

MODELS = "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models"
CORE = "Microsoft.Teams.Policy.Administration.Cmdlets.Core"
POLICY = "Deserialized.Microsoft.Rtc.Management.WritableConfig.Policy"
SIGN_IN = connect(expect=[SIGNED_IN])


def gives(text, *results):
    return script(text, [obj(result) for result in results])


def named(what):
    return gives(f"(Get-Command -Module MicrosoftTeams -CommandType {what}).Name", *sorted(
        ("Connect-MicrosoftTeams", "Disconnect-MicrosoftTeams", *BINARY_READERS) if what == "Cmdlet" else
        ("Get-CsTenant", NUMBERS, USERS, USER_POLICIES, SET, REMOVE, *SCRIPT_READERS)))


def parameters(command, **sets):
    """Each set's parameters that are not common or hidden, the mandatory ones with a star, one with a position with its number."""
    shown = "$_.Name -notin [Management.Automation.PSCmdlet]::CommonParameters -and $_.Attributes.DontShow -notcontains $true"
    one = "$_.Name + ('*' * $_.IsMandatory) + $(if ($_.Position -ge 0) { $_.Position })"
    all_of_set = f"$_.Name + ': ' + (($_.Parameters | ? {{ {shown} }} | % {{ {one} }}) -join ' ')"
    return gives(f"(Get-Command {command}).ParameterSets | Sort-Object Name | % {{ {all_of_set} }}",
                 *(f"{name}: {sets[name]}" for name in sorted(sets)))


READER = {"Identity": "Identity1", "Filter": "Filter"}

SHAPES = [
    dict(name="shape_of_the_module", half="pwsh", calls=[
        named("Cmdlet"), named("Function"), *[parameters(reader, **READER) for reader in (*BINARY_READERS, *SCRIPT_READERS)],
        parameters(SET, LocationUpdate="PhoneNumber* LocationId*", NetworkSiteUpdate="PhoneNumber* NetworkSiteId*",
                   ReverseNumberLookupUpdate="PhoneNumber* ReverseNumberLookup*", Attribute="Identity* EnterpriseVoiceEnabled*",
                   Assignment="PhoneNumber* LocationId NetworkSiteId ReverseNumberLookup Identity* PhoneNumberType* "
                              "AssignmentCategory Notify"),
        parameters(REMOVE, RemoveAll="Identity* RemoveAll* Notify",
                   RemoveSome="Identity* PhoneNumber* PhoneNumberType* Notify AssignmentBlockedForever AssignmentBlockedDays"),
        *[gives(f"(Get-Command {command}).DefaultParameterSet", name) for command, name in (
            (SET, "LocationUpdate"), (REMOVE, "RemoveSome"), (BINARY_READERS[0], "Identity"), (SCRIPT_READERS[0], "Identity"))],
        *[gives(f"@((Get-Command {command}).Parameters.{name}.Aliases).Count", 0)
          for command, name in ((NUMBERS, "TelephoneNumber"), (NUMBERS, "NumberType"), (SET, "PhoneNumber"))]]),
    dict(name="shape_of_the_module_since_7_9_0", half="pwsh", scenario={"module": {"version": "7.9.0"}}, calls=[
        script("Import-Module MicrosoftTeams"),
        *[gives(f"$names = (Get-Command {command}).Parameters; $names.ContainsKey('PhoneNumber'); "
                "$names.TelephoneNumber.Aliases + $names.NumberType.Aliases", False, "PhoneNumber", "PhoneNumberType")
          for command in (NUMBERS, SET, REMOVE)]]),
    dict(name="shape_of_users", half="pwsh", calls=[
        SIGN_IN,
        gives("$u = Get-CsOnlineUser user000000; $u.GetType().FullName; (Get-CsOnlineUser)[0].GetType().FullName",
              f"{MODELS}.UserMas", f"{MODELS}.User"),
        gives("$u.TeamsCallingPolicy.GetType().FullName; \"$($u.TeamsCallingPolicy)\"; $u.TeamsCallingPolicy -like 'Allow*'; "
              "$null -eq $u.TeamsMeetingPolicy; $u.TenantDialPlan.Name",
              f"{MODELS}.UserPolicyDefinition", "AllowCalling", True, True, "US-Seattle"),
        gives("$u.WhenCreated.GetType().Name; \"$($u.WhenCreated.Kind)\"; $u.LastProvisionTimeStamps.GetType().ToString(); "
              "$u.AssignedPlan.GetType().Name; \"$($u.AssignedPlan)\"; \"$($u.TelephoneNumbers)\"",
              "DateTime", "Utc", "System.Collections.Generic.Dictionary`2[System.String,System.DateTime]", "AssignedPlan[]",
              "Teams MCOEV MCOProfessional", "+14250000000"),
        gives("'user000001', 'user000002' | Get-CsOnlineUser", user(1), user(2)),
        gives(f"[pscustomobject]@{{ Identity = '{upn(1)}' }} | Get-CsOnlineUser | % Alias", "user000001"),
        gives("Get-CsOnlineUser | ? { $_.TeamsCallingPolicy -like 'Sales' } | Get-CsOnlineUser | % Alias", "user000001"),
        gives(f"$p = Get-CsUserPolicyAssignment -Identity {upn(1)}; $p.GetType().FullName; $p.PolicySource.GetType().Name; "
              "\"$($p.PolicySource)\"",
              f"{MODELS}.EffectivePolicy", "PolicySource[]", "Sales")]),
    dict(name="shape_of_policies", half="pwsh", calls=[
        SIGN_IN, gives("(Get-CsTeamsCallingPolicy Sales).PSTypeNames[0]; (Get-CsCallingLineIdentity)[0].PSTypeNames[0]",
                       f"{CORE}.TeamsCallingPolicy", f"{POLICY}.Voice.CallingLineIdentity"),
        gives("$p = Get-CsTenantDialPlan US-Seattle; $p.PSTypeNames[0]; $p.NormalizationRules.GetType().Name; "
              "$p.NormalizationRules[0].PSTypeNames[0]; $p.NormalizationRules[0].Name; $p.Key.ScopeClass",
              f"{POLICY}.Voice.TenantDialPlan", "Object[]", f"{POLICY}.Voice.NormalizationRule", "US-Local", "Tag"),
        gives("$p.Description = 'mine'; (Get-CsTenantDialPlan US-Seattle).Description -ne 'mine'", True),
        gives("(Get-CsOnlineVoiceRoutingPolicy Unrestricted).OnlinePstnUsages.GetType().Name; "
              "(Get-CsTeamsCallingPolicy Global).CallRecordingExpirationDays.GetType().Name; "
              "(Get-CsOnlineVoicemailPolicy Global).MaximumRecordingLength", "String[]", "Int64", "00:05:00")]),
    dict(name="shape_of_old_rows", half="pwsh", scenario={"module": {"version": "4.2.0"}}, calls=[
        SIGN_IN, gives("$n = Get-CsPhoneNumberAssignment -Top 1; $n.GetType().FullName; $n.Capability.GetType().Name; "
                       "@($n.PSObject.Properties).Count\n"
                       "(Set-CsPhoneNumberAssignment -Identity x -PhoneNumber y -PhoneNumberType z).GetType().FullName",
                       f"{MODELS}.SkypeTelephoneNumberMgmtCmdletAcquiredTelephoneNumber", "String[]", 13,
                       f"{MODELS}.SkypeTelephoneNumberMgmtErrorResponse")]),
    dict(name="shape_of_throttling", half="pwsh", scenario={"commands": {"Get-CsTenant": {"before": [{"fail": {
        "message": "Too Many Requests", "fqid": "TooManyRequests", "retry_after": 30}}]}}}, calls=[
        SIGN_IN, gives("Get-CsTenant -ErrorAction SilentlyContinue; $Error[0].Exception.Data['Retry-After']", 30)]),
]
