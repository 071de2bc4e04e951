#include "agent/link.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "agent/listener.hpp"
#include "agent/place.hpp"
#include "wire/agent_frame.hpp"

namespace teamsctl::agent {

std::variant<io::Descriptor, NoAgent, Error> connect_to_agent() {
  const Place place = agent_place();
  // The usual case of no agent at all is to cost nothing.
  if (::access(place.socket.c_str(), F_OK) != 0 && errno == ENOENT) return NoAgent{};
  if (std::optional<Error> error = insecure_place(place)) return std::move(*error);
  auto connected = connect_to(place.socket);
  if (const int* error = std::get_if<int>(&connected)) {
    if (*error == ENOENT || *error == ECONNREFUSED || *error == ENOTDIR) return NoAgent{};
    if (*error == EAGAIN) return agent_silent();
    return Error{.code = ErrorCode::agent,
                 .message = "The agent cannot be reached: " + place.socket + ": " +
                            std::strerror(*error) + ".",
                 .hint = "Use --agent off, or look at the socket."};
  }
  auto& socket = std::get<io::Descriptor>(connected);
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 ||
      peer.uid != ::geteuid())
    return Error{.code = ErrorCode::insecure,
                 .message = "Somebody else listens at " + place.socket + ".",
                 .hint = "Remove it, and find out who it is."};
  return std::move(socket);
}

std::string hello_frame() {
  std::string frame;
  wire::add_frame(frame, wire::FrameKind::hello,
                  "{\"protocol\":[" + std::to_string(wire::agent_protocol_major) + "," +
                      std::to_string(wire::agent_protocol_minor) + "]}");
  return frame;
}

std::optional<Error> wrong_with_welcome(std::string_view payload) {
  const nlohmann::json said = nlohmann::json::parse(payload, nullptr, false);
  const auto protocol = said.is_object() ? said.find("protocol") : said.end();
  if (said.is_object() && protocol != said.end() && protocol->is_array() && !protocol->empty() &&
      (*protocol)[0] == wire::agent_protocol_major)
    return std::nullopt;
  return Error{.code = ErrorCode::agent,
               .message = "The agent is of another release, and its protocol is not understood.",
               .hint = "Write teamsctl agent stop, then teamsctl login."};
}

Error agent_lost() {
  return {.code = ErrorCode::agent,
          .message = "The agent has ended, and what ran in it with it.",
          .hint = "Write teamsctl login to sign in again."};
}

Error agent_silent() {
  return {.code = ErrorCode::agent,
          .message = "The agent does not answer.",
          .hint =
              "It may be stopped. End it (teamsctl agent status names its process), or use --agent "
              "off."};
}

}  // namespace teamsctl::agent
