#pragma once

#include <string>

#include "core/host_request.hpp"
#include "teamsctl/secret.hpp"

namespace teamsctl::wire {

/// The line, with its line feed, that says `request` to the session host:
/// teamsctl-host-protocol(7). It is a Secret because it may hold a password or a code; it is
/// written by hand here because a JSON library would leave copies of them in memory. Every text in
/// `request` must be valid UTF-8.
[[nodiscard]] Secret write_request(const core::HostRequest& request);

/// The same for a transcript: without the line feed and with a mark in the place of every secret,
/// whatever it holds.
[[nodiscard]] std::string write_redacted(const core::HostRequest& request);

}  // namespace teamsctl::wire
