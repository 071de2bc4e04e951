#include "agent_process.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "environment.hpp"
#include "error_report.hpp"
#include "option_values.hpp"
#include "teamsctl/agent.hpp"

namespace teamsctl::cli {
namespace {

void say(std::string_view line) { (void)!::write(STDOUT_FILENO, line.data(), line.size()); }

void leave_standard_descriptors() {
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int descriptor : {0, 1, 2}) ::dup2(null, descriptor);
  ::close(null);
}

/// sd_notify(3), of which one line is wanted.
void tell_supervisor(const char* text) {
  const std::optional<std::string> path = variable("NOTIFY_SOCKET");
  sockaddr_un address{};
  if (!path || path->size() < 2 || path->size() >= sizeof address.sun_path) return;
  address.sun_family = AF_UNIX;
  path->copy(address.sun_path, sizeof address.sun_path - 1);
  if (address.sun_path[0] == '@') address.sun_path[0] = 0;
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path->size());
  (void)::sendto(descriptor, text, std::char_traits<char>::length(text), MSG_NOSIGNAL,
                 reinterpret_cast<const sockaddr*>(&address),
                 size);  // NOLINT: how addresses are passed
  ::close(descriptor);
}

/// The first of the descriptors that a supervisor hands over, when it is this process that they are
/// for.
std::optional<int> handed_over() {
  const std::optional<std::string> pid = variable("LISTEN_PID");
  const std::optional<std::string> count = variable("LISTEN_FDS");
  if (!pid || !count || *pid != std::to_string(::getpid()) || parse_number(*count).value_or(0) == 0)
    return std::nullopt;
  return 3;
}

}  // namespace

int run_agent_process(const std::vector<std::string>& arguments) {
  AgentOptions options{.version = TEAMSCTL_VERSION};
  if (arguments.size() == 3) {
    options.idle = std::chrono::milliseconds(parse_number(arguments[0]).value_or(900'000));
    options.clients = parse_number(arguments[1]).value_or(options.clients);
    options.request_bytes = static_cast<std::size_t>(parse_number(arguments[2]).value_or(1)) << 20;
  }
  options.ready = [] {
    say("ready\n");
    leave_standard_descriptors();
  };
  const std::optional<Error> error = run_agent(std::move(options));
  if (!error) return 0;
  say(agent_error_line(*error));
  return exit_status(error->code);
}

std::optional<Error> start_agent_process(const Options& options) {
  return start_agent("/proc/self/exe",
                     {std::string(agent_word), std::to_string(options.agent_idle.count()),
                      std::to_string(options.agent_clients),
                      std::to_string(options.agent_request_mib)});
}

int run_agent_here(const Options& options) {
  AgentOptions agent{.idle = options.agent_idle,
                     .clients = options.agent_clients,
                     .request_bytes = options.agent_request_mib << 20,
                     .version = TEAMSCTL_VERSION,
                     .listener = handed_over()};
  agent.ready = [&] {
    if (!options.quiet) std::fputs("teamsctl: The agent listens.\n", stderr);
    tell_supervisor("READY=1");
  };
  const std::optional<Error> error = run_agent(std::move(agent));
  return error ? report(*error, options.json_errors) : 0;
}

}  // namespace teamsctl::cli
