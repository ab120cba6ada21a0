"""A spreadsheet as small as one can be, made part by part."""

import io
import zipfile
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEETS}"/></Types>'
)
RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
BOOK = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
RELATION = f'<Relationship Id="rId7" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'


def workbook(*rows, **parts):
    """Numbers stay numbers, and words lie among the shared ones, as spreadsheets keep them."""
    shared = sorted({cell for row in rows for cell in row if isinstance(cell, str)})
    sheet = "".join(
        f'<row r="{number}">' + "".join(cells(row, number, shared)) + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    words = "".join(f"<si><t>{escape(word)}</t></si>" for word in shared)
    sheets = f'<sheet name="A" sheetId="1" xmlns:r="{OFFICE}" r:id="rId7"/>'
    made = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f"<Relationships {RELATIONS}>{BOOK}</Relationships>",
        "xl/workbook.xml": f"<workbook {MAIN}><sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships {RELATIONS}>{RELATION}</Relationships>",
        "xl/sharedStrings.xml": f"<sst {MAIN}>{words}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{sheet}</sheetData></worksheet>",
    } | parts
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in made.items():
            if text is not None:
                book.writestr(name, text)
    return file.getvalue()


def cells(row, number, shared):
    for place, cell in enumerate(row):
        at = f'r="{"ABCDEFGH"[place]}{number}"'
        if isinstance(cell, str) and cell:
            yield f'<c {at} t="s"><v>{shared.index(cell)}</v></c>'
        elif cell != "":
            yield f"<c {at}><v>{cell}</v></c>"
