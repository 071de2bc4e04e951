namespace Teamsctl.Host
{
    /// <summary>The shapes of values without parts.</summary>
    internal static class Scalars
    {
        public static Shape Of(Type type)
        {
            if (type.IsEnum)
            {
                return new EnumShape();
            }

            switch (Type.GetTypeCode(type))
            {
                case TypeCode.Boolean:
                    return new ScalarShape((json, value) => json.Boolean((bool)value));
                case TypeCode.Char:
                    return new ScalarShape((json, value) => json.String(value.ToString()));
                case TypeCode.SByte:
                case TypeCode.Byte:
                case TypeCode.Int16:
                case TypeCode.UInt16:
                case TypeCode.Int32:
                case TypeCode.UInt32:
                case TypeCode.Int64:
                    return new ScalarShape((json, value) =>
                        json.Number(((IConvertible)value).ToInt64(CultureInfo.InvariantCulture)));
                case TypeCode.UInt64:
                    return new ScalarShape((json, value) => json.Formatted((ulong)value));
                case TypeCode.Single:
                    return new ScalarShape((json, value) => Single(json, (float)value));
                case TypeCode.Double:
                    return new ScalarShape((json, value) => Double(json, (double)value));
                case TypeCode.Decimal:
                    return new ScalarShape((json, value) => json.Formatted((decimal)value));
                case TypeCode.DateTime:
                    return new ScalarShape((json, value) => Date(json, (DateTime)value));
                case TypeCode.String:
                    return new ScalarShape((json, value) => json.String((string)value));
                case TypeCode.DBNull:
                    return new ScalarShape((json, value) => json.Null());
                default:
                    return Named(type) ?? Texts(type);
            }
        }

        /// <summary>ISO 8601 in UTC, without trailing zeros. A time of no known zone is taken for UTC: the result must not
        /// depend on where teamsctl runs.</summary>
        public static void Date(JsonText json, DateTime value)
        {
            DateTime utc = value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value;
            json.Quoted(utc, "yyyy'-'MM'-'dd'T'HH':'mm':'ss.FFFFFFF'Z'");
        }

        private static void Single(JsonText json, float value)
        {
            if (float.IsFinite(value))
            {
                json.Formatted(value);
            }
            else
            {
                NotFinite(json, value);
            }
        }

        private static void Double(JsonText json, double value)
        {
            if (double.IsFinite(value))
            {
                json.Formatted(value);
            }
            else
            {
                NotFinite(json, value);
            }
        }

        private static void NotFinite(JsonText json, double value)
        {
            json.Raw(double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
        }

        private static Shape Named(Type type)
        {
            if (type == typeof(SecureString))
            {
                return new ScalarShape((json, value) => json.Null());
            }

            if (type == typeof(Guid))
            {
                return new ScalarShape((json, value) => json.Quoted((Guid)value));
            }

            if (type == typeof(TimeSpan))
            {
                return new ScalarShape((json, value) => json.Quoted((TimeSpan)value, "c"));
            }

            if (type == typeof(DateTimeOffset))
            {
                return new ScalarShape((json, value) => Date(json, ((DateTimeOffset)value).UtcDateTime));
            }

            if (type == typeof(DateOnly))
            {
                return new ScalarShape((json, value) => json.Quoted((DateOnly)value, "o"));
            }

            if (type == typeof(TimeOnly))
            {
                return new ScalarShape((json, value) => json.Quoted((TimeOnly)value, "o"));
            }

            if (type == typeof(Half))
            {
                return new ScalarShape((json, value) => Single(json, (float)(Half)value));
            }

            if (type == typeof(SwitchParameter))
            {
                return new ScalarShape((json, value) => json.Boolean(((SwitchParameter)value).IsPresent));
            }

            if (type == typeof(byte[]))
            {
                return new ScalarShape((json, value) => json.Base64((byte[])value));
            }

            if (type == typeof(JsonElement))
            {
                return new ScalarShape((json, value) => json.Raw(JsonSerializer.SerializeToUtf8Bytes((JsonElement)value)));
            }

            return null;
        }

        /// <summary>Types whose text says all, and types of machinery, whose parts lead everywhere.</summary>
        private static Shape Texts(Type type)
        {
            if (type == typeof(BigInteger) || type == typeof(Int128) || type == typeof(UInt128)
                || type == typeof(IntPtr) || type == typeof(UIntPtr))
            {
                return new ScalarShape((json, value) =>
                    json.Raw(Encoding.ASCII.GetBytes(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture))));
            }

            if (typeof(Uri).IsAssignableFrom(type))
            {
                return new ScalarShape((json, value) => json.String(((Uri)value).OriginalString));
            }

            if (typeof(ErrorRecord).IsAssignableFrom(type))
            {
                return new ScalarShape((json, value) => new ErrorText((ErrorRecord)value).WriteValue(json));
            }

            if (typeof(Exception).IsAssignableFrom(type))
            {
                return new ScalarShape((json, value) => ErrorText.FromException((Exception)value).WriteValue(json));
            }

            if (typeof(System.Xml.XmlNode).IsAssignableFrom(type))
            {
                return new ScalarShape((json, value) => json.String(((System.Xml.XmlNode)value).OuterXml));
            }

            bool text = type == typeof(Version) || type == typeof(SemanticVersion) || type == typeof(Rune)
                || type == typeof(System.Net.IPAddress) || type == typeof(ScriptBlock)
                || typeof(CultureInfo).IsAssignableFrom(type) || typeof(MemberInfo).IsAssignableFrom(type)
                || typeof(Assembly).IsAssignableFrom(type) || typeof(Module).IsAssignableFrom(type)
                || typeof(Delegate).IsAssignableFrom(type) || typeof(Encoding).IsAssignableFrom(type)
                || typeof(Stream).IsAssignableFrom(type) || typeof(SafeHandle).IsAssignableFrom(type)
                || typeof(System.Threading.Tasks.Task).IsAssignableFrom(type);
            return text ? new ScalarShape((json, value) => json.String(value.ToString())) : null;
        }
    }
}
