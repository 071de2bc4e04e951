#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "text/strict_json.hpp"

namespace teamsctl::simulator {

/// The small part of PowerShell that the simulator runs, as values: teamsctl-scenario(5), SCRIPTS.

struct Variable {
  std::string name;  ///< in lower case
};

/// A value of a script: a literal, a variable or several of them with commas between.
struct Expression {
  std::variant<Json, Variable, std::vector<Expression>> content;
};

/// What stands behind the name of a command: the name of a parameter, with or without a value tied
/// to it, or a value.
struct Argument {
  std::string parameter = {};          ///< empty for a value
  std::vector<Expression> value = {};  ///< one, or none
};

struct CallStatement {
  std::string command;
  std::uint64_t line = 1;
  std::uint64_t column = 1;
  std::vector<Argument> arguments = {};
};

struct ThrowStatement {
  Expression text;
};

struct ExitStatement {};

struct Assignment;

using Statement = std::variant<Expression, CallStatement, ThrowStatement, ExitStatement,
                               std::shared_ptr<const Assignment>>;

struct Assignment {
  std::string name;  ///< in lower case
  Statement from;
};

}  // namespace teamsctl::simulator
