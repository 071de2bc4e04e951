#include "core/challenge_desk.hpp"

#include <algorithm>
#include <charconv>

#include "core/sign_in_needs.hpp"

namespace teamsctl::core {
namespace {

bool is_code(std::string_view text, int digits) {
  return text.size() == static_cast<std::size_t>(digits) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_one_line(std::string_view text) {
  return text.find_first_of("\r\n") == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool same_label(std::string_view label, std::string_view text) {
  // "&Yes" marks the Y as its key; a person writes "yes", "Yes" or "y".
  std::string plain;
  char key = 0;
  for (std::size_t i = 0; i < label.size(); ++i) {
    if (label[i] == '&' && i + 1 < label.size() && key == 0) {
      key = label[i + 1];
      continue;
    }
    plain += label[i];
  }
  const auto equal = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  if (std::equal(plain.begin(), plain.end(), text.begin(), text.end(), equal)) return true;
  return text.size() == 1 && key != 0 && equal(key, text.front());
}

std::optional<int> chosen(const std::vector<std::string>& choices, std::string_view text) {
  text = trimmed(text);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size())
    return number >= 0 && static_cast<std::size_t>(number) < choices.size() ? std::optional(number)
                                                                            : std::nullopt;
  for (std::size_t i = 0; i < choices.size(); ++i)
    if (same_label(choices[i], text)) return static_cast<int>(i);
  return std::nullopt;
}

}  // namespace

void ChallengeDesk::start_sign_in(std::string account, int mfa_code_digits) {
  attempts_.clear();
  account_ = std::move(account);
  mfa_code_digits_ = mfa_code_digits;
}

const Challenge& ChallengeDesk::open(Challenge challenge, AnswerRoute route, TimePoint now) {
  challenge.id = ++last_id_;
  challenge.attempt = ++attempts_[challenge.kind];
  challenge.account = account_;
  std::optional<TimePoint> deadline;
  if (limits_.mfa.count() != 0) deadline = now + limits_.mfa;
  // Another device is waited for as long as the sign-in may take.
  if (settled_elsewhere(challenge.kind)) deadline.reset();
  open_.push_back({std::move(challenge), std::move(route), deadline});
  return open_.back().challenge;
}

int ChallengeDesk::attempts(ChallengeKind kind) const {
  const auto found = attempts_.find(kind);
  return found == attempts_.end() ? 0 : found->second;
}

const Challenge* ChallengeDesk::find(ChallengeId id) const {
  for (const Open& open : open_)
    if (open.challenge.id == id) return &open.challenge;
  return nullptr;
}

bool ChallengeDesk::question_open() const {
  return std::any_of(open_.begin(), open_.end(), [](const Open& open) {
    return std::holds_alternative<ToPrompt>(open.route) ||
           std::holds_alternative<ToConsole>(open.route);
  });
}

const Challenge* ChallengeDesk::open_code_question() const {
  for (const Open& open : open_)
    if (open.challenge.kind == ChallengeKind::mfa_code) return &open.challenge;
  return nullptr;
}

const Challenge* ChallengeDesk::open_elsewhere() const {
  for (const Open& open : open_)
    if (settled_elsewhere(open.challenge.kind)) return &open.challenge;
  return nullptr;
}

bool ChallengeDesk::shows_device_code(std::string_view display_code) const {
  return std::any_of(open_.begin(), open_.end(), [&](const Open& open) {
    return std::holds_alternative<ToNobody>(open.route) &&
           open.challenge.display_code == display_code;
  });
}

std::optional<ChallengeDesk::Answered> ChallengeDesk::answer(ChallengeId id, Secret value) {
  const auto found = std::find_if(open_.begin(), open_.end(),
                                  [&](const Open& open) { return open.challenge.id == id; });
  if (found == open_.end() || std::holds_alternative<ToNobody>(found->route)) return std::nullopt;
  const Challenge& challenge = found->challenge;
  std::variant<Secret, int> checked;
  switch (challenge.kind) {
    case ChallengeKind::mfa_code:
      if (!is_code(value.reveal(), mfa_code_digits_)) return std::nullopt;
      checked = std::move(value);
      break;
    case ChallengeKind::access_tokens:
      if (!is_two_tokens(value.reveal())) return std::nullopt;
      checked = std::move(value);
      break;
    case ChallengeKind::choice:
    case ChallengeKind::confirm:
      if (!challenge.choices.empty()) {
        const std::optional<int> number = chosen(challenge.choices, value.reveal());
        if (!number) return std::nullopt;
        checked = *number;
        break;
      }
      [[fallthrough]];
    default:
      if (!is_one_line(value.reveal())) return std::nullopt;
      checked = std::move(value);
  }
  Answered answered{std::move(found->challenge), std::move(found->route), std::move(checked)};
  open_.erase(found);
  return answered;
}

std::optional<ChallengeDesk::Dropped> ChallengeDesk::drop(ChallengeId id) {
  const auto found = std::find_if(open_.begin(), open_.end(),
                                  [&](const Open& open) { return open.challenge.id == id; });
  if (found == open_.end()) return std::nullopt;
  Dropped dropped{std::move(found->challenge), std::move(found->route)};
  open_.erase(found);
  return dropped;
}

std::vector<ChallengeDesk::Dropped> ChallengeDesk::drop_all() {
  std::vector<Dropped> dropped;
  for (Open& open : open_) dropped.push_back({std::move(open.challenge), std::move(open.route)});
  open_.clear();
  return dropped;
}

std::optional<TimePoint> ChallengeDesk::deadline() const {
  std::optional<TimePoint> first;
  for (const Open& open : open_)
    if (open.deadline && (!first || *open.deadline < *first)) first = open.deadline;
  return first;
}

const Challenge* ChallengeDesk::overdue(TimePoint now) const {
  for (const Open& open : open_)
    if (open.deadline && *open.deadline <= now) return &open.challenge;
  return nullptr;
}

}  // namespace teamsctl::core
