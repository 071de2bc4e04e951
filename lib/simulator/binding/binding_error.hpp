#pragma once

#include <string>
#include <string_view>

#include "binding/error_record.hpp"
#include "binding/signature.hpp"

namespace teamsctl::simulator {

/// A command that ends with a terminating error.
struct CommandFailed {
  ErrorRecord error;
  /// It was no terminating error before -ErrorAction Stop made it one: then it ends a script too.
  bool made_terminating = false;
};

/// An error of PowerShell's binder. `type` is the exception's, without its namespace.
[[nodiscard]] CommandFailed binding_error(const Signature& signature, std::string message,
                                          std::string_view id,
                                          std::string category = "InvalidArgument",
                                          std::string_view type = "ParameterBindingException");

}  // namespace teamsctl::simulator
