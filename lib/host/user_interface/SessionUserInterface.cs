namespace Teamsctl.Host
{
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
}
