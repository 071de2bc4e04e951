namespace Teamsctl.Host
{
    /// <summary>A command to run or a script to run.</summary>
    internal sealed class Request
    {
        public long Id;
        public int Depth = Limit.DefaultDepth;
        public string Command;
        public string Script;

        /// <summary>The script must change nothing.</summary>
        public bool ReadOnly;

        /// <summary>The only members that each result has, in this order; null: all.</summary>
        public string[] Properties;

        /// <summary>The members of a result whose objects are written as their text; null: none.</summary>
        public TextMembers Texts;
        public List<KeyValuePair<string, object>> Parameters = new List<KeyValuePair<string, object>>();
    }

    /// <summary>A parameter value whose making can fail or take long: made where the request runs, so that its failure is
    /// that request's and nothing else waits for it.</summary>
    internal sealed class Deferred
    {
        private readonly Func<object> make;

        public Deferred(Func<object> make)
        {
            this.make = make;
        }

        /// <summary>Gives the value with everything deferred in it made.</summary>
        public static object Resolve(object value)
        {
            switch (value)
            {
                case Deferred deferred:
                    return deferred.make();
                case object[] list:
                    for (int i = 0; i < list.Length; i++)
                    {
                        list[i] = Resolve(list[i]);
                    }

                    return list;
                case Hashtable table:
                    var resolved = new Hashtable(StringComparer.OrdinalIgnoreCase);
                    foreach (DictionaryEntry entry in table)
                    {
                        resolved[entry.Key] = Resolve(entry.Value);
                    }

                    return resolved;
                default:
                    return value;
            }
        }
    }
}
