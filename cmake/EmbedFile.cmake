# Run by teamsctl_embed (Embed.cmake) at build time.
string(REPLACE "," ";" inputs "${INPUTS}")
set(declarations "")
set(definitions "")
set(rows "")
foreach(input IN LISTS inputs)
  get_filename_component(name ${input} NAME)
  string(MAKE_C_IDENTIFIER ${name} identifier)
  file(READ ${input} hex HEX)
  file(SHA256 ${input} hash)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND declarations "std::string_view ${identifier}();\nstd::string_view ${identifier}_sha256();\n")
  string(APPEND definitions
    "static const unsigned char ${identifier}_bytes[] = {${bytes}0};\n"
    "std::string_view ${identifier}() {\n"
    "  return {reinterpret_cast<const char*>(${identifier}_bytes), sizeof(${identifier}_bytes) - 1};\n}\n"
    "std::string_view ${identifier}_sha256() { return \"${hash}\"; }\n")
  string(APPEND rows "    {\"${name}\", ${identifier}()},\n")
endforeach()
file(WRITE ${HEADER}
  "#pragma once\n#include <string_view>\n#include <utility>\n#include <vector>\n"
  "namespace ${NAMESPACE} {\n${declarations}"
  "/// Every embedded file: its name and its bytes.\n"
  "const std::vector<std::pair<std::string_view, std::string_view>>& files();\n}\n")
file(WRITE ${SOURCE}
  "#include \"${HEADER}\"\nnamespace ${NAMESPACE} {\n${definitions}"
  "const std::vector<std::pair<std::string_view, std::string_view>>& files() {\n"
  "  static const std::vector<std::pair<std::string_view, std::string_view>> all = {\n${rows}  };\n"
  "  return all;\n}\n}\n")
