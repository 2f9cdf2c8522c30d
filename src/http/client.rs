//! The client: how one request is sent, and which ones may be sent again.
//!
//! `Http::write` is the only place where a write leaves the process. It must never be called in a
//! loop here, and reqwest's own retries, redirects, cookies and proxies must stay off.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::io::Read;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use reqwest::Url;
use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::header::HeaderMap;

use super::Permits;
use super::wire::cleaned;
use super::{Answer, Request, Sending, Verb};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::log::{Exchange, Recorder, System, header_is_open, redact};
use crate::secret::Secret;

/// How long a connection may take to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long one request may take with its answer; Unimicro's official sample uses 30 s too.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How long an unused connection is kept: less than the 5 s after which common web servers close
/// theirs, because a write into a closing connection has an unknown end.
const IDLE_TIMEOUT: Duration = Duration::from_secs(4);

/// How many unused connections are kept for one system: more than the workers of a pass.
const IDLE_CONNECTIONS_MAX: usize = 64;

/// The largest answer that is read; a page of a thousand orders is some megabytes.
const BODY_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// How often a read is tried again.
const READ_RETRIES_MAX: u32 = 3;

/// How long the first pause between two tries of a read is; it doubles each time.
const BACKOFF: Duration = Duration::from_millis(200);

/// The longest `Retry-After` that a read waits for.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(30);

/// How many requests are on their way at once when nothing else is said.
const IN_FLIGHT_DEFAULT: usize = 16;

/// How requests are signed in for the whole life of a client.
#[derive(Debug, Clone)]
pub enum Auth {
    /// Each request brings its own headers.
    None,
    /// `Authorization: Bearer …`.
    Bearer(Secret),
    /// `Authorization: Basic …` of a name and a password.
    Basic(Secret, Secret),
}

/// What all clients of a process share.
#[derive(Clone)]
pub struct Context {
    /// Dates the exchanges.
    pub clock: Arc<Clock>,
    /// Keeps the exchanges.
    pub recorder: Arc<dyn Recorder>,
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// How long one request may take with its answer.
    pub timeout: Duration,
    /// How long the first pause between two tries of a read is.
    pub backoff: Duration,
    /// How many requests, to all systems together, are on their way at once.
    pub permits: Arc<Permits>,
}

impl Context {
    /// Returns a context with the usual time limits.
    pub fn new(clock: Arc<Clock>, recorder: Arc<dyn Recorder>) -> Context {
        Context {
            clock,
            recorder,
            connect_timeout: CONNECT_TIMEOUT,
            timeout: TIMEOUT,
            backoff: BACKOFF,
            permits: Arc::new(Permits::new(IN_FLIGHT_DEFAULT)),
        }
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

/// The client of one system. Cloning it is cheap and shares its connections.
#[derive(Debug, Clone)]
pub struct Http {
    system: System,
    base: Url,
    auth: Auth,
    client: Client,
    context: Context,
}

/// Why there is no answer.
struct Failure {
    /// Whether surely nothing was sent.
    unsent: bool,
    code: &'static str,
    reason: String,
}

impl Http {
    /// Returns a client for everything under `base_url`.
    ///
    /// # Errors
    /// `bad-address` when the address cannot be used, `insecure-address` when credentials would
    /// travel in the clear to another machine, `no-tls` when the platform has no trusted roots.
    pub fn new(system: System, base_url: &str, auth: Auth, context: &Context) -> Result<Http> {
        let base = base_address(system, base_url)?;
        let client = build(&base, context).map_err(|error| {
            Error::failed(
                "no-tls",
                format!("no client could be made for {system}: {}", root(&error)),
            )
            .hint("Install the system's certificates (for instance the package `ca-certificates`)")
        })?;
        Ok(Http { system, base, auth, client, context: context.clone() })
    }

    /// Returns the system that this client talks to.
    pub fn system(&self) -> System {
        self.system
    }

    /// Returns the clock that dates the exchanges.
    pub fn clock(&self) -> &Clock {
        &self.context.clock
    }

    /// Returns the host, to be shown.
    pub fn host(&self) -> &str {
        self.base.host_str().unwrap_or_default()
    }

    /// Reads: tries a `GET` up to four times, on connection errors, torn bodies, 429 and 5xx.
    ///
    /// # Errors
    /// `unreachable`, `no-reply`, `torn-body`, `rate-limited` or `server-error`, whichever came
    /// last. Every other status is an answer.
    ///
    /// # Panics
    /// When the request is no `GET`.
    pub fn read(&self, request: &Request<'_>) -> Result<Answer> {
        assert_eq!(request.verb, Verb::Get, "only a GET may be repeated");
        self.repeated(request, true)
    }

    /// Signs in: as [`Http::read`] for the `POST` that fetches a token, whose bodies are secret
    /// and which changes nothing.
    ///
    /// # Errors
    /// As [`Http::read`].
    pub fn sign_in(&self, request: &Request<'_>) -> Result<Answer> {
        self.repeated(request, false)
    }

    /// Writes: sends the request once, whatever happens.
    pub fn write(&self, request: &Request<'_>) -> Sending {
        match self.exchange(request, true) {
            Ok(answer) => Sending::Sent(answer),
            Err(failure) if failure.unsent => Sending::NotSent { reason: failure.reason },
            Err(failure) => Sending::NoReply { code: failure.code },
        }
    }

    fn repeated(&self, request: &Request<'_>, bodies_open: bool) -> Result<Answer> {
        let mut tries = 0;
        loop {
            let result = self.exchange(request, bodies_open);
            let asked = match &result {
                Ok(answer) if answer.status != 429 && answer.status < 500 => {
                    return result_of(result);
                }
                Ok(answer) => answer.retry_after(),
                Err(_) => None,
            };
            let too_long = asked.is_some_and(|asked| asked > RETRY_AFTER_MAX);
            if tries == READ_RETRIES_MAX || too_long {
                return Err(self.gave_up(request, result));
            }
            std::thread::sleep(asked.unwrap_or_else(|| self.pause(tries)));
            tries += 1;
        }
    }

    /// Returns the pause after try number `tries`: doubled each time, and up to half of it more,
    /// so that workers that failed together do not come back together.
    fn pause(&self, tries: u32) -> Duration {
        let pause = self.context.backoff * 2_u32.pow(tries);
        // A fresh hasher is randomly seeded; nothing but the length of a pause may hang on it.
        let chance = RandomState::new().hash_one(tries) % 512;
        pause + pause * u32::try_from(chance).unwrap_or(0) / 1024
    }

    fn gave_up(&self, request: &Request<'_>, result: Result<Answer, Failure>) -> Error {
        let system = self.system;
        let (code, what) = match result {
            Ok(answer) if answer.status == 429 => {
                ("rate-limited", format!("{system} takes no more calls now"))
            }
            Ok(answer) => ("server-error", format!("{system} answered {}", answer.status)),
            Err(failure) => (failure.code, failure.reason),
        };
        let path = cleaned(&request.shown(), 120);
        Error::failed(code, format!("{what} ({} {path})", request.verb.name()))
            .hint("Try again later; `uniac doctor` tests each system by itself")
    }

    fn exchange(&self, request: &Request<'_>, bodies_open: bool) -> Result<Answer, Failure> {
        // The time of a request begins with its permit: an answer must not be taken for torn
        // because others were slow.
        let permit = self.context.permits.take();
        let at = self.context.clock.now();
        let started = Instant::now();
        let result = self.once(request, started);
        drop(permit);
        if self.context.recorder.wants() {
            let answer = result.as_ref().ok();
            let open = |body: &[u8]| if bodies_open { redact(body) } else { None };
            self.context.recorder.record(Exchange {
                at,
                system: self.system,
                method: request.verb.name().to_owned(),
                path: request.shown(),
                headers: open_headers(request, answer.map(|answer| &answer.headers)),
                status: answer.map(|answer| answer.status),
                ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
                request: request.body.and_then(|body| open(body.as_bytes())),
                response: answer.and_then(|answer| open(answer.body())),
                error: result.as_ref().err().map(|failure| failure.code.to_owned()),
            });
        }
        result
    }

    fn once(&self, request: &Request<'_>, started: Instant) -> Result<Answer, Failure> {
        let response = self.built(request).send().map_err(|error| self.failure(&error))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = self.body_of(response, started)?;
        Ok(Answer { status, headers, body })
    }

    fn built(&self, request: &Request<'_>) -> RequestBuilder {
        let address = format!("{}{}", self.base.as_str().trim_end_matches('/'), request.path);
        let mut builder = match request.verb {
            Verb::Get => self.client.get(address),
            Verb::Post => self.client.post(address),
            Verb::Put => self.client.put(address),
        };
        builder = match &self.auth {
            Auth::None => builder,
            Auth::Bearer(token) => builder.bearer_auth(token.expose()),
            Auth::Basic(name, password) => {
                builder.basic_auth(name.expose(), Some(password.expose()))
            }
        };
        if !request.query.is_empty() {
            builder = builder.query(&request.query);
        }
        for (name, value) in &request.headers {
            builder = builder.header(*name, *value);
        }
        match request.body {
            Some(body) => builder.header("content-type", "application/json").body(body.to_owned()),
            None if request.verb == Verb::Get => builder,
            // Some gates answer 411 to a write that does not say that it has no body.
            None => builder.header("content-length", "0"),
        }
    }

    /// Reads the body to its end, within the time of the whole request and the size limit.
    fn body_of(&self, response: Response, started: Instant) -> Result<Vec<u8>, Failure> {
        let torn = |reason: &str| Failure {
            unsent: false,
            code: "torn-body",
            reason: format!("the answer of {} {reason}", self.system),
        };
        let mut body = Vec::new();
        let mut limited = response.take(BODY_BYTES_MAX + 1);
        let mut part = [0; 16 * 1024];
        loop {
            let length = limited.read(&mut part).map_err(|_| torn("broke off"))?;
            if length == 0 {
                return Ok(body);
            }
            body.extend_from_slice(&part[..length]);
            if body.len() as u64 > BODY_BYTES_MAX {
                return Err(torn("is too large"));
            }
            if started.elapsed() > self.context.timeout {
                return Err(torn("took too long"));
            }
        }
    }

    fn failure(&self, error: &reqwest::Error) -> Failure {
        let unsent = error.is_connect() || error.is_builder();
        let code = if unsent { "unreachable" } else { "no-reply" };
        Failure { unsent, code, reason: format!("{} did not answer: {}", self.system, root(error)) }
    }
}

fn result_of(result: Result<Answer, Failure>) -> Result<Answer> {
    result.map_err(|failure| Error::failed(failure.code, failure.reason))
}

fn open_headers(request: &Request<'_>, answer: Option<&HeaderMap>) -> Vec<(String, String)> {
    let sent = request.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), *value));
    let came = answer
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?)));
    sent.chain(came)
        .filter(|(name, _)| header_is_open(name))
        .map(|(name, value)| (name, cleaned(value, 100)))
        .collect()
}

/// Returns the innermost cause of an error. The outer ones name the whole address with its query.
fn root(error: &reqwest::Error) -> String {
    let Some(mut cause) = std::error::Error::source(error) else {
        return if error.is_builder() { "the request cannot be sent" } else { "no answer" }
            .to_owned();
    };
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cleaned(&cause.to_string(), 160)
}

/// Returns the address as it will be used, refused when credentials must not be sent there.
fn base_address(system: System, base_url: &str) -> Result<Url> {
    let bad = |what: &str| {
        Error::failed("bad-address", format!("the address of {system} {what}"))
            .hint("Give it in the configuration as `https://HOST` with an optional path")
    };
    let base = Url::parse(base_url.trim()).map_err(|_| bad("is no web address"))?;
    if !base.username().is_empty() || base.password().is_some() {
        return Err(bad("must not carry a user or password"));
    }
    if base.query().is_some() || base.fragment().is_some() {
        return Err(bad("must not carry a query or fragment"));
    }
    match base.scheme() {
        "https" => Ok(base),
        "http" if is_loopback(&base) => Ok(base),
        "http" => Err(Error::failed(
            "insecure-address",
            format!("credentials for {system} would be sent unencrypted to another machine"),
        )
        .hint("Use an `https://` address; `http://` is for this machine only")),
        _ => Err(bad("begins with neither `https://` nor `http://`")),
    }
}

fn is_loopback(address: &Url) -> bool {
    let host = address.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[expect(clippy::disallowed_methods, reason = "the one place that builds a client")]
fn build(base: &Url, context: &Context) -> reqwest::Result<Client> {
    static PROVIDER: OnceLock<()> = OnceLock::new();
    PROVIDER.get_or_init(|| {
        // Fails only when some other part has chosen a provider before; then that one is used.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    let mut builder = Client::builder()
        .user_agent(concat!("uniac/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        // Only a request of which no byte was written (its idle connection had been closed) is
        // still moved to a fresh connection, below reqwest; the other side cannot see it twice.
        .retry(reqwest::retry::never())
        .referer(false)
        // Proxies named in the environment are not used: only the configuration reads it.
        .no_proxy()
        .pool_max_idle_per_host(IDLE_CONNECTIONS_MAX)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .connect_timeout(context.connect_timeout)
        .timeout(context.timeout);
    if base.scheme() == "http" {
        // The loopback needs no roots, and a machine without any can still run the sandbox.
        builder = builder.tls_certs_only([]);
    }
    builder.build()
}
