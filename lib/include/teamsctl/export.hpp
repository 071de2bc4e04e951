#pragma once

/// Marks what libteamsctl.so shows of itself: everything that the public headers declare and do not
/// define there. Whatever else is in the library is hidden, so that nobody can link to it and
/// nothing of it is taken for a function of the same name in the program.
#define TEAMSCTL_API __attribute__((visibility("default")))
