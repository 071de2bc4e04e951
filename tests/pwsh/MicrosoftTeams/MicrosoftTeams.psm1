# Only .NET calls until the assembly is there: each cmdlet of PowerShell's own modules would add to the time of an import,
# and imports are what the benchmarks of teamsctl start with.
# No $ErrorActionPreference here: the functions below would inherit it and make every error of theirs a terminating one.

function Get-StubAssembly {
    $sources = [IO.Directory]::GetFiles("$PSScriptRoot/src", '*.cs')
    [Array]::Sort($sources)
    $hash = [Security.Cryptography.IncrementalHash]::CreateHash('SHA256')
    foreach ($source in $sources) { $hash.AppendData([IO.File]::ReadAllBytes($source)) }
    $name = [Convert]::ToHexString($hash.GetHashAndReset()).Substring(0, 32) + "-$($PSVersionTable.PSVersion).dll"

    # Not TMPDIR first: teamsctl gives every pwsh a TMPDIR of its own, where nothing would be found again.
    $base = if ($env:XDG_CACHE_HOME) { $env:XDG_CACHE_HOME } elseif ($env:HOME) { "$env:HOME/.cache" } else { [IO.Path]::GetTempPath() }
    $directory = "$base/teamsctl-stub"
    $file = "$directory/$name"
    # A compiler that was killed leaves a file that does not load; it is made again.
    if ([IO.File]::Exists($file)) { try { return [Reflection.Assembly]::LoadFrom($file) } catch { Write-Debug "$_" } }

    $mode = [IO.UnixFileMode]'UserRead, UserWrite, UserExecute'
    $null = [IO.Directory]::CreateDirectory($directory, $mode)
    # Several tests may compile at once: each writes a file of its own, and the last rename wins.
    $own = "$directory/$([Guid]::NewGuid()).dll"
    try {
        Add-Type -Path $sources -OutputAssembly $own -ErrorAction Stop
        [IO.File]::Move($own, $file, $true)
    } finally { [IO.File]::Delete($own) }
    [Reflection.Assembly]::LoadFrom($file)
}

# Rethrown: without that PowerShell would report the error and go on with half a module.
try {
    Import-Module -Assembly (Get-StubAssembly) -ErrorAction Stop
    [TeamsStub.Policies]::LieIn("$PSScriptRoot/../../../lib/simulator/tenant/policies.json")
    [TeamsStub.Scenario]::Load()
    . ([scriptblock]::Create([TeamsStub.FunctionText]::Of("$PSScriptRoot/functions.ps1")))
} catch { throw }

# Which commands are cmdlets and which are functions is as in the real module, and the manifest says it.
Export-ModuleMember -Cmdlet * -Function *-Cs*

# Last, so that whatever these steps do finds a module that is otherwise complete.
if ([TeamsStub.Scenario]::Current.Import.Count) { try { Invoke-StubImport } catch { throw } }
