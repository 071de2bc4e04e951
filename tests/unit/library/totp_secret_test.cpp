#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "fetched.hpp"

// R17, R18 and H17: codes that are computed here, each sent once.

using namespace teamsctl;
using namespace std::chrono_literals;
using teamsctl::test::Fetch;
using teamsctl::test::fetched;

namespace {

const std::string rfc_seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// A wall clock that the test sets.
struct Clock {
  std::chrono::milliseconds now{0};
  int asked = 0;
  WallClock clock() {
    return [this] {
      ++asked;
      return std::chrono::system_clock::time_point(now);
    };
  }
};

std::vector<std::unique_ptr<SecretSource>> seeds(const std::string& text) {
  std::vector<std::unique_ptr<SecretSource>> list;
  list.push_back(given_secret("--totp-secret-file", Secret(text)));
  return list;
}

}  // namespace

TEST_CASE("R18 a TOTP source gives the code of now") {
  Clock clock{.now = 1111111111s};
  const auto source = totp_secret("--totp-secret-file", seeds(rfc_seed), 8, clock.clock());
  CHECK(source->name() == "--totp-secret-file");
  CHECK(source->available());
  CHECK(fetched(*source).value == "14050471");
  CHECK(source->available());
  const auto of_seven =
      totp_secret("--totp-secret-file", seeds("otpauth://totp/a?digits=7&secret=" + rfc_seed), 7,
                  clock.clock());
  CHECK(fetched(*of_seven).value == "4050471");
}

TEST_CASE(
    "R17 the second code is that of the next step, for which the source waits inside the loop") {
  Clock clock{.now = 59s - 10s};
  const auto source = totp_secret("--totp-secret-file", seeds(rfc_seed), 8, clock.clock());
  Loop loop;
  CHECK(Fetch(loop, *source).wait().value == "94287082");
  clock.now = 60s - 20ms;
  Fetch second(loop, *source);
  CHECK_FALSE(second.done());
  clock.now = 1111111111s;
  CHECK(second.wait().value == "14050471");
}

TEST_CASE("R18 a code with less than 3 s left is not sent") {
  Clock clock{.now = 30s - 10ms};
  const auto source = totp_secret("--totp-secret-file", seeds(rfc_seed), 8, clock.clock());
  Loop loop;
  Fetch fetch(loop, *source);
  while (clock.asked == 0) loop.run_one(100ms);
  CHECK_FALSE(fetch.done());
  clock.now = 59s - 20s;
  CHECK(fetch.wait().value == "94287082");
}

TEST_CASE("R17 a source that is destroyed while it waits calls nobody") {
  Clock clock{.now = 30s - 10ms};
  auto source = totp_secret("--totp-secret-file", seeds(rfc_seed), 8, clock.clock());
  Loop loop;
  Fetch fetch(loop, *source);
  while (clock.asked == 0) loop.run_one(100ms);
  source.reset();
  CHECK_FALSE(fetch.done());
}

TEST_CASE(
    "the secret is fetched when the first code is wanted, from the first source that has it, "
    "once") {
  Clock clock{.now = 59s - 10s};
  std::vector<std::unique_ptr<SecretSource>> list;
  list.push_back(failed_secret("--totp-secret-env", "the variable SEED is not set"));
  list.push_back(file_secret("--totp-secret-file", "/no/such/file"));
  list.push_back(given_secret("TEAMSCTL_TOTP_SECRET", Secret(rfc_seed)));
  const auto source = totp_secret("TOTP", std::move(list), 8, clock.clock());
  Loop loop;
  CHECK(Fetch(loop, *source).wait().value == "94287082");
  clock.now = 1111111111s;
  CHECK(Fetch(loop, *source).wait().value == "14050471");
}

TEST_CASE(
    "R17 a TOTP source goes on after a fetch that was abandoned, while the secret came and while "
    "it waited") {
  Clock clock{.now = 59s - 10s};
  const auto source = totp_secret("TOTP", seeds(rfc_seed), 8, clock.clock());
  Loop loop;
  Fetch first(loop, *source);
  source->abandon();
  CHECK_FALSE(first.done());
  CHECK(source->available());
  CHECK(Fetch(loop, *source).wait().value == "94287082");
  clock.now = 60s - 10ms;
  Fetch waiting(loop, *source);
  CHECK_FALSE(waiting.done());
  source->abandon();
  clock.now = 1111111111s;
  CHECK_FALSE(waiting.done());
  CHECK(Fetch(loop, *source).wait().value == "14050471");
}

TEST_CASE("without a secret there is no code, and every reason is told") {
  std::vector<std::unique_ptr<SecretSource>> list;
  list.push_back(failed_secret("--totp-secret-env", "the variable SEED is not set"));
  list.push_back(file_secret("--totp-secret-file", "/no/such/file"));
  const auto source = totp_secret("TOTP", std::move(list), 6);
  const auto result = fetched(*source);
  CHECK(result.code() == ErrorCode::input_needed);
  CHECK(result.message() ==
        "TOTP: no secret came. --totp-secret-env: the variable SEED is not set. "
        "--totp-secret-file: /no/such/file cannot be read: No such file or directory.");
  CHECK_FALSE(source->available());
  CHECK(fetched(*source).message() == "TOTP: has failed before.");

  const auto nothing = totp_secret("TOTP", {}, 6);
  CHECK_FALSE(nothing->available());
  CHECK(fetched(*nothing).message() == "TOTP: no secret came.");
}

TEST_CASE("R22 a secret from a file that others can write ends the search") {
  const test::Directory directory;
  const std::string path = directory / "seed";
  REQUIRE(std::system(("echo " + rfc_seed + " > " + path + " && chmod 622 " + path).c_str()) == 0);
  std::vector<std::unique_ptr<SecretSource>> list;
  list.push_back(file_secret("--totp-secret-file", path));
  list.push_back(given_secret("TEAMSCTL_TOTP_SECRET", Secret(rfc_seed)));
  const auto source = totp_secret("TOTP", std::move(list), 6);
  CHECK(fetched(*source).code() == ErrorCode::insecure);
  CHECK_FALSE(source->available());
}

TEST_CASE("H17 what is no secret is a mistake of the user's, and is not shown") {
  for (const std::string& text :
       {std::string("hunter2!"), std::string("otpauth://hotp/a?secret=GEZDGNBV"),
        std::string("123456")}) {
    const auto source = totp_secret("--totp-secret-file", seeds(text), 6);
    const auto result = fetched(*source);
    CHECK(result.code() == ErrorCode::usage);
    CHECK(result.message().starts_with("--totp-secret-file: the secret is "));
    CHECK((result.message() + result.error->hint).find("hunter2") == std::string::npos);
    CHECK((result.message() + result.error->hint).find("GEZD") == std::string::npos);
    CHECK_FALSE(source->available());
  }
}

TEST_CASE("R18 codes of another length than is wanted name the setting") {
  const auto uri =
      totp_secret("--totp-secret-file", seeds("otpauth://totp/a?digits=8&secret=" + rfc_seed), 6);
  const auto result = fetched(*uri);
  CHECK(result.code() == ErrorCode::usage);
  CHECK(result.message() == "--totp-secret-file: its codes have 8 digits, and 6 are wanted.");
  CHECK(result.error->hint == "Say so: --mfa-code-digits 8");
  CHECK_FALSE(uri->available());

  for (const int digits : {5, 9, 0, -1}) {
    const auto plain = totp_secret("--totp-secret-file", seeds(rfc_seed), digits);
    CHECK(fetched(*plain).code() == ErrorCode::usage);
  }
}
