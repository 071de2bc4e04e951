#include "output/challenge_json.hpp"

#include <fmt/chrono.h>

namespace teamsctl::cli {

nlohmann::ordered_json challenge_json(const Challenge& challenge) {
  nlohmann::ordered_json json{{"kind", name_of(challenge.kind)},
                              {"message", challenge.message},
                              {"url", challenge.url},
                              {"display_code", challenge.display_code},
                              {"choices", challenge.choices},
                              {"attempt", challenge.attempt},
                              {"account", challenge.account},
                              {"expires_at", nullptr}};
  if (challenge.expires_at)
    json["expires_at"] = fmt::format("{:%FT%TZ}", fmt::gmtime(*challenge.expires_at));
  return json;
}

}  // namespace teamsctl::cli
