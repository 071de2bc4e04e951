#pragma once

#include <string_view>

namespace teamsctl::core {

/// True when two texts in UTF-8 differ in nothing but the case of their letters, whatever the
/// script: "zürich" and "ZÜRICH" do not. False when one of them is no UTF-8.
[[nodiscard]] bool same_text_in_any_case(std::string_view a, std::string_view b);

}  // namespace teamsctl::core
