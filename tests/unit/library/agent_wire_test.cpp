#include <catch2/catch.hpp>

#include "wire/agent_event.hpp"
#include "wire/agent_frame.hpp"
#include "wire/agent_open.hpp"
#include "wire/agent_request.hpp"

using namespace teamsctl;
using wire::FrameKind;
using wire::FrameReader;

namespace {

/// The same text again means that nothing of it was lost: each member is written, read and written.
void check_round_trip(const Request& request) {
  const auto written = wire::request_json(request);
  REQUIRE(written);
  const auto read = wire::request_from_json(*written);
  REQUIRE(read);
  CHECK(read->index() == request.index());
  CHECK(wire::request_json(*read) == written);
}

std::vector<std::string> frames_in(std::string_view bytes, std::size_t cut) {
  std::vector<std::string> frames;
  FrameReader reader(64);
  const auto take = [&](FrameKind kind, std::string_view payload) {
    frames.push_back(static_cast<char>(kind) + std::string(payload));
    return true;
  };
  CHECK(reader.feed(bytes.substr(0, cut), take) == FrameReader::Status::more);
  CHECK(reader.feed(bytes.substr(cut), take) == FrameReader::Status::more);
  CHECK_FALSE(reader.partial());
  return frames;
}

}  // namespace

TEST_CASE("every request travels to the agent whole") {
  const Parameters parameters{{"Text", std::string("O’Brien \"'\n\u2028")},
                              {"Number", std::int64_t{9223372036854775807}},
                              {"Least", std::int64_t{-9223372036854775807 - 1}},
                              {"Flag", true},
                              {"On", Switch{}},
                              {"Off", Switch{.on = false}},
                              {"Texts", std::vector<std::string>{"a", ""}},
                              {"None", std::vector<std::string>{}},
                              {"Text", std::string("twice")}};
  check_round_trip(GetPhoneNumbers{.filters = parameters, .top = 7, .skip = 2, .city = "Zürich"});
  check_round_trip(GetPhoneNumbers{});
  check_round_trip(GetTenant{});
  check_round_trip(List{.command = "get-x",
                        .parameters = parameters,
                        .top = 0,
                        .skip = 18446744073709551615u,
                        .keep = {{"City", "Bern"}, {"City", "Bern"}}});
  check_round_trip(GetPolicies{.types = {"calling"}, .identity = "Global", .filter = "*"});
  check_round_trip(GetUserInfo{.users = {"a@b", "c"}});
  check_round_trip(AssignPhoneNumber{.user = "u",
                                     .number = "+1",
                                     .number_type = "DirectRouting",
                                     .more = parameters,
                                     .verify = std::chrono::milliseconds(1)});
  check_round_trip(RemovePhoneNumber{.user = "u", .more = parameters});
  check_round_trip(RunScript{.text = "1;\r\n2", .read_only = true});
  check_round_trip(GetModule{});
  check_round_trip(Invoke{.command = "Get-X", .parameters = parameters});
  check_round_trip(SignIn{.as = UserSignIn{.username = "u"},
                          .tenant_id = "t",
                          .environment = "TeamsDOD",
                          .mfa_code_digits = 8});
  check_round_trip(SignIn{.as = DeviceCodeSignIn{.username = "u"}});
  check_round_trip(SignIn{.as = CertificateSignIn{.application_id = "a", .file = "/f"}});
  check_round_trip(SignIn{.as = ThumbprintSignIn{.application_id = "a", .thumbprint = "AB"}});
  check_round_trip(SignIn{.as = AccessTokensSignIn{}});
  check_round_trip(SignIn{.as = ManagedIdentitySignIn{}});

  const auto values = wire::request_from_json(
      *wire::request_json(Invoke{.command = "x", .parameters = parameters}));
  REQUIRE(values);
  const Parameters& back = std::get<Invoke>(*values).parameters;
  REQUIRE(back.size() == parameters.size());
  for (std::size_t i = 0; i < back.size(); ++i) {
    CHECK(back[i].first == parameters[i].first);
    CHECK(back[i].second.index() == parameters[i].second.index());
  }
}

TEST_CASE("a request never carries the secrets of a sign-in, and never text that is none") {
  const auto written =
      wire::request_json(SignIn{.as = UserSignIn{.username = "u", .password = Secret("hunter22")}});
  REQUIRE(written);
  CHECK(written->find("hunter22") == std::string::npos);
  CHECK_FALSE(wire::request_json(RunScript{.text = "\xff"}));
  for (const char* bad : {"", "{", "[]", "{}", R"({"type":"none"})", R"({"type":"invoke"})",
                          R"({"type":"invoke","command":1,"parameters":[]})", "\xff",
                          R"({"type":"invoke","command":"x","parameters":[["a"]]})"})
    CHECK_FALSE(wire::request_from_json(bad));
}

TEST_CASE("every event and all of an error come back from the agent") {
  using std::chrono::milliseconds;
  const std::chrono::system_clock::time_point time{milliseconds(1764012345678)};
  const Challenge challenge{.id = 3,
                            .kind = ChallengeKind::choice,
                            .message = "m",
                            .display_code = "d",
                            .url = "u",
                            .choices = {"a", "b"},
                            .default_choice = 1,
                            .secret = true,
                            .attempt = 2,
                            .account = "x",
                            .expires_at = time};
  const Error error{.code = ErrorCode::mfa_refused,
                    .message = "m",
                    .hint = "h",
                    .detail = "d",
                    .aadsts = 50076,
                    .retryable = true,
                    .not_taken = true,
                    .retry_after = milliseconds(1500),
                    .reason = Reason::code_late,
                    .challenge = challenge,
                    .server_time = time};
  for (const Event& event : std::vector<Event>{
           StateChanged{.from = State::starting, .to = State::closed},
           Ready{.powershell = "7.6.5", .host_from_cache = true},
           ChallengeOpened{.challenge = challenge}, ChallengeClosed{.id = 9},
           Connected{.account = "a", .tenant_id = "t", .display_name = "Zoë"},
           Message{.request = 1,
           .level = MessageLevel::error,
           .text = "t",
           .error_id = "e",
           .category = "c",
           .newline = false},
           Progress{
               .request = 1, .activity = "a", .status = "s", .percent = 3, .rows = 4, .pages = 5},
           Finished{.request = 1, .rows = 2, .truncated = 3, .error = error},
           Finished{.request = 1}, Closed{.error = error}, Closed{}}) {
    const std::string written = wire::event_json(event);
    const auto read = wire::event_from_json(written);
    REQUIRE(read);
    CHECK(read->index() == event.index());
    CHECK(wire::event_json(*read) == written);
  }
  CHECK(wire::error_json(wire::error_from_json(wire::error_json(error))) ==
        wire::error_json(error));
  CHECK(wire::error_from_json("junk").code == ErrorCode::agent);
  CHECK_FALSE(wire::event_from_json(R"({"event":"of a later version"})"));
}

TEST_CASE("what a session needs travels to the agent") {
  wire::AgentOpen open{.id = 4,
                       .sign_in = true,
                       .identity = "key",
                       .who = SignIn{.as = UserSignIn{.username = "u"}, .tenant_id = "t"},
                       .pwsh = "/usr/bin/pwsh",
                       .simulated = true,
                       .scenario = "default",
                       .numbers = 7,
                       .state = "/state",
                       .environment = {"A=1", "B=\xff"},
                       .prompt_rules = {{.name = "n",
                                         .kind = ChallengeKind::mfa_code,
                                         .pattern = "p",
                                         .quiet = std::chrono::milliseconds(9),
                                         .where = PromptRule::Where::anywhere,
                                         .context = "c",
                                         .needs = "x"}},
                       .idle = std::chrono::milliseconds(5),
                       .lifetime = std::chrono::milliseconds(6)};
  open.limits.command = std::chrono::milliseconds(5);
  open.limits.retries = 0;
  const std::string written = *wire::open_json(open);
  const auto read = wire::open_from_json(written);
  REQUIRE(read);
  CHECK(*wire::open_json(*read) == written);
  CHECK(read->limits.retries == 0);
  CHECK(read->environment.size() == 2);
  CHECK(read->environment[1] == "B=\xff");
  const auto use = wire::open_from_json(*wire::open_json({.id = 1, .identity = "key"}));
  REQUIRE(use);
  CHECK_FALSE(use->sign_in);
  for (const char* bad : {"", "1", "[]", "{}", R"({"id":"x","identity":""})"})
    CHECK_FALSE(wire::open_from_json(bad));
}

TEST_CASE("frames are the same however their bytes are cut") {
  std::string bytes;
  wire::add_frame(bytes, FrameKind::hello, "{}");
  wire::add_frame(bytes, FrameKind::pause, "");
  wire::add_numbered_frame(bytes, FrameKind::row, 0x0102030405060708, "[1]");
  const std::uint64_t number = 5;
  bytes += secret_frame(FrameKind::answer, &number, Secret("123456")).reveal();
  const std::vector<std::string> whole = frames_in(bytes, bytes.size());
  REQUIRE(whole.size() == 4);
  CHECK(whole[2] == std::string("r\1\2\3\4\5\6\7\10[1]"));
  std::string_view answer = std::string_view(whole[3]).substr(1);
  CHECK(wire::take_number(answer) == 5);
  CHECK(answer == "123456");
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) CHECK(frames_in(bytes, cut) == whole);
}

TEST_CASE("R32 a frame that is too long is refused by its header") {
  FrameReader reader(16);
  const auto none = [](FrameKind, std::string_view) { return true; };
  CHECK(reader.feed(std::string_view("\0\0\0\x11", 4), none) == FrameReader::Status::more);
  CHECK(reader.feed("R", none) == FrameReader::Status::too_long);
  FrameReader other(1 << 20);
  CHECK(other.feed("\xff\xff\xff\xffR", none) == FrameReader::Status::too_long);
}

TEST_CASE("a reader that is stopped goes on where it was") {
  std::string bytes;
  for (int i = 0; i < 3; ++i) wire::add_frame(bytes, FrameKind::request, std::to_string(i));
  FrameReader reader(16);
  std::string seen;
  const auto one = [&](FrameKind, std::string_view payload) {
    seen += payload;
    return false;
  };
  CHECK(reader.feed(bytes, one) == FrameReader::Status::stopped);
  CHECK(reader.resume(one) == FrameReader::Status::stopped);
  CHECK(seen == "01");
  CHECK(reader.resume(one) == FrameReader::Status::stopped);
  CHECK(seen == "012");
  CHECK(reader.resume(one) == FrameReader::Status::more);
}
