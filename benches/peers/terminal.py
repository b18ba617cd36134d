"""Runs a terminal program in a pseudo-terminal and measures it from outside. Needs Linux and `pyte`.

    with Terminal(["dateline", "events.ron"]) as terminal:
        terminal.wait(ready=r"22 events").ms["ready"]
        terminal.press("cmal<enter>", filtered=r"5 of 22 events")

A thread does nothing but read: it notes when each piece of output came and answers what programs ask of a terminal.
The screen is emulated afterwards, piece by piece, and the time of a pattern is that of the piece that completed it,
however long the emulation takes. While a program holds back a frame (mode 2026), nothing is looked for.
What the terminal itself would take to draw is not in the figures.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import threading
import time
from collections import deque
from dataclasses import dataclass, field

import pyte

COLUMNS, ROWS = 200, 60
QUIET = 0.15  # seconds without output after which a program has finished with a key
BURST = 0.008  # a longer pause than this tells two frames apart

NAMED_KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "space": " ", "backspace": "\x7f", "lt": "<",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pgup": "\x1b[5~", "pgdn": "\x1b[6~",
}  # fmt: skip


def as_bytes(keys):
    """Returns what a terminal sends for keys as dateline writes them: `/word<enter>`, `<c-d>`."""

    def named(found):
        name = found[1].lower()
        return chr(ord(name[2]) & 31) if name.startswith("c-") else NAMED_KEYS[name]

    return re.sub(r"<([a-z-]+)>", named, keys).encode()


# ---- what the screen shows


class Stream(pyte.ByteStream):
    """Knows the sequences for repeating, scrolling and tabbing back, too."""

    csi = pyte.ByteStream.csi | {"b": "repeat", "S": "scroll_up", "T": "scroll_down", "Z": "tab_back"}
    events = pyte.ByteStream.events | {"repeat", "scroll_up", "scroll_down", "tab_back"}


class Screen(pyte.Screen):
    last_drawn = " "

    def draw(self, data):
        self.last_drawn = data[-1:] or self.last_drawn
        super().draw(data)

    def repeat(self, count=1):
        super().draw(self.last_drawn * (count or 1))

    def scroll_up(self, count=1):
        self._scroll(self.delete_lines, count)

    def scroll_down(self, count=1):
        self._scroll(self.insert_lines, count)

    def _scroll(self, move_lines, count):
        x, y = self.cursor.x, self.cursor.y
        self.cursor.y = self.margins.top if self.margins else 0
        move_lines(count or 1)
        self.cursor.x, self.cursor.y = x, y

    def tab_back(self, count=1):
        for _ in range(count or 1):
            self.cursor.x = max((stop for stop in self.tabstops if stop < self.cursor.x), default=0)

    def write_process_input(self, data):
        """The reading thread answers."""


# What pyte would take for text: sequences with other marks, colons in colours, strings for the terminal.
FOREIGN = re.compile(
    rb"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]|\x1b\[\??[0-9;:]*[ -/][@-~]|\x1b\[[0-9;]*:[0-9;:]*m|\x1b\[\?[0-9;]*[su]|\x1b\[[0-9;]*[tu]"
    rb"|\x1b[P_^X].*?\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)",
    re.S,
)
UNFINISHED = re.compile(rb"\x1b(?:\[[0-9:;<=>?]*[ -/]*|[ -/]*|[P_^X](?:(?!\x1b\\).)*|\][^\x07\x1b]*\x1b?)?$", re.S)
HOLD, SHOW = b"\x1b[?2026h", b"\x1b[?2026l"


class Picture:
    """The screen after each piece of output."""

    def __init__(self):
        self.screen = Screen(COLUMNS, ROWS)
        self.stream = Stream(self.screen)
        self.rows = [""] * ROWS
        self.rest = b""
        self.held = False

    def frames(self, piece):
        """Takes in a piece of output and pauses wherever the user would have seen something new."""
        data = self.rest + piece
        cut = UNFINISHED.search(data, max(0, len(data) - 4096))
        self.rest = data[cut.start() :] if cut else b""
        data = data[: cut.start()] if cut else data
        for part in re.split(rb"(?<=\x1b\[\?2026l)", data):
            if HOLD in part or SHOW in part:
                self.held = part.rfind(HOLD) > part.rfind(SHOW)
            self.stream.feed(FOREIGN.sub(b"", part))
            if part and not self.held:
                yield

    def text(self):
        for row in self.screen.dirty:
            cells = self.screen.buffer[row]
            self.rows[row] = "".join(cells[column].data for column in range(COLUMNS)).rstrip()
        self.screen.dirty.clear()
        return "\n".join(self.rows)


# ---- what programs ask of a terminal

QUESTIONS = [
    (rb"\x1b\[0?c", b"\x1b[?62;22c"),
    (rb"\x1b\[>0?c", b"\x1b[>1;10;0c"),
    (rb"\x1b\[5n", b"\x1b[0n"),
    (rb"\x1b\[\??6n", None),  # where the cursor is
    (rb"\x1b\[\?2026\$p", b"\x1b[?2026;2$y"),
    (rb"\x1b\[\?(?!2026)(\d+)\$p", rb"\x1b[?\1;0$y"),
    (rb"\x1b\[\?u", b"\x1b[?0u"),  # kitty's keyboard
    (rb"\x1b\[>0?q", b"\x1bP>|meter\x1b\\"),
    (rb"\x1b\[14t", b"\x1b[4;1200;2000t"),
    (rb"\x1b\[18t", f"\x1b[8;{ROWS};{COLUMNS}t".encode()),
    (rb"\x1b\]10;\?(?:\x07|\x1b\\)", b"\x1b]10;rgb:dddd/dddd/dddd\x1b\\"),
    (rb"\x1b\]11;\?(?:\x07|\x1b\\)", b"\x1b]11;rgb:1111/1111/1111\x1b\\"),
    (rb"\x1b\]4;(\d+);\?(?:\x07|\x1b\\)", rb"\x1b]4;\1;rgb:8080/8080/8080\x1b\\"),
    (rb"\x1bP\+q[^\x1b]*\x1b\\", b"\x1bP0+r\x1b\\"),
]
ANY_QUESTION = re.compile(b"|".join(b"(?:%s)" % re.sub(rb"\((?!\?)", b"(?:", asked) for asked, _ in QUESTIONS))


def answer(question, cursor):
    for asked, reply in QUESTIONS:
        if found := re.fullmatch(asked, question):
            # Not `expand` for all of them: it would read the escapes of the fixed ones, too.
            if reply is None:
                return f"\x1b[{cursor.y + 1};{cursor.x + 1}R".encode()
            return reply.replace(rb"\x1b", b"\x1b").replace(rb"\1", found[1]) if found.groups() else reply
    return b""


# ---- what the program uses


def tree(root):
    """Returns the process and all that it has started."""
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        found.append(process)
        try:
            for task in os.listdir(f"/proc/{process}/task"):
                waiting += map(int, read(f"/proc/{process}/task/{task}/children").split())
        except OSError:
            pass
    return found


def read(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def status(path, *names):
    text = read(path)
    values = (re.search(rf"^{name}:\s+(\d+)", text, re.M) for name in names)
    return [int(value[1]) if value else 0 for value in values]


class Usage:
    """CPU time, memory and wake-ups of a program and of what it has started."""

    def __init__(self, root):
        self.root = root
        self.cpu_seen = {}
        self.anon_peak = self.peak = 0

    def cpu(self):
        """Milliseconds so far; of processes that have ended, what was seen last."""
        for process in tree(self.root):
            try:
                # The clock of another process's CPU time, as clock_getcpuclockid(3) would name it.
                self.cpu_seen[process] = time.clock_gettime((~process << 3) | 2) * 1000
            except OSError:
                pass
        return sum(list(self.cpu_seen.values()))

    def anon(self):
        """MiB of memory that no file stands behind, now."""
        anon, peak = 0, 0
        for process in tree(self.root):
            of_it, highest = status(f"/proc/{process}/status", "RssAnon", "VmHWM")
            anon, peak = anon + of_it, peak + highest
        self.anon_peak, self.peak = max(self.anon_peak, anon / 1024), max(self.peak, peak / 1024)
        return anon / 1024

    def wake_ups(self):
        paths = [
            f"/proc/{process}/task/{task}/status"
            for process in tree(self.root)
            for task in (os.listdir(f"/proc/{process}/task") if os.path.exists(f"/proc/{process}/task") else [])
        ]
        return sum(sum(status(path, "voluntary_ctxt_switches", "nonvoluntary_ctxt_switches")) for path in paths)


# ---- the measurement


@dataclass
class Sample:
    """One step: when each pattern was first on the screen, and what it took until the program was quiet again."""

    ms: dict = field(default_factory=dict)
    cpu: float = 0.0
    bytes: int = 0
    found: dict = field(default_factory=dict)


class NotShown(Exception):
    """The screen never showed what was expected."""


class Terminal:
    def __init__(self, command, environment=None, folder=None):
        self.pieces, self.news = deque(), threading.Event()
        self.picture = Picture()
        self.begun = time.monotonic()
        replaced, until_replaced = os.pipe()
        self.process, self.wire = pty.fork()
        if self.process == 0:
            self._become(command, environment, folder)
        self._resize()
        os.close(until_replaced)
        os.read(replaced, 1)  # ends when the copy of this program has become the other one
        os.close(replaced)
        self.usage = Usage(self.process)
        self.cpu_before = self.usage.cpu()
        self.ended = False
        self.status = None
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._watch, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def _become(self, command, environment, folder):
        try:
            self.wire = 0
            self._resize()
            os.chdir(folder or ".")
            kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
            fixed = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
            os.execvpe(command[0], command, kept | fixed | (environment or {}))
        finally:
            os._exit(127)

    def _resize(self):
        fcntl.ioctl(self.wire, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def _read(self):
        tail = b""
        while True:
            try:
                data = os.read(self.wire, 65536)
            except OSError:
                data = b""
            self.pieces.append((time.monotonic(), data))
            self.news.set()
            if not data:
                return
            # A question may come in two pieces; what was answered is not looked at again.
            tail += data
            answered = 0
            for question in ANY_QUESTION.finditer(tail):
                self._write(answer(question[0], self.picture.screen.cursor))
                answered = question.end()
            tail = tail[answered:][-64:]

    def _watch(self):
        """Sees the peaks of memory, and what processes used that end before the step does."""
        while not self.ended:
            self.usage.anon()
            self.usage.cpu()
            time.sleep(0.02)

    def _write(self, data):
        while data:
            select.select([], [self.wire], [], 5)
            try:
                data = data[os.write(self.wire, data) :]
            except OSError:
                return

    def _next_piece(self, timeout):
        """Returns the next piece of output, or None if there was none for so long."""
        if not self.pieces:
            self.news.clear()
            if not self.pieces:
                self.news.wait(timeout)
        return self.pieces.popleft() if self.pieces else None

    def _drain(self, quiet=QUIET):
        """Takes in whatever the program still has to say, a spinner for at most a second."""
        until = time.monotonic() + 1
        while time.monotonic() < until and (piece := self._next_piece(quiet)):
            for _ in self.picture.frames(piece[1]):
                pass

    def wait(self, timeout=60, **patterns):
        """Waits from the start of the program on."""
        return self._until(self.begun, timeout, patterns, self.cpu_before)

    def press(self, keys, timeout=60, **patterns):
        """Sends keys and waits until each pattern was on the screen; without patterns, for a frame.

        That is the end of the burst of output that was largest: some programs echo the key before they draw, or tick after it.
        """
        self._drain(quiet=BURST)
        cpu = self.usage.cpu()
        begun = time.monotonic()
        self._write(as_bytes(keys))
        return self._until(begun, timeout, patterns, cpu)

    def _until(self, begun, timeout, patterns, cpu_before):
        wanted = {name: re.compile(pattern, re.M) for name, pattern in patterns.items()}
        sample, last, settle_until = Sample(), None, None
        burst = largest = 0
        while True:
            piece = self._next_piece(QUIET)
            now = time.monotonic()
            complete = last is not None and wanted.keys() <= sample.ms.keys()
            if complete and (piece is None or now > (settle_until or now)):
                break
            if now - begun > timeout or (piece and not piece[1]):
                missing = ", ".join(wanted.keys() - sample.ms.keys()) or "any output"
                raise NotShown(f"never came: {missing}\n{self.picture.text()}")
            if piece is None:
                continue
            when, data = piece
            sample.bytes += len(data)
            burst = len(data) + (burst if last is not None and when - last < BURST else 0)
            if burst >= largest and not wanted:
                largest = burst
                sample.ms["frame"] = (when - begun) * 1000
            last = when
            for _ in self.picture.frames(data):
                waiting = wanted.keys() - sample.ms.keys()
                text = self.picture.text() if waiting else ""
                for name in waiting:
                    if found := wanted[name].search(text):
                        sample.ms[name], sample.found[name] = (when - begun) * 1000, found[0]
            if settle_until is None and wanted.keys() <= sample.ms.keys():
                settle_until = time.monotonic() + 1
        sample.cpu = self.usage.cpu() - cpu_before
        return sample

    def text(self):
        self._drain()
        return self.picture.text()

    def idle(self, seconds):
        """Returns wake-ups, bytes and CPU milliseconds for each second in which no key is pressed."""
        self._drain()
        before = self.usage.wake_ups(), self.usage.cpu()
        time.sleep(seconds)
        after = self.usage.wake_ups(), self.usage.cpu()
        written = sum(len(data) for _, data in self.pieces)
        return {
            "wake_ups": (after[0] - before[0]) / seconds,
            "bytes": written / seconds,
            "cpu": (after[1] - before[1]) / seconds,
        }

    def rest(self, timeout=60):
        """Waits until the program no longer works on anything; returns the CPU milliseconds since its start."""
        until, before = time.monotonic() + timeout, -1e9
        while time.monotonic() < until and (used := self.usage.cpu()) - before > 3:
            before = used
            time.sleep(0.3)
        self._drain()
        return self.usage.cpu() - self.cpu_before

    def memory(self):
        """Returns MiB: anonymous memory now and at most, and the most of any kind."""
        now = self.usage.anon()
        return {"anon": now, "anon_peak": self.usage.anon_peak, "peak": self.usage.peak}

    def quit(self, keys, timeout=10):
        """Sends keys that end the program; returns how many ms it took, and its status."""
        self._drain()
        begun = time.monotonic()
        self._write(as_bytes(keys))
        while time.monotonic() - begun < timeout:
            if self._reap():
                return (time.monotonic() - begun) * 1000, self.status
            time.sleep(0.001)
        return None, None

    def _reap(self):
        if self.status is None:
            process, status = os.waitpid(self.process, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if process else None
        return self.status is not None

    def stop(self):
        """Ends the program if it has not ended, for good."""
        self.ended = True
        for number in (signal.SIGHUP, signal.SIGKILL):
            if not self._reap():
                for process in reversed(tree(self.process)):
                    try:
                        os.kill(process, number)
                    except ProcessLookupError:
                        pass
                until = time.monotonic() + 3
                while not self._reap() and time.monotonic() < until:
                    time.sleep(0.01)
        try:
            os.close(self.wire)
        except OSError:
            pass
