#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "fetched.hpp"
#include "io/descriptor.hpp"

// R22: what a file with a secret must be, and how much of it is read. A file that another user
// could have written, or can read, must not be taken for the user's own word.

using namespace teamsctl;
using teamsctl::test::Directory;
using teamsctl::test::Fetch;
using teamsctl::test::fetched;

namespace {

std::string file(const Directory& directory, const std::string& text, mode_t mode = 0600) {
  const std::string path = directory / "secret";
  std::ofstream(path) << text;
  REQUIRE(::chmod(path.c_str(), mode) == 0);
  return path;
}

void write(int descriptor, const std::string& text) {
  REQUIRE(::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

test::Fetched read(const std::string& path, FileRule rule = FileRule::strict,
                   SecretShape shape = {}) {
  return fetched(*file_secret("--password-file", path, rule, shape));
}

ErrorCode checked(const std::string& path, FileRule rule) {
  const auto error = check_secret_file(path, rule);
  return error ? error->code : ErrorCode::ok;
}

}  // namespace

TEST_CASE("R22 a file gives its first line, once") {
  const Directory directory;
  const std::string path = file(directory, "Passw0rd!\r\nnotes\n");
  const auto source = file_secret("--password-file", path);
  CHECK(source->available());
  CHECK(fetched(*source).value == "Passw0rd!");
  CHECK_FALSE(source->available());
  CHECK(fetched(*source).message() == "--password-file: " + path + " has been read already.");
}

TEST_CASE("R22 a file is read when it is asked for, not before") {
  const Directory directory;
  const auto source = file_secret("--mfa-code-file", directory / "secret");
  file(directory, "123456\n");
  CHECK(fetched(*source).value == "123456");
}

TEST_CASE("R22 a file of two lines gives both") {
  const Directory directory;
  const std::string path = file(directory, "graph\nteams\nmore\n");
  CHECK(read(path, FileRule::strict, {.lines = 2}).value == "graph\nteams");
  file(directory, "graph\n");
  CHECK(read(path, FileRule::strict, {.lines = 2}).message() ==
        "--password-file: " + path + " has only 1 line where there must be 2 lines.");
}

TEST_CASE("R22 H15 a file that is not there, empty, or no secret says what it is") {
  const Directory directory;
  const std::string gone = directory / "gone";
  const auto source = file_secret("--password-file", gone);
  const auto lost = fetched(*source);
  CHECK(lost.code() == ErrorCode::input_needed);
  CHECK(lost.message() ==
        "--password-file: " + gone + " cannot be read: No such file or directory.");
  CHECK_FALSE(lost.error->hint.empty());
  CHECK_FALSE(source->available());

  CHECK(read(file(directory, "")).message().ends_with(" has no line."));
  CHECK(read(file(directory, "\nsecond")).message().ends_with(" has an empty line."));
  CHECK(read(file(directory, std::string("a\0b", 3)))
            .message()
            .ends_with(" has a zero byte, which no UTF-8 text has."));
  CHECK(read(file(directory, "")).code() == ErrorCode::input_needed);
}

TEST_CASE("R22 H15 a file of a size that no secret has is not read") {
  const Directory directory;
  const std::string path = file(directory, "short\n");
  REQUIRE(::truncate(path.c_str(), 1 << 30) == 0);
  const auto huge = read(path);
  CHECK(huge.code() == ErrorCode::input_needed);
  CHECK(huge.message() == "--password-file: " + path + " is larger than 4096 bytes.");
  CHECK(read(file(directory, "12345\n"), FileRule::strict, {.longest = 4})
            .message()
            .ends_with(" has more than 4 bytes."));
  CHECK(read(file(directory, "1234\r\n"), FileRule::strict, {.longest = 4}).value == "1234");
}

TEST_CASE("R22 a file that others can write is never read") {
  const Directory directory;
  for (const mode_t mode : {0620, 0602, 0666, 0622}) {
    const std::string path = file(directory, "Passw0rd!\n", mode);
    for (const FileRule rule : {FileRule::strict, FileRule::shared}) {
      const auto result = read(path, rule);
      CHECK(result.code() == ErrorCode::insecure);
      CHECK(result.message() == "--password-file: " + path + " can be written by others.");
      CHECK(result.error->hint == "Take that away: chmod go-w " + path);
      CHECK(checked(path, rule) == ErrorCode::insecure);
    }
  }
}

TEST_CASE("R22 a file that others can use is read under the shared rule only") {
  const Directory directory;
  for (const mode_t mode : {0640, 0604, 0440, 0610, 0644}) {
    const std::string path = file(directory, "Passw0rd!\n", mode);
    CHECK(read(path, FileRule::strict).code() == ErrorCode::insecure);
    CHECK(read(path, FileRule::shared).value == "Passw0rd!");
    CHECK(checked(path, FileRule::strict) == ErrorCode::insecure);
    CHECK(checked(path, FileRule::shared) == ErrorCode::ok);
  }
  CHECK(read(file(directory, "Passw0rd!\n", 0400)).value == "Passw0rd!");
}

TEST_CASE("R22 a symbolic link is followed under the shared rule only") {
  const Directory directory;
  const std::string path = file(directory, "Passw0rd!\n");
  const std::string link = directory / "link";
  std::filesystem::create_symlink(path, link);
  const auto refused = read(link, FileRule::strict);
  CHECK(refused.code() == ErrorCode::insecure);
  CHECK(refused.message() == "--password-file: " + link + " is a symbolic link.");
  CHECK(checked(link, FileRule::strict) == ErrorCode::insecure);
  CHECK(read(link, FileRule::shared).value == "Passw0rd!");
  CHECK(checked(link, FileRule::shared) == ErrorCode::ok);

  // What it leads to counts, not the link.
  REQUIRE(::chmod(path.c_str(), 0606) == 0);
  CHECK(read(link, FileRule::shared).code() == ErrorCode::insecure);

  // The way Kubernetes mounts secrets: a directory that is a link is no matter under either rule.
  REQUIRE(::chmod(path.c_str(), 0600) == 0);
  std::filesystem::create_directory_symlink(directory / ".", directory / "..data");
  CHECK(read(directory / "..data/secret", FileRule::strict).value == "Passw0rd!");
}

TEST_CASE("R22 a file of another user is read under the shared rule only") {
  if (::geteuid() != 0) {
    WARN("skipped: only root can make a file of another user");
    return;
  }
  const Directory directory;
  const std::string path = file(directory, "Passw0rd!\n");
  REQUIRE(::chown(path.c_str(), 65534, 65534) == 0);
  const auto refused = read(path, FileRule::strict);
  CHECK(refused.code() == ErrorCode::insecure);
  CHECK(refused.message() == "--password-file: " + path + " belongs to another user.");
  CHECK(checked(path, FileRule::strict) == ErrorCode::insecure);
  CHECK(read(path, FileRule::shared).value == "Passw0rd!");
}

TEST_CASE("R22 H15 a directory, a device and a socket are no files with secrets") {
  const Directory directory;
  CHECK(read(directory / ".").message().ends_with("/. is a directory."));
  CHECK(read("/dev/null").message() == "--password-file: /dev/null is neither a file nor a FIFO.");
  CHECK(read("/dev/zero", FileRule::shared).code() == ErrorCode::input_needed);
  CHECK(checked("/dev/null", FileRule::strict) == ErrorCode::config);
  CHECK(checked(directory / ".", FileRule::strict) == ErrorCode::config);
  CHECK(checked(directory / "gone", FileRule::strict) == ErrorCode::config);
}

TEST_CASE("a check says what is wrong with a file, and does not disturb a FIFO") {
  const Directory directory;
  CHECK(checked(file(directory, "x\n"), FileRule::strict) == ErrorCode::ok);
  CHECK(check_secret_file(directory / "gone", FileRule::shared)->message ==
        directory / "gone" + " cannot be read: No such file or directory.");
  const std::string fifo = directory / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(checked(fifo, FileRule::strict) == ErrorCode::ok);
  CHECK(checked("-", FileRule::strict) == ErrorCode::ok);
  CHECK(checked("/dev/fd/987654", FileRule::strict) == ErrorCode::config);
}

TEST_CASE("R22 a FIFO is waited for, and each line answers one question") {
  const Directory directory;
  const std::string fifo = directory / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  const auto source = file_secret("--mfa-code-file", fifo);
  Loop loop;
  Fetch first(loop, *source);
  CHECK_FALSE(first.done());
  {
    const io::Descriptor writer(::open(fifo.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
    REQUIRE(writer);
    write(writer.get(), "111");
    CHECK_FALSE(first.done());
    write(writer.get(), "111\n222222\n");
    CHECK(first.wait().value == "111111");
  }
  // The second line of a writer that has gone.
  CHECK(source->available());
  CHECK(Fetch(loop, *source).wait().value == "222222");

  // A second writer, some time after the first has gone.
  Fetch third(loop, *source);
  CHECK_FALSE(third.done());
  const io::Descriptor writer(::open(fifo.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
  REQUIRE(writer);
  write(writer.get(), "333333\n");
  CHECK(third.wait().value == "333333");
}

TEST_CASE("R22 the writer of a FIFO that goes without a word is an answer that did not come") {
  const Directory directory;
  const std::string fifo = directory / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  const auto source = file_secret("--mfa-code-file", fifo);
  Loop loop;
  Fetch fetch(loop, *source);
  CHECK_FALSE(fetch.done());
  { const io::Descriptor writer(::open(fifo.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)); }
  CHECK(fetch.wait().message() == "--mfa-code-file: " + fifo + " has no line.");
  CHECK_FALSE(source->available());
}

TEST_CASE("R22 a FIFO that others can write is not waited for") {
  const Directory directory;
  const std::string fifo = directory / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  REQUIRE(::chmod(fifo.c_str(), 0622) == 0);
  CHECK(read(fifo).code() == ErrorCode::insecure);
}

TEST_CASE("a source that is destroyed while it waits calls nobody") {
  const Directory directory;
  const std::string fifo = directory / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  auto source = file_secret("--mfa-code-file", fifo);
  Loop loop;
  Fetch fetch(loop, *source);
  CHECK_FALSE(fetch.done());
  source.reset();
  CHECK_FALSE(fetch.done());
}

TEST_CASE("a fetch that was abandoned calls nobody, and the line goes on in the next one") {
  const Directory directory;
  const std::string fifo = directory / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  const auto source = file_secret("--mfa-code-file", fifo);
  Loop loop;
  Fetch first(loop, *source);
  CHECK_FALSE(first.done());
  const io::Descriptor writer(::open(fifo.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
  REQUIRE(writer);
  write(writer.get(), "12");
  CHECK_FALSE(first.done());
  source->abandon();
  write(writer.get(), "3456\n");
  CHECK_FALSE(first.done());
  CHECK(source->available());
  CHECK(Fetch(loop, *source).wait().value == "123456");
  CHECK_FALSE(first.done());
}

TEST_CASE("the path of a descriptor is taken for the descriptor") {
  io::Pipe pipe = io::make_pipe();
  write(pipe.write.get(), "first\nsecond\nrest");
  const std::string number = std::to_string(pipe.read.get());
  CHECK(read("/dev/fd/" + number).value == "first");
  CHECK(read("/proc/self/fd/" + number).value == "second");
  char rest[8] = {};
  CHECK(::read(pipe.read.get(), rest, sizeof rest) == 4);
  CHECK(std::string(rest) == "rest");
}

TEST_CASE("a source may be destroyed from inside its own answer") {
  const Directory directory;
  const std::string path = file(directory, "Passw0rd!\n");
  Loop loop;
  std::unique_ptr<SecretSource> source = file_secret("--password-file", path);
  bool done = false;
  source->fetch(loop, {}, [&](std::variant<Secret, Error>) {
    source.reset();
    done = true;
  });
  while (!done) REQUIRE(loop.run_one(std::chrono::seconds(5)));
}
