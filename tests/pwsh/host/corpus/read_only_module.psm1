# A module as the session of the read_only tests has it.
function Get-FromModule {
    [CmdletBinding()]
    param([Parameter(Position = 0, ValueFromPipeline)][string]$Identity, [string]$Filter, [scriptblock]$Process, [string]$OutFile)
    process { [pscustomobject]@{ Identity = $Identity; Filter = "$Filter".Trim() } }
}
function Find-FromModule($Name) { "found $Name" }
function Test-FromModule { $true }
function Set-FromModule { throw 'it ran' }
function Get-Consumer { param([Parameter(ValueFromPipeline)][scriptblock]$Work) process { & $Work } }
Set-Alias gfm Get-FromModule
Set-Alias Get-ByAlias Set-FromModule
Export-ModuleMember -Function * -Alias *
