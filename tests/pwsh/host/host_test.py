#!/usr/bin/python3
"""The session host (lib/host) in a real pwsh, against teamsctl-host-protocol(7).

Every request and every kind of record, and what reliability R2-R11, R44, C26 and C27 promise of this side. Nothing here
waits by the clock: a test reads the next record, or the end of the process.

Exit status: 0 all passed, 1 not, 77 there is no pwsh.
"""

import base64
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from host_process import SOURCES, HostError, HostProcess, find_pwsh  # noqa: E402

CACHE = None  # the directory for the compiled host, made once for the whole run


def setUpModule():
    global CACHE
    CACHE = tempfile.mkdtemp(prefix="teamsctl-host-test.")
    with HostProcess(cache=CACHE) as host:
        host.ready()


def tearDownModule():
    shutil.rmtree(CACHE, ignore_errors=True)


def of(records, kind):
    return [r for r in records if r["type"] == kind]


class SharedHost(unittest.TestCase):
    """Tests that share one session for speed. Each starts and ends with nothing running; a session that was lost is
    replaced, so one failure does not take the others along."""

    host = None

    def setUp(self):
        cls = type(self)
        if cls.host is None:
            cls.host = HostProcess(cache=CACHE)
            cls.host.ready()

    def tearDown(self):
        cls = type(self)
        try:
            alive = cls.host.value("'alive'") == "alive"
        except (HostError, OSError, ValueError):
            alive = False
        if not alive:
            cls.host.close()
            cls.host = None
            self.fail("the session did not survive the test")

    @classmethod
    def tearDownClass(cls):
        if cls.host is not None:
            cls.host.close()
            cls.host = None

    def assertDone(self, records, state="completed", **counts):
        done = records[-1]
        self.assertEqual((done["type"], done["state"]), ("done", state), records[-3:])
        for name, count in counts.items():
            self.assertEqual(done[name], count, done)
        return done


class Requests(SharedHost):
    def test_invoke_binds_parameters_as_values(self):
        records = self.host.invoke("Write-Output", InputObject="$(1+1); `e 'x' \u2018y\u2019 \"z\"")
        self.assertEqual(of(records, "object")[0]["value"], "$(1+1); `e 'x' \u2018y\u2019 \"z\"")
        self.assertDone(records, objects=1, errors=0, truncated=0)

    def test_every_scalar_value_survives(self):
        text = "".join(map(chr, list(range(1, 0x100)) + [0, 0x2013, 0x2018, 0x2019, 0x201a, 0x201b, 0x201c, 0x201d, 0x201e,
                                                         0x2028, 0x2029, 0xfeff, 0xffff, 0x1f600, 0x10ffff]))
        for value in (text, "x" * (1 << 20), "", 0, -1, 2**31, 2**63 - 1, -2**63, 10**40, 1.5, True, False, None):
            with self.subTest(value=str(value)[:20]):
                self.host.begin("script", text="function global:Give($Value) { ,$Value }")
                self.host.until("done")
                records = self.host.invoke("Give", Value=value)
                self.assertEqual(of(records, "object")[0]["value"], value)

    def test_numbers_keep_their_digits(self):
        self.host.script("function global:Give($Value) { ,$Value }")
        for digits in ("12345678901234567890123456789", "9223372036854775807", "0.12345678901234567890", "123456789.123456789"):
            number = self.host.begin("invoke", command="Give", parameters={"Value": 0})
            self.host.until("done")
            self.host._next_id += 1
            self.host.send_line(b'{"type":"invoke","id":%d,"command":"Give","parameters":{"Value":%s}}'
                                % (number + 1, digits.encode()))
            line = self.host.line()
            self.assertIn(b'"value":' + digits.encode(), line)
            self.host.until("done")

    def test_arrays_and_tables(self):
        self.host.script("function global:Describe($Value) { $Value.GetType().Name; $Value.Count; ,$Value }")
        records = self.host.invoke("Describe", Value=[1, "b", None, [2]])
        self.assertEqual([r["value"] for r in of(records, "object")], ["Object[]", 4, [1, "b", None, [2]]])
        records = self.host.invoke("Describe", Value={"type": "table", "value": {"a": 1, "b": {"type": "switch", "value": True}}})
        self.assertEqual(of(records, "object")[0]["value"], "Hashtable")
        self.assertEqual(of(records, "object")[2]["value"], {"a": 1, "b": True})

    def test_switch(self):
        self.host.script("function global:Sw([switch]$On) { $On.IsPresent }")
        for value in (True, False):
            records = self.host.invoke("Sw", On={"type": "switch", "value": value})
            self.assertEqual(of(records, "object")[0]["value"], value)

    def test_secure_values(self):
        self.host.script("""function global:Reveal($S, $C) {
            if ($S) { $S.GetType().Name; [Net.NetworkCredential]::new('', $S).Password }
            if ($C) { $C.UserName; [Net.NetworkCredential]::new('', $C.Password).Password } }""")
        secret = "p\u00e4ss\"\\w\u00f6rd\U0001f511\n"
        records = self.host.invoke("Reveal", S={"type": "secure_string", "value": secret},
                                   C={"type": "credential", "username": "u@x", "password": secret})
        self.assertEqual([r["value"] for r in of(records, "object")], ["SecureString", secret, "u@x", secret])

    def test_bad_credential_fails_its_request_only(self):
        records = self.host.invoke("Write-Output", InputObject={"type": "credential", "username": "", "password": "x"})
        self.assertDone(records, "failed", errors=1)

    def test_certificates(self):
        with tempfile.TemporaryDirectory() as folder:
            run = lambda *a: subprocess.run(["openssl", *a], cwd=folder, check=True, capture_output=True)
            run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-subj", "/CN=tester")
            run("pkcs8", "-topk8", "-in", "k.pem", "-out", "e.pem", "-passout", "pass:s3cret")
            run("pkcs12", "-export", "-inkey", "k.pem", "-in", "c.pem", "-out", "p.pfx", "-passout", "pass:s3cret")
            run("pkcs12", "-export", "-inkey", "k.pem", "-in", "c.pem", "-out", "n.pfx", "-passout", "pass:")
            join = lambda *names: b"".join((pathlib.Path(folder) / n).read_bytes() for n in names)
            (pathlib.Path(folder) / "plain.pem").write_bytes(join("c.pem", "k.pem"))
            (pathlib.Path(folder) / "locked.pem").write_bytes(join("e.pem", "c.pem"))
            self.host.script("function global:Show($C) { $C.Subject; $C.HasPrivateKey }")
            for name, password in (("p.pfx", "s3cret"), ("n.pfx", None), ("plain.pem", None), ("locked.pem", "s3cret")):
                with self.subTest(name=name):
                    value = {"type": "certificate", "path": f"{folder}/{name}"}
                    if password:
                        value["password"] = password
                    records = self.host.invoke("Show", C=value)
                    self.assertEqual([r["value"] for r in of(records, "object")], ["CN=tester", True], records)
            for name, password, problem in (("p.pfx", "wrong", "Password"), ("locked.pem", "wrong", "Password"),
                                            ("absent.pfx", "x", "File"), ("c.pem", "x", "Key"), ("k.pem", "x", "Format")):
                with self.subTest(name=name, password="wrong"):
                    records = self.host.invoke("Show", C={"type": "certificate", "path": f"{folder}/{name}",
                                                          "password": password})
                    self.assertDone(records, "failed", errors=1)
                    (error,) = of(records, "error")
                    self.assertEqual((error["fqid"], error["category"], error["target"], error["terminating"]),
                                     (f"Certificate{problem}", "InvalidArgument", f"{folder}/{name}", True))
                    self.assertIn(f"{folder}/{name}", error["message"])

    def some(self, value, *names, depth=16):
        self.host.begin("invoke", command="Write-Output", parameters={"InputObject": value, "NoEnumerate": True}, depth=depth,
                        properties=list(names))
        records = self.host.until("done")
        self.assertDone(records)
        return of(records, "object")[0]["value"], records[-1]["truncated"]

    def test_properties_alone(self):
        table = {"type": "table", "value": {"Name": "x", "List": [1, 2]}}
        value, _ = self.some(table, "Count", "missing", "")
        self.assertEqual(list(value.items()), [("Count", 2), ("missing", None), ("", None)])
        self.assertEqual(self.some(table), ({}, 0))
        self.assertEqual(self.some("text", "length"), ({"length": 4}, 0))
        self.assertEqual(self.some(table, "Keys", depth=1), ({"Keys": {"truncated": True}}, 1))
        self.assertEqual(self.some(None, "Name"), ({"Name": None}, 0))

    def test_properties_of_a_module_are_small(self):
        self.host.begin("invoke", command="Get-Module", properties=["Name", "Version", "ModuleBase"], parameters={
            "ListAvailable": {"type": "switch", "value": True}, "Name": "Microsoft.PowerShell.Utility"})
        line = self.host.line()
        self.host.until("done")
        self.assertRegex(line, rb'"value":\{"Name":"Microsoft.PowerShell.Utility","Version":"[0-9.]+","ModuleBase":"/[^"]+"\}')
        self.assertLess(len(line), 500)

    def test_script_runs_in_global_scope(self):
        self.host.script("$kept = 5; function Kept { 'function' }")
        self.assertEqual(self.host.values("$kept; Kept; $global:kept"), [5, "function", 5])

    def test_unknown_command(self):
        records = self.host.invoke("Get-NoSuchThing")
        self.assertDone(records, "failed", errors=1, objects=0)
        (error,) = of(records, "error")
        self.assertTrue(error["terminating"])
        self.assertEqual(error["fqid"], "CommandNotFoundException")
        self.assertEqual(error["category"], "ObjectNotFound")

    def test_syntax_error(self):
        records = self.host.script("1 +")
        self.assertDone(records, "failed", errors=1)
        self.assertTrue(of(records, "error")[0]["terminating"])

    def test_cancel_keeps_the_session(self):
        self.host.script("$before = 'still here'")
        for text in ("while ($true) { Start-Sleep -Seconds 2 }", "while ($true) {}", "1..1e9 | ForEach-Object { $_ }",
                     "while ($true) { [Threading.Thread]::Sleep(20) }"):
            with self.subTest(text=text):
                number = self.host.begin("script", text="'started';" + text)
                self.assertEqual(self.host.record()["value"], "started")
                begun = time.monotonic()
                self.host.send(type="cancel", id=number)
                self.assertDone(self.host.until("done"), "stopped", errors=0)
                self.assertLess(time.monotonic() - begun, 5)
        self.assertEqual(self.host.value("$before"), "still here")

    def test_cancel_of_another_request_is_ignored(self):
        self.host.send(type="cancel", id=999999)
        number = self.host.begin("script", text="1")
        self.host.send(type="cancel", id=number - 1)
        self.assertDone(self.host.until("done"), objects=1)
        self.host.send(type="cancel", id=number)

    def test_cancel_right_after_the_request(self):
        # The stop may come before the pipeline runs, while it starts, or after: it must never be lost.
        for _ in range(30):
            number = self.host.begin("script", text="while ($true) {}")
            self.host.send(type="cancel", id=number)
            self.assertDone(self.host.until("done"), "stopped")

    def test_exit_in_a_script_ends_the_script_only(self):
        self.assertDone(self.host.script("1; exit 3; 2"), objects=1)
        self.assertDone(self.host.script("$Host.SetShouldExit(4); 1"), objects=1)

    def test_unknown_members_are_ignored(self):
        number = self.host.begin("script", text="1", comment={"deep": [1, {"x": 2}]})
        records = self.host.until("done")
        self.assertDone(records, objects=1)
        self.assertEqual(records[-1]["id"], number)


class Results(SharedHost):
    def test_record_has_exactly_these_members_in_this_order(self):
        number = self.host.begin("script", text="[pscustomobject]@{ a = 1; b = 'x y' }")
        self.assertEqual(self.host.line(), b'{"type":"object","id":%d,"value":{"a":1,"b":"x y"}}' % number)
        self.host.until("done")

    def check(self, text, expected, depth=16):
        """Compares the bytes of the value: a JSON reader would hide how numbers are written."""
        self.host.begin("script", text=text, depth=depth)
        lines = []
        while not lines or not lines[-1].startswith('{"type":"done"'):
            lines.append(self.host.line().decode())
        self.assertRegex(lines[-2], '^{"type":"object","id":[0-9]+,"value":', text)
        self.assertEqual(lines[-2].split('"value":', 1)[1][:-1], expected, text)
        return json.loads(lines[-1])

    def test_scalars(self):
        for text, expected in (
                ("$null", "null"), ("$true", "true"), ("'a\"b\\c/d'", '"a\\"b\\\\c/d"'), ("[char]'x'", '"x"'),
                ("1", "1"), ("-5L", "-5"), ("[byte]255", "255"), ("[ulong]::MaxValue", "18446744073709551615"),
                ("[long]::MinValue", "-9223372036854775808"), ("[decimal]::MaxValue", "79228162514264337593543950335"),
                ("1.10d", "1.10"), ("0.1", "0.1"), ("1e300", "1E+300"), ("[float]0.1", "0.1"), ("1/3", "0.3333333333333333"),
                ("[double]::NaN", '"NaN"'), ("[double]::PositiveInfinity", '"Infinity"'),
                ("[float]::NegativeInfinity", '"-Infinity"'), ("[half]::NaN", '"NaN"'), ("[bigint]::Parse('9' * 40)", "9" * 40),
                ("[guid]'0f8fad5b-d9cb-469f-a165-70867728950e'", '"0f8fad5b-d9cb-469f-a165-70867728950e"'),
                ("[version]'1.2.3.4'", '"1.2.3.4"'), ("[semver]'1.2.3-a'", '"1.2.3-a"'),
                ("[uri]'https://x.y/z?a=b'", '"https://x.y/z?a=b"'), ("[timespan]'1.02:03:04.5'", '"1.02:03:04.5000000"'),
                ("[datetime]::new(2026,1,2,3,4,5,[DateTimeKind]::Utc)", '"2026-01-02T03:04:05Z"'),
                ("[datetime]::new(2026,1,2,3,4,5,6,[DateTimeKind]::Utc).AddTicks(7)", '"2026-01-02T03:04:05.0060007Z"'),
                ("[datetime]::new(2026,1,2,3,4,5)", '"2026-01-02T03:04:05Z"'),
                ("[datetimeoffset]'2026-01-02T03:04:05+02:00'", '"2026-01-02T01:04:05Z"'),
                ("[DayOfWeek]::Monday", '"Monday"'), ("[IO.FileAttributes]'Hidden,System'", '"Hidden, System"'),
                ("[Enum]::ToObject([ConsoleColor], 99)", '"99"'), ("[IntPtr]5", "5"), ("[switch]$true", "true"), ("[DBNull]::Value", "null"),
                (",[byte[]](1,2,3)", '"AQID"'), ("[int]", '"System.Int32"'), ("{ 1 }", '" 1 "'),
                ("[ipaddress]'10.0.0.1'", '"10.0.0.1"'), ("[xml]'<a><b>1</b></a>'", '"<a><b>1</b></a>"'),
                ("[datetime]::new(2026,1,2,3,4,5,[DateTimeKind]::Local).ToUniversalTime().ToLocalTime()",
                 json.dumps(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.mktime((2026, 1, 2, 3, 4, 5, 0, 0, -1))))))):
            with self.subTest(text=text):
                self.check(text, expected)

    def test_characters(self):
        for length in range(0, 40):
            # Specials at every place of a block of eight.
            for special in ('"', "\\", "\n", "\u0001", "\u00e9", "\u20ac", "\U0001f600", "\u007f", "\u0085"):
                text = "a" * length + special + "b" * (length % 11)
                code = base64.b64encode(text.encode()).decode()
                self.host.begin("script", text=f"[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('{code}'))")
                self.assertEqual(self.host.record()["value"], text)
                self.host.until("done")

    def test_lone_surrogates_become_replacement_characters(self):
        self.check("\"a$([char]0xd800)b$([char]0xdc00)\"", '"a\ufffdb\ufffd"')
        self.check("\"$([char]0xd83d)$([char]0xde00)$([char]0xd83d)\"", '"\U0001f600\ufffd"')

    def test_long_strings_keep_their_pairs_together(self):
        for before in range(4090, 4100):
            self.assertEqual(self.host.value(f"'a' * {before} + [char]::ConvertFromUtf32(0x1f600) * 5000"),
                             "a" * before + "\U0001f600" * 5000)

    def test_lists(self):
        self.check(",@()", "[]")
        self.check(",@(1)", "[1]")
        self.check(",@(1,@(2,@()),$null,'x')", '[1,[2,[]],null,"x"]')
        self.check(",[Collections.Generic.List[string]]::new()", "[]")
        self.check("[pscustomobject]@{ l = @('one') }", '{"l":["one"]}')

    def test_tables(self):
        self.check("[ordered]@{ b = 1; a = @{ c = $null } }", '{"b":1,"a":{"c":null}}')
        self.check("@{ 1 = 'x' }", '{"1":"x"}')
        self.check("$d = [Collections.Generic.Dictionary[string,object]]::new(); $d['Id'] = 1; $d['id'] = 2; $d['x'] = 3; $d",
                   '{"Id":1,"x":3}')
        self.check("$e = [Dynamic.ExpandoObject]::new(); ([Collections.Generic.IDictionary[string,object]]$e).Add('k', 1); ,$e",
                   '{"k":1}')

    def test_bags(self):
        self.check("[pscustomobject]@{}", "{}")
        self.check("'abc' | Select-Object Length, @{n='Twice';e={$_*2}}", '{"Length":3,"Twice":"abcabc"}')
        self.check("'{\"a\":{\"b\":[1,{\"c\":null}]}}' | ConvertFrom-Json", '{"a":{"b":[1,{"c":null}]}}')
        self.check("$o = [pscustomobject]@{a=1}; $o | Add-Member ScriptProperty S { $this.a + 1 }; "
                   "$o | Add-Member AliasProperty A2 a; $o | Add-Member ScriptMethod M { 1 }; $o", '{"a":1,"S":2,"A2":1}')

    def test_type_data(self):
        self.host.script("Update-TypeData -TypeName T.Ext -MemberType ScriptProperty -MemberName Added -Value { $this.a * 2 } -Force")
        self.check("[pscustomobject]@{ PSTypeName = 'T.Ext'; a = 4 }", '{"a":4,"Added":8}')
        self.check("[pscustomobject]@{ a = 4 }", '{"a":4}')

    def test_classes(self):
        self.host.script("""Add-Type -TypeDefinition 'public class Row { public string A {get;set;} public int B {get;set;}
            public object C {get;set;} public bool? D {get;set;} public System.DayOfWeek E {get;set;} public string F;
            public string G { get { throw new System.Exception("no"); } } public string this[int i] { get { return "x"; } }
            public string H { set {} } public static string I { get { return "s"; } } public long J {get;set;}
            public System.DateTime K {get;set;} public System.Guid L {get;set;} public double M {get;set;} }
            public struct Pair { public int X {get;set;} public int Y; }
            public class Base { public virtual string V { get { return "base"; } } public string W { get { return "w"; } } }
            public class Derived : Base { public override string V { get { return "derived"; } } }
            public class Hiding : Base { public new int W { get { return 7; } } }'""")
        row = ('{"A":"a","B":2,"C":[1],"D":null,"E":"Monday","G":null,"H":null,"J":5,"K":"0001-01-01T00:00:00Z",'
               '"L":"00000000-0000-0000-0000-000000000000","M":0.5,"F":"f"}')
        make = "[Row]@{A='a';B=2;C=@(1);E='Monday';F='f';J=5;M=0.5}"
        # The first row goes by reflection, the second by compiled code until a getter throws, the third by guarded code.
        number = self.host.begin("script", text=f"1..5 | ForEach-Object {{ {make} }}")
        for _ in range(5):
            self.assertEqual(self.host.line().decode(), '{"type":"object","id":%d,"value":%s}' % (number, row))
        self.host.until("done")
        self.assertEqual(self.host.values("1..3 | ForEach-Object { $p = [Pair]::new(); $p.X = $_; $p.Y = 9; $p }"),
                         [{"X": n, "Y": 9} for n in (1, 2, 3)])
        self.assertEqual(self.host.values("1..3 | ForEach-Object { [Derived]::new() }"), [{"V": "derived", "W": "w"}] * 3)
        hiding = self.host.values("1..3 | ForEach-Object { [Hiding]::new() }")
        self.assertEqual([h["W"] for h in hiding], [7] * 3)

    def test_classes_with_members_of_powershell(self):
        self.host.script("Add-Type -TypeDefinition 'public class Ext { public int A {get;set;} }' -ErrorAction Ignore")
        text = "$o = [Ext]@{A=1}; $o; $o | Add-Member N 'note' -PassThru; $o; [Ext]@{A=2}"
        self.assertEqual(self.host.values(text), [{"A": 1}, {"N": "note", "A": 1}, {"N": "note", "A": 1}, {"A": 2}])
        self.host.script("""Update-TypeData -TypeName Ext -MemberType ScriptProperty -MemberName S -Value { $this.A + 1 } -Force
            Update-TypeData -TypeName Ext -MemberType AliasProperty -MemberName Al -Value A -Force""")
        values = self.host.values("1..3 | ForEach-Object { [Ext]@{A=$_} }")
        self.assertEqual(values, [{"S": n + 1, "Al": n, "A": n} for n in (1, 2, 3)])
        self.host.script("Remove-TypeData -TypeName Ext")
        self.assertEqual(self.host.value("[Ext]@{A=1}"), {"A": 1})
        self.assertEqual(self.host.value("[pscustomobject]@{ inner = [Ext]@{A=1} }"), {"inner": {"A": 1}})

    def test_powershell_classes(self):
        self.assertEqual(self.host.values("class P { [string]$Name; [int[]]$N = @(1) }; 1..3 | % { [P]@{Name=\"n$_\"} }"),
                         [{"Name": f"n{n}", "N": [1]} for n in (1, 2, 3)])

    def test_extended_strings_are_strings(self):
        self.check("'text' | Add-Member Note 1 -PassThru", '"text"')
        self.check("[pscustomobject]@{ s = ('in' | Add-Member Note 1 -PassThru); n = (5 | Add-Member Note 1 -PassThru) }",
                   '{"s":"in","n":5}')

    def test_depth(self):
        text = "@{ a = @{ b = @{ c = @{ d = 1 } } } }"
        done = self.check(text, '{"a":{"b":{"truncated":true}}}', depth=2)
        self.assertEqual(done["truncated"], 1)
        self.assertEqual(self.check(text, '{"a":{"b":{"c":{"d":1}}}}', depth=4)["truncated"], 0)
        self.check(",@(1,@(2))", '[1,{"truncated":true}]', depth=1)
        self.assertEqual(self.check("@{a=@{}},@{a=1},@{a=@()}", '{"a":{"truncated":true}}', depth=1)["truncated"], 2)

    def texts(self, text, strings, depth=16):
        """The results of a script with these members as text."""
        self.host.begin("script", text=text, strings=strings, depth=depth)
        records = self.host.until("done")
        self.assertDone(records, errors=0, truncated=0)
        return [r["value"] for r in of(records, "object")]

    def test_strings_makes_text_of_objects_only(self):
        text = """[pscustomobject]@{ o = [pscustomobject]@{ x = 1; y = 'z' }; t = @{ a = 1 }; v = [Version]'1.2'; n = $null; s = 's'; i = 5
            b = $true; l = @(1, @{ a = 1 }); e = [DayOfWeek]::Monday; d = [datetime]::new(2026,1,2,3,4,5,[DateTimeKind]::Utc)
            f = Get-Item /tmp; u = [uri]'https://x.y/'; w = [exception]::new('bad'); c = [pscredential]::Empty
            p = [Text.StringBuilder]::new('built'); other = @{ a = 1 } }"""
        names = list("otvnsibledfuwcp")
        (value,) = self.texts(text, names)
        self.assertEqual(value, {
            "o": "@{x=1; y=z}", "t": "System.Collections.Hashtable", "v": "1.2", "n": None, "s": "s", "i": 5, "b": True,
            "l": [1, {"a": 1}], "e": "Monday", "d": "2026-01-02T03:04:05Z", "f": "/tmp", "u": "https://x.y/",
            "w": "System.Exception: bad", "c": "System.Management.Automation.PSCredential", "p": "built", "other": {"a": 1}})
        # A table as the result has members too.
        (value,) = self.texts(text.replace("[pscustomobject]@{ o", "[ordered]@{ o", 1), names)
        self.assertEqual((value["o"], value["t"], value["l"], value["other"]),
                         ("@{x=1; y=z}", "System.Collections.Hashtable", [1, {"a": 1}], {"a": 1}))

    def test_strings_by_name_and_by_ending(self):
        text = "[pscustomobject]@{ CallingPolicy = @{}; MeetingPOLICY = @{}; PolicyOf = @{}; TenantDialPlan = @{}; Policy = @{} }"
        for strings, expected in ((["*Policy"], {"CallingPolicy", "MeetingPOLICY", "Policy"}), (["tenantdialplan"], {"TenantDialPlan"}),
                                  (["*Policy", "TenantDialPlan"], {"CallingPolicy", "MeetingPOLICY", "Policy", "TenantDialPlan"}),
                                  (["*"], {"CallingPolicy", "MeetingPOLICY", "PolicyOf", "TenantDialPlan", "Policy"}),
                                  ([], set()), (None, set()), ([""], set()), (["Call*", "?olicy"], set())):
            with self.subTest(strings=strings):
                (value,) = self.texts(text, strings)
                self.assertEqual({k for k, v in value.items() if isinstance(v, str)}, expected)

    def test_strings_of_classes(self):
        self.host.script("""Add-Type -TypeDefinition 'public class Assigned { public string Name {get;set;} public string Authority {get;set;}
            public override string ToString() { return Name; } }
            public class UserRow { public string Upn {get;set;} public Assigned CallingPolicy {get;set;} public object Any {get;set;}
            public Assigned Field; public System.DateTime When {get;set;} public UserRow Manager {get;set;}
            public Assigned BadPolicy { get { if (Upn == "bad") throw new System.Exception("no"); return CallingPolicy; } } }
            public class Mute { public override string ToString() { throw new System.Exception("no"); } }'""")
        row = "[UserRow]@{ Upn = \"u$_\"; CallingPolicy = [Assigned]@{ Name = \"P$_\" }; Any = @{ x = 1 }; Field = [Assigned]@{ Name = 'F' } }"
        names = ["*Policy", "Field", "Any", "When"]
        # The first row goes by reflection, the others by code made for them; whoever asks without strings gets objects again.
        for _ in range(2):
            values = self.texts(f"1..3 | ForEach-Object {{ {row} }}", names)
            self.assertEqual(values, [{"Upn": f"u{n}", "CallingPolicy": f"P{n}", "Any": "System.Collections.Hashtable",
                                       "When": "0001-01-01T00:00:00Z", "Manager": None, "BadPolicy": f"P{n}", "Field": "F"}
                                      for n in (1, 2, 3)])
            (value,) = self.host.values(f"1 | ForEach-Object {{ {row} }}")
            self.assertEqual((value["CallingPolicy"], value["Any"]), ({"Name": "P1", "Authority": None}, {"x": 1}))
            (value,) = self.texts(f"1 | ForEach-Object {{ {row} }}", ["Any"])
            self.assertEqual((value["CallingPolicy"], value["Any"]), ({"Name": "P1", "Authority": None}, "System.Collections.Hashtable"))
        # A getter that throws.
        values = self.texts(f"'bad', '1', 'bad', '2' | ForEach-Object {{ $r = {row}; $r.Upn = $_; $r }}", names)
        self.assertEqual([v["BadPolicy"] for v in values], [None, "P1", None, "P2"])
        # Objects of the same class inside are not results.
        values = self.texts(f"1..3 | ForEach-Object {{ $r = {row}; $r.Manager = {row}; $r }}", names)
        self.assertEqual([(v["CallingPolicy"], v["Manager"]["CallingPolicy"]["Name"]) for v in values], [(f"P{n}", f"P{n}") for n in (1, 2, 3)])
        values = self.texts(f"1..2 | ForEach-Object {{ $r = {row}; $r.Manager = {row}; $r }}", ["Manager"], depth=2)
        self.assertEqual([v["Manager"] for v in values], ["UserRow", "UserRow"])
        # Members of PowerShell on it, and what cannot say what it is.
        (value,) = self.texts(f"1 | ForEach-Object {{ {row} | Add-Member MyPolicy ([Assigned]@{{ Name = 'mine' }}) -PassThru }}", names)
        self.assertEqual((value["MyPolicy"], value["CallingPolicy"]), ("mine", "P1"))
        self.assertEqual(self.texts("[pscustomobject]@{ a = [Mute]::new(); b = 1 }", ["a"]), [{"a": None, "b": 1}])
        values = self.texts(f"1..4 | ForEach-Object {{ $r = {row}; $r.Any = [Mute]::new(); $r }}", ["Any"])
        self.assertEqual([(v["Any"], v["Upn"]) for v in values], [(None, f"u{n}") for n in (1, 2, 3, 4)])
        self.assertEqual(self.texts("$o = [pscustomobject]@{ x = 1 } | Add-Member ScriptMethod ToString { 'by hand' } -Force -PassThru;"
                                    "[pscustomobject]@{ a = $o }", ["a"]), [{"a": "by hand"}])
        self.assertEqual(self.texts("1 | Select-Object @{ n = 'a'; e = { [Assigned]@{ Name = 'calculated' } } }", ["a"]),
                         [{"a": "calculated"}])

    def test_strings_with_properties(self):
        self.host.script("function global:Give { [pscustomobject]@{ a = [pscustomobject]@{ x = 1 }; b = @{ y = 2 } } }")
        self.host.begin("invoke", command="Give", properties=["b", "a", "c"], strings=["A"])
        self.assertEqual(self.host.line().split(b'"value":')[1], b'{"b":{"y":2},"a":"@{x=1}","c":null}}')
        self.host.until("done")

    def test_strings_takes_the_place_of_what_is_deep(self):
        self.assertEqual(self.texts("[pscustomobject]@{ a = @{ b = @{ c = 1 } } }", ["a"], depth=1), [{"a": "System.Collections.Hashtable"}])
        self.assertEqual(self.texts(",@([pscustomobject]@{ a = [pscustomobject]@{ b = 1 } })", ["a"]), [[{"a": {"b": 1}}]])
        self.host.begin("script", text="[pscustomobject]@{ a = @(1, 2) }", strings=["a"], depth=1)
        self.assertEqual(self.host.until("done")[0]["value"], {"a": {"truncated": True}})

    def test_live_objects(self):
        records = self.host.script("Get-Process -Id $PID; Get-Item /; Get-Command Get-Date; Get-Module -ListAvailable | Select -First 2;"
                                   "Get-Variable PID; $Host; [AppDomain]::CurrentDomain", depth=4)
        self.assertDone(records, errors=0)
        self.assertEqual(of(records, "object")[1]["value"]["FullName"], "/")
        self.assertEqual(self.host.value("[pscustomobject]@{ f = Get-Item /tmp }"), {"f": "/tmp"})

    def test_nothing_secret_in_results(self):
        self.host.script("$s = [securestring]::new(); 'hunter2'.ToCharArray() | % { $s.AppendChar($_) }")
        for text, expected in (("$s", None), ("[pscredential]::new('me', $s)", {"UserName": "me", "Password": None}),
                               ("@{ x = [pscredential]::new('me', $s) }", {"x": {"UserName": "me", "Password": None}}),
                               ("[pscredential]::new('me', $s).GetNetworkCredential()",
                                {"UserName": "me", "Domain": "", "Password": None})):
            with self.subTest(text=text):
                self.assertEqual(self.host.value(text), expected)

    def test_errors_as_results(self):
        value = self.host.value("Get-Item /no/such 2>&1")
        self.assertEqual(value["fqid"].split(",")[0], "PathNotFound")
        self.assertEqual(self.host.value("try { 1/0 } catch { $_ }")["exception"], "System.Management.Automation.RuntimeException")

    def test_order_and_counts(self):
        number = self.host.begin("script", text="1..5000 | ForEach-Object { $_; if ($_ % 1000 -eq 0) { Write-Warning $_ } }")
        records = self.host.until("done")
        flat = [r.get("value", r.get("message")) for r in records[:-1]]
        expected = []
        for n in range(1, 5001):
            expected.append(n)
            if n % 1000 == 0:
                expected.append(str(n))
        self.assertEqual(flat, expected)
        self.assertEqual({r["id"] for r in records}, {number})
        self.assertDone(records, objects=5000)

    def test_first_result_is_not_held_back(self):
        # The script goes on only after the reader has seen its first result.
        with tempfile.TemporaryDirectory() as folder:
            flag = f"{folder}/flag"
            self.host.begin("script", text=f"'first'; while (-not [IO.File]::Exists('{flag}')) {{ Start-Sleep -Milliseconds 5 }}; 'second';"
                                           f"while (-not [IO.File]::Exists('{flag}2')) {{ Start-Sleep -Milliseconds 5 }}")
            self.assertEqual(self.host.record()["value"], "first")
            open(flag, "w").close()
            # This one is held back, for a moment only.
            self.assertEqual(self.host.record()["value"], "second")
            open(flag + "2", "w").close()
            self.assertDone(self.host.until("done"), objects=2)


class Streams(SharedHost):
    def test_each_stream_is_a_record_of_its_own(self):
        records = self.host.script("""$VerbosePreference = $DebugPreference = 'Continue'
            Write-Warning w; Write-Verbose v; Write-Debug d; Write-Information i; Write-Host h; Write-Host n -NoNewline
            Write-Host ''; $Host.UI.WriteWarningLine('hw'); $VerbosePreference = $DebugPreference = 'SilentlyContinue'""")
        seen = [(r["type"], r.get("message", r.get("text"))) for r in records[:-1]]
        self.assertEqual(seen, [("warning", "w"), ("verbose", "v"), ("debug", "d"), ("information", "i"), ("host", "h"),
                                ("host", "n"), ("host", ""), ("warning", "hw")])
        self.assertEqual([r["newline"] for r in of(records, "host")], [True, False, True])

    def test_information_is_given_once_whatever_the_preference(self):
        for preference in ("SilentlyContinue", "Continue"):
            records = self.host.script(f"$InformationPreference = '{preference}'; Write-Information one; Write-Host one;"
                                       "Write-Host one -ForegroundColor Red; Write-Information two; Write-Output 1;"
                                       "$InformationPreference = 'SilentlyContinue'")
            self.assertEqual([(r["type"], r.get("message", r.get("text"))) for r in records if r["type"] != "object"][:-1],
                             [("information", "one"), ("host", "one"), ("host", "one"), ("information", "two")])

    def test_formatting_does_not_wrap(self):
        text = self.host.value("[pscustomobject]@{ a = 'x' * 300; b = 'y' * 300 } | Format-Table -AutoSize | Out-String")
        self.assertIn("x" * 300 + " " + "y" * 300, text)

    def test_non_terminating_error(self):
        records = self.host.script("Write-Error -Message bad -ErrorId My.Id -Category InvalidData -TargetObject thing; 'after'")
        self.assertDone(records, errors=1, objects=1)
        (error,) = of(records, "error")
        self.assertEqual({k: error[k] for k in ("message", "category", "terminating", "target", "inner", "exception")},
                         {"message": "bad", "category": "InvalidData", "terminating": False, "target": "thing", "inner": [],
                          "exception": "Microsoft.PowerShell.Commands.WriteErrorException"})
        self.assertTrue(error["fqid"].startswith("My.Id"))
        self.assertEqual(list(error), ["type", "id", "message", "fqid", "category", "activity", "reason", "exception", "inner",
                                       "target", "position", "terminating"])
        self.assertLess(records.index(error), records.index(of(records, "object")[0]))

    def test_each_error_comes_once(self):
        for text, state, terminating in (
                ("throw 'x'", "failed", [True]),
                ("throw [InvalidOperationException]::new('x')", "failed", [True]),
                ("$ErrorActionPreference = 'Stop'; try { Write-Error x } finally { $ErrorActionPreference = 'Continue' }",
                 "failed", [True]),
                ("Write-Error x -ErrorAction Stop", "failed", [True]),
                ("Get-Item /no/such -ErrorAction Stop", "failed", [True]),
                ("1/0; 'go on'", "completed", [False]),
                ("Get-Item /no/such; Get-Item /no/such2", "completed", [False, False]),
                ("Write-Error a; throw 'b'", "failed", [False, True]),
                ("function f { throw 'deep' }; f", "failed", [True]),
                ("function f { [CmdletBinding()]param() $PSCmdlet.ThrowTerminatingError([Management.Automation.ErrorRecord]::new("
                 "[Exception]::new('t'), 'Id', 'NotSpecified', $null)) }; f", None, None),
                ("try { throw 'caught' } catch { }", "completed", []),
                ("Get-Item /no/such -ErrorAction SilentlyContinue", "completed", []),
                ("Get-Item /no/such 2>$null", "completed", [])):
            with self.subTest(text=text):
                records = self.host.script(text)
                errors = of(records, "error")
                if state is None:
                    self.assertEqual(len(errors), 1, errors)
                    continue
                self.assertEqual([e["terminating"] for e in errors], terminating, errors)
                self.assertDone(records, state, errors=len(terminating))

    def test_each_error_of_a_command_comes_once(self):
        self.host.script("""function global:Bad { [CmdletBinding()]param([switch]$Stop) Write-Error one
            if ($Stop) { $PSCmdlet.ThrowTerminatingError([Management.Automation.ErrorRecord]::new(
                [AggregateException]::new('outer', [InvalidOperationException]::new('in')), 'Id', 'AuthenticationError', 't')) } }""")
        self.assertEqual([e["terminating"] for e in of(self.host.invoke("Bad"), "error")], [False])
        records = self.host.invoke("Bad", Stop={"type": "switch", "value": True})
        errors = of(records, "error")
        self.assertEqual([e["terminating"] for e in errors], [False, True])
        self.assertEqual(errors[1]["category"], "AuthenticationError")
        self.assertEqual(errors[1]["exception"], "System.AggregateException")
        self.assertEqual(errors[1]["reason"], "AggregateException")
        self.assertEqual(errors[1]["inner"], ["in"])
        self.assertEqual(errors[1]["fqid"], "Id,Bad")
        self.assertEqual(errors[1]["activity"], "Bad")
        self.assertDone(records, "failed", errors=2)

    def retry_after(self, exception):
        (error,) = of(self.host.script(f"throw {exception}"), "error")
        return error.get("retry_after")

    def test_errors_say_how_long_to_wait(self):
        self.host.script("""Add-Type -TypeDefinition 'using System; using System.Collections.Generic; using System.Net.Http;
            public class Span : Exception { public TimeSpan RetryAfter { get { return TimeSpan.FromSeconds(1.5); } } }
            public class Maybe : Exception { public TimeSpan? RetryAfter { get { return null; } } }
            public class Count : Exception { public int RetryAfter { get { return 7; } } }
            public class Broken : Exception { public int RetryAfter { get { throw new Exception(); } }
                public HttpResponseMessage Response { get { var r = new HttpResponseMessage(); r.Headers.Add("Retry-After", "8"); return r; } } }
            public class Dated : Exception { public HttpResponseMessage Response { get { var r = new HttpResponseMessage();
                r.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(DateTimeOffset.UtcNow.AddSeconds(100)); return r; } } }
            public class Listed : Exception { public Dictionary<string, IEnumerable<string>> Headers = null;
                public IDictionary<string, IEnumerable<string>> ResponseHeaders { get { return new Dictionary<string, IEnumerable<string>> {
                ["Date"] = new[] { "5" }, ["retry-after"] = new[] { "11" } }; } } }
            public class Typed : Exception { public System.Net.Http.Headers.HttpResponseHeaders Headers { get {
                var r = new HttpResponseMessage(); r.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(
                TimeSpan.FromSeconds(12)); return r.Headers; } } }
            public class Web : Exception { public System.Net.WebHeaderCollection Headers { get {
                var h = new System.Net.WebHeaderCollection(); h["Retry-After"] = "13"; return h; } } }'""")
        data = "$($e = [Exception]::new('x'); $e.Data['Retry-After'] = {}; $e)"
        for exception, seconds in (
                (data.format("120"), 120), (data.format("'30'"), 30), (data.format("'2.5'"), 2.5), (data.format("[timespan]'00:01:00'"), 60),
                (data.format("'soon'"), None), (data.format("$null"), None), (data.format("-5"), 0), (data.format("[double]::NaN"), None),
                (data.format("'Wed, 21 Oct 2015 07:28:00 GMT'"), 0), (data.format("@{}"), None), (data.format(",'9'"), 9),
                ("[Span]::new()", 1.5), ("[Maybe]::new()", None), ("[Count]::new()", 7), ("[Broken]::new()", 8),
                ("[Listed]::new()", 11), ("[Typed]::new()", 12), ("[Web]::new()", 13), ("[Exception]::new('x')", None),
                ("[Exception]::new('outer', [Count]::new())", 7),
                ("[AggregateException]::new('outer', [Exception]::new('first'), [Exception]::new('second', [Span]::new()))", 1.5),
                ("'text'", None)):
            with self.subTest(exception=exception):
                self.assertEqual(self.retry_after(exception), seconds)
        self.assertAlmostEqual(self.retry_after("[Dated]::new()"), 100, delta=30)
        # Also of those that did not end the command, and as the last member.
        (error,) = of(self.host.script("Write-Error -Exception ([Count]::new())"), "error")
        self.assertEqual((error["retry_after"], error["terminating"], list(error)[-1]), (7, False, "retry_after"))

    def test_progress_is_limited(self):
        records = self.host.script("1..500 | % { Write-Progress -Activity A -Status \"s$_\" -PercentComplete ($_ / 5) };"
                                   "Write-Progress -Activity A -Completed")
        progress = of(records, "progress")
        elapsed = records[-1]["milliseconds"] / 1000
        self.assertLessEqual(len(progress), 10 * elapsed + 3)
        self.assertEqual(progress[0]["status"], "s1")
        self.assertEqual((progress[-1]["activity"], progress[-1]["completed"]), ("A", True))

    def test_console_chatter_is_not_a_record(self):
        records = self.host.script("[Console]::WriteLine('{\"type\":\"done\",\"id\":1}'); /bin/sh -c 'echo to-stderr >&2'; 1")
        self.assertEqual([r["value"] for r in of(records, "object")], [1])

    def test_long_host_text_comes_in_pieces(self):
        records = self.host.script("Write-Host ('x' * 3000000)")
        self.assertEqual("".join(r["text"] for r in of(records, "host")), "x" * 3000000)
        self.assertEqual([r["newline"] for r in of(records, "host")], [False, False, True])


class Prompts(SharedHost):
    def ask(self, text, **expected):
        """Starts a script that asks; checks and gives its prompt."""
        self.host.begin("script", text=text)
        prompt = self.host.until("prompt")[-1]
        self.assertEqual(list(prompt), ["type", "id", "prompt", "kind", "caption", "message", "secret", "fields", "choices",
                                        "default", "username"])
        for name, value in expected.items():
            self.assertEqual(prompt[name], value, prompt)
        return prompt

    def answer(self, prompt, **values):
        self.host.send(type="answer", prompt=prompt["prompt"], **values)

    def results(self):
        records = self.host.until("done")
        self.assertDone(records)
        return [r["value"] for r in of(records, "object")]

    def test_read_host(self):
        prompt = self.ask("Read-Host 'Enter code'", kind="line", message="Enter code", secret=False, fields=[], choices=[])
        self.answer(prompt, value="12\u00e934\U0001f600")
        self.assertEqual(self.results(), ["12\u00e934\U0001f600"])

    def test_read_host_without_text(self):
        self.answer(self.ask("Read-Host", kind="line", message=""), value="x")
        self.assertEqual(self.results(), ["x"])

    def test_text_on_the_line_is_part_of_the_question(self):
        self.answer(self.ask("Write-Host 'gone'; Write-Host 'Your ' -NoNewline; Write-Host 'code: ' -NoNewline; Read-Host",
                             message="Your code: "), value="x")
        self.assertEqual(self.results(), ["x"])
        self.answer(self.ask("$Host.UI.Write(\"a`nCode\"); Read-Host '?'", message="Code?"), value="y")
        self.assertEqual(self.results(), ["y"])

    def test_secure_read_host(self):
        prompt = self.ask("$s = Read-Host 'Password' -AsSecureString; $s.GetType().Name; [Net.NetworkCredential]::new('', $s).Password",
                          kind="secure", message="Password", secret=True)
        self.answer(prompt, value="s3cr\u00e9t\"\\")
        self.assertEqual(self.results(), ["SecureString", "s3cr\u00e9t\"\\"])

    def test_masked_read_host(self):
        self.answer(self.ask("Read-Host 'PIN' -MaskInput", kind="secure", message="PIN", secret=True), value="1234")
        self.assertEqual(self.results(), ["1234"])
        self.answer(self.ask("Read-Host -MaskInput", kind="secure", message=""), value="5")
        self.assertEqual(self.results(), ["5"])

    def test_credential(self):
        text = "$c = Get-Credential {} -Message 'Sign in'; $c.UserName; $c.GetNetworkCredential().Password"
        self.answer(self.ask(text.format(""), kind="credential", message="Sign in", username="", secret=True),
                    username="me", password="p w")
        self.assertEqual(self.results(), ["me", "p w"])
        self.answer(self.ask(text.format("-UserName you@x"), kind="credential", username="you@x"), password="p")
        self.assertEqual(self.results(), ["you@x", "p"])

    def test_choice(self):
        prompt = self.ask("$Host.UI.PromptForChoice('Cap', 'Msg', @('&Yes','&No'), 1)", kind="choice", caption="Cap",
                          message="Msg", default=1)
        self.assertEqual([(c["label"], c["key"], c["help"]) for c in prompt["choices"]], [("Yes", "Y", ""), ("No", "N", "")])
        self.answer(prompt, value=0)
        self.assertEqual(self.results(), [0])

    def test_choices(self):
        prompt = self.ask("$c = [Management.Automation.Host.ChoiceDescription[]]('&A','&B','&C');"
                          "$Host.UI.PromptForChoice('', 'Which', $c, [int[]]@(1))", kind="choices", default=1)
        self.answer(prompt, value=[0, 2])
        self.assertEqual(self.results(), [0, 2])

    def test_should_process(self):
        self.host.script("function global:Danger { [CmdletBinding(SupportsShouldProcess)]param() if ($PSCmdlet.ShouldProcess('thing')) { 'did' } else { 'did not' } }")
        for choice, result in ((0, "did"), (2, "did not")):
            prompt = self.ask("Danger -Confirm", kind="choice", default=0)
            self.assertEqual(len(prompt["choices"]), 5)
            self.answer(prompt, value=choice)
            self.assertEqual(self.results(), [result])

    def test_mandatory_parameters(self):
        self.host.script("function global:Need { param([Parameter(Mandatory)][string]$Name, [Parameter(Mandatory, HelpMessage='years')]"
                         "[int]$Age, [Parameter(Mandatory)][securestring]$Key) \"$Name $($Age + 1) $([Net.NetworkCredential]::new('', $Key).Password)\" }")
        prompt = self.ask("Need", kind="fields")
        self.assertEqual([(f["name"], f["label"], f["secret"]) for f in prompt["fields"]],
                         [("Name", "Name", False), ("Age", "Age", False), ("Key", "Key", True)])
        self.answer(prompt, values={"Name": "n", "Age": "41", "Key": "k\u00e9y"})
        self.assertEqual(self.results(), ["n 42 k\u00e9y"])

    def test_one_mandatory_parameter_is_a_line(self):
        self.host.script("function global:One { param([Parameter(Mandatory)][int[]]$Number) $Number[0] + 1 }")
        self.answer(self.ask("One", kind="line"), value="5")
        self.assertEqual(self.results(), [6])

    def test_key(self):
        self.answer(self.ask("$Host.UI.RawUI.ReadKey().Character", kind="key"), value="q")
        self.assertEqual(self.results(), ["q"])

    def test_prompt_from_a_thread_without_runspace(self):
        self.host.script("""Add-Type -TypeDefinition 'using System; using System.Threading; using System.Management.Automation.Host;
            public static class Asker { public static string Ask(PSHost host) { string got = null;
            var t = new Thread(() => { try { host.UI.WriteLine("from thread"); got = host.UI.ReadLine(); }
            catch (Exception e) { got = e.GetType().Name; } }); t.Start(); t.Join(); return got; } }'""")
        self.answer(self.ask("[Asker]::Ask($Host)", kind="line"), value="ok")
        self.assertEqual(self.results(), ["ok"])
        prompt = self.ask("[Asker]::Ask($Host)", kind="line")
        self.host.send(type="decline", prompt=prompt["prompt"])
        self.assertDone(self.host.until("done"), "stopped")

    def test_question_that_outlives_its_command(self):
        """PowerShell stops whatever runs when a question ends in PipelineStoppedException. A thread of a module may get to know
        that nobody will answer when its own command is long over, and the next one must not be stopped for it."""
        self.host.script("""Add-Type -TypeDefinition 'using System; using System.Threading; using System.Management.Automation.Host;
            public static class LeftOver { static Thread asking; static string got;
            public static void Ask(PSHost host) { asking = new Thread(() => {
              try { host.UI.ReadLine(); } catch (Exception e) { got = e.GetType().Name; } }); asking.Start(); }
            public static string Got() { asking.Join(); return got; } }'""")
        for _ in range(20):
            self.host.begin("script", text="[LeftOver]::Ask($Host); $null = Read-Host go", depth=16)
            prompts = [self.host.expect("prompt") for _ in range(2)]
            self.answer(next(prompt for prompt in prompts if prompt["message"] == "go"), value="")
            self.assertEqual(self.results(), [])
            self.assertEqual(self.host.values("[LeftOver]::Got()"), ["HostException"])

    def test_question_when_nothing_runs(self):
        """The same for one that is asked when the command is over already."""
        with tempfile.TemporaryDirectory() as folder:
            ask, got = os.path.join(folder, "ask"), os.path.join(folder, "got")
            os.mkfifo(ask)
            os.mkfifo(got)
            self.host.script("""Add-Type -TypeDefinition 'using System; using System.IO; using System.Threading;
                using System.Management.Automation.Host; public static class Later {
                public static void Ask(PSHost host, string ask, string got) => new Thread(() => { var name = "";
                  File.ReadAllText(ask); try { host.UI.ReadLine(); } catch (Exception e) { name = e.GetType().Name; }
                  File.WriteAllText(got, name); }).Start(); }'""")
            self.host.values(f"[Later]::Ask($Host, '{ask}', '{got}')")
            pathlib.Path(ask).write_text("now")
            self.assertEqual(pathlib.Path(got).read_text(), "HostException")

    def test_decline_stops_the_command(self):
        for text in ("Read-Host x", "Read-Host x -AsSecureString", "Get-Credential", "$Host.UI.PromptForChoice('','',@('a','b'),0)",
                     "$Host.UI.RawUI.ReadKey()", "try { Read-Host x } catch { 'caught' }; 'went on'"):
            with self.subTest(text=text):
                prompt = self.ask(text)
                self.host.send(type="decline", prompt=prompt["prompt"])
                records = self.host.until("done")
                self.assertDone(records, "stopped", objects=0, errors=0)

    def test_cancel_while_asking(self):
        prompt = self.ask("Read-Host x; 'went on'")
        self.host.send(type="cancel", id=prompt["id"])
        self.assertDone(self.host.until("done"), "stopped", objects=0)
        # The answer crossed the cancel; it must not be kept for the next question.
        self.answer(prompt, value="late")
        second = self.ask("Read-Host y")
        self.assertNotEqual(second["prompt"], prompt["prompt"])
        self.answer(second, value="right")
        self.assertEqual(self.results(), ["right"])

    def test_members_of_an_answer_in_any_order(self):
        prompt = self.ask("Read-Host x -AsSecureString")
        self.host.send_line(b'{"type":"answer","value":"v","prompt":%d}' % prompt["prompt"])
        self.assertEqual(self.results(), [None])


class Vandals(SharedHost):
    def test_scripts_cannot_break_the_session(self):
        for text in ("function global:ConvertTo-Json { 'mine' }", "function global:prompt { throw }",
                     "function global:Out-Default { throw 'x' }", "function global:Write-Output { 'mine' }",
                     "Remove-Item function:* -ErrorAction SilentlyContinue", "Remove-Item alias:* -Force -ErrorAction SilentlyContinue",
                     "$global:ErrorActionPreference = 'Stop'", "Set-StrictMode -Version Latest",
                     "[cultureinfo]::CurrentCulture = 'tr-TR'", "[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = 'de-DE'",
                     "[cultureinfo]::DefaultThreadCurrentCulture = 'de-DE'", "[Console]::OutputEncoding = [Text.Encoding]::Unicode",
                     "$global:OutputEncoding = [Text.Encoding]::UTF32", "Set-Location /tmp", "$global:OFS = 'x'", "throw 'x'", "break",
                     "continue", "return", "[Console]::SetOut([IO.TextWriter]::Null)", "[Console]::Out.Close()",
                     "$global:PSDefaultParameterValues['*:Verbose'] = $true; $global:PSDefaultParameterValues.Clear()",
                     "[Threading.Thread]::CurrentThread.Name", "[GC]::Collect()", "$global:FormatEnumerationLimit = 0",
                     "Get-Runspace | Out-Null", "$Host.UI.RawUI.WindowTitle = 'x'", "$Host.EnterNestedPrompt()", "Clear-Host"):
            with self.subTest(text=text):
                self.host.script(text)
                number = self.host.begin("script", text="1.5; 'iI'; [pscustomobject]@{ d = [datetime]::new(2026,1,2,3,4,5,[DateTimeKind]::Utc); n = 1234567.25; t = [timespan]'00:00:01.5' }")
                lines = [self.host.line() for _ in range(4)]
                self.assertEqual(lines[0], b'{"type":"object","id":%d,"value":1.5}' % number)
                self.assertEqual(lines[2], b'{"type":"object","id":%d,"value":{"d":"2026-01-02T03:04:05Z","n":1234567.25,'
                                           b'"t":"00:00:01.5000000"}}' % number)


class Robustness(SharedHost):
    def test_cycles(self):
        value = self.host.value("$a = @{ n = 1 }; $a.self = $a; $a")
        self.assertEqual(value["self"], {"truncated": True})
        self.host.script("$a = [pscustomobject]@{ b = $null }; $b = [pscustomobject]@{ a = $a }; $a.b = $b; $a; ,@($a, $a)")
        self.assertEqual(self.host.value("$l = [Collections.ArrayList]::new(); [void]$l.Add($l); ,$l"), [{"truncated": True}])

    def test_ten_thousand_deep(self):
        records = self.host.script("$o = 'core'; foreach ($i in 1..10000) { $o = @{ in = $o } }; $o", depth=100000)
        self.assertDone(records, objects=1, truncated=1)
        records = self.host.script("$o = 'core'; foreach ($i in 1..10000) { $o = ,@($o) }; ,$o", depth=100000)
        self.assertDone(records, objects=1, truncated=1)

    def test_throwing_getters_and_enumerators(self):
        self.host.script("""Add-Type -TypeDefinition 'using System; using System.Collections; public class Thrower {
            public string Good { get { return "g"; } } public string Bad { get { throw new Exception("x"); } }
            public override string ToString() { throw new Exception("y"); } }
            public class BadList : IEnumerable { public IEnumerator GetEnumerator() { yield return 1; throw new Exception("z"); } }' -ErrorAction Ignore""")
        self.assertEqual(self.host.values("1..3 | % { [Thrower]::new() }"), [{"Good": "g", "Bad": None}] * 3)
        self.assertEqual(self.host.value("[pscustomobject]@{ l = [BadList]::new(); a = 1 }"), {"l": None, "a": 1})
        self.assertEqual(self.host.value("[pscustomobject]@{a=1} | Add-Member ScriptProperty S { throw 'x' } -PassThru"),
                         {"a": 1, "S": None})

    def test_getter_that_writes_while_it_is_written(self):
        records = self.host.script("'before'; [pscustomobject]@{a=1} | Add-Member ScriptProperty S { Write-Warning in; 5 } -PassThru")
        self.assertEqual([r["type"] for r in records], ["object", "warning", "object", "done"])
        self.assertEqual(records[2]["value"], {"a": 1, "S": 5})

    def test_names_that_differ_by_case(self):
        self.assertEqual(self.host.value("$h = [Collections.Hashtable]::new([StringComparer]::Ordinal); $h['a'] = 1; $h['A'] = 1; $h"
                                         ).popitem()[1], 1)
        self.host.script("Add-Type -TypeDefinition 'public class Cases { public int Id {get;set;} public int id; }' -ErrorAction Ignore")
        value = self.host.value("[Cases]::new()")
        self.assertEqual(len({k.lower() for k in value}), len(value))

    def test_giants(self):
        records = self.host.script("'a' * 100MB; 'next'")
        (error,) = of(records, "error")
        self.assertEqual((error["fqid"], error["category"], error["terminating"]), ("RecordTooLarge", "LimitsExceeded", False))
        self.assertEqual([r["value"] for r in of(records, "object")], ["next"])
        self.assertDone(records, objects=1, errors=1)
        records = self.host.script(",[byte[]]::new(48MB - 100); ,[byte[]]::new(50MB); [pscustomobject]@{ x = ,'y' * 1MB * 10 }")
        self.assertEqual(len(of(records, "error")), 1)
        self.assertDone(records, objects=2, errors=1)
        records = self.host.script("'b' * 60MB")
        self.assertEqual(len(records[0]["value"]), 60 << 20)
        records = self.host.script("Write-Warning ('w' * 100MB)")
        self.assertEqual(len(records[0]["message"]), (1 << 20) + 1)

    def test_endless_list_is_bounded(self):
        self.host.script("""Add-Type -TypeDefinition 'using System.Collections; public class Endless {
            public IEnumerable List { get { while (true) yield return 1; } } }' -ErrorAction Ignore""")
        records = self.host.script("[Endless]::new()")
        self.assertEqual(of(records, "error")[0]["fqid"], "RecordTooLarge")

    def test_cancel_while_writing_one_result(self):
        self.host.script("""Add-Type -TypeDefinition 'using System.Collections; using System.Threading; public class Slow {
            public IEnumerable List { get { while (true) { Thread.Sleep(1); yield return 1; } } } }' -ErrorAction Ignore""")
        number = self.host.begin("script", text="'go'; [Slow]::new()")
        self.assertEqual(self.host.record()["value"], "go")
        self.host.send(type="cancel", id=number)
        self.assertDone(self.host.until("done"), "stopped")

    def test_R9_descriptors_are_not_inherited(self):
        listing = self.host.values("/bin/ls -l /proc/self/fd")
        numbers = {int(m.group(1)): m.group(2) for m in (re.search(r" (\d+) -> (.*)$", line) for line in listing) if m}
        # 3 is the directory that ls itself reads.
        extra = {n: target for n, target in numbers.items() if n > 2 and not target.startswith("/proc/")}
        self.assertEqual(extra, {})
        # Nor has our own process kept the numbers it was given.
        own = {n: os.readlink(f"/proc/{self.host.pid}/fd/{n}") for n in os.listdir(f"/proc/{self.host.pid}/fd")}
        requests = os.stat(self.host.requests)
        holders = [n for n in own if own[n] == f"pipe:[{requests.st_ino}]"]
        self.assertEqual(len(holders), 1, own)
        self.assertFalse([n for n in own.values() if re.match("/memfd:(loader|host|settings)", n)], own)


class Lifetime(unittest.TestCase):
    def test_ready_comes_first(self):
        with HostProcess(cache=CACHE) as host:
            ready = host.ready()
            self.assertEqual(list(ready), ["type", "protocol", "powershell", "pid", "assembly"])
            self.assertEqual((ready["protocol"], ready["pid"], ready["assembly"]), (1, host.pid, "cache"))
            self.assertRegex(ready["powershell"], r"^7\.")

    def test_requests_may_come_before_ready(self):
        with HostProcess(cache=CACHE) as host:
            number = host.begin("script", text="6 * 7")
            host.ready()
            self.assertEqual(host.line(), b'{"type":"object","id":%d,"value":42}' % number)

    def test_exit(self):
        for send in (lambda host: host.send(type="exit"), lambda host: host.close_requests()):
            for busy in ("", "while ($true) {}", "Start-Sleep 1000", "[Threading.Thread]::Sleep(1000000)", "Read-Host x",
                         "1..1e9 | % { 'x' * 1000 }"):
                with self.subTest(busy=busy), HostProcess(cache=CACHE) as host:
                    host.ready()
                    if busy:
                        host.begin("script", text="'busy';" + busy)
                        host.expect("object")
                    begun = time.monotonic()
                    send(host)
                    self.assertEqual(host.wait(), 0)
                    self.assertLess(time.monotonic() - begun, 1.0)

    def test_nobody_reads(self):
        with HostProcess(cache=CACHE) as host:
            host.ready()
            # Replaced, not closed: the thread that reads it would read another file of that number.
            null = os.open("/dev/null", os.O_RDONLY)
            os.dup2(null, host.record_pipe)
            os.close(null)
            host.begin("script", text="while ($true) { 1 }")
            self.assertEqual(host.wait(), 0)

    def test_environment_exit_is_seen_as_death(self):
        with HostProcess(cache=CACHE) as host:
            host.ready()
            host.begin("script", text="[Environment]::Exit(9)")
            self.assertIsNone(host.line())
            self.assertEqual(os.waitstatus_to_exitcode(host.wait()), 9)

    def test_protocol_errors(self):
        for line in (b"not json", b"", b"[]", b'"x"', b"{}", b'{"id":1,"type":"exit"}', b'{"type":"dance"}', b"\xef\xbb\xbf{\"type\":\"exit\"}",
                     b'{"type":"script","id":1,"text":"\xff"}', b'{"type":"script","id":1}', b'{"type":"script","id":0,"text":"1"}',
                     b'{"type":"script","id":1,"text":"\\ud800"}', b'{"type":"script","id":1,"text":"1"} {}',
                     b'{"type":"script","id":1,"text":"1","strings":"x"}', b'{"type":"script","id":1,"text":"1","read_only":"yes"}',
                     b'{"type":"invoke","id":1,"command":"x","parameters":{"a":{"value":1}}}',
                     b'{"type":"invoke","id":1,"command":"x","parameters":{"a":{"type":"unknown"}}}',
                     b'{"type":"script","id":1,"text":"1","x":' + b"[" * 600 + b"]" * 600 + b"}",
                     b'{"type":"script","id":1,"text":"Start-Sleep 100"}\n{"type":"script","id":2,"text":"1"}',
                     b'{"type":"script","id":1,"text":"' + b"x" * (17 << 20)):
            with self.subTest(line=line[:60]), HostProcess(cache=CACHE) as host:
                host.ready()
                try:
                    host.send_line(line)
                except BrokenPipeError:
                    pass
                record = host.until("fatal")[-1]
                self.assertEqual(record["code"], "protocol")
                self.assertIsNone(host.line())
                self.assertIsNotNone(host.wait())

    def test_sixteen_mebibytes_are_taken(self):
        with HostProcess(cache=CACHE) as host:
            host.ready()
            text = "'" + "x" * ((16 << 20) - 100) + "'.Length"
            self.assertEqual(host.value(text), (16 << 20) - 100)

    def test_secrets_are_nowhere_to_be_seen(self):
        secret = "c4n4ry" + os.urandom(8).hex()
        with HostProcess(cache=CACHE) as host:
            host.ready()
            host.script("function Take($S) { $global:kept = $S }")
            host.invoke("Take", S={"type": "secure_string", "value": secret})
            host.begin("script", text="$x = Read-Host p -AsSecureString")
            prompt = host.expect("prompt")
            host.send(type="answer", prompt=prompt["prompt"], value=secret)
            host.until("done")
            for name in ("cmdline", "environ"):
                self.assertNotIn(secret.encode(), pathlib.Path(f"/proc/{host.pid}/{name}").read_bytes())
            memory = self.memory_of(host.pid)
            # Neither the request's bytes nor a .NET string or array of it: a SecureString (not encrypted outside of Windows,
            # but outside of the collected heap) may hold it, one for each of the two.
            self.assertEqual(memory.count(secret.encode()), 0)
            self.assertLessEqual(memory.count(secret.encode("utf-16-le")), 2)
            for channel in host.chatter.values():
                self.assertNotIn(secret.encode(), channel)

    @staticmethod
    def memory_of(pid):
        found = bytearray()
        with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb") as memory:
            for line in maps:
                span, mode = line.split()[:2]
                start, end = (int(x, 16) for x in span.split("-"))
                if mode.startswith("rw") and end - start < 1 << 30:
                    try:
                        memory.seek(start)
                        found += memory.read(end - start)
                    except OSError:
                        pass
        return found


class Loading(unittest.TestCase):
    """Where the compiled host comes from. A tiny host stands in for ours: what is tested is the loader."""

    SOURCE = b"""namespace Teamsctl.Host { public static class Program {
        public static void Start(string protocol, string powershell) { Say("cache", "/proc/self/fd/4"); }
        public static void Run(System.IO.Stream i, System.IO.Stream o, string v, string how) {
            o.Write(System.Text.Encoding.UTF8.GetBytes("{\\"type\\":\\"ready\\",\\"assembly\\":\\"" + how + "\\"}\\n"));
            System.Environment.Exit(0); }
        static void Say(string how, string path) { using (var f = new System.IO.FileStream(path, System.IO.FileMode.Open,
            System.IO.FileAccess.Write, System.IO.FileShare.ReadWrite, 0)) { Run(null, f, null, how); } } } }"""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="teamsctl-loading."))
        self.cache = self.folder / "cache"

    def tearDown(self):
        shutil.rmtree(self.folder)

    def load(self, cache=None):
        with HostProcess(cache=cache or self.cache, source=self.SOURCE) as host:
            return host.ready()["assembly"]

    def file(self):
        (one,) = self.cache.iterdir()
        return one

    def test_made_then_used(self):
        self.assertEqual(self.load(), "compiled")
        self.assertEqual(self.cache.stat().st_mode & 0o777, 0o700)
        self.assertEqual(self.file().stat().st_mode & 0o777, 0o600)
        self.assertRegex(self.file().name, r"^[0-9a-f]{64}-7\.\d+\.\d+.*\.dll$")
        self.assertEqual(self.load(), "cache")

    def test_broken_files_are_made_again(self):
        self.load()
        for content in (b"", b"garbage", self.file().read_bytes()[:2000]):
            with self.subTest(content=content[:10]):
                self.file().write_bytes(content)
                self.assertEqual(self.load(), "compiled")
                self.assertEqual(self.load(), "cache")

    def test_file_others_can_write_is_made_again(self):
        self.load()
        self.file().chmod(0o620)
        self.assertEqual(self.load(), "compiled")
        self.assertEqual(self.file().stat().st_mode & 0o777, 0o600)

    def test_directory_others_can_write_is_not_used(self):
        self.load()
        before = self.file().read_bytes()
        for mode in (0o770, 0o702, 0o1777):
            self.cache.chmod(mode)
            self.assertEqual(self.load(), "memory")
        self.assertEqual(self.file().read_bytes(), before)

    def test_no_directory(self):
        self.assertEqual(self.load("-"), "memory")
        self.assertEqual(self.load("/proc/no/such"), "memory")
        (self.folder / "file").write_text("x")
        self.assertEqual(self.load(self.folder / "file"), "memory")

    @unittest.skipIf(os.geteuid() != 0, "only root can give files away")
    def test_files_of_another_user_are_not_used(self):
        self.load()
        os.chown(self.file(), 65534, 65534)
        self.assertEqual(self.load(), "compiled")
        os.chown(self.cache, 65534, 65534)
        self.assertEqual(self.load(), "memory")

    def test_unusual_path(self):
        self.cache = self.folder / "a b'$(x)`;\u2019 \u00e9"
        self.assertEqual(self.load(), "compiled")
        self.assertEqual(self.load(), "cache")

    def test_does_not_compile(self):
        with HostProcess(cache=self.cache, source=b"namespace Teamsctl.Host { public class Program { int x = \"\"; } }") as host:
            fatal = host.expect("fatal")
            self.assertEqual(fatal["code"], "compile")
            self.assertIn("CS0029", fatal["message"])
            self.assertIsNotNone(host.wait())
        self.assertEqual(list(self.cache.iterdir()), [])

    def test_wrong_protocol(self):
        for cache in ("-", CACHE):
            with HostProcess(cache=cache, protocol="2") as host:
                self.assertEqual(host.expect("fatal")["code"], "protocol")
                self.assertIsNone(host.line())
                self.assertIsNotNone(host.wait())

    @staticmethod
    def changed_loader(text, instead):
        loader = (SOURCES / "loader.ps1").read_text()
        assert loader.count(text) == 1
        return loader.replace(text, instead).encode()

    def test_old_powershell(self):
        for version in ("5.1.22621.1", "7.0.0", "7.3.12"):
            loader = self.changed_loader("$PSVersionTable.PSVersion", f"[version]'{version}'")
            with self.subTest(version=version), HostProcess(loader=loader) as host:
                fatal = host.expect("fatal")
                self.assertEqual((fatal["code"], fatal["powershell"]), ("version", version))
                self.assertIsNotNone(host.wait())

    def test_constrained_language(self):
        for cache in ("-", CACHE):
            first = "\nparam($Protocol, $SourceHash, $CacheDirectory)\n"
            loader = self.changed_loader(first, first + "$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'\n")
            with HostProcess(loader=loader, cache=cache) as host:
                self.assertEqual(host.expect("fatal")["code"], "language_mode")
                self.assertIsNotNone(host.wait())

    def test_loader_is_plain_ascii(self):
        # PowerShell 5.1 reads a script without a mark in the system's code page.
        (SOURCES / "loader.ps1").read_bytes().decode("ascii")


if __name__ == "__main__":
    if not find_pwsh():
        print("skipped: no pwsh")
        sys.exit(77)
    unittest.main(verbosity=1)
