#include "batch/line.hpp"

#include <utility>

#include "command_line/command_line.hpp"
#include "text/read_whole.hpp"

namespace teamsctl::cli {
namespace {

using Read = std::variant<DoRequest, Error>;

Error no_sense(const std::string& what, std::string hint = "") {
  return {.code = ErrorCode::usage,
          .message = what + " makes no sense in a batch.",
          .hint = hint.empty() ? "A batch takes what can be asked of a session that is signed in."
                               : std::move(hint)};
}

Read teams_request(const TeamsCommand& command) {
  for (const auto& [name, texts] : command.arguments)
    for (const std::string& text : texts)
      if (name == "users" && text == "-")
        return no_sense(std::string(command.info->name) + " -", "Name the users in the line.");
  std::variant<Request, Error> made = request_for(*command.info, command.arguments);
  if (Error* error = std::get_if<Error>(&made)) return std::move(*error);
  return DoRequest{.request = std::get<Request>(std::move(made)),
                   .changes = command.info->changes,
                   .dry_run = command.dry_run};
}

Read run_request(const RunCommand& command) {
  if (command.streams)
    return no_sense("--streams", "What PowerShell says is in the events output and warning.");
  if (command.file == "-") return no_sense("run -", "Give the text in the line, or run -f FILE.");
  RunScript script{.text = command.text, .read_only = command.read_only};
  if (!command.file.empty()) {
    std::variant<std::string, Error> text = read_whole(command.file, "run");
    if (Error* error = std::get_if<Error>(&text)) return std::move(*error);
    script.text = std::get<std::string>(std::move(text));
    if (script.text.starts_with("\xEF\xBB\xBF")) script.text.erase(0, 3);
  }
  return DoRequest{.request = std::move(script)};
}

/// The first word that is no option: the command.
std::string command_name(const std::vector<std::string>& words) {
  for (const std::string& word : words)
    if (!word.starts_with('-')) return word;
  return words.front();
}

std::variant<BatchLine, BadBatchLine> from_words(std::uint64_t number,
                                                 std::vector<std::string> words) {
  const auto bad = [&](Error error) {
    return BadBatchLine{.number = number, .id = {}, .error = std::move(error)};
  };
  const std::string name = command_name(words);
  std::variant<CommandLine, Information, UsageError> parsed = read_command_line(std::move(words));
  if (UsageError* error = std::get_if<UsageError>(&parsed)) return bad(std::move(error->error));
  if (std::holds_alternative<Information>(parsed)) return bad(no_sense("A request for help"));
  const CommandLine& line = std::get<CommandLine>(parsed);
  Read read = no_sense(name);
  const auto* teams = std::get_if<TeamsCommand>(&line.command);
  if (teams != nullptr) read = teams_request(*teams);
  if (const auto* run = std::get_if<RunCommand>(&line.command)) read = run_request(*run);
  if (Error* error = std::get_if<Error>(&read)) return bad(std::move(*error));
  if (!line.texts.empty())
    return bad({.code = ErrorCode::usage,
                .message = "--" + line.texts.begin()->first + " is of no use in a line of a batch.",
                .hint = "Give it to batch itself."});
  return BatchLine{.number = number,
                   .id = {},
                   .asked = std::get<DoRequest>(std::move(read)),
                   .yes = teams != nullptr && teams->yes};
}

std::variant<BatchLine, BadBatchLine> from_json(const MessageLines::Line& line) {
  std::variant<ClientMessage, BadMessage> read = read_message(line.text);
  if (BadMessage* bad = std::get_if<BadMessage>(&read))
    return BadBatchLine{
        .number = line.number, .id = std::move(bad->head.id), .error = std::move(bad->error)};
  ClientMessage& message = std::get<ClientMessage>(read);
  MessageHead& head = message.head;
  if (!head.session.empty())
    return BadBatchLine{.number = line.number,
                        .id = std::move(head.id),
                        .error = no_sense("sessionId", "A batch is one session.")};
  if (DoRequest* asked = std::get_if<DoRequest>(&message.body))
    return BatchLine{.number = line.number, .id = std::move(head.id), .asked = std::move(*asked)};
  return BadBatchLine{
      .number = line.number, .id = std::move(head.id), .error = no_sense(head.type)};
}

}  // namespace

std::variant<std::vector<std::string>, Error> shell_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool inside = false;  // a word, which may be empty: ''
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool more = i + 1 < line.size();
    if (quote == '\'') {
      if (c == '\'')
        quote = 0;
      else
        word += c;
    } else if (quote == '"') {
      if (c == '"')
        quote = 0;
      else if (c == '\\' && more &&
               std::string_view("\"\\$`").find(line[i + 1]) != std::string_view::npos)
        word += line[++i];
      else
        word += c;
    } else if (c == ' ' || c == '\t') {
      if (std::exchange(inside, false)) words.push_back(std::exchange(word, {}));
    } else if (c == '#' && !inside) {
      break;
    } else {
      inside = true;
      if (c == '\'' || c == '"')
        quote = c;
      else if (c == '\\' && more)
        word += line[++i];
      else
        word += c;
    }
  }
  if (quote != 0)
    return Error{.code = ErrorCode::usage,
                 .message = std::string("A quote (") + quote + ") is not closed.",
                 .hint = "A request is one line."};
  if (inside) words.push_back(std::move(word));
  return words;
}

std::optional<std::variant<BatchLine, BadBatchLine>> read_batch_line(
    const MessageLines::Line& line) {
  if (line.too_long)
    return BadBatchLine{.number = line.number,
                        .id = {},
                        .error = {.code = ErrorCode::usage,
                                  .message = "The line is longer than 1 MiB and was not read.",
                                  .hint = "Put a long text into a file: run -f FILE."}};
  const std::size_t first = line.text.find_first_not_of(" \t");
  if (first != std::string_view::npos && line.text[first] == '{') return from_json(line);
  std::variant<std::vector<std::string>, Error> words = shell_words(line.text);
  if (Error* error = std::get_if<Error>(&words))
    return BadBatchLine{.number = line.number, .id = {}, .error = std::move(*error)};
  std::vector<std::string>& list = std::get<std::vector<std::string>>(words);
  if (list.empty()) return std::nullopt;
  return from_words(line.number, std::move(list));
}

}  // namespace teamsctl::cli
