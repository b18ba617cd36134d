"""What the right answers are: counted once from the CSV, so that a program's answer is known to be complete."""

import csv
import json

import events

# Words of the summaries, none a part of another word or of a name. Each is searched once, so that nothing is remembered.
WORDS = "convoy hospital cattle barracks motorcycle radio villagers rebels soldiers schools".split()


def counts(folder, number):
    """Returns how many events each question finds; kept in a file beside the data."""
    source, kept = events.path(folder, number, "csv"), events.path(folder, number, "counts.json")
    if not kept.exists() or kept.stat().st_mtime < source.stat().st_mtime:
        kept.write_text(json.dumps(count(source)))
    return json.loads(kept.read_text())


def count(source):
    found = dict.fromkeys(("country", "group", "since", "begins_since"), 0)
    anywhere, as_written, in_summary = ({word: 0 for word in WORDS} for _ in range(3))
    since = f"{events.SINCE}-01-01"
    with open(source, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found["country"] += row["country"] == events.COUNTRY
            found["group"] += events.GROUP in row["groups"]
            found["since"] += row["date_end"] >= since
            found["begins_since"] += row["date_start"] >= since
            text, summary = f"{row['title']}\n{row['summary']}", row["summary"].lower()
            lower = text.lower()
            for word in WORDS:
                if word in lower:
                    anywhere[word] += 1
                    as_written[word] += word in text
                    in_summary[word] += word in summary
    return found | {"anywhere": anywhere, "as_written": as_written, "in_summary": in_summary}
