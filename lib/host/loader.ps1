# Loads the session host into this pwsh and hands over to it; see teamsctl-host-protocol(7), START.
# This text must parse on every PowerShell since 5.1, so that an old one can say that it is old. And it must be quick:
# every kind of operation costs milliseconds the first time, and the first command of a module a hundred.
param($Protocol, $SourceHash, $CacheDirectory)

# What is needed when the quick way at the end fails. In functions, which are not compiled until they are called.

# Says why there can be no host, and ends.
function Stop-Loading([string]$members) {
    # By a command, since a constrained language may not call methods. It is a pipe: nothing is overwritten.
    Out-File -LiteralPath /proc/self/fd/4 -Append -Encoding ascii -InputObject ('{"type":"fatal",' + $members + '}')
    exit 1
}

function Assert-Suitable($version) {
    if ($version.Major -lt 7 -or ($version.Major -eq 7 -and $version.Minor -lt 4)) {
        Stop-Loading ('"code":"version","message":"PowerShell 7.4 or later is needed, this is ' + $version +
            '","powershell":"' + $version + '"')
    }
    if ("$($ExecutionContext.SessionState.LanguageMode)" -ne 'FullLanguage') {
        Stop-Loading '"code":"language_mode","message":"PowerShell runs in a constrained language mode"'
    }
    if ($Protocol -ne '1') {
        Stop-Loading '"code":"protocol","message":"this host speaks protocol 1 only"'
    }
}

# Compiles the source into the cache and gives the host's entry, or nothing when the cache cannot be used.
function Build-Cached([string]$source) {
    $beside = "$CacheDirectory/.$SourceHash-$PID.dll"
    try {
        $null = [IO.Directory]::CreateDirectory($CacheDirectory, 448)
        $ours, $directory = $ExecutionContext.InvokeProvider.Item.Get(@('/proc/self', $CacheDirectory), $true, $true).UnixStat
        if ($directory.UserId -eq $ours.UserId -and -not ($directory.Mode -band 18)) {
            # Beside and renamed: Add-Type leaves an empty file when it fails, and another PowerShell of ours may be
            # loading the file of that name at this moment. (Add-Type compiles for debugging unless told.)
            Add-Type -TypeDefinition $source -OutputAssembly $beside -OutputType Library -CompilerOptions /optimize -ErrorAction Stop
            [IO.File]::SetUnixFileMode($beside, 384)
            $program = [Reflection.Assembly]::Load([IO.File]::ReadAllBytes($beside)).GetType('Teamsctl.Host.Program')
            [IO.File]::Move($beside, $file, $true)
            $program
        }
    } catch {
        # No room, no permission, wildcards in the path (Add-Type takes them for such): the host works without a cache.
        # That it does not compile is found out later.
    } finally {
        [IO.File]::Delete($beside)
    }
}

# Compiles the source in memory and gives the host's entry.
function Build-InMemory([string]$source, $records) {
    try {
        Add-Type -TypeDefinition $source -PassThru -CompilerOptions /optimize -ErrorAction Stop |
            Where-Object FullName -EQ Teamsctl.Host.Program
    } catch {
        $text = '{"type":"fatal","code":"compile","message":' + (ConvertTo-Json "$_") + "}`n"
        $records.Write([Text.Encoding]::UTF8.GetBytes($text))
        exit 1
    }
}

function Start-Compiled {
    Assert-Suitable $version
    # What .NET opens is closed in children, what was inherited is not: so everything is opened anew, and the inherited
    # descriptors are closed before the compiler's module is loaded.
    $requests = [IO.FileStream]::new('/proc/self/fd/3', 'Open', 'Read', 'ReadWrite', 0)
    $records = [IO.FileStream]::new('/proc/self/fd/4', 'Open', 'Write', 'ReadWrite', 0)
    $source = [IO.StreamReader]::new('/proc/self/fd/6').ReadToEnd()
    foreach ($descriptor in 3..7) {
        [Microsoft.Win32.SafeHandles.SafeFileHandle]::new([IntPtr]$descriptor, $true).Dispose()
    }
    $how = 'compiled'
    $program = if ($CacheDirectory -ne '-') { Build-Cached $source }
    if (-not $program) {
        $how = 'memory'
        $program = Build-InMemory $source $records
    }
    $program.GetMethod('Run').Invoke($null, @($requests, $records, "$version", $how))
}

# The quick way: the assembly from the cache. No check of versions is needed for it: only a PowerShell that is new enough
# puts a file of its version there. But whoever can write the file or its directory decides what runs here, so both must
# be ours alone. (The provider is part of the engine, Get-Item is not. 18 is 0022, writable by group or others.)
$version = $PSVersionTable.PSVersion
$file = "$CacheDirectory/$SourceHash-$version.dll"
try {
    $ours, $directory, $assembly =
        $ExecutionContext.InvokeProvider.Item.Get(@('/proc/self', $CacheDirectory, $file), $true, $true).UnixStat
    if ($directory.UserId -eq $ours.UserId -and -not ($directory.Mode -band 18) -and
        $assembly.UserId -eq $ours.UserId -and -not ($assembly.Mode -band 18)) {
        $program = [Reflection.Assembly]::LoadFrom($file).GetType('Teamsctl.Host.Program')
        $program.GetMethod('Start').Invoke($null, @($Protocol, "$version"))
    }
} catch {
    # No directory, no file, or nothing that can be loaded: made again now.
}
Start-Compiled
