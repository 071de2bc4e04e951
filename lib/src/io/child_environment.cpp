#include "io/child_environment.hpp"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace teamsctl::io {
namespace {

// Code injection (LD_*, profilers, start-up hooks), diagnostics that open doors, and everything of
// ours.
constexpr std::array dropped_prefixes = {
    std::string_view("TEAMSCTL_"), std::string_view("LD_"),     std::string_view("CORECLR_"),
    std::string_view("COMPlus_"),  std::string_view("DOTNET_"), std::string_view("COR_"),
};

constexpr std::array settings = {
    std::string_view("POWERSHELL_TELEMETRY_OPTOUT=1"),
    std::string_view("POWERSHELL_UPDATECHECK=Off"),
    // No Enter-PSHostProcess door, no diagnostic socket, no dump: a killed pwsh leaves nothing in
    // TMPDIR.
    std::string_view("POWERSHELL_DIAGNOSTICS_OPTOUT=1"),
    std::string_view("DOTNET_EnableDiagnostics=0"),
    std::string_view("DOTNET_DbgEnableMiniDump=0"),
    // Pays off only in processes that live longer than ours usually do.
    std::string_view("DOTNET_TieredPGO=0"),
    std::string_view("NO_COLOR=1"),
    std::string_view("TERM=dumb"),
    // UTF-8 on every channel and messages in English.
    std::string_view("LC_ALL=C.UTF-8"),
};

std::string_view name_of(std::string_view assignment) {
  return assignment.substr(0, assignment.find('='));
}

bool is_dropped(std::string_view assignment) {
  const std::string_view name = name_of(assignment);
  const auto is_prefix = [&](std::string_view prefix) { return name.starts_with(prefix); };
  const auto is_set_here = [&](std::string_view setting) { return name_of(setting) == name; };
  // Where .NET itself is, is the user's business.
  if (name == "DOTNET_ROOT" || name == "LD_LIBRARY_PATH") return false;
  return std::any_of(dropped_prefixes.begin(), dropped_prefixes.end(), is_prefix) ||
         std::any_of(settings.begin(), settings.end(), is_set_here);
}

std::string home_directory(const char* home) {
  if (home != nullptr && *home == '/') return home;
  const passwd* user = ::getpwuid(::geteuid());
  return user != nullptr && user->pw_dir != nullptr && *user->pw_dir == '/' ? user->pw_dir : "";
}

}  // namespace

std::vector<std::string> child_environment() {
  std::vector<std::string> own;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry)
    own.emplace_back(*entry);
  return child_environment(own);
}

std::vector<std::string> child_environment(const std::vector<std::string>& from) {
  std::vector<std::string> environment;
  const char* given_home = nullptr;
  for (const std::string& entry : from) {
    if (name_of(entry) == "HOME")
      given_home = entry.c_str() + std::string_view("HOME=").size();
    else if (!is_dropped(entry))
      environment.push_back(entry);
  }
  environment.insert(environment.end(), settings.begin(), settings.end());
  // Without a home pwsh uses a directory in /tmp with a predictable name, where anybody could leave
  // a profile for it.
  if (std::string home = home_directory(given_home); !home.empty())
    environment.push_back("HOME=" + home);
  return environment;
}

std::string host_cache_directory() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  std::string directory = cache != nullptr && *cache == '/' ? std::string(cache) : std::string();
  if (directory.empty()) {
    directory = home_directory(std::getenv("HOME"));
    if (directory.empty()) return "-";
    directory += "/.cache";
  }
  return directory + "/teamsctl/host";
}

}  // namespace teamsctl::io
