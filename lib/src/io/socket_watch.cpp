#include "io/socket_watch.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <utility>

#include "io/loop_impl.hpp"

namespace teamsctl::io {

namespace asio = boost::asio;
using WaitType = asio::posix::descriptor_base::wait_type;

struct SocketWatch::Impl : std::enable_shared_from_this<Impl> {
  struct Way {
    WaitType type;
    std::function<void()> call;
    bool wanted = false;
    bool waiting = false;  // a wait cannot be taken back alone; what comes unwanted is passed over
  };

  Impl(asio::io_context& context, int descriptor, std::function<void()> readable,
       std::function<void()> writable)
      : descriptor_(context, descriptor),
        read_{asio::posix::descriptor_base::wait_read, std::move(readable)},
        write_{asio::posix::descriptor_base::wait_write, std::move(writable)} {}

  void want(Way& way, bool wanted) {
    way.wanted = wanted;
    if (!wanted || way.waiting || stopped_) return;
    way.waiting = true;
    descriptor_.async_wait(way.type,
                           [self = shared_from_this(), &way](boost::system::error_code error) {
                             way.waiting = false;
                             if (error || self->stopped_ || !way.wanted) return;
                             way.call();
                             if (!self->stopped_) self->want(way, way.wanted);
                           });
  }

  void stop() {
    if (!std::exchange(stopped_, true)) (void)descriptor_.release();
  }

  asio::posix::stream_descriptor descriptor_;
  Way read_;
  Way write_;
  bool stopped_ = false;
};

SocketWatch::SocketWatch(Loop& loop, int descriptor, std::function<void()> readable,
                         std::function<void()> writable)
    : impl_(std::make_shared<Impl>(loop.impl().context, descriptor, std::move(readable),
                                   std::move(writable))) {}

SocketWatch::~SocketWatch() { impl_->stop(); }

void SocketWatch::read(bool wanted) { impl_->want(impl_->read_, wanted); }
void SocketWatch::write(bool wanted) { impl_->want(impl_->write_, wanted); }
bool SocketWatch::writes() const noexcept { return impl_->write_.wanted; }

}  // namespace teamsctl::io
