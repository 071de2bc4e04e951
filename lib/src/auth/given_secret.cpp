#include <chrono>
#include <optional>

#include "teamsctl/secret_source.hpp"

namespace teamsctl {
namespace {

class GivenSecret final : public SecretSource {
 public:
  GivenSecret(std::string name, Secret value) : name_(std::move(name)), value_(std::move(value)) {}

  void fetch(Loop& loop, const Challenge&, Done done) override {
    // Through the loop, so that the caller is never called back from inside its own call; a timer's handle so that a source
    // that is gone calls nobody.
    due_ = loop.after(std::chrono::milliseconds(0), [this, done = std::move(done)] {
      Secret value = std::move(*value_);
      value_.reset();
      done(std::move(value));
    });
  }

  [[nodiscard]] bool available() const override { return value_.has_value(); }
  [[nodiscard]] std::string_view name() const override { return name_; }

 private:
  std::string name_;
  std::optional<Secret> value_;
  Loop::Handle due_;
};

}  // namespace

std::unique_ptr<SecretSource> given_secret(std::string name, Secret value) {
  return std::make_unique<GivenSecret>(std::move(name), std::move(value));
}

}  // namespace teamsctl
