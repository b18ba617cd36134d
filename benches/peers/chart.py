#!/usr/bin/env python3
"""Draws how dateline's figures grow with the number of events, from the samples that `run.py` has kept.

    benches/peers/chart.py [SAMPLES] [OUT]     # target/peers/samples.json, screenshots/growth.svg

Both axes are logarithmic. A ring is a goal. The colours are of middling lightness, for light and dark backgrounds.
"""

import json
import math
import pathlib
import sys

import report

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
WIDTH, HEIGHT = 880, 400
TOP, BOTTOM = 52, 350
TEXT = GRID = "#7d8590"
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
# Title, unit, left and right edge, powers of ten at the bottom and the top, and the lines: figure, name, colour.
PANELS = (
    ("a key or a start, in milliseconds", "ms", 60, 380, 0, 4, (
        ("first_cached", "first screen, opened before", "#3b82f6"),
        ("country", "country filter", "#16a34a"),
        ("search", "text search, complete", "#d97706"),
    )),
    ("anonymous memory, in MiB", "MiB", 510, 800, 0, 4, (("anon", "memory", "#a855f7"),)),
)  # fmt: skip


class Panel:
    def __init__(self, title, unit, left, right, low, high, lines):
        self.title, self.unit, self.left, self.right, self.low, self.high = title, unit, left, right, low, high
        self.lines = lines

    def x(self, number):
        return self.left + (math.log10(number) - 4) / 3 * (self.right - self.left)

    def y(self, value):
        share = (math.log10(max(value, 10**self.low)) - self.low) / (self.high - self.low)
        return BOTTOM - min(share, 1) * (BOTTOM - TOP)

    def draw(self, kept):
        yield text(self.left, TOP - 22, self.title, weight="bold")
        for power in range(self.low, self.high + 1):
            y = self.y(10**power)
            yield f'<path d="M{self.left} {y:.1f}H{self.right}" stroke="{GRID}" stroke-opacity="0.25"/>'
            yield text(self.left - 8, y + 4, f"{10**power:,}", anchor="end")
        for number in SIZES:
            yield f'<path d="M{self.x(number):.1f} {TOP}V{BOTTOM}" stroke="{GRID}" stroke-opacity="0.25"/>'
            yield text(self.x(number), BOTTOM + 20, {6: "1M", 7: "10M"}.get(round(math.log10(number)), f"{number // 1000}k"), anchor="middle")
        for order, (figure, name, colour) in enumerate(self.lines):
            yield from self.line(kept, figure, colour)
            yield f'<path d="M{self.left + 12} {TOP + 16 + 20 * order}h18" stroke="{colour}" stroke-width="2.5"/>'
            yield text(self.left + 36, TOP + 20 + 20 * order, name, colour=colour)

    def line(self, kept, figure, colour):
        statistic = next(row[2] for row in report.ROWS if row[1] == figure)
        found = [(number, report.value_of(kept, "dateline", number, figure, statistic)) for number in SIZES]
        points = [(self.x(number), self.y(value), value) for number, value in found if value is not None]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
        for x, y, value in points:
            label = report.said(value, self.unit)
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"><title>{label}</title></circle>'
        if points:
            x, y, value = points[-1]
            yield text(x + 10, y + 4, report.said(value, self.unit), colour=colour)
        for row in report.ROWS:
            for number, goal in zip((report.MILLION, report.TEN_MILLION), row[4:]):
                if row[1] == figure and goal:
                    yield (
                        f'<circle cx="{self.x(number):.1f}" cy="{self.y(goal):.1f}" r="6" fill="none" stroke="{colour}" '
                        f'stroke-width="1.5"><title>goal: {report.said(goal, self.unit)}</title></circle>'
                    )


def text(x, y, words, anchor="start", colour=TEXT, weight="normal"):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-weight="{weight}">{words}</text>'


def picture(kept):
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'font-family="system-ui, sans-serif" font-size="13">',
        "<title>How dateline grows with the number of events</title>",
    ]
    for panel in PANELS:
        parts += Panel(*panel).draw(kept)
    parts.append(text(WIDTH / 2, HEIGHT - 10, "number of events; a ring is a goal", anchor="middle"))
    return "\n".join([*parts, "</svg>", ""])


def main():
    given = sys.argv[1:] + [None] * 2
    samples = pathlib.Path(given[0] or REPOSITORY / "target/peers/samples.json")
    out = pathlib.Path(given[1] or REPOSITORY / "screenshots/growth.svg")
    out.write_text(picture(json.loads(samples.read_text())))


if __name__ == "__main__":
    main()
