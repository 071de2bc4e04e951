#include "tenant/number_overlay.hpp"

namespace teamsctl::simulator {

void NumberOverlay::apply(const Change& change) {
  const auto [place, is_new] = changed_.try_emplace(change.number);
  if (!is_new && place->second.user) of_user_[*place->second.user].erase(change.number);
  place->second = changed_by(change);
  if (change.user) of_user_[*change.user].insert(change.number);
}

PhoneNumber NumberOverlay::at(std::uint64_t number) const {
  const auto found = changed_.find(number);
  return PhoneNumber(number, found == changed_.end() ? nullptr : &found->second);
}

std::vector<std::uint64_t> NumberOverlay::numbers_of(std::uint64_t user) const {
  std::set<std::uint64_t> numbers;
  if (const auto found = of_user_.find(user); found != of_user_.end()) numbers = found->second;
  // At first a user has the number of the same index.
  if (traits_of(user).target == Traits::Target::user && !changed_.contains(user))
    numbers.insert(user);
  return {numbers.begin(), numbers.end()};
}

}  // namespace teamsctl::simulator
