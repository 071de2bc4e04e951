# Everything comes from Debian packages (scripts/setup installs them); nothing is downloaded here.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS filesystem)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
pkg_check_modules(RAPIDJSON REQUIRED IMPORTED_TARGET RapidJSON)
pkg_check_modules(LIBCRYPTO REQUIRED IMPORTED_TARGET libcrypto>=3.0)
pkg_check_modules(LIBOATH REQUIRED IMPORTED_TARGET liboath)
pkg_check_modules(TOMLPLUSPLUS REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
# libjq 1.6 has no pkg-config file.
find_path(JQ_INCLUDE_DIRECTORY jq.h REQUIRED)
find_library(JQ_LIBRARY jq REQUIRED)
add_library(jq UNKNOWN IMPORTED)
set_target_properties(jq PROPERTIES
  IMPORTED_LOCATION ${JQ_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${JQ_INCLUDE_DIRECTORY})
# Through pkg-config on purpose: its flags (SPDLOG_COMPILED_LIB, SPDLOG_FMT_EXTERNAL) must match the library.
pkg_check_modules(SPDLOG REQUIRED IMPORTED_TARGET spdlog)
