"""The report in a real browser, and the workbooks in a real spreadsheet: their figures are those of the JSON.

Each test makes its own sandbox. Nothing here knows how the program draws or writes; it reads what a person would.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

UNIAC = os.environ["UNIAC_BIN"]
KEEP = os.environ.get("KEEP")
PATIENCE = 180
EVIL = "<script>alert(1)</script>"
FORMULA = "=1+2"


class World:
    """A sandbox with untidy books."""

    def __init__(self, folder, seed=None):
        self.folder = Path(folder)
        self.env = {
            "PATH": os.environ["PATH"], "HOME": folder, "TMPDIR": folder,
            "UNIAC_DATA_DIR": f"{folder}/data", "UNIAC_CONFIG": f"{folder}/none.toml",
            "UNIAC_USER": EVIL, "UNIAC_SANDBOX_NOW": "2026-11-10T09:00:00Z",
        }
        self.uniac("sandbox", "reset", *(["--messy", "--seed", str(seed)] if seed else ["--orders", "0"]))
        self.uniac("enable", "--yes")

    def uniac(self, *words, ok=(0,)):
        done = subprocess.run([UNIAC, *words], env=self.env, cwd=self.folder, capture_output=True, timeout=PATIENCE)
        assert done.returncode in ok, f"uniac {' '.join(words)}: {done.returncode}\n{done.stderr.decode()}"
        return done.stdout

    def data(self, *words, ok=(0,)):
        return json.loads(self.uniac(*words, "--json", ok=ok))["data"]

    def chromium(self, *words):
        profile = self.folder / "chromium"
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                   "--disable-background-networking", "--hide-scrollbars", f"--user-data-dir={profile}", *words]
        done = subprocess.run(command, env=self.env, capture_output=True, timeout=PATIENCE)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def sheets(self, book):
        """All sheets of a workbook as LibreOffice shows them after it has calculated anew, by name."""
        out = self.folder / f"csv-{book.stem}"
        form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{self.folder}/office",
                   "--convert-to", form, "--outdir", str(out), str(book)]
        done = subprocess.run(command, env=self.env, capture_output=True, timeout=PATIENCE)
        assert done.returncode == 0 and out.is_dir(), done.stderr.decode()
        sheets = {}
        for file in out.glob("*.csv"):
            name = file.stem.removeprefix(f"{book.stem}-")
            with file.open(newline="", encoding="utf-8") as text:
                sheets[name] = list(csv.reader(text))
        return sheets


class Page(HTMLParser):
    """What stands in a page: its texts by tag, and what it would fetch or run."""

    def __init__(self, text):
        super().__init__()
        self.open, self.texts, self.fetched, self.scripts = [], [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.scripts += tag == "script" or any(name.startswith("on") for name, _ in attributes)
        self.fetched += [value for name, value in attributes if name in ("src", "href", "data")]

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data.strip()))

    def all(self, tag):
        return [text for of, text in self.texts if of == tag and text]


def english(minor):
    return f"{minor / 100:,.2f}"


def norwegian(minor):
    return english(minor).replace(",", "\u00a0").replace(".", ",")


def keep(world, name):
    if KEEP:
        Path(KEEP).mkdir(parents=True, exist_ok=True)
        shutil.copy(world.folder / name, KEEP)


def untidy(folder):
    world = World(folder, seed=5)
    world.uniac("sync", ok=(0, 5, 6, 7, 8))
    return world


def figures_of(world):
    report = world.data("report", "--month", "2026-10")
    return {row["name"]: row["amount_minor"] for row in report["figures"] if row["currency"] == "NOK"}


def test_the_page_shows_the_figures_in_both_languages_and_prints_on_a4(folder):
    world = untidy(folder)
    figures = figures_of(world)
    differences = world.data("reconcile", "--month", "2026-10")["differences"]
    for lang, amount in (("en", english), ("nb", norwegian)):
        name = f"report-{lang}.html"
        world.uniac("--lang", lang, "report", "--month", "2026-10", "--html", name)
        path = world.folder / name
        page = Page(world.chromium("--dump-dom", f"file://{path}"))
        shown = " ".join(page.all("dd"))
        for figure, minor in figures.items():
            assert amount(minor) in shown, (lang, figure, amount(minor), shown)
        small = page.all("small")
        lacking = [row["mends"] for row in differences if row["mends"] not in small]
        assert differences and not lacking, (lang, "commands that mend a difference", lacking)
        assert page.scripts == 0 and page.fetched == [], (page.scripts, page.fetched)
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"url\(|@import|<link|https?://(?!www\.w3\.org/2000/svg)", source)
        world.chromium(f"--screenshot={world.folder}/{name}.png", "--window-size=1180,1800", f"file://{path}")
        world.chromium("--no-pdf-header-footer", f"--print-to-pdf={world.folder}/{name}.pdf", f"file://{path}")
        text = subprocess.run(["pdftotext", "-layout", f"{path}.pdf", "-"], capture_output=True, check=True).stdout.decode()
        flat = re.sub(r"\s+", " ", text.replace("\u00a0", " "))
        for minor in figures.values():
            assert amount(minor).replace("\u00a0", " ") in flat, (lang, minor)
        info = subprocess.run(["pdfinfo", f"{path}.pdf"], capture_output=True, check=True).stdout.decode()
        assert "A4" in info, info
        sheets = [sheet for sheet in text.split("\f") if sheet.strip()]
        assert len(sheets[-1].split()) > 40, (lang, "the last sheet has the foot alone", sheets[-1])
        subprocess.run(["pdftoppm", "-r", "75", "-png", f"{path}.pdf", f"{path}"], check=True)
        for picture in [f"{name}.png", *(p.name for p in world.folder.glob(f"{name}-*.png"))]:
            keep(world, picture)


def test_nothing_is_cut_off_on_a_sheet_of_a4(folder):
    world = untidy(folder)
    for lang in ("en", "nb"):
        path = world.folder / f"{lang}.html"
        world.uniac("--lang", lang, "report", "--month", "2026-10", "--html", path.name)
        source = path.read_text(encoding="utf-8")
        # A4 less its margins is 182 mm, 688 pixels; the print styles are applied to the screen.
        screen = source.replace("@media print {", "@media all {")
        # A day or a sum in more than one line is hard to read: rows of one line are as high as their text.
        probe = """<script>
          const high = (cell) => { const r = document.createRange(); r.selectNodeContents(cell.firstChild); return r.getClientRects().length };
          const broken = [...document.querySelectorAll('td')].filter((cell) => cell.firstChild && high(cell) > 1);
          document.title = [document.documentElement.scrollWidth, innerWidth, broken.length].join(' ')
        </script></body>"""
        screen = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", screen).replace("</body>", probe)
        (world.folder / "probe.html").write_text(screen, encoding="utf-8")
        dom = world.chromium("--window-size=688,1000", "--dump-dom", f"file://{world.folder}/probe.html")
        wide, window, broken = map(int, re.search(r"<title>(\d+) (\d+) (\d+)</title>", dom).groups())
        assert wide <= max(window, 688), (lang, wide, window)
        assert broken == 0, (lang, "cells whose first text is in several lines", broken)


def test_text_from_outside_is_only_text_in_the_page(folder):
    world = World(folder)
    world.uniac("sandbox", "order", "--lines", "2", "--amount", "600.00")
    world.uniac("sync")
    world.uniac("report", "--from", "2026-11-01", "--to", "2026-11-30", "--html", "report.html")
    source = (world.folder / "report.html").read_text(encoding="utf-8")
    assert EVIL not in source and "&#60;script&#62;" in source, "the name of who ran it is not there, or not escaped"
    page = Page(world.chromium("--dump-dom", f"file://{world.folder}/report.html"))
    assert page.scripts == 0 and EVIL in page.all("td")


def number(text):
    return round(float(text) * 100)


def test_the_workbook_counts_to_the_same_figures(folder):
    world = untidy(folder)
    world.uniac("report", "--month", "2026-10", "--xlsx", "report.xlsx")
    data = world.data("reconcile", "--month", "2026-10")
    sheets = world.sheets(world.folder / "report.xlsx")
    figures = {row[0].lower(): row[1] for row in sheets["Uniac"]}
    for name, minor in figures_of(world).items():
        assert number(figures[name]) == minor, (name, minor, figures)
    rows = sheets["Each difference"]
    assert [row[0] for row in rows[1:]] == [row["reason"] for row in data["differences"]]
    assert [number(row[4]) for row in rows[1:]] == [row["amount_minor"] for row in data["differences"]]
    days = sheets["By day"]
    assert days[0][:3] == ["Day", "Currency", "Invoiced"], days[0]
    body = [row for row in days[1:] if row[1]]
    assert [row[0] for row in body] == [row["day"] or "no day told" for row in data["days"]], "days are days"
    for at, field in ((2, "invoiced_minor"), (5, "captured_minor"), (6, "refunded_minor")):
        total = sum(row[field] for row in data["days"])
        assert number(days[-1][at]) == total, f"LibreOffice's own sum of {field}: {days[-1]}"
        assert sum(number(row[at]) for row in body) == total


def test_lists_are_workbooks_whose_texts_never_become_formulas(folder):
    world = World(folder)
    for customer in (FORMULA, "+47 12 34 56 78", "@SUM(A1)", "Kari Nordmann"):
        world.uniac("sandbox", "order", "--customer", customer, "--amount", "125.00")
    for words, name in (
        (("order", "list"), "orders"), (("log",), "log"), (("reconcile", "--month", "2026-11"), "reconcile"),
    ):
        path = world.folder / f"{name}.xlsx"
        path.write_bytes(world.uniac(*words, "--output", "xlsx"))
        sheets = world.sheets(path)
        assert sheets, name
        if name == "orders":
            rows = next(iter(sheets.values()))
            customers = [row[3] for row in rows[1:] if row[0] and row[0] != "Sum"]
            assert sorted(customers) == sorted([FORMULA, "+47 12 34 56 78", "@SUM(A1)", "Kari Nordmann"]), rows
            assert [number(row[4]) for row in rows[1:5]] == [12_500] * 4, rows
            assert number(rows[-1][4]) == 50_000, rows


def main():
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    only = os.environ.get("ONLY", "")
    passed, failed = 0, 0
    for name, test in tests:
        if only not in name:
            continue
        words = name.removeprefix("test_").replace("_", " ")
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(folder)
                passed += 1
                print(f"ok      {words}", flush=True)
            except Exception as error:
                failed += 1
                print(f"FAILED  {words}\n{type(error).__name__}: {error}", flush=True)
    print(f"test result: report. {passed} passed; {failed} failed; 0 ignored")
    sys.exit(failed > 0)


main()
