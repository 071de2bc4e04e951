#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "messages/lines.hpp"
#include "messages/request.hpp"

namespace teamsctl::cli {

/// One request of a batch.
struct BatchLine {
  std::uint64_t number = 0;  ///< of its line
  std::string id;            ///< JSON text; empty without one
  DoRequest asked;
  bool yes = false;  ///< a change that needs no question
};

struct BadBatchLine {
  std::uint64_t number = 0;
  std::string id;
  Error error;
};

/// Reads a line: a request as serve takes it, or a command as the shell takes it (get-phone-numbers
/// --top 5). Nothing for a comment.
[[nodiscard]] std::optional<std::variant<BatchLine, BadBatchLine>> read_batch_line(
    const MessageLines::Line& line);

/// Words as a shell makes them of a line: white space between them, '...', "..." and \ to keep it,
/// # for a comment. There is nothing else: no variables, no wildcards. Error: a quote that is not
/// closed.
[[nodiscard]] std::variant<std::vector<std::string>, Error> shell_words(std::string_view line);

}  // namespace teamsctl::cli
