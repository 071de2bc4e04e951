#pragma once

// The headers of libjq 1.6 do not say that they are C.

#include <cstdint>
#include <cstdio>

extern "C" {
#include <jq.h>
}
