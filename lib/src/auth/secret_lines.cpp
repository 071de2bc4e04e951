#include "auth/secret_lines.hpp"

#include <utility>

namespace teamsctl::auth {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string lines(int count) { return std::to_string(count) + (count == 1 ? " line" : " lines"); }

}  // namespace

SecretLines::State SecretLines::feed(char byte) {
  began_ = true;
  if (state_ == State::complete) return refuse("more than " + lines(shape_.lines));
  if (state_ == State::broken) return state_;
  if (byte == '\n') return end_line();
  // Nobody types it: the file is in UTF-16, or no text at all.
  if (byte == '\0') return refuse("a zero byte, which no UTF-8 text has");
  if (return_held_ && !put('\r')) return state_;
  return_held_ = byte == '\r';
  if (!return_held_) (void)put(byte);
  return state_;
}

SecretLines::State SecretLines::end() {
  if (state_ != State::more) return state_;
  if (!began_) return refuse("no line");
  // What follows the last line feed is a line only when there is something in it.
  if (in_line_ == 0 && !return_held_ && lines_ != 0)
    return refuse("only " + lines(lines_) + " where there must be " + lines(shape_.lines));
  if (end_line() != State::more) return state_;
  return refuse("only " + lines(lines_) + " where there must be " + lines(shape_.lines));
}

Secret SecretLines::take() {
  // What editors on Windows put in front of a file belongs to no password.
  if (text_.reveal().starts_with(byte_order_mark))
    return Secret(text_.reveal().substr(byte_order_mark.size()));
  return std::move(text_);
}

SecretLines::State SecretLines::end_line() {
  return_held_ = false;
  if (in_line_ == 0) return refuse("an empty line");
  in_line_ = 0;
  if (++lines_ == shape_.lines)
    state_ = State::complete;
  else
    text_.push_back('\n');
  return state_;
}

SecretLines::State SecretLines::refuse(std::string problem) {
  text_.clear();
  problem_ = std::move(problem);
  return state_ = State::broken;
}

bool SecretLines::put(char byte) {
  if (bytes_ == shape_.longest) {
    refuse("more than " + std::to_string(shape_.longest) + " bytes");
    return false;
  }
  text_.push_back(byte);
  ++bytes_;
  ++in_line_;
  return true;
}

}  // namespace teamsctl::auth
