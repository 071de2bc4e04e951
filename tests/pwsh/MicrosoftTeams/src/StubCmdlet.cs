// What all cmdlets of the stub share: they play steps, they can be stopped, and they leave a line in the log.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace TeamsStub
{
    /// The call is over, and its errors are written.
    internal sealed class CallEnded : Exception { }

    public abstract class StubCmdlet : PSCmdlet
    {
        private readonly ManualResetEventSlim stopping = new();

        /// The name that scenarios and the log know this cmdlet by.
        internal virtual string PublicName => MyInvocation.MyCommand.Name;

        internal abstract void Call();

        private static bool deaf;
        private static IDisposable terminations;

        protected sealed override void StopProcessing()
        {
            if (!deaf) stopping.Set();
        }

        /// From now on neither a stop nor SIGTERM ends anything.
        internal void TurnDeaf()
        {
            deaf = true;
            terminations ??= PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
        }

        protected sealed override void ProcessRecord()
        {
            WriteLog();
            try { Call(); }
            catch (CallEnded) { }
        }

        /// A cmdlet that finds no session says so in the words of its family; the two of the service do not end a script.
        internal void FailWithoutSession(string why)
        {
            switch (why)
            {
                case "must_connect":
                    // Scripts catch this by its type around Get-CsTenant.
                    throw new UnauthorizedAccessException("You must call the Connect-MicrosoftTeams cmdlet before calling any other cmdlets.");
                case "no_session":
                    throw new InvalidOperationException(
                        "Session is not established, run Connect-MicrosoftTeams before requesting access token");
                case "run_either":
                    const string text = "Run either Connect-MicrosoftTeams or new-csonlinesession before running cmdlets.";
                    ThrowTerminatingError(new ErrorRecord(new RuntimeException(text), text, ErrorCategory.OperationStopped, null));
                    break;
                case "invalid_credential":
                    var refusal = Refusals.Named("Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.RestException`1", "Invalid credential");
                    WriteError(new ErrorRecord(refusal, "Unauthorized", ErrorCategory.InvalidOperation, null));
                    break;
                default: Refuse(70043); break;
            }
            throw new CallEnded();
        }

        internal void Play(IReadOnlyList<Step> steps)
        {
            foreach (var step in steps) new StepPlayer(this).Play(step);
        }

        /// Waits until the time has passed, or the cmdlet is stopped. Without a time only a stop ends it.
        internal void Pause(TimeSpan? duration)
        {
            if (stopping.Wait(duration ?? Timeout.InfiniteTimeSpan)) throw new PipelineStoppedException();
        }

        /// Waits for a task, at most so long; says whether it ended. A stop ends the wait.
        internal bool PauseFor(Task task, TimeSpan longest)
        {
            var ended = WaitHandle.WaitAny(new[] { stopping.WaitHandle, ((IAsyncResult)task).AsyncWaitHandle }, longest);
            return ended == 0 ? throw new PipelineStoppedException() : ended == 1;
        }

        /// Reports one refusal the way Connect-MicrosoftTeams does: the outer exception, the inner one, and after a wrong password
        /// one more that comes from code which had counted on a token.
        internal virtual void Refuse(int number) => Refuse(Refusals.Of(number), number == 50126);

        /// The same for what fails in the module itself.
        internal void RefuseByModule(string name)
        {
            if (ModuleRefusals.IsWrapped(name)) Refuse(ModuleRefusals.Of(name));
            Report(ModuleRefusals.Of(name));
            throw new CallEnded();
        }

        internal void Refuse(Exception cause, bool withNullReference = false)
        {
            Report(new AggregateException(cause));
            Report(cause);
            if (withNullReference) ReportNullReference();
            throw new CallEnded();
        }

        /// Access tokens that do not work: the module trips over them twice, without a word of what is wrong.
        internal void RefuseTokens()
        {
            Report(new NullReferenceException());
            ReportNullReference();
            throw new CallEnded();
        }

        private void ReportNullReference()
        {
            var missing = new NullReferenceException();
            WriteError(new ErrorRecord(missing, missing.GetType().FullName, ErrorCategory.NotSpecified, null));
        }

        private void Report(Exception exception) =>
            WriteError(new ErrorRecord(exception, "Connect-MicrosoftTeams", ErrorCategory.AuthenticationError, null));

        private void WriteLog()
        {
            var path = Environment.GetEnvironmentVariable("TEAMS_STUB_LOG");
            if (string.IsNullOrEmpty(path)) return;
            var parameters = MyInvocation.BoundParameters.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .ToDictionary(pair => pair.Key, pair => Loggable(pair.Key, pair.Value));
            var line = JsonSerializer.Serialize(new { cmdlet = PublicName, parameters });
            AppendingFile.Append(path, Encoding.UTF8.GetBytes(line + "\n"));
        }

        private static object Loggable(string name, object value) => value switch
        {
            PSCredential credential => new { username = credential.UserName, password = "***" },
            SecureString => "***",
            string[] tokens when name == "AccessTokens" => tokens.Select(_ => "***").ToArray(),
            X509Certificate2 certificate => certificate.Thumbprint,
            SwitchParameter flag => flag.IsPresent,
            string or int or bool or string[] => value,
            _ => $"{value}",
        };
    }

    /// Plays the steps of an import, which happens in no cmdlet of the module.
    [Cmdlet(VerbsLifecycle.Invoke, "StubImport")]
    public sealed class InvokeStubImport : StubCmdlet
    {
        internal override string PublicName => "Import-Module";
        internal override void Call() => Play(Scenario.Current.Import);
    }
}
