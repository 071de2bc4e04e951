namespace Teamsctl.Host
{
    /// <summary>Which commands only read, and which of their parameters do.</summary>
    internal sealed partial class CommandCheck
    {
        private const string NotReading = "is not a command that only reads";

        /// <summary>Cmdlets of PowerShell itself that change nothing, besides those that get, find or test.</summary>
        private static readonly HashSet<string> harmless = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "Convert-Path", "ConvertFrom-Csv", "ConvertFrom-Json", "ConvertFrom-StringData", "ConvertTo-Csv", "ConvertTo-Json",
            "ConvertTo-Xml", "ForEach-Object", "Format-Hex", "Import-Csv", "Join-Path", "Measure-Command", "New-Guid",
            "New-TimeSpan", "Out-Host", "Out-Null", "Out-String", "Resolve-Path", "Select-String", "Split-Path", "Where-Object",
            "Write-Debug", "Write-Error", "Write-Host", "Write-Information", "Write-Output", "Write-Progress", "Write-Verbose",
            "Write-Warning",
        };

        /// <summary>The same for those that run the script blocks in what they are given as properties.</summary>
        private static readonly HashSet<string> calculating = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "Compare-Object", "ConvertTo-Html", "Format-Custom", "Format-List", "Format-Table", "Format-Wide", "Group-Object",
            "Join-String", "Measure-Object", "Select-Object", "Sort-Object",
        };

        private static readonly string[] verbs = { "Get-", "Find-", "Test-" };

        private readonly ScriptFacts facts;
        private readonly ValueFacts values;

        public CommandCheck(ScriptFacts facts, ValueFacts values)
        {
            this.facts = facts;
            this.values = values;
        }

        /// <summary>A parameter and what is given to it.</summary>
        private readonly struct Given
        {
            public Given(string name, ParameterMetadata parameter, Ast value, Ast at)
            {
                Name = name;
                Parameter = parameter;
                Value = value;
                At = at;
            }

            /// <summary>The name as it stands; null for a value without one.</summary>
            public string Name { get; }

            /// <summary>Null when it is not known which it is.</summary>
            public ParameterMetadata Parameter { get; }

            public Ast Value { get; }

            public Ast At { get; }
        }

        public void Check(CommandAst command, ScriptFacts.Source source)
        {
            if (command.DefiningKeyword != null || command.InvocationOperator == TokenKind.Dot)
            {
                throw new NotReadOnlyException(command, "runs in the scope around it");
            }

            CommandInfo info = null;
            if (command.CommandElements[0] is not ScriptBlockExpressionAst)
            {
                info = Named(command);
            }

            bool followsOthers = command.Parent is PipelineAst pipeline && pipeline.PipelineElements[0] != command;
            List<Given> given = Arguments(command, info, out bool certain);
            foreach (Given one in given)
            {
                Parameter(command, info, one);
                if (one.Value is ScriptBlockExpressionAst && IsTextOnly(one.Parameter))
                {
                    source.Texts.Add(one.Value);
                }
            }

            if (info == null)
            {
                Own(given, followsOthers);
            }
            else
            {
                Scripts(command, info, given, certain, followsOthers);
            }
        }

        /// <summary>The parameter that a name, which may be cut short, means; null when it is not certain.</summary>
        private static ParameterMetadata Parameter(CommandInfo command, string name)
        {
            ParameterMetadata found = null;
            foreach (ParameterMetadata parameter in Parameters(command))
            {
                bool begins = parameter.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase);
                bool same = parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
                foreach (string alias in parameter.Aliases)
                {
                    begins |= alias.StartsWith(name, StringComparison.OrdinalIgnoreCase);
                    same |= alias.Equals(name, StringComparison.OrdinalIgnoreCase);
                }

                if (same)
                {
                    return parameter;
                }

                if (begins)
                {
                    if (found != null)
                    {
                        return null;
                    }

                    found = parameter;
                }
            }

            return found;
        }

        /// <summary>Whether a script block given to the parameter becomes text and never runs (filters are written so).</summary>
        private static bool IsTextOnly(ParameterMetadata parameter)
        {
            return parameter?.ParameterType == typeof(string) && !TakesInput(parameter);
        }

        private static IEnumerable<ParameterMetadata> Parameters(CommandInfo command)
        {
            try
            {
                return command?.Parameters?.Values ?? (IEnumerable<ParameterMetadata>)Array.Empty<ParameterMetadata>();
            }
            catch (Exception error) when (error is RuntimeException or InvalidOperationException)
            {
                // Metadata that PowerShell itself cannot read: nothing is known of them.
                return Array.Empty<ParameterMetadata>();
            }
        }

        private static bool TakesInput(ParameterMetadata parameter)
        {
            foreach (ParameterSetMetadata set in parameter.ParameterSets.Values)
            {
                if (set.ValueFromPipeline || set.ValueFromPipelineByPropertyName)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>What the command is; null for a function that is looked at itself.</summary>
        private CommandInfo Named(CommandAst command)
        {
            string name = command.GetCommandName();
            if (string.IsNullOrEmpty(name))
            {
                throw new NotReadOnlyException(command, "is a command that is known only when it runs");
            }

            CommandInfo info = facts.ResolveAlias(name);
            bool defined = facts.Defines(name);
            if (info == null && facts.Resolve(name) == null && defined)
            {
                return null;
            }

            // When both are there, the script may mean either.
            if (info == null || !OnlyReads(info))
            {
                string label = info != null && facts.Resolve(name) is AliasInfo ? name + " (" + info.Name + ")" : name;
                throw new NotReadOnlyException(command.CommandElements[0], NotReading, label);
            }

            return defined || ScriptFacts.IsOfUser(info) ? null : info;
        }

        private static bool OnlyReads(CommandInfo info)
        {
            if (info is CmdletInfo cmdlet)
            {
                return IsReadingVerb(cmdlet.Name) || IsOfPowerShell(cmdlet, harmless) || IsOfPowerShell(cmdlet, calculating);
            }

            // A function of the user has been added to what is looked at.
            return ScriptFacts.IsOfUser(info) || (ScriptFacts.IsOfModule(info) && IsReadingVerb(info.Name));
        }

        private static bool IsReadingVerb(string name)
        {
            foreach (string verb in verbs)
            {
                if (name.StartsWith(verb, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }

        private static bool IsOfPowerShell(CommandInfo info, HashSet<string> names)
        {
            return info is CmdletInfo cmdlet && names.Contains(cmdlet.Name)
                && (cmdlet.ImplementingType.Assembly == typeof(PSObject).Assembly
                    || cmdlet.ImplementingType.Assembly.GetName().Name is "Microsoft.PowerShell.Commands.Utility"
                        or "Microsoft.PowerShell.Commands.Management");
        }

        /// <summary>Tells names from values as PowerShell will. It is not `certain` when a parameter is not known, and a value
        /// behind it may be its or stand for itself.</summary>
        private List<Given> Arguments(CommandAst command, CommandInfo info, out bool certain)
        {
            var given = new List<Given>();
            certain = true;
            for (int i = 1; i < command.CommandElements.Count; i++)
            {
                CommandElementAst element = command.CommandElements[i];
                if (element is CommandParameterAst named)
                {
                    ParameterMetadata parameter = Parameter(info, named.ParameterName);
                    Ast value = named.Argument;
                    bool flag = parameter?.ParameterType == typeof(SwitchParameter) || named.ParameterName == "-";
                    if (value == null && !flag && i + 1 < command.CommandElements.Count
                        && command.CommandElements[i + 1] is not (CommandParameterAst or VariableExpressionAst { Splatted: true }))
                    {
                        value = command.CommandElements[++i];
                        certain &= parameter != null;
                    }

                    given.Add(new Given(named.ParameterName, parameter, value, named));
                }
                else if (element is VariableExpressionAst { Splatted: true } splatted)
                {
                    Splat(splatted, info, given);
                }
                else
                {
                    given.Add(new Given(null, null, element, element));
                }
            }

            return given;
        }

        private void Splat(VariableExpressionAst splatted, CommandInfo info, List<Given> given)
        {
            List<HashtableAst> tables = values.Tables(splatted)
                ?? throw new NotReadOnlyException(splatted, "is not a table that the script has written out");
            foreach (HashtableAst table in tables)
            {
                foreach ((ExpressionAst key, StatementAst value) in table.KeyValuePairs)
                {
                    if (key is not StringConstantExpressionAst { Value: string name })
                    {
                        throw new NotReadOnlyException(key, "names a parameter that is known only when it runs");
                    }

                    given.Add(new Given(name, Parameter(info, name), value, key));
                }
            }
        }

        /// <summary>Looks at parameters that do something by themselves.</summary>
        private void Parameter(CommandAst command, CommandInfo info, Given given)
        {
            bool each = IsOfPowerShell(info, harmless) && info.Name.Equals("ForEach-Object", StringComparison.OrdinalIgnoreCase);
            if (given.Name == null)
            {
                if (each && given.Value is not ScriptBlockExpressionAst)
                {
                    throw new NotReadOnlyException(given.Value, "is the name of a method, perhaps; write a script block");
                }

                return;
            }

            string name = given.Parameter?.Name ?? given.Name;
            bool sets = given.Parameter != null ? ScriptFacts.SetsVariable(name)
                : ScriptFacts.MaySetVariable(name) && !IsDeclared(command, name);
            if (sets && given.Value != null && !(given.Value is StringConstantExpressionAst variable
                && given.At is CommandParameterAst && VariableNames.CanBeSet(variable.Value) && !facts.IsShared(variable.Value)))
            {
                throw new NotReadOnlyException(given.At, ReadOnlyCheck.SetsMore);
            }

            bool changes = each
                ? name is not ("Begin" or "Process" or "End" or "RemainingScripts" or "InputObject") && !IsCommon(name)
                : info != null && ((name.StartsWith("Out", StringComparison.OrdinalIgnoreCase) && !IsCommon(name))
                    || (info.Name.Equals("Get-Help", StringComparison.OrdinalIgnoreCase) && name is "Online" or "ShowWindow"));
            if (changes)
            {
                throw new NotReadOnlyException(given.At, "is a parameter that may change something");
            }
        }

        private static bool IsCommon(string name)
        {
            return Cmdlet.CommonParameters.Contains(name);
        }

        /// <summary>Whether a function of the script has a parameter of just this name.</summary>
        private bool IsDeclared(CommandAst command, string parameter)
        {
            string name = command.GetCommandName();
            foreach (FunctionDefinitionAst function in facts.Functions)
            {
                if (function.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    ReadOnlyCollection<ParameterAst> parameters = function.Parameters ?? function.Body.ParamBlock?.Parameters;
                    bool found = false;
                    for (int i = 0; i < parameters?.Count; i++)
                    {
                        found |= parameters[i].Name.VariablePath.UserPath.Equals(parameter, StringComparison.OrdinalIgnoreCase);
                    }

                    if (!found)
                    {
                        return false;
                    }
                }
            }

            return facts.Defines(name ?? string.Empty);
        }
    }
}
