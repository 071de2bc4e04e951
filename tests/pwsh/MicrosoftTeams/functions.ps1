# The exported functions: proxies as the real module generates them. Each feeds a private cmdlet through a steppable pipeline. Rows
# reach the caller one by one, and errors carry the private cmdlet's type in their ids. A pipeline lives in the scope that made it,
# so each function makes its own: out of a helper's scope, which ends, the private cmdlet could call no command of PowerShell.
#
# The module reads this as text and makes of it what one version of the real module has: a block comment that begins with "since"
# or "before" and a version becomes its text from that version on, or until then; "hidden" becomes the parameters that every
# generated function hides; and what "readers" has is there once for each of four policy types.

function Get-CsTenant {
    [OutputType([Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models.Tenant])]
    [CmdletBinding(DefaultParameterSetName = 'Get', PositionalBinding = $false)]
    param(
        <#hidden#>
    )
    begin {
        $wrapped = $ExecutionContext.InvokeCommand.GetCommand('Get-CsTenant_Get', 'Cmdlet')
        $pipeline = { & $wrapped @PSBoundParameters }.GetSteppablePipeline($MyInvocation.CommandOrigin)
        $pipeline.Begin($PSCmdlet)
    }
    process { $pipeline.Process($_) }
    end { $pipeline.End() }
}

function Get-CsPhoneNumberAssignment {
    [OutputType([Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models.ISkypeTelephoneNumberMgmtCmdletAcquiredTelephoneNumber])]
    [CmdletBinding(DefaultParameterSetName = 'Get', PositionalBinding = $false)]
    param(
        [Parameter()] [string] ${ActivationState},
        [Parameter()] [string] ${AssignedPstnTargetId},
        [Parameter()] [string] ${AssignmentCategory},
        [Parameter()] [string] ${CapabilitiesContain},
        [Parameter()] [string] ${CivicAddressId},
        [Parameter()] [string] ${Filter},
        [Parameter()] [string] ${IsoCountryCode},
        [Parameter()] [string] ${LocationId},
        [Parameter()] [string] ${NetworkSiteId},
        [Parameter()] <#since 7.9.0 [Alias('PhoneNumberType')]#> [string] ${NumberType},
        [Parameter()] [string] ${PstnAssignmentStatus},
        [Parameter()] [int] ${Skip},
        [Parameter()] <#since 7.9.0 [Alias('PhoneNumber')]#> [string] ${TelephoneNumber},
        [Parameter()] [string] ${TelephoneNumberContain},
        [Parameter()] [string] ${TelephoneNumberGreaterThan},
        [Parameter()] [string] ${TelephoneNumberLessThan},
        [Parameter()] [string] ${TelephoneNumberStartsWith},
        [Parameter()] [int] ${Top},
        <#hidden#>
    )
    begin {
        $wrapped = $ExecutionContext.InvokeCommand.GetCommand('Get-CsPhoneNumberAssignment_Get', 'Cmdlet')
        $pipeline = { & $wrapped @PSBoundParameters }.GetSteppablePipeline($MyInvocation.CommandOrigin)
        $pipeline.Begin($PSCmdlet)
    }
    process { $pipeline.Process($_) }
    end { $pipeline.End() }
}

function Set-CsPhoneNumberAssignment {
    [CmdletBinding(DefaultParameterSetName = 'LocationUpdate', PositionalBinding = $false)]
    param(
        [Parameter(Mandatory, ParameterSetName = 'LocationUpdate')]
        [Parameter(Mandatory, ParameterSetName = 'NetworkSiteUpdate')]
        [Parameter(Mandatory, ParameterSetName = 'ReverseNumberLookupUpdate')]
        [Parameter(Mandatory, ParameterSetName = 'Assignment')]
        <#since 7.9.0 [Alias('PhoneNumber')] [string] ${TelephoneNumber},#><#before 7.9.0 [string] ${PhoneNumber},#>

        [Parameter(Mandatory, ParameterSetName = 'LocationUpdate')]
        [Parameter(ParameterSetName = 'Assignment')]
        [string] ${LocationId},

        [Parameter(Mandatory, ParameterSetName = 'NetworkSiteUpdate')]
        [Parameter(ParameterSetName = 'Assignment')]
        [string] ${NetworkSiteId},

        [Parameter(Mandatory, ParameterSetName = 'ReverseNumberLookupUpdate')]
        [Parameter(ParameterSetName = 'Assignment')]
        [string] ${ReverseNumberLookup},

        [Parameter(Mandatory, ParameterSetName = 'Assignment')]
        [Parameter(Mandatory, ParameterSetName = 'Attribute')]
        [string] ${Identity},

        [Parameter(Mandatory, ParameterSetName = 'Assignment')]
        <#since 7.9.0 [Alias('PhoneNumberType')] [string] ${NumberType},#><#before 7.9.0 [string] ${PhoneNumberType},#>

        [Parameter(ParameterSetName = 'Assignment')] [string] ${AssignmentCategory},
        [Parameter(ParameterSetName = 'Assignment')] [switch] ${Notify},
        [Parameter(Mandatory, ParameterSetName = 'Attribute')] [bool] ${EnterpriseVoiceEnabled},
        [Parameter(DontShow)] [ValidateNotNull()] [Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.SendAsyncStep[]] ${HttpPipelinePrepend}
    )
    begin {
        $wrapped = $ExecutionContext.InvokeCommand.GetCommand('Set-CsPhoneNumberAssignment_Set', 'Cmdlet')
        $pipeline = { & $wrapped @PSBoundParameters }.GetSteppablePipeline($MyInvocation.CommandOrigin)
        $pipeline.Begin($PSCmdlet)
    }
    process { $pipeline.Process($_) }
    end { $pipeline.End() }
}

function Remove-CsPhoneNumberAssignment {
    [CmdletBinding(DefaultParameterSetName = 'RemoveSome', PositionalBinding = $false)]
    param(
        [Parameter(Mandatory, ParameterSetName = 'RemoveSome')]
        [Parameter(Mandatory, ParameterSetName = 'RemoveAll')]
        [string] ${Identity},

        [Parameter(Mandatory, ParameterSetName = 'RemoveSome')]
        <#since 7.9.0 [Alias('PhoneNumber')] [string] ${TelephoneNumber},#><#before 7.9.0 [string] ${PhoneNumber},#>

        [Parameter(Mandatory, ParameterSetName = 'RemoveSome')]
        <#since 7.9.0 [Alias('PhoneNumberType')] [string] ${NumberType},#><#before 7.9.0 [string] ${PhoneNumberType},#>

        [Parameter(Mandatory, ParameterSetName = 'RemoveAll')] [switch] ${RemoveAll},
        [Parameter()] [switch] ${Notify},
        [Parameter(ParameterSetName = 'RemoveSome')] [switch] ${AssignmentBlockedForever},
        [Parameter(ParameterSetName = 'RemoveSome')] [int] ${AssignmentBlockedDays},
        [Parameter(DontShow)] [ValidateNotNull()] [Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.SendAsyncStep[]] ${HttpPipelinePrepend}
    )
    begin {
        $wrapped = $ExecutionContext.InvokeCommand.GetCommand('Remove-CsPhoneNumberAssignment_Remove', 'Cmdlet')
        $pipeline = { & $wrapped @PSBoundParameters }.GetSteppablePipeline($MyInvocation.CommandOrigin)
        $pipeline.Begin($PSCmdlet)
    }
    process { $pipeline.Process($_) }
    end { $pipeline.End() }
}

function Get-CsOnlineUser {
    [OutputType([Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models.User])]
    [CmdletBinding(DefaultParameterSetName = 'Identity', PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Identity', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [string] ${Identity},

        [Parameter(ParameterSetName = 'Filter')] [string] ${Filter},
        [Parameter()] [uint32] ${ResultSize},
        [Parameter()] [switch] ${SkipUserPolicies},
        [Parameter()] [switch] ${SoftDeletedUsers},
        [Parameter()] [string] ${AccountType},
        [Parameter()] [Alias('Sort')] [string] ${OrderBy},
        [Parameter()] [string[]] ${Properties},
        [Parameter(DontShow)] [string] ${MsftInternalProcessingMode}
    )
    begin {
        $wrapped = $ExecutionContext.InvokeCommand.GetCommand('Get-CsUser_Get', 'Cmdlet')
        $pipeline = { & $wrapped @PSBoundParameters }.GetSteppablePipeline($MyInvocation.CommandOrigin)
        $pipeline.Begin($PSCmdlet)
    }
    process { $pipeline.Process($_) }
    end { $pipeline.End() }
}

function Get-CsUserPolicyAssignment {
    [OutputType([Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models.IEffectivePolicy])]
    [CmdletBinding(DefaultParameterSetName = 'Get', PositionalBinding = $false)]
    param(
        [Parameter(Mandatory)] [string] ${Identity},
        [Parameter()] [string] ${PolicyType},
        <#hidden#>
    )
    begin {
        $wrapped = $ExecutionContext.InvokeCommand.GetCommand('Get-CsUserPolicyAssignment_Get', 'Cmdlet')
        $pipeline = { & $wrapped @PSBoundParameters }.GetSteppablePipeline($MyInvocation.CommandOrigin)
        $pipeline.Begin($PSCmdlet)
    }
    process { $pipeline.Process($_) }
    end { $pipeline.End() }
}

<#readers
function Get-CsTYPE {
    [CmdletBinding(DefaultParameterSetName = 'Identity', PositionalBinding = $false)]
    param(
        [Parameter(ParameterSetName = 'Identity', Position = 1)] [string] ${Identity},
        [Parameter(ParameterSetName = 'Filter')] [string] ${Filter},
        [Parameter(DontShow)] [string] ${MsftInternalProcessingMode}
    )
    begin {
        $wrapped = $ExecutionContext.InvokeCommand.GetCommand('Get-CsConfiguration_Get', 'Cmdlet')
        $pipeline = { & $wrapped -ConfigType TYPE @PSBoundParameters }.GetSteppablePipeline($MyInvocation.CommandOrigin)
        $pipeline.Begin($PSCmdlet)
    }
    process { $pipeline.Process($_) }
    end { $pipeline.End() }
}
#>
