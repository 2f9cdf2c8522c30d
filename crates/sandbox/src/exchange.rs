//! A request and its answer without a socket, so that a simulation can call the emulators directly.
//!
//! Nothing here may know what a system does with a request.

use serde::Serialize;
use serde_json::{Value, json};

use super::brand::Brand;

/// One of the emulated systems, by the first part of the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// `/uni`.
    Uni,
    /// `/shop`.
    Shop,
    /// A payment provider; Vipps, the first there was, is at `/provider`.
    Provider(Brand),
}

impl System {
    /// Returns the name in the file. All providers are one there.
    pub(super) fn name(self) -> &'static str {
        match self {
            System::Uni => "uni",
            System::Shop => "shop",
            System::Provider(_) => "provider",
        }
    }

    /// Returns the first part of the path.
    fn path(self) -> &'static str {
        match self {
            System::Uni | System::Shop => self.name(),
            System::Provider(brand) => brand.path(),
        }
    }
}

/// What a client sent.
#[derive(Debug, Clone)]
pub struct Request {
    /// `GET`, `POST`, `PUT`...
    pub method: String,
    /// The path with the query as it was sent, percent-encoded.
    pub target: String,
    /// The decoded path, with the system's prefix.
    pub path: String,
    /// The decoded query.
    pub query: Vec<(String, String)>,
    /// Header names are lower case.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl Request {
    /// Returns a request for a path with an optional query, both still percent-encoded.
    pub fn new(
        method: &str,
        target: &str,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Request {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let query = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (decode(&name.replace('+', " ")), decode(&value.replace('+', " ")))
            })
            .collect();
        Request {
            method: method.to_owned(),
            target: target.to_owned(),
            path: decode(path),
            query,
            headers,
            body,
        }
    }

    /// Returns the system the request is for, and the path within it.
    pub fn system(&self) -> Option<(System, &str)> {
        let providers = Brand::ALL.into_iter().map(System::Provider);
        [System::Uni, System::Shop].into_iter().chain(providers).find_map(|system| {
            let rest = self.path.strip_prefix('/')?.strip_prefix(system.path())?;
            rest.starts_with('/').then_some((system, rest))
        })
    }

    /// Returns a header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the first value of a query parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the body as JSON; an empty body is an empty object, anything unreadable `None`.
    pub(super) fn json(&self) -> Option<Value> {
        if self.body.is_empty() {
            return Some(json!({}));
        }
        serde_json::from_slice(&self.body).ok()
    }

    /// Returns whether the request only reads.
    pub fn is_reading(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD")
    }
}

/// What a system answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Header names are lower case.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl Response {
    /// Returns an answer with a JSON body.
    #[expect(clippy::expect_used, reason = "a body with text keys can always be written")]
    pub(super) fn json(status: u16, body: &impl Serialize) -> Response {
        let body = serde_json::to_vec(body).expect("the emulators' bodies have text keys only");
        Response::bytes(status, "application/json; charset=utf-8", body)
    }

    /// Returns an answer with a body of the given type.
    pub(super) fn bytes(status: u16, content_type: &str, body: Vec<u8>) -> Response {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Response { status, headers, body }
    }

    /// Adds a header.
    pub(super) fn with(mut self, name: &str, value: impl ToString) -> Response {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }
}

/// Returns percent-encoded text decoded; what is not valid stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let byte = match (first, tail) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_queries_are_decoded() {
        let request =
            Request::new("GET", "/uni/api?filter=A%20eq+%27%C3%B8%27&x&y=1%", vec![], vec![]);
        assert_eq!(request.system(), Some((System::Uni, "/api")));
        assert_eq!(request.parameter("filter"), Some("A eq 'ø'"));
        assert_eq!(request.parameter("x"), Some(""));
        assert_eq!(request.parameter("y"), Some("1%"));
        assert_eq!(Request::new("GET", "/unify/a", vec![], vec![]).system(), None);
    }
}
