#include <algorithm>
#include <utility>

#include "teams/command_table.hpp"
#include "teams/number_change.hpp"
#include "teamsctl/commands.hpp"
#include "teamsctl/text_values.hpp"

// Arguments as texts become a request. What is wrong with one is said in the words of the command
// line, whoever wrote it.
namespace teamsctl {
namespace {

Error wrong(std::string_view argument, std::string what, std::string hint) {
  return {.code = ErrorCode::usage,
          .message = "--" + std::string(argument) + ": " + std::move(what),
          .hint = std::move(hint)};
}

/// "calling,dial-plan" and repeated arguments, as one list.
std::vector<std::string> split_list(const std::vector<std::string>& texts) {
  std::vector<std::string> items;
  for (const std::string& text : texts) {
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t comma = std::min(text.find(',', begin), text.size());
      std::string_view item = std::string_view(text).substr(begin, comma - begin);
      while (item.starts_with(' ')) item.remove_prefix(1);
      while (item.ends_with(' ')) item.remove_suffix(1);
      if (!item.empty()) items.emplace_back(item);
      begin = comma + 1;
    }
  }
  return items;
}

class Reader {
 public:
  Reader(const CommandInfo& command, const CommandArguments& arguments)
      : command_(command), arguments_(arguments) {}

  [[nodiscard]] const std::vector<std::string>* texts(std::string_view name) const {
    const auto found = arguments_.find(std::string(name));
    return found == arguments_.end() || found->second.empty() ? nullptr : &found->second;
  }
  [[nodiscard]] std::string text(std::string_view name) const {
    const auto* given = texts(name);
    return given == nullptr ? std::string() : given->back();
  }
  [[nodiscard]] std::optional<std::uint64_t> number(std::string_view name) const {
    return parse_number(text(name));
  }
  [[nodiscard]] bool flag(std::string_view name) const {
    return parse_flag(text(name)).value_or(false);
  }

  /// Nothing when every argument is known, whole and of its kind.
  [[nodiscard]] std::optional<Error> problem() const {
    for (const auto& [name, given] : arguments_) {
      const auto known = std::find_if(command_.arguments.begin(), command_.arguments.end(),
                                      [&](const CommandArgument& one) { return one.name == name; });
      if (known == command_.arguments.end())
        return wrong(name, std::string(command_.name) + " has no such argument.",
                     "See teamsctl " + std::string(command_.name) + " --help.");
      for (const std::string& one : given)
        if (std::optional<Error> error = wrong_text(*known, one)) return error;
      if (given.size() > 1 && known->kind != ArgumentKind::texts)
        return wrong(name, "it is given twice.", "Give it once.");
    }
    for (const CommandArgument& argument : command_.arguments) {
      if (!argument.required || texts(argument.name) != nullptr) continue;
      const std::string shown =
          argument.positional ? std::string(argument.value) : "--" + std::string(argument.name);
      return Error{.code = ErrorCode::usage,
                   .message = std::string(command_.name) + ": " + shown + " is missing.",
                   .hint = "See teamsctl " + std::string(command_.name) + " --help."};
    }
    return std::nullopt;
  }

  /// What is passed on as it is.
  [[nodiscard]] Parameters parameters() const {
    Parameters out;
    for (const CommandArgument& argument : command_.arguments) {
      const auto* given = texts(argument.name);
      if (given == nullptr || argument.parameter.empty()) continue;
      const std::string name(argument.parameter);
      switch (argument.kind) {
        case ArgumentKind::text:
          out.emplace_back(name, given->back());
          break;
        case ArgumentKind::number:
          out.emplace_back(name, static_cast<std::int64_t>(number(argument.name).value_or(0)));
          break;
        case ArgumentKind::flag:
          if (flag(argument.name)) out.emplace_back(name, Switch{});
          break;
        case ArgumentKind::texts: {
          std::string all;
          for (const std::string& one : *given) all += (all.empty() ? "" : ",") + one;
          out.emplace_back(name, std::move(all));
          break;
        }
        case ArgumentKind::duration:
          break;
      }
    }
    return out;
  }

 private:
  [[nodiscard]] static std::optional<Error> wrong_text(const CommandArgument& argument,
                                                       const std::string& text) {
    if (argument.required && text.empty())
      return wrong(argument.name, "it is empty.", "Give a value.");
    switch (argument.kind) {
      case ArgumentKind::number:
        if (const auto value = parse_number(text); value && *value <= INT64_MAX)
          return std::nullopt;
        return wrong(argument.name, "'" + text + "' is not a number.", "Write digits.");
      case ArgumentKind::duration:
        if (parse_duration(text)) return std::nullopt;
        return wrong(argument.name, "'" + text + "' is not a duration.",
                     "Write 500ms, 90s, 2m or 1h; a bare number is seconds.");
      case ArgumentKind::flag:
        if (parse_flag(text)) return std::nullopt;
        return wrong(argument.name, "'" + text + "' is neither true nor false.",
                     "Write true or false.");
      case ArgumentKind::text:
      case ArgumentKind::texts:
        return std::nullopt;
    }
    return std::nullopt;
  }

  const CommandInfo& command_;
  const CommandArguments& arguments_;
};

std::variant<Request, Error> list_request(const CommandInfo& command, const Reader& given) {
  List list{.command = std::string(command.name),
            .parameters = given.parameters(),
            .top = given.number("top"),
            .skip = given.number("skip").value_or(0),
            .keep = {}};
  if (const std::string city = given.text("city"); !city.empty())
    list.keep.emplace_back("City", city);
  return Request(std::move(list));
}

std::variant<Request, Error> policies_request(const Reader& given) {
  GetPolicies get;
  if (const auto* types = given.texts("type")) get.types = split_list(*types);
  for (const std::string& type : get.types) {
    if (teams::find_policy_reader(type) != nullptr) continue;
    std::string names;
    for (const std::string_view name : policy_types())
      names += (names.empty() ? "" : ", ") + std::string(name);
    return wrong("type", "there is no type '" + type + "'.", "Write some of: " + names + ".");
  }
  get.identity = given.text("identity");
  get.filter = given.text("filter");
  if (!get.identity.empty() && !get.filter.empty())
    return wrong("filter", "it does not go with --identity.", "Give one of the two.");
  return Request(std::move(get));
}

std::optional<Error> wrong_number(const std::string& number) {
  if (number.starts_with("tel:"))
    return wrong("number", "it begins with 'tel:'.", "Write it as +14255550100.");
  return std::nullopt;
}

std::optional<Error> wrong_type(const std::string& type) {
  for (const std::string_view known : {"", "CallingPlan", "DirectRouting", "OperatorConnect"})
    if (type == known) return std::nullopt;
  return wrong("number-type", "there is no type '" + type + "'.",
               "Write CallingPlan, DirectRouting or OperatorConnect.");
}

template <class Change>
std::variant<Request, Error> change_request(const Reader& given) {
  Change change;
  change.user = given.text("user");
  change.number = given.text("number");
  change.number_type = given.text("number-type");
  change.more = given.parameters();
  if (const std::string time = given.text("verify-timeout"); !time.empty())
    change.verify = *parse_duration(time);
  if (std::optional<Error> error = wrong_number(change.number)) return std::move(*error);
  if (std::optional<Error> error = wrong_type(change.number_type)) return std::move(*error);
  return Request(std::move(change));
}

std::variant<Request, Error> remove_request(const Reader& given) {
  const bool all = given.flag("all");
  const bool number = !given.text("number").empty();
  if (all == number) {
    return Error{.code = ErrorCode::usage,
                 .message = all ? "--all and --number cannot both be given."
                                : "remove-phone-number: --number is missing.",
                 .hint = "Name a number with --number, or take all of the user's with --all."};
  }
  if (const auto days = given.number("block-days"); days && (*days < 1 || *days > 365))
    return wrong("block-days", "'" + given.text("block-days") + "' is not from 1 to 365.",
                 "Give a number from 1 to 365.");
  return change_request<RemovePhoneNumber>(given);
}

}  // namespace

std::variant<Request, Error> request_for(const CommandInfo& command,
                                         const CommandArguments& arguments) {
  const Reader given(command, arguments);
  if (std::optional<Error> error = given.problem()) return std::move(*error);
  switch (command.shape) {
    case CommandShape::list:
      return list_request(command, given);
    case CommandShape::policies:
      return policies_request(given);
    case CommandShape::users:
      return Request(GetUserInfo{.users = *given.texts("users")});
    case CommandShape::assign:
      return change_request<AssignPhoneNumber>(given);
    case CommandShape::remove:
      break;
  }
  return remove_request(given);
}

std::optional<Invoke> change_of(const Request& request) {
  if (const auto* assign = std::get_if<AssignPhoneNumber>(&request))
    return teams::change_command(*assign);
  if (const auto* remove = std::get_if<RemovePhoneNumber>(&request))
    return teams::change_command(*remove);
  return std::nullopt;
}

}  // namespace teamsctl
