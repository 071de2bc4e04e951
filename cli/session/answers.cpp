#include "session/answers.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "session/secret_sources.hpp"
#include "terminal/terminal_prompter.hpp"

namespace teamsctl::cli {
namespace {

constexpr std::array answered_kinds = {
    ChallengeKind::mfa_code,      ChallengeKind::password, ChallengeKind::certificate_password,
    ChallengeKind::access_tokens, ChallengeKind::username, ChallengeKind::choice,
    ChallengeKind::confirm,       ChallengeKind::unknown};

constexpr std::string_view terminal_name = "the terminal";

bool is_secret(ChallengeKind kind) {
  return kind != ChallengeKind::username && kind != ChallengeKind::choice &&
         kind != ChallengeKind::confirm;
}

}  // namespace

Answers::Answers(Loop& loop, const SignInOptions& options, Log& log, Otherwise otherwise)
    : loop_(loop), options_(options), log_(log), otherwise_(std::move(otherwise)) {
  for (const ChallengeKind kind : answered_kinds) {
    sources_[kind] = sources_for(options_, kind);
    if (!options_.no_input) sources_[kind].push_back(terminal_secret());
  }
}

void Answers::answer(AnySession& session, const Challenge& challenge) {
  // The credential has taken the password; a sign-in that asks for it as well, and for the first
  // time, gets it once more.
  if (challenge.kind == ChallengeKind::password && challenge.attempt == 1 &&
      std::exchange(password_asked_, true))
    refresh(challenge.kind);
  open_ = challenge.id;
  session_ = &session;
  challenge_ = challenge;
  problems_.clear();
  refusal_.reset();
  ask_next();
}

void Answers::withdraw(ChallengeId challenge) {
  if (open_ != challenge) return;
  open_ = 0;
  // Nothing is being asked any longer: not on the terminal, and no command runs on for nobody.
  for (SecretSource* source : std::exchange(busy_, {})) source->abandon();
}

bool Answers::can_sign_in_again() const {
  const auto readable = [](const SecretLocators& locators) {
    return std::any_of(locators.begin(), locators.end(), can_be_read_again);
  };
  switch (options_.auth) {
    case AuthType::user:
      return readable(options_.password);
    case AuthType::certificate:
      return options_.certificate_password.empty() || readable(options_.certificate_password);
    case AuthType::access_token:
      // The same tokens have expired; only what makes new ones is of use.
      return std::any_of(options_.access_tokens.begin(), options_.access_tokens.end(),
                         [](const SecretLocator& locator) {
                           return locator.kind != SecretLocator::Kind::value &&
                                  can_be_read_again(locator);
                         });
    case AuthType::managed_identity:
      return true;
    case AuthType::device_code:
      return false;
  }
  return false;
}

void Answers::refresh(ChallengeKind kind) {
  const std::optional<SecretUse> use = secret_for(options_, kind);
  Sources fresh = sources_for(options_, kind);
  for (std::size_t i = 0; use && i < fresh.size(); ++i)
    if (std::unique_ptr<SecretSource>& source = sources_[kind][i];
        can_be_read_again((*use->locators)[i])) {
      busy_.erase(source.get());
      source = std::move(fresh[i]);
    }
}

void Answers::renew() {
  password_asked_ = false;
  for (auto& [kind, sources] : sources_) {
    // Codes are left as they are: one that was given is not sent twice, and TOTP knows which steps
    // it has used.
    if (kind != ChallengeKind::mfa_code) refresh(kind);
    std::erase_if(sources, [&](const std::unique_ptr<SecretSource>& source) {
      if (source->name() != terminal_name) return false;
      busy_.erase(source.get());
      return true;
    });
  }
}

void Answers::ask_next() {
  for (const std::unique_ptr<SecretSource>& source : sources_[challenge_.kind]) {
    if (!source->available()) continue;
    log_.debug("asking " + std::string(source->name()) + " for the answer to a challenge of kind " +
               std::string(name_of(challenge_.kind)));
    busy_.insert(source.get());
    source->fetch(
        loop_, challenge_,
        [this, from = source.get(), kind = challenge_.kind](std::variant<Secret, Error> result) {
          busy_.erase(from);
          if (open_ != 0 && challenge_.kind == kind) take(*from, std::move(result));
        });
    return;
  }
  decline();
}

void Answers::take(SecretSource& source, std::variant<Secret, Error> result) {
  // Not from inside the source's own callback: it is still on the stack.
  const auto go_on = [&](void (Answers::*next)()) {
    again_ = loop_.after(std::chrono::milliseconds(0), [this, next, asked = open_] {
      if (open_ == asked) (this->*next)();
    });
  };
  if (Error* error = std::get_if<Error>(&result)) {
    log_.debug(std::string(source.name()) + ": " + error->message);
    const bool must_be_mended = error->code != ErrorCode::input_needed;
    if (must_be_mended)
      refusal_ = std::move(*error);
    else
      problems_.push_back(error->message);
    // A source that has just failed and would fail again at once must not be asked for ever.
    go_on(must_be_mended || source.available() ? &Answers::decline : &Answers::ask_next);
    return;
  }
  Secret value = std::move(std::get<Secret>(result));
  if (challenge_.kind == ChallengeKind::mfa_code) {
    std::optional<Secret> code = pick_code(value, options_.mfa_code_digits);
    value = code ? std::move(*code) : Secret();
  }
  if (!value.empty()) {
    if (is_secret(challenge_.kind)) log_.keep_out(value);
    if (session_->answer(challenge_.id, std::move(value))) return;
  }
  const std::string problem = challenge_.kind == ChallengeKind::mfa_code
                                  ? "that is not a code of " +
                                        std::to_string(options_.mfa_code_digits) +
                                        " digits; it was not sent."
                              : challenge_.kind == ChallengeKind::access_tokens
                                  ? "that is not two access tokens; it was not sent."
                                  : "that cannot be an answer; it was not sent.";
  if (source.name() == terminal_name)
    show_to_person("teamsctl: " + problem + "\r\n");
  else
    problems_.push_back(std::string(source.name()) + ": " + problem);
  go_on(&Answers::ask_next);
}

void Answers::decline() {
  const Challenge challenge = challenge_;
  open_ = 0;
  if (refusal_) {
    session_->decline(challenge.id, *refusal_);
    return;
  }
  if (otherwise_) {
    otherwise_(*session_, challenge);
    return;
  }
  const std::optional<SecretUse> use = secret_for(options_, challenge.kind);
  std::string what = use ? std::string(use->words) +
                               (challenge.kind == ChallengeKind::access_tokens ? " are" : " is") +
                               " needed"
                     : challenge.kind == ChallengeKind::username
                         ? "A user name is needed"
                         : "The sign-in asks: " + printable(challenge.message);
  if (!challenge.account.empty() && challenge.kind != ChallengeKind::username)
    what += " for " + challenge.account;
  what += problems_.empty()
              ? (challenge.kind == ChallengeKind::access_tokens ? ", and nothing gives them."
                                                                : ", and nothing gives it.")
              : ", and none came.";
  for (const std::string& problem : problems_) what += " " + problem;
  session_->decline(challenge.id, {.code = ErrorCode::input_needed,
                                   .message = std::move(what),
                                   .hint = how_to_answer(challenge.kind),
                                   .reason = Reason::no_source});
}

}  // namespace teamsctl::cli
