#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/console_text.hpp"
#include "core/prompt_rule.hpp"
#include "teamsctl/challenge.hpp"

namespace teamsctl::core {

/// A challenge found in console text.
struct Detection {
  ChallengeKind kind = ChallengeKind::unknown;
  std::string message;  ///< one line of UTF-8 without control characters
  std::string url;
  std::string display_code;
  std::string rule;
  std::size_t begin = 0;  ///< byte offsets in everything fed since construction or reset
  std::size_t end = 0;

  bool operator==(const Detection&) const = default;
};

/// A set of kinds.
class KindSet {
 public:
  constexpr KindSet() = default;
  constexpr KindSet(std::initializer_list<ChallengeKind> kinds) {
    for (const ChallengeKind kind : kinds) insert(kind);
  }
  [[nodiscard]] static constexpr KindSet all() {
    KindSet set;
    set.bits_ = ~0u;
    return set;
  }
  constexpr void insert(ChallengeKind kind) { bits_ |= bit(kind); }
  [[nodiscard]] constexpr bool contains(ChallengeKind kind) const {
    return (bits_ & bit(kind)) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  bool operator==(const KindSet&) const = default;

 private:
  static constexpr std::uint32_t bit(ChallengeKind kind) {
    return 1u << static_cast<unsigned>(kind);
  }
  std::uint32_t bits_ = 0;
};

/// Finds prompts in the bytes of a console. It has no clock: the owner says what time it is, and
/// calls tick() when deadline() has come. What it finds depends on the bytes and the times, never
/// on how the bytes were cut.
///
/// Questions are looked for in the text before the cursor, when it has been still for the time of
/// their rule. Sentences are looked for when the text is still, when `latency` has passed, and each
/// time `scan_every` bytes of text have come. The same sentence is reported once until it changes.
class PromptDetector {
 public:
  using Clock = std::chrono::steady_clock;

  struct Limits {
    std::size_t tail = 8 * 1024;        ///< bytes of text that are remembered
    std::size_t scan_every = 4 * 1024;  ///< bytes of text after which sentences are looked for
    std::chrono::milliseconds latency{
        400};  ///< the longest that a finished sentence waits in a stream that never rests
  };

  explicit PromptDetector(std::shared_ptr<PromptRules> rules)
      : PromptDetector(std::move(rules), Limits{}) {}
  PromptDetector(std::shared_ptr<PromptRules> rules, Limits limits);

  /// From now on finds `kinds`. Text from before is unknown; an armed detector only changes its
  /// kinds.
  void arm(KindSet kinds);
  /// Forgets the text. Until the next arm() bytes are only counted.
  void disarm();
  [[nodiscard]] bool armed() const noexcept { return !kinds_.empty(); }

  void feed(std::string_view bytes, Clock::time_point now, std::vector<Detection>& out);
  /// When tick() is wanted next, if nothing is fed before.
  [[nodiscard]] std::optional<Clock::time_point> deadline() const;
  void tick(Clock::time_point now, std::vector<Detection>& out);

  /// The question that was reported got its answer: forgets the text, so that an echo of the answer
  /// is not taken for another question, and lets the same question be reported again.
  void answered();

  /// As new, offsets too. Stays armed or not.
  void reset();

  [[nodiscard]] std::shared_ptr<PromptRules> rules() const { return rules_; }

 private:
  enum class Scan { passing, late, still };

  struct Settled {  // the last sentence of a kind
    ChallengeKind kind;
    std::string code;
    std::string url;
  };

  void forget_text();
  void scan_sentences(Scan how, std::vector<Detection>& out);
  void ask_questions(std::chrono::milliseconds quiet, std::vector<Detection>& out);
  [[nodiscard]] bool is_news(const Detection& found);
  [[nodiscard]] bool wants(std::size_t rule) const;

  std::shared_ptr<PromptRules> rules_;
  Limits limits_;
  KindSet kinds_;
  bool wants_sentences_ = false;
  std::vector<std::chrono::milliseconds>
      steps_;  // distinct quiet times of the wanted rules, ascending
  std::size_t next_step_ = 0;

  ConsoleText text_;
  std::size_t offset_ = 0;      // raw bytes fed
  std::size_t fed_before_ = 0;  // of these, before the text that text_ knows
  std::uint64_t seen_change_ = 0;
  std::optional<Clock::time_point> changed_at_;
  std::optional<Clock::time_point> unscanned_since_;
  bool scanned_still_ = false;  // sentences were looked for since the last change

  std::size_t sentences_until_ = 0;  // sentences before this offset have been reported
  std::vector<Settled> settled_;
  bool question_open_ = false;  // one was reported on this line
  bool after_answer_ = false;   // this line may still be the echo of the answer
};

/// Looks for a sentence (a device code, a number to tap, a request to approve) in a text that is
/// complete by itself, such as a warning or a line for the host. The offsets are those of `text`.
[[nodiscard]] std::optional<Detection> find_sentence(const PromptRules& rules,
                                                     std::string_view text);

}  // namespace teamsctl::core
