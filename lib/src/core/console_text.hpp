#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ansi_filter.hpp"

namespace teamsctl::core {

/// Text and where its bytes came from.
class TracedText {
 public:
  void clear();
  /// Appends text whose byte i is raw byte offset + i.
  void append_run(std::string_view run, std::size_t offset);
  /// Appends one character that stands for raw bytes [offset, offset + length).
  void append_one(std::string_view utf8, std::size_t offset, std::size_t length);
  /// Appends text that nothing in the input stands for.
  void append_joint(std::string_view text);
  void append(const TracedText& other, std::size_t from = 0);
  /// Removes and returns the last character.
  TracedText take_last();

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }
  [[nodiscard]] std::size_t raw_begin(std::size_t at) const;  ///< first raw byte of text byte `at`
  [[nodiscard]] std::size_t raw_end(
      std::size_t at) const;  ///< one past the last raw byte of text byte `at`

 private:
  struct Run {
    std::size_t at;      // position in text_
    std::size_t offset;  // raw offset of its first byte
    std::size_t length;  // raw bytes of a single character, 0 for a run of equal bytes
  };
  [[nodiscard]] const Run* run_of(std::size_t at) const;

  std::string text_;
  std::vector<Run> runs_;
};

/// The last text of a console: finished lines and the one with the cursor. Carriage returns and
/// backspaces move the cursor, so that what was overwritten is gone. Memory is bounded; a line that
/// grows too long is cut into pieces.
class ConsoleText final : private AnsiFilter::Sink {
 public:
  /// How the end of a line that a console may have wrapped is read.
  enum class Join {
    spaces,   ///< wrapped between words: a space
    nothing,  ///< cut at the last column: nothing
    mixed,    ///< nothing after a line that seems to be full, else a space
  };

  explicit ConsoleText(std::size_t tail);

  /// Calls on_line after each line that was finished, or cut.
  void feed(std::string_view bytes, const std::function<void()>& on_line);
  /// Forgets the text, and what an unfinished control sequence was.
  void clear();
  /// Forgets the text only.
  void forget();

  /// Counts changes of the visible text; control sequences alone are none.
  [[nodiscard]] std::uint64_t changes() const noexcept { return changes_; }
  /// Bytes of text that finished lines brought since mark().
  [[nodiscard]] std::size_t since_mark() const noexcept { return since_mark_; }
  void mark() noexcept { since_mark_ = 0; }

  /// True when the cursor stands behind text on its line.
  [[nodiscard]] bool line_open() const noexcept { return !line_.empty(); }

  /// The last lines, about `bytes` of them, joined. Ends before the cursor when `to_cursor`, else
  /// with the whole line that the cursor is on. True when there was an end of a line that `join`
  /// makes a difference to.
  bool view(std::size_t bytes, Join join, bool to_cursor, TracedText& out);

 private:
  struct Line {
    TracedText text;
    bool cut = false;  // the next line goes on where this one stops
    bool measured = false;
    std::size_t width = 0;    // in columns, as displayed
    std::size_t columns = 0;  // the same without spaces at the end
    std::size_t characters = 0;
    std::size_t first_columns = 0;  // of the first word, which a console may have moved here
    std::size_t first_characters = 0;
    bool wide_start = false;  // begins, or ends, with a character of a script without spaces
    bool wide_end = false;
  };

  void ascii(std::string_view run, std::size_t offset) override;
  void character(std::string_view utf8, std::size_t offset, std::size_t length) override;
  void erase_line(bool whole) override;

  void carriage_return();
  void put_characters(std::size_t count);  // the cursor moved over so many old ones
  void finish_line(bool cut);
  static void measure(Line& line);
  [[nodiscard]] bool is_full(std::size_t index) const;
  static bool may_be_wrapped(const Line& line, const Line& next);

  AnsiFilter filter_;
  std::size_t tail_;
  std::deque<Line> lines_;
  std::size_t held_ = 0;     // bytes in lines_
  TracedText line_;          // before the cursor
  TracedText rest_;          // behind it
  std::size_t rest_at_ = 0;  // what of rest_ is still there
  bool return_pending_ = false;
  std::size_t since_mark_ = 0;
  std::uint64_t changes_ = 0;
  const std::function<void()>* on_line_ = nullptr;
};

}  // namespace teamsctl::core
