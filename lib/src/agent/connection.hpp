#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "io/descriptor.hpp"
#include "io/socket_watch.hpp"
#include "teamsctl/error.hpp"
#include "teamsctl/event.hpp"
#include "teamsctl/loop.hpp"
#include "wire/agent_frame.hpp"

namespace teamsctl::agent {

/// R31, R32: what one client may do to the agent.
struct ConnectionLimits {
  std::size_t request_bytes = 1u << 20;  ///< the longest frame that is taken
  std::size_t reply_bytes = 64u << 10;   ///< more waits for it: nothing is read from it meanwhile
  std::size_t row_bytes = 1u << 20;      ///< more waits for it: its rows stop
  /// The same while somebody else waits for its pwsh, which is free sooner so.
  std::size_t row_bytes_in_a_queue = 16u << 20;
  std::chrono::milliseconds patience_in_the_way{
      2'000};  ///< for it to read on while its pwsh is stopped and somebody else waits for that
  std::chrono::milliseconds patience{10'000};  ///< for the rest of a frame, or for it to read on
};

/// One client of the agent: its bytes in both directions, and an end to what could hurt the others.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  class Owner {
   public:
    virtual ~Owner() = default;
    /// A whole frame. False: no further one is wanted now; read_on() says when.
    virtual bool take_frame(Connection& from, wire::FrameKind kind, std::string_view payload) = 0;
    /// It has read so much that rows may come again.
    virtual void has_room(Connection& from) = 0;
    /// It has read nothing for long: true when that keeps nobody from a pwsh.
    virtual bool may_wait(Connection& from) = 0;
    /// It is gone, or is to go. The last call.
    virtual void lost(Connection& from) = 0;
  };

  Connection(Loop& loop, Owner& owner, io::Descriptor socket, std::uint64_t id,
             ConnectionLimits limits);
  /// Starts to read.
  void begin();

  [[nodiscard]] std::uint64_t id() const noexcept { return id_; }

  void frame(wire::FrameKind kind, std::string_view payload);
  void event(const Event& event);
  void row(RequestId request, std::string_view json);
  void error(const Error& error);
  /// Nothing more is read; it is lost when all has been written.
  void finish();
  void read_on();
  /// The peer has said who it is and in which version; until then it has little time.
  void greeted();

  /// So much waits for it to read that its rows are to stop. `in_a_queue`: others wait for its
  /// pwsh.
  [[nodiscard]] bool is_full(bool in_a_queue) const noexcept {
    return backlog() > (in_a_queue ? limits_.row_bytes_in_a_queue : limits_.row_bytes);
  }
  [[nodiscard]] bool is_greeted() const noexcept { return greeted_; }
  [[nodiscard]] bool is_gone() const noexcept { return gone_; }
  /// Ends it at once, without a word to the owner.
  void close() noexcept;

  bool only_stop = false;  ///< the superuser's, who may end the agent and nothing else
  bool slow = false;       ///< it has said that it reads slowly

 private:
  [[nodiscard]] std::size_t backlog() const noexcept { return out_.size() - written_; }
  void readable();
  void take(wire::FrameReader::Status status);
  void watch();
  void wrote_frame();
  void flush();
  void stalled();
  void lose();
  void set_deadline();

  Loop& loop_;
  Owner& owner_;
  io::Descriptor socket_;
  std::uint64_t id_;
  ConnectionLimits limits_;
  wire::FrameReader reader_;
  std::string out_;
  std::size_t written_ = 0;
  std::chrono::steady_clock::time_point moved_;  // when it took something last
  bool greeted_ = false;
  bool stopped_ = false;  // the owner wants no further frame
  bool finishing_ = false;
  bool flushing_soon_ = false;
  bool was_full_ = false;
  bool gone_ = false;
  std::unique_ptr<io::SocketWatch> watch_;
  Loop::Handle deadline_;
  Loop::Handle stall_;
};

}  // namespace teamsctl::agent
