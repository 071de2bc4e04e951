namespace Teamsctl.Host
{
    /// <summary>One member of a row as it is written.</summary>
    internal sealed class Member
    {
        public Member(string name, MemberInfo source, bool first, bool isText)
        {
            Name = name;
            Source = source;
            IsText = isText;
            var json = new JsonText(name.Length + 8);
            json.Byte(first ? (byte)'{' : (byte)',');
            json.String(name);
            json.Byte((byte)':');
            EncodedName = json.Written.ToArray();
        }

        public string Name { get; }

        /// <summary>The .NET property or field; null for what PowerShell evaluates.</summary>
        public MemberInfo Source { get; }

        /// <summary>Whether it is written as text when it is an object.</summary>
        public bool IsText { get; }

        /// <summary>The name as JSON with what stands before and after it.</summary>
        public byte[] EncodedName { get; }
    }

    /// <summary>The members of all rows with the same .NET type and the same PowerShell type names, found out once, and the
    /// fastest way to write them.</summary>
    internal sealed class MemberPlan
    {
        private Collection<string> typeNames;
        private bool namesAreShared;
        private string[] copiedNames;
        private int generation;
        private bool failed;
        private int rows;
        private RowWriter compiled;

        private MemberPlan()
        {
        }

        public Member[] Members { get; private set; }

        /// <summary>Which members are written as text; null for all plans but those of results that have such.</summary>
        public TextMembers Texts { get; private set; }

        /// <summary>The members differ from object to object.</summary>
        public bool NeedsSlowPath { get; private set; }

        /// <summary>Finds the members of a row; null when the engine does not let us see what we need.</summary>
        public static MemberPlan Of(ObjectWriter writer, PSObject row, Type type, TextMembers texts)
        {
            Collection<string> names = Engine.TypeNames(row);
            if (names == null)
            {
                return null;
            }

            var plan = new MemberPlan
            {
                typeNames = names,
                copiedNames = new string[names.Count],
                generation = writer.Generation,
                Texts = texts,
                // What came from another process keeps its members where only the engine finds them.
                NeedsSlowPath = names.Count > 0 && names[0].StartsWith("Deserialized.", StringComparison.OrdinalIgnoreCase),
            };
            names.CopyTo(plan.copiedNames, 0);
            // Objects whose names nobody changed share one collection for their type, which nobody can change.
            plan.namesAreShared = names.GetType().GetProperty("IsReadOnly")?.GetValue(names) is true;
            try
            {
                plan.Members = Shown(row, type, texts);
            }
            catch (ExtendedTypeSystemException) when (type != null)
            {
                // The engine refuses classes with names that differ only in case.
                plan.Members = Declared(type, texts);
            }

            return plan;
        }

        /// <summary>The properties PowerShell shows, without those of the very object.</summary>
        private static Member[] Shown(PSObject row, Type type, TextMembers texts)
        {
            bool plain = type != null && Engine.IsPlainDotNet(row);
            var members = new List<Member>();
            PSMemberInfoCollection<PSMemberInfo> own = Engine.InstanceMembers(row);
            foreach (PSPropertyInfo property in row.Properties)
            {
                if (own?[property.Name] == null)
                {
                    MemberInfo source = plain && property.MemberType == PSMemberTypes.Property
                        ? Readable(type, property.Name)
                        : null;
                    members.Add(new Member(property.Name, source, members.Count == 0, texts?.Has(property.Name) == true));
                }
            }

            return members.ToArray();
        }

        /// <summary>The properties and fields of the class, the first of those that differ only in case.</summary>
        private static Member[] Declared(Type type, TextMembers texts)
        {
            var members = new List<Member>();
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (MemberInfo member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance))
            {
                if (member.MemberType is MemberTypes.Property or MemberTypes.Field && Readable(type, member.Name) != null
                    && names.Add(member.Name))
                {
                    members.Add(new Member(member.Name, Readable(type, member.Name), members.Count == 0,
                        texts?.Has(member.Name) == true));
                }
            }

            return members.ToArray();
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public bool Fits(ObjectWriter writer, PSObject row)
        {
            if (generation != writer.Generation)
            {
                return false;
            }

            Collection<string> names = Engine.TypeNames(row);
            if (namesAreShared && ReferenceEquals(names, typeNames))
            {
                return true;
            }

            if (names.Count != copiedNames.Length)
            {
                return false;
            }

            for (int i = 0; i < copiedNames.Length; i++)
            {
                if (!string.Equals(names[i], copiedNames[i]))
                {
                    return false;
                }
            }

            return true;
        }

        public bool IsLike(MemberPlan other)
        {
            if (Members.Length != other.Members.Length || NeedsSlowPath != other.NeedsSlowPath
                || !ReferenceEquals(Texts, other.Texts)
                || !copiedNames.AsSpan().SequenceEqual(other.copiedNames))
            {
                return false;
            }

            for (int i = 0; i < Members.Length; i++)
            {
                if (Members[i].Name != other.Members[i].Name || Members[i].Source != other.Members[i].Source)
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Makes this plan good for the request of a plan like it.</summary>
        public void Renew(MemberPlan other)
        {
            generation = other.generation;
            typeNames = other.typeNames;
            namesAreShared = other.namesAreShared;
        }

        /// <summary>Writes a row. The first row of all goes by reflection: most types are seen once, and compiling costs more
        /// than a hundred rows.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Write(ObjectWriter writer, object row, int depth)
        {
            if (compiled == null && !Prepare())
            {
                Reflect(writer, row, depth);
                return;
            }

            (int, int, int) mark = writer.Mark();
            try
            {
                compiled(writer, row, depth);
                return;
            }
            catch (Exception error) when (!failed && ObjectWriter.IsOfValue(error))
            {
                // A getter threw. From now on each one of this type is guarded, which costs code but no time.
                failed = true;
                compiled = null;
                writer.GoBack(mark);
            }

            Reflect(writer, row, depth);
        }

        private bool Prepare()
        {
            if (++rows < 2)
            {
                return false;
            }

            compiled = RowCompiler.Compile(Members, guarded: failed);
            return true;
        }

        private void Reflect(ObjectWriter writer, object row, int depth)
        {
            foreach (Member member in Members)
            {
                if (member.Source == null)
                {
                    writer.Extended(member, row, depth);
                    continue;
                }

                writer.Json.Raw(member.EncodedName);

                (int, int, int) mark = writer.Mark();
                try
                {
                    object value = member.Source is PropertyInfo property
                        ? property.GetValue(row)
                        : ((FieldInfo)member.Source).GetValue(row);
                    if (member.IsText)
                    {
                        writer.TextOf(value, depth);
                    }
                    else
                    {
                        writer.Value(value, depth);
                    }
                }
                catch (Exception error) when (ObjectWriter.IsOfValue(error))
                {
                    writer.GoBack(mark);
                    writer.Json.Null();
                }
            }

            writer.EndRow(Members.Length == 0);
        }

        /// <summary>The property or field PowerShell means by a name, when there is just one and it can be read simply.</summary>
        private static MemberInfo Readable(Type type, string name)
        {
            MemberInfo[] found = type.GetMember(name, MemberTypes.Property | MemberTypes.Field,
                BindingFlags.Public | BindingFlags.Instance);
            if (found.Length != 1)
            {
                return null;
            }

            Type of = found[0] is PropertyInfo property ? property.PropertyType : ((FieldInfo)found[0]).FieldType;
            bool simple = !of.IsByRef && !of.IsByRefLike && !of.IsPointer
                && (found[0] is FieldInfo || ((PropertyInfo)found[0]).GetGetMethod() is { IsStatic: false }
                    && ((PropertyInfo)found[0]).GetIndexParameters().Length == 0);
            return simple ? found[0] : null;
        }
    }
}
