#include <catch2/catch.hpp>

#include "parsing.hpp"

using namespace teamsctl;
using namespace teamsctl::cli;
using namespace std::chrono_literals;

namespace {

BulkAssignCommand bulk(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"--simulate", "bulk-assign"});
  return std::get<BulkAssignCommand>(parsed(arguments).command);
}

}  // namespace

TEST_CASE("what bulk-assign takes") {
  const BulkAssignCommand plain = bulk({"people.csv"});
  CHECK(plain.file == "people.csv");
  CHECK(plain.journal.empty());
  CHECK(plain.format == BulkFormat::automatic);
  CHECK(plain.verify == 60s);
  CHECK_FALSE((plain.yes || plain.dry_run || plain.restart || plain.continue_on_error));
  const BulkAssignCommand all =
      bulk({"-y", "--format=ndjson", "--journal", "j", "--restart", "--continue-on-error",
            "--verify-timeout", "2m", "--dry-run", "-"});
  CHECK(all.file == "-");
  CHECK(all.journal == "j");
  CHECK(all.format == BulkFormat::ndjson);
  CHECK(all.verify == 2min);
  CHECK((all.yes && all.dry_run && all.restart && all.continue_on_error));
}

TEST_CASE("what bulk-assign refuses") {
  const auto refused = [](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--simulate", "bulk-assign"});
    return refusal(arguments).message;
  };
  CHECK(refused({}) == "bulk-assign: a file is missing.");
  CHECK(refused({""}) == "bulk-assign: the file's name is empty.");
  CHECK(refused({"a", "b"}) == "bulk-assign: 'b' was not expected.");
  CHECK(refused({"-"}) ==
        "bulk-assign: standard input has no place that a journal could lie beside.");
  CHECK(refused({"a", "--format", "xml"}).starts_with("--format: 'xml' is not csv or ndjson"));
  CHECK(refused({"a", "--journal="}).starts_with("--journal: it is empty."));
  CHECK(refused({"a", "--verify-timeout", "soon"}).starts_with("--verify-timeout: 'soon' is not"));
  CHECK(refused({"a", "--verify-timeout", "1", "--verify-timeout", "2"}).find("twice") !=
        std::string::npos);
  CHECK(refused({"-", "--journal", "j", "--password-file", "-"}) ==
        "bulk-assign and --password-file cannot both read standard input.");
}
