#include "teamsctl/redactor.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "encodings.hpp"

using teamsctl::Redactor;
using teamsctl::Secret;
using teamsctl::StreamRedactor;

namespace {

Redactor knowing(const std::vector<std::string>& secrets) {
  Redactor redactor;
  for (const std::string& secret : secrets) redactor.add(Secret(secret));
  return redactor;
}

std::string redacted(const std::string& text) { return Redactor().redact(text); }

std::string streamed(const Redactor& redactor, const std::vector<std::string>& chunks,
                     bool console = false) {
  StreamRedactor stream(redactor, console);
  std::string out;
  for (const std::string& chunk : chunks) out += stream.feed(chunk);
  return out + stream.flush();
}

// Whatever can be awkward in an encoding, and plain ones.
const std::vector<std::string> awkward = {"Passw0rd!",
                                          "123456",
                                          "a b+c d",
                                          "<tag attr=\"1\">&'",
                                          "back\\slash/slash",
                                          "100%25 sure%",
                                          "%41%42%43%44",
                                          "Büro&Söhne",
                                          "++++",
                                          "\\u0041\\n\"",
                                          "&amp;&lt;",
                                          "tab\tnew\nline",
                                          "====",
                                          "hunter2?x=1#y",
                                          "aaaa",
                                          "aaaaaaaaaaaaaaa",
                                          "eyJhbGciOiJIUzI1NiJ9"};

}  // namespace

TEST_CASE("known secrets are replaced wherever they stand") {
  Redactor redactor;
  redactor.add(Secret("Passw0rd!"));
  redactor.add(Secret("123456"));
  CHECK(redactor.redact("Passw0rd! and 123456123456") == "[redacted] and [redacted][redacted]");
  CHECK(redactor.redact("Password for user") == "Password for user");
  CHECK(redactor.redact("") == "");
}

TEST_CASE("R23 the redrawn line of Read-Host gives no part of a secret away") {
  Redactor redactor;
  redactor.add(Secret("123456"));
  const std::string clean = redactor.redact_console("Code: 112123123412345123456\n");
  CHECK(clean.find("1234") == std::string::npos);
  CHECK(redactor.redact("1234 5") == "1234 5");
  CHECK(redactor.redact_console("1234 5") == "[redacted] 5");
}

TEST_CASE("a secret that is too short to be told from ordinary text is left alone") {
  Redactor redactor;
  redactor.add(Secret("12"));
  redactor.add(Secret("201"));
  redactor.add(Secret(""));
  CHECK(redactor.redact("2012") == "2012");
  CHECK(redactor.redact_console("2012") == "2012");
}

TEST_CASE("secrets that overlap leave nothing of either") {
  const Redactor redactor = knowing({"abcd1234", "1234wxyz", "abcdef"});
  CHECK(redactor.redact("-abcd1234wxyz-") == "-[redacted]-");
  CHECK(redactor.redact("-abcdefabcd1234-") == "-[redacted][redacted]-");
  CHECK(knowing({"Secret", "SecretLonger"}).redact("SecretLonger Secret SecretLong") ==
        "[redacted] [redacted] [redacted]Long");
}

TEST_CASE("each line of a secret of several lines is one") {
  const Redactor redactor = knowing({"graphtoken\nteamstoken\r\nabc"});
  CHECK(redactor.redact("graphtoken, teamstoken, abc") == "[redacted], [redacted], abc");
}

TEST_CASE("R46 a secret goes in every form it may have") {
  for (const std::string& secret : awkward) {
    const Redactor redactor = knowing({secret});
    for (const std::string& form : teamsctl::test::forms_of(secret)) {
      const std::string clean = redactor.redact("before " + form + " behind");
      INFO(secret << " as " << form << " gave " << clean);
      CHECK(clean.find(form) == std::string::npos);
      CHECK(clean.find("[redacted]") != std::string::npos);
      CHECK(clean.starts_with("before "));
      CHECK(clean.ends_with(" behind"));
    }
  }
}

TEST_CASE("R46 a pair of surrogates and mixed ways of escaping JSON are seen through") {
  const Redactor redactor =
      knowing({"key\xF0\x9F\x94\x91"
               "end"});
  CHECK(redactor.redact(R"("key\ud83d\udd11end")") == "\"[redacted]\"");
  CHECK(redactor.redact(R"("\u006bey\uD83D\uDD11\u0065nd")") == "\"[redacted]\"");
  CHECK(redactor.redact(R"("key\ud83dend")") == R"("key\ud83dend")");
  CHECK(knowing({"a\"b/c"}).redact(R"(a\u0022b\/c a\"b/c)") == "[redacted] [redacted]");
}

TEST_CASE("R46 tokens go by their looks") {
  const std::string jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl-_x";
  for (const auto& [text, clean] : std::vector<std::pair<std::string, std::string>>{
           {"token " + jwt + " sent", "token [redacted] sent"},
           {"token=" + jwt, "token=[redacted]"},
           {"\"" + jwt + "\",", "\"[redacted]\","},
           {"eyJhbG.eyJz.sig", "[redacted]"},
           {"eyJhbG.eyJz.sig.", "[redacted]"},
           {"Authorization: Bearer " + jwt + "\r\n", "Authorization: Bearer [redacted]\r\n"},
           {"Authorization: Bearer x\r\nHost: y", "Authorization: Bearer [redacted]\r\nHost: y"},
           {"authorization: basic dXNlcjpwYXNz", "authorization: basic [redacted]"},
           {"\"Authorization\": \"Bearer abc\", \"x\": 1",
            "\"Authorization\": \"Bearer [redacted]\", \"x\": 1"},
           {"-H 'Authorization: Basic YTpi'", "-H 'Authorization: Basic [redacted]'"},
           {"AUTHORIZATION=Bearer   opaque~1", "AUTHORIZATION=Bearer   [redacted]"},
           {"Bearer 0.AXoAabcdefghijklmnopqrstuv next", "Bearer [redacted] next"},
       })
    CHECK(redacted(text) == clean);
}

TEST_CASE("R46 what only looks a little like a token stays") {
  for (const std::string& text :
       {std::string("Bearer authentication is used"), std::string("Basic authentication failed."),
        std::string("bearer token expired"), std::string("eyes.example.com"),
        std::string("eyeglasses"), std::string("eyJ"), std::string("eyJabc.def"),
        std::string("eyJ..x"), std::string("Authorization: failed"),
        std::string("Authorization_RequestDenied"), std::string("Authorization: Bearer"),
        std::string("Authorization: Bearer  \n"),
        std::string("AADSTS50076: Due to a configuration change")})
    CHECK(redacted(text) == text);
}

TEST_CASE("R46 of a URL scheme, host and path stay") {
  for (const auto& [text, clean] : std::vector<std::pair<std::string, std::string>>{
           {"GET https://host/path?code=abc&x=1 HTTP/1.1",
            "GET https://host/path?[redacted] HTTP/1.1"},
           {"https://host/path#access_token=abc", "https://host/path#[redacted]"},
           {"https://host/?a=1#b then http://other?c",
            "https://host/?[redacted] then http://other?[redacted]"},
           {"<https://host/p?q>", "<https://host/p?[redacted]>"},
           {"{\"url\":\"https://host/p?q=1\",\"n\":2}",
            "{\"url\":\"https://host/p?[redacted]\",\"n\":2}"},
           {"https://host/p?a=1\\u0026b=2\"", "https://host/p?[redacted]\""},
           {"https://host/p?a=1'b=2", "https://host/p?[redacted]"},
       })
    CHECK(redacted(text) == clean);
  for (const char* text :
       {"open https://microsoft.com/devicelogin and enter the code A1B2C3D4E",
        "To sign in, use https://login.microsoftonline.us/device", "See https://aka.ms/powershell?",
        "Really? Yes #1", "C:\\x?y", "://a?b", "1://a?b", "https://host/p? next", "a?b=c"})
    CHECK(redacted(text) == text);
}

TEST_CASE("R46 a known secret in the host or path of a URL goes as well") {
  const Redactor redactor = knowing({"Passw0rd!"});
  CHECK(redactor.redact("https://u:Passw0rd!@host/Passw0rd%21/x?Passw0rd!") ==
        "https://u:[redacted]@host/[redacted]/x?[redacted]");
}

TEST_CASE("R23 whatever the text and wherever it is cut, a stream gives what the whole gives") {
  std::mt19937 random(20240917);  // NOLINT: the same cases each time
  const auto below = [&](std::size_t most) {
    return std::uniform_int_distribution<std::size_t>(0, most - 1)(random);
  };
  for (int round = 0; round < 400; ++round) {
    std::vector<std::string> secrets;
    for (int i = 0; i < 3; ++i) secrets.push_back(awkward[below(awkward.size())]);
    const Redactor redactor = knowing(secrets);
    std::vector<std::string> pieces = {"https://host/p",
                                       "?",
                                       "#",
                                       "&",
                                       "%",
                                       "\\",
                                       "\\u00",
                                       " ",
                                       "\n",
                                       "\"",
                                       "e",
                                       "ey",
                                       "eyJhbG",
                                       ".abc.",
                                       "Authorization: ",
                                       "Bearer ",
                                       "Basic ",
                                       "abcdefghijklmnopqrst",
                                       ":",
                                       "/",
                                       "x"};
    for (const std::string& secret : secrets) {
      const auto forms = teamsctl::test::forms_of(secret);
      for (int i = 0; i < 4; ++i) pieces.push_back(forms[below(forms.size())]);
      pieces.push_back(secret.substr(0, below(secret.size()) + 1));
    }
    std::string text;
    while (text.size() < 200) text += pieces[below(pieces.size())];
    const bool console = below(2) == 0;
    const std::string whole = streamed(redactor, {text}, console);

    std::vector<std::string> bytes;
    for (const char c : text) bytes.emplace_back(1, c);
    INFO(text);
    REQUIRE(streamed(redactor, bytes, console) == whole);
    for (int cut = 0; cut < 10; ++cut) {
      std::vector<std::string> chunks;
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = std::min(below(20), text.size() - at);
        chunks.push_back(text.substr(at, size));
        at += size;
      }
      REQUIRE(streamed(redactor, chunks, console) == whole);
    }
    for (const std::string& secret : secrets)
      for (const std::string& form : teamsctl::test::forms_of(secret)) {
        // A form that the mark itself would complete is not in the text.
        INFO(form << " in " << whole);
        REQUIRE(whole.find(form) == std::string::npos);
      }
    // The end of the text aside, where the stream is more careful, both redactors agree.
    const std::string at_once =
        console ? redactor.redact_console(text + "\x01") : redactor.redact(text + "\x01");
    REQUIRE(streamed(redactor, {text, "\x01"}, console) == at_once);
  }
}

TEST_CASE("R23 a stream holds back what may become a secret, and nothing else") {
  const Redactor redactor = knowing({"Passw0rd!"});
  StreamRedactor stream(redactor);
  CHECK(stream.feed("hello ") == "hello ");
  CHECK(stream.feed("Pass") == "");
  CHECK(stream.feed("word ") == "Password ");
  CHECK(stream.feed("Passw0r") == "");
  CHECK(stream.feed("d! x") == "[redacted] x");
  CHECK(stream.feed("Passw") == "");
  CHECK(stream.flush() == "[redacted]");  // a beginning of four bytes or more
  CHECK(stream.feed("Pas") == "");
  CHECK(stream.flush() == "Pas");
  CHECK(stream.feed("UGFzc3cw") == "");  // base64 of it
  CHECK(stream.flush() == "[redacted]");
  CHECK(stream.feed("") == "");
  CHECK(stream.flush() == "");
}

TEST_CASE("a stream begins anew after its flush") {
  const Redactor redactor;
  StreamRedactor stream(redactor);
  CHECK(stream.feed("https://host/?a=") == "https://host/?[redacted]");
  CHECK(stream.flush() == "");
  CHECK(stream.feed("b=c ") == "b=c ");
}

TEST_CASE("a stream redacts a secret that is added later from then on") {
  Redactor redactor;
  StreamRedactor stream(redactor);
  CHECK(stream.feed("123456 ") == "123456 ");
  redactor.add(Secret("123456"));
  CHECK(stream.feed("123456 ") == "[redacted] ");
}

TEST_CASE("R46 redaction takes time in proportion to the text, even of texts made against it") {
  // Four megabytes of each within seconds also under a sanitizer; anything quadratic would take
  // hours.
  const Redactor redactor = knowing(
      {std::string(4000, 'a') + "b", std::string(100, '%'), "\\u0041\\u0041\\u0041!", "Passw0rd!"});
  for (const char* unit : {"a", "%25", "%", "\\u0041", "\\", "&", "&amp;", "ey", "eyJ.",
                           "authorization:", "bearer ", "://", "a://b?", "P"}) {
    std::string text;
    while (text.size() < 100000) text += unit;
    CHECK(redactor.redact(text).size() <= text.size() * 11);
  }
}
