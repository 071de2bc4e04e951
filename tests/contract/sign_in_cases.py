"""Every way to sign in (the cases of session_test.py)."""

import base64
import json
import pathlib
import subprocess
import time

from entra_texts import SERVICE
from session_calls import (ACCOUNT, APPLICATION, CONNECT, CRYPTOGRAPHIC, ON, SIGNED_IN, TENANT_ID, binding_error, call, connect,
                           context, credential, error, no_parameter, null_reference, obj, pair, refused)
from tenant import TENANT

# Certificates: made once for a run, in its directory.
CERTIFICATES = pathlib.Path("certificates")  # becomes absolute in make_certificates


def make_certificates(directory):
    global CERTIFICATES
    CERTIFICATES = pathlib.Path(directory) / "certificates"
    CERTIFICATES.mkdir()

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=CERTIFICATES, check=True, capture_output=True)

    for name, subject in (("good", "CN=teamsctl"), ("stranger", "CN=unregistered.contoso.example")):
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.crt", "-days", "30",
                "-subj", f"/{subject}")
    # `req` makes none that has expired, `ca` would need a directory of its own: x509 signs with days below nought.
    openssl("req", "-new", "-key", "good.key", "-subj", "/CN=teamsctl", "-out", "old.csr")
    openssl("x509", "-req", "-in", "old.csr", "-signkey", "good.key", "-days", "-1", "-out", "old.crt")
    openssl("pkcs8", "-topk8", "-in", "good.key", "-out", "encrypted.key", "-passout", "pass:s3cret")
    for name, key, certificate in (("plain", "good.key", "good.crt"), ("encrypted", "encrypted.key", "good.crt"),
                                   ("stranger", "stranger.key", "stranger.crt"), ("old", "good.key", "old.crt"),
                                   ("mismatch", "stranger.key", "good.crt")):
        (CERTIFICATES / f"{name}.pem").write_bytes(b"".join((CERTIFICATES / part).read_bytes() for part in (certificate, key)))
    (CERTIFICATES / "no-key.pem").write_bytes((CERTIFICATES / "good.crt").read_bytes())
    (CERTIFICATES / "garbage.pfx").write_bytes(b"not a certificate\n")
    (CERTIFICATES / "garbage.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nxxxx\n")
    (CERTIFICATES / "empty.pfx").write_bytes(b"")
    openssl("x509", "-in", "good.crt", "-outform", "der", "-out", "good.cer")
    for name, password in (("plain", ""), ("encrypted", "s3cret")):
        openssl("pkcs12", "-export", "-in", "good.crt", "-inkey", "good.key", "-out", f"{name}.pfx", "-passout",
                f"pass:{password}")
    openssl("pkcs12", "-export", "-nokeys", "-in", "good.crt", "-out", "no-key.pfx", "-passout", "pass:")


def certificate(name, password=None):
    """Only the run knows where its directory is: the name becomes a path when it is sent."""
    return {"type": "certificate", "path": name, **({} if password is None else {"password": password})}


def application(name, password=None, application_id=APPLICATION):
    return {"TenantId": TENANT_ID, "ApplicationId": application_id, "Certificate": certificate(name, password)}


def bad_certificate(name, code, text, exception=CRYPTOGRAPHIC):
    return error(lambda message: message == text.replace("FILE", str(CERTIFICATES / name)), code, exception, "InvalidArgument", "",
                 True)


def wrong_password(name):
    return bad_certificate(name, "CertificatePassword", "The password of the certificate FILE is wrong or missing.")


def wrong_format(name):
    return bad_certificate(name, "CertificateFormat", "The file FILE is neither a PFX nor a PEM certificate.")


def wrong_key(name):
    return bad_certificate(name, "CertificateKey", "The certificate FILE has no private key of its own.")


def no_file(name):
    return bad_certificate(name, "CertificateFile", "There is no file FILE.", "System.IO.IOException")


def token(expires_in, **more):
    """What looks like a JSON Web Token that expires in so many seconds."""
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
    return ".".join((part({"typ": "JWT", "alg": "none"}), part({"exp": int(time.time()) + expires_in, **more}), "c2lnbmF0dXJl"))


def tokens(*given):
    return {"AccessTokens": list(given)}


SIGN_INS = [
    *[dict(name=f"certificate_{name.replace('.', '_').replace('-', '_')}{'_with_password' if password else ''}",
           calls=[connect(parameters=application(name, password), expect=[context(APPLICATION)]),
                  call("Get-CsTenant", expect=[obj(TENANT)])])
      for name, password in (("plain.pfx", None), ("plain.pfx", ""), ("encrypted.pfx", "s3cret"), ("plain.pem", None),
                             ("plain.pem", "unused"), ("encrypted.pem", "s3cret"))],
    *[dict(name=f"certificate_that_cannot_be_opened_{number}",
           calls=[connect(parameters=application(name, password), expect=[problem(name)], state="failed")])
      for number, (name, password, problem) in enumerate((
          ("encrypted.pfx", "wrong", wrong_password), ("encrypted.pfx", None, wrong_password),
          ("encrypted.pfx", "", wrong_password), ("plain.pfx", "wrong", wrong_password),
          ("encrypted.pem", "wrong", wrong_password), ("encrypted.pem", None, wrong_password),
          ("garbage.pfx", None, wrong_format), ("garbage.pem", None, wrong_format), ("empty.pfx", None, wrong_format),
          ("good.key", None, wrong_format), ("good.cer", None, wrong_format), ("no-key.pfx", None, wrong_key),
          ("no-key.pem", None, wrong_key), ("mismatch.pem", None, wrong_key), ("missing.pfx", None, no_file),
          ("missing/missing.pfx", None, no_file)))],
    dict(name="certificate_of_an_unknown_application", calls=[connect(
        parameters=application("plain.pem", application_id="99999999-2222-4333-8444-555555555555"),
        expect=refused(700016, beginning="Application with identifier '99999999-2222-4333-8444-555555555555' was not found"))]),
    dict(name="certificate_not_registered", calls=[connect(parameters=application("stranger.pem"), expect=refused(700027))]),
    dict(name="certificate_expired", calls=[connect(parameters=application("old.pem"), expect=refused(
        700027, beginning="Client assertion contains an invalid signature. [Reason - The key used is expired., Thumbprint of key"))]),
    dict(name="certificate_and_unknown_tenant", calls=[connect(
        parameters={**application("plain.pem"), "TenantId": "acme.example"},
        expect=refused(90002, beginning="Tenant 'acme.example' not found."))]),
    dict(name="thumbprint", calls=[connect(
        parameters={"TenantId": TENANT_ID, "ApplicationId": APPLICATION, "CertificateThumbprint": "00112233"},
        expect=pair("No certificate was found in the certificate store with thumbprint 00112233", CRYPTOGRAPHIC))]),

    dict(name="tokens", calls=[connect(parameters=tokens(token(3600), token(4000)), expect=[context("mfa@contoso.example")])]),
    *[dict(name=f"tokens_{name}", calls=[connect(parameters=tokens(*given), expect=[null_reference(False), null_reference(True)])])
      for name, given in (("one", [token(3600)]), ("three", [token(3600)] * 3), ("no_tokens", ["graph", "teams"]),
                          ("without_expiry", [token(3600), "e30.e30.x"]))],
    dict(name="tokens_of_unequal_life", calls=[connect(parameters=tokens(token(600), token(6000)), expect=[error(
        "The provided tokens must have less than 5400 seconds difference in the time range of expiration.")])]),
    dict(name="tokens_just_equal_enough", calls=[connect(parameters=tokens(token(600), token(5999)),
                                                         expect=[context("mfa@contoso.example")])]),
    dict(name="tokens_expired", calls=[connect(parameters=tokens(token(-10), token(3600)), expect=[error(
        "IDX10223: Lifetime validation failed. The token is expired.",
        exception="Microsoft.IdentityModel.Tokens.SecurityTokenExpiredException")])]),

    dict(name="managed_identity", calls=[connect(parameters={"Identity": ON}, expect=[context("MSI@50342")])]),
    dict(name="managed_identity_elsewhere", scenario="managed-identity-unreachable", calls=[connect(
        parameters={"Identity": ON}, expect=pair("Network is unreachable (169.254.169.254:80)", SERVICE))]),

    *[dict(name=f"device_code_{name}", console={1: "and enter the code FRWQDE7YL to authenticate.\n"},
           calls=[connect(parameters={**ACCOUNT, **more}, expect=[context(account)])])
      for name, more, account in (("alone", {}, "device@contoso.example"),
                                  ("with_account", {"AccountId": "mfa@contoso.example"}, "mfa@contoso.example"),
                                  ("with_tenant", {"TenantId": "contoso.example"}, "device@contoso.example"))],
    dict(name="device_code_for_another_tenant", calls=[connect(
        parameters={**ACCOUNT, "TenantId": "acme.example"}, expect=refused(90002, beginning="Tenant 'acme.example' not found."))]),
    dict(name="no_way_to_sign_in", calls=[connect(parameters={"AccountId": "mfa@contoso.example"}, expect=pair(
        "Unable to open a web page using xdg-open, gnome-open, kfmclient or wslview tools. See inner "
        "exception for details. Possible causes for this error are: tools are not installed or they cannot open a URL. Make sure "
        "you can open a web page by invoking from a terminal: xdg-open https://www.bing.com ",
        "Microsoft.Identity.Client.MsalClientException"))]),

    *[dict(name=f"environment_{name}", calls=[connect(
        parameters={"Credential": credential(), "TeamsEnvironmentName": name},
        expect=[{"type": "warning", "message": "Invalid Teams Environment name for Migration API"}] * (name == "TeamsGCCH") +
               [context("nomfa@contoso.example", name)])])
      for name in ("TeamsGCCH", "TeamsDOD", "TeamsChina")],
    dict(name="environment_unknown", calls=[connect(
        parameters={"Credential": credential(), "TeamsEnvironmentName": "Mars"}, state="failed", expect=[binding_error(CONNECT,
            "Cannot validate argument on parameter 'TeamsEnvironmentName'. The argument \"Mars\" does not belong to the set "
            "\"TeamsGCCH,TeamsDOD,TeamsChina\" specified by the ValidateSet attribute. Supply an argument that is in the set and "
            "then try the command again.", "ParameterArgumentValidationError", "InvalidData",
            "ParameterBindingValidationException")])]),
    dict(name="wam_before_it_was_there", calls=[connect(
        parameters={"Credential": credential(), "DisableWAM": ON}, state="failed", expect=[
            no_parameter(CONNECT, "DisableWAM")])]),
    dict(name="wam", scenario={"module": {"version": "7.9.0"}}, calls=[connect(
        parameters={"Credential": credential(), "DisableWAM": ON}, expect=[SIGNED_IN])]),
]
