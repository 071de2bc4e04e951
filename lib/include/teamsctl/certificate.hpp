#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "teamsctl/error.hpp"
#include "teamsctl/export.hpp"
#include "teamsctl/secret.hpp"

namespace teamsctl {

/// What is in a certificate's file.
struct CertificateInfo {
  std::string subject;     ///< such as "CN=teamsctl", UTF-8
  std::string thumbprint;  ///< SHA-1 of the certificate, 40 upper-case hexadecimal digits: as Entra
                           ///< ID shows it
  std::chrono::system_clock::time_point not_before;
  std::chrono::system_clock::time_point not_after;
};

/// True when the private key in the file, PFX (PKCS #12) or PEM, cannot be read without a password.
/// False as well when there is no such file: inspect_certificate() says what is wrong with it.
[[nodiscard]] TEAMSCTL_API bool certificate_needs_password(const std::string& file);

/// Opens a certificate's file, with a password or (null, or empty) without one. Of several
/// certificates and keys in a PEM file the first ones count. Errors are of ErrorCode::config: it
/// cannot be read or is no regular file, it is neither PFX nor PEM, the password is wrong or
/// missing, it has no private key, or a key of another certificate. A certificate that is not valid
/// now is still read; the caller compares the times.
[[nodiscard]] TEAMSCTL_API std::variant<CertificateInfo, Error> inspect_certificate(
    const std::string& file, const Secret* password);

}  // namespace teamsctl
