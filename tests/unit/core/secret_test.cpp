#include "teamsctl/secret.hpp"

#include <catch2/catch.hpp>
#include <type_traits>
#include <utility>

using teamsctl::Secret;

TEST_CASE("a secret holds its bytes and gives them up when moved") {
  Secret first("Passw0rd!");
  CHECK(first.reveal() == "Passw0rd!");
  Secret second = std::move(first);
  CHECK(second.reveal() == "Passw0rd!");
  CHECK(first.empty());  // NOLINT(bugprone-use-after-move): the empty state is promised
  second.clear();
  CHECK(second.empty());
}

TEST_CASE("a secret grows byte by byte and clones only by name") {
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<Secret>);
  STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<Secret>);
  Secret grown;
  for (int i = 0; i < 1000; ++i) grown.push_back(static_cast<char>('a' + i % 26));
  CHECK(grown.size() == 1000);
  CHECK(grown.clone().reveal() == grown.reveal());
}

TEST_CASE("wiping a string leaves nothing in its memory") {
  std::string text(100, 's');
  const char* memory = text.data();
  teamsctl::wipe(text);
  CHECK(text.empty());
  for (int i = 0; i < 100; ++i) REQUIRE(memory[i] == '\0');
}
