#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "fetched.hpp"
#include "io/descriptor.hpp"

// R22: a descriptor, and standard input, are read to the end of one line and not a byte further:
// what follows belongs to the next question or to another program.

using namespace teamsctl;
using teamsctl::test::Directory;
using teamsctl::test::Fetch;
using teamsctl::test::fetched;

namespace {

void write(int descriptor, const std::string& text) {
  REQUIRE(::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

std::string rest_of(int descriptor) {
  char text[64];
  const ssize_t size = ::read(descriptor, text, sizeof text);
  return std::string(text, size > 0 ? static_cast<std::size_t>(size) : 0);
}

/// Puts a descriptor in the place of standard input for as long as it lives.
class StandardInput {
 public:
  explicit StandardInput(int descriptor) : before_(::dup(STDIN_FILENO)) {
    REQUIRE(::dup2(descriptor, STDIN_FILENO) == STDIN_FILENO);
  }
  ~StandardInput() { ::dup2(before_.get(), STDIN_FILENO); }

 private:
  io::Descriptor before_;
};

}  // namespace

TEST_CASE("R22 a descriptor gives one line for each question and keeps the rest") {
  const io::Pipe pipe = io::make_pipe();
  const auto source = descriptor_secret("--mfa-code-fd", pipe.read.get());
  CHECK(source->name() == "--mfa-code-fd");
  write(pipe.write.get(), "111111\r\n222222\nrest");
  CHECK(fetched(*source).value == "111111");
  CHECK(source->available());
  CHECK(fetched(*source).value == "222222");
  CHECK(rest_of(pipe.read.get()) == "rest");
}

TEST_CASE("R22 a descriptor is waited for inside the loop, byte by byte") {
  const io::Pipe pipe = io::make_pipe();
  const auto source = descriptor_secret("--mfa-code-fd", pipe.read.get());
  Loop loop;
  Fetch fetch(loop, *source);
  for (const char* byte : {"1", "2", "3", "4"}) {
    CHECK_FALSE(fetch.done());
    write(pipe.write.get(), byte);
  }
  CHECK_FALSE(fetch.done());
  write(pipe.write.get(), "\n");
  CHECK(fetch.wait().value == "1234");
}

TEST_CASE("a descriptor can be asked again after a fetch that was abandoned") {
  const io::Pipe pipe = io::make_pipe();
  const auto source = descriptor_secret("--mfa-code-fd", pipe.read.get());
  Loop loop;
  Fetch first(loop, *source);
  CHECK_FALSE(first.done());
  source->abandon();
  source->abandon();
  write(pipe.write.get(), "123456\n");
  CHECK_FALSE(first.done());
  CHECK(Fetch(loop, *source).wait().value == "123456");
}

TEST_CASE("R22 the last line of a descriptor needs no line feed, and then there are no more") {
  io::Pipe pipe = io::make_pipe();
  const auto source = descriptor_secret("--password-fd", pipe.read.get());
  write(pipe.write.get(), "Passw0rd!");
  pipe.write.reset();
  CHECK(fetched(*source).value == "Passw0rd!");
  CHECK_FALSE(source->available());
  const auto more = fetched(*source);
  CHECK(more.code() == ErrorCode::input_needed);
  CHECK(more.message() ==
        "--password-fd: descriptor " + std::to_string(pipe.read.get()) + " has no more lines.");
}

TEST_CASE("R22 a descriptor at its end from the start has no lines") {
  io::Pipe pipe = io::make_pipe();
  pipe.write.reset();
  const auto source = descriptor_secret("--password-fd", pipe.read.get());
  CHECK(fetched(*source).message().ends_with(" has no more lines."));
  CHECK_FALSE(source->available());
}

TEST_CASE("R22 a line that is too long is a failure, not a shortened secret") {
  const io::Pipe pipe = io::make_pipe();
  const auto source = descriptor_secret("--mfa-code-fd", pipe.read.get(), {.longest = 4});
  write(pipe.write.get(), "12345\n");
  CHECK(fetched(*source).message().ends_with(" has more than 4 bytes."));
  CHECK_FALSE(source->available());
}

TEST_CASE(
    "R22 a descriptor that is not open says so, also when its number is used for something else "
    "later") {
  const int number = 700;
  REQUIRE(::fcntl(number, F_GETFD) < 0);
  const auto source = descriptor_secret("--password-fd", number);
  const Directory directory;
  std::ofstream(directory / "other") << "not for you\n";
  const io::Descriptor other(::open((directory / "other").c_str(), O_RDONLY | O_CLOEXEC));
  REQUIRE(::dup2(other.get(), number) == number);
  const io::Descriptor owner(number);
  const auto result = fetched(*source);
  CHECK(result.code() == ErrorCode::input_needed);
  CHECK(result.message() == "--password-fd: descriptor 700 is not open.");
  CHECK_FALSE(source->available());
}

TEST_CASE("R22 a regular file behind a descriptor is read from where it stands") {
  const Directory directory;
  std::ofstream(directory / "lines") << "first\nsecond\n";
  const io::Descriptor file(::open((directory / "lines").c_str(), O_RDONLY | O_CLOEXEC));
  const auto source = descriptor_secret("--password-fd", file.get());
  CHECK(fetched(*source).value == "first");
  CHECK(::lseek(file.get(), 0, SEEK_CUR) == 6);
  CHECK(fetched(*source).value == "second");
  CHECK(fetched(*source).message().ends_with(" has no more lines."));
}

TEST_CASE("R22 devices and directories behind a descriptor end, and hang nowhere") {
  for (const char* path : {"/dev/null", "/dev/zero", "/"}) {
    const io::Descriptor device(::open(path, O_RDONLY | O_CLOEXEC));
    const auto source = descriptor_secret("--password-fd", device.get());
    CHECK(fetched(*source).code() == ErrorCode::input_needed);
    CHECK_FALSE(source->available());
  }
}

TEST_CASE("R22 standard input is read to the end of the line, under each of its names") {
  const io::Pipe pipe = io::make_pipe();
  const StandardInput here(pipe.read.get());
  write(pipe.write.get(), "one\ntwo\nthree\nrest");
  CHECK(fetched(*file_secret("--password-file", "-")).value == "one");
  CHECK(fetched(*file_secret("--password-file", "/dev/stdin")).value == "two");
  CHECK(fetched(*file_secret("--password-file", "/dev/fd/0")).value == "three");
  CHECK(rest_of(STDIN_FILENO) == "rest");
}

TEST_CASE("standard input that has ended is called by its name") {
  const io::Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const StandardInput here(nothing.get());
  CHECK(fetched(*file_secret("--password-file", "-")).message() ==
        "--password-file: standard input has no more lines.");
}
