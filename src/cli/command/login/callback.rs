//! The loopback address to which the browser comes back (RFC 8252, 7.3).
//!
//! It listens on this machine only, believes nothing but the answer that carries the state of this
//! sign-in, and is not held up by a connection that says nothing.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use uniac_connect::http::address;
use uniac_connect::http::wire::cleaned;
use uniac_system::error::{Error, Result};
use uniac_system::os;
use uniac_system::secret::Secret;
use uniac_texts::t;

/// The path that is registered (the platform's official sample).
const PATH: &str = "/oauth/callback";

/// How long one connection may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(5);

/// The longest head of a request that is read, bytes.
const HEAD_LENGTH_MAX: usize = 16 * 1024;

/// The address, listened on.
pub(super) struct Callback {
    listeners: Vec<TcpListener>,
    port: u16,
    sender: Sender<(TcpStream, String)>,
    requests: Receiver<(TcpStream, String)>,
}

/// What the browser brought.
pub(super) enum Brought {
    /// A code.
    Code(Secret),
    /// The identity server's error code.
    Refused(String),
}

/// The browser that brought it, waiting for a page.
pub(super) struct Arrival {
    /// What it brought.
    pub brought: Brought,
    browser: TcpStream,
}

impl Arrival {
    /// Shows the person how it ended.
    pub(super) fn answer(self, done: bool) {
        let text = match done {
            true => t!("callback-signed-in"),
            false => t!("callback-failed"),
        };
        page(self.browser, 200, &text);
    }
}

impl Callback {
    /// Listens on a port of this machine; 0 is any free one.
    pub(super) fn listen(port: u16) -> Result<Callback> {
        let failed = |error: std::io::Error| {
            Error::failed("login-port", t!("callback-port", port = port, why = os::why(&error)))
                .caused_by(error)
                .hint(t!("callback-port-hint"))
        };
        let listener =
            TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let mut listeners = vec![listener];
        // `localhost` is this address too, where the machine has it.
        listeners.extend(TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).ok());
        for listener in &listeners {
            listener.set_nonblocking(true).map_err(failed)?;
        }
        let (sender, requests) = channel();
        Ok(Callback { listeners, port, sender, requests })
    }

    /// Returns the address for the browser.
    pub(super) fn redirect(&self) -> String {
        format!("http://localhost:{}{PATH}", self.port)
    }

    /// Returns what has come for the sign-in of this state, if anything has. It does not wait.
    pub(super) fn arrival(&self, state: &str) -> Option<Arrival> {
        for listener in &self.listeners {
            while let Ok((stream, _)) = listener.accept() {
                let sender = self.sender.clone();
                // Browsers open connections in advance and are silent on them.
                std::thread::spawn(move || {
                    if let Some(target) = asked(&stream) {
                        let _ = sender.send((stream, target));
                    }
                });
            }
        }
        while let Ok((browser, target)) = self.requests.try_recv() {
            match brought(&target, state) {
                Some(brought) => return Some(Arrival { brought, browser }),
                None => page(browser, 404, &t!("callback-nothing")),
            }
        }
        None
    }
}

/// Returns the target of a `GET`.
fn asked(mut stream: &TcpStream) -> Option<String> {
    stream.set_nonblocking(false).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let (mut head, mut part) = (Vec::new(), [0; 1024]);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let length = stream.read(&mut part).ok().filter(|length| *length > 0)?;
        head.extend_from_slice(&part[..length]);
        if head.len() > HEAD_LENGTH_MAX {
            return None;
        }
    }
    let head = String::from_utf8(head).ok()?;
    let mut words = head.lines().next()?.split(' ');
    (words.next()? == "GET").then(|| words.next().map(str::to_owned))?
}

/// Returns what a target brings, if it is the answer to the sign-in of this state.
fn brought(target: &str, state: &str) -> Option<Brought> {
    let (_, query) = address::target(target).filter(|(path, _)| path == PATH)?;
    let one = |name: &str| {
        let mut found = query.iter().filter(|(known, _)| known == name);
        let (_, value) = found.next()?;
        found.next().is_none().then(|| value.clone())
    };
    if one("state")? != state {
        return None;
    }
    match (one("code"), one("error")) {
        (Some(code), None) if !code.is_empty() => Some(Brought::Code(Secret::new(&code))),
        (None, Some(error)) => Some(Brought::Refused(cleaned(&error, 40))),
        _ => None,
    }
}

fn page(mut browser: TcpStream, status: u16, text: &str) {
    let body =
        format!("<!doctype html><meta charset=\"utf-8\"><title>uniac</title><p>{text}</p>\n");
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         cache-control: no-store\r\nreferrer-policy: no-referrer\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let _ = browser.set_write_timeout(Some(PATIENCE));
    // The person may have closed the window.
    let _ = browser.write_all(format!("{head}{body}").as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_answer_to_this_sign_in_is_believed() {
        let brought = |target: &str| match brought(target, "s1") {
            Some(Brought::Code(code)) => format!("code {}", code.expose()),
            Some(Brought::Refused(code)) => format!("refused {code}"),
            None => "nothing".to_owned(),
        };
        for (target, expected) in [
            ("/oauth/callback?code=a%2Bb&state=s1", "code a+b"),
            ("/oauth/callback?state=s1&code=c&iss=x", "code c"),
            ("/oauth/callback?error=access_denied&state=s1", "refused access_denied"),
            ("/oauth/callback?error=%1b%5bred&state=s1", "refused [red"),
            ("/oauth/callback?code=c&state=s2", "nothing"),
            ("/oauth/callback?code=c&state=s1&state=s1", "nothing"),
            ("/oauth/callback?code=c&code=d&state=s1", "nothing"),
            ("/oauth/callback?code=c&error=e&state=s1", "nothing"),
            ("/oauth/callback?code=&state=s1", "nothing"),
            ("/oauth/callback?code=c", "nothing"),
            ("/other?code=c&state=s1", "nothing"),
            ("/favicon.ico", "nothing"),
        ] {
            assert_eq!(brought(target), expected, "{target}");
        }
    }
}
