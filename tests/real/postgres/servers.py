"""Real PostgreSQL servers, and uniac with a sandbox beside them, for the stories in this folder.

Every server listens on the loopback address only, runs as its own user (`postgres` when a story runs as root), and is
ended with the story, however that ends. Nothing here waits for a time: it waits for what it can see.
"""

import atexit
import contextlib
import datetime
import glob
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PROGRAMS = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[-2]))[-1]
ROOT = os.geteuid() == 0
PATIENCE = 60

_endings = []


@atexit.register
def _end_all():
    while _endings:
        with contextlib.suppress(Exception):
            _endings.pop()()


for _signal in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(_signal, lambda number, _frame: sys.exit(128 + number))


def at_end(work):
    """Has something done when the story ends; what came last goes first."""
    _endings.append(work)


def folder(servers=True):
    """A folder that is gone with the story, one that the servers may write to or our own."""
    path = tempfile.mkdtemp(prefix="uniac-pg-")
    at_end(lambda: shutil.rmtree(path, ignore_errors=True))
    if ROOT and servers:
        shutil.chown(path, "postgres")
    return path


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def until(what, look):
    """Waits until `look` returns something true, and returns that."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        seen = look()
        if seen:
            return seen
        time.sleep(0.01)
    raise AssertionError(f"waited for {what} in vain")


def own(*command, check=True):
    """Runs a server's program as the servers' user."""
    prefix = ["runuser", "-u", "postgres", "--"] if ROOT else []
    done = subprocess.run([*prefix, *command], cwd="/", capture_output=True, text=True)
    assert not check or done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done


class Server:
    """One PostgreSQL server."""

    def __init__(self, data=None, options=(), init=(), make=True):
        self.folder = folder()
        self.data = data or f"{self.folder}/data"
        self.port = free_port()
        self.options = list(options)
        at_end(self.kill)
        if make:
            own(f"{PROGRAMS}/initdb", "-D", self.data, "-A", "trust", "-E", "UTF8", "--locale=C", "-U", "uniac", *init)

    def start(self, *options, check=True):
        said = [*self.options, *options]
        words = " ".join(f"-c {option}" for option in said)
        line = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=200 {words}"
        done = own(f"{PROGRAMS}/pg_ctl", "-D", self.data, "-l", f"{self.folder}/log", "-w", "-o", line, "start", check=False)
        assert not check or done.returncode == 0, done.stdout + done.stderr + self.log()
        return self

    def stop(self, mode="fast"):
        own(f"{PROGRAMS}/pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def log(self):
        with contextlib.suppress(OSError), open(f"{self.folder}/log") as log:
            return log.read()
        return ""

    def kill(self):
        """Ends it and all its processes as a loss of power would."""
        try:
            with open(f"{self.data}/postmaster.pid") as file:
                first = int(file.readline())
        except (OSError, ValueError):
            return
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(first)], capture_output=True, text=True).stdout
        for pid in [first, *map(int, children.split())]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until("its end", lambda: not os.path.exists(f"/proc/{first}"))
        with contextlib.suppress(OSError):
            os.unlink(f"{self.data}/postmaster.pid")

    def standby(self, name, into=None):
        """A second server that follows this one."""
        other = into or Server(make=False)
        own(f"{PROGRAMS}/pg_basebackup", "-D", other.data, "-h", "127.0.0.1", "-p", str(self.port), "-U", "uniac", "-R",
            "-X", "stream", "-c", "fast", "-d", f"application_name={name}")
        other.start()
        until("the standby's stream", lambda: name in self.sql("SELECT application_name FROM pg_stat_replication WHERE state = 'streaming'"))
        return other

    def promote(self):
        own(f"{PROGRAMS}/pg_ctl", "-D", self.data, "-w", "promote")

    def psql(self, database="postgres", host="127.0.0.1"):
        return ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-h", host, "-p", str(self.port), "-U", "uniac", "-d", database]

    def sql(self, sql, database="postgres", host="127.0.0.1"):
        """Returns the rows, each a text."""
        done = subprocess.run([*self.psql(database, host), "-c", sql], capture_output=True, text=True)
        assert done.returncode == 0, f"{sql}: {done.stderr}"
        return done.stdout.split("\n")[:-1]

    def dies_of(self, sql):
        """Returns whether the server did not live through this."""
        return subprocess.run([*self.psql(), "-c", sql], capture_output=True).returncode != 0

    def sql_by_socket(self, sql):
        return self.sql(sql, host=self.folder)

    def url(self, database="postgres", options=""):
        return address([self], database, options)


def address(servers, database="postgres", options=""):
    """The address of one or several servers, as uniac takes it."""
    hosts = ",".join(f"127.0.0.1:{server.port}" for server in servers)
    return f"postgres://uniac@{hosts}/{database}?lease_seconds=2{options}"


class Pooler:
    """PgBouncer in transaction mode before a server: each transaction may get another of its few connections."""

    def __init__(self, server, connections=4):
        self.folder = folder()
        self.port = free_port()
        with open(f"{self.folder}/pgbouncer.ini", "w") as file:
            file.write(f"""[databases]
* = host=127.0.0.1 port={server.port} user=uniac
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {self.port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 1000
max_db_connections = {connections}
server_round_robin = 1
server_idle_timeout = 1
logfile = {self.folder}/log
pidfile = {self.folder}/pid
""")
        at_end(self.stop)
        own("/usr/sbin/pgbouncer", "-d", f"{self.folder}/pgbouncer.ini")
        until("the pooler", lambda: not socket.socket().connect_ex(("127.0.0.1", self.port)))

    def stop(self):
        with contextlib.suppress(OSError, ValueError), open(f"{self.folder}/pid") as file:
            os.kill(int(file.read()), signal.SIGKILL)

    def version(self):
        return own("/usr/sbin/pgbouncer", "--version").stdout.split("\n")[0]


class Watch:
    """Asks a server the same question again and again, on one connection."""

    def __init__(self, server, sql):
        self.sql = sql
        self.process = subprocess.Popen(server.psql(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        at_end(self.process.kill)

    def ask(self):
        self.process.stdin.write(self.sql + ";\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the server that is watched is gone"
        return answer.strip()


class World:
    """A sandbox with the store in a server, and uniac that works on it."""

    def __init__(self, store):
        self.folder = folder(servers=False)
        self.store = store
        self.variables = {}
        self.program = os.environ["UNIAC_BIN"]

    def command(self, line, **variables):
        env = {"PATH": os.environ["PATH"], "HOME": self.folder, "UNIAC_DATA_DIR": f"{self.folder}/data",
               "UNIAC_CONFIG": f"{self.folder}/uniac.toml", "UNIAC_USER": "kari", **({"UNIAC_STORE": self.store} if self.store else {}), **self.variables, **variables}
        return {"args": [self.program, *line.split()], "env": env, "cwd": self.folder,
                "stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}

    def run(self, line, **variables):
        """Runs it to its end."""
        return subprocess.run(**self.command(line, **variables), timeout=600)

    def start(self, line, **variables):
        process = subprocess.Popen(**self.command(line, **variables))
        at_end(process.kill)
        return process

    def must(self, line, code=0):
        """Runs it; it must end with this code. Returns the data of its JSON."""
        done = self.run(f"{line} --json")
        assert done.returncode == code, f"{line}: {done.returncode}\n{done.stdout}{done.stderr}"
        return json.loads(done.stdout)["data"] if done.stdout else None

    def fails(self, line, code, error):
        """Runs it; it must end with this code and this error. Returns what it says."""
        done = self.run(f"{line} --json")
        assert done.returncode == code, f"{line}: {done.returncode}\n{done.stdout}{done.stderr}"
        told = json.loads(done.stdout)
        assert told.get("code") == error, told
        return told

    def money(self):
        """What the provider's own book says: how often each payment was captured, refunded, cancelled; nothing may be
        twice."""
        count = {"capture": 0, "refund": 0, "cancel": 0}
        for row in self.must("sandbox ledger"):
            kinds = [event["kind"] for event in row["events"]]
            for kind in count:
                assert kinds.count(kind) <= 1, f"twice: {row}"
                count[kind] += kinds.count(kind)
            assert row["captured_minor"] + row["cancelled_minor"] <= row["authorised_minor"], row
        return count


    def later(self, minutes):
        """From now on it is so much later for uniac and the sandbox."""
        now = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=minutes)
        self.variables["UNIAC_SANDBOX_NOW"] = now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def to_rest(self, code):
        """Runs `sync` until nothing is unknown any more: what was on its way when somebody died has no answer, and is
        settled by a look, at once or some minutes later. Returns how many runs that took."""
        runs = 0
        while code == 7 or not runs:
            assert runs < 4, "it does not come to rest"
            runs += 1
            self.later(15 * runs)
            done = self.run("sync --json --wait 20")
            code = done.returncode
            assert code in (0, 7), f"{code}: {done.stdout[-2000:]} {done.stderr[-2000:]}"
        return runs

    def active(self):
        """A sandbox without orders in which auto-capture is active."""
        self.must("sandbox reset --orders 0")
        self.must("enable")
        return self

    def invoiced(self, count):
        """So many new orders, all invoiced. Returns their numbers."""
        orders = [self.must("sandbox order")["order"] for _ in range(count)]
        self.must(f"sandbox invoice {' '.join(orders)}")
        return orders


def story(name, parts):
    """Tells the parts of a story, each apart, and says how many held."""
    wrong = 0
    for part in parts:
        began = time.monotonic()
        try:
            said = part()
            print(f"{name}: {part.__name__.replace('_', ' ')}: {said or 'well'} ({time.monotonic() - began:.0f} s)", flush=True)
        except AssertionError as error:
            wrong += 1
            print(f"{name}: {part.__name__.replace('_', ' ')}: WRONG: {error}", flush=True)
        finally:
            _end_all()
    print(f"test result: {name}. {len(parts) - wrong} passed; {wrong} failed; 0 ignored", flush=True)
    sys.exit(wrong > 0)
