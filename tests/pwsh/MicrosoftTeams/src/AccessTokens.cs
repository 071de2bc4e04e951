// What Connect-MicrosoftTeams makes of -AccessTokens.
using System;
using System.Linq;
using System.Text.Json;

namespace TeamsStub
{
    internal static class AccessTokens
    {
        private const long MostSecondsApart = 5400;

        /// The name of a ModuleRefusal, "" for tokens that cannot be read, or null when they are taken.
        public static string Judge(string[] tokens)
        {
            var expiries = tokens.Select(ExpiryOf).ToArray();
            if (expiries.Length != 2 || expiries.Contains(null)) return "";
            if (expiries.Min() <= new DateTimeOffset(Refusals.Now).ToUnixTimeSeconds()) return "expired_tokens";
            return expiries.Max() - expiries.Min() >= MostSecondsApart ? "unequal_tokens" : null;
        }

        /// The `exp` of the token's payload, which is its second of three parts.
        private static long? ExpiryOf(string token)
        {
            var parts = (token ?? "").Split('.');
            if (parts.Length != 3) return null;
            var text = parts[1].Replace('-', '+').Replace('_', '/');
            try
            {
                using var payload = JsonDocument.Parse(Convert.FromBase64String(text + new string('=', (4 - text.Length % 4) % 4)));
                return payload.RootElement.ValueKind == JsonValueKind.Object
                       && payload.RootElement.TryGetProperty("exp", out var expiry)
                       && expiry.ValueKind == JsonValueKind.Number && expiry.TryGetInt64(out var seconds) ? seconds : null;
            }
            catch (Exception error) when (error is FormatException or JsonException) { return null; }
        }
    }
}
