#include "teamsctl/loop.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>

#include "io/descriptor.hpp"

using namespace std::chrono_literals;
using teamsctl::Loop;

TEST_CASE("a watch calls back while it lives and leaves the descriptor to its owner") {
  Loop loop;
  teamsctl::io::Pipe pipe = teamsctl::io::make_pipe();
  int calls = 0;
  {
    const Loop::Handle watch = loop.watch_readable(pipe.read.get(), [&] {
      char byte = 0;
      REQUIRE(::read(pipe.read.get(), &byte, 1) == 1);
      ++calls;
    });
    CHECK_FALSE(loop.run_one(0ms));
    REQUIRE(::write(pipe.write.get(), "ab", 2) == 2);
    while (calls < 2) REQUIRE(loop.run_one(5s));
  }
  REQUIRE(::write(pipe.write.get(), "c", 1) == 1);
  while (loop.run_one(0ms)) {
  }
  CHECK(calls == 2);
  char byte = 0;
  CHECK(::read(pipe.read.get(), &byte, 1) == 1);  // still open
}

TEST_CASE("a callback may end its own watch") {
  Loop loop;
  teamsctl::io::Pipe pipe = teamsctl::io::make_pipe();
  int calls = 0;
  Loop::Handle watch;
  watch = loop.watch_readable(pipe.read.get(), [&] {
    ++calls;
    watch.reset();
  });
  REQUIRE(::write(pipe.write.get(), "a", 1) == 1);
  while (calls == 0) REQUIRE(loop.run_one(5s));
  while (loop.run_one(0ms)) {
  }
  CHECK(calls == 1);
}

TEST_CASE("a timer comes once, and not at all when it was given up") {
  Loop loop;
  int due = 0;
  const Loop::Handle kept = loop.after(1ms, [&] { ++due; });
  Loop::Handle given_up = loop.after(1ms, [&] { due += 100; });
  given_up.reset();
  while (due == 0) loop.run_one(5s);
  while (loop.run_one(10ms)) {
  }
  CHECK(due == 1);
}

TEST_CASE("without any time a loop handles what is there, and does not wait") {
  Loop loop;
  int due = 0;
  const Loop::Handle timer = loop.after(0ms, [&] { ++due; });
  CHECK(loop.run_one(0ms));
  CHECK(due == 1);
  CHECK_FALSE(loop.run_one(0ms));
}
