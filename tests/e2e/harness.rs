//! The stage: a world of its own for each test, and the real program run in it.
//!
//! Nothing of the machine may reach a test: no variable of the environment, no home, no terminal. A
//! run cannot be had without saying how it must end.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tempfile::TempDir;
use uniac_system::clock::Clock;

/// How long anything that is waited for may take.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// How often what is waited for is looked at.
pub const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A folder with a configuration, a data directory, and perhaps a sandbox.
pub struct World {
    folder: TempDir,
    variables: BTreeMap<String, String>,
}

#[expect(clippy::disallowed_methods, reason = "the program under test has the machine's clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

impl World {
    /// No company and no sandbox.
    pub fn bare() -> World {
        let folder = tempfile::tempdir().expect("a temporary folder");
        World { folder, variables: BTreeMap::new() }
    }

    /// A sandbox with an empty company; auto-capture is off.
    pub fn empty() -> World {
        World::seeded(0, 1)
    }

    /// A sandbox with an empty company in which auto-capture is active.
    pub fn active() -> World {
        let world = World::empty();
        world.enable();
        world
    }

    /// A sandbox with a company that has a past; auto-capture is off.
    pub fn seeded(orders: u32, seed: u64) -> World {
        let world = World::bare();
        world.uniac(&format!("sandbox reset --orders {orders} --seed {seed}")).exit(0);
        world
    }

    /// As [`World::seeded`], at a fixed moment.
    pub fn seeded_at(now: &str, orders: u32, seed: u64) -> World {
        let mut world = World::bare();
        world.set_now(now);
        world.uniac(&format!("sandbox reset --orders {orders} --seed {seed}")).exit(0);
        world
    }

    /// A second world that is as this one is now, and goes its own way from here.
    pub fn copy(&self) -> World {
        let mut other = World::bare();
        other.variables.clone_from(&self.variables);
        copy_folder(self.folder.path(), other.folder.path());
        other
    }

    /// Sets the moment at which each following command begins.
    pub fn set_now(&mut self, now: &str) {
        self.set("UNIAC_SANDBOX_NOW", now);
    }

    /// Lets the following commands begin this much later than they otherwise would.
    pub fn pass(&mut self, minutes: i64) {
        let set = self.variables.get("UNIAC_SANDBOX_NOW");
        let now: Timestamp = set.map_or_else(now, |set| set.parse().expect("a moment"));
        self.set_now(&(now + SignedDuration::from_mins(minutes)).to_string());
    }

    /// Sets a variable for each following command.
    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.insert(name.to_owned(), value.to_owned());
    }

    /// Returns a path in the world's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Prepares a run; the words of `line` are separated by white space.
    pub fn uniac(&self, line: &str) -> Call {
        let mut command = Command::new(env!("CARGO_BIN_EXE_uniac"));
        command
            .env_clear()
            .envs(required())
            .env("HOME", self.folder.path())
            .env("UNIAC_DATA_DIR", self.path("data"))
            .env("UNIAC_CONFIG", self.path("uniac.toml"))
            .env("UNIAC_USER", "kari")
            .env("COLUMNS", "100")
            .envs(&self.variables)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .args(line.split_whitespace());
        Call { command }
    }

    // The people.

    /// A customer orders and pays; returns Uni's order number.
    pub fn order(&self, lines: u32, amount: &str) -> String {
        self.order_with(&format!("--lines {lines} --amount {amount}"))
    }

    /// As [`World::order`], with the flags of `sandbox order`.
    pub fn order_with(&self, flags: &str) -> String {
        let data = self.uniac(&format!("sandbox order {flags} --json")).exit(0).data();
        text(&data["order"])
    }

    /// A person invoices what is left of an order; returns the invoice's number.
    pub fn invoice(&self, order: &str) -> String {
        let data = self.uniac(&format!("sandbox invoice {order} --json")).exit(0).data();
        text(&data["invoice"])
    }

    /// A person invoices some lines of an order.
    pub fn invoice_lines(&self, order: &str, lines: &str) -> Happened {
        self.happened(&format!("invoice {order} --lines {lines}"))
    }

    /// A new order that is invoiced at once; returns Uni's order number.
    pub fn invoiced(&self, amount: &str) -> String {
        let order = self.order(2, amount);
        self.invoice(&order);
        order
    }

    /// Many customers order and are invoiced. The people act in this process, because a thousand
    /// processes would take longer than the batch that is tested.
    pub fn crowd(&self, orders: usize, amount_minor: i64) {
        let mut people = self.people();
        for _ in 0..orders {
            let happened = people.order(2, amount_minor, None, None).expect("an order");
            people.invoice(&happened.order.expect("a number"), None).expect("an invoice");
        }
    }

    /// A person credits all that is left of each of these orders; returns those of which something was. The people act in this
    /// process, as in [`World::crowd`].
    pub fn credit_all(&self, orders: &[String]) -> BTreeSet<String> {
        let mut people = self.people();
        let credits = |order: &&String| {
            let target = uniac_sandbox::CreditTarget::Order(order.as_str());
            people.credit(target, None, None).is_ok_and(|done| done.amount_minor > 0)
        };
        orders.iter().filter(credits).cloned().collect()
    }

    fn people(&self) -> uniac_sandbox::World {
        let zone = uniac::config::zone(None).expect("a time zone");
        let clock = match self.variables.get("UNIAC_SANDBOX_NOW") {
            Some(set) => Clock::starting_at(set.parse().expect("a moment"), zone),
            None => Clock::system(zone),
        };
        let path = self.path("data/sandbox/sandbox.db");
        let sandbox = uniac_sandbox::Sandbox::open(&path, clock.into()).expect("a sandbox");
        sandbox.world().expect("a world")
    }

    /// A person does something in one of the three systems.
    pub fn happened(&self, what: &str) -> Happened {
        let data = self.uniac(&format!("sandbox {what} --json")).exit(0).data();
        Happened {
            invoice: data["invoice"].as_str().map(str::to_owned),
            amount_minor: minor(&data["amount_minor"]),
        }
    }

    /// Lets something go wrong; `fault` is the name with its flags.
    pub fn fault(&self, fault: &str) {
        self.uniac(&format!("sandbox fault add {fault}")).exit(0);
    }

    // What uniac does and says.

    /// Switches auto-capture on and returns the cut-over report.
    pub fn enable(&self) -> Value {
        self.uniac("enable --json").exit(0).data()
    }

    /// One pass that must end well; returns its result.
    pub fn sync(&self) -> Value {
        self.uniac("sync --json").exit(0).data()
    }

    /// Returns `order show` of an order.
    pub fn view(&self, order: &str) -> Value {
        self.uniac(&format!("order show {order} --json")).exit(0).data()
    }

    /// Returns `order list`, by the orders' numbers.
    pub fn list(&self) -> BTreeMap<String, Value> {
        let data = self.uniac("order list --json").exit(0).data();
        let rows = data.as_array().expect("a list of orders").clone();
        rows.into_iter().map(|row| (text(&row["order"]), row)).collect()
    }

    /// Returns the attention of an order, empty when there is none.
    pub fn attention(&self, order: &str) -> String {
        self.view(order)["attention"].as_str().unwrap_or_default().to_owned()
    }

    // The truth.

    /// Returns the provider's whole book.
    pub fn ledger(&self) -> Value {
        self.uniac("sandbox ledger --json").exit(0).data()
    }

    /// Returns what happened to the money of an order, by the provider's own book.
    pub fn money(&self, order: &str) -> Money {
        let ledger = self.ledger();
        let rows = ledger.as_array().expect("a list of payments");
        let row = rows.iter().find(|row| row["order"] == order);
        Money::new(row.unwrap_or_else(|| panic!("no payment of order {order} in {ledger:#}")))
    }

    /// Loses the store of the sandbox's company, as a runner that starts anew does.
    pub fn lose_store(&self) {
        for name in ["store.db", "store.db-wal", "store.db-shm"] {
            let path = self.path("data/sandbox").join(name);
            if path.exists() {
                std::fs::remove_file(path).expect("removed");
            }
        }
    }

    /// Counts the calls from here on.
    pub fn clear_calls(&self) {
        self.uniac("sandbox calls --clear").exit(0);
    }

    /// Returns how many writing calls the three systems got.
    pub fn writes(&self) -> i64 {
        let calls = self.uniac("sandbox calls --json").exit(0).data();
        ["uni", "shop", "provider"].iter().map(|system| minor(&calls[system]["write"])).sum()
    }
}

/// What a person did.
#[derive(Debug)]
pub struct Happened {
    /// The invoice's number, where there is one.
    pub invoice: Option<String>,
    /// The amount.
    pub amount_minor: i64,
}

/// What happened to one payment, in minor units, oldest first.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct Money {
    /// What was taken.
    pub captures: Vec<i64>,
    /// What was paid back.
    pub refunds: Vec<i64>,
    /// What was released.
    pub cancels: Vec<i64>,
}

impl Money {
    fn new(row: &Value) -> Money {
        let mut money = Money::default();
        for event in row["events"].as_array().expect("events") {
            let amount = minor(&event["amount_minor"]);
            match event["kind"].as_str() {
                Some("capture") => money.captures.push(amount),
                Some("refund") => money.refunds.push(amount),
                Some("cancel") => money.cancels.push(amount),
                _ => {}
            }
        }
        for (sum, events) in [
            ("captured_minor", &money.captures),
            ("refunded_minor", &money.refunds),
            ("cancelled_minor", &money.cancels),
        ] {
            assert_eq!(minor(&row[sum]), events.iter().sum::<i64>(), "{sum} of {row:#}");
        }
        money
    }

    /// Nothing moved.
    pub fn untouched() -> Money {
        Money::default()
    }

    /// These captures and nothing else.
    pub fn captured<const N: usize>(captures: [i64; N]) -> Money {
        Money { captures: captures.to_vec(), ..Money::default() }
    }

    /// These refunds besides.
    #[must_use]
    pub fn refunded<const N: usize>(mut self, refunds: [i64; N]) -> Money {
        self.refunds = refunds.to_vec();
        self
    }

    /// This release besides.
    #[must_use]
    pub fn cancelled(mut self, cancelled: i64) -> Money {
        self.cancels = vec![cancelled];
        self
    }
}

/// A run that is prepared. It happens when its exit code is asserted.
#[must_use = "a run happens when its exit code is asserted"]
pub struct Call {
    command: Command,
}

impl Call {
    /// Adds one argument as it is, white space and all.
    pub fn arg(mut self, argument: &str) -> Call {
        self.command.arg(argument);
        self
    }

    /// Sets a variable for this run.
    pub fn env(mut self, name: &str, value: &str) -> Call {
        self.command.env(name, value);
        self
    }

    /// Runs it; it must end with this code.
    #[track_caller]
    pub fn exit(self, code: i32) -> Ended {
        self.exit_any(&[code])
    }

    /// Runs it; it must end with one of these codes.
    #[track_caller]
    pub fn exit_any(mut self, codes: &[i32]) -> Ended {
        let output = self.command.output().expect("uniac starts");
        Ended::new(&self.command, &output, codes)
    }

    /// Returns the command, to be started otherwise.
    #[cfg(unix)]
    pub fn into_command(self) -> Command {
        self.command
    }

    /// Starts it, to be ended by [`Running::exit`].
    pub fn start(mut self) -> Running {
        let child = self.command.spawn().expect("uniac starts");
        Running { command: self.command, child: Some(child) }
    }
}

/// A run that has ended as it had to.
#[derive(Debug)]
pub struct Ended {
    /// What was typed.
    pub line: String,
    /// Its exit code.
    pub code: i32,
    /// What it printed as its result.
    pub stdout: String,
    /// What it told people.
    pub stderr: String,
}

impl Ended {
    #[track_caller]
    fn new(command: &Command, output: &Output, codes: &[i32]) -> Ended {
        let words = command.get_args().map(|word| word.to_string_lossy());
        let ended = Ended {
            line: words.fold("uniac".to_owned(), |line, word| line + " " + &word),
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        assert!(codes.contains(&ended.code), "expected exit {codes:?}\n{}", ended.report());
        assert!(!ended.stderr.contains("panicked at"), "a panic\n{}", ended.report());
        let is_kept = [&ended.stdout, &ended.stderr]
            .iter()
            .any(|text| text.contains(uniac_core::kept::BEGIN));
        assert!(!is_kept, "a text as it is kept, without words\n{}", ended.report());
        let faults = crate::schema::faults(&ended.stdout);
        assert!(faults.is_none(), "not as the schema tells\n{faults:?}\n{}", ended.report());
        ended
    }

    /// Returns all that is known of the run, for a failing assertion.
    pub fn report(&self) -> String {
        let mut report = String::new();
        let _ = writeln!(report, "$ {}\nexit {}", self.line, self.code);
        let _ = writeln!(report, "--- stdout\n{}\n--- stderr\n{}", self.stdout, self.stderr);
        report
    }

    /// Returns the one JSON object on stdout.
    #[track_caller]
    pub fn json(&self) -> Value {
        let parsed: Result<Value, _> = serde_json::from_str(&self.stdout);
        let value = parsed.unwrap_or_else(|error| panic!("{error}\n{}", self.report()));
        assert!(value["schema"].is_string(), "no schema\n{}", self.report());
        value
    }

    /// Returns the `data` of the JSON object.
    #[track_caller]
    pub fn data(&self) -> Value {
        self.json()["data"].take()
    }

    /// Asserts that stdout or stderr contains a text.
    #[track_caller]
    pub fn says(self, text: &str) -> Ended {
        let said = self.stdout.contains(text) || self.stderr.contains(text);
        assert!(said, "it does not say `{text}`\n{}", self.report());
        self
    }
}

/// A run under way; it is killed when the test lets go of it.
#[must_use = "a run must be ended"]
pub struct Running {
    command: Command,
    child: Option<Child>,
}

impl Running {
    /// Sends Ctrl-C.
    #[cfg(unix)]
    pub fn interrupt(&self) {
        self.signal("-INT");
    }

    /// Asks it to end, as a service manager does.
    #[cfg(unix)]
    pub fn terminate(&self) {
        self.signal("-TERM");
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let child = self.child.as_ref().expect("a run under way");
        let id = child.id().to_string();
        let sent = Command::new("kill").args([name, &id]).status().expect("`kill` runs");
        assert!(sent.success(), "the signal was sent");
    }

    /// Closes the pipe that it prints into, as `head` does.
    pub fn close_stdout(&mut self) {
        drop(self.child.as_mut().and_then(|child| child.stdout.take()));
    }

    /// Waits for its end; it must end with one of these codes.
    #[track_caller]
    pub fn exit_any(mut self, codes: &[i32]) -> Ended {
        let child = self.child.take().expect("a run under way");
        let output = child.wait_with_output().expect("uniac ends");
        Ended::new(&self.command, &output, codes)
    }

    /// Waits for its end; it must end with this code.
    #[track_caller]
    pub fn exit(self, code: i32) -> Ended {
        self.exit_any(&[code])
    }

    /// Reads what it tells people up to the first line that contains a text, and returns that line.
    pub fn error_line(&mut self, text: &str) -> String {
        let stderr = self.child.as_mut().and_then(|child| child.stderr.as_mut());
        let stderr = stderr.expect("its words");
        let (mut said, mut byte) = (Vec::new(), [0]);
        while stderr.read(&mut byte).expect("its words") == 1 {
            said.push(byte[0]);
            let line = said.strip_suffix(b"\n").map(|said| said.rsplit(|b| *b == b'\n').next());
            let line = line.flatten().map(|line| String::from_utf8_lossy(line).into_owned());
            if let Some(line) = line.filter(|line| line.contains(text)) {
                return line;
            }
        }
        panic!("it does not say `{text}`\n{}", String::from_utf8_lossy(&said))
    }

    /// Reads the first line that it prints.
    pub fn first_line(&mut self) -> String {
        let stdout = self.child.as_mut().and_then(|child| child.stdout.as_mut());
        let stdout = stdout.expect("its output");
        let mut line = Vec::new();
        let mut byte = [0];
        while stdout.read(&mut byte).expect("its output") == 1 && byte[0] != b'\n' {
            line.push(byte[0]);
        }
        String::from_utf8(line).expect("text")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Looks again and again until there is something, or the patience ends.
#[track_caller]
pub fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(LOOK_EVERY);
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("its kind").is_dir() {
            std::fs::create_dir(&target).expect("a folder");
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).expect("a copy");
        }
    }
}

/// Returns what no program can do without: on Windows, the folder that sockets are found by.
fn required() -> impl Iterator<Item = (&'static str, std::ffi::OsString)> {
    ["SystemRoot"].into_iter().filter_map(|name| Some((name, variable(name)?)))
}

/// Returns a variable of the environment of the tests themselves.
#[expect(clippy::disallowed_methods, reason = "for the tests' own switches")]
pub fn variable(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name)
}

/// Returns a JSON text.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// Returns a JSON amount in minor units.
#[track_caller]
pub fn minor(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("no whole number: {value}"))
}

/// Returns the steps of a `uniac.result/1`.
pub fn steps(result: &Value) -> Vec<Value> {
    result["steps"].as_array().expect("steps").clone()
}

/// Returns the repository's folder.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
