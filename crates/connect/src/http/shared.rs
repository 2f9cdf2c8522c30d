//! What the companies of one run share: clients, and how many requests are on their way to one host.
//!
//! A thousand companies speak to one Uni and a few providers. Nothing of a company is kept here: no credentials, no
//! cookies, only connections.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::blocking::Client;

use super::Permits;

/// What a client is made for: encryption or not, and its time limits.
pub(super) type Purpose = (bool, Duration, Duration);

/// The clients of a run, and each host's permits.
#[derive(Debug, Default)]
pub struct Shared {
    clients: Mutex<HashMap<Purpose, Client>>,
    /// How many requests may be on their way to one host; `None`: nobody counts.
    each: Option<usize>,
    hosts: Mutex<HashMap<String, Arc<Permits>>>,
}

impl Shared {
    /// Returns what many companies share: so many requests at once to each host.
    pub fn bounded(each: usize) -> Shared {
        Shared { each: Some(each), ..Shared::default() }
    }

    /// Returns the client for a purpose; it is made once.
    pub(super) fn client(
        &self,
        purpose: Purpose,
        make: impl FnOnce() -> reqwest::Result<Client>,
    ) -> reqwest::Result<Client> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&purpose) {
            return Ok(client.clone());
        }
        let client = make()?;
        clients.insert(purpose, client.clone());
        Ok(client)
    }

    /// Returns the permits of a host, by its name and port, where they are counted.
    pub(super) fn permits(&self, host: &str) -> Option<Arc<Permits>> {
        let each = self.each?;
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let permits = hosts.entry(host.to_owned()).or_insert_with(|| Arc::new(Permits::new(each)));
        Some(Arc::clone(permits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_has_one_set_of_permits_whoever_asks() {
        let shared = Shared::bounded(2);
        let (one, same) = (shared.permits("a:1").unwrap(), shared.permits("a:1").unwrap());
        assert!(Arc::ptr_eq(&one, &same));
        assert!(!Arc::ptr_eq(&one, &shared.permits("a:2").unwrap()));
        assert!(Shared::default().permits("a:1").is_none());
    }

    #[test]
    fn a_client_is_made_once_for_each_purpose() {
        let shared = Shared::default();
        let mut made = 0;
        for purpose in
            [(true, Duration::ZERO, Duration::ZERO), (true, Duration::ZERO, Duration::ZERO)]
        {
            shared
                .client(purpose, || {
                    made += 1;
                    super::super::network::plain()
                })
                .unwrap();
        }
        assert_eq!(made, 1);
    }
}
