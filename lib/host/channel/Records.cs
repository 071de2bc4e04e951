namespace Teamsctl.Host
{
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
}
