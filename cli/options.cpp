#include "options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <functional>
#include <map>

#include "phone_number_options.hpp"
#include "teamsctl/secret_source.hpp"

namespace teamsctl::cli {
namespace {

constexpr const char* description =
    "Microsoft Teams telephony from a shell, cron or CI: signs in to Teams PowerShell, answers its MFA questions and prints JSON.";

constexpr const char* footer =
    "Results go to stdout, everything else to stderr.\n"
    "Try it without a tenant:\n"
    "  printf '123456\\n' | teamsctl --simulate --mfa-code-file - get-phone-numbers\n"
    "Exit status: 0 done, 2 usage, 4 sign-in refused, 5 an answer is needed, 6 code refused, 7 timeout, 9 no pwsh or module,\n"
    "10 the cmdlet failed, 12 pwsh was lost, 13 --timeout; all of them: teamsctl(1).";

/// What CLI11 fills in before it is turned into Options.
struct Raw {
  std::string mfa_code;
  std::string mfa_code_file;
  std::string password_file;
  std::string output = "json";
  std::string progress = "auto";
  std::string log_format = "text";
  std::string simulate;
  std::string timeout;
  std::string login_timeout;
  std::string mfa_timeout;
  DetectOptions detect;
};

UsageError usage(std::string message, std::string hint = "See teamsctl --help.") {
  return {.error = {.code = ErrorCode::usage, .message = std::move(message), .hint = std::move(hint)}};
}

/// "--simulate" takes its scenario only behind an equals sign: the next word is the command.
std::vector<std::string> with_default_scenario(std::vector<std::string> arguments) {
  for (std::string& argument : arguments) {
    if (argument == "--") break;
    if (argument == "--simulate") argument = "--simulate=default";
  }
  return arguments;
}

/// Also for errors that keep the command line from being parsed.
bool wants_json_errors(const std::vector<std::string>& arguments) {
  const auto names_json = [](std::string_view value) { return value == "json" || value == "ndjson"; };
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    const std::string_view argument = arguments[i];
    if ((argument == "-o" || argument == "--output") && i + 1 < arguments.size()) return names_json(arguments[i + 1]);
    for (const std::string_view prefix : {"--output=", "-o=", "-o"})
      if (argument.starts_with(prefix)) return names_json(argument.substr(prefix.size()));
  }
  const char* variable = std::getenv("TEAMSCTL_OUTPUT");
  return variable != nullptr && names_json(variable);
}

std::optional<Secret> secret_from_environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  Secret secret{std::string_view(value)};
  // Nothing that runs later finds it there.
  ::unsetenv(name);
  return secret;
}

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n') c = ' ';
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

std::optional<UsageError> set_limit(const char* option, const std::string& text, std::chrono::milliseconds& limit) {
  if (text.empty()) return std::nullopt;
  const std::optional<std::chrono::milliseconds> duration = parse_duration(text);
  if (!duration) return usage(std::string(option) + ": '" + text + "' is not a duration.", "Write 500ms, 90s, 2m or 1h; a bare number is seconds.");
  limit = *duration;
  return std::nullopt;
}

void add_sign_in_options(CLI::App& app, Options& options, Raw& raw) {
  constexpr const char* group = "Sign-in";
  app.add_option("-u,--username", options.sign_in.username, "Whom to sign in as")->type_name("NAME")->envname("TEAMSCTL_USERNAME")->group(group);
  app.add_option("--tenant-id", options.sign_in.tenant_id, "Tenant to sign in to: GUID or domain (default: that of the account)")
      ->type_name("ID")
      ->envname("TEAMSCTL_TENANT_ID")
      ->group(group);
  app.add_option("--password-file", raw.password_file, "File with the password; - is stdin (or TEAMSCTL_PASSWORD, or the terminal)")
      ->type_name("PATH")
      ->envname("TEAMSCTL_PASSWORD_FILE")
      ->group(group);
  app.add_option("--mfa-code", raw.mfa_code, "The code to answer with (or TEAMSCTL_MFA_CODE, or the terminal)")->type_name("CODE")->group(group);
  app.add_option("--mfa-code-file", raw.mfa_code_file, "File or FIFO to read the code from when it is asked for; - is stdin")
      ->type_name("PATH")
      ->envname("TEAMSCTL_MFA_CODE_FILE")
      ->group(group);
  app.add_option("--mfa-attempts", options.limits.mfa_attempts, "How many codes to send before giving up (default 2)")
      ->type_name("N")
      ->check(CLI::Range(1, max_mfa_attempts))
      ->envname("TEAMSCTL_MFA_ATTEMPTS")
      ->group(group);
  app.add_flag("--no-input", options.sign_in.no_input, "Never ask on the terminal and never wait for it")->envname("TEAMSCTL_NO_INPUT")->group(group);
}

void add_time_options(CLI::App& app, Raw& raw) {
  constexpr const char* group = "Time limits (500ms, 90s, 2m, 1h)";
  app.add_option("--timeout", raw.timeout, "For the command (default: none)")->type_name("TIME")->envname("TEAMSCTL_TIMEOUT")->group(group);
  app.add_option("--login-timeout", raw.login_timeout, "For the whole sign-in (default 300s)")
      ->type_name("TIME")
      ->envname("TEAMSCTL_LOGIN_TIMEOUT")
      ->group(group);
  app.add_option("--mfa-timeout", raw.mfa_timeout, "For one answer (default 120s)")->type_name("TIME")->envname("TEAMSCTL_MFA_TIMEOUT")->group(group);
}

void add_output_options(CLI::App& app, Options& options, Raw& raw) {
  constexpr const char* group = "Output";
  app.add_option("-o,--output", raw.output, "json (one array, the default) or ndjson (one object a line)")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"json", "ndjson"}))
      ->envname("TEAMSCTL_OUTPUT")
      ->group(group);
  app.add_option("--progress", raw.progress, "auto (on a terminal), plain or none")
      ->type_name("STYLE")
      ->check(CLI::IsMember({"auto", "plain", "none"}))
      ->envname("TEAMSCTL_PROGRESS")
      ->group(group);
  app.add_flag("-q,--quiet", options.quiet, "No warnings and no progress; errors and what you must do are still said")
      ->envname("TEAMSCTL_QUIET")
      ->group(group);
  app.add_flag("-v,--verbose", options.verbose, "Say what happens on stderr; twice for more")->group(group);
  app.add_option("--log-file", options.log_file, "Append the log, in full, to this file (mode 0600)")
      ->type_name("PATH")
      ->envname("TEAMSCTL_LOG_FILE")
      ->group(group);
  app.add_option("--log-format", raw.log_format, "text or json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}))
      ->envname("TEAMSCTL_LOG_FORMAT")
      ->group(group);
}

void add_powershell_options(CLI::App& app, Options& options, Raw& raw) {
  constexpr const char* group = "PowerShell";
  app.add_option("--pwsh", options.pwsh, "PowerShell 7.4 or newer: a path, or a name on PATH")
      ->type_name("PATH")
      ->envname("TEAMSCTL_PWSH")
      ->group(group);
  app.add_option("--simulate", raw.simulate, "Use the simulated tenant Contoso; =SCENARIO names a built-in scenario or a file")
      ->type_name("[=SCENARIO]")
      ->envname("TEAMSCTL_SIMULATE")
      ->group(group);
  app.add_option("--simulate-numbers", options.simulate_numbers, "Phone numbers of the simulated tenant (default 1000)")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{10'000'000}))
      ->envname("TEAMSCTL_SIMULATE_NUMBERS")
      ->group(group);
}

/// What the types of the options cannot say.
std::optional<UsageError> complete(Options& options, Raw& raw, const CLI::App& app) {
  for (const auto& [option, text, limit] : {std::tuple{"--timeout", &raw.timeout, &options.limits.command},
                                            std::tuple{"--login-timeout", &raw.login_timeout, &options.limits.sign_in},
                                            std::tuple{"--mfa-timeout", &raw.mfa_timeout, &options.limits.mfa}})
    if (std::optional<UsageError> error = set_limit(option, *text, *limit)) return error;

  options.output = raw.output == "ndjson" ? OutputFormat::ndjson : OutputFormat::json;
  options.progress = raw.progress == "plain" ? ProgressStyle::plain : raw.progress == "none" ? ProgressStyle::none : ProgressStyle::automatic;
  options.log_format = raw.log_format == "json" ? LogFormat::json : LogFormat::text;

  using Kind = SecretLocator::Kind;
  SignInOptions& sign_in = options.sign_in;
  if (app.get_option("--mfa-code")->count() != 0) {
    Secret given{raw.mfa_code};
    wipe(raw.mfa_code);
    std::optional<Secret> code = pick_code(given, SignIn{}.mfa_code_digits);
    if (!code) return usage("--mfa-code: that is not a code of 6 digits.", "Nothing was sent. Give the six digits that are shown now.");
    sign_in.mfa_code.push_back({.kind = Kind::value, .name = "--mfa-code", .value = std::move(code)});
  }
  if (!raw.mfa_code_file.empty()) sign_in.mfa_code.push_back({.kind = Kind::file, .name = "--mfa-code-file", .text = raw.mfa_code_file});
  if (!raw.password_file.empty()) sign_in.password.push_back({.kind = Kind::file, .name = "--password-file", .text = raw.password_file});
  for (const auto& [variable, locators] :
       {std::pair{"TEAMSCTL_MFA_CODE", &sign_in.mfa_code}, std::pair{"TEAMSCTL_PASSWORD", &sign_in.password}})
    if (std::optional<Secret> value = secret_from_environment(variable))
      locators->push_back({.kind = Kind::value, .name = variable, .value = std::move(value)});

  const bool detect_reads_stdin = std::holds_alternative<DetectOptions>(options.command);
  if (!detect_reads_stdin && raw.mfa_code_file == "-" && raw.password_file == "-")
    return usage("--mfa-code-file and --password-file cannot both read standard input.", "Give one of them a file or a FIFO.");

  if (!raw.simulate.empty()) {
    options.simulate = raw.simulate;
    // Enough for a first look: an account that is asked for a code, and its password.
    if (options.sign_in.username.empty()) options.sign_in.username = "mfa@contoso.example";
    if (options.sign_in.username.ends_with("@contoso.example") && sign_in.password.empty())
      sign_in.password.push_back({.kind = Kind::value, .name = "the simulated tenant", .value = Secret("Passw0rd!")});
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  // from_chars takes "nan" and "inf" for numbers too.
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [unit_begin, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (error != std::errc()) return std::nullopt;
  const std::string_view unit(unit_begin, static_cast<std::size_t>(end - unit_begin));
  double factor = 0;
  for (const auto& [name, milliseconds] :
       {std::pair{"", 1000.0}, std::pair{"s", 1000.0}, std::pair{"ms", 1.0}, std::pair{"m", 60'000.0}, std::pair{"h", 3'600'000.0}})
    if (unit == name) factor = milliseconds;
  constexpr double longest = 365.0 * 24 * 3'600'000;
  if (factor == 0 || number * factor > longest) return std::nullopt;
  return std::chrono::milliseconds(static_cast<std::int64_t>(number * factor));
}

std::variant<Options, Information, UsageError> parse_options(const std::vector<std::string>& given) {
  Options options;
  Raw raw;
  CLI::App app(description, "teamsctl");
  app.footer(footer);
  app.set_version_flag("--version", std::string("teamsctl ") + TEAMSCTL_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  app.get_formatter()->column_width(34);
  add_sign_in_options(app, options, raw);
  add_time_options(app, raw);
  add_output_options(app, options, raw);
  add_powershell_options(app, options, raw);

  CLI::App* numbers = app.add_subcommand("get-phone-numbers", "List phone numbers: all of them, page by page, as they come");
  const std::function<GetPhoneNumbers()> phone_numbers = add_phone_number_options(*numbers);
  CLI::App* tenant = app.add_subcommand("get-tenant", "Show the tenant that you are signed in to");
  CLI::App* detect = app.add_subcommand("detect", "Run the prompt rules over recorded console bytes and print what they find");
  detect->add_option("file", raw.detect.file, "File with the bytes; - is stdin (default)")->type_name("FILE");

  const bool json_errors = wants_json_errors(given);
  const auto fail = [&](UsageError error) {
    error.json = json_errors;
    return error;
  };
  try {
    std::vector<std::string> reversed = with_default_scenario(given);
    std::reverse(reversed.begin(), reversed.end());  // that is how CLI11 takes a vector
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    for (CLI::App* command : {numbers, tenant, detect})
      if (command->parsed()) return Information{command->help("teamsctl")};
    return Information{app.help()};
  } catch (const CLI::CallForAllHelp&) {
    return Information{app.help("", CLI::AppFormatMode::All)};
  } catch (const CLI::CallForVersion&) {
    return Information{std::string("teamsctl ") + TEAMSCTL_VERSION + "\n"};
  } catch (const CLI::ParseError& error) {
    return fail(usage(one_line(error.what()) + "."));
  }

  if (numbers->parsed())
    options.command = phone_numbers();
  else if (tenant->parsed())
    options.command = GetTenant{};
  else
    options.command = raw.detect;
  if (std::optional<UsageError> error = complete(options, raw, app)) return fail(std::move(*error));
  options.json_errors = json_errors;
  return options;
}

}  // namespace teamsctl::cli
