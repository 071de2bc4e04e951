#include "command_line/help_topic.hpp"

#include <array>

namespace teamsctl::cli {
namespace {

constexpr std::array topics = {
    HelpTopic{"exit-codes", "what each exit status means", help_on_exit_codes},
    HelpTopic{"environment", "the variables, and the keys of a profile", help_on_environment},
    HelpTopic{"secrets", "where passwords, codes and certificates come from", help_on_secrets},
    HelpTopic{"output", "formats, fields and errors", help_on_output},
    HelpTopic{"mfa", "second factors, with and without a person", help_on_mfa},
    HelpTopic{"simulate", "the tenant that is built in", help_on_simulate},
};

}  // namespace

std::span<const HelpTopic> help_topics() { return topics; }

}  // namespace teamsctl::cli
