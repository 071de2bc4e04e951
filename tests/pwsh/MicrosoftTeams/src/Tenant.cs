// The rows of the simulated tenant. Every value follows from the row's number, so that any page can be made without those
// before it; the rules stand in teamsctl-scenario(5) and must give what the C++ simulator gives, byte for byte.
using System;
using System.Globalization;

namespace TeamsStub
{
    using Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models;
    using Row = Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models.SkypeTelephoneNumberMgmtCmdletAcquiredTelephoneNumber;

    internal static class Contoso
    {
        public const string TenantId = "e6204887-25ae-40f9-9109-1dc559799dad";
        public const string Domain = "contoso.example";
        public static readonly Tenant Tenant = new()
        {
            CountryLetterCode = "US", DisplayName = "Contoso", Domains = new[] { Domain }, PreferredLanguage = "en",
            TeamsUpgradeEffectiveMode = "TeamsOnly", TenantId = TenantId,
        };

        public const string ZeroGuid = "00000000-0000-0000-0000-000000000000";
        private static readonly string[] Nothing = { };
        private static readonly string[] ForDirectRouting = { "ConferenceAssignment", "VoiceApplicationAssignment", "UserAssignment" };
        private static readonly string[] ForServices = { "ConferenceAssignment", "VoiceApplicationAssignment" };
        private static readonly string[] ForUsers = { "UserAssignment" };
        private static readonly string[] SkipLookup = { "SkipInternalVoip" };
        private static readonly string[] Engineering = { "Engineering" };
        private static readonly string[] SalesVip = { "Sales", "VIP" };
        public static readonly (string City, string Country, string Subdivision)[] Places =
        {
            ("Omaha", "US", "Nebraska"), ("Zürich", "CH", "Zürich"), ("São Paulo", "BR", "São Paulo"), ("東京", "JP", "東京都"),
            ("Kraków", "PL", "Małopolskie"), ("Seattle", "US", "Washington"), ("Montréal", "CA", "Québec"),
            ("München", "DE", "Bayern"),
        };

        public static string Guid(int p, long n)
        {
            var digit = (char)('0' + p);
            return string.Create(CultureInfo.InvariantCulture, $"{new string(digit, 8)}-0000-4000-8000-{n:D12}");
        }

        public static string Number(long i) => i % 10 == 7
            ? string.Create(CultureInfo.InvariantCulture, $"+1425{i:D7};ext={i % 1000:D3}")
            : string.Create(CultureInfo.InvariantCulture, $"+1425{i:D7}");

        /// The i of a number of this tenant, with its plus sign or without, without case; null for any other text.
        public static long? IndexOf(string number)
        {
            var digits = number.StartsWith('+') ? number[1..] : number;
            if (!digits.StartsWith("1425", StringComparison.Ordinal)) return null;
            var end = digits.IndexOf(';') is var at and >= 0 ? at : digits.Length;
            return long.TryParse(digits.AsSpan(4, end - 4), NumberStyles.None, CultureInfo.InvariantCulture, out var i)
                   && i < Scenario.Current.Numbers && Number(i).AsSpan(1).Equals(digits, StringComparison.OrdinalIgnoreCase) ? i : null;
        }

        /// The row as the service shows it now.
        public static Row RowOf(long i)
        {
            var row = FirstRowOf(i);
            if (Changes.Shown(i) is { } change) change.ApplyTo(row);
            return row;
        }

        /// The row before anybody changed it.
        public static Row FirstRowOf(long i)
        {
            var k = i % 10;
            var directRouting = k is 6 or 7;
            var operatorConnect = k == 8;
            var callingPlan = !directRouting && !operatorConnect;
            var toUser = i % 5 < 2;
            var row = new Row
            {
                ActivationState = (i % 97) switch { 11 => "AssignmentPending", 12 => "AssignmentFailed", _ => "Activated" },
                AssignmentBlockedState = i % 50 == 49 ? "BlockedForever" : "NotBlocked",
                Capability = directRouting ? ForDirectRouting : k == 9 ? ForServices : ForUsers,
                LocationUpdateSupported = !directRouting,
                NumberSource = directRouting ? "OnPremises" : "Online",
                NumberType = directRouting ? "DirectRouting" : operatorConnect ? "OperatorConnect" : "CallingPlan",
                PstnAssignmentStatus = toUser ? "UserAssigned" : k == 3 ? "VoiceApplicationAssigned"
                    : k == 8 ? "ConferenceAssigned" : "Unassigned",
                ReverseNumberLookup = k == 6 ? SkipLookup : Nothing,
                Tag = (i % 20) switch { 0 => Engineering, 5 => SalesVip, _ => Nothing },
                TelephoneNumber = Number(i),
            };
            if (toUser)
            {
                row.AssignedPstnTargetId = Guid(1, i);
                row.AssignmentCategory = i % 25 == 1 ? "Private" : "Primary";
            }
            else if (k is 3 or 8) row.AssignedPstnTargetId = Guid(6, i);

            if (directRouting) row.CivicAddressId = row.LocationId = ZeroGuid;
            else
            {
                (row.City, row.IsoCountryCode, row.IsoSubdivision) = Places[i % 8];
                if (toUser) (row.CivicAddressId, row.LocationId) = (Guid(2, i % 8), Guid(3, i % 8));
            }
            if (callingPlan)
            {
                (row.OperatorId, row.PstnPartnerId, row.PstnPartnerName) =
                    ("2b24d246-a9ee-428b-96bc-fb9d9a053c8d", "7fc2f2eb-89aa-41d7-93de-73d015d22ff0", "Microsoft");
                row.SmsActivationState = i % 3 == 0 ? "Activated" : "NotActivated";
            }
            else if (operatorConnect)
                (row.OperatorId, row.PstnPartnerId, row.PstnPartnerName) = (Guid(4, 1), Guid(5, 1), "Contoso Telecom");
            return row;
        }
    }
}
