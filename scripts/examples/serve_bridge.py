#!/usr/bin/python3
"""Puts `teamsctl serve` behind HTTP: POST /request takes one request, GET /events is a stream of server-sent events.

    BRIDGE_TOKEN=... serve_bridge.py PORT [OPTIONS OF TEAMSCTL]

It listens on 127.0.0.1 only and wants "Authorization: Bearer TOKEN": whoever can write here runs PowerShell. One bridge is for one
browser; a back end for many people checks who asks for which session before it passes a request on. See teamsctl-serve(7).
"""
import hmac
import http.server
import json
import os
import queue
import subprocess
import sys
import threading

TOKEN = "Bearer " + os.environ["BRIDGE_TOKEN"]
COMMAND = [os.environ.get("TEAMSCTL", "teamsctl"), *sys.argv[2:], "serve"]
LARGEST = 1 << 20


class Bridge(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        if not hmac.compare_digest(self.headers.get("Authorization", "").encode(), TOKEN.encode()):
            return self.send_error(403)
        size = int(self.headers.get("Content-Length", 0))
        if size > LARGEST:
            return self.send_error(413)
        try:  # a request is one line, however the browser laid it out
            line = json.dumps(json.loads(self.rfile.read(size))).encode() + b"\n"
        except ValueError:
            return self.send_error(400)
        with writing:
            serve.stdin.write(line)
            serve.stdin.flush()
        self.send_response(202)
        self.end_headers()

    def do_GET(self):
        if not hmac.compare_digest(self.headers.get("Authorization", "").encode(), TOKEN.encode()):
            return self.send_error(403)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        while (event := events.get()) is not None:
            self.wfile.write(b"data: " + event + b"\n")  # an event ends with its own line end, and then an empty line


def pass_on():
    for line in serve.stdout:
        events.put(line)  # waits when nobody reads; then serve stops its sessions
    events.put(None)
    server.shutdown()


serve = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
events, writing = queue.Queue(maxsize=1000), threading.Lock()
with http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Bridge) as server:
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    threading.Thread(target=pass_on, daemon=True).start()
    server.serve_forever()
