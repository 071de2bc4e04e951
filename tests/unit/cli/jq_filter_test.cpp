#include "jq/jq_filter.hpp"

#include <catch2/catch.hpp>
#include <csignal>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jq/jq_interrupt.hpp"

using namespace teamsctl::cli;

namespace {

std::vector<std::string> given(JqFilter& filter, std::string_view input) {
  std::vector<std::string> values;
  filter.start(std::get<JqValue>(jq_value(input)));
  for (;;) {
    const JqFilter::Result result = filter.next();
    const auto* value = std::get_if<JqValue>(&result);
    if (value == nullptr) return values;
    values.push_back(value->json());
  }
}

}  // namespace

TEST_CASE("one expression reads many inputs and gives any number of values for each") {
  JqFilter filter(".[] | select(. > 1)");
  CHECK(given(filter, "[1,2,3]") == std::vector<std::string>{"2", "3"});
  CHECK(given(filter, "[]").empty());
  CHECK(given(filter, "[5]") == std::vector<std::string>{"5"});
  CHECK(given(filter, "7").empty());  // it failed there
  CHECK(given(filter, "[6]") == std::vector<std::string>{"6"});
}

TEST_CASE("an expression that does not compile is refused with the words of jq") {
  CHECK(jq_mistake(".[]") == std::nullopt);
  CHECK(jq_mistake(".[")->message ==
        "syntax error, unexpected $end (Unix shell quoting issues?) in line 1");
  CHECK(jq_mistake(".a |\n foo")->message == "foo/0 is not defined in line 2");
  CHECK(jq_mistake("$x")->message == "$x is not defined in line 1");
  CHECK(jq_mistake("import \"nowhere\" as n; .")->message.starts_with("module not found"));
}

TEST_CASE("R39 a blocked signal stops an expression without an end, and is there afterwards") {
  sigset_t interrupt;
  sigset_t before;
  ::sigemptyset(&interrupt);
  ::sigaddset(&interrupt, SIGINT);
  ::sigprocmask(SIG_BLOCK, &interrupt, &before);
  JqFilter filter("def f: f; f");
  filter.start(JqValue());
  ::raise(SIGINT);
  {
    const JqInterrupt stop(filter.state());
    CHECK(std::holds_alternative<JqFilter::Halted>(filter.next()));
  }
  int number = 0;
  CHECK(::sigwait(&interrupt, &number) == 0);
  CHECK(number == SIGINT);
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
}
