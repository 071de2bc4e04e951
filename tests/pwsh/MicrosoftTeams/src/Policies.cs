// The policy instances of the simulated tenant. They stand in one file that the simulator has too, since nothing in them follows
// from a rule.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;

namespace TeamsStub
{
    public static class Policies
    {
        internal static readonly string[] Types =
        {
            "CallingLineIdentity", "OnlineVoiceRoutingPolicy", "OnlineVoicemailPolicy", "TeamsCallingPolicy",
            "TeamsEmergencyCallRoutingPolicy", "TeamsEmergencyCallingPolicy", "TeamsMeetingPolicy", "TenantDialPlan",
        };

        // The names that the real module's objects carry, for formatting and for scripts that look at them: of one instance, and of
        // the objects in its lists.
        private const string Binary = "Microsoft.Teams.Policy.Administration.Cmdlets.Core.";
        private const string Script = "Deserialized.Microsoft.Rtc.Management.WritableConfig.Policy.";

        private static readonly Dictionary<string, string> TypeNames = new()
        {
            ["CallingLineIdentity"] = Script + "Voice.CallingLineIdentity",
            ["OnlineVoiceRoutingPolicy"] = Script + "Voice.OnlineVoiceRoutingPolicy",
            ["OnlineVoicemailPolicy"] = Binary + "OnlineVoicemailPolicy",
            ["TeamsCallingPolicy"] = Binary + "TeamsCallingPolicy",
            ["TeamsEmergencyCallRoutingPolicy"] = Script + "Teams.TeamsEmergencyCallRoutingPolicy",
            ["TeamsEmergencyCallingPolicy"] = Binary + "TeamsEmergencyCallingPolicy",
            ["TeamsMeetingPolicy"] = Binary + "TeamsMeetingPolicy",
            ["TenantDialPlan"] = Script + "Voice.TenantDialPlan",
            ["EmergencyNumbers"] = Script + "Teams.TeamsEmergencyNumber",
            ["ExtendedNotifications"] = Binary + "TeamsEmergencyCallingExtendedNotification",
            ["NormalizationRules"] = Script + "Voice.NormalizationRule",
        };

        private static string path;
        private static JsonDocument document;

        /// Where the file is in the source tree; the module says it when it is imported.
        public static void LieIn(string file)
        {
            var named = Environment.GetEnvironmentVariable("TEAMS_STUB_POLICIES");
            path = string.IsNullOrEmpty(named) ? file : named;
            document = null;
        }

        /// The instances of a type in the order of the service, as new objects: a caller may change what it gets.
        internal static IEnumerable<PSObject> Of(string type)
        {
            document ??= JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.GetProperty(type).EnumerateArray().Select(instance => (PSObject)ValueOf(instance, type));
        }

        private static object ValueOf(JsonElement value, string name) => value.ValueKind switch
        {
            JsonValueKind.Object => Bag(value, name),
            JsonValueKind.Array => ListOf(value, name),
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.TryGetInt64(out var whole) ? (object)whole : value.GetDouble(),
            JsonValueKind.Null => null,
            _ => value.GetBoolean(),
        };

        private static object ListOf(JsonElement list, string name)
        {
            var elements = list.EnumerateArray().Select(element => ValueOf(element, name)).ToArray();
            return Array.TrueForAll(elements, element => element is string) ? elements.Cast<string>().ToArray() : elements;
        }

        private static PSObject Bag(JsonElement members, string name)
        {
            var bag = new PSObject();
            if (TypeNames.TryGetValue(name, out var type)) bag.TypeNames.Insert(0, type);
            foreach (var member in members.EnumerateObject())
                bag.Properties.Add(new PSNoteProperty(member.Name, ValueOf(member.Value, member.Name)));
            return bag;
        }

        internal static string IdentityOf(PSObject policy) => (string)policy.Properties["Identity"].Value;
    }
}
