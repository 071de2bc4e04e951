"""Commands that wait in a session of the agent: how long, who goes before whom, and what goes on without its client."""
import json
import signal
import time
import unittest

from agent_case import HELLO, LISTING, USER, AgentCase, frame, numbered
from program import PATIENCE

SILENT = "silence-at-command"


class Turns(AgentCase):
    def of_scenario(self, scenario, *arguments):
        return self.run_program(f"--simulate={scenario}", "-u", USER, "--no-input", "-o", "json", *arguments, env=self.environment())

    def begin(self, scenario, *arguments):
        """A command that has begun in the agent, and the process that waits for it."""
        command = self.start_program(f"--simulate={scenario}", "-u", USER, "--no-input", "-o", "json", *arguments, env=self.environment())
        self.wait_until(lambda: command.poll() is not None or self.busy())
        self.assertIsNone(command.poll(), "it ended at once")
        return command

    def busy(self):
        return any(session["busy"] for session in json.loads(self.run_program("-o", "json", "status", env=self.environment()).stdout))

    def login_to(self, scenario, *arguments):
        self.assertEqual(self.of_scenario(scenario, *arguments, "login").returncode, 0)

    def test_a_command_waits_for_its_turn_no_longer_than_it_may_take(self):
        self.login_to(SILENT)
        before = self.begin(SILENT, "get-phone-numbers")
        error = self.assert_fails(self.of_scenario(SILENT, "--timeout", "300ms", "get-tenant"), "command_timeout", 13)
        self.assertIn("has waited for its turn", error["message"])
        self.assertTrue(error["retryable"])
        # The one before it is as it was, and those without a limit still wait.
        self.assertIsNone(before.poll())
        self.assertTrue(self.busy())

    def test_a_command_that_has_waited_has_the_rest_of_its_time(self):
        self.login_to(SILENT)
        before = self.begin(SILENT, "get-phone-numbers")
        begin = time.monotonic()
        behind = self.start_program(f"--simulate={SILENT}", "-u", USER, "--no-input", "-o", "json", "--timeout", "2", "get-phone-numbers",
                                    env=self.environment())
        # Half of its time is over before its turn comes.
        time.sleep(1)
        before.send_signal(signal.SIGINT)
        _, err = behind.communicate(timeout=PATIENCE)
        self.assertEqual((behind.returncode, json.loads(err)["error"]["code"]), (13, "command_timeout"))
        self.assertLess(time.monotonic() - begin, 30)

    def test_R33_a_detached_command_goes_on_without_its_client(self):
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(signal=number):
                state = self.directory / f"state-{number}"
                scenario = self.scenario({"commands": {"Set-CsPhoneNumberAssignment": {"before": [{"wait": "1s"}]}}})
                arguments = ["--simulate-state", str(state)]
                self.login_to(scenario, *arguments)
                command = self.begin(scenario, *arguments, "--detach", "assign-phone-number", "--yes", "--user", "user000002@contoso.example",
                                     "--number", "+14250000004", "--number-type", "CallingPlan")
                command.send_signal(number)
                command.wait(timeout=PATIENCE)
                self.wait_until(lambda: not self.busy())
                self.assertIn("+14250000004", state.read_text())

    def test_R33_a_detached_command_ends_at_an_interrupt(self):
        self.login_to(SILENT)
        command = self.begin(SILENT, "--detach", "get-phone-numbers")
        command.send_signal(signal.SIGINT)
        self.assertEqual(command.wait(timeout=PATIENCE), 130)
        self.wait_until(lambda: not self.busy())

    def test_R33_a_detached_command_that_asks_when_nobody_is_there_ends(self):
        self.login_to("question-in-command")
        peer = self.peer(HELLO, frame("O", json.dumps({"id": 1, "identity": self.identity().replace('"default"', '"question-in-command"'),
                                                       "detach": True}).encode()))
        self.assertIsNone(peer.finished(1).get("error"))
        peer.send(numbered("R", 2, LISTING))
        peer.close()
        self.wait_until(lambda: not self.busy())
        self.assertEqual(self.of_scenario("question-in-command", "status").returncode, 0)

    def test_R32_a_longer_request_is_taken_by_an_agent_that_was_told(self):
        text = self.directory / "long.ps1"
        text.write_text("'" + "x" * (3 << 20) + "'")
        self.login()
        refused = self.teamsctl("--agent", "only", "run", "-f", str(text))
        error = self.assert_fails(refused, "agent", 12)
        self.assertIn("--agent-max-request", error["hint"])
        self.stop_agent()
        self.login("--agent-max-request", "4")
        self.assertEqual(self.rows(self.teamsctl("--agent", "only", "run", "-f", str(text))), ["x" * (3 << 20)])


if __name__ == "__main__":
    unittest.main()
