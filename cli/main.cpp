#include "program.hpp"

int main(int argc, char** argv) { return teamsctl::cli::run({argv + 1, argv + argc}); }
