#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/host_request.hpp"
#include "core/prompt_detector.hpp"
#include "teamsctl/challenge.hpp"
#include "teamsctl/limits.hpp"

namespace teamsctl::core {

using TimePoint = std::chrono::steady_clock::time_point;

/// Where the answer to a challenge has to go.
struct ToPrompt {  ///< a question that PowerShell's host was asked
  std::uint64_t prompt;
  PromptKind kind;
  std::string username;
};
struct ToConsole {
};                   ///< a question that stands on the console: its answer is typed on the terminal
struct ToSignIn {};  ///< a user name or a password that the sign-in lacks
struct ToNobody {};  ///< settled on another device
using AnswerRoute = std::variant<ToPrompt, ToConsole, ToSignIn, ToNobody>;

/// The open questions of a session: numbered, counted, with their deadlines and the check of their
/// answers.
class ChallengeDesk {
 public:
  explicit ChallengeDesk(const Limits& limits) : limits_(limits) {}

  /// Opens a challenge; its id, attempt and account are filled in here.
  const Challenge& open(Challenge challenge, AnswerRoute route, TimePoint now);

  /// How many challenges of a kind were opened since reset(), without the one that may be opened
  /// next.
  [[nodiscard]] int attempts(ChallengeKind kind) const;

  [[nodiscard]] const Challenge* find(ChallengeId id) const;
  /// True while a question of PowerShell's host or of the console waits for an answer.
  [[nodiscard]] bool question_open() const;
  /// The question for a code that waits for an answer, or null.
  [[nodiscard]] const Challenge* open_code_question() const;
  /// The challenge that is settled on another device and still open, or null.
  [[nodiscard]] const Challenge* open_elsewhere() const;
  [[nodiscard]] bool shows_device_code(std::string_view display_code) const;
  [[nodiscard]] bool empty() const { return open_.empty(); }

  struct Answered {
    Challenge challenge;
    AnswerRoute route;
    std::variant<Secret, int> value;  ///< int: the number of a choice
  };
  /// Takes the answer and closes the challenge, or returns nothing and leaves everything as it is
  /// when the answer cannot be one.
  [[nodiscard]] std::optional<Answered> answer(ChallengeId id, Secret value);

  struct Dropped {
    Challenge challenge;
    AnswerRoute route;
  };
  /// Closes a challenge without an answer.
  std::optional<Dropped> drop(ChallengeId id);
  /// Closes all of them.
  std::vector<Dropped> drop_all();

  /// When the first open challenge runs out of time, and which that is.
  [[nodiscard]] std::optional<TimePoint> deadline() const;
  [[nodiscard]] const Challenge* overdue(TimePoint now) const;

  /// A new sign-in counts its attempts anew.
  void start_sign_in(std::string account, int mfa_code_digits);

 private:
  struct Open {
    Challenge challenge;
    AnswerRoute route;
    std::optional<TimePoint> deadline;
  };

  Limits limits_;
  std::vector<Open> open_;
  std::map<ChallengeKind, int> attempts_;
  ChallengeId last_id_ = 0;
  std::string account_;
  int mfa_code_digits_ = 6;
};

}  // namespace teamsctl::core
