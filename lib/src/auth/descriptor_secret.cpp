#include <fcntl.h>

#include <chrono>
#include <utility>

#include "auth/line_reader.hpp"
#include "auth/secret_file.hpp"

namespace teamsctl {
namespace {

class DescriptorSecret final : public SecretSource {
 public:
  DescriptorSecret(std::string name, std::string what, int descriptor, SecretShape shape)
      : name_(std::move(name)), what_(std::move(what)), descriptor_(descriptor), shape_(shape) {
    // Asked now: later the number may mean something that this process has opened for itself.
    was_open_ = ::fcntl(descriptor_, F_GETFD) >= 0;
  }

  void fetch(Loop& loop, const Challenge&, Done done) override {
    done_ = std::move(done);
    // From inside the loop, also when all is there already.
    due_ = loop.after(std::chrono::milliseconds(0), [this, &loop] { read(loop); });
  }

  void abandon() override {
    due_.reset();
    reader_.stop();
    done_ = nullptr;
  }

  [[nodiscard]] bool available() const override { return !used_up_; }
  [[nodiscard]] std::string_view name() const override { return name_; }

 private:
  void read(Loop& loop) {
    if (!was_open_ || used_up_) {
      fail(was_open_ ? "has no more lines" : "is not open");
      return;
    }
    reader_.start(loop, descriptor_, shape_, [this](auth::LineReader::Result result) {
      if (auto* failure = std::get_if<auth::LineReader::Failure>(&result)) {
        fail(failure->ended ? "has no more lines" : std::move(failure->why));
        return;
      }
      auto& lines = std::get<auth::LineReader::Lines>(result);
      used_up_ = lines.ended;
      finish(std::move(lines.text));
    });
  }

  void fail(const std::string& why) {
    used_up_ = true;
    finish(Error{.code = ErrorCode::input_needed,
                 .message = name_ + ": " + what_ + " " + why + ".",
                 .hint = "Give it one line for each question."});
  }

  void finish(std::variant<Secret, Error> result) {
    due_.reset();
    // The callback may start the next fetch, or destroy this source.
    const Done done = std::exchange(done_, nullptr);
    done(std::move(result));
  }

  std::string name_;
  std::string what_;
  int descriptor_;
  SecretShape shape_;
  bool was_open_ = false;
  bool used_up_ = false;
  Loop::Handle due_;
  Done done_;
  auth::LineReader reader_;
};

}  // namespace

namespace auth {

std::unique_ptr<SecretSource> descriptor_source(std::string name, std::string what, int descriptor, SecretShape shape) {
  return std::make_unique<DescriptorSecret>(std::move(name), std::move(what), descriptor, shape);
}

}  // namespace auth

std::unique_ptr<SecretSource> descriptor_secret(std::string name, int descriptor, SecretShape shape) {
  return auth::descriptor_source(std::move(name), "descriptor " + std::to_string(descriptor), descriptor, shape);
}

}  // namespace teamsctl
