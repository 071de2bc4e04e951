#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "teamsctl/secret_source.hpp"

namespace teamsctl::auth {

/// A source with one fetch at a time: begun from inside the loop, also when all is there already,
/// and ended once, by a result or by being abandoned.
class OneFetch : public SecretSource {
 public:
  void fetch(Loop& loop, const Challenge& challenge, Done done) final;
  void abandon() final;
  [[nodiscard]] std::string_view name() const final { return name_; }

 protected:
  explicit OneFetch(std::string name) : name_(std::move(name)) {}

  /// `challenge` is valid until the first call of finish().
  virtual void begin(Loop& loop, const Challenge& challenge) = 0;

  /// Lets go of what the fetch holds. Called at either end.
  virtual void let_go() {}

  /// The callback may start the next fetch, or destroy this source.
  void finish(std::variant<Secret, Error> result);

  const std::string name_;
  Loop::Handle due_;  ///< a timer of the fetch, ended with it

 private:
  Done done_;
};

}  // namespace teamsctl::auth
