"""How long a command takes through the agent, beside a program that only connects to a socket.

    agent_bench.py TEAMSCTL [COUNT]     a release build; prints p50 and p99 of COUNT (200) new processes each
"""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

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
    print(f"{name:32} p50 {taken[len(taken) // 2]:7.2f} ms   p99 {taken[int(len(taken) * 0.99)]:7.2f} ms   least {taken[0]:7.2f} ms")


def main(program, count):
    directory = pathlib.Path(tempfile.mkdtemp(prefix="teamsctl-bench-"))
    environment = {**{k: v for k, v in os.environ.items() if not k.startswith("TEAMSCTL_")},
                   "XDG_RUNTIME_DIR": str(directory), "XDG_CONFIG_HOME": "/nonexistent"}
    common = [program, "--simulate", "-u", "nomfa@contoso.example", "--no-input"]
    listener = socket.socket(socket.AF_UNIX)
    try:
        (directory / "floor.c").write_text(FLOOR)
        subprocess.run(["cc", "-O2", "-o", directory / "floor", directory / "floor.c"], check=True)
        listener.bind(str(directory / "floor.sock"))
        listener.listen(128)
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        subprocess.run([*common, "login"], env=environment, check=True, stdout=subprocess.DEVNULL)
        floor = [str(directory / "floor"), str(directory / "floor.sock")]
        warm = [*common, "--agent", "only", "get-tenant"]
        times(floor, 10, environment), times(warm, 10, environment)
        show("fork, exec, connect", times(floor, count, environment))
        show("teamsctl --version", times([program, "--version"], count, environment))
        show("get-tenant through the agent", times(warm, count, environment))
        show("get-tenant in an own session", times([*common, "--agent", "off", "get-tenant"], max(count // 10, 1), environment))
    finally:
        listener.close()
        subprocess.run([program, "agent", "stop"], env=environment, check=False)
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 200)
