namespace Teamsctl.Host
{
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
}
