#include <catch2/catch.hpp>
#include <string>
#include <variant>

#include "messages/request.hpp"

using namespace teamsctl;
using namespace teamsctl::cli;

namespace {

/// "A=s:text B=i:5"
std::string shown(const Parameters& parameters) {
  std::string all;
  for (const auto& [name, value] : parameters) {
    all += (all.empty() ? "" : " ") + name + "=";
    if (const auto* text = std::get_if<std::string>(&value)) all += "s:" + *text;
    if (const auto* number = std::get_if<std::int64_t>(&value))
      all += "i:" + std::to_string(*number);
    if (const auto* flag = std::get_if<bool>(&value)) all += *flag ? "true" : "false";
    if (const auto* texts = std::get_if<std::vector<std::string>>(&value))
      for (const std::string& text : *texts) all += "[" + text + "]";
  }
  return all;
}

ClientMessage read(const std::string& line) {
  auto message = read_message(line);
  if (const BadMessage* bad = std::get_if<BadMessage>(&message))
    FAIL(line + ": " + bad->error.message);
  return std::get<ClientMessage>(std::move(message));
}

BadMessage refused(const std::string& line) {
  auto message = read_message(line);
  INFO(line);
  REQUIRE(std::holds_alternative<BadMessage>(message));
  CHECK(std::get<BadMessage>(message).error.code == ErrorCode::usage);
  return std::get<BadMessage>(std::move(message));
}

SignIn sign_in(const std::string& credentials) {
  ClientMessage message = read(R"({"type":"create_session","credentials":)" + credentials + "}");
  return std::move(*std::get<CreateSession>(message.body).sign_in);
}

}  // namespace

TEST_CASE("the head of a request comes back as it was written") {
  CHECK(read(R"({"type":"exit","id":-7})").head.id == "-7");
  CHECK(read(R"({"id":"a\"b","type":"exit"})").head.id == R"("a\"b")");
  CHECK(read(R"({"type":"exit"})").head.id.empty());
  CHECK(read(R"({"type":"exit","id":null})").head.id.empty());
  CHECK(read(R"({"type":"get_tenant","sessionId":"s 1"})").head.session == "s 1");
  CHECK(read(R"({"type":"get_tenant","session_id":"s"})").head.session == "s");
  for (const char* id : {"1.5", "1e3", "true", "[1]", "{}"})
    CHECK(refused(std::string(R"({"type":"exit","id":)") + id + "}").error.message.find("id: ") ==
          0);
  CHECK(refused(R"({"type":"exit","id":")" + std::string(300, 'x') + "\"}").head.id.empty());
}

TEST_CASE("what is wrong is named, and the id is known all the same") {
  struct Case {
    const char* line;
    const char* message;
  };
  const Case cases[] = {
      {R"({"id":1})", "type: it is missing."},
      {R"({"id":1,"type":5})", "type: it is no string."},
      {R"({"id":1,"type":"get_tenants"})", "There is no request 'get_tenants'."},
      {R"({"id":1,"type":"get-tenant"})", "There is no request 'get-tenant'."},
      {R"({"id":1,"type":"get_tenant","top":5})", "There is no member top here."},
      {R"({"id":1,"type":"get_phone_numbers","top":5,"top":6})", "top: it is there twice."},
      {R"({"id":1,"type":"get_phone_numbers","numberType":"a","number_type":"b"})",
       "numberType: it is there twice."},
      {R"({"id":1,"type":"get_phone_numbers","top":"5"})", "top: it is no whole number from 0."},
      {R"({"id":1,"type":"get_phone_numbers","top":-5})", "top: it is no whole number from 0."},
      {R"({"id":1,"type":"get_phone_numbers","city":5})", "city: it is no string."},
      {R"({"id":1,"type":"get_phone_numbers","user":"a","userPrincipalName":"b"})",
       "userPrincipalName: it is given as user as well."},
      {R"({"id":1,"type":"get_phone_numbers","capability":[1]})",
       "capability: it is neither a string nor an array of strings."},
      {R"({"id":1,"type":"get_user_info"})", "users: it is missing."},
      {R"({"id":1,"type":"get_user_info","users":[]})", "users: it is missing."},
      {R"({"id":1,"type":"get_policies","policyType":"nonsense"})",
       "policyType: there is no type 'nonsense'."},
      {R"({"id":1,"type":"assign_phone_number","user":"a","number":"tel:+1"})",
       "number: it begins with 'tel:'."},
      {R"({"id":1,"type":"assign_phone_number","user":"a","number":"+1","numberType":"X"})",
       "numberType: there is no type 'X'."},
      {R"({"id":1,"type":"remove_phone_number","user":"a"})",
       "remove-phone-number: number is missing."},
      {R"({"id":1,"type":"send_mfa_code"})", "code: it is missing."},
      {R"({"id":1,"type":"send_mfa_code","code":123456})", "code: it is no string."},
      {R"({"id":1,"type":"answer"})", "value: it is missing."},
      {R"({"id":1,"type":"command","command":"  "})", "command: it is missing."},
      {R"({"id":1,"type":"invoke","command":"Get-Date","parameters":[]})",
       "parameters: it is no object."},
      {R"({"id":1,"type":"create_session","credentials":"amy"})", "credentials: it is no object."},
      {R"({"id":1,"type":"create_session","credentials":{"user":"amy"}})",
       "There is no member credentials.user here."},
      {R"({"id":1,"type":"create_session","credentials":{"auth_type":"magic"}})",
       "credentials.authType: there is no such way to sign in."},
      {R"({"id":1,"type":"create_session","credentials":{"auth_type":"certificate"}})",
       "credentials.applicationId: it is missing."},
      {R"({"id":1,"type":"create_session","credentials":{"auth_type":"access_tokens","graph_token":"x"}})",
       "credentials.teamsToken: it is missing."},
      {R"({"id":1,"type":"cancel","target":true})",
       "target: it is neither a whole number nor a string of at most 254 bytes."},
  };
  for (const Case& one : cases) {
    const BadMessage bad = refused(one.line);
    CHECK(bad.error.message == one.message);
    CHECK(bad.head.id == "1");
  }
  CHECK(refused(R"({"type":"get_tenants"})").error.hint == "Did you mean get_tenant?");
}

TEST_CASE("commands of the table come from their members") {
  auto numbers = read(
      R"({"type":"get_phone_numbers","numberType":"DirectRouting","starts_with":"+1","top":10,)"
      R"("capability":["A","B"],"userPrincipalName":"amy@contoso.example","city":null})");
  const List& list = std::get<List>(std::get<DoRequest>(numbers.body).request);
  CHECK(list.command == "get-phone-numbers");
  CHECK(list.top == 10);
  CHECK(shown(list.parameters) ==
        "AssignedPstnTargetId=s:amy@contoso.example TelephoneNumberStartsWith=s:+1 "
        "NumberType=s:DirectRouting CapabilitiesContain=s:A,B");
  for (const char* name : {"users", "userPrincipalName"}) {
    auto users = read(std::string(R"({"type":"get_user_info",")") + name + R"(":["a","b"]})");
    CHECK(std::get<GetUserInfo>(std::get<DoRequest>(users.body).request).users ==
          std::vector<std::string>{"a", "b"});
  }
  auto assign = read(
      R"({"type":"assign_phone_number","upn":"amy","number":"+1","notify":true,"verifyTimeout":5,"dryRun":true})");
  const DoRequest& change = std::get<DoRequest>(assign.body);
  CHECK(change.changes);
  CHECK(change.dry_run);
  CHECK(std::get<AssignPhoneNumber>(change.request).verify == std::chrono::seconds(5));
  auto policies = read(R"({"type":"get_policies","policyType":["calling","dial-plan"]})");
  CHECK(std::get<GetPolicies>(std::get<DoRequest>(policies.body).request).types ==
        std::vector<std::string>{"calling", "dial-plan"});
}

TEST_CASE("a cmdlet's parameters keep their kinds") {
  auto message = read(
      R"x({"type":"invoke","command":"Get-X","parameters":)x"
      R"x({"A":"'; \u0024(x)","B":-5,"C":true,"D":["a","b"],"E":[],"F":9223372036854775807}})x");
  const Invoke& invoke = std::get<Invoke>(std::get<DoRequest>(message.body).request);
  CHECK(shown(invoke.parameters) ==
        "A=s:'; $(x) B=i:-5 C=true D=[a][b] E= F=i:9223372036854775807");
  for (const char* value : {"1.5", "null", "{}", "[1]", "9223372036854775808"})
    refused(std::string(R"({"type":"invoke","command":"Get-X","parameters":{"A":)") + value + "}}");
}

TEST_CASE("every way to sign in can be said") {
  const SignIn user = sign_in(R"({"username":"amy","password":"p\u00e4\"ss"})");
  CHECK(std::get<UserSignIn>(user.as).username == "amy");
  CHECK(std::get<UserSignIn>(user.as).password->reveal() == "pä\"ss");
  CHECK_FALSE(std::get<UserSignIn>(sign_in("{}").as).password);
  CHECK(std::get<DeviceCodeSignIn>(sign_in(R"({"authType":"device_code"})").as).username.empty());
  const SignIn file = sign_in(
      R"({"auth_type":"certificate","application_id":"id","certificate_file":"/c","certificate_password":"k"})");
  CHECK(std::get<CertificateSignIn>(file.as).password->reveal() == "k");
  const SignIn store =
      sign_in(R"({"auth_type":"certificate","applicationId":"id","certificate_thumbprint":"AB"})");
  CHECK(std::get<ThumbprintSignIn>(store.as).thumbprint == "AB");
  const SignIn tokens =
      sign_in(R"({"auth_type":"access_tokens","graph_token":"g","teams_token":"t"})");
  CHECK(std::get<AccessTokensSignIn>(tokens.as).teams->reveal() == "t");
  CHECK(std::holds_alternative<ManagedIdentitySignIn>(
      sign_in(R"({"auth_type":"managed_identity"})").as));
}

TEST_CASE("R23: a secret is in no error, wherever it is written by mistake") {
  const std::string canary = "Canary-7341";
  for (
      const char* line : {
          R"({"type":"create_session","credentials":{"username":5,"password":"Canary-7341"}})",
          R"({"type":"create_session","credentials":{"auth_type":"Canary-7341"}})",
          R"({"type":"create_session","credentials":"Canary-7341"})",
          R"({"type":"create_session","password":"Canary-7341"})",
          R"({"type":"create_session","credentials":{"password":"Canary-7341","password":"Canary-7341"}})",
          R"({"type":"send_mfa_code","code":"Canary-7341","more":1})",
          R"({"type":"send_mfa_code","code":"Canary-7341")",
          R"({"type":"create_session","credentials":{"environment":"Canary-7341"}})",
      }) {
    const Error error = refused(line).error;
    CHECK((error.message + error.hint + error.detail).find(canary) == std::string::npos);
  }
}
