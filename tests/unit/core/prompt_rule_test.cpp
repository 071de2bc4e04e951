// R16, H16: rules that people write.
#include "core/prompt_rule.hpp"

#include <catch2/catch.hpp>
#include <chrono>

using teamsctl::ChallengeKind;
using teamsctl::core::built_in_prompt_rules;
using teamsctl::core::classify_question;
using teamsctl::core::PromptRule;
using teamsctl::core::PromptRules;
using teamsctl::core::RuleError;

namespace {

PromptRule rule(std::string pattern) {
  return {.name = "mine",
          .kind = ChallengeKind::mfa_code,
          .pattern = std::move(pattern),
          .quiet = std::chrono::milliseconds(150),
          .where = PromptRule::Where::anywhere,
          .context = {},
          .needs = {}};
}

RuleError error_of(const PromptRule& one) {
  auto compiled = PromptRules::compile(std::span(&one, 1));
  REQUIRE(std::holds_alternative<RuleError>(compiled));
  return std::get<RuleError>(compiled);
}

}  // namespace

TEST_CASE("the built-in prompt rules compile") {
  auto compiled = PromptRules::compile(built_in_prompt_rules());
  if (const auto* error = std::get_if<RuleError>(&compiled))
    FAIL(error->rule << ": " << error->message);
  CHECK(std::get<PromptRules>(compiled).size() == built_in_prompt_rules().size());
}

TEST_CASE("R16 a pattern that does not compile is refused with the place") {
  const RuleError error = error_of(rule("code (abc"));
  CHECK(error.rule == "mine");
  CHECK(error.offset == 9);
  CHECK_FALSE(error.message.empty());
}

TEST_CASE("R16 a pattern that matches the empty string is refused") {
  for (const char* pattern : {"", "a*", "(?=code)", "^", "x?|y"})
    CHECK(error_of(rule(pattern)).message.find("empty") != std::string::npos);
}

TEST_CASE("R16 ten thousand rules and endless ones are refused") {
  const std::vector<PromptRule> many(10'000, rule("code"));
  CHECK(std::holds_alternative<RuleError>(PromptRules::compile(many)));
  CHECK_FALSE(error_of(rule(std::string(100'000, 'a'))).message.empty());
}

TEST_CASE("R16 a rule that meets its match limit is switched off and named once") {
  const std::vector<PromptRule> rules = {rule("^(a+)+$"), rule("b")};
  auto compiled = PromptRules::compile(rules);
  auto& usable = std::get<PromptRules>(compiled);
  const std::string text = std::string(40, 'a') + "b";
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(usable.match(0, text));
  const auto took = std::chrono::steady_clock::now() - begin;
  CHECK(took < std::chrono::milliseconds(
                   250));  // a few milliseconds; the rest is for sanitizers and a busy machine
  CHECK_FALSE(usable.enabled(0));
  CHECK(usable.take_disabled() == std::vector<std::string>{"mine"});
  CHECK_FALSE(usable.match(0, "aaa"));
  CHECK(usable.take_disabled().empty());
  CHECK(usable.match(1, text));
}

TEST_CASE("the built-in rules stay far from their limits on hostile text") {
  const auto rules = PromptRules::built_in();
  for (const std::string unit :
       {"a", "a ", "code ", "enter the code ", ": ", "((((", "[Y] Yes ", "https://a/device code ",
        "\xe7\xa2\xbc", "number 1 phone ", "5 ", "your phone approve ", "- ", "'\"", "A1B2C3D4E ",
        "password for ", "to your phone sent request "}) {
    std::string text;
    while (text.size() < 6000) text += unit;
    for (std::size_t i = 0; i < rules->size(); ++i) {
      const std::size_t from = rules->rule(i).where == PromptRule::Where::anywhere
                                   ? 0
                                   : text.size() - 1024 / unit.size() * unit.size();
      (void)rules->match(i, text, from);
    }
    INFO(unit);
    CHECK(rules->take_disabled().empty());
  }
}

TEST_CASE("questions of PowerShell's host are classified") {
  const auto rules = PromptRules::built_in();
  const auto kind = [&](std::string_view message, bool secret = false,
                        std::string_view caption = {}) {
    return classify_question(*rules, caption, message, secret, {});
  };
  for (const char* message : {"Enter code",
                              "Enter the verification code from your authenticator app",
                              "Verification code:",
                              "OTP",
                              "Code",
                              "Enter your OTP.",
                              "Geben Sie den Bestätigungscode ein",
                              "Entrez le code de vérification",
                              "Introduzca el código de verificación",
                              "Immettere il codice di verifica",
                              "Insira o código de verificação",
                              "Wprowadź kod weryfikacyjny",
                              "Zadejte ověřovací kód",
                              "Введите код подтверждения",
                              "Doğrulama kodunu girin",
                              "確認コードを入力してください",
                              "인증 코드를 입력하세요",
                              "请输入验证码",
                              "請輸入驗證碼",
                              "Voer de verificatiecode in",
                              "We sent a text message to +1 425 555 0100.\nEnter the code"}) {
    INFO(message);
    CHECK(kind(message) == ChallengeKind::mfa_code);
    CHECK(kind(message, true) == ChallengeKind::mfa_code);
  }
  for (const char* message :
       {"Password for user bob@contoso.com:", "Password", "Enter your password", "Kennwort",
        "Mot de passe :", "パスワード", "Пароль"}) {
    INFO(message);
    CHECK(kind(message, true) == ChallengeKind::password);
  }
  CHECK(kind("User name") == ChallengeKind::username);
  CHECK(kind("User:") == ChallengeKind::username);
  CHECK(kind("", false, "Enter the verification code") == ChallengeKind::mfa_code);
  for (const char* message :
       {"Phone number +1 425 555 0100", "e6204887-25ae-40f9-9109-1dc559799dad",
        "Assign +14255550100 to bob", "Order 123456", "", "Identity", "New password", "API key",
        "Postal code", "Country code", "The verification code was sent.", "TelephoneNumber[0]"}) {
    INFO(message);
    CHECK(kind(message) == ChallengeKind::unknown);
    CHECK(kind(message, true) == ChallengeKind::unknown);
  }
  CHECK(kind("User name", true) == ChallengeKind::unknown);
}

TEST_CASE("yes and no are a confirmation, other labels a choice") {
  const auto rules = PromptRules::built_in();
  const auto kind = [&](const std::vector<std::string>& labels) {
    return classify_question(*rules, "Confirm", "Go on?", false, labels);
  };
  const std::vector<std::vector<std::string>> confirmations = {
      {"&Yes", "&No"},
      {"&Yes", "Yes to &All", "&No", "No to A&ll", "&Suspend"},
      {"&Ja", "&Nein"},
      {"&Oui", "&Non"},
      {"&Sí", "&No"},
      {"&Sì", "&No"},
      {"&Sim", "&Não"},
      {"&Tak", "&Nie"},
      {"&Ano", "&Ne"},
      {"&Да", "&Нет"},
      {"&Evet", "&Hayır"},
      {"はい(&Y)", "いいえ(&N)"},
      {"예(&Y)", "아니요(&N)"},
      {"是(&Y)", "否(&N)"},
      {"&Ja", "&Nee"},
      {"yes", "no"},
      {"&Yes", "&No", "&Cancel"}};
  for (const auto& labels : confirmations) {
    INFO(labels.front());
    CHECK(kind(labels) == ChallengeKind::confirm);
  }
  CHECK(kind({"&Text message", "&Phone call"}) == ChallengeKind::choice);
  CHECK(kind({"&OK", "&Cancel"}) == ChallengeKind::choice);
  CHECK(kind({"&Yes"}) == ChallengeKind::choice);
  CHECK(kind({"&Norway", "&Yemen"}) == ChallengeKind::choice);
}
