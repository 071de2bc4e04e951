// Whole lines at the end of a file that many processes write at a time.
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;

namespace TeamsStub
{
    /// One write to a descriptor that appends: lines of two writers never mix. FileStream has no such descriptor; its FileMode.Append
    /// goes to the end once, and two who do that at the same time write over each other.
    internal static class AppendingFile
    {
        public static void Append(string path, byte[] bytes)
        {
            const int writeOnly = 1, create = 0x40, append = 0x400, closeOnExec = 0x80000;
            var descriptor = Open(path, writeOnly | create | append | closeOnExec, 0x180);
            if (descriptor < 0) throw new IOException($"{path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
            var written = Write(descriptor, bytes, bytes.Length);
            var problem = Marshal.GetLastPInvokeError();
            _ = Close(descriptor);
            if (written != bytes.Length) throw new IOException($"{path}: {new Win32Exception(problem).Message}");
        }

        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

        [DllImport("libc", EntryPoint = "write", SetLastError = true)]
        private static extern nint Write(int descriptor, byte[] bytes, nint length);

        [DllImport("libc", EntryPoint = "close")]
        private static extern int Close(int descriptor);
    }
}
