#include "terminal/progress.hpp"

#include <unistd.h>

#include <cstdio>

namespace teamsctl::cli {

static constexpr std::chrono::milliseconds patience{500};

ProgressLine::ProgressLine(const Options& options)
    // Rows on the same terminal are progress enough, and a line among them would only tear them.
    : on_terminal_(options.progress == ProgressStyle::automatic && !options.quiet &&
                   ::isatty(STDERR_FILENO) != 0 && ::isatty(STDOUT_FILENO) == 0),
      plain_(options.progress == ProgressStyle::plain && !options.quiet) {}

bool ProgressLine::due() {
  if (!on_terminal_ && !plain_) return false;
  const auto now = std::chrono::steady_clock::now();
  // The clock begins with the rows, not with the sign-in; what is over in a moment needs no line.
  if (!started_) {
    started_ = now;
    next_ = now + patience;
  }
  if (now < next_) return false;
  next_ = now + std::chrono::milliseconds(plain_ ? 1000 : 100);
  return true;
}

void ProgressLine::show(const std::string& line) {
  std::fprintf(stderr, plain_ ? "%s\n" : "\r%s\033[K", line.c_str());
  shown_ = on_terminal_;
}

void ProgressLine::rows(std::uint64_t count, std::uint64_t pages) {
  if (!due()) return;
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - *started_).count();
  std::string line = std::to_string(count) + " rows";
  if (pages > 1) line += ", " + std::to_string(pages) + " pages";
  show(line + ", " +
       std::to_string(static_cast<std::uint64_t>(static_cast<double>(count) / seconds)) +
       " a second");
}

void ProgressLine::text(const std::string& line) {
  if (due()) show(line);
}

void ProgressLine::clear() {
  if (shown_) std::fputs("\r\033[K", stderr);
  shown_ = false;
}

}  // namespace teamsctl::cli
