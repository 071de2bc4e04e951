#include "teamsctl/session.hpp"

#include <unistd.h>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <new>
#include <random>
#include <utility>
#include <variant>
#include <vector>

#include "auth/sign_in_plan.hpp"
#include "core/line_decoder.hpp"
#include "core/overloaded.hpp"
#include "core/session_machine.hpp"
#include "core/utf8.hpp"
#include "host_files.hpp"
#include "io/child_environment.hpp"
#include "io/child_process.hpp"
#include "io/driver.hpp"
#include "io/loop_impl.hpp"
#include "session_transcript.hpp"
#include "teams/procedures.hpp"
#include "teamsctl/commands.hpp"
#include "teamsctl/simulator.hpp"
#include "wire/record_parser.hpp"
#include "wire/request_writer.hpp"

namespace teamsctl {
namespace {

using core::Overloaded;
using core::TimePoint;

TimePoint now() { return std::chrono::steady_clock::now(); }

std::chrono::system_clock::time_point wall_time(TimePoint time) {
  return std::chrono::system_clock::now() +
         std::chrono::duration_cast<std::chrono::system_clock::duration>(time - now());
}

io::ChildOptions child_options(const SessionOptions& options) {
  io::ChildOptions child{.program = options.pwsh,
                         .arguments = {},
                         .environment = options.environment
                                            ? io::child_environment(*options.environment)
                                            : io::child_environment(),
                         .loader = host_files::loader_ps1(),
                         .host_source = host_files::TeamsctlHost_cs(),
                         .settings = host_files::powershell_config_json()};
  if (options.simulation) {
    child.program = options.simulation->program;
    const std::string& scenario = options.simulation->scenario;
    child.arguments = {std::string(simulator_word), "--scenario",
                       scenario.empty() ? "default" : scenario, "--numbers",
                       std::to_string(options.simulation->numbers)};
    if (!options.simulation->state.empty())
      child.arguments.insert(child.arguments.end(), {"--state", options.simulation->state});
  } else {
    child.arguments = {"-SettingsFile", "/proc/self/fd/7", "-NoLogo",
                       "-NoProfile",    "-OutputFormat",   "Text",
                       "-File",         "/proc/self/fd/5"};
  }
  child.arguments.insert(child.arguments.end(), {"-Protocol", "1", "-SourceHash",
                                                 std::string(host_files::TeamsctlHost_cs_sha256()),
                                                 "-CacheDirectory", io::host_cache_directory()});
  return child;
}

/// A session without a pwsh needs no rules, and its error is not to wait for them.
std::shared_ptr<core::PromptRules> rules_for(const std::variant<io::ChildProcess, Error>& started,
                                             const std::vector<PromptRule>& first) {
  if (std::holds_alternative<io::ChildProcess>(started)) {
    auto compiled = core::PromptRules::with_built_in(first);
    // The rules have been checked, so that only memory can be what is missing.
    if (!std::holds_alternative<core::PromptRules>(compiled)) throw std::bad_alloc();
    return std::make_shared<core::PromptRules>(std::get<core::PromptRules>(std::move(compiled)));
  }
  return std::make_shared<core::PromptRules>(
      std::get<core::PromptRules>(core::PromptRules::compile({})));
}

std::variant<io::ChildProcess, Error> start_child(const SessionOptions& options) {
  if (!options.prompt_rules.empty())
    if (std::optional<Error> wrong = check_prompt_rules(options.prompt_rules))
      return std::move(*wrong);
  return io::ChildProcess::start(child_options(options));
}

bool valid(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return core::is_utf8(*text);
  if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
    for (const std::string& text : *texts)
      if (!core::is_utf8(text)) return false;
  }
  return true;
}

bool valid(const Parameters& parameters) {
  for (const auto& [name, value] : parameters)
    if (!core::is_utf8(name) || !valid(value)) return false;
  return true;
}

bool valid(const std::optional<Secret>& secret) {
  return !secret || core::is_utf8(secret->reveal());
}

bool valid(const SignIn& sign_in) {
  const bool as =
      std::visit(Overloaded{
                     [](const UserSignIn& user) {
                       return core::is_utf8(user.username) && valid(user.password);
                     },
                     [](const DeviceCodeSignIn& user) { return core::is_utf8(user.username); },
                     [](const CertificateSignIn& app) {
                       return core::is_utf8(app.application_id) && core::is_utf8(app.file) &&
                              valid(app.password);
                     },
                     [](const ThumbprintSignIn& app) {
                       return core::is_utf8(app.application_id) && core::is_utf8(app.thumbprint);
                     },
                     [](const AccessTokensSignIn& tokens) {
                       return valid(tokens.graph) && valid(tokens.teams);
                     },
                     [](const ManagedIdentitySignIn&) { return true; },
                 },
                 sign_in.as);
  return as && core::is_utf8(sign_in.tenant_id) && core::is_utf8(sign_in.environment);
}

bool valid(const std::vector<std::string>& texts) {
  return std::all_of(texts.begin(), texts.end(),
                     [](const std::string& text) { return core::is_utf8(text); });
}

bool valid(const Request& request) {
  const auto change = [](const auto& one) {
    return core::is_utf8(one.user) && core::is_utf8(one.number) && core::is_utf8(one.number_type) &&
           valid(one.more);
  };
  return std::visit(
      Overloaded{
          [](const SignIn& sign_in) { return valid(sign_in); },
          [](const GetPhoneNumbers& get) { return valid(get.filters) && core::is_utf8(get.city); },
          [](const GetTenant&) { return true; },
          [](const List& list) {
            return valid(list.parameters) &&
                   std::all_of(list.keep.begin(), list.keep.end(), [](const auto& member) {
                     return core::is_utf8(member.first) && core::is_utf8(member.second);
                   });
          },
          [](const GetPolicies& get) {
            return valid(get.types) && core::is_utf8(get.identity) && core::is_utf8(get.filter);
          },
          [](const GetUserInfo& get) { return valid(get.users); },
          [&](const AssignPhoneNumber& assign) { return change(assign); },
          [&](const RemovePhoneNumber& remove) { return change(remove); },
          [](const RunScript& script) { return core::is_utf8(script.text); },
          [](const GetModule&) { return true; },
          [](const Invoke& invoke) {
            return core::is_utf8(invoke.command) && valid(invoke.parameters);
          },
      },
      request);
}

/// A request that no command of the table fits, or nothing.
std::optional<Error> unusable(const Request& request) {
  if (!valid(request))
    return Error{.code = ErrorCode::usage,
                 .message = "A value is not valid UTF-8 text.",
                 .hint = "Check the encoding of the values and of the terminal."};
  if (const auto* list = std::get_if<List>(&request)) {
    const CommandInfo* command = find_command(list->command);
    if (command == nullptr || command->shape != CommandShape::list)
      return Error{.code = ErrorCode::usage,
                   .message = "There is no listing command '" + list->command + "'.",
                   .hint = ""};
  }
  return std::nullopt;
}

core::Plan plan_for(Request request) {
  return std::visit(
      Overloaded{
          [](SignIn sign_in) { return core::Plan(auth::sign_in_plan(std::move(sign_in))); },
          [](auto query) { return core::Plan(teams::query_plan(std::move(query))); },
      },
      std::move(request));
}

}  // namespace

std::string session_host_cache() { return io::host_cache_directory(); }

class [[gnu::visibility("hidden")]] Session::Impl final
    : public io::Driver::Client,
      public std::enable_shared_from_this<Impl> {
 public:
  Impl(Loop & loop, SessionOptions options, Handler handler)
      : context_(loop.impl().context),
        log_(std::move(options.log)),
        handler_(std::move(handler)),
        limits_(options.limits),
        // First of all, so that pwsh starts while the rules are compiled: both take tens of
        // milliseconds.
        started_(start_child(options)),
        lines_(limits_.record_bytes),
        machine_(limits_, rules_for(started_, options.prompt_rules), wire::json_text, wall_time,
                 now()),
        transcript_(std::move(options.transcript), machine_.redactor()) {
    machine_.renew_when(std::move(options.renew_sign_in));
    machine_.seed((std::uint64_t{std::random_device{}()} << 32) ^
                  static_cast<std::uint64_t>(::getpid()));
    if (Error* error = std::get_if<Error>(&started_))
      machine_.child_gone({.cannot = std::move(*error)}, now());
    else
      driver_ = std::make_shared<io::Driver>(
          context_, *this, std::move(std::get<io::ChildProcess>(started_)), limits_.outgoing_bytes);
  }

  void begin() {
    if (driver_) driver_->begin();
    post_flush();
  }

  void detach() {
    handler_ = nullptr;
    if (driver_) driver_->detach();
    driver_.reset();
  }

  RequestId start(Request request) {
    const RequestId id = ++last_request_;
    if (std::optional<Error> error = unusable(request)) {
      early_.push_back(Finished{.request = id, .error = std::move(error)});
    } else {
      machine_.start(id, plan_for(std::move(request)), now());
    }
    post_flush();
    return id;
  }

  bool answer(ChallengeId challenge, Secret value) {
    if (!core::is_utf8(value.reveal())) return false;
    const bool taken = machine_.answer(challenge, std::move(value), now());
    post_flush();
    return taken;
  }

  void decline(ChallengeId challenge, Error reason) {
    machine_.decline(challenge, std::move(reason), now());
    post_flush();
  }

  void cancel(RequestId request) {
    machine_.cancel(request, now());
    post_flush();
  }

  void set_limits(const Limits& limits) { machine_.set_limits(limits); }

  void pause() {
    machine_.pause(now());
    if (driver_) driver_->pause_records(true);
  }

  void resume() {
    machine_.resume(now());
    if (driver_) driver_->pause_records(false);
    post_flush();
  }

  void close() {
    // A reader that has stopped reading must not keep pwsh's last records, and with them its end,
    // waiting.
    if (driver_) driver_->pause_records(false);
    machine_.close(now());
    post_flush();
  }

  [[nodiscard]] State state() const noexcept { return machine_.state(); }

  // io::Driver::Client
  void records_came(std::string_view bytes) override {
    const TimePoint time = now();
    const auto status = lines_.feed(bytes, [&](std::string_view line) {
      if (broken_) return;
      transcript_.record(line);
      auto parsed = wire::parse_record(line);
      if (const auto* error = std::get_if<wire::ProtocolError>(&parsed)) {
        broken_ = true;
        machine_.host_lost("it sent " + error->what + " (protocol)", time);
      } else {
        machine_.take_record(std::get<core::Record>(parsed), time);
      }
      flush();
    });
    if (status == core::LineDecoder::Status::too_long && !broken_) {
      broken_ = true;
      machine_.host_lost("it sent a record that is too long (protocol)", time);
      flush();
    }
    set_timer();
  }

  void console_came(core::ConsoleStream stream, std::string_view bytes) override {
    transcript_.console(stream, bytes);
    machine_.take_console(stream, bytes, now());
    flush();
    set_timer();
  }

  void channel_closed() override {
    machine_.host_lost(lines_.has_partial()
                           ? "it closed its channel in the middle of a record (protocol)"
                           : "it closed its channel",
                       now());
    flush();
    set_timer();
  }

  void child_ended(const core::ChildEnd& end) override {
    transcript_.ended(end);
    machine_.child_gone(end, now());
    flush();
  }

  void time_came() override {
    machine_.tick(now());
    flush();
    set_timer();
  }

 private:
  // Calls from outside only queue; their consequences come from inside the loop.
  void post_flush() {
    if (flushing_ || posted_) return;
    posted_ = true;
    boost::asio::post(context_, [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (!self) return;
      self->posted_ = false;
      self->flush();
      self->set_timer();
    });
  }

  void set_timer() {
    if (driver_) driver_->wake_at(machine_.deadline());
  }

  void flush() {
    if (flushing_) return;
    const auto keep = shared_from_this();  // the handler may destroy the session
    flushing_ = true;
    for (;;) {
      for (std::vector<Finished> early = std::exchange(early_, {});
           const Finished& finished : early)
        emit(finished);
      machine_.take_outputs(batch_);
      if (batch_.empty() && early_.empty()) break;
      for (core::Output& output : batch_) perform(output);
    }
    flushing_ = false;
  }

  void emit(const Event& event) {
    if (handler_) handler_(event);
  }

  void perform(core::Output & output) {
    std::visit(Overloaded{
                   [&](const Event& event) {
                     log_event(event);
                     emit(event);
                   },
                   [&](const core::SendRequest& send) {
                     transcript_.sent(send.request);
                     if (driver_ && !driver_->send(wire::write_request(send.request)))
                       machine_.host_lost("it does not read its requests", now());
                   },
                   [&](core::TypeOnTerminal& type) {
                     transcript_.typed(type.text.reveal());
                     if (driver_ && !driver_->type(std::move(type.text)))
                       machine_.host_lost("it does not read its terminal", now());
                   },
                   [&](const core::EndChild& end) {
                     if (driver_) driver_->stop(end.plan);
                   },
               },
               output);
  }

  void log_event(const Event& event) const {
    if (!log_) return;
    if (const auto* changed = std::get_if<StateChanged>(&event))
      log_(LogLevel::debug, std::string("state ") + std::string(name_of(changed->from)) + " -> " +
                                std::string(name_of(changed->to)));
  }

  boost::asio::io_context& context_;
  std::function<void(LogLevel, std::string_view)> log_;
  Handler handler_;
  Limits limits_;
  std::variant<io::ChildProcess, Error> started_;  // moved from once it runs
  core::LineDecoder lines_;
  core::SessionMachine machine_;
  SessionTranscript transcript_;
  std::shared_ptr<io::Driver> driver_;
  std::vector<core::Output> batch_;
  std::vector<Finished> early_;
  RequestId last_request_ = 0;
  bool flushing_ = false;
  bool posted_ = false;
  bool broken_ = false;
};

Session::Session(Loop& loop, SessionOptions options, Handler handler)
    : impl_(std::make_shared<Impl>(loop, std::move(options), std::move(handler))) {
  impl_->begin();
}

Session::~Session() { impl_->detach(); }

RequestId Session::start(Request request) { return impl_->start(std::move(request)); }
bool Session::answer(ChallengeId challenge, Secret value) {
  return impl_->answer(challenge, std::move(value));
}
void Session::decline(ChallengeId challenge, Error reason) {
  impl_->decline(challenge, std::move(reason));
}
void Session::cancel(RequestId request) { impl_->cancel(request); }
void Session::pause() { impl_->pause(); }
void Session::resume() { impl_->resume(); }
void Session::close() { impl_->close(); }
void Session::set_limits(const Limits& limits) { impl_->set_limits(limits); }
State Session::state() const noexcept { return impl_->state(); }

}  // namespace teamsctl
