//! Answers that no system of the sandbox gives: somebody on the way answers some requests instead, and passes
//! all others on.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is answered instead.
#[derive(Clone, Copy)]
pub enum Answer {
    /// This status with a page for people.
    Page(u16),
    /// This status with these headers, lines with their ends, and no body.
    Bare(u16, &'static str),
    /// The connection ends.
    Hangup,
    /// Never anything.
    Silence,
}

/// Who answers instead; it ends when the test lets go of it.
pub struct Spoiler {
    /// Where it listens.
    pub address: String,
    is_over: Arc<AtomicBool>,
}

impl Spoiler {
    /// Stands before the systems at `upstream`, and answers the requests whose first line contains `to`.
    pub fn new(upstream: &str, to: &'static str, answer: Answer) -> Spoiler {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let is_over = Arc::new(AtomicBool::new(false));
        let (upstream, over) = (upstream.to_owned(), Arc::clone(&is_over));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if over.load(Ordering::SeqCst) {
                    return;
                }
                let upstream = upstream.clone();
                std::thread::spawn(move || pass_on(stream, &upstream, to, answer));
            }
        });
        Spoiler { address, is_over }
    }
}

impl Drop for Spoiler {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(&self.address);
    }
}

/// Handles one request; the connection ends with its answer.
fn pass_on(mut client: TcpStream, upstream: &str, to: &str, answer: Answer) -> Option<()> {
    let (head, body) = request(&mut client)?;
    let (first, headers) = head.split_once("\r\n")?;
    if first.contains(to) {
        let head = |status: u16, more: &str| {
            format!("HTTP/1.1 {status} Odd\r\nConnection: close\r\n{more}")
        };
        let answer = match answer {
            Answer::Page(status) => {
                let page = "<html><body><h1>Not here</h1></body></html>";
                let more =
                    format!("Content-Type: text/html\r\nContent-Length: {}\r\n\r\n", page.len());
                head(status, &more) + page
            }
            Answer::Bare(status, more) => head(status, more) + "Content-Length: 0\r\n\r\n",
            Answer::Hangup => return None,
            Answer::Silence => {
                // Until the other side gives up.
                let _ = client.read(&mut [0]);
                return None;
            }
        };
        return client.write_all(answer.as_bytes()).ok();
    }
    let is_kept = |line: &&str| !line.to_ascii_lowercase().starts_with("connection:");
    let headers: Vec<&str> = headers.split("\r\n").filter(is_kept).collect();
    let mut system = TcpStream::connect(upstream).ok()?;
    let head = format!("{first}\r\nConnection: close\r\n{}", headers.join("\r\n"));
    system.write_all(head.as_bytes()).and_then(|()| system.write_all(&body)).ok()?;
    let mut answer = Vec::new();
    system.read_to_end(&mut answer).ok()?;
    client.write_all(&answer).ok()
}

/// Reads a request: its head, with the empty line, and its body.
fn request(client: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let mut body = vec![0; length.unwrap_or(0)];
    client.read_exact(&mut body).ok()?;
    Some((head, body))
}
