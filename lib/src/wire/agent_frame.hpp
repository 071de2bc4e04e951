#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "teamsctl/secret.hpp"

// The frames of teamsctl-agent(7): a length of four bytes, a kind of one, and so many bytes.
namespace teamsctl::wire {

inline constexpr std::size_t frame_header_size = 5;

/// The version of the protocol. Another major is not understood; a higher minor has more members.
inline constexpr int agent_protocol_major = 1;
inline constexpr int agent_protocol_minor = 0;

enum class FrameKind : char {
  // to the agent
  hello = 'H',
  open = 'O',
  request = 'R',
  answer = 'A',  ///< a challenge's number in eight bytes, then the answer as it is
  decline = 'D',
  cancel = 'C',
  pause = 'P',
  resume = 'U',
  status = 'S',
  logout = 'L',
  lock = 'K',    ///< the passphrase as it is
  unlock = 'N',  ///< the passphrase as it is
  stop = 'X',
  // from the agent
  welcome = 'h',
  event = 'e',
  row = 'r',  ///< a request's number in eight bytes, then the row as it is
  report = 's',
  done = 'd',
  error = 'x',
};

/// True for frames whose payload is a secret.
[[nodiscard]] bool is_secret(FrameKind kind) noexcept;

/// A frame as bytes, appended.
void add_frame(std::string& to, FrameKind kind, std::string_view payload);

/// A frame that begins with a number of eight bytes.
void add_numbered_frame(std::string& to, FrameKind kind, std::uint64_t number,
                        std::string_view payload);

/// The frame of a secret, in memory that is wiped. Without a number for kinds that have none.
[[nodiscard]] Secret secret_frame(FrameKind kind, const std::uint64_t* number,
                                  const Secret& payload);

/// The eight bytes at the beginning of a payload, which are taken off; 0 where there are fewer.
[[nodiscard]] std::uint64_t take_number(std::string_view& payload) noexcept;

/// Cuts bytes into frames, however they come.
class FrameReader {
 public:
  /// `longest` payload that is taken, in bytes.
  explicit FrameReader(std::size_t longest) : longest_(longest) {}
  ~FrameReader() { wipe(held_.data(), held_.size()); }
  FrameReader(const FrameReader&) = delete;
  FrameReader& operator=(const FrameReader&) = delete;

  enum class Status {
    more,      ///< all that is whole has been handed over
    stopped,   ///< `on_frame` returned false; the rest is kept for resume()
    too_long,  ///< a header says more than is taken; nothing can follow it
  };

  /// Calls `on_frame(kind, payload)` for each whole frame; the payload is valid during the call.
  template <class OnFrame>
  Status feed(std::string_view bytes, OnFrame&& on_frame) {
    if (held_.empty()) return run(bytes, on_frame);
    held_.append(bytes);
    return run_held(on_frame);
  }

  /// Goes on with what was kept.
  template <class OnFrame>
  Status resume(OnFrame&& on_frame) {
    return held_.empty() ? Status::more : run_held(on_frame);
  }

  /// A frame has begun and is not whole.
  [[nodiscard]] bool partial() const noexcept { return !held_.empty(); }

 private:
  template <class OnFrame>
  Status run_held(OnFrame&& on_frame) {
    // A long frame in many pieces is not copied at each of them.
    if (held_.size() < frame_header_size) return Status::more;
    if (const std::size_t length = length_of(held_);
        length <= longest_ && held_.size() - frame_header_size < length)
      return Status::more;
    std::string bytes;
    bytes.swap(held_);
    const Status status = run(bytes, on_frame);
    wipe(bytes);
    return status;
  }

  template <class OnFrame>
  Status run(std::string_view bytes, OnFrame&& on_frame) {
    while (bytes.size() >= frame_header_size) {
      const std::size_t length = length_of(bytes);
      if (length > longest_) return Status::too_long;
      if (bytes.size() - frame_header_size < length) {
        held_.reserve(frame_header_size +
                      length);  // a secret is not left behind in outgrown memory
        break;
      }
      const auto kind = static_cast<FrameKind>(bytes[4]);
      const std::string_view payload = bytes.substr(frame_header_size, length);
      bytes.remove_prefix(frame_header_size + length);
      if (!on_frame(kind, payload)) {
        held_.assign(bytes);
        return Status::stopped;
      }
    }
    held_.assign(bytes);
    return Status::more;
  }

  [[nodiscard]] static std::size_t length_of(std::string_view header) noexcept;

  std::size_t longest_;
  std::string held_;
};

}  // namespace teamsctl::wire
