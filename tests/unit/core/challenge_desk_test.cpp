#include "core/challenge_desk.hpp"

#include <catch2/catch.hpp>

using namespace teamsctl;
using namespace teamsctl::core;
using namespace std::chrono_literals;

namespace {

Challenge asking(ChallengeKind kind) {
  Challenge challenge;
  challenge.kind = kind;
  return challenge;
}

}  // namespace

TEST_CASE("a code of another form stays unanswered and the challenge open") {
  ChallengeDesk desk{Limits{}};
  desk.start_sign_in("u@contoso.example", 6);
  const ChallengeId id = desk.open(asking(ChallengeKind::mfa_code), ToConsole{}, {}).id;
  for (const char* wrong : {"", "12345", "1234567", "12345a", "123 456",
                            "\xd9\xa1\xd9\xa2\xd9\xa3\xd9\xa4\xd9\xa5\xd9\xa6"})
    CHECK_FALSE(desk.answer(id, Secret(std::string_view(wrong))));
  REQUIRE(desk.find(id));
  CHECK(desk.find(id)->account == "u@contoso.example");
  CHECK(desk.answer(id, Secret("123456")));
  CHECK(desk.empty());
}

TEST_CASE("R17 a challenge takes one answer") {
  ChallengeDesk desk{Limits{}};
  const ChallengeId id =
      desk.open(asking(ChallengeKind::password), ToPrompt{1, PromptKind::secure, ""}, {}).id;
  CHECK(desk.answer(id, Secret("one")));
  CHECK_FALSE(desk.answer(id, Secret("two")));
}

TEST_CASE("attempts are counted by kind and begin anew with a sign-in") {
  ChallengeDesk desk{Limits{}};
  CHECK(desk.open(asking(ChallengeKind::mfa_code), ToConsole{}, {}).attempt == 1);
  CHECK(desk.open(asking(ChallengeKind::mfa_code), ToConsole{}, {}).attempt == 2);
  CHECK(desk.open(asking(ChallengeKind::password), ToConsole{}, {}).attempt == 1);
  desk.start_sign_in("", 6);
  CHECK(desk.attempts(ChallengeKind::mfa_code) == 0);
}

TEST_CASE("a choice is answered by label, by key and by number") {
  ChallengeDesk desk{Limits{}};
  const auto choose = [&](std::string_view text) -> int {
    Challenge challenge = asking(ChallengeKind::confirm);
    challenge.choices = {"&Yes", "&No", "No to a&ll"};
    const ChallengeId id = desk.open(challenge, ToPrompt{1, PromptKind::choice, ""}, {}).id;
    auto answered = desk.answer(id, Secret(text));
    if (!answered) desk.drop(id);
    return answered ? std::get<int>(answered->value) : -1;
  };
  CHECK(choose("yes") == 0);
  CHECK(choose("N") == 1);
  CHECK(choose("No to all") == 2);
  CHECK(choose("l") == 2);
  CHECK(choose("1") == 1);
  CHECK(choose("3") == -1);
  CHECK(choose("maybe") == -1);
}

TEST_CASE("what is settled elsewhere takes no answer and has no time of its own") {
  Limits limits;
  limits.mfa = 5s;
  ChallengeDesk desk{limits};
  const TimePoint now{};
  const ChallengeId device = desk.open(asking(ChallengeKind::device_code), ToNobody{}, now).id;
  CHECK_FALSE(desk.answer(device, Secret("123456")));
  CHECK_FALSE(desk.deadline());
  desk.open(asking(ChallengeKind::mfa_code), ToConsole{}, now);
  CHECK(desk.deadline() == now + 5s);
  CHECK(desk.overdue(now + 4s) == nullptr);
  REQUIRE(desk.overdue(now + 5s));
  CHECK(desk.overdue(now + 5s)->kind == ChallengeKind::mfa_code);
}
