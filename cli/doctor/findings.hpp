#pragma once

#include <string>
#include <vector>

#include "options/options.hpp"
#include "output/log.hpp"
#include "teamsctl/error.hpp"

// What `teamsctl doctor` looks at; each function adds what it found.
namespace teamsctl::cli {

enum class Verdict { ok, note, wrong };

struct Finding {
  Verdict verdict;
  std::string check;
  std::string detail;
  std::string advice;
  ErrorCode code = ErrorCode::ok;  ///< of what is wrong
};

using Findings = std::vector<Finding>;

/// Starts pwsh once and asks it what only it knows.
void look_at_powershell(const Options& options, Log& log, Findings& findings);

void look_at_certificate(const SignInOptions& options, Findings& findings);

/// Looks at the places where a secret would come from, and at none of the secrets.
void look_at_secrets(const SignInOptions& options, Findings& findings);

/// The agent: whether one runs and answers.
void look_at_agent(Findings& findings);

/// Terminal, clock, directories, memory.
void look_at_machine(const SignInOptions& options, Findings& findings);

}  // namespace teamsctl::cli
