namespace Teamsctl.Host
{
    /// <summary>How long an error says one has to wait. There is no one way to say it: each client of a service keeps what the
    /// service answered in members of its own.</summary>
    internal static class Waiting
    {
        private const string Name = "Retry-After";
        private const int MaximumInner = 16;

        /// <summary>The seconds that an exception, or one inside of it, tells; null when none does.</summary>
        public static double? SecondsOf(Exception exception)
        {
            int left = MaximumInner;
            return SecondsOf(exception, ref left);
        }

        private static double? SecondsOf(Exception exception, ref int left)
        {
            if (exception == null || left-- <= 0)
            {
                return null;
            }

            if (OfOne(exception) is double seconds)
            {
                return seconds;
            }

            if (exception is AggregateException several)
            {
                foreach (Exception one in several.InnerExceptions)
                {
                    if (SecondsOf(one, ref left) is double inner)
                    {
                        return inner;
                    }
                }

                return null;
            }

            return SecondsOf(exception.InnerException, ref left);
        }

        private static double? OfOne(Exception exception)
        {
            // Everything here is somebody else's: the type of a member, and whether it throws.
            try
            {
                return Seconds(exception.Data[Name]) ?? Seconds(Get(exception, "RetryAfter"))
                    ?? OfHeaders(Get(exception, "Headers")) ?? OfHeaders(Get(exception, "ResponseHeaders"))
                    ?? OfHeaders(Get(Get(exception, "Response"), "Headers"));
            }
            catch (Exception)
            {
                return null;
            }
        }

        private static object Get(object of, string name)
        {
            if (of == null)
            {
                return null;
            }

            try
            {
                return of.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.GetValue(of);
            }
            catch (Exception)
            {
                return null;
            }
        }

        /// <summary>Headers are a collection of .NET's, or a table of texts or of lists of texts.</summary>
        private static double? OfHeaders(object headers)
        {
            if (headers is System.Collections.Specialized.NameValueCollection names)
            {
                return Seconds(names[Name]);
            }

            if (headers is not IEnumerable entries)
            {
                return null;
            }

            foreach (object entry in entries)
            {
                object key = entry is DictionaryEntry table ? table.Key : Get(entry, "Key");
                if (key is string name && name.Equals(Name, StringComparison.OrdinalIgnoreCase))
                {
                    return Seconds(entry is DictionaryEntry found ? found.Value : Get(entry, "Value"));
                }
            }

            return null;
        }

        private static double? Seconds(object value)
        {
            value = value is PSObject wrapped ? wrapped.BaseObject : value;
            double? seconds = value switch
            {
                null => null,
                TimeSpan span => span.TotalSeconds,
                DateTimeOffset date => (date - DateTimeOffset.UtcNow).TotalSeconds,
                DateTime date => (date.ToUniversalTime() - DateTime.UtcNow).TotalSeconds,
                string text => OfText(text),
                byte or short or int or long or uint or ulong or float or double or decimal =>
                    Convert.ToDouble(value, CultureInfo.InvariantCulture),
                // What .NET's own headers have, and a header that came several times.
                IEnumerable list => First(list),
                _ => Seconds(Get(value, "Delta")) ?? Seconds(Get(value, "Date")),
            };
            return seconds is double known && double.IsFinite(known) ? Math.Round(Math.Max(0, known), 3) : null;
        }

        private static double? First(IEnumerable list)
        {
            foreach (object one in list)
            {
                return one is string text ? OfText(text) : null;
            }

            return null;
        }

        private static double? OfText(string text)
        {
            const NumberStyles plain =
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
            CultureInfo culture = CultureInfo.InvariantCulture;
            if (double.TryParse(text, plain, culture, out double seconds))
            {
                return seconds;
            }

            return DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
                ? (date - DateTimeOffset.UtcNow).TotalSeconds : null;
        }
    }
}
