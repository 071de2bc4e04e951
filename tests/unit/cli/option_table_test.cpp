#include "options/option_table.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

using namespace teamsctl::cli;

namespace {

/// Everything an option of the table can change, as one text.
std::string said(const Options& options) {
  const SignInOptions& sign_in = options.sign_in;
  std::ostringstream text;
  text << static_cast<int>(sign_in.auth) << '|' << sign_in.username << '|' << sign_in.tenant_id
       << '|' << sign_in.application_id << '|' << sign_in.certificate_file << '|'
       << sign_in.certificate_thumbprint << '|' << sign_in.environment << '|'
       << sign_in.mfa_code_digits << '|' << sign_in.no_input << '|'
       << static_cast<int>(sign_in.secret_files) << '|' << sign_in.secret_command_timeout.count()
       << '|' << options.limits.command.count() << '|' << options.limits.sign_in.count() << '|'
       << options.limits.mfa.count() << '|' << options.limits.mfa_attempts << '|' << options.pwsh
       << '|' << options.simulate.value_or("-") << '|' << options.simulate_numbers << '|'
       << options.limits.retries << '|' << options.limits.retry_limit.count() << '|'
       << options.limits.between_commands.count() << '|' << options.simulate_state << '|'
       << static_cast<int>(options.output) << '|' << static_cast<int>(options.progress) << '|'
       << options.quiet << '|' << options.verbose << '|' << options.fields.size() << '|'
       << options.jq << '|' << static_cast<int>(options.color) << '|' << options.log_file << '|'
       << static_cast<int>(options.log_format) << '|' << options.transcript << '|'
       << static_cast<int>(options.agent) << '|' << options.agent_idle.count() << '|'
       << options.agent_lifetime.count() << '|' << options.agent_clients << '|'
       << options.agent_request_mib << '|' << options.detach;
  return text.str();
}

std::string other_text(const OptionShape& shape) {
  switch (shape.kind) {
    case OptionKind::flag:
      return "yes";
    case OptionKind::count:
    case OptionKind::number:
      return "5";
    case OptionKind::duration:
      return "77s";
    case OptionKind::rate:
      return "7/m";
    case OptionKind::choice:
      return shape.choices.back();
    case OptionKind::jq:
      return ".[]";
    default:
      return "/other";
  }
}

}  // namespace

TEST_CASE("the defaults of the table are those of the program") {
  for (const OptionRow& row : option_table()) {
    INFO(row.shape.name);
    if (row.shape.standard.empty() || row.set == nullptr) continue;
    CHECK_FALSE(wrong_with(row.shape, row.shape.standard));
    Options options;
    row.set(options, row.shape.standard);
    CHECK(said(options) == said(Options()));
  }
}

TEST_CASE("each row of the table sets something that no other does") {
  std::set<std::string> seen{said(Options())};
  for (const OptionRow& row : option_table()) {
    INFO(row.shape.name);
    if (row.shape.name == "config" || row.shape.name == "profile" || row.secret != nullptr)
      continue;
    REQUIRE(row.set != nullptr);
    const std::string text = other_text(row.shape);
    REQUIRE_FALSE(wrong_with(row.shape, text));
    Options options;
    row.set(options, text);
    CHECK(seen.insert(said(options)).second);
  }
}

TEST_CASE("names are used once and have one form") {
  std::set<std::string> names;
  for (const OptionRow& row : option_table()) {
    CHECK(names.insert(row.shape.name).second);
    CHECK(std::regex_match(row.shape.name, std::regex("[a-z]+(-[a-z]+)*")));
    CHECK_FALSE(row.shape.help.empty());
  }
  CHECK(flag_name("mfa-timeout") == "--mfa-timeout");
  CHECK(variable_name("mfa-timeout") == "TEAMSCTL_MFA_TIMEOUT");
  CHECK(profile_key("mfa-timeout") == "mfa_timeout");
}

TEST_CASE("no secret is an argument but the code that dies in seconds, and none is in a profile") {
  for (const OptionRow& row : option_table()) {
    if (row.secret == nullptr || row.form != SecretForm::argument) continue;
    CHECK(row.is_flag == (row.shape.name == "mfa-code"));
    CHECK_FALSE(row.in_profile);
  }
}

TEST_CASE("teamsctl-config(5) has every key of a profile and no other") {
  std::ifstream page(TEAMSCTL_SOURCE_DIR "/man/teamsctl-config.5");
  REQUIRE(page);
  std::set<std::string> told;
  bool in_keys = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with(".Sh ")) in_keys = line == ".Sh KEYS";
    if (in_keys && line.starts_with(".It Li ")) told.insert(line.substr(7));
  }
  std::set<std::string> known;
  for (const OptionRow& row : option_table())
    if (row.in_profile) known.insert(profile_key(row.shape.name));
  CHECK(told == known);
}
