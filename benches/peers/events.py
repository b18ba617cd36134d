#!/usr/bin/env python3
"""Writes invented events to measure with: the same ones for the same number, in three formats.

    events.py 1000000 FOLDER                     # events_1000000.ron, .csv and .jsonl
    events.py 10000000 FOLDER --formats ron      # only one of them

They have the shape of a large conflict dataset: sixty countries of which a few have most events, 1,500 groups likewise,
one to three of them in an event; dates from 1989 to 2025, more of them in recent years, known to the day (78 %), as a
span (12 %), to the month (7 %) or the year (3 %); a title of about 60 and a summary of about 250 characters. They are
in no order. Each event is made from its own number, so a longer file begins like a shorter one, and none is kept in memory.
"""

import argparse
import calendar
import datetime
import json
import pathlib
import random
from bisect import bisect
from itertools import accumulate

FORMATS = ("ron", "csv", "jsonl")
COLUMNS = "id,date_start,date_end,precision,country,groups,kind,place,lat,lon,title,summary,source"

COUNTRIES = (
    "AFG UKR SYR MEX ETH NGA COD IRQ SOM YEM SDN PAK MMR IND COL BRA MLI PHL BFA TUR LBY SSD CMR CAF NER TCD KEN MOZ EGY "
    "ISR PSE LBN IRN SAU DZA UGA RWA BDI AGO LBR SLE CIV GIN SEN ZWE RUS GEO AZE ARM TJK LKA NPL BGD THA IDN PNG PER GTM "
    "HND HTI"
).split()
KINDS = ("state-based", "non-state", "one-sided")
INCIDENTS = "Clashes Ambush Raid Shelling Airstrike Siege Abduction Skirmish Bombing Roadblock Arson Standoff".split()
STEMS = "Tan Bel Kor Mur Sab Dal Fen Gar Hul Jar Lem Nor Pol Quar Ruz Sil Tor Ulm Var Wes Yar Zin Ost Bir".split()
ENDINGS = "ada emi ilo oku una esh ar ôr ent iva och ulé ane ist obi".split()
CAUSES = "Northern Southern Eastern Western United Free National Popular Democratic Patriotic Coastal Highland".split()
BODIES = "Front Army Movement Brigade Council Alliance Guard League Union Militia Command Assembly".split()
WORDS = (
    "soldiers opened fire on a convoy near the river before dawn and villagers fled across fields towards town witnesses "
    "told radio that armed men arrived by motorcycle took cattle burned houses left again an official confirmed losses "
    "without giving numbers while hospital staff counted wounded people from several districts aid workers suspended "
    "their trips after shots at checkpoints elders asked for talks patrols searched roads bridges markets schools until "
    "evening reinforcements came too late rebels denied any part in it relatives waited outside barracks for news"
).split()

FIRST_YEAR, LAST_YEAR = 1989, 2025
LAST_DAY = datetime.date(LAST_YEAR, 12, 31).toordinal()
# What the measurements ask for. The group is one of the more frequent ones and no other name contains its own.
COUNTRY, WORD, SINCE, GROUP_RANK = "MLI", "convoy", 2024, 12


class Ranked:
    """Draws from a list where the value at rank k is k times rarer than the first (Zipf's law)."""

    def __init__(self, values):
        self.values = values
        self.sums = list(accumulate(1 / rank for rank in range(1, len(values) + 1)))

    def draw(self, chance):
        return self.values[bisect(self.sums, chance * self.sums[-1])]


def group_names():
    chance = random.Random("groups")
    names = {}
    while len(names) < 1500:
        place = chance.choice(STEMS) + chance.choice(ENDINGS)
        names[f"{place.title()} {chance.choice(CAUSES)} {chance.choice(BODIES)}"] = None
    return list(names)


GROUPS = group_names()
GROUP = GROUPS[GROUP_RANK]


class Maker:
    """Makes the event of a number."""

    def __init__(self):
        chance = random.Random("shape")
        self.country, self.group = Ranked(COUNTRIES), Ranked(GROUPS)
        self.years = range(FIRST_YEAR, LAST_YEAR + 1)
        self.year_sums = list(accumulate(1 + 0.1 * n for n in range(len(self.years))))
        self.centres = {code: (chance.uniform(-30, 55), chance.uniform(-110, 130)) for code in COUNTRIES}
        self.places = [stem + ending for stem in STEMS for ending in ENDINGS]
        self.clauses = [" ".join(chance.choices(WORDS, k=chance.randint(6, 11))) for _ in range(5000)]

    def event(self, number):
        chance = random.Random(number).random
        pick = lambda values: values[int(chance() * len(values))]
        country = self.country.draw(chance())
        wanted = 1 + bisect((0.3, 0.92), chance())
        groups = []
        while len(groups) < wanted:
            group = self.group.draw(chance())
            if group not in groups:
                groups.append(group)
        place = pick(self.places)
        latitude, longitude = self.centres[country]
        date, first, last, precision = self.date(chance)
        return {
            "id": f"EV-{number:08}",
            "date": date,
            "first": first,
            "last": last,
            "precision": precision,
            "kind": KINDS[min(int(chance() * chance() * 4), 2)],
            "title": self.title(pick, place, groups),
            "summary": self.summary(chance, pick),
            "country": country,
            "groups": groups,
            "place": place,
            "lat": round(latitude + chance() * 6 - 3, 4),
            "lon": round(longitude + chance() * 6 - 3, 4),
            "source": f"https://news.example/{first[:4]}/{number:08}",
        }

    def date(self, chance):
        year = self.years[bisect(self.year_sums, chance() * self.year_sums[-1])]
        day = datetime.date(year, 1, 1) + datetime.timedelta(int(chance() * 365))
        first, kind = day.isoformat(), chance()
        if kind < 0.78 or day.toordinal() == LAST_DAY:
            return first, first, first, "day"
        if kind < 0.90:
            last = datetime.date.fromordinal(min(day.toordinal() + 1 + int(chance() * 45), LAST_DAY)).isoformat()
            return f"{first}/{last}", first, last, "span"
        if kind < 0.97:
            month = first[:7]
            return month, f"{month}-01", f"{month}-{calendar.monthrange(year, day.month)[1]}", "month"
        return str(year), f"{year}-01-01", f"{year}-12-31", "year"

    def title(self, pick, place, groups):
        title = f"{pick(INCIDENTS)} at {place}: {' and '.join(groups)}"
        if len(title) < 45:
            title += ", " + pick(self.clauses)
        return title if len(title) <= 64 else title[:63].rstrip() + "…"

    def summary(self, chance, pick):
        length, clauses = 176 + int(chance() * 90), []
        while sum(map(len, clauses)) + 2 * len(clauses) < length:
            clauses.append(pick(self.clauses).capitalize())
        if chance() < 0.04:
            clauses[0] += ', as "one who was there" put it'
        return ". ".join(clauses) + "."


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def as_ron(event):
    groups = ",".join(map(quoted, event["groups"]))
    return (
        f'Event(id:"{event["id"]}",date:"{event["date"]}",kind:"{event["kind"]}",title:{quoted(event["title"])},'
        f'summary:{quoted(event["summary"])},countries:["{event["country"]}"],groups:[{groups}],'
        f'place:Place(name:{quoted(event["place"])},lat:{event["lat"]},lon:{event["lon"]}),sources:["{event["source"]}"]),\n'
    )


def as_csv(event):
    cells = [event[key] for key in ("id", "first", "last", "precision", "country")]
    cells += [";".join(event["groups"]), event["kind"], event["place"], str(event["lat"]), str(event["lon"])]
    cells += [cell(event["title"]), cell(event["summary"]), event["source"]]
    return ",".join(cells) + "\n"


def cell(text):
    return '"' + text.replace('"', '""') + '"' if '"' in text or "," in text else text


def as_jsonl(event):
    """The first key is the day on which the event begins, so that sorting the lines sorts the events."""
    place = {"name": event["place"], "lat": event["lat"], "lon": event["lon"]}
    row = {"first": event["first"]} | {key: event[key] for key in ("id", "date", "kind", "title", "summary")}
    row |= {"countries": [event["country"]], "groups": event["groups"], "place": place, "sources": [event["source"]]}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


WRITERS = {"ron": as_ron, "csv": as_csv, "jsonl": as_jsonl}


def path(folder, number, ending):
    return pathlib.Path(folder) / f"events_{number}.{ending}"


def write(number, folder, formats=FORMATS, progress=lambda words: None):
    """Writes the files under other names first, so that what bears the name is complete."""
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    files = {ending: open(f"{path(folder, number, ending)}.part", "w", encoding="utf-8") for ending in formats}
    if "ron" in files:
        files["ron"].write(f'Dataset(format:1,title:"{number} invented events",events:[\n')
    if "csv" in files:
        files["csv"].write(COLUMNS + "\n")
    maker = Maker()
    for done in range(number):
        event = maker.event(done)
        for ending, file in files.items():
            file.write(WRITERS[ending](event))
        if done and done % 1_000_000 == 0:
            progress(f"    {done:,} made")
    if "ron" in files:
        files["ron"].write("])\n")
    for ending, file in files.items():
        file.close()
        pathlib.Path(file.name).rename(path(folder, number, ending))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("folder")
    parser.add_argument("--formats", default=",".join(FORMATS), help="which of ron, csv, jsonl; default: all")
    options = parser.parse_args()
    write(options.number, options.folder, options.formats.split(","))


if __name__ == "__main__":
    main()
