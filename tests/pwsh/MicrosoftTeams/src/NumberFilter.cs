// The filters of Get-CsPhoneNumberAssignment: all that are given must hold.
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
        private readonly List<Func<long, Row, bool>> conditions = new();

        public bool IsEmpty => conditions.Count == 0;

        public bool Matches(long i)
        {
            var row = Contoso.RowOf(i);
            return conditions.All(condition => condition(i, row));
        }

        public static NumberFilter Of(GetCsPhoneNumberAssignment_Get given)
        {
            var filter = new NumberFilter();
            filter.Equal(given.ActivationState, row => row.ActivationState);
            filter.Equal(given.AssignmentCategory, row => row.AssignmentCategory);
            filter.Equal(given.CivicAddressId, row => row.CivicAddressId);
            filter.Equal(given.IsoCountryCode, row => row.IsoCountryCode);
            filter.Equal(given.LocationId, row => row.LocationId);
            filter.Equal(given.NetworkSiteId, row => row.NetworkSiteId);
            filter.Equal(given.NumberType, row => row.NumberType);
            filter.Equal(given.PstnAssignmentStatus, row => row.PstnAssignmentStatus);
            filter.Equal(WithPlus(given.TelephoneNumber), row => row.TelephoneNumber);
            if (WithPlus(given.TelephoneNumberStartsWith) is { } start)
                filter.Add((_, row) => row.TelephoneNumber.StartsWith(start, StringComparison.OrdinalIgnoreCase));
            if (WithPlus(given.TelephoneNumberGreaterThan) is { } low)
                filter.Add((_, row) => string.CompareOrdinal(row.TelephoneNumber, low) > 0);
            if (WithPlus(given.TelephoneNumberLessThan) is { } high)
                filter.Add((_, row) => string.CompareOrdinal(row.TelephoneNumber, high) < 0);
            if (given.TelephoneNumberContain is { } part)
                filter.Add((_, row) => Digits(row.TelephoneNumber).Contains(Digits(part), StringComparison.Ordinal));
            if (given.CapabilitiesContain is { } list)
                foreach (var capability in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    filter.Add((_, row) => row.Capability.Contains(capability, StringComparer.OrdinalIgnoreCase));
            if (given.AssignedPstnTargetId is { } target) filter.Add((i, row) => IsTarget(target, i, row));
            if (given.Filter is { } text) filter.AddText(given, text);
            return filter;
        }

        private void Add(Func<long, Row, bool> condition) => conditions.Add(condition);

        private void Equal(string wanted, Func<Row, string> member)
        {
            if (wanted is not null) Add((_, row) => string.Equals(member(row), wanted, StringComparison.OrdinalIgnoreCase));
        }

        private static string WithPlus(string number) => number is null or ['+', ..] ? number : "+" + number;

        private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

        private static bool IsTarget(string target, long i, Row row)
        {
            var name = target.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) ? target[4..] : target;
            return string.Equals(row.AssignedPstnTargetId, target, StringComparison.OrdinalIgnoreCase)
                || string.Equals(Contoso.User(i), name, StringComparison.OrdinalIgnoreCase);
        }

        // The forms that Microsoft's page shows, joined by -and: Name -eq 'x', Name -like 'x*', Name -contains ['x'].
        private static readonly Regex Term =
            new(@"^\s*(\w+)\s+-(eq|like|contains)\s+(\[\s*)?'([^']*)'(\s*\])?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

        private void AddText(GetCsPhoneNumberAssignment_Get given, string text)
        {
            foreach (var part in Regex.Split(text, @"\s-and\s", RegexOptions.IgnoreCase))
            {
                var term = Term.Match(part);
                var property = term.Success ? typeof(Row).GetProperty(PropertyOf(term.Groups[1].Value)) : null;
                if (property is null) { BadRequest(given, text); continue; }
                var wanted = new Regex("^" + Regex.Escape(term.Groups[4].Value).Replace(@"\*", ".*") + "$", RegexOptions.IgnoreCase);
                var exact = term.Groups[4].Value;
                var like = term.Groups[2].Value.Equals("like", StringComparison.OrdinalIgnoreCase);
                Add((_, row) => Values(property.GetValue(row))
                                    .Any(value => like ? wanted.IsMatch(value) : value.Equals(exact, StringComparison.OrdinalIgnoreCase)));
            }
        }

        private static string PropertyOf(string attribute) => attribute.ToLowerInvariant() switch
        {
            "assignmentstatus" => "PstnAssignmentStatus",
            "acquiredcapabilities" => "Capability",
            "partnername" => "PstnPartnerName",
            "targetid" => "AssignedPstnTargetId",
            "tags" => "Tag",
            _ => typeof(Row).GetProperties().FirstOrDefault(known => known.Name.Equals(attribute, StringComparison.OrdinalIgnoreCase))?.Name ?? "",
        };

        private static IEnumerable<string> Values(object value) => value switch
        {
            null => Array.Empty<string>(),
            string[] several => several,
            _ => new[] { value.ToString() },
        };

        private static void BadRequest(GetCsPhoneNumberAssignment_Get given, string text)
        {
            given.WriteError(new System.Management.Automation.ErrorRecord(
                Refusals.Named("Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.RestException`1", $"Invalid filter: {text}"),
                "BadRequest", System.Management.Automation.ErrorCategory.InvalidOperation, null));
            throw new CallEnded();
        }
    }
}
