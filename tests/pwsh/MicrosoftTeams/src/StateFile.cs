// The file that keeps the changes of a tenant beyond the end of a pwsh: NDJSON, one line a change, which the simulator reads and
// writes too (teamsctl-scenario(5)).
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TeamsStub
{
    internal sealed class StateFile
    {
        private static readonly JsonSerializerOptions PlainText = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        private readonly string path;
        private long read;

        public StateFile(string path) => this.path = path;

        /// Whether it must be read from its beginning, which it then is.
        public bool HasShrunk()
        {
            if ((File.Exists(path) ? new FileInfo(path).Length : 0) >= read) return false;
            read = 0;
            return true;
        }

        /// The changes behind what was read before. A line without its end may be being written: it is read when it is whole.
        public IReadOnlyList<Change> ReadOn()
        {
            if (!File.Exists(path)) return Array.Empty<Change>();
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[Math.Max(0, file.Length - read)];
            file.Position = read;
            var length = file.ReadAtLeast(bytes, bytes.Length, false);
            var end = bytes.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
            read += end;
            return Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(Parse).Where(change => change is not null).ToArray();
        }

        /// Null for a line that is no change of this tenant, such as one that a killed writer had left without its end.
        private static Change Parse(string line)
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                var members = document.RootElement;
                string Text(string name) => members.GetProperty(name).GetString();
                var (name, user, at) = (Text("number"), Text("user"), members.GetProperty("at").GetInt64());
                return Contoso.IndexOf(name ?? "") is { } number && Contoso.Number(number) == name && (user is null || Users.ById(user) is not null)
                    ? new Change(number, user is null ? null : Users.ById(user), Text("location"), Text("category"), at) : null;
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                return null;
            }
        }

        private static string LineOf(Change change) => JsonSerializer.Serialize(new
        {
            number = Contoso.Number(change.Number), user = change.User is { } user ? Users.IdOf(user) : null,
            location = change.Location, category = change.Category, at = change.At,
        }, PlainText) + "\n";

        public void Append(IReadOnlyList<Change> changes) =>
            AppendingFile.Append(path, Encoding.UTF8.GetBytes((EndsAmidLine() ? "\n" : "") + string.Concat(changes.Select(LineOf))));

        private bool EndsAmidLine()
        {
            if (!File.Exists(path)) return false;
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (file.Length == 0) return false;
            file.Position = file.Length - 1;
            return file.ReadByte() != '\n';
        }
    }
}
