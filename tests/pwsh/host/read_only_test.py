#!/usr/bin/python3
"""Scripts that only read (read_only of `script` in teamsctl-host-protocol(7)), in a real pwsh.

corpus/read_only_allowed.txt and read_only_refused.txt hold the scripts. Whoever finds a way around the check adds it there.

Exit status: 0 all passed, 1 not, 77 there is no pwsh.
"""

import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from host_process import HostProcess, find_pwsh  # noqa: E402

CORPUS = pathlib.Path(__file__).resolve().parent / "corpus"


def scripts(name):
    """The scripts of a file, each with what stands behind the dashes before it."""
    cases = []
    for line in (CORPUS / name).read_text().splitlines():
        if line.startswith("----"):
            cases.append((line[5:], []))
        elif cases:
            cases[-1][1].append(line)
    return [(expected, "\n".join(lines)) for expected, lines in cases]


class ReadOnly(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="teamsctl-read-only."))
        cls.victim = cls.folder / "victim"
        cls.victim.write_text("alive")
        (cls.folder / "users.csv").write_text("UPN,Path\na@contoso.example,/tmp\nb@contoso.example,/no/such\n")
        modules = cls.folder / "modules" / "ReadOnlyModule"
        modules.mkdir(parents=True)
        shutil.copy(CORPUS / "read_only_module.psm1", modules / "ReadOnlyModule.psm1")
        cls.host = HostProcess(env={"PSModulePath": str(modules.parent)})
        cls.host.ready()
        cls.host.values(f"$folder = '{cls.folder}'\n" + (CORPUS / "read_only_session.ps1").read_text())

    @classmethod
    def tearDownClass(cls):
        cls.host.close()
        shutil.rmtree(cls.folder)

    def read_only(self, text, **request):
        self.host.begin("script", text=text, read_only=True, **request)
        return self.host.until("done")

    def refusal(self, text):
        """The error for a script that must be refused as a whole."""
        records = self.read_only(text)
        self.assertEqual([r["type"] for r in records], ["error", "done"], (text, records))
        self.assertEqual((records[0]["fqid"], records[0]["category"], records[0]["terminating"]),
                         ("NotReadOnly", "PermissionDenied", True), (text, records))
        self.assertEqual((records[1]["state"], records[1]["errors"]), ("failed", 1))
        return records[0]

    def test_scripts_that_only_read_give_what_they_give_otherwise(self):
        for _, text in scripts("read_only_allowed.txt"):
            with self.subTest(text=text):
                mine = [{**r, "id": 0, "milliseconds": 0} for r in self.read_only(text)]
                self.assertEqual([r for r in mine if r.get("fqid") == "NotReadOnly"], [])
                theirs = [{**r, "id": 0, "milliseconds": 0} for r in self.host.script("& {" + "\n" + text + "\n}")]
                for record in mine + theirs:
                    record.pop("position", None)
                self.assertEqual(mine, theirs)

    def test_scripts_that_may_change_something_are_refused(self):
        cases = scripts("read_only_refused.txt")
        self.assertGreater(len(cases), 200)
        for target, text in cases:
            with self.subTest(text=text):
                self.assertEqual(self.refusal(text)["target"], target)
        self.assertEqual(self.victim.read_text(), "alive")
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["modules", "users.csv", "victim"])

    def test_the_message_says_what_and_where(self):
        for text, message, target in (
                ("Set-CsUser -Identity x", "Set-CsUser at 1:1 is not a command that only reads", "Set-CsUser"),
                ("Get-Date;\n  ri x", "ri (Remove-Item) at 2:3 is not a command that only reads", "ri"),
                ("Get-Date\n$env:A = 1", "$env:A at 2:1 sets more than a plain variable of the script", "$env:A"),
                ("1 > x", "> x at 1:3 writes to a file", "> x"),
                ("'a'; Get-Deeper", "Get-Deeper at 1:6 is a function that may change something: in it, Remove-Item at 10:49 is not a "
                 "command that only reads", "Get-Deeper")):
            with self.subTest(text=text):
                error = self.refusal(text)
                self.assertEqual((error["message"], error["target"]), (message, target))
                self.assertEqual(error["exception"], "System.UnauthorizedAccessException")

    def test_long_parts_are_cut(self):
        error = self.refusal("(Get-Item 'x').Delete('" + "y" * 500 + "')")
        self.assertEqual(len(error["target"]), 100)
        self.assertLess(len(error["message"]), 200)

    def test_syntax_errors_are_the_usual_ones(self):
        for text in ("1 +", "1 1", "foreach (", "'abc", "if (1) { 2", "param(1)", "&", "using module NoSuchModule"):
            with self.subTest(text=text):
                mine, theirs = self.read_only(text)[0], self.host.script(text)[0]
                self.assertEqual(mine["category"], "ParserError")
                self.assertEqual({**mine, "id": 0}, {**theirs, "id": 0})

    def test_nothing_stays_behind(self):
        before = self.host.value("(Get-Variable).Count + (Get-ChildItem function:).Count")
        self.read_only("$left = 1; function Get-Left { 1 }; $known = 'changed'; $ErrorActionPreference = 'Stop';"
                       "Get-Item / -OutVariable left2 | ForEach-Object { $left3 = 1 }")
        self.assertEqual(self.host.values("$left, $left2, $left3, $known, \"$ErrorActionPreference\"; Test-Path function:Get-Left"),
                         [None, None, None, "Known", "Continue", False])
        self.assertEqual(self.host.value("(Get-Variable).Count + (Get-ChildItem function:).Count"), before)

    def test_functions_of_the_session_are_looked_at_as_they_are_now(self):
        self.host.values("function Get-Mood { Remove-Item x }")
        self.refusal("Get-Mood")
        self.host.values("function Get-Mood { 'better' }")
        self.assertEqual(self.read_only("Get-Mood")[0]["value"], "better")
        self.host.values("$null = New-Module { function Get-Date { Remove-Item x }; function Get-Homemade { Get-Date }"
                         "; Export-ModuleMember Get-Homemade }")
        self.refusal("Get-Homemade")
        self.host.values("function Get-Bound { }; $null = New-Module { function Get-Date { Remove-Item x };"
                         " ${function:global:Get-Bound} = { Get-Date }; Export-ModuleMember }")
        self.refusal("Get-Bound")

    def test_false_is_as_if_it_were_not_there(self):
        self.host.begin("script", text="$written = 1; [IO.File]::Exists('/')", read_only=False)
        self.assertEqual(self.host.until("done")[0]["value"], False)
        self.assertEqual(self.host.value("$written"), 1)

    def test_it_can_be_cancelled(self):
        number = self.host.begin("script", text="'started'; while ($true) { Get-Date | Out-Null }", read_only=True)
        self.assertEqual(self.host.record()["value"], "started")
        self.host.send(type="cancel", id=number)
        self.assertEqual(self.host.until("done")[-1]["state"], "stopped")
        for _ in range(20):
            # Now also while it is looked at.
            number = self.host.begin("script", text="while ($true) { Get-NoSuchThing }", read_only=True)
            self.host.send(type="cancel", id=number)
            self.assertIn(self.host.until("done")[-1]["state"], ("stopped", "failed"))

    def test_other_members_of_the_request_work(self):
        records = self.read_only("@{ a = @{ b = @{ c = 1 } } }", depth=2)
        self.assertEqual(records[0]["value"], {"a": {"b": {"truncated": True}}})
        records = self.read_only("[pscustomobject]@{ a = [pscustomobject]@{ b = 1 } }", strings=["a"])
        self.assertEqual(records[0]["value"], {"a": "@{b=1}"})


if __name__ == "__main__":
    if not find_pwsh():
        print("skipped: no pwsh")
        sys.exit(77)
    unittest.main(verbosity=1)
