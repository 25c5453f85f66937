"""What a benchmark stands on: payloads that are made once, nginx, a Python with the peers' packages, penstock, and processes that are measured.

Everything is on loopback, and ends with the caller. Payloads, packages and nginx are kept in $BENCH_CACHE, else ~/.cache/penstock-benchmark.
"""
import contextlib
import hashlib
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timezone

HERE = os.path.dirname(os.path.abspath(__file__))
BENCHMARKS = os.path.dirname(HERE)
ROOT = os.path.dirname(BENCHMARKS)
# What peers need, and within which versions they were tried.
PACKAGES = {
    "requests": "requests>=2.32,<3", "orjson": "orjson>=3.10,<4", "tzdata": "tzdata", "pandas": "pandas>=2.2,<4",
    "polars": "polars>=1.20,<3", "duckdb": "duckdb>=1.2,<3", "dlt": "dlt>=1.10,<2",
}


class Missing(Exception):
    """Something that is needed cannot be had here; its words say what."""


class Failed(Exception):
    """A process that was measured did not end well."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def output(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout.strip()


def digest_of(*paths):
    hash = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as file:
            hash.update(file.read())
    return hash.hexdigest()[:12]


class Stage:
    """One run of scripts/bench: where its things are, and what stops with it."""

    def __init__(self, is_quick):
        self.is_quick = is_quick
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
        self.cache = os.path.abspath(os.environ.get("BENCH_CACHE") or os.path.join(base, "penstock-benchmark"))
        os.makedirs(self.cache, exist_ok=True)
        self.work = tempfile.mkdtemp(prefix="penstock-bench-")
        self.ending = contextlib.ExitStack()
        self.ending.callback(shutil.rmtree, self.work, ignore_errors=True)
        self.load = " ".join(f"{n:.2f}" for n in os.getloadavg())
        self.answers, self.lacking = {}, {}

    def close(self):
        self.ending.close()

    # Payloads.

    def payload(self, kind, *options):
        """The folder of what BENCHMARKS/KIND/generate writes with these options, and its `about`. Made once per version of the generator."""
        folder = os.path.join(BENCHMARKS, kind)
        program = os.path.join(folder, "generate")
        sources = [program] + [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".py")]
        name = "-".join([kind, *(option.lstrip("-") for option in options), digest_of(*sources)])
        path = os.path.join(self.cache, name)
        if not os.path.exists(os.path.join(path, "about")):
            say(f"writing the answers to {path}")
            for left in (path, path + ".new"):
                shutil.rmtree(left, ignore_errors=True)
            subprocess.run([sys.executable, "-B", program, path + ".new", *options], check=True)
            os.rename(path + ".new", path)
        with open(os.path.join(path, "about"), encoding="utf-8") as file:
            return path, dict(line.rstrip("\n").split("=", 1) for line in file)

    # Programs.

    def once(self, name, make):
        """What is looked for or made once, or cannot be had."""
        if name not in self.answers:
            try:
                self.answers[name] = make()
            except Missing as error:
                self.answers[name] = error
        if isinstance(self.answers[name], Missing):
            raise self.answers[name]
        return self.answers[name]

    def penstock(self):
        return self.once("penstock", self._penstock)

    def _penstock(self):
        named = os.environ.get("PENSTOCK")
        if not named:
            # As scripts/install hands it on: optimized, the Swift libraries inside, stripped.
            say("building penstock (release)")
            folder = os.path.join(self.work, "stage")
            subprocess.run([os.path.join(ROOT, "scripts", "stage"), folder], check=True, stdout=sys.stderr)
            named = os.path.join(folder, "penstock")
        if not os.access(named, os.X_OK):
            raise Missing(f"{named} is no command that can be run")
        return os.path.abspath(named)

    def nginx(self):
        return self.once("nginx", self._nginx)

    def _nginx(self):
        """That of the PATH; else Debian's package, unpacked into the cache: nothing is installed and no service started."""
        unpacked = os.path.join(self.cache, "nginx", "usr", "sbin", "nginx")
        found = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin") or (os.path.exists(unpacked) and unpacked)
        if found:
            return found
        say(f"unpacking Debian's nginx into {self.cache}/nginx")
        folder = os.path.join(self.work, "nginx-package")
        os.makedirs(folder)
        try:
            subprocess.run(["apt-get", "download", "-qq", "nginx"], cwd=folder, check=True, capture_output=True)
            (package,) = os.listdir(folder)
            subprocess.run(["dpkg-deb", "--extract", package, os.path.join(self.cache, "nginx")], cwd=folder, check=True)
            output(unpacked, "-v")
        except (OSError, ValueError, subprocess.CalledProcessError):
            raise Missing("nginx is missing; on Debian: apt-get install nginx") from None
        return unpacked

    def serve(self, *roots):
        """The addresses at which one nginx serves these roots."""
        return self.once("serve " + " ".join(roots), lambda: self._serve(roots))

    def _serve(self, roots):
        nginx, run = self.nginx(), tempfile.mkdtemp(dir=self.work, prefix="nginx-")
        sockets = [socket.create_server(("127.0.0.1", 0)) for _ in roots]
        ports = [found.getsockname()[1] for found in sockets]
        for found in sockets:
            found.close()
        servers = "".join(
            f"    server {{ listen 127.0.0.1:{port}; root {root}; include {HERE}/locations.conf; }}\n" for port, root in zip(ports, roots))
        with open(os.path.join(HERE, "nginx.conf"), encoding="utf-8") as file:
            text = file.read().replace("@RUN@", run).replace("@SERVERS@\n", servers)
        with open(os.path.join(run, "nginx.conf"), "w", encoding="utf-8") as file:
            file.write(text)
        # However this ends, the server does too.
        bounded = ["timeout", "6h"] if shutil.which("timeout") else []
        server = subprocess.Popen([*bounded, nginx, "-e", f"{run}/nginx.log", "-p", run, "-c", f"{run}/nginx.conf"], stdin=subprocess.DEVNULL)
        self.ending.callback(server.wait)
        self.ending.callback(server.terminate)
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", ports[-1])):
                return [f"http://127.0.0.1:{port}" for port in ports]
            time.sleep(0.05)
        raise Missing(f"nginx did not start: {open(f'{run}/nginx.log', encoding='utf-8').read()}")

    def python(self, *packages):
        """A Python that has these packages: that of the cache's virtual environment, which pip fills; with --quick only what is there."""
        return self.once("python " + " ".join(packages), lambda: self._python(packages))

    def _python(self, packages):
        python = os.path.join(self.cache, "venv", "bin", "python")

        def has_them():
            found = subprocess.run([python, "-c", "import " + ", ".join(packages)], capture_output=True)
            return found.returncode == 0

        if os.path.exists(python) and has_them():
            return python
        if self.is_quick:
            raise Missing(f"{', '.join(packages)} are not installed in {self.cache}/venv")
        say(f"installing {', '.join(packages)} into {self.cache}/venv")
        try:
            if not os.path.exists(python):
                subprocess.run([sys.executable, "-m", "venv", os.path.join(self.cache, "venv")], check=True, capture_output=True)
            wanted = [PACKAGES[name] for name in (*packages, "tzdata")]
            subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *wanted], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            words = getattr(error, "stderr", b"") or b""
            raise Missing(f"pip cannot install {', '.join(packages)}: {words.decode().strip().splitlines()[-1:]}") from None
        if not has_them():
            raise Missing(f"{', '.join(packages)} were installed and cannot be imported")
        return python

    def floor(self):
        return self.once("floor", self._floor)

    def _floor(self):
        if not shutil.which("swiftc"):
            raise Missing("swiftc is missing, and the floor program has to be compiled")
        say("compiling the floor program")
        target = os.path.join(self.work, "floor")
        subprocess.run([os.path.join(BENCHMARKS, "floor", "build"), target], check=True, stdout=sys.stderr)
        return target

    # Measuring.

    def measure(self, name, command, *, now=None, allow="0", seconds=3600):
        """The figures of a process. Penstock runs without this user's settings, at an instant of its own; peers as they are."""
        figures = os.path.join(self.work, "figures")
        kept = ("PATH", "LANG", "LD_LIBRARY_PATH", "TMPDIR")
        environment = {name: os.environ[name] for name in kept if name in os.environ} | {"HOME": self.work, "PYTHONDONTWRITEBYTECODE": "1"}
        if now:
            environment["PENSTOCK_NOW"] = now
        measured = [sys.executable, "-B", os.path.join(HERE, "measure.py"), name, figures, "--seconds", str(seconds), "--allow", allow, "--"]
        ran = subprocess.Popen(
            [*measured, *command], cwd=self.work, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            words, _ = ran.communicate()
        except BaseException:
            # It ends what it measures; killed, it could not.
            ran.terminate()
            ran.wait()
            raise
        if ran.returncode:
            raise Failed(f"{name} failed\n{words[-6000:]}")
        with open(figures, encoding="utf-8") as file:
            line = json.loads(file.readlines()[-1])
        return {"cpu": line["user"] + line["system"], "system": line["system"], "wall": line["wall"], "peak": line["peak_mb"]}

    # What a table says of its day.

    def circumstances(self, packages):
        def field(path, name):
            with contextlib.suppress(OSError), open(path, encoding="utf-8") as file:
                return next((line.split(":", 1)[1].strip() for line in file if line.startswith(name)), None)

        processor = field("/proc/cpuinfo", "model name") or platform.processor() or "unknown processor"
        memory = int((field("/proc/meminfo", "MemTotal") or "0 kB").split()[0]) // 1048576
        machine = f"{platform.system()} {platform.machine()} {platform.release()}, {processor}, {os.cpu_count()} cores, {memory} GiB"
        return {
            "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"), "machine": machine, "load before": self.load,
            "versions": ", ".join([self._version_of_penstock(), f"nginx {self._version_of_nginx()}", *self._versions(packages)])}

    def _version_of_penstock(self):
        words = f"penstock {output(self.penstock(), '--version').splitlines()[0]}"
        if os.environ.get("PENSTOCK"):
            return words + f" (a command that was given, SHA-256 {digest_of(self.penstock())})"
        try:
            commit = output("git", "-C", ROOT, "rev-parse", "--short=10", "HEAD")
            is_changed = output("git", "-C", ROOT, "status", "--porcelain", "--untracked-files=no", "--", "Sources", "Plugins", "Package.swift")
        except (OSError, subprocess.CalledProcessError):
            return words
        return words + f" ({commit}{', with changes' if is_changed else ''})"

    def _version_of_nginx(self):
        try:
            return subprocess.run([self.nginx(), "-v"], capture_output=True, text=True).stderr.strip().rsplit("/", 1)[-1]
        except Missing:
            return "is missing"

    def _versions(self, packages):
        python = os.path.join(self.cache, "venv", "bin", "python")
        if not packages or not os.path.exists(python):
            return [f"Python {platform.python_version()}"]
        program = (
            "import importlib.metadata as m, platform, sqlite3, sys\n"
            "print('Python', platform.python_version()); print('SQLite', sqlite3.sqlite_version)\n"
            "for name in sys.argv[1:]:\n"
            "  try: print(name, m.version(name))\n"
            "  except m.PackageNotFoundError: pass")
        return output(python, "-c", program, *packages).splitlines()
