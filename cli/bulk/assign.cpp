#include "bulk/assign.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <string>
#include <utility>
#include <variant>

#include "bulk/input.hpp"
#include "bulk/job.hpp"
#include "bulk/journal_file.hpp"
#include "bulk/report.hpp"
#include "output/error_report.hpp"
#include "output/print_rows.hpp"
#include "session/change_question.hpp"
#include "session/session_run.hpp"
#include "terminal/terminal_prompter.hpp"

namespace teamsctl::cli {
namespace {

using Journal = std::unique_ptr<BulkJournalFile>;

const std::vector<std::string_view> columns = {"Line",    "UserPrincipalName", "TelephoneNumber",
                                               "Outcome", "Verified",          "Error.message"};
const std::vector<std::string_view> dry_run_columns = {
    "Line", "Done", "Cmdlet", "Parameters.Identity", "Parameters.PhoneNumber"};

/// The journal's path. A pipe, also one with a name, has nothing beside it.
std::variant<std::string, Error> journal_path(const BulkAssignCommand& command,
                                              const BulkInput& input) {
  if (!command.journal.empty()) return command.journal;
  if (input.is_regular) return command.file + ".teamsctl-journal";
  return Error{
      .code = ErrorCode::usage,
      .message = "bulk-assign: " + command.file + " has no place that a journal could lie beside.",
      .hint = "Name one with --journal."};
}

Error of_another_file(const std::string& path, const BulkJournal& journal) {
  return {.code = ErrorCode::usage,
          .message = "The journal " + path + " is about a file with other contents" +
                     (journal.finished() ? ", which is finished." : ", which is not finished."),
          .hint = journal.finished()
                      ? "--restart sets it aside and begins a new one."
                      : "Run the file as it was to its end, or let --restart set the journal aside "
                        "and begin a new one."};
}

/// The journal that is there and is about this file; null when there is none yet.
BulkJournalFile::Opened journal_of(const BulkAssignCommand& command, const BulkInput& input,
                                   const std::string& path) {
  using Use = BulkJournalFile::Use;
  if (command.restart) return BulkJournalFile::open(path, Use::set_aside);
  BulkJournalFile::Opened opened =
      BulkJournalFile::open(path, command.dry_run ? Use::look : Use::work);
  const Journal* journal = std::get_if<Journal>(&opened);
  if (journal == nullptr || *journal == nullptr) return opened;
  const BulkJournal& read = (*journal)->journal();
  if (read.sha256() && *read.sha256() != input.sha256) return of_another_file(path, read);
  return opened;
}

std::uint64_t count_done(const BulkInput& input, const Journal& journal) {
  if (!journal) return 0;
  return static_cast<std::uint64_t>(
      std::count_if(input.rows.begin(), input.rows.end(),
                    [&](const BulkRow& row) { return journal->journal().is_done(row.line); }));
}

std::string question(const std::string& file, std::uint64_t rows, std::uint64_t done) {
  const std::uint64_t left = rows - done;
  std::string text = "Assign " + std::to_string(left) + (left == 1 ? " number" : " numbers") +
                     " from " + shown_bulk_file(file) + (left == 1 ? " to a user" : " to users");
  if (done != 0) text += " (" + std::to_string(done) + " of " + std::to_string(rows) + " are done)";
  return text + "?";
}

/// Writes rows for which nobody has to sign in. Returns the exit status.
int print_all(const BulkInput& input, const Options& options,
              const std::function<std::string(const BulkRow&)>& row_of) {
  auto row = input.rows.begin();
  const auto next = [&]() -> std::optional<std::string> {
    if (row == input.rows.end()) return std::nullopt;
    return row_of(*row++);
  };
  const bool dry_run = std::get<BulkAssignCommand>(options.command).dry_run;
  return print_rows(next, dry_run ? dry_run_columns : columns, options);
}

void say_warnings(const BulkAssignCommand& command, const BulkInput& input,
                  const Options& options) {
  if (options.quiet) return;
  for (const std::string& warning : input.warnings)
    std::fprintf(
        stderr, "%s\n",
        printable("teamsctl: warning: " + shown_bulk_file(command.file) + ": " + warning).c_str());
}

int report_mistakes(const BulkMistakes& mistakes, bool json) {
  if (!json)
    for (const std::string& line : mistakes.lines)
      std::fprintf(stderr, "%s\n", printable(line).c_str());
  return report(mistakes.error, json);
}

/// A journal to write in: the one that is there, or a new one.
BulkJournalFile::Opened ready_journal(const BulkAssignCommand& command, const BulkInput& input,
                                      const std::string& path, Journal journal) {
  const std::string header = journal_header(command.file, input.sha256);
  if (command.restart && journal) {
    const std::variant<std::string, Error> aside = journal->set_aside(JournalTime::clock::now());
    if (const Error* error = std::get_if<Error>(&aside)) return *error;
    journal.reset();
  }
  if (!journal) return BulkJournalFile::create(path, header);
  // Cut off in its first line.
  if (!journal->journal().sha256())
    if (std::optional<Error> error = journal->append(header)) return std::move(*error);
  return journal;
}

/// Everything is done, as the journal says; only that it is finished it may not say yet.
int print_done(const BulkInput& input, Journal& journal, const Options& options) {
  if (!journal->journal().finished())
    if (const std::optional<Error> error =
            journal->append(journal_finished(JournalTime::clock::now())))
      return report(*error, options.json_errors);
  return print_all(input, options, [&](const BulkRow& row) {
    return resumed_row(row, journal->journal().row(row.line).result);
  });
}

}  // namespace

int run_bulk_assign(Options options) {
  const BulkAssignCommand command = std::get<BulkAssignCommand>(options.command);
  const bool json = options.json_errors;
  std::variant<BulkInput, BulkMistakes> read = read_bulk_input(command.file, command.format);
  if (const auto* mistakes = std::get_if<BulkMistakes>(&read))
    return report_mistakes(*mistakes, json);
  BulkInput& input = std::get<BulkInput>(read);
  say_warnings(command, input, options);
  if (input.rows.empty()) return print_all(input, options, {});

  const std::variant<std::string, Error> path = journal_path(command, input);
  if (const Error* error = std::get_if<Error>(&path)) return report(*error, json);
  BulkJournalFile::Opened opened = journal_of(command, input, std::get<std::string>(path));
  if (const Error* error = std::get_if<Error>(&opened)) return report(*error, json);
  Journal journal = std::get<Journal>(std::move(opened));
  const std::uint64_t done = count_done(input, journal);
  if (command.dry_run)
    return print_all(input, options, [&](const BulkRow& row) {
      return bulk_dry_run_row(row, journal && journal->journal().is_done(row.line));
    });
  if (done == input.rows.size()) return print_done(input, journal, options);
  if (!command.yes)
    if (const std::optional<Error> refused =
            ask_yes(question(command.file, input.rows.size(), done), options))
      return report(*refused, json);
  opened = ready_journal(command, input, std::get<std::string>(path), std::move(journal));
  if (const Error* error = std::get_if<Error>(&opened)) return report(*error, json);

  BulkJob job({.file = shown_bulk_file(command.file),
               .rows = std::move(input.rows),
               .journal = std::get<Journal>(std::move(opened)),
               .verify = command.verify,
               .continue_on_error = command.continue_on_error});
  return run_job(std::move(options), job, columns);
}

}  // namespace teamsctl::cli
