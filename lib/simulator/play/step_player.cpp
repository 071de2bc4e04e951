#include "play/step_player.hpp"

#include <algorithm>
#include <csignal>
#include <ctime>
#include <utility>
#include <variant>

#include "binding/binding_error.hpp"
#include "play/native_program.hpp"
#include "play/signal_death.hpp"
#include "play/totp.hpp"
#include "scenario/entra_refusals.hpp"
#include "scenario/error_names.hpp"
#include "scenario/module_refusals.hpp"

namespace teamsctl::simulator {

namespace {

constexpr int wrong_password = 50126;
constexpr int strong_authentication_failed = 500121;
constexpr int refresh_token_expired = 70043;

Channel channel_of(Through through) {
  return through == Through::standard_error ? Channel::standard_error : Channel::standard_output;
}

std::string answer_text(const Json& answer) {
  const auto value = answer.find("value");
  if (value == answer.end() || !value->is_string())
    throw ProtocolBroken("the answer's value is not a string");
  return value->get<std::string>();
}

void check_choice(const Json& answer, std::size_t choices) {
  const auto value = answer.find("value");
  if (value == answer.end() || !value->is_number_unsigned() ||
      value->get<std::uint64_t>() >= choices)
    throw ProtocolBroken("the answer's value is not the number of a choice");
}

void check_values(const Json& answer) {
  const auto values = answer.find("values");
  if (values == answer.end() || !values->is_object())
    throw ProtocolBroken("the answer's values are not an object");
}

bool is_right(const AskCode& ask, const std::string& code) {
  return ask.totp_secret.empty() ? code == ask.expect
                                 : totp_accepts(ask.totp_secret, std::time(nullptr), code);
}

/// `unit` as often as it fits into a convenient size for a write, and once at least.
std::string repeated(const std::string& unit, std::uint64_t times) {
  constexpr std::size_t convenient = std::size_t{256} << 10;
  const auto fitting = std::clamp<std::uint64_t>(convenient / std::max<std::size_t>(unit.size(), 1),
                                                 1, std::max<std::uint64_t>(times, 1));
  std::string text;
  text.reserve(unit.size() * fitting);
  for (std::uint64_t i = 0; i < fitting; ++i) text += unit;
  return text;
}

}  // namespace

void StepPlayer::play(const Steps& steps) {
  for (const Step& step : steps) std::visit([this](const auto& one) { perform(one); }, step);
}

void StepPlayer::play(const Steps& steps, Pipeline& pipeline) {
  if (steps.empty()) return;
  pipeline.flush();
  pipeline_ = &pipeline;
  try {
    play(steps);
  } catch (...) {
    pipeline_ = nullptr;
    throw;
  }
  pipeline_ = nullptr;
}

Asked StepPlayer::asked(const Pipeline& pipeline) const {
  using std::chrono::system_clock;
  return {.cmdlet = pipeline.command(),
          .when = system_clock::to_time_t(std::chrono::time_point_cast<system_clock::duration>(
              system_clock::now() + clock_skew_))};
}

void StepPlayer::fail_without_session(NoSession as, Pipeline& pipeline) const {
  const ErrorNames names = error_names_of(pipeline.command());
  // Thrown: it ends a cmdlet, and of a function only the private cmdlet behind it.
  const auto fail = [&](std::string text, std::string id, std::string category,
                        std::string exception) {
    ErrorRecord error{.message = std::move(text),
                      .fqid = std::move(id) + "," + names.id,
                      .category = std::move(category),
                      .activity = names.activity,
                      .exception = std::move(exception)};
    if (!names.function) throw CommandFailed{std::move(error)};
    pipeline.error(std::move(error));
  };
  switch (as) {
    case NoSession::must_connect:
      fail("You must call the Connect-MicrosoftTeams cmdlet before calling any other cmdlets.",
           "System.UnauthorizedAccessException", "NotSpecified",
           "System.UnauthorizedAccessException");
      break;
    case NoSession::no_session:
      fail("Session is not established, run Connect-MicrosoftTeams before requesting access token",
           "System.InvalidOperationException", "NotSpecified", "System.InvalidOperationException");
      break;
    case NoSession::run_either: {
      const std::string text =
          "Run either Connect-MicrosoftTeams or new-csonlinesession before running cmdlets.";
      fail(text, text, "OperationStopped", "System.Management.Automation.RuntimeException");
      break;
    }
    case NoSession::invalid_credential:
      pipeline.error(service_refusal("Unauthorized", "Invalid credential", pipeline.command()));
      break;
    case NoSession::refresh:
      refuse(records_of(*find_entra_refusal(refresh_token_expired), asked(pipeline)), pipeline);
  }
  throw CommandEnded{};
}

void StepPlayer::refuse(std::vector<ErrorRecord> records, Pipeline& pipeline) {
  for (auto& record : records) pipeline.error(std::move(record));
  throw CommandEnded{};
}

void StepPlayer::perform(const Say& say) {
  for (std::uint64_t i = 0; i < say.times; ++i) say_once(say);
}

void StepPlayer::say_once(const Say& say) {
  switch (say.on) {
    case Channel::standard_output:
    case Channel::standard_error:
    case Channel::terminal:
      console_.say(say.on, say.text + say.end, say.bytewise);
      return;
    case Channel::host: {
      const bool newline = say.end == "\n";
      const std::string text = newline ? say.text : say.text + say.end;
      if (pipeline_ != nullptr) {
        pipeline_->host(text, newline);
      } else {
        channels_.send(host_record(0, text, newline));
      }
      return;
    }
    case Channel::warning:
      pipeline_->message("warning", say.text);
      return;
    case Channel::verbose:
      pipeline_->message("verbose", say.text);
      return;
    case Channel::debug:
      pipeline_->message("debug", say.text);
      return;
    case Channel::information:
      pipeline_->message("information", say.text);
      return;
    case Channel::progress:
      pipeline_->progress(say.text);
      return;
    case Channel::output:
      pipeline_->object(say.text);
      pipeline_->flush();
      return;
    case Channel::error:
      // As Write-Error in the module's own code.
      pipeline_->error(
          {.message = say.text,
           .fqid = "Microsoft.PowerShell.Commands.WriteErrorException," + pipeline_->command(),
           .activity = "Write-Error",
           .exception = "Microsoft.PowerShell.Commands.WriteErrorException"});
      return;
  }
}

void StepPlayer::perform(const AskCode& ask) {
  Console::Deadline deadline;
  if (ask.expires) deadline = ProcessChannels::Clock::now() + *ask.expires;
  for (int attempt = 1; attempt <= ask.attempts; ++attempt) {
    const auto code = ask_text(ask.through, ask.prompt, deadline);
    if (!code) return be_late(ask.late);
    if (is_right(ask, *code)) return;
    if (attempt == ask.attempts) break;
    if (ask.through == Through::host || ask.through == Through::secure) {
      pipeline_->host(ask.refusal, true);
    } else {
      console_.say(channel_of(ask.through), ask.refusal + "\n");
    }
  }
  perform(Aadsts{strong_authentication_failed});
}

void StepPlayer::perform(const Ask& ask) {
  if (ask.through == Through::choice) {
    const auto answer = pipeline_->ask({.kind = "choice",
                                        .message = ask.prompt,
                                        .caption = ask.caption,
                                        .choices = ask.choices,
                                        .preset = ask.preset});
    check_choice(*answer, ask.choices.size());
  } else if (ask.through == Through::fields) {
    const auto answer = pipeline_->ask(
        {.kind = "fields", .message = ask.prompt, .caption = ask.caption, .fields = ask.fields});
    check_values(*answer);
  } else if (const auto typed = ask_text(ask.through, ask.prompt);
             ask.expect && *typed != *ask.expect) {
    perform(Aadsts{wrong_password});
  }
}

std::optional<std::string> StepPlayer::ask_text(Through through, const std::string& prompt,
                                                Console::Deadline deadline) {
  if (through == Through::console || through == Through::standard_error)
    return console_.ask(channel_of(through), prompt, deadline);
  const bool secure = through == Through::secure;
  const auto answer = pipeline_->ask(
      {.kind = secure ? "secure" : "line", .message = prompt, .secret = secure}, deadline);
  return answer ? std::optional(answer_text(*answer)) : std::nullopt;
}

void StepPlayer::be_late(Late late) {
  switch (late) {
    case Late::refused:
      return perform(Aadsts{strong_authentication_failed});
    case Late::exit:
      return perform(Exit{1});
    case Late::kill:
      return perform(Kill{SIGKILL});
  }
}

void StepPlayer::perform(const DeviceCode& device) {
  perform(Say{.text = "To sign in, use a web browser to open the page " + device.url +
                      " and enter the code " + device.code + " to authenticate.",
              .on = device.on});
  perform(Wait{device.wait});
}

void StepPlayer::perform(const Aadsts& aadsts) {
  refuse(records_of(*find_entra_refusal(aadsts.number), asked(*pipeline_)), *pipeline_);
}

void StepPlayer::perform(const Refuse& step) {
  refuse(records_of(*find_module_refusal(step.name), pipeline_->command()), *pipeline_);
}

void StepPlayer::perform(const NotConnected& step) { fail_without_session(step.as, *pipeline_); }

void StepPlayer::perform(const Expire& expire) {
  if (expired_[&expire] >= expire.times) return;
  ++expired_[&expire];
  expiry_ = expire.as;
  fail_without_session(expire.as, *pipeline_);
}

void StepPlayer::perform(const Fail& fail) {
  if (fail.times && failed_[&fail]++ >= *fail.times) return;
  const ErrorNames names = error_names_of(pipeline_->command());
  ErrorRecord error{.message = fail.message,
                    .fqid = fail.fqid,
                    .category = fail.category,
                    .activity = names.activity,
                    .exception = fail.exception,
                    .retry_after = fail.retry_after};
  if (!names.function) throw CommandFailed{std::move(error)};
  refuse({std::move(error)}, *pipeline_);
}

void StepPlayer::perform(const Wait& wait) {
  const auto until = ProcessChannels::Clock::now() + wait.duration;
  while (ProcessChannels::Clock::now() < until) channels_.wait(until);
}

void StepPlayer::perform(const Hang&) {
  while (true) channels_.wait(std::nullopt);
}

void StepPlayer::perform(const Deaf&) { channels_.turn_deaf(); }

void StepPlayer::perform(const Exit& exit) { throw SessionEnded{exit.status}; }

void StepPlayer::perform(const Kill& kill) { die_of(kill.signal); }

void StepPlayer::perform(const Flood& flood) {
  const std::string text = repeated(flood.text, flood.bytes / flood.text.size() + 1);
  for (std::uint64_t left = flood.bytes; left > 0;) {
    const auto size = std::min<std::uint64_t>(left, text.size());
    console_.say(flood.on, std::string_view(text).substr(0, size));
    left -= size;
  }
}

void StepPlayer::perform(const RawRecord& record) {
  const std::string text = repeated(record.bytes, record.times);
  const std::uint64_t at_once = record.bytes.empty() ? 1 : text.size() / record.bytes.size();
  for (std::uint64_t left = record.times; left > 0;) {
    const auto count = std::min(left, at_once);
    channels_.send(std::string_view(text).substr(0, count * record.bytes.size()));
    left -= count;
  }
}

void StepPlayer::perform(const Close& close) { channels_.close(close.descriptor); }

void StepPlayer::perform(const Spawn&) {
  console_.say(Channel::standard_output,
               "spawned " + std::to_string(start_native_program()) + "\n");
}

}  // namespace teamsctl::simulator
