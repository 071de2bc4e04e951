// The readers of policies: four cmdlets of their own, and the private one that the functions for the four others call.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using Microsoft.Teams.Policy.Administration.Cmdlets.Core;
using TeamsStub;

namespace TeamsStub
{
    internal static class PolicySearch
    {
        private const string Tag = "Tag:";

        /// An identity may lack its tag, and has no case.
        public static PSObject ByIdentity(string type, string identity) =>
            Policies.Of(type).FirstOrDefault(policy => Same(Policies.IdentityOf(policy), identity)
                                                       || Same(Policies.IdentityOf(policy), Tag + identity));

        public static string Tagged(string identity) =>
            Tag + (identity.StartsWith(Tag, StringComparison.OrdinalIgnoreCase) ? identity[Tag.Length..] : identity);

        public static IEnumerable<PSObject> ByFilter(string type, string filter)
        {
            var plain = Pattern(filter);
            var tagged = Pattern(Tag + filter);
            return Policies.Of(type).Where(policy => plain.IsMatch(Policies.IdentityOf(policy))
                                                     || tagged.IsMatch(Policies.IdentityOf(policy)));
        }

        private static Regex Pattern(string wildcards) =>
            new($"^{Regex.Escape(wildcards).Replace(@"\*", ".*").Replace(@"\?", ".")}$",
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);

        private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
    }
}

namespace Microsoft.Teams.Policy.Administration.Cmdlets.Core
{
    public sealed class PolicyRpException : Exception { public PolicyRpException(string message) : base(message) { } }

    public abstract class PolicyReader : ServiceCmdlet
    {
        [Parameter(Position = 1, ParameterSetName = "Identity")] public string Identity { get; set; }
        [Parameter(ParameterSetName = "Filter")] public string Filter { get; set; }
        [Parameter(DontShow = true)] public string MsftInternalProcessingMode { get; set; }

        internal override string WithoutSession => "no_session";

        internal sealed override IEnumerable<object> Rows()
        {
            var type = PublicName["Get-Cs".Length..];
            if (!string.IsNullOrEmpty(Filter)) return PolicySearch.ByFilter(type, Filter);
            if (string.IsNullOrEmpty(Identity)) return Policies.Of(type);
            if (PolicySearch.ByIdentity(type, Identity) is { } policy) return new[] { policy };
            WriteError(new ErrorRecord(
                new PolicyRpException($"\"{Identity}\" not found Please check your request parameters. CorrelationId: " +
                                      "00000000-0000-4000-8000-000000000001"),
                "ClientError", ErrorCategory.NotSpecified, null));
            throw new CallEnded();
        }
    }

    [Cmdlet(VerbsCommon.Get, "CsTeamsCallingPolicy", DefaultParameterSetName = "Identity")]
    public sealed class GetTeamsCallingPolicyCmdlet : PolicyReader { }

    [Cmdlet(VerbsCommon.Get, "CsTeamsMeetingPolicy", DefaultParameterSetName = "Identity")]
    public sealed class GetTeamsMeetingPolicyCmdlet : PolicyReader { }

    [Cmdlet(VerbsCommon.Get, "CsOnlineVoicemailPolicy", DefaultParameterSetName = "Identity")]
    public sealed class GetOnlineVoicemailPolicyCmdlet : PolicyReader { }

    [Cmdlet(VerbsCommon.Get, "CsTeamsEmergencyCallingPolicy", DefaultParameterSetName = "Identity")]
    public sealed class GetTeamsEmergencyCallingPolicyCmdlet : PolicyReader { }
}

namespace Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Cmdlets
{
    [Cmdlet(VerbsCommon.Get, "CsConfiguration_Get")]
    public sealed class GetCsConfiguration_Get : ServiceCmdlet
    {
        [Parameter(Mandatory = true)] public string ConfigType { get; set; }
        [Parameter] public string Identity { get; set; }
        [Parameter] public string Filter { get; set; }
        [Parameter] public string MsftInternalProcessingMode { get; set; }

        internal override string PublicName => "Get-Cs" + ConfigType;

        internal override IEnumerable<object> Rows()
        {
            if (!string.IsNullOrEmpty(Filter)) return PolicySearch.ByFilter(ConfigType, Filter);
            if (string.IsNullOrEmpty(Identity)) return Policies.Of(ConfigType);
            if (PolicySearch.ByIdentity(ConfigType, Identity) is { } policy) return new[] { policy };
            WriteError(new ErrorRecord(
                new Exception($"Cannot find \"{ConfigType}\" \"{PolicySearch.Tagged(Identity)}\" because it does not exist."),
                "NotFound", ErrorCategory.InvalidOperation, null));
            throw new CallEnded();
        }
    }
}
