//! A program that prints a secret: started with little, given little time, and ended with all it started.
//!
//! It must never see what is not its own: no other secret stands in its environment, nothing is on its
//! input. What it prints on its error output is not shown: that may be the secret itself.

use std::ffi::OsString;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use uniac_system::os;
use uniac_system::stop;
use uniac_texts::t;

/// How long it may take.
pub const TIME_MAX: Duration = Duration::from_secs(10);

/// How much a secret may be, bytes; the longest real ones are PEM keys of some kilobytes.
pub const BYTES_MAX: u64 = 64 * 1024;

/// How often the end is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Runs a program in this environment and returns what it prints.
///
/// # Errors
/// Why there is nothing, in words.
pub fn printed(
    words: &[String],
    environment: impl IntoIterator<Item = (OsString, OsString)>,
    time_max: Duration,
) -> Result<Vec<u8>, String> {
    let (program, arguments) = words.split_first().ok_or_else(|| t!("program-empty"))?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .envs(environment)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // A group of its own, so that all that it starts can be ended with it.
        command.process_group(0);
    }
    let mut child = command.spawn().map_err(|error| os::why(&error))?;
    let ended = watched(&mut child, Deadline::after(time_max));
    if ended.is_err() {
        end(&mut child);
    }
    ended
}

fn watched(child: &mut Child, deadline: Deadline) -> Result<Vec<u8>, String> {
    let stdout = child.stdout.take().ok_or_else(|| t!("program-no-output"))?;
    let (sender, output) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = stdout.take(BYTES_MAX + 1).read_to_end(&mut bytes);
        let _ = sender.send(read.map(|_| bytes));
    });
    let bytes = loop {
        match output.recv_timeout(LOOK_EVERY) {
            Ok(read) => break read.map_err(|error| os::why(&error))?,
            Err(RecvTimeoutError::Timeout) => deadline.check()?,
            Err(RecvTimeoutError::Disconnected) => return Err(t!("program-output-lost")),
        }
    };
    if bytes.len() as u64 > BYTES_MAX {
        return Err(t!("program-too-much", size = BYTES_MAX / 1024));
    }
    let status = loop {
        match child.try_wait().map_err(|error| os::why(&error))? {
            Some(status) => break status,
            None => deadline.check()?,
        }
        stop::PROCESS.sleep(LOOK_EVERY);
    };
    if status.success() { Ok(bytes) } else { Err(t!("program-ended", status = status.to_string())) }
}

/// When a program must have ended.
struct Deadline {
    at: Instant,
    time_max: Duration,
}

impl Deadline {
    fn after(time_max: Duration) -> Deadline {
        Deadline { at: Instant::now() + time_max, time_max }
    }

    fn check(&self) -> Result<(), String> {
        if let Some(why) = stop::PROCESS.why() {
            return Err(why.words());
        }
        match Instant::now() < self.at {
            true => Ok(()),
            false => Err(t!("program-too-long", seconds = self.time_max.as_secs())),
        }
    }
}

/// Ends a program that has not been waited for, with all that it has started.
fn end(child: &mut Child) {
    #[cfg(unix)]
    {
        let group = rustix::process::Pid::from_child(child);
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    #[cfg(windows)]
    {
        // Windows knows no groups of this kind; its own tool follows the tree.
        let id = child.id().to_string();
        let _ = Command::new("taskkill")
            .args(["/T", "/F", "/PID", &id])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn shell(script: &str, time_max: Duration) -> Result<Vec<u8>, String> {
        let words = ["/bin/sh", "-c", script].map(str::to_owned);
        let environment = [("PATH".into(), "/usr/bin:/bin".into()), ("A".into(), "b".into())];
        printed(&words, environment, time_max)
    }

    #[test]
    fn what_it_prints_is_taken_and_how_it_fails_is_said() {
        let soon = Duration::from_secs(30);
        assert_eq!(shell("printf s3cret", soon).unwrap(), b"s3cret");
        assert!(shell("exit 3", soon).unwrap_err().contains('3'));
        assert!(shell("yes", soon).unwrap_err().contains("more than 64 KiB"));
        assert!(printed(&["/no/such".to_owned()], [], soon).is_err());
        assert!(printed(&[], [], soon).is_err());
        // Nothing but what it is given, and nothing to read.
        let seen = String::from_utf8(shell("env; cat", soon).unwrap()).unwrap();
        let names: Vec<&str> = seen.lines().filter_map(|line| line.split('=').next()).collect();
        for name in names {
            assert!(["PATH", "A", "PWD", "SHLVL", "_", "OLDPWD"].contains(&name), "{name}");
        }
    }

    #[test]
    fn it_is_ended_in_time_with_all_that_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let pid = folder.path().join("pid");
        // The first closes its output and hangs; the second leaves that to somebody else.
        for script in ["exec >&-; sleep 100", "sleep 100 & echo $! > PID; wait"] {
            let script = script.replace("PID", pid.to_str().unwrap());
            let began = Instant::now();
            let error = shell(&script, Duration::from_secs(1)).unwrap_err();
            assert!(error.contains("longer than 1 s"), "{error}");
            assert!(began.elapsed() < Duration::from_secs(20));
        }
        let id: i32 = std::fs::read_to_string(&pid).unwrap().trim().parse().unwrap();
        let id = rustix::process::Pid::from_raw(id).unwrap();
        let began = Instant::now();
        while rustix::process::test_kill_process(id).is_ok() && !is_zombie(id) {
            assert!(began.elapsed() < Duration::from_secs(20), "it still runs");
            std::thread::yield_now();
        }
    }

    /// Its parent is gone; where nobody collects the dead, it stays as one.
    fn is_zombie(id: rustix::process::Pid) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", id.as_raw_nonzero()));
        stat.is_ok_and(|stat| stat.contains(") Z "))
    }
}
