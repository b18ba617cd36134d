"""Asks DuckDB what the others are asked; run by `programs.py`, prints samples by figure as JSON.

A filter's answer is what dateline shows for it: the count, the first 60 events by date and a histogram of 200 bins.
"""

import json
import re
import sys
import time
from collections import defaultdict

import duckdb

import events
from counts import WORDS

samples = defaultdict(list)


def timed(figure, connection, *queries):
    begun, cpu = time.perf_counter(), time.process_time()
    for query in queries:
        connection.execute(query).fetchall()
    samples[figure].append((time.perf_counter() - begun) * 1000)
    samples[figure + "_cpu"].append((time.process_time() - cpu) * 1000)


def since_start():
    """Milliseconds since the process began, from its clock in /proc."""
    with open("/proc/self/stat") as stat, open("/proc/uptime") as uptime:
        began = int(stat.read().rsplit(")", 1)[1].split()[19]) / 100
        return (float(uptime.read().split()[0]) - began) * 1000


def answer(where):
    first, bins = f"{events.FIRST_YEAR}-01-01", 200
    days = f"date '{events.LAST_YEAR}-12-31' - date '{first}' + 1"
    return (
        f"select count(*) from events where {where}",
        f"select id, date_start, date_end, country, title from events where {where} order by date_start limit 60",
        f"select (date_start - date '{first}') * {bins} // ({days}), count(*) from events where {where} group by 1",
    )


def load(source, database):
    connection = duckdb.connect(database)
    timed("first_rows_of_csv", connection, f"select * from read_csv('{source}') limit 60")
    samples["first_uncached"].append(since_start())
    timed(
        "loaded_uncached",
        connection,
        f"create table events as select * replace (string_split(groups, ';') as groups) from read_csv('{source}')",
    )
    memory("loading_")


def ask(database):
    connection = duckdb.connect(database, read_only=True)
    timed("first_query", connection, "select * from events order by date_start limit 60")
    samples["first_cached"].append(since_start())
    samples["first_cached_cpu"].append(time.process_time() * 1000)
    for _ in range(3):
        timed("country", connection, *answer(f"country = '{events.COUNTRY}'"))
        timed("group", connection, *answer(f"list_contains(groups, '{events.GROUP}')"))
        timed("since", connection, *answer(f"date_end >= '{events.SINCE}-01-01'"))
    for word in WORDS[:4]:
        timed("search", connection, *answer(f"(title ilike '%{word}%' or summary ilike '%{word}%')")[:2])
        timed("search_as_written", connection, *answer(f"(contains(title, '{word}') or contains(summary, '{word}'))")[:2])
    memory("")


def memory(prefix):
    with open("/proc/self/status") as file:
        status = file.read()
    for name, field in (("anon", "RssAnon"), ("peak", "VmHWM")):
        samples[prefix + name].append(int(re.search(rf"{field}:\s+(\d+)", status)[1]) / 1024)


if __name__ == "__main__":
    step, source, database = sys.argv[1:]
    if step == "load":
        load(source, database)
    else:
        ask(database)
    print(json.dumps(samples))
