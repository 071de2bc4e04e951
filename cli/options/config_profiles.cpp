#include "options/config_profiles.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <filesystem>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include "options/environment.hpp"
#include "options/option_table.hpp"
#include "text/nearest.hpp"

namespace teamsctl::cli {
namespace {

// A session takes 1,000, the built-in ones among them.
constexpr std::size_t most_prompt_rules = 900;

std::string name_of(toml::node_type type) {
  switch (type) {
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a fraction";
    case toml::node_type::boolean:
      return "a boolean";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::table:
      return "a table";
    default:
      return "a date or time";
  }
}

/// A key of this name in a profile would be the secret itself.
bool is_secret(const std::string& key) {
  const std::vector<SecretKind>& kinds = secret_kinds();
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](const SecretKind& kind) { return profile_key(kind.name) == key; });
}

std::vector<std::string> profile_keys() {
  std::vector<std::string> keys;
  for (const OptionRow& row : option_table())
    if (row.in_profile) keys.push_back(profile_key(row.shape.name));
  return keys;
}

/// Which types beside a string may stand for this kind of option.
std::string wanted_beside_string(OptionKind kind) {
  switch (kind) {
    case OptionKind::flag:
    case OptionKind::scenario:
      return "a boolean";
    case OptionKind::count:
    case OptionKind::number:
    case OptionKind::duration:
      return "an integer";
    default:
      return "";
  }
}

std::optional<std::string> text_of(const toml::node& node, OptionKind kind) {
  if (const std::optional<std::string> text = node.value_exact<std::string>()) return text;
  const std::string other = wanted_beside_string(kind);
  if (const std::optional<bool> flag = node.value_exact<bool>();
      flag && (other == "a boolean" || kind == OptionKind::count))
    return *flag ? "true" : "false";
  if (const std::optional<std::int64_t> number = node.value_exact<std::int64_t>();
      number && other == "an integer")
    return std::to_string(*number);
  return std::nullopt;
}

class Reader {
 public:
  explicit Reader(const std::string& path) : path_(path) {}

  ConfigContents read(std::string_view text) {
    try {
      const toml::table root = toml::parse(text, path_);
      for (const auto& [key, node] : root) take_top_level(key, node);
      check_default_profile();
    } catch (const toml::parse_error& error) {
      // Behind "saw" stands a piece of the file, which may be a password without quotes.
      const std::string_view what = error.description();
      refuse(error.source(), "", "", std::string(what.substr(0, what.find(", saw "))) + ".",
             "See teamsctl-config(5) for the format.");
    }
    std::stable_sort(places_.begin(), places_.end(),
                     [](const auto& left, const auto& right) { return left.first < right.first; });
    for (auto& [place, problem] : places_) contents_.problems.push_back(std::move(problem));
    return std::move(contents_);
  }

 private:
  void take_top_level(const toml::key& key, const toml::node& node) {
    if (key == "profile") {
      const toml::table* profiles = node.as_table();
      if (profiles == nullptr)
        return refuse(node.source(), "", "profile",
                      "a table is wanted, not " + name_of(node.type()) + ".",
                      "Write [profile.NAME].");
      for (const auto& [name, profile] : *profiles) take_profile(std::string(name.str()), profile);
    } else if (key == "default_profile") {
      const std::optional<std::string> name = node.value_exact<std::string>();
      if (!name)
        return refuse(node.source(), "", "default_profile",
                      "a string is wanted, not " + name_of(node.type()) + ".",
                      "Write the name of a profile in quotes.");
      contents_.default_profile = *name;
      default_profile_at_ = node.source();
    } else if (key == "prompt_rule") {
      take_prompt_rules(node);
    } else {
      std::string hint =
          "Outside of profiles there are default_profile and prompt_rule, and nothing else.";
      const std::vector<std::string> keys = profile_keys();
      if (std::find(keys.begin(), keys.end(), key.str()) != keys.end())
        hint = "Options stand in a profile: put it below [profile.default].";
      refuse(key.source(), "", std::string(key.str()), "there is no such key.",
             suggestion(key, {"default_profile", "profile", "prompt_rule"}, hint));
    }
  }

  void take_prompt_rules(const toml::node& node) {
    const toml::array* rules = node.as_array();
    if (rules == nullptr || !rules->is_homogeneous(toml::node_type::table))
      return refuse(node.source(), "", "prompt_rule", "a list of tables is wanted.",
                    "Write [[prompt_rule]].");
    if (rules->size() > most_prompt_rules)
      return refuse(node.source(), "", "prompt_rule",
                    "there are more than " + std::to_string(most_prompt_rules) + ".",
                    "Write one pattern for several questions: a|b.");
    for (const toml::node& rule : *rules) take_prompt_rule(*rule.as_table());
  }

  void take_prompt_rule(const toml::table& table) {
    PromptRule rule;
    bool where_given = false;
    for (const auto& [key, node] : table) {
      const std::string name(key.str());
      const std::string text = node.value_exact<std::string>().value_or("");
      if (text.empty())
        return refuse(node.source(), "", "prompt_rule." + name, "a string is wanted.",
                      "See teamsctl-config(5).");
      if (name == "name") {
        rule.name = text;
      } else if (name == "pattern") {
        rule.pattern = text;
      } else if (name == "context") {
        rule.context = text;
      } else if (name == "kind") {
        const std::optional<ChallengeKind> kind = challenge_kind(text);
        if (!kind)
          return refuse(node.source(), "", "prompt_rule.kind", "there is no kind '" + text + "'.",
                        "mfa_code, password and device_code are some of them: teamsctl-config(5).");
        rule.kind = *kind;
      } else if (name == "quiet") {
        const std::optional<std::chrono::milliseconds> quiet = parse_duration(text);
        if (!quiet)
          return refuse(node.source(), "", "prompt_rule.quiet", "'" + text + "' is not a duration.",
                        "Write 150ms or 1s.");
        rule.quiet = *quiet;
      } else if (name == "where" && (text == "question" || text == "sentence")) {
        rule.where =
            text == "question" ? PromptRule::Where::unfinished_line : PromptRule::Where::anywhere;
        where_given = true;
      } else if (name == "where") {
        return refuse(node.source(), "", "prompt_rule.where",
                      "'" + text + "' is neither question nor sentence.",
                      "A question ends the text; a sentence stands in it.");
      } else {
        return refuse(key.source(), "", "prompt_rule." + name, "there is no such key.",
                      suggestion(key, {"name", "kind", "pattern", "where", "quiet", "context"},
                                 "See teamsctl-config(5)."));
      }
    }
    if (!where_given && settled_elsewhere(rule.kind)) rule.where = PromptRule::Where::anywhere;
    for (const auto& [key, value] :
         {std::pair{"name", rule.name}, std::pair{"pattern", rule.pattern}})
      if (value.empty())
        return refuse(table.source(), "", "prompt_rule", std::string(key) + " is missing.",
                      "See teamsctl-config(5).");
    if (const std::optional<Error> wrong = check_prompt_rules(std::span(&rule, 1)))
      return refuse(table.source(), "", "prompt_rule", wrong->message, wrong->hint);
    contents_.prompt_rules.push_back(std::move(rule));
  }

  void take_profile(const std::string& name, const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr)
      return refuse(node.source(), name, "profile." + name,
                    "a table is wanted, not " + name_of(node.type()) + ".",
                    "Write [profile.NAME].");
    Profile profile{.name = name};
    for (const auto& [key, value] : *table) take_option(profile, key, value);
    contents_.profiles.push_back(std::move(profile));
  }

  void take_option(Profile& profile, const toml::key& key, const toml::node& node) {
    const std::string name(key.str());
    if (is_secret(name))
      return refuse(key.source(), profile.name, name,
                    "a secret does not belong into this file; use " + name + "_file, " + name +
                        "_env or " + name + "_command.",
                    "Whoever has read this file may know it: change it.");
    const OptionRow* row = row_of(name);
    if (row == nullptr)
      return refuse(key.source(), profile.name, name, "there is no such key.",
                    suggestion(key, profile_keys(), "See teamsctl-config(5)."));
    if (!row->in_profile)
      return refuse(key.source(), profile.name, name, "that cannot be said in a profile.",
                    row->form == SecretForm::descriptor
                        ? "The number of a descriptor belongs to one run; use the key that ends in "
                          "_file or _command."
                        : "Give " + flag_name(row->shape.name) + " or " +
                              variable_name(row->shape.name) + ".");
    std::optional<std::string> text = text_of(node, row->shape.kind);
    if (!text) {
      const std::string other = wanted_beside_string(row->shape.kind);
      return refuse(node.source(), profile.name, name,
                    "a string" + (other.empty() ? "" : " or " + other) + " is wanted, not " +
                        name_of(node.type()) + ".",
                    "See teamsctl-config(5).");
    }
    if (std::optional<Problem> problem = wrong_with(row->shape, *text))
      return refuse(node.source(), profile.name, name, problem->message, problem->hint);
    profile.values[row->shape.name] = {.text = in_this_directory(std::move(*text), row->shape.kind),
                                       .place = place(node.source())};
  }

  static const OptionRow* row_of(const std::string& key) {
    for (const OptionRow& row : option_table())
      if (profile_key(row.shape.name) == key) return &row;
    return nullptr;
  }

  static std::string suggestion(const toml::key& key, const std::vector<std::string>& names,
                                const std::string& otherwise) {
    const std::string meant = nearest(key.str(), names);
    return meant.empty() ? otherwise : "Did you mean " + meant + "?";
  }

  /// A job's working directory is anyone's guess; the file's own is not.
  [[nodiscard]] std::string in_this_directory(std::string text, OptionKind kind) const {
    const bool is_path = kind == OptionKind::path ||
                         (kind == OptionKind::program && text.find('/') != std::string::npos);
    if (!is_path || text == "-" || text.starts_with('/')) return text;
    if (text.starts_with("~/"))
      if (const std::optional<std::string> home = variable("HOME")) return *home + text.substr(1);
    std::error_code failure;
    const std::filesystem::path file = std::filesystem::absolute(path_, failure);
    return (file.parent_path() / text).lexically_normal().string();
  }

  void check_default_profile() {
    const std::string& name = contents_.default_profile;
    if (name.empty()) return;
    std::vector<std::string> names;
    for (const Profile& profile : contents_.profiles) names.push_back(profile.name);
    if (std::find(names.begin(), names.end(), name) != names.end()) return;
    const std::string meant = nearest(name, names);
    refuse(default_profile_at_, "", "default_profile", "there is no profile '" + name + "'.",
           meant.empty() ? "Name one that is in this file." : "Did you mean " + meant + "?");
  }

  [[nodiscard]] std::string place(const toml::source_region& where) const {
    return path_ + ":" + std::to_string(where.begin.line) + ":" +
           std::to_string(where.begin.column);
  }

  void refuse(const toml::source_region& where, const std::string& profile, const std::string& key,
              const std::string& what, std::string hint) {
    ConfigProblem problem{
        .error = {.code = ErrorCode::config,
                  .message = place(where) + ": " + (key.empty() ? "" : key + ": ") + what,
                  .hint = std::move(hint)},
        .profile = profile};
    places_.emplace_back(std::pair{where.begin.line, where.begin.column}, std::move(problem));
  }

  const std::string& path_;
  ConfigContents contents_;
  toml::source_region default_profile_at_;
  std::vector<std::pair<std::pair<std::uint32_t, std::uint32_t>, ConfigProblem>> places_;
};

}  // namespace

ConfigContents read_config(std::string_view text, const std::string& path) {
  return Reader(path).read(text);
}

}  // namespace teamsctl::cli
