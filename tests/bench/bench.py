#!/usr/bin/python3
"""What teamsctl costs over the pwsh it drives: one table from one run (README.md says how to read it).

  bench.py --teamsctl PATH --session-bench PATH [--runs 5] [--rows 100000] [--only NAME...]
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ACCOUNT = ["--username", "nomfa@contoso.example"]


class Run:
    """One process: seconds it took and the most memory it held, in MB."""

    def __init__(self, arguments, environment, output=subprocess.DEVNULL):
        start = time.monotonic()
        self.process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE,
                                        env=environment)
        # wait4's figure holds the largest descendant too, which for teamsctl is pwsh. So its own is watched while it lives.
        self.peak = 0
        watcher = threading.Thread(target=self.watch)
        watcher.start()
        self.stderr = self.process.stderr.read()
        status = self.process.wait()
        self.seconds = time.monotonic() - start
        watcher.join()
        if status != 0:
            sys.exit(f"{' '.join(arguments)}: status {status}\n{self.stderr.decode(errors='replace')[-2000:]}")

    def watch(self):
        while self.process.returncode is None:
            try:
                for line in open(f"/proc/{self.process.pid}/status"):
                    if line.startswith("VmHWM:"):
                        self.peak = max(self.peak, int(line.split()[1]) / 1024)
            except OSError:
                return
            time.sleep(0.005)


class Bench:
    def __init__(self, given, cache):
        self.given = given
        self.table = []
        self.environment = dict(os.environ, PSModulePath=str(HERE.parent / "pwsh"), TEAMSCTL_PASSWORD="Passw0rd!",
                                XDG_CACHE_HOME=cache, NO_COLOR="1", TERM="dumb", POWERSHELL_TELEMETRY_OPTOUT="1",
                                POWERSHELL_UPDATECHECK="Off")

    def teamsctl(self, *arguments):
        return [self.given.teamsctl, *arguments, *ACCOUNT, "-o", "ndjson", "get-phone-numbers"]

    def driving(self):
        return self.teamsctl("--pwsh", self.given.pwsh)

    def pwsh(self, script, *arguments):
        return [self.given.pwsh, "-NoLogo", "-NoProfile", "-File", str(HERE / script), *arguments]

    def add(self, name, values, unit, floor=None, memory=None, note=""):
        middle = statistics.median(values)
        ratio = f"{middle / floor:.2f}" if floor else ""
        spread = f"{min(values):.4g}-{max(values):.4g}" if len(values) > 1 else ""
        self.table.append((name, f"{middle:.4g} {unit}", spread, ratio, f"{memory:.0f} MB" if memory else "", note))
        return middle

    def skip(self, name, why):
        self.table.append((name, "skipped", "", "", "", why))

    def interleaved(self, commands, environment):
        """Runs each command once a round, so that a busy moment of the machine meets all of them."""
        results = {name: [] for name in commands}
        for _ in range(self.given.runs):
            for name, arguments in commands.items():
                results[name].append(Run(arguments, environment))
        return {name: ([run.seconds for run in runs], max(run.peak for run in runs)) for name, runs in results.items()}

    def count_rows(self, arguments, environment, wanted):
        with tempfile.TemporaryFile() as output:
            Run(arguments, environment, output)
            output.seek(0)
            rows = sum(1 for _ in output)
        if rows != wanted:
            sys.exit(f"{' '.join(arguments)}: {rows} rows instead of {wanted}")

    def rows(self):
        count = self.given.rows
        environment = dict(self.environment, TEAMS_STUB_NUMBERS=str(count))
        commands = {
            "Out-Null": self.pwsh("floor.ps1", "-Rows", str(count)),
            "teamsctl -o ndjson": self.driving(),
            "ConvertTo-Json": self.pwsh("floor.ps1", "-Rows", str(count), "-Json"),
        }
        self.count_rows(self.driving(), environment, count)
        results = self.interleaved(commands, environment)
        floor = statistics.median(results["Out-Null"][0])
        for name, (seconds, peak) in results.items():
            self.add(f"{count} rows, cold: {name}", seconds, "s", floor, peak, "memory of teamsctl alone" if "ndjson" in name else "")
        few = Run(self.driving(), dict(self.environment, TEAMS_STUB_NUMBERS="1000"))
        self.add("1000 rows, cold: teamsctl -o ndjson", [few.seconds], "s", None, few.peak, "memory of teamsctl alone")

    def formats(self):
        """Every output format of the same listing, from a pwsh, beside what one would use without it: PowerShell's own
        converters, and jq on the rows that are there already."""
        count = self.given.rows
        environment = dict(self.environment, TEAMS_STUB_NUMBERS=str(count))
        listing = [self.given.teamsctl, "--pwsh", self.given.pwsh, *ACCOUNT, "get-phone-numbers"]
        fields = ["--fields", "TelephoneNumber,NumberType,City"]
        members = "[.TelephoneNumber,.NumberType,.City]"
        with tempfile.TemporaryDirectory(prefix="teamsctl-bench-") as directory:
            rows = pathlib.Path(directory, "rows.ndjson")
            with rows.open("wb") as output:
                Run([*listing, "-o", "ndjson"], environment, output)
            commands = {f"-o {name}": [*listing, "-o", name] for name in ("none", "ndjson", "json", "csv", "tsv", "table")}
            commands["-o ndjson, 3 fields"] = [*listing, "-o", "ndjson", *fields]
            commands["-o ndjson --jq, 3 members"] = [*listing, "-o", "ndjson", "--jq", members]
            commands["ConvertTo-Json"] = self.pwsh("floor.ps1", "-Rows", str(count), "-Json")
            commands["ConvertTo-Csv"] = self.pwsh("floor.ps1", "-Rows", str(count), "-Csv")
            commands["jq -c . on the rows"] = ["jq", "-c", ".", str(rows)]
            commands["jq @csv on the rows"] = ["jq", "-r", f"{members}|@csv", str(rows)]
            results = self.interleaved(commands, environment)
        floor = statistics.median(results["-o none"][0])
        for name, (seconds, peak) in results.items():
            note = "memory of teamsctl alone" if name.startswith("-o") else ""
            self.add(f"{count} rows: {name}", seconds, "s", floor, peak, note)

    def start(self):
        ready, bare = [], []
        for _ in range(self.given.runs):
            bare.append(Run(self.pwsh("empty.ps1"), self.environment).seconds * 1000)
            ready += self.session("ready", 1)["ready_ms"]
        floor = self.add("start: pwsh -File empty.ps1, to its end", bare, "ms", statistics.median(bare))
        self.add("start: session to ready", ready, "ms", floor)

    def warm(self):
        times = self.session("warm", self.given.requests)
        self.add("first row, from pwsh to its event", times["first_row_ms"], "ms")
        other = self.node_powershell()
        floor = statistics.median(other) if other else None
        if other:
            self.add("warm request: node-powershell", other, "ms", floor)
        self.add("warm request: session", times["request_ms"], "ms", floor)

    def node_powershell(self):
        directory, node = os.environ.get("NODE_POWERSHELL_DIR"), shutil.which("node")
        if not directory or not node:
            self.skip("warm request: node-powershell", "no node, or NODE_POWERSHELL_DIR is not set")
            return None
        run = subprocess.run([node, str(HERE / "node_powershell.js"), directory, str(self.given.requests)], check=True,
                             stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, env=self.environment)
        return json.loads(run.stdout)["request_ms"]

    def simulator(self):
        count = self.given.simulated_rows
        run = Run(self.teamsctl("--simulate=default", "--simulate-numbers", str(count)), self.environment)
        self.add(f"simulator: {count} rows", [run.seconds], "s", None, run.peak, f"{count / run.seconds:,.0f} rows/s")

    def session(self, mode, count):
        if not self.given.session_bench:
            sys.exit("no --session-bench given; build the target session_bench, or choose others with --only")
        run = subprocess.run([self.given.session_bench, mode, str(count), self.given.pwsh], stdout=subprocess.PIPE,
                             stdin=subprocess.DEVNULL, env=self.environment, check=True)
        return json.loads(run.stdout)

    def print(self):
        heads = ("what", "median", "range", "x floor", "peak memory", "")
        widths = [max(len(row[i]) for row in [heads, *self.table]) for i in range(len(heads))]
        for row in [heads, tuple("-" * width for width in widths), *self.table]:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--teamsctl", default=os.environ.get("TEAMSCTL"), help="the program (or the variable TEAMSCTL)")
    parser.add_argument("--session-bench", help="the program of the CMake target session_bench")
    parser.add_argument("--pwsh", default=shutil.which("pwsh"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--simulated-rows", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="+", choices=("rows", "formats", "start", "warm", "simulator"))
    given = parser.parse_args()
    wanted = given.only or ["rows", "formats", "start", "warm", "simulator"]
    if not given.teamsctl and {"rows", "formats", "simulator"} & set(wanted):
        parser.error("no program given: --teamsctl or TEAMSCTL")
    if not given.pwsh and wanted != ["simulator"]:
        parser.error("no pwsh; only --only simulator can run")

    with tempfile.TemporaryDirectory(prefix="teamsctl-bench-") as cache:
        bench = Bench(given, cache)
        if given.pwsh:
            # Compiles what is compiled once for each machine: the stub here, the session host in the first run of each part.
            Run(bench.pwsh("floor.ps1", "-Rows", "1"), bench.environment)
            if given.session_bench and "start" in wanted:
                bench.session("ready", 1)
        for part in wanted:
            getattr(bench, part)()
        bench.print()


if __name__ == "__main__":
    main()
