// The session host: runs inside pwsh, takes requests from one pipe and gives records to another.
// The contract is teamsctl-host-protocol(7). The loader (loader.ps1) compiles this file with Add-Type and calls
// Program.Run; it must build without warnings from PowerShell 7.4 (.NET 8, C# 12) on.
//
// In order: Program, ProcessEnd; Channel, JsonText, Records (out); RequestReader, RequestParser (in);
// Session and its sinks (work); ReadOnlyCheck (scripts that only read); Prompts (questions); SessionHost and its user
// interface (PowerShell's view of us); ObjectWriter, Shape, MemberPlan, RowCompiler, Engine (results as JSON, the hot path).
//
// The assembly is never compiled ahead of time: whatever runs before `ready` is paid for in JIT time, so that path has
// no LINQ, no regular expressions, no JSON library and few methods; and hot methods ask for full optimisation at once.

using System;
using System.Buffers;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Numerics;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using System.Threading;
using Microsoft.Win32.SafeHandles;

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

    /// <summary>The sizes the protocol promises, and those that keep us bounded.</summary>
    internal static class Limit
    {
        public const int Record = 64 * 1024 * 1024;
        public const int Request = 16 * 1024 * 1024;
        public const int Nesting = 512;
        /// <summary>A result's own nesting: the record around it takes one level, a truncation mark another.</summary>
        public const int Depth = Nesting - 2;
        public const int DefaultDepth = 16;
        /// <summary>Longer messages are cut; host text is split instead.</summary>
        public const int Message = 1024 * 1024;
        public const int Block = 32 * 1024;
        public const int HoldMilliseconds = 15;
        public const int ProgressMilliseconds = 100;
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

    // ---------------------------------------------------------------------------------------------------------------
    // Out
    // ---------------------------------------------------------------------------------------------------------------

    /// <summary>The record pipe. Results may be held back to leave in blocks; everything else leaves at once and takes
    /// what is held with it, so the order of records is the order of calls. Any thread.</summary>
    internal sealed class Channel
    {
        private readonly Stream pipe;
        private readonly object gate = new object();
        private byte[] held = new byte[Limit.Block * 2];
        private int length;
        private bool flushDue;

        public Channel(Stream pipe)
        {
            this.pipe = pipe;
        }

        /// <summary>Writes a whole record (with its line end) that is not a result.</summary>
        public void Write(ReadOnlySpan<byte> record)
        {
            lock (gate)
            {
                Append(record);
                Flush();
            }
        }

        /// <summary>Takes a result; it leaves with its block, or in Limit.HoldMilliseconds, or at once.</summary>
        public void WriteResult(ReadOnlySpan<byte> record, bool atOnce)
        {
            lock (gate)
            {
                Append(record);
                if (atOnce || length >= Limit.Block)
                {
                    Flush();
                }
                else if (length > 0 && !flushDue)
                {
                    flushDue = true;
                    Monitor.Pulse(gate);
                }
            }
        }

        /// <summary>Writes what has been held too long. For a thread of its own: a timer would need the thread pool, and
        /// modules can exhaust that.</summary>
        public void FlushHeldRecords()
        {
            while (true)
            {
                lock (gate)
                {
                    while (!flushDue)
                    {
                        Monitor.Wait(gate);
                    }
                }

                Thread.Sleep(Limit.HoldMilliseconds);
                lock (gate)
                {
                    flushDue = false;
                    Flush();
                }
            }
        }

        private void Append(ReadOnlySpan<byte> record)
        {
            if (record.Length > held.Length - length)
            {
                Flush();
                if (record.Length > held.Length)
                {
                    Send(record);
                    return;
                }
            }

            record.CopyTo(held.AsSpan(length));
            length += record.Length;
        }

        private void Flush()
        {
            if (length > 0)
            {
                int count = length;
                length = 0;
                Send(held.AsSpan(0, count));
            }
        }

        private void Send(ReadOnlySpan<byte> bytes)
        {
            try
            {
                pipe.Write(bytes);
            }
            catch (IOException)
            {
                // Nobody reads records any more: there is nothing left to live for.
                ProcessEnd.Now(0);
            }
        }
    }

    /// <summary>The record outgrew Limit.Record while it was written.</summary>
    internal sealed class RecordTooLargeException : Exception
    {
    }

    /// <summary>Compact JSON in UTF-8, growing as needed up to the size of a record. Commas are the caller's.</summary>
    internal sealed class JsonText
    {
        private const int Chunk = 4096;
        private const int Reserve = 64 * 1024;

        private byte[] bytes;
        private int length;

        public JsonText(int capacity)
        {
            bytes = new byte[capacity];
        }

        public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

        public int Length => length;

        /// <summary>Takes back everything after the first `count` bytes.</summary>
        public void Truncate(int count)
        {
            length = count;
        }

        /// <summary>Starts over; the memory of one giant is not kept for the rest of the session.</summary>
        public void Clear()
        {
            length = 0;
            if (bytes.Length > 1024 * 1024)
            {
                bytes = new byte[Reserve];
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Byte(byte value)
        {
            Ensure(1);
            bytes[length++] = value;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Raw(ReadOnlySpan<byte> value)
        {
            Ensure(value.Length);
            value.CopyTo(bytes.AsSpan(length));
            length += value.Length;
        }

        public void Null()
        {
            Raw("null"u8);
        }

        public void Boolean(bool value)
        {
            Raw(value ? "true"u8 : "false"u8);
        }

        public void Number(long value)
        {
            Formatted(value);
        }

        /// <summary>Writes a number, or any text that needs no escapes, in the invariant culture.</summary>
        public void Formatted<T>(T value, ReadOnlySpan<char> format = default) where T : IUtf8SpanFormattable
        {
            Ensure(128);
            value.TryFormat(bytes.AsSpan(length), out int written, format, CultureInfo.InvariantCulture);
            length += written;
        }

        public void Quoted<T>(T value, ReadOnlySpan<char> format = default) where T : IUtf8SpanFormattable
        {
            Byte((byte)'"');
            Formatted(value, format);
            Byte((byte)'"');
        }

        public void Base64(ReadOnlySpan<byte> value)
        {
            long need = ((long)value.Length + 2) / 3 * 4;
            if (need > Limit.Record)
            {
                throw new RecordTooLargeException();
            }

            Ensure((int)need + 2);
            bytes[length++] = (byte)'"';
            System.Buffers.Text.Base64.EncodeToUtf8(value, bytes.AsSpan(length), out _, out int written);
            length += written;
            bytes[length++] = (byte)'"';
        }

        /// <summary>Writes a string; null is null. Lone surrogates become U+FFFD.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void String(string value)
        {
            if (value == null)
            {
                Null();
                return;
            }

            Characters(value, default);
        }

        /// <summary>Writes an encoded name and then the string: the hot path of all, so in one piece.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void NameAndString(byte[] name, string value)
        {
            if (value == null)
            {
                Raw(name);
                Null();
                return;
            }

            Characters(value, name);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Characters(ReadOnlySpan<char> text, ReadOnlySpan<byte> name)
        {
            // Six bytes is the longest escape; long texts go piece by piece so that little is reserved in vain.
            if (text.Length <= Chunk)
            {
                Ensure(name.Length + (text.Length * 6) + 2);
                name.CopyTo(bytes.AsSpan(length));
                length += name.Length;
                bytes[length++] = (byte)'"';
                Escape(text);
                bytes[length++] = (byte)'"';
                return;
            }

            Raw(name);
            Byte((byte)'"');
            while (text.Length > Chunk)
            {
                int count = char.IsHighSurrogate(text[Chunk - 1]) ? Chunk - 1 : Chunk;
                Ensure(Chunk * 6);
                Escape(text.Slice(0, count));
                text = text.Slice(count);
            }

            Ensure((text.Length * 6) + 2);
            Escape(text);
            bytes[length++] = (byte)'"';
        }

        /// <summary>Copies eight characters at a time while they are plain ASCII. The room is there already.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Escape(ReadOnlySpan<char> text)
        {
            ref ushort source = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
            ref byte target = ref MemoryMarshal.GetArrayDataReference(bytes);
            int count = text.Length;
            int to = length;
            int from = 0;
            while (from < count)
            {
                while (count - from >= 8)
                {
                    Vector128<ushort> eight = Vector128.LoadUnsafe(ref source, (nuint)from);
                    Vector128<ushort> special = Vector128.LessThan(eight, Vector128.Create((ushort)0x20))
                        | Vector128.GreaterThan(eight, Vector128.Create((ushort)0x7e))
                        | Vector128.Equals(eight, Vector128.Create((ushort)'"'))
                        | Vector128.Equals(eight, Vector128.Create((ushort)'\\'));
                    if (special != Vector128<ushort>.Zero)
                    {
                        break;
                    }

                    Vector128.Narrow(eight, eight).GetLower().StoreUnsafe(ref target, (nuint)to);
                    from += 8;
                    to += 8;
                }

                int stop = Math.Min(count, from + 8);
                while (from < stop)
                {
                    uint c = Unsafe.Add(ref source, from++);
                    if (c < 0x7f && c >= 0x20 && c != '"' && c != '\\')
                    {
                        Unsafe.Add(ref target, to++) = (byte)c;
                    }
                    else if (c < 0x80)
                    {
                        to = EscapeAscii(ref target, to, c);
                    }
                    else if (c < 0x800)
                    {
                        Unsafe.Add(ref target, to++) = (byte)(0xc0 | (c >> 6));
                        Unsafe.Add(ref target, to++) = (byte)(0x80 | (c & 0x3f));
                    }
                    else if (c - 0xd800 < 0x400 && from < count && (uint)Unsafe.Add(ref source, from) - 0xdc00 < 0x400)
                    {
                        uint scalar = 0x10000 + ((c - 0xd800) << 10) + ((uint)Unsafe.Add(ref source, from++) - 0xdc00);
                        Unsafe.Add(ref target, to++) = (byte)(0xf0 | (scalar >> 18));
                        Unsafe.Add(ref target, to++) = (byte)(0x80 | ((scalar >> 12) & 0x3f));
                        Unsafe.Add(ref target, to++) = (byte)(0x80 | ((scalar >> 6) & 0x3f));
                        Unsafe.Add(ref target, to++) = (byte)(0x80 | (scalar & 0x3f));
                    }
                    else
                    {
                        uint scalar = c - 0xd800 < 0x800 ? 0xfffd : c;
                        Unsafe.Add(ref target, to++) = (byte)(0xe0 | (scalar >> 12));
                        Unsafe.Add(ref target, to++) = (byte)(0x80 | ((scalar >> 6) & 0x3f));
                        Unsafe.Add(ref target, to++) = (byte)(0x80 | (scalar & 0x3f));
                    }
                }
            }

            length = to;
        }

        private static int EscapeAscii(ref byte target, int to, uint c)
        {
            byte letter = c switch
            {
                '"' => (byte)'"',
                '\\' => (byte)'\\',
                '\n' => (byte)'n',
                '\r' => (byte)'r',
                '\t' => (byte)'t',
                '\b' => (byte)'b',
                '\f' => (byte)'f',
                _ => 0,
            };
            Unsafe.Add(ref target, to++) = (byte)'\\';
            if (letter != 0)
            {
                Unsafe.Add(ref target, to++) = letter;
                return to;
            }

            Unsafe.Add(ref target, to++) = (byte)'u';
            Unsafe.Add(ref target, to++) = (byte)'0';
            Unsafe.Add(ref target, to++) = (byte)'0';
            Unsafe.Add(ref target, to++) = (byte)('0' + (c >> 4));
            Unsafe.Add(ref target, to++) = (byte)((c & 15) < 10 ? '0' + (c & 15) : 'a' + (c & 15) - 10);
            return to;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Ensure(int count)
        {
            if (bytes.Length - length < count)
            {
                Grow(count);
            }
        }

        private void Grow(int count)
        {
            if (length > Limit.Record)
            {
                throw new RecordTooLargeException();
            }

            long size = Math.Max((long)length + count, Math.Min((long)bytes.Length * 2, Limit.Record + Reserve));
            Array.Resize(ref bytes, (int)size);
        }
    }

    /// <summary>The records that are not results.</summary>
    internal static class Records
    {
        /// <summary>A record under way: members in the order they are added.</summary>
        internal readonly struct Builder
        {
            private readonly JsonText json;

            public Builder(string type)
            {
                json = new JsonText(512);
                json.Raw("{\"type\":"u8);
                json.String(type);
            }

            public JsonText Json => json;

            public Builder Member(string name)
            {
                json.Byte((byte)',');
                json.String(name);
                json.Byte((byte)':');
                return this;
            }

            public Builder Text(string name, string value)
            {
                Member(name);
                json.String(Cut(value ?? string.Empty));
                return this;
            }

            public Builder Number(string name, long value)
            {
                Member(name);
                json.Number(value);
                return this;
            }

            public Builder Flag(string name, bool value)
            {
                Member(name);
                json.Boolean(value);
                return this;
            }

            public void Send(Channel channel)
            {
                json.Raw("}\n"u8);
                channel.Write(json.Written);
            }

            private static string Cut(string value)
            {
                return value.Length <= Limit.Message ? value : string.Concat(value.AsSpan(0, Limit.Message), "\u2026");
            }
        }

        public static Builder New(string type, long id)
        {
            return new Builder(type).Number("id", id);
        }

        public static void Message(Channel channel, string type, long id, string message)
        {
            New(type, id).Text("message", message).Send(channel);
        }

        /// <summary>Writes text for the host, in pieces when it is long.</summary>
        public static void HostText(Channel channel, long id, string text, bool newline)
        {
            int start = 0;
            while (text.Length - start > Limit.Message)
            {
                int count = char.IsHighSurrogate(text[start + Limit.Message - 1]) ? Limit.Message - 1 : Limit.Message;
                New("host", id).Text("text", text.Substring(start, count)).Flag("newline", false).Send(channel);
                start += count;
            }

            New("host", id).Text("text", start == 0 ? text : text.Substring(start)).Flag("newline", newline).Send(channel);
        }

        public static void Fatal(Channel channel, string code, string message)
        {
            new Builder("fatal").Text("code", code).Text("message", message).Send(channel);
        }
    }

    /// <summary>What an error record says, out of PowerShell's or .NET's error. Nothing here runs script code, and members
    /// that throw are left empty: an error must always get out.</summary>
    internal sealed class ErrorText
    {
        private const int MaximumInner = 16;

        public string Message = string.Empty;
        public string Fqid = string.Empty;
        public string Category = string.Empty;
        public string Activity = string.Empty;
        public string Reason = string.Empty;
        public string Exception = string.Empty;
        public string Target = string.Empty;
        public string Position = string.Empty;
        public readonly List<string> Inner = new List<string>();

        /// <summary>How many seconds to wait before the next try; null when nothing says so.</summary>
        public double? RetryAfter;

        public ErrorText()
        {
        }

        public ErrorText(ErrorRecord error)
        {
            Exception exception = error.Exception;
            Message = Try(() => error.ErrorDetails?.Message);
            if (Message.Length == 0)
            {
                Message = Try(() => exception?.Message);
            }

            Fqid = Try(() => error.FullyQualifiedErrorId);
            Category = Try(() => error.CategoryInfo.Category.ToString());
            Activity = Try(() => error.CategoryInfo.Activity);
            Reason = Try(() => error.CategoryInfo.Reason);
            Target = Try(() => error.CategoryInfo.TargetName);
            Position = Try(() => error.InvocationInfo?.PositionMessage);
            Exception = exception?.GetType().FullName ?? string.Empty;
            RetryAfter = Waiting.SecondsOf(exception);
            AddInner(exception);
        }

        /// <summary>The error that ended a request: the record it carries, else itself.</summary>
        public static ErrorText FromException(Exception exception)
        {
            ErrorRecord record = null;
            try
            {
                record = (exception as IContainsErrorRecord)?.ErrorRecord;
                if (record?.Exception is ParentContainsErrorRecordException)
                {
                    // A stand-in for the exception we have, which cannot be in its own record.
                    record = new ErrorRecord(record, exception);
                }
            }
            catch (Exception)
            {
                // The text of the exception itself has to do.
            }

            if (record != null)
            {
                return new ErrorText(record);
            }

            var text = new ErrorText
            {
                Message = Try(() => exception.Message),
                Category = "NotSpecified",
                Reason = exception.GetType().Name,
                Exception = exception.GetType().FullName,
                Fqid = exception.GetType().Name,
                RetryAfter = Waiting.SecondsOf(exception),
            };
            text.AddInner(exception);
            return text;
        }

        public void Send(Channel channel, long id, bool terminating)
        {
            Records.Builder record = Records.New("error", id)
                .Text("message", Message).Text("fqid", Fqid).Text("category", Category).Text("activity", Activity)
                .Text("reason", Reason).Text("exception", Exception);
            WriteInner(record.Member("inner").Json);
            record.Text("target", Target).Text("position", Position).Flag("terminating", terminating);
            if (RetryAfter is double seconds)
            {
                record.Member("retry_after").Json.Formatted(seconds);
            }

            record.Send(channel);
        }

        /// <summary>Writes the error as a result: one that was redirected to the output.</summary>
        public void WriteValue(JsonText json)
        {
            json.Raw("{\"message\":"u8);
            json.String(Message);
            json.Raw(",\"fqid\":"u8);
            json.String(Fqid);
            json.Raw(",\"category\":"u8);
            json.String(Category);
            json.Raw(",\"exception\":"u8);
            json.String(Exception);
            json.Raw(",\"inner\":"u8);
            WriteInner(json);
            json.Raw(",\"target\":"u8);
            json.String(Target);
            json.Byte((byte)'}');
        }

        private void WriteInner(JsonText json)
        {
            json.Byte((byte)'[');
            for (int i = 0; i < Inner.Count; i++)
            {
                if (i > 0)
                {
                    json.Byte((byte)',');
                }

                json.String(Inner[i]);
            }

            json.Byte((byte)']');
        }

        private void AddInner(Exception outer)
        {
            if (outer is AggregateException many)
            {
                foreach (Exception one in many.InnerExceptions)
                {
                    Add(one);
                }
            }
            else if (outer?.InnerException != null)
            {
                Add(outer.InnerException);
            }
        }

        private void Add(Exception inner)
        {
            if (Inner.Count < MaximumInner)
            {
                string message = Try(() => inner.Message);
                Inner.Add(message.Length <= Limit.Message ? message : message.Substring(0, Limit.Message));
                AddInner(inner);
            }
        }

        private static string Try(Func<string> text)
        {
            try
            {
                return text() ?? string.Empty;
            }
            catch (Exception)
            {
                return string.Empty;
            }
        }
    }

    /// <summary>How long an error says one has to wait. There is no one way to say it: each client of a service keeps what the
    /// service answered in members of its own.</summary>
    internal static class Waiting
    {
        private const string Name = "Retry-After";
        private const int MaximumInner = 16;

        /// <summary>The seconds that an exception, or one inside of it, tells; null when none does.</summary>
        public static double? SecondsOf(Exception exception)
        {
            int left = MaximumInner;
            return SecondsOf(exception, ref left);
        }

        private static double? SecondsOf(Exception exception, ref int left)
        {
            if (exception == null || left-- <= 0)
            {
                return null;
            }

            if (OfOne(exception) is double seconds)
            {
                return seconds;
            }

            if (exception is AggregateException several)
            {
                foreach (Exception one in several.InnerExceptions)
                {
                    if (SecondsOf(one, ref left) is double inner)
                    {
                        return inner;
                    }
                }

                return null;
            }

            return SecondsOf(exception.InnerException, ref left);
        }

        private static double? OfOne(Exception exception)
        {
            // Everything here is somebody else's: the type of a member, and whether it throws.
            try
            {
                return Seconds(exception.Data[Name]) ?? Seconds(Get(exception, "RetryAfter"))
                    ?? OfHeaders(Get(exception, "Headers")) ?? OfHeaders(Get(exception, "ResponseHeaders"))
                    ?? OfHeaders(Get(Get(exception, "Response"), "Headers"));
            }
            catch (Exception)
            {
                return null;
            }
        }

        private static object Get(object of, string name)
        {
            if (of == null)
            {
                return null;
            }

            try
            {
                return of.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.GetValue(of);
            }
            catch (Exception)
            {
                return null;
            }
        }

        /// <summary>Headers are a collection of .NET's, or a table of texts or of lists of texts.</summary>
        private static double? OfHeaders(object headers)
        {
            if (headers is System.Collections.Specialized.NameValueCollection names)
            {
                return Seconds(names[Name]);
            }

            if (headers is not IEnumerable entries)
            {
                return null;
            }

            foreach (object entry in entries)
            {
                object key = entry is DictionaryEntry table ? table.Key : Get(entry, "Key");
                if (key is string name && name.Equals(Name, StringComparison.OrdinalIgnoreCase))
                {
                    return Seconds(entry is DictionaryEntry found ? found.Value : Get(entry, "Value"));
                }
            }

            return null;
        }

        private static double? Seconds(object value)
        {
            value = value is PSObject wrapped ? wrapped.BaseObject : value;
            double? seconds = value switch
            {
                null => null,
                TimeSpan span => span.TotalSeconds,
                DateTimeOffset date => (date - DateTimeOffset.UtcNow).TotalSeconds,
                DateTime date => (date.ToUniversalTime() - DateTime.UtcNow).TotalSeconds,
                string text => OfText(text),
                byte or short or int or long or uint or ulong or float or double or decimal =>
                    Convert.ToDouble(value, CultureInfo.InvariantCulture),
                // What .NET's own headers have, and a header that came several times.
                IEnumerable list => First(list),
                _ => Seconds(Get(value, "Delta")) ?? Seconds(Get(value, "Date")),
            };
            return seconds is double known && double.IsFinite(known) ? Math.Round(Math.Max(0, known), 3) : null;
        }

        private static double? First(IEnumerable list)
        {
            foreach (object one in list)
            {
                return one is string text ? OfText(text) : null;
            }

            return null;
        }

        private static double? OfText(string text)
        {
            const NumberStyles plain =
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
            CultureInfo culture = CultureInfo.InvariantCulture;
            if (double.TryParse(text, plain, culture, out double seconds))
            {
                return seconds;
            }

            return DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
                ? (date - DateTimeOffset.UtcNow).TotalSeconds : null;
        }
    }

    // ---------------------------------------------------------------------------------------------------------------
    // In
    // ---------------------------------------------------------------------------------------------------------------

    /// <summary>The other side broke the rules; there is no way to go on.</summary>
    internal sealed class ProtocolException : Exception
    {
        public ProtocolException(string message) : base(message)
        {
        }
    }

    /// <summary>Cuts the request pipe into lines and hands them to the session. The bytes of a request may be secrets: they
    /// lie in one pinned buffer, so the collector leaves no copies, and are overwritten as soon as they are read.</summary>
    internal sealed class RequestReader
    {
        private readonly Stream pipe;
        private readonly Session session;
        private readonly Channel channel;
        private byte[] buffer = NewBuffer(64 * 1024);
        private int length;

        public RequestReader(Stream pipe, Session session, Channel channel)
        {
            this.pipe = pipe;
            this.session = session;
            this.channel = channel;
        }

        public void Run()
        {
            try
            {
                while (Fill())
                {
                    Handle();
                }
            }
            catch (ProtocolException error)
            {
                Records.Fatal(channel, "protocol", error.Message);
            }
            catch (Exception error)
            {
                Records.Fatal(channel, "protocol", error.GetType().FullName + ": " + error.Message);
            }

            // The end of the pipe is an order to go, whatever still runs.
            ProcessEnd.Now(0);
        }

        private bool Fill()
        {
            if (length == buffer.Length)
            {
                if (length > Limit.Request)
                {
                    throw new ProtocolException("a request is longer than 16 MiB");
                }

                byte[] larger = NewBuffer(Math.Min(buffer.Length * 2, Limit.Request + 1));
                buffer.AsSpan(0, length).CopyTo(larger);
                CryptographicOperations.ZeroMemory(buffer);
                buffer = larger;
            }

            int count;
            try
            {
                count = pipe.Read(buffer, length, buffer.Length - length);
            }
            catch (IOException)
            {
                return false;
            }

            length += count;
            return count > 0;
        }

        private void Handle()
        {
            int start = 0;
            while (true)
            {
                int end = buffer.AsSpan(start, length - start).IndexOf((byte)'\n');
                if (end < 0)
                {
                    break;
                }

                Span<byte> line = buffer.AsSpan(start, end);
                try
                {
                    RequestParser.Handle(line, session);
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(line);
                }

                start += end + 1;
            }

            buffer.AsSpan(start, length - start).CopyTo(buffer);
            int rest = length - start;
            CryptographicOperations.ZeroMemory(buffer.AsSpan(rest, length - rest));
            length = rest;
        }

        private static byte[] NewBuffer(int size)
        {
            return GC.AllocateUninitializedArray<byte>(size, pinned: true);
        }
    }

    /// <summary>A command to run or a script to run.</summary>
    internal sealed class Request
    {
        public long Id;
        public int Depth = Limit.DefaultDepth;
        public string Command;
        public string Script;

        /// <summary>The script must change nothing.</summary>
        public bool ReadOnly;

        /// <summary>The only members that each result has, in this order; null: all.</summary>
        public string[] Properties;

        /// <summary>The members of a result whose objects are written as their text; null: none.</summary>
        public TextMembers Texts;
        public List<KeyValuePair<string, object>> Parameters = new List<KeyValuePair<string, object>>();
    }

    /// <summary>A parameter value whose making can fail or take long: made where the request runs, so that its failure is
    /// that request's and nothing else waits for it.</summary>
    internal sealed class Deferred
    {
        private readonly Func<object> make;

        public Deferred(Func<object> make)
        {
            this.make = make;
        }

        /// <summary>Gives the value with everything deferred in it made.</summary>
        public static object Resolve(object value)
        {
            switch (value)
            {
                case Deferred deferred:
                    return deferred.make();
                case object[] list:
                    for (int i = 0; i < list.Length; i++)
                    {
                        list[i] = Resolve(list[i]);
                    }

                    return list;
                case Hashtable table:
                    var resolved = new Hashtable(StringComparer.OrdinalIgnoreCase);
                    foreach (DictionaryEntry entry in table)
                    {
                        resolved[entry.Key] = Resolve(entry.Value);
                    }

                    return resolved;
                default:
                    return value;
            }
        }
    }

    /// <summary>Reads one request line and tells the session. Secrets go from the line's bytes into a SecureString by way of
    /// one pinned array that is cleared; they are never a string.</summary>
    internal static class RequestParser
    {
        public static void Handle(ReadOnlySpan<byte> line, Session session)
        {
            if (!Utf8.IsValid(line))
            {
                throw new ProtocolException("a request is not UTF-8");
            }

            try
            {
                var options = new JsonReaderOptions { MaxDepth = Limit.Nesting };

                // The whole line before any of it is acted on: a request with something wrong behind it must not run.
                var whole = new Utf8JsonReader(line, options);
                while (whole.Read())
                {
                }

                var reader = new Utf8JsonReader(line, options);
                Expect(ref reader, JsonTokenType.StartObject);
                Dispatch(TypeOf(ref reader), ref reader, session);
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException
                or OverflowException)
            {
                // Their messages can quote the line, and the line can hold a secret.
                throw new ProtocolException("a request cannot be read (" + error.GetType().Name + ")");
            }
        }

        private static void Dispatch(string type, ref Utf8JsonReader reader, Session session)
        {
            switch (type)
            {
                case "invoke":
                case "script":
                    session.Submit(Work(type, ref reader));
                    break;
                case "answer":
                    Answer(ref reader, session.Prompts);
                    break;
                case "decline":
                    session.Decline(OnlyNumber(ref reader, "prompt"));
                    break;
                case "cancel":
                    session.Cancel(OnlyNumber(ref reader, "id"));
                    break;
                case "exit":
                    ProcessEnd.Now(0);
                    break;
                default:
                    throw new ProtocolException("unknown request");
            }
        }

        private static Request Work(string type, ref Utf8JsonReader reader)
        {
            var request = new Request();
            while (NextMember(ref reader, out string name))
            {
                switch (name)
                {
                    case "id":
                        request.Id = reader.GetInt64();
                        break;
                    case "depth":
                        request.Depth = Math.Clamp(reader.GetInt32(), 1, Limit.Depth);
                        break;
                    case "command" when type == "invoke":
                        request.Command = reader.GetString();
                        break;
                    case "text" when type == "script":
                        request.Script = reader.GetString();
                        break;
                    case "read_only" when type == "script":
                        request.ReadOnly = reader.GetBoolean();
                        break;
                    case "properties" when type == "invoke":
                        request.Properties = Names(ref reader, name);
                        break;
                    case "strings":
                        request.Texts = TextMembers.Of(Names(ref reader, name));
                        break;
                    case "parameters" when type == "invoke":
                        Members(ref reader, request.Parameters);
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }

            if (type == "invoke" ? string.IsNullOrEmpty(request.Command) : request.Script == null)
            {
                throw new ProtocolException("a request says nothing to run");
            }

            return request;
        }

        private static string[] Names(ref Utf8JsonReader reader, string member)
        {
            if (reader.TokenType == JsonTokenType.Null)
            {
                return null;
            }

            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new ProtocolException(member + " is not a list");
            }

            var names = new List<string>();
            while (Next(ref reader) != JsonTokenType.EndArray)
            {
                names.Add(Text(ref reader));
            }

            return names.ToArray();
        }

        private static void Members(ref Utf8JsonReader reader, List<KeyValuePair<string, object>> into)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new ProtocolException("an object was expected");
            }

            while (NextMember(ref reader, out string name))
            {
                into.Add(new KeyValuePair<string, object>(name, Value(ref reader)));
            }
        }

        private static object Value(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Null:
                    return null;
                case JsonTokenType.True:
                    return true;
                case JsonTokenType.False:
                    return false;
                case JsonTokenType.String:
                    return reader.GetString();
                case JsonTokenType.Number:
                    return Number(ref reader);
                case JsonTokenType.StartArray:
                    var list = new List<object>();
                    while (Next(ref reader) != JsonTokenType.EndArray)
                    {
                        list.Add(Value(ref reader));
                    }

                    return list.ToArray();
                default:
                    return TypedValue(TypeOf(ref reader), ref reader);
            }
        }

        /// <summary>The narrowest type that holds the number exactly; a fraction is a double unless that loses digits.</summary>
        private static object Number(ref Utf8JsonReader reader)
        {
            if (reader.TryGetInt32(out int small))
            {
                return small;
            }

            if (reader.TryGetInt64(out long large))
            {
                return large;
            }

            ReadOnlySpan<byte> digits = reader.ValueSpan;
            bool plain = digits.IndexOfAny("eE"u8) < 0;
            if (plain && digits.IndexOf((byte)'.') < 0 && digits.Length > 28)
            {
                return BigInteger.Parse(Encoding.ASCII.GetString(digits), CultureInfo.InvariantCulture);
            }

            if (plain && digits.Length > 16 && reader.TryGetDecimal(out decimal exact))
            {
                return exact;
            }

            return reader.GetDouble();
        }

        private static object TypedValue(string type, ref Utf8JsonReader reader)
        {
            object value = null;
            string username = string.Empty;
            string path = string.Empty;
            SecureString secret = null;
            Hashtable table = null;
            while (NextMember(ref reader, out string name))
            {
                switch (name)
                {
                    case "value" when type == "switch":
                        value = new SwitchParameter(reader.GetBoolean());
                        break;
                    case "value" when type == "secure_string":
                        secret = Secret(ref reader);
                        break;
                    case "value" when type == "table":
                        table = Table(ref reader);
                        break;
                    case "password" when type is "credential" or "certificate":
                        secret = reader.TokenType == JsonTokenType.Null ? null : Secret(ref reader);
                        break;
                    case "username" when type == "credential":
                        username = reader.GetString();
                        break;
                    case "path" when type == "certificate":
                        path = reader.GetString();
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }

            return type switch
            {
                "switch" => value ?? new SwitchParameter(true),
                "secure_string" => secret ?? throw new ProtocolException("a secure string has no value"),
                "table" => table ?? throw new ProtocolException("a table has no value"),
                "credential" => new Deferred(() => new PSCredential(username, secret ?? new SecureString())),
                "certificate" => new Deferred(() => Certificates.Load(path, secret)),
                _ => throw new ProtocolException("a parameter is of an unknown type"),
            };
        }

        private static Hashtable Table(ref Utf8JsonReader reader)
        {
            var members = new List<KeyValuePair<string, object>>();
            Members(ref reader, members);
            var table = new Hashtable(StringComparer.OrdinalIgnoreCase);
            foreach (KeyValuePair<string, object> member in members)
            {
                table[member.Key] = member.Value;
            }

            return table;
        }

        /// <summary>The prompt's kind decides how the value is read, and the value may come first: so it is read from a
        /// remembered place when all members are known.</summary>
        private static void Answer(ref Utf8JsonReader reader, Prompts prompts)
        {
            long number = 0;
            Utf8JsonReader value = default;
            Utf8JsonReader username = default;
            Utf8JsonReader password = default;
            Utf8JsonReader values = default;
            while (NextMember(ref reader, out string name))
            {
                switch (name)
                {
                    case "prompt":
                        number = reader.GetInt64();
                        break;
                    case "value":
                        value = reader;
                        break;
                    case "username":
                        username = reader;
                        break;
                    case "password":
                        password = reader;
                        break;
                    case "values":
                        values = reader;
                        break;
                }

                reader.Skip();
            }

            Prompt prompt = prompts.Find(number);
            if (prompt == null)
            {
                // Stopped meanwhile; the answer has crossed the news.
                return;
            }

            switch (prompt.Kind)
            {
                case PromptKind.Line:
                case PromptKind.Key:
                    prompt.Text = Text(ref value);
                    break;
                case PromptKind.Secure:
                    prompt.Secret = Secret(ref value);
                    break;
                case PromptKind.Credential:
                    prompt.Text = username.TokenType == JsonTokenType.String ? username.GetString() : prompt.UserName;
                    prompt.Secret = Secret(ref password);
                    break;
                case PromptKind.Choice:
                    prompt.Numbers.Add(Choice(ref value, prompt));
                    break;
                case PromptKind.Choices:
                    Choices(ref value, prompt);
                    break;
                case PromptKind.Fields:
                    Fields(ref values, prompt);
                    break;
            }

            prompts.Settle(prompt, declined: false);
        }

        private static int Choice(ref Utf8JsonReader reader, Prompt prompt)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int number)
                || number < 0 || number >= prompt.ChoiceCount)
            {
                throw new ProtocolException("an answer is not one of the choices");
            }

            return number;
        }

        private static void Choices(ref Utf8JsonReader reader, Prompt prompt)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new ProtocolException("an answer to several choices is not an array");
            }

            while (Next(ref reader) != JsonTokenType.EndArray)
            {
                prompt.Numbers.Add(Choice(ref reader, prompt));
            }
        }

        private static void Fields(ref Utf8JsonReader reader, Prompt prompt)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new ProtocolException("an answer to several fields is not an object");
            }

            while (NextMember(ref reader, out string name))
            {
                if (prompt.SecretFields.Contains(name))
                {
                    prompt.Fields[name] = Secret(ref reader);
                }
                else
                {
                    prompt.Fields[name] = Text(ref reader);
                }
            }
        }

        private static string Text(ref Utf8JsonReader reader)
        {
            return reader.TokenType == JsonTokenType.String
                ? reader.GetString()
                : throw new ProtocolException("an answer is not a string");
        }

        private static SecureString Secret(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                throw new ProtocolException("a secret is not a string");
            }

            // There are never more UTF-16 units than UTF-8 bytes.
            char[] characters = GC.AllocateUninitializedArray<char>(reader.ValueSpan.Length, pinned: true);
            try
            {
                int count = reader.CopyString(characters);
                var secret = new SecureString();
                for (int i = 0; i < count; i++)
                {
                    secret.AppendChar(characters[i]);
                }

                secret.MakeReadOnly();
                return secret;
            }
            catch (ArgumentOutOfRangeException)
            {
                throw new ProtocolException("a secret is too long");
            }
            finally
            {
                CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(characters.AsSpan()));
            }
        }

        private static long OnlyNumber(ref Utf8JsonReader reader, string member)
        {
            long number = 0;
            while (NextMember(ref reader, out string name))
            {
                if (name == member)
                {
                    number = reader.GetInt64();
                }
                else
                {
                    reader.Skip();
                }
            }

            return number;
        }

        /// <summary>Reads the first member of an object, which must be its type.</summary>
        private static string TypeOf(ref Utf8JsonReader reader)
        {
            if (!NextMember(ref reader, out string name) || name != "type" || reader.TokenType != JsonTokenType.String)
            {
                throw new ProtocolException("an object does not begin with its type");
            }

            return reader.GetString();
        }

        private static bool NextMember(ref Utf8JsonReader reader, out string name)
        {
            if (Next(ref reader) == JsonTokenType.EndObject)
            {
                name = null;
                return false;
            }

            name = reader.GetString();
            Next(ref reader);
            return true;
        }

        private static JsonTokenType Next(ref Utf8JsonReader reader)
        {
            if (!reader.Read())
            {
                throw new ProtocolException("a request is cut short");
            }

            return reader.TokenType;
        }

        private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
        {
            if (Next(ref reader) != token)
            {
                throw new ProtocolException("a request is not an object");
            }
        }
    }

    /// <summary>Certificates with their private keys, from PFX or PEM files. What .NET says of a bad one differs from version
    /// to version, so the errors have ids and texts of ours, and .NET's inside.</summary>
    internal static class Certificates
    {
        // ERROR_INVALID_PASSWORD, which .NET sets on every platform.
        private const int InvalidPassword = unchecked((int)0x80070056);

        public static X509Certificate2 Load(string path, SecureString password)
        {
            byte[] file = Read(path);
            try
            {
                X509Certificate2 certificate = file.AsSpan().IndexOf("-----BEGIN "u8) >= 0
                    ? FromPem(path, file, password) : FromPfx(path, file, password);
                return certificate.HasPrivateKey ? certificate : throw WrongKey(path, null);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(file);
            }
        }

        private static byte[] Read(string path)
        {
            try
            {
                return File.ReadAllBytes(path);
            }
            catch (Exception error)
            {
                string text = error is FileNotFoundException or DirectoryNotFoundException
                    ? "There is no file " + path + "." : "The file " + path + " cannot be read.";
                throw Failed("CertificateFile", path, new IOException(text, error));
            }
        }

        private static X509Certificate2 FromPfx(string path, byte[] file, SecureString password)
        {
            try
            {
                if (file.Length == 0 || X509Certificate2.GetCertContentType(file) != X509ContentType.Pfx)
                {
                    throw WrongFormat(path, null);
                }

                // X509CertificateLoader came with .NET 9 and takes no SecureString; PowerShell 7.4 has .NET 8.
#pragma warning disable SYSLIB0057
                return new X509Certificate2(file, password);
#pragma warning restore SYSLIB0057
            }
            catch (CryptographicException error)
            {
                throw error.HResult == InvalidPassword ? WrongPassword(path, error) : WrongFormat(path, error);
            }
        }

        private static X509Certificate2 FromPem(string path, byte[] file, SecureString password)
        {
            char[] text = GC.AllocateUninitializedArray<char>(Encoding.UTF8.GetCharCount(file), pinned: true);
            char[] secret = GC.AllocateUninitializedArray<char>(password?.Length ?? 0, pinned: true);
            try
            {
                Encoding.UTF8.GetChars(file, text);
                Reveal(password, secret);
                return FromPem(path, text, secret);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(text.AsSpan()));
                CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(secret.AsSpan()));
            }
        }

        private static X509Certificate2 FromPem(string path, char[] text, char[] secret)
        {
            try
            {
                X509Certificate2.CreateFromPem(text).Dispose();
            }
            catch (CryptographicException error)
            {
                throw WrongFormat(path, error);
            }

            bool encrypted = text.AsSpan().IndexOf("-----BEGIN ENCRYPTED PRIVATE KEY-----") >= 0;
            try
            {
                return encrypted ? X509Certificate2.CreateFromEncryptedPem(text, text, secret)
                                 : X509Certificate2.CreateFromPem(text, text);
            }
            catch (CryptographicException error)
            {
                // A key that was read and belongs to another certificate has an ArgumentException inside.
                throw encrypted && error.InnerException is not ArgumentException ? WrongPassword(path, error) : WrongKey(path, error);
            }
        }

        private static void Reveal(SecureString password, char[] secret)
        {
            if (password == null)
            {
                return;
            }

            IntPtr clear = Marshal.SecureStringToGlobalAllocUnicode(password);
            Marshal.Copy(clear, secret, 0, secret.Length);
            Marshal.ZeroFreeGlobalAllocUnicode(clear);
        }

        private static Exception WrongPassword(string path, Exception cause)
        {
            return Failed("CertificatePassword", path,
                new CryptographicException("The password of the certificate " + path + " is wrong or missing.", cause));
        }

        private static Exception WrongFormat(string path, Exception cause)
        {
            return Failed("CertificateFormat", path,
                new CryptographicException("The file " + path + " is neither a PFX nor a PEM certificate.", cause));
        }

        private static Exception WrongKey(string path, Exception cause)
        {
            return Failed("CertificateKey", path,
                new CryptographicException("The certificate " + path + " has no private key of its own.", cause));
        }

        private static Exception Failed(string id, string path, Exception error)
        {
            return new RuntimeException(error.Message, error, new ErrorRecord(error, id, ErrorCategory.InvalidArgument, path));
        }
    }

    // ---------------------------------------------------------------------------------------------------------------
    // Work
    // ---------------------------------------------------------------------------------------------------------------

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

    /// <summary>A collection that keeps nothing.</summary>
    internal sealed class Discard<T> : PSDataCollection<T>
    {
        protected override void InsertItem(Guid psInstanceId, int index, T item)
        {
        }
    }

    /// <summary>Where a request's results arrive, one by one, on the pipeline thread.</summary>
    internal sealed class ResultSink : PSDataCollection<PSObject>
    {
        private readonly Channel channel;
        private readonly ObjectWriter writer;
        private readonly Request request;
        private readonly byte[] head;

        public ResultSink(Channel channel, ObjectWriter writer, Request request)
        {
            this.channel = channel;
            this.writer = writer;
            this.request = request;
            head = Encoding.UTF8.GetBytes(
                "{\"type\":\"object\",\"id\":" + request.Id.ToString(CultureInfo.InvariantCulture) + ",\"value\":");
            writer.BeginRequest(request.Texts);
        }

        public long Objects { get; private set; }

        public long Errors { get; private set; }

        public long Truncated { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        protected override void InsertItem(Guid psInstanceId, int index, PSObject item)
        {
            if (writer.Stopping)
            {
                // What a declined question "returned" is no result.
                throw new PipelineStoppedException();
            }

            try
            {
                channel.WriteResult(writer.Record(head, item, request.Depth, request.Properties), atOnce: Objects == 0);
                Objects++;
                Truncated += writer.Truncated;
            }
            catch (Exception error) when (error is not PipelineStoppedException)
            {
                Refuse(error);
            }
        }

        /// <summary>A result that cannot be written is an error in its place; the others go on.</summary>
        private void Refuse(Exception error)
        {
            Errors++;
            ErrorText text = ErrorText.FromException(error);
            if (error is RecordTooLargeException)
            {
                text.Message = "A result is larger than 64 MiB and was left out; ask for less depth or fewer properties.";
                text.Category = "LimitsExceeded";
                text.Fqid = "RecordTooLarge";
            }

            text.Send(channel, request.Id, terminating: false);
        }
    }

    /// <summary>Where a request's errors arrive as they happen.</summary>
    internal sealed class ErrorSink : PSDataCollection<ErrorRecord>
    {
        private readonly Channel channel;
        private readonly long id;
        private Exception last;

        public ErrorSink(Channel channel, long id)
        {
            this.channel = channel;
            this.id = id;
        }

        public long Errors { get; private set; }

        protected override void InsertItem(Guid psInstanceId, int index, ErrorRecord item)
        {
            last = item.Exception;
            Errors++;
            new ErrorText(item).Send(channel, id, terminating: false);
        }

        /// <summary>Reports the error that ended the request, unless it is the very one that was written just before.</summary>
        public void SendTerminating(Exception error)
        {
            Exception cause = (error as IContainsErrorRecord)?.ErrorRecord?.Exception ?? error;
            if (ReferenceEquals(cause, last) || ReferenceEquals(error, last))
            {
                return;
            }

            Errors++;
            ErrorText.FromException(error).Send(channel, id, terminating: true);
        }
    }

    // ---------------------------------------------------------------------------------------------------------------
    // Scripts that only read
    // ---------------------------------------------------------------------------------------------------------------

    /// <summary>Looks at a script before it runs. A command, so that names mean to it what they will mean to the script: it
    /// writes the exception that is to come in place of the script, or nothing.</summary>
    public sealed class ReadOnlyCommand : PSCmdlet
    {
        [Parameter]
        public string Text { get; set; }

        protected override void EndProcessing()
        {
            ScriptBlockAst script = Parser.ParseInput(Text, out _, out ParseError[] errors);
            Exception refusal = errors.Length > 0 ? Unreadable(errors) : new ReadOnlyCheck(this).Refusal(script);
            if (refusal != null)
            {
                WriteObject(refusal);
            }
        }

        /// <summary>What PowerShell says of a text that is no script. (It tells one that is cut short from others.)</summary>
        private static Exception Unreadable(ParseError[] errors)
        {
            if (!errors[0].IncompleteInput)
            {
                return new ParseException(errors);
            }

            var error = new IncompleteParseException(errors[0].Message);
            return new RuntimeException(error.Message, error,
                new ErrorRecord(error, errors[0].ErrorId, ErrorCategory.ParserError, null));
        }
    }

    /// <summary>A part of a script that may change something.</summary>
    internal sealed class NotReadOnlyException : Exception
    {
        public NotReadOnlyException(Ast part, string why, string name = null) : base(why)
        {
            Part = part;
            Name = name ?? part.Extent.Text;
        }

        public Ast Part { get; }

        /// <summary>What to call the part.</summary>
        public string Name { get; }
    }

    /// <summary>Says no to whatever is not known to be harmless. Each kind of syntax, command, type and method that may occur is
    /// named here; what this does not know is refused. Functions that the session got before are looked at in the same way.
    ///
    /// What a value is can be seen in few places only, and one kind of value is dangerous by itself: a script block, which
    /// many cmdlets run when they are given one (calculated properties, arguments that wait for pipeline input), and -replace,
    /// -split and switch too. All those in the text are looked at, but others can be had from everywhere (a function's
    /// ScriptBlock property). So where a script block would run, only values are taken that cannot be a strange one:
    /// ValueFacts.NeverScript.</summary>
    internal sealed class ReadOnlyCheck
    {
        public const string SetsMore = "sets more than a plain variable of the script";
        private const string NotAllowed = "is not allowed in a script that only reads";
        private const int MaximumName = 60;
        private const int MaximumTarget = 100;

        private readonly PSCmdlet session;
        private readonly ScriptFacts facts;
        private readonly ValueFacts values;
        private readonly CommandCheck commands;

        public ReadOnlyCheck(PSCmdlet session)
        {
            this.session = session;
            facts = new ScriptFacts(session);
            values = new ValueFacts(facts);
            commands = new CommandCheck(facts, values);
        }

        /// <summary>The error for a script that may change something, or null.</summary>
        public Exception Refusal(ScriptBlockAst script)
        {
            facts.Add(script);
            foreach (ScriptFacts.Source source in facts.Sources)
            {
                try
                {
                    Check(source);
                }
                catch (NotReadOnlyException refusal)
                {
                    return Error(source, refusal);
                }
                catch (InsufficientExecutionStackException)
                {
                    return Error(source, new NotReadOnlyException(source.Nodes[0], "is nested too deep", "the script"));
                }
            }

            return null;
        }

        private static Exception Error(ScriptFacts.Source source, NotReadOnlyException refusal)
        {
            // Of a function that the session has, whoever wrote the text sees only the call.
            Ast part = source.Call ?? refusal.Part;
            string message = Cut(refusal.Name, MaximumName) + " at " + At(refusal.Part) + " " + refusal.Message;
            if (source.Call != null)
            {
                message = Cut(part.Extent.Text, MaximumName) + " at " + At(part)
                    + " is a function that may change something: in it, " + message;
            }

            var error = new UnauthorizedAccessException(message);
            return new RuntimeException(message, error,
                new ErrorRecord(error, "NotReadOnly", ErrorCategory.PermissionDenied, Cut(part.Extent.Text, MaximumTarget)));
        }

        private static string At(Ast part)
        {
            return part.Extent.StartLineNumber.ToString(CultureInfo.InvariantCulture) + ":"
                + part.Extent.StartColumnNumber.ToString(CultureInfo.InvariantCulture);
        }

        private static string Cut(string text, int length)
        {
            int end = text.AsSpan().IndexOfAny('\r', '\n');
            text = end >= 0 ? text.Substring(0, end) : text;
            return text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "\u2026");
        }

        private void Check(ScriptFacts.Source source)
        {
            foreach (Ast node in source.Nodes)
            {
                if (session.Stopping)
                {
                    throw new PipelineStoppedException();
                }

                if (!source.IsText(node))
                {
                    Check(node, source);
                }
            }
        }

        private void Check(Ast node, ScriptFacts.Source source)
        {
            switch (node)
            {
                case ScriptBlockAst script:
                    Refuse(script.ScriptRequirements != null || script.UsingStatements.Count > 0, script,
                        "demands or loads something", "the script");
                    Refuse(script.DynamicParamBlock != null, script.DynamicParamBlock, NotAllowed);
                    break;
                case FunctionDefinitionAst function:
                    Function(function);
                    break;
                case PipelineAst pipeline:
                    Refuse(pipeline.Background, pipeline, "starts a job");
                    break;
                case PipelineChainAst chain:
                    Refuse(chain.Background, chain, "starts a job");
                    break;
                case ForEachStatementAst loop:
                    Refuse(loop.Flags != ForEachFlags.None || loop.ThrottleLimit != null, loop, "runs in parallel");
                    Assignable(loop.Variable);
                    break;
                case SwitchStatementAst choice:
                    Switch(choice);
                    break;
                case CommandAst command:
                    commands.Check(command, source);
                    break;
                case FileRedirectionAst file:
                    Refuse(file.Location is not VariableExpressionAst { VariablePath.UserPath: var name }
                        || !name.Equals("null", StringComparison.OrdinalIgnoreCase), file, "writes to a file");
                    break;
                case AssignmentStatementAst assignment:
                    AssignTo(assignment.Left);
                    break;
                case ParameterAst parameter:
                    Assignable(parameter.Name);
                    break;
                case AttributeAst attribute:
                    Refuse(!PlainTypes.IsAllowed(attribute), attribute, "is an attribute that may run code");
                    break;
                case TypeConstraintAst { Parent: CatchClauseAst or TrapStatementAst } type:
                    Refuse(PlainTypes.NamesAssembly(type.TypeName), type, "loads an assembly");
                    break;
                case TypeConstraintAst type:
                    Refuse(!PlainTypes.CanConvertTo(type), type, "is a conversion that may run code");
                    break;
                case TypeExpressionAst type:
                    Refuse(PlainTypes.NamesAssembly(type.TypeName), type, "loads an assembly");
                    Refuse(type.Parent is AttributeAst { TypeName: var owner }
                        && owner.GetReflectionAttributeType() != typeof(OutputTypeAttribute), type,
                        "is a type that may run code");
                    break;
                case UnaryExpressionAst { TokenKind: TokenKind.PlusPlus or TokenKind.MinusMinus
                    or TokenKind.PostfixPlusPlus or TokenKind.PostfixMinusMinus } count:
                    AssignTo(count.Child);
                    break;
                case UnaryExpressionAst unary:
                    Refuse(unary.TokenKind is not (TokenKind.Not or TokenKind.Exclaim or TokenKind.Minus or TokenKind.Plus
                        or TokenKind.Bnot or TokenKind.Comma or TokenKind.Join or TokenKind.Isplit or TokenKind.Csplit),
                        unary, NotAllowed);
                    break;
                case BinaryExpressionAst binary:
                    Binary(binary);
                    break;
                case VariableExpressionAst variable:
                    Variable(variable);
                    break;
                case InvokeMemberExpressionAst call:
                    Refuse(!values.IsPure(call), call, call.Static || values.TypeOf(call.Expression) != null
                        ? "calls a method that may change something"
                        : "calls a method of what may be anything; say what it is, as in ([string]$name).Trim()");
                    break;
                case MemberExpressionAst { Static: true } member:
                    Refuse(!PlainTypes.CanReadStatic(member.Expression), member, "reads a member of a type that may run code");
                    break;
                case MemberExpressionAst:
                // Statements that only order others.
                case ParamBlockAst or NamedBlockAst or NamedAttributeArgumentAst or StatementBlockAst or IfStatementAst
                    or ForStatementAst or DoWhileStatementAst or DoUntilStatementAst or WhileStatementAst or CatchClauseAst
                    or TryStatementAst or TrapStatementAst or BreakStatementAst or ContinueStatementAst or ReturnStatementAst
                    or ExitStatementAst or ThrowStatementAst or CommandParameterAst or CommandExpressionAst
                    or MergingRedirectionAst:
                // Expressions that only hold others. Conversions and attributes have nodes of their own besides.
                case TernaryExpressionAst or AttributedExpressionAst or ConstantExpressionAst or ExpandableStringExpressionAst
                    or ScriptBlockExpressionAst or ArrayLiteralAst or HashtableAst or ArrayExpressionAst or ParenExpressionAst
                    or SubExpressionAst or IndexExpressionAst:
                    break;
                default:
                    throw new NotReadOnlyException(node, NotAllowed);
            }
        }

        private static void Refuse(bool refused, Ast part, string why, string name = null)
        {
            if (refused)
            {
                throw new NotReadOnlyException(part, why, name);
            }
        }

        private void Function(FunctionDefinitionAst function)
        {
            string label = "function " + function.Name;
            foreach (char c in function.Name)
            {
                Refuse(!char.IsLetterOrDigit(c) && c is not ('-' or '_' or '.'), function, NotAllowed, label);
            }

            Refuse(function.IsWorkflow, function, NotAllowed, label);

            // It would be taken for the cmdlet here.
            Refuse(facts.Resolve(function.Name) is CmdletInfo or AliasInfo, function, "takes the name of another command", label);
        }

        private void Switch(SwitchStatementAst choice)
        {
            Refuse((choice.Flags & SwitchFlags.Parallel) != 0, choice, "runs in parallel");
            foreach ((ExpressionAst clause, StatementBlockAst _) in choice.Clauses)
            {
                // A script block runs to say whether it is the case.
                Refuse(!values.NeverScript(clause), clause, ValueFacts.MayBeScript);
            }
        }

        private static void Variable(VariableExpressionAst variable)
        {
            VariablePath path = variable.VariablePath;
            Refuse(path.IsDriveQualified && !path.DriveName.Equals("env", StringComparison.OrdinalIgnoreCase), variable,
                "reads more than a variable");
            Refuse(VariableNames.IsMachinery(VariableNames.Of(path)), variable, "leads to what can change something");
        }

        private void Assignable(VariableExpressionAst variable)
        {
            VariablePath path = variable.VariablePath;
            Refuse(!VariableNames.CanBeSet(path) || facts.IsShared(VariableNames.Of(path)), variable, SetsMore);
        }

        private void AssignTo(Ast target)
        {
            switch (target)
            {
                case VariableExpressionAst variable:
                    Assignable(variable);
                    break;
                case AttributedExpressionAst attributed:
                    AssignTo(attributed.Child);
                    break;
                case ArrayLiteralAst several:
                    foreach (ExpressionAst one in several.Elements)
                    {
                        AssignTo(one);
                    }

                    break;
                case IndexExpressionAst { Target: VariableExpressionAst table } when values.IsOwnCollection(table):
                    Assignable(table);
                    break;
                default:
                    throw new NotReadOnlyException(target, SetsMore);
            }
        }

        private void Binary(BinaryExpressionAst binary)
        {
            switch (binary.Operator)
            {
                case TokenKind.Is or TokenKind.IsNot:
                    // A text as the type could load an assembly.
                    Refuse(binary.Right is not TypeExpressionAst, binary.Right, "is no type written out");
                    break;
                case TokenKind.As:
                    Refuse(binary.Right is not TypeExpressionAst type || !PlainTypes.CanConvertTo(type.TypeName), binary.Right,
                        "is a conversion that may run code");
                    break;
                case TokenKind.Ireplace or TokenKind.Creplace when binary.Right is ArrayLiteralAst pair:
                    for (int i = 1; i < pair.Elements.Count; i++)
                    {
                        Refuse(!values.NeverScript(pair.Elements[i]), pair.Elements[i], ValueFacts.MayBeScript);
                    }

                    break;
                case TokenKind.Ireplace or TokenKind.Creplace or TokenKind.Isplit or TokenKind.Csplit:
                    Refuse(!values.NeverScript(binary.Right), binary.Right, ValueFacts.MayBeScript);
                    break;
                case TokenKind.And or TokenKind.Or or TokenKind.Xor or TokenKind.Band or TokenKind.Bor or TokenKind.Bxor
                    or TokenKind.Shl or TokenKind.Shr or TokenKind.Plus or TokenKind.Minus or TokenKind.Multiply
                    or TokenKind.Divide or TokenKind.Rem or TokenKind.DotDot or TokenKind.Format or TokenKind.Join
                    or TokenKind.QuestionQuestion:
                    break;
                default:
                    Refuse(!ValueFacts.IsComparison(binary.Operator) && !ValueFacts.IsContainment(binary.Operator), binary,
                        NotAllowed);
                    break;
            }
        }
    }

    /// <summary>Which variables a script that only reads may set, and which it may not even read.</summary>
    internal static class VariableNames
    {
        /// <summary>Those that PowerShell sets, or that change what commands do. All that begin with PS are taken for such.</summary>
        private static readonly HashSet<string> reserved = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "_", "?", "^", "$", "args", "ConfirmPreference", "ConsoleFileName", "CurrentlyExecutingCommand",
            "EnabledExperimentalFeatures", "Error", "Event", "EventArgs", "EventSubscriber", "ExecutionContext", "false",
            "foreach", "HOME", "Host", "input", "IsCoreCLR", "IsLinux", "IsMacOS", "IsWindows", "LASTEXITCODE",
            "LogCommandHealthEvent", "LogCommandLifecycleEvent", "LogEngineHealthEvent", "LogEngineLifecycleEvent",
            "LogProviderHealthEvent", "LogProviderLifecycleEvent", "LogSettingsEvent", "Matches", "MaximumHistoryCount",
            "MyInvocation", "NestedPromptLevel", "OutputEncoding", "PID", "PROFILE", "PWD", "Sender", "ShellId", "StackTrace",
            "switch", "this", "true", "VerboseHelpErrors", "WhatIfPreference",
        };

        /// <summary>The name without a scope before it.</summary>
        public static string Of(VariablePath path)
        {
            return path.UserPath.Substring(path.UserPath.IndexOf(':') + 1);
        }

        /// <summary>Whether PowerShell puts values of its own into it.</summary>
        public static bool IsReserved(string name)
        {
            return reserved.Contains(name) || name.StartsWith("PS", StringComparison.OrdinalIgnoreCase);
        }

        public static bool CanBeSet(VariablePath path)
        {
            return path.IsVariable && !path.IsDriveQualified && (path.IsUnqualified || path.IsLocal || path.IsPrivate)
                && !IsReserved(Of(path));
        }

        public static bool CanBeSet(string name)
        {
            foreach (char c in name)
            {
                if (!char.IsLetterOrDigit(c) && c != '_')
                {
                    return false;
                }
            }

            return name.Length > 0 && !IsReserved(name);
        }

        public static bool IsMachinery(string name)
        {
            return name.Equals("ExecutionContext", StringComparison.OrdinalIgnoreCase)
                || name.Equals("Host", StringComparison.OrdinalIgnoreCase)
                || name.Equals("PSCmdlet", StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Types whose making and whose methods do nothing but give another value. They are compared as types: what a name
    /// means is the session's to say.</summary>
    internal static class PlainTypes
    {
        private static readonly HashSet<Type> plain = new HashSet<Type>
        {
            typeof(string), typeof(char), typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int),
            typeof(uint), typeof(long), typeof(ulong), typeof(float), typeof(double), typeof(decimal), typeof(BigInteger),
            typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid),
            typeof(Version), typeof(SemanticVersion), typeof(Uri),
        };

        /// <summary>Harmless to convert to, but not to call.</summary>
        private static readonly HashSet<Type> convertible = new HashSet<Type>
        {
            typeof(void), typeof(SwitchParameter), typeof(System.Text.RegularExpressions.Regex), typeof(System.Net.IPAddress),
            typeof(CultureInfo),
        };

        /// <summary>Harmless to convert to, and may hold anything.</summary>
        private static readonly HashSet<Type> containers = new HashSet<Type>
        {
            typeof(object), typeof(PSObject), typeof(Array), typeof(Hashtable),
            typeof(System.Collections.Specialized.OrderedDictionary),
        };

        private static readonly HashSet<Type> attributes = new HashSet<Type>
        {
            typeof(CmdletBindingAttribute), typeof(ParameterAttribute), typeof(AliasAttribute), typeof(OutputTypeAttribute),
            typeof(AllowNullAttribute), typeof(AllowEmptyStringAttribute), typeof(AllowEmptyCollectionAttribute),
            typeof(ValidateNotNullAttribute), typeof(ValidateNotNullOrEmptyAttribute),
            typeof(ValidateNotNullOrWhiteSpaceAttribute), typeof(ValidateSetAttribute), typeof(ValidateRangeAttribute),
            typeof(ValidateLengthAttribute), typeof(ValidateCountAttribute), typeof(ValidatePatternAttribute),
            typeof(ValidateScriptAttribute), typeof(SupportsWildcardsAttribute), typeof(PSDefaultValueAttribute),
        };

        private static readonly HashSet<string> regexMethods = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "Escape", "Unescape", "IsMatch", "Match", "Matches", "Split",
        };

        public static bool Is(Type type)
        {
            return type != null && plain.Contains(type);
        }

        /// <summary>Whether a type's name says from which assembly it comes, which could load that.</summary>
        public static bool NamesAssembly(ITypeName name)
        {
            bool names = name.AssemblyName != null;
            if (name is GenericTypeName generic)
            {
                names |= NamesAssembly(generic.TypeName);
                foreach (ITypeName argument in generic.GenericArguments)
                {
                    names |= NamesAssembly(argument);
                }
            }

            return names || (name is ArrayTypeName array && NamesAssembly(array.ElementType));
        }

        /// <summary>Whether a script may convert to the type.</summary>
        public static bool CanConvertTo(ITypeName name)
        {
            return !NamesAssembly(name) && CanConvertTo(name.GetReflectionType());
        }

        /// <summary>The same where the type stands; `ordered` is not everywhere a type, but has a meaning before a table.</summary>
        public static bool CanConvertTo(TypeConstraintAst type)
        {
            return CanConvertTo(type.TypeName) || IsOrdered(type);
        }

        public static bool IsOrdered(AttributeBaseAst type)
        {
            Type named = type.TypeName.GetReflectionType();
            return type.TypeName.FullName.Equals("ordered", StringComparison.OrdinalIgnoreCase)
                && (named == null || named == typeof(System.Collections.Specialized.OrderedDictionary))
                && type.Parent is ConvertExpressionAst { Child: HashtableAst };
        }

        /// <summary>Whether a value of the type never is, or holds, a script block.</summary>
        public static bool NeverHoldsScript(Type type)
        {
            type = Element(type);
            return CanConvertTo(type) && !containers.Contains(type);
        }

        /// <summary>The type of a list's elements, or the type itself.</summary>
        public static Type Element(Type type)
        {
            while (type != null && type.IsArray)
            {
                type = type.GetElementType();
            }

            return type == null ? null : Nullable.GetUnderlyingType(type) ?? type;
        }

        public static bool IsAllowed(AttributeAst attribute)
        {
            Type type = NamesAssembly(attribute.TypeName) ? null : attribute.TypeName.GetReflectionAttributeType();

            // On a function, Alias makes one.
            return type != null && attributes.Contains(type)
                && (type != typeof(AliasAttribute) || attribute.Parent is ParameterAst);
        }

        /// <summary>Whether the static members of a type may be read. (That of any type may run code the first time.)</summary>
        public static bool CanReadStatic(ExpressionAst expression)
        {
            Type type = expression is TypeExpressionAst { TypeName: var name } && !NamesAssembly(name)
                ? name.GetReflectionType() : null;
            return type != null && (Is(type) || type.IsEnum || type == typeof(Math) || type == typeof(Environment)
                || type == typeof(CultureInfo));
        }

        /// <summary>Whether a static method, or the constructor `new`, only gives a value.</summary>
        public static bool IsPureStatic(Type type, string name)
        {
            if (type == typeof(System.Text.RegularExpressions.Regex))
            {
                return regexMethods.Contains(name);
            }

            return (Is(type) || type == typeof(Math))
                && (name.Equals("new", StringComparison.OrdinalIgnoreCase) || IsPure(type, name, BindingFlags.Static));
        }

        /// <summary>Whether a method of a value only gives another one.</summary>
        public static bool IsPureInstance(Type type, string name)
        {
            return Is(type) && IsPure(type, name, BindingFlags.Instance);
        }

        /// <summary>The type that a method, a property or a field gives, when that is certain.</summary>
        public static Type TypeOf(Type type, string name, BindingFlags where)
        {
            Type found = null;
            foreach (MemberInfo member in Members(type, name, where))
            {
                Type of = member switch
                {
                    MethodInfo method => method.ReturnType,
                    PropertyInfo property => property.PropertyType,
                    FieldInfo field => field.FieldType,
                    _ => null,
                };
                if (of == null || (found != null && of != found))
                {
                    return null;
                }

                found = of;
            }

            return Is(found) ? found : null;
        }

        private static bool CanConvertTo(Type type)
        {
            type = Element(type);
            return type != null && (Is(type) || type.IsEnum || convertible.Contains(type) || containers.Contains(type));
        }

        /// <summary>A method of a plain type changes nothing, unless it is given something to change or to run.</summary>
        private static bool IsPure(Type type, string name, BindingFlags where)
        {
            bool found = false;
            foreach (MemberInfo member in Members(type, name, where))
            {
                if (member is not MethodInfo method || method.ReturnType == typeof(void))
                {
                    return false;
                }

                foreach (ParameterInfo parameter in method.GetParameters())
                {
                    if (parameter.ParameterType.IsByRef || typeof(Delegate).IsAssignableFrom(parameter.ParameterType))
                    {
                        return false;
                    }
                }

                found = true;
            }

            return found;
        }

        private static MemberInfo[] Members(Type type, string name, BindingFlags where)
        {
            return type.GetMember(name, MemberTypes.Method | MemberTypes.Property | MemberTypes.Field,
                BindingFlags.Public | BindingFlags.IgnoreCase | where);
        }
    }

    /// <summary>What a script has in it: its parts, the functions it defines or calls, and what it puts into variables. The
    /// functions it calls count as its own, since they see its variables and it sees theirs.</summary>
    internal sealed class ScriptFacts
    {
        /// <summary>The parameters of every command that set a variable.</summary>
        private static readonly string[] variableParameters =
        {
            "OutVariable", "ov", "ErrorVariable", "ev", "WarningVariable", "wv", "InformationVariable", "iv",
            "PipelineVariable", "pv",
        };

        private const int MaximumAliases = 8;

        private static readonly List<Assignment> none = new List<Assignment>();

        private readonly PSCmdlet session;
        private readonly Dictionary<string, CommandInfo> commands =
            new Dictionary<string, CommandInfo>(StringComparer.OrdinalIgnoreCase);

        private readonly Dictionary<string, List<Assignment>> assignments =
            new Dictionary<string, List<Assignment>>(StringComparer.OrdinalIgnoreCase);

        private readonly HashSet<Ast> known = new HashSet<Ast>();

        public ScriptFacts(PSCmdlet session)
        {
            this.session = session;
        }

        /// <summary>A value on its way into a variable.</summary>
        internal sealed class Assignment
        {
            /// <summary>The value; null when it cannot be seen.</summary>
            public Ast Value;

            /// <summary>What the variable's declaration converts every value to, if it does.</summary>
            public Type Type;

            /// <summary>Whether the value becomes an element of what is in the variable.</summary>
            public bool IsElement;

            /// <summary>Whether it is a plain `=` and nothing else.</summary>
            public bool IsWhole;
        }

        /// <summary>The script, or a function of the session that it calls.</summary>
        internal sealed class Source
        {
            /// <summary>Where the script calls it, if only by way of another function; null for the script itself.</summary>
            public Ast Call;

            public List<Ast> Nodes;

            /// <summary>Script blocks that are only texts: the values of parameters that are strings.</summary>
            public readonly List<Ast> Texts = new List<Ast>();

            public bool IsText(Ast node)
            {
                foreach (Ast text in Texts)
                {
                    if (node.Extent.StartOffset >= text.Extent.StartOffset && node.Extent.EndOffset <= text.Extent.EndOffset)
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        public List<Source> Sources { get; } = new List<Source>();

        /// <summary>The functions that the script defines; several may have the same name.</summary>
        public List<FunctionDefinitionAst> Functions { get; } = new List<FunctionDefinitionAst>();

        public IEnumerable<string> Variables => assignments.Keys;

        public void Add(ScriptBlockAst script)
        {
            Add(script, null);
            // The list grows as functions are found.
            for (int i = 0; i < Sources.Count; i++)
            {
                Collect(Sources[i]);
            }
        }

        /// <summary>What a name means to the session now; aliases are followed, unless they lead nowhere.</summary>
        public CommandInfo Resolve(string name)
        {
            if (!commands.TryGetValue(name, out CommandInfo command))
            {
                if (session.Stopping)
                {
                    // It may look through all modules for each name.
                    throw new PipelineStoppedException();
                }

                command = session.InvokeCommand.GetCommand(name, CommandTypes.All);
                commands.Add(name, command);
            }

            return command;
        }

        public CommandInfo ResolveAlias(string name)
        {
            CommandInfo command = Resolve(name);
            for (int i = 0; i < MaximumAliases && command is AliasInfo alias; i++)
            {
                // It does not look for the module that a command is in; running it does.
                command = alias.ResolvedCommand ?? Resolve(alias.Definition);
            }

            return command is AliasInfo ? null : command;
        }

        public bool Defines(string name)
        {
            foreach (FunctionDefinitionAst function in Functions)
            {
                if (function.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }

        public List<Assignment> AssignmentsTo(string variable)
        {
            return assignments.TryGetValue(variable, out List<Assignment> all) ? all : none;
        }

        /// <summary>Whether a variable of the session is the same one in every scope.</summary>
        public bool IsShared(string variable)
        {
            return session.SessionState.PSVariable.Get(variable)?.Options.HasFlag(ScopedItemOptions.AllScope) == true;
        }

        /// <summary>What the session already has in a variable; null also when there is none.</summary>
        public object SessionValue(string variable)
        {
            object value = session.SessionState.PSVariable.Get(variable)?.Value;
            return value is PSObject wrapped ? wrapped.BaseObject : value;
        }

        /// <summary>Whether a parameter sets a variable.</summary>
        public static bool SetsVariable(string parameter)
        {
            return Array.Exists(variableParameters, name => name.Equals(parameter, StringComparison.OrdinalIgnoreCase));
        }

        /// <summary>Whether a name that may be cut short could be that of a parameter that sets a variable.</summary>
        public static bool MaySetVariable(string parameter)
        {
            return Array.Exists(variableParameters, name => name.StartsWith(parameter, StringComparison.OrdinalIgnoreCase));
        }

        /// <summary>Whether it is a function that somebody defined in the session.</summary>
        public static bool IsOfUser(CommandInfo command)
        {
            return command is FunctionInfo { Module: null } function and not ConfigurationInfo
                && function.ScriptBlock.Module == null;
        }

        /// <summary>Whether it is a function of a module, which is trusted to do what its name says. One of a module that was made
        /// in the session is neither: it sees functions that we do not.</summary>
        public static bool IsOfModule(CommandInfo command)
        {
            return command is FunctionInfo { Module: PSModuleInfo module } and not ConfigurationInfo && File.Exists(module.Path);
        }

        private void Add(Ast root, Ast call)
        {
            if (known.Add(root))
            {
                Sources.Add(new Source { Call = call, Nodes = new List<Ast>(root.FindAll(_ => true, true)) });
            }
        }

        private void Collect(Source source)
        {
            foreach (Ast node in source.Nodes)
            {
                switch (node)
                {
                    case FunctionDefinitionAst function:
                        Functions.Add(function);
                        break;
                    case CommandAst command:
                        Command(command, source);
                        break;
                    case AssignmentStatementAst assignment:
                        Assign(assignment.Left, assignment.Right, null, assignment.Operator == TokenKind.Equals);
                        break;
                    case ForEachStatementAst loop:
                        Assign(loop.Variable, loop.Condition, null, whole: false);
                        break;
                    case UnaryExpressionAst { TokenKind: TokenKind.PlusPlus or TokenKind.MinusMinus
                        or TokenKind.PostfixPlusPlus or TokenKind.PostfixMinusMinus } count:
                        Assign(count.Child, count, null, whole: false);
                        break;
                    case ParameterAst parameter:
                        Assign(parameter.Name, null, DeclaredType(parameter), whole: false);
                        break;
                }
            }
        }

        private static Type DeclaredType(ParameterAst parameter)
        {
            foreach (AttributeBaseAst attribute in parameter.Attributes)
            {
                if (attribute is TypeConstraintAst constraint && !PlainTypes.NamesAssembly(constraint.TypeName))
                {
                    return constraint.TypeName.GetReflectionType();
                }
            }

            return null;
        }

        private void Command(CommandAst command, Source source)
        {
            string name = command.GetCommandName();
            CommandInfo info = string.IsNullOrEmpty(name) ? null : ResolveAlias(name);
            if (IsOfUser(info))
            {
                Add(((FunctionInfo)info).ScriptBlock.Ast, source.Call ?? command.CommandElements[0]);
            }

            for (int i = 1; i < command.CommandElements.Count; i++)
            {
                if (command.CommandElements[i] is CommandParameterAst parameter && MaySetVariable(parameter.ParameterName)
                    && (parameter.Argument ?? (i + 1 < command.CommandElements.Count ? command.CommandElements[i + 1] : null))
                        is StringConstantExpressionAst variable)
                {
                    Note(variable.Value, new Assignment());
                }
            }
        }

        private void Assign(Ast target, Ast value, Type type, bool whole)
        {
            switch (target)
            {
                case VariableExpressionAst variable:
                    Note(VariableNames.Of(variable.VariablePath), new Assignment { Value = value, Type = type, IsWhole = whole });
                    break;
                case ConvertExpressionAst converted:
                    Assign(converted.Child, value, converted.Type.TypeName.GetReflectionType(), whole: false);
                    break;
                case AttributedExpressionAst attributed:
                    Assign(attributed.Child, value, type, whole: false);
                    break;
                case ArrayLiteralAst several:
                    foreach (ExpressionAst one in several.Elements)
                    {
                        Assign(one, value, null, whole: false);
                    }

                    break;
                case IndexExpressionAst { Target: VariableExpressionAst table }:
                    Note(VariableNames.Of(table.VariablePath), new Assignment { Value = value, IsElement = true });
                    break;
            }
        }

        private void Note(string variable, Assignment assignment)
        {
            if (!assignments.TryGetValue(variable, out List<Assignment> all))
            {
                assignments.Add(variable, all = new List<Assignment>());
            }

            all.Add(assignment);
        }
    }

    /// <summary>What can be known of an expression's value before it is there.</summary>
    internal sealed class ValueFacts
    {
        public const string MayBeScript = "may be a script block that nobody has looked at; convert it, as in [string]$name";

        private static readonly HashSet<string> tableMethods = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "Clone", "Contains", "ContainsKey", "ContainsValue", "GetEnumerator",
        };

        private readonly ScriptFacts facts;

        /// <summary>The script's variables that never hold a script block but the script's own; null until asked.</summary>
        private HashSet<string> tame;

        /// <summary>Variables that hold nothing but this plain type; null until asked.</summary>
        private Dictionary<string, Type> typed;

        public ValueFacts(ScriptFacts facts)
        {
            this.facts = facts;
        }

        public static bool IsComparison(TokenKind operation)
        {
            return operation is >= TokenKind.Ieq and <= TokenKind.Inotmatch or >= TokenKind.Ceq and <= TokenKind.Cnotmatch;
        }

        public static bool IsContainment(TokenKind operation)
        {
            return operation is TokenKind.Icontains or TokenKind.Inotcontains or TokenKind.Iin or TokenKind.Inotin
                or TokenKind.Ccontains or TokenKind.Cnotcontains or TokenKind.Cin or TokenKind.Cnotin;
        }

        /// <summary>Whether an expression's value neither is nor holds a script block, other than those in the text.</summary>
        public bool NeverScript(Ast value)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            switch (value)
            {
                case ConstantExpressionAst or ExpandableStringExpressionAst or TypeExpressionAst or ScriptBlockExpressionAst:
                    return true;
                case PipelineAst { PipelineElements: { Count: 1 } elements }:
                    return NeverScript(elements[0]);
                case CommandExpressionAst expression:
                    return NeverScript(expression.Expression);
                case CommandAst:
                    return TypeOf(value) != null;
                case ParenExpressionAst paren:
                    return NeverScript(paren.Pipeline);
                case SubExpressionAst sub:
                    return NeverScript(sub.SubExpression);
                case ArrayExpressionAst array:
                    return NeverScript(array.SubExpression);
                case StatementBlockAst block:
                    return block.Traps == null && All(block.Statements);
                case ArrayLiteralAst list:
                    return All(list.Elements);
                case HashtableAst table:
                    return Table(table, isProperty: false);
                case VariableExpressionAst variable:
                    return Variable(variable);
                case ConvertExpressionAst conversion:
                    return PlainTypes.NeverHoldsScript(conversion.Type.TypeName.GetReflectionType())
                        || NeverScript(conversion.Child);
                case AttributedExpressionAst attributed:
                    return NeverScript(attributed.Child);
                case InvokeMemberExpressionAst call:
                    return call.Static || TypeOf(call.Expression) != null || NeverScript(call.Expression);
                case MemberExpressionAst member:
                    return member.Static || TypeOf(member.Expression) != null;
                case IndexExpressionAst index:
                    return NeverScript(index.Target);
                case TernaryExpressionAst choice:
                    return NeverScript(choice.IfTrue) && NeverScript(choice.IfFalse);
                case UnaryExpressionAst unary:
                    return unary.TokenKind is not (TokenKind.Minus or TokenKind.Plus or TokenKind.Comma) || NeverScript(unary.Child);
                case BinaryExpressionAst binary:
                    return Binary(binary);
                default:
                    return false;
            }
        }

        /// <summary>The same for properties to select, sort or format by: the name in a calculated one must be a text.</summary>
        public bool NeverScriptAsProperty(Ast value)
        {
            switch (value)
            {
                case HashtableAst table:
                    return Table(table, isProperty: true);
                case ArrayLiteralAst list:
                    foreach (ExpressionAst element in list.Elements)
                    {
                        if (!NeverScriptAsProperty(element))
                        {
                            return false;
                        }
                    }

                    return true;
                default:
                    return NeverScript(value);
            }
        }

        /// <summary>The plain type of an expression's value, when that is certain.</summary>
        public Type TypeOf(Ast value)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            switch (value)
            {
                case ExpandableStringExpressionAst:
                    return typeof(string);
                case ConstantExpressionAst constant:
                    return PlainTypes.Is(constant.StaticType) ? constant.StaticType : null;
                case PipelineAst { PipelineElements: { Count: 1 } elements }:
                    return TypeOf(elements[0]);
                case CommandExpressionAst expression:
                    return TypeOf(expression.Expression);
                case CommandAst command:
                    return IsGetDate(command) ? typeof(DateTime) : null;
                case ParenExpressionAst paren:
                    return TypeOf(paren.Pipeline);
                case VariableExpressionAst variable:
                    return variable.VariablePath.IsDriveQualified ? typeof(string) : Typed(variable);
                case ConvertExpressionAst conversion:
                    Type type = conversion.Type.TypeName.GetReflectionType();
                    return PlainTypes.Is(type) ? type : null;
                case InvokeMemberExpressionAst call:
                    return IsPure(call) ? MemberType(call) : null;
                case MemberExpressionAst member:
                    return MemberType(member);
                case BinaryExpressionAst { Operator: TokenKind.Format or TokenKind.Join }:
                    return typeof(string);
                default:
                    return null;
            }
        }

        /// <summary>Whether a method call only gives a value.</summary>
        public bool IsPure(InvokeMemberExpressionAst call)
        {
            if (call.Member is not StringConstantExpressionAst { Value: string name } || call.GenericTypeArguments?.Count > 0)
            {
                return false;
            }

            if (call.Static)
            {
                return call.Expression is TypeExpressionAst { TypeName: var type } && !PlainTypes.NamesAssembly(type)
                    && type.GetReflectionType() is Type named && PlainTypes.IsPureStatic(named, name);
            }

            return TypeOf(call.Expression) is Type of
                ? PlainTypes.IsPureInstance(of, name)
                : call.Expression is VariableExpressionAst variable && IsOwnCollection(variable) && tableMethods.Contains(name);
        }

        /// <summary>Whether a variable holds nothing but tables and lists that the script itself has written out.</summary>
        public bool IsOwnCollection(VariableExpressionAst variable)
        {
            return Whole(variable, literal => literal is HashtableAst or ArrayLiteralAst, elements: true);
        }

        /// <summary>The tables that a variable can hold, all written out in the script; null when that is not certain.</summary>
        public List<HashtableAst> Tables(VariableExpressionAst variable)
        {
            if (!Whole(variable, literal => literal is HashtableAst, elements: false))
            {
                return null;
            }

            var tables = new List<HashtableAst>();
            foreach (ScriptFacts.Assignment assignment in facts.AssignmentsTo(VariableNames.Of(variable.VariablePath)))
            {
                tables.Add((HashtableAst)Literal(assignment.Value));
            }

            return tables;
        }

        private bool Whole(VariableExpressionAst variable, Func<Ast, bool> accepts, bool elements)
        {
            string name = VariableNames.Of(variable.VariablePath);
            List<ScriptFacts.Assignment> all = facts.AssignmentsTo(name);

            // When an assignment fails, or has not been made yet, what the session has of that name is there.
            if (!VariableNames.CanBeSet(variable.VariablePath) || all.Count == 0 || facts.SessionValue(name) != null)
            {
                return false;
            }

            foreach (ScriptFacts.Assignment assignment in all)
            {
                if (!(assignment.IsWhole && accepts(Literal(assignment.Value))) && !(elements && assignment.IsElement))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>The table or list that a statement is, without [ordered] or @() around it.</summary>
        private static Ast Literal(Ast value)
        {
            while (true)
            {
                switch (value)
                {
                    case PipelineAst { PipelineElements: { Count: 1 } elements }:
                        value = elements[0];
                        break;
                    case CommandExpressionAst expression:
                        value = expression.Expression;
                        break;
                    // (With a single list in it, it is that list, which may be somebody else's.)
                    case ArrayExpressionAst { SubExpression: { Statements: { Count: 1 } statements } }
                        when Literal(statements[0]) is ArrayLiteralAst list:
                        return list;
                    case ConvertExpressionAst conversion when PlainTypes.IsOrdered(conversion.Type)
                        || conversion.Type.TypeName.GetReflectionType() == typeof(Hashtable):
                        value = conversion.Child;
                        break;
                    default:
                        return value;
                }
            }
        }

        private bool All<T>(ReadOnlyCollection<T> values) where T : Ast
        {
            foreach (T value in values)
            {
                if (!NeverScript(value))
                {
                    return false;
                }
            }

            return true;
        }

        private bool Table(HashtableAst table, bool isProperty)
        {
            foreach ((ExpressionAst key, StatementAst value) in table.KeyValuePairs)
            {
                bool label = isProperty && key is StringConstantExpressionAst { Value: string name }
                    && (name.Equals("n", StringComparison.OrdinalIgnoreCase) || name.Equals("l", StringComparison.OrdinalIgnoreCase)
                        || name.Equals("name", StringComparison.OrdinalIgnoreCase)
                        || name.Equals("label", StringComparison.OrdinalIgnoreCase));
                if (!label && !NeverScript(value))
                {
                    return false;
                }
            }

            return true;
        }

        private bool Binary(BinaryExpressionAst binary)
        {
            switch (binary.Operator)
            {
                case TokenKind.And or TokenKind.Or or TokenKind.Xor or TokenKind.Is or TokenKind.IsNot or TokenKind.Format
                    or TokenKind.Join or TokenKind.DotDot or TokenKind.Ireplace or TokenKind.Creplace or TokenKind.Isplit
                    or TokenKind.Csplit:
                    return true;
                case TokenKind.As:
                    return binary.Right is TypeExpressionAst type
                        && PlainTypes.NeverHoldsScript(type.TypeName.GetReflectionType());
                default:
                    // A list that is compared gives those of its elements that fit; added, one that holds both.
                    return IsContainment(binary.Operator)
                        || (NeverScript(binary.Left) && (IsComparison(binary.Operator) || NeverScript(binary.Right)));
            }
        }

        private Type MemberType(MemberExpressionAst member)
        {
            if (member.Member is not StringConstantExpressionAst { Value: string name })
            {
                return null;
            }

            if (member.Static)
            {
                Type type = (member.Expression as TypeExpressionAst)?.TypeName.GetReflectionType();
                if (member is InvokeMemberExpressionAst && name.Equals("new", StringComparison.OrdinalIgnoreCase))
                {
                    return PlainTypes.Is(type) ? type : null;
                }

                return type == null ? null : PlainTypes.TypeOf(type, name, BindingFlags.Static);
            }

            return TypeOf(member.Expression) is Type of ? PlainTypes.TypeOf(of, name, BindingFlags.Instance) : null;
        }

        /// <summary>Whether it is PowerShell's Get-Date, whose result is a date (or, with -Format, a text, which is as plain).</summary>
        private bool IsGetDate(CommandAst command)
        {
            string name = command.GetCommandName();
            return name != null && !facts.Defines(name) && command.Redirections.Count == 0
                && facts.ResolveAlias(name) is CmdletInfo cmdlet
                && cmdlet.ImplementingType.FullName == "Microsoft.PowerShell.Commands.GetDateCommand";
        }

        private bool Variable(VariableExpressionAst variable)
        {
            string name = variable.VariablePath.UserPath;
            if (variable.VariablePath.IsDriveQualified || name.Equals("null", StringComparison.OrdinalIgnoreCase)
                || name.Equals("true", StringComparison.OrdinalIgnoreCase)
                || name.Equals("false", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            return VariableNames.CanBeSet(variable.VariablePath) && Tame(VariableNames.Of(variable.VariablePath));
        }

        private bool Tame(string name)
        {
            if (tame == null)
            {
                // All are, until one is given something that is not: variables may be given each other.
                tame = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
                foreach (string variable in facts.Variables)
                {
                    tame.Add(variable);
                }

                while (tame.RemoveWhere(variable => !IsGivenTame(variable)) > 0)
                {
                }
            }

            return facts.AssignmentsTo(name).Count > 0 ? tame.Contains(name) : IsPlain(facts.SessionValue(name));
        }

        private bool IsGivenTame(string name)
        {
            foreach (ScriptFacts.Assignment assignment in facts.AssignmentsTo(name))
            {
                if (!PlainTypes.NeverHoldsScript(assignment.Type) && !NeverScript(assignment.Value))
                {
                    return false;
                }
            }

            return IsPlain(facts.SessionValue(name));
        }

        private static bool IsPlain(object value)
        {
            return value == null || PlainTypes.Is(value.GetType());
        }

        private Type Typed(VariableExpressionAst variable)
        {
            if (!VariableNames.CanBeSet(variable.VariablePath))
            {
                return null;
            }

            if (typed == null)
            {
                // None is, until all that is given to it is: here a variable that is given itself is not worth the trouble.
                typed = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase);
                int before;
                do
                {
                    before = typed.Count;
                    foreach (string name in facts.Variables)
                    {
                        if (!typed.ContainsKey(name) && GivenType(name) is Type given)
                        {
                            typed.Add(name, given);
                        }
                    }
                }
                while (typed.Count > before);
            }

            return typed.GetValueOrDefault(VariableNames.Of(variable.VariablePath));
        }

        private Type GivenType(string name)
        {
            Type type = null;
            foreach (ScriptFacts.Assignment assignment in facts.AssignmentsTo(name))
            {
                Type given = PlainTypes.Is(assignment.Type) ? assignment.Type
                    : assignment.IsWhole ? TypeOf(assignment.Value) : null;
                if (given == null || (type != null && type != given))
                {
                    return null;
                }

                type = given;
            }

            return IsPlain(facts.SessionValue(name)) ? type : null;
        }
    }

    /// <summary>Which commands only read, and which of their parameters do.</summary>
    internal sealed class CommandCheck
    {
        private const string NotReading = "is not a command that only reads";

        /// <summary>Cmdlets of PowerShell itself that change nothing, besides those that get, find or test.</summary>
        private static readonly HashSet<string> harmless = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "Convert-Path", "ConvertFrom-Csv", "ConvertFrom-Json", "ConvertFrom-StringData", "ConvertTo-Csv", "ConvertTo-Json",
            "ConvertTo-Xml", "ForEach-Object", "Format-Hex", "Import-Csv", "Join-Path", "Measure-Command", "New-Guid",
            "New-TimeSpan", "Out-Host", "Out-Null", "Out-String", "Resolve-Path", "Select-String", "Split-Path", "Where-Object",
            "Write-Debug", "Write-Error", "Write-Host", "Write-Information", "Write-Output", "Write-Progress", "Write-Verbose",
            "Write-Warning",
        };

        /// <summary>The same for those that run the script blocks in what they are given as properties.</summary>
        private static readonly HashSet<string> calculating = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "Compare-Object", "ConvertTo-Html", "Format-Custom", "Format-List", "Format-Table", "Format-Wide", "Group-Object",
            "Join-String", "Measure-Object", "Select-Object", "Sort-Object",
        };

        private static readonly string[] verbs = { "Get-", "Find-", "Test-" };

        private readonly ScriptFacts facts;
        private readonly ValueFacts values;

        public CommandCheck(ScriptFacts facts, ValueFacts values)
        {
            this.facts = facts;
            this.values = values;
        }

        /// <summary>A parameter and what is given to it.</summary>
        private readonly struct Given
        {
            public Given(string name, ParameterMetadata parameter, Ast value, Ast at)
            {
                Name = name;
                Parameter = parameter;
                Value = value;
                At = at;
            }

            /// <summary>The name as it stands; null for a value without one.</summary>
            public string Name { get; }

            /// <summary>Null when it is not known which it is.</summary>
            public ParameterMetadata Parameter { get; }

            public Ast Value { get; }

            public Ast At { get; }
        }

        public void Check(CommandAst command, ScriptFacts.Source source)
        {
            if (command.DefiningKeyword != null || command.InvocationOperator == TokenKind.Dot)
            {
                throw new NotReadOnlyException(command, "runs in the scope around it");
            }

            CommandInfo info = null;
            if (command.CommandElements[0] is not ScriptBlockExpressionAst)
            {
                info = Named(command);
            }

            bool followsOthers = command.Parent is PipelineAst pipeline && pipeline.PipelineElements[0] != command;
            List<Given> given = Arguments(command, info, out bool certain);
            foreach (Given one in given)
            {
                Parameter(command, info, one);
                if (one.Value is ScriptBlockExpressionAst && IsTextOnly(one.Parameter))
                {
                    source.Texts.Add(one.Value);
                }
            }

            if (info == null)
            {
                Own(given, followsOthers);
            }
            else
            {
                Scripts(command, info, given, certain, followsOthers);
            }
        }

        /// <summary>The parameter that a name, which may be cut short, means; null when it is not certain.</summary>
        private static ParameterMetadata Parameter(CommandInfo command, string name)
        {
            ParameterMetadata found = null;
            foreach (ParameterMetadata parameter in Parameters(command))
            {
                bool begins = parameter.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase);
                bool same = parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
                foreach (string alias in parameter.Aliases)
                {
                    begins |= alias.StartsWith(name, StringComparison.OrdinalIgnoreCase);
                    same |= alias.Equals(name, StringComparison.OrdinalIgnoreCase);
                }

                if (same)
                {
                    return parameter;
                }

                if (begins)
                {
                    if (found != null)
                    {
                        return null;
                    }

                    found = parameter;
                }
            }

            return found;
        }

        /// <summary>Whether a script block given to the parameter becomes text and never runs (filters are written so).</summary>
        private static bool IsTextOnly(ParameterMetadata parameter)
        {
            return parameter?.ParameterType == typeof(string) && !TakesInput(parameter);
        }

        private static IEnumerable<ParameterMetadata> Parameters(CommandInfo command)
        {
            try
            {
                return command?.Parameters?.Values ?? (IEnumerable<ParameterMetadata>)Array.Empty<ParameterMetadata>();
            }
            catch (Exception error) when (error is RuntimeException or InvalidOperationException)
            {
                // Metadata that PowerShell itself cannot read: nothing is known of them.
                return Array.Empty<ParameterMetadata>();
            }
        }

        private static bool TakesInput(ParameterMetadata parameter)
        {
            foreach (ParameterSetMetadata set in parameter.ParameterSets.Values)
            {
                if (set.ValueFromPipeline || set.ValueFromPipelineByPropertyName)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>What the command is; null for a function that is looked at itself.</summary>
        private CommandInfo Named(CommandAst command)
        {
            string name = command.GetCommandName();
            if (string.IsNullOrEmpty(name))
            {
                throw new NotReadOnlyException(command, "is a command that is known only when it runs");
            }

            CommandInfo info = facts.ResolveAlias(name);
            bool defined = facts.Defines(name);
            if (info == null && facts.Resolve(name) == null && defined)
            {
                return null;
            }

            // When both are there, the script may mean either.
            if (info == null || !OnlyReads(info))
            {
                string label = info != null && facts.Resolve(name) is AliasInfo ? name + " (" + info.Name + ")" : name;
                throw new NotReadOnlyException(command.CommandElements[0], NotReading, label);
            }

            return defined || ScriptFacts.IsOfUser(info) ? null : info;
        }

        private static bool OnlyReads(CommandInfo info)
        {
            if (info is CmdletInfo cmdlet)
            {
                return IsReadingVerb(cmdlet.Name) || IsOfPowerShell(cmdlet, harmless) || IsOfPowerShell(cmdlet, calculating);
            }

            // A function of the user has been added to what is looked at.
            return ScriptFacts.IsOfUser(info) || (ScriptFacts.IsOfModule(info) && IsReadingVerb(info.Name));
        }

        private static bool IsReadingVerb(string name)
        {
            foreach (string verb in verbs)
            {
                if (name.StartsWith(verb, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }

        private static bool IsOfPowerShell(CommandInfo info, HashSet<string> names)
        {
            return info is CmdletInfo cmdlet && names.Contains(cmdlet.Name)
                && (cmdlet.ImplementingType.Assembly == typeof(PSObject).Assembly
                    || cmdlet.ImplementingType.Assembly.GetName().Name is "Microsoft.PowerShell.Commands.Utility"
                        or "Microsoft.PowerShell.Commands.Management");
        }

        /// <summary>Tells names from values as PowerShell will. It is not `certain` when a parameter is not known, and a value
        /// behind it may be its or stand for itself.</summary>
        private List<Given> Arguments(CommandAst command, CommandInfo info, out bool certain)
        {
            var given = new List<Given>();
            certain = true;
            for (int i = 1; i < command.CommandElements.Count; i++)
            {
                CommandElementAst element = command.CommandElements[i];
                if (element is CommandParameterAst named)
                {
                    ParameterMetadata parameter = Parameter(info, named.ParameterName);
                    Ast value = named.Argument;
                    bool flag = parameter?.ParameterType == typeof(SwitchParameter) || named.ParameterName == "-";
                    if (value == null && !flag && i + 1 < command.CommandElements.Count
                        && command.CommandElements[i + 1] is not (CommandParameterAst or VariableExpressionAst { Splatted: true }))
                    {
                        value = command.CommandElements[++i];
                        certain &= parameter != null;
                    }

                    given.Add(new Given(named.ParameterName, parameter, value, named));
                }
                else if (element is VariableExpressionAst { Splatted: true } splatted)
                {
                    Splat(splatted, info, given);
                }
                else
                {
                    given.Add(new Given(null, null, element, element));
                }
            }

            return given;
        }

        private void Splat(VariableExpressionAst splatted, CommandInfo info, List<Given> given)
        {
            List<HashtableAst> tables = values.Tables(splatted)
                ?? throw new NotReadOnlyException(splatted, "is not a table that the script has written out");
            foreach (HashtableAst table in tables)
            {
                foreach ((ExpressionAst key, StatementAst value) in table.KeyValuePairs)
                {
                    if (key is not StringConstantExpressionAst { Value: string name })
                    {
                        throw new NotReadOnlyException(key, "names a parameter that is known only when it runs");
                    }

                    given.Add(new Given(name, Parameter(info, name), value, key));
                }
            }
        }

        /// <summary>Looks at parameters that do something by themselves.</summary>
        private void Parameter(CommandAst command, CommandInfo info, Given given)
        {
            bool each = IsOfPowerShell(info, harmless) && info.Name.Equals("ForEach-Object", StringComparison.OrdinalIgnoreCase);
            if (given.Name == null)
            {
                if (each && given.Value is not ScriptBlockExpressionAst)
                {
                    throw new NotReadOnlyException(given.Value, "is the name of a method, perhaps; write a script block");
                }

                return;
            }

            string name = given.Parameter?.Name ?? given.Name;
            bool sets = given.Parameter != null ? ScriptFacts.SetsVariable(name)
                : ScriptFacts.MaySetVariable(name) && !IsDeclared(command, name);
            if (sets && given.Value != null && !(given.Value is StringConstantExpressionAst variable
                && given.At is CommandParameterAst && VariableNames.CanBeSet(variable.Value) && !facts.IsShared(variable.Value)))
            {
                throw new NotReadOnlyException(given.At, ReadOnlyCheck.SetsMore);
            }

            bool changes = each
                ? name is not ("Begin" or "Process" or "End" or "RemainingScripts" or "InputObject") && !IsCommon(name)
                : info != null && ((name.StartsWith("Out", StringComparison.OrdinalIgnoreCase) && !IsCommon(name))
                    || (info.Name.Equals("Get-Help", StringComparison.OrdinalIgnoreCase) && name is "Online" or "ShowWindow"));
            if (changes)
            {
                throw new NotReadOnlyException(given.At, "is a parameter that may change something");
            }
        }

        private static bool IsCommon(string name)
        {
            return Cmdlet.CommonParameters.Contains(name);
        }

        /// <summary>Whether a function of the script has a parameter of just this name.</summary>
        private bool IsDeclared(CommandAst command, string parameter)
        {
            string name = command.GetCommandName();
            foreach (FunctionDefinitionAst function in facts.Functions)
            {
                if (function.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    ReadOnlyCollection<ParameterAst> parameters = function.Parameters ?? function.Body.ParamBlock?.Parameters;
                    bool found = false;
                    for (int i = 0; i < parameters?.Count; i++)
                    {
                        found |= parameters[i].Name.VariablePath.UserPath.Equals(parameter, StringComparison.OrdinalIgnoreCase);
                    }

                    if (!found)
                    {
                        return false;
                    }
                }
            }

            return facts.Defines(name ?? string.Empty);
        }

        /// <summary>A function that is looked at itself, or a script block: nothing is known of its parameters, and one of them
        /// may wait for pipeline input.</summary>
        private void Own(List<Given> given, bool followsOthers)
        {
            foreach (Given one in given)
            {
                if (followsOthers && one.Value != null && !values.NeverScript(one.Value))
                {
                    throw new NotReadOnlyException(one.Value, ValueFacts.MayBeScript);
                }
            }
        }

        /// <summary>Refuses values that may be a strange script block where the command would run it.</summary>
        private void Scripts(CommandAst command, CommandInfo info, List<Given> given, bool certain, bool followsOthers)
        {
            bool calculates = IsOfPowerShell(info, calculating);
            int position = 0;
            foreach (Given one in given)
            {
                bool runs;
                if (one.Name != null)
                {
                    runs = one.Parameter == null || Runs(one.Parameter, calculates, followsOthers);
                }
                else
                {
                    runs = RunsAt(info, given, certain ? position : 0, calculates, followsOthers);
                    position++;
                }

                if (runs && one.Value != null
                    && !(calculates ? values.NeverScriptAsProperty(one.Value) : values.NeverScript(one.Value)))
                {
                    throw new NotReadOnlyException(one.Value, ValueFacts.MayBeScript);
                }
            }

            if (followsOthers)
            {
                foreach (ParameterMetadata parameter in Parameters(info))
                {
                    if (TakesInput(parameter) && IsScript(parameter.ParameterType))
                    {
                        throw new NotReadOnlyException(command, "runs what comes in");
                    }
                }
            }
        }

        private static bool IsScript(Type type)
        {
            type = PlainTypes.Element(type);
            return typeof(ScriptBlock).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type);
        }

        private static bool Runs(ParameterMetadata parameter, bool calculates, bool followsOthers)
        {
            Type type = PlainTypes.Element(parameter.ParameterType);
            return IsScript(type)
                || (calculates && (type == typeof(object) || typeof(IDictionary).IsAssignableFrom(type)
                    || type.Name == "PSPropertyExpression"))
                // Bound to a parameter that waits for pipeline input, a script block runs for each object.
                || (followsOthers && TakesInput(parameter));
        }

        /// <summary>Whether a value without a name could come to a parameter that runs script blocks. The n-th value goes to
        /// the n-th position that is still free, or to a later one when a parameter set drops out.</summary>
        private static bool RunsAt(CommandInfo info, List<Given> given, int index, bool calculates, bool followsOthers)
        {
            HashSet<string> sets = SetsWith(given);
            var positions = new SortedSet<int>();
            var candidates = new List<(int Position, ParameterMetadata Parameter)>();
            foreach (ParameterMetadata parameter in Parameters(info))
            {
                if (IsNamed(parameter, given))
                {
                    continue;
                }

                foreach (KeyValuePair<string, ParameterSetMetadata> set in parameter.ParameterSets)
                {
                    if (sets != null && set.Key != ParameterAttribute.AllParameterSets && !sets.Contains(set.Key))
                    {
                        continue;
                    }

                    if (set.Value.Position >= 0)
                    {
                        positions.Add(set.Value.Position);
                        candidates.Add((set.Value.Position, parameter));
                    }

                    if (set.Value.ValueFromRemainingArguments)
                    {
                        candidates.Add((int.MaxValue, parameter));
                    }
                }
            }

            int first = 0;
            foreach (int position in positions)
            {
                if (index-- == 0)
                {
                    first = position;
                    break;
                }

                first = int.MaxValue;
            }

            foreach ((int position, ParameterMetadata parameter) in candidates)
            {
                if (position >= first && Runs(parameter, calculates, followsOthers))
                {
                    return true;
                }
            }

            // Of a command without parameters that are known, nothing is.
            return candidates.Count == 0;
        }

        private static bool IsNamed(ParameterMetadata parameter, List<Given> given)
        {
            foreach (Given one in given)
            {
                if (one.Parameter?.Name == parameter.Name)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>The parameter sets that have all the parameters that are named; null: any.</summary>
        private static HashSet<string> SetsWith(List<Given> given)
        {
            HashSet<string> sets = null;
            foreach (Given one in given)
            {
                if (one.Parameter != null && !one.Parameter.ParameterSets.ContainsKey(ParameterAttribute.AllParameterSets))
                {
                    if (sets == null)
                    {
                        sets = new HashSet<string>(one.Parameter.ParameterSets.Keys, StringComparer.OrdinalIgnoreCase);
                    }
                    else
                    {
                        sets.IntersectWith(one.Parameter.ParameterSets.Keys);
                    }
                }
            }

            return sets;
        }
    }

    // ---------------------------------------------------------------------------------------------------------------
    // Questions
    // ---------------------------------------------------------------------------------------------------------------

    internal enum PromptKind
    {
        Line,
        Secure,
        Credential,
        Choice,
        Choices,
        Fields,
        Key,
    }

    /// <summary>A question under way: what is needed to read its answer, then the answer.</summary>
    internal sealed class Prompt
    {
        public long Number;
        public PromptKind Kind;
        public string UserName = string.Empty;
        public int ChoiceCount;
        public readonly HashSet<string> SecretFields = new HashSet<string>(StringComparer.Ordinal);

        public string Text = string.Empty;
        public SecureString Secret;
        public readonly List<int> Numbers = new List<int>();
        public readonly Dictionary<string, object> Fields = new Dictionary<string, object>(StringComparer.Ordinal);

        public bool Settled;
        public bool Declined;
        public bool Over;
    }

    /// <summary>Sends questions and waits for their answers. Any thread may ask; the reader of requests settles.</summary>
    internal sealed class Prompts
    {
        private readonly Channel channel;
        private readonly Session session;
        private readonly Dictionary<long, Prompt> open = new Dictionary<long, Prompt>();
        private long lastNumber;
        private bool closed;
        private bool over;

        public Prompts(Channel channel, Session session)
        {
            this.channel = channel;
            this.session = session;
        }

        /// <summary>Asks, and comes back with the answer or throws what <see cref="Refusal"/> makes.</summary>
        public void Ask(Prompt prompt, string caption, string message, IList<FieldDescription> fields = null,
            IList<ChoiceDescription> choices = null, int defaultChoice = -1)
        {
            lock (open)
            {
                if (closed)
                {
                    throw Refusal(over);
                }

                prompt.Number = ++lastNumber;
                open.Add(prompt.Number, prompt);
            }

            Send(prompt, caption, message, fields, choices, defaultChoice);
            lock (prompt)
            {
                while (!prompt.Settled)
                {
                    Monitor.Wait(prompt);
                }
            }

            if (prompt.Declined)
            {
                throw Refusal(prompt.Over);
            }
        }

        /// <summary>PowerShell stops whatever runs when a question ends in PipelineStoppedException. That must not be the next
        /// command, when a thread that the last one left behind gets to know that nobody will answer it.</summary>
        private static Exception Refusal(bool over)
        {
            return over ? new HostException("The command that asked has ended.") : new PipelineStoppedException();
        }

        public Prompt Find(long number)
        {
            lock (open)
            {
                open.TryGetValue(number, out Prompt prompt);
                return prompt;
            }
        }

        public void Settle(Prompt prompt, bool declined)
        {
            lock (open)
            {
                open.Remove(prompt.Number);
            }

            lock (prompt)
            {
                if (!prompt.Settled)
                {
                    prompt.Settled = true;
                    prompt.Declined = declined;
                    Monitor.PulseAll(prompt);
                }
            }
        }

        /// <summary>Lets questions be asked.</summary>
        public void Open()
        {
            lock (open)
            {
                closed = false;
            }
        }

        /// <summary>Refuses every open question and those to come: the command is stopped, or it is over.</summary>
        public void Close(bool over)
        {
            Prompt[] waiting;
            lock (open)
            {
                closed = true;
                this.over = over;
                waiting = new Prompt[open.Count];
                open.Values.CopyTo(waiting, 0);
            }

            foreach (Prompt prompt in waiting)
            {
                prompt.Over = over;
                Settle(prompt, declined: true);
            }
        }

        private void Send(Prompt prompt, string caption, string message, IList<FieldDescription> fields,
            IList<ChoiceDescription> choices, int defaultChoice)
        {
            Records.Builder record = Records.New("prompt", session.CurrentId)
                .Number("prompt", prompt.Number).Text("kind", prompt.Kind.ToString().ToLowerInvariant())
                .Text("caption", caption).Text("message", message)
                .Flag("secret", prompt.Kind is PromptKind.Secure or PromptKind.Credential).Member("fields");
            JsonText json = record.Json;
            json.Byte((byte)'[');
            for (int i = 0; i < fields?.Count; i++)
            {
                json.Raw(i > 0 ? ",{\"name\":"u8 : "{\"name\":"u8);
                json.String(fields[i].Name);
                json.Raw(",\"label\":"u8);
                json.String(Label(fields[i]));
                json.Raw(",\"help\":"u8);
                json.String(fields[i].HelpMessage ?? string.Empty);
                json.Raw(",\"secret\":"u8);
                json.Boolean(prompt.SecretFields.Contains(fields[i].Name));
                json.Byte((byte)'}');
            }

            json.Byte((byte)']');
            record.Member("choices");
            json.Byte((byte)'[');
            for (int i = 0; i < choices?.Count; i++)
            {
                (string label, string key) = SplitHotKey(choices[i].Label);
                json.Raw(i > 0 ? ",{\"label\":"u8 : "{\"label\":"u8);
                json.String(label);
                json.Raw(",\"key\":"u8);
                json.String(key);
                json.Raw(",\"help\":"u8);
                json.String(choices[i].HelpMessage ?? string.Empty);
                json.Byte((byte)'}');
            }

            json.Byte((byte)']');
            record.Number("default", defaultChoice).Text("username", prompt.UserName).Send(channel);
        }

        /// <summary>The label to show; a field without one is known by its name (Read-Host's text is the name).</summary>
        public static string Label(FieldDescription field)
        {
            return string.IsNullOrEmpty(field.Label) ? field.Name : SplitHotKey(field.Label).Label;
        }

        /// <summary>PowerShell marks the key of a choice by an ampersand before it.</summary>
        private static (string Label, string Key) SplitHotKey(string label)
        {
            label ??= string.Empty;
            int mark = label.IndexOf('&');
            return mark < 0 || mark + 1 == label.Length
                ? (label, string.Empty)
                : (label.Remove(mark, 1), label.Substring(mark + 1, 1).ToUpperInvariant());
        }
    }

    // ---------------------------------------------------------------------------------------------------------------
    // PowerShell's view of us
    // ---------------------------------------------------------------------------------------------------------------

    internal sealed class SessionHost : PSHost
    {
        private readonly SessionUserInterface userInterface;
        private readonly CultureInfo culture = CultureInfo.CurrentCulture;
        private readonly CultureInfo userInterfaceCulture = CultureInfo.CurrentUICulture;
        private PSObject privateData;

        public SessionHost(Channel channel, Session session)
        {
            userInterface = new SessionUserInterface(channel, session);
        }

        public override string Name => "teamsctl";

        public override Version Version { get; } = new Version(1, 0);

        public override Guid InstanceId { get; } = Guid.NewGuid();

        public override PSHostUserInterface UI => userInterface;

        public override CultureInfo CurrentCulture => culture;

        public override CultureInfo CurrentUICulture => userInterfaceCulture;

        public override PSObject PrivateData => privateData ??= new PSObject(new HostColors());

        /// <summary>`exit` in a script ends that script; the session is not its to end.</summary>
        public override void SetShouldExit(int exitCode)
        {
        }

        public override void EnterNestedPrompt()
        {
            throw new NotSupportedException("There is no nested prompt in a teamsctl session.");
        }

        public override void ExitNestedPrompt()
        {
        }

        public override void NotifyBeginApplication()
        {
        }

        public override void NotifyEndApplication()
        {
        }
    }

    /// <summary>Colours that scripts like to read and set by way of $Host.PrivateData.</summary>
    public sealed class HostColors
    {
        public ConsoleColor ErrorForegroundColor { get; set; } = ConsoleColor.Red;

        public ConsoleColor ErrorBackgroundColor { get; set; } = ConsoleColor.Black;

        public ConsoleColor WarningForegroundColor { get; set; } = ConsoleColor.Yellow;

        public ConsoleColor WarningBackgroundColor { get; set; } = ConsoleColor.Black;

        public ConsoleColor VerboseForegroundColor { get; set; } = ConsoleColor.Yellow;

        public ConsoleColor VerboseBackgroundColor { get; set; } = ConsoleColor.Black;

        public ConsoleColor DebugForegroundColor { get; set; } = ConsoleColor.Yellow;

        public ConsoleColor DebugBackgroundColor { get; set; } = ConsoleColor.Black;

        public ConsoleColor ProgressForegroundColor { get; set; } = ConsoleColor.Black;

        public ConsoleColor ProgressBackgroundColor { get; set; } = ConsoleColor.Yellow;
    }

    /// <summary>Turns calls into records and questions. Modules call it from threads without a runspace.</summary>
    internal sealed class SessionUserInterface : PSHostUserInterface, IHostUISupportsMultipleChoiceSelection
    {
        private readonly Channel channel;
        private readonly Session session;
        private readonly SessionRawUserInterface raw;
        private readonly ProgressLimiter progress = new ProgressLimiter();
        private readonly object gate = new object();
        private string unfinishedLine = string.Empty;

        /// <summary>With $InformationPreference = 'Continue' the engine gives an information record first and then writes its
        /// text to the host as well: that second copy is expected here, and dropped.</summary>
        [ThreadStatic]
        private static string echoOfInformation;

        public SessionUserInterface(Channel channel, Session session)
        {
            this.channel = channel;
            this.session = session;
            raw = new SessionRawUserInterface(this);
        }

        public override PSHostRawUserInterface RawUI => raw;

        public override void Write(string value)
        {
            HostText(value, newline: false);
        }

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
        {
            HostText(value, newline: false);
        }

        public override void WriteLine()
        {
            HostText(string.Empty, newline: true);
        }

        public override void WriteLine(string value)
        {
            HostText(value, newline: true);
        }

        public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
        {
            HostText(value, newline: true);
        }

        public override void WriteErrorLine(string value)
        {
            HostText(value, newline: true);
        }

        public override void WriteWarningLine(string message)
        {
            Message("warning", message);
        }

        public override void WriteVerboseLine(string message)
        {
            Message("verbose", message);
        }

        public override void WriteDebugLine(string message)
        {
            Message("debug", message);
        }

        public override void WriteInformation(InformationRecord record)
        {
            echoOfInformation = null;
            // Write-Host is an information record too; the engine then calls Write, and that is the one to report.
            if (record != null && !record.Tags.Contains("PSHOST"))
            {
                string text = record.ToString();
                Message("information", text);
                echoOfInformation = text;
            }
        }

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
            bool completed = record.RecordType == ProgressRecordType.Completed;
            if (progress.Allows(sourceId, record.ActivityId, completed))
            {
                Records.New("progress", session.CurrentId).Text("activity", record.Activity)
                    .Text("status", record.StatusDescription).Number("percent", record.PercentComplete)
                    .Flag("completed", completed).Send(channel);
            }
        }

        public override string ReadLine()
        {
            var prompt = new Prompt { Kind = PromptKind.Line };
            session.Prompts.Ask(prompt, string.Empty, TakeUnfinishedLine());
            return prompt.Text;
        }

        public override SecureString ReadLineAsSecureString()
        {
            var prompt = new Prompt { Kind = PromptKind.Secure };
            session.Prompts.Ask(prompt, string.Empty, TakeUnfinishedLine());
            return prompt.Secret;
        }

        public string ReadKey()
        {
            var prompt = new Prompt { Kind = PromptKind.Key };
            session.Prompts.Ask(prompt, string.Empty, TakeUnfinishedLine());
            return prompt.Text;
        }

        public override Dictionary<string, PSObject> Prompt(string caption, string message,
            Collection<FieldDescription> descriptions)
        {
            var result = new Dictionary<string, PSObject>(StringComparer.OrdinalIgnoreCase);
            var fields = new List<FieldDescription>();
            foreach (FieldDescription field in descriptions)
            {
                if (IsOf(field, typeof(PSCredential)))
                {
                    result[field.Name] = new PSObject(
                        PromptForCredential(caption, Prompts.Label(field), string.Empty, string.Empty));
                }
                else
                {
                    fields.Add(field);
                }
            }

            if (fields.Count == 1)
            {
                result[fields[0].Name] = PromptForField(caption, fields[0]);
            }
            else if (fields.Count > 1)
            {
                PromptForFields(caption, message, fields, result);
            }

            return result;
        }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
        {
            return PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default,
                PSCredentialUIOptions.Default);
        }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName,
            PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
        {
            var prompt = new Prompt { Kind = PromptKind.Credential, UserName = userName ?? string.Empty };
            session.Prompts.Ask(prompt, caption, TakeUnfinishedLine() + message);
            return string.IsNullOrEmpty(prompt.Text) ? null : new PSCredential(prompt.Text, prompt.Secret);
        }

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices,
            int defaultChoice)
        {
            var prompt = new Prompt { Kind = PromptKind.Choice, ChoiceCount = choices.Count };
            session.Prompts.Ask(prompt, caption, TakeUnfinishedLine() + message, null, choices, defaultChoice);
            return prompt.Numbers[0];
        }

        public Collection<int> PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices,
            IEnumerable<int> defaultChoices)
        {
            var prompt = new Prompt { Kind = PromptKind.Choices, ChoiceCount = choices.Count };
            int defaultChoice = -1;
            foreach (int one in defaultChoices ?? Array.Empty<int>())
            {
                defaultChoice = one;
                break;
            }

            session.Prompts.Ask(prompt, caption, TakeUnfinishedLine() + message, null, choices, defaultChoice);
            return new Collection<int>(prompt.Numbers);
        }

        private PSObject PromptForField(string caption, FieldDescription field)
        {
            bool secret = IsOf(field, typeof(SecureString));
            var prompt = new Prompt { Kind = secret ? PromptKind.Secure : PromptKind.Line };
            session.Prompts.Ask(prompt, caption, TakeUnfinishedLine() + Prompts.Label(field));
            return new PSObject(secret ? prompt.Secret : Converted(prompt.Text, field));
        }

        private void PromptForFields(string caption, string message, List<FieldDescription> fields,
            Dictionary<string, PSObject> result)
        {
            var prompt = new Prompt { Kind = PromptKind.Fields };
            foreach (FieldDescription field in fields)
            {
                if (IsOf(field, typeof(SecureString)))
                {
                    prompt.SecretFields.Add(field.Name);
                }
            }

            session.Prompts.Ask(prompt, caption, TakeUnfinishedLine() + message, fields);
            foreach (FieldDescription field in fields)
            {
                prompt.Fields.TryGetValue(field.Name, out object value);
                value ??= prompt.SecretFields.Contains(field.Name) ? new SecureString() : string.Empty;
                result[field.Name] = new PSObject(value is string text ? Converted(text, field) : value);
            }
        }

        private static bool IsOf(FieldDescription field, Type type)
        {
            return string.Equals(field.ParameterTypeFullName, type.FullName, StringComparison.OrdinalIgnoreCase);
        }

        /// <summary>The text as the type asked for; what does not convert is left to the asking command to refuse.</summary>
        private static object Converted(string text, FieldDescription field)
        {
            try
            {
                Type type = Type.GetType(field.ParameterAssemblyFullName ?? string.Empty, throwOnError: false);
                return type != null && LanguagePrimitives.TryConvertTo(text, type, CultureInfo.InvariantCulture, out object value)
                    ? value
                    : text;
            }
            catch (Exception)
            {
                return text;
            }
        }

        private void Message(string type, string message)
        {
            echoOfInformation = null;
            Records.Message(channel, type, session.CurrentId, message);
        }

        private void HostText(string text, bool newline)
        {
            text ??= string.Empty;
            string echo = echoOfInformation;
            echoOfInformation = null;
            if (newline && echo == text)
            {
                return;
            }

            Records.HostText(channel, session.CurrentId, text, newline);
            lock (gate)
            {
                string line = text.Substring(text.LastIndexOf('\n') + 1);
                unfinishedLine = newline ? string.Empty : line.Length < text.Length ? line : unfinishedLine + line;
                if (unfinishedLine.Length > Limit.Message)
                {
                    unfinishedLine = unfinishedLine.Substring(unfinishedLine.Length - Limit.Message);
                }
            }
        }

        /// <summary>The text that stands on the line where the answer would be typed is part of the question.</summary>
        private string TakeUnfinishedLine()
        {
            lock (gate)
            {
                string line = unfinishedLine;
                unfinishedLine = string.Empty;
                return line;
            }
        }
    }

    /// <summary>Lets ten records a second through for each activity, and every last one.</summary>
    internal sealed class ProgressLimiter
    {
        private const int MaximumActivities = 1000;

        private readonly Dictionary<(long, int), long> last = new Dictionary<(long, int), long>();

        public bool Allows(long source, int activity, bool completed)
        {
            lock (last)
            {
                if (completed)
                {
                    last.Remove((source, activity));
                    return true;
                }

                long now = Environment.TickCount64;
                if (last.TryGetValue((source, activity), out long before) && now - before < Limit.ProgressMilliseconds)
                {
                    return false;
                }

                if (last.Count >= MaximumActivities)
                {
                    last.Clear();
                }

                last[(source, activity)] = now;
                return true;
            }
        }
    }

    /// <summary>A screen that is not there: wide enough that formatting never wraps, and willing to be told anything.</summary>
    internal sealed class SessionRawUserInterface : PSHostRawUserInterface
    {
        private const int Width = 4096;
        private const int Height = 1000;

        private readonly SessionUserInterface userInterface;

        public SessionRawUserInterface(SessionUserInterface userInterface)
        {
            this.userInterface = userInterface;
        }

        public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

        public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

        public override Coordinates CursorPosition { get; set; }

        public override Coordinates WindowPosition { get; set; }

        public override int CursorSize { get; set; } = 25;

        public override Size BufferSize { get; set; } = new Size(Width, Height);

        public override Size WindowSize { get; set; } = new Size(Width, Height);

        public override Size MaxWindowSize => new Size(Width, Height);

        public override Size MaxPhysicalWindowSize => new Size(Width, Height);

        public override bool KeyAvailable => false;

        public override string WindowTitle { get; set; } = "teamsctl";

        public override KeyInfo ReadKey(ReadKeyOptions options)
        {
            string text = userInterface.ReadKey();
            char key = text.Length > 0 ? text[0] : '\r';
            return new KeyInfo(char.ToUpperInvariant(key), key, 0, (options & ReadKeyOptions.IncludeKeyDown) != 0);
        }

        public override void FlushInputBuffer()
        {
        }

        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents)
        {
        }

        public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
        {
        }

        public override BufferCell[,] GetBufferContents(Rectangle rectangle)
        {
            int height = Math.Clamp(rectangle.Bottom - rectangle.Top + 1, 0, Height);
            int width = Math.Clamp(rectangle.Right - rectangle.Left + 1, 0, Width);
            return NewBufferCellArray(width, height,
                new BufferCell(' ', ForegroundColor, BackgroundColor, BufferCellType.Complete));
        }

        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill)
        {
        }
    }

    // ---------------------------------------------------------------------------------------------------------------
    // Results as JSON
    // ---------------------------------------------------------------------------------------------------------------

    /// <summary>Writes results. One request at a time, on the pipeline thread.</summary>
    internal sealed class ObjectWriter
    {
        private const int MaximumShapes = 4096;

        private readonly Dictionary<Type, Shape> shapes = new Dictionary<Type, Shape>();
        private readonly object[] ancestors = new object[Limit.Nesting + 1];
        private int ancestorCount;
        private int topDepth;
        private Type lastType;
        private Shape lastShape;

        /// <summary>Set by another thread to make a long result stop.</summary>
        public volatile bool Stopping;

        public JsonText Json { get; } = new JsonText(64 * 1024);

        /// <summary>How many values of the last record lay too deep.</summary>
        public int Truncated { get; private set; }

        /// <summary>Type data can change between requests, so plans made before are looked at again.</summary>
        public int Generation { get; private set; }

        /// <summary>The members of the results that are written as text; null for most requests.</summary>
        public TextMembers Texts { get; private set; }

        public void BeginRequest(TextMembers texts)
        {
            Generation++;
            // The same names as before are the same object, so that what was made for them is good for this request too.
            Texts = texts != null && texts.IsLike(Texts) ? Texts : texts;
        }

        /// <summary>The names that count for the members of an object, of which `depth` is what is left for them.</summary>
        public TextMembers TextsAt(int depth)
        {
            return Texts != null && depth + 1 == topDepth ? Texts : null;
        }

        /// <summary>A whole record; valid until the next call.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public ReadOnlySpan<byte> Record(byte[] head, PSObject value, int depth, string[] properties)
        {
            Json.Clear();
            Truncated = 0;
            ancestorCount = 0;
            topDepth = depth;
            Json.Raw(head);
            if (properties == null)
            {
                Value(value, depth);
            }
            else
            {
                SlowObject.WriteSome(this, value, properties, depth);
            }

            Json.Raw("}\n"u8);
            return Json.Length <= Limit.Record + 1 ? Json.Written : throw new RecordTooLargeException();
        }

        /// <summary>Writes any value. `depth` is how many levels of objects and lists may still be opened.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Value(object value, int depth)
        {
            if (value is string text)
            {
                Json.String(text);
                return;
            }

            if (value == null)
            {
                Json.Null();
                return;
            }

            PSObject wrapper = null;
            if (value is PSObject wrapped)
            {
                wrapper = wrapped;
                value = wrapped.BaseObject;
                if (ReferenceEquals(wrapped, System.Management.Automation.Internal.AutomationNull.Value))
                {
                    Json.Null();
                    return;
                }
            }

            ShapeOf(value.GetType()).Write(this, value, wrapper, depth);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private Shape ShapeOf(Type type)
        {
            if (ReferenceEquals(type, lastType))
            {
                return lastShape;
            }

            if (!shapes.TryGetValue(type, out Shape shape))
            {
                if (shapes.Count >= MaximumShapes)
                {
                    // A script that defines a class defines a new one each time it runs.
                    shapes.Clear();
                }

                shape = Shape.Of(type);
                shapes.Add(type, shape);
            }

            lastType = type;
            lastShape = shape;
            return shape;
        }

        /// <summary>Steps into an object or a list. When that is too deep, or is one we are already in, writes the mark of
        /// truncation instead and says no.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public bool Enter(object container, int depth)
        {
            if (Stopping)
            {
                throw new PipelineStoppedException();
            }

            bool cycle = false;
            for (int i = 0; i < ancestorCount; i++)
            {
                cycle |= ReferenceEquals(ancestors[i], container);
            }

            if (cycle || depth <= 0 || ancestorCount >= ancestors.Length
                || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                Truncated++;
                Json.Raw("{\"truncated\":true}"u8);
                return false;
            }

            ancestors[ancestorCount++] = container;
            return true;
        }

        public void Leave()
        {
            // Not to keep alive what was written.
            ancestors[--ancestorCount] = null;
        }

        /// <summary>Where a failed value can go back to.</summary>
        public (int Length, int Ancestors, int Truncated) Mark()
        {
            return (Json.Length, ancestorCount, Truncated);
        }

        public void GoBack((int Length, int Ancestors, int Truncated) mark)
        {
            Json.Truncate(mark.Length);
            ancestorCount = mark.Ancestors;
            Truncated = mark.Truncated;
        }

        public bool IsTop(int depth)
        {
            return depth == topDepth;
        }

        /// <summary>Writes a value; when that would be an object, its text.</summary>
        public void TextOf(object value, int depth)
        {
            object plain = value is PSObject wrapped ? wrapped.BaseObject : value;
            (int Length, int Ancestors, int Truncated) mark = Mark();
            if (plain == null || !ShapeOf(plain.GetType()).IsObject)
            {
                // Errors are objects as well, and so is the mark of a list that lies too deep.
                Value(value, depth);
                if (Json.Written[mark.Length] != (byte)'{' || Truncated > mark.Truncated)
                {
                    return;
                }

                GoBack(mark);
            }

            string text = null;
            try
            {
                text = LanguagePrimitives.ConvertTo<string>(value);
            }
            catch (Exception error) when (IsOfValue(error))
            {
                // It cannot say what it is.
            }

            Json.String(text);
        }

        /// <summary>Whether an error was made by the value that is being written, which then is null. A stop, and a record that
        /// has grown too large, are the record's.</summary>
        public static bool IsOfValue(Exception error)
        {
            return error is not (RecordTooLargeException or PipelineStoppedException or OutOfMemoryException);
        }

        /// <summary>Writes a property that PowerShell has to evaluate: scripts, aliases, code, note properties.</summary>
        public void Property(PSPropertyInfo property, int depth, bool asText = false)
        {
            (int, int, int) mark = Mark();
            try
            {
                if (asText)
                {
                    TextOf(property?.Value, depth);
                }
                else
                {
                    Value(property?.Value, depth);
                }
            }
            catch (Exception error) when (IsOfValue(error))
            {
                GoBack(mark);
                Json.Null();
            }
        }

        // Called by the code that RowCompiler emits, with a member and its value. A dynamic method calls what is there when it
        // is compiled: the quick version of these would stay for long, so they are optimised at once.

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Text(Member member, string value)
        {
            Json.NameAndString(member.EncodedName, value);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Any(Member member, object value, int depth)
        {
            Json.Raw(member.EncodedName);
            if (value == null)
            {
                Json.Null();
            }
            else
            {
                Value(value, depth);
            }
        }

        /// <summary>The same for a member whose objects are written as their text.</summary>
        public void AnyAsText(Member member, object value, int depth)
        {
            Json.Raw(member.EncodedName);
            TextOf(value, depth);
        }

        public void Extended(Member member, object row, int depth)
        {
            Json.Raw(member.EncodedName);
            Property(PSObject.AsPSObject(row).Properties[member.Name], depth, member.IsText);
        }

        public void Boolean(Member member, bool value)
        {
            Json.Raw(member.EncodedName);
            Json.Boolean(value);
        }

        public void Int32(Member member, int value)
        {
            Json.Raw(member.EncodedName);
            Json.Number(value);
        }

        public void Int64(Member member, long value)
        {
            Json.Raw(member.EncodedName);
            Json.Number(value);
        }

        public void DateTime(Member member, DateTime value)
        {
            Json.Raw(member.EncodedName);
            Scalars.Date(Json, value);
        }

        public void Guid(Member member, Guid value)
        {
            Json.Raw(member.EncodedName);
            Json.Quoted(value);
        }

        public void EndRow(bool empty)
        {
            Json.Raw(empty ? "{}"u8 : "}"u8);
        }
    }

    /// <summary>How values of one type are written; made once for each type.</summary>
    internal abstract class Shape
    {
        /// <param name="writer">Where to.</param>
        /// <param name="value">The value without its PSObject.</param>
        /// <param name="wrapper">The PSObject around it, or null.</param>
        /// <param name="depth">How many levels may still be opened.</param>
        public abstract void Write(ObjectWriter writer, object value, PSObject wrapper, int depth);

        /// <summary>Whether it always writes an object.</summary>
        public virtual bool IsObject => false;

        public static Shape Of(Type type)
        {
            return type == typeof(PSCustomObject) ? new BagShape()
                : Scalars.Of(type) ?? Containers.Of(type) ?? new ObjectShape(type, Containers.IsOfTheEngine(type));
        }
    }

    /// <summary>A shape that is one function, for values without parts.</summary>
    internal sealed class ScalarShape : Shape
    {
        private readonly Action<JsonText, object> write;

        public ScalarShape(Action<JsonText, object> write)
        {
            this.write = write;
        }

        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            (int, int, int) mark = writer.Mark();
            try
            {
                write(writer.Json, value);
            }
            catch (Exception error) when (ObjectWriter.IsOfValue(error))
            {
                writer.GoBack(mark);
                writer.Json.Null();
            }
        }
    }

    /// <summary>Names of enumeration values, encoded once.</summary>
    internal sealed class EnumShape : Shape
    {
        private const int MaximumNames = 1024;

        private readonly Dictionary<object, byte[]> names = new Dictionary<object, byte[]>();

        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            if (!names.TryGetValue(value, out byte[] name))
            {
                var json = new JsonText(64);
                json.String(value.ToString());
                name = json.Written.ToArray();
                if (names.Count < MaximumNames)
                {
                    names.Add(value, name);
                }
            }

            writer.Json.Raw(name);
        }
    }

    /// <summary>The shapes of values without parts.</summary>
    internal static class Scalars
    {
        public static Shape Of(Type type)
        {
            if (type.IsEnum)
            {
                return new EnumShape();
            }

            switch (Type.GetTypeCode(type))
            {
                case TypeCode.Boolean:
                    return new ScalarShape((json, value) => json.Boolean((bool)value));
                case TypeCode.Char:
                    return new ScalarShape((json, value) => json.String(value.ToString()));
                case TypeCode.SByte:
                case TypeCode.Byte:
                case TypeCode.Int16:
                case TypeCode.UInt16:
                case TypeCode.Int32:
                case TypeCode.UInt32:
                case TypeCode.Int64:
                    return new ScalarShape((json, value) =>
                        json.Number(((IConvertible)value).ToInt64(CultureInfo.InvariantCulture)));
                case TypeCode.UInt64:
                    return new ScalarShape((json, value) => json.Formatted((ulong)value));
                case TypeCode.Single:
                    return new ScalarShape((json, value) => Single(json, (float)value));
                case TypeCode.Double:
                    return new ScalarShape((json, value) => Double(json, (double)value));
                case TypeCode.Decimal:
                    return new ScalarShape((json, value) => json.Formatted((decimal)value));
                case TypeCode.DateTime:
                    return new ScalarShape((json, value) => Date(json, (DateTime)value));
                case TypeCode.String:
                    return new ScalarShape((json, value) => json.String((string)value));
                case TypeCode.DBNull:
                    return new ScalarShape((json, value) => json.Null());
                default:
                    return Named(type) ?? Texts(type);
            }
        }

        /// <summary>ISO 8601 in UTC, without trailing zeros. A time of no known zone is taken for UTC: the result must not
        /// depend on where teamsctl runs.</summary>
        public static void Date(JsonText json, DateTime value)
        {
            DateTime utc = value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value;
            json.Quoted(utc, "yyyy'-'MM'-'dd'T'HH':'mm':'ss.FFFFFFF'Z'");
        }

        private static void Single(JsonText json, float value)
        {
            if (float.IsFinite(value))
            {
                json.Formatted(value);
            }
            else
            {
                NotFinite(json, value);
            }
        }

        private static void Double(JsonText json, double value)
        {
            if (double.IsFinite(value))
            {
                json.Formatted(value);
            }
            else
            {
                NotFinite(json, value);
            }
        }

        private static void NotFinite(JsonText json, double value)
        {
            json.Raw(double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
        }

        private static Shape Named(Type type)
        {
            if (type == typeof(SecureString))
            {
                return new ScalarShape((json, value) => json.Null());
            }

            if (type == typeof(Guid))
            {
                return new ScalarShape((json, value) => json.Quoted((Guid)value));
            }

            if (type == typeof(TimeSpan))
            {
                return new ScalarShape((json, value) => json.Quoted((TimeSpan)value, "c"));
            }

            if (type == typeof(DateTimeOffset))
            {
                return new ScalarShape((json, value) => Date(json, ((DateTimeOffset)value).UtcDateTime));
            }

            if (type == typeof(DateOnly))
            {
                return new ScalarShape((json, value) => json.Quoted((DateOnly)value, "o"));
            }

            if (type == typeof(TimeOnly))
            {
                return new ScalarShape((json, value) => json.Quoted((TimeOnly)value, "o"));
            }

            if (type == typeof(Half))
            {
                return new ScalarShape((json, value) => Single(json, (float)(Half)value));
            }

            if (type == typeof(SwitchParameter))
            {
                return new ScalarShape((json, value) => json.Boolean(((SwitchParameter)value).IsPresent));
            }

            if (type == typeof(byte[]))
            {
                return new ScalarShape((json, value) => json.Base64((byte[])value));
            }

            if (type == typeof(JsonElement))
            {
                return new ScalarShape((json, value) => json.Raw(JsonSerializer.SerializeToUtf8Bytes((JsonElement)value)));
            }

            return null;
        }

        /// <summary>Types whose text says all, and types of machinery, whose parts lead everywhere.</summary>
        private static Shape Texts(Type type)
        {
            if (type == typeof(BigInteger) || type == typeof(Int128) || type == typeof(UInt128)
                || type == typeof(IntPtr) || type == typeof(UIntPtr))
            {
                return new ScalarShape((json, value) =>
                    json.Raw(Encoding.ASCII.GetBytes(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture))));
            }

            if (typeof(Uri).IsAssignableFrom(type))
            {
                return new ScalarShape((json, value) => json.String(((Uri)value).OriginalString));
            }

            if (typeof(ErrorRecord).IsAssignableFrom(type))
            {
                return new ScalarShape((json, value) => new ErrorText((ErrorRecord)value).WriteValue(json));
            }

            if (typeof(Exception).IsAssignableFrom(type))
            {
                return new ScalarShape((json, value) => ErrorText.FromException((Exception)value).WriteValue(json));
            }

            if (typeof(System.Xml.XmlNode).IsAssignableFrom(type))
            {
                return new ScalarShape((json, value) => json.String(((System.Xml.XmlNode)value).OuterXml));
            }

            bool text = type == typeof(Version) || type == typeof(SemanticVersion) || type == typeof(Rune)
                || type == typeof(System.Net.IPAddress) || type == typeof(ScriptBlock)
                || typeof(CultureInfo).IsAssignableFrom(type) || typeof(MemberInfo).IsAssignableFrom(type)
                || typeof(Assembly).IsAssignableFrom(type) || typeof(Module).IsAssignableFrom(type)
                || typeof(Delegate).IsAssignableFrom(type) || typeof(Encoding).IsAssignableFrom(type)
                || typeof(Stream).IsAssignableFrom(type) || typeof(SafeHandle).IsAssignableFrom(type)
                || typeof(System.Threading.Tasks.Task).IsAssignableFrom(type);
            return text ? new ScalarShape((json, value) => json.String(value.ToString())) : null;
        }
    }

    /// <summary>The shapes of lists and tables.</summary>
    internal static class Containers
    {
        public static Shape Of(Type type)
        {
            if (type == typeof(System.Net.NetworkCredential))
            {
                return new NetworkCredentialShape();
            }

            if (type.FullName == "Newtonsoft.Json.Linq.JValue" && type.GetProperty("Value") is PropertyInfo content)
            {
                // A number or a text, but it also claims to be an (empty) list.
                return new ContentShape(content);
            }

            if (typeof(IDictionary).IsAssignableFrom(type))
            {
                return new TableShape();
            }

            if (!typeof(IEnumerable).IsAssignableFrom(type))
            {
                return null;
            }

            foreach (Type implemented in type.GetInterfaces())
            {
                if (implemented.IsGenericType
                    && (implemented.GetGenericTypeDefinition() == typeof(IDictionary<,>)
                        || implemented.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)))
                {
                    return (Shape)Activator.CreateInstance(
                        typeof(GenericTableShape<,>).MakeGenericType(implemented.GetGenericArguments()));
                }
            }

            return new ListShape();
        }

        /// <summary>Files, and the engine's own things: worth their properties when they are the result, but inside of another
        /// object they lead to everything else the process knows. There they are text.</summary>
        public static bool IsOfTheEngine(Type type)
        {
            return typeof(FileSystemInfo).IsAssignableFrom(type)
                || (type.Assembly == typeof(PSObject).Assembly && type != typeof(PSCredential)
                    && !typeof(InformationRecord).IsAssignableFrom(type)
                    && !typeof(HostInformationMessage).IsAssignableFrom(type)
                    && !typeof(InformationalRecord).IsAssignableFrom(type));
        }
    }

    internal sealed class ContentShape : Shape
    {
        private readonly PropertyInfo content;

        public ContentShape(PropertyInfo content)
        {
            this.content = content;
        }

        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            writer.Value(content.GetValue(value), depth);
        }
    }

    /// <summary>PSCredential's password is a SecureString; this one's is in clear.</summary>
    internal sealed class NetworkCredentialShape : Shape
    {
        public override bool IsObject => true;

        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            var credential = (System.Net.NetworkCredential)value;
            writer.Json.Raw("{\"UserName\":"u8);
            writer.Json.String(credential.UserName);
            writer.Json.Raw(",\"Domain\":"u8);
            writer.Json.String(credential.Domain);
            writer.Json.Raw(",\"Password\":null}"u8);
        }
    }

    internal sealed class ListShape : Shape
    {
        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            if (!writer.Enter(value, depth))
            {
                return;
            }

            (int, int, int) mark = writer.Mark();
            try
            {
                Elements(writer, (IEnumerable)value, depth - 1);
            }
            catch (Exception error) when (ObjectWriter.IsOfValue(error))
            {
                writer.GoBack(mark);
                writer.Json.Null();
            }

            writer.Leave();
        }

        private static void Elements(ObjectWriter writer, IEnumerable list, int depth)
        {
            bool first = true;
            writer.Json.Byte((byte)'[');
            foreach (object element in list)
            {
                if (writer.Stopping)
                {
                    throw new PipelineStoppedException();
                }

                if (!first)
                {
                    writer.Json.Byte((byte)',');
                }

                first = false;
                writer.Value(element, depth);
            }

            writer.Json.Byte((byte)']');
        }
    }

    /// <summary>A table as an object: keys as text, in the table's own order, the first of those that differ in case.</summary>
    internal abstract class TableShapeBase : Shape
    {
        public override bool IsObject => true;

        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            if (!writer.Enter(value, depth))
            {
                return;
            }

            (int, int, int) mark = writer.Mark();
            try
            {
                writer.Json.Byte((byte)'{');
                Entries(writer, value, depth - 1, new HashSet<string>(StringComparer.OrdinalIgnoreCase));
                writer.Json.Byte((byte)'}');
            }
            catch (Exception error) when (ObjectWriter.IsOfValue(error))
            {
                writer.GoBack(mark);
                writer.Json.Null();
            }

            writer.Leave();
        }

        protected abstract void Entries(ObjectWriter writer, object table, int depth, HashSet<string> names);

        protected static void Entry(ObjectWriter writer, object key, object value, int depth, HashSet<string> names)
        {
            string name = key as string ?? Convert.ToString(PSObject.AsPSObject(key).BaseObject, CultureInfo.InvariantCulture);
            if (!names.Add(name))
            {
                return;
            }

            if (writer.Stopping)
            {
                throw new PipelineStoppedException();
            }

            if (names.Count > 1)
            {
                writer.Json.Byte((byte)',');
            }

            writer.Json.String(name);
            writer.Json.Byte((byte)':');
            if (writer.TextsAt(depth)?.Has(name) == true)
            {
                writer.TextOf(value, depth);
            }
            else
            {
                writer.Value(value, depth);
            }
        }
    }

    internal sealed class TableShape : TableShapeBase
    {
        protected override void Entries(ObjectWriter writer, object table, int depth, HashSet<string> names)
        {
            IDictionaryEnumerator entries = ((IDictionary)table).GetEnumerator();
            while (entries.MoveNext())
            {
                Entry(writer, entries.Key, entries.Value, depth, names);
            }
        }
    }

    internal sealed class GenericTableShape<TKey, TValue> : TableShapeBase
    {
        protected override void Entries(ObjectWriter writer, object table, int depth, HashSet<string> names)
        {
            foreach (KeyValuePair<TKey, TValue> entry in (IEnumerable<KeyValuePair<TKey, TValue>>)table)
            {
                Entry(writer, entry.Key, entry.Value, depth, names);
            }
        }
    }

    /// <summary>Writes an object the general way, which is PowerShell's: correct for everything and slow, since each
    /// enumeration of Properties builds a new collection of all members.</summary>
    internal static class SlowObject
    {
        /// <summary>Writes these members only, whatever the object is: for objects whose other members nobody wants, or which
        /// lead everywhere. One that is missing is null.</summary>
        public static void WriteSome(ObjectWriter writer, PSObject row, string[] names, int depth)
        {
            JsonText json = writer.Json;
            json.Byte((byte)'{');
            for (int i = 0; i < names.Length; i++)
            {
                if (i > 0)
                {
                    json.Byte((byte)',');
                }

                json.String(names[i]);
                json.Byte((byte)':');
                writer.Property(names[i].Length == 0 ? null : row?.Properties[names[i]], depth - 1,
                    writer.Texts?.Has(names[i]) == true);
            }

            json.Byte((byte)'}');
        }

        public static void Write(ObjectWriter writer, PSObject row, int depth)
        {
            (int, int, int) mark = writer.Mark();
            try
            {
                JsonText json = writer.Json;
                TextMembers texts = writer.TextsAt(depth);
                bool first = true;
                json.Byte((byte)'{');
                foreach (PSPropertyInfo property in row.Properties)
                {
                    if (!first)
                    {
                        json.Byte((byte)',');
                    }

                    first = false;
                    json.String(property.Name);
                    json.Byte((byte)':');
                    writer.Property(property, depth, texts?.Has(property.Name) == true);
                }

                json.Byte((byte)'}');
            }
            catch (Exception error) when (ObjectWriter.IsOfValue(error))
            {
                writer.GoBack(mark);
                writer.Json.Null();
            }
        }
    }

    /// <summary>Property bags: [pscustomobject], Select-Object, parsed JSON.</summary>
    internal sealed class BagShape : Shape
    {
        private MemberPlan plan;

        public override bool IsObject => true;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            PSObject bag = wrapper ?? new PSObject();
            if (!writer.Enter(bag, depth))
            {
                return;
            }

            PSMemberInfoCollection<PSMemberInfo> members = Engine.InstanceMembers(bag);
            if (members == null || !CurrentPlan(writer, bag))
            {
                SlowObject.Write(writer, bag, depth - 1);
            }
            else
            {
                Notes(writer, bag, members, depth - 1);
            }

            writer.Leave();
        }

        /// <summary>Whether bags of these type names have just what is in them, or known members of their type besides.</summary>
        private bool CurrentPlan(ObjectWriter writer, PSObject bag)
        {
            if (plan == null || !plan.Fits(writer, bag))
            {
                plan = MemberPlan.Of(writer, bag, null, null);
            }

            return plan != null && !plan.NeedsSlowPath;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Notes(ObjectWriter writer, PSObject bag, PSMemberInfoCollection<PSMemberInfo> members, int depth)
        {
            JsonText json = writer.Json;
            TextMembers texts = writer.TextsAt(depth);
            bool first = true;
            json.Byte((byte)'{');
            foreach (PSMemberInfo member in members)
            {
                if (member is PSPropertyInfo property && !Engine.IsReserved(property))
                {
                    if (!first)
                    {
                        json.Byte((byte)',');
                    }

                    first = false;
                    json.String(property.Name);
                    json.Byte((byte)':');
                    if (property is PSNoteProperty && property.Value is string text)
                    {
                        json.String(text);
                    }
                    else
                    {
                        writer.Property(property, depth, texts != null && texts.Has(property.Name));
                    }
                }
            }

            foreach (Member member in plan.Members)
            {
                if (members[member.Name] == null)
                {
                    if (!first)
                    {
                        json.Byte((byte)',');
                    }

                    first = false;
                    json.String(member.Name);
                    json.Byte((byte)':');
                    writer.Property(bag.Properties[member.Name], depth, texts != null && texts.Has(member.Name));
                }
            }

            json.Byte((byte)'}');
        }
    }

    /// <summary>Objects of a .NET class or struct.</summary>
    internal sealed class ObjectShape : Shape
    {
        private const int MaximumPlans = 64;

        private readonly Type type;
        private readonly bool textInside;
        private readonly List<MemberPlan> plans = new List<MemberPlan>();
        private MemberPlan last;

        /// <summary>Those that are text by themselves write that, which says more than theirs of PowerShell.</summary>
        public override bool IsObject => !textInside;

        public ObjectShape(Type type, bool textInside)
        {
            this.type = type;
            this.textInside = textInside;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            if (textInside && !writer.IsTop(depth))
            {
                writer.Json.String(Text(value));
                return;
            }

            if (!writer.Enter(value, depth))
            {
                return;
            }

            PSObject row = wrapper ?? PSObject.AsPSObject(value);
            MemberPlan plan = Engine.HasInstanceProperties(row) ? null : PlanOf(writer, row, writer.TextsAt(depth - 1));
            if (plan == null || plan.NeedsSlowPath)
            {
                SlowObject.Write(writer, row, depth - 1);
            }
            else
            {
                plan.Write(writer, value, depth - 1);
            }

            writer.Leave();
        }

        private static string Text(object value)
        {
            try
            {
                return value is FileSystemInfo file ? file.FullName : value.ToString();
            }
            catch (Exception error) when (ObjectWriter.IsOfValue(error))
            {
                return null;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private MemberPlan PlanOf(ObjectWriter writer, PSObject row, TextMembers texts)
        {
            if (last != null && ReferenceEquals(last.Texts, texts) && last.Fits(writer, row))
            {
                return last;
            }

            for (int i = plans.Count - 1; i >= 0; i--)
            {
                if (ReferenceEquals(plans[i].Texts, texts) && plans[i].Fits(writer, row))
                {
                    return last = plans[i];
                }
            }

            MemberPlan made = MemberPlan.Of(writer, row, type, texts);
            for (int i = plans.Count - 1; i >= 0; i--)
            {
                // A new request: the same members as before keep the code made for them.
                if (made != null && made.IsLike(plans[i]))
                {
                    plans[i].Renew(made);
                    return last = plans[i];
                }
            }

            if (plans.Count >= MaximumPlans)
            {
                plans.Clear();
            }

            if (made != null)
            {
                plans.Add(made);
            }

            return last = made;
        }
    }

    /// <summary>Names of members, without case; a name with * before it means all that end so.</summary>
    internal sealed class TextMembers
    {
        private const int MaximumKnown = 4096;

        private readonly string[] names;
        private readonly Dictionary<string, bool> known = new Dictionary<string, bool>(StringComparer.Ordinal);

        private TextMembers(string[] names)
        {
            this.names = names;
        }

        public static TextMembers Of(string[] names)
        {
            return names == null || names.Length == 0 ? null : new TextMembers(names);
        }

        public bool IsLike(TextMembers other)
        {
            return other != null && names.AsSpan().SequenceEqual(other.names);
        }

        /// <summary>Whether a member is one of them. Results have the same members over and over.</summary>
        public bool Has(string member)
        {
            if (!known.TryGetValue(member, out bool has))
            {
                foreach (string name in names)
                {
                    has |= name.StartsWith('*')
                        ? member.AsSpan().EndsWith(name.AsSpan(1), StringComparison.OrdinalIgnoreCase)
                        : member.Equals(name, StringComparison.OrdinalIgnoreCase);
                }

                if (known.Count < MaximumKnown)
                {
                    known.Add(member, has);
                }
            }

            return has;
        }
    }

    /// <summary>One member of a row as it is written.</summary>
    internal sealed class Member
    {
        public Member(string name, MemberInfo source, bool first, bool isText)
        {
            Name = name;
            Source = source;
            IsText = isText;
            var json = new JsonText(name.Length + 8);
            json.Byte(first ? (byte)'{' : (byte)',');
            json.String(name);
            json.Byte((byte)':');
            EncodedName = json.Written.ToArray();
        }

        public string Name { get; }

        /// <summary>The .NET property or field; null for what PowerShell evaluates.</summary>
        public MemberInfo Source { get; }

        /// <summary>Whether it is written as text when it is an object.</summary>
        public bool IsText { get; }

        /// <summary>The name as JSON with what stands before and after it.</summary>
        public byte[] EncodedName { get; }
    }

    /// <summary>The members of all rows with the same .NET type and the same PowerShell type names, found out once, and the
    /// fastest way to write them.</summary>
    internal sealed class MemberPlan
    {
        private Collection<string> typeNames;
        private bool namesAreShared;
        private string[] copiedNames;
        private int generation;
        private bool failed;
        private int rows;
        private RowWriter compiled;

        private MemberPlan()
        {
        }

        public Member[] Members { get; private set; }

        /// <summary>Which members are written as text; null for all plans but those of results that have such.</summary>
        public TextMembers Texts { get; private set; }

        /// <summary>The members differ from object to object.</summary>
        public bool NeedsSlowPath { get; private set; }

        /// <summary>Finds the members of a row; null when the engine does not let us see what we need.</summary>
        public static MemberPlan Of(ObjectWriter writer, PSObject row, Type type, TextMembers texts)
        {
            Collection<string> names = Engine.TypeNames(row);
            if (names == null)
            {
                return null;
            }

            var plan = new MemberPlan
            {
                typeNames = names,
                copiedNames = new string[names.Count],
                generation = writer.Generation,
                Texts = texts,
                // What came from another process keeps its members where only the engine finds them.
                NeedsSlowPath = names.Count > 0 && names[0].StartsWith("Deserialized.", StringComparison.OrdinalIgnoreCase),
            };
            names.CopyTo(plan.copiedNames, 0);
            // Objects whose names nobody changed share one collection for their type, which nobody can change.
            plan.namesAreShared = names.GetType().GetProperty("IsReadOnly")?.GetValue(names) is true;
            try
            {
                plan.Members = Shown(row, type, texts);
            }
            catch (ExtendedTypeSystemException) when (type != null)
            {
                // The engine refuses classes with names that differ only in case.
                plan.Members = Declared(type, texts);
            }

            return plan;
        }

        /// <summary>The properties PowerShell shows, without those of the very object.</summary>
        private static Member[] Shown(PSObject row, Type type, TextMembers texts)
        {
            bool plain = type != null && Engine.IsPlainDotNet(row);
            var members = new List<Member>();
            PSMemberInfoCollection<PSMemberInfo> own = Engine.InstanceMembers(row);
            foreach (PSPropertyInfo property in row.Properties)
            {
                if (own?[property.Name] == null)
                {
                    MemberInfo source = plain && property.MemberType == PSMemberTypes.Property
                        ? Readable(type, property.Name)
                        : null;
                    members.Add(new Member(property.Name, source, members.Count == 0, texts?.Has(property.Name) == true));
                }
            }

            return members.ToArray();
        }

        /// <summary>The properties and fields of the class, the first of those that differ only in case.</summary>
        private static Member[] Declared(Type type, TextMembers texts)
        {
            var members = new List<Member>();
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (MemberInfo member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance))
            {
                if (member.MemberType is MemberTypes.Property or MemberTypes.Field && Readable(type, member.Name) != null
                    && names.Add(member.Name))
                {
                    members.Add(new Member(member.Name, Readable(type, member.Name), members.Count == 0,
                        texts?.Has(member.Name) == true));
                }
            }

            return members.ToArray();
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public bool Fits(ObjectWriter writer, PSObject row)
        {
            if (generation != writer.Generation)
            {
                return false;
            }

            Collection<string> names = Engine.TypeNames(row);
            if (namesAreShared && ReferenceEquals(names, typeNames))
            {
                return true;
            }

            if (names.Count != copiedNames.Length)
            {
                return false;
            }

            for (int i = 0; i < copiedNames.Length; i++)
            {
                if (!string.Equals(names[i], copiedNames[i]))
                {
                    return false;
                }
            }

            return true;
        }

        public bool IsLike(MemberPlan other)
        {
            if (Members.Length != other.Members.Length || NeedsSlowPath != other.NeedsSlowPath
                || !ReferenceEquals(Texts, other.Texts)
                || !copiedNames.AsSpan().SequenceEqual(other.copiedNames))
            {
                return false;
            }

            for (int i = 0; i < Members.Length; i++)
            {
                if (Members[i].Name != other.Members[i].Name || Members[i].Source != other.Members[i].Source)
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Makes this plan good for the request of a plan like it.</summary>
        public void Renew(MemberPlan other)
        {
            generation = other.generation;
            typeNames = other.typeNames;
            namesAreShared = other.namesAreShared;
        }

        /// <summary>Writes a row. The first row of all goes by reflection: most types are seen once, and compiling costs more
        /// than a hundred rows.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Write(ObjectWriter writer, object row, int depth)
        {
            if (compiled == null && !Prepare())
            {
                Reflect(writer, row, depth);
                return;
            }

            (int, int, int) mark = writer.Mark();
            try
            {
                compiled(writer, row, depth);
                return;
            }
            catch (Exception error) when (!failed && ObjectWriter.IsOfValue(error))
            {
                // A getter threw. From now on each one of this type is guarded, which costs code but no time.
                failed = true;
                compiled = null;
                writer.GoBack(mark);
            }

            Reflect(writer, row, depth);
        }

        private bool Prepare()
        {
            if (++rows < 2)
            {
                return false;
            }

            compiled = RowCompiler.Compile(Members, guarded: failed);
            return true;
        }

        private void Reflect(ObjectWriter writer, object row, int depth)
        {
            foreach (Member member in Members)
            {
                if (member.Source == null)
                {
                    writer.Extended(member, row, depth);
                    continue;
                }

                writer.Json.Raw(member.EncodedName);

                (int, int, int) mark = writer.Mark();
                try
                {
                    object value = member.Source is PropertyInfo property
                        ? property.GetValue(row)
                        : ((FieldInfo)member.Source).GetValue(row);
                    if (member.IsText)
                    {
                        writer.TextOf(value, depth);
                    }
                    else
                    {
                        writer.Value(value, depth);
                    }
                }
                catch (Exception error) when (ObjectWriter.IsOfValue(error))
                {
                    writer.GoBack(mark);
                    writer.Json.Null();
                }
            }

            writer.EndRow(Members.Length == 0);
        }

        /// <summary>The property or field PowerShell means by a name, when there is just one and it can be read simply.</summary>
        private static MemberInfo Readable(Type type, string name)
        {
            MemberInfo[] found = type.GetMember(name, MemberTypes.Property | MemberTypes.Field,
                BindingFlags.Public | BindingFlags.Instance);
            if (found.Length != 1)
            {
                return null;
            }

            Type of = found[0] is PropertyInfo property ? property.PropertyType : ((FieldInfo)found[0]).FieldType;
            bool simple = !of.IsByRef && !of.IsByRefLike && !of.IsPointer
                && (found[0] is FieldInfo || ((PropertyInfo)found[0]).GetGetMethod() is { IsStatic: false }
                    && ((PropertyInfo)found[0]).GetIndexParameters().Length == 0);
            return simple ? found[0] : null;
        }
    }

    internal delegate void RowWriter(ObjectWriter writer, object row, int depth);

    /// <summary>Makes one function out of a row's members: names copied, getters called directly, the common types written
    /// without boxing.</summary>
    internal static class RowCompiler
    {
        private static readonly MethodInfo any = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.Any));
        private static readonly MethodInfo anyAsText = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.AnyAsText));
        private static readonly MethodInfo extended = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.Extended));
        private static readonly MethodInfo end = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.EndRow));
        private static readonly Dictionary<Type, MethodInfo> typed = new Dictionary<Type, MethodInfo>
        {
            [typeof(string)] = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.Text)),
            [typeof(bool)] = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.Boolean)),
            [typeof(int)] = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.Int32)),
            [typeof(long)] = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.Int64)),
            [typeof(DateTime)] = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.DateTime)),
            [typeof(Guid)] = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.Guid)),
        };

        /// <summary>Makes the function. A guarded one writes null for a getter that throws; the other lets it throw.</summary>
        public static RowWriter Compile(Member[] members, bool guarded)
        {
            // The members are the function's first argument, bound to it: static fields would have to be in an assembly.
            var method = new DynamicMethod("WriteRow", typeof(void),
                new[] { typeof(Member[]), typeof(ObjectWriter), typeof(object), typeof(int) },
                typeof(RowCompiler).Module, skipVisibility: true);
            ILGenerator code = method.GetILGenerator(members.Length * 64);
            var locals = new Dictionary<Type, LocalBuilder>();
            for (int i = 0; i < members.Length; i++)
            {
                if (members[i].Source == null)
                {
                    LoadWriterAndMember(code, i);
                    code.Emit(OpCodes.Ldarg_2);
                    code.Emit(OpCodes.Ldarg_3);
                    code.Emit(OpCodes.Call, extended);
                }
                else if (guarded)
                {
                    Guarded(code, members[i], i, locals);
                }
                else
                {
                    LoadWriterAndMember(code, i);
                    Get(code, members[i].Source);
                    Put(code, members[i]);
                }
            }

            code.Emit(OpCodes.Ldarg_1);
            code.Emit(members.Length == 0 ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
            code.Emit(OpCodes.Call, end);
            code.Emit(OpCodes.Ret);
            return (RowWriter)method.CreateDelegate(typeof(RowWriter), members);
        }

        private static Type TypeOf(MemberInfo source)
        {
            return source is PropertyInfo property ? property.PropertyType : ((FieldInfo)source).FieldType;
        }

        private static void LoadWriterAndMember(ILGenerator code, int index)
        {
            code.Emit(OpCodes.Ldarg_1);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldc_I4, index);
            code.Emit(OpCodes.Ldelem_Ref);
        }

        private static void Guarded(ILGenerator code, Member member, int index, Dictionary<Type, LocalBuilder> locals)
        {
            LocalBuilder value = Local(code, TypeOf(member.Source), locals);
            LocalBuilder worked = Local(code, typeof(void), locals);
            Label threw = code.DefineLabel();
            Label done = code.DefineLabel();
            code.BeginExceptionBlock();
            Get(code, member.Source);
            code.Emit(OpCodes.Stloc, value);
            code.Emit(OpCodes.Ldc_I4_1);
            code.Emit(OpCodes.Stloc, worked);
            code.BeginCatchBlock(typeof(Exception));
            code.Emit(OpCodes.Pop);
            code.Emit(OpCodes.Ldc_I4_0);
            code.Emit(OpCodes.Stloc, worked);
            code.EndExceptionBlock();
            LoadWriterAndMember(code, index);
            code.Emit(OpCodes.Ldloc, worked);
            code.Emit(OpCodes.Brfalse, threw);
            code.Emit(OpCodes.Ldloc, value);
            Put(code, member);
            code.Emit(OpCodes.Br, done);
            code.MarkLabel(threw);
            code.Emit(OpCodes.Ldnull);
            code.Emit(OpCodes.Ldarg_3);
            code.Emit(OpCodes.Call, any);
            code.MarkLabel(done);
        }

        private static LocalBuilder Local(ILGenerator code, Type type, Dictionary<Type, LocalBuilder> locals)
        {
            if (!locals.TryGetValue(type, out LocalBuilder local))
            {
                // `void` stands for the flag, which must not share the place of a value.
                local = code.DeclareLocal(type == typeof(void) ? typeof(bool) : type);
                locals.Add(type, local);
            }

            return local;
        }

        private static void Get(ILGenerator code, MemberInfo source)
        {
            code.Emit(OpCodes.Ldarg_2);
            bool isStruct = source.DeclaringType.IsValueType;
            code.Emit(isStruct ? OpCodes.Unbox : OpCodes.Castclass, source.DeclaringType);
            if (source is PropertyInfo property)
            {
                code.Emit(isStruct ? OpCodes.Call : OpCodes.Callvirt, property.GetGetMethod());
            }
            else
            {
                code.Emit(OpCodes.Ldfld, (FieldInfo)source);
            }
        }

        private static void Put(ILGenerator code, Member member)
        {
            Type type = TypeOf(member.Source);
            if (typed.TryGetValue(type, out MethodInfo write))
            {
                code.Emit(OpCodes.Call, write);
                return;
            }

            if (type.IsValueType)
            {
                code.Emit(OpCodes.Box, type);
            }

            code.Emit(OpCodes.Ldarg_3);
            code.Emit(OpCodes.Call, member.IsText ? anyAsText : any);
        }
    }

    /// <summary>What PowerShell knows of an object and tells nobody. The public way (PSObject.Properties) builds a collection of
    /// all members each time, and PSObject.TypeNames copies the names of every object that is asked; both cost more than
    /// writing the row. Where a later PowerShell has no such members, everything takes the slow and public path.</summary>
    internal static class Engine
    {
        private static readonly Func<PSObject, Collection<string>> typeNames = TypeNamesGetter();
        private static readonly InstanceMemberProbe probe = InstanceMemberProbe.Make();
        private static readonly Func<PSObject, object> adapter = AdapterGetter();

        public static Collection<string> TypeNames(PSObject row)
        {
            return typeNames?.Invoke(row);
        }

        /// <summary>The members of this very object; null when there are none or they cannot be known.</summary>
        public static PSMemberInfoCollection<PSMemberInfo> InstanceMembers(PSObject row)
        {
            return probe?.Find(row);
        }

        /// <summary>Whether this very object has properties that its type has not; yes when that cannot be known.</summary>
        public static bool HasInstanceProperties(PSObject row)
        {
            if (probe == null)
            {
                return true;
            }

            PSMemberInfoCollection<PSMemberInfo> members = probe.Find(row);
            if (members != null)
            {
                foreach (PSMemberInfo member in members)
                {
                    if (member is PSPropertyInfo property && !IsReserved(property))
                    {
                        return true;
                    }
                }
            }

            return false;
        }

        /// <summary>Whether it is the hidden property that every object gets as soon as somebody lists its members.</summary>
        public static bool IsReserved(PSPropertyInfo property)
        {
            return property is PSCodeProperty && property.Name == "pstypenames";
        }

        /// <summary>Whether its properties are those of its .NET type, not an adapter's (rows of data tables, CIM).</summary>
        public static bool IsPlainDotNet(PSObject row)
        {
            return adapter?.Invoke(row)?.GetType().Name == "DotNetAdapter";
        }

        private static Func<PSObject, Collection<string>> TypeNamesGetter()
        {
            try
            {
                return HiddenGetter("InternalTypeNames")?.CreateDelegate<Func<PSObject, Collection<string>>>();
            }
            catch (Exception)
            {
                return null;
            }
        }

        private static Func<PSObject, object> AdapterGetter()
        {
            try
            {
                return HiddenGetter("InternalAdapter")?.CreateDelegate<Func<PSObject, object>>();
            }
            catch (Exception)
            {
                return null;
            }
        }

        private static MethodInfo HiddenGetter(string name)
        {
            return typeof(PSObject).GetProperty(name, BindingFlags.Instance | BindingFlags.NonPublic)?.GetGetMethod(true);
        }
    }

    /// <summary>Calls PSObject.HasInstanceMembers, one of whose types cannot be named here.</summary>
    internal abstract class InstanceMemberProbe
    {
        public abstract PSMemberInfoCollection<PSMemberInfo> Find(object row);

        public static InstanceMemberProbe Make()
        {
            try
            {
                MethodInfo method = typeof(PSObject).GetMethod("HasInstanceMembers",
                    BindingFlags.Static | BindingFlags.NonPublic);
                ParameterInfo[] parameters = method.GetParameters();
                Type members = parameters[1].ParameterType.GetElementType();
                return (InstanceMemberProbe)Activator.CreateInstance(typeof(Probe<>).MakeGenericType(members), method);
            }
            catch (Exception)
            {
                return null;
            }
        }

        public sealed class Probe<T> : InstanceMemberProbe where T : PSMemberInfoCollection<PSMemberInfo>
        {
            private readonly Ask ask;

            public Probe(MethodInfo method)
            {
                ask = method.CreateDelegate<Ask>();
            }

            private delegate bool Ask(object row, out T members);

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public override PSMemberInfoCollection<PSMemberInfo> Find(object row)
            {
                return ask(row, out T members) ? members : null;
            }
        }
    }
}
