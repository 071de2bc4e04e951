#include "script/script_parser.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::size_t longest_part = 100;
constexpr std::int64_t longest_range = 1'000'000;
constexpr int most_assignments = 100;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_name(char c) { return is_letter(c) || is_digit(c) || c == '_'; }
bool ends_statement(char c) { return c == ';' || c == '\n'; }

/// PowerShell takes these for the quotes that they look like.
bool has_quote_like(std::string_view text, char quote) {
  constexpr std::array single = {"\u2018", "\u2019", "\u201a", "\u201b"};
  constexpr std::array twofold = {"\u201c", "\u201d", "\u201e", "\u201e"};
  const auto& like = quote == '\'' ? single : twofold;
  return std::any_of(like.begin(), like.end(),
                     [&](const char* one) { return text.find(one) != std::string_view::npos; });
}

bool is_range(std::string_view word) {
  const auto dots = word.find("..");
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), is_digit);
  };
  return dots != std::string_view::npos && digits(word.substr(0, dots)) &&
         digits(word.substr(dots + 2));
}

/// What PowerShell makes of a word among arguments depends on much; only those are taken that are
/// texts for certain.
bool is_plain_word(std::string_view word) {
  if (word.find_first_of("$'\"`&|<>(){}") != std::string_view::npos) return false;
  // Dashes, quotes and spaces beyond ASCII.
  for (const std::string_view special :
       {"\xC2\x85", "\xC2\xA0", "\xE2\x80", "\xE2\x81", "\xE3\x80\x80"})
    if (word.find(special) != std::string_view::npos) return false;
  if (word.front() == '+')
    return word.find_first_not_of("0123456789", 1) == std::string_view::npos && word.size() > 1;
  if (!is_digit(word.front()) && word.front() != '.') return word.front() != '@';
  // 1kb, 1e-5, 0x10, 1.5: numbers all of them. An id, a date, an address or a range is none.
  return word.find('@') != std::string_view::npos ||
         std::count(word.begin(), word.end(), '-') > 1 || is_range(word);
}

/// Variables that PowerShell itself gives values, or takes some from.
bool is_reserved(std::string_view name) {
  constexpr std::array reserved = {"args",
                                   "consolefilename",
                                   "enabledexperimentalfeatures",
                                   "error",
                                   "event",
                                   "eventargs",
                                   "eventsubscriber",
                                   "executioncontext",
                                   "false",
                                   "foreach",
                                   "home",
                                   "host",
                                   "input",
                                   "iscoreclr",
                                   "islinux",
                                   "ismacos",
                                   "iswindows",
                                   "lastexitcode",
                                   "matches",
                                   "myinvocation",
                                   "nestedpromptlevel",
                                   "null",
                                   "outputencoding",
                                   "pid",
                                   "profile",
                                   "pwd",
                                   "sender",
                                   "shellid",
                                   "stacktrace",
                                   "switch",
                                   "this",
                                   "true",
                                   "_"};
  return name.starts_with("ps") || name.ends_with("preference") ||
         std::find(reserved.begin(), reserved.end(), name) != reserved.end();
}

class ScriptParser {
 public:
  explicit ScriptParser(std::string_view text) : text_(text) {}

  std::vector<Statement> parse() {
    std::vector<Statement> statements;
    while (true) {
      while (!at_end() && (is_space(peek()) || ends_statement(peek()) || peek() == '#')) skip_one();
      if (at_end()) return statements;
      start_ = at_;
      assignments_ = 0;
      statements.push_back(statement());
      skip_space();
      if (!at_end() && !ends_statement(peek()) && peek() != '#') refuse();
    }
  }

 private:
  Statement statement() {
    if (!is_letter(peek())) return peek() == '$' ? assignment_or_expression() : expression();
    const std::size_t begin = at_;
    const std::string_view word = take_while([](char c) { return is_name(c) || c == '-'; });
    if (same_text(word, "throw")) return ThrowStatement{.text = thrown()};
    if (same_text(word, "exit")) return exit();
    return call(word, begin);
  }

  Statement assignment_or_expression() {
    const std::size_t begin = at_;
    ++at_;
    const std::string name = lower(take_while(is_name));
    skip_space();
    if (at_end() || peek() != '=' || rest().starts_with("==")) {
      at_ = begin;
      return expression();
    }
    if (name.empty() || is_reserved(name) || ++assignments_ > most_assignments) refuse();
    ++at_;
    skip_space();
    if (at_end()) refuse();
    Statement from = statement();
    if (std::holds_alternative<ThrowStatement>(from) || std::holds_alternative<ExitStatement>(from))
      refuse();
    return std::make_shared<const Assignment>(Assignment{.name = name, .from = std::move(from)});
  }

  Expression thrown() {
    skip_space();
    if (at_end() || ends_statement(peek())) refuse();
    return single();
  }

  Statement exit() {
    skip_space();
    take_while(is_digit);
    return ExitStatement{};
  }

  /// A value that stands for itself.
  Expression expression() {
    Expression first = single();
    if (rest().starts_with("..")) return range(first);
    return list(std::move(first), [this] { return single(); });
  }

  Expression list(Expression first, auto next) {
    if (!take_comma()) return first;
    std::vector<Expression> items = {std::move(first)};
    do {
      skip_space();
      if (at_end()) refuse();
      items.push_back(next());
    } while (take_comma());
    return {std::move(items)};
  }

  /// With the space before it, which belongs to what follows when there is none.
  bool take_comma() {
    const std::size_t begin = at_;
    skip_space();
    if (!at_end() && peek() == ',') {
      ++at_;
      return true;
    }
    at_ = begin;
    return false;
  }

  Expression single() {
    const char c = peek();
    if (c == '\'' || c == '"') return {Json(quoted())};
    if (c == '$') return variable();
    if (c == '-' || is_digit(c)) return {Json(number())};
    refuse();
  }

  Expression variable() {
    ++at_;
    const std::string name = lower(take_while(is_name));
    // A member, an index or a scope would follow here.
    if (name.empty() || (!at_end() && (peek() == ':' || peek() == '[' || is_member()))) refuse();
    if (name == "true") return {Json(true)};
    if (name == "false") return {Json(false)};
    if (name == "null") return {Json(nullptr)};
    if (is_reserved(name)) refuse();
    return {Variable{name}};
  }

  [[nodiscard]] bool is_member() const { return peek() == '.' && !rest().starts_with(".."); }

  std::int64_t number() {
    const std::size_t begin = at_;
    if (peek() == '-') ++at_;
    const auto digits = take_while(is_digit);
    const auto written = text_.substr(begin, at_ - begin);
    std::int64_t value = 0;
    const auto [end, error] =
        std::from_chars(written.data(), written.data() + written.size(), value);
    if (digits.empty() || error != std::errc()) refuse();
    if (!at_end() && (is_name(peek()) || is_member())) refuse();
    return value;
  }

  Expression range(const Expression& first) {
    const auto* from = std::get_if<Json>(&first.content);
    at_ += 2;
    if (from == nullptr || !from->is_number_integer() || at_end()) refuse();
    const auto begin = from->get<std::int64_t>();
    const std::int64_t end = number();
    if (begin > INT32_MAX || end > INT32_MAX || begin < INT32_MIN || end < INT32_MIN ||
        std::abs(end - begin) > longest_range)
      refuse();
    Json items = Json::array();
    for (std::int64_t i = begin;; i += begin <= end ? 1 : -1) {
      items.push_back(i);
      if (i == end) break;
    }
    return {std::move(items)};
  }

  std::string quoted() {
    const char quote = peek();
    const std::size_t begin = ++at_;
    std::string value;
    while (true) {
      const auto end = text_.find(quote, at_);
      if (end == std::string_view::npos) refuse();
      value += text_.substr(at_, end - at_);
      at_ = end + 1;
      if (at_end() || peek() != quote) break;  // a doubled quote is one of the text
      value += quote;
      ++at_;
    }
    const auto written = text_.substr(begin, at_ - begin);
    if (has_quote_like(written, quote)) refuse();
    if (quote == '"' && written.find_first_of("$`") != std::string_view::npos) refuse();
    return value;
  }

  Statement call(std::string_view name, std::size_t begin) {
    const auto dash = name.find('-');
    if (dash == std::string_view::npos || dash == 0 || dash + 1 == name.size() ||
        (!at_end() && !ends_word()))
      refuse();
    CallStatement statement{.command = std::string(name)};
    locate(begin, statement);
    for (skip_space(); !at_end() && !ends_statement(peek()) && peek() != '#'; skip_space())
      statement.arguments.push_back(argument());
    return statement;
  }

  Argument argument() {
    if (peek() != '-') return {.value = {argument_value()}};
    ++at_;
    Argument argument{.parameter = std::string(take_while(is_name))};
    if (argument.parameter.empty() || is_digit(argument.parameter.front())) refuse();
    if (!at_end() && peek() == ':') {
      ++at_;
      skip_space();
      if (at_end() || ends_statement(peek())) refuse();
      argument.value.push_back(argument_value());
    }
    if (!at_end() && !ends_word()) refuse();
    return argument;
  }

  Expression argument_value() {
    Expression value = list(argument_item(), [this] { return argument_item(); });
    if (!at_end() && !ends_word()) refuse();
    return value;
  }

  Expression argument_item() {
    const char c = peek();
    if (c == '\'' || c == '"') return {Json(quoted())};
    if (c == '$') return variable();
    const auto word =
        take_while([](char one) { return !is_space(one) && !ends_statement(one) && one != ','; });
    if (word.empty() || word.front() == '-' || word.front() == '#') refuse();
    if (word.find_first_not_of("0123456789") == std::string_view::npos) {
      // As a text it would keep its zeros.
      if (word.size() > 1 && word.front() == '0') refuse();
      at_ -= word.size();
      return {Json(number())};
    }
    if (!is_plain_word(word)) refuse();
    return {Json(std::string(word))};
  }

  [[nodiscard]] bool ends_word() const { return is_space(peek()) || ends_statement(peek()); }

  /// Counts lines, and columns as .NET does, in units of UTF-16.
  void locate(std::size_t at, CallStatement& call) const {
    const auto before = text_.substr(0, at);
    call.line = 1 + static_cast<std::uint64_t>(std::count(before.begin(), before.end(), '\n'));
    for (const char c : before.substr(before.rfind('\n') + 1)) {
      const auto byte = static_cast<unsigned char>(c);
      if ((byte & 0xC0U) != 0x80U) call.column += byte >= 0xF0U ? 2 : 1;
    }
  }

  std::string_view take_while(auto condition) {
    const std::size_t begin = at_;
    while (!at_end() && condition(peek())) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void skip_space() { take_while(is_space); }

  /// A character between statements, or a comment.
  void skip_one() {
    if (peek() == '#') {
      take_while([](char c) { return c != '\n'; });
    } else {
      ++at_;
    }
  }

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] char peek() const { return text_[at_]; }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

  [[noreturn]] void refuse() const { throw not_simulated(text_.substr(start_)); }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;  ///< of the statement that is read
  int assignments_ = 0;    ///< one behind the other in it
};

}  // namespace

std::vector<Statement> parse_script(std::string_view text) { return ScriptParser(text).parse(); }

CommandFailed not_simulated(std::string_view part) {
  part = part.substr(0, std::min({part.find('\n'), part.size(), longest_part}));
  // Not to end within a character.
  while (!part.empty() && part.size() == longest_part &&
         (static_cast<unsigned char>(part.back()) & 0x80U) != 0)
    part.remove_suffix(1);
  return {.error = {.message = "The simulator runs a small part of PowerShell only, and not this.",
                    .fqid = "ScriptNotSimulated",
                    .category = "NotImplemented",
                    .exception = "System.NotSupportedException",
                    .target = std::string(part)},
          .made_terminating = true};
}

}  // namespace teamsctl::simulator
