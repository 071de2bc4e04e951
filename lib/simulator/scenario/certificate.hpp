#pragma once

#include <ctime>
#include <optional>
#include <string>
#include <variant>

#include "binding/error_record.hpp"

namespace teamsctl::simulator {

/// What Entra ID looks at in a certificate.
struct Certificate {
  std::string common_name;
  std::string thumbprint;  ///< SHA-1, upper-case hexadecimal digits
  std::time_t not_before = 0;
  std::time_t not_after = 0;
};

/// Opens a certificate's file, PFX or PEM, with its private key. What is wrong with it is the error
/// of teamsctl-host-protocol(7), which the session host gives as well.
[[nodiscard]] std::variant<Certificate, ErrorRecord> open_certificate(
    const std::string& path, const std::optional<std::string>& password);

}  // namespace teamsctl::simulator
