#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "teamsctl/challenge.hpp"
#include "teamsctl/error.hpp"
#include "teamsctl/event.hpp"
#include "teamsctl/export.hpp"
#include "teamsctl/request.hpp"
#include "teamsctl/secret.hpp"
#include "teamsctl/session.hpp"

// A session for programs that have nothing else to wait for: each call returns when its request has
// ended. It is Session (teamsctl/session.hpp) on a Loop of its own; use that one for several
// sessions at once, or beside other descriptors and timers.
namespace teamsctl {

/// How one request ended, and what came of it.
struct Outcome {
  std::vector<std::string> rows;  ///< one JSON value each, UTF-8; empty when they were handed over
  std::uint64_t row_count = 0;    ///< of `rows`, or how many were handed over
  std::uint64_t truncated = 0;    ///< rows in which a value was nested too deep to be written whole
  std::vector<Message> messages;  ///< what was said besides, of every level, in its order
  std::optional<Error> error;     ///< none: it succeeded; else the rows are not the whole answer

  [[nodiscard]] bool ok() const noexcept { return !error; }
};

/// One pwsh, one identity, requests one after the other, each of them waited for.
///
/// One thread uses it at a time; interrupt() alone may come from anywhere. Different sessions may
/// be used by different threads. What Ask and TakeRow throw ends the request (the session stays)
/// and is thrown on by the call that waits. They must not call run(), sign_in() or close() of the
/// same session, nor destroy it; the functions in SessionOptions must not throw.
class TEAMSCTL_API BlockingSession {
 public:
  /// Called for each challenge, on the thread that waits; returns the answer, or the error that the
  /// request then finishes with ({.code = ErrorCode::input_needed, ...} where there is none to be
  /// had). After a code that was refused the next question comes, Limits::mfa_attempts in all;
  /// Challenge::attempt counts them, and an error then makes ErrorCode::mfa_refused.
  ///
  /// A challenge that is settled on another device (settled_elsewhere()) is there to be shown: any
  /// answer, such as Secret(), means "wait for it". An answer that cannot be one (a code of the
  /// wrong form, a label that is not offered) is not sent: the same question is asked again, three
  /// times in all, and then finishes with ErrorCode::input_needed.
  ///
  /// The session stands still while this runs, but its limits do not: an answer that comes after
  /// Limits::mfa, or after interrupt(), is not sent.
  using Ask = std::function<std::variant<Secret, Error>(const Challenge&)>;

  /// Takes a row as it comes, one JSON value in UTF-8; the bytes are valid during the call. pwsh
  /// waits as long as this does, Limits::command does not count it, and memory stays bounded.
  using TakeRow = std::function<void(std::string_view)>;

  /// Starts pwsh and does not wait for it: one that cannot be started is the error of the first
  /// request (ErrorCode::pwsh_missing). Without `ask` a challenge finishes its request with
  /// ErrorCode::input_needed, except for an approval on a phone, of which nobody here has to know.
  /// Throws std::system_error when the process has no descriptors left.
  explicit BlockingSession(SessionOptions options, Ask ask = {});

  /// Ends pwsh at once if it still runs; bounded by a few hundred milliseconds. One that has been
  /// moved from can be destroyed and assigned to, and nothing else.
  ~BlockingSession();
  BlockingSession(BlockingSession&&) noexcept;
  BlockingSession& operator=(BlockingSession&&) noexcept;

  /// Signs in and waits until it is done: the account and tenant, or why not. After an error that
  /// is no end of pwsh another sign-in may be tried. The times are those of SessionOptions::limits.
  [[nodiscard]] std::variant<Connected, Error> sign_in(SignIn who);

  /// Runs one request and keeps its rows, or hands each to `row`. Before a sign-in it ends with
  /// ErrorCode::not_connected, after the end of pwsh with the error of that end. Waits at most
  /// Limits::command; by default there is no such limit. Error::code says what the caller can do.
  [[nodiscard]] Outcome run(Request request);
  [[nodiscard]] Outcome run(Request request, const TakeRow& row);

  /// Ends the request that is being waited for with ErrorCode::interrupted and keeps the session
  /// (within Limits::cancel, after which pwsh is ended); the next one when none is waited for.
  /// close() is not interrupted. May be called from any thread, from a callback and from a signal
  /// handler; that the session still lives then is the caller's to see to.
  void interrupt() noexcept;

  /// Ends pwsh in good order and waits for that, at most Limits::close and a little. Returns the
  /// error with which it had ended before, if it had. A second call returns the same.
  std::optional<Error> close();

  /// State::closed from the end of pwsh on.
  [[nodiscard]] State state() const noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace teamsctl
