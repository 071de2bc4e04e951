// Get-CsOnlineUser and Get-CsUserPolicyAssignment: the private cmdlets behind them.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models;
using TeamsStub;

namespace Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Cmdlets
{
    [Cmdlet(VerbsCommon.Get, "CsUser_Get")]
    public sealed class GetCsUser_Get : ServiceCmdlet
    {
        [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)] public string Identity { get; set; }
        [Parameter] public string Filter { get; set; }
        [Parameter] public uint ResultSize { get; set; } = uint.MaxValue;
        [Parameter] public SwitchParameter SkipUserPolicies { get; set; }
        [Parameter] public SwitchParameter SoftDeletedUsers { get; set; }
        [Parameter] public string AccountType { get; set; }
        [Parameter] public string OrderBy { get; set; }
        [Parameter] public string[] Properties { get; set; }
        [Parameter] public string MsftInternalProcessingMode { get; set; }

        internal override string PublicName => "Get-CsOnlineUser";

        private static readonly string[] AccountTypes = { "User", "ResourceAccount", "Guest", "SfBOnPremUser", "IneligibleUser" };
        private static readonly string[] AlwaysThere = { "AccountEnabled", "Alias", "DisplayName", "Identity", "UserPrincipalName" };

        // The two forms by which callers look a user up.
        private static readonly Regex Condition = new(@"^\s*(UserPrincipalName|LineUri)\s*-eq\s*'((?:[^']|'')*)'\s*$",
                                                      RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

        internal override IEnumerable<object> Rows()
        {
            if (OrderBy is not null) BadRequest("Not simulated");
            var type = string.IsNullOrEmpty(AccountType) ? AccountTypes[0]
                : Array.Find(AccountTypes, word => word.Equals(AccountType, StringComparison.OrdinalIgnoreCase));
            if (type is null) BadRequest($"Invalid AccountType '{AccountType}'");
            var found = Found();
            if (SoftDeletedUsers || type != AccountTypes[0]) found = Array.Empty<long>();
            return found.Take((int)Math.Min(ResultSize, int.MaxValue)).Select(Shown);
        }

        private IEnumerable<long> Found()
        {
            if (!string.IsNullOrEmpty(Filter)) return Filtered();
            if (string.IsNullOrEmpty(Identity)) return Users.All();
            if (Users.Find(Identity) is { } user) return new[] { user };
            WriteError(new ErrorRecord(new Exception("userId was not found"), "NotFound", ErrorCategory.InvalidOperation, null));
            throw new CallEnded();
        }

        private IEnumerable<long> Filtered()
        {
            var condition = Condition.Match(Filter);
            if (!condition.Success) BadRequest($"Invalid Filter '{Filter}'");
            var wanted = condition.Groups[2].Value.Replace("''", "'");
            bool IsWanted(string value) => wanted.Equals(value, StringComparison.OrdinalIgnoreCase);
            if (condition.Groups[1].Value.Equals("LineUri", StringComparison.OrdinalIgnoreCase))
                return Users.All().Where(user => IsWanted(Users.Of<User>(user).LineUri));
            return Users.ByUserName(wanted) is { } one ? new[] { one } : Array.Empty<long>();
        }

        private object Shown(long user)
        {
            // A query for one and one for many give two classes in the real module.
            var shown = string.IsNullOrEmpty(Identity) ? Users.Of<User>(user) : Users.Of<UserMas>(user);
            foreach (var property in typeof(User).GetProperties())
            {
                var isLeftOut = Properties is not null && !Properties.Concat(AlwaysThere).Contains(property.Name, StringComparer.OrdinalIgnoreCase);
                if (isLeftOut || SkipUserPolicies && property.PropertyType == typeof(UserPolicyDefinition)) property.SetValue(shown, null);
            }
            return shown;
        }
    }

    [Cmdlet(VerbsCommon.Get, "CsUserPolicyAssignment_Get")]
    public sealed class GetCsUserPolicyAssignment_Get : GeneratedCmdlet
    {
        [Parameter(Mandatory = true)] public string Identity { get; set; }
        [Parameter] public string PolicyType { get; set; }

        internal override IEnumerable<object> Rows()
        {
            if ((Users.ById(Identity) ?? Users.ByUserName(Identity)) is not { } user)
            {
                var refusal = Refusals.Named("Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.UndeclaredResponseException",
                                             "The server responded with a Request Error, Status: NotFound");
                WriteError(new ErrorRecord(refusal, "NotFound", ErrorCategory.InvalidOperation, null));
                throw new CallEnded();
            }
            return UserPolicies.Of(user)
                .Where(policy => string.IsNullOrEmpty(PolicyType) || policy.Type.Equals(PolicyType, StringComparison.OrdinalIgnoreCase))
                .Select(policy => policy.Effective);
        }
    }
}
