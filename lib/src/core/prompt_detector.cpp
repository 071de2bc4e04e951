#include "core/prompt_detector.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace teamsctl::core {
namespace {

using Join = ConsoleText::Join;
constexpr std::size_t question_bytes = 1024;  // how far back a question may begin
constexpr std::size_t sentence_bytes = 1024;  // the longest sentence
constexpr std::size_t longest_message = 600;
constexpr std::array joins = {Join::mixed, Join::spaces, Join::nothing};

/// One line without control characters and doubled spaces.
std::string tidy(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space)
      line.push_back(c);
    else if (!line.empty() && line.back() != ' ')
      line.push_back(' ');
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  while (line.starts_with('>') || line.starts_with(' ')) line.erase(0, 1);
  return line;
}

std::size_t skip_to_character(std::string_view text, std::size_t at) {
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) ++at;
  return at;
}

/// Widens a match to the whole of the lines it stands on, for the message.
std::string_view lines_around(std::string_view text, std::size_t begin, std::size_t end) {
  while (begin < end && (text[begin] == '\n' || text[begin] == ' ')) ++begin;
  while (end > begin && (text[end - 1] == '\n' || text[end - 1] == ' ')) --end;
  std::size_t first = text.rfind('\n', begin);
  first = first == std::string_view::npos ? 0 : first + 1;
  std::size_t last = text.find('\n', end);
  if (last == std::string_view::npos) last = text.size();
  if (last - first <= longest_message) return text.substr(first, last - first);
  last = std::min(last, skip_to_character(text, begin + longest_message));
  return text.substr(begin, std::max(last, end) - begin);
}

/// Data and logs are written whole lines at a time, but a reader may see them torn: what looks like
/// a question inside a quotation, a JSON or XML text or behind a time stamp is a part of these.
bool is_torn_record(std::string_view text, std::size_t begin) {
  while (begin < text.size() && text[begin] == '\n') ++begin;
  std::size_t line = begin == 0 ? std::string_view::npos : text.rfind('\n', begin - 1);
  line = line == std::string_view::npos ? 0 : line + 1;
  const std::string_view before = text.substr(line, begin - line);
  if (std::count(before.begin(), before.end(), '"') % 2 != 0) return true;
  std::size_t first = line;
  while (first < text.size() && (text[first] == ' ' || text[first] == '\t')) ++first;
  const std::string_view start = text.substr(first);
  if (start.starts_with('{') || start.starts_with("[{") || start.starts_with('<') ||
      start.starts_with('"'))
    return true;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::string_view stamp = start.starts_with('[') ? start.substr(1) : start;
  return stamp.size() > 10 && std::all_of(stamp.begin(), stamp.begin() + 4, digit) &&
         stamp[4] == '-' && digit(stamp[5]) && digit(stamp[6]) && stamp[7] == '-' &&
         digit(stamp[8]) && digit(stamp[9]);
}

Detection make_detection(const PromptRule& rule, PromptRules::Match match,
                         const TracedText& traced) {
  const std::string& text = traced.text();
  std::size_t begin = match.begin;
  std::size_t end = match.end;
  while (begin < end && (text[begin] == '\n' || text[begin] == ' ')) ++begin;
  while (end > begin + 1 && (text[end - 1] == '\n' || text[end - 1] == ' ')) --end;
  Detection found;
  found.kind = rule.kind;
  found.message = tidy(match.message.empty() ? lines_around(text, begin, end)
                                             : std::string_view(match.message));
  found.url = std::move(match.url);
  found.display_code = std::move(match.code);
  found.rule = rule.name;
  found.begin = traced.raw_begin(begin);
  found.end = traced.raw_end(end - 1);
  return found;
}

}  // namespace

PromptDetector::PromptDetector(std::shared_ptr<PromptRules> rules, Limits limits)
    : rules_(std::move(rules)), limits_(limits), text_(limits.tail) {}

bool PromptDetector::wants(std::size_t rule) const {
  return kinds_.contains(rules_->rule(rule).kind) && rules_->enabled(rule);
}

void PromptDetector::arm(KindSet kinds) {
  if (!armed()) forget_text();
  kinds_ = kinds;
  wants_sentences_ = false;
  steps_.clear();
  for (std::size_t i = 0; i < rules_->size(); ++i) {
    if (!wants(i)) continue;
    steps_.push_back(rules_->rule(i).quiet);
    wants_sentences_ = wants_sentences_ || rules_->rule(i).where == PromptRule::Where::anywhere;
  }
  std::sort(steps_.begin(), steps_.end());
  steps_.erase(std::unique(steps_.begin(), steps_.end()), steps_.end());
  next_step_ = 0;  // what is known may be a question of the new kinds
  scanned_still_ = false;
  if (!armed()) disarm();
}

void PromptDetector::disarm() {
  kinds_ = {};
  forget_text();
}

void PromptDetector::reset() {
  forget_text();
  offset_ = 0;
  fed_before_ = 0;
}

void PromptDetector::forget_text() {
  text_.clear();
  fed_before_ = offset_;
  seen_change_ = text_.changes();
  changed_at_.reset();
  unscanned_since_.reset();
  next_step_ = 0;
  sentences_until_ = 0;
  settled_.clear();
  question_open_ = false;
  after_answer_ = false;
}

void PromptDetector::answered() {
  text_.forget();
  seen_change_ = text_.changes();
  changed_at_.reset();
  unscanned_since_.reset();
  settled_.clear();
  question_open_ = false;
  after_answer_ = true;
}

void PromptDetector::feed(std::string_view bytes, Clock::time_point now,
                          std::vector<Detection>& out) {
  offset_ += bytes.size();
  if (!armed()) return;
  text_.feed(bytes, [&] {
    question_open_ = false;
    after_answer_ = false;
    if (wants_sentences_ && text_.since_mark() >= limits_.scan_every) {
      scan_sentences(Scan::passing, out);
      text_.mark();
      unscanned_since_.reset();
    }
  });
  if (text_.changes() == seen_change_) return;
  seen_change_ = text_.changes();
  changed_at_ = now;
  next_step_ = 0;
  scanned_still_ = false;
  if (!unscanned_since_) unscanned_since_ = now;
}

std::optional<PromptDetector::Clock::time_point> PromptDetector::deadline() const {
  std::optional<Clock::time_point> earliest;
  if (changed_at_ && next_step_ < steps_.size()) earliest = *changed_at_ + steps_[next_step_];
  if (wants_sentences_ && unscanned_since_) {
    const Clock::time_point late = *unscanned_since_ + limits_.latency;
    if (!earliest || late < *earliest) earliest = late;
  }
  return earliest;
}

void PromptDetector::tick(Clock::time_point now, std::vector<Detection>& out) {
  if (!armed()) return;
  while (changed_at_ && next_step_ < steps_.size() && *changed_at_ + steps_[next_step_] <= now) {
    const std::chrono::milliseconds quiet = steps_[next_step_++];
    if (wants_sentences_ && !scanned_still_) scan_sentences(Scan::still, out);
    scanned_still_ = true;
    unscanned_since_.reset();
    ask_questions(quiet, out);
  }
  if (wants_sentences_ && unscanned_since_ && *unscanned_since_ + limits_.latency <= now) {
    scan_sentences(Scan::late, out);
    unscanned_since_.reset();
  }
}

/// A sentence may stand across several lines and the end of it may not have come, so a passing or
/// late scan takes only what has text behind it; the text is looked at again by the scan after it.
void PromptDetector::scan_sentences(Scan how, std::vector<Detection>& out) {
  const std::size_t window =
      how == Scan::passing ? text_.since_mark() + sentence_bytes : limits_.tail;
  std::array<TracedText, joins.size()> views;
  std::size_t view_count = 1;
  if (text_.view(window, joins[0], false, views[0])) {
    for (const Join join : {joins[1], joins[2]}) {
      text_.view(window, join, false, views[view_count]);
      if (views[view_count].text() != views[0].text()) ++view_count;
    }
  }
  if (views[0].empty()) return;
  std::size_t horizon = views[0].raw_end(views[0].size() - 1);
  if (how == Scan::passing) {
    const std::size_t held = std::min(views[0].size(), sentence_bytes / 2);
    horizon = views[0].raw_begin(skip_to_character(views[0].text(), views[0].size() - held));
  } else if (how == Scan::late) {
    horizon -= 1;
  }

  // An earlier rule is the more exact one, so it has its text first.
  std::vector<Detection> batch;
  const auto taken = [&](const Detection& found) {
    return found.begin + fed_before_ < sentences_until_ ||
           std::any_of(batch.begin(), batch.end(), [&](const Detection& other) {
             return found.begin < other.end && other.begin < found.end;
           });
  };
  for (std::size_t i = 0; i < rules_->size(); ++i) {
    if (!wants(i) || rules_->rule(i).where != PromptRule::Where::anywhere) continue;
    for (std::size_t v = 0; v < view_count; ++v) {
      const std::string& text = views[v].text();
      std::size_t from = 0;
      while (const auto match = rules_->match(i, text, from)) {
        Detection found = make_detection(rules_->rule(i), *match, views[v]);
        if (found.end > horizon) break;
        const bool old = taken(found);
        from = old ? skip_to_character(text, match->begin + 1) : match->end;
        if (!old) batch.push_back(std::move(found));
      }
    }
  }
  std::sort(batch.begin(), batch.end(),
            [](const Detection& a, const Detection& b) { return a.begin < b.begin; });
  const bool has_number = std::any_of(batch.begin(), batch.end(), [](const Detection& found) {
    return found.kind == ChallengeKind::number_match;
  });
  for (Detection& found : batch) {
    found.begin += fed_before_;
    found.end += fed_before_;
    sentences_until_ = std::max(sentences_until_, found.end);
    // "Approve the request on your phone. The number is 57." is one request.
    if (has_number && found.kind == ChallengeKind::approval) continue;
    if (is_news(found)) out.push_back(std::move(found));
  }
}

/// Programs repeat themselves while they wait.
bool PromptDetector::is_news(const Detection& found) {
  for (Settled& last : settled_) {
    if (last.kind != found.kind) continue;
    const bool same = last.code == found.display_code && last.url == found.url;
    last.code = found.display_code;
    last.url = found.url;
    return !same;
  }
  settled_.push_back({.kind = found.kind, .code = found.display_code, .url = found.url});
  return true;
}

void PromptDetector::ask_questions(std::chrono::milliseconds quiet, std::vector<Detection>& out) {
  if (!text_.line_open() || question_open_) return;
  std::array<TracedText, joins.size()> views;
  std::size_t view_count = 1;
  if (text_.view(question_bytes, joins[0], true, views[0])) {
    for (; view_count < joins.size(); ++view_count)
      text_.view(question_bytes, joins[view_count], true, views[view_count]);
  }
  for (std::size_t i = 0; i < rules_->size(); ++i) {
    const PromptRule& rule = rules_->rule(i);
    if (rule.where != PromptRule::Where::unfinished_line || rule.quiet != quiet || !wants(i))
      continue;
    if (after_answer_ && rule.kind == ChallengeKind::unknown)
      continue;  // that line may be the answer's echo
    for (std::size_t v = 0; v < view_count; ++v) {
      const TracedText& view = views[v];
      std::size_t from = view.size() > question_bytes ? view.size() - question_bytes : 0;
      const std::size_t line = view.text().rfind('\n', view.text().find_last_not_of(" \n\t"));
      if (line != std::string::npos) from = std::max(from, line + 1);
      from = skip_to_character(view.text(), from);
      const auto match = rules_->match(i, view.text(), from);
      if (!match || is_torn_record(view.text(), match->begin)) continue;
      Detection found = make_detection(rule, *match, view);
      found.begin += fed_before_;
      found.end += fed_before_;
      out.push_back(std::move(found));
      question_open_ = true;
      return;
    }
  }
}

std::optional<Detection> find_sentence(const PromptRules& rules, std::string_view text) {
  ConsoleText console(16 * 1024);
  console.feed(text, [] {});
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules.rule(i).where != PromptRule::Where::anywhere) continue;
    for (const Join join : joins) {
      TracedText view;
      console.view(16 * 1024, join, false, view);
      if (view.empty()) return std::nullopt;
      if (auto match = rules.match(i, view.text()))
        return make_detection(rules.rule(i), std::move(*match), view);
    }
  }
  return std::nullopt;
}

}  // namespace teamsctl::core
