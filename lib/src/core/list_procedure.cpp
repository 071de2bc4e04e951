#include "core/list_procedure.hpp"

#include <type_traits>
#include <utility>

#include "core/refusals.hpp"

namespace teamsctl::core {

HostInvoke plain_copy(const HostInvoke& invoke) {
  HostInvoke copy{.command = invoke.command,
                  .parameters = {},
                  .properties = invoke.properties,
                  .strings = invoke.strings};
  for (const auto& [name, value] : invoke.parameters) {
    std::visit(
        [&, &key = name](const auto& plain) {
          using Type = std::decay_t<decltype(plain)>;
          if constexpr (!std::is_same_v<Type, Credential> &&
                        !std::is_same_v<Type, CertificateFile> &&
                        !std::is_same_v<Type, SecretTexts>)
            copy.parameters.emplace_back(key, plain);
        },
        value);
  }
  return copy;
}

ListProcedure::ListProcedure(What what) : what_(std::move(what)) {
  if (!what_.paging) return;
  Paging paging = *what_.paging;
  if (what_.keep) {
    // The service does not know which rows are kept, so it cannot count them.
    left_ = paging.top;
    leave_out_ = paging.skip;
    paging.top.reset();
    paging.skip = 0;
  }
  pager_.emplace(paging);
}

HostInvoke ListProcedure::page_invoke(const Pager::Page& page) const {
  HostInvoke invoke = plain_copy(what_.invoke);
  invoke.parameters.emplace_back("Skip", static_cast<std::int64_t>(page.skip));
  invoke.parameters.emplace_back("Top", static_cast<std::int64_t>(page.top));
  return invoke;
}

Procedure::Step ListProcedure::next(TimePoint) {
  rows_of_command_ = 0;
  if (!pager_) {
    if (std::exchange(started_, true)) return End{};
    return plain_copy(what_.invoke);
  }
  if (left_ && *left_ == 0) return End{};
  const std::optional<Pager::Page> page = pager_->next();
  if (!page) return End{};
  return page_invoke(*page);
}

std::optional<Error> ListProcedure::take(std::string_view json, Results& results) {
  ++rows_of_command_;
  if (pager_ && !pager_->take(json)) {
    return Error{
        .code = ErrorCode::cmdlet_failed,
        .message = "The service gave the same page of rows twice; the answer is not complete.",
        .hint = "Narrow the question with a filter such as --starts-with, or try again later.",
        .retryable = true};
  }
  if (what_.keep && !what_.keep(json)) return std::nullopt;
  if (leave_out_ != 0) {
    --leave_out_;
    return std::nullopt;
  }
  if (left_) {
    if (*left_ == 0) return std::nullopt;
    --*left_;
  }
  results.row(json);
  return std::nullopt;
}

std::optional<Error> ListProcedure::ended(std::optional<Error> error, TimePoint, Results&) {
  return error;
}

Error ListProcedure::meaning(std::span<const ErrorRecord> records) const {
  return what_.meaning ? what_.meaning(records) : command_error(records);
}

std::optional<Procedure::Step> ListProcedure::again(const Error&) {
  if (!what_.repeatable) return std::nullopt;
  if (!pager_) {
    // Its rows have no order that could be trusted: once some are out, it cannot be begun anew.
    if (rows_of_command_ != 0) return std::nullopt;
    return plain_copy(what_.invoke);
  }
  rows_of_command_ = 0;
  return page_invoke(pager_->rest());
}

}  // namespace teamsctl::core
