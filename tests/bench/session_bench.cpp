// Measures one session through the public headers, without the command line around it.
//
//   session_bench ready COUNT [PWSH]   starts COUNT sessions: from the constructor to `ready`
//   session_bench warm COUNT [PWSH]    one signed-in session: COUNT trivial requests, and how old
//   their first row is
//
// Prints one JSON object with all the times, in milliseconds, so that bench.py can do the
// statistics.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "teamsctl/loop.hpp"
#include "teamsctl/session.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using Times = std::vector<double>;

double milliseconds(auto duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

/// A session whose events are waited for one after the other.
class Driven {
 public:
  explicit Driven(const std::string& pwsh)
      : session_(loop_, options(pwsh), [this](const teamsctl::Event& event) { take(event); }) {}

  void wait_ready() {
    while (!ready_) step();
  }

  /// Runs a request to its end; `on_row` sees its rows.
  void run(teamsctl::Request request, const std::function<void(std::string_view)>& on_row = {}) {
    on_row_ = on_row;
    finished_ = false;
    session_.start(std::move(request));
    while (!finished_) step();
  }

  void close() {
    session_.close();
    while (!closed_) loop_.run_one(std::chrono::seconds(1));
  }

 private:
  static teamsctl::SessionOptions options(const std::string& pwsh) {
    teamsctl::SessionOptions options;
    options.pwsh = pwsh;
    return options;
  }

  void step() {
    if (closed_) throw std::runtime_error("pwsh ended: " + why_);
    loop_.run_one(std::chrono::seconds(1));
  }

  void take(const teamsctl::Event& event) {
    if (const auto* change = std::get_if<teamsctl::StateChanged>(&event)) {
      if (change->to == teamsctl::State::ready) ready_ = true;
    } else if (const auto* row = std::get_if<teamsctl::Row>(&event)) {
      if (on_row_) on_row_(row->json);
    } else if (const auto* end = std::get_if<teamsctl::Finished>(&event)) {
      if (end->error) throw std::runtime_error(end->error->message);
      finished_ = true;
    } else if (const auto* end_of_all = std::get_if<teamsctl::Closed>(&event)) {
      if (end_of_all->error) why_ = end_of_all->error->message;
      closed_ = true;
    }
  }

  teamsctl::Loop loop_;
  std::function<void(std::string_view)> on_row_;
  bool ready_ = false;
  bool finished_ = false;
  bool closed_ = false;
  std::string why_;
  teamsctl::Session session_;
};

void print(const char* name, const Times& times) {
  std::printf("\"%s\":[", name);
  for (std::size_t i = 0; i < times.size(); ++i) std::printf("%s%.4f", i == 0 ? "" : ",", times[i]);
  std::printf("]");
}

void measure_ready(int count, const std::string& pwsh) {
  Times times;
  for (int i = 0; i < count; ++i) {
    const auto start = Clock::now();
    Driven session(pwsh);
    session.wait_ready();
    times.push_back(milliseconds(Clock::now() - start));
    session.close();
  }
  std::printf("{");
  print("ready_ms", times);
  std::printf("}\n");
}

/// How long ago the time of day `row` was, a JSON string such as "2026-01-02T03:04:05.1234567Z".
/// The hour of the day is enough: a row is never an hour old.
double age(std::string_view row) {
  const std::size_t mark = row.find('T');
  if (mark == std::string_view::npos || row.size() < mark + 13)
    throw std::runtime_error("not a time: " + std::string(row));
  const int minute = std::atoi(std::string(row.substr(mark + 4, 2)).c_str());
  const double second = std::atof(std::string(row.substr(mark + 7)).c_str());
  const auto now = std::chrono::system_clock::now().time_since_epoch() % std::chrono::hours(1);
  const double passed = milliseconds(now) - (minute * 60 + second) * 1000;
  return passed < 0 ? passed + 3'600'000 : passed;
}

void measure_warm(int count, const std::string& pwsh) {
  Driven session(pwsh);
  teamsctl::SignIn sign_in;
  sign_in.as = teamsctl::UserSignIn{.username = "nomfa@contoso.example",
                                    .password = teamsctl::Secret("Passw0rd!")};
  session.run(std::move(sign_in));
  const teamsctl::Invoke trivial{"Get-Variable",
                                 {{"Name", "PID"}, {"ValueOnly", teamsctl::Switch{}}}};
  const teamsctl::Invoke clock{"Get-Date", {{"AsUTC", teamsctl::Switch{}}, {"Format", "o"}}};
  // The first call of a cmdlet loads its module; that is not what a warm request costs.
  session.run(trivial);
  session.run(clock);

  Times requests;
  Times rows;
  for (int i = 0; i < count; ++i) {
    const auto start = Clock::now();
    session.run(trivial);
    requests.push_back(milliseconds(Clock::now() - start));
    session.run(clock, [&](std::string_view row) { rows.push_back(age(row)); });
  }
  session.close();
  std::printf("{");
  print("request_ms", requests);
  std::printf(",");
  print("first_row_ms", rows);
  std::printf("}\n");
}

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const int count = arguments.size() >= 2 ? std::atoi(arguments[1].c_str()) : 0;
  const std::string pwsh = arguments.size() == 3 ? arguments[2] : "pwsh";
  if (count > 0 && arguments[0] == "ready") {
    measure_ready(count, pwsh);
  } else if (count > 0 && arguments[0] == "warm") {
    measure_warm(count, pwsh);
  } else {
    std::fputs("usage: session_bench ready|warm COUNT [PWSH]\n", stderr);
    return 2;
  }
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "session_bench: %s\n", error.what());
  return 1;
}
