# Loads the session host into this pwsh and hands over to it; see teamsctl-host-protocol(7), START.
# This text must parse on every PowerShell since 5.1, so that an old one can say that it is old. And it must be quick:
# every kind of operation costs milliseconds the first time, and the first command of a module a hundred.
param($Protocol, $SourceHash, $CacheDirectory)

# The quick way: the assembly from the cache. No check of versions is needed for it: only a PowerShell that is new enough
# puts a file of its version there. But whoever can write the file or its directory decides what runs here, so both must
# be ours alone. (The provider is part of the engine, Get-Item is not. 18 is 0022, writable by group or others.)
$version = $PSVersionTable.PSVersion
$file = "$CacheDirectory/$SourceHash-$version.dll"
$refused = $CacheDirectory -eq '-'
if (-not $refused) {
    try {
        $ours, $directory, $assembly =
            $ExecutionContext.InvokeProvider.Item.Get(@('/proc/self', $CacheDirectory, $file), $true, $true).UnixStat
        if ($directory.UserId -eq $ours.UserId -and -not ($directory.Mode -band 18) -and
            $assembly.UserId -eq $ours.UserId -and -not ($assembly.Mode -band 18)) {
            $program = [Reflection.Assembly]::LoadFrom($file).GetType('Teamsctl.Host.Program')
            $program.GetMethod('Start').Invoke($null, @($Protocol, "$version"))
        }
    } catch {
        # Absent, or nothing that can be loaded: made again below.
    }
}

$fatal = $null
if ($version.Major -lt 7 -or ($version.Major -eq 7 -and $version.Minor -lt 4)) {
    $fatal = '"version","message":"PowerShell 7.4 or later is needed, this is ' + $version + '","powershell":"' + $version
} elseif ("$($ExecutionContext.SessionState.LanguageMode)" -ne 'FullLanguage') {
    $fatal = '"language_mode","message":"PowerShell runs in a constrained language mode'
} elseif ($Protocol -ne '1') {
    $fatal = '"protocol","message":"this host speaks protocol 1 only'
}
if ($fatal) {
    # By a command, since a constrained language may not call methods. It is a pipe: nothing is overwritten.
    Out-File -LiteralPath /proc/self/fd/4 -Append -Encoding ascii -InputObject ('{"type":"fatal","code":' + $fatal + '"}')
    exit 1
}

# What .NET opens is closed in children, what was inherited is not: so everything is opened anew, and the inherited
# descriptors are closed before the compiler's module is loaded.
$requests = [IO.FileStream]::new('/proc/self/fd/3', 'Open', 'Read', 'ReadWrite', 0)
$records = [IO.FileStream]::new('/proc/self/fd/4', 'Open', 'Write', 'ReadWrite', 0)
$source = [IO.StreamReader]::new('/proc/self/fd/6').ReadToEnd()
foreach ($descriptor in 3..7) {
    [Microsoft.Win32.SafeHandles.SafeFileHandle]::new([IntPtr]$descriptor, $true).Dispose()
}

# A file that another PowerShell of ours loads at this moment must not change: so a new one is made beside and renamed.
# Compiling is not done into the file that is kept: when it fails it leaves an empty file behind.
$compiled = $null
$how = 'memory'
if (-not $refused) {
    $beside = "$CacheDirectory/.$SourceHash-$PID.dll"
    try {
        $null = [IO.Directory]::CreateDirectory($CacheDirectory, 448)
        $ours, $directory = $ExecutionContext.InvokeProvider.Item.Get(@('/proc/self', $CacheDirectory), $true, $true).UnixStat
        if ($directory.UserId -eq $ours.UserId -and -not ($directory.Mode -band 18)) {
            Add-Type -TypeDefinition $source -OutputAssembly $beside -OutputType Library -CompilerOptions /optimize -ErrorAction Stop
            [IO.File]::SetUnixFileMode($beside, 384)
            $compiled = [Reflection.Assembly]::Load([IO.File]::ReadAllBytes($beside)).GetType('Teamsctl.Host.Program')
            [IO.File]::Move($beside, $file, $true)
            $how = 'compiled'
        }
    } catch {
        # No room, no permission, wildcards in the path (Add-Type takes them for such): the host works without a cache.
        # That it does not compile is found out below.
    } finally {
        [IO.File]::Delete($beside)
    }
}
try {
    if (-not $compiled) {
        $compiled = Add-Type -TypeDefinition $source -PassThru -CompilerOptions /optimize -ErrorAction Stop |
            Where-Object FullName -EQ Teamsctl.Host.Program
    }
} catch {
    $text = '{"type":"fatal","code":"compile","message":' + (ConvertTo-Json "$_") + "}`n"
    $records.Write([Text.Encoding]::UTF8.GetBytes($text))
    exit 1
}
$compiled.GetMethod('Run').Invoke($null, @($requests, $records, "$version", $how))
