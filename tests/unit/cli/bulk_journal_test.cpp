// The journal of bulk-assign: what it says survives a kill at any byte, and nothing in it is taken
// for what it is not.
#include "bulk/journal.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "bulk/journal_file.hpp"

using namespace teamsctl;
using namespace teamsctl::cli;

namespace {

using Use = BulkJournalFile::Use;
using File = std::unique_ptr<BulkJournalFile>;

const JournalTime noon{std::chrono::seconds(1'764'012'345)};

BulkRow row_at(std::uint64_t line) {
  return {
      .line = line, .user = "amy \"é\"", .number = "+14255550100", .number_type = {}, .more = {}};
}

std::string started(std::uint64_t line) { return journal_started(row_at(line), noon); }
std::string done(std::uint64_t line, std::string outcome = "assigned") {
  return journal_done(
      row_at(line), {.outcome = std::move(outcome), .verified = true, .number_type = "CallingPlan"},
      noon);
}
std::string failed(std::uint64_t line, bool fate_known = true) {
  return journal_failed(row_at(line), {.code = ErrorCode::cmdlet_failed, .message = "no \xFF"},
                        fate_known, noon);
}

struct Place {
  Place() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "teamsctl-journal-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    directory = pattern;
    path = directory + "/journal";
  }
  ~Place() { std::filesystem::remove_all(directory); }

  void write(std::string_view bytes) const {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    ::chmod(path.c_str(), 0600);
  }
  [[nodiscard]] std::string bytes() const {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] File open(Use use = Use::work) const {
    auto opened = BulkJournalFile::open(path, use);
    if (const Error* error = std::get_if<Error>(&opened)) FAIL(error->message);
    return std::get<File>(std::move(opened));
  }
  [[nodiscard]] Error refused(Use use = Use::work) const {
    auto opened = BulkJournalFile::open(path, use);
    REQUIRE(std::holds_alternative<Error>(opened));
    return std::get<Error>(opened);
  }

  std::string directory;
  std::string path;
};

const std::string header = journal_header("people.csv", "abc");

}  // namespace

TEST_CASE("what a journal says of a row") {
  BulkJournal journal;
  CHECK(journal.row(2).fate == RowFate::none);
  const auto take = [&](const std::string& line) {
    return journal.take(std::string_view(line).substr(0, line.size() - 1));
  };
  CHECK(take(header));
  CHECK(journal.sha256() == "abc");
  CHECK(take(started(2)));
  CHECK(journal.row(2).fate == RowFate::started);
  CHECK(take(failed(2)));
  CHECK(journal.row(2).fate == RowFate::failed);
  CHECK(take(failed(2, false)));
  CHECK(journal.row(2).fate == RowFate::started);
  CHECK(take(done(2, "accepted")));
  CHECK(journal.is_done(2));
  CHECK(journal.row(2).result.outcome == "accepted");
  CHECK(journal.row(2).result.verified);
  CHECK(journal.row(2).result.number_type == "CallingPlan");
  CHECK_FALSE(journal.finished());
  CHECK(take(journal_finished(noon)));
  CHECK(journal.finished());
  // Whatever comes later: what is done stays done.
  CHECK(take(started(2)));
  CHECK(journal.is_done(2));
  CHECK_FALSE(journal.finished());
}

TEST_CASE("lines of a journal are one line of JSON each, with the time in UTC") {
  CHECK(header == "{\"teamsctl_journal\":1,\"file\":\"people.csv\",\"sha256\":\"abc\"}\n");
  CHECK(header.starts_with(journal_beginning));
  CHECK(started(7) ==
        "{\"line\":7,\"state\":\"started\",\"user\":\"amy \\\"é\\\"\",\"number\":\"+14255550100\","
        "\"at\":\"2025-11-24T19:25:45.000Z\"}\n");
  CHECK(failed(7, false) ==
        "{\"line\":7,\"state\":\"failed\",\"code\":\"cmdlet_failed\",\"message\":\"no \uFFFD\","
        "\"unknown\":true,\"at\":\"2025-11-24T19:25:45.000Z\"}\n");
}

TEST_CASE("a line that means nothing in a journal is not passed over") {
  for (const char* line : {"", "{}", "[]", "nonsense", "{\"teamsctl_journal\":2}",
                           "{\"line\":1,\"state\":\"done\"}"}) {
    BulkJournal journal;
    CHECK_FALSE(journal.take(line));
  }
  for (const char* line :
       {"", "{}", "{\"line\":-1,\"state\":\"done\"}", "{\"line\":\"1\",\"state\":\"done\"}",
        "{\"line\":1,\"state\":\"Done\"}", "{\"line\":1}", "{\"line\":1.5,\"state\":\"done\"}"}) {
    BulkJournal journal;
    REQUIRE(journal.take(header.substr(0, header.size() - 1)));
    CHECK_FALSE(journal.take(line));
  }
}

TEST_CASE("a journal that was cut off at any byte says what its whole lines say, and goes on") {
  const Place place;
  const std::vector<std::string> lines = {header,    started(2), done(2), started(3),
                                          failed(3), started(4), done(4), journal_finished(noon)};
  std::string whole;
  for (const std::string& line : lines) whole += line;
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    INFO(size);
    const std::string torn = whole.substr(0, size);
    place.write(torn);
    const std::size_t kept = torn.rfind('\n') == std::string::npos ? 0 : torn.rfind('\n') + 1;
    {
      // Looking changes nothing.
      const File file = place.open(Use::look);
      CHECK(place.bytes() == torn);
    }
    const File file = place.open();
    CHECK(place.bytes() == whole.substr(0, kept));
    CHECK(file->journal().sha256().has_value() == (kept >= header.size()));
    CHECK(file->journal().is_done(2) == (kept >= (header + started(2) + done(2)).size()));
    CHECK(file->journal().finished() == (kept == whole.size()));
    REQUIRE_FALSE(file->append("{\"line\":9,\"state\":\"started\"}\n"));
    CHECK(place.bytes() == whole.substr(0, kept) + "{\"line\":9,\"state\":\"started\"}\n");
  }
}

TEST_CASE("a file that is no journal is left as it is") {
  const Place place;
  for (const std::string content :
       {"precious", "UserPrincipalName,TelephoneNumber\n", "{\"teamsctl_journal\":2}\n", "{}\n",
        "\n", "{\"teamsctl_journ", "{\"teamsctl_journal\":1,", "{"}) {
    place.write(content);
    const bool is_torn_header = journal_beginning.starts_with(content);
    if (is_torn_header) {
      CHECK_FALSE(place.open()->journal().sha256());
      continue;
    }
    CHECK(place.refused().code == ErrorCode::usage);
    CHECK(place.refused().message.find("no journal") != std::string::npos);
    if (!content.starts_with("{\"teamsctl_journal\":"))
      CHECK(place.refused(Use::set_aside).message.find("no journal") != std::string::npos);
    CHECK(place.bytes() == content);
  }
  place.write(header + started(2) + "garbage\n" + done(2));
  CHECK(place.refused().message.find("Line 3 of the journal") == 0);
  CHECK(place.refused().hint.find("--restart") == 0);
  place.write(header + std::string(2 << 20, 'x'));
  CHECK(place.refused().message.find("Line 2 of the journal") == 0);
}

TEST_CASE("two at once cannot both work") {
  const Place place;
  auto made = BulkJournalFile::create(place.path, header);
  REQUIRE(std::holds_alternative<File>(made));
  struct stat about {};
  REQUIRE(::stat(place.path.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  for (const Use use : {Use::work, Use::set_aside}) {
    CHECK(place.refused(use).code == ErrorCode::usage);
    CHECK(place.refused(use).message.find("Another teamsctl works with") == 0);
    CHECK(place.refused(use).message.find(place.path) != std::string::npos);
  }
  CHECK(place.open(Use::look)->journal().sha256() == "abc");
  const auto second = BulkJournalFile::create(place.path, header);
  CHECK(std::get<Error>(second).message.find("Another teamsctl works with") == 0);
  CHECK(place.bytes() == header);
  std::get<File>(made).reset();
  CHECK(place.open()->journal().sha256() == "abc");
}

TEST_CASE("a journal is set aside under a name of its own, twice in one second too") {
  const Place place;
  std::vector<std::string> names;
  for (int i = 0; i < 3; ++i) {
    place.write("{\"teamsctl_journal\":9 anything " + std::to_string(i));
    const File file = place.open(Use::set_aside);
    const auto name = file->set_aside(noon);
    REQUIRE(std::holds_alternative<std::string>(name));
    names.push_back(std::get<std::string>(name));
  }
  CHECK(names == std::vector<std::string>{place.path + ".20251124T192545Z",
                                          place.path + ".20251124T192545Z-1",
                                          place.path + ".20251124T192545Z-2"});
  CHECK(std::get<File>(BulkJournalFile::open(place.path, Use::work)) == nullptr);
}

TEST_CASE("a journal that others can write, or that lies elsewhere, is refused") {
  const Place place;
  place.write(header);
  for (const mode_t mode : {0620U, 0602U, 0666U}) {
    ::chmod(place.path.c_str(), mode);
    CHECK(place.refused().code == ErrorCode::insecure);
  }
  ::chmod(place.path.c_str(), 0644);
  CHECK(place.open());
  std::filesystem::rename(place.path, place.directory + "/elsewhere");
  std::filesystem::create_symlink("elsewhere", place.path);
  CHECK(place.refused().code == ErrorCode::insecure);
  std::filesystem::remove(place.path);
  std::filesystem::create_directory(place.path);
  CHECK(place.refused().code == ErrorCode::usage);
  CHECK(place.refused(Use::look).code == ErrorCode::usage);
  std::filesystem::remove(place.path);
  REQUIRE(::mkfifo(place.path.c_str(), 0600) == 0);
  CHECK(place.refused().code == ErrorCode::usage);
}

TEST_CASE("where no journal can be made, that is said, and a hint where to") {
  const auto made = BulkJournalFile::create("/nonexistent/journal", header);
  REQUIRE(std::holds_alternative<Error>(made));
  CHECK(std::get<Error>(made).code == ErrorCode::usage);
  CHECK(std::get<Error>(made).hint.find("--journal") != std::string::npos);
}
