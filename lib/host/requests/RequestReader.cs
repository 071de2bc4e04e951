namespace Teamsctl.Host
{
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
}
