"""The example bridge: a browser without WebSocket presses a PowerShell button."""
import json
import subprocess
import sys
import unittest
import urllib.error
import urllib.request

from program import PATIENCE, ROOT, TEAMSCTL, ProgramCase, clean_environment
from serve_client import MFA

BRIDGE = ROOT / "scripts" / "examples" / "serve_bridge.py"


class Bridge(ProgramCase):
    def setUp(self):
        super().setUp()
        self.process = subprocess.Popen([sys.executable, str(BRIDGE), "0", "--simulate"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        env=clean_environment(TEAMSCTL=TEAMSCTL, BRIDGE_TOKEN="s3cret"), start_new_session=True)
        self.addCleanup(self._end, self.process)
        self.url = self.process.stdout.readline().decode().strip()

    def open(self, path, body=None, token="s3cret"):
        request = urllib.request.Request(self.url + path, body, {"Authorization": f"Bearer {token}"} if token else {})
        return urllib.request.urlopen(request, timeout=PATIENCE)

    def post(self, **message):
        with self.open("/request", json.dumps(message, indent=2).encode()) as answer:
            self.assertEqual(answer.status, 202)

    def test_the_dialogue_of_a_dashboard(self):
        with self.open("/events") as stream:
            def until(**wanted):
                for line in stream:
                    if line.startswith(b"data: "):
                        event = json.loads(line[6:])
                        if all(event.get(name) == value for name, value in wanted.items()):
                            return event
                self.fail(f"the stream ended before {wanted}")
            self.assertEqual(until(type="hello")["protocol"], 1)
            self.post(type="create_session", id=1, credentials=MFA)
            until(type="mfa_required")
            self.post(type="send_mfa_code", id=2, code="123456")
            until(type="done", id=1)
            self.post(type="get_phone_numbers", id=3, top=2)
            self.assertEqual(until(type="result", id=3)["rows"][0]["TelephoneNumber"], "+14250000000")
            until(type="done", id=3)
            self.post(type="exit", id=4)
            until(type="done", id=4)
            self.assertEqual(stream.read().strip(), b"")
        self.assertEqual(self.process.wait(timeout=PATIENCE), 0)

    def test_nobody_without_the_token(self):
        for path, body, token, status in (("/request", b"{}", None, 403), ("/request", b"{}", "guess", 403), ("/events", None, "", 403),
                                          ("/request", b"nonsense", "s3cret", 400), ("/request", b" " * (1 << 20) + b"{}", "s3cret", 413)):
            with self.subTest(path=path, token=token):
                with self.assertRaises((urllib.error.URLError, ConnectionError)) as refused:
                    self.open(path, body, token)
                if isinstance(refused.exception, urllib.error.HTTPError):
                    self.assertEqual(refused.exception.code, status)
                    refused.exception.close()


if __name__ == "__main__":
    unittest.main()
