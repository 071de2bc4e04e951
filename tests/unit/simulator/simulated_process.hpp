#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cerrno>
#include <string>
#include <string_view>
#include <vector>

#include "teamsctl/simulator.hpp"
#include "text/strict_json.hpp"

/// The simulator in a process of its own, as teamsctl starts it: requests in, records out.
class SimulatedProcess {
 public:
  using Json = teamsctl::simulator::Json;

  /// `arguments` come behind "-Protocol 1". Waits until it is ready.
  explicit SimulatedProcess(std::vector<std::string_view> arguments = {}) {
    arguments.insert(arguments.begin(), {"-Protocol", "1"});
    std::array<int, 2> requests{};
    std::array<int, 2> records{};
    REQUIRE(::pipe2(requests.data(), O_CLOEXEC) == 0);
    REQUIRE(::pipe2(records.data(), O_CLOEXEC) == 0);
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    process_ = ::fork();
    REQUIRE(process_ >= 0);
    if (process_ == 0) {
      // Out of the way first: one of them may lie where another one has to go.
      const int in = ::fcntl(requests[0], F_DUPFD, 100);
      const int out = ::fcntl(records[1], F_DUPFD, 100);
      for (const int console : {0, 1, 2}) ::dup2(nothing, console);
      ::dup2(in, 3);
      ::dup2(out, 4);
      ::close_range(5, ~0U, 0);
      ::_exit(teamsctl::run_simulator(arguments));
    }
    ::close(nothing);
    ::close(requests[0]);
    ::close(records[1]);
    requests_ = requests[1];
    records_ = records[0];
    REQUIRE(record()["type"] == "ready");
  }

  ~SimulatedProcess() {
    ::close(requests_);
    ::close(records_);
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  SimulatedProcess(const SimulatedProcess&) = delete;
  SimulatedProcess& operator=(const SimulatedProcess&) = delete;

  /// Runs a command to its end; gives its records without their ids, and what it ended as behind
  /// them.
  std::vector<Json> invoke(std::string_view command, const Json& parameters = Json::object(),
                           const Json& more = Json::object()) {
    Json request = {
        {"type", "invoke"}, {"id", ++last_id_}, {"command", command}, {"parameters", parameters}};
    request.update(more);
    return run(request);
  }

  std::vector<Json> script(std::string_view text, const Json& more = Json::object()) {
    Json request = {{"type", "script"}, {"id", ++last_id_}, {"text", text}};
    request.update(more);
    return run(request);
  }

  /// The values of the results; there must be no errors.
  std::vector<Json> results(const std::vector<Json>& records) {
    std::vector<Json> values;
    for (const Json& record : records) {
      INFO(record);
      CHECK(record["type"] != "error");
      if (record["type"] == "object") values.push_back(record["value"]);
    }
    return values;
  }

  void sign_in() {
    (void)results(invoke("Connect-MicrosoftTeams", {{"Credential",
                                                     {{"type", "credential"},
                                                      {"username", "nomfa@contoso.example"},
                                                      {"password", "Passw0rd!"}}}}));
  }

 private:
  std::vector<Json> run(const Json& request) {
    const std::string line = teamsctl::simulator::dump(request) + "\n";
    REQUIRE(::write(requests_, line.data(), line.size()) == static_cast<ssize_t>(line.size()));
    std::vector<Json> all;
    do {
      all.push_back(record());
      all.back().erase("id");
      all.back().erase("milliseconds");
    } while (all.back()["type"] != "done");
    return all;
  }

  Json record() {
    std::size_t end = 0;
    while ((end = unread_.find('\n')) == std::string::npos) {
      pollfd readable{.fd = records_, .events = POLLIN, .revents = 0};
      constexpr int patience = 60'000;
      REQUIRE(::poll(&readable, 1, patience) == 1);
      std::array<char, 65536> block{};
      const ssize_t size = ::read(records_, block.data(), block.size());
      REQUIRE(size > 0);
      unread_.append(block.data(), static_cast<std::size_t>(size));
    }
    Json parsed = Json::parse(unread_.substr(0, end));
    unread_.erase(0, end + 1);
    return parsed;
  }

  pid_t process_ = -1;
  int requests_ = -1;
  int records_ = -1;
  std::string unread_;
  std::uint64_t last_id_ = 0;
};
