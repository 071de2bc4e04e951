namespace Teamsctl.Host
{
    /// <summary>How values of one type are written; made once for each type.</summary>
    internal abstract class Shape
    {
        /// <param name="writer">Where to.</param>
        /// <param name="value">The value without its PSObject.</param>
        /// <param name="wrapper">The PSObject around it, or null.</param>
        /// <param name="depth">How many levels may still be opened.</param>
        public abstract void Write(ObjectWriter writer, object value, PSObject wrapper, int depth);

        /// <summary>Whether it always writes an object.</summary>
        public virtual bool IsObject => false;

        public static Shape Of(Type type)
        {
            return type == typeof(PSCustomObject) ? new BagShape()
                : Scalars.Of(type) ?? Containers.Of(type) ?? new ObjectShape(type, Containers.IsOfTheEngine(type));
        }
    }

    /// <summary>A shape that is one function, for values without parts.</summary>
    internal sealed class ScalarShape : Shape
    {
        private readonly Action<JsonText, object> write;

        public ScalarShape(Action<JsonText, object> write)
        {
            this.write = write;
        }

        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            (int, int, int) mark = writer.Mark();
            try
            {
                write(writer.Json, value);
            }
            catch (Exception error) when (ObjectWriter.IsOfValue(error))
            {
                writer.GoBack(mark);
                writer.Json.Null();
            }
        }
    }

    /// <summary>Names of enumeration values, encoded once.</summary>
    internal sealed class EnumShape : Shape
    {
        private const int MaximumNames = 1024;

        private readonly Dictionary<object, byte[]> names = new Dictionary<object, byte[]>();

        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            if (!names.TryGetValue(value, out byte[] name))
            {
                var json = new JsonText(64);
                json.String(value.ToString());
                name = json.Written.ToArray();
                if (names.Count < MaximumNames)
                {
                    names.Add(value, name);
                }
            }

            writer.Json.Raw(name);
        }
    }
}
