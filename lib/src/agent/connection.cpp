#include "agent/connection.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <utility>

#include "io/loop_impl.hpp"
#include "wire/agent_event.hpp"

namespace teamsctl::agent {

using std::chrono::steady_clock;
using wire::FrameKind;
using wire::FrameReader;

Connection::Connection(Loop& loop, Owner& owner, io::Descriptor socket, std::uint64_t id,
                       ConnectionLimits limits)
    : loop_(loop),
      owner_(owner),
      socket_(std::move(socket)),
      id_(id),
      limits_(limits),
      reader_(limits.request_bytes) {}

void Connection::begin() {
  watch_ = std::make_unique<io::SocketWatch>(
      loop_, socket_.get(), [this] { readable(); }, [this] { flush(); });
  watch();
  set_deadline();
}

void Connection::watch() {
  const bool wanted = !gone_ && !finishing_ && !stopped_ && backlog() <= limits_.reply_bytes;
  if (watch_) watch_->read(wanted);
}

void Connection::readable() {
  const auto keep = shared_from_this();
  std::array<char, 16 * 1024> buffer;  // NOLINT: filled by the kernel
  iovec place{.iov_base = buffer.data(), .iov_len = buffer.size()};
  msghdr message{};
  message.msg_iov = &place;
  message.msg_iovlen = 1;
  // Without room for control data the kernel closes descriptors that come along, and says so.
  const ssize_t size = ::recvmsg(socket_.get(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (size <= 0 || (message.msg_flags & MSG_CTRUNC) != 0) {
    wipe(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    lose();
    return;
  }
  const auto status = reader_.feed({buffer.data(), static_cast<std::size_t>(size)},
                                   [this](FrameKind kind, std::string_view payload) {
                                     deadline_.reset();
                                     stopped_ = !owner_.take_frame(*this, kind, payload);
                                     return !stopped_ && !gone_ && !finishing_;
                                   });
  wipe(buffer.data(), static_cast<std::size_t>(size));
  take(status);
}

void Connection::take(FrameReader::Status status) {
  if (gone_) return;
  if (status == FrameReader::Status::too_long && !finishing_) {
    error({.code = ErrorCode::agent,
           .message = "A request to the agent is too long.",
           .hint = "The limit is " + std::to_string(limits_.request_bytes >> 20) +
                   " MiB: use --agent off, or start the agent with --agent-max-request."});
    finish();
    return;
  }
  set_deadline();
  watch();
}

void Connection::read_on() {
  if (!std::exchange(stopped_, false) || gone_) return;
  // Not from inside the caller, which may be busy with this very client.
  boost::asio::post(loop_.impl().context, [self = shared_from_this()] {
    if (self->gone_ || self->stopped_ || self->finishing_) return;
    self->take(self->reader_.resume([&](FrameKind kind, std::string_view payload) {
      self->deadline_.reset();
      self->stopped_ = !self->owner_.take_frame(*self, kind, payload);
      return !self->stopped_ && !self->gone_ && !self->finishing_;
    }));
  });
}

void Connection::greeted() { greeted_ = true; }

/// A frame that has begun has an end, and so has the time until the first.
void Connection::set_deadline() {
  const bool waiting = (reader_.partial() && !stopped_) || !greeted_;
  if (!waiting) deadline_.reset();
  if (waiting && !deadline_) deadline_ = loop_.after(limits_.patience, [this] { lose(); });
}

void Connection::frame(FrameKind kind, std::string_view payload) {
  if (gone_) return;
  wire::add_frame(out_, kind, payload);
  wrote_frame();
}

void Connection::event(const Event& event) { frame(FrameKind::event, wire::event_json(event)); }

void Connection::error(const Error& error) { frame(FrameKind::error, wire::error_json(error)); }

void Connection::row(RequestId request, std::string_view json) {
  if (gone_) return;
  wire::add_numbered_frame(out_, FrameKind::row, request, json);
  wrote_frame();
}

/// All that one turn of the loop brings goes out together.
void Connection::wrote_frame() {
  was_full_ = was_full_ || is_full(false);
  if (!watch_ || watch_->writes() || std::exchange(flushing_soon_, true)) return;
  boost::asio::post(loop_.impl().context, [self = shared_from_this()] {
    self->flushing_soon_ = false;
    self->flush();
  });
}

void Connection::flush() {
  if (gone_) return;
  const auto keep = shared_from_this();
  while (backlog() != 0) {
    const ssize_t size =
        ::send(socket_.get(), out_.data() + written_, backlog(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) break;
    if (size < 0) {
      lose();
      return;
    }
    written_ += static_cast<std::size_t>(size);
    moved_ = steady_clock::now();
  }
  if (backlog() == 0) {
    out_.clear();
    written_ = 0;
    watch_->write(false);
    stall_.reset();
    if (finishing_) {
      lose();
      return;
    }
  } else {
    if (written_ > limits_.row_bytes) {
      out_.erase(0, written_);
      written_ = 0;
    }
    watch_->write(true);
    if (!stall_) {
      moved_ = steady_clock::now();
      stall_ = loop_.after(limits_.patience_in_the_way, [this] { stalled(); });
    }
  }
  watch();
  if (was_full_ && backlog() < limits_.row_bytes / 4) {
    was_full_ = false;
    owner_.has_room(*this);
  }
}

void Connection::stalled() {
  const auto still =
      std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - moved_);
  const bool in_the_way = !owner_.may_wait(*this);
  const bool too_long = still >= limits_.patience && !slow;
  if (too_long || (in_the_way && still >= limits_.patience_in_the_way)) {
    lose();
    return;
  }
  stall_ = loop_.after(limits_.patience_in_the_way, [this] { stalled(); });
}

void Connection::finish() {
  if (std::exchange(finishing_, true)) return;
  watch();
  deadline_.reset();
  wrote_frame();
}

void Connection::close() noexcept {
  gone_ = true;
  watch_.reset();
  deadline_.reset();
  stall_.reset();
  socket_.reset();
}

void Connection::lose() {
  if (gone_) return;
  const auto keep = shared_from_this();
  close();
  owner_.lost(*this);
}

}  // namespace teamsctl::agent
