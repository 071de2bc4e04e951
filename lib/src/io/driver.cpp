#include "io/driver.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <cstdint>

#include "io/quiet_write.hpp"

namespace teamsctl::io {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t record_chunk = 256 * 1024;
constexpr std::size_t console_chunk = 64 * 1024;
constexpr std::chrono::milliseconds channel_grace{100};

asio::posix::stream_descriptor adopt(asio::io_context& context, Descriptor& owner) {
  return asio::posix::stream_descriptor(context, owner.release());
}

}  // namespace

Driver::Driver(asio::io_context& context, Client& client, ChildProcess child,
               std::size_t most_outgoing)
    : client_(&client),
      child_(std::move(child)),
      most_outgoing_(most_outgoing),
      requests_{.descriptor = adopt(context, child_.requests)},
      terminal_{.descriptor = adopt(context, child_.terminal)},
      records_(adopt(context, child_.records)),
      output_(adopt(context, child_.output)),
      error_(adopt(context, child_.error)),
      exit_(adopt(context, child_.exit)),
      timer_(context),
      stop_timer_(context),
      grace_timer_(context),
      record_buffer_(record_chunk),
      output_buffer_(console_chunk),
      error_buffer_(console_chunk),
      terminal_buffer_(4096) {}

void Driver::begin() {
  requests_.descriptor.native_non_blocking(true);
  terminal_.descriptor.native_non_blocking(true);
  read_records();
  read_console(output_, core::ConsoleStream::output, output_buffer_);
  read_console(error_, core::ConsoleStream::error, error_buffer_);
  read_console(terminal_.descriptor, core::ConsoleStream::terminal, terminal_buffer_);
  await_exit();
}

void Driver::detach() {
  client_ = nullptr;
  error_code ignored;
  for (auto* descriptor :
       {&requests_.descriptor, &terminal_.descriptor, &records_, &output_, &error_, &exit_})
    descriptor->close(ignored);
  timer_.cancel();
  stop_timer_.cancel();
  grace_timer_.cancel();
}

bool Driver::send(Secret line) { return enqueue(requests_, std::move(line)); }
bool Driver::type(Secret text) { return enqueue(terminal_, std::move(text)); }

bool Driver::enqueue(Writer& writer, Secret bytes) {
  if (!writer.descriptor.is_open())
    return true;  // its end has been reported already, or was asked for
  if (writer.queued_bytes + bytes.size() > most_outgoing_) return false;
  writer.queued_bytes += bytes.size();
  writer.queue.push_back(std::move(bytes));
  if (!writer.writing) write_next(writer);
  return true;
}

void Driver::write_next(Writer& writer) {
  if (writer.queue.empty() || !writer.descriptor.is_open()) return;
  writer.writing = true;
  // Not async_write: it would raise SIGPIPE, which ends a program that does not expect it.
  writer.descriptor.async_wait(asio::posix::stream_descriptor::wait_write,
                               [self = shared_from_this(), &writer](error_code error) {
                                 writer.writing = false;
                                 if (!error) error = self->write_some(writer);
                                 if (!error) {
                                   self->write_next(writer);
                                   // The end of the requests was asked for while some were still on
                                   // their way.
                                   if (writer.queue.empty() && !self->stop_steps_.empty() &&
                                       self->client_ != nullptr && &writer == &self->requests_) {
                                     error_code ignored;
                                     writer.descriptor.close(ignored);
                                   }
                                   return;
                                 }
                                 writer.queue.clear();
                                 writer.queued_bytes = 0;
                                 writer.written = 0;
                                 const bool lost = &writer == &self->requests_ &&
                                                   error != asio::error::operation_aborted;
                                 if (lost && self->client_ != nullptr) self->channel_ended();
                               });
}

boost::system::error_code Driver::write_some(Writer& writer) {
  const std::string_view bytes = writer.queue.front().reveal();
  const ssize_t size = quiet_write(writer.descriptor.native_handle(), bytes.substr(writer.written));
  if (size < 0)
    return errno == EAGAIN ? error_code() : error_code(errno, boost::system::system_category());
  writer.written += static_cast<std::size_t>(size);
  if (writer.written < bytes.size()) return {};
  writer.queued_bytes -= bytes.size();
  writer.written = 0;
  writer.queue.pop_front();
  return {};
}

void Driver::read_records() {
  if (paused_ || reading_records_ || exited_ || !records_.is_open()) return;
  reading_records_ = true;
  ++reads_;
  records_.async_read_some(asio::buffer(record_buffer_),
                           [self = shared_from_this()](error_code error, std::size_t size) {
                             self->reading_records_ = false;
                             --self->reads_;
                             self->handing_over_ = true;
                             if (self->client_ != nullptr && size != 0)
                               self->client_->records_came({self->record_buffer_.data(), size});
                             self->handing_over_ = false;
                             if (self->client_ == nullptr) return;
                             if (self->exited_) {
                               self->report_when_quiet();
                             } else if (!error) {
                               self->read_records();
                             } else {
                               error_code ignored;
                               self->records_.close(ignored);
                               self->channel_ended();
                             }
                           });
}

void Driver::read_console(asio::posix::stream_descriptor& descriptor, core::ConsoleStream stream,
                          std::vector<char>& buffer) {
  ++reads_;
  descriptor.async_read_some(asio::buffer(buffer), [self = shared_from_this(), &descriptor, stream,
                                                    &buffer](error_code error, std::size_t size) {
    --self->reads_;
    if (self->client_ != nullptr && size != 0)
      self->client_->console_came(stream, {buffer.data(), size});
    if (self->client_ == nullptr) return;
    // A console stream that pwsh has closed is no failure: its results come by another way. (A
    // terminal gives EIO then.)
    if (self->exited_)
      self->report_when_quiet();
    else if (!error)
      self->read_console(descriptor, stream, buffer);
  });
}

void Driver::channel_ended() {
  if (exited_ || grace_running_) return;
  grace_running_ = true;
  // Mostly it is the first sign of an exit, which says more.
  grace_timer_.expires_after(channel_grace);
  grace_timer_.async_wait([self = shared_from_this()](error_code error) {
    if (!error && self->client_ != nullptr && !self->exited_) self->client_->channel_closed();
  });
}

void Driver::await_exit() {
  exit_.async_wait(asio::posix::stream_descriptor::wait_read,
                   [self = shared_from_this()](error_code error) {
                     if (!error && self->client_ != nullptr) self->exited();
                   });
}

void Driver::exited() {
  // Not by the end of its pipes: a program that it has started may hold those open.
  exited_ = true;
  grace_timer_.cancel();
  // Reads that have their bytes already still hand them over; only then is it known what is left to
  // drain.
  error_code ignored;
  for (auto* descriptor : {&records_, &output_, &error_, &terminal_.descriptor})
    if (descriptor->is_open()) descriptor->cancel(ignored);
  report_when_quiet();
}

void Driver::report_when_quiet() {
  if (exited_ && reads_ == 0 && !paused_ && client_ != nullptr) drain_and_report();
}

void Driver::drain(asio::posix::stream_descriptor& descriptor,
                   const std::function<void(std::string_view)>& take) {
  if (!descriptor.is_open()) return;
  descriptor.non_blocking(true);
  for (;;) {
    const ssize_t size =
        ::read(descriptor.native_handle(), record_buffer_.data(), record_buffer_.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0 || client_ == nullptr) return;
    take({record_buffer_.data(), static_cast<std::size_t>(size)});
  }
}

void Driver::drain_and_report() {
  if (reported_) return;
  // What it left behind must stop writing, or this would never end.
  const std::optional<core::ChildEnd> end = child_.reap();
  if (!end) {
    await_exit();
    return;
  }
  reported_ = true;
  drain(records_, [&](std::string_view bytes) { client_->records_came(bytes); });
  drain(output_,
        [&](std::string_view bytes) { client_->console_came(core::ConsoleStream::output, bytes); });
  drain(error_,
        [&](std::string_view bytes) { client_->console_came(core::ConsoleStream::error, bytes); });
  if (client_ != nullptr) {
    Client* const client = client_;
    const auto self = shared_from_this();
    detach();
    client->child_ended(*end);
  }
}

void Driver::pause_records(bool paused) {
  if (paused_ == paused) return;
  paused_ = paused;
  // A read now would go into the bytes that the client still looks at; it follows by itself when
  // that has them all.
  if (paused || handing_over_) return;
  if (exited_)
    asio::post(timer_.get_executor(), [self = shared_from_this()] { self->report_when_quiet(); });
  else
    read_records();
}

void Driver::wake_at(std::optional<core::TimePoint> time) {
  if (time == wake_at_) return;
  wake_at_ = time;
  timer_.cancel();
  if (!time) return;
  timer_.expires_at(*time);
  timer_.async_wait([self = shared_from_this()](error_code error) {
    if (error || self->client_ == nullptr) return;
    self->wake_at_.reset();
    self->client_->time_came();
  });
}

void Driver::stop(core::StopPlan plan) {
  const bool under_way = !stop_steps_.empty();
  stop_steps_.assign(plan.begin(), plan.end());
  if (under_way) stop_timer_.cancel();
  next_stop_step();
}

void Driver::next_stop_step() {
  if (stop_steps_.empty() || client_ == nullptr || reported_) return;
  const core::StopStep step = stop_steps_.front();
  switch (step.action) {
    case core::StopStep::Action::close_requests:
      // An exit request may still be on its way out; write_next closes behind it.
      if (requests_.queue.empty()) {
        error_code ignored;
        requests_.descriptor.close(ignored);
      }
      break;
    case core::StopStep::Action::kill_session:
      child_.kill_session();
      break;
  }
  stop_timer_.expires_after(step.wait);
  stop_timer_.async_wait([self = shared_from_this()](error_code error) {
    if (error || self->stop_steps_.empty()) return;
    self->stop_steps_.pop_front();
    self->next_stop_step();
  });
}

}  // namespace teamsctl::io
