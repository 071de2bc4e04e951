#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "teamsctl/error.hpp"
#include "teamsctl/export.hpp"
#include "teamsctl/request.hpp"

// The commands as data. The command line, batch, serve, --help and the manual come from this one
// table; a cmdlet that lists something is added by adding a row to it
// (lib/src/teams/command_table.cpp).
namespace teamsctl {

enum class ArgumentKind {
  text,
  texts,     ///< may be given several times
  number,    ///< whole, from 0
  duration,  ///< "90s", "2m"; a bare number is seconds
  flag,
};

struct CommandArgument {
  std::string_view name;   ///< "number-type": --number-type, and "numberType" in a request
  std::string_view other;  ///< a second name, such as "upn"; may be empty
  std::string_view value;  ///< what help calls its value; empty for a flag
  std::string_view help;   ///< one line
  std::string_view group;  ///< the heading in help
  ArgumentKind kind = ArgumentKind::text;
  std::string_view parameter;  ///< of the cmdlet, when it is passed on as it is; may be empty
  std::string_view standard;   ///< what holds when it is not given, for help; may be empty
  bool positional = false;     ///< on the command line without its name
  bool required = false;
  /// The documented values, each named in `help` too; empty when anything may be given. The service
  /// may know more of them: except for `type` and the number-type of a change they are passed on as
  /// they are.
  std::vector<std::string_view> values = {};
};

/// What kind of request a command makes.
enum class CommandShape {
  list,      ///< List
  policies,  ///< GetPolicies
  users,     ///< GetUserInfo
  assign,    ///< AssignPhoneNumber
  remove,    ///< RemovePhoneNumber
};

struct CommandInfo {
  std::string_view name;  ///< "get-phone-numbers"; in a request "get_phone_numbers"
  CommandShape shape;
  std::vector<std::string_view> cmdlets;  ///< what it runs
  std::string_view summary;               ///< one line, without a full stop
  std::string_view description;  ///< plain paragraphs for the manual, an empty line between two
  std::vector<CommandArgument> arguments;
  std::vector<std::string_view> columns;  ///< what a table shows unless asked otherwise
  std::uint64_t page = 0;                 ///< rows of a page; 0 when all come at once
  bool changes = false;                   ///< it changes something in the tenant
};

/// All of them, in the order of help. Static storage.
[[nodiscard]] TEAMSCTL_API std::span<const CommandInfo> commands();

/// The command of that name ("get-policies" or "get_policies"), or null.
[[nodiscard]] TEAMSCTL_API const CommandInfo* find_command(std::string_view name);

/// The names that GetPolicies::types takes: calling, voice-routing, dial-plan, ...
[[nodiscard]] TEAMSCTL_API std::vector<std::string_view> policy_types();

/// What was given: the texts of each argument by its name. A flag has the text "true" or "false".
using CommandArguments = std::map<std::string, std::vector<std::string>>;

/// The request that a command with these arguments makes. Errors: ErrorCode::usage, the message
/// beginning with the argument's name as an option ("--top: ...").
[[nodiscard]] TEAMSCTL_API std::variant<Request, Error> request_for(
    const CommandInfo& command, const CommandArguments& arguments);

/// The one command of a request that changes something, as it would be sent; nothing for one that
/// only reads. A parameter whose value is looked up first is not in it.
[[nodiscard]] TEAMSCTL_API std::optional<Invoke> change_of(const Request& request);

}  // namespace teamsctl
