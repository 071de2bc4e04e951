#include "auth/one_fetch.hpp"

#include <chrono>
#include <utility>

namespace teamsctl::auth {

void OneFetch::fetch(Loop& loop, const Challenge& challenge, Done done) {
  done_ = std::move(done);
  due_ = loop.after(std::chrono::milliseconds(0),
                    [this, &loop, challenge] { begin(loop, challenge); });
}

void OneFetch::abandon() {
  due_.reset();
  let_go();
  done_ = nullptr;
}

void OneFetch::finish(std::variant<Secret, Error> result) {
  due_.reset();
  let_go();
  const Done done = std::exchange(done_, nullptr);
  done(std::move(result));
}

}  // namespace teamsctl::auth
