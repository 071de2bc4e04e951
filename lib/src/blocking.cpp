#include "teamsctl/blocking.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>
#include <vector>

#include "core/overloaded.hpp"
#include "io/wake_up.hpp"
#include "teamsctl/loop.hpp"

namespace teamsctl {
namespace {

using core::Overloaded;

// The loop is left for every event; this only bounds one wait without any.
constexpr std::chrono::hours long_time{1};
constexpr int times_asked = 3;
// What is due at one moment (times, the interruption, the end of pwsh) is a handful; a flood of
// output has no end.
constexpr int most_at_once = 100;

Error no_answer(const Challenge& challenge, std::string message) {
  return {.code = ErrorCode::input_needed,
          .message = std::move(message),
          .reason = Reason::no_source,
          .challenge = challenge};
}

}  // namespace

class [[gnu::visibility("hidden")]] BlockingSession::Impl {
 public:
  Impl(SessionOptions options, Ask ask)
      : ask_(std::move(ask)),
        woken_(loop_.watch_readable(wake_up_.descriptor(), [this] { interrupted(); })),
        session_(loop_, std::move(options), [this](const Event& event) { take(event); }) {}

  std::variant<Connected, Error> sign_in(SignIn who) {
    connected_.reset();
    Outcome outcome = run(std::move(who), nullptr);
    if (outcome.error) return std::move(*outcome.error);
    if (!connected_)
      return Error{.code = ErrorCode::internal, .message = "The sign-in named no tenant."};
    return *connected_;
  }

  Outcome run(Request request, const TakeRow* row) {
    if (closed_) return {.error = why_closed()};
    outcome_ = {};
    row_ = row;
    running_ = session_.start(std::move(request));
    while (running_) {
      loop_.run_one(long_time);
      if (running_ && !open_.empty()) settle(open_.front());
    }
    row_ = nullptr;
    open_.clear();
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
    return std::exchange(outcome_, {});
  }

  void interrupt() const noexcept { wake_up_.signal(); }

  std::optional<Error> close() {
    if (!closed_) session_.close();
    while (!closed_) loop_.run_one(long_time);
    return closed_->error;
  }

  [[nodiscard]] State state() const noexcept { return session_.state(); }

 private:
  // A session whose handler throws would stop in the middle of an event; so nothing is thrown
  // through it.
  template <typename Callback>
  void guarded(Callback callback) {
    if (thrown_) return;
    try {
      callback();
    } catch (...) {
      thrown_ = std::current_exception();
      cancel();
    }
  }

  void cancel() {
    if (running_) session_.cancel(*running_);
  }

  void interrupted() {
    wake_up_.clear();
    cancel();
  }

  void take(const Event& event) {
    std::visit(Overloaded{[&](const ChallengeOpened& opened) { open_.push_back(opened.challenge); },
                          [&](const ChallengeClosed& closed) { forget(closed.id); },
                          [&](const Connected& connected) { connected_ = connected; },
                          [&](const Row& row) { take_row(row.json); },
                          [&](const Message& message) {
                            guarded([&] { outcome_.messages.push_back(message); });
                          },
                          [&](const Finished& finished) { finish(finished); },
                          [&](const Closed& closed) { end(closed); }, [](const auto&) {}},
               event);
  }

  void take_row(std::string_view json) {
    if (row_ == nullptr) {
      guarded([&] { outcome_.rows.emplace_back(json); });
      return;
    }
    // The reader's time is not the command's.
    session_.pause();
    guarded([&] { (*row_)(json); });
    session_.resume();
  }

  /// Asks outside of the session's own calls, so that what happens while a person thinks is noticed
  /// before an answer goes out: the end of the time, an interruption, the end of pwsh.
  void settle(
      const Challenge challenge) {  // NOLINT: a copy, since the list of open ones changes below
    const bool nothing_to_send = settled_elsewhere(challenge.kind);
    if (!ask_) {
      forget(challenge.id);
      if (challenge.kind != ChallengeKind::approval)
        session_.decline(challenge.id, no_answer(challenge, "Nobody is there to be asked."));
      return;
    }
    for (int time = 0; time < times_asked; ++time) {
      catch_up();
      if (!is_open(challenge.id)) return;
      std::variant<Secret, Error> given;
      guarded([&] { given = ask_(challenge); });
      catch_up();
      if (thrown_ || !is_open(challenge.id)) return;
      Error* const declined = std::get_if<Error>(&given);
      if (declined == nullptr && !nothing_to_send &&
          !session_.answer(challenge.id, std::get<Secret>(std::move(given))))
        continue;
      forget(challenge.id);
      if (declined != nullptr) session_.decline(challenge.id, std::move(*declined));
      return;
    }
    forget(challenge.id);
    session_.decline(challenge.id, no_answer(challenge, "No answer was given that can be one."));
  }

  void catch_up() {
    for (int done = 0; done < most_at_once && loop_.run_one(std::chrono::milliseconds::zero());)
      ++done;
  }

  [[nodiscard]] bool is_open(ChallengeId id) const {
    return std::any_of(open_.begin(), open_.end(),
                       [&](const Challenge& one) { return one.id == id; });
  }

  void forget(ChallengeId id) {
    std::erase_if(open_, [&](const Challenge& one) { return one.id == id; });
  }

  void finish(const Finished& finished) {
    if (finished.request != running_) return;
    outcome_.row_count = finished.rows;
    outcome_.truncated = finished.truncated;
    outcome_.error = finished.error;
    running_.reset();
  }

  void end(const Closed& closed) {
    closed_ = closed;
    if (!running_) return;
    outcome_.error = why_closed();
    running_.reset();
  }

  [[nodiscard]] Error why_closed() const {
    if (closed_->error) return *closed_->error;
    return {.code = ErrorCode::not_connected, .message = "The session has been closed."};
  }

  Loop loop_;
  io::WakeUp wake_up_;
  Ask ask_;
  const TakeRow* row_ = nullptr;
  std::optional<RequestId> running_;
  std::vector<Challenge> open_;  // and not settled here yet
  Outcome outcome_;
  std::optional<Connected> connected_;
  std::optional<Closed> closed_;
  std::exception_ptr thrown_;
  Loop::Handle woken_;
  Session session_;
};

BlockingSession::BlockingSession(SessionOptions options, Ask ask)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(ask))) {}
BlockingSession::~BlockingSession() = default;
BlockingSession::BlockingSession(BlockingSession&&) noexcept = default;
BlockingSession& BlockingSession::operator=(BlockingSession&&) noexcept = default;

std::variant<Connected, Error> BlockingSession::sign_in(SignIn who) {
  return impl_->sign_in(std::move(who));
}
Outcome BlockingSession::run(Request request) { return impl_->run(std::move(request), nullptr); }
Outcome BlockingSession::run(Request request, const TakeRow& row) {
  return impl_->run(std::move(request), &row);
}
void BlockingSession::interrupt() noexcept { impl_->interrupt(); }
std::optional<Error> BlockingSession::close() { return impl_->close(); }
State BlockingSession::state() const noexcept { return impl_->state(); }

}  // namespace teamsctl
