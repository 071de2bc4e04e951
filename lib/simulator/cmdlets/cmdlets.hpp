#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "binding/arguments.hpp"
#include "play/pipeline.hpp"
#include "play/step_player.hpp"
#include "scenario/certificate.hpp"
#include "scenario/scenario.hpp"
#include "tenant/tenant_state.hpp"
#include "text/version.hpp"

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
  TenantState& tenant;
  bool imported = false;
  bool in_script = false;
  std::optional<Connection> connection = {};
  /// How the last session ended, when it ended by itself.
  std::optional<NoSession> expired = {};
  std::map<std::string, std::uint64_t> calls = {};  ///< of each cmdlet
  /// Of scripts, by their names in lower case; nothing: what a command gave that gave nothing.
  std::map<std::string, std::optional<Json>> variables = {};

  [[nodiscard]] Version module_version() const { return *parse_version(scenario.module_version); }
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
[[nodiscard]] const Cmdlet& get_online_user_cmdlet();
[[nodiscard]] const Cmdlet& get_user_policies_cmdlet();
[[nodiscard]] const Cmdlet& set_phone_number_cmdlet();
[[nodiscard]] const Cmdlet& remove_phone_number_cmdlet();
/// Write-Output and its like.
[[nodiscard]] const std::vector<Cmdlet>& write_cmdlets();
/// The readers of policies, one for each type.
[[nodiscard]] const std::vector<Cmdlet>& policy_cmdlets();

/// The cmdlet of that name, without case; null when the simulator has none.
[[nodiscard]] const Cmdlet* find_cmdlet(std::string_view name);

/// Imports the module, with the steps of the scenario, unless that was done before. For
/// PowerShell's auto-loading too.
void import_teams_module(PowerShell& powershell, Pipeline& pipeline);

/// Runs a command with its parameters. Throws as its steps and its errors do.
void run_command(PowerShell& powershell, const CommandRequest& request, Pipeline& pipeline);

/// The same in a script, where arguments may have no name.
void run_command(PowerShell& powershell, const Cmdlet& cmdlet, const std::vector<Given>& arguments,
                 Pipeline& pipeline);

/// The same for what was bound already.
void run_cmdlet(PowerShell& powershell, const Cmdlet& cmdlet, const Arguments& arguments,
                Pipeline& pipeline);

/// Runs the small part of PowerShell that the simulator knows, or says that it does not.
void run_script(PowerShell& powershell, const CommandRequest& request, Pipeline& pipeline);

/// Ends the command with the module's words when nobody is signed in. Then looks what other
/// sessions have changed.
void need_connection(const Call& call);

/// Writes results one by one, with the steps that the scenario has before some of them.
class RowSteps {
 public:
  explicit RowSteps(Call& call);
  void before_row();

 private:
  Call& call_;
  const std::map<std::uint64_t, Steps>& steps_;
  std::map<std::uint64_t, Steps>::const_iterator next_;
  std::uint64_t row_ = 0;
};

/// The version of the module that calls the number and its type alike in all cmdlets.
inline constexpr Version common_names{7, 9};

/// What every generated cmdlet takes besides its own parameters, and nobody is shown.
[[nodiscard]] std::vector<Parameter> with_generated(std::vector<Parameter> parameters);

/// Writes the error of a cmdlet that the service refuses with a status.
void refuse_by_service(Call& call, std::string_view status, std::string message);

/// Opens the certificate of a parameter of that type.
[[nodiscard]] std::variant<Certificate, ErrorRecord> open_certificate(const Json& value);

}  // namespace teamsctl::simulator
