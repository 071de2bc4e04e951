#include "wire/request_writer.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

using namespace teamsctl;
using namespace teamsctl::core;
using nlohmann::json;

namespace {

json written(const HostRequest& request) {
  const Secret line = wire::write_request(request);
  const std::string_view text = line.reveal();
  REQUIRE(text.ends_with('\n'));
  CHECK(text.find('\n') == text.size() - 1);
  CHECK(text.starts_with(R"({"type":")"));  // the page says: type comes first
  return json::parse(text);
}

}  // namespace

TEST_CASE("an invoke carries its parameters with their types") {
  HostInvoke invoke{.id = 4, .command = "Connect-MicrosoftTeams", .parameters = {}};
  invoke.parameters.emplace_back("TenantId", "t");
  invoke.parameters.emplace_back("Top", std::int64_t{1000});
  invoke.parameters.emplace_back("On", true);
  invoke.parameters.emplace_back("UseDeviceAuthentication", Switch{});
  invoke.parameters.emplace_back("Names", std::vector<std::string>{"a", "b"});
  invoke.parameters.emplace_back("Credential", Credential{"u@c", Secret("p\"w")});
  const json line = written(std::move(invoke));
  CHECK(line["id"] == 4);
  const json& parameters = line["parameters"];
  CHECK(parameters["TenantId"] == "t");
  CHECK(parameters["Top"] == 1000);
  CHECK(parameters["On"] == true);
  CHECK(parameters["UseDeviceAuthentication"] == json{{"type", "switch"}, {"value", true}});
  CHECK(parameters["Names"] == json::array({"a", "b"}));
  CHECK(parameters["Credential"] ==
        json{{"type", "credential"}, {"username", "u@c"}, {"password", "p\"w"}});
}

TEST_CASE("R11 every character of a value survives") {
  std::string all;
  for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 257) {
    if (c >= 0xD800 && c < 0xE000) continue;
    if (c < 0x80) {
      all += static_cast<char>(c);
    } else if (c < 0x800) {
      all += static_cast<char>(0xC0 | c >> 6);
      all += static_cast<char>(0x80 | (c & 63));
    } else if (c < 0x10000) {
      all += static_cast<char>(0xE0 | c >> 12);
      all += static_cast<char>(0x80 | (c >> 6 & 63));
      all += static_cast<char>(0x80 | (c & 63));
    } else {
      all += static_cast<char>(0xF0 | c >> 18);
      all += static_cast<char>(0x80 | (c >> 12 & 63));
      all += static_cast<char>(0x80 | (c >> 6 & 63));
      all += static_cast<char>(0x80 | (c & 63));
    }
  }
  HostInvoke invoke{.id = 1, .command = "X", .parameters = {}};
  invoke.parameters.emplace_back("Value", all);
  CHECK((written(std::move(invoke))["parameters"]["Value"] == all));
}

TEST_CASE("the other requests") {
  CHECK(written(HostAnswer{5, Secret("123456")}) ==
        json{{"type", "answer"}, {"prompt", 5}, {"value", "123456"}});
  CHECK(written(HostAnswer{5, 1}) == json{{"type", "answer"}, {"prompt", 5}, {"value", 1}});
  CHECK(written(HostAnswer{5, Credential{"u", Secret("p")}}) ==
        json{{"type", "answer"}, {"prompt", 5}, {"username", "u"}, {"password", "p"}});
  CHECK(written(HostDecline{5}) == json{{"type", "decline"}, {"prompt", 5}});
  CHECK(written(HostCancel{6}) == json{{"type", "cancel"}, {"id", 6}});
  CHECK(written(HostExit{}) == json{{"type", "exit"}});
}
