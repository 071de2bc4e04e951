"""The library as other programs use it: installed, moved to another place, and used from there with nothing of the source or of
the build in sight. TEAMSCTL_BUILD names the build that is installed."""
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import public_headers

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = os.environ.get("TEAMSCTL_BUILD", str(ROOT / "build/dev"))
CMAKE = os.environ.get("CMAKE", "cmake")
CXX = os.environ.get("CXX", "g++")
SANITIZE = [f"-fsanitize={os.environ['SANITIZE']}"] if os.environ.get("SANITIZE") else []
STRICT = ["-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
PATIENCE = 200
ACCOUNT = ("--simulate", "mfa@contoso.example")
INPUT_NEEDED, MFA_REFUSED = 5, 6


def environment(prefix, **more):
    """Nothing of ours but what is installed at `prefix`."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("TEAMSCTL_", "CMAKE_"))}
    env.update(PATH=f"{prefix}/bin:{os.environ['PATH']}", XDG_CONFIG_HOME="/nonexistent", TEAMSCTL_AGENT="off", **more)
    if "CMAKE_GENERATOR" in os.environ:
        env["CMAKE_GENERATOR"] = os.environ["CMAKE_GENERATOR"]
    return env


def run(*command, **options):
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=PATIENCE, **options)
    if result.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}: {result.returncode}\n{result.stdout}{result.stderr}")
    return result.stdout


def install(prefix, **env):
    run(CMAKE, "--install", BUILD, "--prefix", prefix, env={**os.environ, **env})


def files_below(directory):
    return sorted(str(path.relative_to(directory)) for path in directory.rglob("*") if not path.is_dir())


class InstallTest(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        for tool in (CMAKE, CXX, "pkg-config", "nm", "readelf"):
            if not shutil.which(tool):
                raise unittest.SkipTest(f"there is no {tool}")
        cls.directory = pathlib.Path(tempfile.mkdtemp(prefix="teamsctl-install-"))
        cls.addClassCleanup(shutil.rmtree, cls.directory, ignore_errors=True)
        cls.first = cls.directory / "first"
        install(cls.first)
        # All that follows is done where it has been moved to.
        cls.prefix = cls.directory / "moved"
        cls.first.rename(cls.prefix)
        cls.library = next(cls.prefix.rglob("libteamsctl.so"))
        cls.headers = sorted((cls.prefix / "include/teamsctl").iterdir())
        cls.env = environment(cls.prefix, PKG_CONFIG_PATH=str(next(cls.prefix.rglob("pkgconfig"))))
        cls.sources = cls.directory / "examples"
        shutil.copytree(ROOT / "lib/examples", cls.sources)

    def pkg_config(self, *arguments, **options):
        return run("pkg-config", *arguments, "teamsctl", **{"env": self.env, **options}).split()

    def symbols(self):
        lines = run("nm", "-D", "--defined-only", "-C", self.library).splitlines()
        return [re.sub(r"\[abi:\w+\]", "", line.split(maxsplit=2)[2]) for line in lines]

    # What is there

    def test_everything_is_installed(self):
        files = files_below(self.prefix)
        for name in ("bin/teamsctl", "share/man/man1/teamsctl.1", "share/man/man3/libteamsctl.3", "include/teamsctl/session.hpp",
                     "include/teamsctl/version.hpp", "lib/systemd/user/teamsctl-agent.socket", "share/zsh/site-functions/_teamsctl",
                     "share/doc/teamsctl/examples/numbers_blocking.cpp"):
            self.assertIn(name, files)
        pages = {page.name for page in (ROOT / "man").iterdir()}
        self.assertEqual({page.name for page in (self.prefix / "share/man").rglob("*.[0-9]")}, pages)
        headers = {header.name for header in (ROOT / "lib/include/teamsctl").glob("*.hpp")} - {"simulator.hpp"}
        self.assertEqual({header.name for header in self.headers}, headers | {"version.hpp"})
        self.assertFalse([name for name in files if name.endswith((".a", ".in"))])

    def test_a_staged_installation_is_the_same(self):
        stage = self.directory / "stage"
        install("/usr", DESTDIR=str(stage))
        self.assertEqual(files_below(stage), [f"usr/{name}" for name in files_below(self.prefix)])
        flags = self.pkg_config("--cflags", env={**self.env, "PKG_CONFIG_PATH": str(next(stage.rglob("pkgconfig")))})
        directory = pathlib.Path(next(flag for flag in flags if flag.startswith("-I"))[2:])
        self.assertEqual(directory.resolve(), stage / "usr/include")

    def test_no_file_knows_where_it_came_from(self):
        for path in [*self.prefix.rglob("*.pc"), *self.prefix.rglob("*.cmake"), *self.headers]:
            text = path.read_text()
            for place in (str(ROOT), BUILD, str(self.first)):
                self.assertNotIn(place, text, path)

    # The headers

    def test_every_header_compiles_alone_and_without_a_warning(self):
        def compiled(header):
            source = self.directory / f"alone_{header.stem}.cpp"
            source.write_text(f"#include <teamsctl/{header.name}>\n")
            return subprocess.run([CXX, *STRICT, "-fsyntax-only", f"-I{self.prefix}/include", str(source)],
                                  capture_output=True, text=True, timeout=PATIENCE)

        self.assertGreater(len(self.headers), 15)
        with concurrent.futures.ThreadPoolExecutor(2) as two:
            for header, result in zip(self.headers, two.map(compiled, self.headers)):
                self.assertEqual((result.returncode, result.stderr), (0, ""), header.name)

    def test_headers_need_themselves_and_the_standard_library(self):
        names = {f"teamsctl/{header.name}" for header in self.headers}
        for header in self.headers:
            for included in public_headers.includes(header.read_text()):
                if included not in names:
                    self.assertRegex(included, r"^[a-z_]+$", f"{header.name}: neither ours nor the standard library's")

    # The library

    def test_it_shows_what_the_headers_declare_and_nothing_else(self):
        symbols = self.symbols()
        for symbol in symbols:
            self.assertRegex(symbol, r"^((vtable|typeinfo|typeinfo name) for )?teamsctl::(?!(core|io|wire|auth|teams|agent)::)")
        shown = {symbol.split("(")[0] for symbol in symbols}
        missing, unmarked, count = [], [], 0
        for header in self.headers:
            text = header.read_text()
            names = list(public_headers.declared(text))
            count += len(names)
            missing += [name for name in names if name not in shown]
            if header.name != "export.hpp":
                unmarked += [f"{header.name}: {name}" for name in public_headers.undeclared(text)]
        self.assertEqual((missing, unmarked), ([], []))
        self.assertGreater(count, 70)
        # And the reader of headers sees what is there.
        for name in ("exit_status", "Session::start", "BlockingSession::interrupt", "BlockingSession::~BlockingSession", "Loop::run_one",
                     "Secret::operator=", "pick_code", "library_version"):
            self.assertIn(f"teamsctl::{name}", shown)

    def test_one_version_everywhere(self):
        version = run(self.prefix / "bin/teamsctl", "--version", env=self.env).split()[-1]
        self.assertEqual(self.pkg_config("--modversion"), [version])
        source = self.directory / "version.cpp"
        source.write_text('#include <cstdio>\n#include <teamsctl/version.hpp>\nint main() {\n'
                          '  std::printf("%d.%d.%d %s %s", TEAMSCTL_VERSION_MAJOR, TEAMSCTL_VERSION_MINOR, TEAMSCTL_VERSION_PATCH,\n'
                          '              teamsctl::header_version.data(), teamsctl::library_version().data());\n}\n')
        said = run(self.compiled_by_pkg_config(source), env=self.loading()).split()
        self.assertEqual(said, [version] * 3)
        interface = ".".join(version.split(".")[:2]) if version.startswith("0.") else version.split(".")[0]
        self.assertIn(f"[libteamsctl.so.{interface}]", run("readelf", "-d", self.library))

    def test_another_version_is_not_found(self):
        version = re.search(r"VERSION (\d+)\.(\d+)\.(\d+)", (ROOT / "CMakeLists.txt").read_text())
        major, minor, patch = map(int, version.groups())
        fitting = [f"{major}.{minor}", f"{major}.{minor}.{patch}", ""]
        others = [f"{major}.{minor}.{patch + 1}", f"{major}.{minor + 1}", f"{major + 1}.0"]
        if major == 0 and minor > 0:
            others.append(f"0.{minor - 1}")
        project = self.directory / "versions"
        project.mkdir()
        (project / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.16)\nproject(versions LANGUAGES NONE)\n"
            + "".join(f"unset(teamsctl_DIR CACHE)\nfind_package(teamsctl {wanted} QUIET)\n"
                      f'message(STATUS "asked for [{wanted}]: ${{teamsctl_FOUND}}")\n' for wanted in fitting + others))
        said = run(CMAKE, "-S", project, "-B", project / "build", f"-DCMAKE_PREFIX_PATH={self.prefix}", env=self.env)
        answers = dict(re.findall(r"asked for \[(.*)\]: (.*)", said))
        self.assertEqual(answers, {**{wanted: "1" for wanted in fitting}, **{wanted: "0" for wanted in others}})

    # The examples

    def loading(self):
        return {**self.env, "LD_LIBRARY_PATH": str(self.library.parent)}

    def compiled_by_pkg_config(self, source):
        program = self.directory / f"{source.stem}_by_pkg_config"
        dependencies = program.with_suffix(".d")
        run(CXX, *STRICT, *SANITIZE, "-MD", "-MF", dependencies, source, *self.pkg_config("--cflags", "--libs"), "-o", program,
            env=self.env)
        ours = [name for name in dependencies.read_text().split() if "/teamsctl/" in name]
        self.assertTrue(ours)
        for name in ours:
            self.assertTrue(pathlib.Path(name).resolve().is_relative_to(self.prefix / "include"), name)
        return program

    def check_example(self, program, env):
        def example(*answers, account=ACCOUNT):
            return subprocess.run([str(program), *account], input="".join(f"{answer}\n" for answer in answers),
                                  capture_output=True, text=True, timeout=PATIENCE, env=env)

        expected = run(self.prefix / "bin/teamsctl", "--simulate", "--mfa-code", "123456", "-o", "ndjson", "get-phone-numbers",
                       env=self.env, stdin=subprocess.DEVNULL)
        right = example("Passw0rd!", "123456")
        self.assertEqual((right.returncode, right.stdout), (0, expected), right.stderr)
        rows = [json.loads(row) for row in right.stdout.splitlines()]
        self.assertEqual(len(rows), 1000)
        self.assertEqual(rows[0]["TelephoneNumber"], "+14250000000")
        self.assertIn("Signed in as mfa@contoso.example\n", right.stderr)
        self.assertIn("1000 numbers\n", right.stderr)
        self.assertNotIn("Passw0rd!", right.stderr)

        corrected = example("Passw0rd!", "000000", "123456")
        self.assertEqual((corrected.returncode, corrected.stdout), (0, expected), corrected.stderr)
        self.assertEqual(corrected.stderr.count("verification code"), 2)

        refused = example("Passw0rd!", "000000", "111111")
        self.assertEqual((refused.returncode, refused.stdout), (MFA_REFUSED, ""), refused.stderr)
        self.assertIn(f"{program.name.split('_by_')[0]}: ", refused.stderr)

        nothing = example("Passw0rd!")
        self.assertEqual((nothing.returncode, nothing.stdout), (INPUT_NEEDED, ""), nothing.stderr)

        browser = example(account=("--simulate",))
        self.assertEqual((browser.returncode, browser.stdout), (0, expected), browser.stderr)
        self.assertIn("https://microsoft.com/devicelogin", browser.stderr)

    def test_examples_by_cmake(self):
        build = self.sources / "build"
        flags = " ".join([*STRICT, *SANITIZE])
        run(CMAKE, "-S", self.sources, "-B", build, f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DCMAKE_CXX_COMPILER={CXX}",
            f"-DCMAKE_CXX_FLAGS={flags}", env=self.env)
        run(CMAKE, "--build", build, "--parallel", "2", env=self.env)
        for name in ("numbers_blocking", "numbers_async"):
            with self.subTest(name):
                self.check_example(build / name, self.env)
                needed = set(re.findall(r"NEEDED.*\[(.*?)\.so", run("readelf", "-d", build / name)))
                self.assertIn("libteamsctl", needed)
                self.assertEqual({library for library in needed if re.search("boost|pcre|crypto|oath", library)}, set())

    def test_the_program_in_the_readme_compiles(self):
        blocks = re.findall(r"^```cpp\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
        self.assertEqual(len(blocks), 1)
        source = self.directory / "readme.cpp"
        source.write_text(blocks[0])
        run(CXX, *STRICT, "-fsyntax-only", source, *self.pkg_config("--cflags"), env=self.env)

    def test_an_example_by_pkg_config(self):
        self.check_example(self.compiled_by_pkg_config(self.sources / "numbers_blocking.cpp"), self.loading())


if __name__ == "__main__":
    outcome = unittest.main(exit=False).result
    sys.exit(77 if len(outcome.skipped) > 0 and outcome.testsRun == 0 else 0 if outcome.wasSuccessful() else 1)
