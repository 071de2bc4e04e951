#include <catch2/catch.hpp>
#include <csignal>
#include <thread>
#include <utility>

#include "simulated.hpp"
#include "teamsctl/blocking.hpp"

// BlockingSession::interrupt() from wherever it may be called: a callback, a thread, a signal
// handler.

using namespace teamsctl;
using teamsctl::test::account;
using teamsctl::test::Answer;
using teamsctl::test::simulated;

namespace {

BlockingSession* in_handler = nullptr;

bool interrupted(const Outcome& outcome) {
  return outcome.error && outcome.error->code == ErrorCode::interrupted;
}

struct SignedIn {
  explicit SignedIn(SessionOptions options) : session(std::move(options), Answer("123456")) {
    REQUIRE(std::holds_alternative<Connected>(session.sign_in(account("nomfa"))));
  }
  BlockingSession session;
};

}  // namespace

TEST_CASE("another thread ends the request that is waited for") {
  std::thread thread;
  bool begun = false;
  BlockingSession* waiting = nullptr;
  SessionOptions options = simulated("silence-at-command");
  options.log = [&](LogLevel, std::string_view text) {
    // From here on nothing would ever come.
    if (text == "state connected -> executing" && !std::exchange(begun, true))
      thread = std::thread([&] { waiting->interrupt(); });
  };
  SignedIn with(std::move(options));
  waiting = &with.session;
  CHECK(interrupted(with.session.run(GetPhoneNumbers{})));
  thread.join();
  CHECK(with.session.state() == State::connected);
  CHECK(with.session.run(GetTenant{}).rows.size() == 1);
}

TEST_CASE("a signal handler ends the request that is waited for") {
  SignedIn with(simulated("default", 50000));
  in_handler = &with.session;
  struct sigaction mine {};
  struct sigaction before {};
  mine.sa_handler = [](int) { in_handler->interrupt(); };
  REQUIRE(::sigaction(SIGUSR1, &mine, &before) == 0);
  std::uint64_t rows = 0;
  const Outcome outcome = with.session.run(GetPhoneNumbers{}, [&](std::string_view) {
    if (++rows == 10) ::raise(SIGUSR1);
  });
  ::sigaction(SIGUSR1, &before, nullptr);
  CHECK(interrupted(outcome));
  CHECK(rows < 50000);
  CHECK(with.session.run(GetTenant{}).ok());
}

TEST_CASE("an interruption that finds nothing ends the next request, and that only") {
  SignedIn with(simulated());
  with.session.interrupt();
  with.session.interrupt();
  CHECK(interrupted(with.session.run(GetPhoneNumbers{})));
  CHECK(with.session.run(GetPhoneNumbers{}).ok());
}

TEST_CASE("an answer is not sent after an interruption") {
  BlockingSession* asking = nullptr;
  const auto ask = [&](const Challenge&) -> std::variant<Secret, Error> {
    asking->interrupt();
    return Secret("123456");
  };
  BlockingSession session(simulated(), ask);
  asking = &session;
  const auto result = session.sign_in(account("mfa"));
  REQUIRE(std::holds_alternative<Error>(result));
  CHECK(std::get<Error>(result).code == ErrorCode::interrupted);
  CHECK(session.state() == State::failed);
}

TEST_CASE("an interruption does not keep a session from being closed") {
  SignedIn with(simulated());
  with.session.interrupt();
  CHECK_FALSE(with.session.close());
  CHECK(with.session.state() == State::closed);
}
