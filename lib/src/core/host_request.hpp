#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/record.hpp"
#include "teamsctl/request.hpp"
#include "teamsctl/secret.hpp"

// What is sent to the session host, as values; wire/request_writer makes them into lines.
namespace teamsctl::core {

struct Credential {
  std::string username;
  std::optional<Secret> password;
};

/// A certificate object made by the host from a file.
struct CertificateFile {
  std::string path;
  bool encrypted = false;  ///< its private key needs the password
  std::optional<Secret> password;
};

/// A list of texts that are secret.
struct SecretTexts {
  std::vector<Secret> texts;
};

using HostValue = std::variant<std::string, std::int64_t, bool, Switch, std::vector<std::string>,
                               Credential, CertificateFile, SecretTexts>;
using HostParameters = std::vector<std::pair<std::string, HostValue>>;

struct HostInvoke {
  HostRequestId id = 0;  ///< given by the machine when it sends
  std::string command;
  HostParameters parameters;
  std::vector<std::string> properties;  ///< only these of each result, in this order; empty for all
  std::vector<std::string> strings;     ///< members of each result that are written as their text;
                                        ///< "*X": whose names end in X
};

/// PowerShell text that runs in the session's global scope.
struct HostScript {
  HostRequestId id = 0;  ///< given by the machine when it sends
  std::string text;
  bool read_only = false;  ///< the host refuses what may change something
};

struct HostAnswer {
  std::uint64_t prompt = 0;
  std::variant<Secret, Credential, int> value;
};

struct HostDecline {
  std::uint64_t prompt = 0;
};

struct HostCancel {
  HostRequestId id = 0;
};

struct HostExit {};

using HostRequest =
    std::variant<HostInvoke, HostScript, HostAnswer, HostDecline, HostCancel, HostExit>;

}  // namespace teamsctl::core
