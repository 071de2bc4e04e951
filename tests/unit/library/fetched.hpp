#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "teamsctl/secret_source.hpp"

namespace teamsctl::test {

/// What a source has given, as text that CHECK can print; these tests have no real secrets.
struct Fetched {
  std::string value;
  std::optional<Error> error;

  [[nodiscard]] ErrorCode code() const { return error ? error->code : ErrorCode::ok; }
  [[nodiscard]] std::string message() const {
    return error ? error->message : "no error, but " + value;
  }
};

inline Fetched taken(std::variant<Secret, Error> result) {
  if (auto* error = std::get_if<Error>(&result)) return {.value = {}, .error = std::move(*error)};
  return {.value = std::string(std::get<Secret>(result).reveal()), .error = std::nullopt};
}

/// A fetch that is under way. It is abandoned when the source is destroyed.
class Fetch {
 public:
  Fetch(Loop& loop, SecretSource& source) : loop_(loop) {
    source.fetch(loop, Challenge{.kind = ChallengeKind::mfa_code},
                 [this](std::variant<Secret, Error> result) {
                   ++calls_;
                   result_ = taken(std::move(result));
                 });
    REQUIRE(calls_ == 0);  // never from inside the call itself
  }

  /// Runs the loop until it is done; fails the test when that takes long.
  Fetched wait() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!result_ && std::chrono::steady_clock::now() < end)
      loop_.run_one(std::chrono::milliseconds(100));
    REQUIRE(result_);
    REQUIRE(calls_ == 1);
    return *result_;
  }

  /// Handles what has come up to now.
  [[nodiscard]] bool done() {
    // A timer that is due earlier comes earlier.
    bool passed = false;
    const Loop::Handle later = loop_.after(std::chrono::milliseconds(1), [&] { passed = true; });
    while (!passed) loop_.run_one(std::chrono::milliseconds(100));
    while (loop_.run_one(std::chrono::milliseconds(0))) {
    }
    return result_.has_value();
  }

 private:
  Loop& loop_;
  int calls_ = 0;
  std::optional<Fetched> result_;
};

inline Fetched fetched(SecretSource& source) {
  Loop loop;
  return Fetch(loop, source).wait();
}

/// A directory of a test's own, removed with it.
class Directory {
 public:
  Directory() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "teamsctl-test-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace teamsctl::test
