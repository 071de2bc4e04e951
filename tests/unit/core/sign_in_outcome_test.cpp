#include <catch2/catch.hpp>

#include "core/sign_in_needs.hpp"
#include "machine_bench.hpp"

using namespace teamsctl;
using namespace teamsctl::core;
using namespace std::chrono_literals;

namespace {

constexpr const char* second_factor_refused =
    "AADSTS500121: Authentication failed during strong authentication request.";

void answer(Bench& bench, std::string_view code) {
  REQUIRE(bench.machine.answer(bench.challenges.back().id, Secret(code), bench.now));
  bench.collect();
}

const Error& outcome(const Bench& bench) {
  REQUIRE_FALSE(bench.ends.empty());
  REQUIRE(bench.ends.back().error);
  return *bench.ends.back().error;
}

}  // namespace

TEST_CASE("wrong, late, missing, cancelled and timed out are five outcomes") {
  Bench bench;
  bench.to_connect();
  bench.prompt("Enter the verification code", 1);
  SECTION("wrong: the sign-in refuses the answer") {
    answer(bench, "000000");
    bench.fails({second_factor_refused});
    CHECK(outcome(bench).code == ErrorCode::mfa_refused);
    CHECK(outcome(bench).reason == Reason::code_refused);
    CHECK_FALSE(outcome(bench).retryable);
  }
  SECTION("wrong: it asks again and there is no other answer") {
    answer(bench, "000000");
    bench.prompt("Enter the verification code", 2);
    bench.machine.decline(bench.challenges.back().id,
                          {.code = ErrorCode::input_needed, .reason = Reason::no_source},
                          bench.now);
    bench.collect();
    bench.done(DoneRecord::State::stopped);
    CHECK(outcome(bench).code == ErrorCode::mfa_refused);
    CHECK(outcome(bench).reason == Reason::code_refused);
  }
  SECTION("late: the sign-in gives up while it still waits") {
    bench.fails({second_factor_refused});
    CHECK(outcome(bench).code == ErrorCode::mfa_refused);
    CHECK(outcome(bench).reason == Reason::code_late);
    CHECK(outcome(bench).retryable);
    CHECK_FALSE(bench.machine.answer(bench.challenges.back().id, Secret("123456"), bench.now));
  }
  SECTION("missing") {
    bench.machine.decline(bench.challenges.back().id,
                          {.code = ErrorCode::input_needed, .reason = Reason::no_source},
                          bench.now);
    bench.collect();
    bench.done(DoneRecord::State::stopped);
    CHECK(outcome(bench).code == ErrorCode::input_needed);
    CHECK(outcome(bench).reason == Reason::no_source);
  }
  SECTION("cancelled") {
    bench.machine.cancel(bench.last_request, bench.now);
    bench.collect();
    bench.done(DoneRecord::State::stopped);
    CHECK(outcome(bench).code == ErrorCode::interrupted);
    CHECK(outcome(bench).reason == Reason::cancelled);
    return;
  }
  SECTION("timed out") {
    CHECK(bench.challenges[0].expires_at == Bench::wall_time(bench.now + 120s));
    bench.later(121s);
    bench.done(DoneRecord::State::stopped);
    CHECK(outcome(bench).code == ErrorCode::timeout);
    CHECK(outcome(bench).reason == Reason::answer_timed_out);
  }
  REQUIRE(outcome(bench).challenge);
  CHECK(outcome(bench).challenge->kind == ChallengeKind::mfa_code);
}

TEST_CASE("an account that is locked while its question stands is that, not a late code") {
  Bench bench;
  bench.to_connect();
  bench.prompt("Enter the verification code", 1);
  bench.fails({"AADSTS50053: locked"});
  CHECK(outcome(bench).code == ErrorCode::sign_in_refused);
  CHECK(outcome(bench).reason == Reason::none);
}

TEST_CASE("R19 a refused approval, and a second factor that never came here, are told apart") {
  Bench bench;
  bench.to_connect();
  SECTION("a number to match") {
    bench.feed(TextRecord{bench.host_id, MessageLevel::host,
                          "Open your Authenticator app, and enter the number 42 to sign in."});
    bench.later(1s);
    REQUIRE(bench.challenges.size() == 1);
    CHECK(bench.challenges[0].display_code == "42");
    bench.fails({second_factor_refused});
    CHECK(outcome(bench).reason == Reason::approval_refused);
    REQUIRE(outcome(bench).challenge);
    CHECK(outcome(bench).challenge->kind == ChallengeKind::number_match);
  }
  SECTION("nothing was shown") {
    bench.fails({second_factor_refused});
    CHECK(outcome(bench).reason == Reason::number_not_shown);
  }
  CHECK(outcome(bench).code == ErrorCode::mfa_refused);
}

TEST_CASE("a device code that nobody enters") {
  Bench bench;
  bench.to_connect();
  bench.feed(TextRecord{bench.host_id, MessageLevel::warning,
                        "To sign in, use a web browser to open the page "
                        "https://microsoft.com/devicelogin and enter the code FRWQDE7YL to "
                        "authenticate."});
  bench.later(1s);
  SECTION("until Entra ID says that it has expired") {
    bench.fails({"AADSTS70019: Verification code expired."});
  }
  SECTION("until --login-timeout") {
    bench.later(301s);
    bench.done(DoneRecord::State::stopped);
  }
  CHECK(outcome(bench).code == ErrorCode::timeout);
  CHECK(outcome(bench).reason == Reason::device_code_timed_out);
  REQUIRE(outcome(bench).challenge);
  CHECK(outcome(bench).challenge->display_code == "FRWQDE7YL");
}

TEST_CASE("what a way to sign in lacks is asked for before anything is sent") {
  Bench bench;
  bench.ready();
  HostParameters connect;
  SECTION("the password of a certificate") {
    connect.emplace_back("Certificate", CertificateFile{.path = "/a.pfx", .encrypted = true});
    bench.sign_in(std::move(connect), "app");
    REQUIRE(bench.challenges.size() == 1);
    CHECK(bench.challenges[0].kind == ChallengeKind::certificate_password);
    CHECK(bench.challenges[0].secret);
    CHECK(bench.invoked.empty());
    answer(bench, "pfx password");
  }
  SECTION("two access tokens") {
    connect.emplace_back("AccessTokens", SecretTexts{});
    bench.sign_in(std::move(connect), "");
    REQUIRE(bench.challenges.size() == 1);
    CHECK(bench.challenges[0].kind == ChallengeKind::access_tokens);
    for (const char* wrong : {"", " ", "only-one", "one two three"})
      CHECK_FALSE(bench.machine.answer(bench.challenges[0].id, Secret(wrong), bench.now));
    answer(bench, "graph\nteams\n");
  }
  SECTION("a user name, then its password") {
    connect.emplace_back("Credential", Credential{});
    bench.sign_in(std::move(connect), "");
    REQUIRE(bench.challenges.size() == 1);
    CHECK(bench.challenges[0].kind == ChallengeKind::username);
    answer(bench, "u@contoso.example");
    REQUIRE(bench.challenges.size() == 2);
    CHECK(bench.challenges[1].kind == ChallengeKind::password);
    CHECK(bench.challenges[1].account == "u@contoso.example");
    answer(bench, "secret");
  }
  SECTION("nothing") {
    connect.emplace_back("Certificate", CertificateFile{.path = "/a.pem"});
    bench.sign_in(std::move(connect), "app");
  }
  CHECK(bench.invoked == std::vector<std::string>{"Import-Module"});
  bench.done();
  CHECK(bench.invoked.back() == "Connect-MicrosoftTeams");
  CHECK_FALSE(next_need(bench.sent));
}

TEST_CASE("R35 a sign-in after one that has expired ends that one first") {
  Bench bench;
  bench.to_connected();
  bench.query();
  bench.fails({"Invalid credential"}, "Unauthorized,Get");
  CHECK(outcome(bench).code == ErrorCode::session_expired);
  CHECK(bench.machine.state() == State::expired);
  bench.invoked.clear();
  bench.sign_in();
  bench.fails({"There is nothing to disconnect."});
  CHECK(bench.invoked ==
        std::vector<std::string>{"Disconnect-MicrosoftTeams", "Connect-MicrosoftTeams"});
  bench.done();
  bench.feed(ObjectRecord{bench.host_id, "TenantId=t-1;DisplayName=Contoso"});
  bench.done();
  CHECK(bench.machine.state() == State::connected);
}

TEST_CASE("what PowerShell answers by itself needs no sign-in and changes no state") {
  Bench bench;
  bench.ready();
  bench.query(std::make_unique<ListProcedure>(
                  ListProcedure::What{.invoke = {.command = "Get-Module", .parameters = {}}}),
              false);
  CHECK(bench.machine.state() == State::ready);
  bench.feed(ObjectRecord{bench.host_id, "Version=7.7.0"});
  bench.done();
  CHECK(bench.rows.size() == 1);
  CHECK(bench.machine.state() == State::ready);
  bench.sign_in();
  CHECK(bench.machine.state() == State::importing);
}
