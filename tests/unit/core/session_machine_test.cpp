#include "machine_bench.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace teamsctl;
using namespace teamsctl::core;
using namespace std::chrono_literals;

TEST_CASE("a sign-in imports, connects, and is connected only when the tenant has answered") {
  Bench bench;
  bench.sign_in();
  CHECK(bench.invoked.empty());  // not before pwsh is ready
  bench.ready();
  bench.done();
  bench.done();
  CHECK_FALSE(bench.connected);
  bench.feed(ObjectRecord{bench.host_id, "TenantId=t-1;DisplayName=Contoso"});
  bench.done();
  REQUIRE(bench.connected);
  CHECK(bench.connected->tenant_id == "t-1");
  CHECK(bench.connected->account == "mfa@contoso.example");
  CHECK(bench.invoked ==
        std::vector<std::string>{"Import-Module", "Connect-MicrosoftTeams", "Get-CsTenant"});
  CHECK(bench.path == "ready importing signing_in verifying connected");
  REQUIRE(bench.ends.size() == 1);
  CHECK_FALSE(bench.ends[0].error);
}

TEST_CASE("a connect without a tenant behind it is not believed") {
  Bench bench;
  bench.to_connect();
  bench.done();
  bench.done();
  REQUIRE(bench.ends.size() == 1);
  CHECK(bench.ends[0].error->code == ErrorCode::not_connected);
  CHECK(bench.machine.state() == State::failed);
}

TEST_CASE("a typed code goes to the question that was asked") {
  Bench bench;
  bench.to_connect();
  bench.prompt("Enter the verification code from your authenticator app", 7);
  REQUIRE(bench.challenges.size() == 1);
  CHECK(bench.challenges[0].kind == ChallengeKind::mfa_code);
  CHECK(bench.machine.state() == State::awaiting_challenge);
  CHECK_FALSE(bench.machine.answer(bench.challenges[0].id, Secret("12345"), bench.now));
  bench.collect();
  CHECK(bench.answers.empty());
  CHECK(bench.machine.answer(bench.challenges[0].id, Secret("123456"), bench.now));
  bench.collect();
  CHECK(bench.answers == std::vector<std::string>{"123456"});
  CHECK(bench.machine.state() == State::signing_in);
}

TEST_CASE("R17 after the allowed number of codes the sign-in is stopped, not tried on") {
  Limits limits;
  limits.mfa_attempts = 2;
  Bench bench(limits);
  bench.to_connect();
  for (std::uint64_t i = 0; i < 2; ++i) {
    bench.prompt("Enter the verification code", i + 1);
    REQUIRE(bench.machine.answer(bench.challenges.back().id, Secret("000000"), bench.now));
    bench.collect();
  }
  bench.prompt("Enter the verification code", 3);
  CHECK(bench.challenges.size() == 2);
  CHECK(bench.declines == 1);
  CHECK(bench.cancels == 1);
  bench.done(DoneRecord::State::stopped);
  REQUIRE(bench.ends.size() == 1);
  CHECK(bench.ends[0].error->code == ErrorCode::mfa_refused);
  CHECK(bench.answers.size() == 2);
}

TEST_CASE("R17 the number of codes has a hard cap, whatever is asked for") {
  Limits limits;
  limits.mfa_attempts = 1000;
  Bench bench(limits);
  bench.to_connect();
  for (std::uint64_t i = 0; i < 50; ++i) {
    bench.prompt("Enter the verification code", i + 1);
    if (bench.challenges.size() != i + 1) break;
    REQUIRE(bench.machine.answer(bench.challenges.back().id, Secret("000000"), bench.now));
    bench.collect();
  }
  CHECK(bench.answers.size() == max_mfa_attempts);
}

TEST_CASE("a question on the console is answered on the terminal, and its echo is no second one") {
  Bench bench;
  bench.to_connect();
  bench.console("Enter verification code: ");
  CHECK(bench.challenges.empty());  // it may go on
  bench.later(1s);
  REQUIRE(bench.challenges.size() == 1);
  CHECK(bench.machine.answer(bench.challenges[0].id, Secret("123456"), bench.now));
  bench.collect();
  CHECK(bench.typed == "123456\n");
  bench.console("112123123412345123456\n");
  bench.later(5s);
  CHECK(bench.challenges.size() == 1);
}

TEST_CASE("R7 console text never ends, answers or fills a request") {
  Bench bench;
  bench.to_connected();
  const RequestId request = bench.query();
  bench.console(
      "{\"type\":\"done\",\"id\":4,\"state\":\"completed\"}\n{\"type\":\"object\",\"id\":4,"
      "\"value\":1}\nEnter verification code: ");
  bench.later(10s);
  CHECK(bench.rows.empty());
  CHECK(bench.challenges.empty());
  bench.feed(ObjectRecord{bench.host_id, "real"});
  bench.done();
  CHECK(bench.rows == std::vector<std::string>{"real"});
  CHECK(bench.ends.back().request == request);
}

TEST_CASE("records of another request are not taken") {
  Bench bench;
  bench.to_connected();
  bench.query();
  bench.feed(ObjectRecord{bench.host_id + 1, "late"});
  bench.feed(DoneRecord{.id = bench.host_id - 1});
  CHECK(bench.rows.empty());
  CHECK(bench.machine.state() == State::executing);
}

TEST_CASE("a device code is shown once, whatever channels it comes by, and needs no answer") {
  Bench bench;
  bench.to_connect();
  const std::string sentence =
      "To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter "
      "the code FRWQDE7YL to authenticate.";
  bench.feed(TextRecord{bench.host_id, MessageLevel::warning, sentence});
  bench.later(1s);
  bench.console(sentence + "\n");
  bench.later(1s);
  REQUIRE(bench.challenges.size() == 1);
  CHECK(bench.challenges[0].kind == ChallengeKind::device_code);
  CHECK(bench.challenges[0].display_code == "FRWQDE7YL");
  CHECK(bench.challenges[0].url == "https://microsoft.com/devicelogin");
  CHECK_FALSE(bench.machine.answer(bench.challenges[0].id, Secret("x"), bench.now));
  bench.done();
  CHECK(bench.machine.state() == State::verifying);
}

TEST_CASE("a missing password is asked for at once and goes to the sign-in") {
  Bench bench;
  SignInPlan plan;
  plan.connect.command = "Connect-MicrosoftTeams";
  plan.account = "mfa@contoso.example";
  plan.connect.parameters.emplace_back("Credential",
                                       Credential{"mfa@contoso.example", std::nullopt});
  bench.machine.start(1, std::move(plan), bench.now);
  bench.collect();
  REQUIRE(bench.challenges.size() == 1);
  CHECK(bench.challenges[0].kind == ChallengeKind::password);
  CHECK(bench.challenges[0].secret);
  bench.ready();
  CHECK(bench.invoked.empty());
  CHECK(bench.machine.answer(bench.challenges[0].id, Secret("Passw0rd!"), bench.now));
  bench.collect();
  CHECK(bench.invoked.size() == 1);
}

TEST_CASE("declined: the reason is the outcome, and after a refused code it is mfa_refused") {
  Bench bench;
  bench.to_connect();
  bench.prompt("Enter the verification code", 1);
  SECTION("at the first question") {
    bench.machine.decline(bench.challenges.back().id, {.code = ErrorCode::input_needed}, bench.now);
    bench.collect();
    bench.done(DoneRecord::State::stopped);
    CHECK(bench.ends.back().error->code == ErrorCode::input_needed);
  }
  SECTION("at the second") {
    REQUIRE(bench.machine.answer(bench.challenges.back().id, Secret("000000"), bench.now));
    bench.prompt("Enter the verification code", 2);
    bench.machine.decline(bench.challenges.back().id, {.code = ErrorCode::input_needed}, bench.now);
    bench.collect();
    bench.done(DoneRecord::State::stopped);
    CHECK(bench.ends.back().error->code == ErrorCode::mfa_refused);
  }
  CHECK(bench.declines == 1);
}

TEST_CASE("R3 silence at each stage ends with a timeout and a bounded overrun") {
  Limits limits;
  limits.command = 10s;
  Bench bench(limits);
  SECTION("start") {
    bench.later(limits.start);
    REQUIRE(bench.stop_plans.size() == 1);
    bench.machine.child_gone({.signal = 9}, bench.now);
    bench.collect();
    REQUIRE(bench.closed);
    CHECK(bench.closed->error->code == ErrorCode::timeout);
    return;
  }
  SECTION("import") {
    bench.ready();
    bench.sign_in();
    bench.later(limits.import);
  }
  SECTION("sign-in") {
    bench.to_connect();
    bench.later(limits.sign_in);
  }
  SECTION("a challenge") {
    bench.to_connect();
    bench.prompt("Enter the verification code");
    bench.later(limits.mfa);
  }
  SECTION("command") {
    bench.to_connected();
    bench.query();
    bench.later(limits.command);
  }
  CHECK(bench.cancels == 1);
  CHECK(bench.stop_plans.empty());
  // The cancel is not obeyed either.
  bench.later(limits.cancel);
  REQUIRE(bench.stop_plans.size() == 1);
  CHECK((bench.ends.back().error->code == ErrorCode::timeout ||
         bench.ends.back().error->code == ErrorCode::command_timeout));
}

TEST_CASE("the time that a slow reader takes is not the command's") {
  Limits limits;
  limits.command = 10s;
  Bench bench(limits);
  bench.to_connected();
  bench.query();
  bench.later(5s);
  bench.machine.pause(bench.now);
  CHECK_FALSE(bench.machine.deadline());
  bench.later(1h);
  bench.machine.resume(bench.now);
  bench.later(4s);
  CHECK(bench.cancels == 0);
  bench.later(1s);
  CHECK(bench.cancels == 1);
}

TEST_CASE("pages are asked for until one is not full; a repeated page is an error") {
  Bench bench;
  bench.to_connected();
  bench.query(Paging{.page_size = 2, .skip = 10});
  CHECK(bench.parameters == std::map<std::string, std::int64_t>{{"Skip", 10}, {"Top", 2}});
  bench.feed(ObjectRecord{bench.host_id, "a"});
  bench.feed(ObjectRecord{bench.host_id, "b"});
  bench.done();
  CHECK(bench.parameters == std::map<std::string, std::int64_t>{{"Skip", 12}, {"Top", 2}});
  SECTION("the last page") {
    bench.feed(ObjectRecord{bench.host_id, "c"});
    bench.done();
    CHECK(bench.rows == std::vector<std::string>{"a", "b", "c"});
    CHECK(bench.ends.back().rows == 3);
    CHECK_FALSE(bench.ends.back().error);
  }
  SECTION("the same page again") {
    bench.feed(ObjectRecord{bench.host_id, "a"});
    bench.done(DoneRecord::State::stopped);
    CHECK(bench.rows == std::vector<std::string>{"a", "b"});
    CHECK(bench.ends.back().error->code == ErrorCode::cmdlet_failed);
  }
}

TEST_CASE("R2 the end of pwsh ends every request, with the stage and what it wrote last") {
  Bench bench;
  bench.to_connected();
  bench.query();
  bench.query();
  bench.feed(ObjectRecord{bench.host_id, "a"});
  bench.console("Segmentation fault\n");
  bench.machine.child_gone({.signal = 11}, bench.now);
  bench.collect();
  REQUIRE(bench.ends.size() == 3);
  for (std::size_t i = 1; i < 3; ++i) {
    REQUIRE(bench.ends[i].error);
    CHECK(bench.ends[i].error->code == ErrorCode::child_lost);
    CHECK(bench.ends[i].error->detail.find("Segmentation fault") != std::string::npos);
  }
  CHECK(bench.ends[1].error->message.find("signal 11") != std::string::npos);
  CHECK(bench.closed->error->code == ErrorCode::child_lost);
  CHECK(bench.machine.state() == State::closed);
}

TEST_CASE("a question in a command is declined and named, not guessed at") {
  Bench bench;
  bench.to_connected();
  bench.query();
  bench.prompt("Which bridge?");
  CHECK(bench.declines == 1);
  bench.done(DoneRecord::State::stopped);
  CHECK(bench.ends.back().error->code == ErrorCode::input_needed);
  CHECK(bench.ends.back().error->message.find("Which bridge?") != std::string::npos);
  CHECK(bench.machine.state() == State::connected);
}

TEST_CASE("a cancel keeps the session") {
  Bench bench;
  bench.to_connected();
  const RequestId request = bench.query();
  bench.machine.cancel(request, bench.now);
  bench.collect();
  CHECK(bench.cancels == 1);
  bench.done(DoneRecord::State::stopped);
  CHECK(bench.ends.back().error->code == ErrorCode::interrupted);
  CHECK(bench.machine.state() == State::connected);
  bench.query();
  CHECK(bench.machine.state() == State::executing);
}

TEST_CASE("an expired sign-in is a state of its own") {
  Bench bench;
  bench.to_connected();
  bench.query();
  bench.feed(
      ErrorRecord{.id = bench.host_id, .message = "Invalid credential", .fqid = "Unauthorized,X"});
  bench.done();
  CHECK(bench.ends.back().error->code == ErrorCode::session_expired);
  CHECK(bench.machine.state() == State::expired);
  bench.query();
  CHECK(bench.ends.back().error->code == ErrorCode::not_connected);
}

TEST_CASE("requests before a sign-in are refused, those behind one wait for it") {
  Bench bench;
  bench.ready();
  bench.query();
  CHECK(bench.ends.back().error->code == ErrorCode::not_connected);
  bench.sign_in();
  bench.query();
  CHECK(bench.ends.size() == 1);
  bench.feed(
      ErrorRecord{.id = bench.host_id, .fqid = "Modules_ModuleNotFound,X", .terminating = true});
  bench.done(DoneRecord::State::failed);
  REQUIRE(bench.ends.size() == 3);
  CHECK(bench.ends[1].error->code == ErrorCode::module_missing);
  CHECK(bench.ends[2].error->code == ErrorCode::not_connected);
}

TEST_CASE("an old pwsh is told from a missing one by its version") {
  for (const char* version : {"5.1.0", "7.2.0", "7.3.9", "nonsense"}) {
    Bench bench;
    bench.feed(ReadyRecord{.protocol = 1, .powershell = version});
    bench.machine.child_gone({.signal = 9}, bench.now);
    bench.collect();
    REQUIRE(bench.closed);
    CHECK(bench.closed->error->code == ErrorCode::pwsh_missing);
    CHECK(bench.closed->error->message.find(version) != std::string::npos);
  }
  Bench bench;
  bench.feed(ReadyRecord{.protocol = 1, .powershell = "8.0.0-preview.1"});
  CHECK(bench.machine.state() == State::ready);
}

TEST_CASE("an orderly close asks pwsh to exit and plans for one that does not") {
  Bench bench;
  bench.to_connected();
  bench.machine.close(bench.now);
  bench.collect();
  CHECK(bench.exits == 1);
  REQUIRE(bench.stop_plans.size() == 1);
  CHECK(bench.stop_plans[0] == orderly_stop({}));
  bench.machine.child_gone({.status = 0}, bench.now);
  bench.collect();
  REQUIRE(bench.closed);
  CHECK_FALSE(bench.closed->error);
}
