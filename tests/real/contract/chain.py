"""The chain: uniac, a lossy network (mitmproxy), the contract (Prism), the sandbox.

Everything listens on the loopback address and on ports that the system chose. What is started here
is stopped here, by its own process and also when a test fails; what is waited for is polled, with a
deadline.
"""

import contextlib
import http.client
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

PATIENCE_S = 60
LOOK_EVERY_S = 0.02

# How many orders the company has from before: open, part captured, refunded, expired, cancelled.
PAST = 60

HERE = Path(__file__).resolve().parent

# The sandbox's own play-money credentials, as `sandbox serve` prints them.
EXPORTS = re.compile(r"(PLAY_[A-Z_]+)=(\S+)")


def wait_for(what, look, report=str):
    """Polls until `look` gives something, and returns it; `report` says why it never came."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {PATIENCE_S} s for {what}\n{report()}")
        time.sleep(LOOK_EVERY_S)


class Process:
    """A program that stays up until it is stopped; what it says goes into a file."""

    def __init__(self, name, command, folder, env):
        self.name = name
        self.log = folder / f"{name}.log"
        with self.log.open("wb") as log:
            self.child = subprocess.Popen(
                [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, env=env, cwd=folder)

    def says(self, pattern):
        """Waits until the log matches, and returns the match."""

        def said():
            return self.log.read_text(errors="replace")

        def look():
            text = said()
            if self.child.poll() is not None:
                raise AssertionError(f"{self.name} ended with {self.child.returncode}:\n{text}")
            return re.search(pattern, text)

        return wait_for(f"{self.name} to be up", look, said)

    def stop(self):
        self.child.terminate()
        try:
            self.child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


class Tools:
    """The programs that the chain is made of."""

    def __init__(self):
        self.uniac = Path(os.environ["UNIAC_BIN"]).resolve()
        self.contract = Path(os.environ["CONTRACT_FILE"]).resolve()
        self.prism = Path(os.environ["PRISM_CLI"]).resolve()
        self.mitmdump = Path(sys.executable).with_name("mitmdump")


def call(port, method, path, headers=None, body=None):
    """Sends one request and returns status and body, parsed when it is JSON."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read()
    finally:
        connection.close()
    try:
        return answer.status, json.loads(text)
    except ValueError:
        return answer.status, text.decode(errors="replace")


class Ended:
    """How a run of uniac ended."""

    def __init__(self, words, code, stdout, stderr):
        self.words, self.code, self.stdout, self.stderr = words, code, stdout, stderr

    def __str__(self):
        return f"uniac {' '.join(self.words)} ended with {self.code}\n{self.stdout}{self.stderr}"

    @property
    def data(self):
        return json.loads(self.stdout)["data"]


class Chain:
    """A company `play` whose provider is reached through the whole chain."""

    def __init__(self, tools, folder, stack):
        self.tools, self.folder, self.stack = tools, folder, stack
        # Nothing of the machine reaches uniac but the way to it.
        self.env = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self.env |= {"HOME": str(folder), "UNIAC_DATA_DIR": str(folder / "data"),
                     "UNIAC_CONFIG": str(folder / "uniac.toml"), "UNIAC_USER": "kari"}
        self.people("reset", "--orders", str(PAST), "--seed", "7")
        sandbox = self.start("sandbox", [tools.uniac, "sandbox", "serve", "--json"])
        served = sandbox.says(r"\{.*\}\n")
        served = json.loads(served.group(0))["data"]
        self.sandbox_port = int(served["address"].rsplit(":", 1)[1])
        self.secrets = dict(EXPORTS.findall(served["configuration"]))
        self.env |= self.secrets
        self.prism_port, self.prism = self.start_prism("prism", f"{self.sandbox_port}/provider")
        self.port = self.start_network()
        direct = f"http://{served['address']}/provider"
        configuration = served["configuration"].replace(direct, f"http://127.0.0.1:{self.port}")
        # People delete and credit more here in a minute than a shop does in a month.
        configuration = configuration.replace("[company.play]\n", "[company.play]\nbrakes = false\n")
        assert "brakes = false" in configuration, configuration
        (folder / "uniac.toml").write_text(configuration)
        vipps = served["configuration"].split('kind = "vipps"')[1]
        self.client_id = re.search(r'client_id = "([^"]+)"', vipps).group(1)
        # The first look at the company's past, payment by payment.
        self.uniac("enable")
        self.past = self.exchanges()

    def start(self, name, command, env=None):
        process = Process(name, command, self.folder, {**self.env, **(env or {})})
        self.stack.callback(process.stop)
        return process

    def start_prism(self, name, upstream):
        """Puts the contract in front of an upstream; returns the port."""
        process = self.start(name, [
            "node", self.tools.prism, "proxy", "-h", "127.0.0.1", "-p", "0", "--multiprocess",
            "false", "--errors", self.tools.contract, f"http://127.0.0.1:{upstream}"],
            {"NO_COLOR": "1"})
        return int(process.says(r"listening on http://127\.0\.0\.1:(\d+)").group(1)), process

    def start_network(self):
        process = self.start("network", [
            self.tools.mitmdump, "--mode", f"reverse:http://127.0.0.1:{self.prism_port}",
            "--listen-host", "127.0.0.1", "--listen-port", "0", "-s", HERE / "lossy.py",
            "--set", f"confdir={self.folder / 'mitmproxy'}", "--set", "flow_detail=0"],
            {"LOSSY_PRISM_PORT": str(self.prism_port),
             "LOSSY_SANDBOX_PORT": str(self.sandbox_port), "NO_COLOR": "1",
             "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"})
        return int(process.says(r"listening at 127\.0\.0\.1:(\d+)").group(1))

    # uniac, and the people of the sandbox.

    def command(self, *words):
        return [str(self.tools.uniac), *words, "--json"]

    def run(self, *words):
        """Runs uniac to its end, whatever that is."""
        ended = subprocess.run(self.command(*words), stdin=subprocess.DEVNULL, env=self.env,
                               cwd=self.folder, capture_output=True, text=True,
                               timeout=PATIENCE_S, check=False)
        return Ended(words, ended.returncode, ended.stdout, ended.stderr)

    def uniac(self, *words):
        """Runs uniac for the company; it must end with 0."""
        ended = self.run(*words, "--company", "play")
        assert ended.code == 0, str(ended)
        return ended.data

    def sync(self):
        return self.run("sync", "--company", "play")

    def people(self, *words):
        """Somebody acts in the outside world."""
        ended = self.run("sandbox", *words)
        assert ended.code == 0, str(ended)
        return ended.data

    @contextlib.contextmanager
    def running_sync(self):
        """A pass that is under way; it is killed when it has not ended by itself."""
        child = subprocess.Popen(self.command("sync", "--company", "play"), env=self.env,
                                 cwd=self.folder, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield child
        finally:
            child.kill()
            child.wait()

    # The network.

    def plan(self, act=None, when=None, positions=(), *more):
        """Says what is lost from now on; without an act, nothing."""
        first = [{"act": act, "when": when, "positions": positions}] if act else []
        self.network("PUT", "", json.dumps([*first, *more]))

    def network(self, method, path="", body=None):
        status, answer = call(self.port, method, "/_lossy" + path, None, body)
        assert status == 200, f"the network answered {status}: {answer}"
        return answer

    def exchanges(self):
        return self.network("GET")["exchanges"]

    # The truth.

    def book(self):
        """Returns what happened to each order's payment, by the provider's own book."""
        book = {}
        for row in self.people("ledger"):
            if row["order"] is None:
                continue
            assert row["order"] not in book, f"two payments of order {row['order']}"
            book[row["order"]] = [(event["kind"], event["amount_minor"])
                                  for event in row["events"] if event["kind"] != "reserve"]
        return book

    def money(self, order):
        return self.book()[order]

    def token(self):
        status, answer = call(self.port, "POST", "/accesstoken/get", {
            "client_id": self.client_id, "client_secret": self.secrets["PLAY_VIPPS_SECRET"],
            "Ocp-Apim-Subscription-Key": self.secrets["PLAY_VIPPS_KEY"],
            "Merchant-Serial-Number": "123456"})
        assert status == 200, f"no token: {status} {answer}"
        return answer["access_token"]
