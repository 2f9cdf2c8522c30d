//! The same promises on PostgreSQL: this program's tests once more, on a real server that is started and stopped here.
//!
//! Where no server is installed it is said that this part was skipped.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;
use crate::Address;
use crate::db::failure;

/// Names the server on which the tests are to run.
const VARIABLE: &str = "UNIAC_TEST_POSTGRES";

/// Returns the server on which the tests are to run, if it is one.
#[expect(clippy::disallowed_methods, reason = "it says how the tests are run")]
pub fn address() -> Option<String> {
    std::env::var(VARIABLE).ok()
}

/// Returns a new store of a company, in memory or on the server that the tests are to run on.
pub fn fresh(company: &str) -> SqliteStore {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    match address() {
        None => SqliteStore::in_memory(company).unwrap(),
        Some(url) => {
            let number = COUNT.fetch_add(1, Ordering::SeqCst);
            let company = format!("{company}-{}-{number}", std::process::id());
            connect(&url, &company)
        }
    }
}

pub fn connect(url: &str, company: &str) -> SqliteStore {
    SqliteStore::connect(Arc::new(Address::new(url, None).unwrap()), company).unwrap()
}

/// A server that lives as long as the value.
pub struct Server {
    folder: tempfile::TempDir,
    programs: PathBuf,
    port: u16,
}

impl Server {
    /// Starts one; `None` when it is not installed.
    pub fn start() -> Option<Server> {
        let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
            .ok()?
            .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
            .filter(|programs| programs.join("initdb").exists())
            .collect();
        versions.sort();
        let programs = versions.pop()?;
        let folder = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Server { folder, programs, port };
        if is_root() {
            assert!(
                Command::new("chown")
                    .arg("postgres")
                    .arg(server.folder.path())
                    .status()
                    .unwrap()
                    .success()
            );
        }
        server.run("initdb", &["-A", "trust", "-E", "UTF8", "--locale=C", "-U", "uniac"]);
        server.up();
        Some(server)
    }

    /// Starts it, after `kill` too.
    pub fn up(&self) {
        let folder = self.folder.path().display();
        let options = format!("-p {} -k {folder} -c listen_addresses=127.0.0.1", self.port);
        let log = self.folder.path().join("log").display().to_string();
        // What a killed one has left of itself ends first.
        let mut tries = 0..200;
        while !self.attempt("pg_ctl", &["-w", "-l", &log, "-o", &options, "start"]) {
            assert!(tries.next().is_some(), "the server does not start");
            uniac_system::stop::NEVER.sleep(std::time::Duration::from_millis(50));
        }
    }

    /// Ends it as a loss of power would.
    pub fn kill(&self) {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let pid = file.lines().next().unwrap();
        assert!(Command::new("kill").args(["-9", pid]).status().unwrap().success());
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        assert!(self.attempt(program, arguments), "{program} {arguments:?}");
    }

    fn attempt(&self, program: &str, arguments: &[&str]) -> bool {
        let program = self.programs.join(program);
        let mut command = match is_root() {
            true => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(program);
                command
            }
            false => Command::new(program),
        };
        command.arg("-D").arg(self.data()).args(arguments).current_dir(self.folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
    }

    /// Returns its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Returns its address.
    pub fn url(&self) -> String {
        format!("postgres://uniac@127.0.0.1:{}/postgres?lease_seconds=3", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stop =
            std::panic::AssertUnwindSafe(|| self.run("pg_ctl", &["-w", "-m", "immediate", "stop"]));
        let _ = std::panic::catch_unwind(stop);
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(Path::new("/proc/self")).is_ok_and(|process| process.uid() == 0)
}

pub fn skipped() {
    // On the terminal also where the output of a test that passes is not shown.
    let said = "SKIPPED: no PostgreSQL is installed; the store was tested on SQLite only\n";
    let _ = std::io::Write::write_all(&mut std::io::stderr(), said.as_bytes());
}

#[test]
fn the_same_tests_pass_on_postgresql() {
    if address().is_some() {
        return;
    }
    let Some(server) = Server::start() else { return skipped() };
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--skip",
            "tests::server::",
            "--skip",
            "tests::cut::",
            "--skip",
            "tests::files::",
            "--skip",
            "exchanges::",
        ])
        .env(VARIABLE, server.url())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let result = said.lines().find(|line| line.starts_with("test result:")).unwrap();
    let _ = std::io::Write::write_all(
        &mut std::io::stderr(),
        format!("on PostgreSQL: {result}\n").as_bytes(),
    );
}

/// Starts a server for one test; in the run that is on a server already there is none.
fn server() -> Option<Server> {
    if address().is_some() {
        return None;
    }
    let server = Server::start();
    if server.is_none() {
        skipped();
    }
    server
}

fn psql(server: &Server, sql: &str) -> Vec<String> {
    let config: postgres::Config = server.url().split('?').next().unwrap().parse().unwrap();
    let mut client = config.connect(postgres::NoTls).unwrap();
    let rows = client.simple_query(sql).unwrap();
    let row = |message: &postgres::SimpleQueryMessage| {
        let postgres::SimpleQueryMessage::Row(row) = message else { return None };
        Some(row.get(0).unwrap_or_default().to_owned())
    };
    rows.iter().filter_map(row).collect()
}

fn numbered(worker: i64, index: i64) -> Intent {
    let mut intent = intent(1);
    intent.order = OrderId(worker * 1000 + index);
    intent.key = format!("key-{worker}-{index}");
    intent
}

#[test]
fn many_who_make_the_schema_at_once_make_one() {
    let Some(server) = server() else { return };
    std::thread::scope(|scope| {
        for company in ["a", "b", "a", "c", "a", "b"] {
            let url = server.url();
            scope.spawn(move || connect(&url, company).settings().unwrap());
        }
    });
    let companies = psql(&server, "SELECT key FROM uniac_data.company ORDER BY key");
    assert_eq!(companies, ["a", "b", "c"]);
    psql(&server, "UPDATE uniac_data.version SET version = 99");
    let address = Arc::new(Address::new(&server.url(), None).unwrap());
    let newer = SqliteStore::connect(Arc::clone(&address), "a").err().unwrap();
    assert_eq!(newer.code, "store-newer");
    psql(&server, "DROP SCHEMA uniac_data CASCADE");
    assert_eq!(SqliteStore::connect(address, "a").err().unwrap().code, "store-damaged");
}

#[test]
fn no_company_sees_or_changes_anothers_rows() {
    let Some(server) = server() else { return };
    let (one, two) = (connect(&server.url(), "one"), connect(&server.url(), "two"));
    one.put_orders(&[order(7)], now()).unwrap();
    let epoch = one.lock(now()).unwrap();
    let theirs = two.lock(now()).unwrap();
    assert_eq!((epoch, theirs), (Epoch(1), Epoch(1)), "each counts for itself");
    one.commit(epoch, vec![Entry::Intent(intent(1))]).unwrap();
    assert!(two.case(OrderId(7)).unwrap().is_none());
    assert!(two.journal(None).unwrap().is_empty());
    // The same numbers and keys are nobody else's business.
    two.put_orders(&[order(7)], now()).unwrap();
    two.commit(theirs, vec![Entry::Intent(intent(1))]).unwrap();
    two.lift(OrderId(7), now(), "kari").unwrap();
    assert_eq!((one.journal(None).unwrap().len(), two.journal(None).unwrap().len()), (1, 1));
    // Without a company nothing is shown, and none can be written for another.
    let config: postgres::Config = server.url().split('?').next().unwrap().parse().unwrap();
    let mut client = config.connect(postgres::NoTls).unwrap();
    assert!(client.simple_query("SELECT * FROM uniac.intent").is_err());
    client.batch_execute("SET uniac.company = '1'").unwrap();
    let foreign = "INSERT INTO uniac.watermark (company, name, at) VALUES (2, 'orders', 'x')";
    assert!(client.simple_query(foreign).is_err());
    // Every table of the rows has its company first in its key, and a view.
    let keys = psql(
        &server,
        "SELECT t.relname FROM pg_class t JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
         WHERE t.relnamespace = 'uniac_data'::regnamespace AND a.attname = 'company' ORDER BY 1",
    );
    let views = psql(
        &server,
        "SELECT viewname FROM pg_views WHERE schemaname = 'uniac' AND definition LIKE '%current_setting%'
         ORDER BY 1",
    );
    let with_rows: Vec<&String> = keys.iter().filter(|name| *name != "done").collect();
    assert_eq!(with_rows, views.iter().collect::<Vec<_>>());
}

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    let Some(server) = server() else { return };
    drop(connect(&server.url(), "one"));
    let theirs = psql(
        &server,
        "SELECT table_name || '.' || column_name FROM information_schema.columns
         WHERE table_schema = 'uniac' AND column_name <> 'company'
             AND table_name NOT LIKE 'order_of_%' ORDER BY 1",
    );
    let store = SqliteStore::in_memory(COMPANY).unwrap();
    let connection = store.connection();
    let mut query = connection
        .prepare_cached(
            "SELECT t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
             WHERE t.type = 'table' ORDER BY 1",
        )
        .unwrap();
    let ours = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut ours: Vec<String> = ours.map(Result::unwrap).collect();
    let mut theirs = theirs;
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs);
}

#[test]
fn of_two_who_race_for_the_right_to_send_one_has_it_and_a_paused_one_loses_it() {
    let Some(server) = server() else { return };
    let stores: Vec<SqliteStore> = (0..8).map(|_| connect(&server.url(), "one")).collect();
    let granted = std::thread::scope(|scope| {
        let tries: Vec<_> = stores.iter().map(|s| scope.spawn(|| s.lock(now()).ok())).collect();
        tries.into_iter().map(|each| each.join().unwrap()).collect::<Vec<_>>()
    });
    let holder = granted.iter().position(Option::is_some).unwrap();
    assert_eq!(granted.iter().flatten().count(), 1, "{granted:?}");
    let (first, epoch) = (&stores[holder], granted[holder].unwrap());
    let second = &stores[(holder + 1) % 8];
    assert!(first.is_current(epoch).unwrap());
    assert_eq!(second.lock(now()).unwrap_err().code, "locked");
    // Its heart stops, as it does when a process is paused: after the lease another takes over.
    psql(
        &server,
        "UPDATE uniac_data.company SET heard = now() - interval '1 hour', lasts_seconds = 1",
    );
    let later = second.lock(now()).unwrap();
    assert_eq!(later, Epoch(epoch.0 + 1));
    assert!(!first.is_current(epoch).unwrap());
    assert!(second.is_current(later).unwrap());
    let late = first.commit(epoch, vec![Entry::Intent(intent(1))]).unwrap_err();
    assert_eq!(late.code, "locked");
    second.commit(later, vec![Entry::Intent(intent(1))]).unwrap();
}

#[test]
fn an_ended_run_gives_the_right_back_at_once() {
    let Some(server) = server() else { return };
    let first = connect(&server.url(), "one");
    first.lock(now()).unwrap();
    drop(first);
    connect(&server.url(), "one").lock(now()).unwrap();
}

#[test]
fn a_statement_gets_a_name_only_in_a_session_of_our_own() {
    let Some(server) = server() else { return };
    let store = connect(&server.url(), "one");
    let names = || -> i64 {
        let count = "SELECT count(*) FROM pg_prepared_statements";
        store.connection().query_row(count, [], |row| row.get(0)).unwrap()
    };
    store.settings().unwrap();
    let before = names();
    assert!(before > 0, "an own session is faster with them");
    // Behind a pooler the next transaction may be in a session that another program has used.
    let strange = "SELECT set_config('uniac.link', 'another', false)";
    store.write(move |connection| connection.execute_batch(strange).map_err(failure)).unwrap();
    store.put_orders(&[order(7)], now()).unwrap();
    assert!(store.case(OrderId(7)).unwrap().is_some());
    assert_eq!(names(), before);
}

/// Commits intents with several workers while something is done to the server again and again. Returns how many were
/// committed, and how often it was done.
fn under_fire(server: &Server, strike: impl Fn() + Sync, strikes: usize) -> (usize, usize) {
    const WORKERS: i64 = 4;
    let store = connect(&server.url(), "one");
    let epoch = store.lock(now()).unwrap();
    let is_over = std::sync::atomic::AtomicBool::new(false);
    let done = AtomicU32::new(0);
    std::thread::scope(|scope| {
        for worker in 0..WORKERS {
            let (store, is_over, done) = (&store, &is_over, &done);
            scope.spawn(move || {
                let mut index = 0;
                while !is_over.load(Ordering::SeqCst) {
                    let intent = numbered(worker, index);
                    let written = store.commit(epoch, vec![Entry::Intent(intent)]).unwrap();
                    let outcome = Entry::Outcome(written[0].id, outcome(OutcomeKind::Done));
                    store.commit(epoch, vec![outcome]).unwrap();
                    done.fetch_add(1, Ordering::SeqCst);
                    index += 1;
                }
            });
        }
        for strike_number in 0..strikes {
            // Not always at the same place: each strike waits for some more commits than the one before.
            let until = done.load(Ordering::SeqCst) + 1 + u32::try_from(strike_number % 7).unwrap();
            while done.load(Ordering::SeqCst) < until {
                std::thread::yield_now();
            }
            strike();
        }
        is_over.store(true, Ordering::SeqCst);
    });
    let journal = store.journal(None).unwrap();
    let count = usize::try_from(done.load(Ordering::SeqCst)).unwrap();
    assert_eq!(journal.len(), count, "each intent once, none lost");
    let keys: std::collections::BTreeSet<_> = journal.iter().map(|(_, i)| i.key.clone()).collect();
    assert_eq!(keys.len(), count);
    assert!(
        journal
            .iter()
            .all(|(_, i)| i.outcome.as_ref().is_some_and(|o| o.kind == OutcomeKind::Done))
    );
    let outcomes = psql(server, "SELECT count(*) FROM uniac_data.outcome");
    assert_eq!(outcomes, [count.to_string()], "no outcome twice");
    (count, strikes)
}

pub fn say(text: &str) {
    let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
}

#[test]
fn connections_that_are_ended_lose_and_repeat_no_write() {
    let Some(server) = server() else { return };
    let end_all = || {
        psql(
            &server,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE application_name = 'uniac' AND pid <> pg_backend_pid()",
        );
    };
    let (count, strikes) = under_fire(&server, end_all, 200);
    say(&format!("all connections ended {strikes} times: {count} intents, each once\n"));
}

#[test]
fn a_server_that_is_killed_and_started_again_loses_and_repeats_no_write() {
    let Some(server) = server() else { return };
    let kill = || {
        server.kill();
        server.up();
    };
    let (count, strikes) = under_fire(&server, kill, 6);
    say(&format!("the server killed {strikes} times: {count} intents, each once\n"));
}

#[test]
fn a_store_is_copied_to_a_server_and_back_and_only_one_of_both_is_used() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let open = |name: &str| SqliteStore::open(&folder.path().join(name), COMPANY).unwrap();
    let (file, shared) = (open("a.db"), connect(&server.url(), COMPANY));
    file.put_orders(&(1..=2500).map(order).collect::<Vec<_>>(), now()).unwrap();
    file.put_documents(&page(DocumentId(1), document(1, 7)), now()).unwrap();
    file.switch(&Setting::REQUIRED, true, now(), "kari").unwrap();
    let epoch = file.lock(now()).unwrap();
    let written = file.commit(epoch, vec![Entry::Intent(intent(1))]).unwrap().remove(0);
    file.commit(epoch, vec![Entry::Outcome(written.id, outcome(OutcomeKind::Done))]).unwrap();
    // While a run is at work nothing is copied.
    let second = open("a.db");
    assert_eq!(crate::copy(&second, &shared, "there", now()).unwrap_err().code, "locked");
    drop((file, second));
    let file = open("a.db");
    let same = crate::copy(&file, &shared, "there", now()).unwrap();
    assert_eq!((same["uni_order"], same["intent"], same["outcome"]), (2500, 1, 1));
    let moved = file.lock(now()).unwrap_err();
    assert!(moved.message.contains("there"), "{}", moved.message);
    assert!(file.usable().is_err());
    // It goes on there as it would have here.
    let later = shared.lock(now()).unwrap();
    assert_eq!(later, Epoch(epoch.0 + 1));
    let case = shared.case(OrderId(7)).unwrap().unwrap();
    assert_eq!(case.intents[0].outcome, Some(outcome(OutcomeKind::Done)));
    assert!(shared.settings().unwrap().is_active());
    shared.put_orders(&[order(3000)], now()).unwrap();
    drop(shared);
    // One that holds something else is left alone.
    let other = open("b.db");
    other.put_orders(&[order(1)], now()).unwrap();
    let shared = connect(&server.url(), COMPANY);
    assert_eq!(crate::copy(&shared, &other, "b", now()).unwrap_err().code, "store-not-empty");
    let back = crate::copy(&shared, &open("a.db"), "a", now()).unwrap();
    assert_eq!(back["uni_order"], 2501);
    assert!(shared.lock(now()).is_err());
    let file = open("a.db").usable().unwrap();
    assert_eq!(file.lock(now()).unwrap(), Epoch(later.0 + 1));
}
