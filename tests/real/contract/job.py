"""The whole main job through the contract: what uniac sends and the sandbox answers breaks nothing.

Each story ends with the provider's own book and with the record of the network: the acts must have
gone through the contract, and the contract must have had nothing against them.
"""

from chain import PAST, call

CONTRACT_WARNS_OF = "Unable to match the returned status code"


def faultless(chain, **sent):
    """Asserts that the contract had nothing against anything, and how many acts it saw."""
    exchanges = chain.exchanges()
    bad = [e for e in exchanges if e["refused_by_contract"]]
    assert not bad, f"the contract refused: {bad}"
    odd = [e for e in exchanges if e["warnings"]]
    assert not odd, f"the contract warned: {odd}"
    for act in ("capture", "refund", "cancel"):
        seen = [e for e in exchanges if e["method"] == "POST" and e["path"].endswith("/" + act)]
        assert len(seen) == sent.get(act, 0), f"{len(seen)} of {act}: {seen}"
    # The contract takes a body that is missing; uniac must not be saved by that.
    for e in exchanges:
        if e["path"].endswith(("/capture", "/refund")):
            assert e["body"], f"no body: {e}"
        assert e["method"] == "GET" or e["key"] or e["path"] == "/accesstoken/get", f"no key: {e}"
    assert any(e["path"].endswith("/events") for e in exchanges), "no events were read"


def orders(chain, *amounts, lines=3, flags=()):
    return [chain.people("order", "--lines", str(lines), "--amount", amount, *flags)["order"]
            for amount in amounts]


def synced(chain):
    ended = chain.sync()
    assert ended.code == 0, str(ended)


def invoiced(chain, order, lines=None):
    words = ("--lines", lines) if lines else ()
    return chain.people("invoice", order, *words)


def full(chain):
    (order,) = orders(chain, "499.00")
    invoiced(chain, order)
    synced(chain)
    assert chain.money(order) == [("capture", 49900)]
    faultless(chain, capture=1)


def several(chain):
    (order,) = orders(chain, "900.00")
    parts = []
    for line in "123":
        parts.append(("capture", invoiced(chain, order, line)["amount_minor"]))
        synced(chain)
        assert chain.money(order) == parts
    assert sum(amount for _, amount in parts) == 90000
    faultless(chain, capture=3)


def part_then_rest_released(chain):
    (order,) = orders(chain, "600.00")
    part = invoiced(chain, order, "1")["amount_minor"]
    synced(chain)
    chain.people("delete", order)
    synced(chain)
    assert chain.money(order) == [("capture", part), ("cancel", 60000 - part)]
    faultless(chain, capture=1, cancel=1)


def refund(chain):
    (order,) = orders(chain, "275.50")
    invoiced(chain, order)
    synced(chain)
    chain.people("credit", order)
    synced(chain)
    assert chain.money(order) == [("capture", 27550), ("refund", 27550)]
    faultless(chain, capture=1, refund=1)


def partial_refunds(chain):
    (order,) = orders(chain, "1250.00")
    invoice = invoiced(chain, order)["invoice"]
    synced(chain)
    for amount in ("100.00", "0.01"):
        chain.people("credit", "--invoice", invoice, "--amount", amount)
        synced(chain)
    chain.people("credit", order)
    synced(chain)
    assert chain.money(order) == [
        ("capture", 125000), ("refund", 10000), ("refund", 1), ("refund", 114999)]
    faultless(chain, capture=1, refund=3)


def released(chain):
    (order,) = orders(chain, "80.00")
    chain.people("delete", order)
    synced(chain)
    assert chain.money(order) == [("cancel", 8000)]
    faultless(chain, cancel=1)


def credited_before_it_is_taken(chain):
    (order,) = orders(chain, "300.00")
    invoiced(chain, order)
    chain.people("credit", order, "--amount", "50.00")
    synced(chain)
    assert chain.money(order) == [("capture", 25000)]
    faultless(chain, capture=1)


def by_hand(chain):
    first, second = orders(chain, "410.00", "420.00")
    for order in (first, second):
        chain.uniac("order", "disable-autocapture", order)
        invoiced(chain, order)
    synced(chain)
    assert chain.money(first) == chain.money(second) == []
    chain.uniac("capture", "--manual", first, second, "--yes")
    chain.people("credit", first)
    chain.uniac("refund", "--manual", first, "--yes")
    assert chain.money(first) == [("capture", 41000), ("refund", 41000)]
    assert chain.money(second) == [("capture", 42000)]
    faultless(chain, capture=2, refund=1)


def behind_the_back(chain):
    (order,) = orders(chain, "500.00")
    chain.people("portal", "capture", order, "200.00")
    invoiced(chain, order)
    synced(chain)
    assert chain.money(order) == [("capture", 20000), ("capture", 30000)]
    faultless(chain, capture=1)


def smallest_and_largest(chain):
    small, large = orders(chain, "0.01", "650000.00", lines=1)
    for order in (small, large):
        invoiced(chain, order)
    synced(chain)
    assert chain.money(small) == [("capture", 1)]
    assert chain.money(large) == [("capture", 65_000_000)]
    faultless(chain, capture=2)


def in_euro(chain):
    (order,) = orders(chain, "75.00", flags=("--currency", "EUR"))
    invoiced(chain, order)
    synced(chain)
    assert chain.money(order) == [("capture", 7500)]
    faultless(chain, capture=1)


def many_at_once(chain):
    numbers = orders(chain, *(f"{100 + n}.00" for n in range(24)))
    for order in numbers:
        invoiced(chain, order)
    synced(chain)
    for n, order in enumerate(numbers):
        assert chain.money(order) == [("capture", 10000 + 100 * n)]
    faultless(chain, capture=24)


def only_looking(chain):
    (order,) = orders(chain, "90.00")
    for words in (["status"], ["order", "list"], ["order", "show", order], ["doctor"],
                  ["sync", "--dry-run"]):
        chain.uniac(*words)
    assert chain.money(order) == []
    faultless(chain)


STORIES = [full, several, part_then_rest_released, refund, partial_refunds, released,
           credited_before_it_is_taken, by_hand, behind_the_back, smallest_and_largest,
           in_euro, many_at_once, only_looking]


def stories(chain):
    """Yields a test for each story."""
    for story in STORIES:
        def test(story=story):
            chain.plan()
            story(chain)

        yield f"job/{story.__name__.replace('_', '-')}", test

    def past():
        reads = [e for e in chain.past if e["method"] == "GET"]
        assert len(reads) >= PAST, f"only {len(reads)} reads of {PAST} payments"
        bad = [e for e in chain.past if e["refused_by_contract"] or e["warnings"]]
        assert not bad, f"the contract is broken: {bad}"

    yield "job/a-company-with-a-past-is-read", past

    def unknown_payment():
        # The contract has no 404 for a read. It passes, with a warning, and that is the only one.
        chain.plan()
        bearer = {"Authorization": f"Bearer {chain.token()}", "Merchant-Serial-Number": "123456",
                  "Ocp-Apim-Subscription-Key": chain.secrets["PLAY_VIPPS_KEY"]}
        status, _ = call(chain.port, "GET", "/epayment/v1/payments/no-such-payment", bearer)
        assert status == 404
        seen = chain.exchanges()[-1]
        assert CONTRACT_WARNS_OF in (seen["warnings"] or ""), seen
        assert not seen["refused_by_contract"], seen

    yield "job/an-unknown-payment-is-outside-the-contract", unknown_payment
