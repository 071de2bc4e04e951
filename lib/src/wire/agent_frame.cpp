#include "wire/agent_frame.hpp"

#include <algorithm>
#include <array>

namespace teamsctl::wire {
namespace {

std::array<char, frame_header_size> header(FrameKind kind, std::size_t length) {
  const auto byte = [&](int shift) { return static_cast<char>(length >> shift & 0xff); };
  return {byte(24), byte(16), byte(8), byte(0), static_cast<char>(kind)};
}

std::array<char, 8> number_bytes(std::uint64_t number) {
  std::array<char, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<char>(number >> (56 - 8 * i) & 0xff);
  return bytes;
}

}  // namespace

bool is_secret(FrameKind kind) noexcept {
  return kind == FrameKind::answer || kind == FrameKind::lock || kind == FrameKind::unlock;
}

void add_frame(std::string& to, FrameKind kind, std::string_view payload) {
  const auto head = header(kind, payload.size());
  to.append(head.data(), head.size()).append(payload);
}

void add_numbered_frame(std::string& to, FrameKind kind, std::uint64_t number,
                        std::string_view payload) {
  const auto head = header(kind, payload.size() + 8);
  const auto digits = number_bytes(number);
  to.append(head.data(), head.size()).append(digits.data(), digits.size()).append(payload);
}

Secret secret_frame(FrameKind kind, const std::uint64_t* number, const Secret& payload) {
  const std::size_t length = payload.size() + (number != nullptr ? 8 : 0);
  Secret frame;
  frame.reserve(frame_header_size + length);
  for (const char byte : header(kind, length)) frame.push_back(byte);
  if (number != nullptr)
    for (const char byte : number_bytes(*number)) frame.push_back(byte);
  for (const char byte : payload.reveal()) frame.push_back(byte);
  return frame;
}

std::uint64_t take_number(std::string_view& payload) noexcept {
  if (payload.size() < 8) return 0;
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8 | static_cast<unsigned char>(payload[i]);
  payload.remove_prefix(8);
  return number;
}

std::size_t FrameReader::length_of(std::string_view bytes) noexcept {
  std::size_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(bytes[i]);
  return length;
}

}  // namespace teamsctl::wire
