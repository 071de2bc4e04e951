// The questions that steps ask.
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Security;
using System.Threading.Tasks;

namespace TeamsStub
{
    internal sealed partial class StepPlayer
    {
        private const int WrongPassword = 50126;
        private const int StrongAuthenticationFailed = 500121;

        /// The console's next line, which a question that gave up may have left to be read by the next one.
        private static Task<string> typed;

        private void AskForCode(AskCode ask)
        {
            var clock = Stopwatch.StartNew();
            for (var attempt = 1; attempt <= ask.Attempts; ++attempt)
            {
                var code = "";
                if (ask.Expires is not { } expires) code = AskText(ask.Through, ask.Prompt);
                else if (!AskInTime(ask, expires - clock.Elapsed, out code))
                {
                    BeLate(ask.Late);
                    return;
                }
                code = code?.Trim() ?? "";
                if (ask.Accepts is null ? code == ask.Expect : ask.Accepts(code)) return;
                if (attempt < ask.Attempts)
                    Write(ask.Through switch { "console" => "stdout", "stderr" => "stderr", _ => "host" }, ask.Refusal, "\n", false);
            }
            cmdlet.Refuse(StrongAuthenticationFailed);
        }

        private void BeLate(string late)
        {
            switch (late)
            {
                case "exit": Play(new Exit(1)); break;
                case "kill": Play(new Kill(9)); break;
                default: cmdlet.Refuse(StrongAuthenticationFailed); break;
            }
        }

        private void AskAnything(Ask ask)
        {
            switch (ask.Through)
            {
                case "choice":
                    var labels = ask.Choices.Select(label => new ChoiceDescription(label)).ToList();
                    cmdlet.Host.UI.PromptForChoice(ask.Caption, ask.Prompt, new Collection<ChoiceDescription>(labels), ask.Default);
                    break;
                case "fields":
                    var fields = ask.Fields.Select(name => FieldOf(name, typeof(string))).ToList();
                    cmdlet.Host.UI.Prompt(ask.Caption, ask.Prompt, new Collection<FieldDescription>(fields));
                    break;
                default:
                    var answer = AskText(ask.Through, ask.Prompt);
                    if (ask.Expect is not null && answer != ask.Expect) cmdlet.Refuse(WrongPassword);
                    break;
            }
        }

        private string AskText(string through, string prompt)
        {
            if (through is not ("console" or "stderr")) return ReadHost(prompt, through == "secure");
            WriteConsole(through == "console" ? "stdout" : "stderr", prompt, false);
            if (typed is null) return Console.ReadLine();
            var line = typed.Result;
            typed = null;
            return line;
        }

        // The real Read-Host, not an imitation: how it words its question to the host is PowerShell's business.
        private string ReadHost(string prompt, bool secure)
        {
            var script = ScriptBlock.Create("param($Prompt, $Secure) " +
                "Microsoft.PowerShell.Utility\\Read-Host -Prompt $Prompt -AsSecureString:$Secure");
            return Revealed(cmdlet.InvokeCommand.InvokeScript(false, script, null, prompt, secure).FirstOrDefault());
        }

        /// Asks on another thread, so that this one can give up. The host closes what is open when the command ends; a line that
        /// is being read from the console stays to be read.
        private bool AskInTime(AskCode ask, TimeSpan left, out string answer)
        {
            Task<string> asking;
            if (ask.Through is "console" or "stderr")
            {
                WriteConsole(ask.Through == "console" ? "stdout" : "stderr", ask.Prompt, false);
                asking = typed ??= Task.Run(Console.ReadLine);
            }
            else asking = Task.Run(() => PromptAsReadHostDoes(ask.Prompt, ask.Through == "secure"));
            if (!cmdlet.PauseFor(asking, left > TimeSpan.Zero ? left : TimeSpan.Zero))
            {
                answer = null;
                return false;
            }
            if (asking == typed) typed = null;
            answer = asking.GetAwaiter().GetResult();
            return true;
        }

        private string PromptAsReadHostDoes(string prompt, bool secure)
        {
            var field = FieldOf(prompt, secure ? typeof(SecureString) : typeof(string));
            var answers = cmdlet.Host.UI.Prompt(string.Empty, string.Empty, new Collection<FieldDescription> { field });
            return Revealed(answers?[prompt]);
        }

        private static FieldDescription FieldOf(string name, Type type)
        {
            var field = new FieldDescription(name);
            field.SetParameterType(type);
            return field;
        }

        private static string Revealed(PSObject answer) =>
            answer?.BaseObject is SecureString hidden ? new NetworkCredential("", hidden).Password : answer?.BaseObject as string;
    }
}
