namespace Teamsctl.Host
{
    /// <summary>Names of members, without case; a name with * before it means all that end so.</summary>
    internal sealed class TextMembers
    {
        private const int MaximumKnown = 4096;

        private readonly string[] names;
        private readonly Dictionary<string, bool> known = new Dictionary<string, bool>(StringComparer.Ordinal);

        private TextMembers(string[] names)
        {
            this.names = names;
        }

        public static TextMembers Of(string[] names)
        {
            return names == null || names.Length == 0 ? null : new TextMembers(names);
        }

        public bool IsLike(TextMembers other)
        {
            return other != null && names.AsSpan().SequenceEqual(other.names);
        }

        /// <summary>Whether a member is one of them. Results have the same members over and over.</summary>
        public bool Has(string member)
        {
            if (!known.TryGetValue(member, out bool has))
            {
                foreach (string name in names)
                {
                    has |= name.StartsWith('*')
                        ? member.AsSpan().EndsWith(name.AsSpan(1), StringComparison.OrdinalIgnoreCase)
                        : member.Equals(name, StringComparison.OrdinalIgnoreCase);
                }

                if (known.Count < MaximumKnown)
                {
                    known.Add(member, has);
                }
            }

            return has;
        }
    }
}
