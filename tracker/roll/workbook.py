"""The rows of the first sheet of an XLSX file, as text, within limits that are kept first."""

import io
import zipfile
import zlib
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from tracker.organisations.rows import MAX_BYTES, MAX_ROWS, Wrong

ZIPPED = b"PK\x03\x04"
MAX_UNPACKED = 50_000_000  # bytes of all parts together
MAX_COLUMNS = 50
TOO_LARGE = "The spreadsheet is too large once it is unpacked. Save the list as CSV."
# What the packing of a damaged or a locked file leads to, and its order.
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(CalamineError, LookupError, ValueError),
)


def rows_of(content: bytes, file_name: str) -> list[tuple[int, list[str]]]:
    """Each row that holds anything: its number, as a spreadsheet shows it, and its cells."""
    if len(content) > MAX_BYTES:
        raise Wrong(f"{file_name} is larger than {MAX_BYTES // 1_000_000} MB.")
    try:
        _refuse_too_large(content)
        first = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        found = first.to_python(skip_empty_area=False, nrows=MAX_ROWS + 1)
    except UNREADABLE as error:
        raise Wrong(
            f"{file_name} cannot be read as a spreadsheet. Save it again as “Excel workbook"
            " (.xlsx)”, without a password, or as CSV."
        ) from error
    rows = [
        (number, [_text(cell) for cell in cells[:MAX_COLUMNS]])
        for number, cells in enumerate(found, start=1)
    ]
    if len(rows) > MAX_ROWS:
        raise Wrong(f"{file_name} has more than {MAX_ROWS:,} rows.")
    return [row for row in rows if any(row[1])]


def _refuse_too_large(content: bytes) -> None:
    """What a part says of its own size may be untrue, so each is unpacked and counted."""
    left = MAX_UNPACKED
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for part in book.infolist():
            with book.open(part) as packed:
                while block := packed.read(1 << 20):
                    left -= len(block)
                    if left < 0:
                        raise Wrong(TOO_LARGE)


def _text(cell: Any) -> str:
    """Whole numbers without a point, as they are shown."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
