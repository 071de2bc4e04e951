#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "options/options.hpp"
#include "teamsctl/challenge.hpp"
#include "teamsctl/secret_source.hpp"

// The way from what the command line says about a secret to the sources that give it.
namespace teamsctl::cli {

/// Which secret answers a challenge of this kind, and how much of it there may be.
struct SecretUse {
  const SecretLocators* locators;
  std::string_view words;  ///< "An MFA code"
  SecretShape shape;
};

/// Nothing for kinds that no secret answers.
[[nodiscard]] std::optional<SecretUse> secret_for(const SignInOptions& options, ChallengeKind kind);

/// The sources in the order of their locators; for an MFA code the one that computes it comes
/// behind them.
[[nodiscard]] std::vector<std::unique_ptr<SecretSource>> sources_for(const SignInOptions& options,
                                                                     ChallengeKind kind);

/// Those of the passphrase that locks the agent.
[[nodiscard]] std::vector<std::unique_ptr<SecretSource>> agent_passphrase_sources(
    const SignInOptions& options);

/// True for a locator that gives the same secret as often as it is asked, without a person.
[[nodiscard]] bool can_be_read_again(const SecretLocator& locator);

/// What to do when nothing gives the answer to a challenge of this kind.
[[nodiscard]] std::string how_to_answer(ChallengeKind kind);

}  // namespace teamsctl::cli
