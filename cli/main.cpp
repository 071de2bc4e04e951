#include "hardening.hpp"
#include "options/argument_secrets.hpp"
#include "program.hpp"

int main(int argc, char** argv) {
  teamsctl::cli::harden_process();
  return teamsctl::cli::run(teamsctl::cli::take_arguments(argc, argv));
}
