#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "core/freer.hpp"
#include "teamsctl/secret.hpp"

namespace teamsctl::auth {

using core::Freer;
using X509Ptr = std::unique_ptr<X509, Freer<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;

/// The first certificate and the first private key in a file: the ones that pwsh takes, too.
struct CertificateWithKey {
  X509Ptr certificate;  ///< may be missing
  KeyPtr key;           ///< may be missing
};

/// Why a file could not be opened: as the end of a sentence that begins with its path.
struct CertificateProblem {
  std::string why;                ///< "cannot be read: No such file or directory"
  bool password_missing = false;  ///< it could be opened with a password, and none was given
};

[[nodiscard]] std::variant<CertificateWithKey, CertificateProblem> open_certificate(
    const std::string& file, const Secret* password);

}  // namespace teamsctl::auth
