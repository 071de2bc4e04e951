namespace Teamsctl.Host
{
    internal delegate void RowWriter(ObjectWriter writer, object row, int depth);

    /// <summary>Makes one function out of a row's members: names copied, getters called directly, the common types written
    /// without boxing.</summary>
    internal static class RowCompiler
    {
        private static readonly MethodInfo any = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.Any));
        private static readonly MethodInfo anyAsText = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.AnyAsText));
        private static readonly MethodInfo extended = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.Extended));
        private static readonly MethodInfo end = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.EndRow));
        private static readonly Dictionary<Type, MethodInfo> typed = new Dictionary<Type, MethodInfo>
        {
            [typeof(string)] = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.Text)),
            [typeof(bool)] = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.Boolean)),
            [typeof(int)] = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.Int32)),
            [typeof(long)] = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.Int64)),
            [typeof(DateTime)] = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.DateTime)),
            [typeof(Guid)] = typeof(ObjectWriter).GetMethod(nameof(ObjectWriter.Guid)),
        };

        /// <summary>Makes the function. A guarded one writes null for a getter that throws; the other lets it throw.</summary>
        public static RowWriter Compile(Member[] members, bool guarded)
        {
            // The members are the function's first argument, bound to it: static fields would have to be in an assembly.
            var method = new DynamicMethod("WriteRow", typeof(void),
                new[] { typeof(Member[]), typeof(ObjectWriter), typeof(object), typeof(int) },
                typeof(RowCompiler).Module, skipVisibility: true);
            ILGenerator code = method.GetILGenerator(members.Length * 64);
            var locals = new Dictionary<Type, LocalBuilder>();
            for (int i = 0; i < members.Length; i++)
            {
                if (members[i].Source == null)
                {
                    LoadWriterAndMember(code, i);
                    code.Emit(OpCodes.Ldarg_2);
                    code.Emit(OpCodes.Ldarg_3);
                    code.Emit(OpCodes.Call, extended);
                }
                else if (guarded)
                {
                    Guarded(code, members[i], i, locals);
                }
                else
                {
                    LoadWriterAndMember(code, i);
                    Get(code, members[i].Source);
                    Put(code, members[i]);
                }
            }

            code.Emit(OpCodes.Ldarg_1);
            code.Emit(members.Length == 0 ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
            code.Emit(OpCodes.Call, end);
            code.Emit(OpCodes.Ret);
            return (RowWriter)method.CreateDelegate(typeof(RowWriter), members);
        }

        private static Type TypeOf(MemberInfo source)
        {
            return source is PropertyInfo property ? property.PropertyType : ((FieldInfo)source).FieldType;
        }

        private static void LoadWriterAndMember(ILGenerator code, int index)
        {
            code.Emit(OpCodes.Ldarg_1);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldc_I4, index);
            code.Emit(OpCodes.Ldelem_Ref);
        }

        private static void Guarded(ILGenerator code, Member member, int index, Dictionary<Type, LocalBuilder> locals)
        {
            LocalBuilder value = Local(code, TypeOf(member.Source), locals);
            LocalBuilder worked = Local(code, typeof(void), locals);
            Label threw = code.DefineLabel();
            Label done = code.DefineLabel();
            code.BeginExceptionBlock();
            Get(code, member.Source);
            code.Emit(OpCodes.Stloc, value);
            code.Emit(OpCodes.Ldc_I4_1);
            code.Emit(OpCodes.Stloc, worked);
            code.BeginCatchBlock(typeof(Exception));
            code.Emit(OpCodes.Pop);
            code.Emit(OpCodes.Ldc_I4_0);
            code.Emit(OpCodes.Stloc, worked);
            code.EndExceptionBlock();
            LoadWriterAndMember(code, index);
            code.Emit(OpCodes.Ldloc, worked);
            code.Emit(OpCodes.Brfalse, threw);
            code.Emit(OpCodes.Ldloc, value);
            Put(code, member);
            code.Emit(OpCodes.Br, done);
            code.MarkLabel(threw);
            code.Emit(OpCodes.Ldnull);
            code.Emit(OpCodes.Ldarg_3);
            code.Emit(OpCodes.Call, any);
            code.MarkLabel(done);
        }

        private static LocalBuilder Local(ILGenerator code, Type type, Dictionary<Type, LocalBuilder> locals)
        {
            if (!locals.TryGetValue(type, out LocalBuilder local))
            {
                // `void` stands for the flag, which must not share the place of a value.
                local = code.DeclareLocal(type == typeof(void) ? typeof(bool) : type);
                locals.Add(type, local);
            }

            return local;
        }

        private static void Get(ILGenerator code, MemberInfo source)
        {
            code.Emit(OpCodes.Ldarg_2);
            bool isStruct = source.DeclaringType.IsValueType;
            code.Emit(isStruct ? OpCodes.Unbox : OpCodes.Castclass, source.DeclaringType);
            if (source is PropertyInfo property)
            {
                code.Emit(isStruct ? OpCodes.Call : OpCodes.Callvirt, property.GetGetMethod());
            }
            else
            {
                code.Emit(OpCodes.Ldfld, (FieldInfo)source);
            }
        }

        private static void Put(ILGenerator code, Member member)
        {
            Type type = TypeOf(member.Source);
            if (typed.TryGetValue(type, out MethodInfo write))
            {
                code.Emit(OpCodes.Call, write);
                return;
            }

            if (type.IsValueType)
            {
                code.Emit(OpCodes.Box, type);
            }

            code.Emit(OpCodes.Ldarg_3);
            code.Emit(OpCodes.Call, member.IsText ? anyAsText : any);
        }
    }
}
