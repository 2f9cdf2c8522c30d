//! Files and secrets: what uniac makes is its owner's alone whatever the umask, what others have access to
//! is pointed out by name, and a secret that would hurt is refused by name.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::harness::{Call, World, minor, text};

/// The rights of all that the world's data folder holds, the folder included.
fn modes(world: &World) -> Vec<(PathBuf, u32)> {
    fn collect(path: &Path, modes: &mut Vec<(PathBuf, u32)>) {
        let found = std::fs::metadata(path).expect("it is there");
        modes.push((path.to_owned(), found.permissions().mode() & 0o777));
        if found.is_dir() {
            for entry in std::fs::read_dir(path).expect("a folder") {
                collect(&entry.expect("an entry").path(), modes);
            }
        }
    }
    let mut modes = Vec::new();
    collect(&world.path("data"), &mut modes);
    modes
}

fn set(path: &Path, mode: u32) {
    let rights = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, rights).expect("they are set");
}

/// Runs a prepared call with a umask that takes nothing away.
fn with_open_umask(call: Call) -> String {
    let call = call.into_command();
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", "umask 0; exec \"$@\"", "sh"]).arg(call.get_program()).args(call.get_args());
    shell.env_clear();
    for (name, value) in call.get_envs() {
        shell.envs(value.map(|value| (name, value)));
    }
    let output = shell.current_dir(call.get_current_dir().expect("a folder")).output();
    let output = output.expect("a shell");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{stderr}");
    stderr
}

#[test]
fn all_that_is_made_is_the_owners_alone_whatever_the_umask() {
    let world = World::bare();
    let trace = world.path("trace");
    for line in [
        "sandbox reset --orders 3".to_owned(),
        "enable".to_owned(),
        "enable detailed-logging".to_owned(),
        format!("sync --trace {}", trace.display()),
        "doctor".to_owned(),
    ] {
        let said = with_open_umask(world.uniac(&line));
        assert!(!said.contains("have access"), "{said}");
    }
    let names = ["store.db", "store.lock", "exchanges.db", "sandbox.db", "doctor.json"];
    let modes = modes(&world);
    for name in names {
        assert!(modes.iter().any(|(path, _)| path.ends_with(name)), "no {name}: {modes:?}");
    }
    for (path, mode) in modes.into_iter().chain([(trace.clone(), mode_of(&trace))]) {
        let expected = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, expected, "{}: {mode:o}", path.display());
    }
}

fn mode_of(path: &Path) -> u32 {
    std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

#[test]
fn what_others_have_access_to_is_named_once_and_files_are_taken_back() {
    let world = World::active();
    let folder = world.path("data/sandbox");
    set(&folder, 0o755);
    for name in ["store.db", "store.lock"] {
        set(&folder.join(name), 0o666);
    }
    let ended = world.uniac("status").exit(0);
    for name in ["sandbox` (mode 755)", "store.db` (mode 666)", "store.lock` (mode 666)"] {
        assert_eq!(ended.stderr.matches(name).count(), 1, "{name}\n{}", ended.report());
    }
    assert!(ended.stderr.contains("chmod 700"), "{}", ended.report());
    assert_eq!(mode_of(&folder.join("store.lock")), 0o600);
    assert_eq!(mode_of(&folder.join("store.db")), 0o600);
    // The folder stays as its owner has made it, and is named again.
    set(&folder.join("store.lock"), 0o644);
    let rows = world.uniac("doctor --json").exit(0).data();
    let row = rows.as_array().expect("rows").iter().find(|row| row["id"] == "files");
    let row = row.expect("a row about the files");
    assert_eq!(row["result"], "warning");
    assert!(text(&row["found"]).contains("store.lock` (mode 644)"), "{row}");
    assert!(text(&row["remedy"]).contains("chmod 700"), "{row}");
    set(&folder, 0o700);
    let ended = world.uniac("status").exit(0);
    assert!(!ended.stderr.contains("access"), "{}", ended.report());
}

#[test]
fn a_store_that_lost_its_bytes_is_damaged_and_one_that_is_gone_is_new() {
    let world = World::active();
    let store = world.path("data/sandbox/store.db");
    std::fs::write(&store, "").expect("written");
    let error = world.uniac("sync --json").exit(1).json();
    assert_eq!((&error["code"], &error["moved"]), (&"store-damaged".into(), &"no".into()));
    assert!(text(&error["message"]).contains("no byte left"), "{error}");
    assert_eq!(std::fs::metadata(&store).expect("still there").len(), 0);
    world.lose_store();
    world.uniac("status").exit(0);
}

/// A company of its own whose shop's key comes from somewhere else.
fn with_shop_key(outside: &World, source: &str) -> World {
    let served = outside.serve();
    let configuration = served.with_token().replace("{ env = \"PLAY_SHOP_KEY\" }", source);
    let mut company = World::bare();
    std::fs::write(company.path("uniac.toml"), configuration).expect("it is written");
    for (name, value) in served.secrets_with_token() {
        company.set(&name, &value);
    }
    company
}

#[test]
fn a_secret_with_what_cannot_be_seen_is_refused_by_name() {
    let outside = World::empty();
    let program = "{ command = [\"printf\", 'ck_s3cret\\000x'] }";
    for (source, content, what) in [
        ("{ file = \"key\" }", "ck_s3cret\nx", "file `key` has a line end"),
        ("{ file = \"key\" }", "ck_s3cret\r", "file `key` has a carriage return"),
        ("{ env = \"KEY\" }", "ck_s3cret\n", "variable `KEY` has a line end"),
        (program, "", "command `printf` has a NUL"),
    ] {
        let mut company = with_shop_key(&outside, source);
        std::fs::write(company.path("key"), content).expect("it is written");
        company.set("KEY", content);
        let ended = company.uniac("status --json").exit(4);
        let error = ended.json();
        let message = text(&error["message"]);
        assert_eq!(error["code"], "bad-secret", "{}", ended.report());
        assert!(message.contains("shop: consumer_key"), "{message}");
        assert!(message.contains(what), "{message}");
        assert!(!ended.report().contains("s3cret"), "{}", ended.report());
    }
}

#[test]
fn a_command_sees_no_other_secret_and_gets_no_more_than_its_time() {
    let outside = World::empty();
    let company = with_shop_key(&outside, "{ command = [\"sh\", \"-c\", \"env > seen; cat\"] }");
    company.uniac("status").exit(4).says("it is empty");
    let seen = std::fs::read_to_string(company.path("seen")).expect("its environment");
    assert!(seen.contains("HOME="), "{seen}");
    assert!(!seen.contains("PLAY_") && !seen.contains("UNIAC_"), "{seen}");

    let company = with_shop_key(&outside, "{ command = [\"sh\", \"-c\", \"sleep 60\"] }");
    let began = Instant::now();
    company.uniac("status").exit(4).says("it took longer than 10 s");
    assert!(began.elapsed() < Duration::from_secs(30));
    let company = with_shop_key(&outside, "{ command = [\"yes\"] }");
    company.uniac("status").exit(4).says("more than 64 KiB");
}

#[test]
fn a_broken_row_of_the_exchange_log_is_left_out_and_said() {
    let world = World::active();
    world.uniac("enable detailed-logging").exit(0);
    world.sync();
    let rows = || world.uniac("log --exchanges --json").exit(0);
    let before = rows().data().as_array().expect("rows").len();
    let log = rusqlite::Connection::open(world.path("data/sandbox/exchanges.db")).expect("a log");
    log.execute("UPDATE exchange SET exchange = '{' WHERE id = 2", []).expect("it is broken");
    drop(log);
    let ended = rows().says("One row of the exchange log cannot be read");
    assert_eq!(ended.data().as_array().expect("rows").len(), before - 1);
    assert!(minor(&ended.data()[0]["status"]) > 0);
}
