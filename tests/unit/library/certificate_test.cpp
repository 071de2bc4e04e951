#include "teamsctl/certificate.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>

#include "auth/sign_in_plan.hpp"
#include "fetched.hpp"
#include "made_certificate.hpp"

using namespace teamsctl;
using namespace teamsctl::test;

namespace {

struct Inspected {
  CertificateInfo info;
  std::string problem;
};

/// A certificate's file for one test.
class File {
 public:
  explicit File(const std::string& bytes) : path_(directory_ / "certificate") {
    std::ofstream(path_, std::ios::binary) << bytes;
  }

  [[nodiscard]] bool needs_password() const { return certificate_needs_password(path_); }
  [[nodiscard]] Inspected inspect() const { return taken(inspect_certificate(path_, nullptr)); }
  [[nodiscard]] Inspected inspect(const char* password) const {
    const Secret secret{std::string_view(password)};
    return taken(inspect_certificate(path_, &secret));
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  [[nodiscard]] Inspected taken(const std::variant<CertificateInfo, Error>& result) const {
    if (const auto* info = std::get_if<CertificateInfo>(&result))
      return {.info = *info, .problem = ""};
    const Error& error = std::get<Error>(result);
    CHECK(error.code == ErrorCode::config);
    CHECK_FALSE(error.hint.empty());
    REQUIRE(error.message.starts_with(path_ + " "));
    return {.info = {}, .problem = error.message.substr(path_.size() + 1)};
  }

  Directory directory_;
  std::string path_;
};

std::string sha1_of(const X509& certificate) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  REQUIRE(X509_digest(&certificate, EVP_sha1(), bytes, &size) == 1);
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    char hex[3];
    std::snprintf(hex, sizeof hex, "%02X", bytes[i]);
    text += hex;
  }
  return text;
}

}  // namespace

TEST_CASE("a PFX file shows its certificate with the right password only") {
  const KeyPtr key = made_rsa_key();
  const X509Ptr certificate = made_certificate(*key);
  const File file(pfx(key.get(), certificate.get(), "hunter2"));
  CHECK(file.needs_password());
  const Inspected good = file.inspect("hunter2");
  CHECK(good.problem.empty());
  CHECK(good.info.subject == "CN=teamsctl");
  CHECK(good.info.thumbprint == sha1_of(*certificate));
  CHECK(good.info.thumbprint.size() == 40);
  const auto new_year = std::chrono::sys_days(std::chrono::year(2030) / 1 / 1);
  CHECK(good.info.not_before == new_year);
  CHECK(good.info.not_after == new_year + std::chrono::days(1));
  CHECK(file.inspect("wrong").problem == "cannot be opened: the password is wrong.");
  CHECK(file.inspect().problem == "needs a password.");
  CHECK(file.inspect("").problem == "needs a password.");
}

TEST_CASE("a PFX file without a password opens without one, however its program wrote that") {
  const KeyPtr key = made_rsa_key();
  const X509Ptr certificate = made_certificate(*key);
  for (const char* password : {static_cast<const char*>(nullptr), ""}) {
    const File file(pfx(key.get(), certificate.get(), password));
    CHECK_FALSE(file.needs_password());
    CHECK(file.inspect().problem.empty());
    CHECK(file.inspect("").problem.empty());
    CHECK(file.inspect("unneeded").problem == "cannot be opened: the password is wrong.");
  }
}

TEST_CASE("a PFX file without a MAC is asked for its password all the same") {
  const KeyPtr key = made_rsa_key();
  const X509Ptr certificate = made_certificate(*key);
  const File file(pfx(key.get(), certificate.get(), "hunter2", -1));
  CHECK(file.needs_password());
  CHECK(file.inspect("hunter2").problem.empty());
  CHECK(file.inspect("wrong").problem ==
        "cannot be opened: it is damaged, or its encryption is unknown here.");
}

TEST_CASE("a PFX file that Windows made with RC2 opens") {
  OSSL_PROVIDER* const legacy = OSSL_PROVIDER_load(nullptr, "legacy");
  if (legacy == nullptr) {
    WARN("skipped: this OpenSSL has no legacy provider");
    return;
  }
  OSSL_PROVIDER* const usual = OSSL_PROVIDER_load(nullptr, "default");
  const KeyPtr key = made_rsa_key();
  const X509Ptr certificate = made_certificate(*key);
  std::unique_ptr<PKCS12, auth::Freer<PKCS12_free>> made(PKCS12_create(
      "hunter2", "teamsctl", key.get(), certificate.get(), nullptr,
      NID_pbe_WithSHA1And3_Key_TripleDES_CBC, NID_pbe_WithSHA1And40BitRC2_CBC, 0, 0, 0));
  REQUIRE(made);
  const File file(written([&](BIO* to) { return i2d_PKCS12_bio(to, made.get()); }));
  OSSL_PROVIDER_unload(legacy);
  CHECK(file.inspect("hunter2").problem.empty());
  OSSL_PROVIDER_unload(usual);
}

TEST_CASE("a PEM file opens whatever form its key has, and whatever comes first") {
  for (const bool rsa : {true, false}) {
    const KeyPtr key = rsa ? made_rsa_key() : made_ec_key();
    const X509Ptr certificate = made_certificate(*key);
    for (const std::string& key_text : {pem(*key), traditional_pem(*key)}) {
      for (const std::string& text :
           {pem(*certificate) + key_text, "notes\n" + key_text + pem(*certificate)}) {
        const File file(text);
        CHECK_FALSE(file.needs_password());
        CHECK(file.inspect().info.thumbprint == sha1_of(*certificate));
        CHECK(file.inspect("unneeded").problem.empty());
      }
    }
  }
}

TEST_CASE("a PEM file with an encrypted key needs its password") {
  const KeyPtr key = made_rsa_key();
  const X509Ptr certificate = made_certificate(*key);
  const File file(pem(*certificate) + pem(*key, "hunter2"));
  CHECK(file.needs_password());
  CHECK(file.inspect("hunter2").problem.empty());
  CHECK(file.inspect().problem == "has a private key that needs a password.");
  CHECK(file.inspect("wrong").problem ==
        "cannot be opened: the password is wrong, or the encryption is unknown here.");
  CHECK(file.inspect(std::string(5000, 'x').c_str()).problem.starts_with("cannot be opened"));
}

TEST_CASE("a certificate without its own key is refused") {
  const KeyPtr key = made_rsa_key();
  const KeyPtr other = made_rsa_key();
  const X509Ptr certificate = made_certificate(*key);
  CHECK(File(pem(*certificate)).inspect().problem == "has no private key.");
  CHECK_FALSE(File(pem(*certificate)).needs_password());
  CHECK(File(pem(*key)).inspect().problem == "has no certificate for its private key.");
  CHECK(File(pem(*certificate) + pem(*other)).inspect().problem ==
        "has the private key of another certificate.");
  CHECK(File(pfx(nullptr, certificate.get(), "hunter2")).inspect("hunter2").problem ==
        "has no private key.");
  CHECK(File(pfx(key.get(), nullptr, "hunter2")).inspect("hunter2").problem ==
        "has no certificate for its private key.");
}

TEST_CASE("a file that is no certificate says what is wrong with it") {
  for (const char* bytes : {"", "hello", "\x30\x82\xff\xff", "-----BEGI"})
    CHECK(File(bytes).inspect().problem == "is neither PFX (PKCS #12) nor PEM.");
  CHECK(File("-----BEGIN CERTIFICATE-----\nAAAA\n").inspect().problem == "has no private key.");
  CHECK(File(std::string(2 << 20, 'x')).inspect().problem == "is too large for a certificate.");
  CHECK_FALSE(File("hello").needs_password());

  const Directory directory;
  const auto message = [](const std::string& path) {
    return std::get<Error>(inspect_certificate(path, nullptr)).message;
  };
  CHECK(message(directory / "gone") ==
        directory / "gone" + " cannot be read: No such file or directory.");
  CHECK(message(directory / ".") == directory / "." + " is not a regular file.");
  CHECK_FALSE(certificate_needs_password(directory / "gone"));
  const std::string fifo = directory / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(message(fifo) == fifo + " is not a regular file.");
}

TEST_CASE("a PFX file that is cut anywhere is refused, and crashes nothing") {
  const KeyPtr key = made_ec_key();
  const X509Ptr certificate = made_certificate(*key);
  const std::string whole = pfx(key.get(), certificate.get(), "hunter2");
  for (std::size_t size = 0; size < whole.size(); size += 41)
    CHECK_FALSE(File(whole.substr(0, size)).inspect("hunter2").problem.empty());
}

TEST_CASE("a subject is in UTF-8, with what RFC 2253 escapes") {
  const KeyPtr key = made_ec_key();
  const X509Ptr certificate = made_certificate(*key, "Büro, München");
  CHECK(File(pem(*certificate) + pem(*key)).inspect().info.subject == "CN=Büro\\, München");
}

TEST_CASE("a sign-in plan asks for the password of a certificate that has one") {
  const KeyPtr key = made_ec_key();
  const X509Ptr certificate = made_certificate(*key);
  const auto encrypted = [](const std::string& path, bool password_given) {
    CertificateSignIn application{.application_id = "id", .file = path, .password = std::nullopt};
    if (password_given) application.password = Secret("hunter2");
    const core::SignInPlan plan = auth::sign_in_plan({.as = std::move(application)});
    for (const auto& [name, value] : plan.connect.parameters)
      if (name == "Certificate") return std::get<core::CertificateFile>(value).encrypted;
    return false;
  };
  const File with(pfx(key.get(), certificate.get(), "hunter2"));
  const File without(pem(*certificate) + pem(*key));
  CHECK(encrypted(with.path(), false));
  CHECK(encrypted(with.path(), true));
  CHECK_FALSE(encrypted(without.path(), false));
  CHECK_FALSE(encrypted("/no/such/file", false));
}
