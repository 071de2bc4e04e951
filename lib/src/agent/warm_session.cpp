#include "agent/warm_session.hpp"

#include <unistd.h>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "agent/identity.hpp"
#include "agent/link.hpp"
#include "agent/no_session.hpp"
#include "core/overloaded.hpp"
#include "io/child_environment.hpp"
#include "io/child_process.hpp"
#include "io/loop_impl.hpp"
#include "teamsctl/commands.hpp"
#include "wire/agent_event.hpp"
#include "wire/agent_open.hpp"
#include "wire/agent_request.hpp"

namespace teamsctl::agent {
namespace {

using core::Overloaded;
using wire::FrameKind;

bool only_reads(const Request& request) {
  return std::visit(Overloaded{
                        [](const GetPhoneNumbers&) { return true; },
                        [](const GetTenant&) { return true; },
                        [](const List&) { return true; },
                        [](const GetPolicies&) { return true; },
                        [](const GetUserInfo&) { return true; },
                        [](const GetModule&) { return true; },
                        [](const auto&) { return false; },
                    },
                    request);
}

Error not_text() {
  return {.code = ErrorCode::usage,
          .message = "A value is not valid UTF-8 text.",
          .hint = "Check the encoding of the values and of the terminal."};
}

}  // namespace

WarmSession::WarmSession(Loop& loop, AgentSessionOptions options, Handler handler,
                         io::Descriptor socket)
    : loop_(loop),
      options_(std::move(options)),
      handler_(std::move(handler)),
      client_(
          std::make_shared<Client>(loop, static_cast<Client::Owner&>(*this), std::move(socket))) {}

void WarmSession::detach() {
  handler_ = nullptr;
  client_->close();
  local_.reset();
}

void WarmSession::emit(const Event& event) {
  if (const auto* changed = std::get_if<StateChanged>(&event)) state_ = changed->to;
  if (handler_) handler_(event);
}

/// Calls only queue; what comes of them comes from inside the loop.
void WarmSession::later(Event event) {
  boost::asio::post(loop_.impl().context,
                    [self = shared_from_this(), event = std::move(event)] { self->emit(event); });
}

RequestId WarmSession::start(Request request) {
  const RequestId id = ++last_id_;
  if (local_) {
    ours_[local_->start(std::move(request))] = id;
    return id;
  }
  std::optional<std::string> json = wire::request_json(request);
  if (!json || closed_) {
    later(Finished{.request = id, .error = json ? agent_lost() : not_text()});
    return id;
  }
  if (SignIn* who = std::get_if<SignIn>(&request)) {
    sign_in_ = *json;
    pending_[id] = {.request = std::move(*json), .is_sign_in = true, .may_repeat = true};
    open(id, std::move(*who));
    return id;
  }
  client_->send(FrameKind::request, id, *json);
  pending_[id] = {.request = std::move(*json), .may_repeat = only_reads(request)};
  return id;
}

void WarmSession::open(RequestId id, SignIn who) {
  SessionOptions& session = options_.session;
  wire::AgentOpen open{.id = id,
                       .identity = identity_of(who, session),
                       .limits = session.limits,
                       .detached = options_.detached};
  if (options_.use == AgentUse::sign_in) {
    open.sign_in = true;
    open.who = std::move(who);
    // The agent has a PATH of its own.
    open.pwsh = io::program_path(session.pwsh).value_or(session.pwsh);
    if (session.simulation) {
      open.simulated = true;
      open.scenario = session.simulation->scenario;
      open.numbers = session.simulation->numbers;
      open.state = session.simulation->state;
    }
    open.environment = session.environment ? *session.environment : io::child_environment();
    open.prompt_rules = session.prompt_rules;
    open.idle = options_.idle;
    open.lifetime = options_.lifetime;
  }
  if (const std::optional<std::string> json = wire::open_json(open))
    client_->send(FrameKind::open, *json);
  else
    later(Finished{.request = id, .error = not_text()});
}

bool WarmSession::answer(ChallengeId challenge, Secret value) {
  if (local_) return local_->answer(challenge, std::move(value));
  const auto open = challenges_.find(challenge);
  if (open == challenges_.end() || settled_elsewhere(open->second.kind)) return false;
  client_->send_secret(FrameKind::answer, challenge, value);
  return true;
}

void WarmSession::decline(ChallengeId challenge, Error reason) {
  if (local_)
    local_->decline(challenge, std::move(reason));
  else
    client_->send(FrameKind::decline, challenge, wire::error_json(reason));
}

void WarmSession::cancel(RequestId request) {
  if (!local_) {
    client_->send(FrameKind::cancel, request, "");
    return;
  }
  for (const auto& [inner, outer] : ours_)
    if (outer == request) {
      local_->cancel(inner);
      return;
    }
  // It waits for the sign-in of this process.
  if (pending_.contains(request)) local_->cancel(local_sign_in_);
}

void WarmSession::pause() { local_ ? local_->pause() : client_->pause(); }
void WarmSession::resume() { local_ ? local_->resume() : client_->resume(); }

void WarmSession::close() {
  if (local_) {
    local_->close();
    return;
  }
  if (std::exchange(closed_, true)) return;
  client_->close();
  for (const auto& [id, pending] : std::exchange(pending_, {}))
    later(Finished{.request = id,
                   .rows = pending.rows,
                   .error = Error{.code = ErrorCode::interrupted, .message = "Interrupted."}});
  state_ = State::closed;
  later(Closed{});
}

State WarmSession::state() const noexcept { return local_ ? local_->state() : state_; }

void WarmSession::take_frame(FrameKind kind, std::string_view payload) {
  const auto keep = shared_from_this();
  if (kind == FrameKind::row) {
    const RequestId id = wire::take_number(payload);
    const auto pending = pending_.find(id);
    if (pending == pending_.end()) return;
    ++pending->second.rows;
    emit(Row{id, payload});
  } else if (kind == FrameKind::event) {
    if (std::optional<Event> event = wire::event_from_json(payload)) take(std::move(*event));
  } else if (kind == FrameKind::error) {
    const Error error = wire::error_from_json(payload);
    client_->close();
    lost(error, true);
  }
}

void WarmSession::take(Event event) {
  if (Finished* finished = std::get_if<Finished>(&event)) {
    take_end(std::move(*finished));
    return;
  }
  if (const auto* opened = std::get_if<ChallengeOpened>(&event))
    challenges_[opened->challenge.id] = opened->challenge;
  if (const auto* closed = std::get_if<ChallengeClosed>(&event)) challenges_.erase(closed->id);
  if (std::holds_alternative<Connected>(event)) state_ = State::connected;
  emit(event);
}

void WarmSession::take_end(Finished finished) {
  const auto found = pending_.find(finished.request);
  if (found == pending_.end()) return;
  const bool gone = session_is_gone(finished.error);
  if (gone && options_.use == AgentUse::if_there && found->second.may_repeat &&
      found->second.rows == 0) {
    client_->close();
    go_local();
    return;
  }
  if (gone && found->second.is_sign_in && finished.error->code == ErrorCode::not_connected)
    finished.error->hint =
        "Write teamsctl login to sign in and keep the session, or use --agent auto.";
  pending_.erase(found);
  emit(finished);
}

void WarmSession::lost(const Error& error, bool welcomed) {
  // It was about to end when it was met: nothing has been done yet.
  if (!welcomed && options_.use == AgentUse::if_there && error.message == agent_lost().message) {
    go_local();
    return;
  }
  closed_ = true;
  for (const auto& [id, pending] : std::exchange(pending_, {}))
    emit(Finished{.request = id, .rows = pending.rows, .error = error});
  state_ = State::closed;
  emit(Closed{.error = error});
}

void WarmSession::go_local() {
  for (const auto& [challenge, unused] : std::exchange(challenges_, {}))
    emit(ChallengeClosed{challenge});
  local_ = std::make_unique<Session>(loop_, options_.session,
                                     [this](const Event& event) { take_local(event); });
  local_sign_in_ = local_->start(std::move(*wire::request_from_json(sign_in_)));
  for (const auto& [id, pending] : pending_)
    if (pending.is_sign_in) ours_[local_sign_in_] = id;
  std::erase_if(pending_, [](const auto& one) { return one.second.is_sign_in; });
}

void WarmSession::take_local(const Event& event) {
  const auto keep = shared_from_this();
  const auto known = [&](RequestId inner) -> std::optional<RequestId> {
    const auto found = ours_.find(inner);
    if (found == ours_.end()) return std::nullopt;
    return found->second;
  };
  const auto passed_on = [&](auto one) {
    // Of a sign-in that nobody here asked for: what it says belongs to what waits for it.
    const std::optional<RequestId> id = known(one.request);
    if (!id && pending_.empty()) return;
    one.request = id ? *id : pending_.begin()->first;
    emit(one);
  };
  std::visit(
      Overloaded{
          [&](const Row& row) { passed_on(row); },
          [&](const Message& message) { passed_on(message); },
          [&](const Progress& progress) { passed_on(progress); },
          [&](const Finished& finished) {
            if (finished.request == local_sign_in_) {
              for (auto& [id, pending] : std::exchange(pending_, {})) {
                if (finished.error)
                  emit(Finished{.request = id, .error = finished.error});
                else
                  ours_[local_->start(std::move(*wire::request_from_json(pending.request)))] = id;
              }
            }
            if (const auto id = known(finished.request)) {
              Finished theirs = finished;
              theirs.request = *id;
              ours_.erase(finished.request);
              emit(theirs);
            }
          },
          [&](const auto& other) { emit(other); },
      },
      event);
}

namespace {

/// Keeps the session as long as a callback is under way, whatever that callback destroys.
class Handle final : public AnySession {
 public:
  explicit Handle(std::shared_ptr<WarmSession> session) : session_(std::move(session)) {}
  ~Handle() override { session_->detach(); }
  RequestId start(Request request) override { return session_->start(std::move(request)); }
  bool answer(ChallengeId challenge, Secret value) override {
    return session_->answer(challenge, std::move(value));
  }
  void decline(ChallengeId challenge, Error reason) override {
    session_->decline(challenge, std::move(reason));
  }
  void cancel(RequestId request) override { session_->cancel(request); }
  void pause() override { session_->pause(); }
  void resume() override { session_->resume(); }
  void close() override { session_->close(); }
  [[nodiscard]] State state() const noexcept override { return session_->state(); }

 private:
  std::shared_ptr<WarmSession> session_;
};

}  // namespace
}  // namespace teamsctl::agent

namespace teamsctl {

std::variant<std::unique_ptr<AnySession>, Error> agent_session(Loop& loop,
                                                               AgentSessionOptions options,
                                                               AnySession::Handler handler) {
  auto connected = agent::connect_to_agent();
  if (Error* error = std::get_if<Error>(&connected)) return std::move(*error);
  auto* socket = std::get_if<io::Descriptor>(&connected);
  if (socket == nullptr) return std::unique_ptr<AnySession>();
  auto session = std::make_shared<agent::WarmSession>(loop, std::move(options), std::move(handler),
                                                      std::move(*socket));
  session->begin();
  return std::unique_ptr<AnySession>(std::make_unique<agent::Handle>(std::move(session)));
}

}  // namespace teamsctl
