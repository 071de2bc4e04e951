namespace Teamsctl.Host
{
    // Where a script block that nobody has looked at would run.
    internal sealed partial class CommandCheck
    {
        /// <summary>A function that is looked at itself, or a script block: nothing is known of its parameters, and one of them
        /// may wait for pipeline input.</summary>
        private void Own(List<Given> given, bool followsOthers)
        {
            foreach (Given one in given)
            {
                if (followsOthers && one.Value != null && !values.NeverScript(one.Value))
                {
                    throw new NotReadOnlyException(one.Value, ValueFacts.MayBeScript);
                }
            }
        }

        /// <summary>Refuses values that may be a strange script block where the command would run it.</summary>
        private void Scripts(CommandAst command, CommandInfo info, List<Given> given, bool certain, bool followsOthers)
        {
            bool calculates = IsOfPowerShell(info, calculating);
            int position = 0;
            foreach (Given one in given)
            {
                bool runs;
                if (one.Name != null)
                {
                    runs = one.Parameter == null || Runs(one.Parameter, calculates, followsOthers);
                }
                else
                {
                    runs = RunsAt(info, given, certain ? position : 0, calculates, followsOthers);
                    position++;
                }

                if (runs && one.Value != null
                    && !(calculates ? values.NeverScriptAsProperty(one.Value) : values.NeverScript(one.Value)))
                {
                    throw new NotReadOnlyException(one.Value, ValueFacts.MayBeScript);
                }
            }

            if (followsOthers)
            {
                foreach (ParameterMetadata parameter in Parameters(info))
                {
                    if (TakesInput(parameter) && IsScript(parameter.ParameterType))
                    {
                        throw new NotReadOnlyException(command, "runs what comes in");
                    }
                }
            }
        }

        private static bool IsScript(Type type)
        {
            type = PlainTypes.Element(type);
            return typeof(ScriptBlock).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type);
        }

        private static bool Runs(ParameterMetadata parameter, bool calculates, bool followsOthers)
        {
            Type type = PlainTypes.Element(parameter.ParameterType);
            return IsScript(type)
                || (calculates && (type == typeof(object) || typeof(IDictionary).IsAssignableFrom(type)
                    || type.Name == "PSPropertyExpression"))
                // Bound to a parameter that waits for pipeline input, a script block runs for each object.
                || (followsOthers && TakesInput(parameter));
        }

        /// <summary>Whether a value without a name could come to a parameter that runs script blocks. The n-th value goes to
        /// the n-th position that is still free, or to a later one when a parameter set drops out.</summary>
        private static bool RunsAt(CommandInfo info, List<Given> given, int index, bool calculates, bool followsOthers)
        {
            HashSet<string> sets = SetsWith(given);
            var positions = new SortedSet<int>();
            var candidates = new List<(int Position, ParameterMetadata Parameter)>();
            foreach (ParameterMetadata parameter in Parameters(info))
            {
                if (IsNamed(parameter, given))
                {
                    continue;
                }

                foreach (KeyValuePair<string, ParameterSetMetadata> set in parameter.ParameterSets)
                {
                    if (sets != null && set.Key != ParameterAttribute.AllParameterSets && !sets.Contains(set.Key))
                    {
                        continue;
                    }

                    if (set.Value.Position >= 0)
                    {
                        positions.Add(set.Value.Position);
                        candidates.Add((set.Value.Position, parameter));
                    }

                    if (set.Value.ValueFromRemainingArguments)
                    {
                        candidates.Add((int.MaxValue, parameter));
                    }
                }
            }

            int first = 0;
            foreach (int position in positions)
            {
                if (index-- == 0)
                {
                    first = position;
                    break;
                }

                first = int.MaxValue;
            }

            foreach ((int position, ParameterMetadata parameter) in candidates)
            {
                if (position >= first && Runs(parameter, calculates, followsOthers))
                {
                    return true;
                }
            }

            // Of a command without parameters that are known, nothing is.
            return candidates.Count == 0;
        }

        private static bool IsNamed(ParameterMetadata parameter, List<Given> given)
        {
            foreach (Given one in given)
            {
                if (one.Parameter?.Name == parameter.Name)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>The parameter sets that have all the parameters that are named; null: any.</summary>
        private static HashSet<string> SetsWith(List<Given> given)
        {
            HashSet<string> sets = null;
            foreach (Given one in given)
            {
                if (one.Parameter != null && !one.Parameter.ParameterSets.ContainsKey(ParameterAttribute.AllParameterSets))
                {
                    if (sets == null)
                    {
                        sets = new HashSet<string>(one.Parameter.ParameterSets.Keys, StringComparer.OrdinalIgnoreCase);
                    }
                    else
                    {
                        sets.IntersectWith(one.Parameter.ParameterSets.Keys);
                    }
                }
            }

            return sets;
        }
    }
}
