#include "core/prompt_detector.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using teamsctl::ChallengeKind;
using teamsctl::core::Detection;
using teamsctl::core::find_sentence;
using teamsctl::core::KindSet;
using teamsctl::core::PromptDetector;
using teamsctl::core::PromptRule;
using teamsctl::core::PromptRules;

namespace {

constexpr char device_sentence[] =
    "To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter "
    "the code FRWQDE7YL to authenticate.\n";

/// A detector with a clock of its own.
struct Console {
  PromptDetector detector{PromptRules::built_in()};
  PromptDetector::Clock::time_point now{};
  std::vector<Detection> found;

  explicit Console(KindSet kinds = KindSet::all()) { detector.arm(kinds); }
  void say(std::string_view bytes) { detector.feed(bytes, now, found); }
  void wait(std::chrono::milliseconds time) {
    const auto until = now + time;
    while (const auto deadline = detector.deadline()) {
      if (*deadline > until) break;
      now = *deadline;
      detector.tick(now, found);
    }
    now = until;
  }
};

}  // namespace

TEST_CASE("a known question is reported after its quiet time, an unknown one later") {
  Console known;
  known.say("Enter code: ");
  known.wait(149ms);
  CHECK(known.found.empty());
  known.wait(1ms);
  REQUIRE(known.found.size() == 1);
  CHECK(known.found[0].kind == ChallengeKind::mfa_code);
  CHECK(known.found[0].message == "Enter code:");
  known.wait(10s);
  CHECK(known.found.size() == 1);
  CHECK_FALSE(known.detector.deadline());

  Console unknown;
  unknown.say("Name of the tenant? ");
  unknown.wait(1999ms);
  CHECK(unknown.found.empty());
  unknown.wait(1ms);
  REQUIRE(unknown.found.size() == 1);
  CHECK(unknown.found[0].kind == ChallengeKind::unknown);
}

TEST_CASE("C15 a question that drips in is reported once") {
  Console console;
  for (const char c : std::string_view("Enter the verification code: ")) {
    console.say(std::string_view(&c, 1));
    console.wait(1000ms);
  }
  REQUIRE(console.found.size() == 1);
  CHECK(console.found[0].begin == 0);
}

TEST_CASE("R19 R20 a sentence is found within half a second although the console never rests") {
  Console console;
  console.say(device_sentence);
  for (int i = 0; i < 50 && console.found.empty(); ++i) {
    console.say(i % 2 == 0 ? "\rwaiting |" : "\rwaiting -");
    console.wait(10ms);
  }
  REQUIRE(console.found.size() == 1);
  CHECK(console.found[0].display_code == "FRWQDE7YL");
  CHECK(console.now.time_since_epoch() <= 500ms);
  for (int i = 0; i < 100; ++i) {
    console.say(i % 2 == 0 ? "\rwaiting |" : "\rwaiting -");
    console.wait(10ms);
  }
  CHECK(console.found.size() == 1);
}

TEST_CASE("a sentence in the middle of a long output is found") {
  std::string bytes;
  while (bytes.size() < 100'000) bytes += "line of a log that says nothing at all\n";
  bytes += device_sentence;
  const std::size_t end = bytes.size();
  while (bytes.size() < 200'000) bytes += "and some more of it, of another length\n";
  Console whole;
  whole.say(bytes);
  REQUIRE(whole.found.size() == 1);
  CHECK(whole.found[0].url == "https://microsoft.com/devicelogin");
  CHECK(whole.found[0].end < end);
  Console single;
  for (std::size_t i = 0; i < bytes.size(); ++i) single.say(std::string_view(bytes).substr(i, 1));
  CHECK(single.found == whole.found);
}

TEST_CASE("a sentence and a question are found in a line that never ends") {
  std::string bytes(50'000, 'x');
  bytes += ". " + std::string(device_sentence, sizeof(device_sentence) - 2) + " ";
  bytes += std::string(50'000, 'y') + ". Enter code: ";
  Console console;
  console.say(bytes);
  console.wait(1s);
  REQUIRE(console.found.size() == 2);
  CHECK(console.found[0].kind == ChallengeKind::device_code);
  CHECK(console.found[1].kind == ChallengeKind::mfa_code);
  CHECK(console.found[1].message.size() <= 700);
}

TEST_CASE("R17 the echo of an answer is no question, the same question again is one") {
  Console console;
  console.say("Enter code: ");
  console.wait(200ms);
  REQUIRE(console.found.size() == 1);
  console.detector.answered();
  console.say("112123123412345123456");
  console.wait(5s);
  console.say("\n");
  console.wait(5s);
  CHECK(console.found.size() == 1);
  console.say("That code is not correct. Try again.\nEnter code: ");
  console.wait(200ms);
  CHECK(console.found.size() == 2);
}

TEST_CASE(
    "R17 an echo that looks like a question is not one, and a question without echo before it is "
    "found") {
  Console console;
  console.say("Password: ");
  console.wait(200ms);
  console.detector.answered();
  console.say("My secret?");
  console.wait(5s);
  CHECK(console.found.size() == 1);
  console.detector.answered();
  console.say("Enter code: ");
  console.wait(200ms);
  REQUIRE(console.found.size() == 2);
  CHECK(console.found[1].kind == ChallengeKind::mfa_code);
}

TEST_CASE("a redrawn question is not another one") {
  Console console;
  console.say("Enter code: ");
  console.wait(200ms);
  console.say("\r\x1b[KEnter code: ");
  console.wait(5s);
  console.say("\x1b[?25h");
  console.wait(5s);
  CHECK(console.found.size() == 1);
}

TEST_CASE("C19 only armed kinds are found, and nothing while disarmed") {
  Console console({ChallengeKind::confirm, ChallengeKind::choice});
  console.say("Enter verification code: ");
  console.wait(5s);
  console.say(std::string("\n") + device_sentence);
  console.wait(5s);
  CHECK(console.found.empty());
  console.detector.disarm();
  console.say("Continue? [y/N] ");
  console.wait(5s);
  CHECK_FALSE(console.detector.deadline());
  CHECK(console.found.empty());
}

TEST_CASE("offsets count the bytes that came while disarmed") {
  Console console;
  console.detector.disarm();
  console.say(std::string(1000, 'x'));
  console.detector.arm(KindSet::all());
  console.say("\x1b[1mEnter code: ");
  console.wait(1s);
  REQUIRE(console.found.size() == 1);
  CHECK(console.found[0].begin == 1004);
  CHECK(console.found[0].end == 1015);
  console.detector.reset();
  console.say("OTP: ");
  console.wait(1s);
  REQUIRE(console.found.size() == 2);
  CHECK(console.found[1].begin == 0);
}

TEST_CASE("arming other kinds looks again at what is there") {
  Console console({ChallengeKind::password});
  console.say("Enter code: ");
  console.wait(1s);
  CHECK(console.found.empty());
  console.detector.arm({ChallengeKind::mfa_code});
  console.wait(1s);
  CHECK(console.found.size() == 1);
}

TEST_CASE("R16 a rule of the user's is used, and a hopeless one does not stop the others") {
  std::vector<PromptRule> rules = {{.name = "hopeless",
                                    .kind = ChallengeKind::mfa_code,
                                    .pattern = "(x+x+)+(?:y|z)",
                                    .quiet = 150ms,
                                    .where = PromptRule::Where::unfinished_line,
                                    .context = {},
                                    .needs = {}},
                                   {.name = "ours",
                                    .kind = ChallengeKind::mfa_code,
                                    .pattern = "say friend(?<message> and enter)",
                                    .quiet = 50ms,
                                    .where = PromptRule::Where::unfinished_line,
                                    .context = {},
                                    .needs = {}}};
  auto compiled = PromptRules::compile(rules);
  auto usable = std::make_shared<PromptRules>(std::get<PromptRules>(std::move(compiled)));
  PromptDetector detector(usable);
  detector.arm(KindSet::all());
  std::vector<Detection> found;
  PromptDetector::Clock::time_point now{};
  detector.feed(std::string(200, 'x'), now, found);
  detector.tick(now + 1s, found);
  CHECK(usable->take_disabled() == std::vector<std::string>{"hopeless"});
  detector.feed("\nsay friend and enter", now + 1s, found);
  detector.tick(now + 2s, found);
  REQUIRE(found.size() == 1);
  CHECK(found[0].rule == "ours");
  CHECK(found[0].message == "and enter");
}

TEST_CASE("a sentence is found in a warning") {
  const auto rules = PromptRules::built_in();
  const auto found = find_sentence(*rules, std::string_view(device_sentence));
  REQUIRE(found);
  CHECK(found->display_code == "FRWQDE7YL");
  CHECK_FALSE(find_sentence(*rules, "The verification code was sent."));
  CHECK_FALSE(find_sentence(*rules, ""));
}
