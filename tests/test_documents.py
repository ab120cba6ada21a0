"""What the documents name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NAMED = re.compile(r"\b(?:tests|docs|tracker)/[\w/.-]*\w")


@pytest.mark.parametrize(
    "document", ["docs/asvs.md", "docs/count.md", "README.md", "CONTRIBUTING.md"]
)
def test_every_file_that_a_document_names_is_there(document):
    named = set(NAMED.findall((ROOT / document).read_text()))

    assert named
    assert {path for path in named if not (ROOT / path).exists()} == set()
