#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>
#include <utility>

#include "auth/one_fetch.hpp"
#include "auth/secret_lines.hpp"
#include "io/command.hpp"
#include "teamsctl/secret_source.hpp"

namespace teamsctl {
namespace {

using auth::SecretLines;

// Between the request to end and the end by force.
constexpr std::chrono::milliseconds grace{1000};

std::string how_it_ended(std::optional<int> status) {
  if (!status) return "has ended, nobody knows how: this program ignores SIGCHLD";
  if (WIFSIGNALED(*status)) return "was ended by signal " + std::to_string(WTERMSIG(*status));
  return "ended with exit status " + std::to_string(WEXITSTATUS(*status));
}

std::string in_seconds(std::chrono::milliseconds time) {
  if (time.count() % 1000 != 0) return std::to_string(time.count()) + " ms";
  return std::to_string(time.count() / 1000) + " s";
}

class CommandSecret final : public auth::OneFetch {
 public:
  CommandSecret(std::string name, std::string command, SecretShape shape,
                std::chrono::milliseconds limit)
      : OneFetch(std::move(name)), line_(std::move(command)), shape_(shape), limit_(limit) {}

  [[nodiscard]] bool available() const override { return !failed_; }

 private:
  void begin(Loop& loop, const Challenge&) override {
    if (failed_) {
      fail("has failed before");
      return;
    }
    try {
      lines_.emplace(shape_);
      problem_.clear();
      command_ = std::make_unique<io::Command>(line_);
      readable_ = loop.watch_readable(command_->output().get(), [this, &loop] { read(loop); });
      // Not the end of its output: what it leaves running may hold that open.
      ended_ = loop.watch_readable(command_->exit().get(), [this, &loop] { ended(loop); });
      due_ = loop.after(
          limit_, [this, &loop] { end_it(loop, "did not end within " + in_seconds(limit_)); });
    } catch (const std::system_error& problem) {
      fail("cannot be started: " + problem.code().message());
    }
  }

  void read(Loop& loop) {
    char chunk[256];
    for (;;) {
      const ssize_t size = ::read(command_->output().get(), chunk, sizeof chunk);
      if (size < 0 && errno == EINTR) continue;
      if (size < 0 && errno == EAGAIN) return;
      if (size <= 0) break;
      SecretLines::State state = SecretLines::State::more;
      for (ssize_t i = 0; i < size && state != SecretLines::State::broken; ++i)
        state = lines_->feed(chunk[i]);
      wipe(chunk, sizeof chunk);
      if (state != SecretLines::State::broken) continue;
      end_it(loop, "printed " + lines_->problem());
      return;
    }
    readable_.reset();
  }

  /// It will be no answer any more. It gets some time to leave the terminal in order.
  void end_it(Loop& loop, std::string problem) {
    if (!problem_.empty()) return;
    problem_ = std::move(problem);
    readable_.reset();
    command_->terminate();
    due_ = loop.after(grace, [this] {
      command_->kill();
      fail(problem_);
    });
  }

  void ended(Loop& loop) {
    ended_.reset();
    if (readable_) read(loop);
    if (!problem_.empty()) {
      if (command_->any_left()) return;  // the timer sees to those
      command_->kill();
      fail(problem_);
      return;
    }
    const std::optional<int> status = command_->reap();
    if (!status || !WIFEXITED(*status) || WEXITSTATUS(*status) != 0)
      fail(how_it_ended(status));
    else if (lines_->end() != SecretLines::State::complete)
      fail("printed " + lines_->problem());
    else
      finish(lines_->take());
  }

  void fail(const std::string& why) {
    failed_ = true;
    finish(
        Error{.code = ErrorCode::input_needed,
              .message = name_ + ": the command " + why + ".",
              .hint = "Run it in a shell: it must print " +
                      (shape_.lines == 1 ? "one line" : std::to_string(shape_.lines) + " lines") +
                      " and end with status 0."});
  }

  void let_go() override {
    readable_.reset();
    ended_.reset();
    command_.reset();
    lines_.reset();
  }

  std::string line_;
  SecretShape shape_;
  std::chrono::milliseconds limit_;
  bool failed_ = false;
  std::string problem_;
  std::optional<SecretLines> lines_;
  // Its descriptors are watched by the handles below, which go first.
  std::unique_ptr<io::Command> command_;
  Loop::Handle readable_;
  Loop::Handle ended_;
};

}  // namespace

std::unique_ptr<SecretSource> command_secret(std::string name, std::string command,
                                             SecretShape shape, std::chrono::milliseconds limit) {
  return std::make_unique<CommandSecret>(std::move(name), std::move(command), shape, limit);
}

}  // namespace teamsctl
