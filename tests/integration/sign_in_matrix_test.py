#!/usr/bin/python3
"""Every way to sign in, with every source of every secret, on the simulated pwsh or on a real one with the stub module.

  sign_in_matrix_test.py simulator|pwsh

One suite for all ways: a new way to sign in is a new line in WAYS. Each run has to reach "connected", which means that
Get-CsTenant answered. Prints the table of what was run. Exits 77 when there is no pwsh to run it on.
"""
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import pexpect

from program import PATIENCE, TEAMSCTL, clean_environment

MODULES = pathlib.Path(__file__).resolve().parents[1] / "pwsh"
TENANT = "contoso.example"
APPLICATION = "11111111-2222-4333-8444-555555555555"
PASSWORD = "Passw0rd!"
PFX_PASSWORD = "k3y-p4ss 'word\""
TOTP = "JBSWY3DPEHPK3PXP"


def token(audience):
    """What looks like a token of Entra ID's and is valid for an hour."""
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
    return ".".join((part({"typ": "JWT", "alg": "none"}), part({"aud": audience, "exp": int(time.time()) + 3600}), "c2lnbmF0dXJl"))


TOKENS = token("https://graph.microsoft.com") + "\n" + token("48ac35b8-9aa8-4d74-927d-1f4a14a0b239")


class Machine:
    """Files that every run shares: certificates, a cache, an empty home."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        key, certificate = self.directory / "key.pem", self.directory / "cert.pem"
        openssl = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=teamsctl test",
                   "-keyout", str(key), "-out", str(certificate)]
        subprocess.run(openssl, check=True, capture_output=True)
        self.certificates = {}
        for name, password in (("pfx", ""), ("encrypted.pfx", PFX_PASSWORD)):
            path = self.directory / f"c.{name}"
            subprocess.run(["openssl", "pkcs12", "-export", "-inkey", str(key), "-in", str(certificate), "-out", str(path), "-passout",
                            f"pass:{password}"], check=True, capture_output=True)
            self.certificates[name] = path
        plain = self.directory / "c.pem"
        plain.write_text(certificate.read_text() + key.read_text())
        encrypted = self.directory / "c.encrypted.pem"
        locked = subprocess.run(["openssl", "pkcs8", "-topk8", "-in", str(key), "-passout", f"pass:{PFX_PASSWORD}"], check=True,
                                capture_output=True, text=True).stdout
        encrypted.write_text(certificate.read_text() + locked)
        self.certificates.update({"pem": plain, "encrypted.pem": encrypted})
        for path in (*self.certificates.values(), key):
            path.chmod(0o600)
        (self.directory / "empty.json").write_text("{}")

    def environment(self, run):
        environment = {name: value for name, value in clean_environment().items() if not name.startswith(("XDG_", "TEAMS_STUB"))}
        environment.update(HOME=str(run), XDG_CONFIG_HOME=str(run / "config"), XDG_CACHE_HOME=str(self.directory / "cache"),
                           PSModulePath=str(MODULES), TEAMS_STUB_SCENARIO=str(self.directory / "empty.json"), TEAMS_STUB_NUMBERS="3")
        return environment


def certificate_options(machine, name):
    return ["--auth", "certificate", "--tenant-id", TENANT, "--application-id", APPLICATION, "--certificate-file",
            str(machine.certificates[name])]


def with_variable(environment, name, value):
    environment[name] = value
    return []


# name: (the secret that is varied, its value, options and variables for the rest, what the terminal is asked)
WAYS = {
    "user, password": ("password", PASSWORD, lambda m, e: ["-u", "nomfa@contoso.example"], ["Password for nomfa@contoso.example: "]),
    "user, MFA code": ("mfa-code", "123456",
                       lambda m, e: ["-u", "mfa@contoso.example"] + with_variable(e, "TEAMSCTL_PASSWORD", PASSWORD),
                       ["MFA code for mfa@contoso.example: "]),
    "user, TOTP": ("totp-secret", TOTP,
                   lambda m, e: ["-u", "totp@contoso.example"] + with_variable(e, "TEAMSCTL_PASSWORD", PASSWORD), None),
    "device code": (None, "", lambda m, e: ["--auth", "device-code"], None),
    "certificate, PFX": (None, "", lambda m, e: certificate_options(m, "pfx"), None),
    "certificate, PEM": (None, "", lambda m, e: certificate_options(m, "pem"), None),
    "certificate, encrypted PFX": ("certificate-password", PFX_PASSWORD, lambda m, e: certificate_options(m, "encrypted.pfx"),
                                   ["Password of the certificate .*: "]),
    "certificate, encrypted PEM": ("certificate-password", PFX_PASSWORD, lambda m, e: certificate_options(m, "encrypted.pem"),
                                   ["Password of the certificate .*: "]),
    "access tokens": ("access-tokens", TOKENS, lambda m, e: ["--auth", "access-token"],
                      ["Access token for Microsoft Graph: ", "Access token for Teams: "]),
    "managed identity": (None, "", lambda m, e: ["--auth", "managed-identity"], None),
}


class Run:
    """One program run and what it needs around it."""

    def __init__(self, machine, side, way, source):
        self.machine, self.side, self.way, self.source = machine, side, way, source
        self.secret, self.value, options, self.questions = WAYS[way]
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=machine.directory))
        self.environment = machine.environment(self.directory)
        self.arguments = (["--simulate"] if side == "simulator" else []) + options(machine, self.environment)
        self.stdin = b""
        self.descriptors = []
        self.thread = None

    def private(self, name, text):
        path = self.directory / name
        path.write_text(text)
        path.chmod(0o600)
        return path

    def profile(self, line):
        directory = self.directory / "config" / "teamsctl"
        directory.mkdir(parents=True)
        for one in (directory, directory.parent):
            one.chmod(0o700)
        config = directory / "config.toml"
        config.write_text(f"[profile.work]\n{line}\n")
        config.chmod(0o600)
        self.arguments += ["--profile", "work"]

    def prepare(self):
        secret, value = self.secret, self.value
        if self.source == "terminal" and secret == "password":
            # A source that fails: the simulated tenant would fill the password in by itself.
            self.arguments += ["--password-file", str(self.directory / "missing")]
        if self.source in (None, "terminal"):
            return
        if self.source == "argument":
            self.arguments += [f"--{secret}", value]
        elif self.source == "file":
            self.arguments += [f"--{secret}-file", str(self.private("secret", value + "\n"))]
        elif self.source == "stdin":
            self.arguments += [f"--{secret}-file", "-"]
            self.stdin = value.encode() + b"\nthe rest is somebody else's\n"
        elif self.source == "FIFO":
            path = self.directory / "fifo"
            os.mkfifo(path, 0o600)
            self.arguments += [f"--{secret}-file", str(path)]
            self.thread = threading.Thread(target=lambda: path.write_text(value + "\n"), daemon=True)
            self.thread.start()
        elif self.source == "descriptor":
            read, write = os.pipe()
            os.write(write, value.encode() + b"\n")
            os.close(write)
            self.descriptors.append(read)
            self.arguments += [f"--{secret}-fd", str(read)]
        elif self.source == "named variable":
            self.environment["MY_SECRET"] = value
            self.arguments += [f"--{secret}-env", "MY_SECRET"]
        elif self.source == "variable":
            self.environment["TEAMSCTL_" + secret.upper().replace("-", "_")] = value
        elif self.source == "command":
            self.arguments += [f"--{secret}-command", f"cat '{self.private('secret', value)}'"]
        elif self.source == "profile":
            self.profile(f"{secret.replace('-', '_')}_file = '{self.private('secret', value)}'")
        elif self.source == "credentials directory":
            credentials = self.directory / "credentials"
            credentials.mkdir()
            path = credentials / f"teamsctl.{secret}"
            path.write_text(value)
            path.chmod(0o440)
            self.environment["CREDENTIALS_DIRECTORY"] = str(credentials)

    def run(self):
        """Nothing when it reached `connected`, or what went wrong."""
        self.prepare()
        command = [TEAMSCTL, *self.arguments, "-o", "json", "get-tenant"]
        if self.source == "terminal":
            return self.run_on_terminal(command)
        process = subprocess.run(command, input=self.stdin, capture_output=True, env=self.environment, timeout=PATIENCE,
                                 start_new_session=True, pass_fds=self.descriptors)
        for descriptor in self.descriptors:
            os.close(descriptor)
        return self.judge(process.returncode, process.stdout.decode(), process.stderr.decode())

    def run_on_terminal(self, command):
        out = self.directory / "out"
        child = pexpect.spawn("/bin/sh", ["-c", f'"$@" > {out}; echo status=$?', "sh", *command], env=self.environment,
                              timeout=PATIENCE, encoding="utf-8")
        shown = ""
        for question, answer in zip(self.questions, self.value.split("\n")):
            child.expect(question)
            shown += child.before
            child.sendline(answer)
        child.expect(r"status=(\d+)")
        shown += child.before
        status = int(child.match.group(1))
        child.close()
        if any(answer in shown for answer in self.value.split("\n")):
            return "the terminal showed the secret"
        return self.judge(status, out.read_text(), shown)

    def judge(self, status, stdout, stderr):
        try:
            rows = json.loads(stdout)
        except ValueError:
            return f"exit {status}, stdout {stdout!r}, stderr {stderr[-600:]!r}"
        if status != 0 or [row.get("DisplayName") for row in rows] != ["Contoso"]:
            return f"exit {status}, rows {rows}"
        for part in self.value.split("\n"):
            if part and part in stdout + stderr:
                return "the secret is in the output"
        return None


SOURCES = ["file", "stdin", "FIFO", "descriptor", "named variable", "variable", "command", "profile", "credentials directory",
           "terminal", "argument"]


def fits(way, source):
    secret, _, _, questions = WAYS[way]
    if secret is None or source is None:
        return secret is None and source is None
    if source == "argument":
        return secret == "mfa-code"  # the only secret that may stand on the command line
    return source != "terminal" or questions is not None


def main():
    side = sys.argv[1]
    if side == "pwsh" and shutil.which("pwsh") is None:
        print("skipped: there is no pwsh on PATH")
        return 77
    failed = []
    results = {}
    with tempfile.TemporaryDirectory(prefix="teamsctl-matrix-") as directory:
        machine = Machine(directory)
        for way in WAYS:
            for source in [None, *SOURCES]:
                if not fits(way, source):
                    continue
                problem = Run(machine, side, way, source).run()
                results[way, source] = "failed" if problem else "connected"
                if problem:
                    failed.append(f"{way} / {source}: {problem}")
    print(f"{'way to sign in (' + side + ')':28}  {'source':22}  result")
    for (way, source), result in results.items():
        print(f"{way:28}  {source or '-':22}  {result}")
    print(f"{len(results)} runs, {len(failed)} failed")
    for one in failed:
        print(one)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
