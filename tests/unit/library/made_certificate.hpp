#pragma once

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "auth/certificate_file.hpp"

namespace teamsctl::test {

using auth::KeyPtr;
using auth::X509Ptr;

inline KeyPtr made_rsa_key() { return KeyPtr(EVP_RSA_gen(2048)); }
inline KeyPtr made_ec_key() { return KeyPtr(EVP_EC_gen("P-256")); }

/// A certificate that has signed itself, valid from 2030-01-01 on for a day.
inline X509Ptr made_certificate(EVP_PKEY& key, const std::string& common_name = "teamsctl") {
  X509Ptr made(X509_new());
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  REQUIRE(ASN1_TIME_set_string_X509(X509_getm_notBefore(made.get()), "20300101000000Z") == 1);
  REQUIRE(ASN1_TIME_set_string_X509(X509_getm_notAfter(made.get()), "20300102000000Z") == 1);
  X509_NAME* const name = X509_get_subject_name(made.get());
  const auto* bytes = reinterpret_cast<const unsigned char*>(common_name.data());
  REQUIRE(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, bytes,
                                     static_cast<int>(common_name.size()), -1, 0) == 1);
  REQUIRE(X509_set_issuer_name(made.get(), name) == 1);
  REQUIRE(X509_set_pubkey(made.get(), &key) == 1);
  REQUIRE(X509_sign(made.get(), &key, EVP_sha256()) > 0);
  return made;
}

/// What a function of OpenSSL writes into a BIO.
template <class Write>
std::string written(Write write) {
  const std::unique_ptr<BIO, auth::Freer<BIO_free_all>> memory(BIO_new(BIO_s_mem()));
  REQUIRE(write(memory.get()) == 1);
  BUF_MEM* bytes = nullptr;
  BIO_get_mem_ptr(memory.get(), &bytes);
  return {bytes->data, bytes->length};
}

inline std::string pem(X509& certificate) {
  return written([&](BIO* to) { return PEM_write_bio_X509(to, &certificate); });
}

/// PKCS #8, encrypted when there is a password.
inline std::string pem(EVP_PKEY& key, const char* password = nullptr) {
  return written([&](BIO* to) {
    return PEM_write_bio_PKCS8PrivateKey(
        to, &key, password != nullptr ? EVP_aes_256_cbc() : nullptr, password,
        password != nullptr ? static_cast<int>(std::string(password).size()) : 0, nullptr, nullptr);
  });
}

/// "RSA PRIVATE KEY" and "EC PRIVATE KEY".
inline std::string traditional_pem(EVP_PKEY& key) {
  return written([&](BIO* to) {
    return PEM_write_bio_PrivateKey_traditional(to, &key, nullptr, nullptr, 0, nullptr, nullptr);
  });
}

/// PKCS #12; `password` may be null. The MAC is left out when `mac` is -1.
inline std::string pfx(EVP_PKEY* key, X509* certificate, const char* password, int mac = 0) {
  const std::unique_ptr<PKCS12, auth::Freer<PKCS12_free>> made(
      PKCS12_create(password, "teamsctl", key, certificate, nullptr, 0, 0, 0, mac, 0));
  REQUIRE(made);
  return written([&](BIO* to) { return i2d_PKCS12_bio(to, made.get()); });
}

}  // namespace teamsctl::test
