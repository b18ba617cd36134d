"""What is asked of each program, and by which keys. Each function returns samples by the name of a figure.

Times are in milliseconds, memory in MiB. A figure that a program has no answer for is missing. `first` is the first screen
with events on it, `loaded` the moment when all of them are there; a filter or a search is done when the screen shows the
count that is right. `_cpu` is what the step took until the program was quiet again, `_first` the first answer of any kind.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass

import events
from counts import WORDS
from terminal import NotShown, Terminal

CURSOR_KEYS, PAGE_KEYS, IDLE_SECONDS = 40, 20, 5


@dataclass
class Work:
    """What is to be measured, and with what."""

    number: int
    data: pathlib.Path
    tools: pathlib.Path
    dateline: str
    right: dict
    runs: int
    timeout: float

    def file(self, ending):
        return str(events.path(self.data, self.number, ending))


class Samples(defaultdict):
    def __init__(self):
        super().__init__(list)

    def start(self, name, sample, loaded="loaded"):
        self[f"first_{name}"].append(sample.ms["rows"])
        self[f"loaded_{name}"].append(sample.ms[loaded])

    def answer(self, name, *samples):
        """One answer, by one step or by several."""
        self[name].append(sum(sample.ms["done"] for sample in samples))
        self[f"{name}_cpu"].append(sum(sample.cpu for sample in samples))
        if "first" in samples[0].ms:
            self[f"{name}_first"].append(samples[0].ms["first"])

    def moves(self, terminal, down, page):
        for name, key, times in (("cursor", down, CURSOR_KEYS), ("page", page, PAGE_KEYS)):
            for _ in range(times):
                sample = terminal.press(key)
                self[name].append(sample.ms["frame"])
                self[f"{name}_cpu"].append(sample.cpu)
                self[f"{name}_bytes"].append(sample.bytes)

    def rest(self, terminal, keys):
        """What it takes to do nothing, and how it ends."""
        for name, value in terminal.idle(IDLE_SECONDS).items():
            self[f"idle_{name}"].append(value)
        for name, value in terminal.memory().items():
            self[name].append(value)
        ms, status = terminal.quit(keys)
        self["quit"].append(ms)
        self["status"].append(status)


@contextmanager
def home():
    """Returns an environment in which nothing is remembered from before."""
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        names = {"HOME": "", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state"}
        environment = {name: os.path.join(folder, part) for name, part in names.items()}
        for path in environment.values():
            os.makedirs(path, exist_ok=True)
        yield environment


# ---- dateline


def dateline(work):
    samples, command = Samples(), [work.dateline, work.file("ron")]
    loaded = rf"{work.number:,} events\b"
    patterns = {"rows": r" at [A-Z]\w+", "loaded": loaded, "timeout": work.timeout}
    for run in range(work.runs):
        with home() as environment:
            with Terminal(command, environment) as terminal:
                sample = terminal.wait(**patterns)
                samples.start("uncached", sample)
                samples["loaded_uncached_cpu"].append(sample.cpu)
                samples["settled_uncached_cpu"].append(terminal.rest(work.timeout))
                samples["loading_anon_peak"].append(terminal.memory()["anon_peak"])
                terminal.quit("q")
            samples["cache_mib"].append(size(environment["XDG_CACHE_HOME"]) / 2**20)
            with Terminal(command, environment) as terminal:
                sample = terminal.wait(**patterns)
                samples.start("cached", sample)
                samples["first_cached_cpu"].append(sample.cpu)
                terminal.rest(work.timeout)
                samples["anon_before_keys"].append(terminal.memory()["anon"])
                if run < 2:
                    dateline_filters(work, terminal, samples, loaded)
                    dateline_searches(work, terminal, samples)
                    terminal.press("<home>")
                    samples.moves(terminal, "j", "<pgdn>")
                samples.rest(terminal, "q")
    return samples


def size(folder):
    return sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*") if path.is_file())


def dateline_filters(work, terminal, samples, loaded):
    def shown(count):
        return rf" {count:,} of {work.number:,} events"

    for name, prepare, key, after in (
        ("country", "cmali", "<enter>", "X"),
        ("group", "g" + events.GROUP, "<enter>", "X"),
        ("since", rf"\after:{events.SINCE}"[:-1], str(events.SINCE)[-1], "<esc>"),
    ):
        for _ in range(5):
            terminal.press(prepare, work.timeout)
            samples.answer(name, terminal.press(key, work.timeout, done=shown(work.right[name])))
            terminal.press(after, work.timeout, back=loaded)


def dateline_searches(work, terminal, samples):
    last_letter, whole_word, as_filter = WORDS[:4], WORDS[4:7], WORDS[7:]
    hits = work.right["anywhere"]

    def shown(word):
        return {"first": f"search /{word}", "done": rf"search /{word}\b.* {hits[word]:,} hits"}

    for word in last_letter:
        terminal.press("/" + word[:-1], work.timeout)
        terminal.rest(work.timeout)
        samples.answer("search", terminal.press(word[-1], work.timeout, **shown(word)))
        terminal.press("<esc>")
    for word in whole_word:
        terminal.press("/")
        samples.answer("search_word", terminal.press(word, work.timeout, **shown(word)))
        terminal.press("<esc>")
    for word in as_filter:
        terminal.press("\\" + word[:-1], work.timeout)
        terminal.rest(work.timeout)
        done = rf" {hits[word]:,} of {work.number:,} events"
        samples.answer("search_filter", terminal.press(word[-1], work.timeout, done=done))
        terminal.press("<esc>", work.timeout)


# ---- peers


def years():
    """Returns a pattern of the years since the one asked for, as they stand at the beginning of a cell."""
    return "^(?:%s)-" % "|".join(str(year) for year in range(events.SINCE, events.LAST_YEAR + 1))


def csvlens(work):
    samples, command = Samples(), [str(work.tools / "bin/csvlens"), work.file("csv")]
    for run in range(work.runs):
        with home() as environment, Terminal(command, environment) as terminal:
            sample = terminal.wait(rows="EV-00000000", loaded=rf"Row 1/{work.number},", timeout=work.timeout)
            samples.start("uncached", sample)
            samples["loaded_uncached_cpu"].append(sample.cpu)
            if run < 2:
                for name, pattern in (("country", events.COUNTRY), ("group", events.GROUP), ("since", years())):
                    terminal.press("&" + pattern)
                    first, done = r'\[Filter ".*": ', rf'\[Filter ".*": [-\d]+/{work.right[name]}\]'
                    samples.answer(name, terminal.press("<enter>", work.timeout, first=first, done=done))
                    terminal.press("r")
                for word in WORDS[:4]:
                    terminal.press("/" + word)
                    done = rf'\[Find "{word}": [-\d]+/{work.right["as_written"][word]}\]'
                    first = rf'\[Find "{word}": '
                    samples.answer("search", terminal.press("<enter>", work.timeout, first=first, done=done))
                    terminal.press("r")
                samples.moves(terminal, "j", "<pgdn>")
            samples.rest(terminal, "q")
    return samples


def visidata(work):
    samples, command = Samples(), [str(work.tools / "venv/bin/vd"), work.file("csv")]
    for run in range(work.runs):
        with home() as environment, Terminal(command, environment) as terminal:
            loaded = rf"^\d›.*\s{work.number} rows"
            sample = terminal.wait(rows="EV-00000000", loaded=loaded, timeout=work.timeout)
            samples.start("uncached", sample)
            samples["loaded_uncached_cpu"].append(sample.cpu)
            terminal.rest()
            if run == 0:
                right = work.right["in_summary"]
                for name, column, pattern, count in (
                    ("country", "country", events.COUNTRY, work.right["country"]),
                    ("group", "groups", events.GROUP, work.right["group"]),
                    ("since", "date_end", years(), work.right["since"]),
                    *(("search", "summary", word, right[word]) for word in WORDS[:2]),
                ):
                    terminal.press(f"c^{column}$<enter>")
                    terminal.press("|" + pattern)
                    select = terminal.press("<enter>", work.timeout, done=rf"selected {count} rows")
                    if name == "search":
                        samples.answer(name, select)
                    else:
                        show = terminal.press('"', work.timeout, done=rf"^.*›.*\s{count} rows")
                        samples.answer(name, select, show)
                        terminal.press("q", work.timeout)
                    terminal.press("gu", work.timeout)
                    terminal.rest()
                samples.moves(terminal, "j", "<pgdn>")
            samples.rest(terminal, "gq")
    return samples


LNAV_FORMAT = {
    "$schema": "https://lnav.org/schemas/format-v1.schema.json",
    "measured_events": {
        "title": "Events",
        "description": "One event a line",
        "file-type": "json",
        "file-pattern": r"\.sorted\.jsonl$",
        "timestamp-field": "first",
        "timestamp-format": ["%Y-%m-%d"],
        "body-field": "title",
        "value": {
            **{name: {"kind": "string"} for name in ("title", "summary")},
            **{name: {"kind": "string", "hidden": True} for name in ("id", "date", "kind")},
            **{name: {"kind": "json"} for name in ("countries", "groups")},
            **{name: {"kind": "json", "hidden": True} for name in ("place", "sources")},
        },
        "line-format": [
            {"field": "first"}, " ", {"field": "countries"}, " ", {"field": "title"}, " | ", {"field": "summary"},
            " | ", {"field": "groups"},
        ],  # fmt: skip
    },
}


def lnav(work):
    samples, command = Samples(), [shutil.which("lnav") or "lnav", by_date(work)]
    for run in range(work.runs):
        with home() as environment:
            formats = pathlib.Path(environment["XDG_CONFIG_HOME"], "lnav/formats/installed")
            formats.mkdir(parents=True)
            (formats / "measured_events.json").write_text(json.dumps(LNAV_FORMAT))
            with Terminal(command, environment) as terminal:
                sample = terminal.wait(rows=r'\["[A-Z]{3}"\]', loaded=rf"^.*{events.LAST_YEAR}-12-31T", timeout=work.timeout)
                samples.start("uncached", sample)
                samples["loaded_uncached_cpu"].append(terminal.rest())
                if run == 0:
                    lnav_keys(work, terminal, samples)
                samples.rest(terminal, "q")
    return samples


def by_date(work):
    """Returns the lines in order of time, without which lnav does not read them well."""
    path = work.file("sorted.jsonl")
    if not os.path.exists(path):
        command = ["sort", "-T", str(work.data), "-o", path + ".part", work.file("jsonl")]
        subprocess.run(command, check=True, env=os.environ | {"LC_ALL": "C"})
        os.rename(path + ".part", path)
    return path


def lnav_keys(work, terminal, samples):
    terminal.press("g")
    filters = [(name, ":filter-in " + what, ":delete-filter " + what) for name, what in (
        ("country", events.COUNTRY), ("group", events.GROUP))]  # fmt: skip
    filters.append(("begins_since", f":hide-lines-before {events.SINCE}-01-01", ":show-lines-before-and-after"))
    for name, command, undo in filters:
        terminal.press(command, work.timeout)
        terminal.rest()
        hidden = rf"\b{work.number - work.right[name]} Lines not shown"
        figure = name.removeprefix("begins_")
        samples.answer(figure, terminal.press("<enter>", work.timeout, done=hidden))
        terminal.press(undo + "<enter>", work.timeout)
        terminal.rest()
    for word in WORDS[:2]:
        terminal.press("g")
        done = rf"\b{work.right['anywhere'][word]}(?: hits)? for .{word}"
        first = rf"\d(?: hits)? for .{word}"
        try:
            samples.answer("search", terminal.press(f"/{word}<enter>", work.timeout, first=first, done=done))
        except NotShown:
            samples["search_not_shown"].append(1)
        terminal.rest()
    terminal.press("g")
    samples.moves(terminal, "j", "<pgdn>")


def duckdb(work):
    """Not a program for a terminal: its answers as a script gets them, without drawing."""
    samples = Samples()
    script = pathlib.Path(__file__).with_name("duckdb_steps.py")
    for _ in range(work.runs):
        with home() as environment:
            database = os.path.join(environment["HOME"], "events.duckdb")
            for step in ("load", "ask"):
                command = [str(work.tools / "venv/bin/python"), str(script), step, work.file("csv"), database]
                output = subprocess.run(command, check=True, capture_output=True, text=True, timeout=work.timeout * 5)
                for name, value in json.loads(output.stdout).items():
                    samples[name].extend(value)
    return samples


PROGRAMS = {"dateline": dateline, "csvlens": csvlens, "visidata": visidata, "lnav": lnav, "duckdb": duckdb}


def path_read(name, folder, number):
    """Returns the file that a program is given."""
    ending = {"dateline": "ron", "lnav": "jsonl"}.get(name, "csv")
    return events.path(folder, number, ending)


def versions(tools, dateline_path):
    """Returns what is measured, by name; a program that is missing is not in it."""
    python = str(tools / "venv/bin/python")
    commands = {
        "dateline": [dateline_path, "--version"],
        "csvlens": [str(tools / "bin/csvlens"), "--version"],
        "visidata": [str(tools / "venv/bin/vd"), "--version"],
        "lnav": ["lnav", "-V"],
        "duckdb": [python, "-c", "import duckdb; print(duckdb.__version__)"],
    }
    said = {name: re.search(r"\d+(\.\d+)+\S*", output(*command)) for name, command in commands.items()}
    return {name: version[0] for name, version in said.items() if version}


def output(*command):
    """Returns what a command prints, or nothing if it fails."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
