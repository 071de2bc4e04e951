// Prints the phone numbers of the tenant, one JSON object a line: each call waits for its end.
//
//   numbers_blocking                        signs in with a code that is entered in a browser
//   numbers_blocking USER@DOMAIN            with a name; password and code are asked for here
//   numbers_blocking --simulate mfa@contoso.example    the simulated tenant ("Passw0rd!", 123456)
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <string>
#include <teamsctl/blocking.hpp>

using namespace teamsctl;

namespace {

int fail(const Error& error) {
  std::cerr << "numbers_blocking: " << error.message << "\n";
  if (!error.hint.empty()) std::cerr << error.hint << "\n";
  return exit_status(error.code);
}

/// A line of standard input, not shown when it is a secret and typed on a terminal.
std::variant<Secret, Error> read_line(bool secret) {
  termios shown{};
  const bool hide = secret && ::tcgetattr(STDIN_FILENO, &shown) == 0;
  if (hide) {
    termios hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  std::string line;
  const bool came = static_cast<bool>(std::getline(std::cin, line));
  if (hide) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
  if (!came) return Error{.code = ErrorCode::input_needed, .message = "Standard input has ended."};
  Secret answer(line);
  wipe(line);
  return answer;
}

std::variant<Secret, Error> ask(const Challenge& challenge) {
  std::cerr << challenge.message << "\n";
  for (const std::string& choice : challenge.choices) std::cerr << "  " << choice << "\n";
  if (settled_elsewhere(challenge.kind))
    return Secret();  // shown; the rest happens on a phone or in a browser
  return read_line(challenge.secret);
}

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

  BlockingSession session(std::move(options), ask);
  const std::variant<Connected, Error> connected = session.sign_in(std::move(who));
  if (const Error* error = std::get_if<Error>(&connected)) return fail(*error);
  std::cerr << "Signed in as " << std::get<Connected>(connected).account << "\n";

  const Outcome numbers =
      session.run(GetPhoneNumbers{}, [](std::string_view row) { std::cout << row << "\n"; });
  if (!numbers.ok()) return fail(*numbers.error);
  std::cerr << numbers.row_count << " numbers\n";
  session.close();
  return std::cout.flush() ? 0 : 1;
}
