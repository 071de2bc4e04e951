// A command that the service refuses for a while is sent again; a sign-in that has expired is
// renewed. Neither loses a row or doubles one, and nothing that changes something is sent twice by
// mistake.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "machine_bench.hpp"

using namespace teamsctl;
using namespace teamsctl::core;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<Procedure> list(bool repeatable, std::optional<Paging> paging = std::nullopt) {
  return std::make_unique<ListProcedure>(
      ListProcedure::What{.invoke = {.command = "Get-Rows", .parameters = {}},
                          .paging = paging,
                          .repeatable = repeatable});
}

void expire(Bench& bench) { bench.fails({"Invalid credential"}, "Unauthorized,Cmdlet"); }

/// From a sign-in that has expired to the tenant's answer of the next one.
void renew(Bench& bench) {
  REQUIRE(bench.invoked.back() == "Disconnect-MicrosoftTeams");
  bench.done();
  REQUIRE(bench.invoked.back() == "Connect-MicrosoftTeams");
  bench.done();
  bench.feed(ObjectRecord{bench.host_id, "TenantId=t-1;DisplayName=Contoso"});
  bench.done();
}

}  // namespace

TEST_CASE("R36 a throttled command is sent again when the time is over, and not before") {
  Bench bench;
  bench.to_connected();
  bench.query(list(true));
  const auto sent = bench.invoked.size();
  bench.throttled(7);
  CHECK(bench.invoked.size() == sent);
  CHECK(bench.said.back().find("Trying again in 7") != std::string::npos);
  bench.later(6900ms);
  CHECK(bench.invoked.size() == sent);
  bench.later(900ms);
  REQUIRE(bench.invoked.size() == sent + 1);
  bench.feed(ObjectRecord{bench.host_id, "row"});
  bench.done();
  CHECK(bench.rows.back() == "row");
  CHECK_FALSE(bench.ends.back().error);
}

TEST_CASE(
    "R36 a service that refuses for ever is believed in the end, with the time it asked for") {
  Limits limits;
  limits.retries = 2;
  Bench bench(limits);
  bench.to_connected();
  bench.query(list(true));
  for (int i = 0; i < 2; ++i) {
    bench.throttled(5);
    bench.later(6s);
  }
  bench.throttled(5);
  const auto& error = bench.ends.back().error;
  REQUIRE(error);
  CHECK(error->code == ErrorCode::temporary);
  CHECK(error->retry_after == 5s);
  CHECK(error->hint == "Wait 5 s, then try again.");
  CHECK(bench.machine.state() == State::connected);
}

TEST_CASE("R36 a page that was cut off is asked for from where it ended") {
  Bench bench;
  bench.to_connected();
  bench.query(list(true, Paging{.page_size = 3, .top = {}, .skip = 0}));
  for (const char* row : {"a", "b", "c"}) bench.feed(ObjectRecord{bench.host_id, row});
  bench.done();
  CHECK(bench.parameters.at("Skip") == 3);
  bench.feed(ObjectRecord{bench.host_id, "d"});
  bench.throttled();
  bench.later(2s);
  CHECK(bench.parameters.at("Skip") == 4);
  CHECK(bench.parameters.at("Top") == 2);
  bench.feed(ObjectRecord{bench.host_id, "e"});
  bench.done();
  CHECK(bench.rows == std::vector<std::string>{"a", "b", "c", "d", "e"});
  CHECK_FALSE(bench.ends.back().error);
}

TEST_CASE("R36 what is not known to read only is not sent again") {
  Bench bench;
  bench.to_connected();
  bench.query(list(false));
  bench.throttled(1);
  REQUIRE(bench.ends.back().error);
  CHECK(bench.ends.back().error->code == ErrorCode::temporary);
}

TEST_CASE("rows without pages are not begun anew once some are out") {
  Bench bench;
  bench.to_connected();
  bench.query(list(true));
  bench.feed(ObjectRecord{bench.host_id, "a"});
  bench.throttled(1);
  REQUIRE(bench.ends.back().error);
  CHECK(bench.rows == std::vector<std::string>{"a"});
}

TEST_CASE("a request that waits can be cancelled at once, and its time runs on") {
  Limits limits;
  limits.command = 3s;
  Bench bench(limits);
  bench.to_connected();
  const RequestId first = bench.query(list(true));
  bench.throttled(60);
  bench.machine.cancel(first, bench.now);
  bench.collect();
  CHECK(bench.ends.back().error->code == ErrorCode::interrupted);
  bench.query(list(true));
  bench.throttled(60);
  bench.later(3s);
  CHECK(bench.ends.back().error->code == ErrorCode::command_timeout);
  CHECK(bench.machine.state() == State::connected);
}

TEST_CASE("commands keep the distance that was asked for") {
  Limits limits;
  limits.between_commands = 500ms;
  Bench bench(limits);
  bench.to_connected();
  bench.query(list(true));
  bench.done();
  bench.query(list(true));
  const auto sent = bench.invoked.size();
  bench.later(499ms);
  CHECK(bench.invoked.size() == sent);
  bench.later(1ms);
  CHECK(bench.invoked.size() == sent + 1);
}

TEST_CASE("R35 an expired sign-in is renewed once, and the page goes on where it was") {
  Bench bench;
  bench.can_renew = true;
  bench.machine.renew_when([] { return true; });
  bench.to_connected();
  bench.query(list(true, Paging{.page_size = 2, .top = {}, .skip = 0}));
  bench.feed(ObjectRecord{bench.host_id, "a"});
  expire(bench);
  // The password is not kept: it is asked for.
  REQUIRE(bench.challenges.size() == 1);
  CHECK(bench.challenges[0].kind == ChallengeKind::password);
  CHECK(bench.machine.answer(bench.challenges[0].id, Secret("Passw0rd!"), bench.now));
  bench.collect();
  renew(bench);
  CHECK(bench.invoked.back() == "Get-Rows");
  CHECK(bench.parameters.at("Skip") == 1);
  CHECK(bench.parameters.at("Top") == 1);
  bench.feed(ObjectRecord{bench.host_id, "b"});
  bench.done();
  bench.done();
  CHECK(bench.rows == std::vector<std::string>{"a", "b"});
  REQUIRE(bench.ends.size() == 2);
  CHECK(bench.ends[1].rows == 2);
  CHECK_FALSE(bench.ends[1].error);
  CHECK(bench.machine.state() == State::connected);
}

TEST_CASE("R35 a second expiry in one request ends it") {
  Bench bench;
  bench.can_renew = true;
  bench.machine.renew_when([] { return true; });
  bench.to_connected();
  bench.query(list(true));
  expire(bench);
  REQUIRE(bench.machine.answer(bench.challenges[0].id, Secret("Passw0rd!"), bench.now));
  bench.collect();
  renew(bench);
  expire(bench);
  REQUIRE(bench.ends.back().error);
  CHECK(bench.ends.back().error->code == ErrorCode::session_expired);
  CHECK(bench.machine.state() == State::expired);
}

TEST_CASE(
    "R35 without leave, and for what may change something, the request ends with the expiry") {
  for (const bool may : {true, false}) {
    Bench bench;
    bench.can_renew = true;
    bench.machine.renew_when([&] { return may; });
    bench.to_connected();
    bench.query(list(!may));
    expire(bench);
    REQUIRE(bench.ends.back().error);
    CHECK(bench.ends.back().error->code == ErrorCode::session_expired);
  }
}

TEST_CASE("R35 a renewal that fails says both what ended and why it was not renewed") {
  Bench bench;
  bench.can_renew = true;
  bench.machine.renew_when([] { return true; });
  bench.to_connected();
  const RequestId id = bench.query(list(true));
  expire(bench);
  bench.machine.decline(bench.challenges[0].id,
                        Error{.code = ErrorCode::input_needed, .message = "No source."}, bench.now);
  bench.collect();
  REQUIRE(bench.ends.size() == 2);
  CHECK(bench.ends[1].request == id);
  CHECK(bench.ends[1].error->code == ErrorCode::session_expired);
  CHECK(bench.ends[1].error->message.find("No source.") != std::string::npos);
  CHECK(bench.machine.state() == State::expired);
}

TEST_CASE("R35 pwsh that dies while the sign-in is renewed ends the request once") {
  Bench bench;
  bench.can_renew = true;
  bench.machine.renew_when([] { return true; });
  bench.to_connected();
  const RequestId id = bench.query(list(true));
  bench.feed(ObjectRecord{bench.host_id, "a"});
  bench.done();
  bench.query(list(true));
  expire(bench);
  REQUIRE(bench.machine.answer(bench.challenges[0].id, Secret("Passw0rd!"), bench.now));
  bench.collect();
  bench.machine.child_gone(ChildEnd{.status = 1, .signal = {}, .cannot = {}}, bench.now);
  bench.collect();
  REQUIRE(bench.ends.size() == 3);
  CHECK(bench.ends[1].request == id);
  CHECK(bench.ends[2].request == id + 1);
  CHECK(bench.ends[2].error);
  CHECK(bench.closed);
}

TEST_CASE("R35 a cancel while the sign-in is renewed ends the request") {
  Bench bench;
  bench.can_renew = true;
  bench.machine.renew_when([] { return true; });
  bench.to_connected();
  const RequestId id = bench.query(list(true));
  expire(bench);
  SECTION("while it asks") {
    bench.machine.cancel(id, bench.now);
    bench.collect();
  }
  SECTION("while it connects") {
    REQUIRE(bench.machine.answer(bench.challenges[0].id, Secret("Passw0rd!"), bench.now));
    bench.collect();
    bench.machine.cancel(id, bench.now);
    bench.collect();
    bench.done(DoneRecord::State::stopped);
  }
  REQUIRE(bench.ends.size() == 2);
  CHECK(bench.ends[1].request == id);
  CHECK(bench.ends[1].error->code == ErrorCode::interrupted);
}
