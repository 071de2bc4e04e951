#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "io/descriptor.hpp"
#include "io/socket_watch.hpp"
#include "teamsctl/error.hpp"
#include "teamsctl/loop.hpp"
#include "teamsctl/secret.hpp"
#include "wire/agent_frame.hpp"

namespace teamsctl::agent {

/// The client's end of a connection to the agent: frames there, frames back, and its end.
class Client : public std::enable_shared_from_this<Client> {
 public:
  class Owner {
   public:
    virtual ~Owner() = default;
    virtual void take_frame(wire::FrameKind kind, std::string_view payload) = 0;
    /// The last call: the agent is gone, is silent, or is of another release.
    virtual void lost(const Error& error, bool welcomed) = 0;
  };

  Client(Loop& loop, Owner& owner, io::Descriptor socket);
  void begin();

  void send(wire::FrameKind kind, std::string_view payload);
  void send(wire::FrameKind kind, std::uint64_t number, std::string_view payload);
  void send_secret(wire::FrameKind kind, std::uint64_t number, const Secret& payload);

  /// Reads nothing more until resume(), and tells the agent.
  void pause();
  void resume();

  /// Ends it at once; the owner is not called any more.
  void close() noexcept;

 private:
  struct Piece {
    std::string text;
    Secret secret;
    std::size_t written = 0;
    [[nodiscard]] std::string_view rest() const {
      const std::string_view all = secret.empty() ? std::string_view(text) : secret.reveal();
      return all.substr(written);
    }
  };
  std::string& text();
  void flush_soon();
  void flush();
  void readable();
  void watch();
  void lose(const Error& error);

  Loop& loop_;
  Owner* owner_;
  io::Descriptor socket_;
  wire::FrameReader reader_;
  std::deque<Piece> out_;
  bool welcomed_ = false;
  bool paused_ = false;
  bool flushing_soon_ = false;
  std::unique_ptr<io::SocketWatch> watch_;
  Loop::Handle silence_;
};

}  // namespace teamsctl::agent
