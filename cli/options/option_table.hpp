#pragma once

#include <string>
#include <vector>

#include "options/option_values.hpp"
#include "options/options.hpp"

namespace teamsctl::cli {

/// How a secret is located. The order is the one in which the ways of one origin are asked.
enum class SecretForm { argument, file, descriptor, variable, command };

/// A secret for which there are --NAME-file, --NAME-fd, --NAME-env and --NAME-command.
struct SecretKind {
  std::string name;
  std::string what;  ///< for --help
  SecretLocators SignInOptions::*locators;
  std::vector<AuthType> only_for;
  bool spare = false;  ///< naming a place for it is no mistake when the sign-in never asks: one
                       ///< command line for every account
};

[[nodiscard]] const std::vector<SecretKind>& secret_kinds();

/// One option of the program. From these rows come the command line, the variables
/// TEAMSCTL_<OPTION>, the keys of a profile, the text of --help and `config show`.
struct OptionRow {
  OptionShape shape;
  /// Takes a text with which nothing is wrong. None for the ways to a secret: they become locators
  /// (secret_options.hpp).
  void (*set)(Options&, const std::string&) = nullptr;
  const SecretKind* secret = nullptr;
  SecretForm form = SecretForm::argument;
  std::vector<AuthType> only_for;  ///< a mistake with another --auth when given as a flag, else
                                   ///< unused then; empty: for all
  bool is_flag = true;             ///< may stand on the command line
  bool in_profile = true;
};

/// All options in the order of --help; `auth` comes before what depends on it. Static storage.
[[nodiscard]] const std::vector<OptionRow>& option_table();

/// The row of that name, which has to exist.
[[nodiscard]] const OptionRow& option_row(const std::string& name);

/// "mfa-timeout" is --mfa-timeout, TEAMSCTL_MFA_TIMEOUT and mfa_timeout.
[[nodiscard]] std::string flag_name(const std::string& option);
[[nodiscard]] std::string variable_name(const std::string& option);
[[nodiscard]] std::string profile_key(const std::string& option);

[[nodiscard]] std::string name_of(AuthType auth);

/// True when what is only for these is for `auth` too; nothing named is all.
[[nodiscard]] bool serves(const std::vector<AuthType>& only_for, AuthType auth);

}  // namespace teamsctl::cli
