namespace Teamsctl.Host
{
    /// <summary>Writes results. One request at a time, on the pipeline thread.</summary>
    internal sealed class ObjectWriter
    {
        private const int MaximumShapes = 4096;

        private readonly Dictionary<Type, Shape> shapes = new Dictionary<Type, Shape>();
        private readonly object[] ancestors = new object[Limit.Nesting + 1];
        private int ancestorCount;
        private int topDepth;
        private Type lastType;
        private Shape lastShape;

        /// <summary>Set by another thread to make a long result stop.</summary>
        public volatile bool Stopping;

        public JsonText Json { get; } = new JsonText(64 * 1024);

        /// <summary>How many values of the last record lay too deep.</summary>
        public int Truncated { get; private set; }

        /// <summary>Type data can change between requests, so plans made before are looked at again.</summary>
        public int Generation { get; private set; }

        /// <summary>The members of the results that are written as text; null for most requests.</summary>
        public TextMembers Texts { get; private set; }

        public void BeginRequest(TextMembers texts)
        {
            Generation++;
            // The same names as before are the same object, so that what was made for them is good for this request too.
            Texts = texts != null && texts.IsLike(Texts) ? Texts : texts;
        }

        /// <summary>The names that count for the members of an object, of which `depth` is what is left for them.</summary>
        public TextMembers TextsAt(int depth)
        {
            return Texts != null && depth + 1 == topDepth ? Texts : null;
        }

        /// <summary>A whole record; valid until the next call.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public ReadOnlySpan<byte> Record(byte[] head, PSObject value, int depth, string[] properties)
        {
            Json.Clear();
            Truncated = 0;
            ancestorCount = 0;
            topDepth = depth;
            Json.Raw(head);
            if (properties == null)
            {
                Value(value, depth);
            }
            else
            {
                SlowObject.WriteSome(this, value, properties, depth);
            }

            Json.Raw("}\n"u8);
            return Json.Length <= Limit.Record + 1 ? Json.Written : throw new RecordTooLargeException();
        }

        /// <summary>Writes any value. `depth` is how many levels of objects and lists may still be opened.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Value(object value, int depth)
        {
            if (value is string text)
            {
                Json.String(text);
                return;
            }

            if (value == null)
            {
                Json.Null();
                return;
            }

            PSObject wrapper = null;
            if (value is PSObject wrapped)
            {
                wrapper = wrapped;
                value = wrapped.BaseObject;
                if (ReferenceEquals(wrapped, System.Management.Automation.Internal.AutomationNull.Value))
                {
                    Json.Null();
                    return;
                }
            }

            ShapeOf(value.GetType()).Write(this, value, wrapper, depth);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private Shape ShapeOf(Type type)
        {
            if (ReferenceEquals(type, lastType))
            {
                return lastShape;
            }

            if (!shapes.TryGetValue(type, out Shape shape))
            {
                if (shapes.Count >= MaximumShapes)
                {
                    // A script that defines a class defines a new one each time it runs.
                    shapes.Clear();
                }

                shape = Shape.Of(type);
                shapes.Add(type, shape);
            }

            lastType = type;
            lastShape = shape;
            return shape;
        }

        /// <summary>Steps into an object or a list. When that is too deep, or is one we are already in, writes the mark of
        /// truncation instead and says no.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public bool Enter(object container, int depth)
        {
            if (Stopping)
            {
                throw new PipelineStoppedException();
            }

            bool cycle = false;
            for (int i = 0; i < ancestorCount; i++)
            {
                cycle |= ReferenceEquals(ancestors[i], container);
            }

            if (cycle || depth <= 0 || ancestorCount >= ancestors.Length
                || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                Truncated++;
                Json.Raw("{\"truncated\":true}"u8);
                return false;
            }

            ancestors[ancestorCount++] = container;
            return true;
        }

        public void Leave()
        {
            // Not to keep alive what was written.
            ancestors[--ancestorCount] = null;
        }

        /// <summary>Where a failed value can go back to.</summary>
        public (int Length, int Ancestors, int Truncated) Mark()
        {
            return (Json.Length, ancestorCount, Truncated);
        }

        public void GoBack((int Length, int Ancestors, int Truncated) mark)
        {
            Json.Truncate(mark.Length);
            ancestorCount = mark.Ancestors;
            Truncated = mark.Truncated;
        }

        public bool IsTop(int depth)
        {
            return depth == topDepth;
        }

        /// <summary>Writes a value; when that would be an object, its text.</summary>
        public void TextOf(object value, int depth)
        {
            object plain = value is PSObject wrapped ? wrapped.BaseObject : value;
            (int Length, int Ancestors, int Truncated) mark = Mark();
            if (plain == null || !ShapeOf(plain.GetType()).IsObject)
            {
                // Errors are objects as well, and so is the mark of a list that lies too deep.
                Value(value, depth);
                if (Json.Written[mark.Length] != (byte)'{' || Truncated > mark.Truncated)
                {
                    return;
                }

                GoBack(mark);
            }

            string text = null;
            try
            {
                text = LanguagePrimitives.ConvertTo<string>(value);
            }
            catch (Exception error) when (IsOfValue(error))
            {
                // It cannot say what it is.
            }

            Json.String(text);
        }

        /// <summary>Whether an error was made by the value that is being written, which then is null. A stop, and a record that
        /// has grown too large, are the record's.</summary>
        public static bool IsOfValue(Exception error)
        {
            return error is not (RecordTooLargeException or PipelineStoppedException or OutOfMemoryException);
        }

        /// <summary>Writes a property that PowerShell has to evaluate: scripts, aliases, code, note properties.</summary>
        public void Property(PSPropertyInfo property, int depth, bool asText = false)
        {
            (int, int, int) mark = Mark();
            try
            {
                if (asText)
                {
                    TextOf(property?.Value, depth);
                }
                else
                {
                    Value(property?.Value, depth);
                }
            }
            catch (Exception error) when (IsOfValue(error))
            {
                GoBack(mark);
                Json.Null();
            }
        }

        // Called by the code that RowCompiler emits, with a member and its value. A dynamic method calls what is there when it
        // is compiled: the quick version of these would stay for long, so they are optimised at once.

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Text(Member member, string value)
        {
            Json.NameAndString(member.EncodedName, value);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Any(Member member, object value, int depth)
        {
            Json.Raw(member.EncodedName);
            if (value == null)
            {
                Json.Null();
            }
            else
            {
                Value(value, depth);
            }
        }

        /// <summary>The same for a member whose objects are written as their text.</summary>
        public void AnyAsText(Member member, object value, int depth)
        {
            Json.Raw(member.EncodedName);
            TextOf(value, depth);
        }

        public void Extended(Member member, object row, int depth)
        {
            Json.Raw(member.EncodedName);
            Property(PSObject.AsPSObject(row).Properties[member.Name], depth, member.IsText);
        }

        public void Boolean(Member member, bool value)
        {
            Json.Raw(member.EncodedName);
            Json.Boolean(value);
        }

        public void Int32(Member member, int value)
        {
            Json.Raw(member.EncodedName);
            Json.Number(value);
        }

        public void Int64(Member member, long value)
        {
            Json.Raw(member.EncodedName);
            Json.Number(value);
        }

        public void DateTime(Member member, DateTime value)
        {
            Json.Raw(member.EncodedName);
            Scalars.Date(Json, value);
        }

        public void Guid(Member member, Guid value)
        {
            Json.Raw(member.EncodedName);
            Json.Quoted(value);
        }

        public void EndRow(bool empty)
        {
            Json.Raw(empty ? "{}"u8 : "}"u8);
        }
    }
}
