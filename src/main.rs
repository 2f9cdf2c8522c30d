//! The process edge: signals, the exit code, and a defect's last words.
//!
//! Nothing else belongs here. A panic must end the process with code 70 and say so; it must never
//! look like a failure that was foreseen.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use uniac::cli;
use uniac_system::stop::{self, Why};

/// What a second Ctrl-C ends the process with.
const INTERRUPTED: i32 = 130;

fn main() -> ExitCode {
    watch_interrupts();
    if uniac_system::seam::arm(&|name| uniac::config::Environment.var(name)).is_err() {
        return ExitCode::FAILURE;
    }
    let ended = std::panic::catch_unwind(|| cli::run(std::env::args_os()));
    ExitCode::from(ended.unwrap_or_else(|_| cli::report_defect()))
}

/// The first Ctrl-C lets the orders in hand end well; the second ends the process at once.
fn watch_interrupts() {
    static WAS_ASKED: AtomicBool = AtomicBool::new(false);
    let handler = || {
        uniac::ui::show_cursor();
        if WAS_ASKED.swap(true, Ordering::SeqCst) {
            end_at_once();
        }
        stop::PROCESS.ask(Why::Interrupted);
        cli::announce_interrupt();
    };
    // Without a handler the platform's own applies: the process ends, and the next run settles.
    let _ = ctrlc::set_handler(handler);
}

#[expect(clippy::disallowed_methods, clippy::exit, reason = "the user has asked twice")]
fn end_at_once() {
    std::process::exit(INTERRUPTED)
}
