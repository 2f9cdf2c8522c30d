//! One output stream: whole texts, written through, and silence once the reader has gone.
//!
//! A broken pipe must never be an error (`uniac order list | head`), and no other failure may be
//! swallowed here.

use std::io::{self, ErrorKind, Write};
use std::sync::{Mutex, PoisonError};

pub(super) struct Stream(Mutex<Sink>);

struct Sink {
    writer: Box<dyn Write + Send>,
    /// The reader has gone; nothing more is written.
    closed: bool,
}

impl Stream {
    pub(super) fn new(writer: Box<dyn Write + Send>) -> Stream {
        Stream(Mutex::new(Sink { writer, closed: false }))
    }

    /// Writes all of it, unless the reader has gone.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let mut sink = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if sink.closed {
            return Ok(());
        }
        let written = sink.writer.write_all(bytes).and_then(|()| sink.writer.flush());
        match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                sink.closed = true;
                Ok(())
            }
            other => other,
        }
    }
}
