#include <span>
#include <string_view>
#include <vector>

#include "teamsctl/simulator.hpp"

int main(int argc, char** argv) {
  std::vector<std::string_view> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && arguments.front() == teamsctl::simulator_word)
    return teamsctl::run_simulator(std::span(arguments).subspan(1));
  return 2;
}
