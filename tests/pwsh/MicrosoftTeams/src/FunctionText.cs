// What the text of the exported functions is for one version of the module (functions.ps1 says how it is marked).
using System;
using System.IO;
using System.Linq;
using System.Text;

namespace TeamsStub
{
    public static class FunctionText
    {
        private const string Begin = "<#";
        private const string End = "#>";

        private const string Hidden = @"[Parameter(DontShow)] [switch] ${Break},
        [Parameter(DontShow)] [ValidateNotNull()] [Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.SendAsyncStep[]] ${HttpPipelineAppend},
        [Parameter(DontShow)] [ValidateNotNull()] [Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.SendAsyncStep[]] ${HttpPipelinePrepend},
        [Parameter(DontShow)] [uri] ${Proxy},
        [Parameter(DontShow)] [ValidateNotNull()] [pscredential] ${ProxyCredential},
        [Parameter(DontShow)] [switch] ${ProxyUseDefaultCredentials}";

        private static readonly string[] Readers =
            { "CallingLineIdentity", "OnlineVoiceRoutingPolicy", "TeamsEmergencyCallRoutingPolicy", "TenantDialPlan" };

        /// For the version of the scenario. Without regular expressions, which would be the slowest part of an import.
        public static string Of(string path)
        {
            var text = File.ReadAllText(path);
            var made = new StringBuilder();
            var at = 0;
            for (int begin; (begin = text.IndexOf(Begin, at, StringComparison.Ordinal)) >= 0;)
            {
                var end = text.IndexOf(End, begin, StringComparison.Ordinal);
                made.Append(text, at, begin - at);
                made.Append(Meant(text[(begin + Begin.Length)..end]));
                at = end + End.Length;
            }
            return made.Append(text, at, text.Length - at).ToString();
        }

        private static string Meant(string block)
        {
            var (word, rest) = Cut(block);
            if (word == "hidden") return Hidden;
            if (word == "readers") return string.Concat(Readers.Select(type => rest.Replace("TYPE", type, StringComparison.Ordinal)));
            var (version, inside) = Cut(rest);
            return Scenario.Current.ModuleVersion >= Version.Parse(version) == (word == "since") ? inside : "";
        }

        private static (string, string) Cut(string text)
        {
            var end = text.AsSpan().IndexOfAny(' ', '\n');
            return end < 0 ? (text, "") : (text[..end], text[(end + 1)..]);
        }
    }
}
