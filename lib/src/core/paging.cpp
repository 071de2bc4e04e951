#include "core/paging.hpp"

#include <algorithm>

namespace teamsctl::core {

std::optional<Pager::Page> Pager::next() {
  if (started_ && in_page_ < asked_) return std::nullopt;
  started_ = true;
  total_ += in_page_;
  in_page_ = 0;
  const std::uint64_t wanted =
      paging_.top ? *paging_.top - std::min(total_, *paging_.top) : paging_.page_size;
  asked_ = std::min(wanted, paging_.page_size);
  if (asked_ == 0) return std::nullopt;
  return Page{paging_.skip + total_, asked_};
}

Pager::Page Pager::rest() {
  total_ += in_page_;
  asked_ -= std::min(in_page_, asked_);
  in_page_ = 0;
  return Page{paging_.skip + total_, asked_};
}

bool Pager::take(std::string_view row) {
  if (in_page_++ != 0) return true;
  // Rows are sorted and unique, so no two pages begin alike. A service that goes round in a circle
  // is noticed as well.
  return first_rows_.insert(std::hash<std::string_view>{}(row)).second;
}

}  // namespace teamsctl::core
