namespace Teamsctl.Host
{
    // Answers to questions.
    internal static partial class RequestParser
    {
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
    }
}
