#pragma once

#include "messages/fields.hpp"
#include "messages/request.hpp"

namespace teamsctl::cli {

/// A command of teamsctl/commands.hpp with its arguments as members. Nothing when something is
/// wrong: that stays in `fields`.
[[nodiscard]] std::optional<DoRequest> read_table_command(const CommandInfo& info,
                                                          MessageFields& fields);

/// {"type":"command","command":"Get-Date","readOnly":true}
[[nodiscard]] RunScript read_script(MessageFields& fields);

/// {"type":"invoke","command":"Get-Date","parameters":{"Year":2026}}
[[nodiscard]] Invoke read_invoke(MessageFields& fields);

}  // namespace teamsctl::cli
