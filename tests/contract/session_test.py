#!/usr/bin/python3
"""Talks to the simulator and to the session host in a real pwsh that has the stub module, as teamsctl would, and holds both to
the same records (teamsctl-host-protocol(7)). contract_test.py does the same one floor higher, with the whole program.

  session_test.py --teamsctl PATH [--only simulator|pwsh] [--pwsh PATH] [NAME...]

Exits 77, which CTest can be told to call "skipped", when there was nothing but skipped cases to run.
"""

import contextlib
import json
import os
import pathlib
import re
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
MODULES = HERE.parent / "pwsh"
sys.path.insert(0, str(MODULES / "host"))

from both_halves import run_both_halves  # noqa: E402
from host_process import HostProcess  # noqa: E402
from session_cases import CASES  # noqa: E402
from session_half import Half, settings  # noqa: E402
from sign_in_cases import make_certificates  # noqa: E402
from tenant import POLICY_FILE  # noqa: E402


class Simulator(Half, unittest.TestCase):
    def host(self):
        state = ["--state", str(self.state)] if self.state else []
        host = HostProcess(program=[settings.teamsctl, "simulated-pwsh", "--scenario", str(self.scenario), "--numbers",
                                    str(self.case.get("numbers", 5)), *state])
        host.ready()
        return host

    @staticmethod
    def take_scenario(host):
        return host.invoke("Import-Module", Name="MicrosoftTeams")

    def restart(self, host):
        self.release(host)
        host = self.host()
        self.take_scenario(host)
        return host

    @staticmethod
    def release(host):
        host.close()


class PowerShell(Half, unittest.TestCase):
    shared = None
    imported = False

    def setUp(self):
        if not settings.pwsh:
            self.skipTest("no pwsh")

    def environment(self):
        return {"TEAMS_STUB_NUMBERS": str(self.case.get("numbers", 5)), "TEAMS_STUB_STATE": str(self.state or "")}

    def host(self):
        about = json.loads(self.scenario.read_text()).get("module", {})
        self.alone = bool(self.case.get("alone") or about)
        if not self.alone and PowerShell.shared is not None:
            return PowerShell.shared
        modules = MODULES
        if about.get("absent"):
            modules = pathlib.Path(settings.directory) / "no-modules"
        elif "version" in about:
            modules = self.module_of_version(about["version"])
        host = HostProcess(pwsh=settings.pwsh, cache=settings.cache, env={
            "PSModulePath": str(modules), "XDG_CACHE_HOME": settings.cache, "TEAMS_STUB_SCENARIO": str(self.scenario),
            "TEAMS_STUB_POLICIES": str(POLICY_FILE), **self.environment()})
        host.ready()
        if not self.alone:
            PowerShell.shared = host
        return host

    def take_scenario(self, host):
        # The stub reads its scenario when it is imported; one pwsh does for most cases.
        if not self.alone and PowerShell.imported:
            return self.load(host)
        PowerShell.imported = PowerShell.imported or not self.alone
        return host.invoke("Import-Module", Name="MicrosoftTeams")

    def load(self, host):
        variables = "".join(f"$env:{name} = '{value}'; " for name, value in self.environment().items())
        return host.script(f"{variables}[TeamsStub.Scenario]::Load()")

    def restart(self, host):
        """To the stub a scenario that is read again is a new session."""
        self.load(host)
        return host

    @staticmethod
    def module_of_version(version):
        """PowerShell reads a module's version from its manifest, so another version is another manifest."""
        copy = pathlib.Path(settings.directory) / version / "MicrosoftTeams"
        if not copy.exists():
            copy.mkdir(parents=True)
            for part in (MODULES / "MicrosoftTeams").iterdir():
                if part.suffix != ".psd1":
                    (copy / part.name).symlink_to(part)
            manifest = (MODULES / "MicrosoftTeams" / "MicrosoftTeams.psd1").read_text()
            (copy / "MicrosoftTeams.psd1").write_text(re.sub(r"(ModuleVersion += ).*", rf"\g<1>'{version}'", manifest))
        return copy.parent

    def release(self, host):
        if self.alone or host.wait(0) is not None:
            host.close()
            if host is PowerShell.shared:
                PowerShell.shared = None
                PowerShell.imported = False

    @classmethod
    def tearDownClass(cls):
        if cls.shared is not None:
            cls.shared.close()
            cls.shared = None


@contextlib.contextmanager
def one_directory():
    with tempfile.TemporaryDirectory(prefix="teamsctl-session-contract-") as directory:
        settings.directory = directory
        settings.cache = str(pathlib.Path(directory) / "cache")
        os.mkdir(settings.cache, 0o700)
        make_certificates(directory)
        yield


if __name__ == "__main__":
    sys.exit(run_both_halves(__doc__, CASES, {"simulator": Simulator, "pwsh": PowerShell}, settings, one_directory))
