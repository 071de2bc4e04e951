#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "teamsctl/blocking.hpp"

// Sessions with the simulated tenant of the program that was built.
namespace teamsctl::test {

inline SessionOptions simulated(std::string scenario = "default", std::uint64_t numbers = 20) {
  SessionOptions options;
  options.simulation =
      Simulation{.program = TEAMSCTL_PROGRAM, .scenario = std::move(scenario), .numbers = numbers};
  // Long enough for a sanitizer's build on a busy machine; a test that needs it all has failed.
  options.limits.start = options.limits.import = std::chrono::seconds(120);
  return options;
}

inline SignIn account(const std::string& name) {
  return {.as = UserSignIn{.username = name + "@contoso.example", .password = Secret("Passw0rd!")}};
}

/// An Ask that always says the same, and counts.
class Answer {
 public:
  explicit Answer(std::string text) : text_(std::move(text)) {}
  std::variant<Secret, Error> operator()(const Challenge& challenge) {
    ++*asked_;
    *last_ = challenge;
    return Secret(text_);
  }
  [[nodiscard]] int asked() const { return *asked_; }
  [[nodiscard]] const Challenge& last() const { return *last_; }

 private:
  std::string text_;
  std::shared_ptr<int> asked_ = std::make_shared<int>(0);
  std::shared_ptr<Challenge> last_ = std::make_shared<Challenge>();
};

}  // namespace teamsctl::test
