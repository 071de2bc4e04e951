namespace Teamsctl.Host
{
    /// <summary>What a script has in it: its parts, the functions it defines or calls, and what it puts into variables. The
    /// functions it calls count as its own, since they see its variables and it sees theirs.</summary>
    internal sealed class ScriptFacts
    {
        /// <summary>The parameters of every command that set a variable.</summary>
        private static readonly string[] variableParameters =
        {
            "OutVariable", "ov", "ErrorVariable", "ev", "WarningVariable", "wv", "InformationVariable", "iv",
            "PipelineVariable", "pv",
        };

        private const int MaximumAliases = 8;

        private static readonly List<Assignment> none = new List<Assignment>();

        private readonly PSCmdlet session;
        private readonly Dictionary<string, CommandInfo> commands =
            new Dictionary<string, CommandInfo>(StringComparer.OrdinalIgnoreCase);

        private readonly Dictionary<string, List<Assignment>> assignments =
            new Dictionary<string, List<Assignment>>(StringComparer.OrdinalIgnoreCase);

        private readonly HashSet<Ast> known = new HashSet<Ast>();

        public ScriptFacts(PSCmdlet session)
        {
            this.session = session;
        }

        /// <summary>A value on its way into a variable.</summary>
        internal sealed class Assignment
        {
            /// <summary>The value; null when it cannot be seen.</summary>
            public Ast Value;

            /// <summary>What the variable's declaration converts every value to, if it does.</summary>
            public Type Type;

            /// <summary>Whether the value becomes an element of what is in the variable.</summary>
            public bool IsElement;

            /// <summary>Whether it is a plain `=` and nothing else.</summary>
            public bool IsWhole;
        }

        /// <summary>The script, or a function of the session that it calls.</summary>
        internal sealed class Source
        {
            /// <summary>Where the script calls it, if only by way of another function; null for the script itself.</summary>
            public Ast Call;

            public List<Ast> Nodes;

            /// <summary>Script blocks that are only texts: the values of parameters that are strings.</summary>
            public readonly List<Ast> Texts = new List<Ast>();

            public bool IsText(Ast node)
            {
                foreach (Ast text in Texts)
                {
                    if (node.Extent.StartOffset >= text.Extent.StartOffset && node.Extent.EndOffset <= text.Extent.EndOffset)
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        public List<Source> Sources { get; } = new List<Source>();

        /// <summary>The functions that the script defines; several may have the same name.</summary>
        public List<FunctionDefinitionAst> Functions { get; } = new List<FunctionDefinitionAst>();

        public IEnumerable<string> Variables => assignments.Keys;

        public void Add(ScriptBlockAst script)
        {
            Add(script, null);
            // The list grows as functions are found.
            for (int i = 0; i < Sources.Count; i++)
            {
                Collect(Sources[i]);
            }
        }

        /// <summary>What a name means to the session now; aliases are followed, unless they lead nowhere.</summary>
        public CommandInfo Resolve(string name)
        {
            if (!commands.TryGetValue(name, out CommandInfo command))
            {
                if (session.Stopping)
                {
                    // It may look through all modules for each name.
                    throw new PipelineStoppedException();
                }

                command = session.InvokeCommand.GetCommand(name, CommandTypes.All);
                commands.Add(name, command);
            }

            return command;
        }

        public CommandInfo ResolveAlias(string name)
        {
            CommandInfo command = Resolve(name);
            for (int i = 0; i < MaximumAliases && command is AliasInfo alias; i++)
            {
                // It does not look for the module that a command is in; running it does.
                command = alias.ResolvedCommand ?? Resolve(alias.Definition);
            }

            return command is AliasInfo ? null : command;
        }

        public bool Defines(string name)
        {
            foreach (FunctionDefinitionAst function in Functions)
            {
                if (function.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }

        public List<Assignment> AssignmentsTo(string variable)
        {
            return assignments.TryGetValue(variable, out List<Assignment> all) ? all : none;
        }

        /// <summary>Whether a variable of the session is the same one in every scope.</summary>
        public bool IsShared(string variable)
        {
            return session.SessionState.PSVariable.Get(variable)?.Options.HasFlag(ScopedItemOptions.AllScope) == true;
        }

        /// <summary>What the session already has in a variable; null also when there is none.</summary>
        public object SessionValue(string variable)
        {
            object value = session.SessionState.PSVariable.Get(variable)?.Value;
            return value is PSObject wrapped ? wrapped.BaseObject : value;
        }

        /// <summary>Whether a parameter sets a variable.</summary>
        public static bool SetsVariable(string parameter)
        {
            return Array.Exists(variableParameters, name => name.Equals(parameter, StringComparison.OrdinalIgnoreCase));
        }

        /// <summary>Whether a name that may be cut short could be that of a parameter that sets a variable.</summary>
        public static bool MaySetVariable(string parameter)
        {
            return Array.Exists(variableParameters, name => name.StartsWith(parameter, StringComparison.OrdinalIgnoreCase));
        }

        /// <summary>Whether it is a function that somebody defined in the session.</summary>
        public static bool IsOfUser(CommandInfo command)
        {
            return command is FunctionInfo { Module: null } function and not ConfigurationInfo
                && function.ScriptBlock.Module == null;
        }

        /// <summary>Whether it is a function of a module, which is trusted to do what its name says. One of a module that was made
        /// in the session is neither: it sees functions that we do not.</summary>
        public static bool IsOfModule(CommandInfo command)
        {
            return command is FunctionInfo { Module: PSModuleInfo module } and not ConfigurationInfo && File.Exists(module.Path);
        }

        private void Add(Ast root, Ast call)
        {
            if (known.Add(root))
            {
                Sources.Add(new Source { Call = call, Nodes = new List<Ast>(root.FindAll(_ => true, true)) });
            }
        }

        private void Collect(Source source)
        {
            foreach (Ast node in source.Nodes)
            {
                switch (node)
                {
                    case FunctionDefinitionAst function:
                        Functions.Add(function);
                        break;
                    case CommandAst command:
                        Command(command, source);
                        break;
                    case AssignmentStatementAst assignment:
                        Assign(assignment.Left, assignment.Right, null, assignment.Operator == TokenKind.Equals);
                        break;
                    case ForEachStatementAst loop:
                        Assign(loop.Variable, loop.Condition, null, whole: false);
                        break;
                    case UnaryExpressionAst { TokenKind: TokenKind.PlusPlus or TokenKind.MinusMinus
                        or TokenKind.PostfixPlusPlus or TokenKind.PostfixMinusMinus } count:
                        Assign(count.Child, count, null, whole: false);
                        break;
                    case ParameterAst parameter:
                        Assign(parameter.Name, null, DeclaredType(parameter), whole: false);
                        break;
                }
            }
        }

        private static Type DeclaredType(ParameterAst parameter)
        {
            foreach (AttributeBaseAst attribute in parameter.Attributes)
            {
                if (attribute is TypeConstraintAst constraint && !PlainTypes.NamesAssembly(constraint.TypeName))
                {
                    return constraint.TypeName.GetReflectionType();
                }
            }

            return null;
        }

        private void Command(CommandAst command, Source source)
        {
            string name = command.GetCommandName();
            CommandInfo info = string.IsNullOrEmpty(name) ? null : ResolveAlias(name);
            if (IsOfUser(info))
            {
                Add(((FunctionInfo)info).ScriptBlock.Ast, source.Call ?? command.CommandElements[0]);
            }

            for (int i = 1; i < command.CommandElements.Count; i++)
            {
                if (command.CommandElements[i] is CommandParameterAst parameter && MaySetVariable(parameter.ParameterName)
                    && (parameter.Argument ?? (i + 1 < command.CommandElements.Count ? command.CommandElements[i + 1] : null))
                        is StringConstantExpressionAst variable)
                {
                    Note(variable.Value, new Assignment());
                }
            }
        }

        private void Assign(Ast target, Ast value, Type type, bool whole)
        {
            switch (target)
            {
                case VariableExpressionAst variable:
                    Note(VariableNames.Of(variable.VariablePath), new Assignment { Value = value, Type = type, IsWhole = whole });
                    break;
                case ConvertExpressionAst converted:
                    Assign(converted.Child, value, converted.Type.TypeName.GetReflectionType(), whole: false);
                    break;
                case AttributedExpressionAst attributed:
                    Assign(attributed.Child, value, type, whole: false);
                    break;
                case ArrayLiteralAst several:
                    foreach (ExpressionAst one in several.Elements)
                    {
                        Assign(one, value, null, whole: false);
                    }

                    break;
                case IndexExpressionAst { Target: VariableExpressionAst table }:
                    Note(VariableNames.Of(table.VariablePath), new Assignment { Value = value, IsElement = true });
                    break;
            }
        }

        private void Note(string variable, Assignment assignment)
        {
            if (!assignments.TryGetValue(variable, out List<Assignment> all))
            {
                assignments.Add(variable, all = new List<Assignment>());
            }

            all.Add(assignment);
        }
    }
}
