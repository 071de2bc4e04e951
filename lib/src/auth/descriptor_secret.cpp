#include <fcntl.h>

#include <utility>

#include "auth/line_reader.hpp"
#include "auth/one_fetch.hpp"
#include "auth/secret_file.hpp"

namespace teamsctl {
namespace {

class DescriptorSecret final : public auth::OneFetch {
 public:
  DescriptorSecret(std::string name, std::string what, int descriptor, SecretShape shape)
      : OneFetch(std::move(name)), what_(std::move(what)), descriptor_(descriptor), shape_(shape) {
    // Asked now: later the number may mean something that this process has opened for itself.
    was_open_ = ::fcntl(descriptor_, F_GETFD) >= 0;
  }

  [[nodiscard]] bool available() const override { return !used_up_; }

 private:
  void begin(Loop& loop, const Challenge&) override {
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

  void let_go() override { reader_.stop(); }

  void fail(const std::string& why) {
    used_up_ = true;
    finish(Error{.code = ErrorCode::input_needed,
                 .message = name_ + ": " + what_ + " " + why + ".",
                 .hint = "Give it one line for each question."});
  }

  std::string what_;
  int descriptor_;
  SecretShape shape_;
  bool was_open_ = false;
  bool used_up_ = false;
  auth::LineReader reader_;
};

}  // namespace

namespace auth {

std::unique_ptr<SecretSource> descriptor_source(std::string name, std::string what, int descriptor,
                                                SecretShape shape) {
  return std::make_unique<DescriptorSecret>(std::move(name), std::move(what), descriptor, shape);
}

}  // namespace auth

std::unique_ptr<SecretSource> descriptor_secret(std::string name, int descriptor,
                                                SecretShape shape) {
  return auth::descriptor_source(std::move(name), "descriptor " + std::to_string(descriptor),
                                 descriptor, shape);
}

}  // namespace teamsctl
