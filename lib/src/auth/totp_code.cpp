#include <liboath/oath.h>

#include <stdexcept>
#include <string_view>

#include "auth/totp_seed.hpp"

namespace teamsctl::auth {
namespace {

int flags_of(TotpHash hash) {
  switch (hash) {
    case TotpHash::sha256:
      return OATH_TOTP_HMAC_SHA256;
    case TotpHash::sha512:
      return OATH_TOTP_HMAC_SHA512;
    case TotpHash::sha1:
      break;
  }
  return 0;
}

}  // namespace

Secret totp_code(const TotpSeed& seed, std::int64_t step, int digits) {
  char text[16] = {};
  const std::string_view key = seed.key.reveal();
  const auto period = static_cast<unsigned>(seed.period.count());
  const int result = oath_totp_generate2(
      key.data(), key.size(), static_cast<std::time_t>(step * seed.period.count()), period,
      OATH_TOTP_DEFAULT_START_TIME, static_cast<unsigned>(digits), flags_of(seed.hash), text);
  if (result != OATH_OK) throw std::runtime_error(std::string("TOTP: ") + oath_strerror(result));
  Secret code{std::string_view(text)};
  wipe(text, sizeof text);
  return code;
}

}  // namespace teamsctl::auth
