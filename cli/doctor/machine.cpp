#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <unistd.h>

#include <fmt/chrono.h>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>

#include "doctor/findings.hpp"
#include "options/config_file.hpp"
#include "teamsctl/session.hpp"
#include "terminal/terminal_prompter.hpp"

namespace teamsctl::cli {
namespace {

using std::chrono::system_clock;

Finding look_at_terminal(const SignInOptions& options) {
  if (options.no_input) return {Verdict::note, "terminal", "not used (--no-input)", ""};
  if (terminal_usable()) return {Verdict::ok, "terminal", "questions can be asked on it", ""};
  return {Verdict::note, "terminal", "there is none",
          "Every answer has to come from an option, a variable or the profile."};
}

Finding look_at_clock() {
  timex about{};
  const int state = ::adjtimex(&about);
  const std::string now = fmt::format("{:%FT%TZ}", fmt::gmtime(system_clock::now()));
  if (state >= 0 && state != TIME_ERROR)
    return {Verdict::ok, "clock", now + ", kept right by the system", ""};
  return {Verdict::note, "clock", now + "; nothing says that it is kept right",
          "Codes by time and certificates need a clock that is right to half a minute."};
}

Finding look_at_directory(const char* check, const std::string& path) {
  struct stat about {};
  if (path.empty()) return {Verdict::note, check, "there is no place for it (HOME is not set)", ""};
  // It is made when it is needed; what counts is the nearest one that is there.
  std::string there = path;
  while (there.size() > 1 && ::stat(there.c_str(), &about) != 0)
    there.resize(std::max<std::size_t>(there.rfind('/'), 1));
  if (there == path && about.st_uid != ::geteuid() && about.st_uid != 0)
    return {Verdict::wrong, check,
            path + " belongs to somebody else (user " + std::to_string(about.st_uid) + ")",
            "Use one that is yours.", ErrorCode::insecure};
  const bool others_write =
      (about.st_mode & (S_IWGRP | S_IWOTH)) != 0 && (about.st_mode & S_ISVTX) == 0;
  if (others_write)
    return {Verdict::wrong, check, there + " can be written by others",
            "Take that away: chmod go-w " + there, ErrorCode::insecure};
  if (there != path)
    return {Verdict::note, check, path + " does not exist yet",
            ::access(there.c_str(), W_OK) == 0 ? "" : there + " cannot be written."};
  return {Verdict::ok, check, path, ""};
}

Finding look_at_memory() {
  rlimit core{};
  ::getrlimit(RLIMIT_CORE, &core);
  if (core.rlim_cur != 0)
    return {Verdict::wrong, "memory", "core dumps could not be turned off",
            "Start teamsctl with ulimit -c 0.", ErrorCode::insecure};
  if (!secrets_are_locked())
    return {Verdict::note, "memory", "secrets may be swapped out: memory cannot be locked",
            "Allow it: ulimit -l 1024 (LimitMEMLOCK in systemd)."};
  return {Verdict::ok, "memory", "secrets stay in memory that is neither swapped nor dumped", ""};
}

}  // namespace

void look_at_machine(const SignInOptions& options, Findings& findings) {
  findings.push_back(look_at_terminal(options));
  findings.push_back(look_at_clock());
  findings.push_back(look_at_directory(
      "configuration", std::filesystem::path(default_config_path()).parent_path().string()));
  findings.push_back(look_at_directory("cache", session_host_cache()));
  findings.push_back(look_at_memory());
}

}  // namespace teamsctl::cli
