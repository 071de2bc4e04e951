#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace teamsctl::simulator {

/// Where text can be said. The first three are raw bytes of the console, the others are records.
enum class Channel {
  standard_output,
  standard_error,
  terminal,
  host,
  warning,
  verbose,
  debug,
  information,
  progress,
  output,
  error,
};

/// How a question is asked and answered.
enum class Through { host, secure, console, standard_error, choice, fields };

/// What becomes of a question that nobody answered in time: the sign-in is refused, or pwsh ends.
enum class Late { refused, exit, kill };

struct Say {
  std::string text;
  Channel on = Channel::standard_output;
  std::string end = "\n";
  std::uint64_t times = 1;
  bool bytewise = false;
};

struct AskCode {
  Through through = Through::host;
  std::string prompt = "Enter the verification code from your authenticator app";
  std::string expect = "123456";
  std::string totp_secret =
      {};  ///< base32; when set, the code of the moment is right and `expect` is not used
  int attempts = 3;
  std::string refusal = "That code is not correct. Try again.";
  std::optional<std::chrono::milliseconds> expires = {};  ///< nothing: the question waits for ever
  Late late = Late::refused;
};

struct Ask {
  Through through = Through::host;
  std::string prompt;
  std::string caption = {};
  std::vector<std::string> choices = {};
  int preset = -1;  ///< number of the choice that is taken when nothing is typed; -1 is none
  std::vector<std::string> fields = {};
  std::optional<std::string> expect = {};  ///< any other answer is refused as a wrong password is
};

struct DeviceCode {
  Channel on = Channel::standard_output;
  std::string code = "FRWQDE7YL";
  std::string url = "https://microsoft.com/devicelogin";
  std::chrono::milliseconds wait{1000};
};

struct Aadsts {
  int number = 0;
};

struct Refuse {
  std::string name;  ///< of a ModuleRefusal
};

/// Why a cmdlet finds no session: nobody signed in, in the words of each family of cmdlets, or the
/// session is over.
enum class NoSession { must_connect, no_session, run_either, invalid_credential, refresh };

struct NotConnected {
  NoSession as = NoSession::must_connect;
};

struct Expire {
  NoSession as = NoSession::invalid_credential;
  std::uint64_t times = 1;  ///< in one pwsh
};

struct Fail {
  std::string message;
  std::string fqid;
  std::string category = "NotSpecified";
  std::string exception = "System.Exception";
  std::optional<double> retry_after = {};   ///< seconds
  std::optional<std::uint64_t> times = {};  ///< in one pwsh; nothing: always
};

struct Wait {
  std::chrono::milliseconds duration{0};
};
struct Hang {};
struct Deaf {};
struct Exit {
  int status = 0;
};
struct Kill {
  int signal = 0;
};
struct Flood {
  Channel on = Channel::standard_output;
  std::uint64_t bytes = 0;
  std::string text = "x";
};
struct RawRecord {
  std::string bytes;
  std::uint64_t times = 1;
};
struct Close {
  int descriptor = 0;
};
struct Spawn {};

using Step = std::variant<Say, AskCode, Ask, DeviceCode, Aadsts, Refuse, NotConnected, Expire, Fail,
                          Wait, Hang, Deaf, Exit, Kill, Flood, RawRecord, Close, Spawn>;
using Steps = std::vector<Step>;

}  // namespace teamsctl::simulator
