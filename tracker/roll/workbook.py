"""The rows of the first sheet of an XLSX file, as text, within limits that are kept first."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from tracker.organisations.rows import MAX_BYTES, MAX_ROWS, Wrong

ZIPPED = b"PK\x03\x04"
MAX_UNPACKED = 50_000_000  # bytes of one part
MAX_COLUMNS = 50
NOT_IN_LISTS = (b"<!DOCTYPE", b"<!ENTITY", b"\0")  # the last: letters of two bytes could hide them
SHEETS, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHARED = "xl/sharedStrings.xml"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# What the packing, the text and the order of a damaged or a locked file lead to.
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(ParseError, LookupError, ValueError),
)
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
WHOLE = re.compile(r"(-?[0-9]+)\.0+")


def rows_of(content: bytes, file_name: str) -> list[tuple[int, list[str]]]:
    """Each row that holds anything: its number, as a spreadsheet shows it, and its cells."""
    if len(content) > MAX_BYTES:
        raise Wrong(f"{file_name} is larger than {MAX_BYTES // 1_000_000} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            shared = _shared(book)
            sheet = _part(book, _first_sheet(book))
        rows = [row for row in _rows(sheet, shared) if any(row[1])]
    except UNREADABLE as error:
        raise Wrong(
            f"{file_name} cannot be read as a spreadsheet. Save it again as “Excel workbook"
            " (.xlsx)”, without a password, or as CSV."
        ) from error
    if len(rows) > MAX_ROWS:
        raise Wrong(f"{file_name} has more than {MAX_ROWS:,} rows.")
    return rows


def _part(book: zipfile.ZipFile, name: str) -> Element:
    """One part, read once it is known to be no larger than it may be. It declares no entities."""
    if book.getinfo(name).file_size > MAX_UNPACKED:
        raise Wrong("The spreadsheet is too large once it is unpacked. Save the list as CSV.")
    with book.open(name) as packed:
        text = packed.read(MAX_UNPACKED + 1)
    if len(text) > MAX_UNPACKED or any(each in text for each in NOT_IN_LISTS):
        raise Wrong("The spreadsheet holds what no list needs. Save the list as CSV.")
    return fromstring(text)


def _first_sheet(book: zipfile.ZipFile) -> str:
    """Where the sheet lies that stands first in the book."""
    first = next((each for each in _part(book, SHEETS).iter() if _named(each, "sheet")), None)
    if first is None:
        raise KeyError("sheet")
    targets = {each.get("Id"): each.get("Target", "") for each in _part(book, RELATIONS)}
    target = targets[first.get(LINK)]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _shared(book: zipfile.ZipFile) -> list[str]:
    if SHARED not in book.namelist():
        return []
    return [_text(each) for each in _part(book, SHARED)]


def _rows(sheet: Element, shared: list[str]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate((each for each in sheet.iter() if _named(each, "row")), start=1):
        cells: list[str] = []
        for place, cell in enumerate(each for each in row if _named(each, "c")):
            column = _column(cell.get("r", ""), place)
            if column < MAX_COLUMNS:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = _value(cell, shared)
        yield int(row.get("r", number)), cells


def _column(reference: str, place: int) -> int:
    """C7 is column 2; a cell without a reference stands where it stands."""
    found = REFERENCE.fullmatch(reference)
    if found is None:
        return place
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: Element, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = next((each.text or "" for each in cell if _named(each, "v")), "").strip()
    if kind == "s":
        number = int(value) if value.isdigit() else -1
        return shared[number] if 0 <= number < len(shared) else ""
    whole = WHOLE.fullmatch(value)
    return whole[1] if kind == "n" and whole else value


def _text(element: Element) -> str:
    """The words of a cell, however many runs they are in; how they sound is left out."""
    found: list[str] = []
    for each in element:
        if _named(each, "t"):
            found.append(each.text or "")
        elif not _named(each, "rPh"):
            found.append(_text(each))
    return "".join(found).strip()


def _named(element: Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name
