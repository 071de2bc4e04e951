#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "command_line/help_topic.hpp"
#include "options/option_table.hpp"
#include "teamsctl/error.hpp"
#include "teamsctl/simulator.hpp"
#include "text/plain_text.hpp"

// The topics that are mostly tables.
namespace teamsctl::cli {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

std::string flag_of(const OptionRow& row) {
  if (!row.is_flag) return "the secret itself";
  std::string names = row.shape.other.empty() ? "" : row.shape.other + ", ";
  return names + flag_name(row.shape.name);
}

std::string listed(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

}  // namespace

std::string help_on_exit_codes() {
  Rows rows;
  for (const ErrorCode code : error_codes()) {
    std::string status = std::to_string(exit_status(code));
    status.insert(0, 3 - status.size(), ' ');
    rows.emplace_back(status + "  " + std::string(name_of(code)), std::string(meaning_of(code)));
  }
  return "EXIT STATUSES\n\n" +
         wrapped(
             "Each is something that a caller can do about a failure. A script has to take a "
             "status that it does not know for a "
             "failure. The name is the code of the JSON object that errors are with -o json or -o "
             "ndjson.") +
         "\n" + two_columns(rows) + "\n" +
         wrapped(
             "8 is the one to try again after a while; with 5 nothing but another way to sign in, "
             "or a source for the answer, helps. "
             "With 11 the rows that are there are right: standard error names the others.");
}

std::string help_on_environment() {
  std::string text =
      "ENVIRONMENT\n\n" +
      wrapped(
          "Each option of the program is also a variable and, unless it is marked (-), "
          "a key of a profile in the configuration file: its name with underscores, such "
          "as login_timeout. The command line goes before the environment, that before "
          "the profile, that before the default. An empty variable is as good as none. A "
          "flag takes true and false. Options of one command, such as the filters of "
          "get-phone-numbers, have no variable: a forgotten one would silently change "
          "what is listed, or whose number is changed.");
  // A group's rows need not stand together in the table.
  std::vector<std::pair<std::string, Rows>> groups;
  for (const OptionRow& row : option_table()) {
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const auto& one) { return one.first == row.shape.group; });
    if (group == groups.end()) group = groups.insert(group, {row.shape.group, {}});
    group->second.emplace_back(variable_name(row.shape.name),
                               flag_of(row) + (row.in_profile ? "" : "  (-)"));
  }
  for (const auto& [name, rows] : groups) text += "\n" + name + "\n" + two_columns(rows, 40);
  return text + "\nOthers\n" +
         two_columns(
             {{"CREDENTIALS_DIRECTORY",
               "where systemd puts credentials: teamsctl.password and so on"},
              {"XDG_CONFIG_HOME, HOME", "where the configuration file is: teamsctl/config.toml"},
              {"XDG_CACHE_HOME, HOME", "where the compiled session host is kept"},
              {"PATH", "where pwsh is looked for"},
              {"PSModulePath", "passed on to PowerShell: where it looks for modules"},
              {"NO_COLOR, CLICOLOR_FORCE, TERM", "whether there are colours, with --color auto"},
              {"COLUMNS", "how wide a table may be on a terminal"}},
             40) +
         "\nteamsctl config show --origin says what holds and where it comes from.\n";
}

std::string help_on_secrets() {
  std::string text =
      "SECRETS\n\n" +
      wrapped(
          "A secret is asked for when the sign-in wants it and not before, at these places, one "
          "after the other, until one has it:") +
      "\n" +
      two_columns(
          {{"1. the command line",
            "--X-file PATH (- is standard input, a FIFO waits), --X-fd N, --X-env NAME, "
            "--X-command CMD; and --mfa-code CODE"},
           {"2. the environment",
            "the variables of these options, then TEAMSCTL_X with the secret itself"},
           {"3. the profile", "the keys of these options; never the secret itself"},
           {"4. systemd", "$CREDENTIALS_DIRECTORY/teamsctl.X"},
           {"5. the terminal", "/dev/tty, without showing what is typed; not with --no-input"}}) +
      "\nX is one of:\n\n";
  Rows rows;
  for (const SecretKind& secret : secret_kinds()) {
    std::string who;
    for (const AuthType auth : secret.only_for) who += (who.empty() ? "" : ", ") + name_of(auth);
    rows.emplace_back(secret.name, secret.what + " (--auth " + who + ")");
  }
  return text + two_columns(rows) + "\n" +
         wrapped(
             "A file has to be yours and closed to others (mode 0600), or the run ends with exit "
             "status 15; --secret-files shared allows "
             "files that others may read, as containers mount them. Only one option may read "
             "standard input. Variables with "
             "secrets are taken out of the environment at once. There is no option that takes a "
             "password: arguments are visible to every "
             "user of the machine.") +
         "\n" + "  printf '%s\\n' \"$CODE\" | teamsctl --mfa-code-file - get-tenant\n" +
         "  teamsctl --password-fd 3 get-tenant 3< <(pass teams/svc)\n" +
         "  teamsctl --password-command 'pass teams/svc' get-tenant\n";
}

std::string help_on_simulate() {
  return "THE SIMULATED TENANT\n\n" +
         wrapped(
             "--simulate takes a tenant inside of the program in place of PowerShell; everything "
             "above it is the same. It is there to try "
             "commands and to test a job before it meets a real tenant. It signs in as "
             "mfa@contoso.example unless -u says otherwise; the "
             "password of that account it knows by itself, the code it has to be given.") +
         "\n" +
         two_columns({{"mfa@contoso.example", "asks for the code 123456"},
                      {"nomfa@contoso.example", "asks for nothing"},
                      {"device@contoso.example", "a device code, which somebody seems to enter"},
                      {"totp@contoso.example", "the code of the TOTP secret JBSWY3DPEHPK3PXP"},
                      {"locked@contoso.example", "refused: AADSTS50053"},
                      {"needsmfa@contoso.example", "refused: AADSTS50076"}}) +
         "\n" + wrapped("The password of all of them is Passw0rd!") + "\n" +
         two_columns(
             {{"--simulate-numbers N", "so many phone numbers (default " +
                                           option_row("simulate-numbers").shape.standard + ")"},
              {"--simulate-state FILE",
               "keeps changes in this file, so that the next run finds them"},
              {"--simulate=SCENARIO",
               "another course of events: a name below, a file (teamsctl-scenario(5)), or "
               "replay:FILE, which plays a "
               "--transcript again"}}) +
         "\n  teamsctl --simulate --mfa-code 123456 get-tenant\n"
         "  teamsctl --simulate --no-input get-tenant       # 5: a code is needed\n"
         "  teamsctl --simulate=throttled --mfa-code 123456 -v "
         "get-phone-numbers\n\nScenarios:\n\n" +
         wrapped(listed(built_in_scenarios()), 2);
}

}  // namespace teamsctl::cli
