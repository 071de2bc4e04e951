#include "tenant/tenant_state.hpp"

#include <utility>

namespace teamsctl::simulator {

TenantState::TenantState(std::uint64_t numbers, std::string path,
                         std::chrono::milliseconds visible_after)
    : numbers_(numbers), visible_after_(visible_after.count()) {
  if (!path.empty()) log_.emplace(std::move(path));
}

void TenantState::refresh(std::int64_t now) {
  if (log_) {
    const ChangeLog::News news = log_->read();
    if (news.from_start) {
      there_ = shown_ = NumberOverlay();
      waiting_.clear();
      shown_turn_.clear();
    }
    for (const std::string& line : news.lines)
      if (const auto change = parse_change(line, numbers_)) take(*change);
  }
  std::erase_if(waiting_, [&](const Waiting& one) {
    if (visible_after_ > 0 && one.change.at > now - visible_after_) return false;
    // Clocks may differ: what was written later holds, also when it was the first to show.
    auto& turn = shown_turn_[one.change.number];
    if (one.turn > turn) {
      turn = one.turn;
      shown_.apply(one.change);
    }
    return true;
  });
}

void TenantState::add(const std::vector<Change>& changes) {
  if (changes.empty()) return;
  if (log_) {
    log_->append(changes);
    return;
  }
  for (const Change& change : changes) take(change);
}

void TenantState::take(const Change& change) {
  there_.apply(change);
  waiting_.push_back({.turn = ++turns_, .change = change});
}

std::int64_t milliseconds_now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace teamsctl::simulator
