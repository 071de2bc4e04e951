// Plays one step of a scenario on behalf of a cmdlet.
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace TeamsStub
{
    internal sealed partial class StepPlayer
    {
        private readonly StubCmdlet cmdlet;

        public StepPlayer(StubCmdlet cmdlet) => this.cmdlet = cmdlet;

        public void Play(Step step)
        {
            switch (step)
            {
                case Say say:
                    for (var i = 0; i < say.Times; ++i) Write(say.On, say.Text, say.End, say.Bytewise);
                    break;
                case AskCode ask: AskForCode(ask); break;
                case Ask ask: AskAnything(ask); break;
                case DeviceCode device:
                    Write(device.On, $"To sign in, use a web browser to open the page {device.Url} and enter the code {device.Code} " +
                                     "to authenticate.", "\n", false);
                    cmdlet.Pause(device.Wait);
                    break;
                case Aadsts refusal: cmdlet.Refuse(refusal.Number); break;
                case Refuse refusal: cmdlet.RefuseByModule(refusal.Name); break;
                case NotConnected end: cmdlet.FailWithoutSession(end.As); break;
                case Expire end: EndSession(end); break;
                case Fail fail: Throw(fail); break;
                case Wait wait: cmdlet.Pause(wait.Duration); break;
                case Hang: cmdlet.Pause(null); break;
                case Deaf: cmdlet.TurnDeaf(); break;
                case Exit exit: Environment.Exit(exit.Status); break;
                case Kill kill:
                    _ = SendSignal(Environment.ProcessId, kill.Signal);
                    // The signal takes effect when the kernel gets to it; nothing more may be written until then.
                    cmdlet.Pause(null);
                    break;
                case Flood flood: PourOut(flood); break;
                case Spawn:
                    using (var child = Process.Start(new ProcessStartInfo("/bin/sleep", "60")))
                        Console.Out.Write($"spawned {child.Id}\n");
                    break;
            }
        }

        [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
        private static extern int SendSignal(int pid, int signal);

        private void Write(string on, string text, string end, bool bytewise)
        {
            switch (on)
            {
                case "stdout" or "stderr" or "terminal": WriteConsole(on, text + end, bytewise); break;
                case "host": WriteHost(text, end); break;
                case "warning": cmdlet.WriteWarning(text); break;
                case "verbose": cmdlet.WriteVerbose(text); break;
                case "debug": cmdlet.WriteDebug(text); break;
                case "information": cmdlet.WriteInformation(text, Array.Empty<string>()); break;
                case "progress": cmdlet.WriteProgress(new ProgressRecord(0, text.Length == 0 ? " " : text, "Processing")); break;
                case "output": cmdlet.WriteObject(text); break;
                case "error": cmdlet.WriteError(AsWriteErrorDoes(text)); break;
            }
        }

        private static ErrorRecord AsWriteErrorDoes(string text)
        {
            var exception = Refusals.Named("Microsoft.PowerShell.Commands.WriteErrorException", text);
            var record = new ErrorRecord(exception, exception.GetType().FullName, ErrorCategory.NotSpecified, null);
            record.CategoryInfo.Activity = "Write-Error";
            return record;
        }

        // Exactly what Write-Host does.
        private void WriteHost(string text, string end)
        {
            var lineEnd = end == "\n";
            var message = new HostInformationMessage { Message = lineEnd ? text : text + end, NoNewLine = !lineEnd };
            cmdlet.WriteInformation(message, new[] { "PSHOST" });
        }

        private static void WriteConsole(string on, string text, bool bytewise)
        {
            if (on != "terminal" && !bytewise)
            {
                (on == "stdout" ? Console.Out : Console.Error).Write(text);
                return;
            }
            using var stream = Open(on);
            var bytes = Encoding.UTF8.GetBytes(text);
            if (!bytewise) stream.Write(bytes);
            else foreach (var one in bytes) stream.WriteByte(one);
        }

        private static Stream Open(string on) => on switch
        {
            "stdout" => Console.OpenStandardOutput(),
            "stderr" => Console.OpenStandardError(),
            // Unbuffered: each write is to be seen by itself.
            _ => new FileStream("/dev/tty", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0),
        };

        private static void PourOut(Flood flood)
        {
            using var stream = Open(flood.On);
            var unit = Encoding.UTF8.GetBytes(flood.Text.Length == 0 ? "x" : flood.Text);
            var block = Enumerable.Repeat(unit, Math.Max(1, 65536 / unit.Length)).SelectMany(bytes => bytes).ToArray();
            for (var left = flood.Bytes; left > 0; left -= block.Length)
                stream.Write(block, 0, (int)Math.Min(left, block.Length));
        }

        private void Throw(Fail fail)
        {
            if (fail.Done >= fail.Times) return;
            ++fail.Done;
            // PowerShell appends the cmdlet's type to an id; one that is written out in full must not get it twice.
            var suffix = "," + cmdlet.GetType().FullName;
            var id = fail.Fqid.EndsWith(suffix, StringComparison.Ordinal) ? fail.Fqid[..^suffix.Length] : fail.Fqid;
            if (!Enum.TryParse<ErrorCategory>(fail.Category, out var category)) category = ErrorCategory.NotSpecified;
            var exception = Refusals.Named(fail.Exception, fail.Message);
            if (fail.RetryAfter is not null) exception.Data["Retry-After"] = fail.RetryAfter;
            cmdlet.ThrowTerminatingError(new ErrorRecord(exception, id, category, null));
        }

        private void EndSession(Expire end)
        {
            if (end.Done >= end.Times) return;
            ++end.Done;
            Session.End(end.As);
            cmdlet.FailWithoutSession(end.As);
        }
    }
}
