#include <malloc.h>

#include <catch2/catch.hpp>
#include <string>

#include "rendering.hpp"

using namespace teamsctl::cli;

// R6: a million rows go through every format that does not need all of them, and no memory is held
// for them.
TEST_CASE("R6 a million rows are not kept") {
  struct Way {
    OutputFormat format;
    const char* jq;
    const char* fields;
  };
  for (const Way& way : {Way{OutputFormat::json, "", ""}, Way{OutputFormat::ndjson, "", "b.0,a"},
                         Way{OutputFormat::table, "", ""}, Way{OutputFormat::csv, "", ""},
                         Way{OutputFormat::tsv, "", "a"}, Way{OutputFormat::none, "", ""},
                         Way{OutputFormat::ndjson, ".a", ""}}) {
    OutputSettings settings;
    if (*way.fields != '\0') settings = with_fields(way.fields);
    settings.format = way.format;
    settings.jq = way.jq;
    settings.screen = {.terminal = true, .columns = 40};
    const auto renderer = make_renderer(settings);
    std::string out;
    std::size_t before = 0;
    std::size_t most = 0;
    std::size_t printed = 0;
    // A table has the most to remember; a tenth is enough for the others.
    const int count = way.format == OutputFormat::table ? 1'000'000 : 100'000;
    for (int i = 0; i < count; ++i) {
      renderer->row(R"({"a":"+14250000000","b":["x"]})", out);
      while (renderer->unfinished()) renderer->more(out);
      printed += out.size();
      out.clear();
      if (i == 2000) before = ::mallinfo2().uordblks;  // a table has its widths by now
      if (i % 1000 == 0 && i > 2000) most = std::max(most, ::mallinfo2().uordblks);
    }
    INFO(static_cast<int>(way.format) << way.jq);
    CHECK(most <= before + 64 * 1024);
    CHECK((printed > 0) == (way.format != OutputFormat::none));
  }
}
