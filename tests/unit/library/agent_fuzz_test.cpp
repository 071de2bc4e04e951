#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "wire/agent_event.hpp"
#include "wire/agent_frame.hpp"
#include "wire/agent_open.hpp"
#include "wire/agent_request.hpp"

// R32: whatever a client or an agent sends, it is either understood or refused. The seeds are
// fixed: what fails here fails again.
using namespace teamsctl;
using wire::FrameKind;
using wire::FrameReader;

namespace {

constexpr std::size_t longest = 4096;

struct Read {
  std::vector<std::string> frames;
  FrameReader::Status status = FrameReader::Status::more;
  bool partial = false;
  bool operator==(const Read&) const = default;
};

/// All frames in the bytes, which come in pieces of `piece` bytes, and are stopped and resumed
/// after each `stop`-th frame.
Read read_all(std::string_view bytes, std::size_t piece, std::size_t stop) {
  Read read;
  FrameReader reader(longest);
  const auto take = [&](FrameKind kind, std::string_view payload) {
    read.frames.push_back(static_cast<char>(kind) + std::string(payload));
    return stop == 0 || read.frames.size() % stop != 0;
  };
  while (!bytes.empty() && read.status != FrameReader::Status::too_long) {
    const std::string_view next = bytes.substr(0, piece);
    bytes.remove_prefix(next.size());
    read.status = reader.feed(next, take);
    while (read.status == FrameReader::Status::stopped) read.status = reader.resume(take);
  }
  // What stands behind a header that is too long is nothing, however much of it has come.
  read.partial = read.status == FrameReader::Status::more && reader.partial();
  return read;
}

std::string valid_frames() {
  wire::AgentOpen open{.id = 1, .sign_in = true, .identity = "{\"as\":\"user\"}"};
  open.who = SignIn{.as = UserSignIn{.username = "a@b"}};
  open.environment = {"PATH=/bin", "B=\xff"};
  open.prompt_rules = {PromptRule{.name = "n", .kind = ChallengeKind::mfa_code, .pattern = "x$"}};
  std::string bytes;
  wire::add_frame(bytes, FrameKind::hello, R"({"protocol":[1,0]})");
  wire::add_frame(bytes, FrameKind::open, wire::open_json(open).value());
  wire::add_numbered_frame(
      bytes, FrameKind::request, 2,
      wire::request_json(GetPhoneNumbers{.filters = {{"A", std::int64_t{-1}}, {"B", Switch{}}}})
          .value());
  wire::add_numbered_frame(
      bytes, FrameKind::request, 3,
      wire::request_json(AssignPhoneNumber{.user = "u", .number = "+1"}).value());
  wire::add_numbered_frame(bytes, FrameKind::answer, 4, "123456");
  wire::add_numbered_frame(
      bytes, FrameKind::decline, 5,
      wire::error_json({.code = ErrorCode::input_needed, .message = "no", .aadsts = 50076}));
  Challenge challenge;
  challenge.kind = ChallengeKind::choice;
  challenge.choices = {"a", "b"};
  wire::add_frame(bytes, FrameKind::event, wire::event_json(ChallengeOpened{challenge}));
  wire::add_frame(bytes, FrameKind::event,
                  wire::event_json(Finished{.request = 2, .error = Error{.message = "\n"}}));
  wire::add_frame(bytes, FrameKind::event, wire::event_json(Message{.text = "w"}));
  return bytes;
}

/// Bytes changed, left out, put in, doubled or cut off.
std::string spoiled(std::string bytes, std::mt19937& random) {
  const auto at = [&](std::size_t size) {
    return std::uniform_int_distribution<std::size_t>(0, size)(random);
  };
  using std::string_view_literals::operator""sv;  // one of them is NUL
  constexpr std::string_view likely = "\0\x01\xff\"\\{}[]:,0-.eE9nt \n"sv;
  for (std::size_t changes = 1 + at(3); changes != 0 && !bytes.empty(); --changes) {
    const std::size_t place = at(bytes.size() - 1);
    switch (at(5)) {
      case 0:
        bytes[place] = static_cast<char>(at(255));
        break;
      case 1:
        bytes[place] = likely[at(likely.size() - 1)];
        break;
      case 2:
        bytes.erase(place, 1 + at(8));
        break;
      case 3:
        bytes.insert(place, 1 + at(3), likely[at(likely.size() - 1)]);
        break;
      case 4:
        bytes.insert(place, bytes.substr(at(bytes.size() - 1), at(40)));
        break;
      default:
        bytes.resize(place);
    }
  }
  return bytes;
}

/// How many of the payloads are understood as anything.
std::size_t understood(const Read& read) {
  std::size_t count = 0;
  for (const std::string& frame : read.frames) {
    std::string_view payload = std::string_view(frame).substr(1);
    count += wire::open_from_json(payload).has_value();
    count += wire::event_from_json(payload).has_value();
    const Error error = wire::error_from_json(payload);
    CHECK(exit_status(error.code) != 0);
    (void)wire::take_number(payload);
    if (const auto request = wire::request_from_json(payload)) {
      ++count;
      // What was understood can be said again.
      CHECK(wire::request_json(*request).has_value());
    }
  }
  return count;
}

}  // namespace

TEST_CASE("frames of the agent that are spoiled are read the same in any pieces, and never crash") {
  const std::string valid = valid_frames();
  const Read whole = read_all(valid, valid.size(), 0);
  REQUIRE(whole.frames.size() == 9);
  REQUIRE(understood(whole) >= 6);
  std::mt19937 random(20261125);
  std::size_t more = 0;
  for (int round = 0; round < 4000; ++round) {
    const std::string bytes = spoiled(valid, random);
    if (bytes.empty()) continue;
    const Read read = read_all(bytes, bytes.size(), 0);
    INFO("round " << round);
    CHECK(read == read_all(bytes, 1, 0));
    CHECK(read == read_all(bytes, 1 + random() % 97, 1 + random() % 3));
    more += understood(read);
  }
  // Else it was only noise that went in.
  CHECK(more > 4000);
}

TEST_CASE("payloads of the agent's frames that are spoiled are understood or refused") {
  const Read whole = read_all(valid_frames(), longest, 0);
  std::mt19937 random(1125);
  for (int round = 0; round < 4000; ++round) {
    Read read;
    for (const std::string& frame : whole.frames)
      read.frames.push_back(frame[0] + spoiled(frame.substr(1), random));
    INFO("round " << round);
    (void)understood(read);
  }
}
