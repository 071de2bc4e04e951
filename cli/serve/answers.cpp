#include "serve/answers.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace teamsctl::cli {

ServeAnswers::ServeAnswers(Loop& loop, const SignInOptions& options, Log& log,
                           Answers::Otherwise ask_client)
    : loop_(loop),
      ask_client_(std::move(ask_client)),
      answers_(loop, options, log, [this](AnySession& session, const Challenge& challenge) {
        queue_.pop_front();
        busy_ = false;
        ask_client_(session, challenge);
        next_later();
      }) {}

void ServeAnswers::answer(AnySession& session, const Challenge& challenge) {
  queue_.push_back({&session, challenge});
  next_later();
}

void ServeAnswers::withdraw(const AnySession& session, ChallengeId challenge) {
  const auto found = std::find_if(queue_.begin(), queue_.end(), [&](const Asked& asked) {
    return asked.session == &session && asked.challenge.id == challenge;
  });
  if (found == queue_.end()) return;
  if (found == queue_.begin() && std::exchange(busy_, false)) answers_.withdraw(challenge);
  queue_.erase(found);
  next_later();
}

void ServeAnswers::next_later() {
  // Not from inside a source or a session, whose call this may be.
  later_ = loop_.after(std::chrono::milliseconds(0), [this] { next(); });
}

void ServeAnswers::next() {
  if (busy_ || queue_.empty()) return;
  busy_ = true;
  const Asked asked = queue_.front();
  // Another sign-in reads again what can be read again. Codes stay as they are: each is given once.
  if (asked.challenge.attempt == 1 && asked.challenge.kind != ChallengeKind::mfa_code &&
      std::exchange(used_, true))
    answers_.renew();
  answers_.answer(*asked.session, asked.challenge);
}

}  // namespace teamsctl::cli
