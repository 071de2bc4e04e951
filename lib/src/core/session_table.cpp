#include "core/session_table.hpp"

#include <array>

namespace teamsctl::core {
namespace {

using enum State;
using enum Trigger;

constexpr std::array table = {
    Transition{starting, host_ready, ready},
    Transition{starting, close_requested, closing},
    Transition{starting, child_gone, closed},

    Transition{ready, sign_in_started, importing},
    Transition{ready, close_requested, closing},
    Transition{ready, child_gone, closed},

    Transition{importing, module_imported, signing_in},
    Transition{importing, sign_in_failed, failed},
    Transition{importing, close_requested, closing},
    Transition{importing, child_gone, closed},

    Transition{signing_in, challenge_opened, awaiting_challenge},
    Transition{signing_in, connect_done, verifying},
    Transition{signing_in, sign_in_failed, failed},
    Transition{signing_in, close_requested, closing},
    Transition{signing_in, child_gone, closed},

    // What is settled on another device stays open until the sign-in itself goes on.
    Transition{awaiting_challenge, challenge_opened, awaiting_challenge},
    Transition{awaiting_challenge, challenge_closed, signing_in},
    Transition{awaiting_challenge, connect_done, verifying},
    Transition{awaiting_challenge, sign_in_failed, failed},
    Transition{awaiting_challenge, close_requested, closing},
    Transition{awaiting_challenge, child_gone, closed},

    Transition{verifying, verified, connected},
    Transition{verifying, sign_in_failed, failed},
    Transition{verifying, close_requested, closing},
    Transition{verifying, child_gone, closed},

    Transition{connected, request_started, executing},
    Transition{connected, close_requested, closing},
    Transition{connected, child_gone, closed},

    Transition{executing, request_finished, connected},
    Transition{executing, sign_in_expired, expired},
    Transition{executing, close_requested, closing},
    Transition{executing, child_gone, closed},

    Transition{expired, sign_in_started, importing},
    Transition{expired, close_requested, closing},
    Transition{expired, child_gone, closed},

    Transition{failed, sign_in_started, importing},
    Transition{failed, close_requested, closing},
    Transition{failed, child_gone, closed},

    Transition{closing, child_gone, closed},
};

}  // namespace

std::span<const Transition> transitions() noexcept { return table; }

std::optional<State> next_state(State from, Trigger trigger) noexcept {
  for (const Transition& row : table)
    if (row.from == from && row.trigger == trigger) return row.to;
  return std::nullopt;
}

}  // namespace teamsctl::core
