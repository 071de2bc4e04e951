namespace Teamsctl.Host
{
    internal sealed class SessionHost : PSHost
    {
        private readonly SessionUserInterface userInterface;
        private readonly CultureInfo culture = CultureInfo.CurrentCulture;
        private readonly CultureInfo userInterfaceCulture = CultureInfo.CurrentUICulture;
        private PSObject privateData;

        public SessionHost(Channel channel, Session session)
        {
            userInterface = new SessionUserInterface(channel, session);
        }

        public override string Name => "teamsctl";

        public override Version Version { get; } = new Version(1, 0);

        public override Guid InstanceId { get; } = Guid.NewGuid();

        public override PSHostUserInterface UI => userInterface;

        public override CultureInfo CurrentCulture => culture;

        public override CultureInfo CurrentUICulture => userInterfaceCulture;

        public override PSObject PrivateData => privateData ??= new PSObject(new HostColors());

        /// <summary>`exit` in a script ends that script; the session is not its to end.</summary>
        public override void SetShouldExit(int exitCode)
        {
        }

        public override void EnterNestedPrompt()
        {
            throw new NotSupportedException("There is no nested prompt in a teamsctl session.");
        }

        public override void ExitNestedPrompt()
        {
        }

        public override void NotifyBeginApplication()
        {
        }

        public override void NotifyEndApplication()
        {
        }
    }

    /// <summary>Colours that scripts like to read and set by way of $Host.PrivateData.</summary>
    public sealed class HostColors
    {
        public ConsoleColor ErrorForegroundColor { get; set; } = ConsoleColor.Red;

        public ConsoleColor ErrorBackgroundColor { get; set; } = ConsoleColor.Black;

        public ConsoleColor WarningForegroundColor { get; set; } = ConsoleColor.Yellow;

        public ConsoleColor WarningBackgroundColor { get; set; } = ConsoleColor.Black;

        public ConsoleColor VerboseForegroundColor { get; set; } = ConsoleColor.Yellow;

        public ConsoleColor VerboseBackgroundColor { get; set; } = ConsoleColor.Black;

        public ConsoleColor DebugForegroundColor { get; set; } = ConsoleColor.Yellow;

        public ConsoleColor DebugBackgroundColor { get; set; } = ConsoleColor.Black;

        public ConsoleColor ProgressForegroundColor { get; set; } = ConsoleColor.Black;

        public ConsoleColor ProgressBackgroundColor { get; set; } = ConsoleColor.Yellow;
    }
}
