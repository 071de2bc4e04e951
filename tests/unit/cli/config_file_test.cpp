#include "options/config_file.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <filesystem>

#include "environment_in_test.hpp"

using namespace teamsctl;
using namespace teamsctl::cli;

namespace {

ErrorCode refused(const std::string& path) {
  const auto result = read_config_file(path);
  const auto* error = std::get_if<Error>(&result);
  return error != nullptr ? error->code : ErrorCode::ok;
}

}  // namespace

TEST_CASE("a configuration that others can write is refused") {
  const TestDirectory directory;
  CHECK(refused(directory.write("good/c.toml", "", 0644)) == ErrorCode::ok);
  CHECK(refused(directory.write("group/c.toml", "", 0620)) == ErrorCode::insecure);
  CHECK(refused(directory.write("world/c.toml", "", 0602)) == ErrorCode::insecure);
  const std::string in_open_directory = directory.write("open/c.toml", "");
  ::chmod(directory.path("open").c_str(), 0777);
  CHECK(refused(in_open_directory) == ErrorCode::insecure);
  ::chmod(directory.path("open").c_str(), 01777);
  CHECK(refused(in_open_directory) == ErrorCode::ok);
}

TEST_CASE("a symbolic link is followed, and what it points to is looked at") {
  const TestDirectory directory;
  std::filesystem::create_symlink(directory.write("good/c.toml", "x = 1"),
                                  directory.path("good-link"));
  std::filesystem::create_symlink(directory.write("bad/c.toml", "", 0666),
                                  directory.path("bad-link"));
  const auto read = read_config_file(directory.path("good-link"));
  CHECK(std::get<std::optional<std::string>>(read) == "x = 1");
  CHECK(refused(directory.path("bad-link")) == ErrorCode::insecure);
}

TEST_CASE("a configuration of somebody else's is refused") {
  if (::geteuid() != 0) return;  // only root can give a file away
  const TestDirectory directory;
  const std::string file = directory.write("c.toml", "");
  REQUIRE(::chown(file.c_str(), 12345, 12345) == 0);
  CHECK(refused(file) == ErrorCode::insecure);
}

TEST_CASE("a file that is not there is none; a directory is a mistake") {
  const TestDirectory directory;
  CHECK_FALSE(std::get<std::optional<std::string>>(read_config_file(directory.path("none"))));
  CHECK(refused(directory.path()) == ErrorCode::config);
  CHECK(std::get<std::optional<std::string>>(read_config_file("/dev/null")) == "");
}

TEST_CASE("R12 without a home directory there is no configuration file") {
  const std::string home = std::getenv("HOME") != nullptr ? std::getenv("HOME") : "";
  const std::string base =
      std::getenv("XDG_CONFIG_HOME") != nullptr ? std::getenv("XDG_CONFIG_HOME") : "";
  ::unsetenv("XDG_CONFIG_HOME");
  ::setenv("HOME", "relative", 1);
  CHECK(default_config_path().empty());
  ::unsetenv("HOME");
  CHECK(default_config_path().empty());
  ::setenv("HOME", "/h", 1);
  CHECK(default_config_path() == "/h/.config/teamsctl/config.toml");
  ::setenv("XDG_CONFIG_HOME", "relative", 1);
  CHECK(default_config_path() == "/h/.config/teamsctl/config.toml");
  ::setenv("XDG_CONFIG_HOME", "/x", 1);
  CHECK(default_config_path() == "/x/teamsctl/config.toml");
  ::setenv("HOME", home.c_str(), 1);
  ::setenv("XDG_CONFIG_HOME", base.empty() ? "/nonexistent" : base.c_str(), 1);
}
