//! A scripted server on the loopback, for tests of what is really sent.
//!
//! It answers one request a connection from its script; a request beyond the script is counted
//! and gets no answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::tz::TimeZone;

use super::Context;
use uniac_system::clock::Clock;
use uniac_system::log::{Exchange, Recorder};

/// What the server does with a request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Answers with a status, headers (`name: value` lines) and a body.
    Answer(u16, String, String),
    /// Reads the request and closes.
    Lose,
    /// Answers with half of the body that it announces.
    Tear(String),
    /// Answers byte by byte with a pause after each.
    Drip(String, Duration),
    /// Reads the request and stays silent for a while.
    Stall(Duration),
}

/// Returns an answer with a JSON body.
pub(crate) fn json(status: u16, body: &str) -> Act {
    Act::Answer(status, String::new(), body.to_owned())
}

/// The server; it ends with the test.
pub(crate) struct Server {
    /// Its address.
    pub(crate) address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts a server with a script.
    pub(crate) fn start(script: Vec<Act>) -> Server {
        Server::start_with(|_| script)
    }

    /// Starts a server with a script that names its own address.
    pub(crate) fn start_with(script: impl FnOnce(&str) -> Vec<Act>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let script = script(&address);
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        std::thread::spawn(move || {
            let mut script = script.into_iter();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let Some(request) = received(&stream) else { continue };
                kept.lock().unwrap().push(request);
                answer(&mut stream, script.next());
            }
        });
        Server { address, requests }
    }

    /// Returns the requests received so far, whole, headers in lower case as sent.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Returns the request lines received so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        let line = |request: &String| request.lines().next().unwrap_or_default().to_owned();
        self.requests().iter().map(line).collect()
    }
}

fn received(stream: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        request.push_str(&line);
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    request.push_str(&String::from_utf8(body).unwrap());
    Some(request)
}

fn answer(stream: &mut TcpStream, act: Option<Act>) {
    let head = |status: u16, headers: &str, length: usize| {
        let rest = format!("content-length: {length}\r\nconnection: close\r\n\r\n");
        format!("HTTP/1.1 {status} X\r\n{headers}{rest}")
    };
    let text = match act {
        Some(Act::Answer(status, headers, body)) => head(status, &headers, body.len()) + &body,
        Some(Act::Tear(body)) => head(200, "", body.len()) + &body[..body.len() / 2],
        Some(Act::Drip(body, pause)) => {
            let _ = stream.write_all(head(200, "", body.len()).as_bytes());
            for byte in body.bytes() {
                std::thread::sleep(pause);
                if stream.write_all(&[byte]).is_err() {
                    return;
                }
            }
            return;
        }
        Some(Act::Stall(time)) => {
            std::thread::sleep(time);
            return;
        }
        Some(Act::Lose) | None => return,
    };
    // The client may have gone away already.
    let _ = stream.write_all(text.as_bytes());
}

/// A recorder that tests look into.
#[derive(Debug, Default)]
pub(crate) struct Recording(pub(crate) Mutex<Vec<Exchange>>);

impl Recorder for Recording {
    fn record(&self, exchange: Exchange) {
        self.0.lock().unwrap().push(exchange);
    }
}

/// Returns a context with short pauses, and what it records.
pub(crate) fn context() -> (Context, Arc<Recording>) {
    let recording = Arc::new(Recording::default());
    let recorder = Arc::clone(&recording) as Arc<dyn Recorder>;
    let mut context = Context::new(Arc::new(Clock::system(TimeZone::UTC)), recorder);
    context.timeout = Duration::from_millis(1500);
    context.backoff = Duration::from_millis(1);
    (context, recording)
}
