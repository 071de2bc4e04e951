#include "teamsctl/loop.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <system_error>
#include <utility>

#include "io/loop_impl.hpp"

namespace teamsctl {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// Watches a descriptor that belongs to somebody else: it is released, not closed, in the end.
class Watch : public std::enable_shared_from_this<Watch> {
 public:
  Watch(asio::io_context& context, int descriptor, asio::posix::descriptor_base::wait_type what,
        std::function<void()> ready)
      : descriptor_(context), what_(what), ready_(std::move(ready)) {
    error_code error;
    descriptor_.assign(descriptor, error);
    if (error) throw std::system_error(error.value(), std::system_category(), "watch");
  }
  ~Watch() { stop(); }

  void next() {
    descriptor_.async_wait(what_, [self = shared_from_this()](error_code error) {
      if (error || self->stopped_) return;
      self->ready_();
      if (!self->stopped_) self->next();
    });
  }

  void stop() {
    if (std::exchange(stopped_, true)) return;
    (void)descriptor_.release();
  }

 private:
  asio::posix::stream_descriptor descriptor_;
  asio::posix::descriptor_base::wait_type what_;
  std::function<void()> ready_;
  bool stopped_ = false;
};

struct WatchHandle : Loop::Handle::Concept {
  explicit WatchHandle(std::shared_ptr<Watch> watch) : watch_(std::move(watch)) {}
  ~WatchHandle() override { watch_->stop(); }
  std::shared_ptr<Watch> watch_;
};

struct TimerHandle : Loop::Handle::Concept {
  TimerHandle(asio::io_context& context, std::chrono::milliseconds delay, std::function<void()> due)
      : timer_(context, delay), alive_(std::make_shared<bool>(true)) {
    timer_.async_wait([alive = alive_, due = std::move(due)](error_code error) {
      if (!error && *alive) due();
    });
  }
  ~TimerHandle() override { *alive_ = false; }
  asio::steady_timer timer_;
  std::shared_ptr<bool> alive_;
};

Loop::Handle watch(asio::io_context& context, int descriptor,
                   asio::posix::descriptor_base::wait_type what, std::function<void()> ready) {
  auto shared = std::make_shared<Watch>(context, descriptor, what, std::move(ready));
  shared->next();
  return Loop::Handle(std::make_unique<WatchHandle>(std::move(shared)));
}

}  // namespace

Loop::Loop() : impl_(std::make_unique<Impl>()) {}
Loop::~Loop() = default;

bool Loop::run_one(std::chrono::milliseconds longest) {
  // run_one_for() would not even look when no time is given.
  if (longest <= std::chrono::milliseconds::zero()) return impl_->context.poll_one() != 0;
  return impl_->context.run_one_for(longest) != 0;
}

Loop::Handle Loop::watch_readable(int descriptor, std::function<void()> ready) {
  return watch(impl_->context, descriptor, asio::posix::descriptor_base::wait_read,
               std::move(ready));
}

Loop::Handle Loop::watch_writable(int descriptor, std::function<void()> ready) {
  return watch(impl_->context, descriptor, asio::posix::descriptor_base::wait_write,
               std::move(ready));
}

Loop::Handle Loop::after(std::chrono::milliseconds delay, std::function<void()> due) {
  return Handle(std::make_unique<TimerHandle>(impl_->context, delay, std::move(due)));
}

}  // namespace teamsctl
