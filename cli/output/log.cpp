#include "output/log.hpp"

#include <fcntl.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <nlohmann/json.hpp>

#include "text/json_text.hpp"

namespace teamsctl::cli {
namespace {

/// Writes lines to a descriptor, after the redactor has seen them: what never reaches a sink cannot
/// be forgotten there.
class RedactingSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  RedactingSink(std::shared_ptr<const Redactor> redactor, int descriptor, bool owned,
                LogFormat format)
      : redactor_(std::move(redactor)),
        descriptor_(descriptor),
        owned_(owned),
        json_(format == LogFormat::json) {}
  ~RedactingSink() override {
    if (owned_) ::close(descriptor_);
  }
  RedactingSink(const RedactingSink&) = delete;
  RedactingSink& operator=(const RedactingSink&) = delete;

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t buffer;
    const std::string clean = redactor_->redact({message.payload.data(), message.payload.size()});
    std::string line;
    if (json_) {
      spdlog::pattern_formatter("%Y-%m-%dT%H:%M:%S.%eZ", spdlog::pattern_time_type::utc, "")
          .format(message, buffer);
      line = json_text(nlohmann::ordered_json{
          {"time", fmt::to_string(buffer)},
          {"level", std::string(spdlog::level::to_string_view(message.level).data())},
          {"message", clean}});
      line += '\n';
    } else {
      spdlog::details::log_msg shown = message;
      shown.payload = clean;
      formatter_->format(shown, buffer);
      line = fmt::to_string(buffer);
    }
    std::string_view rest = line;
    while (!rest.empty()) {
      const ssize_t size = ::write(descriptor_, rest.data(), rest.size());
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) return;  // a log that cannot be written must not stop the work
      rest.remove_prefix(static_cast<std::size_t>(size));
    }
  }
  void flush_() override {}

 private:
  std::shared_ptr<const Redactor> redactor_;
  int descriptor_;
  bool owned_;
  bool json_;
};

spdlog::level::level_enum level_on_stderr(const Options& options) {
  if (options.verbose >= 2) return spdlog::level::debug;
  if (options.verbose == 1) return spdlog::level::info;
  return options.quiet ? spdlog::level::off : spdlog::level::warn;
}

}  // namespace

Log::Log(const Options& options) : redactor_(std::make_shared<Redactor>()) {
  auto on_stderr =
      std::make_shared<RedactingSink>(redactor_, STDERR_FILENO, false, options.log_format);
  on_stderr->set_level(level_on_stderr(options));
  on_stderr->set_pattern(options.verbose == 0 ? "teamsctl: %l: %v" : "%T.%e %l: %v");
  std::vector<spdlog::sink_ptr> sinks{on_stderr};
  if (!options.log_file.empty()) {
    const int file = ::open(options.log_file.c_str(),
                            O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
    if (file < 0)
      throw Error{.code = ErrorCode::usage,
                  .message = "--log-file: " + options.log_file +
                             " cannot be written: " + std::strerror(errno) + ".",
                  .hint = "Name a file in a directory that you can write."};
    auto in_file = std::make_shared<RedactingSink>(redactor_, file, true, options.log_format);
    in_file->set_level(spdlog::level::debug);
    in_file->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %P %l: %v");
    sinks.push_back(std::move(in_file));
  }
  logger_ = std::make_shared<spdlog::logger>("teamsctl", sinks.begin(), sinks.end());
  logger_->set_level(spdlog::level::debug);
}

Log::~Log() = default;

void Log::debug(std::string_view text) { logger_->debug("{}", text); }
void Log::info(std::string_view text) { logger_->info("{}", text); }
void Log::warn(std::string_view text) { logger_->warn("{}", text); }
void Log::keep_out(const Secret& secret) { redactor_->add(secret); }

}  // namespace teamsctl::cli
