#include <chrono>
#include <optional>
#include <utility>

#include "teamsctl/secret_source.hpp"

namespace teamsctl {
namespace {

/// Answers once, with what is known from the start.
class KnownAnswer final : public SecretSource {
 public:
  KnownAnswer(std::string name, std::variant<Secret, Error> answer) : name_(std::move(name)), answer_(std::move(answer)) {}

  void fetch(Loop& loop, const Challenge&, Done done) override {
    // Through the loop, so that the caller is never called back from inside its own call; a timer's handle so that a source
    // that is gone calls nobody.
    due_ = loop.after(std::chrono::milliseconds(0), [this, done = std::move(done)] {
      due_.reset();
      std::optional<std::variant<Secret, Error>> answer = std::exchange(answer_, std::nullopt);
      if (!answer) answer = Error{.code = ErrorCode::input_needed, .message = name_ + " has been used already.", .hint = ""};
      done(std::move(*answer));
    });
  }

  void abandon() override { due_.reset(); }

  [[nodiscard]] bool available() const override { return answer_.has_value(); }
  [[nodiscard]] std::string_view name() const override { return name_; }

 private:
  std::string name_;
  std::optional<std::variant<Secret, Error>> answer_;
  Loop::Handle due_;
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
