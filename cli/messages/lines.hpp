#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace teamsctl::cli {

/// The longest line of a request, its line end not counted.
inline constexpr std::size_t longest_message = 1u << 20;

/// Cuts bytes into lines. Lines may hold passwords: memory is overwritten as soon as it is no
/// longer wanted. A line that is too long is passed over without being kept.
class MessageLines {
 public:
  MessageLines() = default;
  ~MessageLines();
  MessageLines(const MessageLines&) = delete;
  MessageLines& operator=(const MessageLines&) = delete;

  /// Where the next bytes are to be read to; not empty, and valid until the next call.
  [[nodiscard]] std::span<char> space();
  /// So many bytes were read to there.
  void filled(std::size_t size) { size_ += size; }
  /// Nothing comes any more: what is left is a line, too.
  void end() { ended_ = true; }

  struct Line {
    std::uint64_t number;  ///< from 1
    std::string_view
        text;  ///< without its line end; valid until the next call, which overwrites it
    bool too_long = false;  ///< then without text
  };
  /// The next line that is whole and not blank.
  [[nodiscard]] std::optional<Line> next();

 private:
  void drop(std::size_t size);
  [[nodiscard]] std::optional<Line> cut();

  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;     // of the first line that is not handed out
  std::size_t wiped_ = 0;     // up to here nothing is left
  std::size_t searched_ = 0;  // up to here is no line end
  std::size_t size_ = 0;
  std::uint64_t number_ = 0;
  bool passing_over_ = false;
  bool ended_ = false;
};

}  // namespace teamsctl::cli
