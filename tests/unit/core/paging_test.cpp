#include "core/paging.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using teamsctl::core::Pager;
using teamsctl::core::Paging;

namespace {

/// Walks over a service with `count` rows; returns the pages that were asked for and counts the
/// rows.
std::vector<Pager::Page> walk(Paging paging, std::uint64_t count, std::uint64_t& rows) {
  Pager pager(paging);
  std::vector<Pager::Page> pages;
  rows = 0;
  while (const auto page = pager.next()) {
    pages.push_back(*page);
    for (std::uint64_t i = page->skip; i < count && i < page->skip + page->top; ++i) {
      REQUIRE(pager.take("row " + std::to_string(i)));
      ++rows;
    }
  }
  return pages;
}

}  // namespace

TEST_CASE("all rows are asked for in full pages until one is not full") {
  std::uint64_t rows = 0;
  CHECK(walk({}, 2500, rows) == std::vector<Pager::Page>{{0, 1000}, {1000, 1000}, {2000, 1000}});
  CHECK(rows == 2500);
}

TEST_CASE("a last page that is full is followed by an empty one") {
  std::uint64_t rows = 0;
  CHECK(walk({}, 1000, rows).size() == 2);
  CHECK(rows == 1000);
  CHECK(walk({}, 0, rows).size() == 1);
  CHECK(rows == 0);
}

TEST_CASE("top and skip hold across pages") {
  std::uint64_t rows = 0;
  CHECK(walk({.top = 1500, .skip = 700}, 5000, rows) ==
        std::vector<Pager::Page>{{700, 1000}, {1700, 500}});
  CHECK(rows == 1500);
  CHECK(walk({.top = 1000}, 5000, rows).size() == 1);
  CHECK(walk({.top = 0}, 5000, rows).empty());
  CHECK(walk({.skip = 6000}, 5000, rows).size() == 1);
  CHECK(rows == 0);
}

TEST_CASE("a page that begins like the one before is refused before a row of it is used") {
  Pager pager({.page_size = 2});
  REQUIRE(pager.next());
  CHECK(pager.take("a"));
  CHECK(pager.take("b"));
  REQUIRE(pager.next());
  CHECK_FALSE(pager.take("a"));
}
