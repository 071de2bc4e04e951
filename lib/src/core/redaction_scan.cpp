#include "core/redaction_scan.hpp"

#include <algorithm>

#include "core/token_pattern.hpp"
#include "teamsctl/redactor.hpp"

namespace teamsctl::core {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::size_t RedactionScan::run(const SecretIndex& secrets, std::string_view text, bool last,
                               Mode mode, std::string& out) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (at_ease()) {
      const std::size_t next = secrets.next_candidate(text, at);
      if (next != at) before_ = text[next - 1];
      out.append(text.substr(at, next - at));
      at = next;
    }
    const Here here = look(secrets, text.substr(at), last, mode);
    if (here.undecided) break;
    step(text[at], here, out);
    ++at;
  }
  return at;
}

RedactionScan::Here RedactionScan::look(const SecretIndex& secrets, std::string_view rest,
                                        bool last, Mode mode) const {
  Here here;
  if (in_url_ && (rest[0] == '?' || rest[0] == '#')) {
    here.undecided = rest.size() == 1 && !last;
    here.query = rest.size() > 1 && !ends_url(rest[1]);
  }
  if (!secrets.may_begin(rest)) return here;
  const SecretIndex::Found found = secrets.look(rest);
  here.secret = found.length;
  if (found.undecided && !last) here.undecided = true;
  if (mode.beginnings && found.common >= shortest_secret)
    here.secret = std::max(here.secret, found.common);
  if (found.undecided && last && mode.beginning_at_end && found.beginning >= shortest_secret)
    here.secret = rest.size();

  const TokenFound token = token_at_beginning(rest, last);
  if (token.found) here.token = token.begin;
  if (token.undecided && !last) here.undecided = true;

  constexpr std::string_view mark_of_url = "://";
  if (rest[0] == ':' && is_letter(before_)) {
    here.url = rest.starts_with(mark_of_url);
    if (!last && rest.size() < mark_of_url.size() && mark_of_url.starts_with(rest))
      here.undecided = true;
  }
  return here;
}

void RedactionScan::step(char c, const Here& here, std::string& out) {
  before_ = c;
  if (dropping_ == Dropping::token && !goes_on_token(c)) dropping_ = Dropping::nothing;
  if (dropping_ == Dropping::query && ends_url(c)) dropping_ = Dropping::nothing;
  if (in_url_ && ends_url(c)) in_url_ = false;
  if (here.url) in_url_ = true;
  if (here.token && !token_in_) token_in_ = here.token;

  const bool hidden = covered_ != 0 || dropping_ != Dropping::nothing;
  const bool token_begins = token_in_ == 0;
  if (!hidden && (here.secret != 0 || token_begins)) out += redacted_mark;
  covered_ = std::max(covered_, here.secret);
  if (token_begins) {
    dropping_ = Dropping::token;
    token_in_.reset();
  } else if (token_in_) {
    --*token_in_;
  }
  if (covered_ == 0 && dropping_ == Dropping::nothing) out += c;
  if (here.query) {
    if (covered_ == 0 && dropping_ == Dropping::nothing) out += redacted_mark;
    dropping_ = Dropping::query;
    in_url_ = false;
  }
  if (covered_ != 0) --covered_;
}

}  // namespace teamsctl::core
