#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace teamsctl::agent {

/// Who is next: those who wait take turns, and what one of them wants is kept in its order. A
/// client with a thousand requests does not keep one with a single request waiting for more than
/// one.
template <class Entry>
class Turns {
 public:
  using Client = std::uint64_t;

  void add(Client client, Entry entry) {
    for (Line& line : lines_)
      if (line.client == client) {
        line.entries.push_back(std::move(entry));
        return;
      }
    lines_.push_back({client, {}});
    lines_.back().entries.push_back(std::move(entry));
  }

  /// The next one with its client; its client goes to the end of the line.
  std::optional<std::pair<Client, Entry>> next() {
    if (lines_.empty()) return std::nullopt;
    Line line = std::move(lines_.front());
    lines_.pop_front();
    std::pair<Client, Entry> taken{line.client, std::move(line.entries.front())};
    line.entries.pop_front();
    if (!line.entries.empty()) lines_.push_back(std::move(line));
    return taken;
  }

  /// Takes out what `which` is true for, of that client.
  template <class Which>
  std::vector<Entry> take(Client client, Which&& which) {
    std::vector<Entry> taken;
    for (auto line = lines_.begin(); line != lines_.end(); ++line) {
      if (line->client != client) continue;
      for (auto entry = line->entries.begin(); entry != line->entries.end();) {
        if (!which(*entry)) {
          ++entry;
          continue;
        }
        taken.push_back(std::move(*entry));
        entry = line->entries.erase(entry);
      }
      if (line->entries.empty()) lines_.erase(line);
      break;
    }
    return taken;
  }

  [[nodiscard]] std::size_t count(Client client) const {
    for (const Line& line : lines_)
      if (line.client == client) return line.entries.size();
    return 0;
  }
  [[nodiscard]] bool empty() const noexcept { return lines_.empty(); }
  /// Somebody else than this client waits.
  [[nodiscard]] bool others_than(Client client) const {
    for (const Line& line : lines_)
      if (line.client != client) return true;
    return false;
  }

 private:
  struct Line {
    Client client;
    std::deque<Entry> entries;
  };
  std::deque<Line> lines_;
};

}  // namespace teamsctl::agent
