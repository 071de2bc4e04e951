#include <optional>
#include <utility>

#include "auth/one_fetch.hpp"

namespace teamsctl {
namespace {

/// Answers once, with what is known from the start.
class KnownAnswer final : public auth::OneFetch {
 public:
  KnownAnswer(std::string name, std::variant<Secret, Error> answer)
      : OneFetch(std::move(name)), answer_(std::move(answer)) {}

  [[nodiscard]] bool available() const override { return answer_.has_value(); }

 private:
  void begin(Loop&, const Challenge&) override {
    std::optional<std::variant<Secret, Error>> answer = std::exchange(answer_, std::nullopt);
    if (!answer)
      answer = Error{.code = ErrorCode::input_needed,
                     .message = name_ + " has been used already.",
                     .hint = ""};
    finish(std::move(*answer));
  }

  std::optional<std::variant<Secret, Error>> answer_;
};

}  // namespace

std::unique_ptr<SecretSource> given_secret(std::string name, Secret value) {
  return std::make_unique<KnownAnswer>(std::move(name), std::move(value));
}

std::unique_ptr<SecretSource> failed_secret(std::string name, std::string why) {
  Error error{.code = ErrorCode::input_needed, .message = name + ": " + why, .hint = ""};
  if (!error.message.ends_with('.')) error.message += '.';
  return std::make_unique<KnownAnswer>(std::move(name), std::move(error));
}

}  // namespace teamsctl
