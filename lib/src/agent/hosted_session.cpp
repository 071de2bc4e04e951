#include "agent/hosted_session.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "agent/identity.hpp"
#include "agent/no_session.hpp"
#include "agent/utc.hpp"
#include "core/overloaded.hpp"
#include "wire/agent_request.hpp"

namespace teamsctl::agent {
namespace {

using core::Overloaded;
using std::chrono::steady_clock;
using std::chrono::system_clock;

/// What concerns only the one who was asked; the next one may do better.
bool is_of_asker(const Error& error) {
  return error.code == ErrorCode::input_needed || error.code == ErrorCode::interrupted ||
         error.code == ErrorCode::insecure || error.code == ErrorCode::config;
}

SessionOptions options_of(wire::AgentOpen& open) {
  SessionOptions options;
  options.pwsh = open.pwsh;
  if (open.simulated)
    options.simulation = Simulation{.program = "/proc/self/exe",
                                    .scenario = open.scenario,
                                    .numbers = open.numbers,
                                    .state = open.state};
  options.limits = open.limits;
  options.prompt_rules = std::move(open.prompt_rules);
  options.environment = std::move(open.environment);
  return options;
}

}  // namespace

HostedSession::HostedSession(Loop& loop, Owner& owner, wire::AgentOpen open)
    : loop_(loop),
      owner_(owner),
      identity_(open.identity),
      sign_in_(*wire::request_json(std::move(open.who))),
      lifetime_{.since = boot_now(), .used = boot_now(), .idle = open.idle, .whole = open.lifetime},
      session_(std::make_unique<Session>(loop, options_of(open),
                                         [this](const Event& event) { take(event); })) {}

void HostedSession::finish(const Client& client, RequestId id, const std::optional<Error>& error) {
  client->event(Finished{.request = id, .error = error});
}

void HostedSession::used() {
  lifetime_.used = boot_now();
  owner_.changed(*this);
}

HostedSession::Client HostedSession::asker() const {
  return signing_in_ && !asker_left_ && !waiters_.empty() ? waiters_.front().client : nullptr;
}

void HostedSession::join(const Client& client, RequestId id, bool may_sign_in) {
  if (connected_) {
    client->event(Ready{.powershell = powershell_, .host_from_cache = true});
    client->event(*connected_);
    finish(client, id, std::nullopt);
    used();
    return;
  }
  waiters_.push_back({client, id, may_sign_in});
  begin_sign_in();
}

/// Asks once: the first of those who may sign in is asked, and the others get what came of it.
void HostedSession::begin_sign_in() {
  if (signing_in_ || leaving_) return;
  const auto first = std::find_if(waiters_.begin(), waiters_.end(),
                                  [](const Waiter& waiter) { return waiter.may_sign_in; });
  if (first == waiters_.end()) {
    end(no_session());
    return;
  }
  std::rotate(waiters_.begin(), first, first + 1);
  signing_in_ = true;
  asker_left_ = false;
  sign_in_id_ = session_->start(std::move(*wire::request_from_json(sign_in_)));
  owner_.changed(*this);
}

void HostedSession::start(const Client& client, RequestId id, Request request, const Limits& limits,
                          bool detached) {
  if (!connected_ || leaving_) {
    finish(client, id, no_session());
    return;
  }
  Pending pending{.client = client,
                  .id = id,
                  .request = std::move(request),
                  .limits = limits,
                  .detached = detached,
                  .since = steady_clock::now()};
  if (limits.command.count() != 0)
    pending.overdue = loop_.after(limits.command, [this, weak = std::weak_ptr(client), id] {
      if (const Client waiting = weak.lock()) waited_too_long(waiting, id);
    });
  turns_.add(client->id(), std::move(pending));
  begin_next();
  // More is kept for the one before now that somebody waits behind it.
  if (paused_ && active_ && turns_.others_than(active_->client->id()) &&
      !active_->client->is_full(true)) {
    paused_ = false;
    session_->resume();
  }
}

/// The limit is that of the whole command: who has given one does not want to wait for ever either.
void HostedSession::waited_too_long(const Client& client, RequestId id) {
  for (const Pending& pending :
       turns_.take(client->id(), [&](const Pending& one) { return one.id == id; })) {
    finish(client, pending.id,
           Error{.code = ErrorCode::command_timeout,
                 .message = "The command has waited for its turn as long as it may take.",
                 .hint = "Other commands of this session were before it. Give it more time with "
                         "--timeout, or a PowerShell of its own with --agent off.",
                 .retryable = true});
    client->read_on();
  }
}

void HostedSession::begin_next() {
  if (active_ || !connected_ || leaving_) return;
  auto next = turns_.next();
  if (!next) return;
  Pending& pending = next->second;
  pending.overdue.reset();
  if (pending.limits.command.count() != 0)
    pending.limits.command =
        std::max(std::chrono::milliseconds(1),
                 pending.limits.command - std::chrono::duration_cast<std::chrono::milliseconds>(
                                              steady_clock::now() - pending.since));
  session_->set_limits(pending.limits);
  active_ = Active{.client = pending.client, .id = pending.id, .detached = pending.detached};
  active_->inner = session_->start(std::move(pending.request));
  used();
}

void HostedSession::answer(const Client& client, ChallengeId challenge, Secret value) {
  const bool theirs = client == asker() || (active_ && active_->client == client);
  if (!theirs || session_->answer(challenge, std::move(value))) return;
  // It cannot be an answer: the question is still open, and is asked again.
  if (const auto open = challenges_.find(challenge); open != challenges_.end())
    client->event(ChallengeOpened{open->second});
}

void HostedSession::decline(const Client& client, ChallengeId challenge, Error reason) {
  const bool theirs = client == asker() || (active_ && active_->client == client);
  if (theirs) session_->decline(challenge, std::move(reason));
}

void HostedSession::cancel(const Client& client, RequestId id) {
  const Error cancelled{.code = ErrorCode::interrupted, .message = "The request was cancelled."};
  if (active_ && active_->client == client && active_->id == id) {
    session_->cancel(active_->inner);
    return;
  }
  if (client == asker() && waiters_.front().id == id) {
    session_->cancel(sign_in_id_);
    return;
  }
  const auto waiter = std::find_if(waiters_.begin(), waiters_.end(), [&](const Waiter& one) {
    return one.client == client && one.id == id;
  });
  if (waiter != waiters_.end()) {
    waiters_.erase(waiter);
    finish(client, id, cancelled);
  }
  for (const Pending& pending :
       turns_.take(client->id(), [&](const Pending& one) { return one.id == id; }))
    finish(client, pending.id, cancelled);
}

void HostedSession::has_room(const Client& client) {
  if (active_ && active_->client == client && std::exchange(paused_, false)) session_->resume();
}

void HostedSession::leave(const Client& client) {
  (void)turns_.take(client->id(), [](const Pending&) { return true; });
  if (client == asker()) {
    asker_left_ = true;
    session_->cancel(sign_in_id_);
  } else {
    std::erase_if(waiters_, [&](const Waiter& waiter) { return waiter.client == client; });
  }
  if (active_ && active_->client == client) {
    if (std::exchange(paused_, false)) session_->resume();
    if (!active_->detached) session_->cancel(active_->inner);
  }
}

std::size_t HostedSession::count_of(const Client& client) const {
  return turns_.count(client->id()) + (active_ && active_->client == client ? 1 : 0);
}

void HostedSession::end(const Error& reason) {
  if (std::exchange(leaving_, true)) return;
  owner_.leaving(*this);
  for (const Waiter& waiter : std::exchange(waiters_, {})) finish(waiter.client, waiter.id, reason);
  while (auto next = turns_.next()) finish(next->second.client, next->second.id, reason);
  if (active_) {
    finish(active_->client, active_->id, reason);
    active_.reset();
  }
  signing_in_ = false;
  connected_.reset();
  session_->close();
}

void HostedSession::take(const Event& event) {
  const Client target = signing_in_ ? asker() : active_ ? active_->client : nullptr;
  const auto pass_on = [&](auto theirs) {
    if (!target) return;
    theirs.request = signing_in_ ? waiters_.front().id : active_->id;
    target->event(theirs);
  };
  std::visit(Overloaded{
                 [&](const Row& row) {
                   if (!active_ || row.request != active_->inner) return;
                   active_->client->row(active_->id, row.json);
                   const bool in_a_queue = turns_.others_than(active_->client->id());
                   if (active_->client->is_full(in_a_queue) && !active_->client->is_gone() &&
                       !std::exchange(paused_, true))
                     session_->pause();
                 },
                 [&](const Message& message) { pass_on(message); },
                 [&](const Progress& progress) { pass_on(progress); },
                 [&](const Finished& finished) { take_end(finished); },
                 [&](const Connected& connected) { connected_ = connected; },
                 [&](const Ready& ready) {
                   powershell_ = ready.powershell;
                   if (target) target->event(event);
                 },
                 [&](const ChallengeClosed& closed) {
                   challenges_.erase(closed.id);
                   if (target) target->event(event);
                 },
                 [&](const ChallengeOpened& opened) {
                   challenges_[opened.challenge.id] = opened.challenge;
                   if (target && !target->is_gone())
                     target->event(event);
                   else
                     session_->decline(opened.challenge.id, {.code = ErrorCode::interrupted,
                                                             .message = "Nobody is there."});
                 },
                 [&](const Closed& closed) {
                   end(closed.error.value_or(Error{.code = ErrorCode::child_lost,
                                                   .message = "PowerShell has ended.",
                                                   .hint = "Write teamsctl login."}));
                   owner_.ended(*this);
                 },
                 [&](const auto&) {
                   if (target) target->event(event);
                 },
             },
             event);
}

void HostedSession::take_end(const Finished& finished) {
  if (signing_in_ && finished.request == sign_in_id_) {
    sign_in_ended(finished);
    return;
  }
  if (!active_ || finished.request != active_->inner) return;
  Finished theirs = finished;
  theirs.request = active_->id;
  const Client client = active_->client;
  client->event(theirs);
  active_.reset();
  if (std::exchange(paused_, false)) session_->resume();
  if (session_is_gone(finished.error)) {
    // No source of secrets is here, so nothing can be renewed.
    end(*finished.error);
    return;
  }
  client->read_on();
  used();
  begin_next();
}

void HostedSession::sign_in_ended(const Finished& finished) {
  signing_in_ = false;
  if (!finished.error) {
    signed_in_at_ = system_clock::now();
    lifetime_.since = boot_now();
    for (const Waiter& waiter : std::exchange(waiters_, {})) {
      if (waiter.client->is_gone()) continue;
      waiter.client->event(*connected_);
      finish(waiter.client, waiter.id, std::nullopt);
    }
    used();
    return;
  }
  if (asker_left_ || is_of_asker(*finished.error)) {
    const Waiter first = waiters_.front();
    waiters_.pop_front();
    if (!asker_left_) finish(first.client, first.id, finished.error);
    begin_sign_in();
    return;
  }
  // Who only wanted to use a session has not got one; why is for those who signed in.
  std::deque<Waiter> users;
  for (const Waiter& waiter : std::exchange(waiters_, {})) {
    if (waiter.may_sign_in)
      finish(waiter.client, waiter.id, finished.error);
    else
      users.push_back(waiter);
  }
  waiters_ = std::move(users);
  end(no_session());
}

std::optional<std::string> HostedSession::status() const {
  if (!connected_) return std::nullopt;
  const BootTime now = boot_now();
  nlohmann::ordered_json row{{"identity", short_name(identity_)},
                             {"account", connected_->account},
                             {"tenantId", connected_->tenant_id},
                             {"displayName", connected_->display_name},
                             {"powershell", powershell_},
                             {"since", utc(signed_in_at_)},
                             {"idle", (now - lifetime_.used).count() / 1000},
                             {"expires", nullptr},
                             {"busy", is_busy()}};
  if (const std::optional<BootTime> at = lifetime_.end())
    row["expires"] = utc(system_clock::now() + (*at - now));
  return row.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace teamsctl::agent
