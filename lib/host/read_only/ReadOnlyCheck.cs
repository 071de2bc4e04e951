namespace Teamsctl.Host
{
    /// <summary>Says no to whatever is not known to be harmless. Each kind of syntax, command, type and method that may occur is
    /// named here; what this does not know is refused. Functions that the session got before are looked at in the same way.
    ///
    /// What a value is can be seen in few places only, and one kind of value is dangerous by itself: a script block, which
    /// many cmdlets run when they are given one (calculated properties, arguments that wait for pipeline input), and -replace,
    /// -split and switch too. All those in the text are looked at, but others can be had from everywhere (a function's
    /// ScriptBlock property). So where a script block would run, only values are taken that cannot be a strange one:
    /// ValueFacts.NeverScript.</summary>
    internal sealed class ReadOnlyCheck
    {
        public const string SetsMore = "sets more than a plain variable of the script";
        private const string NotAllowed = "is not allowed in a script that only reads";
        private const int MaximumName = 60;
        private const int MaximumTarget = 100;

        private readonly PSCmdlet session;
        private readonly ScriptFacts facts;
        private readonly ValueFacts values;
        private readonly CommandCheck commands;

        public ReadOnlyCheck(PSCmdlet session)
        {
            this.session = session;
            facts = new ScriptFacts(session);
            values = new ValueFacts(facts);
            commands = new CommandCheck(facts, values);
        }

        /// <summary>The error for a script that may change something, or null.</summary>
        public Exception Refusal(ScriptBlockAst script)
        {
            facts.Add(script);
            foreach (ScriptFacts.Source source in facts.Sources)
            {
                try
                {
                    Check(source);
                }
                catch (NotReadOnlyException refusal)
                {
                    return Error(source, refusal);
                }
                catch (InsufficientExecutionStackException)
                {
                    return Error(source, new NotReadOnlyException(source.Nodes[0], "is nested too deep", "the script"));
                }
            }

            return null;
        }

        private static Exception Error(ScriptFacts.Source source, NotReadOnlyException refusal)
        {
            // Of a function that the session has, whoever wrote the text sees only the call.
            Ast part = source.Call ?? refusal.Part;
            string message = Cut(refusal.Name, MaximumName) + " at " + At(refusal.Part) + " " + refusal.Message;
            if (source.Call != null)
            {
                message = Cut(part.Extent.Text, MaximumName) + " at " + At(part)
                    + " is a function that may change something: in it, " + message;
            }

            var error = new UnauthorizedAccessException(message);
            return new RuntimeException(message, error,
                new ErrorRecord(error, "NotReadOnly", ErrorCategory.PermissionDenied, Cut(part.Extent.Text, MaximumTarget)));
        }

        private static string At(Ast part)
        {
            return part.Extent.StartLineNumber.ToString(CultureInfo.InvariantCulture) + ":"
                + part.Extent.StartColumnNumber.ToString(CultureInfo.InvariantCulture);
        }

        private static string Cut(string text, int length)
        {
            int end = text.AsSpan().IndexOfAny('\r', '\n');
            text = end >= 0 ? text.Substring(0, end) : text;
            return text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "\u2026");
        }

        private void Check(ScriptFacts.Source source)
        {
            foreach (Ast node in source.Nodes)
            {
                if (session.Stopping)
                {
                    throw new PipelineStoppedException();
                }

                if (!source.IsText(node))
                {
                    Check(node, source);
                }
            }
        }

        private void Check(Ast node, ScriptFacts.Source source)
        {
            switch (node)
            {
                case ScriptBlockAst script:
                    Refuse(script.ScriptRequirements != null || script.UsingStatements.Count > 0, script,
                        "demands or loads something", "the script");
                    Refuse(script.DynamicParamBlock != null, script.DynamicParamBlock, NotAllowed);
                    break;
                case FunctionDefinitionAst function:
                    Function(function);
                    break;
                case PipelineAst pipeline:
                    Refuse(pipeline.Background, pipeline, "starts a job");
                    break;
                case PipelineChainAst chain:
                    Refuse(chain.Background, chain, "starts a job");
                    break;
                case ForEachStatementAst loop:
                    Refuse(loop.Flags != ForEachFlags.None || loop.ThrottleLimit != null, loop, "runs in parallel");
                    Assignable(loop.Variable);
                    break;
                case SwitchStatementAst choice:
                    Switch(choice);
                    break;
                case CommandAst command:
                    commands.Check(command, source);
                    break;
                case FileRedirectionAst file:
                    Refuse(file.Location is not VariableExpressionAst { VariablePath.UserPath: var name }
                        || !name.Equals("null", StringComparison.OrdinalIgnoreCase), file, "writes to a file");
                    break;
                case AssignmentStatementAst assignment:
                    AssignTo(assignment.Left);
                    break;
                case ParameterAst parameter:
                    Assignable(parameter.Name);
                    break;
                case AttributeAst attribute:
                    Refuse(!PlainTypes.IsAllowed(attribute), attribute, "is an attribute that may run code");
                    break;
                case TypeConstraintAst { Parent: CatchClauseAst or TrapStatementAst } type:
                    Refuse(PlainTypes.NamesAssembly(type.TypeName), type, "loads an assembly");
                    break;
                case TypeConstraintAst type:
                    Refuse(!PlainTypes.CanConvertTo(type), type, "is a conversion that may run code");
                    break;
                case TypeExpressionAst type:
                    Refuse(PlainTypes.NamesAssembly(type.TypeName), type, "loads an assembly");
                    Refuse(type.Parent is AttributeAst { TypeName: var owner }
                        && owner.GetReflectionAttributeType() != typeof(OutputTypeAttribute), type,
                        "is a type that may run code");
                    break;
                case UnaryExpressionAst { TokenKind: TokenKind.PlusPlus or TokenKind.MinusMinus
                    or TokenKind.PostfixPlusPlus or TokenKind.PostfixMinusMinus } count:
                    AssignTo(count.Child);
                    break;
                case UnaryExpressionAst unary:
                    Refuse(unary.TokenKind is not (TokenKind.Not or TokenKind.Exclaim or TokenKind.Minus or TokenKind.Plus
                        or TokenKind.Bnot or TokenKind.Comma or TokenKind.Join or TokenKind.Isplit or TokenKind.Csplit),
                        unary, NotAllowed);
                    break;
                case BinaryExpressionAst binary:
                    Binary(binary);
                    break;
                case VariableExpressionAst variable:
                    Variable(variable);
                    break;
                case InvokeMemberExpressionAst call:
                    Refuse(!values.IsPure(call), call, call.Static || values.TypeOf(call.Expression) != null
                        ? "calls a method that may change something"
                        : "calls a method of what may be anything; say what it is, as in ([string]$name).Trim()");
                    break;
                case MemberExpressionAst { Static: true } member:
                    Refuse(!PlainTypes.CanReadStatic(member.Expression), member, "reads a member of a type that may run code");
                    break;
                case MemberExpressionAst:
                // Statements that only order others.
                case ParamBlockAst or NamedBlockAst or NamedAttributeArgumentAst or StatementBlockAst or IfStatementAst
                    or ForStatementAst or DoWhileStatementAst or DoUntilStatementAst or WhileStatementAst or CatchClauseAst
                    or TryStatementAst or TrapStatementAst or BreakStatementAst or ContinueStatementAst or ReturnStatementAst
                    or ExitStatementAst or ThrowStatementAst or CommandParameterAst or CommandExpressionAst
                    or MergingRedirectionAst:
                // Expressions that only hold others. Conversions and attributes have nodes of their own besides.
                case TernaryExpressionAst or AttributedExpressionAst or ConstantExpressionAst or ExpandableStringExpressionAst
                    or ScriptBlockExpressionAst or ArrayLiteralAst or HashtableAst or ArrayExpressionAst or ParenExpressionAst
                    or SubExpressionAst or IndexExpressionAst:
                    break;
                default:
                    throw new NotReadOnlyException(node, NotAllowed);
            }
        }

        private static void Refuse(bool refused, Ast part, string why, string name = null)
        {
            if (refused)
            {
                throw new NotReadOnlyException(part, why, name);
            }
        }

        private void Function(FunctionDefinitionAst function)
        {
            string label = "function " + function.Name;
            foreach (char c in function.Name)
            {
                Refuse(!char.IsLetterOrDigit(c) && c is not ('-' or '_' or '.'), function, NotAllowed, label);
            }

            Refuse(function.IsWorkflow, function, NotAllowed, label);

            // It would be taken for the cmdlet here.
            Refuse(facts.Resolve(function.Name) is CmdletInfo or AliasInfo, function, "takes the name of another command", label);
        }

        private void Switch(SwitchStatementAst choice)
        {
            Refuse((choice.Flags & SwitchFlags.Parallel) != 0, choice, "runs in parallel");
            foreach ((ExpressionAst clause, StatementBlockAst _) in choice.Clauses)
            {
                // A script block runs to say whether it is the case.
                Refuse(!values.NeverScript(clause), clause, ValueFacts.MayBeScript);
            }
        }

        private static void Variable(VariableExpressionAst variable)
        {
            VariablePath path = variable.VariablePath;
            Refuse(path.IsDriveQualified && !path.DriveName.Equals("env", StringComparison.OrdinalIgnoreCase), variable,
                "reads more than a variable");
            Refuse(VariableNames.IsMachinery(VariableNames.Of(path)), variable, "leads to what can change something");
        }

        private void Assignable(VariableExpressionAst variable)
        {
            VariablePath path = variable.VariablePath;
            Refuse(!VariableNames.CanBeSet(path) || facts.IsShared(VariableNames.Of(path)), variable, SetsMore);
        }

        private void AssignTo(Ast target)
        {
            switch (target)
            {
                case VariableExpressionAst variable:
                    Assignable(variable);
                    break;
                case AttributedExpressionAst attributed:
                    AssignTo(attributed.Child);
                    break;
                case ArrayLiteralAst several:
                    foreach (ExpressionAst one in several.Elements)
                    {
                        AssignTo(one);
                    }

                    break;
                case IndexExpressionAst { Target: VariableExpressionAst table } when values.IsOwnCollection(table):
                    Assignable(table);
                    break;
                default:
                    throw new NotReadOnlyException(target, SetsMore);
            }
        }

        private void Binary(BinaryExpressionAst binary)
        {
            switch (binary.Operator)
            {
                case TokenKind.Is or TokenKind.IsNot:
                    // A text as the type could load an assembly.
                    Refuse(binary.Right is not TypeExpressionAst, binary.Right, "is no type written out");
                    break;
                case TokenKind.As:
                    Refuse(binary.Right is not TypeExpressionAst type || !PlainTypes.CanConvertTo(type.TypeName), binary.Right,
                        "is a conversion that may run code");
                    break;
                case TokenKind.Ireplace or TokenKind.Creplace when binary.Right is ArrayLiteralAst pair:
                    for (int i = 1; i < pair.Elements.Count; i++)
                    {
                        Refuse(!values.NeverScript(pair.Elements[i]), pair.Elements[i], ValueFacts.MayBeScript);
                    }

                    break;
                case TokenKind.Ireplace or TokenKind.Creplace or TokenKind.Isplit or TokenKind.Csplit:
                    Refuse(!values.NeverScript(binary.Right), binary.Right, ValueFacts.MayBeScript);
                    break;
                case TokenKind.And or TokenKind.Or or TokenKind.Xor or TokenKind.Band or TokenKind.Bor or TokenKind.Bxor
                    or TokenKind.Shl or TokenKind.Shr or TokenKind.Plus or TokenKind.Minus or TokenKind.Multiply
                    or TokenKind.Divide or TokenKind.Rem or TokenKind.DotDot or TokenKind.Format or TokenKind.Join
                    or TokenKind.QuestionQuestion:
                    break;
                default:
                    Refuse(!ValueFacts.IsComparison(binary.Operator) && !ValueFacts.IsContainment(binary.Operator), binary,
                        NotAllowed);
                    break;
            }
        }
    }
}
