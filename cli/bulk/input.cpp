#include "bulk/input.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

#include "bulk/parser.hpp"

namespace teamsctl::cli {
namespace {

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    good_ = context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1;
  }
  void add(std::string_view bytes) {
    good_ = good_ && EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1;
  }
  /// Empty when libcrypto cannot do it.
  std::string hexadecimal() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (!good_ || EVP_DigestFinal_ex(context_.get(), digest.data(), &size) != 1) return {};
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
      text += digits[digest[i] >> 4];
      text += digits[digest[i] & 0xF];
    }
    return text;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
  bool good_ = false;
};

BulkMistakes cannot_be_read(const std::string& file, int error) {
  return {.error = {.code = ErrorCode::usage,
                    .message = "bulk-assign: " + shown_bulk_file(file) +
                               " cannot be read: " + std::strerror(error) + ".",
                    .hint = "Name a file of CSV or NDJSON."},
          .lines = {}};
}

BulkMistakes mistakes(const std::string& file, const BulkProblems& problems) {
  const std::uint64_t count = problems.count();
  BulkMistakes found{
      .error = {.code = ErrorCode::usage,
                .message = shown_bulk_file(file) + " has " + std::to_string(count) +
                           (count == 1 ? " mistake" : " mistakes") +
                           (count > problems.first().size()
                                ? ", the first " + std::to_string(problems.first().size()) +
                                      " of which are named"
                                : "") +
                           "; nothing was changed.",
                .hint = "Mend the file, then run the same command again."},
      .lines = {}};
  for (const BulkProblem& problem : problems.first()) {
    found.lines.push_back(shown_bulk_file(file) + ":" + std::to_string(problem.place.line) + ":" +
                          std::to_string(problem.place.column) + ": " + problem.what);
    found.error.detail += (found.error.detail.empty() ? "" : "\n") + found.lines.back();
  }
  return found;
}

/// Reads all of it. Returns errno when that does not work.
std::optional<int> read_all(int input, BulkParser& parser, Sha256& hash) {
  std::array<char, 65536> chunk{};
  for (;;) {
    const ssize_t size = ::read(input, chunk.data(), chunk.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return errno;
    if (size == 0) break;
    const std::string_view bytes(chunk.data(), static_cast<std::size_t>(size));
    hash.add(bytes);
    parser.feed(bytes);
  }
  parser.finish();
  return std::nullopt;
}

}  // namespace

std::string shown_bulk_file(const std::string& file) {
  return file == "-" ? "standard input" : file;
}

std::variant<BulkInput, BulkMistakes> read_bulk_input(const std::string& file, BulkFormat format) {
  const bool is_stdin = file == "-";
  const int input = is_stdin ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (input < 0) return cannot_be_read(file, errno);
  BulkParser parser(format);
  Sha256 hash;
  BulkInput read;
  struct stat about {};
  read.is_regular = !is_stdin && ::fstat(input, &about) == 0 && S_ISREG(about.st_mode);
  const std::optional<int> error = read_all(input, parser, hash);
  if (!is_stdin) ::close(input);
  if (error) return cannot_be_read(file, *error);
  if (parser.problems().count() != 0) return mistakes(file, parser.problems());
  read.rows = parser.take_rows();
  read.warnings = parser.warnings();
  read.sha256 = hash.hexadecimal();
  // Without it a changed file could not be told from the one that the journal is about.
  if (read.sha256.empty())
    return BulkMistakes{.error = {.code = ErrorCode::internal,
                                  .message = "libcrypto does not compute SHA-256.",
                                  .hint = "Check the OpenSSL configuration of this machine."},
                        .lines = {}};
  return read;
}

}  // namespace teamsctl::cli
