#include "play/native_program.hpp"

#include <spawn.h>
#include <unistd.h>
#include <csignal>

#include <array>
#include <string>
#include <system_error>

namespace teamsctl::simulator {

pid_t start_native_program() {
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // A program keeps ignoring what its parent ignored; this one is to die of everything.
  sigset_t signals;
  sigfillset(&signals);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  std::string name = "sleep";
  std::string seconds = "60";
  const std::array<char*, 3> arguments = {name.data(), seconds.data(), nullptr};
  pid_t pid = 0;
  const int error = posix_spawnp(&pid, "sleep", nullptr, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) throw std::system_error(error, std::generic_category(), "sleep");
  return pid;
}

}  // namespace teamsctl::simulator
