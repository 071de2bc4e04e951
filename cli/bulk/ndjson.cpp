#include "bulk/ndjson.hpp"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "bulk/columns.hpp"
#include "teamsctl/json_members.hpp"

namespace teamsctl::cli {
namespace {

/// What the JSON library says, without its own name and its own count of lines.
std::string what_is_wrong(const nlohmann::json::parse_error& error) {
  std::string_view text = error.what();
  if (const std::size_t column = text.find(", column "); column != std::string_view::npos)
    if (const std::size_t end = text.find(": ", column); end != std::string_view::npos)
      text.remove_prefix(end + 2);
  return "this is no JSON: " + std::string(text);
}

}  // namespace

void BulkNdjson::feed(std::string_view bytes) {
  for (const char byte : bytes) {
    if (const std::optional<TextPlace> broken = cursor_.take(byte))
      if (std::exchange(whole_, false))
        problems_.add(*broken, "this is not UTF-8: save the file as UTF-8");
    if (byte == '\n') {
      end_line();
      ++number_;
      continue;
    }
    if (line_.size() < longest_line)
      line_ += byte;
    else if (std::exchange(whole_, false))
      problems_.add(cursor_.place(), "the line is longer than 64 KiB");
  }
}

void BulkNdjson::finish() {
  if (const std::optional<TextPlace> broken = cursor_.end(); broken && whole_) {
    problems_.add(*broken, "the file ends in the middle of a character");
    whole_ = false;
  }
  end_line();
}

void BulkNdjson::end_line() {
  const bool blank = line_.find_first_not_of(" \t\r") == std::string::npos;
  if (whole_ && !blank && is_json_object()) take_object();
  line_.clear();
  whole_ = true;
}

bool BulkNdjson::is_json_object() {
  try {
    // Only to see whether it is whole: the values are taken from the text, with their places.
    if (nlohmann::json::parse(line_).is_object()) return true;
    problems_.add(place_in_line(number_, line_, line_.find_first_not_of(" \t\r")),
                  "a row is a JSON object, and this is none");
  } catch (const nlohmann::json::parse_error& error) {
    problems_.add(place_in_line(number_, line_, error.byte > 0 ? error.byte - 1 : 0),
                  what_is_wrong(error));
  } catch (const nlohmann::json::exception& error) {
    problems_.add({.line = number_, .column = 1}, error.what());
  }
  return false;
}

void BulkNdjson::take_object() {
  std::vector<BulkValue> values;
  std::vector<bool> given(bulk_columns().size());
  bool good = true;
  const auto wrong = [&](std::string_view where, std::string what) {
    problems_.add(
        place_in_line(number_, line_, static_cast<std::size_t>(where.data() - line_.data())),
        std::move(what));
    good = false;
  };
  for (const JsonMember& member : json_members(line_)) {
    const std::string name = json_unescaped(member.name);
    const std::optional<std::size_t> column = find_bulk_column(name);
    if (!column) {
      wrong(member.name, no_such_column(name));
      continue;
    }
    const std::string known(bulk_columns()[*column].name);
    if (given[*column]) {
      wrong(member.name, known + " is there twice");
      continue;
    }
    given[*column] = true;
    std::optional<std::string> text = json_string_text(member.value);
    if (!text && member.value != "null") {
      wrong(member.value, known + ": it must be a string");
      continue;
    }
    if (text)
      values.push_back(
          {*column, std::move(*text),
           place_in_line(number_, line_,
                         static_cast<std::size_t>(member.value.data() - line_.data()))});
  }
  if (good)
    checker_.take(place_in_line(number_, line_, line_.find_first_not_of(" \t\r")),
                  std::move(values));
}

}  // namespace teamsctl::cli
