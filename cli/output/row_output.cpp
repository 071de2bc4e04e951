#include "output/row_output.hpp"

#include <utility>

namespace teamsctl::cli {

RowOutput::RowOutput(Loop& loop, StdoutWriter& writer, OutputSettings settings)
    : loop_(loop), writer_(writer), renderer_(make_renderer(std::move(settings))) {}

void RowOutput::row(std::string_view json) {
  if (dropped_) return;
  renderer_->row(json, made_);
  hand_over();
}

void RowOutput::complete() {
  if (dropped_) return;
  renderer_->complete(made_);
  hand_over();
}

void RowOutput::cut_short() {
  if (dropped_) return;
  renderer_->cut_short(made_);
  hand_over();
}

void RowOutput::hand_over() {
  writer_.add(made_);
  made_.clear();
  while (unfinished() && writer_.has_room()) {
    renderer_->more(made_);
    writer_.add(made_);
    made_.clear();
  }
}

void RowOutput::turn() {
  hand_over();
  writer_.flush();
  if (writer_.error()) dropped_ = true;
  next_turn_.reset();
  // Otherwise the loop would wait: nothing is left of which it could say that it can be written.
  if (unfinished() && writer_.empty())
    next_turn_ = loop_.after(std::chrono::milliseconds(0), [] {});
}

}  // namespace teamsctl::cli
