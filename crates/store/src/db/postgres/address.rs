//! Where a PostgreSQL server is, and how it is spoken to.
//!
//! The password stands in no message and no log: what is shown of an address has none. Over a network nothing goes
//! unencrypted, and no server is believed whose certificate is not right, unless the address says `sslmode=disable`.

use std::str::FromStr;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use postgres::config::{Host, SslMode, TargetSessionAttrs};
use postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::trust::tls;

/// How long an unfinished attempt to reach the server lasts.
const CONNECT_WAIT: Duration = Duration::from_secs(10);

/// How long nothing may come from the server before the connection is taken for broken.
const SILENCE: Duration = Duration::from_secs(20);

/// How long a run that is not heard of keeps the right to send, unless the address says otherwise.
const LEASE: Duration = Duration::from_mins(1);

/// The address of a store in PostgreSQL.
pub struct Address {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    /// How long a run that is not heard of keeps the right to send.
    pub lease: Duration,
    /// The address without what is secret.
    pub shown: String,
    /// Since when nobody is there.
    gone: Mutex<Option<Instant>>,
    /// Whether there was a pooler behind it: then no statement gets a name.
    pub(super) is_pooled: AtomicBool,
    /// What tells it from others; it has the password in it.
    pub(super) key: String,
}

impl Address {
    /// Reads an address, `postgres://user@host:port/database?option=value`, with the password where it is given apart.
    ///
    /// # Errors
    /// `bad-store` when it is none.
    pub fn new(url: &str, password: Option<&str>) -> Result<Address> {
        let odd = |what: &str| {
            Error::usage("bad-store", t!("store-bad-address", why = what))
                .hint(t!("store-bad-address-hint"))
        };
        let (place, query) = url.split_once('?').unwrap_or((url, ""));
        let mut kept = Vec::new();
        let (mut roots, mut lease, mut ssl) = (None, LEASE, None);
        for option in query.split('&').filter(|option| !option.is_empty()) {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            match name {
                "sslrootcert" => roots = Some(value.to_owned()).filter(|value| value != "system"),
                "sslmode" => ssl = Some(value),
                "lease_seconds" => {
                    let seconds = value.parse().ok().filter(|seconds| (1..=3600).contains(seconds));
                    lease = Duration::from_secs(seconds.ok_or_else(|| odd("lease_seconds"))?);
                }
                _ => kept.push(option),
            }
        }
        let plain = match kept.is_empty() {
            true => place.to_owned(),
            false => format!("{place}?{}", kept.join("&")),
        };
        // What the library says of an address may repeat it.
        let mut config = Config::from_str(&plain).map_err(|_| odd("postgres://"))?;
        if let Some(password) = password {
            config.password(password);
        }
        // Of several servers only one takes writes: the others follow it.
        let says_which = kept.iter().any(|option| option.starts_with("target_session_attrs="));
        if config.get_hosts().len() > 1 && !says_which {
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        let is_encrypted = match ssl {
            Some("disable") => false,
            Some("require" | "verify-ca" | "verify-full") => true,
            None | Some("prefer" | "allow") => !is_local(&config),
            Some(_) => return Err(odd("sslmode")),
        };
        config
            .ssl_mode(if is_encrypted { SslMode::Require } else { SslMode::Disable })
            .application_name("uniac")
            .connect_timeout(CONNECT_WAIT)
            .tcp_user_timeout(SILENCE)
            .keepalives_idle(SILENCE / 2)
            .keepalives_interval(SILENCE / 4)
            .keepalives_retries(2);
        let tls = is_encrypted.then(|| tls(roots.as_deref())).transpose()?;
        let key = key(url, password);
        Ok(Address {
            shown: shown(&config),
            config,
            tls,
            lease,
            key,
            is_pooled: AtomicBool::new(false),
            gone: Mutex::default(),
        })
    }

    /// Returns the address as [`Address::new`] reads it, made once for all companies of a run.
    ///
    /// # Errors
    /// As [`Address::new`].
    pub fn shared(url: &str, password: Option<&str>) -> Result<Arc<Address>> {
        static KNOWN: Mutex<Vec<Arc<Address>>> = Mutex::new(Vec::new());
        let key = key(url, password);
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(address) = known.iter().find(|address| address.key == key) {
            return Ok(Arc::clone(address));
        }
        let address = Arc::new(Address::new(url, password)?);
        known.push(Arc::clone(&address));
        Ok(address)
    }

    /// Keeps whether the server was there just now.
    pub(super) fn is_there(&self, is_there: bool) {
        let mut gone = self.gone.lock().unwrap_or_else(PoisonError::into_inner);
        *gone = if is_there { None } else { gone.or_else(|| Some(Instant::now())) };
    }

    /// Returns for how long nobody was there.
    pub(super) fn gone_for(&self) -> Duration {
        let gone = self.gone.lock().unwrap_or_else(PoisonError::into_inner);
        gone.map_or(Duration::ZERO, |gone| gone.elapsed())
    }

    /// Connects.
    ///
    /// # Errors
    /// When the server is not there, or lets nobody in.
    pub fn connect(&self) -> std::result::Result<Client, postgres::Error> {
        match &self.tls {
            Some(tls) => self.config.connect(tls.clone()),
            None => self.config.connect(NoTls),
        }
    }
}

/// Returns whether all servers of an address are on this machine.
fn is_local(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    })
}

fn key(url: &str, password: Option<&str>) -> String {
    format!("{url} {}", password.unwrap_or_default())
}

fn shown(config: &Config) -> String {
    let ports = config.get_ports();
    let hosts = config.get_hosts().iter().enumerate().map(|(index, host)| {
        let port = ports.get(index).or(ports.first()).copied().unwrap_or(5432);
        match host {
            Host::Tcp(name) => format!("{name}:{port}"),
            #[cfg(unix)]
            Host::Unix(path) => format!("{}:{port}", path.display()),
        }
    });
    let hosts: Vec<String> = hosts.collect();
    let user = config.get_user().unwrap_or_default();
    format!("postgres://{user}@{}/{}", hosts.join(","), config.get_dbname().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_of_an_address_has_no_password() {
        let address = Address::new(
            "postgres://kari:hemmelig@db.example:6432/books?sslmode=disable&lease_seconds=5",
            Some("enda-en"),
        )
        .unwrap();
        assert_eq!(address.shown, "postgres://kari@db.example:6432/books");
        assert_eq!(address.lease, Duration::from_secs(5));
        for bad in
            ["postgres://kari:hemmelig@db.example/x?sslmode=odd", "postgres://h:hemmelig@[x/"]
        {
            let error = Address::new(bad, None).err().unwrap();
            assert_eq!(error.code, "bad-store");
            assert!(!format!("{error:?}").contains("hemmelig"), "{error:?}");
        }
    }

    #[test]
    fn only_this_machine_is_spoken_to_unencrypted() {
        let encrypted = |url: &str| Address::new(url, None).unwrap().tls.is_some();
        assert!(encrypted("postgres://kari@db.example/x"));
        assert!(encrypted("postgres://kari@db.example/x?sslmode=prefer"));
        assert!(!encrypted("postgres://kari@127.0.0.1/x"));
        assert!(!encrypted("postgres://kari@localhost/x"));
        assert!(!encrypted("postgres://kari@db.example/x?sslmode=disable"));
        assert!(encrypted("postgres://kari@localhost/x?sslmode=require"));
    }

    #[test]
    fn of_several_servers_the_one_that_takes_writes_is_meant() {
        let meant = |url: &str| Address::new(url, None).unwrap().config.get_target_session_attrs();
        let read_write = TargetSessionAttrs::ReadWrite;
        assert_eq!(meant("postgres://kari@127.0.0.1:1,127.0.0.1:2/x"), read_write);
        assert_eq!(meant("postgres://127.0.0.1/x?target_session_attrs=read-write"), read_write);
        assert_eq!(meant("postgres://kari@127.0.0.1/x"), TargetSessionAttrs::Any);
    }

    #[test]
    fn a_file_of_authorities_that_has_none_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        let url = format!("postgres://kari@db.example/x?sslrootcert={}", path.display());
        for text in [None, Some(""), Some("no certificate")] {
            if let Some(text) = text {
                std::fs::write(&path, text).unwrap();
            }
            let error = Address::new(&url, None).err().unwrap();
            assert_eq!(error.code, "bad-store");
            assert!(error.message.contains("ca.pem"), "{error:?}");
        }
    }
}
