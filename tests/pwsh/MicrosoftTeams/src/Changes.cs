// What Set- and Remove-CsPhoneNumberAssignment changed. Every other value follows from a row's number; this lies over it.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace TeamsStub
{
    using Row = Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models.SkypeTelephoneNumberMgmtCmdletAcquiredTelephoneNumber;

    /// Number i belongs to that user from then on, or to nobody.
    internal sealed record Change(long Number, long? User, string Location, string Category, long At)
    {
        private const string PlaceBeginning = "33333333-0000-4000-8000-";

        public void ApplyTo(Row row)
        {
            row.PstnAssignmentStatus = User is null ? "Unassigned" : "UserAssigned";
            row.AssignedPstnTargetId = User is { } user ? Users.IdOf(user) : null;
            row.AssignmentCategory = User is null ? null : Category ?? "Primary";
            row.LocationId = Location ?? (row.NumberType == "DirectRouting" ? Contoso.ZeroGuid : null);
            row.CivicAddressId = AddressOf(row.LocationId);
        }

        /// Each place has one location and one address.
        private static string AddressOf(string location)
        {
            if (location is null or Contoso.ZeroGuid) return location;
            return location.StartsWith(PlaceBeginning, StringComparison.Ordinal)
                   && long.TryParse(location.AsSpan(PlaceBeginning.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                ? Contoso.Guid(2, place) : null;
        }
    }

    internal static class Changes
    {
        private static readonly Dictionary<long, List<Change>> ofNumber = new();
        /// The numbers that a user ever got, so that one user's number is found without looking at all.
        private static readonly Dictionary<long, HashSet<long>> numbersOfUser = new();
        private static StateFile file;

        /// A tenant as it was, but for what its state file says.
        public static void Begin()
        {
            Forget();
            var path = Environment.GetEnvironmentVariable("TEAMS_STUB_STATE");
            file = string.IsNullOrEmpty(path) ? null : new StateFile(path);
        }

        private static void Forget()
        {
            ofNumber.Clear();
            numbersOfUser.Clear();
        }

        /// Takes what others, or this pwsh, have written since the last time.
        public static void Refresh()
        {
            if (file is null) return;
            if (file.HasShrunk()) Forget();
            foreach (var change in file.ReadOn()) Take(change);
        }

        public static void Make(IReadOnlyList<Change> changes)
        {
            if (file is null)
                foreach (var change in changes) Take(change);
            else
            {
                file.Append(changes);
                Refresh();
            }
        }

        private static void Take(Change change)
        {
            if (!ofNumber.TryGetValue(change.Number, out var changes)) ofNumber[change.Number] = changes = new List<Change>();
            changes.Add(change);
            if (change.User is not { } user) return;
            if (!numbersOfUser.TryGetValue(user, out var numbers)) numbersOfUser[user] = numbers = new HashSet<long>();
            numbers.Add(change.Number);
        }

        /// The last change of a number; null when there is none.
        public static Change Last(long number) => ofNumber.TryGetValue(number, out var changes) ? changes[^1] : null;

        /// The last change of a number that reads show.
        public static Change Shown(long number)
        {
            if (ofNumber.Count == 0 || !ofNumber.TryGetValue(number, out var changes)) return null;
            var newest = Now - (long)Scenario.Current.VisibleAfter.TotalMilliseconds;
            return changes.LastOrDefault(change => change.At <= newest);
        }

        /// A user's numbers in their order, by the changes that `view` sees.
        public static IEnumerable<long> NumbersOf(long user, Func<long, Change> view)
        {
            var candidates = numbersOfUser.TryGetValue(user, out var given) ? given.Append(user).Distinct().Order() : new[] { user }.Order();
            return candidates.Where(number => (view(number) is { } change ? change.User : Users.FirstOwnerOf(number)) == user);
        }

        public static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    }
}
