#include "teamsctl/blocking.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <set>
#include <stdexcept>
#include <thread>

#include "simulated.hpp"

// What teamsctl/blocking.hpp says, with a session of the simulated tenant. What interrupts one is
// in blocking_interrupt_test.cpp.

using namespace teamsctl;
using namespace std::chrono_literals;
using teamsctl::test::account;
using teamsctl::test::Answer;
using teamsctl::test::simulated;

namespace {

ErrorCode code_of(const std::variant<Connected, Error>& result) {
  const Error* error = std::get_if<Error>(&result);
  return error != nullptr ? error->code : ErrorCode::ok;
}
ErrorCode code_of(const Outcome& outcome) {
  return outcome.error ? outcome.error->code : ErrorCode::ok;
}

}  // namespace

TEST_CASE("a callback answers the sign-in, and a request gives its rows") {
  Answer code("123456");
  BlockingSession session(simulated(), code);
  const auto connected = session.sign_in(account("mfa"));
  REQUIRE(code_of(connected) == ErrorCode::ok);
  CHECK(std::get<Connected>(connected).account == "mfa@contoso.example");
  CHECK(code.asked() == 1);
  CHECK(code.last().kind == ChallengeKind::mfa_code);
  CHECK(session.state() == State::connected);

  const Outcome numbers =
      session.run(GetPhoneNumbers{.filters = {}, .top = 3, .skip = 0, .city = {}});
  REQUIRE(numbers.ok());
  REQUIRE(numbers.rows.size() == 3);
  CHECK(numbers.row_count == 3);
  CHECK(numbers.rows[0].find("\"TelephoneNumber\"") != std::string::npos);
  CHECK(session.run(GetTenant{}).rows.size() == 1);
}

TEST_CASE("rows are handed over one by one, each as it was") {
  BlockingSession session(simulated("default", 5000), Answer("123456"));
  REQUIRE(code_of(session.sign_in(account("mfa"))) == ErrorCode::ok);
  std::set<std::string, std::less<>> seen;
  const Outcome outcome = session.run(GetPhoneNumbers{}, [&](std::string_view row) {
    CHECK(row.front() == '{');
    CHECK(row.back() == '}');
    seen.emplace(row);
  });
  REQUIRE(outcome.ok());
  CHECK(seen.size() == 5000);
  CHECK(outcome.row_count == 5000);
  CHECK(outcome.rows.empty());
}

TEST_CASE("the time that a reader takes is not the command's") {
  SessionOptions options = simulated("default", 3);
  options.limits.command = 2s;
  BlockingSession session(std::move(options));
  REQUIRE(code_of(session.sign_in(account("nomfa"))) == ErrorCode::ok);
  const Outcome outcome =
      session.run(GetPhoneNumbers{}, [](std::string_view) { std::this_thread::sleep_for(1s); });
  CHECK(code_of(outcome) == ErrorCode::ok);
  CHECK(outcome.row_count == 3);
}

TEST_CASE("what a request says besides its rows is kept with it") {
  BlockingSession session(simulated());
  REQUIRE(code_of(session.sign_in(account("nomfa"))) == ErrorCode::ok);
  const Outcome outcome = session.run(RunScript{.text = "Write-Warning 'careful'; 'row'"});
  REQUIRE(outcome.ok());
  CHECK(outcome.rows == std::vector<std::string>{"\"row\""});
  REQUIRE(outcome.messages.size() == 1);
  CHECK(outcome.messages[0].text == "careful");
  CHECK(outcome.messages[0].level == MessageLevel::warning);
  CHECK(session.run(GetTenant{}).messages.empty());
}

TEST_CASE("a refused code is asked for again, and how often says the limit") {
  std::vector<int> attempts;
  const auto ask = [&](const Challenge& challenge) -> std::variant<Secret, Error> {
    attempts.push_back(challenge.attempt);
    return Secret(challenge.attempt == 1 ? "000000" : "123456");
  };
  BlockingSession session(simulated(), ask);
  CHECK(code_of(session.sign_in(account("mfa"))) == ErrorCode::ok);
  CHECK(attempts == std::vector<int>{1, 2});

  Answer wrong("000000");
  BlockingSession refused(simulated(), wrong);
  CHECK(code_of(refused.sign_in(account("mfa"))) == ErrorCode::mfa_refused);
  CHECK(wrong.asked() == 2);
}

TEST_CASE("an answer that can be none is not sent, and three of them are the end") {
  Answer short_code("12");
  BlockingSession session(simulated(), short_code);
  const auto result = session.sign_in(account("mfa"));
  REQUIRE(code_of(result) == ErrorCode::input_needed);
  CHECK(std::get<Error>(result).challenge->kind == ChallengeKind::mfa_code);
  CHECK(short_code.asked() == 3);
  CHECK(short_code.last().attempt == 1);
  CHECK(session.state() == State::failed);
}

TEST_CASE("without a callback a challenge is the end of its request") {
  BlockingSession session(simulated());
  const auto result = session.sign_in(account("mfa"));
  REQUIRE(code_of(result) == ErrorCode::input_needed);
  CHECK(std::get<Error>(result).reason == Reason::no_source);
  CHECK(code_of(session.sign_in(account("device"))) == ErrorCode::input_needed);
  CHECK(code_of(session.sign_in(account("nomfa"))) == ErrorCode::ok);
}

TEST_CASE("an approval is waited for without a callback") {
  BlockingSession session(simulated("approval"));
  CHECK(code_of(session.sign_in(account("mfa"))) == ErrorCode::ok);
}

TEST_CASE("the error of a callback is that of its request") {
  const auto ask = [](const Challenge&) -> std::variant<Secret, Error> {
    return Error{.code = ErrorCode::input_needed, .message = "It is night."};
  };
  BlockingSession session(simulated(), ask);
  const auto result = session.sign_in(account("mfa"));
  REQUIRE(code_of(result) == ErrorCode::input_needed);
  CHECK(std::get<Error>(result).message == "It is night.");
}

TEST_CASE("a device code is shown, and waited for") {
  Answer seen("");
  BlockingSession session(simulated(), seen);
  CHECK(code_of(session.sign_in(account("device"))) == ErrorCode::ok);
  CHECK(seen.asked() == 1);
  CHECK(seen.last().kind == ChallengeKind::device_code);
  CHECK(seen.last().display_code == "FRWQDE7YL");
}

TEST_CASE("an answer that comes after its time is not sent") {
  SessionOptions options = simulated();
  options.limits.mfa = 50ms;
  int asked = 0;
  const auto ask = [&](const Challenge&) -> std::variant<Secret, Error> {
    ++asked;
    std::this_thread::sleep_for(200ms);
    return Secret("123456");
  };
  BlockingSession session(std::move(options), ask);
  const auto result = session.sign_in(account("mfa"));
  REQUIRE(code_of(result) == ErrorCode::timeout);
  CHECK(std::get<Error>(result).reason == Reason::answer_timed_out);
  CHECK(asked == 1);
}

TEST_CASE("what a callback throws ends the request and not the session") {
  bool good = false;
  const auto ask = [&](const Challenge&) -> std::variant<Secret, Error> {
    if (!good) throw std::runtime_error("no terminal");
    return Secret("123456");
  };
  BlockingSession session(simulated("default", 3000), ask);
  CHECK_THROWS_WITH((void)session.sign_in(account("mfa")), "no terminal");
  good = true;
  REQUIRE(code_of(session.sign_in(account("mfa"))) == ErrorCode::ok);

  int rows = 0;
  const auto row = [&](std::string_view) {
    if (++rows == 2) throw std::runtime_error("disk full");
  };
  CHECK_THROWS_WITH((void)session.run(GetPhoneNumbers{}, row), "disk full");
  CHECK(rows == 2);
  CHECK(session.run(GetTenant{}).rows.size() == 1);
}

TEST_CASE("a session is closed once, and says afterwards that it is") {
  BlockingSession session(simulated());
  REQUIRE(code_of(session.sign_in(account("nomfa"))) == ErrorCode::ok);
  CHECK_FALSE(session.close());
  CHECK(session.state() == State::closed);
  CHECK_FALSE(session.close());
  CHECK(code_of(session.run(GetTenant{})) == ErrorCode::not_connected);
  CHECK(code_of(session.sign_in(account("nomfa"))) == ErrorCode::not_connected);
}

TEST_CASE("when pwsh dies, its request says so, and so do all after it") {
  BlockingSession session(simulated("death-at-command"));
  REQUIRE(code_of(session.sign_in(account("nomfa"))) == ErrorCode::ok);
  CHECK(code_of(session.run(GetPhoneNumbers{})) == ErrorCode::child_lost);
  CHECK(code_of(session.run(GetTenant{})) == ErrorCode::child_lost);
  const std::optional<Error> why = session.close();
  REQUIRE(why);
  CHECK(why->code == ErrorCode::child_lost);
  CHECK(session.close()->code == ErrorCode::child_lost);
}

TEST_CASE("a pwsh that is not there is the error of the first request") {
  SessionOptions options;
  options.pwsh = "/nonexistent/pwsh";
  BlockingSession session(std::move(options));
  CHECK(code_of(session.sign_in(account("nomfa"))) == ErrorCode::pwsh_missing);
}

TEST_CASE("nobody is signed in before a sign-in") {
  BlockingSession session(simulated());
  CHECK(code_of(session.run(GetPhoneNumbers{})) == ErrorCode::not_connected);
  CHECK(session.state() == State::ready);
}

TEST_CASE("a session can be moved, and is gone soon when it is not closed") {
  BlockingSession first(simulated());
  BlockingSession session(std::move(first));
  REQUIRE(code_of(session.sign_in(account("nomfa"))) == ErrorCode::ok);
  const auto begin = std::chrono::steady_clock::now();
  session = BlockingSession(simulated());
  CHECK(std::chrono::steady_clock::now() - begin < 10s);
  CHECK(code_of(session.sign_in(account("nomfa"))) == ErrorCode::ok);
}
