#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "arguments.hpp"
#include "certificate.hpp"
#include "pipeline.hpp"
#include "scenario.hpp"
#include "step_player.hpp"

namespace teamsctl::simulator {

/// Whom a sign-in let in.
struct Connection {
  std::string account;
  bool verified = false;  ///< the first Get-CsTenant was run
};

/// What the cmdlets of one pwsh share.
struct PowerShell {
  const Scenario& scenario;
  StepPlayer& steps;
  std::uint64_t numbers = 0;
  bool imported = false;
  std::optional<Connection> connection = {};
  /// How the last session ended, when it ended by itself.
  std::optional<NoSession> expired = {};
  std::map<std::string, std::uint64_t> calls = {};  ///< of each cmdlet
};

/// One call of a cmdlet.
struct Call {
  PowerShell& powershell;
  const Arguments& arguments;
  Pipeline& pipeline;
};

struct Cmdlet {
  Signature signature;
  void (*run)(Call&);
  bool of_teams_module = true;
};

/// Each returns its cmdlet, made once.
[[nodiscard]] const Cmdlet& import_module_cmdlet();
[[nodiscard]] const Cmdlet& get_module_cmdlet();
[[nodiscard]] const Cmdlet& connect_cmdlet();
[[nodiscard]] const Cmdlet& disconnect_cmdlet();
[[nodiscard]] const Cmdlet& get_tenant_cmdlet();
[[nodiscard]] const Cmdlet& get_phone_numbers_cmdlet();

/// The cmdlet of that name, without case; null when the simulator has none.
[[nodiscard]] const Cmdlet* find_cmdlet(std::string_view name);

/// Imports the module, with the steps of the scenario, unless that was done before. For
/// PowerShell's auto-loading too.
void import_teams_module(PowerShell& powershell, Pipeline& pipeline);

/// Runs a command with its parameters. Throws as its steps and its errors do.
void run_command(PowerShell& powershell, const CommandRequest& request, Pipeline& pipeline);

/// Runs PowerShell text, or says that the simulator does not.
void run_script(const CommandRequest& request, Pipeline& pipeline);

/// Ends the command with the module's words when nobody is signed in.
void need_connection(const Call& call);

/// Writes the error of a cmdlet that the service refuses with a status, in the shape of the
/// module's generated cmdlets.
void refuse_by_service(Call& call, std::string_view status, std::string message);

/// Opens the certificate of a parameter of that type.
[[nodiscard]] std::variant<Certificate, ErrorRecord> open_certificate(const Json& value);

}  // namespace teamsctl::simulator
