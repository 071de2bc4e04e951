"""The command line of the contract programs: every case with the simulator, with a real pwsh, or with both."""
import argparse
import os
import pathlib
import shutil
import unittest


def run_both_halves(description, cases, halves, settings, around):
    """Runs the cases of the halves that are asked for; returns the exit status.

    `halves` has a TestCase for "simulator" and one for "pwsh", each with a method check(case); a case with a `half` is for that one
    only. `around` is a context manager that
    sets up what all cases share.
    """
    parser = argparse.ArgumentParser(description=description.split("\n\n")[0])
    parser.add_argument("--teamsctl", default=os.environ.get("TEAMSCTL"), help="the program (or the variable TEAMSCTL)")
    parser.add_argument("--pwsh", default=shutil.which("pwsh"), help="the PowerShell of the real half")
    parser.add_argument("--only", choices=tuple(halves))
    parser.add_argument("names", nargs="*", help="names of cases; all without any")
    given = parser.parse_args()
    if not given.teamsctl:
        parser.error("no program given: --teamsctl or TEAMSCTL")
    if unknown := set(given.names) - {case["name"] for case in cases}:
        parser.error(f"no such case: {', '.join(sorted(unknown))}")
    settings.teamsctl = str(pathlib.Path(given.teamsctl).resolve())
    settings.pwsh = shutil.which(given.pwsh) if given.pwsh else None

    with around():
        suite = unittest.TestSuite()
        for name, half in halves.items():
            if given.only not in (None, name):
                continue
            for case in cases:
                if (not given.names or case["name"] in given.names) and case.get("half", name) == name:
                    setattr(half, f"test_{case['name']}", lambda self, case=case: self.check(case))
            suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(half))
        result = unittest.TextTestRunner(verbosity=2).run(suite)
    if not result.wasSuccessful():
        return 1
    return 77 if given.only and len(result.skipped) == result.testsRun else 0
