namespace Teamsctl.Host
{
    /// <summary>Writes an object the general way, which is PowerShell's: correct for everything and slow, since each
    /// enumeration of Properties builds a new collection of all members.</summary>
    internal static class SlowObject
    {
        /// <summary>Writes these members only, whatever the object is: for objects whose other members nobody wants, or which
        /// lead everywhere. One that is missing is null.</summary>
        public static void WriteSome(ObjectWriter writer, PSObject row, string[] names, int depth)
        {
            JsonText json = writer.Json;
            json.Byte((byte)'{');
            for (int i = 0; i < names.Length; i++)
            {
                if (i > 0)
                {
                    json.Byte((byte)',');
                }

                json.String(names[i]);
                json.Byte((byte)':');
                writer.Property(names[i].Length == 0 ? null : row?.Properties[names[i]], depth - 1,
                    writer.Texts?.Has(names[i]) == true);
            }

            json.Byte((byte)'}');
        }

        public static void Write(ObjectWriter writer, PSObject row, int depth)
        {
            (int, int, int) mark = writer.Mark();
            try
            {
                JsonText json = writer.Json;
                TextMembers texts = writer.TextsAt(depth);
                bool first = true;
                json.Byte((byte)'{');
                foreach (PSPropertyInfo property in row.Properties)
                {
                    if (!first)
                    {
                        json.Byte((byte)',');
                    }

                    first = false;
                    json.String(property.Name);
                    json.Byte((byte)':');
                    writer.Property(property, depth, texts?.Has(property.Name) == true);
                }

                json.Byte((byte)'}');
            }
            catch (Exception error) when (ObjectWriter.IsOfValue(error))
            {
                writer.GoBack(mark);
                writer.Json.Null();
            }
        }
    }
}
