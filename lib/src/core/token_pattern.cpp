#include "core/token_pattern.hpp"

#include <algorithm>
#include <array>

namespace teamsctl::core {
namespace {

constexpr std::size_t longest_separator = 12;
constexpr std::size_t most_blanks = 4;
// Behind "Bearer" alone: shorter ones are words ("bearer authentication").
constexpr std::size_t shortest_bearer = 20;
// A JWT's header takes 20 digits and more. A run of this length that begins like one is taken for
// one, dots or not, so that little has to be held back; a shorter one must have its two dots.
constexpr std::size_t certainly_jwt = 32;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_alphanumeric(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '+'; }

enum class Answer { no, undecided, yes };

/// Reads on in a text; each step may find that the text is too short to tell.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  Answer word(std::string_view lower_case) {
    const std::string_view rest = text_.substr(at_);
    const std::size_t most = std::min(rest.size(), lower_case.size());
    if (!std::equal(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(most),
                    lower_case.begin(), [](char a, char b) { return lower(a) == b; }))
      return Answer::no;
    if (most < lower_case.size()) return Answer::undecided;
    at_ += most;
    return Answer::yes;
  }

  /// At least one and at most `most` characters of a kind, and something behind them.
  template <class Kind>
  Answer some(Kind kind, std::size_t most) {
    std::size_t count = 0;
    while (at_ + count < text_.size() && count <= most && kind(text_[at_ + count])) ++count;
    if (count > most) return Answer::no;
    if (at_ + count == text_.size()) return Answer::undecided;
    at_ += count;
    return count == 0 ? Answer::no : Answer::yes;
  }

  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

TokenFound answered(Answer answer, std::size_t begin) {
  return {.found = answer == Answer::yes, .undecided = answer == Answer::undecided, .begin = begin};
}

TokenFound authorization(std::string_view text) {
  Cursor cursor(text);
  Answer answer = cursor.word("authorization");
  const auto separates = [](char c) {
    return is_blank(c) || std::string_view(":=\"'\\,>").find(c) != std::string_view::npos;
  };
  if (answer == Answer::yes) answer = cursor.some(separates, longest_separator);
  if (answer == Answer::yes) {
    answer = cursor.word("bearer");
    if (answer == Answer::no) answer = cursor.word("basic");
  }
  if (answer == Answer::yes) answer = cursor.some(is_blank, most_blanks);
  if (answer == Answer::yes && !goes_on_token(cursor.rest()[0])) answer = Answer::no;
  return answered(answer, cursor.at());
}

TokenFound bearer(std::string_view text) {
  Cursor cursor(text);
  Answer answer = cursor.word("bearer");
  if (answer == Answer::yes) answer = cursor.some(is_blank, most_blanks);
  if (answer != Answer::yes) return answered(answer, 0);
  const std::string_view token = cursor.rest().substr(0, shortest_bearer);
  if (!std::all_of(token.begin(), token.end(), goes_on_token)) return {};
  return answered(token.size() < shortest_bearer ? Answer::undecided : Answer::yes, cursor.at());
}

/// "eyJ" and its like are '{"' and '{ ' in base64.
TokenFound jwt(std::string_view text, bool last) {
  constexpr std::string_view third = "ABCDIJKL";
  if (!std::string_view("ey").starts_with(text.substr(0, 2))) return {};
  if (text.size() > 2 && third.find(text[2]) == std::string_view::npos) return {};
  const std::string_view head = text.substr(0, certainly_jwt);
  const auto end = std::find_if_not(head.begin(), head.end(), [](char c) {
    return is_alphanumeric(c) || c == '-' || c == '_' || c == '.';
  });
  const std::string_view run = head.substr(0, static_cast<std::size_t>(end - head.begin()));
  if (run.size() == certainly_jwt) return {.found = true};
  if (run.size() == text.size() && !last) return {.undecided = true};
  const std::size_t first_dot = run.find('.');
  if (first_dot == std::string_view::npos || first_dot < 4) return {};
  const std::size_t second_dot = run.find('.', first_dot + 1);
  return {.found = second_dot != std::string_view::npos && second_dot > first_dot + 1};
}

}  // namespace

TokenFound token_at_beginning(std::string_view text, bool last) {
  if (text.empty()) return {};
  switch (lower(text[0])) {
    case 'a':
      return authorization(text);
    case 'b':
      return bearer(text);
    case 'e':
      return jwt(text, last);
    default:
      return {};
  }
}

bool goes_on_token(char c) noexcept {
  return is_alphanumeric(c) || std::string_view("-._~+/=%").find(c) != std::string_view::npos;
}

bool ends_url(char c) noexcept {
  return static_cast<unsigned char>(c) <= ' ' || c == '\x7f' ||
         std::string_view("\"<>`").find(c) != std::string_view::npos;
}

std::span<const std::pair<char, char>> token_pairs() noexcept {
  static constexpr std::array<std::pair<char, char>, 10> pairs = {{{'a', 'u'},
                                                                   {'a', 'U'},
                                                                   {'A', 'u'},
                                                                   {'A', 'U'},
                                                                   {'b', 'e'},
                                                                   {'b', 'E'},
                                                                   {'B', 'e'},
                                                                   {'B', 'E'},
                                                                   {'e', 'y'},
                                                                   {':', '/'}}};
  return pairs;
}

}  // namespace teamsctl::core
