#include "agent/server.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <csignal>
#include <exception>
#include <system_error>

#include "io/loop_impl.hpp"
#include "wire/agent_event.hpp"

namespace teamsctl::agent {
namespace {

// Others are heard between two handfuls of new ones.
constexpr int accepted_at_once = 64;
constexpr std::chrono::milliseconds breath{100};
constexpr std::chrono::milliseconds for_last_words{1'000};

io::Descriptor reserve() { return io::Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

io::Descriptor signal_descriptor() {
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  sigset_t set;
  ::sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) ::sigaddset(&set, number);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  io::Descriptor descriptor(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!descriptor) throw std::system_error(errno, std::generic_category(), "signalfd");
  return descriptor;
}

/// As many descriptors as there may be: each client has one.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

void refuse(int descriptor, const std::string& message, const std::string& hint) {
  std::string bytes;
  wire::add_frame(
      bytes, wire::FrameKind::error,
      wire::error_json(
          {.code = ErrorCode::agent, .message = message, .hint = hint, .retryable = true}));
  (void)::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

Error ending() {
  return {.code = ErrorCode::agent,
          .message = "The agent is being ended.",
          .hint = "Write teamsctl login to sign in again."};
}

}  // namespace

Server::Server(AgentOptions options, Listener listener, std::string socket)
    : options_(std::move(options)),
      socket_(std::move(socket)),
      listener_(std::move(listener)),
      reserve_(reserve()),
      signals_(signal_descriptor()),
      since_(std::chrono::system_clock::now()),
      lifetime_{.since = boot_now(), .used = boot_now(), .idle = options_.idle},
      timer_(loop_, [this] { time_came(); }) {
  raise_descriptor_limit();
  acceptable_ = loop_.watch_readable(listener_.descriptor(), [this] { accept_some(); });
  signal_ = loop_.watch_readable(signals_.get(), [this] { signalled(); });
  set_timer();
}

Server::~Server() {
  for (auto& [id, guest] : guests_) guest.connection->close();
}

void Server::run() {
  if (options_.ready) options_.ready();
  while (!ended_) loop_.run_one(std::chrono::hours(1));
}

void Server::accept_some() {
  for (int i = 0; i < accepted_at_once && !ending_; ++i)
    if (!accept_one()) return;
}

bool Server::accept_one() {
  io::Descriptor socket(
      ::accept4(listener_.descriptor(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!socket) {
    if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS)
      out_of_descriptors();
    return errno == ECONNABORTED || errno == EINTR;
  }
  // R26: before a byte is read.
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return true;
  const bool ours = peer.uid == ::geteuid();
  if (!ours && peer.uid != 0) return true;
  if (guests_.size() >= options_.clients) {
    refuse(socket.get(),
           "The agent is busy: it has " + std::to_string(guests_.size()) + " clients.",
           "Try again, or start fewer at a time.");
    return true;
  }
  const std::uint64_t id = ++last_guest_;
  const auto connection =
      std::make_shared<Connection>(loop_, *this, std::move(socket), id,
                                   ConnectionLimits{.request_bytes = options_.request_bytes});
  connection->only_stop = !ours;
  guests_[id].connection = connection;
  touch();
  connection->begin();
  return true;
}

/// The one descriptor that is kept for it lets the client be told; without that it would wait for
/// ever.
void Server::out_of_descriptors() {
  reserve_.reset();
  io::Descriptor socket(::accept4(listener_.descriptor(), nullptr, nullptr, SOCK_CLOEXEC));
  const bool refused = static_cast<bool>(socket);
  if (refused)
    refuse(socket.get(), "The agent has no descriptor left.",
           "Try again, or start fewer at a time.");
  socket.reset();  // before the reserve is taken again
  reserve_ = reserve();
  if (refused) return;
  acceptable_.reset();
  accept_later_ = loop_.after(breath, [this] {
    if (!ending_)
      acceptable_ = loop_.watch_readable(listener_.descriptor(), [this] { accept_some(); });
  });
}

void Server::signalled() {
  signalfd_siginfo about{};
  while (::read(signals_.get(), &about, sizeof about) == static_cast<ssize_t>(sizeof about)) {
    if (about.ssi_signo == SIGUSR1)
      end_sessions({.code = ErrorCode::session_expired,
                    .message = "The agent was told to drop its sessions.",
                    .hint = "Write teamsctl login to sign in again."});
    else
      begin_end();
  }
}

std::size_t Server::end_sessions(const Error& reason, const std::string* identity) {
  std::vector<HostedSession*> all;
  for (const auto& session : sessions_)
    if (!session->is_leaving() && (identity == nullptr || session->identity() == *identity))
      all.push_back(session.get());
  for (HostedSession* session : all) session->end(reason);
  return all.size();
}

void Server::begin_end() {
  if (std::exchange(ending_, true)) return;
  acceptable_.reset();
  listener_.unpublish();
  end_sessions(ending());
  end_when_empty();
}

void Server::end_when_empty() {
  if (!ending_ || !sessions_.empty() || last_words_) return;
  for (const Client& client : std::exchange(stoppers_, {}))
    client->frame(wire::FrameKind::done, "{}");
  std::vector<Client> all;
  for (auto& [id, guest] : guests_) all.push_back(guest.connection);
  for (const Client& client : all) client->finish();
  last_words_ = loop_.after(all.empty() ? std::chrono::milliseconds(0) : for_last_words,
                            [this] { ended_ = true; });
}

void Server::touch() {
  lifetime_.used = boot_now();
  set_timer();
}

void Server::set_timer() {
  std::optional<BootTime> first;
  bool any = false;
  for (const auto& session : sessions_) {
    if (session->is_leaving()) continue;
    any = true;
    // What runs may finish; its end sets the timer again.
    if (const auto end = session->lifetime().end(); end && !session->is_busy())
      first = std::min(first.value_or(*end), *end);
  }
  if (!any && !ending_) first = lifetime_.end();
  timer_.set(first);
}

void Server::time_came() {
  const BootTime now = boot_now();
  bool any = false;
  std::vector<HostedSession*> old;
  for (const auto& session : sessions_) {
    if (session->is_leaving()) continue;
    if (!session->is_busy() && session->lifetime().over(now))
      old.push_back(session.get());
    else
      any = true;
  }
  for (HostedSession* session : old)
    session->end({.code = ErrorCode::session_expired,
                  .message = "The session of the agent has reached its time limit.",
                  .hint = "Write teamsctl login to sign in again."});
  if (!any && (!old.empty() || lifetime_.over(now)))
    begin_end();
  else
    set_timer();
}

bool Server::take_frame(Connection& from, wire::FrameKind kind, std::string_view payload) {
  const auto guest = guests_.find(from.id());
  if (guest == guests_.end()) return false;
  try {
    return take(guest->second, kind, payload);
  } catch (const std::exception& problem) {
    // One client must not be the end of the others.
    from.error({.code = ErrorCode::agent,
                .message = std::string("The agent cannot do that: ") + problem.what() + ".",
                .hint = "Try again; teamsctl agent status tells about it."});
    from.finish();
    return false;
  }
}

void Server::has_room(Connection& from) {
  const auto guest = guests_.find(from.id());
  if (guest != guests_.end() && guest->second.session != nullptr)
    guest->second.session->has_room(guest->second.connection);
}

bool Server::may_wait(Connection& from) {
  const auto guest = guests_.find(from.id());
  return guest != guests_.end() &&
         (guest->second.session == nullptr ||
          !guest->second.session->is_held_up_by(guest->second.connection));
}

void Server::lost(Connection& from) {
  const auto found = guests_.find(from.id());
  if (found == guests_.end()) return;
  const Guest guest = std::move(found->second);
  guests_.erase(found);
  if (guest.session != nullptr) guest.session->leave(guest.connection);
  touch();
  if (last_words_ && guests_.empty()) ended_ = true;
}

void Server::changed(HostedSession&) { set_timer(); }

void Server::leaving(HostedSession& session) {
  for (auto& [id, guest] : guests_)
    if (guest.session == &session) guest.session = nullptr;
  touch();
}

void Server::ended(HostedSession& session) {
  boost::asio::post(loop_.impl().context, [this, gone = &session] {
    sessions_.remove_if([&](const auto& any) { return any.get() == gone; });
    end_when_empty();
  });
}

}  // namespace teamsctl::agent

namespace teamsctl {

std::optional<Error> run_agent(AgentOptions options) {
  const agent::Place place = agent::agent_place();
  try {
    auto listener =
        options.listener ? agent::Listener::adopt(*options.listener) : agent::Listener::open(place);
    if (Error* error = std::get_if<Error>(&listener)) return std::move(*error);
    agent::Server(std::move(options), std::move(std::get<agent::Listener>(listener)), place.socket)
        .run();
    return std::nullopt;
  } catch (const std::system_error& problem) {
    return Error{.code = ErrorCode::agent,
                 .message = std::string("The agent cannot run: ") + problem.what() + ".",
                 .hint = "Check the limits of this process (ulimit -a)."};
  }
}

}  // namespace teamsctl
