#include "tenant/change_log.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "tenant/number_condition.hpp"
#include "tenant/users.hpp"
#include "text/strict_json.hpp"

namespace teamsctl::simulator {

namespace {

class File {
 public:
  File(const std::string& path, int flags) : descriptor_(::open(path.c_str(), flags, 0600)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

[[noreturn]] void fail(const std::string& path) {
  throw std::system_error(errno, std::generic_category(), "the state file " + path);
}

std::uint64_t size_of(const File& file, const std::string& path) {
  struct stat about {};
  if (::fstat(file.descriptor(), &about) != 0) fail(path);
  return static_cast<std::uint64_t>(about.st_size);
}

std::string read_from(const File& file, const std::string& path, std::uint64_t offset,
                      std::uint64_t size) {
  std::string text(size, '\0');
  std::size_t got = 0;
  while (got < text.size()) {
    const ssize_t count = ::pread(file.descriptor(), text.data() + got, text.size() - got,
                                  static_cast<off_t>(offset + got));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(path);
    if (count == 0) break;
    got += static_cast<std::size_t>(count);
  }
  text.resize(got);
  return text;
}

std::optional<std::string> text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? std::optional(found->get<std::string>())
                                                     : std::nullopt;
}

bool is_null_or_text(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && (found->is_null() || found->is_string());
}

}  // namespace

std::string line_of(const Change& change) {
  Json line = {{"number", telephone_number(change.number)},
               {"user", nullptr},
               {"location", nullptr},
               {"category", nullptr},
               {"at", change.at}};
  if (change.user) {
    line["user"] = guid('1', *change.user);
    if (change.location) line["location"] = *change.location;
    line["category"] = change.category;
  }
  return dump(line);
}

std::optional<Change> parse_change(std::string_view line, std::uint64_t numbers) {
  Json object;
  try {
    object = parse_strictly(line);
  } catch (const JsonError&) {
    return std::nullopt;
  }
  if (!object.is_object()) return std::nullopt;
  const auto number = text_of(object, "number");
  const auto at = object.find("at");
  if (!number || at == object.end() || !at->is_number_integer() ||
      !is_null_or_text(object, "user") || !is_null_or_text(object, "location") ||
      !is_null_or_text(object, "category"))
    return std::nullopt;
  const auto index = index_of_telephone_number(*number);
  if (!index || *index >= numbers || telephone_number(*index) != *number) return std::nullopt;
  Change change{.number = *index, .at = at->get<std::int64_t>()};
  const auto user = text_of(object, "user");
  if (!user) return change;
  change.user = find_user_by_id(*user, numbers);
  if (!change.user) return std::nullopt;
  change.location = text_of(object, "location");
  change.category = text_of(object, "category").value_or("");
  return change;
}

ChangeLog::News ChangeLog::read() {
  News news;
  const File file(path_, O_RDONLY | O_CLOEXEC);
  if (file.descriptor() < 0 && errno != ENOENT) fail(path_);
  const std::uint64_t size = file.descriptor() < 0 ? 0 : size_of(file, path_);
  if (size < read_to_) {
    news.from_start = true;
    read_to_ = 0;
  }
  if (size == read_to_) return news;
  const std::string text = read_from(file, path_, read_to_, size - read_to_);
  std::size_t at = 0;
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', at)) {
    news.lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  read_to_ += at;
  return news;
}

void ChangeLog::append(const std::vector<Change>& changes) const {
  const File file(path_, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC);
  if (file.descriptor() < 0) fail(path_);
  std::string text;
  // Somebody's line that was cut off must not swallow ours.
  const std::uint64_t size = size_of(file, path_);
  if (size > 0 && read_from(file, path_, size - 1, 1) != "\n") text = "\n";
  for (const Change& change : changes) text += line_of(change) + "\n";
  const ssize_t count = ::write(file.descriptor(), text.data(), text.size());
  if (count < 0) fail(path_);
  if (static_cast<std::size_t>(count) != text.size())
    throw std::system_error(ENOSPC, std::generic_category(), "the state file " + path_);
}

}  // namespace teamsctl::simulator
