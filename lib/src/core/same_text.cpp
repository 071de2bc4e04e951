#include "core/same_text.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <memory>

#include "core/freer.hpp"

namespace teamsctl::core {

bool same_text_in_any_case(std::string_view a, std::string_view b) {
  if (a == b) return true;
  if (a.empty() || b.empty()) return false;
  // PCRE2 brings Unicode's case folding, which the standard library has for the process's locale
  // only.
  int error = 0;
  PCRE2_SIZE offset = 0;
  const std::unique_ptr<pcre2_code, Freer<pcre2_code_free>> pattern(
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(a.data()), a.size(),
                    PCRE2_LITERAL | PCRE2_CASELESS | PCRE2_UTF, &error, &offset, nullptr));
  if (!pattern) return false;
  const std::unique_ptr<pcre2_match_data, Freer<pcre2_match_data_free>> match(
      pcre2_match_data_create(1, nullptr));
  return pcre2_match(pattern.get(), reinterpret_cast<PCRE2_SPTR>(b.data()), b.size(), 0,
                     PCRE2_ANCHORED | PCRE2_ENDANCHORED, match.get(), nullptr) > 0;
}

}  // namespace teamsctl::core
