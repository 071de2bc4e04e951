#include "wire/request_writer.hpp"

#include <charconv>
#include <string_view>
#include <type_traits>

#include "core/overloaded.hpp"
#include "teamsctl/redactor.hpp"

namespace teamsctl::wire {
namespace {

using core::Overloaded;

class Line {
 public:
  explicit Line(bool show_secrets) : show_secrets_(show_secrets) {}

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
                   [&](Switch given) {
                     raw(R"({"type":"switch","value":)").raw(given.on ? "true}" : "false}");
                   },
                   [&](const std::vector<std::string>& texts) {
                     raw("[");
                     for (std::size_t i = 0; i < texts.size(); ++i)
                       raw(i == 0 ? "" : ",").string(texts[i]);
                     raw("]");
                   },
                   [&](const core::Credential& credential) {
                     raw(R"({"type":"credential",)").credential_members(credential).raw("}");
                   },
                   [&](const core::CertificateFile& certificate) {
                     raw(R"({"type":"certificate","path":)").string(certificate.path);
                     if (certificate.password) raw(R"(,"password":)").secret(*certificate.password);
                     raw("}");
                   },
                   [&](const core::SecretTexts& list) {
                     raw("[");
                     for (std::size_t i = 0; i < list.texts.size(); ++i)
                       raw(i == 0 ? "" : ",").secret(list.texts[i]);
                     raw("]");
                   },
               },
               any);
    return *this;
  }

  /// A member with a list of texts; nothing when there are none.
  Line& names(std::string_view head, const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i) raw(i == 0 ? head : ",").string(texts[i]);
    return texts.empty() ? *this : raw("]");
  }

  Line& credential_members(const core::Credential& credential) {
    raw(R"("username":)").string(credential.username).raw(R"(,"password":)");
    return credential.password ? secret(*credential.password) : string("");
  }

  Line& secret(const Secret& value) {
    return show_secrets_ ? string(value.reveal()) : string(redacted_mark);
  }

  Secret end() {
    raw("}");
    return std::move(bytes_);
  }

 private:
  bool show_secrets_;
  Secret bytes_;
};

}  // namespace

namespace {

Secret write(const core::HostRequest& request, bool show_secrets) {
  Line line(show_secrets);
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
                   line.names(R"(,"properties":[)", invoke.properties)
                       .names(R"(,"strings":[)", invoke.strings);
                 },
                 [&](const core::HostScript& script) {
                   line.raw(R"({"type":"script","id":)")
                       .number(script.id)
                       .raw(R"(,"text":)")
                       .string(script.text);
                   if (script.read_only) line.raw(R"(,"read_only":true)");
                 },
                 [&](const core::HostAnswer& answer) {
                   line.raw(R"({"type":"answer","prompt":)").number(answer.prompt).raw(",");
                   std::visit(Overloaded{
                                  [&](const Secret& text) { line.raw(R"("value":)").secret(text); },
                                  [&](int choice) { line.raw(R"("value":)").number(choice); },
                                  [&](const core::Credential& credential) {
                                    line.credential_members(credential);
                                  },
                              },
                              answer.value);
                 },
                 [&](const core::HostDecline& decline) {
                   line.raw(R"({"type":"decline","prompt":)").number(decline.prompt);
                 },
                 [&](const core::HostCancel& cancel) {
                   line.raw(R"({"type":"cancel","id":)").number(cancel.id);
                 },
                 [&](const core::HostExit&) { line.raw(R"({"type":"exit")"); },
             },
             request);
  return line.end();
}

}  // namespace

Secret write_request(const core::HostRequest& request) {
  Secret line = write(request, true);
  line.push_back('\n');
  return line;
}

std::string write_redacted(const core::HostRequest& request) {
  return std::string(write(request, false).reveal());
}

}  // namespace teamsctl::wire
