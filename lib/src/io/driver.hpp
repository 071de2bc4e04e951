#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/console_watch.hpp"
#include "core/session_machine.hpp"
#include "core/stop_plan.hpp"
#include "io/child_process.hpp"
#include "teamsctl/secret.hpp"

namespace teamsctl::io {

/// Moves bytes between a ChildProcess and its Client, keeps its clock and carries out stop plans.
/// It decides nothing.
///
/// Writes are queued and never wait for reads to end. Reads go on all the time, but for records
/// while they are paused.
class Driver : public std::enable_shared_from_this<Driver> {
 public:
  /// Told what happened; all calls come from inside the loop.
  class Client {
   public:
    virtual void records_came(std::string_view bytes) = 0;
    virtual void console_came(core::ConsoleStream stream, std::string_view bytes) = 0;
    /// The record pipe has ended, or nobody reads the request pipe any more, while the child still
    /// runs.
    virtual void channel_closed() = 0;
    /// The last call: the child has ended and all that it had written has been handed over.
    virtual void child_ended(const core::ChildEnd& end) = 0;
    virtual void time_came() = 0;

   protected:
    ~Client() = default;
  };

  /// `most_outgoing`: how many bytes may wait to be written.
  Driver(boost::asio::io_context& context, Client& client, ChildProcess child,
         std::size_t most_outgoing);

  void begin();

  /// Queues a line for the host. False when too much waits already: nobody reads there.
  [[nodiscard]] bool send(Secret line);
  /// Queues bytes for the terminal.
  [[nodiscard]] bool type(Secret text);
  void stop(core::StopPlan plan);
  void pause_records(bool paused);
  /// Asks for time_came() at that time, or never; replaces what was asked for before.
  void wake_at(std::optional<core::TimePoint> time);

  /// No Client call comes after this. The child is killed and reaped when the Driver goes.
  void detach();

 private:
  struct Writer {
    boost::asio::posix::stream_descriptor descriptor;
    std::deque<Secret> queue = {};
    std::size_t queued_bytes = 0;
    std::size_t written = 0;  // of the first in the queue
    bool writing = false;
  };

  bool enqueue(Writer& writer, Secret bytes);
  void write_next(Writer& writer);
  boost::system::error_code write_some(Writer& writer);
  void read_records();
  void read_console(boost::asio::posix::stream_descriptor& descriptor, core::ConsoleStream stream,
                    std::vector<char>& buffer);
  void await_exit();
  void channel_ended();
  void exited();
  void report_when_quiet();
  void drain_and_report();
  void drain(boost::asio::posix::stream_descriptor& descriptor,
             const std::function<void(std::string_view)>& take);
  void next_stop_step();

  Client* client_;
  ChildProcess child_;
  std::size_t most_outgoing_;
  Writer requests_;
  Writer terminal_;
  boost::asio::posix::stream_descriptor records_;
  boost::asio::posix::stream_descriptor output_;
  boost::asio::posix::stream_descriptor error_;
  boost::asio::posix::stream_descriptor exit_;
  boost::asio::steady_timer timer_;
  boost::asio::steady_timer stop_timer_;
  boost::asio::steady_timer grace_timer_;
  std::optional<core::TimePoint> wake_at_;
  std::vector<char> record_buffer_;
  std::vector<char> output_buffer_;
  std::vector<char> error_buffer_;
  std::vector<char> terminal_buffer_;
  std::deque<core::StopStep> stop_steps_;
  bool paused_ = false;
  bool reading_records_ = false;
  bool handing_over_ = false;  // records, to the client
  bool exited_ = false;
  bool grace_running_ = false;
  int reads_ = 0;  // under way
  bool reported_ = false;
};

}  // namespace teamsctl::io
