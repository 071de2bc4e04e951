namespace Teamsctl.Host
{
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
}
