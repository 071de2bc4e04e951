#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>

#include "fetched.hpp"
#include "io/descriptor.hpp"
#include "io/terminal.hpp"

// R22: a password manager is asked by a command. It may fail, hang, print too much, or leave
// something running; none of that may hang us, be taken for a secret, or be shown.

using namespace teamsctl;
using namespace std::chrono_literals;
using teamsctl::test::Directory;
using teamsctl::test::Fetch;
using teamsctl::test::fetched;

namespace {

test::Fetched run(const std::string& command, SecretShape shape = {},
                  std::chrono::milliseconds limit = 20s) {
  return fetched(*command_secret("--mfa-code-command", command, shape, limit));
}

/// A FIFO that commands hold open for writing. It is at its end when the last of them has gone.
class Lifeline {
 public:
  Lifeline() : path_(directory_ / "fifo") {
    REQUIRE(::mkfifo(path_.c_str(), 0600) == 0);
    reader_ = io::Descriptor(::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    REQUIRE(reader_);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

  /// Waits until somebody has written a byte into it.
  void wait_for_byte(Loop& loop) {
    bool came = false;
    const Loop::Handle watch = loop.watch_readable(reader_.get(), [&] {
      char byte = 0;
      came = came || ::read(reader_.get(), &byte, 1) == 1;
    });
    run_until(loop, came);
  }

  /// True when nobody holds it any more, within a bounded time.
  [[nodiscard]] bool let_go() {
    Loop loop;
    bool ended = false;
    const Loop::Handle watch = loop.watch_readable(reader_.get(), [&] {
      char bytes[64];
      if (::read(reader_.get(), bytes, sizeof bytes) == 0) ended = true;
    });
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (!ended && std::chrono::steady_clock::now() < end) loop.run_one(100ms);
    return ended;
  }

 private:
  static void run_until(Loop& loop, const bool& condition) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (!condition && std::chrono::steady_clock::now() < end) loop.run_one(100ms);
    REQUIRE(condition);
  }

  Directory directory_;
  std::string path_;
  io::Descriptor reader_;
};

/// Runs `body` in a process of its own that has a terminal of its own, and gives what that wrote
/// into the descriptor it got.
template <class Body>
std::string on_a_terminal(io::Terminal& terminal, Body body) {
  io::Pipe result = io::make_pipe();
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::setsid();
    ::ioctl(terminal.slave.get(), TIOCSCTTY, 0);
    const std::string text = body();
    (void)!::write(result.write.get(), text.data(), text.size());
    ::_exit(0);
  }
  result.write.reset();
  std::string text;
  std::array<char, 256> chunk{};
  ssize_t size = 0;
  while ((size = ::read(result.read.get(), chunk.data(), chunk.size())) > 0)
    text.append(chunk.data(), static_cast<std::size_t>(size));
  REQUIRE(::waitpid(child, nullptr, 0) == child);
  return text;
}

/// A fetch in a process in which nothing may throw: REQUIRE belongs to the parent.
std::string fetch_quietly(const std::string& command, std::chrono::milliseconds limit = 20s) {
  Loop loop;
  const auto source = command_secret("--mfa-code-command", command, {}, limit);
  std::string text;
  source->fetch(loop, {}, [&](std::variant<Secret, Error> result) {
    const auto* error = std::get_if<Error>(&result);
    text = error != nullptr ? error->message : std::string(std::get<Secret>(result).reveal());
  });
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (text.empty() && std::chrono::steady_clock::now() < end) loop.run_one(100ms);
  return text;
}

}  // namespace

TEST_CASE("R22 what a command prints is the secret, at each fetch anew") {
  const Directory directory;
  const auto source = command_secret("--mfa-code-command", "echo x >> " + directory / "count" +
                                                               "; wc -l < " + directory / "count");
  CHECK(source->name() == "--mfa-code-command");
  CHECK(fetched(*source).value == "1");
  CHECK(source->available());
  CHECK(fetched(*source).value == "2");
  CHECK(run("printf 'Passw0rd!'").value == "Passw0rd!");
  CHECK(run("printf '123 456\\r\\n'").value == "123 456");
  CHECK(run("printf 'graph\\nteams\\n'", {.lines = 2}).value == "graph\nteams");
}

TEST_CASE("R22 a command that fails says how, and never what it printed") {
  const auto failed = run("echo hunter2; exit 3");
  CHECK(failed.code() == ErrorCode::input_needed);
  CHECK(failed.message() == "--mfa-code-command: the command ended with exit status 3.");
  CHECK(failed.error->hint == "Run it in a shell: it must print one line and end with status 0.");
  CHECK(run("kill -9 $$").message() == "--mfa-code-command: the command was ended by signal 9.");
  CHECK(run("exec /no/such/helper 2>/dev/null").message() ==
        "--mfa-code-command: the command ended with exit status 127.");
  CHECK(run("true").message() == "--mfa-code-command: the command printed no line.");
  CHECK(run("echo").message() == "--mfa-code-command: the command printed an empty line.");
  CHECK(run("printf 'hunter2\\nhunter3\\n'").message() ==
        "--mfa-code-command: the command printed more than 1 line.");
  CHECK(run("printf '12345'", {.longest = 4}).message() ==
        "--mfa-code-command: the command printed more than 4 bytes.");
  CHECK(run("echo graph", {.lines = 2}).message() ==
        "--mfa-code-command: the command printed only 1 line where there must be 2 lines.");
}

TEST_CASE("R22 a command that has failed is not asked again") {
  const auto source = command_secret("--mfa-code-command", "exit 1");
  CHECK(source->available());
  CHECK(fetched(*source).error);
  CHECK_FALSE(source->available());
  CHECK(fetched(*source).message() == "--mfa-code-command: the command has failed before.");
}

TEST_CASE("R22 H15 a command that prints without end is ended") {
  const auto result =
      run("while :; do echo 1234567890123456789012345678901234567890; done", {.longest = 256});
  CHECK(result.message() == "--mfa-code-command: the command printed more than 1 line.");
  CHECK(run("exec cat /dev/zero").message() ==
        "--mfa-code-command: the command printed a zero byte, which no UTF-8 text has.");
}

TEST_CASE("R22 H15 a command that hangs is ended at its limit, with all it has started") {
  Lifeline lifeline;
  const auto source = command_secret("--mfa-code-command",
                                     "(sleep 30; :) 3>" + lifeline.path() + " & wait", {}, 300ms);
  const auto result = fetched(*source);
  CHECK(result.code() == ErrorCode::input_needed);
  CHECK(result.message() == "--mfa-code-command: the command did not end within 300 ms.");
  CHECK(lifeline.let_go());
}

TEST_CASE("R22 a command that ignores SIGTERM is killed") {
  Lifeline lifeline;
  const std::string stubborn =
      "trap '' TERM; exec 3>" + lifeline.path() + "; while :; do sleep 1; done";
  CHECK(run(stubborn, {}, 200ms).message() ==
        "--mfa-code-command: the command did not end within 200 ms.");
  CHECK(lifeline.let_go());
}

TEST_CASE("R22 a command may tidy up when it is ended at its limit") {
  const Directory directory;
  const std::string tidy =
      "trap 'echo tidied > " + directory / "note" + "; exit' TERM; while :; do sleep 0.05; done";
  CHECK(run(tidy, {}, 300ms).error);
  CHECK(std::filesystem::exists(directory / "note"));
}

TEST_CASE("R22 what a command leaves running does not hang us, and goes on") {
  // gpg-agent is started in this way, and may even keep stdout.
  Lifeline lifeline;
  const auto begin = std::chrono::steady_clock::now();
  CHECK(run("sleep 30 3>" + lifeline.path() + " & echo $! >" + lifeline.path() + "; echo 123456")
            .value == "123456");
  CHECK(std::chrono::steady_clock::now() - begin < 10s);
  const io::Descriptor reader(::open(lifeline.path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  char text[16] = {};
  REQUIRE(::read(reader.get(), text, sizeof text - 1) > 0);
  const pid_t left = std::atoi(text);
  REQUIRE(left > 1);
  CHECK(::kill(left, 0) == 0);
  ::kill(left, SIGKILL);
  CHECK(lifeline.let_go());
}

TEST_CASE("R22 destroying the source ends the command") {
  Lifeline lifeline;
  auto source =
      command_secret("--mfa-code-command", "exec 3>" + lifeline.path() + "; echo >&3; sleep 30");
  Loop loop;
  Fetch fetch(loop, *source);
  lifeline.wait_for_byte(loop);
  source.reset();
  CHECK(lifeline.let_go());
  CHECK_FALSE(fetch.done());
}

TEST_CASE("R22 abandoning a fetch ends its command, and the next one runs it anew") {
  Lifeline lifeline;
  const Directory directory;
  const std::string once = "test -e " + directory / "asked" + " && exec echo 123456; touch " +
                           directory / "asked" + "; exec 3>" + lifeline.path() +
                           "; echo >&3; sleep 30";
  const auto source = command_secret("--mfa-code-command", once);
  Loop loop;
  Fetch first(loop, *source);
  lifeline.wait_for_byte(loop);
  source->abandon();
  CHECK(lifeline.let_go());
  CHECK_FALSE(first.done());
  CHECK(source->available());
  CHECK(Fetch(loop, *source).wait().value == "123456");
}

TEST_CASE("R22 a command that is just starting others is ended with all of them") {
  for (int round = 0; round < 10; ++round) {
    Lifeline lifeline;
    auto source =
        command_secret("--mfa-code-command",
                       "exec 3>" + lifeline.path() +
                           "; echo >&3; for i in 1 2 3 4 5 6 7 8; do (sleep 30; :) & done; wait");
    Loop loop;
    Fetch fetch(loop, *source);
    lifeline.wait_for_byte(loop);
    source.reset();
    REQUIRE(lifeline.let_go());
  }
}

TEST_CASE("R22 a command that the kernel has stopped is ended all the same") {
  Lifeline lifeline;
  CHECK(run("exec 3>" + lifeline.path() + "; kill -STOP $$", {}, 200ms).error);
  CHECK(lifeline.let_go());
}

TEST_CASE("R10 R22 a command gets none of our descriptors but stderr, and not our stdin") {
  const io::Pipe pipe = io::make_pipe();
  const io::Descriptor kept(::fcntl(pipe.read.get(), F_DUPFD, 40));  // without close-on-exec
  REQUIRE(kept);
  // ls has its own descriptor of the directory.
  CHECK(run("exec ls /proc/self/fd | tr '\\n' ' '").value == "0 1 2 3 ");
  CHECK(run("readlink /proc/self/fd/2").value ==
        std::filesystem::read_symlink("/proc/self/fd/2").string());
}

TEST_CASE("a command has our environment and our process group") {
  REQUIRE(::setenv("PASSWORD_STORE_DIR", "/tmp/store", 1) == 0);
  CHECK(run("echo \"$PASSWORD_STORE_DIR\"").value == "/tmp/store");
  REQUIRE(::unsetenv("PASSWORD_STORE_DIR") == 0);
  CHECK(run("cut -d' ' -f5 /proc/self/stat").value == std::to_string(::getpgrp()));
}

TEST_CASE("a command starts with the signals as they are by default") {
  ::signal(SIGPIPE, SIG_IGN);
  const std::string ignored = run("grep SigIgn /proc/self/status | cut -f2").value;
  ::signal(SIGPIPE, SIG_DFL);
  CHECK((std::stoull(ignored, nullptr, 16) & (1u << (SIGPIPE - 1))) == 0);
}

TEST_CASE("R22 a command without a terminal has an empty stdin") {
  io::Pipe unrelated = io::make_pipe();
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::setsid();
    const std::string text = fetch_quietly("wc -c; exit $(wc -c)");
    ::_exit(text == "0" ? 0 : 1);
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("R22 a command can ask on the terminal, whatever our stdin is") {
  io::Terminal terminal = io::open_terminal();
  termios mode{};
  REQUIRE(::tcgetattr(terminal.slave.get(), &mode) == 0);
  mode.c_lflag |= ICANON;
  REQUIRE(::tcsetattr(terminal.slave.get(), TCSANOW, &mode) == 0);
  REQUIRE(::write(terminal.master.get(), "typed\n", 6) == 6);
  const std::string ask = "read line; echo \"$line\" on $(tty | sed s,[0-9]*$,,)";
  CHECK(on_a_terminal(terminal, [&] { return fetch_quietly(ask); }) == "typed on /dev/pts/");
}

TEST_CASE("R22 the terminal is in order again after a command that was ended while it asked") {
  io::Terminal terminal = io::open_terminal();
  termios before{};
  REQUIRE(::tcgetattr(terminal.slave.get(), &before) == 0);
  before.c_lflag |= ECHO | ICANON;
  REQUIRE(::tcsetattr(terminal.slave.get(), TCSANOW, &before) == 0);
  const std::string hang = "stty -echo; trap '' TERM; while :; do sleep 1; done";
  const std::string message = on_a_terminal(terminal, [&] { return fetch_quietly(hang, 400ms); });
  CHECK(message == "--mfa-code-command: the command did not end within 400 ms.");
  termios after{};
  REQUIRE(::tcgetattr(terminal.slave.get(), &after) == 0);
  CHECK((after.c_lflag & ECHO) != 0);
}
