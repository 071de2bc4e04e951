#include "messages/lines.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "teamsctl/secret.hpp"

namespace teamsctl::cli {
namespace {

constexpr std::size_t chunk = 64 * 1024;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

MessageLines::~MessageLines() { wipe(bytes_.get(), size_); }

std::span<char> MessageLines::space() {
  // What has been handed out goes first, so that the memory holds one line and one chunk.
  drop(begin_);
  if (capacity_ - size_ < chunk) {
    const std::size_t larger = std::max(2 * capacity_, size_ + chunk);
    auto bytes = std::make_unique<char[]>(larger);
    if (size_ != 0) std::memcpy(bytes.get(), bytes_.get(), size_);
    wipe(bytes_.get(), size_);
    bytes_ = std::move(bytes);
    capacity_ = larger;
  }
  return {bytes_.get() + size_, chunk};
}

void MessageLines::drop(std::size_t size) {
  if (size == 0) return;
  std::memmove(bytes_.get(), bytes_.get() + size, size_ - size);
  wipe(bytes_.get() + (size_ - size), size);
  size_ -= size;
  begin_ = begin_ > size ? begin_ - size : 0;
  searched_ = searched_ > size ? searched_ - size : 0;
  wiped_ = wiped_ > size ? wiped_ - size : 0;
}

std::optional<MessageLines::Line> MessageLines::next() {
  // The line before is overwritten in place; moving the rest at every line would cost the square.
  wipe(bytes_.get() + wiped_, begin_ - wiped_);
  wiped_ = begin_;
  for (;;) {
    std::optional<Line> line = cut();
    if (!line) return std::nullopt;
    if (line->number == 1 && line->text.starts_with("\xEF\xBB\xBF")) line->text.remove_prefix(3);
    if (line->too_long || !is_blank(line->text)) return line;
  }
}

std::optional<MessageLines::Line> MessageLines::cut() {
  const std::string_view all(bytes_.get(), size_);
  const std::size_t found = all.find('\n', std::max(begin_, searched_));
  const bool whole = found != std::string_view::npos;
  const std::size_t end = whole ? found : size_;
  searched_ = end;
  const bool too_long = passing_over_ || end - begin_ > longest_message + 1;
  if (!whole && !(ended_ && (begin_ < size_ || passing_over_))) {
    if (too_long) {
      passing_over_ = true;
      drop(size_);
    }
    return std::nullopt;
  }
  Line line{.number = ++number_, .text = all.substr(begin_, end - begin_)};
  begin_ = whole ? end + 1 : end;
  searched_ = begin_;
  passing_over_ = false;
  if (line.text.ends_with('\r')) line.text.remove_suffix(1);
  line.too_long = too_long || line.text.size() > longest_message;
  if (line.too_long) line.text = {};
  return line;
}

}  // namespace teamsctl::cli
