#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "field_path.hpp"
#include "teamsctl/commands.hpp"
#include "teamsctl/error.hpp"
#include "teamsctl/limits.hpp"
#include "teamsctl/prompt_rule.hpp"
#include "teamsctl/request.hpp"
#include "teamsctl/secret.hpp"
#include "teamsctl/secret_source.hpp"

namespace teamsctl::cli {

enum class OutputFormat { json, ndjson, table, csv, tsv, none };
enum class ColorChoice { automatic, always, never };
enum class ProgressStyle { automatic, plain, none };
enum class LogFormat { text, json };

/// Whether a command may run in a session of the agent.
enum class AgentChoice {
  automatic,  ///< where there is one
  only,
  off,
};

enum class AuthType { user, certificate, device_code, access_token, managed_identity };

/// One place where a secret may be found. Nothing of it is looked at before the secret is wanted, except `value`, which is here.
struct SecretLocator {
  enum class Kind {
    value,       ///< `value`
    file,        ///< `text` is a path; "-" is standard input
    descriptor,  ///< `descriptor`, open when the program started
    command,     ///< `text` is for /bin/sh
    failed,      ///< it is known already that nothing comes from it; `text` says why, without a full stop
  };
  Kind kind = Kind::failed;
  std::string name;  ///< how a person knows it: "--mfa-code-file", "TEAMSCTL_MFA_CODE", "profile work: mfa_code_command"
  std::string text;
  int descriptor = -1;
  std::optional<Secret> value;
  bool shared_file = false;  ///< a file of the credentials directory: FileRule::shared, whatever --secret-files says
};

/// In the order in which they are asked. The terminal is none of them: it comes after the last, unless no_input.
using SecretLocators = std::vector<SecretLocator>;

/// How to sign in. What belongs to another AuthType is empty, whatever a profile says.
struct SignInOptions {
  AuthType auth = AuthType::user;
  std::string username;
  std::string tenant_id;
  std::string application_id;
  std::string certificate_file;
  std::string certificate_thumbprint;
  std::string environment;
  int mfa_code_digits = 6;
  bool no_input = false;
  FileRule secret_files = FileRule::strict;
  std::chrono::milliseconds secret_command_timeout{60'000};

  SecretLocators password;
  SecretLocators mfa_code;
  SecretLocators totp_secret;
  SecretLocators certificate_password;
  SecretLocators access_tokens;
  SecretLocators agent_passphrase;  ///< of agent lock and unlock
};

/// A command of teamsctl/commands.hpp. Its arguments are whole and of their kinds.
struct TeamsCommand {
  const CommandInfo* info = nullptr;
  CommandArguments arguments;
  bool yes = false;      ///< of one that changes something: do not ask first
  bool dry_run = false;  ///< say what would be sent
};

/// PowerShell text.
struct RunCommand {
  std::string text;
  std::string file;  ///< read instead of `text` when it is not empty; "-" is stdin
  bool read_only = false;
  bool streams = false;  ///< everything that PowerShell says as records on stdout
};

/// Sessions over standard input and output.
struct ServeCommand {
  std::uint64_t max_sessions = 16;
};

/// Many requests over one sign-in.
struct BatchCommand {
  std::string file;  ///< "-" is stdin
  bool continue_on_error = false;
  bool yes = false;  ///< do not ask before what changes something
};

enum class BulkFormat { automatic, csv, ndjson };

/// Many numbers for many users, from a file.
struct BulkAssignCommand {
  std::string file;     ///< "-" is stdin
  std::string journal;  ///< empty: beside the file
  BulkFormat format = BulkFormat::automatic;
  std::chrono::milliseconds verify{60'000};
  bool continue_on_error = false;
  bool restart = false;  ///< set the journal aside and begin a new one
  bool yes = false;
  bool dry_run = false;
};

struct DetectOptions {
  std::string file = "-";
};

struct LoginCommand {};
struct StatusCommand {};
struct LogoutCommand {
  bool all = false;  ///< every session of the agent, not only this identity's
};
struct DoctorCommand {};

struct AgentCommand {
  enum class What { start, status, stop, lock, unlock };
  What what = What::status;
  bool foreground = false;  ///< of start
};

/// One option as it holds: what `teamsctl config show` prints.
struct EffectiveOption {
  std::string option;
  std::string value;  ///< JSON text: a string, a number, true, false or null
  std::string origin;
};

struct ConfigCommand {
  enum class What { show, validate, path };
  What what = What::show;
  bool origin = false;                     ///< of show
  std::vector<EffectiveOption> effective;  ///< of show
  std::string file;                        ///< of validate and path; empty when there is no place for one
};

/// Text for stdout and nothing more to do: --help, --version, completion.
struct Information {
  std::string text;
};

using Command = std::variant<TeamsCommand, RunCommand, ServeCommand, BatchCommand, BulkAssignCommand, DetectOptions, LoginCommand, StatusCommand, LogoutCommand, DoctorCommand, AgentCommand, ConfigCommand, Information>;

/// The command line, the environment and the profile, checked and complete.
struct Options {
  Command command;

  SignInOptions sign_in;

  Limits limits;
  std::vector<PromptRule> prompt_rules;  ///< of the configuration
  std::string pwsh = "pwsh";
  std::optional<std::string> simulate;  ///< the scenario
  std::uint64_t simulate_numbers = 1000;
  std::string simulate_state;  ///< a file; empty for none

  AgentChoice agent = AgentChoice::automatic;
  std::chrono::milliseconds agent_idle{900'000};
  std::chrono::milliseconds agent_lifetime{8 * 3'600'000};
  std::size_t agent_clients = 4000;
  std::size_t agent_request_mib = 1;
  bool detach = false;  ///< what has begun in the agent goes on without this process

  OutputFormat output = OutputFormat::json;
  std::vector<FieldPath> fields;  ///< empty: all
  std::string jq;                 ///< an expression that compiles; empty for none
  ColorChoice color = ColorChoice::automatic;
  bool json_errors = false;  ///< a JSON format was asked for by name
  ProgressStyle progress = ProgressStyle::automatic;
  bool quiet = false;
  int verbose = 0;
  std::string log_file;
  LogFormat log_format = LogFormat::text;
  std::string transcript;  ///< a file; empty for none
};

/// Something on the command line, in the environment or in the configuration file is wrong; nothing was started. `json` is true when errors are wanted as JSON.
struct UsageError {
  Error error;
  bool json = false;
};

/// Whether errors are wanted as JSON, as far as the arguments and the environment say it without being understood.
[[nodiscard]] bool wants_json_errors(const std::vector<std::string>& arguments);

/// Options from the command line, the environment, the profile and the defaults, in this order. Secrets in variables are taken
/// out of the environment in any case.
[[nodiscard]] std::variant<Options, Information, UsageError> parse_options(std::vector<std::string> arguments);

}  // namespace teamsctl::cli
