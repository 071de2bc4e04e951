#include <algorithm>
#include <stdexcept>
#include <utility>
#include <variant>

#include "options/sign_in_options.hpp"
#include "serve/server.hpp"
#include "session/session_setup.hpp"
#include "teamsctl/secret_source.hpp"

// create_session: whether there may be another one, what it is called and whom it signs in as.
namespace teamsctl::cli {

std::optional<Error> ServeServer::no_room() const {
  // Those that are being closed count: their pwsh is still there.
  if (sessions_.size() < most_sessions_) return std::nullopt;
  return Error{.code = ErrorCode::temporary,
               .message = std::to_string(sessions_.size()) + " sessions are open already.",
               .hint = "Close one, or start teamsctl serve with --max-sessions.",
               .retryable = true};
}

bool ServeServer::taken(const std::string& name) const {
  return std::any_of(sessions_.begin(), sessions_.end(),
                     [&](const auto& session) { return session->name() == name; });
}

std::string ServeServer::new_name() {
  std::string name;
  do name = std::to_string(++last_session_);
  while (taken(name));
  return name;
}

/// What the client leaves open, the options say.
std::variant<SignIn, Error> ServeServer::sign_in_for(CreateSession asked) const {
  const SignInOptions& own = options_.sign_in;
  SignIn sign_in;
  if (asked.sign_in) {
    sign_in = std::move(*asked.sign_in);
    sign_in.mfa_code_digits = own.mfa_code_digits;
    if (const auto* certificate = std::get_if<CertificateSignIn>(&sign_in.as))
      if (std::optional<Error> error = check_secret_file(certificate->file, own.secret_files)) {
        error->message = "credentials.certificate_file: " + error->message;
        return std::move(*error);
      }
  } else {
    if (std::optional<Error> error = incomplete(own)) return std::move(*error);
    if (std::optional<Error> error = unusable_certificate_file(own)) return std::move(*error);
    sign_in = sign_in_request(own);
  }
  if (!asked.tenant_id.empty()) sign_in.tenant_id = std::move(asked.tenant_id);
  if (sign_in.tenant_id.empty()) sign_in.tenant_id = own.tenant_id;
  return sign_in;
}

void ServeServer::create(const MessageHead& head, CreateSession asked) {
  if (const std::optional<Error> error = no_room()) {
    refuse(head, *error);
    return;
  }
  if (!head.session.empty() && taken(head.session)) {
    refuse(head, {.code = ErrorCode::usage,
                  .message = "sessionId: there is such a session already.",
                  .hint = "Choose another one, or leave it out to be given one."});
    return;
  }
  ServeAnswers* answers = asked.sign_in ? nullptr : &own_;
  std::variant<SignIn, Error> sign_in = sign_in_for(std::move(asked));
  if (const Error* error = std::get_if<Error>(&sign_in)) {
    refuse(head, *error);
    return;
  }
  const std::string name = head.session.empty() ? new_name() : head.session;
  try {
    sessions_.push_back(std::make_unique<ServeSession>(loop_, options_for(name), send_, answers,
                                                       name, head.id,
                                                       std::get<SignIn>(std::move(sign_in))));
    if (full_) sessions_.back()->pause();
  } catch (const Error& problem) {
    refuse(head, problem);
  } catch (const std::runtime_error& problem) {
    refuse(head, cannot_be_set_up("The session", problem));
  }
}

SessionOptions ServeServer::options_for(const std::string& name) {
  // A transcript is of one session.
  if (!transcript_.empty() && ++transcripts_ > 1)
    options_.transcript = transcript_ + "." + std::to_string(transcripts_);
  SessionOptions session = session_options(options_, log_);
  session.log = [log = std::move(session.log), name](LogLevel level, std::string_view text) {
    log(level, "session " + name + ": " + std::string(text));
  };
  return session;
}

}  // namespace teamsctl::cli
