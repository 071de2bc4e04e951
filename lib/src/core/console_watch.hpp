#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/prompt_detector.hpp"
#include "teamsctl/redactor.hpp"

namespace teamsctl::core {

/// Where text comes from that is not a record, and text in records that may hold what a person must
/// see.
enum class ConsoleStream { output, error, terminal, host };

/// Watches what pwsh says beside its records: keeps the end of it for error reports and, while a
/// sign-in runs, looks for questions in it. Each stream is watched by itself, so that one cannot
/// tear the sentence of another.
class ConsoleWatch {
 public:
  ConsoleWatch(std::shared_ptr<PromptRules> rules, std::size_t tail_bytes);

  void arm();
  void disarm();

  void feed(ConsoleStream stream, std::string_view bytes, std::chrono::steady_clock::time_point now,
            std::vector<Detection>& found);
  void tick(std::chrono::steady_clock::time_point now, std::vector<Detection>& found);
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> deadline() const;

  /// The open question has its answer: its echo is not a new question.
  void answered();

  /// The end of what the console showed, without the secrets.
  [[nodiscard]] std::string tail(const Redactor& redactor) const;

 private:
  std::array<PromptDetector, 4> detectors_;
  std::size_t tail_bytes_;
  std::string tail_;
};

}  // namespace teamsctl::core
