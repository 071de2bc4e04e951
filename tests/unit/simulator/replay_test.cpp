// A replay has the five descriptors of a pwsh, so it runs in a process of its own here.
#include "replay/replay.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "teamsctl/simulator.hpp"

namespace {

constexpr int patience = 20'000;  // milliseconds; only a failure waits so long

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\r') {
      result += "\\r";
    } else {
      result += c;
    }
  }
  return result;
}

/// A transcript of these lines, each a channel and its text.
std::string transcript(const std::vector<std::array<std::string, 2>>& lines) {
  std::string text = "{\"teamsctl_transcript\":1}\n";
  for (const auto& [channel, content] : lines)
    text += R"({"t":0,"channel":")" + channel + R"(","text":")" + escaped(content) + "\"}\n";
  return text;
}

class Played {
 public:
  explicit Played(const std::string& text) {
    std::string path = "/tmp/teamsctl-replay-XXXXXX";
    ::close(::mkstemp(path.data()));
    std::ofstream(path) << text;
    // The terminal is written to and read from by both sides.
    std::array<std::array<int, 2>, 5> pairs{};
    for (auto& pair : pairs)
      REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) == 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      // Out of the way first: one of them may lie where another one has to go.
      std::array<int, 5> high{};
      for (std::size_t i = 0; i < high.size(); ++i)
        high[i] = ::dup2(pairs[i][1], 100 + static_cast<int>(i));
      for (std::size_t i = 0; i < high.size(); ++i) ::dup2(high[i], static_cast<int>(i));
      for (int descriptor = 5; descriptor < 200; ++descriptor) ::close(descriptor);
      const std::string scenario = "replay:" + path;
      const std::array<std::string_view, 4> arguments = {"--scenario", scenario, "-Protocol", "1"};
      ::_exit(teamsctl::run_simulator(arguments));
    }
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      ::close(pairs[i][1]);
      ends_[i] = pairs[i][0];
    }
    path_ = path;
  }
  Played(const Played&) = delete;
  Played& operator=(const Played&) = delete;
  ~Played() {
    for (const int end : ends_) ::close(end);
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    ::unlink(path_.c_str());
  }

  void send(const std::string& request) { write(3, request + "\n"); }
  void type(const std::string& text) { write(0, text); }

  /// Reads a descriptor until it has said this; returns all of it since the last time.
  std::string until(int descriptor, const std::string& text) {
    std::string& said = said_.at(static_cast<std::size_t>(descriptor));
    while (said.find(text) == std::string::npos && read(descriptor)) {
    }
    const auto at = said.find(text);
    INFO("descriptor " << descriptor << " said: " << said);
    REQUIRE(at != std::string::npos);
    const std::string result = said.substr(0, at + text.size());
    said.erase(0, result.size());
    return result;
  }

  /// All that comes yet on a descriptor, to its end.
  std::string rest(int descriptor) {
    while (read(descriptor)) {
    }
    return std::exchange(said_.at(static_cast<std::size_t>(descriptor)), "");
  }

  void close_requests() { ::shutdown(ends_[3], SHUT_WR); }

  /// The wait status.
  int end() {
    int status = 0;
    REQUIRE(::waitpid(pid_, &status, 0) == pid_);
    pid_ = 0;
    return status;
  }

 private:
  void write(int descriptor, const std::string& text) {
    const int end = ends_.at(static_cast<std::size_t>(descriptor));
    REQUIRE(::send(end, text.data(), text.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(text.size()));
  }

  bool read(int descriptor) {
    pollfd polled{ends_.at(static_cast<std::size_t>(descriptor)), POLLIN, 0};
    if (::poll(&polled, 1, patience) != 1) return false;
    std::array<char, 4096> buffer{};
    const ssize_t size = ::read(polled.fd, buffer.data(), buffer.size());
    if (size <= 0) return false;
    said_.at(static_cast<std::size_t>(descriptor))
        .append(buffer.data(), static_cast<std::size_t>(size));
    return true;
  }

  std::array<int, 5> ends_{};
  std::array<std::string, 5> said_{};
  std::string path_;
  pid_t pid_ = 0;
};

const std::string ready =
    R"({"type":"ready","protocol":1,"powershell":"7.6.5","pid":1,"assembly":"cache"})";
const std::string sign_in =
    R"({"type":"invoke","id":1,"command":"Connect-MicrosoftTeams","parameters":"[redacted]"})";
const std::string prompt =
    R"({"type":"prompt","id":1,"prompt":1,"kind":"line","message":"Enter code"})";
const std::string answer = R"({"type":"answer","prompt":1,"value":"[redacted]"})";
const std::string done = R"({"type":"done","id":1,"state":"completed","objects":0,"errors":0})";
const std::string exit_request = R"({"type":"exit"})";

std::string invoke(int id, const std::string& command) {
  return R"({"type":"invoke","id":)" + std::to_string(id) + R"(,"command":")" + command +
         R"(","parameters":{}})";
}

}  // namespace

TEST_CASE("a session is played to its recorded end") {
  Played session(transcript({{"record", ready},
                             {"request", sign_in},
                             {"output", "Signing in...\n"},
                             {"record", prompt},
                             {"request", answer},
                             {"error", "noise\n"},
                             {"record", done},
                             {"request", exit_request},
                             {"terminal", "bye\n"},
                             {"ended", "exit 3"}}));
  CHECK(session.until(4, "\n") == ready + "\n");
  session.send(invoke(1, "Connect-MicrosoftTeams"));
  CHECK(session.until(4, "\n") == prompt + "\n");
  session.send(R"({"type":"answer","prompt":1,"value":"123456"})");
  CHECK(session.until(4, "\n") == done + "\n");
  session.send(exit_request);
  CHECK(session.end() == 3 << 8);
  CHECK(session.rest(1) == "Signing in...\n");
  CHECK(session.rest(2) == "noise\n");
  CHECK(session.rest(0) == "bye\n");
  CHECK(session.rest(4).empty());
}

TEST_CASE("ids follow those of the live session") {
  Played session(transcript({{"record", ready},
                             {"request", sign_in},
                             {"record", prompt},
                             {"request", answer},
                             {"record", done},
                             {"ended", "signal 9"}}));
  session.until(4, "\n");
  session.send(invoke(7, "Connect-MicrosoftTeams"));
  CHECK(session.until(4, "\n").starts_with(R"({"type":"prompt","id":7,"prompt":1,)"));
  session.send(answer);
  CHECK(session.until(4, "\n").starts_with(R"({"type":"done","id":7,)"));
  const int status = session.end();
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGKILL);
}

TEST_CASE("a line is waited for where one was typed") {
  const std::string line_end = GENERATE("\r", "\n");
  Played session(transcript({{"record", ready},
                             {"output", "Code: "},
                             {"typed", "[redacted]"},
                             {"terminal", "*"},
                             {"typed", "\r"},
                             {"output", "wrong\nCode: "},
                             {"typed", "[redacted]"},
                             {"output", "right\n"},
                             {"ended", "exit 0"}}));
  session.until(1, "Code: ");
  session.type("000000" + line_end);
  CHECK(session.until(1, "Code: ") == "wrong\nCode: ");
  session.type("123456" + line_end);
  CHECK(session.rest(1) == "right\n");
  CHECK(session.end() == 0);
}

TEST_CASE("another request than the recorded one ends the replay with both named") {
  Played session(transcript({{"record", ready}, {"request", sign_in}, {"record", done}}));
  session.until(4, "\n");
  session.send(invoke(1, "Get-CsTenant"));
  CHECK(session.rest(4) ==
        "{\"type\":\"fatal\",\"code\":\"scenario\",\"message\":\"Line 3 of the transcript has an "
        "invoke of "
        "Connect-MicrosoftTeams here, and an invoke of Get-CsTenant came.\"}\n");
  CHECK(session.end() == 64 << 8);
}

TEST_CASE("an answer to another prompt, or a decline, is another request") {
  const std::string other =
      GENERATE(R"({"type":"answer","prompt":2,"value":""})", R"({"type":"decline","prompt":1})");
  Played session(transcript(
      {{"record", ready}, {"request", sign_in}, {"record", prompt}, {"request", answer}}));
  session.send(invoke(1, "Connect-MicrosoftTeams"));
  session.until(4, "Enter code\"}\n");
  session.send(other);
  session.until(4, "Line 5 of the transcript has answer to prompt 1 here, and ");
  CHECK(session.end() == 64 << 8);
}

TEST_CASE("a cancel is heard anywhere, and the session goes on behind the request") {
  Played session(transcript({{"record", ready},
                             {"request", sign_in},
                             {"record", prompt},
                             {"request", answer},
                             {"record", done},
                             {"request", invoke(2, "Get-CsTenant")},
                             {"record", R"({"type":"done","id":2,"state":"completed"})"}}));
  session.send(invoke(5, "Connect-MicrosoftTeams"));
  session.until(4, "Enter code\"}\n");
  session.send(R"({"type":"cancel","id":5})");
  CHECK(session.until(4, "\n").starts_with(R"({"type":"done","id":5,"state":"stopped",)"));
  session.send(invoke(6, "Get-CsTenant"));
  CHECK(session.until(4, "\n") == "{\"type\":\"done\",\"id\":6,\"state\":\"completed\"}\n");
  session.send(exit_request);
  CHECK(session.end() == 0);
}

TEST_CASE("a recorded cancel is waited for") {
  Played session(transcript({{"record", ready},
                             {"request", sign_in},
                             {"request", R"({"type":"cancel","id":1})"},
                             {"record", R"({"type":"done","id":1,"state":"stopped"})"},
                             {"ended", "exit 0"}}));
  session.until(4, "\n");
  session.send(invoke(1, "Connect-MicrosoftTeams"));
  session.send(R"({"type":"cancel","id":1})");
  CHECK(session.until(4, "\n") == "{\"type\":\"done\",\"id\":1,\"state\":\"stopped\"}\n");
  CHECK(session.end() == 0);
}

TEST_CASE("an exit is heard anywhere") {
  const bool by_request = GENERATE(true, false);
  Played session(transcript({{"record", ready},
                             {"output", "Code: "},
                             {"typed", "[redacted]"},
                             {"request", sign_in},
                             {"record", done}}));
  session.until(1, "Code: ");
  if (by_request) {
    session.send(exit_request);
  } else {
    session.close_requests();
  }
  CHECK(session.end() == 0);
}

TEST_CASE("an exit that comes early leads to the recorded end") {
  Played session(transcript({{"record", ready},
                             {"request", sign_in},
                             {"record", done},
                             {"request", exit_request},
                             {"output", "bye\n"},
                             {"ended", "exit 2"}}));
  session.until(4, "\n");
  session.send(exit_request);
  CHECK(session.end() == 2 << 8);
  CHECK(session.rest(1) == "bye\n");
  CHECK(session.rest(4).empty());
}

TEST_CASE("a transcript without an end waits for one, and for nothing else") {
  Played session(transcript({{"record", ready}}));
  session.until(4, "\n");
  session.send(invoke(1, "Get-CsTenant"));
  session.until(4, "The transcript has nothing more, and an invoke of Get-CsTenant came.");
  CHECK(session.end() == 64 << 8);
}

TEST_CASE("a transcript that cannot be read is a fatal record") {
  Played broken("{\"teamsctl_transcript\":1}\n{\"t\":0,\"channel\":\"rec");
  const std::string record = broken.rest(4);
  CHECK(
      record.starts_with(R"({"type":"fatal","code":"scenario","message":"/tmp/teamsctl-replay-)"));
  CHECK(record.find("line 2 of the transcript is not JSON, or was cut off") != std::string::npos);
  CHECK(broken.end() == 64 << 8);
}
