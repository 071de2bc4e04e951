#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/strict_json.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

/// What is wrong with a scenario, and where. The text is for the person who wrote it.
struct ScenarioError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Reads the members of one object of a scenario. The names are given first, so that a misspelt
/// member is noticed and the message can say what would have been right. Every reader throws
/// ScenarioError with the member's path.
class Members {
 public:
  Members(const Json& object, std::string path, std::initializer_list<std::string_view> allowed);

  /// The member's value, or null when it is missing.
  [[nodiscard]] const Json* find(std::string_view name) const;
  [[nodiscard]] std::string path_of(std::string_view name) const;

  void read(std::string_view name, std::string& value) const;
  void read(std::string_view name, bool& value) const;
  void read(std::string_view name, std::vector<std::string>& value) const;
  void read(std::string_view name, std::chrono::milliseconds& value) const;
  /// A whole number within [least, most].
  template <typename Number>
  void read(std::string_view name, Number& value, std::int64_t least, std::int64_t most) const {
    if (const Json* found = find(name))
      value = static_cast<Number>(whole_number(*found, path_of(name), least, most));
  }
  /// One of some words.
  template <typename Word>
  void read(std::string_view name, Word& value,
            std::initializer_list<std::pair<std::string_view, Word>> words) const {
    const Json* found = find(name);
    if (found == nullptr) return;
    std::string allowed;
    for (const auto& [word, meaning] : words) {
      if (found->is_string() && found->get_ref<const std::string&>() == word) {
        value = meaning;
        return;
      }
      append_item(allowed, word);
    }
    refuse(path_of(name), "is not one of: " + allowed);
  }

  [[noreturn]] static void refuse(const std::string& path, const std::string& why);
  [[nodiscard]] static std::int64_t whole_number(const Json& value, const std::string& path,
                                                 std::int64_t least, std::int64_t most);
  [[nodiscard]] static std::string text(const Json& value, const std::string& path);
  [[nodiscard]] static std::chrono::milliseconds duration(const Json& value,
                                                          const std::string& path);
  /// The same, or less than nothing with a '-' before it.
  [[nodiscard]] static std::chrono::milliseconds signed_duration(const Json& value,
                                                                 const std::string& path);

 private:
  const Json& object_;
  std::string path_;
};

}  // namespace teamsctl::simulator
