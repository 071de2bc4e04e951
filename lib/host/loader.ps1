# Loads the session host into this pwsh and hands over to it; see teamsctl-host-protocol(7), START.
# This text must parse on every PowerShell since 5.1, so that an old one can say that it is old. And it must be quick:
# each .NET call from script costs milliseconds the first time, and the first command of a module a hundred.
param([string]$Protocol, [string]$SourceHash, [string]$CacheDirectory)

$version = $PSVersionTable.PSVersion
$fatal = $null
if ($version.Major -lt 7 -or ($version.Major -eq 7 -and $version.Minor -lt 4)) {
    $fatal = '{"type":"fatal","code":"version","message":"PowerShell 7.4 or later is needed, this is ' + $version +
        '","powershell":"' + $version + '"}'
} elseif ("$($ExecutionContext.SessionState.LanguageMode)" -ne 'FullLanguage') {
    $fatal = '{"type":"fatal","code":"language_mode","message":"PowerShell runs in a constrained language mode"}'
} elseif ($Protocol -ne '1') {
    $fatal = '{"type":"fatal","code":"protocol","message":"this host speaks protocol 1 only"}'
}
if ($fatal) {
    # A command, since a constrained language may not call methods. It is a pipe: nothing is overwritten.
    Add-Content -LiteralPath /proc/self/fd/4 -Value $fatal
    exit 1
}

# The quick way: the assembly from the cache. Whoever can write it or its directory decides what runs here, so both must
# be ours alone. (The provider is part of the engine, Get-Item is not. 18 is 0022: writable by group or others.)
$file = "$CacheDirectory/$SourceHash-$version.dll"
try {
    if ($CacheDirectory -ne '-') {
        $ours, $directory, $assembly = foreach ($item in
            $ExecutionContext.InvokeProvider.Item.Get(@('/proc/self', $CacheDirectory, $file), $true, $true)) {
            $item.UnixStat
        }
        if ($directory.UserId -eq $ours.UserId -and -not ($directory.Mode -band 18) -and $assembly.Size -and
            $assembly.UserId -eq $ours.UserId -and -not ($assembly.Mode -band 18)) {
            [Reflection.Assembly]::LoadFrom($file).GetType('Teamsctl.Host.Program').GetMethod('Start').Invoke($null, @("$version"))
        }
    }
} catch {
    # Absent or broken: made again below.
}
"slow"
