#include "commands/run_text.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>
#include <variant>

#include "output/error_report.hpp"
#include "session/session_run.hpp"
#include "teamsctl/json_members.hpp"
#include "terminal/terminal_prompter.hpp"
#include "text/read_whole.hpp"

namespace teamsctl::cli {
namespace {

/// One object of each stream: `stream`, then `value` (output) or `message`.
std::string stream_record(const Message& message) {
  std::string record = "{\"stream\":" + json_quoted(name_of(message.level)) +
                       ",\"message\":" + json_quoted(message.text);
  if (message.level == MessageLevel::error)
    record += ",\"id\":" + json_quoted(message.error_id) +
              ",\"category\":" + json_quoted(message.category);
  return record + "}";
}

class RunText final : public Job {
 public:
  RunText(RunScript script, bool streams) : script_(std::move(script)), streams_(streams) {}

  void begin(SessionRun& run, const Connected&) override {
    id_ = run.session().start(std::move(script_));
  }

  void row(SessionRun& run, const Row& row) override {
    if (streams_)
      run.rows().row("{\"stream\":\"output\",\"value\":" + std::string(row.json) + "}");
    else
      run.rows().row(row.json);
  }

  void message(SessionRun& run, const Message& message) override {
    if (streams_) {
      run.rows().row(stream_record(message));
      return;
    }
    // Not the log: what a person's own text says is what it was run for. -q leaves its errors.
    if (run.options().quiet && message.level != MessageLevel::error) return;
    run.progress().clear();
    switch (message.level) {
      case MessageLevel::warning:
        line("WARNING: ", message);
        break;
      case MessageLevel::verbose:
        line("VERBOSE: ", message);
        break;
      case MessageLevel::debug:
        line("DEBUG: ", message);
        break;
      case MessageLevel::error:
        line("ERROR: ", message);
        break;
      case MessageLevel::information:
      case MessageLevel::host:
        line("", message);
        break;
    }
  }

  void finished(SessionRun& run, const Finished& finished) override {
    if (open_line_) std::fputc('\n', stderr);
    run.end(finished.error);
  }

  void interrupt(SessionRun& run) override { run.session().cancel(id_); }

 private:
  void line(const char* label, const Message& message) {
    if (open_line_ && message.level != MessageLevel::host) std::fputc('\n', stderr);
    std::string text = label + printable_lines(message.text);
    if (message.newline) text += '\n';
    open_line_ = !message.newline;
    std::fwrite(text.data(), 1, text.size(), stderr);
  }

  /// Several lines stay several lines; everything else that a terminal would obey is taken out.
  static std::string printable_lines(std::string_view text) {
    std::string out;
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      if (begin != 0) out += '\n';
      std::string_view one = text.substr(begin, end - begin);
      if (one.ends_with('\r')) one.remove_suffix(1);
      out += printable(one);
      begin = end + 1;
    }
    return out;
  }

  RunScript script_;
  bool streams_;
  RequestId id_ = 0;
  bool open_line_ = false;
};

}  // namespace

int run_text(Options options) {
  RunCommand command = std::get<RunCommand>(options.command);
  const bool json = options.json_errors;
  if (command.streams && options.output != OutputFormat::ndjson)
    return report({.code = ErrorCode::usage,
                   .message = "--streams needs -o ndjson.",
                   .hint = "Add -o ndjson."},
                  json);
  if (!command.file.empty()) {
    std::variant<std::string, Error> text = read_whole(command.file, "run");
    if (const Error* error = std::get_if<Error>(&text)) return report(*error, json);
    command.text = std::get<std::string>(std::move(text));
    // As PowerShell itself reads a file.
    if (command.text.starts_with("\xEF\xBB\xBF")) command.text.erase(0, 3);
  }
  RunText job({.text = std::move(command.text), .read_only = command.read_only}, command.streams);
  return run_job(std::move(options), job);
}

}  // namespace teamsctl::cli
