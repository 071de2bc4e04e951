#include "messages/check.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <cstdlib>
#include <cstring>
#include <new>

#include "teamsctl/secret.hpp"

namespace teamsctl::cli {
namespace {

constexpr int deepest = 64;

/// The parser puts every string together on a stack of its own; this one is overwritten before it
/// is given back.
class WipingAllocator {
 public:
  [[maybe_unused]] static const bool kNeedFree = true;  // RapidJSON asks

  void* Malloc(std::size_t size) {
    if (size == 0) return nullptr;
    auto* head = static_cast<std::size_t*>(std::malloc(size + room));
    if (head == nullptr) throw std::bad_alloc();
    *head = size;
    return reinterpret_cast<char*>(head) + room;
  }
  void* Realloc(void* old, std::size_t, std::size_t size) {
    void* larger = Malloc(size);
    if (old != nullptr && larger != nullptr)
      std::memcpy(larger, old, std::min(size, *head_of(old)));
    Free(old);
    return larger;
  }
  static void Free(void* memory) {
    if (memory == nullptr) return;
    wipe(memory, *head_of(memory));
    std::free(head_of(memory));
  }

 private:
  static constexpr std::size_t room = alignof(std::max_align_t);
  static std::size_t* head_of(void* memory) {
    return reinterpret_cast<std::size_t*>(static_cast<char*>(memory) - room);
  }
};

/// Takes the tokens and keeps nothing of them but the depth.
struct Check : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Check> {
  int depth = 0;
  bool any = false;
  bool is_object = false;
  bool lone_surrogate = false;

  bool begin(bool object) {
    if (!any) is_object = object;
    any = true;
    return ++depth <= deepest;
  }
  bool end() {
    --depth;
    return true;
  }
  bool StartObject() { return begin(true); }
  bool EndObject(rapidjson::SizeType) { return end(); }
  bool StartArray() { return begin(false); }
  bool EndArray(rapidjson::SizeType) { return end(); }
  bool Key(const char* text, rapidjson::SizeType size, bool copy) {
    return String(text, size, copy);
  }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    // What an escape has made; bytes of the line itself are checked by the parser.
    for (rapidjson::SizeType i = 0; i + 1 < size; ++i)
      if (text[i] == '\xED' && static_cast<unsigned char>(text[i + 1]) >= 0xA0)
        lone_surrogate = true;
    return !lone_surrogate;
  }
};

std::string at(std::string what, std::size_t byte) {
  return std::move(what) + " (byte " + std::to_string(byte + 1) + ")";
}

std::string in_our_words(rapidjson::ParseErrorCode code) {
  std::string words = rapidjson::GetParseError_En(code);
  while (words.ends_with('.') || words.ends_with(' ')) words.pop_back();
  return words;
}

}  // namespace

std::optional<std::string> wrong_json(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) return at("a byte order mark", 0);
  // The parser takes it for the end of the text.
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
    return at("a zero byte", zero);
  rapidjson::MemoryStream bytes(text.data(), text.size());
  Check check;
  rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, WipingAllocator> reader;
  const rapidjson::ParseResult result =
      reader.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag |
                   rapidjson::kParseNumbersAsStringsFlag>(bytes, check);
  if (check.lone_surrogate) return at("half of a surrogate pair in a string", result.Offset());
  if (check.depth > deepest)
    return at("nested more than " + std::to_string(deepest) + " deep", result.Offset());
  if (result.IsError()) return at(in_our_words(result.Code()), result.Offset());
  if (!check.is_object) return "no JSON object";
  return std::nullopt;
}

}  // namespace teamsctl::cli
