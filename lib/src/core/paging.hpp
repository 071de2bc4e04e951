#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace teamsctl::core {

/// How a cmdlet is asked for its rows page by page.
struct Paging {
  std::uint64_t page_size = 1000;    ///< the most that the service gives at once
  std::optional<std::uint64_t> top;  ///< how many rows are wanted; nothing means all
  std::uint64_t skip = 0;            ///< how many rows are left out first
};

/// Walks through the pages. The service gives no total and no continuation token: the last page is
/// the first one that is not full, and a service that gives the same page again and again has to be
/// noticed here.
class Pager {
 public:
  explicit Pager(Paging paging) : paging_(paging) {}

  struct Page {
    std::uint64_t skip;
    std::uint64_t top;
    bool operator==(const Page&) const = default;
  };

  /// The next page to ask for, or nothing when all is there.
  [[nodiscard]] std::optional<Page> next();

  /// What is still missing of the current page, which was cut off by an error: the order of the
  /// rows is that of their text, so what is left is known.
  [[nodiscard]] Page rest();

  /// Takes a row of the current page. Returns false when a page before began with it: stop, and do
  /// not use the row.
  [[nodiscard]] bool take(std::string_view row);

 private:
  Paging paging_;
  bool started_ = false;
  std::uint64_t asked_ = 0;                     // rows the current page was asked for
  std::uint64_t in_page_ = 0;                   // rows it has given
  std::uint64_t total_ = 0;                     // rows given before the current page
  std::unordered_set<std::size_t> first_rows_;  // of the pages so far, as hashes
};

}  // namespace teamsctl::core
