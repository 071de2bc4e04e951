namespace Teamsctl.Host
{
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
}
