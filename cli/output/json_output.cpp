#include "output/json_output.hpp"

#include <utility>

#include "output/row_fields.hpp"
#include "teamsctl/json_members.hpp"
#include "terminal/terminal_text.hpp"

namespace teamsctl::cli {
namespace {

std::string selected(std::string_view json, const std::vector<FieldPath>& fields) {
  const RowFields row(json);
  std::string object = "{";
  std::string made;
  for (const FieldPath& field : fields) {
    if (object.size() > 1) object += ',';
    object.append(json_quoted(field.name)).append(":").append(row.value(field, made));
  }
  return object + '}';
}

}  // namespace

JsonOutput::JsonOutput(Form form, std::vector<FieldPath> fields, bool for_terminal)
    : form_(form), fields_(std::move(fields)), for_terminal_(for_terminal) {}

void JsonOutput::row(std::string_view json, std::string& out) {
  std::string made;
  if (!fields_.empty()) json = made = selected(json, fields_);
  if (form_ == Form::lines) {
    out.append(for_terminal_ ? terminal_json(json) : json).append("\n");
    return;
  }
  if (for_terminal_) {
    out.append(first_ ? "[\n  " : ",\n  ").append(terminal_json(indented(json, 1)));
  } else {
    // A line a row: as compact, and kind to tools that read lines.
    out.append(first_ ? "[" : ",\n").append(json);
  }
  first_ = false;
}

void JsonOutput::complete(std::string& out) {
  if (form_ == Form::lines) return;
  if (first_)
    out += "[]\n";
  else
    out += for_terminal_ ? "\n]\n" : "]\n";
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
