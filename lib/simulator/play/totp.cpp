#include "play/totp.hpp"

#include <liboath/oath.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace teamsctl::simulator {

namespace {
constexpr unsigned step = OATH_TOTP_DEFAULT_TIME_STEP_SIZE;
constexpr unsigned digits = 6;
}  // namespace

std::string totp(std::string_view secret, std::time_t when) {
  char* decoded = nullptr;
  std::size_t size = 0;
  if (oath_base32_decode(secret.data(), secret.size(), &decoded, &size) != OATH_OK)
    throw std::invalid_argument("the secret is not base32");
  const std::unique_ptr<char, decltype(&std::free)> owner(decoded, &std::free);
  std::string code(digits + 1, '\0');  // the library writes a terminating zero
  if (oath_totp_generate(decoded, size, when, step, OATH_TOTP_DEFAULT_START_TIME, digits,
                         code.data()) != OATH_OK)
    throw std::invalid_argument("the secret gives no code");
  code.pop_back();
  return code;
}

bool totp_accepts(std::string_view secret, std::time_t when, std::string_view code) {
  const auto beside = static_cast<std::time_t>(step);
  return code == totp(secret, when) || code == totp(secret, when - beside) ||
         code == totp(secret, when + beside);
}

}  // namespace teamsctl::simulator
