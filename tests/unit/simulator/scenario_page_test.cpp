// teamsctl-scenario(5) names all that a scenario can name.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "scenario/entra_refusals.hpp"
#include "scenario/module_refusals.hpp"
#include "teamsctl/simulator.hpp"
#include "text/file_text.hpp"
#include "text/strict_json.hpp"

using namespace teamsctl::simulator;

namespace {

const std::string root = TEAMSCTL_SOURCE_DIR;

const std::string& page() {
  static const std::string text = read_file(root + "/man/teamsctl-scenario.5");
  return text;
}

/// Looks for each of a list such as "a, b, c".
void check_each(const std::string& list) {
  for (std::size_t at = 0; at < list.size();) {
    const auto end = std::min(list.find(", ", at), list.size());
    const std::string name = list.substr(at, end - at);
    INFO(name);
    CHECK(page().find(name) != std::string::npos);
    at = end + 2;
  }
}

}  // namespace

TEST_CASE("the page has every built-in scenario with its description") {
  for (const auto name : teamsctl::built_in_scenarios()) {
    const Json scenario =
        parse_strictly(read_file(root + "/lib/simulator/scenarios/" + std::string(name) + ".json"));
    INFO(name);
    CHECK(page().find("\n.It Li " + std::string(name) + "\n" +
                      scenario["description"].get<std::string>() + "\n") != std::string::npos);
  }
}

TEST_CASE("the page has every refusal") {
  check_each(known_entra_refusals());
  check_each(known_module_refusals());
}
