#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/challenge_desk.hpp"
#include "core/console_watch.hpp"
#include "core/host_request.hpp"
#include "core/plan.hpp"
#include "core/record.hpp"
#include "core/retry.hpp"
#include "core/session_table.hpp"
#include "core/stop_plan.hpp"
#include "teamsctl/event.hpp"
#include "teamsctl/limits.hpp"
#include "teamsctl/redactor.hpp"

namespace teamsctl::core {

/// How pwsh ended.
struct ChildEnd {
  std::optional<int> status;    ///< of an exit
  std::optional<int> signal;    ///< that ended it
  std::optional<Error> cannot;  ///< set when it could not even be started
};

struct SendRequest {
  HostRequest request;
};
/// Bytes for the terminal that pwsh reads from.
struct TypeOnTerminal {
  Secret text;
};
struct EndChild {
  StopPlan plan;
};

/// What the machine wants done, in order. An Event goes to the caller, the rest to the driver.
using Output = std::variant<SendRequest, TypeOnTerminal, EndChild, Event>;

/// The life of one session as a value: bytes, records, answers and the time go in, outputs come
/// out. It does no I/O, reads no clock and starts no thread. session_table says which states follow
/// which.
///
/// Every input appends to the outputs; take_outputs() hands them over. A Row in them points into
/// the record that was fed last, or into one that was made here: they are taken after every input,
/// and valid until they are taken again.
class SessionMachine : private Results {
 public:
  /// Reads a text out of a JSON value: the member of an object, or with an empty name the value
  /// itself when it is a string. Nothing when there is none. Handed in because core has no JSON.
  using JsonText =
      std::function<std::optional<std::string>(std::string_view json, std::string_view member)>;

  /// What a time of this machine is by the wall clock. Handed in because core reads no clock.
  using WallTime = std::function<std::chrono::system_clock::time_point(TimePoint)>;

  SessionMachine(const Limits& limits, std::shared_ptr<PromptRules> rules, JsonText json_text,
                 WallTime wall_time, TimePoint now);

  /// Asked when the service no longer takes the sign-in in the middle of a request: true when it
  /// may be renewed now. Without it, and a second time in one request, the request ends with the
  /// error.
  void renew_when(std::function<bool()> may_renew) { may_renew_ = std::move(may_renew); }
  /// For requests that begin from now on.
  void set_limits(const Limits& limits) { limits_ = limits; }
  /// What spreads the retries of many clients.
  void seed(std::uint64_t seed) { seed_ = seed; }

  void start(RequestId id, Plan plan, TimePoint now);
  bool answer(ChallengeId challenge, Secret value, TimePoint now);
  void decline(ChallengeId challenge, Error reason, TimePoint now);
  void cancel(RequestId request, TimePoint now);
  void pause(TimePoint now);
  void resume(TimePoint now);
  void close(TimePoint now);

  void take_record(const Record& record, TimePoint now);
  void take_console(ConsoleStream stream, std::string_view bytes, TimePoint now);
  /// The host has broken the protocol, or one of its two pipes is gone.
  void host_lost(std::string why, TimePoint now);
  void child_gone(const ChildEnd& end, TimePoint now);
  void tick(TimePoint now);

  /// When tick() is wanted next; nothing when no time matters.
  [[nodiscard]] std::optional<TimePoint> deadline() const;
  [[nodiscard]] State state() const noexcept { return state_; }
  /// Knows every secret that this session has had so far.
  [[nodiscard]] const Redactor& redactor() const noexcept { return redactor_; }

  /// Moves the outputs so far into `into`, which is emptied first.
  void take_outputs(std::vector<Output>& into);

 private:
  enum class Step { disconnect, import, connect, verify, query };

  struct Queued {
    RequestId id;
    Plan plan;
  };

  struct Active {
    RequestId id = 0;
    Step step = Step::query;
    SignInPlan sign_in;
    QueryPlan query;
    std::optional<Retry> retry;
    std::optional<Procedure::Step>
        waiting;  // what comes when `resume_at` is there; the step before it has ended
    std::optional<TimePoint> resume_at;
    HostRequestId host_id = 0;
    std::vector<ErrorRecord> errors;
    std::uint64_t rows = 0;
    std::uint64_t commands = 0;
    std::uint64_t truncated = 0;
    std::optional<Error> outcome;          // decided before the host says "done"
    bool renewed = false;                  // the sign-in, for this request
    std::optional<Challenge> last_factor;  // the second factor that was asked for last
    std::string account;
    std::string tenant_id;
    std::string display_name;
  };

  // session_machine.cpp: the queue, the ends, the times
  void move(Trigger trigger);
  void begin_next(TimePoint now);
  void send(HostInvoke invoke);
  void send(HostScript script);
  void emit(Event event) { outputs_.emplace_back(std::move(event)); }
  void finish(std::optional<Error> error, TimePoint now);
  void fail_active(Error error, TimePoint now);
  void lose(Error error);
  void finish_queue(const Error& error);
  void finish_queued(RequestId id, Error error);
  void close_challenges(bool decline);
  [[nodiscard]] std::string_view stage() const;

  // session_machine_records.cpp: what the host says
  void take(const ReadyRecord& record, TimePoint now);
  void take(const FatalRecord& record, TimePoint now);
  void take(const ObjectRecord& record, TimePoint now);
  void take(const ErrorRecord& record, TimePoint now);
  void take(const TextRecord& record, TimePoint now);
  void take(const ProgressRecord& record, TimePoint now);
  void take(const PromptRecord& record, TimePoint now);
  void take(const DoneRecord& record, TimePoint now);
  [[nodiscard]] bool is_active(HostRequestId id) const {
    return active_ && active_->host_id == id && id != 0;
  }

  // session_machine_flow.cpp: sign-in, queries, challenges
  void begin_sign_in(TimePoint now);
  void import(TimePoint now);
  void connect(TimePoint now);
  void import_done(TimePoint now);
  void connect_done(TimePoint now);
  [[nodiscard]] Error connect_error() const;
  void verify_done(TimePoint now);
  void query_done(bool failed, TimePoint now);
  void ask_for_needs(TimePoint now);
  [[nodiscard]] bool sign_in_complete() const;
  void fill_in_need(ChallengeKind kind, Secret value, TimePoint now);
  void open_challenge(Challenge challenge, AnswerRoute route, TimePoint now);
  void announce(const Challenge& opened);
  void name_disabled_rules();
  void take_detections(std::vector<Detection>& found, TimePoint now);

  // session_machine_query.cpp: the commands of a request
  void begin_query(Queued next, TimePoint now);
  void next_step(TimePoint now);
  void perform(Procedure::Step step, TimePoint now);
  void resume_step(TimePoint now);
  [[nodiscard]] bool retry_later(const Error& error, TimePoint now);
  [[nodiscard]] bool renew_sign_in(const Error& error, TimePoint now);
  void go_on_after_renewal(TimePoint now);
  [[nodiscard]] bool clock_stands() const {
    return paused_at_ && active_ && active_->step == Step::query;
  }
  // Results
  void row(std::string_view json) override;
  void made_row(std::string json) override;
  void message(MessageLevel level, std::string text) override;

  Limits limits_;
  std::shared_ptr<PromptRules> rules_;
  JsonText json_text_;
  WallTime wall_time_;
  State state_ = State::starting;
  std::vector<Output> outputs_;

  std::deque<Queued> queue_;
  std::optional<Active> active_;
  std::optional<Active> suspended_;  // the request that waits while its sign-in is renewed
  std::optional<Error> expired_;     // why it waits
  std::function<SignInPlan()> sign_in_again_;
  std::function<bool()> may_renew_;
  std::uint64_t seed_ = 0;
  std::optional<TimePoint> last_command_;
  std::deque<std::string> made_rows_;    // rows of outputs that are still here
  std::deque<std::string> handed_rows_;  // rows of the outputs that were taken last
  ChallengeDesk desk_;
  ConsoleWatch watch_;
  Redactor redactor_;
  std::vector<Detection> detections_;

  HostRequestId last_host_id_ = 0;
  bool imported_ = false;
  bool signed_in_before_ = false;
  std::optional<Error> closing_because_;
  std::optional<TimePoint> stage_deadline_;
  std::optional<TimePoint> cancel_deadline_;
  std::optional<TimePoint> paused_at_;
};

}  // namespace teamsctl::core
