#include "io/process_family.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace teamsctl::io {
namespace {

// Of a millisecond each. One that waits for a disk, and cannot stop, starts nothing either.
constexpr int most_tries = 100;

Descriptor pidfd(pid_t pid) { return Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))); }

bool runs(const Descriptor& process) {
  pollfd about{.fd = process.get(), .events = POLLIN, .revents = 0};
  return process && ::poll(&about, 1, 0) == 0;
}

struct Status {
  char state = 'X';  // as of proc(5); X: there is no such process
  pid_t parent = -1;
};

Status status_of(pid_t pid) {
  const Descriptor file(::open(("/proc/" + std::to_string(pid) + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
  char text[512];
  const ssize_t size = file ? ::read(file.get(), text, sizeof text) : -1;
  if (size <= 0) return {};
  // "12 (a name) with brackets) S 7 ...": the name may hold anything, the state is one letter.
  const std::string_view all(text, static_cast<std::size_t>(size));
  const std::size_t bracket = all.rfind(") ");
  if (bracket == std::string_view::npos || bracket + 4 >= all.size()) return {};
  Status status{.state = all[bracket + 2]};
  std::from_chars(all.data() + bracket + 4, all.data() + all.size(), status.parent);
  return status;
}

pid_t parent_of(pid_t pid) { return status_of(pid).parent; }

/// Waits, not for long, until a process that was told to stop has done so: what it was just starting is there by then.
void await_stop(pid_t pid) {
  for (int tries = 0; tries < most_tries; ++tries) {
    if (std::string_view("TtZX").find(status_of(pid).state) != std::string_view::npos) return;
    ::poll(nullptr, 0, 1);
  }
}

std::vector<std::pair<pid_t, pid_t>> processes_with_parents() {
  std::vector<std::pair<pid_t, pid_t>> found;
  DIR* directory = ::opendir("/proc");
  if (directory == nullptr) return found;
  while (const dirent* entry = ::readdir(directory)) {
    pid_t pid = 0;
    const char* end = entry->d_name + std::strlen(entry->d_name);
    if (std::from_chars(entry->d_name, end, pid).ptr == end) found.emplace_back(pid, parent_of(pid));
  }
  ::closedir(directory);
  return found;
}

}  // namespace

ProcessFamily::ProcessFamily(pid_t root) { members_.push_back({.pid = root, .process = pidfd(root)}); }

bool ProcessFamily::has(pid_t pid) const {
  return std::any_of(members_.begin(), members_.end(), [&](const Member& member) { return member.pid == pid; });
}

void ProcessFamily::gather() {
  const auto processes = processes_with_parents();
  for (std::size_t next = 0; next < members_.size(); ++next) {
    const pid_t parent = members_[next].pid;
    // The number of a member that has gone may be somebody else's; that of the root is kept by who has started it.
    if (next != 0 && !runs(members_[next].process)) continue;
    for (const auto& [pid, its_parent] : processes) {
      if (its_parent != parent || has(pid)) continue;
      Member member{.pid = pid, .process = pidfd(pid)};
      if (member.process && parent_of(pid) == parent) members_.push_back(std::move(member));
    }
  }
}

void ProcessFamily::signal(int number) {
  stop();
  send(number);
  send(SIGCONT);
}

void ProcessFamily::stop() {
  for (Member& member : members_) member.stopped = false;
  for (bool any = true; any;) {
    any = false;
    gather();
    for (Member& member : members_) {
      if (std::exchange(member.stopped, true)) continue;
      ::syscall(SYS_pidfd_send_signal, member.process.get(), SIGSTOP, nullptr, 0);
      await_stop(member.pid);
      any = true;
    }
  }
}

void ProcessFamily::send(int number) const {
  for (const Member& member : members_) ::syscall(SYS_pidfd_send_signal, member.process.get(), number, nullptr, 0);
}

bool ProcessFamily::alive() const {
  return std::any_of(members_.begin(), members_.end(), [](const Member& member) { return runs(member.process); });
}

}  // namespace teamsctl::io
