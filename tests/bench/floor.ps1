# The least that fetching all numbers can cost in PowerShell: import, sign-in, the same pages, and the rows thrown away.
param([int] $Rows, [switch] $Json, [switch] $Csv)
Import-Module MicrosoftTeams
$password = ConvertTo-SecureString -AsPlainText -Force 'Passw0rd!'
$null = Connect-MicrosoftTeams -Credential ([pscredential]::new('nomfa@contoso.example', $password))
function Get-All { for ($skip = 0; $skip -lt $Rows; $skip += 1000) { Get-CsPhoneNumberAssignment -Skip $skip -Top 1000 } }
if ($Json) { Get-All | ConvertTo-Json -Compress } elseif ($Csv) { Get-All | ConvertTo-Csv } else { Get-All | Out-Null }
