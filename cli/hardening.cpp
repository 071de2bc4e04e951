#include "hardening.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace teamsctl::cli {

void harden_process() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
#ifndef TEAMSCTL_SANITIZED  // the leak checker attaches to this process
  ::prctl(PR_SET_DUMPABLE, 0);
#endif
}

}  // namespace teamsctl::cli
