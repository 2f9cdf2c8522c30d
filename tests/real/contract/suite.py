"""The contract tests: controls first, then the main job, then losses. Started by `run`.

Each test is counted and its failure told with its reason; the last line is the count, in the form
of cargo's. When a control fails the rest proves nothing and is not run, which is a failure too.
"""

import contextlib
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

import controls
import job
import losses
from chain import Chain, Tools


class Tally:
    def __init__(self):
        self.passed = self.failed = 0
        self.only = sys.argv[1:]

    def run(self, tests):
        """Runs the tests; those that are not asked for (by a part of their name) are left out."""
        for name, test in tests:
            if self.only and not any(part in name for part in self.only):
                continue
            began = time.monotonic()
            try:
                test()
            except Exception:
                self.failed += 1
                print(f"test {name} ... FAILED\n{traceback.format_exc()}", flush=True)
            else:
                self.passed += 1
                print(f"test {name} ... ok ({time.monotonic() - began:.2f} s)", flush=True)


def main():
    # So that what was started is also stopped when this is.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    tally = Tally()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="uniac-contract-") as folder, \
            contextlib.ExitStack() as stack:
        try:
            chain = Chain(Tools(), Path(folder), stack)
            tally.run(controls.requests(chain))
            tally.run(controls.answers(chain))
            if tally.failed:
                raise AssertionError("the contract does not refuse what is wrong: no test counts")
            tally.run(controls.refusals(chain))
            tally.run(job.stories(chain))
            tally.run(losses.tests(chain))
        except Exception:
            tally.failed += 1
            print(f"the contract tests broke off\n{traceback.format_exc()}", flush=True)
    verdict = "FAILED" if tally.failed else "ok"
    print(f"finished in {time.monotonic() - began:.0f} s")
    print(f"test result: {verdict}. {tally.passed} passed; {tally.failed} failed; 0 skipped")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
