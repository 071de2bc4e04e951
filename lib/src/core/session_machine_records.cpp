#include <charconv>

#include "core/prompt_rule.hpp"
#include "core/refusals.hpp"
#include "core/session_machine.hpp"

// What the session host says.
namespace teamsctl::core {
namespace {

constexpr int protocol_version = 1;

// A command that fails in a loop must not fill the memory.
constexpr std::size_t kept_errors = 64;

bool at_least_7_4(std::string_view version) {
  int major = 0;
  int minor = 0;
  const char* end = version.data() + version.size();
  const auto [dot, error] = std::from_chars(version.data(), end, major);
  if (error != std::errc() || dot == end || *dot != '.') return false;
  std::from_chars(dot + 1, end, minor);
  return major > 7 || (major == 7 && minor >= 4);
}

Error too_old(std::string_view version) {
  return {.code = ErrorCode::pwsh_missing,
          .message = "PowerShell " + std::string(version) + " is too old: 7.4 or newer is needed.",
          .hint = "Install a newer PowerShell, or name one with --pwsh PATH."};
}

std::string joined(std::string_view first, std::string_view second) {
  std::string text(first);
  if (!first.empty() && !second.empty()) text += ' ';
  text += second;
  return text;
}

}  // namespace

void SessionMachine::take_record(const Record& record, TimePoint now) {
  std::visit([&](const auto& one) { take(one, now); }, record);
}

void SessionMachine::take_console(ConsoleStream stream, std::string_view bytes, TimePoint now) {
  watch_.feed(stream, bytes, now, detections_);
  if (!detections_.empty()) take_detections(detections_, now);
  name_disabled_rules();
}

void SessionMachine::take(const ReadyRecord& record, TimePoint now) {
  if (state_ != State::starting) return;
  if (record.protocol != protocol_version) {
    lose({.code = ErrorCode::child_lost,
          .message = "The session host speaks version " + std::to_string(record.protocol) +
                     " of the protocol, not " + std::to_string(protocol_version) + ".",
          .hint = "Remove the directory teamsctl in your cache directory, then try again."});
    return;
  }
  if (!at_least_7_4(record.powershell)) {
    lose(too_old(record.powershell));
    return;
  }
  stage_deadline_.reset();
  move(Trigger::host_ready);
  emit(Ready{record.powershell, record.assembly == "cache"});
  begin_next(now);
}

void SessionMachine::take(const FatalRecord& record, TimePoint) {
  if (record.code == "version") {
    lose(too_old(record.powershell));
    return;
  }
  Error error{.code = ErrorCode::child_lost,
              .message = "The session host cannot run: " + record.message};
  if (record.code == "language_mode") {
    error.code = ErrorCode::pwsh_missing;
    error.hint =
        "This PowerShell runs in Constrained Language Mode. teamsctl needs one that runs in Full "
        "Language Mode.";
  } else if (record.code == "scenario") {
    error.code = ErrorCode::usage;
    error.message = record.message;
    error.hint = "See teamsctl-scenario(5).";
  } else {
    error.hint = "Run with -vv to see what PowerShell wrote.";
  }
  lose(std::move(error));
}

void SessionMachine::take(const ObjectRecord& record, TimePoint now) {
  if (!is_active(record.id)) return;
  if (active_->step == Step::query) {
    if (active_->outcome) return;
    if (std::optional<Error> error = active_->query.procedure->take(record.json, *this))
      fail_active(std::move(*error), now);
    return;
  }
  if (active_->step == Step::connect) {
    // The sister modules write the device code into the pipeline; so may a wrapper of this one.
    if (const std::optional<std::string> text = json_text_(record.json, "")) {
      watch_.feed(ConsoleStream::host, *text + "\n", now, detections_);
      take_detections(detections_, now);
    } else if (const std::optional<std::string> account = json_text_(record.json, "Account")) {
      active_->account = *account;
    }
    return;
  }
  if (active_->step == Step::verify && active_->tenant_id.empty()) {
    active_->tenant_id = json_text_(record.json, "TenantId").value_or("");
    active_->display_name = json_text_(record.json, "DisplayName").value_or("");
  }
}

void SessionMachine::take(const ErrorRecord& record, TimePoint) {
  if (!is_active(record.id)) return;
  emit(Message{active_->id, MessageLevel::error, redactor_.redact(record.message), record.fqid,
               record.category});
  if (active_->errors.size() < kept_errors) active_->errors.push_back(record);
}

void SessionMachine::take(const TextRecord& record, TimePoint now) {
  if (active_)
    emit(Message{active_->id, record.level, redactor_.redact(record.text), {}, {}, record.newline});
  if (active_ && active_->step == Step::connect && !active_->outcome) {
    watch_.feed(ConsoleStream::host, record.newline ? record.text + "\n" : record.text, now,
                detections_);
    take_detections(detections_, now);
  }
}

void SessionMachine::take(const ProgressRecord& record, TimePoint) {
  if (!is_active(record.id)) return;
  emit(Progress{.request = active_->id,
                .activity = redactor_.redact(record.activity),
                .status = redactor_.redact(record.status),
                .percent = record.percent,
                .rows = active_->rows,
                .pages = active_->commands});
}

void SessionMachine::take(const PromptRecord& record, TimePoint now) {
  if (!is_active(record.id) || active_->outcome) {
    outputs_.emplace_back(SendRequest{HostDecline{record.prompt}});
    return;
  }
  // Whatever the same text did to the detectors, the host's own question counts.
  watch_.answered();
  std::string message = joined(record.caption, record.message);
  const bool several = (record.kind == PromptKind::fields && record.fields.size() != 1) ||
                       record.kind == PromptKind::choices;
  if (active_->step != Step::connect || several) {
    for (const PromptField& field : record.fields)
      message = joined(message, field.label.empty() ? field.name : field.label);
    Error error{.code = ErrorCode::input_needed,
                .message = "PowerShell asked a question during " + std::string(stage()) +
                           " that nothing here may answer: " + redactor_.redact(message),
                .hint = "Give the command all its parameters, so that it has nothing to ask."};
    outputs_.emplace_back(SendRequest{HostDecline{record.prompt}});
    fail_active(std::move(error), now);
    return;
  }
  Challenge challenge;
  challenge.secret =
      record.secret || record.kind == PromptKind::secure || record.kind == PromptKind::credential;
  challenge.kind = record.kind == PromptKind::credential
                       ? ChallengeKind::password
                       : classify_question(*rules_, record.caption, record.message,
                                           challenge.secret, record.choices);
  // Read-Host does not know that what it asks for must not be seen.
  if (challenge.kind == ChallengeKind::mfa_code || challenge.kind == ChallengeKind::password)
    challenge.secret = true;
  challenge.message = redactor_.redact(message);
  challenge.choices = record.choices;
  if (record.default_choice >= 0) challenge.default_choice = record.default_choice;
  open_challenge(std::move(challenge), ToPrompt{record.prompt, record.kind, record.username}, now);
}

void SessionMachine::take(const DoneRecord& record, TimePoint now) {
  if (!is_active(record.id)) return;
  active_->host_id = 0;
  active_->truncated += record.truncated;
  if (active_->outcome) {
    finish(std::move(active_->outcome), now);
    return;
  }
  if (record.state == DoneRecord::State::stopped) {
    finish(Error{.code = ErrorCode::interrupted,
                 .message = "The command was stopped.",
                 .retryable = true},
           now);
    return;
  }
  const bool failed = record.state == DoneRecord::State::failed;
  const std::span<const ErrorRecord> errors = active_->errors;
  switch (active_->step) {
    case Step::disconnect:
      // Whatever it says: there may be nothing left to end, and Get-CsTenant tells whether the new
      // sign-in is good.
      import(now);
      return;
    case Step::import:
      // Imports complain about this and that and are still good; only one that failed as a whole is
      // not.
      if (failed)
        finish(import_error(errors), now);
      else
        import_done(now);
      return;
    case Step::connect:
      if (failed || !errors.empty())
        finish(connect_error(), now);
      else
        connect_done(now);
      return;
    case Step::verify:
      if (failed || !errors.empty())
        finish(sign_in_error(errors), now);
      else
        verify_done(now);
      return;
    case Step::query:
      query_done(failed, now);
      return;
  }
}

}  // namespace teamsctl::core
