#pragma once

namespace teamsctl::cli {

/// For std::visit: one handler for each alternative.
template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;  // C++20 has it built in; clang 14 does not yet

}  // namespace teamsctl::cli
