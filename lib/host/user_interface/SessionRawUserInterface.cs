namespace Teamsctl.Host
{
    /// <summary>A screen that is not there: wide enough that formatting never wraps, and willing to be told anything.</summary>
    internal sealed class SessionRawUserInterface : PSHostRawUserInterface
    {
        private const int Width = 4096;
        private const int Height = 1000;

        private readonly SessionUserInterface userInterface;

        public SessionRawUserInterface(SessionUserInterface userInterface)
        {
            this.userInterface = userInterface;
        }

        public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

        public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

        public override Coordinates CursorPosition { get; set; }

        public override Coordinates WindowPosition { get; set; }

        public override int CursorSize { get; set; } = 25;

        public override Size BufferSize { get; set; } = new Size(Width, Height);

        public override Size WindowSize { get; set; } = new Size(Width, Height);

        public override Size MaxWindowSize => new Size(Width, Height);

        public override Size MaxPhysicalWindowSize => new Size(Width, Height);

        public override bool KeyAvailable => false;

        public override string WindowTitle { get; set; } = "teamsctl";

        public override KeyInfo ReadKey(ReadKeyOptions options)
        {
            string text = userInterface.ReadKey();
            char key = text.Length > 0 ? text[0] : '\r';
            return new KeyInfo(char.ToUpperInvariant(key), key, 0, (options & ReadKeyOptions.IncludeKeyDown) != 0);
        }

        public override void FlushInputBuffer()
        {
        }

        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents)
        {
        }

        public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
        {
        }

        public override BufferCell[,] GetBufferContents(Rectangle rectangle)
        {
            int height = Math.Clamp(rectangle.Bottom - rectangle.Top + 1, 0, Height);
            int width = Math.Clamp(rectangle.Right - rectangle.Left + 1, 0, Width);
            return NewBufferCellArray(width, height,
                new BufferCell(' ', ForegroundColor, BackgroundColor, BufferCellType.Complete));
        }

        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill)
        {
        }
    }
}
