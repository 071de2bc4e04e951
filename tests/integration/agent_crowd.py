"""Many clients of the agent at once, some of which stall; for the tests of the agent and for its benchmark."""
import json
import selectors
import socket
import time

from agent_case import HELLO, LISTING, TENANT, frame, numbered

# Each is a way to be in the way: nothing at all, half a frame, a byte now and then, a listing that is never read.
STALLS = ("silent", "half", "drip", "deaf")


class Crowd:
    """`count` clients connect at once; every client of the first `stalled` stalls in its own way, the others want one command."""

    def __init__(self, path, identity, count, stalled):
        self.wanted = HELLO + frame("O", json.dumps({"id": 1, "identity": identity}).encode())
        self.selector = selectors.DefaultSelector()
        self.began = time.monotonic()
        self.took = []      # seconds from the first connection to the answer, one for each that was answered
        self.refused = []   # what the others got instead
        self.dropped = 0    # stalled ones that the agent has sent away
        self.waiting = 0
        self.dripping = []
        self.sockets = []
        for i in range(count):
            # In the midst of the others, and each tenth of them in a crowd of ten times as many.
            step = count // stalled if stalled else count + 1
            self.enter(path, STALLS[i // step % len(STALLS)] if i % step == step - 1 else None)

    def enter(self, path, stall):
        client = socket.socket(socket.AF_UNIX)
        client.connect(str(path))
        self.sockets.append(client)
        if stall is None:
            client.sendall(self.wanted + numbered("R", 2, TENANT))
            self.waiting += 1
        elif stall == "half":
            client.sendall(self.wanted[:-5])
        elif stall == "drip":
            self.dripping.append(client)
        elif stall == "deaf":
            client.sendall(self.wanted + numbered("R", 2, LISTING))
        client.setblocking(False)
        if stall != "deaf":
            self.selector.register(client, selectors.EVENT_READ, None if stall else bytearray())

    def run(self, limit):
        """Until all who want something have it, or for `limit` seconds; then everybody leaves."""
        end = time.monotonic() + limit
        next_drop = 0
        while self.waiting and time.monotonic() < end:
            for key, _ in self.selector.select(0.5):
                self.read(key.fileobj, key.data)
            if time.monotonic() >= next_drop:
                next_drop = time.monotonic() + 1
                for client in self.dripping:
                    self.drip(client)
        for client in self.sockets:
            client.close()
        self.selector.close()

    def drip(self, client):
        try:
            client.send(HELLO[:1])
        except OSError:
            pass  # it was sent away

    def read(self, client, buffer):
        try:
            more = client.recv(65536)
        except ConnectionResetError:
            more = b""
        if not more:
            self.selector.unregister(client)
            if buffer is None:
                self.dropped += 1
            else:
                self.waiting -= 1
                self.refused.append("the end of the connection")
            return
        if buffer is None:
            return
        buffer += more
        while len(buffer) >= 5 and len(buffer) >= 5 + int.from_bytes(buffer[:4], "big"):
            size = 5 + int.from_bytes(buffer[:4], "big")
            kind, payload = chr(buffer[4]), bytes(buffer[5:size])
            del buffer[:size]
            if kind == "x" or kind == "e" and self.is_end(payload):
                self.selector.unregister(client)
                self.waiting -= 1
                return

    def is_end(self, payload):
        event = json.loads(payload)
        if event["event"] != "finished" or (event["request"] == 1 and "error" not in event):
            return False
        if "error" in event:
            self.refused.append(event["error"]["message"])
        else:
            self.took.append(time.monotonic() - self.began)
        return True
