"""The network between uniac and the provider, as a mitmproxy addon: it loses, holds and delays.

What it loses has really happened or really not: a reply is lost after the upstream has answered, a
request before it is sent on. It must never change what it lets pass, and it keeps a record of every
exchange, by which the tests see what was sent and what the contract said to it.

Commands come over the proxy's own port, under /_lossy:
  PUT  /_lossy          [{"act", "when", "positions"}]: a new plan; the record begins anew. Positions
                        count from 1, or are "all"; with "once_lost", counted after a first loss
  GET  /_lossy          the record
  POST /_lossy/deliver  sends on what was kept back ("late"), and says with what result
  POST /_lossy/release  ends what is held ("held-before", "held-after")
"""

import asyncio
import http.client
import json
import os
import re

from mitmproxy import http as mitm

PRISM = int(os.environ["LOSSY_PRISM_PORT"])
SANDBOX = int(os.environ["LOSSY_SANDBOX_PORT"])

# The contract has no sign-in; it goes straight to the sandbox.
SIGN_IN = "/accesstoken/get"

ACTS = {
    "capture": ("POST", re.compile(r"/capture$")),
    "refund": ("POST", re.compile(r"/refund$")),
    "cancel": ("POST", re.compile(r"/cancel$")),
    "read": ("GET", re.compile(r"/payments/[^/]+$")),
    "events": ("GET", re.compile(r"/events$")),
    "token": ("POST", re.compile(r"^/accesstoken/get$")),
}


class Lossy:
    def __init__(self):
        self.held = asyncio.Event()
        self.start([])

    def start(self, plan):
        """Begins anew; what is still held is let go."""
        self.held.set()
        self.held = asyncio.Event()
        self.plan = plan
        self.kept = []
        self.record = []

    async def request(self, flow):
        if flow.request.path.startswith("/_lossy"):
            flow.response = await self.command(flow.request)
            return
        path = flow.request.path
        entry = {
            "method": flow.request.method,
            "path": path,
            "key": flow.request.headers.get("idempotency-key"),
            "body": flow.request.get_text(),
            "status": None,
            "refused_by_contract": None,
            "warnings": None,
            "lost": None,
        }
        self.record.append(entry)
        flow.metadata["entry"] = entry
        entry["lost"] = self.loss(flow.request)
        if path == SIGN_IN:
            flow.request.port = SANDBOX
            flow.request.path = "/provider" + path
        match entry["lost"]:
            case "before":
                flow.kill()
            case "late":
                headers = [(n, v) for n, v in flow.request.headers.items() if n.lower() != "host"]
                self.kept.append((flow.request.method, path, flow.request.content, dict(headers)))
                flow.kill()
            case "held-before":
                await self.held.wait()
                flow.kill()

    async def response(self, flow):
        entry = flow.metadata.get("entry")
        if entry is None:
            return
        self.note(entry, flow.response.status_code, flow.response.headers, flow.response.content)
        if entry["lost"] == "held-after":
            await self.held.wait()
        if entry["lost"] is not None:
            flow.kill()

    def loss(self, request):
        """Returns how the plan loses this request, if it does."""
        begun = any(entry["lost"] for entry in self.record)
        for loss in self.plan:
            method, path = ACTS[loss["act"]]
            if request.method != method or not path.search(request.path):
                continue
            if loss.get("once_lost") and not begun:
                continue
            loss["matched"] = loss.get("matched", 0) + 1
            if loss["positions"] == "all" or loss["matched"] in loss["positions"]:
                return loss["when"]
        return None

    @staticmethod
    def note(entry, status, headers, body):
        """Writes down what came back, and what Prism had against it."""
        entry["status"] = status
        entry["warnings"] = headers.get("sl-violations")
        try:
            problem = json.loads(body)
        except ValueError:
            return
        kind = problem.get("type", "") if isinstance(problem, dict) else ""
        if "stoplight.io/prism" in kind:
            entry["refused_by_contract"] = problem

    async def command(self, request):
        match (request.method, request.path):
            case ("PUT", "/_lossy"):
                self.start(json.loads(request.get_text() or "[]"))
                answer = {}
            case ("GET", "/_lossy"):
                answer = {"exchanges": self.record}
            case ("POST", "/_lossy/deliver"):
                kept, self.kept = self.kept, []
                answer = {"statuses": [await asyncio.to_thread(self.deliver, *k) for k in kept]}
            case ("POST", "/_lossy/release"):
                self.held.set()
                answer = {}
            case _:
                return mitm.Response.make(404, b"{}")
        return mitm.Response.make(200, json.dumps(answer), {"content-type": "application/json"})

    @staticmethod
    def deliver(method, path, body, headers):
        connection = http.client.HTTPConnection("127.0.0.1", PRISM, timeout=20)
        try:
            connection.request(method, path, body, headers)
            return connection.getresponse().status
        finally:
            connection.close()


addons = [Lossy()]
