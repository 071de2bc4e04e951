#include "teamsctl/secret.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

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

TEST_CASE("R37 what a secret leaves behind is zeros, whatever its size") {
  for (const std::size_t size : {1u, 64u, 65u, 200u, 4096u}) {
    Secret secret(std::string(size, 's'));
    // Its slot stays mapped for the next one.
    const char* memory = secret.reveal().data();
    REQUIRE(memory[0] == 's');
    secret.clear();
    CHECK(std::all_of(memory, memory + size, [](char c) { return c == '\0'; }));
  }
}

TEST_CASE("R37 what a secret has outgrown is zeros") {
  Secret secret(std::string(64, 's'));
  const char* memory = secret.reveal().data();
  secret.push_back('s');
  REQUIRE(secret.reveal().data() != memory);
  CHECK(std::all_of(memory, memory + 64, [](char c) { return c == '\0'; }));
  CHECK(secret.reveal() == std::string(65, 's'));
}

TEST_CASE("secrets of all sizes keep their bytes while others come and go") {
  std::mt19937 random(7);  // NOLINT: the same cases each time
  std::vector<std::pair<Secret, std::string>> secrets;
  for (int round = 0; round < 3000; ++round) {
    const std::size_t size = std::size_t{1} << random() % 15;
    const std::string text(size + random() % size, static_cast<char>('a' + random() % 26));
    secrets.emplace_back(Secret(text), text);
    if (secrets.size() > 100) {
      const auto gone = secrets.begin() + static_cast<std::ptrdiff_t>(random() % secrets.size());
      REQUIRE(gone->first.reveal() == gone->second);
      secrets.erase(gone);
    }
  }
  for (const auto& [secret, text] : secrets) REQUIRE(secret.reveal() == text);
}

TEST_CASE("a secret may be as large as the longest request") {
  Secret grown;
  for (std::size_t i = 0; i < 16u << 20; ++i) grown.push_back('x');
  CHECK(grown.size() == 16u << 20);
  CHECK(grown.clone().reveal() == grown.reveal());
}

TEST_CASE("reserving keeps what is there and spares the growing") {
  Secret secret("Passw0rd!");
  secret.reserve(1000);
  const char* memory = secret.reveal().data();
  while (secret.size() < 1000) secret.push_back('!');
  CHECK(secret.reveal().data() == memory);
  CHECK(secret.reveal().starts_with("Passw0rd!!"));
  secret.reserve(1);
  CHECK(secret.size() == 1000);
}

TEST_CASE("R37 secrets may be made and destroyed in many threads at once") {
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int number = 0; number < 4; ++number) {
    threads.emplace_back([number, &wrong] {
      for (std::size_t round = 0; round < 2000; ++round) {
        const std::string text(1 + round % 300, static_cast<char>('a' + number));
        const Secret secret(text);
        if (secret.reveal() != text) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}
