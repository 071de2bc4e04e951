#include "option_table.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace teamsctl::cli {
namespace {

constexpr const char* sign_in = "Sign-in";
constexpr const char* secrets = "Secrets";
constexpr const char* times = "Time limits (500ms, 90s, 2m, 1h)";
constexpr const char* retries = "Throttling";
constexpr const char* output = "Output";
constexpr const char* powershell = "PowerShell";
constexpr const char* agent = "Agent";
constexpr const char* configuration = "Configuration";

constexpr std::pair<const char*, AuthType> auth_types[] = {{"user", AuthType::user},
                                                           {"certificate", AuthType::certificate},
                                                           {"device-code", AuthType::device_code},
                                                           {"access-token", AuthType::access_token},
                                                           {"managed-identity", AuthType::managed_identity}};

constexpr std::pair<const char*, OutputFormat> output_formats[] = {{"json", OutputFormat::json},   {"ndjson", OutputFormat::ndjson},
                                                                   {"table", OutputFormat::table}, {"csv", OutputFormat::csv},
                                                                   {"tsv", OutputFormat::tsv},     {"none", OutputFormat::none}};

int whole(const std::string& text) { return static_cast<int>(*parse_number(text)); }

void add_sign_in(std::vector<OptionRow>& rows) {
  std::vector<std::string> names;
  for (const auto& [name, type] : auth_types) names.emplace_back(name);
  rows.push_back({.shape = {.name = "auth", .value = "TYPE", .help = "user, certificate, device-code, access-token or managed-identity",
                            .group = sign_in, .kind = OptionKind::choice, .standard = "user", .choices = names},
                  .set = [](Options& to, const std::string& text) {
                    for (const auto& [name, type] : auth_types)
                      if (text == name) to.sign_in.auth = type;
                  }});
  rows.push_back({.shape = {.name = "username", .other = "-u", .value = "NAME", .help = "Whom to sign in as", .group = sign_in},
                  .set = [](Options& to, const std::string& text) { to.sign_in.username = text; }});
  rows.push_back({.shape = {.name = "tenant-id", .value = "ID", .help = "Tenant to sign in to: GUID or domain (default: that of the account)",
                            .group = sign_in},
                  .set = [](Options& to, const std::string& text) { to.sign_in.tenant_id = text; }});
  rows.push_back({.shape = {.name = "application-id", .value = "GUID", .help = "Application to sign in as, with its certificate", .group = sign_in},
                  .set = [](Options& to, const std::string& text) { to.sign_in.application_id = text; },
                  .only_for = {AuthType::certificate}});
  rows.push_back({.shape = {.name = "certificate-file", .value = "PATH", .help = "Certificate with its private key: PFX or PEM",
                            .group = sign_in, .kind = OptionKind::path},
                  .set = [](Options& to, const std::string& text) { to.sign_in.certificate_file = text; },
                  .only_for = {AuthType::certificate}});
  rows.push_back({.shape = {.name = "certificate-thumbprint", .value = "HEX", .help = "Certificate in the user's certificate store",
                            .group = sign_in},
                  .set = [](Options& to, const std::string& text) { to.sign_in.certificate_thumbprint = text; },
                  .only_for = {AuthType::certificate}});
  rows.push_back({.shape = {.name = "environment", .value = "CLOUD", .help = "TeamsGCCH, TeamsDOD or TeamsChina (default: the public cloud)",
                            .group = sign_in, .kind = OptionKind::choice, .choices = {"TeamsGCCH", "TeamsDOD", "TeamsChina"}},
                  .set = [](Options& to, const std::string& text) { to.sign_in.environment = text; },
                  .only_for = {AuthType::user, AuthType::device_code}});
  rows.push_back({.shape = {.name = "mfa-attempts", .value = "N", .help = "How many codes to send before giving up, 1 to 5 (default 2)",
                            .group = sign_in, .kind = OptionKind::number, .standard = "2", .least = 1, .most = max_mfa_attempts},
                  .set = [](Options& to, const std::string& text) { to.limits.mfa_attempts = whole(text); }});
  rows.push_back({.shape = {.name = "mfa-code-digits", .value = "N", .help = "How long a code is, 4 to 10 (default 6); another is never sent",
                            .group = sign_in, .kind = OptionKind::number, .standard = "6", .least = 4, .most = 10},
                  .set = [](Options& to, const std::string& text) { to.sign_in.mfa_code_digits = whole(text); }});
  rows.push_back({.shape = {.name = "no-input", .help = "Never ask on the terminal and never wait for it", .group = sign_in,
                            .kind = OptionKind::flag, .standard = "false"},
                  .set = [](Options& to, const std::string& text) { to.sign_in.no_input = *parse_flag(text); }});
}

/// The five ways to a secret. The secret itself is an argument for the MFA code only, and a key of a profile never.
void add_secrets(std::vector<OptionRow>& rows) {
  struct Way {
    const char* suffix;
    const char* value;
    OptionKind kind;
    SecretForm form;
    bool in_profile;
  };
  constexpr Way ways[] = {
      {"", "CODE", OptionKind::text, SecretForm::argument, false},
      {"-file", "PATH", OptionKind::path, SecretForm::file, true},
      // The number of a descriptor says nothing in a file that is read by every run.
      {"-fd", "N", OptionKind::descriptor, SecretForm::descriptor, false},
      {"-env", "NAME", OptionKind::variable, SecretForm::variable, true},
      {"-command", "CMD", OptionKind::command, SecretForm::command, true},
  };
  for (const SecretKind& secret : secret_kinds())
    for (const Way& way : ways)
      rows.push_back({.shape = {.name = secret.name + way.suffix, .value = way.value, .help = secret.what, .group = secrets, .kind = way.kind},
                      .secret = &secret,
                      .form = way.form,
                      .only_for = secret.only_for,
                      .is_flag = way.form != SecretForm::argument || secret.name == "mfa-code",
                      .in_profile = way.in_profile});
  rows.push_back({.shape = {.name = "secret-files", .value = "RULE",
                            .help = "strict: only yours to read and no symbolic link (default); shared: as containers mount them",
                            .group = sign_in, .kind = OptionKind::choice, .standard = "strict", .choices = {"strict", "shared"}},
                  .set = [](Options& to, const std::string& text) {
                    to.sign_in.secret_files = text == "shared" ? FileRule::shared : FileRule::strict;
                  }});
}

void add_times(std::vector<OptionRow>& rows) {
  rows.push_back({.shape = {.name = "timeout", .value = "TIME", .help = "For the command (default: none)", .group = times,
                            .kind = OptionKind::duration},
                  .set = [](Options& to, const std::string& text) { to.limits.command = *parse_duration(text); }});
  rows.push_back({.shape = {.name = "retries", .value = "N", .help = "How often a command is sent again when the service throttles or is not available (default 4)",
                            .group = retries, .kind = OptionKind::number, .standard = "4", .most = 100},
                  .set = [](Options& to, const std::string& text) { to.limits.retries = whole(text); }});
  rows.push_back({.shape = {.name = "retry-limit", .value = "TIME", .help = "How long a request waits for that in all (default 5m; 0: no limit)",
                            .group = retries, .kind = OptionKind::duration, .standard = "5m"},
                  .set = [](Options& to, const std::string& text) { to.limits.retry_limit = *parse_duration(text); }});
  rows.push_back({.shape = {.name = "rate", .value = "N/UNIT", .help = "At most so many commands: 5/s, 100/m or 1000/h (default: no limit)",
                            .group = retries, .kind = OptionKind::rate},
                  .set = [](Options& to, const std::string& text) { to.limits.between_commands = *parse_rate(text); }});
  rows.push_back({.shape = {.name = "login-timeout", .value = "TIME", .help = "For the whole sign-in (default 300s)", .group = times,
                            .kind = OptionKind::duration, .standard = "300s"},
                  .set = [](Options& to, const std::string& text) { to.limits.sign_in = *parse_duration(text); }});
  rows.push_back({.shape = {.name = "mfa-timeout", .value = "TIME", .help = "For one answer (default 120s)", .group = times,
                            .kind = OptionKind::duration, .standard = "120s"},
                  .set = [](Options& to, const std::string& text) { to.limits.mfa = *parse_duration(text); }});
  rows.push_back({.shape = {.name = "secret-command-timeout", .value = "TIME", .help = "For a command that prints a secret (default 60s)",
                            .group = times, .kind = OptionKind::duration, .standard = "60s"},
                  .set = [](Options& to, const std::string& text) { to.sign_in.secret_command_timeout = *parse_duration(text); }});
}

void add_output(std::vector<OptionRow>& rows) {
  std::vector<std::string> formats;
  for (const auto& [name, format] : output_formats) formats.emplace_back(name);
  rows.push_back({.shape = {.name = "output", .other = "-o", .value = "FORMAT",
                            .help = "json (one array, the default), ndjson (one object a line), table, csv, tsv or none", .group = output,
                            .kind = OptionKind::choice, .standard = "json", .choices = formats},
                  .set = [](Options& to, const std::string& text) {
                    for (const auto& [name, format] : output_formats)
                      if (text == name) to.output = format;
                  }});
  rows.push_back({.shape = {.name = "fields", .value = "LIST", .help = "Only these properties, such as TelephoneNumber,City,Tag.0",
                            .group = output, .kind = OptionKind::fields},
                  .set = [](Options& to, const std::string& text) { to.fields = std::get<std::vector<FieldPath>>(parse_fields(text)); }});
  rows.push_back({.shape = {.name = "jq", .value = "EXPR", .help = "What this expression of jq makes of the results, with json or ndjson",
                            .group = output, .kind = OptionKind::jq},
                  .set = [](Options& to, const std::string& text) { to.jq = text; }});
  rows.push_back({.shape = {.name = "color", .value = "WHEN", .help = "auto (on a terminal), always or never", .group = output,
                            .kind = OptionKind::choice, .standard = "auto", .choices = {"auto", "always", "never"}},
                  .set = [](Options& to, const std::string& text) {
                    to.color = text == "always" ? ColorChoice::always : text == "never" ? ColorChoice::never : ColorChoice::automatic;
                  }});
  rows.push_back({.shape = {.name = "progress", .value = "STYLE", .help = "auto (on a terminal), plain or none", .group = output,
                            .kind = OptionKind::choice, .standard = "auto", .choices = {"auto", "plain", "none"}},
                  .set = [](Options& to, const std::string& text) {
                    to.progress = text == "plain" ? ProgressStyle::plain : text == "none" ? ProgressStyle::none : ProgressStyle::automatic;
                  }});
  rows.push_back({.shape = {.name = "quiet", .other = "-q", .help = "No warnings and no progress; errors and what you must do are still said",
                            .group = output, .kind = OptionKind::flag, .standard = "false"},
                  .set = [](Options& to, const std::string& text) { to.quiet = *parse_flag(text); }});
  rows.push_back({.shape = {.name = "verbose", .other = "-v", .help = "Say what happens on stderr; twice for more", .group = output,
                            .kind = OptionKind::count, .standard = "0", .most = 9},
                  .set = [](Options& to, const std::string& text) { to.verbose = static_cast<int>(*parse_count(text)); }});
  rows.push_back({.shape = {.name = "log-file", .value = "PATH", .help = "Append the log, in full, to this file (mode 0600)", .group = output,
                            .kind = OptionKind::path},
                  .set = [](Options& to, const std::string& text) { to.log_file = text; }});
  rows.push_back({.shape = {.name = "log-format", .value = "FORMAT", .help = "text or json", .group = output, .kind = OptionKind::choice,
                            .standard = "text", .choices = {"text", "json"}},
                  .set = [](Options& to, const std::string& text) { to.log_format = text == "json" ? LogFormat::json : LogFormat::text; }});
  rows.push_back({.shape = {.name = "transcript", .value = "FILE", .help = "Write what crosses every channel, without secrets, to this file",
                            .group = output, .kind = OptionKind::path},
                  .set = [](Options& to, const std::string& text) { to.transcript = text; }});
}

void add_powershell(std::vector<OptionRow>& rows) {
  rows.push_back({.shape = {.name = "pwsh", .value = "PATH", .help = "PowerShell 7.4 or newer: a path, or a name on PATH", .group = powershell,
                            .kind = OptionKind::program, .standard = "pwsh"},
                  .set = [](Options& to, const std::string& text) { to.pwsh = text; }});
  rows.push_back({.shape = {.name = "simulate", .value = "[=SCENARIO]",
                            .help = "Use the simulated tenant Contoso; =SCENARIO names a built-in scenario or a file", .group = powershell,
                            .kind = OptionKind::scenario},
                  .set = [](Options& to, const std::string& text) {
                    const std::optional<bool> flag = parse_flag(text);
                    if (flag == false || text.empty())
                      to.simulate.reset();
                    else
                      to.simulate = flag ? "default" : text;
                  }});
  rows.push_back({.shape = {.name = "simulate-numbers", .value = "N", .help = "Phone numbers of the simulated tenant (default 1000)",
                            .group = powershell, .kind = OptionKind::number, .standard = "1000", .most = 10'000'000},
                  .set = [](Options& to, const std::string& text) { to.simulate_numbers = *parse_number(text); }});
  rows.push_back({.shape = {.name = "simulate-state", .value = "FILE", .help = "Keep the changes of the simulated tenant in this file",
                            .group = powershell, .kind = OptionKind::path},
                  .set = [](Options& to, const std::string& text) { to.simulate_state = text; }});
}

void add_agent(std::vector<OptionRow>& rows) {
  rows.push_back({.shape = {.name = "agent", .value = "USE", .help = "auto: use the session that login left with the agent, if there is one (default); only; off",
                            .group = agent, .kind = OptionKind::choice, .standard = "auto", .choices = {"auto", "only", "off"}},
                  .set = [](Options& to, const std::string& text) {
                    to.agent = text == "only" ? AgentChoice::only : text == "off" ? AgentChoice::off : AgentChoice::automatic;
                  }});
  rows.push_back({.shape = {.name = "agent-idle-timeout", .value = "TIME", .help = "login: end the session when it is not used for so long (default 15m; 0: never)",
                            .group = agent, .kind = OptionKind::duration, .standard = "15m"},
                  .set = [](Options& to, const std::string& text) { to.agent_idle = *parse_duration(text); }});
  rows.push_back({.shape = {.name = "agent-lifetime", .value = "TIME", .help = "login: end the session after so long in any case (default 8h; 0: never)",
                            .group = agent, .kind = OptionKind::duration, .standard = "8h"},
                  .set = [](Options& to, const std::string& text) { to.agent_lifetime = *parse_duration(text); }});
  rows.push_back({.shape = {.name = "agent-max-clients", .value = "N", .help = "How many may use a new agent at a time (default 4000)",
                            .group = agent, .kind = OptionKind::number, .standard = "4000", .least = 1, .most = 100'000},
                  .set = [](Options& to, const std::string& text) { to.agent_clients = *parse_number(text); }});
  rows.push_back({.shape = {.name = "agent-max-request", .value = "MIB", .help = "The longest request that a new agent takes, in MiB (default 1, at most 16)",
                            .group = agent, .kind = OptionKind::number, .standard = "1", .least = 1, .most = 16},
                  .set = [](Options& to, const std::string& text) { to.agent_request_mib = *parse_number(text); }});
  rows.push_back({.shape = {.name = "detach", .help = "Let a command that has begun in the agent go on when this process ends before it",
                            .group = agent, .kind = OptionKind::flag, .standard = "false"},
                  .set = [](Options& to, const std::string& text) { to.detach = *parse_flag(text); }});
}

/// These two say where the others are, so they are read before all the others and set nothing.
void add_configuration(std::vector<OptionRow>& rows) {
  rows.push_back({.shape = {.name = "profile", .value = "NAME", .help = "Profile of the configuration file to use", .group = configuration},
                  .set = [](Options&, const std::string&) {},
                  .in_profile = false});
  rows.push_back({.shape = {.name = "config", .value = "FILE", .help = "Configuration file (default: ~/.config/teamsctl/config.toml)",
                            .group = configuration, .kind = OptionKind::path},
                  .set = [](Options&, const std::string&) {},
                  .in_profile = false});
}

std::string joined(std::string text, char with) {
  for (char& c : text)
    if (c == '-') c = with;
  return text;
}

}  // namespace

const std::vector<SecretKind>& secret_kinds() {
  static const std::vector<AuthType> persons{AuthType::user, AuthType::device_code};
  static const std::vector<SecretKind> kinds{
      {.name = "password", .what = "The account's password", .locators = &SignInOptions::password, .only_for = persons},
      {.name = "mfa-code", .what = "The one-time code, when it is asked for", .locators = &SignInOptions::mfa_code, .only_for = persons,
       .spare = true},
      {.name = "totp-secret", .what = "The secret from which codes are computed (TOTP)", .locators = &SignInOptions::totp_secret,
       .only_for = persons, .spare = true},
      {.name = "certificate-password", .what = "The password of --certificate-file", .locators = &SignInOptions::certificate_password,
       .only_for = {AuthType::certificate}},
      {.name = "access-tokens", .what = "Two lines: the Graph token, then the Teams token", .locators = &SignInOptions::access_tokens,
       .only_for = {AuthType::access_token}},
      {.name = "agent-passphrase", .what = "What agent lock and unlock ask for", .locators = &SignInOptions::agent_passphrase, .spare = true},
  };
  return kinds;
}

const std::vector<OptionRow>& option_table() {
  static const std::vector<OptionRow> table = [] {
    std::vector<OptionRow> rows;
    add_sign_in(rows);
    add_secrets(rows);
    add_times(rows);
    add_output(rows);
    add_powershell(rows);
    add_agent(rows);
    add_configuration(rows);
    return rows;
  }();
  return table;
}

const OptionRow& option_row(const std::string& name) {
  for (const OptionRow& row : option_table())
    if (row.shape.name == name) return row;
  throw std::logic_error("no option " + name);
}

std::string flag_name(const std::string& option) { return "--" + option; }

std::string variable_name(const std::string& option) {
  std::string name = "TEAMSCTL_" + joined(option, '_');
  for (char& c : name)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return name;
}

std::string profile_key(const std::string& option) { return joined(option, '_'); }

std::string name_of(AuthType auth) {
  for (const auto& [name, type] : auth_types)
    if (type == auth) return name;
  return {};
}

bool serves(const std::vector<AuthType>& only_for, AuthType auth) {
  return only_for.empty() || std::find(only_for.begin(), only_for.end(), auth) != only_for.end();
}

}  // namespace teamsctl::cli
