// A change that may have been made by a program that did not live to see its end is looked for
// before it is sent, for as long as it may take to show.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "teams/number_change.hpp"

using namespace teamsctl;
using namespace teamsctl::core;
using namespace std::chrono_literals;

namespace {

const std::string number = "+14250000002";
const std::string user = "amy@contoso.example";

std::string row(const std::string& target, const std::string& more = "") {
  return "{\"TelephoneNumber\":\"" + number +
         "\",\"NumberType\":\"CallingPlan\",\"AssignedPstnTargetId\":" +
         (target.empty() ? "null" : "\"" + target + "\"") + more + "}";
}

/// Plays the service for one change. `now` moves only by what the change waits.
struct Service : Results {
  explicit Service(AssignPhoneNumber assign) : change(std::move(assign)) {}

  void row(std::string_view json) override { rows.emplace_back(json); }
  void made_row(std::string json) override { rows.push_back(std::move(json)); }
  void message(MessageLevel, std::string) override {}

  /// Runs to the end.
  void run() {
    for (int steps = 0; steps < 200; ++steps) {
      Procedure::Step step = change.next(now);
      if (auto* end = std::get_if<Procedure::End>(&step)) {
        if (!error) error = end->error;
        return;
      }
      if (const auto* wait = std::get_if<Procedure::Wait>(&step)) {
        now += wait->time;
        continue;
      }
      const auto& invoke = std::get<HostInvoke>(step);
      if (invoke.command.starts_with("Set-")) {
        ++sent;
        if (!shows_at) shows_at = now;
      } else {
        ++looks;
        const bool shows = shows_at && now >= *shows_at;
        const bool by_user = invoke.parameters.size() > 1;
        if (shows)
          (void)change.take(::row("11111111-0000-4000-8000-000000000002", more), *this);
        else if (!by_user)
          (void)change.take(::row(""), *this);
      }
      error = change.ended(std::nullopt, now, *this);
      if (error) return;
    }
    FAIL("it does not end");
  }

  teams::NumberChange change;
  TimePoint now{};
  std::optional<TimePoint> shows_at;  // the user has the number from then on
  std::string more;
  int sent = 0;
  int looks = 0;
  std::vector<std::string> rows;
  std::optional<Error> error;
};

AssignPhoneNumber assign(std::chrono::milliseconds look_for, Parameters more = {}) {
  return {.user = user,
          .number = number,
          .number_type = "CallingPlan",
          .more = std::move(more),
          .verify = 60s,
          .look_for = look_for};
}

}  // namespace

TEST_CASE("a change that was made before and shows late is not sent again") {
  for (const int milliseconds : {0, 1, 499, 2'000, 29'000}) {
    const std::chrono::milliseconds late(milliseconds);
    Service service(assign(30s));
    service.shows_at = service.now + late;
    service.run();
    CHECK(service.sent == 0);
    CHECK_FALSE(service.error);
    REQUIRE(service.rows.size() == 1);
    CHECK(service.rows.front().find("\"Outcome\":\"unchanged\",\"Verified\":true") !=
          std::string::npos);
    CHECK(service.now.time_since_epoch() >= late);
  }
}

TEST_CASE("a change that does not show in that time is sent, once") {
  Service service(assign(30s));
  service.run();
  CHECK(service.sent == 1);
  CHECK(service.now.time_since_epoch() >= 30s);
  CHECK(service.now.time_since_epoch() < 40s);
  REQUIRE(service.rows.size() == 1);
  CHECK(service.rows.front().find("\"Outcome\":\"assigned\",\"Verified\":true") !=
        std::string::npos);
}

TEST_CASE("a change that is known to be new is sent at once") {
  Service service(assign(0s));
  service.run();
  CHECK(service.sent == 1);
  CHECK(service.now.time_since_epoch() == 0s);
  CHECK(service.looks == 2);
}

TEST_CASE("a number that the user has is set again only for what its row does not show") {
  const auto sent_with = [](Parameters wanted, const std::string& shown) {
    Service service(assign(0s, std::move(wanted)));
    service.shows_at = service.now;
    service.more = shown;
    service.run();
    CHECK(service.rows.size() == 1);
    return service.sent;
  };
  const Parameters place = {{"LocationId", std::string("33333333-0000-4000-8000-00000000000A")}};
  CHECK(sent_with(place, ",\"LocationId\":\"33333333-0000-4000-8000-00000000000a\"") == 0);
  CHECK(sent_with(place, ",\"LocationId\":null") == 1);
  CHECK(sent_with(place, "") == 1);
  const Parameters lookup = {{"ReverseNumberLookup", std::string("SkipInternalVoip")}};
  CHECK(sent_with(lookup, ",\"ReverseNumberLookup\":[\"Other\",\"SkipInternalVoip\"]") == 0);
  CHECK(sent_with(lookup, ",\"ReverseNumberLookup\":[]") == 1);
  // What no row can show.
  CHECK(sent_with({{"Notify", Switch{}}}, ",\"Notify\":true") == 1);
}
