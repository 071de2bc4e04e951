#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "teamsctl/challenge.hpp"
#include "teamsctl/commands.hpp"
#include "teamsctl/error.hpp"
#include "teamsctl/request.hpp"
#include "teamsctl/secret.hpp"

// The requests of serve and batch: one JSON object a line. teamsctl-serve(7) has them all.
namespace teamsctl::cli {

struct MessageHead {
  std::string type;
  std::string id;       ///< JSON text of a whole number or a string; empty without one
  std::string session;  ///< empty without one
};

/// `sign_in` is empty when the client gives no credentials: then the program's own hold. What the
/// client does not say in it (tenant_id, environment) is empty.
struct CreateSession {
  std::optional<SignIn> sign_in;
  std::string tenant_id;
};
struct SendMfaCode {
  Secret code;
};
struct GiveAnswer {
  std::optional<ChallengeId> challenge;
  Secret value;
};
/// What a session is asked to do.
struct DoRequest {
  Request request;
  bool changes = false;  ///< a command of the table that changes something
  bool dry_run = false;
};
struct CancelRequest {
  std::string
      target;  ///< the id of a request, as in MessageHead; empty for what runs in the session
};
struct ListSessions {};
struct CloseSession {};
struct ExitServe {};

using MessageBody = std::variant<CreateSession, SendMfaCode, GiveAnswer, DoRequest, CancelRequest,
                                 ListSessions, CloseSession, ExitServe>;

struct ClientMessage {
  MessageHead head;
  MessageBody body;
};

/// A line that is no request. `head` has as much as could be read of it; the error is
/// ErrorCode::usage and shows nothing that may be a secret.
struct BadMessage {
  MessageHead head;
  Error error;
};

/// Reads one line, without its line end. Secrets go from it into Secret directly; the caller wipes
/// the line.
[[nodiscard]] std::variant<ClientMessage, BadMessage> read_message(std::string_view line);

}  // namespace teamsctl::cli
