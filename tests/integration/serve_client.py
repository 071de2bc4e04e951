"""A client of teamsctl serve for tests: writes requests, reads events, holds every one of them to its schema."""
import json
import queue
import subprocess
import threading

from program import PATIENCE, ROOT

try:
    import jsonschema
except ImportError:
    jsonschema = None

SCHEMAS = ROOT / "share" / "teamsctl" / "schema"
MFA = {"username": "mfa@contoso.example", "password": "Passw0rd!"}
NO_MFA = {"username": "nomfa@contoso.example", "password": "Passw0rd!"}


def schema_of(message, kind):
    """The schema of a message: kind is "request" or "event", or "batch" for an event of batch."""
    name = message["type"]
    if kind == "batch":
        kind = "event"
        if name in ("result", "summary"):
            return json.loads((SCHEMAS / f"batch-event-{name}.json").read_text())
    return json.loads((SCHEMAS / f"serve-{kind}-{name}.json").read_text())


def hold_to_schema(message, kind):
    """Fails when a message is not what its schema says, or has a member that the schema does not name."""
    schema = schema_of(message, kind)
    unnamed = set(message) - set(schema["properties"])
    assert not unnamed, f"{sorted(unnamed)} of {message['type']} are in no schema"
    if jsonschema is not None:
        jsonschema.validate(message, schema, format_checker=jsonschema.FormatChecker())


class Client:
    """One running serve. Everything that it writes is in `events`, in order."""

    def __init__(self, process):
        self.process = process
        self.events = []
        self._queue = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self._queue.put(line)
        self._queue.put(None)

    def send(self, **message):
        self.raw(json.dumps(message, ensure_ascii=False).encode() + b"\n")

    def raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def next(self):
        """The next event, or None at the end of the output."""
        line = self._queue.get(timeout=PATIENCE)
        if line is None:
            return None
        event = json.loads(line)
        hold_to_schema(event, "event")
        self.events.append(event)
        return event

    def until(self, **wanted):
        """Reads up to the event that has these members, and returns it."""
        while True:
            event = self.next()
            assert event is not None, f"the output ended before {wanted}: {self.events[-5:]}"
            if all(event.get(name) == value for name, value in wanted.items()):
                return event

    def end_of(self, id):
        """Reads up to the end of a request: its done or error."""
        while True:
            event = self.next()
            assert event is not None, f"the output ended before the end of {id}: {self.events[-5:]}"
            if event["type"] in ("done", "error") and event.get("id") == id:
                return event

    def ask(self, id, **message):
        """Sends a request and returns its end."""
        self.send(id=id, **message)
        return self.end_of(id)

    def rows_of(self, id):
        return [row for event in self.events if event["type"] == "result" and event.get("id") == id for row in event["rows"]]

    def connect(self, id="in", credentials=NO_MFA, **more):
        end = self.ask(id, type="create_session", credentials=credentials, **more)
        assert end["type"] == "done", end
        return end["sessionId"]

    def rest(self):
        while self.next() is not None:
            pass
        return self.events

    def finish(self):
        """Ends the input, reads the rest and returns the exit status."""
        self.process.stdin.close()
        self.rest()
        return self.process.wait(timeout=PATIENCE)


def start(case, *arguments, env=None, **options):
    """A client of a serve that the test case ends."""
    return Client(case.start_program(*arguments, env=env, stdin=subprocess.PIPE, **options))
