#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <utility>

#include "agent/identity.hpp"
#include "agent/link.hpp"
#include "teamsctl/agent.hpp"
#include "wire/agent_event.hpp"
#include "wire/agent_frame.hpp"
#include "wire/agent_json.hpp"

// What is asked of the agent itself: one frame there, one back.
namespace teamsctl {
namespace agent {
namespace {

using std::chrono::steady_clock;
using wire::FrameKind;
using wire::FrameReader;

constexpr std::size_t longest_reply = 64u << 20;
// Ending all sessions, and a try of a passphrase after many wrong ones, take their time.
constexpr std::chrono::seconds reply_limit{20};

Error no_agent() {
  return {.code = ErrorCode::not_connected,
          .message = "No agent runs.",
          .hint = "Write teamsctl login to sign in and keep the session."};
}

std::optional<Error> send_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return errno == EAGAIN ? agent_silent() : agent_lost();
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return std::nullopt;
}

class Exchange {
 public:
  /// Without `greets` the frame stands alone, and the version does not matter.
  Exchange(io::Descriptor socket, bool greets) : socket_(std::move(socket)), greets_(greets) {
    const timeval limit{.tv_sec = answer_limit_seconds, .tv_usec = 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  }

  /// The payload of the first frame of that kind, or the error that came in its place. The welcome
  /// must come soon.
  std::variant<std::string, Error> run(std::string_view frame, FrameKind wanted) {
    if (greets_)
      if (std::optional<Error> error = send_all(socket_.get(), hello_frame()))
        return std::move(*error);
    if (std::optional<Error> error = send_all(socket_.get(), frame)) return std::move(*error);
    auto limit = steady_clock::now() + std::chrono::seconds(answer_limit_seconds);
    bool welcomed = false;
    std::optional<std::variant<std::string, Error>> result;
    FrameReader reader(longest_reply);
    while (!result) {
      const auto rest =
          std::chrono::duration_cast<std::chrono::milliseconds>(limit - steady_clock::now());
      pollfd readable{socket_.get(), POLLIN, 0};
      const int polled =
          rest.count() <= 0 ? 0 : ::poll(&readable, 1, static_cast<int>(rest.count()));
      if (polled < 0 && errno == EINTR) continue;
      if (polled <= 0) return agent_silent();
      std::array<char, 16 * 1024> buffer;  // NOLINT: filled by the kernel
      const ssize_t size = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
      if (size < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (size <= 0) return agent_lost();
      (void)reader.feed({buffer.data(), static_cast<std::size_t>(size)},
                        [&](FrameKind kind, std::string_view payload) {
                          if (kind == FrameKind::welcome && !welcomed) {
                            welcomed = true;
                            limit = steady_clock::now() + reply_limit;
                            if (greets_)
                              if (std::optional<Error> error = wrong_with_welcome(payload))
                                result = std::move(*error);
                          } else if (kind == wanted) {
                            result = std::string(payload);
                          } else if (kind == FrameKind::error) {
                            result = wire::error_from_json(payload);
                          }
                          return !result;
                        });
    }
    return std::move(*result);
  }

 private:
  io::Descriptor socket_;
  bool greets_;
};

std::variant<std::string, Error> ask(std::string_view frame, FrameKind wanted, bool greets = true) {
  auto connected = connect_to_agent();
  if (std::holds_alternative<NoAgent>(connected)) return no_agent();
  if (Error* error = std::get_if<Error>(&connected)) return std::move(*error);
  return Exchange(std::move(std::get<io::Descriptor>(connected)), greets).run(frame, wanted);
}

std::variant<std::string, Error> ask(FrameKind kind, std::string_view payload, FrameKind wanted,
                                     bool greets = true) {
  std::string frame;
  wire::add_frame(frame, kind, payload);
  return ask(frame, wanted, greets);
}

std::optional<Error> error_of(std::variant<std::string, Error> answer) {
  if (Error* error = std::get_if<Error>(&answer)) return std::move(*error);
  return std::nullopt;
}

}  // namespace
}  // namespace agent

using agent::ask;
using wire::FrameKind;

std::variant<AgentStatus, Error> agent_status() {
  auto answer = ask(FrameKind::status, "", FrameKind::report);
  if (Error* error = std::get_if<Error>(&answer)) return std::move(*error);
  try {
    const auto said = nlohmann::ordered_json::parse(std::get<std::string>(answer));
    AgentStatus status{.agent = said.at("agent").dump(), .sessions = {}};
    for (const auto& session : said.at("sessions")) status.sessions.push_back(session.dump());
    return status;
  } catch (const nlohmann::json::exception&) {
    return agent::agent_lost();
  }
}

std::optional<Error> stop_agent() {
  return agent::error_of(ask(FrameKind::stop, "", FrameKind::done, false));
}

std::variant<std::size_t, Error> end_agent_sessions(const SignIn* who,
                                                    const SessionOptions& options) {
  nlohmann::json wanted = nlohmann::json::object();
  if (who != nullptr) wanted["identity"] = agent::identity_of(*who, options);
  auto answer = ask(FrameKind::logout, wire::line_of(wanted), FrameKind::done);
  if (Error* error = std::get_if<Error>(&answer)) return std::move(*error);
  const auto said = nlohmann::json::parse(std::get<std::string>(answer), nullptr, false);
  return said.is_object() ? said.value("sessions", std::size_t{0}) : 0;
}

std::optional<Error> lock_agent(const Secret& passphrase) {
  const Secret frame = wire::secret_frame(FrameKind::lock, nullptr, passphrase);
  return agent::error_of(ask(frame.reveal(), FrameKind::done));
}

std::optional<Error> unlock_agent(const Secret& passphrase) {
  const Secret frame = wire::secret_frame(FrameKind::unlock, nullptr, passphrase);
  return agent::error_of(ask(frame.reveal(), FrameKind::done));
}

}  // namespace teamsctl
