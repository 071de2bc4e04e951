#include "row_output.hpp"

namespace teamsctl::cli {

void RowOutput::row(std::string_view json) {
  if (format_ == OutputFormat::ndjson) {
    writer_.add(json);
    writer_.add("\n");
    return;
  }
  if (writer_.is_terminal()) {
    writer_.add(first_ ? "[\n  " : ",\n  ");
    writer_.add(indented(json, 1));
  } else {
    // A line a row: as compact, and kind to tools that read lines.
    writer_.add(first_ ? "[" : ",\n");
    writer_.add(json);
  }
  first_ = false;
}

void RowOutput::complete() {
  if (format_ == OutputFormat::ndjson) return;
  if (first_)
    writer_.add("[]\n");
  else
    writer_.add(writer_.is_terminal() ? "\n]\n" : "]\n");
}

std::string indented(std::string_view json, int depth) {
  std::string out;
  const auto new_line = [&] {
    out += '\n';
    out.append(static_cast<std::size_t>(depth) * 2, ' ');
  };
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      out += c;
      if (c == '\\' && i + 1 < json.size())
        out += json[++i];
      else if (c == '"')
        in_string = false;
      continue;
    }
    switch (c) {
      case '"':
        in_string = true;
        out += c;
        break;
      case '{':
      case '[': {
        const char closing = c == '{' ? '}' : ']';
        out += c;
        if (i + 1 < json.size() && json[i + 1] == closing) {
          out += json[++i];
        } else {
          ++depth;
          new_line();
        }
        break;
      }
      case '}':
      case ']':
        --depth;
        new_line();
        out += c;
        break;
      case ',':
        out += c;
        new_line();
        break;
      case ':':
        out += ": ";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace teamsctl::cli
