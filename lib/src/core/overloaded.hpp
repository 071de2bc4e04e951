#pragma once

namespace teamsctl::core {

/// Several function objects as one, for std::visit: one for each alternative.
template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

}  // namespace teamsctl::core
