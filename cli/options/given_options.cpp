#include "options/given_options.hpp"

#include <algorithm>
#include <utility>

#include "options/config_file.hpp"
#include "options/environment.hpp"
#include "text/nearest.hpp"

namespace teamsctl::cli {
namespace {

Error config_error(std::string message, std::string hint) {
  return {.code = ErrorCode::config, .message = std::move(message), .hint = std::move(hint)};
}

std::string known_profiles(const std::vector<Profile>& profiles) {
  if (profiles.empty()) return "There is no profile in it.";
  std::string list;
  for (const Profile& profile : profiles) list += (list.empty() ? "" : ", ") + profile.name;
  return "It has " + list + ".";
}

std::string unknown_profile_hint(const std::string& name, const std::vector<Profile>& profiles) {
  std::vector<std::string> names;
  for (const Profile& profile : profiles) names.push_back(profile.name);
  const std::string meant = nearest(name, names);
  return (meant.empty() ? "" : "Did you mean " + meant + "? ") + known_profiles(profiles);
}

GivenOption from_profile(const OptionRow& row, const Profile& profile, const ProfileValue& value) {
  const std::string key = profile_key(row.shape.name);
  return {.text = value.text,
          .origin = OriginKind::profile,
          .name = value.place + ": " + key,
          .shown = "profile " + profile.name + " (" + value.place + ")",
          .source = "profile " + profile.name + ": " + key};
}

std::optional<GivenOption> given(const OptionRow& row,
                                 const std::map<std::string, std::string>& flags,
                                 const std::optional<Profile>& profile) {
  const std::string& option = row.shape.name;
  if (const auto flag = flags.find(option); flag != flags.end())
    return GivenOption{.text = flag->second,
                       .origin = OriginKind::flag,
                       .name = flag_name(option),
                       .shown = "flag",
                       .source = flag_name(option)};
  const std::string name = variable_name(option);
  // The variable of a secret's own name holds the secret: it is taken elsewhere, and is never a
  // text.
  const bool holds_secret = row.secret != nullptr && row.form == SecretForm::argument;
  if (!holds_secret)
    if (std::optional<std::string> text = variable(name))
      return GivenOption{.text = std::move(*text),
                         .origin = OriginKind::environment,
                         .name = name,
                         .shown = "environment " + name,
                         .source = name};
  if (profile)
    if (const auto value = profile->values.find(option); value != profile->values.end())
      return from_profile(row, *profile, value->second);
  return std::nullopt;
}

}  // namespace

std::variant<Configuration, Error> chosen_configuration(const std::optional<std::string>& file,
                                                        const std::optional<std::string>& name) {
  const std::string path = file.value_or(default_config_path());
  if (path.empty() && !name) return Configuration();
  if (path.empty())
    return config_error("There is no configuration file for profile '" + *name + "'.",
                        "Set HOME, or name a file with --config FILE.");
  std::variant<std::optional<std::string>, Error> bytes = read_config_file(path);
  if (Error* error = std::get_if<Error>(&bytes)) return std::move(*error);
  const std::optional<std::string>& text = std::get<std::optional<std::string>>(bytes);
  if (!text && file)
    return config_error("There is no configuration file " + path + ".",
                        "Name one that exists with --config FILE.");
  if (!text && name)
    return config_error(
        "There is no profile '" + *name + "': there is no configuration file " + path + ".",
        "See teamsctl-config(5) for its format.");
  if (!text) return Configuration();

  ConfigContents contents = read_config(*text, path);
  const std::string wanted = name                               ? *name
                             : contents.default_profile.empty() ? "default"
                                                                : contents.default_profile;
  // A mistake in a profile that nobody uses stops nobody.
  for (ConfigProblem& problem : contents.problems)
    if (problem.profile.empty() || problem.profile == wanted) return std::move(problem.error);
  for (Profile& profile : contents.profiles)
    if (profile.name == wanted)
      return Configuration{.profile = std::move(profile),
                           .prompt_rules = std::move(contents.prompt_rules)};
  if (!name) return Configuration{.profile = {}, .prompt_rules = std::move(contents.prompt_rules)};
  return config_error("There is no profile '" + *name + "' in " + path + ".",
                      unknown_profile_hint(*name, contents.profiles));
}

std::optional<std::string> given_directly(const std::map<std::string, std::string>& flags,
                                          const std::string& option) {
  if (const auto flag = flags.find(option); flag != flags.end()) return flag->second;
  return variable(variable_name(option));
}

std::variant<GivenOptions, Error> merge_options(const std::map<std::string, std::string>& flags,
                                                const std::optional<Profile>& profile) {
  GivenOptions options;
  for (const OptionRow& row : option_table()) {
    std::optional<GivenOption> option = given(row, flags, profile);
    if (!option) continue;
    // What stands in the profile has been read already.
    if (option->origin != OriginKind::profile)
      if (std::optional<Problem> problem = wrong_with(row.shape, option->text))
        return Error{.code = ErrorCode::usage,
                     .message = option->name + ": " + problem->message,
                     .hint = problem->hint};
    options.emplace(row.shape.name, std::move(*option));
  }
  return options;
}

}  // namespace teamsctl::cli
