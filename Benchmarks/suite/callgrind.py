"""What a process does, counted by valgrind's callgrind: instructions, SQLite statements, allocations and syncs. A busy machine does not move
them, and neither does another one of the same architecture with the same libraries.

What would move them is held still: the seed of hashes, the environment, commits by the clock, and which of its copying loops glibc takes;
addresses are valgrind's own, the same every time. callgrind's CPU has no instructions for SHA-256, which the real ones have, so SHA-256 is left out: libcrypto would take 33 instructions a byte.
"""
import contextlib
import ctypes
import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass

from .stage import Failed, Missing, output

PROGRAMS = ("valgrind", "objcopy")
# glibc picks its loops by the CPU, and those that repeat one instruction (`rep movsb`) are counted byte by byte.
LOOPS = "glibc.cpu.hwcaps=" + ",".join("-" + feature for feature in (
    "AVX2", "AVX", "AVX512F", "AVX512VL", "AVX_Fast_Unaligned_Load", "ERMS", "FSRM", "SSSE3", "SSE4_1", "SSE4_2", "MOVBE", "BMI1", "BMI2",
    "LZCNT", "RTM", "Fast_Unaligned_Copy", "Fast_Copy_Backward"))
ENVIRONMENT = {
    "LANG": "C.UTF-8", "TZ": "UTC", "SWIFT_DETERMINISTIC_HASHING": "1", "GLIBC_TUNABLES": LOOPS, "PENSTOCK_COMMIT_SECONDS": "86400"}

STATEMENTS = ("sqlite3_step",)
ALLOCATIONS = ("malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc")
SYNCS = ("fdatasync", "fsync")
SHA256 = ("EVP_DigestUpdate", "EVP_DigestFinal_ex", "EVP_Digest", "SHA256_Update", "SHA256_Final", "SHA256")
POSITION = re.compile(r"\((\d+)\)(?: (.*))?$")


@dataclass(frozen=True)
class Counts:
    """Of one process, from its start to its end."""
    instructions: float
    statements: float
    allocations: float
    syncs: float
    # Instructions that are not in `instructions`.
    sha256: float = 0


def read(path):
    """The counts of a profile: lines of `fn=`, its calls (`cfn=`, `calls=N`, and what those N cost with all that they call), and a total.
    A name stands where its number is first used. Of calls, only those from outside the counted functions, which call one another."""
    names, calls, within, total, caller, callee = {}, Counter(), Counter(), 0, None, None
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.startswith(("fn=", "cfn=")):
                key, _, position = line.rstrip("\n").partition("=")
                number, name = POSITION.match(position).groups()
                # `memcpy@@GLIBC_2.14` is memcpy.
                name = names.setdefault(number, (name or "").split("@")[0])
                if key == "fn":
                    caller = name
                else:
                    callee = name
            elif line.startswith("calls="):
                cost = int(next(file).split()[-1])
                calls[callee] += int(line[6:].split()[0])
                if callee in SHA256 and caller not in SHA256:
                    within["sha256"] += cost
            elif line.startswith("totals:"):
                total = int(line.split()[1])
    if not total:
        raise Failed(f"{path} is no whole profile")

    def sum_of(functions):
        return sum(calls[name] for name in functions)

    return Counts(
        total - within["sha256"], sum_of(STATEMENTS), sum_of(ALLOCATIONS), sum_of(SYNCS), within["sha256"])


class Valgrind:
    """Counts runs of one command of penstock, several at once if asked by several threads. `close` ends those that run."""

    def __init__(self, stage, kept=None):
        found = {name: shutil.which(name) for name in PROGRAMS}
        missing = [name for name, path in found.items() if not path]
        if missing:
            raise Missing(f"{', '.join(missing)} missing; on Debian: apt-get install valgrind binutils")
        self.stage, self.running, self.is_closed, self.kept = stage, set(), False, kept
        self.folder = kept or os.path.join(stage.work, "profiles")
        os.makedirs(self.folder, exist_ok=True)
        # valgrind 3.19 cannot read Swift's DWARF. Names of functions stay where the command has them, for callgrind_annotate.
        self.penstock = os.path.join(self.folder, "penstock")
        output("objcopy", "--strip-debug", stage.penstock(), self.penstock)

    def close(self):
        self.is_closed = True
        for process in list(self.running):
            process.kill()
            process.wait()

    def run(self, name, arguments, *, now, allow=(0,)):
        """The counts of a run that ended with one of these codes."""
        profile = os.path.join(self.folder, re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-") + ".callgrind")
        code, words = self.end_of(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", "-q", self.penstock, *arguments], now)
        if code not in allow:
            raise Failed(f"{name}: exit {code}\n{words[-6000:]}")
        counts = read(profile)
        if not self.kept:
            os.unlink(profile)
        return counts

    def prepare(self, name, arguments, *, now, allow=(0,)):
        """The same without counting: what has to be there before."""
        code, words = self.end_of([self.penstock, *arguments], now)
        if code not in allow:
            raise Failed(f"{name}: exit {code}\n{words[-6000:]}")

    def end_of(self, command, now):
        environment = ENVIRONMENT | {"PATH": os.environ["PATH"], "HOME": self.stage.work, "PENSTOCK_NOW": now}
        if "LD_LIBRARY_PATH" in os.environ:
            environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
        if self.is_closed:
            raise Failed("ended from outside")
        process = subprocess.Popen(
            command, cwd=self.stage.work, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace")
        self.running.add(process)
        try:
            words, _ = process.communicate(timeout=900)
        except subprocess.TimeoutExpired:
            process.kill()
            words, _ = process.communicate()
            words += "\nit took longer than a quarter of an hour"
        finally:
            self.running.discard(process)
        return process.returncode, words


def libraries():
    """What is counted along with penstock, and moves its counts when it is another version."""
    def text_of(library, function):
        with contextlib.suppress(OSError, AttributeError):
            called = getattr(ctypes.CDLL(library), function)
            called.restype = ctypes.c_char_p
            return called().decode()
        return "none"

    curl = text_of("libcurl.so.4", "curl_version").split()[0].removeprefix("libcurl/")
    return (
        f"glibc {os.confstr('CS_GNU_LIBC_VERSION').split()[-1]}, SQLite {text_of('libsqlite3.so.0', 'sqlite3_libversion')}, "
        f"libcurl {curl}, {output('valgrind', '--version').replace('-', ' ')}")
