#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "jq/libjq.hpp"

namespace teamsctl::cli {

/// A value of libjq's, freed in the end. libjq counts the references; this owns one of them.
class JqValue {
 public:
  explicit JqValue(jv value = jv_null()) : value_(value) {}
  ~JqValue() { jv_free(value_); }
  JqValue(JqValue&& other) noexcept : value_(std::exchange(other.value_, jv_null())) {}
  JqValue& operator=(JqValue&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  JqValue(const JqValue&) = delete;
  JqValue& operator=(const JqValue&) = delete;

  [[nodiscard]] jv_kind kind() const { return jv_get_kind(value_); }
  /// A reference more, for a function of libjq's that takes one.
  [[nodiscard]] jv copy() const { return jv_copy(value_); }
  /// The one reference, for a function of libjq's that takes it: null is left.
  [[nodiscard]] jv take() { return std::exchange(value_, jv_null()); }

  /// Of a string, its bytes; valid while this is. Empty for anything else.
  [[nodiscard]] std::string_view text() const;
  /// As JSON; `flags` are those of jv_dump_string.
  [[nodiscard]] std::string json(int flags = 0) const;

 private:
  jv value_;
};

/// An expression of jq's, compiled. What it reads are values, one after the other; each gives any
/// number of values. Definitions in ~/.jq hold, as they do for jq.
class JqFilter {
 public:
  /// Throws JqMistake when the expression does not compile.
  explicit JqFilter(const std::string& expression);
  ~JqFilter();
  JqFilter(const JqFilter&) = delete;
  JqFilter& operator=(const JqFilter&) = delete;

  /// Begins with the next input; what the one before would still have given is dropped.
  void start(JqValue input);

  struct End {};
  /// The expression went wrong, in the words of jq.
  struct Failure {
    std::string message;
  };
  /// "halt", or a signal while it ran (jq_interrupt.hpp): no more is to be asked for, of no input.
  struct Halted {};
  using Result = std::variant<JqValue, End, Failure, Halted>;
  /// The next value that the input gives. After End, Failure or Halted there is none.
  [[nodiscard]] Result next();

  /// What `debug` in the expression said since the last call.
  [[nodiscard]] std::vector<std::string> take_debug() { return std::exchange(debug_, {}); }

  /// For libjq's own calls, while this is.
  [[nodiscard]] jq_state* state() { return state_; }

 private:
  jq_state* state_ = nullptr;
  std::vector<std::string> messages_;  // of the compiler
  std::vector<std::string> debug_;
};

/// Why an expression does not compile, in the words of jq, without a full stop.
struct JqMistake {
  std::string message;
};

/// Nothing when the expression compiles.
[[nodiscard]] std::optional<JqMistake> jq_mistake(const std::string& expression);

/// A JSON text as a value of libjq's. Numbers become doubles there. Failure: libjq refuses what is
/// nested deeper than 256 levels.
[[nodiscard]] std::variant<JqValue, JqFilter::Failure> jq_value(std::string_view json);

/// When there is no memory for it libjq cannot go on, and the process ends with the status of
/// ErrorCode::output. `say` is called before, to say it better than in plain words on stderr; it
/// may end the process itself.
void on_jq_out_of_memory(void (*say)());

}  // namespace teamsctl::cli
