//! Somebody between uniac and the sandbox: passes requests on, keeps them, and meddles with some.
//!
//! It must change nothing that it was not told to change.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What becomes of a request.
pub enum Way {
    /// It is passed on.
    Pass,
    /// It is passed on twice, and the second answer comes back.
    Twice,
    /// It is passed on as if it had been sent to another address.
    AsHost(&'static str),
    /// It is not passed on; this status comes back.
    Status(u16),
}

/// The one between.
pub struct Between {
    /// Where it listens.
    pub address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Between {
    /// Stands before the sandbox at `there`; `way` is asked for each request's line, and how many of
    /// that line came before.
    pub fn start(there: &str, way: impl Fn(&str, usize) -> Way + Send + Sync + 'static) -> Between {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (kept, there, way) = (Arc::clone(&requests), there.to_owned(), Arc::new(way));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let (kept, there, way) = (Arc::clone(&kept), there.clone(), Arc::clone(&way));
                std::thread::spawn(move || serve(stream, &there, &kept, way.as_ref()));
            }
        });
        Between { address, requests }
    }

    /// Returns the requests whose line begins so, whole.
    pub fn requests(&self, line: &str) -> Vec<String> {
        let requests = self.requests.lock().expect("the requests");
        requests.iter().filter(|request| request.starts_with(line)).cloned().collect()
    }
}

fn serve(
    mut stream: TcpStream,
    there: &str,
    kept: &Mutex<Vec<String>>,
    way: &(dyn Fn(&str, usize) -> Way + Send + Sync),
) {
    let Some(request) = received(&stream) else { return };
    let line = request.lines().next().unwrap_or_default().to_owned();
    let before = {
        let mut kept = kept.lock().expect("the requests");
        let before = kept.iter().filter(|known| known.lines().next() == Some(&line)).count();
        kept.push(request.clone());
        before
    };
    let answer = match way(&line, before) {
        Way::Pass => passed(there, &request, None),
        Way::Twice => {
            passed(there, &request, None);
            passed(there, &request, None)
        }
        Way::AsHost(host) => passed(there, &request, Some(host)),
        Way::Status(status) => {
            let head = "content-length: 0\r\nconnection: close\r\n\r\n";
            format!("HTTP/1.1 {status} X\r\n{head}").into_bytes()
        }
    };
    let _ = stream.write_all(&answer);
}

fn received(stream: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let (mut request, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        request.push_str(&line);
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    request.push_str(&String::from_utf8(body).ok()?);
    Some(request)
}

/// Sends a whole request to an address and returns the whole answer.
pub fn passed(there: &str, request: &str, host: Option<&str>) -> Vec<u8> {
    let (head, body) = request.split_once("\r\n\r\n").expect("head and body");
    let lines = head.lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let lines: Vec<String> = lines
        .map(|line| match host {
            Some(host) if line.to_ascii_lowercase().starts_with("host:") => format!("host: {host}"),
            _ => line.to_owned(),
        })
        .collect();
    let request = format!("{}\r\nconnection: close\r\n\r\n{body}", lines.join("\r\n"));
    let mut stream = TcpStream::connect(there).expect("the sandbox listens");
    stream.write_all(request.as_bytes()).expect("it is sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    answer
}

/// Reads a page as a browser does, and returns its head.
pub fn browse(address: &str) -> String {
    let rest = address.strip_prefix("http://").expect("an address");
    let (host, path) = rest.split_once('/').expect("a path");
    let request = format!("GET /{path} HTTP/1.1\r\nhost: {host}\r\n\r\n");
    let answer = passed(&host.replace("localhost", "127.0.0.1"), &request, None);
    String::from_utf8_lossy(&answer).into_owned()
}
