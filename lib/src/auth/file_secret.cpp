#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "io/descriptor.hpp"
#include "teamsctl/secret_source.hpp"

namespace teamsctl {
namespace {

// No password, code or token of these kinds is longer; a larger file is not what was meant.
constexpr std::size_t longest_line = 4096;

class FileSecret final : public SecretSource {
 public:
  FileSecret(std::string name, std::string path) : name_(std::move(name)), path_(std::move(path)) {}

  void fetch(Loop& loop, const Challenge&, Done done) override {
    done_ = std::move(done);
    line_.clear();
    // From inside the loop, also when all is there already.
    due_ = loop.after(std::chrono::milliseconds(0), [this, &loop] { open(loop); });
  }

  [[nodiscard]] bool available() const override { return !used_up_; }
  [[nodiscard]] std::string_view name() const override { return name_; }

 private:
  [[nodiscard]] bool is_stdin() const { return path_ == "-"; }
  [[nodiscard]] int descriptor() const { return is_stdin() ? STDIN_FILENO : file_.get(); }

  void open(Loop& loop) {
    if (!is_stdin() && !file_) {
      // Without O_NONBLOCK the open itself would wait for the writer of a FIFO, deaf to everything else.
      file_ = io::Descriptor(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
      if (!file_) {
        fail("cannot be read: " + std::string(std::strerror(errno)));
        return;
      }
    }
    struct stat about {};
    if (::fstat(descriptor(), &about) != 0) {
      fail("cannot be read: " + std::string(std::strerror(errno)));
      return;
    }
    if (!is_stdin() && S_ISDIR(about.st_mode)) {
      fail("is a directory");
      return;
    }
    if (!is_stdin() && (about.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
      finish(Error{.code = ErrorCode::insecure,
                   .message = name_ + ": " + path_ + " can be written by others.",
                   .hint = "Take that away: chmod go-w " + path_});
      return;
    }
    regular_ = S_ISREG(about.st_mode);
    if (regular_) {
      used_up_ = !is_stdin();
      read_more();
    } else {
      readable_ = loop.watch_readable(descriptor(), [this] { read_more(); });
    }
  }

  void read_more() {
    // One byte at a time from standard input: what follows the line belongs to somebody else.
    char chunk[256];
    const std::size_t most = is_stdin() ? 1 : sizeof chunk;
    do {
      const ssize_t size = ::read(descriptor(), chunk, most);
      if (size < 0) {
        if (errno == EINTR) continue;
        if (errno == EAGAIN) return;
        fail("cannot be read: " + std::string(std::strerror(errno)));
        return;
      }
      if (size == 0) {
        used_up_ = true;
        if (line_.empty())
          fail("has no more lines");
        else
          finish(std::move(line_));
        return;
      }
      for (ssize_t i = 0; i < size; ++i) {
        if (chunk[i] == '\n') {
          wipe(chunk, sizeof chunk);
          finish(std::move(line_));
          return;
        }
        if (line_.size() == longest_line) {
          fail("has a line that is too long");
          return;
        }
        if (chunk[i] != '\r') line_.push_back(chunk[i]);
      }
      wipe(chunk, sizeof chunk);
    } while (regular_);
  }

  void fail(const std::string& why) {
    used_up_ = true;
    finish(Error{.code = ErrorCode::input_needed,
                 .message = name_ + ": " + (is_stdin() ? std::string("standard input") : path_) + " " + why + ".",
                 .hint = "Give a file, or - for standard input, with one line for each question."});
  }

  void finish(std::variant<Secret, Error> result) {
    readable_.reset();
    if (!is_stdin() && regular_) file_.reset();
    // The callback may start the next fetch, or destroy this source.
    Done done = std::move(done_);
    done(std::move(result));
  }

  std::string name_;
  std::string path_;
  io::Descriptor file_;
  bool regular_ = false;
  bool used_up_ = false;
  Secret line_;
  Loop::Handle due_;
  Loop::Handle readable_;
  Done done_;
};

}  // namespace

std::unique_ptr<SecretSource> file_secret(std::string name, std::string path, FileRule, SecretShape) {
  return std::make_unique<FileSecret>(std::move(name), std::move(path));
}

}  // namespace teamsctl
