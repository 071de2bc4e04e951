#include "agent/client.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <chrono>
#include <utility>

#include "agent/link.hpp"
#include "io/loop_impl.hpp"

namespace teamsctl::agent {

using wire::FrameKind;
using wire::FrameReader;

namespace {

// A row is as long as a record of pwsh may be.
constexpr std::size_t longest_frame = (64u << 20) + 64;

}  // namespace

Client::Client(Loop& loop, Owner& owner, io::Descriptor socket)
    : loop_(loop), owner_(&owner), socket_(std::move(socket)), reader_(longest_frame) {}

void Client::begin() {
  watch_ = std::make_unique<io::SocketWatch>(
      loop_, socket_.get(), [this] { readable(); }, [this] { flush(); });
  text() += hello_frame();
  flush_soon();
  watch();
  silence_ =
      loop_.after(std::chrono::seconds(answer_limit_seconds), [this] { lose(agent_silent()); });
}

/// Where the next frame goes that is no secret: what is sent together is one piece.
std::string& Client::text() {
  if (out_.empty() || !out_.back().secret.empty()) out_.emplace_back();
  return out_.back().text;
}

void Client::send(FrameKind kind, std::string_view payload) {
  if (owner_ == nullptr) return;
  wire::add_frame(text(), kind, payload);
  flush_soon();
}

void Client::send(FrameKind kind, std::uint64_t number, std::string_view payload) {
  if (owner_ == nullptr) return;
  wire::add_numbered_frame(text(), kind, number, payload);
  flush_soon();
}

void Client::send_secret(FrameKind kind, std::uint64_t number, const Secret& payload) {
  if (owner_ == nullptr) return;
  out_.push_back({.text = {}, .secret = wire::secret_frame(kind, &number, payload)});
  flush_soon();
}

void Client::flush_soon() {
  if (!watch_ || watch_->writes() || std::exchange(flushing_soon_, true)) return;
  boost::asio::post(loop_.impl().context, [self = shared_from_this()] {
    self->flushing_soon_ = false;
    self->flush();
  });
}

void Client::flush() {
  if (owner_ == nullptr) return;
  while (!out_.empty()) {
    Piece& piece = out_.front();
    const std::string_view rest = piece.rest();
    const ssize_t size =
        ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) {
      watch_->write(true);
      return;
    }
    // What it has said before its end is still to be read; reading meets the end as well.
    if (size < 0) {
      out_.clear();
      break;
    }
    piece.written += static_cast<std::size_t>(size);
    if (piece.rest().empty()) out_.pop_front();
  }
  watch_->write(false);
}

void Client::watch() {
  if (watch_) watch_->read(!paused_ && owner_ != nullptr);
}

void Client::readable() {
  const auto keep = shared_from_this();
  std::array<char, 64 * 1024> buffer;  // NOLINT: filled by the kernel
  const ssize_t size = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (size <= 0) {
    lose(agent_lost());
    return;
  }
  const auto status =
      reader_.feed({buffer.data(), static_cast<std::size_t>(size)},
                   [this](FrameKind kind, std::string_view payload) {
                     if (kind == FrameKind::welcome) {
                       if (const std::optional<Error> wrong = wrong_with_welcome(payload)) {
                         lose(*wrong);
                         return false;
                       }
                       welcomed_ = true;
                       silence_.reset();
                     } else {
                       owner_->take_frame(kind, payload);
                     }
                     return owner_ != nullptr;
                   });
  if (owner_ != nullptr && status == FrameReader::Status::too_long) lose(agent_lost());
}

void Client::pause() {
  if (std::exchange(paused_, true)) return;
  send(FrameKind::pause, "");
  watch();
}

void Client::resume() {
  if (!std::exchange(paused_, false)) return;
  send(FrameKind::resume, "");
  watch();
}

void Client::close() noexcept {
  owner_ = nullptr;
  watch_.reset();
  silence_.reset();
  socket_.reset();
}

void Client::lose(const Error& error) {
  if (owner_ == nullptr) return;
  const auto keep = shared_from_this();
  Owner* const owner = owner_;
  close();
  owner->lost(error, welcomed_);
}

}  // namespace teamsctl::agent
