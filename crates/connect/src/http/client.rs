//! The client: how one request is sent, and which ones may be sent again.
//!
//! `Http::write` is the only place where a write leaves the process. It must never be called in a
//! loop here.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Url;

use super::address;
use super::context::Context;
use super::network::Network;
use super::permits::Permits;
use super::transport::{Auth, Failure, Parcel, Transport};
use super::wire::cleaned;
use super::{Answer, Request, Sending, Verb};
use uniac_system::clock::Clock;
use uniac_system::error::{Error, Result};
use uniac_system::log::{Exchange, System, header_is_open, redact};
use uniac_system::secret::Secret;
use uniac_system::stop::Why;
use uniac_texts::t;

/// How often a read is tried again.
const READ_RETRIES_MAX: u32 = 3;

/// The longest `Retry-After` that a read waits for.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(30);

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http").field("system", &self.system).finish_non_exhaustive()
    }
}

/// The client of one system. Cloning it is cheap and shares its connections.
#[derive(Clone)]
pub struct Http {
    system: System,
    base: Url,
    auth: Auth,
    transport: Arc<dyn Transport>,
    context: Context,
    /// How many requests, of all companies together, are on their way to this host.
    host: Option<Arc<Permits>>,
}

/// How a request is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    /// It changes nothing.
    Read,
    /// It changes nothing, and its bodies are secret.
    SecretRead,
    /// It may change something.
    Write,
}

impl Http {
    /// Returns a client for everything under `base_url`.
    ///
    /// # Errors
    /// `bad-address` when the address cannot be used, `insecure-address` when credentials would
    /// travel in the clear to another machine, `no-tls` when the platform has no trusted roots.
    pub fn new(system: System, base_url: &str, auth: Auth, context: &Context) -> Result<Http> {
        let base = address::base(system, base_url)?;
        let transport = match &context.transport {
            Some(transport) => Arc::clone(transport),
            None => Arc::new(Network::new(system, &base, context)?),
        };
        let port = base.port_or_known_default().unwrap_or_default();
        let host = format!("{}:{port}", base.host_str().unwrap_or_default());
        let host = context.shared.permits(&host);
        Ok(Http { system, base, auth, transport, context: context.clone(), host })
    }

    /// Returns the system that this client talks to.
    pub fn system(&self) -> System {
        self.system
    }

    /// Returns the clock that dates the exchanges.
    pub fn clock(&self) -> &Clock {
        &self.context.clock
    }

    /// Returns how many requests may be on their way at once.
    pub fn at_once(&self) -> usize {
        self.context.permits.all()
    }

    /// Returns the address under which all paths stand.
    pub fn address(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// Returns the host, to be shown.
    pub fn host(&self) -> &str {
        self.base.host_str().unwrap_or_default()
    }

    /// Reads: tries a `GET` up to four times, on connection errors, torn bodies, 429 and 5xx.
    ///
    /// # Errors
    /// `unreachable`, `no-reply`, `torn-body`, `rate-limited` or `server-error`, whichever came
    /// last; `interrupted` or `timed-out` when the run is cut. Every other status is an answer.
    ///
    /// # Panics
    /// When the request is no `GET`.
    pub fn read(&self, request: &Request<'_>) -> Result<Answer> {
        assert_eq!(request.verb, Verb::Get, "only a GET may be repeated");
        let shown = format!("{} {}", request.verb.name(), request.shown());
        self.repeated(&shown, &mut || Ok(self.exchange(request, Sent::Read)))
    }

    /// Asks: as [`Http::read`], for the `POST` of a question (a GraphQL query), which changes nothing.
    ///
    /// # Errors
    /// As [`Http::read`].
    ///
    /// # Panics
    /// When the body is no GraphQL query.
    pub fn query(&self, request: &Request<'_>) -> Result<Answer> {
        let is_query = request.body.is_some_and(|body| body.starts_with(r#"{"query":"query "#));
        assert!(is_query, "only a question may be repeated");
        let shown = format!("{} {}", request.verb.name(), request.shown());
        self.repeated(&shown, &mut || Ok(self.exchange(request, Sent::Read)))
    }

    /// Signs in: as [`Http::read`] for the `POST` that fetches a token, whose bodies are secret
    /// and which changes nothing.
    ///
    /// # Errors
    /// As [`Http::read`].
    pub fn sign_in(&self, request: &Request<'_>) -> Result<Answer> {
        let shown = format!("{} {}", request.verb.name(), request.shown());
        self.repeated(&shown, &mut || Ok(self.exchange(request, Sent::SecretRead)))
    }

    /// Signs in with a form, which is made anew for each try: a proof of identity may be used once,
    /// and a lost answer does not say whether it was.
    ///
    /// # Errors
    /// As [`Http::read`], and all of `form`.
    pub fn sign_in_by_form(
        &self,
        path: &str,
        form: &mut dyn FnMut() -> Result<Secret>,
    ) -> Result<Answer> {
        self.repeated(&format!("POST {path}"), &mut || {
            let body = form()?;
            let request = Request::post(path, body.expose())
                .header("content-type", "application/x-www-form-urlencoded")
                .header("accept", "application/json");
            Ok(self.exchange(&request, Sent::SecretRead))
        })
    }

    /// Writes: sends the request once, whatever happens. When the run is cut, one that is on its way is
    /// waited for, and one that would have to wait for its turn is not sent.
    pub fn write(&self, request: &Request<'_>) -> Sending {
        match self.exchange(request, Sent::Write) {
            Ok(answer) => Sending::Sent(answer),
            Err(failure) if failure.unsent => Sending::NotSent,
            Err(failure) => Sending::NoReply { code: failure.code },
        }
    }

    fn repeated(
        &self,
        shown: &str,
        send: &mut dyn FnMut() -> Result<Result<Answer, Failure>>,
    ) -> Result<Answer> {
        let stop = self.context.clock.stop();
        let mut tries = 0;
        loop {
            stop.check_cut()?;
            let result = send()?;
            let asked = match &result {
                Ok(answer) if answer.status != 429 && answer.status < 500 => {
                    return result_of(result);
                }
                Ok(answer) => answer.retry_after(),
                Err(_) => {
                    stop.check_cut()?;
                    None
                }
            };
            let too_long = asked.is_some_and(|asked| asked > RETRY_AFTER_MAX);
            if tries == READ_RETRIES_MAX || too_long {
                return Err(self.gave_up(shown, result));
            }
            self.context.clock.sleep(asked.unwrap_or_else(|| self.pause(tries)));
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

    fn gave_up(&self, shown: &str, result: Result<Answer, Failure>) -> Error {
        let system = self.system;
        let (code, what, cause) = match result {
            Ok(answer) if answer.status == 429 => {
                ("rate-limited", t!("answers-rate-limited", system = system.to_string()), None)
            }
            Ok(answer) => (
                "server-error",
                t!("answers-status", system = system.to_string(), status = answer.status),
                None,
            ),
            Err(failure) => (failure.code, failure.reason, failure.cause),
        };
        let error = Error::failed(code, format!("{what} ({})", cleaned(shown, 120)))
            .hint(t!("answers-try-later"));
        match cause {
            Some(cause) => error.caused_by(cause),
            None => error,
        }
    }

    fn trace(&self, request: &Request<'_>, result: &Result<Answer, Failure>, started: Instant) {
        let (system, method, path) = (self.system.name(), request.verb.name(), request.shown());
        let ms = started.elapsed().as_millis();
        match result {
            Ok(answer) => tracing::debug!(system, method, path, status = answer.status, ms, "call"),
            Err(failure) => tracing::debug!(system, method, path, error = failure.code, ms, "call"),
        }
    }

    fn exchange(&self, request: &Request<'_>, sent: Sent) -> Result<Answer, Failure> {
        // The time of a request begins with its permit: an answer must not be taken for torn
        // because others were slow.
        let stop = self.context.clock.stop();
        let Some(permit) = self.context.permits.take(stop) else {
            return Err(Failure::cut(stop.why().unwrap_or(Why::Interrupted), true));
        };
        // Always in this order, so that nobody waits in a circle.
        let of_host = match &self.host {
            None => None,
            Some(host) => match host.take(stop) {
                Some(permit) => Some(permit),
                None => return Err(Failure::cut(stop.why().unwrap_or(Why::Interrupted), true)),
            },
        };
        let at = self.context.clock.now();
        let started = Instant::now();
        let result = self.carried(request, sent == Sent::Write);
        drop((permit, of_host));
        self.trace(request, &result, started);
        if self.context.recorder.wants() {
            let answer = result.as_ref().ok();
            let open = |body: &[u8]| if sent == Sent::SecretRead { None } else { redact(body) };
            self.context.recorder.record(Exchange {
                at,
                system: self.system,
                method: request.verb.name().to_owned(),
                path: request.shown(),
                headers: open_headers(request, answer.map_or(&[], |answer| &answer.headers)),
                status: answer.map(|answer| answer.status),
                ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
                request: request.body.and_then(|body| open(body.as_bytes())),
                response: answer.and_then(|answer| open(answer.body())),
                error: result.as_ref().err().map(|failure| failure.code.to_owned()),
            });
        }
        result
    }

    fn carried(&self, request: &Request<'_>, is_write: bool) -> Result<Answer, Failure> {
        let address = format!("{}{}", self.base.as_str().trim_end_matches('/'), request.path);
        let mut url = Url::parse(&address).map_err(|_| Failure::unsendable(self.system))?;
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        self.transport.carry(&Parcel {
            system: self.system,
            method: request.verb.name(),
            url,
            auth: &self.auth,
            headers: &request.headers,
            body: request.body,
            is_write,
        })
    }
}

fn result_of(result: Result<Answer, Failure>) -> Result<Answer> {
    result.map_err(|failure| {
        let error = Error::failed(failure.code, failure.reason);
        match failure.cause {
            Some(cause) => error.caused_by(cause),
            None => error,
        }
    })
}

fn open_headers(request: &Request<'_>, answer: &[(String, String)]) -> Vec<(String, String)> {
    let sent = request.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), *value));
    let came = answer.iter().map(|(name, value)| (name.clone(), value.as_str()));
    sent.chain(came)
        .filter(|(name, _)| header_is_open(name))
        .map(|(name, value)| (name, cleaned(value, 100)))
        .collect()
}
