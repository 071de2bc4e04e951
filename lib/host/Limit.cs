namespace Teamsctl.Host
{
    /// <summary>The sizes the protocol promises, and those that keep us bounded.</summary>
    internal static class Limit
    {
        public const int Record = 64 * 1024 * 1024;
        public const int Request = 16 * 1024 * 1024;
        public const int Nesting = 512;
        /// <summary>A result's own nesting: the record around it takes one level, a truncation mark another.</summary>
        public const int Depth = Nesting - 2;
        public const int DefaultDepth = 16;
        /// <summary>Longer messages are cut; host text is split instead.</summary>
        public const int Message = 1024 * 1024;
        public const int Block = 32 * 1024;
        public const int HoldMilliseconds = 15;
        public const int ProgressMilliseconds = 100;
    }
}
