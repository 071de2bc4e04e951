#include "serve/server.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

#include "teamsctl/error.hpp"

namespace teamsctl::cli {
namespace {

using std::chrono::milliseconds;

// pwsh has two seconds to end in good order, and is killed then; the third is for that.
constexpr milliseconds end_limit{3000};
constexpr milliseconds hang_up_check{200};

Options for_serve(Options options) {
  // Whoever started this is asked by events; the terminal may be another person's.
  options.sign_in.no_input = true;
  return options;
}

}  // namespace

ServeServer::ServeServer(Options options, Log& log)
    : options_(for_serve(std::move(options))),
      most_sessions_(std::get<ServeCommand>(options_.command).max_sessions),
      log_(log),
      signals_(loop_, [this](int number) { signal(number); }),
      writer_(
          loop_, [this] { full(); }, [this] { drained(); }),
      send_([this](std::string_view event) { send(event); }),
      own_(loop_, options_.sign_in, log_,
           [this](AnySession& asking, const Challenge& challenge) {
             for (const auto& session : sessions_)
               if (session->is(asking)) session->ask_client(challenge);
           }),
      transcript_(options_.transcript),
      input_(loop_, [this](const MessageLines::Line* line) {
        if (ending_) return;
        if (line != nullptr)
          take(*line);
        else
          end();
      }) {}

int ServeServer::run() {
  send(EventLine("hello", {})
           .number("protocol", 1)
           .text("version", TEAMSCTL_VERSION)
           .number("max_sessions", most_sessions_)
           .end_line());
  writer_.flush();
  while (!over()) {
    loop_.run_one(std::chrono::hours(1));
    turn();
  }
  sessions_.clear();
  if (signal_ != 0) return 128 + (signal_ == SIGINT ? SIGINT : SIGTERM);
  return writer_.error() || !writer_.empty() ? exit_status(ErrorCode::output) : 0;
}

bool ServeServer::over() const {
  return abandoned_ || (ending_ && sessions_.empty() && (writer_.empty() || writer_.error()));
}

void ServeServer::turn() {
  for (const auto& session : sessions_) session->flush();
  std::erase_if(sessions_, [](const auto& session) { return session->closed(); });
  if (std::none_of(sessions_.begin(), sessions_.end(),
                   [](const auto& session) { return session->busy(); }))
    cancelled_ = false;
  if (ending_ && sessions_.empty() && exit_id_) {
    const std::string id = *std::exchange(exit_id_, std::nullopt);
    send(done_event({.line = {}, .id = id, .session = {}}, 0, milliseconds(0)));
  }
  writer_.flush();
  // Nobody hears the answers any more.
  if (writer_.error() && !ending_) end();
}

void ServeServer::full() {
  full_ = true;
  for (const auto& session : sessions_) session->pause();
  if (ending_) return;
  // Requests wait as well, each of which would have answers. Their writer may be gone, though, with
  // all of them unread.
  input_.pause();
  hang_up_watch_ = loop_.after(hang_up_check, [this] {
    if (full_ && !ending_) MessageInput::hung_up() ? end() : full();
  });
}

void ServeServer::drained() {
  full_ = false;
  hang_up_watch_.reset();
  for (const auto& session : sessions_) session->resume();
  if (!ending_) input_.resume();
}

void ServeServer::signal(int number) {
  if (number == SIGTSTP) {
    ::kill(::getpid(), SIGSTOP);
    return;
  }
  log_.debug("signal " + std::to_string(number));
  if (ending_ && signal_ != 0) {
    abandoned_ = true;  // the destructors of the sessions end pwsh at once
    return;
  }
  // The first Ctrl-C stops what runs and keeps the sessions.
  if (number == SIGINT && !ending_ && !std::exchange(cancelled_, true)) {
    bool stopped = false;
    for (const auto& session : sessions_)
      if (session->open() && session->cancel("")) stopped = true;
    if (stopped) return;
  }
  signal_ = number;
  end();
}

void ServeServer::end() {
  if (std::exchange(ending_, true)) {
    if (signal_ != 0) watch_the_end();
    return;
  }
  input_.pause();
  for (const auto& session : sessions_)
    if (session->open()) session->close();
  watch_the_end();
}

/// What is not done in time is left. A reader that still reads gets all of it, unless a signal said
/// to stop.
void ServeServer::watch_the_end() {
  waiting_ = writer_.waiting();
  end_watch_ = loop_.after(end_limit, [this] {
    const bool goes_on = signal_ == 0 && sessions_.empty() && writer_.waiting() < waiting_;
    if (goes_on)
      watch_the_end();
    else
      abandoned_ = true;
  });
}

}  // namespace teamsctl::cli
