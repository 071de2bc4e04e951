#include "messages/input.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>

#include "terminal/may_block.hpp"

namespace teamsctl::cli {

MessageInput::MessageInput(Loop& loop, Taken taken)
    : loop_(loop), taken_(std::move(taken)), watched_(may_block(STDIN_FILENO)) {
  wait();
}

void MessageInput::wait() {
  if (paused_ || ended_) return;
  if (!watched_)
    again_ = loop_.after(std::chrono::milliseconds(0), [this] { read(); });
  else if (!readable_)
    readable_ = loop_.watch_readable(STDIN_FILENO, [this] { read(); });
}

void MessageInput::read() {
  const std::span<char> space = lines_.space();
  const ssize_t size = ::read(STDIN_FILENO, space.data(), space.size());
  if (size < 0 && (errno == EINTR || errno == EAGAIN)) {
    wait();
    return;
  }
  if (size > 0) {
    lines_.filled(static_cast<std::size_t>(size));
  } else {
    // An error of the descriptor is the end of it, too.
    lines_.end();
    ended_ = true;
    readable_.reset();
  }
  hand_out();
}

void MessageInput::hand_out() {
  while (!paused_) {
    const std::optional<MessageLines::Line> line = lines_.next();
    if (!line) break;
    taken_(&*line);
  }
  if (paused_) return;
  if (ended_ && !std::exchange(told_end_, true))
    taken_(nullptr);
  else
    wait();
}

void MessageInput::pause() {
  paused_ = true;
  readable_.reset();
  again_.reset();
}

void MessageInput::resume() {
  if (!std::exchange(paused_, false)) return;
  // Not from inside the caller: lines that are here already come first.
  again_ = loop_.after(std::chrono::milliseconds(0), [this] { hand_out(); });
}

bool MessageInput::hung_up() {
  pollfd input{STDIN_FILENO, POLLRDHUP, 0};
  return ::poll(&input, 1, 0) > 0 && (input.revents & (POLLHUP | POLLRDHUP | POLLERR)) != 0;
}

}  // namespace teamsctl::cli
