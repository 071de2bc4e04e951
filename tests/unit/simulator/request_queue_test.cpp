#include "play/request_queue.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace teamsctl::simulator;

namespace {

std::string refusal(const std::string& bytes) {
  RequestQueue queue;
  queue.feed(bytes);
  try {
    queue.check();
  } catch (const ProtocolBroken& error) {
    return error.what();
  }
  return "taken";
}

const std::string invoke =
    R"({"type":"invoke","id":1,"command":"Get-CsTenant","parameters":{"Top":5},"depth":3})"
    "\n";

}  // namespace

TEST_CASE("a request is the same however its bytes arrive") {
  for (std::size_t cut = 0; cut <= invoke.size(); ++cut) {
    RequestQueue queue;
    queue.feed(invoke.substr(0, cut));
    queue.feed(invoke.substr(cut));
    queue.check();
    const auto command = queue.take_command();
    REQUIRE(command.has_value());
    CHECK(command->id == 1);
    CHECK(command->command == "Get-CsTenant");
    CHECK(command->parameters == Json{{"Top", 5}});
    CHECK(command->shape.depth == 3);
    CHECK_FALSE(queue.take_command().has_value());
  }
}

TEST_CASE("a cancel stops the request that runs and no other") {
  RequestQueue queue;
  queue.begin(3);
  queue.feed("{\"type\":\"cancel\",\"id\":2}\n");
  CHECK_FALSE(queue.stop_asked());
  queue.feed("{\"type\":\"cancel\",\"id\":3}\n");
  CHECK(queue.stop_asked());
  queue.finish();
  CHECK_FALSE(queue.stop_asked());
  queue.feed("{\"type\":\"cancel\",\"id\":3}\n");
  CHECK_FALSE(queue.stop_asked());
}

TEST_CASE("a cancel right behind its command stops it when it begins") {
  RequestQueue queue;
  queue.feed(
      "{\"type\":\"invoke\",\"id\":4,\"command\":\"Get-CsTenant\",\"parameters\":{}}\n{\"type\":"
      "\"cancel\",\"id\":4}\n");
  CHECK_FALSE(queue.stop_asked());  // nothing runs that could stop
  REQUIRE(queue.take_command());
  CHECK(queue.stop_asked());
  queue.begin(4);
  CHECK(queue.stop_asked());
  queue.finish();
  CHECK_FALSE(queue.stop_asked());
}

TEST_CASE("only the prompt that is open takes an answer, and only one") {
  RequestQueue queue;
  queue.begin(1);
  queue.open_prompt(7);
  queue.feed("{\"type\":\"answer\",\"prompt\":6,\"value\":\"old\"}\n");
  CHECK_FALSE(queue.take_answer().has_value());
  queue.feed(R"({"type":"answer","prompt":7,"value":"first"})"
             "\n"
             R"({"type":"answer","prompt":7,"value":"second"})"
             "\n");
  CHECK(queue.take_answer()->at("value") == "first");
  CHECK_FALSE(queue.take_answer().has_value());
  queue.open_prompt(8);
  queue.feed("{\"type\":\"decline\",\"prompt\":8}\n");
  CHECK(queue.stop_asked());
}

TEST_CASE("an exit stops what runs and goes on being asked") {
  RequestQueue queue;
  queue.begin(1);
  queue.feed("{\"type\":\"exit\"}\n");
  CHECK(queue.stop_asked());
  queue.finish();
  CHECK(queue.exit_asked());
  queue.forget_exit();
  CHECK_FALSE(queue.stop_asked());
}

TEST_CASE("what breaks the protocol is noticed") {
  CHECK(refusal(invoke) == "taken");
  CHECK(refusal(invoke + R"({"type":"script","id":2,"text":"1"})" + "\n") ==
        "a request came while another one runs");
  CHECK(refusal("\n") == "the line is not a JSON object");
  CHECK(refusal("\xEF\xBB\xBF{}\n") == "the line is not a JSON object");
  CHECK(refusal("{\"type\":\"exit\"}\r\n") == "the line is not a JSON object");
  CHECK(refusal("[]\n") == "the line is not a JSON object");
  CHECK(refusal("{}\n") == "type is not the first member");
  CHECK(refusal("{\"id\":1,\"type\":\"exit\"}\n") == "type is not the first member");
  CHECK(refusal("{\"type\":\"exit\",\"type\":\"exit\"}\n") ==
        "the request is not valid: the member type is there twice");
  CHECK(refusal("{\"type\":\"exit\"\n").starts_with("the request is not valid: "));
  CHECK(refusal("{\"type\":\"exit\",\"x\":\"\xFF\"}\n").starts_with("the request is not valid: "));
  CHECK(refusal("{\"type\":\"hello\"}\n") == "there is no request of type hello");
  CHECK(refusal("{\"type\":\"script\",\"id\":0,\"text\":\"1\"}\n") ==
        "id is not a positive integer");
  CHECK(refusal("{\"type\":\"exit\",\"x\":" + std::string(600, '[') + std::string(600, ']') +
                "}\n") == "the request is not valid: it nests deeper than 512");
  CHECK(refusal(std::string((16u << 20) + 1, ' ')) == "the request is longer than 16 MiB");
  CHECK(refusal("{\"type\":\"exit\",\"more\":{\"ignored\":1}}\n") == "taken");
}

TEST_CASE("ids must grow") {
  RequestQueue queue;
  queue.feed(invoke);
  (void)queue.take_command();
  queue.feed(invoke);
  CHECK_THROWS_AS(queue.check(), ProtocolBroken);
}
