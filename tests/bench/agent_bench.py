"""What a command costs through the agent, beside a program that only connects to a socket; a thousand clients at once with a hundred of
them stalled; and what the agent and its pwsh hold before and after many commands.

    agent_bench.py TEAMSCTL [--pwsh] [--processes 200] [--clients 1000] [--stalled 100] [--commands 20000]

TEAMSCTL is a release build. With --pwsh the sessions are those of a real pwsh with the stub module of tests/pwsh, else of the simulator.
"""
import argparse
import json
import os
import pathlib
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "integration"))
from agent_case import HELLO, TENANT, Peer, frame, numbered
from agent_crowd import Crowd
from processes import children_of

USER = "nomfa@contoso.example"

FLOOR = r"""
#include <sys/socket.h>
#include <sys/un.h>
#include <string.h>
#include <unistd.h>
int main(int argc, char** argv) {
  struct sockaddr_un to = {.sun_family = AF_UNIX};
  char byte;
  int s = socket(AF_UNIX, SOCK_STREAM, 0);
  strncpy(to.sun_path, argv[argc - 1], sizeof to.sun_path - 1);
  return connect(s, (struct sockaddr*)&to, sizeof to) != 0 || write(s, "x", 1) != 1 || read(s, &byte, 1) != 1;
}
"""


def serve(listener):
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        with client:
            client.recv(1)
            client.sendall(b"x")


def times(command, count, environment):
    taken = []
    for _ in range(count):
        begin = time.perf_counter()
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        taken.append((time.perf_counter() - begin) * 1000)
        if done.returncode != 0:
            sys.exit(f"{command} ended with {done.returncode}: {done.stderr.decode()}")
    return sorted(taken)


def show(name, taken):
    print(f"{name:40} p50 {taken[len(taken) // 2]:7.2f} ms   p99 {taken[int(len(taken) * 0.99)]:7.2f} ms   least {taken[0]:7.2f} ms")


def held(pid):
    """Resident memory in KiB and descriptors."""
    with open(f"/proc/{pid}/status") as status:
        resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    return resident, len(os.listdir(f"/proc/{pid}/fd"))


class Bench:
    def __init__(self, given):
        self.given = given
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="teamsctl-bench-"))
        self.socket = self.directory / "teamsctl" / "agent.sock"
        self.environment = {**{k: v for k, v in os.environ.items() if not k.startswith("TEAMSCTL_")},
                            "XDG_RUNTIME_DIR": str(self.directory), "XDG_CONFIG_HOME": "/nonexistent"}
        self.common = [given.teamsctl, "-u", USER, "--no-input"]
        if given.pwsh:
            self.environment |= {"PSModulePath": str(ROOT / "tests" / "pwsh"), "TEAMS_STUB_NUMBERS": "1000", "TEAMSCTL_PASSWORD": "Passw0rd!",
                                 "TEAMS_STUB_SCENARIO": str(ROOT / "lib" / "simulator" / "scenarios" / "default.json")}
        else:
            self.common.insert(1, "--simulate")

    def teamsctl(self, *arguments):
        return subprocess.run([*self.common, *arguments], env=self.environment, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout

    def identity(self):
        """As the program writes it, which is what the protocol says makes a session the same."""
        identity = {"as": "user", "environment": "", "tenant_id": "", "username": USER}
        if self.given.pwsh:
            identity |= {"modules": self.environment["PSModulePath"], "pwsh": shutil.which("pwsh")}
        else:
            identity["simulation"] = {"numbers": 1000, "scenario": "default", "state": ""}
        return json.dumps(identity, sort_keys=True, separators=(",", ":"))

    def processes(self):
        (self.directory / "floor.c").write_text(FLOOR)
        subprocess.run(["cc", "-O2", "-o", self.directory / "floor", self.directory / "floor.c"], check=True)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.directory / "floor.sock"))
            listener.listen(128)
            threading.Thread(target=serve, args=(listener,), daemon=True).start()
            floor = [str(self.directory / "floor"), str(self.directory / "floor.sock")]
            warm = [*self.common, "--agent", "only", "get-tenant"]
            for command in (floor, warm):
                times(command, 10, self.environment)
            count = self.given.processes
            show("fork, exec, connect", times(floor, count, self.environment))
            show("teamsctl --version", times([self.given.teamsctl, "--version"], count, self.environment))
            show("get-tenant through the agent", times(warm, count, self.environment))
            show("get-tenant in a session of its own", times([*self.common, "--agent", "off", "get-tenant"], max(count // 10, 1), self.environment))

    def clients(self):
        count, stalled = self.given.clients, self.given.stalled
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, count + 100)), hard))
        crowd = Crowd(self.socket, self.identity(), count, stalled)
        crowd.run(300)
        took = sorted(second * 1000 for second in crowd.took)
        if not took:
            sys.exit(f"nobody was answered: {crowd.refused[:1]}")
        print(f"{count} clients at once, {stalled} of them stalled: {len(took)} of {count - stalled} answered; median {took[len(took) // 2]:.0f} ms, "
              f"slowest {took[-1]:.0f} ms, {took[-1] / len(took):.2f} ms a command")

    def commands(self):
        agent = json.loads(self.teamsctl("-o", "json", "agent", "status"))[0]["pid"]
        child = children_of(agent)[0]
        peer = Peer(self.socket)
        peer.send(HELLO, frame("O", json.dumps({"id": 1, "identity": self.identity()}).encode()))
        if "error" in peer.finished(1):
            sys.exit("the session is not there")
        done = 0
        begin = time.perf_counter()
        # The first tenth fills what is filled once: caches of pwsh, and what the allocator keeps.
        for part in (self.given.commands // 10, self.given.commands // 2, self.given.commands):
            while done < part:
                peer.send(b"".join(numbered("R", number, TENANT) for number in range(done + 2, min(done + 10, part) + 2)))
                last = min(done + 10, part) + 1
                if "error" in peer.finished(last):
                    sys.exit("a command failed")
                done = last - 1
            (rss, fds), (pwsh_rss, pwsh_fds) = held(agent), held(child)
            print(f"after {done:6} commands, {(time.perf_counter() - begin) * 1000 / done:5.2f} ms each: agent {rss:6} KiB {fds:3} descriptors; "
                  f"pwsh {pwsh_rss:6} KiB {pwsh_fds:3} descriptors")
        peer.close()

    def run(self):
        try:
            self.teamsctl("login")
            self.processes()
            self.clients()
            self.commands()
        finally:
            subprocess.run([self.given.teamsctl, "agent", "stop"], env=self.environment, check=False)
            shutil.rmtree(self.directory, ignore_errors=True)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("teamsctl")
    arguments.add_argument("--pwsh", action="store_true")
    for name, count in (("processes", 200), ("clients", 1000), ("stalled", 100), ("commands", 20_000)):
        arguments.add_argument(f"--{name}", type=int, default=count)
    Bench(arguments.parse_args()).run()
