"""The first uses of rapidfuzz may come at once, from several threads."""

import subprocess
import sys

AT_ONCE = """
import threading
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.jobs.similar_jobs import similar
from bot.jobs.spelling import nearest

uses = (
    lambda: similar("leak", "tap"),
    lambda: NameIndex([Choice(1, "warm")]).find("wram"),
    lambda: nearest("updat", ["update"]),
)
together, worked = threading.Barrier(len(uses)), []

def use(first_use):
    together.wait()
    first_use()
    worked.append(first_use)

threads = [threading.Thread(target=use, args=(each,)) for each in uses]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert len(worked) == len(uses)
"""


def test_first_uses_in_several_threads_at_once_all_work() -> None:
    for _ in range(3):
        subprocess.run([sys.executable, "-c", AT_ONCE], check=True)
