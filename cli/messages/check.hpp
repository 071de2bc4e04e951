#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace teamsctl::cli {

/// Nothing when `text` is one JSON object (RFC 8259, UTF-8, no byte order mark, no lone surrogates,
/// nested at most 64 deep) and nothing else, so that teamsctl/json_members.hpp may look into it;
/// otherwise what is wrong and where: "an object is not closed (byte 17)". Nothing of the text is
/// in that, and no copy of it is left in memory: it may be a password.
[[nodiscard]] std::optional<std::string> wrong_json(std::string_view text);

}  // namespace teamsctl::cli
