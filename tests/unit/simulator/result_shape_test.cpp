#include "play/result_shape.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace teamsctl::simulator;

namespace {

const Json user = {{"Name", "x"},
                   {"TeamsCallingPolicy", {{"Authority", "Tenant"}, {"Name", "Sales"}}},
                   {"TenantDialPlan", {{"Authority", "Tenant"}, {"Name", "US-Seattle"}}},
                   {"TeamsMeetingPolicy", nullptr},
                   {"Plans", {{{"Capability", "Teams"}}}}};

std::string text(ResultShape shape, const Json& value = user) {
  std::uint64_t truncated = 0;
  const std::string result = dump(shaped(value, shape, truncated));
  return result + " " + std::to_string(truncated);
}

}  // namespace

TEST_CASE("a shape that asks for nothing changes nothing") { CHECK(text({}) == dump(user) + " 0"); }

TEST_CASE("members are written as their text, nulls and lists stay") {
  CHECK(text({.strings = {"*policy", "TenantDialPlan", "Plans"}}) ==
        R"({"Name":"x","TeamsCallingPolicy":"Sales","TenantDialPlan":"US-Seattle",)"
        R"("TeamsMeetingPolicy":null,"Plans":[{"Capability":"Teams"}]} 0)");
  CHECK(text({.properties = {{"teamscallingpolicy", "Nothing"}},
              .strings = {"TeamsCallingPolicy"}}) ==
        R"({"teamscallingpolicy":"Sales","Nothing":null} 0)");
}

TEST_CASE("what lies too deep is counted and marked") {
  CHECK(
      text({.depth = 1}) ==
      R"({"Name":"x","TeamsCallingPolicy":{"truncated":true},"TenantDialPlan":{"truncated":true},)"
      R"("TeamsMeetingPolicy":null,"Plans":{"truncated":true}} 3)");
  CHECK(text({.properties = {{"Plans"}}, .depth = 2}) == R"({"Plans":[{"truncated":true}]} 1)");
  CHECK(text({.strings = {"*Policy"}, .depth = 1}, {{"APolicy", {{"Name", "a"}}}}) ==
        R"({"APolicy":"a"} 0)");
}
