"""Negative controls: what the contract must refuse, for every endpoint that uniac uses.

Prism that cannot compile a schema lets everything pass and says that it validated. So a green run
means nothing before it has refused known wrong requests and known wrong answers here.
"""

import copy
import http.server
import json
import threading

from chain import call

AMOUNT = {"modificationAmount": {"currency": "NOK", "value": 1000}}

ENDPOINTS = {
    "read": ("GET", ""),
    "events": ("GET", "/events"),
    "capture": ("POST", "/capture"),
    "refund": ("POST", "/refund"),
    "cancel": ("POST", "/cancel"),
}


class Bench:
    """A payment of which something is captured, and a right request to each endpoint."""

    def __init__(self, chain):
        self.chain = chain
        happened = chain.people("order", "--amount", "500.00")
        self.order, self.reference = happened["order"], happened["reference"]
        self.bearer = f"Bearer {chain.token()}"
        self.count = 0

    def headers(self, endpoint):
        self.count += 1
        headers = {
            "Authorization": self.bearer,
            "Ocp-Apim-Subscription-Key": self.chain.secrets["PLAY_VIPPS_KEY"],
            "Merchant-Serial-Number": "123456",
        }
        if ENDPOINTS[endpoint][0] == "POST":
            headers |= {"Idempotency-Key": f"control-{self.order}-{self.count}",
                        "Content-Type": "application/json"}
        return headers

    def body(self, endpoint):
        return copy.deepcopy(AMOUNT) if endpoint in ("capture", "refund") else None

    def ask(self, endpoint, headers, body, reference=None, port=None):
        """Sends it to Prism itself."""
        method, tail = ENDPOINTS[endpoint]
        path = f"/epayment/v1/payments/{reference or self.reference}{tail}"
        text = json.dumps(body) if body is not None else None
        return call(port or self.chain.prism_port, method, path, headers, text)

    def calls(self):
        counts = self.chain.people("calls")["provider"]
        return counts["read"] + counts["write"]


def refused(answer, status, kind):
    """Asserts that it was Prism who said no."""
    got, body = answer
    said = body.get("type", "") if isinstance(body, dict) else ""
    assert got == status and said.endswith(f"prism/errors#{kind}"), f"{got} {body}"


def with_value(value, **more):
    return {"modificationAmount": {"currency": "NOK", "value": value, **more}}


# Bodies that no capture and no refund may have.
WRONG_BODIES = {
    "value-as-text": with_value("1000"),
    "value-with-decimals": with_value(10.5),
    "value-below-zero": with_value(-1),
    "value-above-the-limit": with_value(65_000_001),
    "value-missing": {"modificationAmount": {"currency": "NOK"}},
    "currency-missing": {"modificationAmount": {"value": 1000}},
    "currency-unknown": with_value(1000, currency="SEK"),
    "currency-in-small-letters": with_value(1000, currency="nok"),
    "amount-missing": {},
    "amount-as-number": {"modificationAmount": 1000},
    "a-list": [],
}


def requests(chain):
    """Yields a test for each wrong request, and one for the right one."""
    bench = Bench(chain)

    def wrong(endpoint, status, kind, change, reference=None, body=None):
        def test():
            headers = bench.headers(endpoint)
            change(headers)
            wrong_body = bench.body(endpoint) if body is None else body
            before = bench.calls()
            refused(bench.ask(endpoint, headers, wrong_body, reference), status, kind)
            assert bench.calls() == before, "the refused request reached the provider"
        return test

    invalid = "UNPROCESSABLE_ENTITY"
    for endpoint, (method, _) in ENDPOINTS.items():
        def right(endpoint=endpoint):
            status, body = bench.ask(endpoint, bench.headers(endpoint), bench.body(endpoint))
            assert status == 200, f"{status} {body}"

        yield f"request/{endpoint}/right", right
        for name, status, kind, change in [
            ("unsigned", 401, "UNAUTHORIZED", lambda h: h.pop("Authorization")),
            ("without-subscription-key", 422, invalid,
             lambda h: h.pop("Ocp-Apim-Subscription-Key")),
            ("sales-unit-of-letters", 422, invalid,
             lambda h: h.update({"Merchant-Serial-Number": "abc"})),
        ]:
            yield f"request/{endpoint}/{name}", wrong(endpoint, status, kind, change)
        yield (f"request/{endpoint}/reference-too-short",
               wrong(endpoint, 422, invalid, lambda h: None, reference="short"))
        if method == "POST":
            yield (f"request/{endpoint}/without-key",
                   wrong(endpoint, 422, invalid, lambda h: h.pop("Idempotency-Key")))
            yield (f"request/{endpoint}/key-of-51",
                   wrong(endpoint, 422, invalid, lambda h: h.update({"Idempotency-Key": "k" * 51})))
        if endpoint in ("capture", "refund"):
            for name, body in WRONG_BODIES.items():
                yield (f"request/{endpoint}/{name}",
                       wrong(endpoint, 422, invalid, lambda h: None, body=body))


class Liar(http.server.BaseHTTPRequestHandler):
    """An upstream that says what it is told to."""

    protocol_version = "HTTP/1.1"
    answer = (200, "application/json", None)

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, content_type, body = Liar.answer
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_POST = do_GET

    def log_message(self, *_):
        pass


def set_at(body, path, value):
    for step in path[:-1]:
        body = body[step]
    body[path[-1]] = value


def drop_at(body, path):
    for step in path[:-1]:
        body = body[step]
    del body[path[-1]]


# What each answer must have (1.4.1), and values that it must not have.
SUMS = [("aggregate", name) for name in
        ("authorizedAmount", "cancelledAmount", "capturedAmount", "refundedAmount")]
COMMON = [("aggregate",), *SUMS, ("aggregate", "capturedAmount", "value"),
          ("aggregate", "capturedAmount", "currency"), ("amount",), ("state",),
          ("pspReference",), ("reference",)]
MODIFIED = {
    "needed": COMMON,
    "wrong": [(("state",), "NOPE"), (("aggregate", "capturedAmount", "value"), "1000"),
              (("aggregate", "refundedAmount", "currency"), "SEK"), (("reference",), "short")],
}
ANSWERS = {
    "read": {"needed": [*COMMON, ("paymentMethod",), ("profile",)], "wrong": MODIFIED["wrong"]},
    "events": {
        "needed": [(0, name) for name in
                   ("reference", "pspReference", "paymentAction", "amount", "timestamp",
                    "success")],
        "wrong": [((0, "name"), "NOPE"), ((0, "success"), "yes"), ((0, "timestamp"), "today"),
                  ((0, "idempotencyKey"), "k" * 51), ((0, "amount", "value"), 10.5)],
    },
    "capture": MODIFIED,
    "refund": MODIFIED,
    "cancel": MODIFIED,
}


def answers(chain):
    """Yields a test for each way in which the sandbox's own right answer can be spoiled."""
    liar = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Liar)
    threading.Thread(target=liar.serve_forever, daemon=True).start()
    chain.stack.callback(liar.server_close)
    chain.stack.callback(liar.shutdown)
    port, _ = chain.start_prism("prism-before-a-liar", liar.server_address[1])
    bench = Bench(chain)
    truths = {}
    # In an order in which each of them has something to do.
    for endpoint in ("capture", "refund", "cancel", "read", "events"):
        status, truths[endpoint] = bench.ask(endpoint, bench.headers(endpoint),
                                             bench.body(endpoint))
        assert status == 200, f"{endpoint}: {status} {truths[endpoint]}"

    def told(endpoint, status, content_type, body):
        Liar.answer = (status, content_type, body)
        return bench.ask(endpoint, bench.headers(endpoint), bench.body(endpoint), port=port)

    def spoiled(endpoint, content_type, spoil):
        def test():
            body = copy.deepcopy(truths[endpoint])
            spoil(body)
            refused(told(endpoint, 200, content_type, body), 500, "VIOLATIONS")
        return test

    for endpoint, kinds in ANSWERS.items():
        kind = "application/json" if ENDPOINTS[endpoint][0] == "GET" else "application/problem+json"

        def honest(endpoint=endpoint, kind=kind):
            got = told(endpoint, 200, kind, truths[endpoint])
            assert got == (200, truths[endpoint]), str(got)

        yield f"answer/{endpoint}/right", honest
        for path in kinds["needed"]:
            name = ".".join(map(str, path))
            yield (f"answer/{endpoint}/without-{name}",
                   spoiled(endpoint, kind, lambda body, path=path: drop_at(body, path)))
        for path, value in kinds["wrong"]:
            name = ".".join(map(str, path))
            yield (f"answer/{endpoint}/wrong-{name}",
                   spoiled(endpoint, kind,
                           lambda body, path=path, value=value: set_at(body, path, value)))

    def problem(endpoint):
        def test():
            body = {"type": "https://example.com/p", "title": "No", "status": 400, "detail": "no"}
            kind = "application/problem+json"
            refused(told(endpoint, 400, kind, body), 500, "VIOLATIONS")
            body["traceId"] = "00-0-01"
            assert told(endpoint, 400, kind, body) == (400, body)
        return test

    for endpoint in ("capture", "refund", "cancel"):
        yield f"answer/{endpoint}/problem-without-trace", problem(endpoint)


def refusals(chain):
    """Yields a test for each refusal of the emulator that the contract describes."""
    bench = Bench(chain)

    def expect(name, endpoint, status, number, *, body=None, reference=None, key=None):
        def test():
            headers = bench.headers(endpoint)
            if key:
                headers["Idempotency-Key"] = key
            got, said = bench.ask(endpoint, headers, body or bench.body(endpoint), reference)
            details = said.get("extraDetails") if isinstance(said, dict) else None
            numbers = [detail["reason"] for detail in details or []]
            assert (got, numbers) == (status, [number]), f"{got} {said}"
        return f"refusal/{name}", test

    absent = "no-such-payment"
    yield expect("capture-too-much", "capture", 400, "6090", body=with_value(50_001))
    yield expect("refund-too-early", "refund", 400, "6020")
    for endpoint in ("capture", "refund", "cancel"):
        yield expect(f"{endpoint}-of-nothing", endpoint, 404, "5090", reference=absent)

    def first():
        headers = bench.headers("capture") | {"Idempotency-Key": f"used-{bench.order}"}
        status, said = bench.ask("capture", headers, with_value(1000))
        assert status == 200, f"{status} {said}"

    yield "refusal/a-key-is-used", first
    yield expect("capture-key-used", "capture", 409, "4010", body=with_value(2000),
                 key=f"used-{bench.order}")
    yield expect("refund-too-much", "refund", 400, "6150", body=with_value(1001))
