namespace Teamsctl.Host
{
    /// <summary>What can be known of an expression's value before it is there.</summary>
    internal sealed partial class ValueFacts
    {
        public const string MayBeScript = "may be a script block that nobody has looked at; convert it, as in [string]$name";

        private static readonly HashSet<string> tableMethods = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "Clone", "Contains", "ContainsKey", "ContainsValue", "GetEnumerator",
        };

        private readonly ScriptFacts facts;

        /// <summary>The script's variables that never hold a script block but the script's own; null until asked.</summary>
        private HashSet<string> tame;

        /// <summary>Variables that hold nothing but this plain type; null until asked.</summary>
        private Dictionary<string, Type> typed;

        public ValueFacts(ScriptFacts facts)
        {
            this.facts = facts;
        }

        public static bool IsComparison(TokenKind operation)
        {
            return operation is >= TokenKind.Ieq and <= TokenKind.Inotmatch or >= TokenKind.Ceq and <= TokenKind.Cnotmatch;
        }

        public static bool IsContainment(TokenKind operation)
        {
            return operation is TokenKind.Icontains or TokenKind.Inotcontains or TokenKind.Iin or TokenKind.Inotin
                or TokenKind.Ccontains or TokenKind.Cnotcontains or TokenKind.Cin or TokenKind.Cnotin;
        }

        /// <summary>Whether an expression's value neither is nor holds a script block, other than those in the text.</summary>
        public bool NeverScript(Ast value)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            switch (value)
            {
                case ConstantExpressionAst or ExpandableStringExpressionAst or TypeExpressionAst or ScriptBlockExpressionAst:
                    return true;
                case PipelineAst { PipelineElements: { Count: 1 } elements }:
                    return NeverScript(elements[0]);
                case CommandExpressionAst expression:
                    return NeverScript(expression.Expression);
                case CommandAst:
                    return TypeOf(value) != null;
                case ParenExpressionAst paren:
                    return NeverScript(paren.Pipeline);
                case SubExpressionAst sub:
                    return NeverScript(sub.SubExpression);
                case ArrayExpressionAst array:
                    return NeverScript(array.SubExpression);
                case StatementBlockAst block:
                    return block.Traps == null && All(block.Statements);
                case ArrayLiteralAst list:
                    return All(list.Elements);
                case HashtableAst table:
                    return Table(table, isProperty: false);
                case VariableExpressionAst variable:
                    return Variable(variable);
                case ConvertExpressionAst conversion:
                    return PlainTypes.NeverHoldsScript(conversion.Type.TypeName.GetReflectionType())
                        || NeverScript(conversion.Child);
                case AttributedExpressionAst attributed:
                    return NeverScript(attributed.Child);
                case InvokeMemberExpressionAst call:
                    return call.Static || TypeOf(call.Expression) != null || NeverScript(call.Expression);
                case MemberExpressionAst member:
                    return member.Static || TypeOf(member.Expression) != null;
                case IndexExpressionAst index:
                    return NeverScript(index.Target);
                case TernaryExpressionAst choice:
                    return NeverScript(choice.IfTrue) && NeverScript(choice.IfFalse);
                case UnaryExpressionAst unary:
                    return unary.TokenKind is not (TokenKind.Minus or TokenKind.Plus or TokenKind.Comma) || NeverScript(unary.Child);
                case BinaryExpressionAst binary:
                    return Binary(binary);
                default:
                    return false;
            }
        }

        /// <summary>The same for properties to select, sort or format by: the name in a calculated one must be a text.</summary>
        public bool NeverScriptAsProperty(Ast value)
        {
            switch (value)
            {
                case HashtableAst table:
                    return Table(table, isProperty: true);
                case ArrayLiteralAst list:
                    foreach (ExpressionAst element in list.Elements)
                    {
                        if (!NeverScriptAsProperty(element))
                        {
                            return false;
                        }
                    }

                    return true;
                default:
                    return NeverScript(value);
            }
        }

        /// <summary>The plain type of an expression's value, when that is certain.</summary>
        public Type TypeOf(Ast value)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            switch (value)
            {
                case ExpandableStringExpressionAst:
                    return typeof(string);
                case ConstantExpressionAst constant:
                    return PlainTypes.Is(constant.StaticType) ? constant.StaticType : null;
                case PipelineAst { PipelineElements: { Count: 1 } elements }:
                    return TypeOf(elements[0]);
                case CommandExpressionAst expression:
                    return TypeOf(expression.Expression);
                case CommandAst command:
                    return IsGetDate(command) ? typeof(DateTime) : null;
                case ParenExpressionAst paren:
                    return TypeOf(paren.Pipeline);
                case VariableExpressionAst variable:
                    return variable.VariablePath.IsDriveQualified ? typeof(string) : Typed(variable);
                case ConvertExpressionAst conversion:
                    Type type = conversion.Type.TypeName.GetReflectionType();
                    return PlainTypes.Is(type) ? type : null;
                case InvokeMemberExpressionAst call:
                    return IsPure(call) ? MemberType(call) : null;
                case MemberExpressionAst member:
                    return MemberType(member);
                case BinaryExpressionAst { Operator: TokenKind.Format or TokenKind.Join }:
                    return typeof(string);
                default:
                    return null;
            }
        }

        /// <summary>Whether a method call only gives a value.</summary>
        public bool IsPure(InvokeMemberExpressionAst call)
        {
            if (call.Member is not StringConstantExpressionAst { Value: string name } || call.GenericTypeArguments?.Count > 0)
            {
                return false;
            }

            if (call.Static)
            {
                return call.Expression is TypeExpressionAst { TypeName: var type } && !PlainTypes.NamesAssembly(type)
                    && type.GetReflectionType() is Type named && PlainTypes.IsPureStatic(named, name);
            }

            return TypeOf(call.Expression) is Type of
                ? PlainTypes.IsPureInstance(of, name)
                : call.Expression is VariableExpressionAst variable && IsOwnCollection(variable) && tableMethods.Contains(name);
        }

        private bool All<T>(ReadOnlyCollection<T> values) where T : Ast
        {
            foreach (T value in values)
            {
                if (!NeverScript(value))
                {
                    return false;
                }
            }

            return true;
        }

        private bool Table(HashtableAst table, bool isProperty)
        {
            foreach ((ExpressionAst key, StatementAst value) in table.KeyValuePairs)
            {
                bool label = isProperty && key is StringConstantExpressionAst { Value: string name }
                    && (name.Equals("n", StringComparison.OrdinalIgnoreCase) || name.Equals("l", StringComparison.OrdinalIgnoreCase)
                        || name.Equals("name", StringComparison.OrdinalIgnoreCase)
                        || name.Equals("label", StringComparison.OrdinalIgnoreCase));
                if (!label && !NeverScript(value))
                {
                    return false;
                }
            }

            return true;
        }

        private bool Binary(BinaryExpressionAst binary)
        {
            switch (binary.Operator)
            {
                case TokenKind.And or TokenKind.Or or TokenKind.Xor or TokenKind.Is or TokenKind.IsNot or TokenKind.Format
                    or TokenKind.Join or TokenKind.DotDot or TokenKind.Ireplace or TokenKind.Creplace or TokenKind.Isplit
                    or TokenKind.Csplit:
                    return true;
                case TokenKind.As:
                    return binary.Right is TypeExpressionAst type
                        && PlainTypes.NeverHoldsScript(type.TypeName.GetReflectionType());
                default:
                    // A list that is compared gives those of its elements that fit; added, one that holds both.
                    return IsContainment(binary.Operator)
                        || (NeverScript(binary.Left) && (IsComparison(binary.Operator) || NeverScript(binary.Right)));
            }
        }

        private Type MemberType(MemberExpressionAst member)
        {
            if (member.Member is not StringConstantExpressionAst { Value: string name })
            {
                return null;
            }

            if (member.Static)
            {
                Type type = (member.Expression as TypeExpressionAst)?.TypeName.GetReflectionType();
                if (member is InvokeMemberExpressionAst && name.Equals("new", StringComparison.OrdinalIgnoreCase))
                {
                    return PlainTypes.Is(type) ? type : null;
                }

                return type == null ? null : PlainTypes.TypeOf(type, name, BindingFlags.Static);
            }

            return TypeOf(member.Expression) is Type of ? PlainTypes.TypeOf(of, name, BindingFlags.Instance) : null;
        }

        /// <summary>Whether it is PowerShell's Get-Date, whose result is a date (or, with -Format, a text, which is as plain).</summary>
        private bool IsGetDate(CommandAst command)
        {
            string name = command.GetCommandName();
            return name != null && !facts.Defines(name) && command.Redirections.Count == 0
                && facts.ResolveAlias(name) is CmdletInfo cmdlet
                && cmdlet.ImplementingType.FullName == "Microsoft.PowerShell.Commands.GetDateCommand";
        }
    }
}
