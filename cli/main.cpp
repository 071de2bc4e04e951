#include "argument_secrets.hpp"
#include "program.hpp"

int main(int argc, char** argv) { return teamsctl::cli::run(teamsctl::cli::take_arguments(argc, argv)); }
