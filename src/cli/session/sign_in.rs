//! The sign-in of a company, put together from its configuration.
//!
//! A key or a password is read here and handed on; it must never be shown or kept.

use std::path::PathBuf;
use std::sync::Arc;

use crate::config::{Environment, Fetch as _, SignInConfig, UniConfig, others_can_read};
use crate::logins::LoginFile;
use uniac_connect::erp::unimicro::{Key, PERSON_SCOPE, Person, SERVER_SCOPE, Server, SignIn};
use uniac_system::error::{Error, Kind, Result};
use uniac_system::secret::Secret;
use uniac_texts::t;

/// Returns how a company signs in to Uni; `login` is the file that keeps its person's sign-in.
///
/// # Errors
/// `no-secret` and `bad-key`.
pub fn connect(uni: &UniConfig, login: PathBuf, environment: Environment) -> Result<SignIn> {
    match (&uni.token, &uni.sign_in) {
        (Some(token), _) => Ok(SignIn::Token(named("Uni: token", token.fetch(environment))?)),
        (None, Some(SignInConfig::Server { issuer, client_id, scope, p12, p12_password, key })) => {
            let key = match (key, p12, p12_password) {
                (Some(key), _, _) => {
                    Key::from_pem(&named("Uni: sign_in.key", key.fetch_key(environment))?)?
                }
                (None, Some(p12), Some(password)) => {
                    let file = std::fs::read(p12).map_err(|error| {
                        let path = p12.display();
                        let message =
                            t!("sign-in-no-key", path = path.to_string(), why = error.to_string());
                        Error::new(Kind::SignIn, "no-secret", message)
                            .hint(t!("sign-in-doctor-hint"))
                    })?;
                    {
                        let password = password.fetch(environment);
                        Key::from_p12(&file, &named("Uni: sign_in.p12_password", password)?)?
                    }
                }
                _ => return Err(Error::defect("a server application without a key")),
            };
            Ok(SignIn::Server(Server {
                issuer: issuer.clone(),
                client_id: client_id.clone(),
                key,
                scope: scope.clone().unwrap_or_else(|| SERVER_SCOPE.to_owned()),
            }))
        }
        (None, Some(SignInConfig::Person { .. })) => person(uni, login)
            .map(SignIn::Person)
            .ok_or_else(|| Error::defect("no person signs in")),
        (None, None) => Err(Error::defect("a company without a sign-in")),
    }
}

/// Says of a failure which secret it is.
fn named(what: &str, secret: Result<Secret>) -> Result<Secret> {
    secret.map_err(|error| error.during(what))
}

/// Returns the sign-in of a company's person, if that is how it signs in.
pub fn person(uni: &UniConfig, login: PathBuf) -> Option<Person> {
    match &uni.sign_in {
        Some(SignInConfig::Person { issuer, client_id, scope }) => Some(Person {
            issuer: issuer.clone(),
            client_id: client_id.clone(),
            scope: scope.clone().unwrap_or_else(|| PERSON_SCOPE.to_owned()),
            logins: Arc::new(LoginFile::new(login)),
        }),
        Some(SignInConfig::Server { .. }) | None => None,
    }
}

/// Returns a warning when others can read the .p12 file.
pub fn warning(uni: &UniConfig) -> Option<String> {
    match &uni.sign_in {
        Some(SignInConfig::Server { p12: Some(p12), .. }) => others_can_read(p12),
        _ => None,
    }
}
