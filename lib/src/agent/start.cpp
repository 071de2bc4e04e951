#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "agent/listener.hpp"
#include "agent/place.hpp"
#include "io/descriptor.hpp"
#include "teamsctl/agent.hpp"
#include "wire/agent_event.hpp"

// How an agent comes to be: one, however many want it.
namespace teamsctl {
namespace agent {
namespace {

constexpr std::chrono::seconds start_limit{15};
constexpr std::string_view ready_line = "ready\n";

/// What an agent needs. What pwsh needs comes with each sign-in; secrets have no business here.
constexpr std::array kept_variables = {
    std::string_view("HOME"),
    std::string_view("PATH"),
    std::string_view("USER"),
    std::string_view("LOGNAME"),
    std::string_view("TMPDIR"),
    std::string_view("TZ"),
    std::string_view("XDG_CACHE_HOME"),
    std::string_view("XDG_RUNTIME_DIR"),
    std::string_view("LD_LIBRARY_PATH"),
    std::string_view("ASAN_OPTIONS"),
    std::string_view("TSAN_OPTIONS"),
    std::string_view("UBSAN_OPTIONS"),
};

std::vector<std::string> kept_environment() {
  std::vector<std::string> kept;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    for (const std::string_view name : kept_variables)
      if (text.starts_with(name) && text.substr(name.size()).starts_with('='))
        kept.emplace_back(text);
  }
  return kept;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

Error cannot(const std::string& what) {
  return {.code = ErrorCode::agent,
          .message = "The agent cannot be started: " + what + ".",
          .hint = "teamsctl agent start --foreground shows what is wrong."};
}

bool answers(const Place& place) {
  const auto connected = connect_to(place.socket);
  if (const int* error = std::get_if<int>(&connected)) return *error == EAGAIN;
  return true;
}

/// Waits for the lock of those who start an agent, with an end.
std::variant<io::Descriptor, Error> start_lock(const Place& place) {
  const std::string path = place.directory + "/start.lock";
  io::Descriptor lock(
      ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600));
  if (!lock) return cannot(path + ": " + std::strerror(errno));
  // The alarm ends the wait in flock(); nothing else here has an end of its own.
  struct sigaction before {};
  struct sigaction action {};
  action.sa_handler = [](int) {};
  ::sigaction(SIGALRM, &action, &before);
  ::alarm(static_cast<unsigned>(start_limit.count()));
  const int locked = ::flock(lock.get(), LOCK_EX);
  const int error = errno;
  ::alarm(0);
  ::sigaction(SIGALRM, &before, nullptr);
  if (locked != 0)
    return cannot(error == EINTR ? "another start of it hangs" : std::strerror(error));
  return lock;
}

/// In the new process, between fork and exec: only async-signal-safe calls.
[[noreturn]] void become(const char* program, char** arguments, char** environment, int said) {
  ::setsid();
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
  ::umask(077);
  const int null = ::open("/dev/null", O_RDWR);
  ::dup2(said, 1);
  ::dup2(null, 0);
  ::dup2(null, 2);
  ::syscall(SYS_close_range, 3u, ~0u, CLOSE_RANGE_CLOEXEC);
  if (::chdir("/") == 0) ::execve(program, arguments, environment);
  const char* const why = "error\n";
  (void)!::write(1, why, std::strlen(why));
  ::_exit(127);
}

/// The first line that it says: that it is ready, or why not.
std::optional<Error> first_line(int descriptor) {
  using std::chrono::steady_clock;
  const auto limit = steady_clock::now() + start_limit;
  std::string said;
  while (said.find('\n') == std::string::npos) {
    const auto rest =
        std::chrono::duration_cast<std::chrono::milliseconds>(limit - steady_clock::now());
    pollfd readable{descriptor, POLLIN, 0};
    const int polled = rest.count() <= 0 ? 0 : ::poll(&readable, 1, static_cast<int>(rest.count()));
    if (polled < 0 && errno == EINTR) continue;
    if (polled <= 0) return cannot("it is not ready");
    char buffer[4096];
    const ssize_t size = ::read(descriptor, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return cannot("it ended at once");
    said.append(buffer, static_cast<std::size_t>(size));
  }
  if (said.starts_with(ready_line)) return std::nullopt;
  if (said.starts_with('{')) return wire::error_from_json(said);
  return cannot("its program cannot be run");
}

}  // namespace
}  // namespace agent

std::string agent_error_line(const Error& error) { return wire::error_json(error) + "\n"; }

std::optional<Error> start_agent(const std::string& program,
                                 const std::vector<std::string>& arguments) {
  using namespace agent;
  const Place place = agent_place();
  if (std::optional<Error> error = insecure_place(place)) return error;
  if (answers(place)) return std::nullopt;
  if (std::optional<Error> error = make_place(place)) return error;
  const auto lock = start_lock(place);
  if (const Error* error = std::get_if<Error>(&lock)) return *error;
  if (answers(place)) return std::nullopt;

  std::vector<std::string> words = arguments;
  words.insert(words.begin(), "teamsctl");
  std::vector<std::string> variables = kept_environment();
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = pointers(variables);
  try {
    io::Pipe said = io::make_pipe();
    const pid_t child = ::fork();
    if (child < 0) return cannot(std::strerror(errno));
    if (child == 0)
      become(program.c_str(), const_cast<char**>(argv.data()), const_cast<char**>(envp.data()),
             said.write.get());
    said.write.reset();
    std::optional<Error> error = first_line(said.read.get());
    if (error) {
      ::kill(child, SIGKILL);
      while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
    return error;
  } catch (const std::system_error& problem) {
    return cannot(problem.what());
  }
}

std::variant<std::string, Error> agent_socket() {
  const agent::Place place = agent::agent_place();
  if (std::optional<Error> error = agent::insecure_place(place)) return std::move(*error);
  return place.socket;
}

}  // namespace teamsctl
