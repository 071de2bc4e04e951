#pragma once

#include "core/plan.hpp"
#include "teamsctl/request.hpp"

namespace teamsctl::teams {

/// The cmdlets behind the requests, and how each gives its rows.
[[nodiscard]] core::QueryPlan query_plan(GetPhoneNumbers request);
[[nodiscard]] core::QueryPlan query_plan(GetTenant request);
[[nodiscard]] core::QueryPlan query_plan(GetModule request);
[[nodiscard]] core::QueryPlan query_plan(Invoke request);

}  // namespace teamsctl::teams
