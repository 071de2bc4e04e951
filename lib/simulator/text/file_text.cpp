#include "text/file_text.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace teamsctl::simulator {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::system_error(errno, std::generic_category());
  try {
    return std::string(std::istreambuf_iterator<char>(file), {});
  } catch (const std::ios_base::failure&) {  // a directory opens, and then does not read
    throw std::system_error(errno, std::generic_category());
  }
}

}  // namespace teamsctl::simulator
