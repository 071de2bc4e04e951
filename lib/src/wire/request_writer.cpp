#include "wire/request_writer.hpp"

#include <charconv>
#include <string_view>
#include <type_traits>

#include "core/overloaded.hpp"

namespace teamsctl::wire {
namespace {

using core::Overloaded;

class Line {
 public:
  Line& raw(std::string_view text) {
    for (const char c : text) bytes_.push_back(c);
    return *this;
  }

  Line& string(std::string_view text) {
    bytes_.push_back('"');
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        bytes_.push_back('\\');
        bytes_.push_back(c);
      } else if (byte < 0x20) {
        constexpr std::string_view hex = "0123456789abcdef";
        raw("\\u00").raw(hex.substr(byte >> 4, 1)).raw(hex.substr(byte & 15, 1));
      } else {
        bytes_.push_back(c);
      }
    }
    bytes_.push_back('"');
    return *this;
  }

  template <class Integer>
  Line& number(Integer value) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    return raw({digits, static_cast<std::size_t>(end - digits)});
  }

  Line& value(const core::HostValue& any) {
    std::visit(Overloaded{
                   [&](const std::string& text) { string(text); },
                   [&](std::int64_t integer) { number(integer); },
                   [&](bool on) { raw(on ? "true" : "false"); },
                   [&](Switch given) { raw(R"({"type":"switch","value":)").raw(given.on ? "true}" : "false}"); },
                   [&](const std::vector<std::string>& texts) {
                     raw("[");
                     for (std::size_t i = 0; i < texts.size(); ++i) raw(i == 0 ? "" : ",").string(texts[i]);
                     raw("]");
                   },
                   [&](const core::Credential& credential) {
                     raw(R"({"type":"credential",)").credential_members(credential).raw("}");
                   },
               },
               any);
    return *this;
  }

  Line& credential_members(const core::Credential& credential) {
    return raw(R"("username":)").string(credential.username).raw(R"(,"password":)").string(credential.password.reveal());
  }

  Secret end() {
    raw("}\n");
    return std::move(bytes_);
  }

 private:
  Secret bytes_;
};

}  // namespace

Secret write_request(const core::HostRequest& request) {
  Line line;
  std::visit(Overloaded{
                 [&](const core::HostInvoke& invoke) {
                   line.raw(R"({"type":"invoke","id":)").number(invoke.id);
                   line.raw(R"(,"command":)").string(invoke.command).raw(R"(,"parameters":{)");
                   bool first = true;
                   for (const auto& [name, value] : invoke.parameters) {
                     line.raw(first ? "" : ",").string(name).raw(":").value(value);
                     first = false;
                   }
                   line.raw("}");
                 },
                 [&](const core::HostAnswer& answer) {
                   line.raw(R"({"type":"answer","prompt":)").number(answer.prompt).raw(",");
                   std::visit(Overloaded{
                                  [&](const Secret& text) { line.raw(R"("value":)").string(text.reveal()); },
                                  [&](int choice) { line.raw(R"("value":)").number(choice); },
                                  [&](const core::Credential& credential) { line.credential_members(credential); },
                              },
                              answer.value);
                 },
                 [&](const core::HostDecline& decline) { line.raw(R"({"type":"decline","prompt":)").number(decline.prompt); },
                 [&](const core::HostCancel& cancel) { line.raw(R"({"type":"cancel","id":)").number(cancel.id); },
                 [&](const core::HostExit&) { line.raw(R"({"type":"exit")"); },
             },
             request);
  return line.end();
}

}  // namespace teamsctl::wire
