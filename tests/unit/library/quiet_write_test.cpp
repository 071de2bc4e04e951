#include "io/quiet_write.hpp"

#include <catch2/catch.hpp>
#include <cerrno>
#include <csignal>

#include "io/descriptor.hpp"

// A pwsh that is gone must not end the program that the library is in: SIGPIPE does that to every
// program that has not thought of it.

using namespace teamsctl::io;

TEST_CASE("nobody reads any more: an error, and no signal") {
  struct sigaction ends {};
  struct sigaction before {};
  ends.sa_handler = SIG_DFL;
  REQUIRE(::sigaction(SIGPIPE, &ends, &before) == 0);
  Pipe pipe = make_pipe();
  CHECK(quiet_write(pipe.write.get(), "abc") == 3);
  pipe.read.reset();
  errno = 0;
  CHECK(quiet_write(pipe.write.get(), "abc") == -1);
  CHECK(errno == EPIPE);

  sigset_t waiting;
  REQUIRE(::sigpending(&waiting) == 0);
  CHECK(::sigismember(&waiting, SIGPIPE) == 0);
  sigset_t blocked;
  REQUIRE(::pthread_sigmask(SIG_BLOCK, nullptr, &blocked) == 0);
  CHECK(::sigismember(&blocked, SIGPIPE) == 0);
  ::sigaction(SIGPIPE, &before, nullptr);
}
