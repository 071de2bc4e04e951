#include "bulk/delimited_reader.hpp"

#include <utility>

namespace teamsctl::cli {

void DelimitedReader::feed(std::string_view bytes) {
  for (const char byte : bytes) {
    if (const std::optional<TextPlace> broken = cursor_.take(byte))
      if (std::exchange(not_utf8_, broken->line) != broken->line)
        wrong(*broken, "this is not UTF-8: save the file as UTF-8");
    take(byte);
  }
}

void DelimitedReader::finish() {
  if (const std::optional<TextPlace> broken = cursor_.end(); broken && not_utf8_ != broken->line)
    wrong(*broken, "the file ends in the middle of a character");
  if (in_ == In::quotes) wrong(quote_, "this quote is never closed");
  if (in_ == In::cr) wrong(cursor_.place(), "a CR without an LF behind it");
  end_record();
}

void DelimitedReader::take(char byte) {
  if (++size_ > longest_record) {
    if (size_ == longest_record + 1) end_long_record();
    if (byte == '\n') end_record();
    return;
  }
  if (in_ == In::quotes) {
    if (byte == '"')
      in_ = In::after;
    else
      record_.fields.back().text += byte;
    return;
  }
  if (in_ == In::after && byte == '"') {
    record_.fields.back().text += byte;
    in_ = In::quotes;
    return;
  }
  if (in_ == In::cr && byte != '\n') {
    wrong(cursor_.place(), "a CR without an LF behind it stands before this");
    in_ = In::nowhere;
  }
  take_outside(byte);
}

void DelimitedReader::take_outside(char byte) {
  switch (byte) {
    case '\n':
      end_record();
      return;
    case '\r':
      in_ = In::cr;
      return;
    case ',':
      if (in_ == In::start) begin_field();
      in_ = In::start;
      // The next field may be empty and the last.
      record_.fields.push_back({.text = {}, .place = cursor_.place()});
      ++record_.fields.back().place.column;
      return;
    case '"':
      if (in_ == In::start) {
        begin_field();
        quote_ = cursor_.place();
        in_ = In::quotes;
        return;
      }
      if (in_ == In::plain)
        wrong(cursor_.place(), "a quote inside of a field that does not begin with one");
      if (in_ == In::plain) in_ = In::nowhere;
      return;
    default:
      if (in_ == In::start) {
        begin_field();
        in_ = In::plain;
      } else if (in_ == In::after) {
        wrong(cursor_.place(), "something stands behind the quote that ends the field");
        in_ = In::nowhere;
      }
      if (in_ == In::plain) record_.fields.back().text += byte;
  }
}

/// The first field of a record has not been made by the comma before it.
void DelimitedReader::begin_field() {
  if (!record_.fields.empty()) return;
  record_.line = cursor_.place().line;
  record_.fields.push_back({.text = {}, .place = cursor_.place()});
}

void DelimitedReader::end_record() {
  if (whole_ && !record_.fields.empty()) take_record_(record_);
  record_.fields.clear();
  size_ = 0;
  in_ = In::start;
  whole_ = true;
}

/// What is left of it, up to the next LF, is passed over.
void DelimitedReader::end_long_record() {
  if (in_ == In::quotes)
    wrong(quote_, "this quote is not closed within 64 KiB");
  else
    wrong(cursor_.place(), "the row is longer than 64 KiB");
  in_ = In::nowhere;
  record_.fields.clear();
}

void DelimitedReader::wrong(TextPlace place, std::string what) {
  problems_.add(place, std::move(what));
  whole_ = false;
}

}  // namespace teamsctl::cli
