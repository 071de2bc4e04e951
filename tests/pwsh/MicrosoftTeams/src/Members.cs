// The members of one JSON object, taken one by one; what is left at the end is an error.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace TeamsStub
{
    internal sealed class Members
    {
        private readonly Dictionary<string, JsonElement> left = new();
        private readonly string where;

        public Members(JsonElement value, string where)
        {
            this.where = where;
            foreach (var (name, member) in Of(value, where))
                if (!left.TryAdd(name, member)) throw new FormatException($"{where}: there twice: {name}");
        }

        public static IEnumerable<(string Name, JsonElement Value)> Of(JsonElement value, string where) =>
            value.ValueKind == JsonValueKind.Object
                ? value.EnumerateObject().Select(member => (member.Name, member.Value))
                : throw new FormatException($"{where}: not an object");

        public void Done()
        {
            foreach (var name in left.Keys) throw new FormatException($"{where}: unknown member: {name}");
        }

        public JsonElement? Take(string name) => left.Remove(name, out var value) ? value : null;

        public string Text(string name, string otherwise) => Take(name) is { } value ? Text(value, name) : otherwise;
        public long Number(string name, long otherwise) => Take(name) is { } value ? Number(value, name) : otherwise;
        public TimeSpan Duration(string name, TimeSpan otherwise) => Take(name) is { } value ? Duration(value, name) : otherwise;

        public bool Flag(string name) => Take(name)?.ValueKind switch
        {
            null or JsonValueKind.False => false,
            JsonValueKind.True => true,
            _ => throw new FormatException($"{name}: not true or false"),
        };

        /// The first of the allowed texts when there is no such member.
        public string OneOf(string name, params string[] allowed)
        {
            var text = Text(name, allowed[0]);
            return allowed.Contains(text) ? text : throw new FormatException($"{name}: unknown value: {text}");
        }

        public string[] Texts(string name)
        {
            if (Take(name) is not { } value) return Array.Empty<string>();
            if (value.ValueKind != JsonValueKind.Array) throw new FormatException($"{name}: not a list");
            return value.EnumerateArray().Select(item => Text(item, name)).ToArray();
        }

        /// A label of `choices`, or its number from 0; -1 when there is no such member.
        public int Choice(string name, string[] choices)
        {
            if (Take(name) is not { } value) return -1;
            var index = value.ValueKind == JsonValueKind.String ? Array.IndexOf(choices, value.GetString()) : Number(value, name);
            return index >= -1 && index < choices.Length && (index >= 0 || value.ValueKind == JsonValueKind.Number)
                ? (int)index : throw new FormatException($"{name}: not one of the choices");
        }

        public static string Text(JsonElement value, string name) =>
            value.ValueKind == JsonValueKind.String ? value.GetString() : throw new FormatException($"{name}: not a text");

        public static long Number(JsonElement value, string name) =>
            value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
                ? number : throw new FormatException($"{name}: not a whole number");

        /// A number of seconds, whole or not; null when there is no such member.
        public object Seconds(string name) => Take(name) is not { } value ? null
            : value.ValueKind != JsonValueKind.Number || value.GetDouble() < 0 ? throw new FormatException($"{name}: not a number of seconds")
            : value.TryGetInt64(out var whole) ? (object)whole : value.GetDouble();

        public static Step True(JsonElement value, string name, Step step) =>
            value.ValueKind == JsonValueKind.True ? step : throw new FormatException($"{name}: not true");

        /// With a '-' before it, less than nothing.
        public TimeSpan SignedDuration(string name)
        {
            if (Take(name) is not { } value) return TimeSpan.Zero;
            var text = Text(value, name);
            return text.StartsWith('-') ? -Duration(text[1..], name) : Duration(text, name);
        }

        public static TimeSpan Duration(JsonElement value, string name) => Duration(Text(value, name), name);

        private static TimeSpan Duration(string text, string name)
        {
            var digits = text.TakeWhile(char.IsAsciiDigit).Count();
            if (digits is 0 or > 9) throw new FormatException($"{name}: not a duration: {text}");
            var count = long.Parse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture);
            return text[digits..] switch
            {
                "ms" => TimeSpan.FromMilliseconds(count),
                "s" => TimeSpan.FromSeconds(count),
                "m" => TimeSpan.FromMinutes(count),
                "h" => TimeSpan.FromHours(count),
                _ => throw new FormatException($"{name}: not a duration: {text}"),
            };
        }
    }
}
