namespace Teamsctl.Host
{
    /// <summary>Looks at a script before it runs. A command, so that names mean to it what they will mean to the script: it
    /// writes the exception that is to come in place of the script, or nothing.</summary>
    public sealed class ReadOnlyCommand : PSCmdlet
    {
        [Parameter]
        public string Text { get; set; }

        protected override void EndProcessing()
        {
            ScriptBlockAst script = Parser.ParseInput(Text, out _, out ParseError[] errors);
            Exception refusal = errors.Length > 0 ? Unreadable(errors) : new ReadOnlyCheck(this).Refusal(script);
            if (refusal != null)
            {
                WriteObject(refusal);
            }
        }

        /// <summary>What PowerShell says of a text that is no script. (It tells one that is cut short from others.)</summary>
        private static Exception Unreadable(ParseError[] errors)
        {
            if (!errors[0].IncompleteInput)
            {
                return new ParseException(errors);
            }

            var error = new IncompleteParseException(errors[0].Message);
            return new RuntimeException(error.Message, error,
                new ErrorRecord(error, errors[0].ErrorId, ErrorCategory.ParserError, null));
        }
    }

    /// <summary>A part of a script that may change something.</summary>
    internal sealed class NotReadOnlyException : Exception
    {
        public NotReadOnlyException(Ast part, string why, string name = null) : base(why)
        {
            Part = part;
            Name = name ?? part.Extent.Text;
        }

        public Ast Part { get; }

        /// <summary>What to call the part.</summary>
        public string Name { get; }
    }
}
