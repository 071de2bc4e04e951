#include "answers.hpp"

#include <chrono>
#include <utility>

#include "terminal_prompter.hpp"

namespace teamsctl::cli {
namespace {

std::vector<std::unique_ptr<SecretSource>> sources_from(SecretLocators& locators, bool terminal) {
  std::vector<std::unique_ptr<SecretSource>> sources;
  for (SecretLocator& locator : locators) {
    if (locator.kind == SecretLocator::Kind::value) sources.push_back(given_secret(locator.name, std::move(*locator.value)));
    if (locator.kind == SecretLocator::Kind::file) sources.push_back(file_secret(locator.name, locator.text));
  }
  if (terminal) sources.push_back(terminal_secret());
  return sources;
}

std::string how_to_answer(ChallengeKind kind) {
  switch (kind) {
    case ChallengeKind::mfa_code:
      return "Give the code with --mfa-code-file PATH (- is stdin), TEAMSCTL_MFA_CODE or --mfa-code, or run on a terminal.";
    case ChallengeKind::password:
      return "Give the password with --password-file PATH (- is stdin) or TEAMSCTL_PASSWORD, or run on a terminal.";
    case ChallengeKind::username:
      return "Say whom to sign in as with --username NAME.";
    default:
      return "Run on a terminal to answer it.";
  }
}

}  // namespace

Answers::Answers(Loop& loop, Options& options, Log& log) : loop_(loop), log_(log) {
  const bool terminal = !options.sign_in.no_input;
  sources_[ChallengeKind::mfa_code] = sources_from(options.sign_in.mfa_code, terminal);
  sources_[ChallengeKind::password] = sources_from(options.sign_in.password, terminal);
  for (const ChallengeKind kind : {ChallengeKind::username, ChallengeKind::choice, ChallengeKind::confirm, ChallengeKind::unknown})
    if (terminal) sources_[kind].push_back(terminal_secret());
}

Answers::Sources& Answers::sources(ChallengeKind kind) { return sources_[kind]; }

void Answers::answer(Session& session, const Challenge& challenge) {
  open_ = challenge.id;
  problems_.clear();
  refusal_.reset();
  ask_next(session, challenge);
}

void Answers::withdraw(ChallengeId challenge) {
  if (open_ == challenge) open_ = 0;
}

void Answers::ask_next(Session& session, const Challenge& challenge) {
  for (const std::unique_ptr<SecretSource>& source : sources(challenge.kind)) {
    if (!source->available()) continue;
    log_.debug("asking " + std::string(source->name()) + " for the answer to a challenge of kind " + std::string(name_of(challenge.kind)));
    source->fetch(loop_, challenge, [this, &session, challenge, from = source.get()](std::variant<Secret, Error> result) {
      take(session, challenge, *from, std::move(result));
    });
    return;
  }
  decline(session, challenge);
}

void Answers::take(Session& session, const Challenge& challenge, SecretSource& source, std::variant<Secret, Error> result) {
  if (open_ != challenge.id) return;
  if (Error* error = std::get_if<Error>(&result)) {
    log_.debug(std::string(source.name()) + ": " + error->message);
    if (error->code == ErrorCode::insecure)
      refusal_ = std::move(*error);
    else
      problems_.push_back(error->message);
    // A source that has just failed and would fail again at once must not be asked for ever.
    const bool hopeless = refusal_ || source.available();
    if (hopeless)
      decline(session, challenge);
    else
      ask_next(session, challenge);
    return;
  }
  Secret value = std::move(std::get<Secret>(result));
  if (challenge.kind == ChallengeKind::mfa_code) {
    std::optional<Secret> code = pick_code(value, SignIn{}.mfa_code_digits);
    value = code ? std::move(*code) : Secret();
  }
  if (!value.empty()) {
    if (challenge.kind == ChallengeKind::mfa_code || challenge.kind == ChallengeKind::password) log_.keep_out(value);
    if (session.answer(challenge.id, std::move(value))) return;
  }
  const bool a_person = source.name() == "the terminal";
  const std::string problem = challenge.kind == ChallengeKind::mfa_code ? "that is not a code of 6 digits; it was not sent."
                                                                        : "that cannot be an answer; it was not sent.";
  if (a_person) {
    show_to_person("teamsctl: " + problem + "\r\n");
  } else {
    problems_.push_back(std::string(source.name()) + ": " + problem);
  }
  // Not from inside the source's own callback: it is still on the stack.
  again_ = loop_.after(std::chrono::milliseconds(0), [this, &session, challenge] {
    if (open_ == challenge.id) ask_next(session, challenge);
  });
}

void Answers::decline(Session& session, const Challenge& challenge) {
  open_ = 0;
  if (refusal_) {
    session.decline(challenge.id, *refusal_);
    return;
  }
  std::string what = challenge.kind == ChallengeKind::mfa_code   ? "An MFA code is needed"
                     : challenge.kind == ChallengeKind::password ? "A password is needed"
                     : challenge.kind == ChallengeKind::username ? "A user name is needed"
                                                                 : "The sign-in asks: " + printable(challenge.message);
  if (!challenge.account.empty() && challenge.kind != ChallengeKind::username) what += " for " + challenge.account;
  what += problems_.empty() ? ", and nothing gives it." : ", and none came.";
  for (const std::string& problem : problems_) what += " " + problem;
  session.decline(challenge.id, {.code = ErrorCode::input_needed, .message = std::move(what), .hint = how_to_answer(challenge.kind)});
}

}  // namespace teamsctl::cli
