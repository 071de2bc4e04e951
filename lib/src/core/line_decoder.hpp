#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace teamsctl::core {

/// Cuts a byte stream into lines that end in LF. A line that lies whole in one chunk is handed over
/// where it is; only the unfinished end of a chunk is copied, and never more than `max_line` bytes
/// of it.
class LineDecoder {
 public:
  enum class Status {
    ok,
    too_long,  ///< a line is longer than max_line; the stream cannot be followed any more
  };

  /// `max_line` counts without the LF.
  explicit LineDecoder(std::size_t max_line) : max_line_(max_line) {}

  /// Calls on_line(std::string_view) for every line that `bytes` completes, without its LF. The
  /// view is valid during the call. After too_long every further call answers too_long and hands
  /// nothing over.
  template <class OnLine>
  Status feed(std::string_view bytes, OnLine&& on_line);

  /// True when bytes of a line have come whose LF has not.
  [[nodiscard]] bool has_partial() const noexcept { return !partial_.empty(); }

  /// Bytes held for the unfinished line.
  [[nodiscard]] std::size_t partial_size() const noexcept { return partial_.size(); }

 private:
  /// Keeps the start of a line; a burst of one long line does not hold its memory for ever.
  void keep(std::string_view bytes);
  void forget_partial();

  std::size_t max_line_;
  std::string partial_;
  bool broken_ = false;
};

template <class OnLine>
LineDecoder::Status LineDecoder::feed(std::string_view bytes, OnLine&& on_line) {
  if (broken_) return Status::too_long;
  while (!bytes.empty()) {
    const void* found = std::memchr(bytes.data(), '\n', bytes.size());
    const std::size_t length =
        found == nullptr ? bytes.size()
                         : static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    if (length > max_line_ - partial_.size()) {
      broken_ = true;
      forget_partial();
      return Status::too_long;
    }
    const std::string_view piece = bytes.substr(0, length);
    if (found == nullptr) {
      keep(piece);
      return Status::ok;
    }
    bytes.remove_prefix(length + 1);
    if (partial_.empty()) {
      on_line(piece);
    } else {
      keep(piece);
      on_line(std::string_view(partial_));
      forget_partial();
    }
  }
  return Status::ok;
}

}  // namespace teamsctl::core
