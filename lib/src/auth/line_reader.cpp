#include "auth/line_reader.hpp"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace teamsctl::auth {
namespace {

bool would_wait(int descriptor) {
  pollfd about{.fd = descriptor, .events = POLLIN, .revents = 0};
  return ::poll(&about, 1, 0) == 0;
}

}  // namespace

void LineReader::start(Loop& loop, int descriptor, SecretShape shape, Done done) {
  descriptor_ = descriptor;
  if (!lines_) lines_.emplace(shape);
  done_ = std::move(done);
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) {
    fail(errno == EBADF ? "is not open" : std::string("cannot be read: ") + std::strerror(errno));
    return;
  }
  if (S_ISDIR(about.st_mode)) {
    fail("is a directory");
    return;
  }
  // Neither these nor devices such as /dev/null can be watched.
  always_ready_ = S_ISREG(about.st_mode) || S_ISBLK(about.st_mode) ||
                  (S_ISCHR(about.st_mode) && ::isatty(descriptor) == 0);
  if (always_ready_) {
    read();
    return;
  }
  try {
    readable_ = loop.watch_readable(descriptor, [this] { read(); });
  } catch (const std::system_error& problem) {
    fail("cannot be waited for: " + problem.code().message());
  }
}

void LineReader::stop() {
  readable_.reset();
  done_ = nullptr;
}

void LineReader::read() {
  // Byte by byte, since what follows the lines belongs to somebody else.
  for (;;) {
    // Another program may have taken what was there, and a read would wait for more.
    if (!always_ready_ && would_wait(descriptor_)) return;
    char byte = 0;
    const ssize_t size = ::read(descriptor_, &byte, 1);
    if (size < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN && !always_ready_) return;
      fail(std::string("cannot be read: ") + std::strerror(errno));
      return;
    }
    const SecretLines::State state = size == 0 ? lines_->end() : lines_->feed(byte);
    wipe(&byte, 1);
    if (state == SecretLines::State::complete) {
      finish(Lines{.text = lines_->take(), .ended = size == 0});
      return;
    }
    if (state == SecretLines::State::broken) {
      finish(Failure{.why = "has " + lines_->problem(), .ended = !lines_->began()});
      return;
    }
  }
}

void LineReader::fail(std::string why) { finish(Failure{.why = std::move(why)}); }

void LineReader::finish(Result result) {
  readable_.reset();
  lines_.reset();
  // The callback may start the next read, or destroy this object.
  const Done done = std::exchange(done_, nullptr);
  done(std::move(result));
}

}  // namespace teamsctl::auth
