#include "scenario/module_refusals.hpp"

#include <algorithm>
#include <array>

#include "scenario/entra_refusals.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::string_view of_client = "Microsoft.Identity.Client.MsalClientException";
constexpr std::string_view of_service = "Microsoft.Identity.Client.MsalServiceException";
constexpr std::string_view of_user = "Microsoft.Identity.Client.MsalUiRequiredException";

// As they were reported, to the letter; the exception's type is a guess where nobody reported it.
constexpr std::array refusals = {
    ModuleRefusal{"assembly_clash",
                  "Could not load file or assembly 'Microsoft.Identity.Client, Version=4.83.1.0, "
                  "Culture=neutral, PublicKeyToken=0a613f4dd989e8ae'. The located assembly's "
                  "manifest definition does not match the assembly reference. (0x80131040)",
                  "System.IO.FileLoadException", false},
    ModuleRefusal{"certificate_provider", "Invalid provider type specified.",
                  "System.Security.Cryptography.CryptographicException", false},
    ModuleRefusal{"expired_tokens", "IDX10223: Lifetime validation failed. The token is expired.",
                  "Microsoft.IdentityModel.Tokens.SecurityTokenExpiredException", false},
    ModuleRefusal{"no_browser",
                  "Unable to open a web page using xdg-open, gnome-open, kfmclient or wslview "
                  "tools. See inner exception for details. Possible causes for this error are: "
                  "tools are not installed or they cannot open a URL. Make sure you can open a web "
                  "page by invoking from a terminal: xdg-open https://www.bing.com ",
                  of_client},
    ModuleRefusal{"no_browser_sudo",
                  "Unable to open a web page using xdg-open, gnome-open, kfmclient or wslview "
                  "tools in sudo mode. Please run the process as non-sudo user.",
                  of_client},
    ModuleRefusal{"not_azure", "Network is unreachable (169.254.169.254:80)", of_service},
    ModuleRefusal{"password_required",
                  "password_required_for_managed_user: Password is required for managed user",
                  of_client},
    ModuleRefusal{"tenant_type", "Not supported tenant type.", "System.Exception", false},
    ModuleRefusal{"unequal_tokens",
                  "The provided tokens must have less than 5400 seconds difference in the time "
                  "range of expiration.",
                  "System.Exception", false},
    ModuleRefusal{"unequal_tokens_old",
                  "The provided tokens must have less than 180 seconds difference in the time "
                  "range of expiration.",
                  "System.Exception", false},
    ModuleRefusal{"wam",
                  "Broker response returned error: WAM Error Wam plugin "
                  "Microsoft.Identity.Client.Platforms.Features.WamBroker.AadPlugin Error code: "
                  "3399614476 Error Message: SubError: basic_action V2Error: invalid_grant "
                  "AADSTS50076: Due to a configuration change made by your administrator, or "
                  "because you moved to a new location, you must use multi-factor authentication "
                  "to access '48ac35b8-9aa8-4d74-927d-1f4a14a0b239'.",
                  of_user},
};

}  // namespace

const ModuleRefusal* find_module_refusal(std::string_view name) {
  const auto found =
      std::find_if(refusals.begin(), refusals.end(),
                   [&](const ModuleRefusal& refusal) { return refusal.name == name; });
  return found == refusals.end() ? nullptr : &*found;
}

std::string known_module_refusals() {
  std::string all;
  for (const auto& refusal : refusals) append_item(all, refusal.name);
  return all;
}

std::vector<ErrorRecord> records_of(const ModuleRefusal& refusal, std::string_view cmdlet) {
  auto records = records_of(refusal.text, refusal.exception, cmdlet);
  if (!refusal.wrapped) records.erase(records.begin());
  return records;
}

}  // namespace teamsctl::simulator
