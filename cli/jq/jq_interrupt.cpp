#include "jq/jq_interrupt.hpp"

#include <atomic>

namespace teamsctl::cli {
namespace {

std::atomic<jq_state*> running{nullptr};
std::atomic<int> caught{0};
static_assert(std::atomic<jq_state*>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

extern "C" void halt_running(int number) {
  // Once: libjq asserts that it is not halted twice. It sets three fields of its state and calls
  // nothing.
  if (jq_state* state = running.exchange(nullptr); state != nullptr)
    jq_halt(state, jv_invalid(), jv_invalid());
  caught = number;
}

}  // namespace

JqInterrupt::JqInterrupt(jq_state* state) {
  running = state;
  sigset_t mask;
  ::sigemptyset(&mask);
  ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  ::sigemptyset(&blocked_);
  struct sigaction halt {};
  halt.sa_handler = halt_running;
  ::sigfillset(&halt.sa_mask);
  for (std::size_t i = 0; i < std::size(numbers_); ++i) {
    if (::sigismember(&mask, numbers_[i]) != 1) continue;
    ::sigaddset(&blocked_, numbers_[i]);
    ::sigaction(numbers_[i], &halt, &before_[i]);
  }
  ::pthread_sigmask(SIG_UNBLOCK, &blocked_, nullptr);
}

JqInterrupt::~JqInterrupt() {
  ::pthread_sigmask(SIG_BLOCK, &blocked_, nullptr);
  for (std::size_t i = 0; i < std::size(numbers_); ++i)
    if (::sigismember(&blocked_, numbers_[i]) == 1) ::sigaction(numbers_[i], &before_[i], nullptr);
  running = nullptr;
  // Blocked again, so it waits for whoever reads it.
  if (const int number = caught.exchange(0); number != 0) ::raise(number);
}

bool JqInterrupt::stopped() const { return caught != 0; }

}  // namespace teamsctl::cli
