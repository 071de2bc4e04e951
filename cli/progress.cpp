#include "progress.hpp"

#include <unistd.h>

#include <cstdio>

namespace teamsctl::cli {

static constexpr std::chrono::milliseconds patience{500};

ProgressLine::ProgressLine(const Options& options)
    // Rows on the same terminal are progress enough, and a line among them would only tear them.
    : on_terminal_(options.progress == ProgressStyle::automatic && !options.quiet && ::isatty(STDERR_FILENO) != 0 &&
                   ::isatty(STDOUT_FILENO) == 0),
      plain_(options.progress == ProgressStyle::plain && !options.quiet) {}

void ProgressLine::rows(std::uint64_t count) {
  if (!on_terminal_ && !plain_) return;
  const auto now = std::chrono::steady_clock::now();
  // The clock begins with the rows, not with the sign-in; what is over in a moment needs no line.
  if (!started_) {
    started_ = now;
    next_ = now + patience;
  }
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(plain_ ? 1000 : 100);
  const double seconds = std::chrono::duration<double>(now - *started_).count();
  std::fprintf(stderr, plain_ ? "%llu rows, %.0f a second\n" : "\r%llu rows, %.0f a second\033[K", static_cast<unsigned long long>(count),
               static_cast<double>(count) / seconds);
  shown_ = on_terminal_;
}

void ProgressLine::clear() {
  if (shown_) std::fputs("\r\033[K", stderr);
  shown_ = false;
}

}  // namespace teamsctl::cli
