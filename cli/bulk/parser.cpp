#include "bulk/parser.hpp"

#include <type_traits>

namespace teamsctl::cli {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view blanks = " \t\r\n";

template <class Readers, class Action>
void with_reader(Readers& readers, const Action& action) {
  std::visit(
      [&](auto& reader) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(reader)>, std::monostate>)
          action(reader);
      },
      readers);
}

}  // namespace

void BulkParser::feed(std::string_view bytes) {
  if (unreadable_) return;
  if (std::holds_alternative<std::monostate>(reader_)) {
    head_ += bytes;
    if (!begin(false)) return;
    bytes = head_;
  }
  with_reader(reader_, [&](auto& reader) { reader.feed(bytes); });
  head_.clear();
}

void BulkParser::finish() {
  if (unreadable_) return;
  if (std::holds_alternative<std::monostate>(reader_) && begin(true))
    with_reader(reader_, [&](auto& reader) { reader.feed(head_); });
  with_reader(reader_, [](auto& reader) { reader.finish(); });
}

bool BulkParser::begin(bool at_end) {
  if (head_.size() < byte_order_mark.size() && !at_end) return false;
  if (head_.starts_with("\xFF\xFE") || head_.starts_with("\xFE\xFF") ||
      std::string_view(head_).substr(0, 2).find('\0') != std::string_view::npos) {
    problems_.add({}, "this is UTF-16: save the file as UTF-8");
    unreadable_ = true;
    return false;
  }
  const std::size_t skip = head_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  if (format_ == BulkFormat::automatic) {
    const std::size_t first = head_.find_first_not_of(blanks, skip);
    // A file of blanks is not kept for ever: it has no rows in either format.
    if (first == std::string::npos && !at_end && head_.size() < 4096) return false;
    format_ =
        first != std::string::npos && head_[first] == '{' ? BulkFormat::ndjson : BulkFormat::csv;
  }
  head_.erase(0, skip);
  if (format_ == BulkFormat::ndjson)
    reader_.emplace<BulkNdjson>(checker_, problems_);
  else
    reader_.emplace<BulkCsv>(checker_, problems_);
  return true;
}

}  // namespace teamsctl::cli
