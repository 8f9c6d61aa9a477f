#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Turns what `tmux capture-pane -p -e` prints (stdin) into a picture (stdout)."""
import re
import sys
import unicodedata
from html import escape

WIDTH, HEIGHT, BASE = 8.4, 18, 13.5
GROUND, INK = "#1c1f26", "#d4d7dd"
NAMES = ["#3b4048", "#e06c75", "#7fbf6a", "#d9b25f", "#5c9fe0", "#c084d6", "#56b6c2", "#d4d7dd"]
BRIGHT = ["#6b717d", "#ff7b86", "#98e07f", "#f2cf7c", "#7ab8f5", "#dca0ef", "#74d3de", "#ffffff"]


def of_256(number):
    if number < 16:
        return (NAMES + BRIGHT)[number]
    if number > 231:
        level = 8 + 10 * (number - 232)
        return "#%02x%02x%02x" % (level, level, level)
    parts = [(number - 16) // 36, (number - 16) // 6 % 6, (number - 16) % 6]
    return "#%02x%02x%02x" % tuple(55 + 40 * part if part else 0 for part in parts)


class Pen:
    def __init__(self):
        self.reset()

    def reset(self):
        self.ink = self.ground = None
        self.bold = self.dim = self.reverse = self.underline = False

    def take(self, codes):
        codes = [int(code or 0) for code in codes.split(";")]
        while codes:
            code = codes.pop(0)
            if code == 0:
                self.reset()
            elif code == 1:
                self.bold = True
            elif code == 2:
                self.dim = True
            elif code == 4:
                self.underline = True
            elif code == 7:
                self.reverse = True
            elif code == 22:
                self.bold = self.dim = False
            elif code == 24:
                self.underline = False
            elif code == 27:
                self.reverse = False
            elif 30 <= code <= 37:
                self.ink = NAMES[code - 30]
            elif 40 <= code <= 47:
                self.ground = NAMES[code - 40]
            elif 90 <= code <= 97:
                self.ink = BRIGHT[code - 90]
            elif 100 <= code <= 107:
                self.ground = BRIGHT[code - 100]
            elif code == 39:
                self.ink = None
            elif code == 49:
                self.ground = None
            elif code in (38, 48) and codes[:1] == [5]:
                colour = of_256(codes[1])
                codes = codes[2:]
                if code == 38:
                    self.ink = colour
                else:
                    self.ground = colour

    def key(self):
        ink, ground = self.ink or INK, self.ground
        if self.reverse:
            ink, ground = ground or GROUND, self.ink or INK
        return ink, ground, self.bold, self.dim, self.underline


# The dots of a braille pattern: the bit, the column and the row.
DOTS = [(1, 0, 0), (2, 0, 1), (4, 0, 2), (8, 1, 0), (16, 1, 1), (32, 1, 2), (64, 0, 3), (128, 1, 3)]


def braille(word, left, top):
    """The curves are braille patterns, whose width differs from font to font: drawn as squares."""
    path = []
    for number, c in enumerate(word):
        for bit, x, y in DOTS:
            if ord(c) - 0x2800 & bit:
                path.append("M%.1f %.1fh2.6v2.6h-2.6z" % (
                    left + number * WIDTH + 1 + x * WIDTH / 2, top + 1.5 + y * HEIGHT / 4))
    return "".join(path)


def cells_of(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def runs_of(line, pen):
    """Yields (column, text, look) for stretches of one look."""
    column = 0
    for escape_codes, text in re.findall(r"\x1b\[([\d;]*)m|([^\x1b]+)", line):
        if not text:
            pen.take(escape_codes)
            continue
        yield column, text, pen.key()
        column += cells_of(text)


def main():
    lines = re.sub(r"\x1b[()][0-9A-B]|\x0e|\x0f", "", sys.stdin.read()).split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    pen, out, widest = Pen(), [], 0
    for row, line in enumerate(lines):
        top = 8 + row * HEIGHT
        for column, text, (ink, ground, bold, dim, underline) in runs_of(line, pen):
            cells = cells_of(text)
            left = 10 + column * WIDTH
            widest = max(widest, column + cells)
            if ground:
                out.append('<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>' % (
                    left, top, cells * WIDTH, HEIGHT, ground))
            look = ' font-weight="bold"' if bold else ""
            look += ' opacity="0.55"' if dim else ""
            look += ' text-decoration="underline"' if underline else ""
            # Word by word, for viewers differ in what they make of spaces.
            for word in re.finditer(r"[\u2800-\u28ff]+|[^\s\u2800-\u28ff]+", text):
                left = 10 + (column + cells_of(text[:word.start()])) * WIDTH
                if 0x2800 <= ord(word.group()[0]) < 0x2900:
                    out.append('<path d="%s" fill="%s"/>' % (
                        braille(word.group(), left, top), ink))
                    continue
                out.append('<text x="%.1f" y="%.1f" fill="%s" textLength="%.1f"%s>%s</text>' % (
                    left, top + BASE, ink, cells_of(word.group()) * WIDTH, look,
                    escape(word.group())))
    width, height = 20 + widest * WIDTH, 16 + len(lines) * HEIGHT
    print('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" font-size="14" '
          'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace">'
          % (width, height))
    print('<rect width="%.0f" height="%d" rx="8" fill="%s"/>' % (width, height, GROUND))
    print("\n".join(out))
    print("</svg>")


main()
