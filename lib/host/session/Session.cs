namespace Teamsctl.Host
{
    /// <summary>The runspace and the one request that may run in it.</summary>
    internal sealed class Session
    {
        private const int StackSize = 16 * 1024 * 1024;

        private readonly Channel channel;
        private readonly ObjectWriter writer = new ObjectWriter();
        private readonly object gate = new object();
        private Runspace runspace;
        private Request current;
        private PowerShell shell;
        private bool stopping;
        private long lastId;
        private long currentId;

        public Session(Channel channel)
        {
            this.channel = channel;
            Prompts = new Prompts(channel, this);
        }

        public Prompts Prompts { get; }

        /// <summary>The request that runs, or 0. Records that other threads cause are put to its account.</summary>
        public long CurrentId => Volatile.Read(ref currentId);

        /// <summary>Starts the thread that opens the runspace and runs requests in it. It is the pipeline thread too: no
        /// hand-over for each request, and a stack of a size we know.</summary>
        public void Start()
        {
            new Thread(Serve, StackSize) { IsBackground = true, Name = "teamsctl" }.Start();
        }

        public void Submit(Request request)
        {
            lock (gate)
            {
                if (current != null)
                {
                    throw new ProtocolException("a request came while another one runs");
                }

                if (request.Id <= lastId)
                {
                    throw new ProtocolException("the number of a request does not grow");
                }

                lastId = request.Id;
                current = request;
                stopping = false;
                writer.Stopping = false;
                Prompts.Open();
                Volatile.Write(ref currentId, request.Id);
                Monitor.Pulse(gate);
            }
        }

        public void Cancel(long id)
        {
            lock (gate)
            {
                if (current?.Id == id)
                {
                    Stop();
                }
            }
        }

        /// <summary>Refuses a prompt and stops the request that asked. The refused prompt throws in the thread that asked;
        /// that thread may be a module's own, which would not stop the command.</summary>
        public void Decline(long number)
        {
            lock (gate)
            {
                if (Prompts.Find(number) == null)
                {
                    return;
                }

                if (current != null)
                {
                    Stop();
                }
                else
                {
                    Prompts.Close(over: true);
                }
            }
        }

        private void Stop()
        {
            if (!stopping)
            {
                stopping = true;
                writer.Stopping = true;
                PowerShell running = shell;
                if (running != null)
                {
                    StopOnAnotherThread(running);
                }
            }

            Prompts.Close(over: false);
        }

        /// <summary>Stopping waits for the pipeline, and BeginStop needs the thread pool, which a module may exhaust.</summary>
        private static void StopOnAnotherThread(PowerShell running)
        {
            new Thread(() =>
            {
                try
                {
                    running.Stop();
                }
                catch (Exception)
                {
                    // It ended by itself in the meantime.
                }
            }) { IsBackground = true }.Start();
        }

        private void Serve()
        {
            try
            {
                runspace = RunspaceFactory.CreateRunspace(new SessionHost(channel, this), InitialSessionState.CreateDefault2());
                runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
                runspace.Open();
            }
            catch (Exception error)
            {
                Records.Fatal(channel, "runspace", error.Message);
                ProcessEnd.Now(1);
            }

            while (true)
            {
                Request request;
                lock (gate)
                {
                    while (current == null)
                    {
                        Monitor.Wait(gate);
                    }

                    request = current;
                }

                Run(request);
            }
        }

        private void Run(Request request)
        {
            long start = Stopwatch.GetTimestamp();
            var results = new ResultSink(channel, writer, request);
            var errors = new ErrorSink(channel, request.Id);
            string state = "completed";
            try
            {
                Invoke(request, results, errors);
            }
            catch (PipelineStoppedException)
            {
                state = "stopped";
            }
            catch (Exception error)
            {
                // Whatever a stopped command says last is only an echo of its being stopped.
                state = stopping ? "stopped" : "failed";
                if (!stopping)
                {
                    errors.SendTerminating(error);
                }
            }

            lock (gate)
            {
                shell = null;
                current = null;
                Prompts.Close(over: true);
                Volatile.Write(ref currentId, 0);
            }

            Records.New("done", request.Id).Text("state", state).Number("objects", results.Objects)
                .Number("errors", errors.Errors + results.Errors).Number("truncated", results.Truncated)
                .Number("milliseconds", (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds).Send(channel);
        }

        private void Invoke(Request request, ResultSink results, ErrorSink errors)
        {
            if (request.ReadOnly)
            {
                Examine(request.Script);
            }

            using var invocation = PowerShell.Create();
            if (request.Command != null)
            {
                invocation.AddCommand(request.Command, useLocalScope: false);
                foreach (KeyValuePair<string, object> parameter in request.Parameters)
                {
                    invocation.AddParameter(parameter.Key, Deferred.Resolve(parameter.Value));
                }
            }
            else
            {
                // One that only reads leaves no variables and functions behind either.
                invocation.AddScript(request.Script, useLocalScope: request.ReadOnly);
            }

            Begin(invocation, errors);
            invocation.Invoke<PSObject, PSObject>(null, results, null);
            if (invocation.InvocationStateInfo.State == PSInvocationState.Stopped)
            {
                throw new PipelineStoppedException();
            }
        }

        /// <summary>Throws what is to come in place of a script that may change something, or that is none.</summary>
        private void Examine(string script)
        {
            using var invocation = PowerShell.Create();
            invocation.AddCommand(new CmdletInfo("Test-ReadOnly", typeof(ReadOnlyCommand))).AddParameter("Text", script);
            // Errors of modules that are looked for: the script will find the same ones.
            Begin(invocation, new Discard<ErrorRecord>());
            foreach (PSObject refusal in invocation.Invoke())
            {
                throw (Exception)refusal.BaseObject;
            }

            if (invocation.InvocationStateInfo.State == PSInvocationState.Stopped)
            {
                throw new PipelineStoppedException();
            }
        }

        /// <summary>Makes it ready to be invoked, and the one to stop.</summary>
        private void Begin(PowerShell invocation, PSDataCollection<ErrorRecord> errors)
        {
            invocation.Runspace = runspace;
            // Everything but errors comes by way of the host, in the same order for the module that writes to a stream and
            // for the one that calls the host. The collections would only grow.
            invocation.Streams.Error = errors;
            invocation.Streams.Warning = new Discard<WarningRecord>();
            invocation.Streams.Verbose = new Discard<VerboseRecord>();
            invocation.Streams.Debug = new Discard<DebugRecord>();
            invocation.Streams.Information = new Discard<InformationRecord>();
            invocation.Streams.Progress = new Discard<ProgressRecord>();
            invocation.InvocationStateChanged += StopWhenLate;
            lock (gate)
            {
                if (stopping)
                {
                    throw new PipelineStoppedException();
                }

                shell = invocation;
            }
        }

        /// <summary>A stop that came after Invoke was called and before it ran would do nothing.</summary>
        private void StopWhenLate(object sender, PSInvocationStateChangedEventArgs change)
        {
            if (change.InvocationStateInfo.State == PSInvocationState.Running)
            {
                lock (gate)
                {
                    if (stopping)
                    {
                        StopOnAnotherThread((PowerShell)sender);
                    }
                }
            }
        }
    }
}
