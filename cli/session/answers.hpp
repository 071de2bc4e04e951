#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "options/options.hpp"
#include "output/log.hpp"
#include "teamsctl/challenge.hpp"
#include "teamsctl/secret_source.hpp"
#include "teamsctl/session.hpp"

namespace teamsctl::cli {

/// Answers the challenges of a session from the sources that the command line gives, in their
/// order; the terminal is the last.
class Answers {
 public:
  /// Told of a challenge that no source answers; it is declined when there is nobody to tell.
  using Otherwise = std::function<void(AnySession&, const Challenge&)>;

  /// `options` must outlive this.
  Answers(Loop& loop, const SignInOptions& options, Log& log, Otherwise otherwise = {});

  /// Starts to look for the answer. `session` is answered, or told that no answer comes.
  void answer(AnySession& session, const Challenge& challenge);

  /// The challenge is closed: whoever was being asked need not answer any more.
  void withdraw(ChallengeId challenge);

  /// True when another sign-in can get all it needs without a person, as far as that is known
  /// before it is tried.
  [[nodiscard]] bool can_sign_in_again() const;

  /// For another sign-in: what can be read again is, and nobody is asked on the terminal.
  void renew();

 private:
  using Sources = std::vector<std::unique_ptr<SecretSource>>;

  void ask_next();
  void take(SecretSource& source, std::variant<Secret, Error> result);
  void decline();
  /// What can be read again is there again.
  void refresh(ChallengeKind kind);

  Loop& loop_;
  const SignInOptions& options_;
  Log& log_;
  Otherwise otherwise_;
  std::map<ChallengeKind, Sources> sources_;
  std::vector<std::string> problems_;  // of sources that were tried for the open challenge
  std::optional<Error> refusal_;       // of a source that must not be passed over
  ChallengeId open_ = 0;
  AnySession* session_ = nullptr;  // that asked for the open challenge
  Challenge challenge_;            // the open one
  std::set<SecretSource*> busy_;   // with a fetch under way
  bool password_asked_ = false;
  Loop::Handle again_;
};

}  // namespace teamsctl::cli
