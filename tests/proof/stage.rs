//! A data directory of its own, and the real program run in it.
//!
//! It can be copied, so that one story is broken off at each of its moments without being told from
//! its beginning each time. Nothing of the machine may reach a run.

use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use uniac_sandbox::{self as sandbox, Sandbox, World};
use uniac_store::{Address, DbStore};
use uniac_system::clock::Clock;

/// The signal of `kill -9`.
pub const SIGKILL: i32 = 9;

/// A data directory with a sandbox, and with a store once a command has made one.
pub struct Stage {
    folder: TempDir,
    /// How many runs there were: each begins ten minutes after the one before, so that a story has the
    /// same moments however long the machine takes to tell it.
    runs: AtomicU32,
    /// The database of its store, where that is not a file.
    database: Option<Database>,
}

/// A database of its own on the server that the tests are to use, removed with the value.
struct Database {
    server: String,
    name: String,
}

/// A run that has ended.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    pub signal: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Stage {
    /// A sandbox with an empty company, and no store.
    pub fn new() -> Stage {
        let database = Database::new();
        let stage = Stage { folder: folder(), runs: AtomicU32::new(0), database };
        std::fs::create_dir_all(stage.data()).expect("a folder");
        Sandbox::reset(&stage.file("sandbox.db"), 0, 1, stage.clock()).expect("a sandbox");
        stage
    }

    /// The same once more, file by file.
    pub fn copied(&self) -> Stage {
        let database = self.database.as_ref().map(Database::copied);
        let runs = self.runs.load(Ordering::SeqCst).into();
        let copy = Stage { folder: folder(), runs, database };
        std::fs::create_dir_all(copy.data()).expect("a folder");
        for entry in std::fs::read_dir(self.data()).expect("the folder") {
            let entry = entry.expect("an entry");
            std::fs::copy(entry.path(), copy.data().join(entry.file_name())).expect("a copy");
        }
        copy
    }

    /// Another machine that works for the same company: the same outside world, a store of its own.
    pub fn twin(&self) -> Stage {
        let runs = self.runs.load(Ordering::SeqCst).into();
        let twin = Stage { folder: folder(), runs, database: Database::new() };
        std::fs::create_dir_all(twin.data()).expect("a folder");
        let world = self.file("sandbox.db");
        std::os::unix::fs::symlink(world, twin.file("sandbox.db")).expect("a link");
        twin
    }

    /// Returns the folder with the files.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data/sandbox")
    }

    /// Returns one of the files.
    pub fn file(&self, name: &str) -> PathBuf {
        self.data().join(name)
    }

    /// Returns the folder that everything lies in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the outside world, in which people act and truth is read.
    pub fn world(&self) -> World {
        World::open(&self.file("sandbox.db"), self.clock()).expect("the outside world")
    }

    /// Opens the store, while no run is under way.
    pub fn store(&self) -> DbStore {
        let key = sandbox::unimicro::COMPANY_KEY;
        match &self.database {
            None => DbStore::open(&self.file("store.db"), key).expect("the store"),
            Some(database) => {
                let address = Address::shared(&database.url(), None).expect("an address");
                DbStore::connect(address, key).expect("the store")
            }
        }
    }

    /// Returns the moment at which the last run began.
    pub fn now(&self) -> Timestamp {
        let morning: Timestamp = "2026-06-01T08:00:00Z".parse().expect("a moment");
        morning + SignedDuration::from_mins(10 * i64::from(self.runs.load(Ordering::SeqCst)))
    }

    fn clock(&self) -> Arc<Clock> {
        Clock::manual(self.now(), TimeZone::UTC).into()
    }

    /// Prepares a run; one worker, so that all happens in one order.
    pub fn command(&self, line: &str, variables: &[(&str, &str)]) -> Command {
        self.runs.fetch_add(1, Ordering::SeqCst);
        let mut command = Command::new(env!("CARGO_BIN_EXE_uniac"));
        command
            .env_clear()
            .env("HOME", self.folder())
            .env("UNIAC_DATA_DIR", self.folder().join("data"))
            .env("UNIAC_CONFIG", self.folder().join("uniac.toml"))
            .env("UNIAC_USER", "kari")
            .env("UNIAC_SANDBOX_NOW", self.now().to_string())
            .envs(variables.iter().copied())
            .current_dir(self.folder())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .args(["--workers", "1", "--json"])
            .args(line.split_whitespace());
        if let Some(database) = &self.database {
            // The right to send of a run that was killed ends by itself, after its second.
            command.env("UNIAC_STORE", database.url()).args(["--wait", "20"]);
        }
        command
    }

    /// Runs the program to its end.
    pub fn uniac(&self, line: &str, variables: &[(&str, &str)]) -> Ended {
        self.command(line, variables).output().expect("uniac starts").into()
    }

    /// Runs the program; it must end well.
    #[track_caller]
    pub fn must(&self, line: &str) -> Ended {
        let ended = self.uniac(line, &[]);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        ended
    }
}

/// Names the server on which the stores are to lie, `postgres://user@host:port`.
const SERVER: &str = "UNIAC_TEST_POSTGRES";

impl Database {
    #[expect(clippy::disallowed_methods, reason = "a test may ask where the stores are to lie")]
    fn new() -> Option<Database> {
        let server = std::env::var(SERVER).ok()?;
        let database = Database { server, name: Database::fresh() };
        database.ask(&format!("CREATE DATABASE {} TEMPLATE template0", database.name));
        Some(database)
    }

    fn fresh() -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        format!("stage_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst))
    }

    fn copied(&self) -> Database {
        let copy = Database { server: self.server.clone(), name: Database::fresh() };
        // Who was killed is still being buried for a moment; a database in use cannot be copied.
        self.ask(&format!(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{}'",
            self.name
        ));
        self.ask(&format!("CREATE DATABASE {} TEMPLATE {}", copy.name, self.name));
        copy
    }

    fn ask(&self, sql: &str) {
        let at = format!("{}/postgres", self.server);
        let mut psql = Command::new("psql");
        psql.args(["-qXAt", "-v", "ON_ERROR_STOP=1", "-d"]).arg(at).args(["-c", sql]);
        let output = psql.output().expect("psql starts");
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn url(&self) -> String {
        format!("{}/{}?lease_seconds=1", self.server, self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.ask(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Ended {
        Ended {
            code: output.status.code(),
            signal: output.status.signal(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// A folder in memory where there is one: what a killed process has written is there as well.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = match memory.is_dir() {
        true => tempfile::tempdir_in(memory),
        false => tempfile::tempdir(),
    };
    made.expect("a temporary folder")
}
