#include "scenario/accounts.hpp"

#include <algorithm>
#include <array>

#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::string_view password_of_all = "Passw0rd!";

struct Account {
  std::string_view username;
  Steps (*steps)();
};

const std::array accounts = {
    Account{"mfa@contoso.example", [] { return Steps{AskCode{}}; }},
    Account{"nomfa@contoso.example", [] { return Steps{}; }},
    Account{"device@contoso.example", [] { return Steps{DeviceCode{}}; }},
    Account{"totp@contoso.example",
            [] { return Steps{AskCode{.totp_secret = "JBSWY3DPEHPK3PXP"}}; }},
    Account{"locked@contoso.example", [] { return Steps{Aadsts{50053}}; }},
    Account{"needsmfa@contoso.example", [] { return Steps{Aadsts{50076}}; }},
};

}  // namespace

SignInDecision decide_sign_in(std::string_view username, std::string_view password) {
  const auto account = std::find_if(accounts.begin(), accounts.end(), [&](const Account& one) {
    return same_text(one.username, username);
  });
  if (account == accounts.end()) return {.credential_accepted = false, .steps = {Aadsts{50034}}};
  if (password != password_of_all) return {.credential_accepted = false, .steps = {Aadsts{50126}}};
  return {.credential_accepted = true, .steps = account->steps()};
}

}  // namespace teamsctl::simulator
