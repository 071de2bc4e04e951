namespace Teamsctl.Host
{
    /// <summary>Reads one request line and tells the session. Secrets go from the line's bytes into a SecureString by way of
    /// one pinned array that is cleared; they are never a string.</summary>
    internal static partial class RequestParser
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
}
