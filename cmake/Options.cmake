# One interface target that every target of ours links: warnings, sanitizers, clang-tidy.
add_library(teamsctl_options INTERFACE)
target_compile_options(teamsctl_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual -Wformat=2
  # A designated initialiser leaves the other members at their defaults on purpose.
  -Wno-missing-field-initializers)
if(TEAMSCTL_WERROR)
  target_compile_options(teamsctl_options INTERFACE -Werror)
endif()
if(TEAMSCTL_SANITIZE)
  target_compile_options(teamsctl_options INTERFACE
    -fsanitize=${TEAMSCTL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_compile_definitions(teamsctl_options INTERFACE TEAMSCTL_SANITIZED)
  target_link_options(teamsctl_options INTERFACE -fsanitize=${TEAMSCTL_SANITIZE})
  if(TEAMSCTL_SANITIZE MATCHES thread)
    # Asio's fences are not seen by the sanitizer; its own synchronisation here is by mutex.
    target_compile_options(teamsctl_options INTERFACE -Wno-tsan)
  endif()
endif()
if(TEAMSCTL_TIDY)
  find_program(CLANG_TIDY clang-tidy REQUIRED)
  set(CMAKE_CXX_CLANG_TIDY ${CLANG_TIDY})
endif()
