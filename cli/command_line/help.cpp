#include "command_line/help.hpp"

#include "options/option_table.hpp"

namespace teamsctl::cli {

const char* const description =
    "Microsoft Teams telephony from a shell, cron or CI: signs in to Teams PowerShell, answers its "
    "MFA questions and prints JSON.";

const char* const footer =
    "Every option --some-option is also the variable TEAMSCTL_SOME_OPTION and, in a profile, the "
    "key some_option: teamsctl-config(5).\n"
    "Results go to stdout, everything else to stderr.\n"
    "Try it without a tenant:\n"
    "  printf '123456\\n' | teamsctl --simulate --mfa-code-file - get-phone-numbers\n"
    "Exit status: 0 done, 2 usage, 3 configuration, 4 sign-in refused, 5 an answer is needed, 6 "
    "code refused, 7 timeout, 8 try again,\n"
    "9 no pwsh or module, 10 the cmdlet failed, 11 some of several failed, 12 pwsh was lost, 13 "
    "--timeout; all: teamsctl help exit-codes.\n"
    "More: teamsctl help COMMAND, or one of exit-codes, environment, secrets, output, mfa, "
    "simulate; and teamsctl(1).";

std::string HelpFormatter::make_subcommands(const CLI::App* app, CLI::AppFormatMode mode) const {
  std::string text;
  if (app->get_parent() == nullptr) {
    text =
        "\n\nSecrets (also TEAMSCTL_PASSWORD, TEAMSCTL_MFA_CODE and so on, systemd credentials, "
        "and the terminal at last):\n";
    for (const SecretKind& secret : secret_kinds()) {
      std::string line;
      for (const OptionRow& row : option_table())
        if (row.secret == &secret && row.is_flag)
          line += (line.empty() ? "  --" : ", --") + row.shape.name + " " + row.shape.value;
      text += line + "\n" + std::string(get_column_width(), ' ') + secret.what + "\n";
    }
  }
  return text + CLI::Formatter::make_subcommands(app, mode);
}

std::string HelpFormatter::make_footer(const CLI::App* app) const {
  return app->get_parent() == nullptr ? CLI::Formatter::make_footer(app) : std::string();
}

}  // namespace teamsctl::cli
