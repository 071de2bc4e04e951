#pragma once

#include "messages/fields.hpp"
#include "teamsctl/request.hpp"

namespace teamsctl::cli {

/// The member `credentials` of create_session. What is wrong stays in `fields`.
[[nodiscard]] SignIn read_credentials(MessageFields& fields);

}  // namespace teamsctl::cli
