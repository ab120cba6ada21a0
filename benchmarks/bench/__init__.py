"""What the benchmarks share: a demonstration of their own, and a server to ask.

Importing it lets a script of this folder find the project, wherever it is run from.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))
