"""Lost requests and lost replies at every position, in front of the contract.

After each, `sync` runs until nothing is left to do. Then the provider's book must hold each effect
once and none must be missing, and no run may have said more than it knew: 0 only when all was done,
7 only when something stayed unknown.
"""

from chain import wait_for
from job import invoiced, orders

# More runs than any loss needs; a story that is not at rest by then never will be.
RUNS_MAX = 6


class Story:
    """Orders of their own, what is to be done next, and what the book must hold in the end."""

    def __init__(self, chain):
        self.chain = chain
        self.expected = {}

    def due(self, order, kind, amount):
        self.expected.setdefault(order, []).append((kind, amount))

    def is_done(self):
        """Asserts that nothing happened twice and nothing that was not asked for, by the
        provider's book; returns whether nothing is missing either."""
        book = self.chain.book()
        missing = 0
        for order, expected in self.expected.items():
            left = list(expected)
            for effect in book[order]:
                assert effect in left, f"{order}: {effect} is not due (again): {expected}"
                left.remove(effect)
            missing += len(left)
        return missing == 0

    def pass_once(self):
        """One pass; asserts that its exit code is the truth. Returns the code."""
        ended = self.chain.sync()
        assert ended.code in (0, 7), str(ended)
        outcomes = [step["outcome"] for step in ended.data["steps"]]
        assert (ended.code == 7) == ("unknown" in outcomes), str(ended)
        done = self.is_done()
        assert done or ended.code == 7, f"exit 0, but not done: {self.expected}\n{ended}"
        return ended.code

    def to_rest(self):
        """Passes until one says that all is done."""
        codes = []
        while 0 not in codes:
            assert len(codes) < RUNS_MAX, f"never at rest: {codes}"
            codes.append(self.pass_once())

    def ends(self):
        """Asserts that one more pass has nothing to do, and that the contract was kept."""
        ended = self.chain.sync()
        assert ended.code == 0 and ended.data["steps"] == [], str(ended)
        assert self.is_done()
        exchanges = self.chain.exchanges()
        bad = [e for e in exchanges if e["refused_by_contract"]]
        assert not bad, f"the contract refused: {bad}"
        seen = {}
        for e in exchanges:
            if e["key"]:
                what = (e["path"], e["body"])
                assert seen.setdefault(e["key"], what) == what, f"{e['key']} with other bytes: {e}"


def captures(chain, story):
    """Three parts of one order, one after the other, and two orders at once."""
    (order,) = orders(chain, "900.00")
    for line in "123":
        story.due(order, "capture", invoiced(chain, order, line)["amount_minor"])
        yield
    for other in orders(chain, "110.00", "120.00"):
        story.due(other, "capture", invoiced(chain, other)["amount_minor"])
    yield


def refunds(chain, story):
    first, second, third = orders(chain, "700.00", "210.00", "220.00")
    for order in (first, second, third):
        made = invoiced(chain, order)
        story.due(order, "capture", made["amount_minor"])
        if order == first:
            invoice = made["invoice"]
    yield
    for amount in ("100.00", "250.00", "350.00"):
        chain.people("credit", "--invoice", invoice, "--amount", amount)
        story.due(first, "refund", int(amount.replace(".", "")))
        yield
    for order in (second, third):
        chain.people("credit", order)
        story.due(order, "refund", story.expected[order][0][1])
    yield


def cancels(chain, story):
    first, *others = orders(chain, "600.00", "310.00", "320.00")
    part = invoiced(chain, first, "1")["amount_minor"]
    story.due(first, "capture", part)
    yield
    chain.people("delete", first)
    story.due(first, "cancel", 60000 - part)
    yield
    for order, amount in zip(others, (31000, 32000), strict=True):
        chain.people("delete", order)
        story.due(order, "cancel", amount)
    yield


STORIES = {"capture": captures, "refund": refunds, "cancel": cancels}

# How many requests of the kind each story makes when nothing is lost; measured by `undisturbed`.
POSITIONS = {"capture": 5, "refund": 5, "cancel": 3}


def play(chain, act, when, positions):
    """Plays a story with this loss to its end."""
    chain.plan(act, when, positions)
    story = Story(chain)
    for _ in STORIES[act](chain, story):
        story.to_rest()
    story.ends()


def sent(chain, act):
    return [e for e in chain.exchanges() if e["method"] == "POST" and e["path"].endswith("/" + act)]


def lost(chain):
    return [e for e in chain.exchanges() if e["lost"]]


def undisturbed(chain, act):
    def test():
        play(chain, act, "before", [])
        keys = [e["key"] for e in sent(chain, act)]
        assert len(keys) == len(set(keys)) == POSITIONS[act], keys
    return test


def once(chain, act, when, positions):
    """The requests at these positions are lost."""
    def test():
        play(chain, act, when, positions)
        assert len(lost(chain)) == len(positions), "the loss did not happen"
        executed = {e["key"] for e in sent(chain, act) if e["lost"] in (None, "after")}
        assert len(executed) == POSITIONS[act], executed
    return test


def all_lost(chain, act, when):
    """All of the kind are lost, sent again or not, in one pass; the next ones settle it."""
    def test():
        chain.plan(act, when, "all")
        story = Story(chain)
        was_lost = False
        for _ in STORIES[act](chain, story):
            code = story.pass_once()
            if lost(chain):
                was_lost = True
                # Nothing arrived, so nothing can be known; a lost reply can be found out.
                assert code == (7 if when == "before" else 0), f"exit {code}"
                chain.plan()
                story.to_rest()
        assert was_lost, "the loss did not happen"
        story.ends()
    return test


def killed(chain, act, when):
    """uniac dies (kill -9) while its request is on the way, or its reply is."""
    def test():
        chain.plan(act, when, [1])
        story = Story(chain)
        for _ in STORIES[act](chain, story):
            if lost(chain):
                story.to_rest()
                continue
            with chain.running_sync() as child:
                # Held: before it is sent on, or after it was answered.
                def is_held():
                    held = [e for e in lost(chain) if when == "held-before" or e["status"]]
                    return held or child.poll() is not None

                wait_for("the act to be under way", is_held)
                if not lost(chain):
                    assert child.wait() == 0  # this part of the story has no such act
                    continue
                assert child.poll() is None, f"it ended with {child.poll()}"
                child.kill()
                assert child.wait() == -9
            chain.network("POST", "/release")
            story.is_done()
            story.to_rest()
        assert lost(chain), "nothing was held"
        story.ends()
    return test


def late(chain, act):
    """The request seems lost, is sent again with its key, and then the first one arrives too."""
    def test():
        chain.plan(act, "late", [1])
        story = Story(chain)
        statuses = []
        for _ in STORIES[act](chain, story):
            story.to_rest()
            statuses += chain.network("POST", "/deliver")["statuses"]
        assert statuses == [200], f"it did not arrive late, or was not replayed: {statuses}"
        story.ends()
    return test


def blind(chain, act, when):
    """Lost, and the looks at it are lost too: it must stay unknown, and must not be sent again."""
    def test():
        eyes = [{"act": look, "when": "after", "positions": "all", "once_lost": True}
                for look in ("read", "events")]
        chain.plan(act, when, [1], *eyes)
        story = Story(chain)
        was_lost = False
        for _ in STORIES[act](chain, story):
            code = story.pass_once()
            if lost(chain):
                was_lost = True
                assert code == 7, f"it could not know that, but ended with {code}"
                tries = sent(chain, act)
                assert len(tries) == 1, f"sent again without a look: {tries}"
                chain.plan()
                story.to_rest()
        assert was_lost, "the loss did not happen"
        story.ends()
    return test


def looks(chain, act, when, position):
    """What only looks is lost: it is asked for again, and no money is put in doubt by that."""
    def test():
        chain.plan(act, when, [position])
        story = Story(chain)
        (order,) = orders(chain, "500.00")
        story.due(order, "capture", invoiced(chain, order, "1")["amount_minor"])
        assert story.pass_once() == 0
        assert len(lost(chain)) == 1, "the loss did not happen"
        story.ends()
    return test


def tests(chain):
    """Yields a test for each act, loss and position."""
    for act, positions in POSITIONS.items():
        yield f"loss/{act}/none", undisturbed(chain, act)
        for when in ("before", "after"):
            for position in range(1, positions + 1):
                yield f"loss/{act}/{when}/{position}", once(chain, act, when, [position])
            yield f"loss/{act}/{when}/1-and-2", once(chain, act, when, [1, 2])
            yield f"loss/{act}/{when}/all", all_lost(chain, act, when)
            yield f"kill/{act}/{when}", killed(chain, act, f"held-{when}")
        yield f"blind/{act}/after", blind(chain, act, "after")
        yield f"late/{act}", late(chain, act)
    yield "blind/capture/before", blind(chain, "capture", "before")
    for act, position in [("read", 1), ("read", 2), ("events", 1), ("token", 1)]:
        for when in ("before", "after"):
            yield f"loss/{act}/{when}/{position}", looks(chain, act, when, position)
