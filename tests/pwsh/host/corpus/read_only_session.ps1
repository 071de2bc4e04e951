# What the session of the read_only tests has been taught before. $folder is the test's own, with `victim` in it.
$known = 'Known'
$csv = "$folder/users.csv"
$remove = { Remove-Item "$folder/victim" }
$config = @{ Path = "$folder/victim" }
New-Variable shared 1 -Option AllScope
$member = @{ MemberName = 'Delete' }
function Get-Known($Path) { Test-Path $Path }
function Get-Unkind { param($Path) if ($Path) { Remove-Item $Path } }
function Get-Deeper { Get-Unkind }
function Get-Both($Path) { if ($Path) { Get-Both }; Get-Known $Path; Get-Loop }
function Get-Loop { Get-Both; Set-Content x y }
function Get-WithPath($victims) { Get-Item $victims }
function Get-Dynamic { [CmdletBinding()] param() dynamicparam { Remove-Item "$folder/victim" } end { 1 } }
function Write-Debug { Remove-Item "$folder/victim" }
Set-Alias Get-Nothing Remove-Item
Set-Alias Get-Chain Get-Nothing
Set-Alias Get-Lost Get-NoSuchThing
Set-Alias gk Get-Known
class Version { [string]$Text; Version([string]$text) { Remove-Item "$global:folder/victim"; $this.Text = $text } }
class Row { [string]$Name; Row() { } Row([string]$name) { Remove-Item "$global:folder/victim" } }
