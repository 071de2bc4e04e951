#pragma once

namespace teamsctl::core {

/// Several function objects as one, for std::visit: one for each alternative.
template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;  // C++20 has it built in; clang 14 does not yet

}  // namespace teamsctl::core
