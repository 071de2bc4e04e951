// R14, R15: the corpus in tests/corpus, each case cut in many ways, none missed and none invented.
// Its format stands in tests/corpus/README.md.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

#include "core/ansi_filter.hpp"
#include "core/prompt_detector.hpp"
#include "unit/core/escapes.hpp"

using teamsctl::ChallengeKind;
using teamsctl::core::Detection;
using teamsctl::core::KindSet;
using teamsctl::core::PromptDetector;
using teamsctl::core::PromptRules;

namespace {

struct Expected {
  ChallengeKind kind = ChallengeKind::unknown;
  std::string code;
  std::string url;
};

struct Case {
  std::string where;
  std::string bytes;
  std::vector<Expected> expected;
  bool wrapped = false;  // by hand
};

std::vector<Expected> parse_header(const std::string& header, bool& each, bool& wrapped) {
  std::vector<Expected> all;
  std::istringstream words(header);
  std::string word;
  each = false;
  wrapped = false;
  while (words >> word) {
    if (word == ";" || word == "none") continue;
    if (word == "each")
      each = true;
    else if (word == "wrapped")
      wrapped = true;
    else if (word.starts_with("code="))
      all.back().code = word.substr(5);
    else if (word.starts_with("number="))
      all.back().code = word.substr(7);
    else if (word.starts_with("url="))
      all.back().url = word.substr(4);
    else {
      const auto kind = teamsctl::challenge_kind(word);
      if (!kind) throw std::runtime_error("no such kind: " + word);
      all.push_back({.kind = *kind, .code = {}, .url = {}});
    }
  }
  return all;
}

std::vector<Case> load(const std::string& folder) {
  std::vector<Case> cases;
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(TEAMSCTL_SOURCE_DIR "/tests/corpus/" + folder))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::ifstream in(file);
    std::vector<Expected> expected;
    bool each = false;
    bool wrapped = false;
    std::string body;
    std::string line;
    int number = 0;
    int begin = 0;
    const auto finish = [&] {
      if (!body.empty())
        cases.push_back({.where = file.filename().string() + ":" + std::to_string(begin),
                         .bytes = body,
                         .expected = expected,
                         .wrapped = wrapped});
      body.clear();
    };
    while (std::getline(in, line)) {
      ++number;
      if (line.starts_with("#:")) continue;
      if (line.starts_with("===")) {
        finish();
        expected = parse_header(line.substr(3), each, wrapped);
      } else if (line == "---") {
        finish();
      } else {
        if (body.empty()) begin = number;
        if (each || !(body.empty() && line.empty())) body += unescape_line(line);
        if (each) {
          if (line.empty()) body.clear();
          finish();
        }
      }
    }
    finish();
  }
  return cases;
}

const PromptDetector::Clock::time_point start{};

PromptDetector& detector() {
  static PromptDetector one(PromptRules::built_in());
  return one;
}

/// Feeds the pieces at one and the same time and lets silence follow.
template <class Cuts>
std::vector<Detection> detect(std::string_view bytes, const Cuts& cuts) {
  PromptDetector& one = detector();
  one.disarm();
  one.reset();
  one.arm(KindSet::all());
  std::vector<Detection> found;
  std::size_t from = 0;
  for (const std::size_t cut : cuts) {
    one.feed(bytes.substr(from, cut - from), start, found);
    from = cut;
  }
  one.feed(bytes.substr(from), start, found);
  while (const auto deadline = one.deadline()) one.tick(*deadline, found);
  return found;
}

std::vector<std::size_t> every_byte(std::size_t size) {
  std::vector<std::size_t> cuts(size);
  for (std::size_t i = 0; i < size; ++i) cuts[i] = i;
  return cuts;
}

std::string describe(const std::vector<Detection>& found) {
  std::string text;
  for (const Detection& one : found)
    text += "  " + std::string(name_of(one.kind)) + " by " + one.rule +
            " code=" + one.display_code + " url=" + one.url + " [" + std::to_string(one.begin) +
            "," + std::to_string(one.end) + ") " + one.message + "\n";
  return text.empty() ? "  nothing\n" : text;
}

bool fits(const std::vector<Detection>& found, const Case& one) {
  if (found.size() != one.expected.size()) return false;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Expected& expected = one.expected[i];
    if (found[i].kind != expected.kind || found[i].display_code != expected.code ||
        found[i].url != expected.url)
      return false;
    if (found[i].begin >= found[i].end || found[i].end > one.bytes.size() ||
        found[i].message.empty())
      return false;
  }
  return true;
}

int count_wrong(const std::vector<Case>& cases) {
  int wrong = 0;
  for (const Case& one : cases) {
    const auto found = detect(one.bytes, std::vector<std::size_t>{});
    if (fits(found, one)) continue;
    ++wrong;
    std::cerr << one.where << ": expected " << one.expected.size() << ", found\n"
              << describe(found);
  }
  return wrong;
}

/// Breaks every line as a console of that width would: at the last column, or at the last space
/// before it.
std::string wrap(const std::string& bytes, std::size_t width, bool words) {
  std::string out;
  std::string row;
  std::size_t columns = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t begin = at;
    const char32_t c = teamsctl::core::next_code_point(bytes, at);
    if (c == '\n') {
      out += row + "\n";
      row.clear();
      columns = 0;
      continue;
    }
    const std::size_t wide = c >= 0x1100 && (c < 0x2000 || c >= 0x2e80) ? 2 : 1;
    if (columns + wide > width && !(words && c == ' ' && at == bytes.size())) {
      const std::size_t space = row.rfind(' ');
      if (words && c == ' ') {
        out += row + "\n";
        row.clear();
        columns = 0;
        continue;
      }
      if (words && space != std::string::npos && space != 0) {
        out += row.substr(0, space) + "\n";
        row.erase(0, space + 1);
        columns = 0;
        for (std::size_t i = 0; i < row.size();)
          columns += teamsctl::core::next_code_point(row, i) >= 0x1100 ? 2 : 1;
      } else {
        out += row + "\n";
        row.clear();
        columns = 0;
      }
    }
    row += bytes.substr(begin, at - begin);
    columns += wide;
  }
  return out + row;
}

}  // namespace

TEST_CASE("R15 every prompt of the corpus is found") {
  const auto cases = load("positive");
  const int missed = count_wrong(cases);
  std::cout << "R15: " << cases.size() << " positive cases, " << missed << " missed\n";
  CHECK(cases.size() >= 200);
  CHECK(missed == 0);
}

TEST_CASE("R15 nothing else is taken for a prompt") {
  const auto cases = load("negative");
  const int false_alarms = count_wrong(cases);
  std::cout << "R15: " << cases.size() << " negative cases, " << false_alarms << " false\n";
  CHECK(cases.size() >= 500);
  CHECK(false_alarms == 0);
}

TEST_CASE(
    "R15 prompts are found when a console of 40, 80 or 120 columns wrapped and coloured them") {
  int wrong = 0;
  int tried = 0;
  for (const Case& plain : load("positive")) {
    if (plain.wrapped || plain.bytes.find_first_of("\x1b\r\b\x9b\xff") != std::string::npos)
      continue;  // has its own idea of columns
    for (const std::size_t width : {40u, 80u, 120u}) {
      for (const bool words : {false, true}) {
        Case wrapped = plain;
        wrapped.bytes = wrap(plain.bytes, width, words);
        if (wrapped.bytes == plain.bytes) continue;
        std::string coloured = "\x1b[93m";
        for (const char c : wrapped.bytes)
          coloured += c == '\n' ? std::string("\x1b[0m\r\n\x1b[93m") : std::string(1, c);
        wrapped.bytes = coloured + "\x1b[0m";
        ++tried;
        const auto found = detect(wrapped.bytes, std::vector<std::size_t>{});
        if (fits(found, wrapped)) continue;
        ++wrong;
        std::cerr << plain.where << " at " << width << (words ? " words" : " columns") << "\n"
                  << describe(found);
      }
    }
  }
  std::cout << "R15: " << tried << " wrapped forms, " << wrong << " wrong\n";
  CHECK(tried > 200);
  CHECK(wrong == 0);
}

TEST_CASE("R14 how the bytes were cut makes no difference") {
  std::mt19937 random(14);
  int different = 0;
  std::size_t feeds = 0;
  for (const char* folder : {"positive", "negative"}) {
    std::size_t index = 0;
    for (const Case& one : load(folder)) {
      const auto whole = detect(one.bytes, std::vector<std::size_t>{});
      const auto check = [&](const std::vector<std::size_t>& cuts, const char* how) {
        ++feeds;
        const auto found = detect(one.bytes, cuts);
        if (found == whole) return;
        ++different;
        std::cerr << one.where << " " << how << "\n"
                  << describe(whole) << "differs from\n"
                  << describe(found);
      };
      check(every_byte(one.bytes.size()), "byte by byte");
      ++index;
      if (one.bytes.size() <= 80)
        for (std::size_t cut = 1; cut < one.bytes.size(); ++cut) check({cut}, "cut once");
      const int splits = index % 40 == 0 ? 1000 : 5;
      for (int i = 0; i < splits && one.bytes.size() > 2; ++i) {
        std::vector<std::size_t> cuts(1 + random() % 8);
        for (std::size_t& cut : cuts) cut = random() % one.bytes.size();
        std::sort(cuts.begin(), cuts.end());
        check(cuts, "at random");
      }
    }
  }
  std::cout << "R14: " << feeds << " ways of cutting, " << different << " different\n";
  CHECK(different == 0);
}
