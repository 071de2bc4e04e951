#include "tenant/tenant_state.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <string>
#include <system_error>

#include "tenant/number_row.hpp"
#include "text/file_text.hpp"

using namespace teamsctl::simulator;

namespace {

/// A state file of its own, gone with the test.
class StateFile {
 public:
  StateFile() {
    std::string pattern = "/tmp/teamsctl-state-XXXXXX";
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    directory_ = pattern;
  }
  ~StateFile() {
    ::unlink(path().c_str());
    ::rmdir(directory_.c_str());
  }
  StateFile(const StateFile&) = delete;
  StateFile& operator=(const StateFile&) = delete;

  [[nodiscard]] std::string path() const { return directory_ + "/state"; }
  void add(const std::string& text) const { std::ofstream(path(), std::ios::app) << text; }

 private:
  std::string directory_;
};

const Change assigned{.number = 4, .user = 2, .category = "Primary", .at = 1000};
const Change removed{.number = 4, .at = 2000};

bool shows(const TenantState& tenant) { return !tenant.shown().numbers_of(2).empty(); }

}  // namespace

TEST_CASE("a change shows in the rows of its number") {
  const auto row = [](const Change& change) {
    NumberOverlay overlay;
    overlay.apply(change);
    std::string text;
    RowWriter(Version{7, 7}).append(text, overlay.at(change.number));
    return text;
  };
  CHECK(
      row({.number = 4,
           .user = 2,
           .location = "33333333-0000-4000-8000-000000000009",
           .category = "Alternate"}) ==
      R"({"ActivationState":"Activated","AssignedPstnTargetId":"11111111-0000-4000-8000-000000000002",)"
      R"("AssignmentBlockedState":"NotBlocked","AssignmentBlockedUntil":null,"AssignmentCategory":"Alternate",)"
      R"("Capability":["UserAssignment"],"City":"Kraków","CivicAddressId":"22222222-0000-4000-8000-000000000009",)"
      R"("IsoCountryCode":"PL","IsoSubdivision":"Małopolskie","LocationId":"33333333-0000-4000-8000-000000000009",)"
      R"("LocationUpdateSupported":true,"NetworkSiteId":null,"NumberSource":"Online","NumberType":"CallingPlan",)"
      R"("OperatorId":"2b24d246-a9ee-428b-96bc-fb9d9a053c8d","PortInOrderStatus":null,)"
      R"("PstnAssignmentStatus":"UserAssigned","PstnPartnerId":"7fc2f2eb-89aa-41d7-93de-73d015d22ff0",)"
      R"("PstnPartnerName":"Microsoft","ReverseNumberLookup":[],"SmsActivationState":"NotActivated","Tag":[],)"
      R"("TelephoneNumber":"+14250000004"})");
  const auto has = [&](const Change& change, const std::string& part) {
    return row(change).find(part) != std::string::npos;
  };
  CHECK(has(assigned, R"("CivicAddressId":null)"));
  CHECK(has(assigned, R"("LocationId":null)"));
  CHECK(has({.number = 0}, R"("PstnAssignmentStatus":"Unassigned")"));
  CHECK(has({.number = 0}, R"("AssignedPstnTargetId":null)"));
  CHECK(has({.number = 0}, R"("AssignmentCategory":null)"));
  CHECK(has({.number = 0}, R"("LocationId":null)"));
  const std::string zeros = R"("00000000-0000-0000-0000-000000000000")";
  CHECK(has({.number = 6}, R"("LocationId":)" + zeros));
  CHECK(has({.number = 7, .user = 2}, R"("CivicAddressId":)" + zeros));
  CHECK(has({.number = 7, .user = 2, .location = "44444444-0000-4000-8000-000000000001"},
            R"("CivicAddressId":null)"));
}

TEST_CASE("without a file changes live in memory") {
  TenantState tenant(100, "", {});
  tenant.add({assigned});
  tenant.refresh(0);
  CHECK(shows(tenant));
}

TEST_CASE("changes show so long after they were made") {
  TenantState tenant(100, "", std::chrono::seconds(2));
  tenant.add({assigned});
  tenant.refresh(2999);
  CHECK_FALSE(shows(tenant));
  CHECK_FALSE(tenant.there().empty());
  tenant.refresh(3000);
  CHECK(shows(tenant));
}

TEST_CASE("sessions see each other's changes, and later lines win") {
  const StateFile file;
  TenantState one(100, file.path(), {});
  TenantState other(100, file.path(), {});
  one.refresh(0);
  CHECK_FALSE(shows(one));
  other.add({assigned});
  one.refresh(0);
  CHECK(shows(one));
  one.add({removed});
  other.refresh(0);
  CHECK_FALSE(shows(other));
  CHECK(read_file(file.path()) == line_of(assigned) + "\n" + line_of(removed) + "\n");
  struct stat about {};
  REQUIRE(::stat(file.path().c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
}

TEST_CASE("a later line holds even when the clock of its writer was behind") {
  const StateFile file;
  TenantState tenant(100, file.path(), std::chrono::seconds(2));
  Change early = removed;
  early.at = 0;
  file.add(line_of(assigned) + "\n" + line_of(early) + "\n");
  tenant.refresh(2000);
  tenant.refresh(10'000);
  CHECK_FALSE(shows(tenant));
}

TEST_CASE("a line is not looked at before it has its end") {
  const StateFile file;
  TenantState tenant(100, file.path(), {});
  const std::string line = line_of(assigned);
  file.add(line.substr(0, 20));
  tenant.refresh(0);
  CHECK_FALSE(shows(tenant));
  file.add(line.substr(20));
  tenant.refresh(0);
  CHECK_FALSE(shows(tenant));
  file.add("\n");
  tenant.refresh(0);
  CHECK(shows(tenant));
}

TEST_CASE("a line that was cut off does not swallow the next change") {
  const StateFile file;
  file.add(R"({"number":"+1425)");
  TenantState tenant(100, file.path(), {});
  tenant.refresh(0);
  tenant.add({assigned});
  tenant.refresh(0);
  CHECK(shows(tenant));
}

TEST_CASE("a file that has shrunk is read from its beginning") {
  const StateFile file;
  TenantState tenant(100, file.path(), {});
  tenant.add({assigned, removed});
  tenant.refresh(0);
  CHECK_FALSE(shows(tenant));
  REQUIRE(::unlink(file.path().c_str()) == 0);
  tenant.refresh(0);
  CHECK(tenant.there().empty());
  file.add(line_of(assigned) + "\n");
  tenant.refresh(0);
  CHECK(shows(tenant));
}

TEST_CASE("what is no change of this tenant is passed over") {
  CHECK(parse_change(line_of(assigned), 100));
  CHECK(parse_change(
      R"({"at":1,"more":[],"category":null,"location":null,"user":null,"number":"+14250000004"})",
      100));
  for (
      const char* line :
      {"", "x", "[]", "{}",
       R"({"number":"+14250000004","user":null,"location":null,"category":null})",
       R"({"number":"14250000004","user":null,"location":null,"category":null,"at":1})",
       R"({"number":"+14250000104","user":null,"location":null,"category":null,"at":1})",
       R"({"number":"+14250000007","user":null,"location":null,"category":null,"at":1})",
       R"({"number":"+14250000004","user":"11111111-0000-4000-8000-000000000003","location":null,"category":"Primary","at":1})",
       R"({"number":"+14250000004","user":5,"location":null,"category":"Primary","at":1})",
       R"({"number":"+14250000004","user":null,"location":null,"category":null,"at":"1"})"}) {
    INFO(line);
    CHECK_FALSE(parse_change(line, 100));
  }
}

TEST_CASE("a file that cannot be used is an error") {
  TenantState tenant(100, "/nowhere/state", {});
  CHECK_NOTHROW(tenant.refresh(0));
  CHECK_THROWS_AS(tenant.add({assigned}), std::system_error);
  TenantState directory(100, "/", {});
  CHECK_THROWS_AS(directory.refresh(0), std::system_error);
}
