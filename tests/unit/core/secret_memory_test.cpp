#include "core/secret_memory.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdint>
#include <fstream>
#include <new>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "teamsctl/secret.hpp"

// R37: a password must not turn up in a swap file, a core dump or another process.

using teamsctl::Secret;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;  // the sanitizers ignore mlock
#else
constexpr bool sanitized = false;
#endif

/// What the kernel knows of the mapping in which an address is: the "VmFlags" of /proc/self/smaps.
std::string flags_of(const char* address) {
  std::ifstream maps("/proc/self/smaps");
  const auto wanted = reinterpret_cast<std::uintptr_t>(address);
  bool here = false;
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    char dash = '\0';
    std::istringstream head(line);
    if (head >> std::hex >> begin >> dash >> end && dash == '-')
      here = begin <= wanted && wanted < end;
    if (here && line.starts_with("VmFlags:")) return line + " ";
  }
  return "";
}

/// Runs `body` in a process of its own and gives how that ended, as of waitpid(2).
template <class Body>
int in_child(Body body) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::signal(SIGSEGV, SIG_DFL);  // Catch's handler would report it as a failure of the test
    ::_exit(body());
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return status;
}

}  // namespace

TEST_CASE("R37 secrets are in pages that are locked, not dumped, and wiped in a forked process") {
  for (const std::size_t size : {10u, 300000u}) {
    const Secret secret(std::string(size, 's'));
    const std::string flags = flags_of(secret.reveal().data());
    INFO(flags);
    CHECK(flags.find(" dd ") != std::string::npos);
    CHECK(flags.find(" wf ") != std::string::npos);
    if (sanitized || !teamsctl::secrets_are_locked())
      WARN("skipped: memory cannot be locked here");
    else
      CHECK(flags.find(" lo ") != std::string::npos);
  }
}

TEST_CASE("R37 a forked process has zeros for secrets, and can make secrets of its own") {
  for (const std::size_t size : {10u, 300000u}) {
    const Secret secret(std::string(size, 's'));
    const int status = in_child([&] {
      const std::string_view bytes = secret.reveal();
      const Secret own("Passw0rd!");
      return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == '\0'; }) &&
                     own.reveal() == "Passw0rd!"
                 ? 0
                 : 1;
    });
    CHECK(status == 0);
    CHECK(secret.reveal() == std::string(size, 's'));
  }
}

TEST_CASE("R37 what reads past the pages of a secret dies") {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const Secret secret(std::string(2 * page, 's'));
  const volatile char* const data = secret.reveal().data();
  CHECK(in_child([&] { return data[2 * page - 1] & 0; }) == 0);
  // By a signal, or by the exit status of a sanitizer.
  CHECK(in_child([&] { return data[2 * page] & 0; }) != 0);
  CHECK(in_child([&] { return *(data - 1) & 0; }) != 0);
}

TEST_CASE("R37 where memory may not be locked secrets are kept all the same, and that is known") {
  if (sanitized) {
    WARN("skipped: the sanitizers ignore mlock");
    return;
  }
  const int status = in_child([] {
    const rlimit none{0, 0};
    // Root may always lock.
    if (::setrlimit(RLIMIT_MEMLOCK, &none) != 0 ||
        (::geteuid() == 0 && ::setresuid(65534, 65534, 65534) != 0))
      return 2;
    const Secret large(std::string(300000, 's'));
    const Secret small("Passw0rd!");
    if (large.size() != 300000 || small.reveal() != "Passw0rd!") return 3;
    return teamsctl::secrets_are_locked() ? 4 : 0;
  });
  CHECK(status == 0);
}

TEST_CASE("R37 R42 without memory for pages of their own secrets are in ordinary memory") {
  if (sanitized) {
    WARN("skipped: the sanitizers need all the addresses there are");
    return;
  }
  const int status = in_child([] {
    std::vector<Secret> first(20);
    std::string text(200000, 's');
    void* const reserve = ::operator new(1 << 20);
    ::operator delete(reserve);  // the heap keeps it, or not
    const rlimit little{0, 0};
    if (::setrlimit(RLIMIT_AS, &little) != 0) return 2;
    try {
      for (Secret& secret : first) secret = Secret(std::string_view(text).substr(0, 5000));
    } catch (const std::bad_alloc&) {
      return 0;  // no ordinary memory either: said, not crashed
    }
    for (const Secret& secret : first)
      if (secret.reveal() != std::string_view(text).substr(0, 5000)) return 3;
    first.clear();
    return teamsctl::secrets_are_locked() ? 4 : 0;
  });
  CHECK(status == 0);
}

TEST_CASE("blocks are at least as large as asked for, and do not overlap") {
  std::vector<teamsctl::core::SecretBlock> blocks;
  for (std::size_t size = 1; size < 5000; size += 37) {
    blocks.push_back(teamsctl::core::take_secret_memory(size));
    REQUIRE(blocks.back().capacity >= size);
  }
  std::sort(blocks.begin(), blocks.end(),
            [](const auto& a, const auto& b) { return a.data < b.data; });
  for (std::size_t i = 1; i < blocks.size(); ++i)
    REQUIRE(blocks[i - 1].data + blocks[i - 1].capacity <= blocks[i].data);
  for (const auto& block : blocks) teamsctl::core::give_back_secret_memory(block);
  teamsctl::core::give_back_secret_memory({});
}
