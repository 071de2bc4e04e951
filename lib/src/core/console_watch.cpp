#include "core/console_watch.hpp"

#include "core/ansi_filter.hpp"

namespace teamsctl::core {

ConsoleWatch::ConsoleWatch(std::shared_ptr<PromptRules> rules, std::size_t tail_bytes)
    : detectors_{PromptDetector(rules), PromptDetector(rules), PromptDetector(rules),
                 PromptDetector(rules)},
      tail_bytes_(tail_bytes) {}

void ConsoleWatch::arm() {
  for (PromptDetector& detector : detectors_) detector.arm(KindSet::all());
}

void ConsoleWatch::disarm() {
  for (PromptDetector& detector : detectors_) detector.disarm();
}

void ConsoleWatch::feed(ConsoleStream stream, std::string_view bytes,
                        std::chrono::steady_clock::time_point now, std::vector<Detection>& found) {
  // The host's text has its own records; only the console's is kept.
  if (stream != ConsoleStream::host) {
    if (bytes.size() >= tail_bytes_) {
      tail_.assign(bytes.substr(bytes.size() - tail_bytes_));
    } else {
      // Cut in large steps: at every feed it would be quadratic for small chunks.
      if (tail_.size() + bytes.size() > 4 * tail_bytes_) tail_.erase(0, tail_.size() - tail_bytes_);
      tail_.append(bytes);
    }
  }
  detectors_[static_cast<std::size_t>(stream)].feed(bytes, now, found);
}

void ConsoleWatch::tick(std::chrono::steady_clock::time_point now, std::vector<Detection>& found) {
  for (PromptDetector& detector : detectors_) detector.tick(now, found);
}

std::optional<std::chrono::steady_clock::time_point> ConsoleWatch::deadline() const {
  std::optional<std::chrono::steady_clock::time_point> first;
  for (const PromptDetector& detector : detectors_) {
    const auto due = detector.deadline();
    if (due && (!first || *due < *first)) first = due;
  }
  return first;
}

void ConsoleWatch::answered() {
  for (PromptDetector& detector : detectors_) detector.answered();
}

std::string ConsoleWatch::tail(const Redactor& redactor) const {
  // Redacted before it is cut, so that no secret is halved at the cut and missed; one that the ring
  // itself has halved is caught by its beginning only when it is cut at its end, which the ring
  // never does.
  std::string clean;
  AnsiFilter().feed(redactor.redact_console(tail_), clean);
  if (clean.size() > tail_bytes_) clean.erase(0, clean.size() - tail_bytes_);
  return clean;
}

}  // namespace teamsctl::core
