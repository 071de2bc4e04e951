#include "tenant/tenant.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::array<Place, 8> places = {{
    {"Omaha", "US", "Nebraska"},
    {"Zürich", "CH", "Zürich"},
    {"São Paulo", "BR", "São Paulo"},
    {"東京", "JP", "東京都"},
    {"Kraków", "PL", "Małopolskie"},
    {"Seattle", "US", "Washington"},
    {"Montréal", "CA", "Québec"},
    {"München", "DE", "Bayern"},
}};

template <std::size_t digits>
void append_digits(std::string& out, std::uint64_t number) {
  char text[digits];
  for (std::size_t i = digits; i-- > 0; number /= 10)
    text[i] = static_cast<char>('0' + number % 10);
  out.append(text, digits);
}

void append_guid(std::string& out, char p, std::uint64_t n) {
  out.append(8, p).append("-0000-4000-8000-");
  append_digits<12>(out, n);
}

void set_source(Traits& traits, std::uint64_t k, std::uint64_t i) {
  // The two ids of OperatorConnect are made up as G(4,1) and G(5,1); those of CallingPlan are
  // Microsoft's real ones.
  if (k == 6 || k == 7) {
    traits.number_type = "DirectRouting";
    traits.number_source = "OnPremises";
    traits.location_update = false;
    return;
  }
  traits.number_source = "Online";
  const Place& place = place_of(i);
  traits.city = place.city;
  traits.country = place.country;
  traits.subdivision = place.subdivision;
  if (k == 8) {
    traits.number_type = "OperatorConnect";
    traits.operator_id = "44444444-0000-4000-8000-000000000001";
    traits.partner_id = "55555555-0000-4000-8000-000000000001";
    traits.partner_name = "Contoso Telecom";
  } else {
    traits.number_type = "CallingPlan";
    traits.operator_id = "2b24d246-a9ee-428b-96bc-fb9d9a053c8d";
    traits.partner_id = "7fc2f2eb-89aa-41d7-93de-73d015d22ff0";
    traits.partner_name = "Microsoft";
    traits.sms_state = i % 3 == 0 ? "Activated" : "NotActivated";
  }
}

void set_assignment(Traits& traits, std::uint64_t k, std::uint64_t i) {
  traits.assignment_status = "Unassigned";
  if (i % 5 <= 1) {
    traits.assignment_status = "UserAssigned";
    traits.target = Traits::Target::user;
    traits.category = i % 25 == 1 ? "Private" : "Primary";
  } else if (k == 3 || k == 8) {
    traits.assignment_status = k == 3 ? "VoiceApplicationAssigned" : "ConferenceAssigned";
    traits.target = Traits::Target::other;
  }
  if (traits.number_type == "DirectRouting") {
    traits.civic_address = traits.location = zero_guid;
  } else if (traits.target == Traits::Target::user) {
    traits.civic_address = guid('2', i % 8);
    traits.location = guid('3', i % 8);
  }
}

Traits make_traits(std::uint64_t i) {
  const std::uint64_t k = i % 10;
  Traits traits;
  set_source(traits, k, i);
  set_assignment(traits, k, i);
  traits.blocked_state = i % 50 == 49 ? "BlockedForever" : "NotBlocked";
  if (traits.number_type == "DirectRouting") {
    traits.capability = {"ConferenceAssignment", "VoiceApplicationAssignment", "UserAssignment"};
  } else if (k == 9) {
    traits.capability = {"ConferenceAssignment", "VoiceApplicationAssignment"};
  } else {
    traits.capability = {"UserAssignment"};
  }
  if (k == 6) traits.reverse_lookup = {"SkipInternalVoip"};
  if (i % 20 == 0) traits.tags = {"Engineering"};
  if (i % 20 == 5) traits.tags = {"Sales", "VIP"};
  traits.extension = k == 7;
  return traits;
}

}  // namespace

const Place& place_of(std::uint64_t number) { return places[number % places.size()]; }

const Traits& traits_of(std::uint64_t number) {
  static const auto all = [] {
    std::array<Traits, traits_period> made;
    for (std::size_t i = 0; i < made.size(); ++i) made[i] = make_traits(i);
    return made;
  }();
  return all[number % traits_period];
}

std::string_view activation_state(std::uint64_t number) {
  switch (number % activation_period) {
    case 11:
      return "AssignmentPending";
    case 12:
      return "AssignmentFailed";
    default:
      return "Activated";
  }
}

void append_telephone_number(std::string& out, std::uint64_t number) {
  out.append("+1425");
  append_digits<7>(out, number);
  if (!traits_of(number).extension) return;
  out.append(";ext=");
  append_digits<3>(out, number % 1000);
}

void append_assigned_target(std::string& out, std::uint64_t number) {
  const Traits& traits = traits_of(number);
  if (traits.target != Traits::Target::none)
    append_guid(out, traits.target == Traits::Target::user ? '1' : '6', number);
}

std::string telephone_number(std::uint64_t number) {
  std::string text;
  append_telephone_number(text, number);
  return text;
}

std::string guid(char p, std::uint64_t n) {
  std::string text;
  append_guid(text, p, n);
  return text;
}

std::string assigned_target(std::uint64_t number) {
  std::string text;
  append_assigned_target(text, number);
  return text;
}

}  // namespace teamsctl::simulator
