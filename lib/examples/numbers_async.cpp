// Prints the phone numbers of the tenant, one JSON object a line: everything is an event of one
// loop, in which other sessions, descriptors and timers could have their place too. Usage as
// numbers_blocking; answers are lines of standard input.
#include <unistd.h>

#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <teamsctl/secret_source.hpp>
#include <teamsctl/session.hpp>

using namespace teamsctl;

namespace {

class Numbers {
 public:
  Numbers(SessionOptions options, SignIn who)
      : session_(loop_, std::move(options), [this](const Event& event) {
          std::visit([this](const auto& one) { on(one); }, event);
        }) {
    // Both at once: the second waits for the first.
    sign_in_ = session_.start(std::move(who));
    numbers_ = session_.start(GetPhoneNumbers{});
  }

  std::optional<Error> run() {
    while (!closed_) loop_.run_one(std::chrono::hours(1));
    return error_;
  }

 private:
  void on(const ChallengeOpened& opened) {
    const Challenge& challenge = opened.challenge;
    std::cerr << challenge.message << "\n";
    if (settled_elsewhere(challenge.kind)) return;
    // The line is waited for in the loop; meanwhile the session goes on, and may withdraw the
    // question.
    input_->fetch(loop_, challenge, [this, challenge](std::variant<Secret, Error> line) {
      if (Error* error = std::get_if<Error>(&line))
        session_.decline(challenge.id, std::move(*error));
      else if (!session_.answer(challenge.id, std::get<Secret>(std::move(line))))
        session_.decline(challenge.id,
                         {.code = ErrorCode::input_needed, .message = "That can be no answer."});
    });
  }
  void on(const ChallengeClosed&) { input_->abandon(); }
  void on(const Connected& connected) { std::cerr << "Signed in as " << connected.account << "\n"; }
  void on(const Row& row) { std::cout << row.json << "\n"; }
  void on(const Message& message) {
    if (message.level == MessageLevel::warning || message.level == MessageLevel::error)
      std::cerr << message.text << "\n";
  }
  void on(const Finished& finished) {
    if (finished.error && !error_) error_ = finished.error;
    if (finished.request == sign_in_ && !finished.error) return;
    if (finished.request == numbers_ && !finished.error) std::cerr << finished.rows << " numbers\n";
    session_.close();
  }
  void on(const Closed& closed) {
    if (!error_) error_ = closed.error;
    closed_ = true;
  }
  template <typename Other>
  void on(const Other&) {}

  Loop loop_;
  std::unique_ptr<SecretSource> input_ = descriptor_secret("standard input", STDIN_FILENO);
  std::optional<Error> error_;
  bool closed_ = false;
  Session session_;
  RequestId sign_in_ = 0;
  RequestId numbers_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  SessionOptions options;
  int next = 1;
  if (next < argc && std::string_view(argv[next]) == "--simulate") {
    options.simulation = Simulation{};
    ++next;
  }
  SignIn who{.as = DeviceCodeSignIn{}};
  if (next < argc) who.as = UserSignIn{.username = argv[next], .password = {}};

  Numbers numbers(std::move(options), std::move(who));
  if (const std::optional<Error> error = numbers.run()) {
    std::cerr << "numbers_async: " << error->message << "\n";
    return exit_status(error->code);
  }
  return std::cout.flush() ? 0 : 1;
}
