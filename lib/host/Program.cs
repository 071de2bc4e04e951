namespace Teamsctl.Host
{
    /// <summary>Where the loader comes in.</summary>
    public static class Program
    {
        /// <summary>Opens the pipes anew, so that no process started from here inherits them, closes what was inherited, and
        /// serves. For the quick way: the same in script costs 20 ms more.</summary>
        /// <param name="protocol">The version of the protocol that the other side speaks.</param>
        /// <param name="powershell">The version of PowerShell, as text.</param>
        public static void Start(string protocol, string powershell)
        {
            FileStream requests = Open("/proc/self/fd/3", FileAccess.Read);
            FileStream records = Open("/proc/self/fd/4", FileAccess.Write);
            for (int descriptor = 3; descriptor <= 7; descriptor++)
            {
                new SafeFileHandle((IntPtr)descriptor, ownsHandle: true).Dispose();
            }

            if (protocol != "1")
            {
                Records.Fatal(new Channel(records), "protocol", "this host speaks protocol 1 only");
                ProcessEnd.Now(1);
            }

            Run(requests, records, powershell, "cache");
        }

        private static FileStream Open(string path, FileAccess access)
        {
            return new FileStream(path, FileMode.Open, access, FileShare.ReadWrite, 0);
        }

        /// <summary>Serves requests until `exit` or the end of the request pipe; never returns.</summary>
        /// <param name="requests">The request pipe, opened anew, unbuffered.</param>
        /// <param name="records">The record pipe, opened anew, unbuffered.</param>
        /// <param name="powershell">The version of PowerShell, as text.</param>
        /// <param name="assembly">How this assembly was come by: cache, compiled or memory.</param>
        public static void Run(Stream requests, Stream records, string powershell, string assembly)
        {
            var channel = new Channel(records);
            var session = new Session(channel);
            session.Start();
            // The runspace is still opening; requests can be taken all the same, the session starts on them when it has.
            channel.Write(Encoding.UTF8.GetBytes(
                "{\"type\":\"ready\",\"protocol\":1,\"powershell\":\"" + powershell + "\",\"pid\":"
                + Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
                + ",\"assembly\":\"" + assembly + "\"}\n"));
            new Thread(() => new RequestReader(requests, session, channel).Run()) { IsBackground = true }.Start();
            channel.FlushHeldRecords();
        }
    }

    /// <summary>Ends the process. Environment.Exit waits for modules' exit handlers, and they may wait for a pipeline that
    /// never ends, so this does not ask anyone.</summary>
    internal static class ProcessEnd
    {
        [DllImport("libc", EntryPoint = "_exit")]
        private static extern void ExitNow(int status);

        public static void Now(int status)
        {
            try
            {
                ExitNow(status);
            }
            finally
            {
                // Only reached where there is no C library of that name.
                Process.GetCurrentProcess().Kill();
            }
        }
    }
}
