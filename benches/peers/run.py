#!/usr/bin/env python3
"""Measures dateline and four other programs with the same events and writes benches/RESULTS.md.

    cargo build --release
    benches/peers/install.sh                               # csvlens, VisiData, lnav, DuckDB and pyte, into target/peers
    target/peers/venv/bin/python benches/peers/run.py      # 10,000, 100,000 and 1,000,000 events; about half an hour

What was measured is kept in a file after each program, so a run that was broken off goes on where it was; `--again` measures
anew, `--only dateline` some of them, `--report` nothing. Missing data is made first: a minute and half
a GB a format for each million events. `chart.py` draws the growth from the same file.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

import counts
import events
import programs
import report
from terminal import NotShown

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PEERS = REPOSITORY / "target/peers"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=PEERS / "data", help="folder of the events")
    parser.add_argument("--tools", type=pathlib.Path, default=PEERS, help="the folder that install.sh was given")
    parser.add_argument("--dateline", type=pathlib.Path, default=REPOSITORY / "target/release/dateline", help="the program to measure")
    parser.add_argument("--commit", help="the commit that it was built from; default: what git says")
    parser.add_argument("--sizes", default="10000,100000,1000000", help="how many events")
    parser.add_argument("--only", help="some of: peers, " + ", ".join(programs.PROGRAMS))
    parser.add_argument("--runs", type=int, default=5, help="how often each program is started")
    parser.add_argument("--timeout", type=float, default=120, help="seconds that one step may take")
    parser.add_argument("--samples", type=pathlib.Path, default=PEERS / "samples.json", help="where they are kept")
    parser.add_argument("--out", type=pathlib.Path, default=REPOSITORY / "benches/RESULTS.md", help="where the table goes")
    parser.add_argument("--again", action="store_true", help="measure what was measured before")
    parser.add_argument("--report", action="store_true", help="only write the table from what was measured before")
    options = parser.parse_args()
    for name in ("data", "tools", "dateline"):
        setattr(options, name, getattr(options, name).resolve())
    return options


def built_from(program):
    """Returns the commit that last changed what is built, if the program is newer; "+" tells of changes since."""
    built = ["src", "data", "Cargo.toml", "Cargo.lock"]
    git = ["git", "-C", str(REPOSITORY)]
    commit, _, when = programs.output(*git, "log", "-1", "--format=%h %ct", "--abbrev=10", "--", *built).partition(" ")
    if program.exists() and program.stat().st_mtime < int(when or 0):
        sys.exit(f"{program} is older than commit {commit}: build it, or name its commit with --commit")
    return commit + ("+" if programs.output(*git, "status", "--porcelain", "--", *built) else "")


def chosen(only):
    names = only.replace("peers", "csvlens,visidata,lnav,duckdb").split(",") if only else list(programs.PROGRAMS)
    if unknown := set(names) - programs.PROGRAMS.keys():
        sys.exit("no such program: " + ", ".join(unknown))
    return names


def prepare(number, folder, names):
    """Makes what is missing; the CSV is needed for the right answers in any case."""
    wanted = {events.path(folder, number, "csv")} | {programs.path_read(name, folder, number) for name in names}
    missing = [path.suffix[1:] for path in sorted(wanted) if not path.exists()]
    if missing:
        say(f"{number:,} events as {', '.join(missing)} ...")
        events.write(number, folder, missing, say)
    right = counts.counts(folder, number)
    for name in names:
        warm(programs.path_read(name, folder, number))
    return right


def warm(path):
    """Reads a file so that it lies in memory."""
    with open(path, "rb", buffering=0) as file:
        while file.read(1 << 24):
            pass


def say(text):
    print(time.strftime("%H:%M:%S"), text, flush=True)


def load_average():
    return float(pathlib.Path("/proc/loadavg").read_text().split()[0])


def main():
    options = arguments()
    kept = json.loads(options.samples.read_text()) if options.samples.exists() else {}
    sizes = [int(size) for size in options.sizes.split(",")]
    names = [] if options.report else chosen(options.only)
    commit = options.commit or built_from(options.dateline)
    found = programs.versions(options.tools, str(options.dateline))
    for number in sizes if names else []:
        right = prepare(number, options.data, [name for name in names if name in found])
        for name in names:
            measure(name, number, right, found, commit, kept, options)
    report.write(options.out, kept)
    say(f"wrote {options.out}")


def measure(name, number, right, found, commit, kept, options):
    if name not in found:
        say(f"{name} is not there: see install.sh")
        return
    version = f"{found[name]} ({commit})" if name == "dateline" else found[name]
    before = kept.get(name, {}).get(str(number))
    if before and before["version"] == version and not options.again:
        say(f"{name}, {number:,} events: kept from {before['date']}")
        return
    work = programs.Work(number, options.data, options.tools, str(options.dateline), right, options.runs, options.timeout)
    begun, load = time.monotonic(), load_average()
    say(f"{name} {version}, {number:,} events ...")
    try:
        samples = programs.PROGRAMS[name](work)
    except (NotShown, subprocess.SubprocessError) as mistake:
        say(f"{name} did not come to its end: {mistake}")
        return
    kept.setdefault(name, {})[str(number)] = {
        "version": version,
        "date": time.strftime("%Y-%m-%d"),
        "load": [load, load_average()],
        "machine": report.machine(),
        "bytes": programs.path_read(name, options.data, number).stat().st_size,
        "samples": samples,
    }
    options.samples.parent.mkdir(parents=True, exist_ok=True)
    options.samples.write_text(json.dumps(kept, indent=1))
    medians = {key: statistics.median(values) for key in ("first_uncached", "country", "search") if (values := samples[key])}
    said = ", ".join(f"{key} {value:.0f} ms" for key, value in medians.items())
    say(f"    {time.monotonic() - begun:.0f} s: {said}")


if __name__ == "__main__":
    main()
