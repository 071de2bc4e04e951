#include "play/request_queue.hpp"

#include <algorithm>
#include <utility>

namespace teamsctl::simulator {

namespace {

/// A record nests 512 deep at most, and two of that are its own.
constexpr std::uint64_t deepest_result = 510;
constexpr std::size_t longest_request = std::size_t{16} << 20;

std::uint64_t positive(const Json& request, const char* name) {
  const auto found = request.find(name);
  if (found == request.end() || !found->is_number_unsigned() || *found == 0)
    throw ProtocolBroken(std::string(name) + " is not a positive integer");
  return found->get<std::uint64_t>();
}

std::string text(const Json& request, const char* name) {
  const auto found = request.find(name);
  if (found == request.end() || !found->is_string())
    throw ProtocolBroken(std::string(name) + " is not a string");
  return found->get<std::string>();
}

/// A list of texts, or nothing when there is none.
std::optional<std::vector<std::string>> names(const Json& request, const char* name) {
  const auto found = request.find(name);
  if (found == request.end() || found->is_null()) return std::nullopt;
  if (!found->is_array() ||
      !std::all_of(found->begin(), found->end(), [](const Json& item) { return item.is_string(); }))
    throw ProtocolBroken(std::string(name) + " is not a list of strings");
  return found->get<std::vector<std::string>>();
}

bool flag(const Json& request, const char* name) {
  const auto found = request.find(name);
  if (found == request.end()) return false;
  if (!found->is_boolean()) throw ProtocolBroken(std::string(name) + " is not true or false");
  return found->get<bool>();
}

}  // namespace

void RequestQueue::feed(std::string_view bytes) {
  while (!bytes.empty() && broken_.empty()) {
    const auto line_end = bytes.find('\n');
    unfinished_.append(bytes.substr(0, line_end));
    try {
      if (unfinished_.size() > longest_request)
        throw ProtocolBroken("the request is longer than 16 MiB");
      if (line_end == std::string_view::npos) return;
      take_line(unfinished_);
    } catch (const ProtocolBroken& error) {
      broken_ = error.what();
    }
    unfinished_.clear();
    bytes.remove_prefix(line_end + 1);
  }
}

void RequestQueue::check() const {
  if (!broken_.empty()) throw ProtocolBroken(broken_);
}

std::optional<CommandRequest> RequestQueue::take_command() {
  // From here on it can be cancelled; begin() may come later.
  if (command_) {
    running_ = command_->id;
    if (cancelled_ == running_) stop_asked_ = true;
  }
  return std::exchange(command_, std::nullopt);
}

void RequestQueue::begin(std::uint64_t id) { running_ = id; }

void RequestQueue::finish() {
  running_ = 0;
  prompt_ = 0;
  answer_.reset();
  stop_asked_ = exit_asked_;
}

void RequestQueue::open_prompt(std::uint64_t prompt) { prompt_ = prompt; }

std::optional<Json> RequestQueue::take_answer() { return std::exchange(answer_, std::nullopt); }

std::optional<Json> RequestQueue::take_passed() {
  if (passed_.empty()) return std::nullopt;
  Json request = std::move(passed_.front());
  passed_.pop_front();
  return request;
}

void RequestQueue::take_line(std::string_view line) {
  if (!line.starts_with('{') || line.find('\r') != std::string_view::npos)
    throw ProtocolBroken("the line is not a JSON object");
  try {
    take_request(parse_strictly(line));
  } catch (const JsonError& error) {
    throw ProtocolBroken(std::string("the request is not valid: ") + error.what());
  }
}

void RequestQueue::take_request(const Json& request) {
  if (request.empty() || request.begin().key() != "type")
    throw ProtocolBroken("type is not the first member");
  const std::string type = text(request, "type");
  if (passes_on_) {
    passed_.push_back(request);
    if (type == "exit" || type == "cancel") stop_asked_ = true;
    return;
  }
  if (type == "invoke" || type == "script") {
    take_command_request(request, type);
  } else if (type == "answer" || type == "decline") {
    // One that comes too late, for a prompt that a cancel withdrew, is nobody's mistake.
    if (positive(request, "prompt") != prompt_) return;
    prompt_ = 0;
    if (type == "answer") {
      answer_ = request;
    } else {
      stop_asked_ = true;
    }
  } else if (type == "cancel") {
    // It may stand right behind its command, before that has begun.
    const std::uint64_t id = positive(request, "id");
    if (id == running_) stop_asked_ = true;
    if (command_ && id == command_->id) cancelled_ = id;
  } else if (type == "exit") {
    exit_asked_ = stop_asked_ = true;
  } else {
    throw ProtocolBroken("there is no request of type " + type);
  }
}

void RequestQueue::take_command_request(const Json& request, const std::string& type) {
  if (running_ != 0 || command_) throw ProtocolBroken("a request came while another one runs");
  CommandRequest command{.id = positive(request, "id")};
  if (command.id <= last_id_) throw ProtocolBroken("the id does not grow");
  last_id_ = command.id;
  if (type == "invoke") {
    command.command = text(request, "command");
    if (const auto found = request.find("parameters"); found != request.end())
      command.parameters = *found;
    if (!command.parameters.is_object()) throw ProtocolBroken("parameters is not an object");
    command.shape.properties = names(request, "properties");
  } else {
    command.script = text(request, "text");
    command.read_only = flag(request, "read_only");
  }
  command.shape.strings = names(request, "strings").value_or(std::vector<std::string>{});
  if (const auto found = request.find("depth"); found != request.end()) {
    if (!found->is_number_unsigned()) throw ProtocolBroken("depth is not a number from 0");
    command.shape.depth = static_cast<unsigned>(
        std::clamp<std::uint64_t>(found->get<std::uint64_t>(), 1, deepest_result));
  }
  command_ = std::move(command);
}

}  // namespace teamsctl::simulator
