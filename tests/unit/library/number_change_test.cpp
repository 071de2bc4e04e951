#include <catch2/catch.hpp>
#include <memory>

#include "procedures_bench.hpp"
#include "teams/number_change.hpp"

using namespace teamsctl;
using namespace teamsctl::core;
using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

namespace {

constexpr std::string_view free_number =
    R"({"NumberType":"CallingPlan","TelephoneNumber":"+1","AssignedPstnTargetId":null})";
constexpr std::string_view taken_number =
    R"({"NumberType":"CallingPlan","TelephoneNumber":"+1","AssignedPstnTargetId":"id"})";

ProcedureBench assign(std::chrono::milliseconds verify = 60s, Parameters more = {},
                      std::string type = "") {
  return ProcedureBench(
      std::make_unique<teams::NumberChange>(AssignPhoneNumber{.user = "amy",
                                                              .number = "+1",
                                                              .number_type = std::move(type),
                                                              .more = std::move(more),
                                                              .verify = verify}));
}

ProcedureBench removal(std::string number = "+1") {
  return ProcedureBench(std::make_unique<teams::NumberChange>(RemovePhoneNumber{
      .user = "amy", .number = std::move(number), .number_type = {}, .more = {}}));
}

}  // namespace

TEST_CASE("a free number is looked at, set with its own type, and read back") {
  ProcedureBench bench = assign();
  bench.answers({free_number});
  bench.answers({});
  bench.answers({taken_number});
  REQUIRE(bench.over);
  CHECK_FALSE(bench.error);
  CHECK(bench.commands ==
        Lines{"Get-CsPhoneNumberAssignment TelephoneNumber=+1",
              "Set-CsPhoneNumberAssignment Identity=amy PhoneNumber=+1 PhoneNumberType=CallingPlan",
              "Get-CsPhoneNumberAssignment TelephoneNumber=+1 AssignedPstnTargetId=amy"});
  REQUIRE(bench.rows.size() == 1);
  CHECK(
      bench.rows[0] ==
      R"({"Action":"assign","UserPrincipalName":"amy","TelephoneNumber":"+1","NumberType":"CallingPlan","Outcome":"assigned","Verified":true,"Assignment":)" +
          std::string(taken_number) + "}");
}

TEST_CASE("a number that the user has already is left alone") {
  ProcedureBench bench = assign();
  bench.answers({taken_number});
  bench.answers({taken_number});
  REQUIRE(bench.over);
  CHECK(bench.commands.size() == 2);
  CHECK(bench.rows.at(0).find(R"("Outcome":"unchanged","Verified":true)") != std::string::npos);
}

TEST_CASE("a number that the user has is set again for its location") {
  Parameters more;
  more.emplace_back("LocationId", "place");
  ProcedureBench bench = assign(60s, more);
  bench.answers({taken_number});
  bench.answers({taken_number});
  CHECK(bench.command() ==
        "Set-CsPhoneNumberAssignment Identity=amy PhoneNumber=+1 PhoneNumberType=CallingPlan "
        "LocationId=place");
}

TEST_CASE("somebody else's number is the service's to refuse") {
  ProcedureBench bench = assign();
  bench.answers({taken_number});
  bench.answers({});
  CHECK(bench.command().starts_with("Set-"));
  bench.fails("Telephone Number '+1' has already been assigned to another user");
  REQUIRE(bench.error);
  CHECK(bench.error->code == ErrorCode::cmdlet_failed);
  CHECK(bench.error->hint == "Remove the number from that user first.");
  CHECK(bench.rows.empty());
}

TEST_CASE("a number that nobody knows needs its type from the caller") {
  ProcedureBench bench = assign();
  bench.answers({});
  REQUIRE(bench.error);
  CHECK(bench.error->hint.find("--number-type") != std::string::npos);
  ProcedureBench direct = assign(60s, {}, "DirectRouting");
  direct.answers({});
  CHECK(direct.command() ==
        "Set-CsPhoneNumberAssignment Identity=amy PhoneNumber=+1 PhoneNumberType=DirectRouting");
}

TEST_CASE(
    "a change that shows late is waited for, one that does not show is told from one that failed") {
  ProcedureBench late = assign();
  late.answers({free_number});
  late.answers({});
  for (int i = 0; i < 5; ++i) late.answers({});
  late.answers({taken_number});
  REQUIRE(late.over);
  CHECK_FALSE(late.error);
  CHECK(late.waited >= 5s);

  ProcedureBench never = assign(10s);
  never.answers({free_number});
  never.answers({});
  while (!never.over) never.answers({});
  REQUIRE(never.error);
  CHECK(never.error->code == ErrorCode::timeout);
  CHECK(never.rows.at(0).find(R"("Outcome":"accepted","Verified":false,"Assignment":null)") !=
        std::string::npos);
  CHECK(never.waited >= 10s);
  CHECK(never.waited <= 16s);
}

TEST_CASE("without a time to verify nothing is read back") {
  ProcedureBench bench = assign(0ms);
  bench.answers({free_number});
  bench.answers({});
  REQUIRE(bench.over);
  CHECK(bench.commands.size() == 2);
  CHECK(bench.rows.at(0).find(R"("Outcome":"assigned","Verified":false)") != std::string::npos);
}

TEST_CASE("R36 a change is sent again only when the service did not look at it") {
  ProcedureBench bench = assign();
  bench.answers({free_number});
  CHECK(bench.repeats("Too Many Requests", "TooManyRequests,Cmdlet"));
  CHECK(bench.command().starts_with("Set-"));
  CHECK_FALSE(
      bench.repeats("Service is unavailable. Please try again", "ServiceUnavailable,Cmdlet"));
  CHECK_FALSE(bench.repeats("Invalid credential", "Unauthorized,Cmdlet"));
}

TEST_CASE("R36 a change of unknown fate is looked for, and never repeated") {
  for (const bool happened : {true, false}) {
    ProcedureBench bench = assign(5s);
    bench.answers({free_number});
    bench.fails("Service is unavailable. Please try again", "ServiceUnavailable,Cmdlet");
    CHECK(bench.command().starts_with("Get-"));
    if (happened) {
      bench.answers({taken_number});
      CHECK_FALSE(bench.error);
    } else {
      while (!bench.over) bench.answers({});
      REQUIRE(bench.error);
      CHECK(bench.error->code == ErrorCode::temporary);
      CHECK(bench.error->message.starts_with("It is not known whether the change was made"));
    }
    CHECK(std::count_if(bench.commands.begin(), bench.commands.end(),
                        [](const std::string& one) { return one.starts_with("Set-"); }) == 1);
  }
}

TEST_CASE("what an old module returns in place of an error is one") {
  ProcedureBench bench = assign();
  bench.answers({free_number});
  bench.answers(
      {R"({"Code":"BadRequest","Message":"User 'id' lacks appropriate licenses to assign a 'CallingPlan' number"})"});
  REQUIRE(bench.error);
  CHECK(bench.error->message ==
        "User 'id' lacks appropriate licenses to assign a 'CallingPlan' number");
  CHECK(bench.error->hint == "Give the user a Teams Phone licence first.");
}

TEST_CASE("a removal looks up the type, and is done when the number shows with nobody") {
  ProcedureBench bench = removal();
  bench.answers({taken_number});
  bench.answers({taken_number});
  CHECK(bench.command() ==
        "Remove-CsPhoneNumberAssignment Identity=amy PhoneNumber=+1 PhoneNumberType=CallingPlan");
  bench.answers({});
  bench.answers({taken_number});
  bench.answers({});
  REQUIRE(bench.over);
  CHECK_FALSE(bench.error);
  CHECK(
      bench.rows.at(0).find(
          R"("Action":"remove","UserPrincipalName":"amy","TelephoneNumber":"+1","NumberType":"CallingPlan","Outcome":"removed","Verified":true,"Assignment":null)") !=
      std::string::npos);
}

TEST_CASE("a number that is not the user's is not taken from anybody") {
  ProcedureBench free = removal();
  free.answers({free_number});
  REQUIRE(free.over);
  CHECK(free.rows.at(0).find("unchanged") != std::string::npos);
  ProcedureBench other = removal();
  other.answers({taken_number});
  other.answers({});
  REQUIRE(other.over);
  CHECK(other.rows.at(0).find("unchanged") != std::string::npos);
}

TEST_CASE("all numbers of a user go at once") {
  ProcedureBench bench = removal("");
  CHECK(bench.command() == "Get-CsPhoneNumberAssignment AssignedPstnTargetId=amy");
  bench.answers({taken_number, taken_number});
  CHECK(bench.command() == "Remove-CsPhoneNumberAssignment Identity=amy RemoveAll=on");
  bench.answers({});
  bench.answers({});
  REQUIRE(bench.over);
  CHECK(bench.rows.at(0).find(R"("TelephoneNumber":null)") != std::string::npos);
}

TEST_CASE("R35 a change that met an expired session is not repeated, and says so") {
  ProcedureBench bench = assign();
  bench.answers({free_number});
  bench.fails("Invalid credential", "Unauthorized,Cmdlet");
  REQUIRE(bench.error);
  CHECK(bench.error->code == ErrorCode::session_expired);
  CHECK(bench.error->hint.find("not repeated") != std::string::npos);
}
