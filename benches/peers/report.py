"""Writes what was measured as Markdown. What stands between the marks of the section on misses is by hand and stays."""

import os
import re
import statistics

MISSES, END_OF_MISSES = "<!-- misses: by hand; run.py keeps what stands here -->", "<!-- /misses -->"
NAMES = {"dateline": "dateline", "csvlens": "csvlens", "visidata": "VisiData", "lnav": "lnav", "duckdb": "DuckDB"}
MILLION, TEN_MILLION = 1_000_000, 10_000_000


def p95(values):
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


MEDIAN = statistics.median  # and the most for memory, since not every start goes on to the keys
# What it is, the figure, how samples become one value, the unit, and the goals at one and ten million events.
ROWS = (
    ("first screen, opened before", "first_cached", MEDIAN, "ms", 30, 80),
    ("its CPU", "first_cached_cpu", MEDIAN, "ms", 15, None),
    ("first screen, never opened before", "first_uncached", MEDIAN, "ms", 100, 100),
    ("all events there, never opened before", "loaded_uncached", MEDIAN, "ms", None, None),
    ("its CPU", "loaded_uncached_cpu", MEDIAN, "ms", 600, 6000),
    ("its CPU until it rests", "settled_uncached_cpu", MEDIAN, "ms", None, None),
    ("country filter, complete", "country", MEDIAN, "ms", 10, 40),
    ("its CPU", "country_cpu", MEDIAN, "ms", None, None),
    ("its first answer", "country_first", MEDIAN, "ms", None, None),
    ("group filter, complete", "group", MEDIAN, "ms", 10, 40),
    ("time filter, complete", "since", MEDIAN, "ms", 10, 40),
    ("text search, complete", "search", MEDIAN, "ms", None, None),
    ("its CPU", "search_cpu", MEDIAN, "ms", 80, 600),
    ("its first answer", "search_first", MEDIAN, "ms", 16, 16),
    ("a whole word at once, complete", "search_word", MEDIAN, "ms", None, None),
    ("its CPU", "search_word_cpu", MEDIAN, "ms", None, None),
    ("text as a filter, complete", "search_filter", MEDIAN, "ms", None, None),
    ("cursor one row, p95", "cursor", p95, "ms", 10, 10),
    ("page down, p95", "page", p95, "ms", 10, 10),
    ("bytes for one row", "cursor_bytes", MEDIAN, "bytes", None, None),
    ("bytes for a page", "page_bytes", MEDIAN, "bytes", None, None),
    ("anonymous memory after all this", "anon", max, "MiB", 75, 600),
    ("at most, while loading", "loading_anon_peak", max, "MiB", None, None),
    ("at most, at any time", "anon_peak", max, "MiB", None, None),
    ("idle: wake-ups a second", "idle_wake_ups", MEDIAN, "", 0, 0),
    ("idle: bytes a second", "idle_bytes", MEDIAN, "", 0, 0),
    ("quit", "quit", MEDIAN, "ms", None, None),
)

HEAD = """\
# Results

Written by `benches/peers/run.py`, which says how to run it. A 200x60 pseudo-terminal, warm page cache, nothing remembered from
earlier runs except where a row says so. Times run from the key (or the start of the process) to the output after which the screen
shows the right answer; they hold everything but the drawing of a real terminal. CPU is that of the program and all it started
until it had been quiet for 0.15 s. Medians, 95th percentiles where a row says p95, the most of all
starts for memory. **Bold** misses the goal.
"""

HOW = """\
## Commands and keys

| | command | filters | search |
|---|---|---|---|
| dateline | `dateline events_N.ron` | `c` `mali` **`<enter>`**; `g`, the name, **`<enter>`**; `\\after:202` **`4`** | `/convo` **`y`**; `/` **`convoy`** at once; `\\convo` **`y`** |
| csvlens | `csvlens events_N.csv` | `&MLI` **`<enter>`**, and so on | `/convoy` **`<enter>`** |
| VisiData | `vd events_N.csv` | `c^country$<enter>` `\\|MLI` **`<enter>`**, then **`"`**; both counted | `c^summary$<enter>` `\\|convoy` **`<enter>`** |
| lnav | `lnav events_N.sorted.jsonl`, with a format for it | `:filter-in MLI` **`<enter>`**; `:hide-lines-before 2024-01-01` **`<enter>`** | **`/convoy<enter>`** |
| DuckDB | `duckdb_steps.py`, on a table in a file | count, 60 rows by date and 200 bins | count and 60 rows, `ilike` |

The keys in bold are measured. An answer is complete when the count is on the screen that was counted beforehand from the CSV.

- dateline's first screen after the first one uses what the first has kept in the cache directory, if it keeps anything there.
  Its searches regard neither case nor accents and look into names, too.
- csvlens looks for input every 250 ms and shows a finished count only then. Its search regards case. It has neither time axis nor facets.
- VisiData selects in one column (its search of all columns gives no total), then opens what is selected as a sheet.
- lnav shows how many lines it hides about once a second; its CPU tells how long the filter took. It reads a sorted copy of the
  events, with days as times. Where its search has no figure, the total on its screen did not become the right one without a further key.
- DuckDB draws nothing, so it has no rows for keys and screens. “Opened before” is a start of Python and the first 60 rows by date of an
  imported table; “all events there” is the import.
"""


def machine():
    """Returns the processor, its cores, the memory and the kernel."""
    with open("/proc/cpuinfo") as processor, open("/proc/meminfo") as memory:
        model = re.search(r"model name\s*:\s*(.+)", processor.read())
        total = int(re.search(r"MemTotal:\s+(\d+)", memory.read())[1])
    system = os.uname()
    cores = len(os.sched_getaffinity(0))
    model = model[1] if model else system.machine
    return f"{model}, {cores} cores, {total / 2**20:.0f} GiB, {system.sysname} {system.release}"


def value_of(kept, program, number, figure, statistic):
    samples = kept.get(program, {}).get(str(number), {}).get("samples", {}).get(figure, [])
    known = [value for value in samples if value is not None]
    return statistic(known) if known else None


def said(value, unit):
    if value is None:
        return "–"
    if unit == "ms" and value >= 1000:
        return f"{value / 1000:.{2 if value < 10_000 else 1}f} s"
    if isinstance(value, int) or unit in ("bytes", "") or value >= 100:
        digits = 1 if unit == "" and value % 1 else 0
    else:
        digits = 1
    text = f"{value:,.{digits}f}"
    return f"{text} {unit}" if unit in ("ms", "MiB") else text


def table(kept, number, programs):
    goal_column = {MILLION: 4, TEN_MILLION: 5}.get(number)
    heads = ["", *(["goal"] if goal_column else []), *(NAMES[program] for program in programs)]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for row in ROWS:
        name, figure, statistic, unit = row[:4]
        values = [value_of(kept, program, number, figure, statistic) for program in programs]
        goal = row[goal_column] if goal_column else None
        if all(value is None for value in values):
            continue
        cells = [said(value, unit) for value in values]
        if goal is not None and programs[0] == "dateline" and values[0] is not None and values[0] > goal:
            cells[0] = f"**{cells[0]}**"
        bound = ["" if goal is None else said(goal, unit) if goal == 0 else "≤ " + said(goal, unit)] if goal_column else []
        lines.append("| " + " | ".join([name, *bound, *cells]) + " |")
    return "\n".join(lines)


def measured(kept):
    """Says what was measured when, and on which machine."""
    lines, machines = [], {}
    for program, name in NAMES.items():
        of_it = kept.get(program, {})
        for number in sorted(of_it, key=int):
            entry = of_it[number]
            machines.setdefault(entry["machine"], None)
            loads = " to ".join(f"{load:.1f}" for load in entry["load"])
            starts = len(entry["samples"]["first_uncached"])
            lines.append(f"| {name} | {entry['version']} | {int(number):,} | {entry['bytes'] / 1e6:,.0f} MB | {starts} | {entry['date']} | {loads} |")
    head = "| | version | events | file | starts | date | load before and after |\n|---|---|---|---|---|---|---|\n"
    return "\n".join(f"- {each}" for each in machines) + "\n\n" + head + "\n".join(lines)


def kept_misses(path):
    if path.exists():
        text = path.read_text()
        if MISSES in text and END_OF_MISSES in text:
            return text.split(MISSES, 1)[1].split(END_OF_MISSES, 1)[0].strip("\n")
    return "Not explained yet."


def write(path, kept):
    numbers = sorted({int(number) for of_it in kept.values() for number in of_it})
    parts = [HEAD, "## Machine and versions\n\n" + measured(kept) + "\n"]
    for number in numbers:
        programs = [program for program in NAMES if str(number) in kept.get(program, {})]
        parts.append(f"## {number:,} events\n\n{table(kept, number, programs)}\n")
    parts.append(f"## Misses\n\n{MISSES}\n{kept_misses(path)}\n{END_OF_MISSES}\n")
    parts.append(HOW)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(parts))
