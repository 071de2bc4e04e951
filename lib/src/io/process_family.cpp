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

// More rounds are only needed against something that forks faster than it is killed.
constexpr int most_rounds = 10;
constexpr int most_tries = 100;  // of a millisecond each

Descriptor pidfd(pid_t pid) {
  return Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

bool runs(const Descriptor& process) {
  pollfd about{.fd = process.get(), .events = POLLIN, .revents = 0};
  return process && ::poll(&about, 1, 0) == 0;
}

/// What /proc/PID/stat says behind the name, "S 7 ..." (state and parent); empty when there is no
/// such process.
std::string state_and_parent(pid_t pid) {
  const Descriptor file(
      ::open(("/proc/" + std::to_string(pid) + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
  char text[512];
  const ssize_t size = file ? ::read(file.get(), text, sizeof text) : -1;
  if (size <= 0) return {};
  // "12 (a name) with brackets) S 7 ...": the name may hold anything, the state is one letter.
  const std::string_view all(text, static_cast<std::size_t>(size));
  const std::size_t bracket = all.rfind(") ");
  if (bracket == std::string_view::npos || bracket + 4 >= all.size()) return {};
  return std::string(all.substr(bracket + 2));
}

/// The parent of a process, or -1 when there is none of that number.
pid_t parent_of(pid_t pid) {
  const std::string text = state_and_parent(pid);
  pid_t parent = -1;
  if (text.size() > 2) std::from_chars(text.data() + 2, text.data() + text.size(), parent);
  return parent;
}

/// A stop takes effect when the process comes out of the kernel, which is at once, unless it waits
/// for a disk or for a child of vfork().
void await_standstill(pid_t pid) {
  for (int tries = 0; tries < most_tries; ++tries) {
    const std::string text = state_and_parent(pid);
    const char state = text.empty() ? 'X' : text.front();
    if (state == 'T' || state == 't' || state == 'Z' || state == 'X') return;
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
    if (std::from_chars(entry->d_name, end, pid).ptr == end)
      found.emplace_back(pid, parent_of(pid));
  }
  ::closedir(directory);
  return found;
}

}  // namespace

ProcessFamily::ProcessFamily(pid_t root) {
  members_.push_back({.pid = root, .process = pidfd(root)});
}

bool ProcessFamily::has(pid_t pid) const {
  return std::any_of(members_.begin(), members_.end(),
                     [&](const Member& member) { return member.pid == pid; });
}

void ProcessFamily::gather() {
  const auto processes = processes_with_parents();
  for (std::size_t next = 0; next < members_.size(); ++next) {
    const pid_t parent = members_[next].pid;
    // The number of a member that has gone may be somebody else's; that of the root is kept by who
    // has started it.
    if (next != 0 && !runs(members_[next].process)) continue;
    for (const auto& [pid, its_parent] : processes) {
      if (its_parent != parent || has(pid)) continue;
      Member member{.pid = pid, .process = pidfd(pid)};
      if (member.process && parent_of(pid) == parent) members_.push_back(std::move(member));
    }
  }
}

void ProcessFamily::stop_all() {
  for (Member& member : members_) member.stopped = false;
  for (int round = 0; round < most_rounds; ++round) {
    gather();
    bool any = false;
    for (Member& member : members_) {
      if (std::exchange(member.stopped, true)) continue;
      any = true;
      send(member, SIGSTOP);
      await_standstill(member.pid);
    }
    if (!any) return;
  }
}

void ProcessFamily::terminate() {
  stop_all();
  for (const Member& member : members_) {
    send(member, SIGTERM);
    send(member, SIGCONT);
  }
}

void ProcessFamily::kill() {
  stop_all();
  for (const Member& member : members_) send(member, SIGKILL);
}

void ProcessFamily::send(const Member& member, int number) {
  ::syscall(SYS_pidfd_send_signal, member.process.get(), number, nullptr, 0);
}

bool ProcessFamily::alive() const {
  return std::any_of(members_.begin(), members_.end(),
                     [](const Member& member) { return runs(member.process); });
}

}  // namespace teamsctl::io
