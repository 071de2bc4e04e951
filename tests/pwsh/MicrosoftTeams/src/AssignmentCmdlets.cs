// Set- and Remove-CsPhoneNumberAssignment: the private cmdlets behind them. What they refuse, and in which order, is the service's
// business, so no value is checked by PowerShell's binder.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models;
using TeamsStub;

namespace Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Cmdlets
{
    public abstract class AssignmentCmdlet : ServiceCmdlet
    {
        [Parameter] public string Identity { get; set; }
        [Parameter] [Alias("PhoneNumber")] public string TelephoneNumber { get; set; }
        [Parameter] [Alias("PhoneNumberType")] public string NumberType { get; set; }
        [Parameter] public SwitchParameter Notify { get; set; }
        [Parameter] public object[] HttpPipelinePrepend { get; set; }

        internal sealed override IEnumerable<object> Rows()
        {
            var refusal = IsSimulated ? Change() : "Not simulated";
            if (refusal is null) yield break;
            if (Scenario.Current.ModuleVersion >= new Version(4, 2, 1)) BadRequest(refusal);
            // Until then the module took a refusal for a result.
            yield return new SkypeTelephoneNumberMgmtErrorResponse { Code = "BadRequest", Message = refusal };
        }

        /// Does it, or says why not.
        private protected abstract string Change();

        private protected abstract bool IsSimulated { get; }

        private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

        private protected string NoUser => $"The user '{Identity}' is not found";

        private protected string NoNumber => $"Telephone Number '{TelephoneNumber}' is not found from tenant '{Contoso.TenantId}'";

        /// The number that is named, when its type is that, too.
        private protected long? Named =>
            Contoso.IndexOf(TelephoneNumber) is { } number
            && Contoso.FirstRowOf(number).NumberType.Equals(NumberType, StringComparison.OrdinalIgnoreCase) ? number : null;

        private protected static List<Change> FreeAll(long user) =>
            Changes.NumbersOf(user, Changes.Last).Select(number => new Change(number, null, null, null, Changes.Now)).ToList();
    }

    [Cmdlet(VerbsCommon.Set, "CsPhoneNumberAssignment_Set")]
    public sealed class SetCsPhoneNumberAssignment_Set : AssignmentCmdlet
    {
        [Parameter] public string LocationId { get; set; }
        [Parameter] public string NetworkSiteId { get; set; }
        [Parameter] public string AssignmentCategory { get; set; }
        [Parameter] public string ReverseNumberLookup { get; set; }
        [Parameter] public bool EnterpriseVoiceEnabled { get; set; }

        private static readonly string[] Categories = { "Primary", "Private", "Alternate" };

        private protected override bool IsSimulated =>
            IsGiven(nameof(NumberType)) && !IsGiven(nameof(NetworkSiteId)) && !IsGiven(nameof(ReverseNumberLookup));

        private protected override string Change()
        {
            if (Users.Find(Identity) is not { } user) return NoUser;
            if (!Users.IsLicensed(user))
                return $"User '{Users.IdOf(user)}' lacks appropriate licenses to assign a '{NumberType}' number";
            var category = Array.Find(Categories, word => word.Equals(AssignmentCategory, StringComparison.OrdinalIgnoreCase));
            if (category is null && AssignmentCategory is not null) return $"Invalid AssignmentCategory '{AssignmentCategory}'";
            var location = "null".Equals(LocationId, StringComparison.OrdinalIgnoreCase) ? null : LocationId;
            if (location is not null && !Guid.TryParseExact(location, "D", out _)) return $"Invalid LocationId '{LocationId}'";
            if (Named is not { } number) return NoNumber;
            var (owner, free) = OwnerOf(number);
            if (owner == user) return null;
            if (!free) return $"Telephone Number '{TelephoneNumber}' has already been assigned to another user";
            var changes = FreeAll(user);
            changes.Add(new Change(number, user, location, category ?? "Primary", Changes.Now));
            Changes.Make(changes);
            return null;
        }

        private static (long? Owner, bool Free) OwnerOf(long number)
        {
            if (Changes.Last(number) is { } change) return (change.User, change.User is null);
            return (Users.FirstOwnerOf(number), Contoso.FirstRowOf(number).PstnAssignmentStatus == "Unassigned");
        }
    }

    [Cmdlet(VerbsCommon.Remove, "CsPhoneNumberAssignment_Remove")]
    public sealed class RemoveCsPhoneNumberAssignment_Remove : AssignmentCmdlet
    {
        [Parameter] public SwitchParameter RemoveAll { get; set; }
        [Parameter] public SwitchParameter AssignmentBlockedForever { get; set; }
        [Parameter] public int AssignmentBlockedDays { get; set; }

        private protected override bool IsSimulated => !IsGiven(nameof(AssignmentBlockedDays)) && !AssignmentBlockedForever;

        private protected override string Change()
        {
            if (Users.Find(Identity) is not { } user) return NoUser;
            var own = FreeAll(user);
            if (!RemoveAll)
            {
                own.RemoveAll(change => change.Number != Named);
                if (own.Count == 0) return NoNumber;
            }
            if (own.Count > 0) Changes.Make(own);
            return null;
        }
    }
}
