#include <openssl/evp.h>

#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "teamsctl/transcript.hpp"

namespace teamsctl {
namespace {

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1,
                   '\0');  // the library writes a terminating zero
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

}  // namespace

std::string_view name_of(Channel channel) noexcept {
  switch (channel) {
    case Channel::request:
      return "request";
    case Channel::record:
      return "record";
    case Channel::typed:
      return "typed";
    case Channel::output:
      return "output";
    case Channel::error:
      return "error";
    case Channel::terminal:
      return "terminal";
    case Channel::ended:
      return "ended";
  }
  return "ended";
}

std::string transcript_header(std::string_view teamsctl_version) {
  return nlohmann::ordered_json{{"teamsctl_transcript", 1}, {"teamsctl", teamsctl_version}}.dump() +
         "\n";
}

std::string transcript_line(const TranscriptEntry& entry) {
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(entry.time).count();
  nlohmann::ordered_json line{{"t", static_cast<double>(milliseconds) / 1000},
                              {"channel", name_of(entry.channel)}};
  if (core::is_utf8(entry.text))
    line["text"] = entry.text;
  else
    line["base64"] = base64(entry.text);
  return line.dump() + "\n";
}

}  // namespace teamsctl
