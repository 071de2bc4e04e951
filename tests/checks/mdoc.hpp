#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace teamsctl::mdoc {

/// Writes plain text in the language of manual pages, mdoc(7): a line a sentence, filled, with what
/// is an option, a command, a value or the name of a cmdlet or property marked as such.
class Writer {
 public:
  Writer(std::ostream& to, std::vector<std::string_view> commands,
         std::vector<std::string_view> values)
      : to_(to), commands_(std::move(commands)), values_(std::move(values)) {}

  /// A line that is mdoc already.
  void line(std::string_view mdoc) { to_ << mdoc << '\n'; }

  /// Sentences without a line break.
  void text(std::string_view sentences);

 private:
  /// The macro for a word, or nothing when it is just a word.
  [[nodiscard]] std::string macro_for(std::string_view word) const;
  void word(std::string_view word);
  void flush();

  std::ostream& to_;
  std::vector<std::string_view> commands_;
  std::vector<std::string_view> values_;
  std::string filling_;
};

}  // namespace teamsctl::mdoc
