// The users of the simulated tenant, which follow from their numbers as its phone numbers do.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models;

namespace TeamsStub
{
    internal static class Users
    {
        private const string IdBeginning = "11111111-0000-4000-8000-";
        private const string Sip = "sip:";
        private static readonly DateTime Created = new(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        private static readonly DateTime Changed = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        private static readonly string[] Departments = { "Engineering", "Sales & Service", null };
        private static readonly string[] Capabilities = { "Teams", "MCOEV", "MCOProfessional" };

        public static bool Exists(long i) => i >= 0 && i < Scenario.Current.Numbers && i % 5 < 3;
        public static IEnumerable<long> All() => Numbers().Where(Exists);
        public static bool IsLicensed(long i) => i % 20 != 12;
        /// Whose number i is before anybody changed it.
        public static long? FirstOwnerOf(long i) => i % 5 < 2 ? i : null;

        public static string IdOf(long i) => Contoso.Guid(1, i);
        public static string AliasOf(long i) => "user" + Digits(i);
        public static string NameOf(long i) => $"{AliasOf(i)}@{Contoso.Domain}";

        private static string Digits(long i) => i.ToString("D6", CultureInfo.InvariantCulture);

        private static IEnumerable<long> Numbers()
        {
            for (long i = 0; i < Scenario.Current.Numbers; ++i) yield return i;
        }

        /// By anything that names a user: object id, user name, SIP address or alias.
        public static long? Find(string name) =>
            ById(name) ?? ByUserName(WithoutSip(name)) ?? (name.Contains(':') ? null : ByUserName($"{name}@{Contoso.Domain}"));

        public static long? ById(string id) =>
            id.Length == 36 && id.StartsWith(IdBeginning, StringComparison.Ordinal) && Parse(id[IdBeginning.Length..]) is { } i
            && Exists(i) ? i : null;

        public static long? ByUserName(string name)
        {
            const string beginning = "user";
            var end = name.IndexOf('@');
            return end > beginning.Length && Parse(name[beginning.Length..end]) is { } i && Exists(i)
                   && name.Equals(NameOf(i), StringComparison.OrdinalIgnoreCase) ? i : null;
        }

        public static string WithoutSip(string name) =>
            name.StartsWith(Sip, StringComparison.OrdinalIgnoreCase) ? name[Sip.Length..] : name;

        private static long? Parse(string digits) =>
            long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        public static T Of<T>(long i) where T : User, new()
        {
            var licensed = IsLicensed(i);
            var (city, country, _) = Contoso.Places[i % 8];
            var numbers = Changes.NumbersOf(i, Changes.Shown).Select(Contoso.RowOf).ToArray();
            var policies = UserPolicies.Of(i).ToDictionary(policy => policy.Type, policy => policy.Definition);
            return new T
            {
                AccountEnabled = i % 50 != 1,
                AccountType = "User",
                Alias = AliasOf(i),
                AssignedPlan = Capabilities.Take(licensed ? 3 : 1).Select((capability, n) => new AssignedPlan
                {
                    AssignedTimestamp = Created, Capability = capability, CapabilityStatus = "Enabled",
                    ServiceInstance = "MicrosoftCommunicationsOnline/NOAM-0M", ServicePlanId = Contoso.Guid(7, n + 1),
                    SubscribedPlanId = Contoso.Guid(8, i),
                }).ToArray(),
                City = city,
                Company = "Contoso",
                Country = country,
                Department = Departments[i % 3],
                DisplayName = (i % 7) switch
                {
                    0 => $"Zoë O’Brien {Digits(i)}",
                    1 => $"'; Write-Output \"x\" #{Digits(i)}",
                    2 => $"=1+1,{Digits(i)}",
                    _ => $"User {Digits(i)}",
                },
                EnterpriseVoiceEnabled = numbers.Length > 0,
                FeatureTypes = licensed ? new[] { "Teams", "PhoneSystem" } : new[] { "Teams" },
                HostingProvider = "sipfed.online.lync.com",
                Identity = IdOf(i),
                InterpretedUserType = "PureOnlineTeamsOnlyUser",
                IsSipEnabled = true,
                LastProvisionTimeStamps = new Dictionary<string, DateTime> { ["Teams"] = Created },
                LineUri = numbers.Length == 0 ? null : "tel:" + numbers[0].TelephoneNumber,
                OnlineVoiceRoutingPolicy = policies.GetValueOrDefault("OnlineVoiceRoutingPolicy"),
                ProxyAddresses = new[] { "SMTP:" + NameOf(i) },
                SipAddress = Sip + NameOf(i),
                TeamsCallingPolicy = policies.GetValueOrDefault("TeamsCallingPolicy"),
                TeamsUpgradeEffectiveMode = "TeamsOnly",
                TelephoneNumbers = numbers.Select(number => new UserTelephoneNumber
                {
                    AssignmentCategory = number.AssignmentCategory, TelephoneNumber = number.TelephoneNumber,
                }).ToArray(),
                TenantDialPlan = policies.GetValueOrDefault("TenantDialPlan"),
                TenantId = Contoso.TenantId,
                UsageLocation = country,
                UserDirSyncEnabled = false,
                UserPrincipalName = NameOf(i),
                UserValidationErrors = Array.Empty<object>(),
                WhenChanged = Changed,
                WhenCreated = Created,
            };
        }
    }

    /// The policies that a user has otherwise than by the tenant's Global ones, in the order of their types.
    internal static class UserPolicies
    {
        public sealed record Assignment(string Type, string Name, string Group)
        {
            public UserPolicyDefinition Definition => new() { Authority = "Tenant", Name = Name };

            public EffectivePolicy Effective => new()
            {
                PolicyName = Name, PolicyType = Type,
                PolicySource = new[]
                {
                    new PolicySource
                    {
                        AssignmentType = Group is null ? "Direct" : "Group", PolicyName = Name, PolicyType = Type,
                        Reference = Group ?? "",
                    },
                },
            };
        }

        public static IEnumerable<Assignment> Of(long user)
        {
            if (user % 10 is 6 or 7) yield return new Assignment("OnlineVoiceRoutingPolicy", "Unrestricted", null);
            if (user % 3 == 0) yield return new Assignment("TeamsCallingPolicy", "AllowCalling", null);
            if (user % 3 == 1) yield return new Assignment("TeamsCallingPolicy", "Sales", Contoso.Guid(9, 1));
            if (user % 4 == 0) yield return new Assignment("TenantDialPlan", "US-Seattle", null);
        }
    }
}
