#include "tenant/phone_number.hpp"

namespace teamsctl::simulator {

namespace {

/// The civic address of a location: the tenant's own locations and the zeros of direct routing have
/// one.
std::string civic_address_of(std::string_view location) {
  if (location == zero_guid) return std::string(zero_guid);
  const std::string first = guid('3', 0);
  const std::size_t stem = first.size() - 12;
  const bool own = location.size() == first.size() &&
                   location.substr(0, stem) == std::string_view(first).substr(0, stem) &&
                   location.find_first_not_of("0123456789", stem) == std::string_view::npos;
  return own ? guid('2', std::stoull(std::string(location.substr(stem)))) : "";
}

}  // namespace

ChangedNumber changed_by(const Change& change) {
  ChangedNumber changed{.traits = traits_of(change.number), .user = change.user, .target = {}};
  Traits& traits = changed.traits;
  traits.assignment_status = change.user ? "UserAssigned" : "Unassigned";
  traits.target = change.user ? Traits::Target::user : Traits::Target::none;
  traits.category = change.category;
  traits.location = traits.number_type == "DirectRouting" ? std::string(zero_guid) : "";
  if (change.user) {
    changed.target = guid('1', *change.user);
    if (change.location) traits.location = *change.location;
  }
  traits.civic_address = civic_address_of(traits.location);
  return changed;
}

}  // namespace teamsctl::simulator
