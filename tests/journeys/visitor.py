"""Somebody at a browser, who notices everything that is wrong with a page."""

import re
import sqlite3
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, expect

from tracker.demo.cast import PASSWORD, address_of

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
AXE = Path(AXE_FILE_PATH).read_text()
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_THE_WIDTH = ["meta-viewport", "scrollable-region-focusable", "target-size"]
# Only what is wrong is asked for: telling of all that is right takes six times as long. Of a
# table's rows that are made alike, whatever they say, the first is gone through.
VIOLATIONS = """
async (rules) => {
  const wording = />[^<]+| (?!class)[a-z-]+="[^"]*"/g;
  const alike = [...document.querySelectorAll("tbody")].flatMap((body) => {
    const makes = [...body.rows].map((row) => row.outerHTML.replace(wording, ""));
    return [...body.rows].filter((_, at) => makes.indexOf(makes[at]) < at);
  });
  const through = { include: [document], exclude: alike };
  const found = await axe.run(through, { runOnly: rules, resultTypes: ["violations"] });
  return found.violations.map((each) => `${each.id}: ${each.nodes[0].html}`);
}
"""
UNFOLD = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
LOOKS, BETWEEN_LOOKS = 20, 100  # milliseconds, for the menu to find its room
TAG = re.compile(r"<[a-z][^>]*>")
WORDING = re.compile(r'(?<!class)(?<!role)(?<!type)="[^"]*"')
HEADING = re.compile(r"<h([1-6])")
REFUSALS = re.compile("Failed to load resource: the server responded with a status of 40[349]")


def kind_of(address):
    """The path without what makes one thing differ from another of its kind."""
    return re.sub(r"\d+", "1", urlsplit(address).path)


def make_of(page):
    """What a page is made of, whatever it says: its tags, and which heading follows which."""
    main = page[page.index("<main") :]
    headings = HEADING.findall(main)
    return {WORDING.sub("", tag) for tag in TAG.findall(main)} | set(pairwise(headings))


class Known:
    """What has been gone through of each kind of page, by anybody in any of the workers."""

    def __init__(self, file):
        self.kept = sqlite3.connect(file, timeout=60, isolation_level=None)
        self.kept.execute(
            "create table if not exists made (kind, part, primary key (kind, part)) without rowid"
        )

    def learns(self, kind, make):
        """Whether any part of a page is new, which from now on none is."""
        self.kept.execute("begin immediate")
        found = self.kept.execute("select part from made where kind = ?", [kind])
        new = {str(part) for part in make} - {part for (part,) in found}
        self.kept.executemany("insert into made values (?, ?)", [(kind, part) for part in new])
        self.kept.execute("commit")
        return bool(new)


@dataclass
class Visitor:
    """Whoever they are, they look at each page they come to; without scripts, axe cannot.

    `looked_at` is what axe has been shown on each kind of page, by anybody: a page made of nothing
    else is not gone through again.
    """

    page: Page
    site: str
    looked_at: Known
    runs_scripts: bool = True
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self.hears)

    def hears(self, said):
        if said.type == "error":
            self.complaints.append(said.text)

    def goes_to(self, path):
        self.page.goto(self.site + path)
        return self.looks()

    def signs_in(self, who):
        self.goes_to("/sign-in")
        return self.enters(who)

    def enters(self, who):
        """Signs in on the page that asks for it."""
        self.page.get_by_label("E-mail address").fill(address_of(who))
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        return self.presses("Sign in")

    def presses(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).click()
        return self.looks()

    def follows(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()
        return self.looks()

    def chooses(self, file):
        """The design system draws a button of its own over the field that takes the file."""
        self.page.locator("input[type=file]").set_input_files(file)

    def is_refused(self, path, status):
        """The page that says no is a page like any other, but for what the console says of it."""
        assert self.page.goto(self.site + path).status == status
        self.complaints = [each for each in self.complaints if not REFUSALS.match(each)]
        return self.looks()

    def reads(self, words):
        """The words are on the page for this person to see."""
        expect(self.page.locator("main")).to_contain_text(words)

    def fits(self):
        """Nothing is wider than the screen, once the scripts have found room for the menu."""
        for _ in range(LOOKS):
            if self.page.evaluate(FITS):
                return True
            self.page.wait_for_timeout(BETWEEN_LOOKS)
        return False

    def looks(self):
        """Everything on the page opened, and nothing on it in anybody's way."""
        self.page.wait_for_load_state()
        assert self.page.locator("h1").count() == 1, f"{self.page.url}: not one h1"
        self.page.evaluate(UNFOLD)
        assert self.fits(), f"{self.page.url} scrolls sideways"
        assert not self.complaints, f"{self.page.url}: {self.complaints}"
        if self.runs_scripts:
            self.goes_through_what_is_new()
        return self.page

    def goes_through_what_is_new(self):
        """At another width of the screen, what the width makes a difference to."""
        kind, make = kind_of(self.page.url), make_of(self.page.content())
        is_new = self.looked_at.learns(f"axe {kind}", make)
        new_here = self.looked_at.learns(f"axe {kind} {self.page.viewport_size['width']}", make)
        if is_new or new_here:
            self.page.evaluate(AXE)
            wrong = self.page.evaluate(VIOLATIONS, STANDARD if is_new else OF_THE_WIDTH)
            assert not wrong, f"{self.page.url}: {wrong}"
