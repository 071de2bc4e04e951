#include <string>

#include "command_line/help_topic.hpp"
#include "options/option_table.hpp"
#include "text/plain_text.hpp"

// The topics that are mostly prose.
namespace teamsctl::cli {
namespace {

std::string standard(const char* option) { return option_row(option).shape.standard; }

}  // namespace

std::string help_on_mfa() {
  return "SECOND FACTORS\n\n" +
         wrapped(
             "With a user name and a password Microsoft's module does not ask for a code: Entra ID "
             "refuses an account that needs MFA "
             "with AADSTS50076 or AADSTS50079, which is exit status 5. There are three ways on:") +
         "\n" +
         two_columns({{"certificate",
                       "for jobs: an application with a certificate needs no person and no second "
                       "factor (--auth certificate)"},
                      {"device code",
                       "for persons, with every kind of MFA: --auth device-code shows a code to "
                       "enter in a browser on any device"},
                      {"a typed code",
                       "where something does ask for one, such as a federated sign-in or a "
                       "wrapper: see below"}}) +
         "\n" +
         wrapped(
             "A code that is asked for comes from --mfa-code-file, --mfa-code-fd, --mfa-code-env, "
             "--mfa-code-command, --mfa-code, "
             "TEAMSCTL_MFA_CODE or the terminal (teamsctl help secrets), or is computed from "
             "--totp-secret-file and its kin. It is "
             "fetched when the question is there, since it dies within seconds. Digits are picked "
             "out of what a source gives, so "
             "that '123 456' and '976249 lasts 24s' are codes; what does not have "
             "--mfa-code-digits (" +
             standard("mfa-code-digits") + ") digits is never sent.") +
         "\n" +
         wrapped(
             "A device code, a number to tap or a request to approve is settled on another device. "
             "It is shown on the terminal, or "
             "on standard error where there is none, whatever -q and -o say, and the program "
             "waits.") +
         "\n" +
         two_columns(
             {{"--mfa-timeout", "how long for one answer (" + standard("mfa-timeout") + ")"},
              {"--login-timeout",
               "how long for the whole sign-in (" + standard("login-timeout") + ")"},
              {"--mfa-attempts", "how many codes are sent before giving up (" +
                                     standard("mfa-attempts") + "), so that no account is locked"},
              {"--no-input",
               "never ask a person: without a source the program ends at once with exit status "
               "5"}}) +
         "\n  teamsctl --auth device-code get-tenant\n"
         "  teamsctl --mfa-code-command 'pass otp teams' get-tenant\n"
         "  mkfifo -m 600 code; teamsctl --mfa-code-file code get-tenant & cat >code\n";
}

std::string help_on_output() {
  return "OUTPUT\n\n" +
         wrapped(
             "Standard output carries results and nothing else. Questions go to the terminal, "
             "errors, warnings and progress to "
             "standard error.") +
         "\n" +
         two_columns(
             {{"-o json",
               "one array (the default); indented on a terminal. [] when there is nothing. When a "
               "command fails after rows are "
               "out, the array stays open, so that no reader takes it for the whole"},
              {"-o ndjson", "one object a line, as it arrives"},
              {"-o table", "for people: a header and columns, on a terminal as wide as the screen"},
              {"-o csv", "RFC 4180 with a header; UTF-8 without a mark, lines end in a line feed"},
              {"-o tsv", "the same with tabs; \\t, \\n, \\r and \\\\ inside of fields"},
              {"-o none", "nothing; the exit status tells"},
              {"--fields A,B.C,D.0",
               "only these properties, in this order; a dot leads further in"},
              {"--jq EXPR",
               "what this expression of jq makes of the results: of all of them at once with json, "
               "of each with ndjson"}}) +
         "\n" +
         wrapped(
             "Objects have the properties of the module's own objects, all of them unless there is "
             "--fields, under the module's names; "
             "nulls are kept, lists are always lists, dates are ISO 8601 in UTC. Without --fields "
             "a table shows the most important "
             "properties; csv and tsv have those of the first row. teamsctl schema COMMAND prints "
             "the JSON schema of its rows.") +
         "\n" +
         wrapped(
             "An error is one sentence and one hint on standard error. With -o json or -o ndjson "
             "it is one JSON object there, usage "
             "errors included:") +
         "\n"
         "  {\"error\":{\"code\":\"mfa_refused\",\"exit\":6,\"message\":\"...\",\n"
         "   \"hint\":\"...\",\"aadsts\":500121,\"retryable\":false}}\n\n" +
         wrapped(
             "-q leaves out warnings and progress, -v and -vv say what happens, --log-file keeps "
             "it, --transcript keeps what crossed "
             "every channel, without the secrets.") +
         "\n"
         "  teamsctl -o table get-phone-numbers --status Unassigned\n"
         "  teamsctl -o csv --fields TelephoneNumber,NumberType,City get-phone-numbers\n"
         "  teamsctl --jq '.[] | select(.City == null) | .TelephoneNumber' get-phone-numbers\n";
}

}  // namespace teamsctl::cli
