#include "replay/replay.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "play/record.hpp"
#include "play/signal_death.hpp"
#include "text/file_text.hpp"
#include "text/members.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::string_view line_ends = "\r\n";

std::string text(const Json& request, const char* name) {
  const auto found = request.find(name);
  return found != request.end() && found->is_string() ? found->get<std::string>() : "";
}

std::uint64_t number(const Json& request, const char* name) {
  const auto found = request.find(name);
  return found != request.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

/// A request for a sentence, without anything that could be secret.
std::string named(const Json& request) {
  const std::string type = text(request, "type");
  if (type == "invoke") return "an invoke of " + text(request, "command");
  if (type == "answer" || type == "decline")
    return type + " to prompt " + std::to_string(number(request, "prompt"));
  return type;
}

bool alike(const Json& live, const Json& recorded) {
  return text(live, "type") == text(recorded, "type") &&
         text(live, "command") == text(recorded, "command") &&
         number(live, "prompt") == number(recorded, "prompt");
}

/// The id of a record, which is its second member; 0 when it has none there.
struct RecordId {
  std::uint64_t id = 0;
  std::size_t at = 0;
  std::size_t size = 0;
};

RecordId id_of(std::string_view record) {
  constexpr std::string_view before = "{\"type\":\"";
  constexpr std::string_view between = "\",\"id\":";
  if (!record.starts_with(before)) return {};
  const auto quote = record.find('"', before.size());
  if (quote == std::string_view::npos || !record.substr(quote).starts_with(between)) return {};
  RecordId found{.at = quote + between.size()};
  for (std::size_t i = found.at; i < record.size() && record[i] >= '0' && record[i] <= '9'; ++i) {
    found.id = found.id * 10 + static_cast<std::uint64_t>(record[i] - '0');
    ++found.size;
  }
  return found;
}

bool is_done(const TranscriptLine& line, std::uint64_t id) {
  return line.channel == Crossing::record && line.bytes.starts_with("{\"type\":\"done\",") &&
         id_of(line.bytes).id == id;
}

bool is_request(const TranscriptLine& line, std::string_view type) {
  return line.channel == Crossing::request && text(parse_strictly(line.bytes), "type") == type;
}

}  // namespace

Replay::Replay(std::vector<TranscriptLine> lines, ProcessChannels& channels)
    : lines_(std::move(lines)), channels_(channels) {
  channels_.requests().pass_on();
}

int Replay::play() {
  while (next_ < lines_.size()) {
    const TranscriptLine& line = lines_[next_++];
    if (line.channel == Crossing::ended) {
      const int value = std::stoi(line.bytes.substr(line.bytes.find(' ')));
      if (line.bytes.starts_with("signal")) die_of(value);
      return value;
    }
    try {
      perform(line);
    } catch (const Stopped&) {
      hear_stop();
    }
  }
  if (ending_) return 0;
  await_end();
}

void Replay::perform(const TranscriptLine& line) {
  switch (line.channel) {
    case Crossing::request:
      return await_request(line);
    case Crossing::record:
      return send_record(line);
    case Crossing::typed:
      return await_typed(line);
    case Crossing::output:
      return channels_.print(1, line.bytes);
    case Crossing::error:
      return channels_.print(2, line.bytes);
    case Crossing::terminal:
      return channels_.print(0, line.bytes);
    case Crossing::ended:
      return;
  }
}

void Replay::send_record(const TranscriptLine& line) {
  if (running_ != 0 && is_done(line, running_)) running_ = 0;
  channels_.send(mapped(line.bytes) + "\n");
  channels_.look();
}

void Replay::await_request(const TranscriptLine& line) {
  const Json recorded = parse_strictly(line.bytes);
  // What ends the session, or is nobody's answer any more, is not waited for once it is to end.
  if (ending_) return;
  while (true) {
    const Json live = next_request();
    if (alike(live, recorded)) {
      if (const auto id = number(recorded, "id"); id != 0 && text(live, "type") != "cancel") {
        ids_[id] = number(live, "id");
        running_ = id;
      }
      ending_ = text(live, "type") == "exit";
      return;
    }
    const std::size_t here = next_;
    if (!leads_elsewhere(live))
      throw ReplayDiffers{"Line " + std::to_string(line.number) + " of the transcript has " +
                          named(recorded) + " here, and " + named(live) + " came."};
    if (next_ != here || ending_) return;
  }
}

bool Replay::leads_elsewhere(const Json& live) {
  const std::string type = text(live, "type");
  if (type == "exit") {
    go_to_exit();
  } else if (type == "cancel") {
    answer_cancel(live);
  } else {
    return false;
  }
  return true;
}

void Replay::go_to_exit() {
  ending_ = true;
  const auto from = lines_.begin() + static_cast<std::ptrdiff_t>(next_);
  const auto found =
      std::find_if(from, lines_.end(), [](const auto& line) { return is_request(line, "exit"); });
  next_ = static_cast<std::size_t>(found - lines_.begin());
}

bool Replay::runs(std::uint64_t live_id) const {
  const auto id = ids_.find(running_);
  return id != ids_.end() && id->second == live_id;
}

void Replay::answer_cancel(const Json& live) {
  const auto id = number(live, "id");
  if (!runs(id)) return;  // not any more
  channels_.send(done_record(id, {.state = "stopped"}));
  const auto from = lines_.begin() + static_cast<std::ptrdiff_t>(next_);
  const auto found =
      std::find_if(from, lines_.end(), [&](const auto& line) { return is_done(line, running_); });
  next_ = static_cast<std::size_t>(found - lines_.begin()) + (found == lines_.end() ? 0 : 1);
  running_ = 0;
}

void Replay::hear_stop() {
  channels_.requests().forget_exit();
  while (auto request = channels_.requests().take_passed()) {
    // A cancel of what is still to come has to wait for it.
    const bool too_early = text(*request, "type") == "cancel" && !runs(number(*request, "id"));
    if (too_early || !leads_elsewhere(*request)) requests_.push_back(std::move(*request));
  }
}

Json Replay::next_request() {
  while (requests_.empty()) {
    if (auto request = channels_.requests().take_passed()) {
      requests_.push_back(std::move(*request));
      break;
    }
    try {
      channels_.wait(std::nullopt);
    } catch (const Stopped&) {
      channels_.requests().forget_exit();
    }
  }
  Json request = std::move(requests_.front());
  requests_.pop_front();
  return request;
}

void Replay::await_typed(const TranscriptLine& line) {
  if (ending_) return;
  const bool end_alone = line.bytes.find_first_not_of(line_ends) == std::string::npos;
  // Its end was typed, and recorded, by itself.
  if (!end_alone && line_goes_on()) return;
  while (typed_.find_first_of(line_ends) == std::string::npos) {
    auto more = channels_.read_terminal();
    if (!more) return;
    typed_ += *more;
  }
  typed_.erase(0, typed_.find_first_of(line_ends) + 1);
}

bool Replay::line_goes_on() const {
  const auto from = lines_.begin() + static_cast<std::ptrdiff_t>(next_);
  const auto found = std::find_if(from, lines_.end(), [](const TranscriptLine& line) {
    return line.channel == Crossing::typed || line.channel == Crossing::request;
  });
  return found != lines_.end() && found->channel == Crossing::typed &&
         found->bytes.find_first_not_of(line_ends) == std::string::npos;
}

void Replay::await_end() {
  while (true) {
    const Json live = next_request();
    const std::string type = text(live, "type");
    if (type == "exit") throw SessionEnded{};
    if (type == "cancel") {
      answer_cancel(live);
      continue;
    }
    throw ReplayDiffers{"The transcript has nothing more, and " + named(live) + " came."};
  }
}

std::string Replay::mapped(const std::string& record) const {
  const RecordId found = id_of(record);
  const auto id = ids_.find(found.id);
  if (found.size == 0 || id == ids_.end() || id->second == found.id) return record;
  std::string changed = record;
  changed.replace(found.at, found.size, std::to_string(id->second));
  return changed;
}

int replay(const std::string& path, ProcessChannels& channels) {
  try {
    return Replay(parse_transcript(read_file(path)), channels).play();
  } catch (const std::system_error& error) {
    throw ScenarioError(path + ": cannot be read: " + error.code().message());
  } catch (const ScenarioError& error) {
    throw ScenarioError(path + ": " + error.what());
  }
}

}  // namespace teamsctl::simulator
