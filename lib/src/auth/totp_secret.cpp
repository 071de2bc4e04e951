#include <memory>
#include <utility>
#include <vector>

#include "auth/one_fetch.hpp"
#include "auth/totp_seed.hpp"
#include "core/overloaded.hpp"
#include "core/totp_window.hpp"
#include "teamsctl/secret_source.hpp"

namespace teamsctl {
namespace {

using core::TotpWindow;

class TotpSecret final : public auth::OneFetch {
 public:
  using Seeds = std::vector<std::unique_ptr<SecretSource>>;

  TotpSecret(std::string name, Seeds seeds, int digits, WallClock clock)
      : OneFetch(std::move(name)),
        seeds_(std::move(seeds)),
        digits_(digits),
        clock_(std::move(clock)) {}

  [[nodiscard]] bool available() const override {
    return !failed_ && (window_ || next_seed() != nullptr);
  }

 private:
  void begin(Loop& loop, const Challenge& challenge) override {
    if (failed_)
      fail(ErrorCode::input_needed, name_, "has failed before.", "");
    else if (window_)
      give_code(loop);
    else
      fetch_seed(loop, challenge);
  }

  void let_go() override {
    // A seed's source that is abandoned has not failed, and is asked again.
    if (std::exchange(asking_, false)) seeds_[--asked_]->abandon();
  }

  [[nodiscard]] SecretSource* next_seed() const {
    for (std::size_t i = asked_; i < seeds_.size(); ++i)
      if (seeds_[i]->available()) return seeds_[i].get();
    return nullptr;
  }

  void fetch_seed(Loop& loop, const Challenge& challenge) {
    while (asked_ < seeds_.size() && !seeds_[asked_]->available()) ++asked_;
    if (asked_ == seeds_.size()) {
      fail(ErrorCode::input_needed, name_, "no secret came." + problems_,
           "Give the secret that the authenticator app was set up with.");
      return;
    }
    SecretSource& source = *seeds_[asked_++];
    asking_ = true;
    source.fetch(
        loop, challenge, [this, &loop, challenge, &source](std::variant<Secret, Error> result) {
          asking_ = false;
          if (const Secret* text = std::get_if<Secret>(&result)) {
            take_seed(loop, *text, std::string(source.name()));
          } else if (Error& error = std::get<Error>(result); error.code == ErrorCode::insecure) {
            failed_ = true;
            finish(std::move(error));
          } else {
            problems_ += " " + error.message;
            fetch_seed(loop, challenge);
          }
        });
  }

  /// `from`: the option that has to be mended when the seed is none.
  void take_seed(Loop& loop, const Secret& text, const std::string& from) {
    auto parsed = auth::parse_totp_seed(text);
    if (const std::string* why = std::get_if<std::string>(&parsed)) {
      fail(ErrorCode::usage, from, "the secret " + *why + ".",
           "Give base32 (letters and 2 to 7) or an otpauth://totp/ URI.");
      return;
    }
    seed_ = std::move(std::get<auth::TotpSeed>(parsed));
    const std::string wanted = ", and " + std::to_string(digits_) + " are wanted.";
    if (seed_.digits && *seed_.digits != digits_) {
      const std::string its = std::to_string(*seed_.digits);
      fail(ErrorCode::usage, from, "its codes have " + its + " digits" + wanted,
           "Say so: --mfa-code-digits " + its);
    } else if (digits_ < 6 || digits_ > 8) {
      fail(ErrorCode::usage, from, "codes by time have 6 to 8 digits" + wanted,
           "Check --mfa-code-digits.");
    } else {
      window_.emplace(seed_.period);
      give_code(loop);
    }
  }

  void give_code(Loop& loop) {
    window_->begin();
    send_or_wait(loop);
  }

  void send_or_wait(Loop& loop) {
    std::visit(core::Overloaded{
                   [&](TotpWindow::Send now) { finish(auth::totp_code(seed_, now.step, digits_)); },
                   [&](TotpWindow::Wait wait) {
                     due_ = loop.after(wait.time, [this, &loop] { send_or_wait(loop); });
                   },
                   [&](TotpWindow::GiveUp) {
                     fail(ErrorCode::input_needed, name_,
                          "the clock of this machine does not go on.", "Set it right.");
                   },
               },
               window_->decide(clock_()));
  }

  void fail(ErrorCode code, const std::string& who, const std::string& what, std::string hint) {
    failed_ = true;
    finish(Error{.code = code, .message = who + ": " + what, .hint = std::move(hint)});
  }

  Seeds seeds_;
  std::size_t asked_ = 0;
  bool asking_ = false;  // the last of those is at work
  int digits_;
  WallClock clock_;
  auth::TotpSeed seed_;
  std::optional<TotpWindow> window_;  // once there is a seed
  std::string problems_;
  bool failed_ = false;
};

}  // namespace

std::unique_ptr<SecretSource> totp_secret(std::string name,
                                          std::vector<std::unique_ptr<SecretSource>> seeds,
                                          int digits, WallClock clock) {
  return std::make_unique<TotpSecret>(std::move(name), std::move(seeds), digits, std::move(clock));
}

}  // namespace teamsctl
