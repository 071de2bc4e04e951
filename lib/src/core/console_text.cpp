#include "core/console_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace teamsctl::core {
namespace {

constexpr std::size_t longest_line = 2048;
constexpr std::size_t most_lines = 128;
constexpr std::size_t narrowest_console = 38;

bool is_invisible(char32_t c) {
  return c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

/// East Asian Wide and Fullwidth, as far as a wrapped prompt needs it.
bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
         (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
         (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) ||
         (c >= 0x20000 && c <= 0x3fffd);
}

/// Scripts that are broken between any two characters. Korean is wide, but has spaces.
bool is_spaceless(char32_t c) {
  return is_wide(c) && !(c >= 0x1100 && c <= 0x115f) && !(c >= 0xac00 && c <= 0xd7a3);
}

bool is_combining(char32_t c) { return (c >= 0x300 && c <= 0x36f) || (c >= 0xfe00 && c <= 0xfe0f); }

std::size_t last_character_size(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() &&
         (static_cast<unsigned char>(text[text.size() - size]) & 0xc0) == 0x80)
    ++size;
  return size;
}

}  // namespace

void TracedText::clear() {
  text_.clear();
  runs_.clear();
}

void TracedText::append_run(std::string_view run, std::size_t offset) {
  if (run.empty()) return;
  const bool goes_on = !runs_.empty() && runs_.back().length == 0 &&
                       runs_.back().offset + (text_.size() - runs_.back().at) == offset;
  if (!goes_on) runs_.push_back({.at = text_.size(), .offset = offset, .length = 0});
  text_.append(run);
}

void TracedText::append_one(std::string_view utf8, std::size_t offset, std::size_t length) {
  if (utf8.size() == length) return append_run(utf8, offset);
  runs_.push_back({.at = text_.size(), .offset = offset, .length = length});
  text_.append(utf8);
}

void TracedText::append_joint(std::string_view text) {
  if (text.empty()) return;
  const std::size_t offset = text_.empty() ? 0 : raw_end(text_.size() - 1);
  // Length 0 would make it a run; what a joint stands for is never asked for its end.
  runs_.push_back({.at = text_.size(), .offset = offset, .length = 1});
  text_.append(text);
}

void TracedText::append(const TracedText& other, std::size_t from) {
  if (from >= other.size()) return;
  const std::size_t base = text_.size();
  const Run* first = other.run_of(from);
  for (const Run* run = first; run != other.runs_.data() + other.runs_.size(); ++run) {
    Run copy = *run;
    if (run == first) {
      if (copy.length == 0) copy.offset += from - copy.at;
      copy.at = from;
    }
    copy.at = copy.at - from + base;
    runs_.push_back(copy);
  }
  text_.append(other.text_, from);
}

TracedText TracedText::take_last() {
  TracedText last;
  if (text_.empty()) return last;
  const std::size_t at = text_.size() - last_character_size(text_);
  last.append(*this, at);
  text_.resize(at);
  while (!runs_.empty() && runs_.back().at >= at) runs_.pop_back();
  return last;
}

const TracedText::Run* TracedText::run_of(std::size_t at) const {
  auto next = std::upper_bound(runs_.begin(), runs_.end(), at,
                               [](std::size_t value, const Run& run) { return value < run.at; });
  return &*std::prev(next);
}

std::size_t TracedText::raw_begin(std::size_t at) const {
  const Run* run = run_of(at);
  return run->length != 0 ? run->offset : run->offset + (at - run->at);
}

std::size_t TracedText::raw_end(std::size_t at) const {
  const Run* run = run_of(at);
  return run->offset + (run->length != 0 ? run->length : at - run->at + 1);
}

ConsoleText::ConsoleText(std::size_t tail) : tail_(tail) {}

void ConsoleText::feed(std::string_view bytes, const std::function<void()>& on_line) {
  on_line_ = &on_line;
  filter_.feed(bytes, *this);
  on_line_ = nullptr;
}

void ConsoleText::clear() {
  filter_.reset();
  forget();
}

void ConsoleText::forget() {
  lines_.clear();
  held_ = 0;
  line_.clear();
  rest_.clear();
  rest_at_ = 0;
  return_pending_ = false;
  since_mark_ = 0;
}

void ConsoleText::ascii(std::string_view run, std::size_t offset) {
  if (return_pending_) carriage_return();
  ++changes_;
  while (line_.size() + run.size() > longest_line) {
    const std::size_t room = longest_line - std::min(longest_line, line_.size());
    line_.append_run(run.substr(0, room), offset);
    put_characters(room);
    run.remove_prefix(room);
    offset += room;
    finish_line(true);
  }
  line_.append_run(run, offset);
  put_characters(run.size());
}

void ConsoleText::character(std::string_view utf8, std::size_t offset, std::size_t length) {
  switch (utf8.front()) {
    case '\n':
      return_pending_ = false;
      finish_line(false);
      return;
    case '\r':
      return_pending_ = true;
      return;
    case '\b': {
      if (return_pending_) carriage_return();
      if (line_.empty()) return;
      ++changes_;
      TracedText moved = line_.take_last();
      moved.append(rest_, rest_at_);
      rest_ = std::move(moved);
      rest_at_ = 0;
      return;
    }
    default:
      break;
  }
  std::size_t at = 0;
  if (is_invisible(next_code_point(utf8, at))) return;
  if (return_pending_) carriage_return();
  ++changes_;
  if (line_.size() + utf8.size() > longest_line) finish_line(true);
  line_.append_one(utf8, offset, length);
  put_characters(1);
}

void ConsoleText::erase_line(bool whole) {
  if (return_pending_) carriage_return();
  if (!line_.empty() || rest_at_ < rest_.size()) ++changes_;
  rest_.clear();
  rest_at_ = 0;
  if (whole) line_.clear();
}

/// Done when something follows, so that the usual CR LF costs nothing.
void ConsoleText::carriage_return() {
  return_pending_ = false;
  if (line_.empty()) return;
  line_.append(rest_, rest_at_);
  std::swap(rest_, line_);
  line_.clear();
  rest_at_ = 0;
}

void ConsoleText::put_characters(std::size_t count) {
  if (rest_at_ >= rest_.size()) return;
  for (; count != 0 && rest_at_ < rest_.size(); --count) next_code_point(rest_.text(), rest_at_);
  if (rest_at_ >= rest_.size()) {
    rest_.clear();
    rest_at_ = 0;
  }
}

void ConsoleText::finish_line(bool cut) {
  ++changes_;
  if (!cut) {
    line_.append(rest_, rest_at_);
    rest_.clear();
    rest_at_ = 0;
  }
  since_mark_ += line_.size() + 1;
  held_ += line_.size() + 1;
  Line line;
  if (lines_.size() >= 2 && (lines_.size() >= most_lines || held_ > tail_)) {
    // The oldest line gives its memory to the newest.
    held_ -= lines_.front().text.size() + 1;
    line = std::move(lines_.front());
    lines_.pop_front();
    line.text.clear();
  }
  while (lines_.size() >= 2 && held_ > tail_) {
    held_ -= lines_.front().text.size() + 1;
    lines_.pop_front();
  }
  std::swap(line.text, line_);
  line.cut = cut;
  line.measured = false;
  lines_.push_back(std::move(line));
  if (on_line_ != nullptr) (*on_line_)();
}

void ConsoleText::measure(Line& line) {
  line.measured = true;
  line.width = line.columns = line.characters = line.first_columns = line.first_characters = 0;
  line.wide_start = line.wide_end = false;
  const std::string& text = line.text.text();
  bool first_word = true;
  std::size_t end = text.size();
  while (end != 0 && (text[end - 1] == ' ' || text[end - 1] == '\t')) --end;
  for (std::size_t at = 0; at < text.size();) {
    if (at >= end) {
      line.width += text.size() - at;
      break;
    }
    const char32_t c = next_code_point(text, at);
    if (is_combining(c)) continue;
    const std::size_t width = is_wide(c) ? 2 : 1;
    const bool spaceless = is_spaceless(c);
    if (line.characters == 0) line.wide_start = spaceless;
    line.wide_end = spaceless;
    if (first_word && line.characters != 0 && (c == ' ' || c == '\t')) first_word = false;
    if (first_word) {
      line.first_columns += width;
      line.first_characters += 1;
    }
    line.width += width;
    line.columns += width;
    line.characters += 1;
  }
}

/// As wide as consoles are, or exactly as wide as a neighbour, which lines broken between words
/// seldom are.
bool ConsoleText::is_full(std::size_t index) const {
  const std::size_t width = lines_[index].width;
  const auto like = [&](std::size_t other) {
    return other < lines_.size() && lines_[other].width == width;
  };
  if (width < narrowest_console) return false;
  if (like(index + 1) || like(index - 1)) return true;
  constexpr std::array<std::size_t, 8> usual = {40, 80, 90, 100, 120, 132, 160, 200};
  const auto fits = [&](std::size_t console) {
    // The last column stays free at times, also when a wide character did not fit into it.
    return width == console || width + 1 == console || width + 2 == console;
  };
  return std::any_of(usual.begin(), usual.end(), fits);
}

/// There is a width W at which both lines fit and the first word of the second no longer fitted on
/// the first.
bool ConsoleText::may_be_wrapped(const Line& line, const Line& next) {
  if (line.cut) return true;
  if (line.columns + next.first_columns < narrowest_console || next.columns == 0) return false;
  return line.columns + next.first_columns >= next.columns ||
         line.characters + next.first_characters >= next.characters;
}

bool ConsoleText::view(std::size_t bytes, Join join, bool to_cursor, TracedText& out) {
  out.clear();
  std::size_t first = lines_.size();
  for (std::size_t taken = 0; first != 0 && taken < bytes; taken += lines_[first].text.size() + 1)
    --first;
  Line current;
  current.text.append(line_);
  if (!to_cursor) current.text.append(rest_, rest_at_);
  measure(current);

  for (std::size_t i = first; i < lines_.size(); ++i)
    if (!lines_[i].measured) measure(lines_[i]);
  bool joined = false;
  for (std::size_t i = first; i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    const Line& next = i + 1 < lines_.size() ? lines_[i + 1] : current;
    out.append(line.text);
    if (line.cut) continue;
    if (!may_be_wrapped(line, next)) {
      out.append_joint("\n");
      continue;
    }
    joined = true;
    const std::string& end = line.text.text();
    const bool spaced = end.ends_with(' ') || next.text.text().starts_with(' ');
    const bool space = join == Join::spaces || (join == Join::mixed && !is_full(i));
    if (!spaced && space && !(line.wide_end && next.wide_start)) out.append_joint(" ");
  }
  out.append(current.text);
  return joined;
}

}  // namespace teamsctl::core
