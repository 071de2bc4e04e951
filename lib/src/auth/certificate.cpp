#include "teamsctl/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>

#include <ctime>
#include <memory>
#include <string_view>

#include "auth/certificate_file.hpp"

namespace teamsctl {
namespace {

using auth::CertificateProblem;
using auth::CertificateWithKey;

std::string subject_of(const X509& certificate) {
  const std::unique_ptr<BIO, auth::Freer<BIO_free_all>> text(BIO_new(BIO_s_mem()));
  // RFC 2253, but with letters of other languages as they are.
  constexpr unsigned long form =
      XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
  if (X509_NAME_print_ex(text.get(), X509_get_subject_name(&certificate), 0, form) < 0) return {};
  char* memory = nullptr;
  const long size = BIO_get_mem_data(text.get(), &memory);
  return {memory, static_cast<std::size_t>(size > 0 ? size : 0)};
}

std::string thumbprint_of(const X509& certificate) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  std::string text;
  if (X509_digest(&certificate, EVP_sha1(), bytes, &size) != 1) return text;
  for (unsigned i = 0; i < size; ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

std::chrono::system_clock::time_point time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

Error refuse(const std::string& file, const std::string& why, std::string hint) {
  return {.code = ErrorCode::config, .message = file + " " + why + ".", .hint = std::move(hint)};
}

}  // namespace

bool certificate_needs_password(const std::string& file) {
  const auto opened = auth::open_certificate(file, nullptr);
  const auto* problem = std::get_if<CertificateProblem>(&opened);
  return problem != nullptr && problem->password_missing;
}

std::variant<CertificateInfo, Error> inspect_certificate(const std::string& file,
                                                         const Secret* password) {
  const auto opened = auth::open_certificate(file, password);
  if (const auto* problem = std::get_if<CertificateProblem>(&opened))
    return refuse(
        file, problem->why,
        problem->password_missing
            ? "Give the password of its private key."
            : "It must be a PFX (PKCS #12) or PEM file with a certificate and its private key.");
  const auto& [certificate, key] = std::get<CertificateWithKey>(opened);
  if (key == nullptr)
    return refuse(file, "has no private key",
                  "Export the certificate together with its private key.");
  if (certificate == nullptr)
    return refuse(file, "has no certificate for its private key", "Put both into one file.");
  if (X509_check_private_key(certificate.get(), key.get()) != 1)
    return refuse(file, "has the private key of another certificate",
                  "Put the certificate's own key into the file.");
  return CertificateInfo{.subject = subject_of(*certificate),
                         .thumbprint = thumbprint_of(*certificate),
                         .not_before = time_of(X509_get0_notBefore(certificate.get())),
                         .not_after = time_of(X509_get0_notAfter(certificate.get()))};
}

}  // namespace teamsctl
