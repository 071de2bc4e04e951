#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "teamsctl/export.hpp"
#include "teamsctl/secret.hpp"

namespace teamsctl {

/// Takes secrets out of text before anybody sees it.
///
/// Known secrets go wherever they stand: as they are, in base64 at any alignment and in both
/// alphabets, URL-encoded, and escaped for JSON or XML. What is secret by its form goes too,
/// whether it is known or not: the credentials behind "Authorization:", what follows "Bearer",
/// anything like a JWT (eyJ...), and query and fragment of URLs. Not safe to share between threads
/// without a lock of your own.
class TEAMSCTL_API Redactor {
 public:
  Redactor();
  Redactor(Redactor&&) noexcept;
  Redactor& operator=(Redactor&&) noexcept;
  ~Redactor();

  /// Secrets of fewer than 4 bytes are not looked for: replacing those would destroy the text and
  /// hide nothing. Of several lines each is a secret as well.
  void add(const Secret& secret);

  /// The text without any secret.
  [[nodiscard]] std::string redact(std::string_view text) const;

  /// The same for text of a console, where Read-Host redraws its line at every key and "1234" comes
  /// as "112123123 4…": every beginning of a secret from 4 bytes on goes too.
  [[nodiscard]] std::string redact_console(std::string_view text) const;

 private:
  friend class StreamRedactor;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Takes secrets out of text that comes in pieces: however it is cut, what comes out is the same.
class TEAMSCTL_API StreamRedactor {
 public:
  /// The redactor must outlive it. A secret that is added there later goes from then on. With
  /// `console`, as redact_console().
  explicit StreamRedactor(const Redactor& redactor, bool console = false);
  StreamRedactor(StreamRedactor&&) noexcept;
  StreamRedactor& operator=(StreamRedactor&&) noexcept;
  ~StreamRedactor();

  /// What can be shown of the text up to here. It holds back no more than what may still become a
  /// secret.
  [[nodiscard]] std::string feed(std::string_view chunk);

  /// The rest, when no more text comes: a beginning of a secret (4 bytes or more) at its end goes
  /// too. Then it begins anew.
  [[nodiscard]] std::string flush();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// What stands in a secret's place.
inline constexpr std::string_view redacted_mark = "[redacted]";

}  // namespace teamsctl
