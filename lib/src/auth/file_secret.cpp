#include <sys/stat.h>

#include <utility>

#include "auth/line_reader.hpp"
#include "auth/one_fetch.hpp"
#include "auth/secret_file.hpp"

namespace teamsctl {
namespace {

class FileSecret final : public auth::OneFetch {
 public:
  FileSecret(std::string name, std::string path, FileRule rule, SecretShape shape)
      : OneFetch(std::move(name)), path_(std::move(path)), rule_(rule), shape_(shape) {}

  [[nodiscard]] bool available() const override { return !used_up_; }

 private:
  void begin(Loop& loop, const Challenge&) override {
    const bool was_open = static_cast<bool>(file_);
    if (used_up_)
      fail({.why = "has been read already",
            .hint = "Use a FIFO or a command when more than one answer may be needed."});
    else if (was_open || open())
      read(loop, was_open);
  }

  void let_go() override { reader_.stop(); }

  bool open() {
    auto opened = auth::open_secret_file(path_, rule_);
    if (auto* problem = std::get_if<auth::SecretFileProblem>(&opened)) {
      fail(std::move(*problem));
      return false;
    }
    // An earlier descriptor is closed only now: a FIFO forgets what is in it when nobody has it
    // open for reading.
    file_ = std::move(std::get<io::Descriptor>(opened));
    struct stat about {};
    (void)::fstat(file_.get(), &about);
    regular_ = S_ISREG(about.st_mode);
    const std::size_t with_line_ends = shape_.longest + 2 * static_cast<std::size_t>(shape_.lines);
    if (!regular_ || static_cast<std::size_t>(about.st_size) <= with_line_ends) return true;
    fail({.why = "is larger than " + std::to_string(shape_.longest) + " bytes",
          .hint = "Name the file that holds the secret alone."});
    return false;
  }

  void read(Loop& loop, bool of_earlier_writer) {
    reader_.start(
        loop, file_.get(), shape_,
        [this, &loop, of_earlier_writer](auth::LineReader::Result result) {
          if (auto* failure = std::get_if<auth::LineReader::Failure>(&result)) {
            // The writer of the last line has gone; a new one is waited for.
            if (failure->ended && of_earlier_writer) {
              if (open()) read(loop, false);
            } else {
              fail({.why = std::move(failure->why), .hint = "Give it one line for each question."});
            }
            return;
          }
          if (regular_) use_up();
          finish(std::move(std::get<auth::LineReader::Lines>(result).text));
        });
  }

  void fail(auth::SecretFileProblem problem) {
    use_up();
    finish(Error{.code = problem.insecure ? ErrorCode::insecure : ErrorCode::input_needed,
                 .message = name_ + ": " + path_ + " " + problem.why + ".",
                 .hint = std::move(problem.hint)});
  }

  void use_up() {
    used_up_ = true;
    file_.reset();
  }

  std::string path_;
  FileRule rule_;
  SecretShape shape_;
  io::Descriptor file_;
  bool regular_ = false;
  bool used_up_ = false;
  auth::LineReader reader_;
};

}  // namespace

std::unique_ptr<SecretSource> file_secret(std::string name, std::string path, FileRule rule,
                                          SecretShape shape) {
  if (const auto descriptor = auth::descriptor_named_by(path))
    return auth::descriptor_source(
        std::move(name), *descriptor == 0 ? "standard input" : std::move(path), *descriptor, shape);
  return std::make_unique<FileSecret>(std::move(name), std::move(path), rule, shape);
}

}  // namespace teamsctl
