# A stand-in for Microsoft's module, for tests: the same name, GUID, exports and version as the real 7.7.0.
# PowerShell reads the version from here before any code runs, so another version needs another copy of this file.
@{
    RootModule           = 'MicrosoftTeams.psm1'
    ModuleVersion        = '7.7.0'
    GUID                 = 'd910df43-3ca6-4c9c-a2e3-e9f45a8e2ad9'
    Author               = 'teamsctl'
    Description          = 'Simulated Microsoft Teams tenant for the tests of teamsctl'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    CmdletsToExport      = @(
        'Connect-MicrosoftTeams', 'Disconnect-MicrosoftTeams', 'Get-CsOnlineVoicemailPolicy', 'Get-CsTeamsCallingPolicy',
        'Get-CsTeamsEmergencyCallingPolicy', 'Get-CsTeamsMeetingPolicy'
    )
    FunctionsToExport    = @(
        'Get-CsCallingLineIdentity', 'Get-CsOnlineUser', 'Get-CsOnlineVoiceRoutingPolicy', 'Get-CsPhoneNumberAssignment',
        'Get-CsTeamsEmergencyCallRoutingPolicy', 'Get-CsTenant', 'Get-CsTenantDialPlan', 'Get-CsUserPolicyAssignment',
        'Remove-CsPhoneNumberAssignment', 'Set-CsPhoneNumberAssignment'
    )
    AliasesToExport      = @()
    VariablesToExport    = @()
}
