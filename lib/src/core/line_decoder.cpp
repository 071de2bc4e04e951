#include "core/line_decoder.hpp"

namespace teamsctl::core {
namespace {

constexpr std::size_t kept_capacity = 256 * 1024;

}  // namespace

void LineDecoder::keep(std::string_view bytes) { partial_.append(bytes); }

void LineDecoder::forget_partial() {
  partial_.clear();
  if (partial_.capacity() > kept_capacity) std::string().swap(partial_);
}

}  // namespace teamsctl::core
