#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "command_line/parse_options.hpp"
#include "options/options.hpp"

/// A developer's own configuration must change nothing; a test that wants one sets this variable
/// first.
inline void forget_own_configuration() { ::setenv("XDG_CONFIG_HOME", "/nonexistent", 0); }

inline teamsctl::cli::Options parsed(const std::vector<std::string>& arguments) {
  forget_own_configuration();
  auto result = teamsctl::cli::parse_options(arguments);
  if (const auto* error = std::get_if<teamsctl::cli::UsageError>(&result))
    FAIL(error->error.message);
  return std::get<teamsctl::cli::Options>(std::move(result));
}

inline teamsctl::Error refusal(const std::vector<std::string>& arguments) {
  forget_own_configuration();
  auto result = teamsctl::cli::parse_options(arguments);
  const auto* error = std::get_if<teamsctl::cli::UsageError>(&result);
  if (error == nullptr) FAIL("not refused");
  return error->error;
}
