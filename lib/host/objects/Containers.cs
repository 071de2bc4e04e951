namespace Teamsctl.Host
{
    /// <summary>The shapes of lists and tables.</summary>
    internal static class Containers
    {
        public static Shape Of(Type type)
        {
            if (type == typeof(System.Net.NetworkCredential))
            {
                return new NetworkCredentialShape();
            }

            if (type.FullName == "Newtonsoft.Json.Linq.JValue" && type.GetProperty("Value") is PropertyInfo content)
            {
                // A number or a text, but it also claims to be an (empty) list.
                return new ContentShape(content);
            }

            if (typeof(IDictionary).IsAssignableFrom(type))
            {
                return new TableShape();
            }

            if (!typeof(IEnumerable).IsAssignableFrom(type))
            {
                return null;
            }

            foreach (Type implemented in type.GetInterfaces())
            {
                if (implemented.IsGenericType
                    && (implemented.GetGenericTypeDefinition() == typeof(IDictionary<,>)
                        || implemented.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)))
                {
                    return (Shape)Activator.CreateInstance(
                        typeof(GenericTableShape<,>).MakeGenericType(implemented.GetGenericArguments()));
                }
            }

            return new ListShape();
        }

        /// <summary>Files, and the engine's own things: worth their properties when they are the result, but inside of another
        /// object they lead to everything else the process knows. There they are text.</summary>
        public static bool IsOfTheEngine(Type type)
        {
            return typeof(FileSystemInfo).IsAssignableFrom(type)
                || (type.Assembly == typeof(PSObject).Assembly && type != typeof(PSCredential)
                    && !typeof(InformationRecord).IsAssignableFrom(type)
                    && !typeof(HostInformationMessage).IsAssignableFrom(type)
                    && !typeof(InformationalRecord).IsAssignableFrom(type));
        }
    }

    internal sealed class ContentShape : Shape
    {
        private readonly PropertyInfo content;

        public ContentShape(PropertyInfo content)
        {
            this.content = content;
        }

        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            writer.Value(content.GetValue(value), depth);
        }
    }

    /// <summary>PSCredential's password is a SecureString; this one's is in clear.</summary>
    internal sealed class NetworkCredentialShape : Shape
    {
        public override bool IsObject => true;

        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            var credential = (System.Net.NetworkCredential)value;
            writer.Json.Raw("{\"UserName\":"u8);
            writer.Json.String(credential.UserName);
            writer.Json.Raw(",\"Domain\":"u8);
            writer.Json.String(credential.Domain);
            writer.Json.Raw(",\"Password\":null}"u8);
        }
    }

    internal sealed class ListShape : Shape
    {
        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            if (!writer.Enter(value, depth))
            {
                return;
            }

            (int, int, int) mark = writer.Mark();
            try
            {
                Elements(writer, (IEnumerable)value, depth - 1);
            }
            catch (Exception error) when (ObjectWriter.IsOfValue(error))
            {
                writer.GoBack(mark);
                writer.Json.Null();
            }

            writer.Leave();
        }

        private static void Elements(ObjectWriter writer, IEnumerable list, int depth)
        {
            bool first = true;
            writer.Json.Byte((byte)'[');
            foreach (object element in list)
            {
                if (writer.Stopping)
                {
                    throw new PipelineStoppedException();
                }

                if (!first)
                {
                    writer.Json.Byte((byte)',');
                }

                first = false;
                writer.Value(element, depth);
            }

            writer.Json.Byte((byte)']');
        }
    }
}
