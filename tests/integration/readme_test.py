"""What README.md shows is what the program prints: its samples are run on the simulated tenant."""
import pathlib
import re
import shlex
import subprocess
import unittest

from program import PATIENCE, TEAMSCTL, ProgramCase, clean_environment

README = (pathlib.Path(__file__).resolve().parents[2] / "README.md").read_text()
# "…" stands for the options that say how one signs in.
PRELUDE = """teamsctl() {{
  local given=("$@")
  [[ $1 == … ]] && given=("${{@:2}}")
  {program} --simulate --mfa-code 123456 --simulate-state "$PWD/state" "${{given[@]}}"
}}
"""


def blocks(language):
    every = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return [text for name, text in every if name == language]


def prompts(block):
    """The commands of a block behind "$ ", each with the lines below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.rstrip("\n").split("\n")
        count = 1
        while lines[count - 1].endswith((" |", "\\")):
            count += 1
        yield "\n".join(lines[:count]), "\n".join(lines[count:]).strip("\n")


def pattern(sample):
    """What is left out in a sample is an ellipsis; blanks at the ends of lines are not kept in the page."""
    lines = [".*".join(map(re.escape, line.split("…"))) + " *" for line in sample.split("\n")]
    return re.compile("\n".join(lines) + "\n*")


class Readme(ProgramCase):
    def run_shell(self, text):
        prelude = PRELUDE.format(program=shlex.quote(TEAMSCTL))
        return subprocess.run(["bash", "-c", prelude + text], capture_output=True, timeout=PATIENCE, cwd=self.directory,
                              env=clean_environment(LC_ALL="C.UTF-8"))

    def test_samples_are_real(self):
        seen = 0
        for block in blocks(""):
            for path in self.directory.iterdir():
                path.unlink()
            for command, sample in prompts(block):
                if command.startswith("cat "):
                    (self.directory / command.split()[1]).write_text(sample + "\n")
                    continue
                done = self.run_shell(command)
                shown = done.stdout.decode()
                self.assertTrue(pattern(sample).fullmatch(shown), f"{command}\n{shown}{done.stderr.decode()}")
                seen += 1
        self.assertGreater(seen, 6)

    def test_lines_with_jq_work(self):
        (block,) = [block for block in blocks("sh") if "| jq" in block and "free numbers" in block]
        (self.directory / "users.txt").write_text("user000000@contoso.example\nuser000051@contoso.example\n")
        for line in re.sub(r"\|\n\s*", "| ", block).strip().split("\n"):
            done = self.run_shell("set -o pipefail\n" + line)
            self.assertEqual((done.returncode, done.stderr), (0, b""), line)
            self.assertTrue(done.stdout.strip(), line)


if __name__ == "__main__":
    unittest.main()
