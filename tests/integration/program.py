"""Runs the program that is tested. TEAMSCTL names it."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEAMSCTL = os.environ.get("TEAMSCTL", str(pathlib.Path(__file__).resolve().parents[2] / "build/dev/teamsctl"))
CODE = b"123456\n"

# Long enough for a sanitizer build on a busy machine; a test that needs it all has failed.
PATIENCE = 120


def clean_environment(**extra):
    """The environment without anything of ours, so that a developer's own settings change nothing."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("TEAMSCTL_")}
    env["XDG_CONFIG_HOME"] = "/nonexistent"
    # Only tests of the agent use one, and theirs is not the developer's.
    env["TEAMSCTL_AGENT"] = "off"
    env.update(extra)
    return env


class ProgramCase(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="teamsctl-test-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def run_program(self, *arguments, stdin=b"", env=None, detached=True, **options):
        """Runs to the end, without a terminal unless detached is False; returns the CompletedProcess."""
        return subprocess.run([TEAMSCTL, *arguments], input=stdin, capture_output=True, timeout=PATIENCE,
                              env=env or clean_environment(), start_new_session=detached, **options)

    def start_program(self, *arguments, env=None, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        process = subprocess.Popen([TEAMSCTL, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=env or clean_environment(), start_new_session=True, **options)
        self.addCleanup(self._end, process)
        return process

    @staticmethod
    def _end(process):
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()

    def simulate(self, *arguments, scenario=None, stdin=CODE, **options):
        """The main job on the simulated tenant, with the right code on stdin."""
        flag = "--simulate" if scenario is None else f"--simulate={scenario}"
        return self.run_program(flag, "--mfa-code-file", "-", *arguments, stdin=stdin, **options)

    def error_of(self, result):
        """The one JSON object on stderr of a run with -o json."""
        lines = [line for line in result.stderr.decode().splitlines() if line.startswith('{"error"')]
        self.assertEqual(len(lines), 1, result.stderr.decode())
        return json.loads(lines[0])["error"]

    def assert_fails(self, result, code, exit_status):
        error = self.error_of(result)
        self.assertEqual((error["code"], error["exit"], result.returncode), (code, exit_status, exit_status),
                         result.stderr.decode())
        self.assertTrue(error["message"])
        return error

    def scenario(self, content):
        path = self.directory / "scenario.json"
        path.write_text(json.dumps(content))
        return str(path)

    def wait_for_line(self, stream, text):
        """Reads lines until one has the text; returns all of them."""
        lines = []
        for line in stream:
            lines.append(line.decode())
            if text in lines[-1]:
                return lines
        self.fail(f"no line with {text!r}: {lines}")
