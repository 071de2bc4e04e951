// Connect- and Disconnect-MicrosoftTeams with the parameter sets of module 7.7.0.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TeamsStub;

namespace TeamsStub
{
    internal static class Session
    {
        public static bool Connected { get; private set; }
        /// Whether a Get-CsTenant has answered since the sign-in.
        public static bool Verified { get; set; }
        /// How the last session ended, when it ended by itself.
        public static string Expired { get; private set; }

        public static void Begin() => (Connected, Verified, Expired) = (true, false, null);
        public static void End(string expired = null) => (Connected, Verified, Expired) = (false, false, expired);
    }

    internal static class Accounts
    {
        private const string Password = "Passw0rd!";
        private const string TotpKey = "Hello!\u00de\u00ad\u00be\u00ef";  // JBSWY3DPEHPK3PXP in base32

        /// The number of the refusal, or null with the steps of an account that gets further.
        public static int? Check(PSCredential credential, out Step[] steps)
        {
            steps = credential.UserName.ToLowerInvariant() switch
            {
                "mfa@contoso.example" => new Step[] { AskCode.Default },
                "nomfa@contoso.example" => Array.Empty<Step>(),
                "device@contoso.example" => new Step[] { DeviceCode.Default },
                "totp@contoso.example" => new Step[] { AskCode.Default with { Accepts = IsTotp } },
                "locked@contoso.example" => new Step[] { new Aadsts(50053) },
                "needsmfa@contoso.example" => new Step[] { new Aadsts(50076) },
                _ => null,
            };
            if (steps is null) return 50034;
            return credential.GetNetworkCredential().Password == Password ? null : 50126;
        }

        private static bool IsTotp(string code)
        {
            var step = DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30;
            return new[] { step - 1, step, step + 1 }.Any(at => Totp(at) == code);
        }

        // RFC 6238 over RFC 4226.
        private static string Totp(long step)
        {
            var counter = BitConverter.GetBytes(IPAddress.HostToNetworkOrder(step));
            var hash = HMACSHA1.HashData(TotpKey.Select(letter => (byte)letter).ToArray(), counter);
            var at = hash[^1] & 15;
            var number = (hash[at] & 0x7f) << 24 | hash[at + 1] << 16 | hash[at + 2] << 8 | hash[at + 3];
            return (number % 1_000_000).ToString("D6");
        }
    }
}

namespace Microsoft.Open.Teams.CommonLibrary
{
    public enum LogLevel { Info, Error, Warning, None }

    public sealed class PSAzureContext
    {
        public string Account { get; set; }
        public string Environment { get; set; }
        public string Tenant { get; set; }
        public string TenantId { get; set; }
    }
}

namespace Microsoft.TeamsCmdlets.Powershell.Connect
{
    using Microsoft.Open.Teams.CommonLibrary;

    [Cmdlet(VerbsCommunications.Connect, "MicrosoftTeams", DefaultParameterSetName = User, SupportsShouldProcess = true)]
    [OutputType(typeof(PSAzureContext))]
    public sealed class ConnectMicrosoftTeams : StubCmdlet, IDynamicParameters
    {
        /// The tenant knows this application, with every certificate but those of one name.
        private const string RegisteredApplication = "11111111-2222-4333-8444-555555555555";
        private const string UnregisteredName = "unregistered.contoso.example";

        private const string User = "UserCredential";
        private const string WithCertificate = "ServicePrincipalCertificate";
        private const string WithThumbprint = "ServicePrincipalCertificateThumbprint";
        private const string WithTokens = "AccessTokens";
        private const string Managed = "ManagedServiceLogin";

        [Parameter(ParameterSetName = User)]
        [Parameter(ParameterSetName = WithTokens)]
        [Parameter(ParameterSetName = WithCertificate, Mandatory = true)]
        [Parameter(ParameterSetName = WithThumbprint, Mandatory = true)]
        [Alias("Domain", "TenantDomain")]
        public string TenantId { get; set; }

        [Parameter(ParameterSetName = User)] public PSCredential Credential { get; set; }
        [Parameter(ParameterSetName = User)] public string AccountId { get; set; }
        [Parameter(ParameterSetName = User)] public SwitchParameter UseDeviceAuthentication { get; set; }
        [Parameter(ParameterSetName = User)]
        [ValidateSet("TeamsGCCH", "TeamsDOD", "TeamsChina")]
        public string TeamsEnvironmentName { get; set; }

        [Parameter(ParameterSetName = WithCertificate, Mandatory = true)]
        [Parameter(ParameterSetName = WithThumbprint, Mandatory = true)]
        public string ApplicationId { get; set; }
        [Parameter(ParameterSetName = WithCertificate, Mandatory = true)] public X509Certificate2 Certificate { get; set; }
        [Parameter(ParameterSetName = WithThumbprint, Mandatory = true)] public string CertificateThumbprint { get; set; }

        [Parameter(ParameterSetName = WithTokens, Mandatory = true)] public string[] AccessTokens { get; set; }

        [Parameter(ParameterSetName = Managed, Mandatory = true)]
        [Alias("MSI", "ManagedService")]
        public SwitchParameter Identity { get; set; }
        [Parameter(ParameterSetName = Managed)] public string ManagedServiceHostName { get; set; }
        [Parameter(ParameterSetName = Managed)] public int ManagedServicePort { get; set; }
        [Parameter(ParameterSetName = Managed)] public SecureString ManagedServiceSecret { get; set; }

        [Parameter] public LogLevel LogLevel { get; set; } = LogLevel.Info;
        [Parameter] public string LogFilePath { get; set; }

        /// -DisableWAM came with 7.8.1.
        public object GetDynamicParameters()
        {
            var parameters = new RuntimeDefinedParameterDictionary();
            var attributes = new System.Collections.ObjectModel.Collection<Attribute> { new ParameterAttribute { ParameterSetName = User } };
            if (Scenario.Current.ModuleVersion >= new Version(7, 8, 1))
                parameters.Add("DisableWAM", new RuntimeDefinedParameter("DisableWAM", typeof(SwitchParameter), attributes));
            return parameters;
        }

        internal override void Call()
        {
            if (!ShouldProcess("Microsoft Teams")) return;
            var scenario = Scenario.Current;
            Session.End();
            Play(scenario.BeforeConnect);
            if (!string.IsNullOrEmpty(TenantId) && !TenantId.Equals(Contoso.TenantId, StringComparison.OrdinalIgnoreCase)
                && !TenantId.Equals(Contoso.Domain, StringComparison.OrdinalIgnoreCase))
                Refuse(Refusals.NoTenant(TenantId));
            var (account, steps) = Accept();
            // It says so and goes on.
            if ("TeamsGCCH".Equals(TeamsEnvironmentName, StringComparison.OrdinalIgnoreCase))
                WriteWarning("Invalid Teams Environment name for Migration API");
            Play(scenario.Connect ?? steps);
            Session.Begin();
            WriteObject(new PSAzureContext
            {
                Account = account,
                Environment = TeamsEnvironmentName ?? "AzureCloud",
                Tenant = Contoso.TenantId,
                TenantId = Contoso.TenantId,
            });
        }

        /// Whom the sign-in is for, and what is left to do for it; refuses when there is nobody.
        private (string Account, IReadOnlyList<Step> Steps) Accept()
        {
            var nothing = Array.Empty<Step>();
            switch (ParameterSetName)
            {
                case WithCertificate:
                    CheckApplication();
                    return (ApplicationId, nothing);
                case WithThumbprint:
                    // A certificate store of the user is a thing of Windows.
                    Refuse(new CryptographicException(
                        $"No certificate was found in the certificate store with thumbprint {CertificateThumbprint}"));
                    break;
                case WithTokens:
                    if (TeamsStub.AccessTokens.Judge(AccessTokens) is not { } verdict) return ("mfa@contoso.example", nothing);
                    if (verdict == "") RefuseTokens(); else RefuseByModule(verdict);
                    break;
                case Managed: return ("MSI@50342", nothing);
            }
            if (UseDeviceAuthentication) return (AccountId ?? "device@contoso.example", new Step[] { DeviceCode.Default });
            if (Credential is not null)
            {
                if (Accounts.Check(Credential, out var steps) is { } refusal) Refuse(refusal);
                return (Credential.UserName, steps);
            }
            RefuseByModule("no_browser");
            return default;
        }

        /// Entra ID looks for the application first, then at what the certificate signed.
        private void CheckApplication()
        {
            if (!ApplicationId.Equals(RegisteredApplication, StringComparison.OrdinalIgnoreCase)) Refuse(Refusals.NoApplication(ApplicationId));
            var name = Certificate.GetNameInfo(X509NameType.SimpleName, false);
            if (name.Equals(UnregisteredName, StringComparison.OrdinalIgnoreCase)) Refuse(700027);
            if (Certificate.NotAfter.ToUniversalTime() < Refusals.Now) Refuse(Refusals.Expired(Certificate));
        }
    }

    [Cmdlet(VerbsCommunications.Disconnect, "MicrosoftTeams", SupportsShouldProcess = true)]
    public sealed class DisconnectMicrosoftTeams : StubCmdlet
    {
        internal override void Call()
        {
            if (!ShouldProcess("Microsoft Teams")) return;
            var around = Scenario.Current.For(PublicName);
            Play(around.Before);
            Play(around.NextCall());
            Session.End();
            Play(around.After);
        }
    }
}
