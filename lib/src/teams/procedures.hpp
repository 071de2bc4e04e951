#pragma once

#include "core/plan.hpp"
#include "teamsctl/request.hpp"

namespace teamsctl::teams {

/// What each request does: its cmdlets, in which order, and what becomes of their rows.
[[nodiscard]] core::QueryPlan query_plan(GetPhoneNumbers request);
[[nodiscard]] core::QueryPlan query_plan(GetTenant request);
[[nodiscard]] core::QueryPlan query_plan(List request);
[[nodiscard]] core::QueryPlan query_plan(GetPolicies request);
[[nodiscard]] core::QueryPlan query_plan(GetUserInfo request);
[[nodiscard]] core::QueryPlan query_plan(AssignPhoneNumber request);
[[nodiscard]] core::QueryPlan query_plan(RemovePhoneNumber request);
[[nodiscard]] core::QueryPlan query_plan(RunScript request);
[[nodiscard]] core::QueryPlan query_plan(GetModule request);
[[nodiscard]] core::QueryPlan query_plan(Invoke request);

}  // namespace teamsctl::teams
