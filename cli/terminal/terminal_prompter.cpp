#include "terminal/terminal_prompter.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <optional>

namespace teamsctl::cli {
namespace {

int open_terminal(int flags) { return ::open("/dev/tty", flags | O_NOCTTY | O_CLOEXEC); }

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = ::write(descriptor, text.data(), text.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return;  // the person is gone; there is nobody to tell
    text.remove_prefix(static_cast<std::size_t>(size));
  }
}

class Question;
Question* asked_now = nullptr;  // there is one terminal and one question at a time

/// The terminal while a question stands on it.
class Question {
 public:
  /// `longest`: more than a line that the kernel edits may have. Then every key comes as it is.
  Question(int descriptor, std::string text, bool secret, bool longest)
      : descriptor_(descriptor), text_(std::move(text)), secret_(secret), longest_(longest) {
    take();
    asked_now = this;
  }
  ~Question() {
    asked_now = nullptr;
    give_back();
    ::close(descriptor_);
  }
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

  void take() {
    termios mode{};
    if (secret_ && ::tcgetattr(descriptor_, &mode) == 0) {
      before_ = mode;
      mode.c_lflag &= ~static_cast<tcflag_t>(ECHO);
      mode.c_lflag |= ICANON | ISIG;
      if (longest_) {
        // The kernel cuts a line that it edits at 4,095 bytes, and a token is longer.
        mode.c_lflag &= ~static_cast<tcflag_t>(ICANON);
        mode.c_cc[VMIN] = 1;
        mode.c_cc[VTIME] = 0;
      }
      ::tcsetattr(descriptor_, TCSAFLUSH, &mode);
    }
    write_all(descriptor_, text_);
  }
  void give_back() {
    if (!before_) return;
    ::tcsetattr(descriptor_, TCSADRAIN, &*before_);
    before_.reset();
  }
  /// Asks for one more line.
  void go_on(std::string text) {
    end_line();
    text_ = std::move(text);
    write_all(descriptor_, text_);
  }
  /// The line end that was not echoed.
  void end_line() { write_all(descriptor_, "\r\n"); }
  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] bool secret() const { return secret_; }

 private:
  int descriptor_;
  std::string text_;
  bool secret_;
  bool longest_;
  std::optional<termios> before_;
};

std::string question_text(const Challenge& challenge) {
  std::string text;
  switch (challenge.kind) {
    case ChallengeKind::mfa_code:
      text = "MFA code for " + challenge.account;
      if (challenge.attempt > 1) text = "The code was refused. " + text;
      break;
    case ChallengeKind::password:
      text = "Password for " + challenge.account;
      break;
    case ChallengeKind::certificate_password:
      text = printable(challenge.message);
      break;
    case ChallengeKind::access_tokens:
      text = "Access token for Microsoft Graph";
      break;
    case ChallengeKind::username:
      text = "User name";
      break;
    default:
      text = printable(challenge.message);
      for (std::size_t i = 0; i < challenge.choices.size(); ++i)
        text += (i == 0 ? " [" : ", ") + std::to_string(i) + " " + printable(challenge.choices[i]);
      if (!challenge.choices.empty()) text += "]";
  }
  // The words of the sign-in itself, so that nobody types a password where a code is wanted.
  const bool has_own_words =
      challenge.kind == ChallengeKind::mfa_code && !challenge.message.empty();
  std::string shown = has_own_words ? printable(challenge.message) : std::string();
  while (shown.ends_with(':') || shown.ends_with(' ')) shown.pop_back();
  return (shown.empty() ? "" : shown + "\r\n") + text + ": ";
}

class TerminalSecret final : public SecretSource {
 public:
  void fetch(Loop& loop, const Challenge& challenge, Done done) override {
    const int descriptor = open_terminal(O_RDWR | O_NONBLOCK);
    if (descriptor < 0) {
      due_ = loop.after(std::chrono::milliseconds(0), [done = std::move(done)] {
        done(Error{.code = ErrorCode::input_needed, .message = "There is no terminal to ask on."});
      });
      return;
    }
    const bool two_tokens = challenge.kind == ChallengeKind::access_tokens;
    question_.emplace(descriptor, question_text(challenge), challenge.secret, two_tokens);
    lines_to_come_ = two_tokens ? 2 : 1;
    line_.clear();
    readable_ = loop.watch_readable(descriptor, [this, done = std::move(done)] { read(done); });
  }

  void abandon() override {
    readable_.reset();
    due_.reset();
    if (question_) question_->end_line();
    question_.reset();
  }

  [[nodiscard]] bool available() const override { return terminal_usable(); }
  [[nodiscard]] std::string_view name() const override { return "the terminal"; }

 private:
  void read(const Done& done) {
    char byte = 0;
    for (;;) {
      const ssize_t size = ::read(question_->descriptor(), &byte, 1);
      if (size < 0 && errno == EINTR) continue;
      if (size < 0 && errno == EAGAIN) return;
      if (size <= 0) break;
      if (byte == '\n' || byte == '\r') {
        if (--lines_to_come_ == 0) {
          finish(done, std::move(line_));
          return;
        }
        line_.push_back('\n');
        question_->go_on("Access token for Teams: ");
        continue;
      }
      if (byte == end_of_file || line_.size() == longest_answer) break;
      line_.push_back(byte);
    }
    finish(done, Error{.code = ErrorCode::input_needed,
                       .message = "The question on the terminal was not answered."});
  }

  void finish(Done done, std::variant<Secret, Error> result) {
    if (question_->secret()) question_->end_line();
    readable_.reset();
    question_.reset();
    done(std::move(result));
  }

  static constexpr char end_of_file = 4;  // Ctrl-D, where the kernel does not edit the line
  static constexpr std::size_t longest_answer = 128 * 1024;

  std::optional<Question> question_;
  int lines_to_come_ = 0;
  Secret line_;
  Loop::Handle readable_;
  Loop::Handle due_;
};

}  // namespace

bool terminal_usable() {
  const int descriptor = open_terminal(O_RDONLY | O_NONBLOCK);
  if (descriptor < 0) return false;
  // A background job that reads is stopped by the kernel, which in a script looks like a hang.
  const bool foreground = ::tcgetpgrp(descriptor) == ::getpgrp();
  ::close(descriptor);
  return foreground;
}

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    const auto third = i + 2 < text.size() ? static_cast<unsigned char>(text[i + 2]) : 0;
    if (byte < 0x20 || byte == 0x7f) {
      out += ' ';
    } else if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {  // C1 controls
      out += ' ';
      ++i;
    } else if (byte == 0xe2 && ((next == 0x80 && third >= 0xaa && third <= 0xae) ||
                                (next == 0x81 && third >= 0xa6 && third <= 0xa9))) {
      i += 2;  // bidirectional overrides: text that reads as another text
    } else {
      out += text[i];
    }
  }
  return out;
}

void show_to_person(std::string_view text) {
  // H4: with "stty tostop" a background process that writes to its terminal is stopped, unless it
  // blocks the signal.
  sigset_t stop;
  sigset_t before;
  ::sigemptyset(&stop);
  ::sigaddset(&stop, SIGTTOU);
  ::sigprocmask(SIG_BLOCK, &stop, &before);
  const int descriptor = open_terminal(O_WRONLY);
  write_all(descriptor >= 0 ? descriptor : STDERR_FILENO, text);
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  if (descriptor >= 0) ::close(descriptor);
}

std::unique_ptr<SecretSource> terminal_secret() { return std::make_unique<TerminalSecret>(); }

void suspend_terminal_question() {
  if (asked_now != nullptr) asked_now->give_back();
}

void resume_terminal_question() {
  if (asked_now != nullptr) asked_now->take();
}

}  // namespace teamsctl::cli
