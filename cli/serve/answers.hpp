#pragma once

#include <deque>
#include <functional>

#include "session/answers.hpp"

namespace teamsctl::cli {

/// The program's own sources of secrets, for all sessions of serve that sign in as what the command
/// line says: one challenge after the other, so that a code is never given to two of them, nor a
/// step of TOTP used twice.
class ServeAnswers {
 public:
  /// `options` must outlive this. `ask_client` is told what no source answers.
  ServeAnswers(Loop& loop, const SignInOptions& options, Log& log, Answers::Otherwise ask_client);

  void answer(AnySession& session, const Challenge& challenge);
  /// The challenge is closed, however.
  void withdraw(const AnySession& session, ChallengeId challenge);

  /// True when another sign-in can get all it needs without a person.
  [[nodiscard]] bool can_sign_in_again() const { return answers_.can_sign_in_again(); }

 private:
  struct Asked {
    AnySession* session;
    Challenge challenge;
  };
  void next();
  void next_later();

  Loop& loop_;
  std::deque<Asked> queue_;  // the first is being answered when `busy_`
  bool busy_ = false;
  bool used_ = false;
  Answers::Otherwise ask_client_;
  Answers answers_;
  Loop::Handle later_;
};

}  // namespace teamsctl::cli
