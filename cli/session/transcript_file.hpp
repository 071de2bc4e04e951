#pragma once

#include <string>

#include "output/log.hpp"
#include "teamsctl/transcript.hpp"

namespace teamsctl::cli {

/// The file of --transcript: for nobody else's eyes, since it holds what the tenant answered.
class TranscriptFile {
 public:
  /// Makes the file, mode 0600, or empties it. Throws Error as a value when that is impossible, or
  /// when it is another's or a link. `log` must outlive this.
  TranscriptFile(std::string path, Log& log);
  ~TranscriptFile();
  TranscriptFile(const TranscriptFile&) = delete;
  TranscriptFile& operator=(const TranscriptFile&) = delete;

  /// A disk that is full ends the transcript with a warning, not the work.
  void add(const TranscriptEntry& entry);

 private:
  void write(std::string_view text);

  std::string path_;
  Log& log_;
  int file_ = -1;
};

}  // namespace teamsctl::cli
