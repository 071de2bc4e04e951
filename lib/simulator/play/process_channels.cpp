#include "play/process_channels.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>

namespace teamsctl::simulator {

namespace {

constexpr int terminal = 0;
constexpr int request_pipe = 3;
constexpr int record_pipe = 4;

/// Opens a pipe or a terminal anew at the same number: O_NONBLOCK then is ours alone, and not also
/// the shell's that shares its terminal with us. What cannot be opened anew stays as it is.
void own_description(int descriptor, int mode) {
  struct stat about {};
  if (::fstat(descriptor, &about) != 0 || !(S_ISFIFO(about.st_mode) || S_ISCHR(about.st_mode)))
    return;
  const std::string path = "/proc/self/fd/" + std::to_string(descriptor);
  const int anew = ::open(path.c_str(), mode | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (anew < 0) return;
  ::dup2(anew, descriptor);
  ::close(anew);
}

void prepare_descriptors() {
  std::signal(SIGPIPE, SIG_IGN);
  own_description(0, O_RDWR);
  own_description(1, O_WRONLY);
  own_description(2, O_WRONLY);
  own_description(record_pipe, O_WRONLY);
  for (const int descriptor : {request_pipe, record_pipe}) ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  for (const int descriptor : {5, 6, 7})
    ::close(descriptor);  // the loader's files, which a real pwsh has read by now
}

int milliseconds_until(std::optional<ProcessChannels::Clock::time_point> deadline) {
  if (!deadline) return -1;
  using namespace std::chrono;
  const auto left = ceil<milliseconds>(*deadline - ProcessChannels::Clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, INT_MAX));
}

}  // namespace

ProcessChannels::ProcessChannels() { prepare_descriptors(); }

void ProcessChannels::send(std::string_view bytes) {
  while (!bytes.empty()) {
    if (poll(record_pipe, POLLOUT, std::nullopt) && !write_some(record_pipe, bytes))
      throw SessionEnded{};
  }
}

void ProcessChannels::print(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const bool ready = poll(descriptor, POLLOUT, std::nullopt);
    throw_if_stopped();
    if (ready && !write_some(descriptor, bytes)) return;
  }
}

std::optional<std::string> ProcessChannels::read_terminal(
    std::optional<Clock::time_point> deadline) {
  std::array<char, 4096> buffer{};
  while (!terminal_ended_) {
    throw_if_stopped();
    if (!poll(terminal, POLLIN, deadline)) {
      if (deadline && Clock::now() >= *deadline) return "";
      continue;
    }
    const ssize_t size = ::read(terminal, buffer.data(), buffer.size());
    if (size > 0) return std::string(buffer.data(), static_cast<std::size_t>(size));
    terminal_ended_ = size == 0 || (errno != EINTR && errno != EAGAIN);
  }
  return std::nullopt;
}

void ProcessChannels::wait(std::optional<Clock::time_point> deadline) {
  throw_if_stopped();
  poll(-1, 0, deadline);
  throw_if_stopped();
}

void ProcessChannels::look() {
  poll(-1, 0, Clock::time_point{});
  throw_if_stopped();
}

void ProcessChannels::turn_deaf() {
  hears_requests_ = false;
  std::signal(SIGTERM, SIG_IGN);
}

void ProcessChannels::close(int descriptor) {
  ::close(descriptor);
  if (descriptor == request_pipe) hears_requests_ = false;
}

bool ProcessChannels::poll(int descriptor, short events,
                           std::optional<Clock::time_point> deadline) {
  std::array<pollfd, 2> polled = {
      {{hears_requests_ ? request_pipe : -1, POLLIN, 0}, {descriptor, events, 0}}};
  if (::poll(polled.data(), polled.size(), milliseconds_until(deadline)) <= 0) return false;
  if (polled[0].revents != 0) receive();
  return polled[1].revents != 0;
}

void ProcessChannels::receive() {
  std::array<char, 65536> buffer;
  const ssize_t size = ::read(request_pipe, buffer.data(), buffer.size());
  if (size > 0) {
    requests_.feed({buffer.data(), static_cast<std::size_t>(size)});
  } else if (size == 0 || (errno != EINTR && errno != EAGAIN)) {
    throw SessionEnded{};
  }
}

void ProcessChannels::throw_if_stopped() const {
  if (!hears_requests_) return;
  requests_.check();
  if (requests_.stop_asked()) throw Stopped{};
}

bool ProcessChannels::write_some(int descriptor, std::string_view& bytes) {
  // As much as a pipe that is ready always takes, where the descriptor could not be made
  // non-blocking.
  const bool blocks = (::fcntl(descriptor, F_GETFL) & O_NONBLOCK) == 0;
  const ssize_t written =
      ::write(descriptor, bytes.data(),
              blocks ? std::min<std::size_t>(bytes.size(), PIPE_BUF) : bytes.size());
  if (written >= 0) {
    bytes.remove_prefix(static_cast<std::size_t>(written));
    return true;
  }
  if (errno == EINTR || errno == EAGAIN) return true;
  // What a scenario closed takes everything, like a real pwsh whose writer has lost its stream.
  if (errno == EBADF && descriptor == record_pipe) {
    bytes = {};
    return true;
  }
  return false;
}

}  // namespace teamsctl::simulator
