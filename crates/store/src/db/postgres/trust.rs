//! Whom a connection believes: whose certificates are right, and what to say where one is not.
//!
//! No way may lead from here to a server whose certificate was not checked, name and authority both.

use std::sync::Arc;

use rustls::{CertificateError, ClientConfig, RootCertStore};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_postgres_rustls::MakeRustlsConnect;

use uniac_system::error::{Error, Result};
use uniac_texts::t;

/// Makes what encrypts, and believes the authorities of a file, or else those that the machine believes.
pub(super) fn tls(roots: Option<&str>) -> Result<MakeRustlsConnect> {
    let failed = |error: &dyn std::fmt::Display| {
        Error::failed("store-failed", t!("store-no-tls", error = error.to_string()))
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(&error))?;
    let config = match roots {
        Some(path) => builder.with_root_certificates(read(path)?).with_no_client_auth(),
        None => builder.with_platform_verifier().map_err(|e| failed(&e))?.with_no_client_auth(),
    };
    Ok(MakeRustlsConnect::new(config))
}

/// Reads the certificates of a file. One without any would let every server be refused for a reason that is none.
fn read(path: &str) -> Result<RootCertStore> {
    let odd = |why: String| {
        Error::usage("bad-store", t!("store-bad-roots", path = path, why = why))
            .hint(t!("store-bad-roots-hint"))
    };
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|e| odd(e.to_string()))? {
        let certificate = certificate.map_err(|error| odd(error.to_string()))?;
        store.add(certificate).map_err(|error| odd(error.to_string()))?;
    }
    match store.is_empty() {
        true => Err(odd(t!("store-no-certificate"))),
        false => Ok(store),
    }
}

/// Returns what is wrong and what to do about it, when a server was not believed.
pub fn refused(error: &postgres::Error) -> Option<(String, String)> {
    let mut source = std::error::Error::source(error);
    let mut told = None;
    while let Some(cause) = source {
        if cause.to_string() == NO_TLS {
            return Some((t!("store-speaks-no-tls"), t!("store-speaks-no-tls-hint")));
        }
        // What an error of the system is wrapped around is not its source.
        let within = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let within = within.and_then(|inner| inner.downcast_ref::<rustls::Error>());
        told = told.or(within).or(cause.downcast_ref::<rustls::Error>());
        source = cause.source();
    }
    let rustls::Error::InvalidCertificate(why) = told? else { return None };
    let error = why.to_string();
    let is_name = matches!(
        why,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }
    );
    if *why == CertificateError::UnknownIssuer {
        Some((t!("store-unknown-issuer"), t!("store-unknown-issuer-hint")))
    } else if is_name {
        Some((t!("store-wrong-name", error = error), t!("store-wrong-name-hint")))
    } else {
        Some((t!("store-bad-certificate", error = error), t!("store-bad-certificate-hint")))
    }
}

/// How the library says that a server has refused to encrypt; there is no kind for it.
const NO_TLS: &str = "server does not support TLS";
