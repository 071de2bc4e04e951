#include "scenario/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <memory>
#include <system_error>

#include "text/file_text.hpp"

namespace teamsctl::simulator {

namespace {

template <auto release>
struct Release {
  template <typename Object>
  void operator()(Object* object) const {
    release(object);
  }
};
using Bio = std::unique_ptr<BIO, Release<BIO_free>>;
using X509Pointer = std::unique_ptr<X509, Release<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Pfx = std::unique_ptr<PKCS12, Release<PKCS12_free>>;
using Password = std::optional<std::string>;

struct CannotOpen {
  std::string_view id;
  std::string message;
  std::string_view exception = "System.Security.Cryptography.CryptographicException";
};

CannotOpen wrong_password(const std::string& path) {
  return {"CertificatePassword",
          "The password of the certificate " + path + " is wrong or missing."};
}

CannotOpen wrong_format(const std::string& path) {
  return {"CertificateFormat", "The file " + path + " is neither a PFX nor a PEM certificate."};
}

CannotOpen wrong_key(const std::string& path) {
  return {"CertificateKey", "The certificate " + path + " has no private key of its own."};
}

std::string bytes_of(const std::string& path) {
  try {
    return read_file(path);
  } catch (const std::system_error& error) {
    const bool missing = error.code() == std::errc::no_such_file_or_directory ||
                         error.code() == std::errc::not_a_directory;
    throw CannotOpen{
        "CertificateFile",
        missing ? "There is no file " + path + "." : "The file " + path + " cannot be read.",
        "System.IO.IOException"};
  }
}

int give_password(char* buffer, int size, int, void* password) {
  const auto& text = *static_cast<const std::string*>(password);
  const auto length = std::min(text.size(), static_cast<std::size_t>(size));
  std::copy_n(text.data(), length, buffer);
  return static_cast<int>(length);
}

Bio reader_of(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

X509Pointer from_pem(const std::string& text, const std::string& path, const Password& password) {
  X509Pointer certificate(PEM_read_bio_X509(reader_of(text).get(), nullptr, nullptr, nullptr));
  if (!certificate) throw wrong_format(path);
  // .NET, which the session host asks, knows keys that are encrypted as PKCS #8 and no others.
  const bool encrypted = text.find("-----BEGIN ENCRYPTED PRIVATE KEY-----") != std::string::npos;
  std::string secret = encrypted ? password.value_or("") : "";
  const Key key(PEM_read_bio_PrivateKey(reader_of(text).get(), nullptr, give_password, &secret));
  if (!key) throw encrypted ? wrong_password(path) : wrong_key(path);
  if (X509_check_private_key(certificate.get(), key.get()) != 1) throw wrong_key(path);
  return certificate;
}

/// The password that a PFX takes: no password has two spellings in it.
const char* accepted_password(PKCS12* pfx, const Password& password, const std::string& path) {
  if (PKCS12_mac_present(pfx) == 0) return password ? password->c_str() : nullptr;
  if (password && PKCS12_verify_mac(pfx, password->c_str(), -1) == 1) return password->c_str();
  if (password.value_or("").empty()) {
    if (PKCS12_verify_mac(pfx, nullptr, 0) == 1) return nullptr;
    if (PKCS12_verify_mac(pfx, "", 0) == 1) return "";
  }
  throw wrong_password(path);
}

X509Pointer from_pfx(const std::string& bytes, const std::string& path, const Password& password) {
  // Files that Windows makes are often encrypted in ways that OpenSSL has put aside.
  static OSSL_PROVIDER* const legacy = OSSL_PROVIDER_load(nullptr, "legacy");
  static OSSL_PROVIDER* const usual = OSSL_PROVIDER_load(nullptr, "default");
  (void)legacy;
  (void)usual;
  const Pfx pfx(d2i_PKCS12_bio(reader_of(bytes).get(), nullptr));
  if (!pfx) throw wrong_format(path);
  const char* const secret = accepted_password(pfx.get(), password, path);
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  if (PKCS12_parse(pfx.get(), secret, &key, &certificate, nullptr) != 1) throw wrong_format(path);
  const Key key_owner(key);
  X509Pointer owner(certificate);
  if (!owner || !key_owner || X509_check_private_key(owner.get(), key) != 1) throw wrong_key(path);
  return owner;
}

std::string common_name(X509* certificate) {
  std::array<char, 256> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(),
                            static_cast<int>(name.size()));
  return name.data();
}

std::string thumbprint(X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  X509_digest(certificate, EVP_sha1(), bytes.data(), &size);
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    text += digits[bytes.at(i) >> 4];
    text += digits[bytes.at(i) & 15];
  }
  return text;
}

std::time_t time_of(const ASN1_TIME* time) {
  std::tm parts{};
  return ASN1_TIME_to_tm(time, &parts) == 1 ? timegm(&parts) : 0;
}

}  // namespace

std::variant<Certificate, ErrorRecord> open_certificate(const std::string& path,
                                                        const Password& password) {
  try {
    const std::string bytes = bytes_of(path);
    const bool pem = bytes.find("-----BEGIN ") != std::string::npos;
    const auto opened = pem ? from_pem(bytes, path, password) : from_pfx(bytes, path, password);
    return Certificate{.common_name = common_name(opened.get()),
                       .thumbprint = thumbprint(opened.get()),
                       .not_before = time_of(X509_get0_notBefore(opened.get())),
                       .not_after = time_of(X509_get0_notAfter(opened.get()))};
  } catch (const CannotOpen& problem) {
    return ErrorRecord{.message = problem.message,
                       .fqid = std::string(problem.id),
                       .category = "InvalidArgument",
                       .exception = std::string(problem.exception),
                       .target = path};
  }
}

}  // namespace teamsctl::simulator
