// The filters of Get-CsPhoneNumberAssignment: all that are given must hold. Values are refused here and not by PowerShell's
// binder, because the service does it.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Cmdlets;
using Row = Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models.SkypeTelephoneNumberMgmtCmdletAcquiredTelephoneNumber;

namespace TeamsStub
{
    internal sealed class NumberFilter
    {
        private static readonly string[] Capabilities =
            { "ConferenceAssignment", "VoiceApplicationAssignment", "UserAssignment", "TeamsPhoneMobile" };

        private readonly GetCsPhoneNumberAssignment_Get given;
        private readonly List<Func<Row, bool>> conditions = new();

        private NumberFilter(GetCsPhoneNumberAssignment_Get given) => this.given = given;

        public bool IsEmpty => conditions.Count == 0;

        public bool Matches(long i)
        {
            var row = Contoso.RowOf(i);
            return conditions.All(condition => condition(row));
        }

        public static NumberFilter Of(GetCsPhoneNumberAssignment_Get given)
        {
            var filter = new NumberFilter(given);
            filter.AddWords();
            filter.AddIds();
            filter.AddNumbers();
            filter.AddText(given.Filter);
            if (given.Top < 0) filter.Refuse("Top", $"{given.Top}");
            if (given.Skip < 0) filter.Refuse("Skip", $"{given.Skip}");
            return filter;
        }

        private void AddWords()
        {
            Word("ActivationState", given.ActivationState, row => row.ActivationState,
                 "Activated", "AssignmentPending", "AssignmentFailed", "UpdatePending", "UpdateFailed");
            Word("AssignmentCategory", given.AssignmentCategory, row => row.AssignmentCategory, "Primary", "Alternate", "Private");
            Word("NumberType", given.NumberType, row => row.NumberType, "DirectRouting", "CallingPlan", "OperatorConnect");
            Word("PstnAssignmentStatus", given.PstnAssignmentStatus, row => row.PstnAssignmentStatus,
                 "Unassigned", "UserAssigned", "ConferenceAssigned", "VoiceApplicationAssigned", "ThirdPartyAppAssigned", "PolicyAssigned");
            if (given.IsoCountryCode is { Length: not 2 }) Refuse("IsoCountryCode", given.IsoCountryCode);
            Equal(given.IsoCountryCode, row => row.IsoCountryCode);
            if (given.CapabilitiesContain is not { } list) return;
            foreach (var capability in list.Split(',', StringSplitOptions.TrimEntries))
            {
                if (!Capabilities.Contains(capability, StringComparer.OrdinalIgnoreCase)) Refuse("CapabilitiesContain", list);
                Add(row => row.Capability.Contains(capability, StringComparer.OrdinalIgnoreCase));
            }
        }

        private void AddIds()
        {
            Id("CivicAddressId", given.CivicAddressId, row => row.CivicAddressId);
            Id("LocationId", given.LocationId, row => row.LocationId);
            Equal(given.NetworkSiteId, row => row.NetworkSiteId);
            if (given.AssignedPstnTargetId is not { } target) return;
            var name = Users.WithoutSip(target);
            var wanted = Users.ByUserName(name) is { } user ? Users.IdOf(user) : name;
            Add(row => Same(row.AssignedPstnTargetId, wanted));
        }

        private void AddNumbers()
        {
            if (WithPlus("TelephoneNumber", given.TelephoneNumber) is { } number) Add(row => Same(row.TelephoneNumber, number));
            if (WithPlus("TelephoneNumberStartsWith", given.TelephoneNumberStartsWith) is { } start)
                Add(row => row.TelephoneNumber.StartsWith(start, StringComparison.OrdinalIgnoreCase));
            if (WithPlus("TelephoneNumberGreaterThan", given.TelephoneNumberGreaterThan) is { } low)
                Add(row => string.CompareOrdinal(row.TelephoneNumber, low) > 0);
            if (WithPlus("TelephoneNumberLessThan", given.TelephoneNumberLessThan) is { } high)
                Add(row => string.CompareOrdinal(row.TelephoneNumber, high) < 0);
            if (WithPlus("TelephoneNumberContain", given.TelephoneNumberContain) is { } part)
                Add(row => row.TelephoneNumber.Contains(part[1..], StringComparison.Ordinal));
        }

        private void Add(Func<Row, bool> condition) => conditions.Add(condition);

        // A null is never what was asked for, not even for an empty text.
        private static bool Same(string value, string wanted) => value is not null && value.Equals(wanted, StringComparison.OrdinalIgnoreCase);

        private void Equal(string wanted, Func<Row, string> member)
        {
            if (wanted is not null) Add(row => Same(member(row), wanted));
        }

        private void Word(string parameter, string wanted, Func<Row, string> member, params string[] words)
        {
            if (wanted is not null && !words.Contains(wanted, StringComparer.OrdinalIgnoreCase)) Refuse(parameter, wanted);
            Equal(wanted, member);
        }

        private void Id(string parameter, string wanted, Func<Row, string> member)
        {
            if (wanted is not null && !Guid.TryParseExact(wanted, "D", out _)) Refuse(parameter, wanted);
            Equal(wanted, member);
        }

        /// The service takes a number with and without its plus sign, and never a "tel:" before it.
        private string WithPlus(string parameter, string number)
        {
            if (number is null) return null;
            var digits = number.StartsWith('+') ? number[1..] : number;
            if (digits.Length == 0 || !char.IsAsciiDigit(digits[0])) Refuse(parameter, number);
            return "+" + digits;
        }

        private void Refuse(string parameter, string value) => given.BadRequest($"Invalid {parameter} '{value}'");

        // The forms that Microsoft's page shows: Name -eq 'x', Name -like 'x*', Name -contains ['x'], joined by -and. A doubled quote
        // is one of the text.
        private static readonly Regex Term = new(@"\G\s*(\w+)\s*-(eq|like|contains)\s*(\[\s*)?'((?:[^']|'')*)'\s*(?(3)\])\s*(-and\s*(?=\S)|$)",
                                                 RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

        private static readonly Dictionary<string, string> Attributes = new(StringComparer.OrdinalIgnoreCase)
        {
            ["TelephoneNumber"] = "TelephoneNumber", ["OperatorId"] = "OperatorId", ["PstnAssignmentStatus"] = "PstnAssignmentStatus",
            ["AssignmentStatus"] = "PstnAssignmentStatus", ["ActivationState"] = "ActivationState", ["IsoCountryCode"] = "IsoCountryCode",
            ["Capability"] = "Capability", ["AcquiredCapabilities"] = "Capability", ["PstnPartnerName"] = "PstnPartnerName",
            ["PartnerName"] = "PstnPartnerName", ["LocationId"] = "LocationId", ["CivicAddressId"] = "CivicAddressId",
            ["NetworkSiteId"] = "NetworkSiteId", ["NumberType"] = "NumberType", ["AssignedPstnTargetId"] = "AssignedPstnTargetId",
            ["TargetId"] = "AssignedPstnTargetId", ["AssignmentCategory"] = "AssignmentCategory", ["Tags"] = "Tag", ["Tag"] = "Tag",
            ["ReverseNumberLookup"] = "ReverseNumberLookup", ["SmsActivationState"] = "SmsActivationState",
        };

        private void AddText(string text)
        {
            if (text is null) return;
            var at = 0;
            do
            {
                var term = Term.Match(text, at);
                if (!term.Success || !Attributes.TryGetValue(term.Groups[1].Value, out var member)) { Refuse("Filter", text); return; }
                at += term.Length;
                var wanted = term.Groups[4].Value.Replace("''", "'");
                var like = term.Groups[2].Value.Equals("like", StringComparison.OrdinalIgnoreCase);
                var pattern = new Regex($"^{Regex.Escape(wanted).Replace(@"\*", ".*")}$", RegexOptions.IgnoreCase | RegexOptions.Singleline);
                var property = typeof(Row).GetProperty(member);
                Add(row => Values(property.GetValue(row)).Any(value => like ? pattern.IsMatch(value) : Same(value, wanted)));
            } while (at < text.Length);
        }

        private static string[] Values(object value) => value switch
        {
            null => Array.Empty<string>(),
            string[] several => several,
            _ => new[] { value.ToString() },
        };
    }
}
