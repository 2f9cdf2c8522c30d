//! The network: each request leaves once, by one shared client.
//!
//! reqwest's own retries, redirects, cookies and proxies must stay off: what it sends a second time
//! by itself, nobody has decided to send. A run that is cut waits for no read; a write it never leaves.

use std::io::Read;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use reqwest::Url;
use reqwest::blocking::{Client, RequestBuilder, Response};

use super::Answer;
use super::context::Context;
use super::transport::{Auth, Failure, Parcel, Transport};
use super::wire::cleaned;
use uniac_system::error::{Error, Result};
use uniac_system::log::System;
use uniac_system::os;
use uniac_system::seam;
use uniac_system::stop::Stop;
use uniac_texts::t;

/// How long an unused connection is kept: less than the 5 s after which common web servers close
/// theirs, because a write into a closing connection has an unknown end.
const IDLE_TIMEOUT: Duration = Duration::from_secs(4);

/// How many unused connections are kept for one system: more than the workers of a pass.
const IDLE_CONNECTIONS_MAX: usize = 64;

/// The largest answer that is read; a page of a thousand orders is some megabytes.
const BODY_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// How often one who waits for the answer to a read looks whether the run is cut.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The way to one system.
pub(super) struct Network {
    client: Client,
    timeout: Duration,
    stop: &'static Stop,
}

impl Network {
    /// Returns the way to the system at `base`.
    ///
    /// # Errors
    /// `no-tls` when the platform has no trusted roots.
    pub(super) fn new(system: System, base: &Url, context: &Context) -> Result<Network> {
        let purpose = (base.scheme() == "http", context.connect_timeout, context.timeout);
        let made = context.shared.client(purpose, || build(base, context));
        let client = made.map_err(|error| {
            Error::failed(
                "no-tls",
                t!("answers-no-client", why = root(&error), system = system.to_string()),
            )
            .hint(t!("answers-certificates"))
        })?;
        Ok(Network { client, timeout: context.timeout, stop: context.clock.stop() })
    }

    fn built(&self, parcel: &Parcel<'_>) -> RequestBuilder {
        let url = parcel.url.clone();
        let mut builder = match parcel.method {
            "GET" => self.client.get(url),
            "PUT" => self.client.put(url),
            _ => self.client.post(url),
        };
        builder = match parcel.auth {
            Auth::None => builder,
            Auth::Bearer(token) => builder.bearer_auth(token.expose()),
            Auth::Basic(name, password) => {
                builder.basic_auth(name.expose(), Some(password.expose()))
            }
        };
        for (name, value) in parcel.headers {
            builder = builder.header(*name, *value);
        }
        let is_typed = parcel.headers.iter().any(|(name, _)| *name == "content-type");
        match parcel.body {
            Some(body) if is_typed => builder.body(body.to_owned()),
            Some(body) => builder.header("content-type", "application/json").body(body.to_owned()),
            None if parcel.method == "GET" => builder,
            // Some gates answer 411 to a write that does not say that it has no body.
            None => builder.header("content-length", "0"),
        }
    }

    /// Sends a read by a thread of its own, so that it can be left to itself.
    fn read(&self, system: System, request: RequestBuilder) -> Result<Answer, Failure> {
        let (timeout, (sender, answer)) = (self.timeout, sync_channel(1));
        let reader = std::thread::Builder::new().name("read".to_owned());
        let began = reader.spawn(move || {
            // Nobody listens any more when the run was cut.
            let _ = sender.send(sent(system, request, timeout, false));
        });
        if began.is_err() {
            return Err(Failure::unsendable(system));
        }
        loop {
            match answer.recv_timeout(LOOK_EVERY) {
                Ok(result) => return result,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Failure::torn(t!("answers-lost", system = system.to_string())));
                }
                Err(RecvTimeoutError::Timeout) => {
                    if let Some(why) = self.stop.cut() {
                        return Err(Failure::cut(why, false));
                    }
                }
            }
        }
    }
}

impl Transport for Network {
    fn carry(&self, parcel: &Parcel<'_>) -> Result<Answer, Failure> {
        let request = self.built(parcel);
        match parcel.is_write {
            true => sent(parcel.system, request, self.timeout, true),
            false => self.read(parcel.system, request),
        }
    }
}

/// Sends a request and reads the answer whole.
fn sent(
    system: System,
    request: RequestBuilder,
    timeout: Duration,
    is_write: bool,
) -> Result<Answer, Failure> {
    let started = Instant::now();
    let response = request.send().map_err(|error| failure(system, error))?;
    let status = response.status().as_u16();
    let headers = response.headers().iter();
    let headers = headers
        .filter_map(|(name, value)| {
            Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
        })
        .collect();
    if is_write {
        seam::point(seam::DURING_REPLY);
    }
    let body = body_of(response, system, started, timeout)?;
    Ok(Answer::new(status, headers, body))
}

/// Reads the body to its end, within the time of the whole request and the size limit.
fn body_of(
    response: Response,
    system: System,
    started: Instant,
    timeout: Duration,
) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    let mut limited = response.take(BODY_BYTES_MAX + 1);
    let mut part = [0; 16 * 1024];
    loop {
        let length = limited
            .read(&mut part)
            .map_err(|_| Failure::torn(t!("answers-broke-off", system = system.to_string())))?;
        if length == 0 {
            return Ok(body);
        }
        body.extend_from_slice(&part[..length]);
        if body.len() as u64 > BODY_BYTES_MAX {
            return Err(Failure::torn(t!("answers-too-large", system = system.to_string())));
        }
        if started.elapsed() > timeout {
            return Err(Failure::torn(t!("answers-too-long", system = system.to_string())));
        }
    }
}

fn failure(system: System, error: reqwest::Error) -> Failure {
    let unsent = error.is_connect() || error.is_builder();
    let code = if unsent { "unreachable" } else { "no-reply" };
    let reason = t!("answers-none-why", why = root(&error), system = system.to_string());
    Failure { unsent, code, reason, cause: Some(Arc::new(error.without_url())) }
}

/// Returns the innermost cause of an error. The outer ones name the whole address with its query.
fn root(error: &reqwest::Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => cleaned(&os::why(cause), 160),
        None if error.is_builder() => t!("answers-unsendable"),
        None => t!("answers-none"),
    }
}

/// Returns a client without encryption, for tests of what keeps clients.
#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "for tests")]
pub(super) fn plain() -> reqwest::Result<Client> {
    Client::builder().tls_certs_only([]).build()
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
