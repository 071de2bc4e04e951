namespace Teamsctl.Host
{
    /// <summary>A table as an object: keys as text, in the table's own order, the first of those that differ in case.</summary>
    internal abstract class TableShapeBase : Shape
    {
        public override bool IsObject => true;

        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            if (!writer.Enter(value, depth))
            {
                return;
            }

            (int, int, int) mark = writer.Mark();
            try
            {
                writer.Json.Byte((byte)'{');
                Entries(writer, value, depth - 1, new HashSet<string>(StringComparer.OrdinalIgnoreCase));
                writer.Json.Byte((byte)'}');
            }
            catch (Exception error) when (ObjectWriter.IsOfValue(error))
            {
                writer.GoBack(mark);
                writer.Json.Null();
            }

            writer.Leave();
        }

        protected abstract void Entries(ObjectWriter writer, object table, int depth, HashSet<string> names);

        protected static void Entry(ObjectWriter writer, object key, object value, int depth, HashSet<string> names)
        {
            string name = key as string ?? Convert.ToString(PSObject.AsPSObject(key).BaseObject, CultureInfo.InvariantCulture);
            if (!names.Add(name))
            {
                return;
            }

            if (writer.Stopping)
            {
                throw new PipelineStoppedException();
            }

            if (names.Count > 1)
            {
                writer.Json.Byte((byte)',');
            }

            writer.Json.String(name);
            writer.Json.Byte((byte)':');
            if (writer.TextsAt(depth)?.Has(name) == true)
            {
                writer.TextOf(value, depth);
            }
            else
            {
                writer.Value(value, depth);
            }
        }
    }

    internal sealed class TableShape : TableShapeBase
    {
        protected override void Entries(ObjectWriter writer, object table, int depth, HashSet<string> names)
        {
            IDictionaryEnumerator entries = ((IDictionary)table).GetEnumerator();
            while (entries.MoveNext())
            {
                Entry(writer, entries.Key, entries.Value, depth, names);
            }
        }
    }

    internal sealed class GenericTableShape<TKey, TValue> : TableShapeBase
    {
        protected override void Entries(ObjectWriter writer, object table, int depth, HashSet<string> names)
        {
            foreach (KeyValuePair<TKey, TValue> entry in (IEnumerable<KeyValuePair<TKey, TValue>>)table)
            {
                Entry(writer, entry.Key, entry.Value, depth, names);
            }
        }
    }
}
