#include "terminal/may_block.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace teamsctl::cli {

bool may_block(int descriptor) {
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return false;
  return S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode) || ::isatty(descriptor) != 0;
}

}  // namespace teamsctl::cli
