#include "auth/certificate_file.hpp"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "io/descriptor.hpp"

namespace teamsctl::auth {
namespace {

using BioPtr = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Pkcs12Ptr = std::unique_ptr<PKCS12, Freer<PKCS12_free>>;
using Opened = std::variant<CertificateWithKey, CertificateProblem>;

// A key, a certificate and its chain take a few KiB.
constexpr off_t largest_file = 1 << 20;

CertificateProblem unreadable(int error) {
  return {.why = std::string("cannot be read: ") + std::strerror(error)};
}

/// The bytes of the file. They hold a private key, hence the Secret.
std::variant<Secret, CertificateProblem> bytes_of(const std::string& path) {
  const io::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  struct stat about {};
  if (!file || ::fstat(file.get(), &about) != 0) return unreadable(errno);
  // It is read more than once, by pwsh too.
  if (!S_ISREG(about.st_mode)) return CertificateProblem{.why = "is not a regular file"};
  if (about.st_size > largest_file)
    return CertificateProblem{.why = "is too large for a certificate"};
  Secret bytes;
  char chunk[4096];
  for (;;) {
    const ssize_t size = ::read(file.get(), chunk, sizeof chunk);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return unreadable(errno);
    if (size == 0 || bytes.size() > static_cast<std::size_t>(largest_file)) break;
    for (ssize_t i = 0; i < size; ++i) bytes.push_back(chunk[i]);
    wipe(chunk, sizeof chunk);
  }
  return bytes;
}

/// OpenSSL with the old ciphers (RC2) that Windows puts into PFX files, without changing what the
/// rest of the program gets.
OSSL_LIB_CTX* library() {
  static OSSL_LIB_CTX* const context = [] {
    OSSL_LIB_CTX* made = OSSL_LIB_CTX_new();
    (void)OSSL_PROVIDER_load(made, "default");
    // Not installed everywhere; then such a file is refused as one that cannot be opened.
    (void)OSSL_PROVIDER_load(made, "legacy");
    return made;
  }();
  return context;
}

BioPtr reader(const Secret& bytes) {
  return BioPtr(BIO_new_mem_buf(bytes.reveal().data(), static_cast<int>(bytes.size())));
}

/// What OpenSSL knows of a password: the characters, or that it was asked for.
struct PasswordAsked {
  const Secret* password;
  bool asked = false;
};

int give_password(char* buffer, int size, int, void* state) {
  auto* const about = static_cast<PasswordAsked*>(state);
  about->asked = true;
  if (about->password == nullptr || about->password->size() > static_cast<std::size_t>(size))
    return -1;
  const std::string_view text = about->password->reveal();
  std::copy(text.begin(), text.end(), buffer);
  return static_cast<int>(text.size());
}

Opened open_pem(const Secret& bytes, const Secret* password) {
  CertificateWithKey found;
  found.certificate.reset(PEM_read_bio_X509(reader(bytes).get(), nullptr, nullptr, nullptr));
  PasswordAsked asked{.password = password};
  found.key.reset(PEM_read_bio_PrivateKey_ex(reader(bytes).get(), nullptr, give_password, &asked,
                                             library(), nullptr));
  if (found.key == nullptr && asked.asked && password == nullptr)
    return CertificateProblem{.why = "has a private key that needs a password",
                              .password_missing = true};
  if (found.key == nullptr && asked.asked)
    return CertificateProblem{
        .why = "cannot be opened: the password is wrong, or the encryption is unknown here"};
  return found;
}

Opened open_pfx(PKCS12& pfx, const Secret* password) {
  const bool has_mac = PKCS12_mac_present(&pfx) == 1;
  Secret text = password != nullptr ? password->clone() : Secret();
  text.push_back('\0');
  const auto fits = [&](const char* candidate) {
    return !has_mac || PKCS12_verify_mac(&pfx, candidate, candidate == nullptr ? 0 : -1) == 1;
  };
  // An empty password and none are two things, and programs write either when they are told of
  // none.
  const bool none_given = text.size() == 1;
  const char* const accepted = none_given && fits(nullptr) ? nullptr : text.reveal().data();
  const bool right = fits(accepted);
  // OpenSSL 3.0 parses none without a MAC.
  if (!has_mac) PKCS12_set_mac(&pfx, accepted, -1, nullptr, 0, 0, EVP_sha256());
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  STACK_OF(X509)* others = nullptr;
  if (right && PKCS12_parse(&pfx, accepted, &key, &certificate, &others) == 1) {
    // Without a certificate that fits the key, the first one shows whose key it is not.
    if (certificate == nullptr && sk_X509_num(others) > 0) certificate = sk_X509_shift(others);
    sk_X509_pop_free(others, X509_free);
    return CertificateWithKey{.certificate = X509Ptr(certificate), .key = KeyPtr(key)};
  }
  if (none_given && (!right || !has_mac))
    return CertificateProblem{.why = "needs a password", .password_missing = true};
  if (!right) return CertificateProblem{.why = "cannot be opened: the password is wrong"};
  return CertificateProblem{
      .why = "cannot be opened: it is damaged, or its encryption is unknown here"};
}

Opened open_bytes(const Secret& bytes, const Secret* password) {
  if (bytes.reveal().find("-----BEGIN ") != std::string_view::npos)
    return open_pem(bytes, password);
  PKCS12* read = PKCS12_init_ex(NID_pkcs7_data, library(), nullptr);
  const bool good = d2i_PKCS12_bio(reader(bytes).get(), &read) != nullptr;
  const Pkcs12Ptr pfx(read);  // also after a failure, unless that has freed it
  if (!good) return CertificateProblem{.why = "is neither PFX (PKCS #12) nor PEM"};
  return open_pfx(*pfx, password);
}

}  // namespace

Opened open_certificate(const std::string& file, const Secret* password) {
  auto bytes = bytes_of(file);
  if (auto* problem = std::get_if<CertificateProblem>(&bytes)) return std::move(*problem);
  Opened opened = open_bytes(std::get<Secret>(bytes), password);
  // What went wrong has been said; the queue is this thread's and may be read by somebody else.
  ERR_clear_error();
  return opened;
}

}  // namespace teamsctl::auth
