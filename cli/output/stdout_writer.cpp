#include "output/stdout_writer.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <system_error>
#include <utility>

#include "terminal/may_block.hpp"

namespace teamsctl::cli {

StdoutWriter::StdoutWriter(Loop& loop, std::function<void()> on_full,
                           std::function<void()> on_drained)
    : loop_(loop),
      on_full_(std::move(on_full)),
      on_drained_(std::move(on_drained)),
      waits_(may_block(STDOUT_FILENO)),
      terminal_(::isatty(STDOUT_FILENO) != 0) {}

bool StdoutWriter::ready_now() const {
  pollfd stdout_now{STDOUT_FILENO, POLLOUT, 0};
  return ::poll(&stdout_now, 1, 0) > 0;
}

void StdoutWriter::flush() {
  // The descriptor is shared with whoever gave it to us, so it is not made non-blocking: a pipe
  // that says it is writable takes PIPE_BUF bytes without waiting.
  while (!empty() && !error_) {
    std::size_t size = pending_.size() - written_;
    if (waits_) {
      if (!ready_now()) break;
      size = std::min<std::size_t>(size, PIPE_BUF);
    }
    const ssize_t count = ::write(STDOUT_FILENO, pending_.data() + written_, size);
    if (count < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN) break;
      error_ = errno;
      break;
    }
    written_ += static_cast<std::size_t>(count);
  }
  if (empty() || error_) {
    pending_.clear();
    written_ = 0;
    writable_.reset();
    if (std::exchange(full_, false)) on_drained_();
    return;
  }
  if (written_ > too_much) {
    pending_.erase(0, written_);
    written_ = 0;
  }
  if (!writable_)
    writable_ = loop_.watch_writable(
        STDOUT_FILENO, [] {});  // the turn itself is what is wanted: flush() follows it
  if (pending_.size() - written_ > too_much && !std::exchange(full_, true)) on_full_();
}

}  // namespace teamsctl::cli
