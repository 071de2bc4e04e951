#include "teamsctl/redactor.hpp"

#include <utility>

#include "core/redaction_scan.hpp"
#include "core/secret_index.hpp"

namespace teamsctl {

struct [[gnu::visibility("hidden")]] Redactor::Impl {
  core::SecretIndex secrets;

  [[nodiscard]] std::string redact(std::string_view text, core::RedactionScan::Mode mode) const {
    std::string out;
    out.reserve(text.size());
    core::RedactionScan().run(secrets, text, true, mode, out);
    return out;
  }
};

Redactor::Redactor() : impl_(std::make_unique<Impl>()) {}
Redactor::Redactor(Redactor&&) noexcept = default;
Redactor& Redactor::operator=(Redactor&&) noexcept = default;
Redactor::~Redactor() = default;

void Redactor::add(const Secret& secret) { impl_->secrets.add(secret); }

std::string Redactor::redact(std::string_view text) const { return impl_->redact(text, {}); }

std::string Redactor::redact_console(std::string_view text) const {
  return impl_->redact(text, {.beginnings = true});
}

struct [[gnu::visibility("hidden")]] StreamRedactor::Impl {
  const Redactor::Impl& redactor;
  bool console = false;
  core::RedactionScan scan;
  std::string held;

  std::string run(std::string_view text, bool last) {
    std::string out;
    const std::size_t done = scan.run(redactor.secrets, text, last,
                                      {.beginnings = console, .beginning_at_end = true}, out);
    std::string rest(text.substr(done));
    wipe(held);
    held = std::move(rest);
    return out;
  }
};

StreamRedactor::StreamRedactor(const Redactor& redactor, bool console)
    : impl_(std::make_unique<Impl>(Impl{.redactor = *redactor.impl_, .console = console})) {}
StreamRedactor::StreamRedactor(StreamRedactor&&) noexcept = default;
StreamRedactor& StreamRedactor::operator=(StreamRedactor&&) noexcept = default;
StreamRedactor::~StreamRedactor() {
  if (impl_) wipe(impl_->held);
}

std::string StreamRedactor::feed(std::string_view chunk) {
  if (impl_->held.empty()) return impl_->run(chunk, false);
  std::string text = impl_->held;
  text += chunk;
  std::string out = impl_->run(text, false);
  wipe(text);
  return out;
}

std::string StreamRedactor::flush() {
  std::string text = impl_->held;
  std::string out = impl_->run(text, true);
  wipe(text);
  impl_->scan = {};
  return out;
}

}  // namespace teamsctl
