//! Keeps what a command prints for one of several companies, instead of printing it.
//!
//! The command does not know: it prints its one object of JSON, which is taken from here. What it warns of goes to the real
//! terminal under the company's name. Nobody is asked anything.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use uniac_system::error::Error;

use super::json;
use super::look::{ColorWhen, Format, Look};
use super::terminal::Ui;

/// What a command has printed apart.
#[derive(Debug, Clone, Default)]
pub struct Apart(Arc<Mutex<Vec<u8>>>);

impl Apart {
    /// Returns what the command has printed: its schema and its data; `None` when it printed no result.
    pub fn printed(&self) -> Option<(String, Value)> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut printed: Value = serde_json::from_slice(&bytes).ok()?;
        let schema = printed["schema"].as_str()?.to_owned();
        Some((schema, printed["data"].take()))
    }
}

impl Write for Apart {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Hands whole lines to the real terminal, each under the company's name.
struct Labelled {
    terminal: Arc<Ui>,
    company: String,
    line: Vec<u8>,
}

impl Write for Labelled {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            match byte {
                b'\n' => {
                    let line = std::mem::take(&mut self.line);
                    // It was cleaned where it was put together; the colours are our own.
                    let line = String::from_utf8_lossy(&line);
                    if !line.trim().is_empty() {
                        self.terminal.tell(&format!("{}: {line}", self.company));
                    }
                }
                byte => self.line.push(*byte),
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Ui {
    /// Returns a terminal for one of several companies, and what will be printed on it.
    pub fn apart(self: &Arc<Ui>, company: &str) -> (Ui, Apart) {
        let look = Look {
            format: Format::Json,
            color: ColorWhen::Never,
            quiet: true,
            stdin_terminal: false,
            stdout_terminal: false,
            stderr_terminal: false,
            company: Some(company.to_owned()),
            ..self.look.clone()
        };
        let printed = Apart::default();
        let said =
            Labelled { terminal: Arc::clone(self), company: company.to_owned(), line: Vec::new() };
        (Ui::with_writers(look, Box::new(printed.clone()), Box::new(said)), printed)
    }

    /// Returns the object of a failure, as a part of a larger one.
    pub fn error_object(company: Option<&str>, error: &Error) -> Value {
        serde_json::from_str(&json::error(company, error)).unwrap_or(Value::Null)
    }
}
