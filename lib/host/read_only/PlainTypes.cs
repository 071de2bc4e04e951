namespace Teamsctl.Host
{
    /// <summary>Types whose making and whose methods do nothing but give another value. They are compared as types: what a name
    /// means is the session's to say.</summary>
    internal static class PlainTypes
    {
        private static readonly HashSet<Type> plain = new HashSet<Type>
        {
            typeof(string), typeof(char), typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int),
            typeof(uint), typeof(long), typeof(ulong), typeof(float), typeof(double), typeof(decimal), typeof(BigInteger),
            typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid),
            typeof(Version), typeof(SemanticVersion), typeof(Uri),
        };

        /// <summary>Harmless to convert to, but not to call.</summary>
        private static readonly HashSet<Type> convertible = new HashSet<Type>
        {
            typeof(void), typeof(SwitchParameter), typeof(System.Text.RegularExpressions.Regex), typeof(System.Net.IPAddress),
            typeof(CultureInfo),
        };

        /// <summary>Harmless to convert to, and may hold anything.</summary>
        private static readonly HashSet<Type> containers = new HashSet<Type>
        {
            typeof(object), typeof(PSObject), typeof(Array), typeof(Hashtable),
            typeof(System.Collections.Specialized.OrderedDictionary),
        };

        private static readonly HashSet<Type> attributes = new HashSet<Type>
        {
            typeof(CmdletBindingAttribute), typeof(ParameterAttribute), typeof(AliasAttribute), typeof(OutputTypeAttribute),
            typeof(AllowNullAttribute), typeof(AllowEmptyStringAttribute), typeof(AllowEmptyCollectionAttribute),
            typeof(ValidateNotNullAttribute), typeof(ValidateNotNullOrEmptyAttribute),
            typeof(ValidateNotNullOrWhiteSpaceAttribute), typeof(ValidateSetAttribute), typeof(ValidateRangeAttribute),
            typeof(ValidateLengthAttribute), typeof(ValidateCountAttribute), typeof(ValidatePatternAttribute),
            typeof(ValidateScriptAttribute), typeof(SupportsWildcardsAttribute), typeof(PSDefaultValueAttribute),
        };

        private static readonly HashSet<string> regexMethods = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "Escape", "Unescape", "IsMatch", "Match", "Matches", "Split",
        };

        public static bool Is(Type type)
        {
            return type != null && plain.Contains(type);
        }

        /// <summary>Whether a type's name says from which assembly it comes, which could load that.</summary>
        public static bool NamesAssembly(ITypeName name)
        {
            bool names = name.AssemblyName != null;
            if (name is GenericTypeName generic)
            {
                names |= NamesAssembly(generic.TypeName);
                foreach (ITypeName argument in generic.GenericArguments)
                {
                    names |= NamesAssembly(argument);
                }
            }

            return names || (name is ArrayTypeName array && NamesAssembly(array.ElementType));
        }

        /// <summary>Whether a script may convert to the type.</summary>
        public static bool CanConvertTo(ITypeName name)
        {
            return !NamesAssembly(name) && CanConvertTo(name.GetReflectionType());
        }

        /// <summary>The same where the type stands; `ordered` is not everywhere a type, but has a meaning before a table.</summary>
        public static bool CanConvertTo(TypeConstraintAst type)
        {
            return CanConvertTo(type.TypeName) || IsOrdered(type);
        }

        public static bool IsOrdered(AttributeBaseAst type)
        {
            Type named = type.TypeName.GetReflectionType();
            return type.TypeName.FullName.Equals("ordered", StringComparison.OrdinalIgnoreCase)
                && (named == null || named == typeof(System.Collections.Specialized.OrderedDictionary))
                && type.Parent is ConvertExpressionAst { Child: HashtableAst };
        }

        /// <summary>Whether a value of the type never is, or holds, a script block.</summary>
        public static bool NeverHoldsScript(Type type)
        {
            type = Element(type);
            return CanConvertTo(type) && !containers.Contains(type);
        }

        /// <summary>The type of a list's elements, or the type itself.</summary>
        public static Type Element(Type type)
        {
            while (type != null && type.IsArray)
            {
                type = type.GetElementType();
            }

            return type == null ? null : Nullable.GetUnderlyingType(type) ?? type;
        }

        public static bool IsAllowed(AttributeAst attribute)
        {
            Type type = NamesAssembly(attribute.TypeName) ? null : attribute.TypeName.GetReflectionAttributeType();

            // On a function, Alias makes one.
            return type != null && attributes.Contains(type)
                && (type != typeof(AliasAttribute) || attribute.Parent is ParameterAst);
        }

        /// <summary>Whether the static members of a type may be read. (That of any type may run code the first time.)</summary>
        public static bool CanReadStatic(ExpressionAst expression)
        {
            Type type = expression is TypeExpressionAst { TypeName: var name } && !NamesAssembly(name)
                ? name.GetReflectionType() : null;
            return type != null && (Is(type) || type.IsEnum || type == typeof(Math) || type == typeof(Environment)
                || type == typeof(CultureInfo));
        }

        /// <summary>Whether a static method, or the constructor `new`, only gives a value.</summary>
        public static bool IsPureStatic(Type type, string name)
        {
            if (type == typeof(System.Text.RegularExpressions.Regex))
            {
                return regexMethods.Contains(name);
            }

            return (Is(type) || type == typeof(Math))
                && (name.Equals("new", StringComparison.OrdinalIgnoreCase) || IsPure(type, name, BindingFlags.Static));
        }

        /// <summary>Whether a method of a value only gives another one.</summary>
        public static bool IsPureInstance(Type type, string name)
        {
            return Is(type) && IsPure(type, name, BindingFlags.Instance);
        }

        /// <summary>The type that a method, a property or a field gives, when that is certain.</summary>
        public static Type TypeOf(Type type, string name, BindingFlags where)
        {
            Type found = null;
            foreach (MemberInfo member in Members(type, name, where))
            {
                Type of = member switch
                {
                    MethodInfo method => method.ReturnType,
                    PropertyInfo property => property.PropertyType,
                    FieldInfo field => field.FieldType,
                    _ => null,
                };
                if (of == null || (found != null && of != found))
                {
                    return null;
                }

                found = of;
            }

            return Is(found) ? found : null;
        }

        private static bool CanConvertTo(Type type)
        {
            type = Element(type);
            return type != null && (Is(type) || type.IsEnum || convertible.Contains(type) || containers.Contains(type));
        }

        /// <summary>A method of a plain type changes nothing, unless it is given something to change or to run.</summary>
        private static bool IsPure(Type type, string name, BindingFlags where)
        {
            bool found = false;
            foreach (MemberInfo member in Members(type, name, where))
            {
                if (member is not MethodInfo method || method.ReturnType == typeof(void))
                {
                    return false;
                }

                foreach (ParameterInfo parameter in method.GetParameters())
                {
                    if (parameter.ParameterType.IsByRef || typeof(Delegate).IsAssignableFrom(parameter.ParameterType))
                    {
                        return false;
                    }
                }

                found = true;
            }

            return found;
        }

        private static MemberInfo[] Members(Type type, string name, BindingFlags where)
        {
            return type.GetMember(name, MemberTypes.Method | MemberTypes.Property | MemberTypes.Field,
                BindingFlags.Public | BindingFlags.IgnoreCase | where);
        }
    }
}
