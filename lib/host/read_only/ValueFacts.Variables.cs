namespace Teamsctl.Host
{
    // What can be known of a variable's value.
    internal sealed partial class ValueFacts
    {
        /// <summary>Whether a variable holds nothing but tables and lists that the script itself has written out.</summary>
        public bool IsOwnCollection(VariableExpressionAst variable)
        {
            return Whole(variable, literal => literal is HashtableAst or ArrayLiteralAst, elements: true);
        }

        /// <summary>The tables that a variable can hold, all written out in the script; null when that is not certain.</summary>
        public List<HashtableAst> Tables(VariableExpressionAst variable)
        {
            if (!Whole(variable, literal => literal is HashtableAst, elements: false))
            {
                return null;
            }

            var tables = new List<HashtableAst>();
            foreach (ScriptFacts.Assignment assignment in facts.AssignmentsTo(VariableNames.Of(variable.VariablePath)))
            {
                tables.Add((HashtableAst)Literal(assignment.Value));
            }

            return tables;
        }

        private bool Whole(VariableExpressionAst variable, Func<Ast, bool> accepts, bool elements)
        {
            string name = VariableNames.Of(variable.VariablePath);
            List<ScriptFacts.Assignment> all = facts.AssignmentsTo(name);

            // When an assignment fails, or has not been made yet, what the session has of that name is there.
            if (!VariableNames.CanBeSet(variable.VariablePath) || all.Count == 0 || facts.SessionValue(name) != null)
            {
                return false;
            }

            foreach (ScriptFacts.Assignment assignment in all)
            {
                if (!(assignment.IsWhole && accepts(Literal(assignment.Value))) && !(elements && assignment.IsElement))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>The table or list that a statement is, without [ordered] or @() around it.</summary>
        private static Ast Literal(Ast value)
        {
            while (true)
            {
                switch (value)
                {
                    case PipelineAst { PipelineElements: { Count: 1 } elements }:
                        value = elements[0];
                        break;
                    case CommandExpressionAst expression:
                        value = expression.Expression;
                        break;
                    // (With a single list in it, it is that list, which may be somebody else's.)
                    case ArrayExpressionAst { SubExpression: { Statements: { Count: 1 } statements } }
                        when Literal(statements[0]) is ArrayLiteralAst list:
                        return list;
                    case ConvertExpressionAst conversion when PlainTypes.IsOrdered(conversion.Type)
                        || conversion.Type.TypeName.GetReflectionType() == typeof(Hashtable):
                        value = conversion.Child;
                        break;
                    default:
                        return value;
                }
            }
        }

        private bool Variable(VariableExpressionAst variable)
        {
            string name = variable.VariablePath.UserPath;
            if (variable.VariablePath.IsDriveQualified || name.Equals("null", StringComparison.OrdinalIgnoreCase)
                || name.Equals("true", StringComparison.OrdinalIgnoreCase)
                || name.Equals("false", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            return VariableNames.CanBeSet(variable.VariablePath) && Tame(VariableNames.Of(variable.VariablePath));
        }

        private bool Tame(string name)
        {
            if (tame == null)
            {
                // All are, until one is given something that is not: variables may be given each other.
                tame = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
                foreach (string variable in facts.Variables)
                {
                    tame.Add(variable);
                }

                while (tame.RemoveWhere(variable => !IsGivenTame(variable)) > 0)
                {
                }
            }

            return facts.AssignmentsTo(name).Count > 0 ? tame.Contains(name) : IsPlain(facts.SessionValue(name));
        }

        private bool IsGivenTame(string name)
        {
            foreach (ScriptFacts.Assignment assignment in facts.AssignmentsTo(name))
            {
                if (!PlainTypes.NeverHoldsScript(assignment.Type) && !NeverScript(assignment.Value))
                {
                    return false;
                }
            }

            return IsPlain(facts.SessionValue(name));
        }

        private static bool IsPlain(object value)
        {
            return value == null || PlainTypes.Is(value.GetType());
        }

        private Type Typed(VariableExpressionAst variable)
        {
            if (!VariableNames.CanBeSet(variable.VariablePath))
            {
                return null;
            }

            if (typed == null)
            {
                // None is, until all that is given to it is: here a variable that is given itself is not worth the trouble.
                typed = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase);
                int before;
                do
                {
                    before = typed.Count;
                    foreach (string name in facts.Variables)
                    {
                        if (!typed.ContainsKey(name) && GivenType(name) is Type given)
                        {
                            typed.Add(name, given);
                        }
                    }
                }
                while (typed.Count > before);
            }

            return typed.GetValueOrDefault(VariableNames.Of(variable.VariablePath));
        }

        private Type GivenType(string name)
        {
            Type type = null;
            foreach (ScriptFacts.Assignment assignment in facts.AssignmentsTo(name))
            {
                Type given = PlainTypes.Is(assignment.Type) ? assignment.Type
                    : assignment.IsWhole ? TypeOf(assignment.Value) : null;
                if (given == null || (type != null && type != given))
                {
                    return null;
                }

                type = given;
            }

            return IsPlain(facts.SessionValue(name)) ? type : null;
        }
    }
}
