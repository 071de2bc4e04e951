#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "teamsctl/loop.hpp"

namespace teamsctl {

struct [[gnu::visibility("hidden")]] Loop::Impl {
  // One thread runs it: no locks are needed inside Asio.
  boost::asio::io_context context{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{
      context.get_executor()};
};

}  // namespace teamsctl
