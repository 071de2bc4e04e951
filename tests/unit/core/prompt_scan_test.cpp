#include "teamsctl/prompt_scan.hpp"

#include <catch2/catch.hpp>

using teamsctl::ChallengeKind;
using teamsctl::scan_for_prompts;

TEST_CASE("a recording is searched as it came, followed by silence") {
  const std::string bytes =
      "\x1b[33mWARNING: To sign in, use a web browser to open the page "
      "https://microsoft.com/devicelogin and enter the code FRWQDE7YL to "
      "authenticate.\x1b[0m\nEnter code: ";
  const auto found = scan_for_prompts(bytes);
  REQUIRE(found.size() == 2);
  CHECK(found[0].kind == ChallengeKind::device_code);
  CHECK(bytes.substr(found[0].begin, found[0].end - found[0].begin) ==
        "https://microsoft.com/devicelogin and enter the code FRWQDE7YL");
  CHECK(found[1].kind == ChallengeKind::mfa_code);
  CHECK(bytes.substr(found[1].begin, found[1].end - found[1].begin) == "Enter code:");
  CHECK(scan_for_prompts("").empty());
  CHECK(scan_for_prompts(std::string(100'000, '\0')).empty());
}
