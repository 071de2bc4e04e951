#pragma once

#include <string>
#include <string_view>

namespace teamsctl::cli {

// What of a tenant's data may reach a terminal: no control character (C0, DEL, C1), which could
// move the cursor, change the title or fill the clipboard, and nothing that makes text read as
// another text (line and paragraph separators, the Bidi_Control characters of Unicode).

/// Line ends and tabs are control characters too; where data was asked for as plain lines they are
/// meant.
enum class LineEnds { escaped, kept };

/// `text` (UTF-8) with each such character written as an escape: \n, \t, \r, \x1b, \u202e. What is
/// no UTF-8 becomes U+FFFD. A backslash of the text itself stays as it is: this is for people to
/// read.
[[nodiscard]] std::string terminal_text(std::string_view text,
                                        LineEnds line_ends = LineEnds::escaped);

/// The same for JSON: inside of its strings each such character becomes \uXXXX, which means the
/// same to whoever reads it as JSON. White space between tokens stays.
[[nodiscard]] std::string terminal_json(std::string_view json);

}  // namespace teamsctl::cli
