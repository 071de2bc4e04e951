#include "io/descriptor.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace teamsctl::io {
namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

Descriptor unlinked_file() {
  const char* directory = std::getenv("TMPDIR");
  std::string path = std::string(directory != nullptr && *directory == '/' ? directory : "/tmp") +
                     "/teamsctl-XXXXXX";
  Descriptor file(::mkostemp(path.data(), O_CLOEXEC));  // mode 0600
  if (!file) fail("temporary file");
  ::unlink(path.c_str());
  return file;
}

void write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      fail("temporary file");
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

void Descriptor::reset() noexcept {
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

Pipe make_pipe(int capacity) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) fail("pipe");
  // More than the user's limit is refused, which leaves the default: slower, not wrong.
  if (capacity != 0) (void)::fcntl(ends[0], F_SETPIPE_SZ, capacity);
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

Descriptor text_as_file(const char* name, std::string_view text) {
  Descriptor file(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
  const bool in_memory = static_cast<bool>(file);
  if (!in_memory) file = unlinked_file();
  write_all(file.get(), text);
  if (in_memory)
    (void)::fcntl(file.get(), F_ADD_SEALS,
                  F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
  (void)::lseek(file.get(), 0, SEEK_SET);
  return file;
}

LowDescriptors::LowDescriptors(int first_free) {
  for (;;) {
    Descriptor next(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!next || next.get() >= first_free) return;
    held_.push_back(std::move(next));
  }
}

}  // namespace teamsctl::io
