// The scenario file, as teamsctl-scenario(5) describes it. Reading is strict: a misspelt member must fail the test that has
// it, not silently play something else.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace TeamsStub
{
    public abstract record Step;
    public sealed record Say(string Text, string On, string End, int Times, bool Bytewise) : Step;
    public sealed record AskCode(string Through, string Prompt, string Expect, int Attempts, string Refusal) : Step
    {
        /// Null: the question waits for ever. Else what becomes of it when nobody answered in time.
        public TimeSpan? Expires { get; init; }
        public string Late { get; init; }
        /// When set, what a TOTP secret gives now is expected instead.
        public Func<string, bool> Accepts { get; init; }
        public static AskCode Default => new("host", "Enter the verification code from your authenticator app", "123456", 3,
                                             "That code is not correct. Try again.");
    }
    public sealed record Ask(string Through, string Prompt, string[] Choices, int Default) : Step
    {
        public string Caption { get; init; }
        public string[] Fields { get; init; }
        /// Any other answer is refused as a wrong password is.
        public string Expect { get; init; }
    }
    public sealed record DeviceCode(string On, string Code, string Url, TimeSpan Wait) : Step
    {
        public static DeviceCode Default => new("stdout", "FRWQDE7YL", "https://microsoft.com/devicelogin",
                                                TimeSpan.FromMilliseconds(1000));
    }
    public sealed record Aadsts(int Number) : Step;
    public sealed record Refuse(string Name) : Step;
    public sealed record NotConnected(string As) : Step;
    /// A class: each step counts by itself how often it ended a session.
    public sealed record Expire(string As, long Times) : Step { public long Done { get; set; } }
    /// Counts as Expire does.
    public sealed record Fail(string Message, string Fqid, string Category, string Exception) : Step
    {
        /// What the service says in its header; null when it says nothing.
        public object RetryAfter { get; init; }
        public long Times { get; init; }
        public long Done { get; set; }
    }
    public sealed record Wait(TimeSpan Duration) : Step;
    public sealed record Hang : Step;
    public sealed record Deaf : Step;
    public sealed record Exit(int Status) : Step;
    public sealed record Kill(int Signal) : Step;
    public sealed record Flood(string On, long Bytes, string Text) : Step;
    public sealed record Spawn : Step;
    /// A step about the protocol of the session host, which a module knows nothing of.
    public sealed record SimulatorOnly : Step;

    public sealed class CommandSteps
    {
        public static readonly CommandSteps None = new();
        public IReadOnlyList<Step> Before { get; init; } = Array.Empty<Step>();
        public IReadOnlyList<Step> After { get; init; } = Array.Empty<Step>();
        public IReadOnlyDictionary<long, IReadOnlyList<Step>> AtRow { get; init; } = new Dictionary<long, IReadOnlyList<Step>>();
        public IReadOnlyDictionary<long, IReadOnlyList<Step>> AtCall { get; init; } = new Dictionary<long, IReadOnlyList<Step>>();
        private long calls;

        /// The steps of the call that begins now.
        public IReadOnlyList<Step> NextCall() => AtCall.TryGetValue(calls++, out var steps) ? steps : Array.Empty<Step>();
    }

    public sealed class Scenario
    {
        public static Scenario Current { get; private set; } = new();

        public IReadOnlyList<Step> Import { get; private init; } = Array.Empty<Step>();
        public IReadOnlyList<Step> Verify { get; private init; } = Array.Empty<Step>();
        public IReadOnlyList<Step> BeforeConnect { get; private init; } = Array.Empty<Step>();
        /// Null when the account decides.
        public IReadOnlyList<Step> Connect { get; private init; }
        public string Paging { get; private init; } = "clamp";
        public Version ModuleVersion { get; private init; } = new(7, 7, 0);
        /// What the clock of Entra ID is ahead of ours.
        public TimeSpan ClockSkew { get; private init; }
        public long Numbers { get; private init; } = 1000;
        /// How long reads show the old state after a change.
        public TimeSpan VisibleAfter { get; private init; }
        private Dictionary<string, CommandSteps> Commands { get; init; } = new(StringComparer.OrdinalIgnoreCase);

        public CommandSteps For(string cmdlet) => Commands.TryGetValue(cmdlet, out var steps) ? steps : CommandSteps.None;

        /// Takes the scenario that the environment names. Each import does so anew.
        public static void Load()
        {
            var name = Environment.GetEnvironmentVariable("TEAMS_STUB_SCENARIO") ?? "";
            var numbers = ReadNumbers(Environment.GetEnvironmentVariable("TEAMS_STUB_NUMBERS"));
            var path = Locate(name);
            try { Current = path is null ? new Scenario { Numbers = numbers } : Parse(File.ReadAllBytes(path), numbers); }
            catch (JsonException error) { throw new FormatException($"{path}: {error.Message}"); }
            catch (FormatException error) { throw new FormatException($"{path}: {error.Message}"); }
            Session.End();
            Changes.Begin();
        }

        private static long ReadNumbers(string text)
        {
            if (string.IsNullOrEmpty(text)) return 1000;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var numbers) && numbers <= 10_000_000)
                return numbers;
            throw new FormatException($"TEAMS_STUB_NUMBERS is not a number up to 10000000: {text}");
        }

        private static string Locate(string name)
        {
            if (name.Contains('/') || name.EndsWith(".json", StringComparison.Ordinal)) return name;
            var directory = Environment.GetEnvironmentVariable("TEAMS_STUB_SCENARIO_DIR");
            var file = string.IsNullOrEmpty(directory) ? null : Path.Combine(directory, (name == "" ? "default" : name) + ".json");
            if (file is not null && File.Exists(file)) return file;
            if (name is "" or "default") return null;
            throw new FormatException($"TEAMS_STUB_SCENARIO names no scenario: {name}");
        }

        private static Scenario Parse(byte[] bytes, long numbers)
        {
            using var document = JsonDocument.Parse(bytes);
            var top = new Members(document.RootElement, "the scenario");
            top.Text("description", "");
            var version = "7.7.0";
            if (top.Take("module") is { } module)
            {
                var members = new Members(module, "module");
                version = members.Text("version", version);
                members.Flag("absent");
                members.Done();
            }
            top.Text("powershell", "");
            foreach (var name in new[] { "start", "ready", "exit" }) Steps(top.Take(name), name);
            var scenario = new Scenario
            {
                Numbers = numbers,
                Import = Steps(top.Take("import"), "import") ?? Array.Empty<Step>(),
                Verify = Steps(top.Take("verify"), "verify") ?? Array.Empty<Step>(),
                BeforeConnect = Steps(top.Take("before_connect"), "before_connect") ?? Array.Empty<Step>(),
                Connect = Steps(top.Take("connect"), "connect"),
                ModuleVersion = Version.Parse(version),
                ClockSkew = top.SignedDuration("clock_skew"),
                VisibleAfter = top.Duration("visible_after", TimeSpan.Zero),
                Paging = top.OneOf("paging", "clamp", "repeat", "unlimited"),
                Commands = ReadCommands(top.Take("commands")),
            };
            top.Done();
            return scenario;
        }

        // What has rows; Connect-MicrosoftTeams has members of its own. Get-Module is PowerShell's, and only the simulator plays it.
        private static readonly string[] Shapeable =
            new[]
            {
                "Disconnect-MicrosoftTeams", "Get-CsOnlineUser", "Get-CsPhoneNumberAssignment", "Get-CsTenant",
                "Get-CsUserPolicyAssignment", "Get-Module", "Remove-CsPhoneNumberAssignment", "Set-CsPhoneNumberAssignment",
            }.Concat(Policies.Types.Select(type => "Get-Cs" + type)).ToArray();

        private static Dictionary<string, CommandSteps> ReadCommands(JsonElement? value)
        {
            var commands = new Dictionary<string, CommandSteps>(StringComparer.OrdinalIgnoreCase);
            if (value is null) return commands;
            foreach (var (name, body) in Members.Of(value.Value, "commands"))
            {
                if (!Shapeable.Contains(name, StringComparer.OrdinalIgnoreCase)) throw new FormatException($"commands: unknown cmdlet: {name}");
                var members = new Members(body, name);
                commands[name] = new CommandSteps
                {
                    Before = Steps(members.Take("before"), "before") ?? Array.Empty<Step>(),
                    After = Steps(members.Take("after"), "after") ?? Array.Empty<Step>(),
                    AtRow = Numbered(members, "at_row"),
                    AtCall = Numbered(members, "at_call"),
                };
                members.Done();
            }
            return commands;
        }

        private static Dictionary<long, IReadOnlyList<Step>> Numbered(Members members, string name)
        {
            var numbered = new Dictionary<long, IReadOnlyList<Step>>();
            if (members.Take(name) is { } value)
                foreach (var (key, steps) in Members.Of(value, name))
                    numbered[long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                                 ? number : throw new FormatException($"{name}: not a number: {key}")] = Steps(steps, name);
            return numbered;
        }

        private static IReadOnlyList<Step> Steps(JsonElement? value, string where)
        {
            if (value is null) return null;
            if (value.Value.ValueKind != JsonValueKind.Array) throw new FormatException($"{where}: not a list of steps");
            return value.Value.EnumerateArray().Select(step =>
            {
                var members = Members.Of(step, where).ToArray();
                return members.Length == 1 ? ReadStep(members[0].Name, members[0].Value)
                                           : throw new FormatException($"{where}: a step has one member");
            }).ToArray();
        }

        private static readonly string[] Channels =
            { "stdout", "stderr", "terminal", "host", "warning", "verbose", "debug", "information", "progress", "output", "error" };

        private static readonly string[] NoSession = { "must_connect", "no_session", "run_either", "invalid_credential", "refresh" };

        private static Step ReadStep(string kind, JsonElement value)
        {
            if (kind is "say" or "ask_code" or "ask" or "device_code" or "not_connected" or "expire" or "fail" or "flood")
            {
                var members = new Members(value, kind);
                var step = ReadObject(kind, members);
                members.Done();
                return step;
            }
            return kind switch
            {
                "aadsts" => Refusals.IsKnown((int)Members.Number(value, kind))
                    ? new Aadsts((int)Members.Number(value, kind)) : throw new FormatException($"aadsts: unknown number: {value}"),
                "refuse" => ModuleRefusals.IsKnown(Members.Text(value, kind))
                    ? new Refuse(value.GetString()) : throw new FormatException($"refuse: unknown: {value}"),
                "wait" => new Wait(Members.Duration(value, kind)),
                "hang" => Members.True(value, kind, new Hang()),
                "deaf" => Members.True(value, kind, new Deaf()),
                "exit" => new Exit((int)Members.Number(value, kind)),
                "kill" => new Kill((int)Members.Number(value, kind)),
                "spawn" => Members.True(value, kind, new Spawn()),
                "record" or "close" => new SimulatorOnly(),
                _ => throw new FormatException($"unknown step: {kind}"),
            };
        }

        private static Step ReadObject(string kind, Members members)
        {
            switch (kind)
            {
                case "say":
                    return new Say(members.Text("text", ""), members.OneOf("on", Channels), members.Text("end", "\n"),
                                   (int)members.Number("times", 1), members.Flag("bytewise"));
                case "ask_code":
                    var code = AskCode.Default;
                    return new AskCode(members.OneOf("through", "host", "secure", "console", "stderr"),
                                       members.Text("prompt", code.Prompt), members.Text("expect", code.Expect),
                                       (int)members.Number("attempts", code.Attempts), members.Text("refusal", code.Refusal))
                    {
                        Expires = members.Take("expires") is { } expires ? Members.Duration(expires, "expires") : null,
                        Late = members.OneOf("late", "refused", "exit", "kill"),
                    };
                case "ask":
                    var through = members.OneOf("through", "host", "secure", "console", "stderr", "choice", "fields");
                    var choices = members.Texts("choices");
                    if ((through == "choice") != (choices.Length > 0)) throw new FormatException("ask: choices belong to through choice");
                    var fields = members.Texts("fields");
                    if ((through == "fields") != (fields.Length > 1)) throw new FormatException("ask: fields belong to through fields");
                    return new Ask(through, members.Text("prompt", ""), choices, members.Choice("default", choices))
                    {
                        Caption = members.Text("caption", ""), Fields = fields, Expect = members.Text("expect", null),
                    };
                case "device_code":
                    var device = DeviceCode.Default;
                    return new DeviceCode(members.OneOf("on", Channels), members.Text("code", device.Code),
                                          members.Text("url", device.Url), members.Duration("wait", device.Wait));
                case "not_connected":
                    return new NotConnected(members.OneOf("as", NoSession));
                case "expire":
                    return new Expire(members.Text("as", null) is { } why && NoSession.Contains(why) ? why : "invalid_credential",
                                      members.Number("times", 1));
                case "fail":
                    return new Fail(members.Text("message", ""), members.Text("fqid", ""), members.Text("category", "NotSpecified"),
                                    members.Text("exception", "System.Exception"))
                    {
                        RetryAfter = members.Seconds("retry_after"), Times = members.Number("times", long.MaxValue),
                    };
                default:
                    return new Flood(members.OneOf("on", "stdout", "stderr", "terminal"), members.Number("bytes", 0),
                                     members.Text("text", "x"));
            }
        }
    }
}
