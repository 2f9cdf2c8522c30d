//! A terminal for the real program: a pseudo-terminal on whose other side the test types and reads.
//!
//! Unix only; elsewhere the questions are tested by their flags alone.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Instant;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use crate::harness::PATIENCE;

/// The program at a terminal.
pub struct Terminal {
    child: Child,
    keys: File,
    screen: Receiver<Vec<u8>>,
    /// All that came, and how far it was waited for.
    seen: String,
    read_to: usize,
}

impl Terminal {
    /// Starts a prepared command at a terminal of 80 columns.
    pub fn start(mut command: Command) -> Terminal {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
        grantpt(&ours).expect("it is granted");
        unlockpt(&ours).expect("it is unlocked");
        let size = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&ours, size).expect("it has a size");
        let name = ptsname(&ours, Vec::new()).expect("a name").into_string().expect("text");
        let open = || File::options().read(true).write(true).open(&name).expect("it opens");
        command
            .stdin(Stdio::from(open()))
            .stdout(Stdio::from(open()))
            .stderr(Stdio::from(open()))
            .env("TERM", "xterm");
        let child = command.spawn().expect("uniac starts");
        // The ends that the program has are its own now.
        drop(command);
        let keys = File::from(ours);
        let mut reader = keys.try_clone().expect("the same terminal");
        let (send, screen) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // The end of the program is an error here.
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if send.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Terminal { child, keys, screen, seen: String::new(), read_to: 0 }
    }

    /// Waits until the screen shows a text after what was waited for last.
    #[track_caller]
    pub fn expect(&mut self, text: &str) -> &mut Terminal {
        let began = Instant::now();
        loop {
            if let Some(at) = self.seen[self.read_to..].find(text) {
                self.read_to += at + text.len();
                return self;
            }
            let left = PATIENCE.saturating_sub(began.elapsed());
            match self.screen.recv_timeout(left) {
                Ok(bytes) => self.seen += &without_escapes(&String::from_utf8_lossy(&bytes)),
                Err(end) => panic!("`{text}` never came ({end}); on the screen:\n{}", self.seen),
            }
        }
    }

    /// Types a line.
    pub fn line(&mut self, text: &str) -> &mut Terminal {
        self.key(&format!("{text}\r"))
    }

    /// Types a secret, once the terminal has stopped showing what is typed.
    #[track_caller]
    pub fn secret(&mut self, text: &str) -> &mut Terminal {
        crate::harness::wait_for("a question without echo", || {
            let modes = tcgetattr(&self.keys).expect("its modes").local_modes;
            (!modes.contains(LocalModes::ECHO)).then_some(())
        });
        self.line(text)
    }

    /// Presses keys.
    pub fn key(&mut self, keys: &str) -> &mut Terminal {
        self.keys.write_all(keys.as_bytes()).expect("it is typed");
        self
    }

    /// Waits for the end; returns the exit code and all that was on the screen.
    #[track_caller]
    pub fn end(mut self) -> (i32, String) {
        let began = Instant::now();
        // The terminal ends when the program has let go of it.
        loop {
            let left = PATIENCE.saturating_sub(began.elapsed());
            match self.screen.recv_timeout(left) {
                Ok(bytes) => self.seen += &without_escapes(&String::from_utf8_lossy(&bytes)),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("it does not end; on the screen:\n{}", self.seen)
                }
            }
        }
        let status = self.child.wait().expect("uniac ends");
        (status.code().unwrap_or(-1), self.seen.clone())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Takes out what only moves the cursor or colours.
fn without_escapes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(char) = rest.next() {
        if char != '\u{1b}' {
            out.push(char);
            continue;
        }
        if rest.next() == Some('[') {
            for char in rest.by_ref() {
                if char.is_ascii_alphabetic() {
                    break;
                }
            }
        }
    }
    out
}
