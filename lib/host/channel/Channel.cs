namespace Teamsctl.Host
{
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
}
