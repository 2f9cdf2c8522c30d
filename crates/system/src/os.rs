//! Why the system or the network refused something, in the language of the run.
//!
//! Only the common causes have words of their own; the rest is told as the system tells it.

use std::error::Error as Cause;
use std::io::{self, ErrorKind};

use uniac_texts::t;

/// Returns why something failed: the innermost cause that is known, else the innermost there is.
pub fn why(error: &(dyn Cause + 'static)) -> String {
    let mut cause = error;
    loop {
        if let Some(words) = cause.downcast_ref::<io::Error>().and_then(of_kind) {
            return words;
        }
        match cause.source() {
            Some(inner) => cause = inner,
            None => break,
        }
    }
    let text = cause.to_string();
    of_text(&text).unwrap_or(text)
}

fn of_kind(error: &io::Error) -> Option<String> {
    Some(match error.kind() {
        ErrorKind::NotFound => t!("os-not-found"),
        ErrorKind::PermissionDenied => t!("os-denied"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => t!("os-full"),
        ErrorKind::AlreadyExists => t!("os-exists"),
        ErrorKind::IsADirectory => t!("os-folder"),
        ErrorKind::NotADirectory => t!("os-no-folder"),
        ErrorKind::ReadOnlyFilesystem => t!("os-read-only"),
        ErrorKind::AddrInUse => t!("os-port-taken"),
        ErrorKind::ConnectionRefused => t!("os-refused"),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            t!("os-broken-off")
        }
        ErrorKind::TimedOut => t!("os-timed-out"),
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            t!("os-no-way")
        }
        _ => return None,
    })
}

/// Knows what has no kind: names, certificates, and what a library tells of the time.
fn of_text(text: &str) -> Option<String> {
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    Some(match text {
        _ if says(&["lookup address", "Name or service", "No such host"]) => t!("os-no-host"),
        _ if says(&["certificate"]) => t!("os-certificate"),
        _ if says(&["timed out"]) => t!("os-timed-out"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_causes_have_words_and_the_others_tell_themselves() {
        let said = |kind: ErrorKind| why(&io::Error::new(kind, "raw"));
        assert_eq!(said(ErrorKind::ConnectionRefused), t!("os-refused"));
        assert_eq!(said(ErrorKind::StorageFull), t!("os-full"));
        assert_eq!(said(ErrorKind::Other), "raw");
        for (text, words) in [
            ("failed to lookup address information: Name or service not known", t!("os-no-host")),
            ("invalid peer certificate: UnknownIssuer", t!("os-certificate")),
            ("operation timed out", t!("os-timed-out")),
            ("odd", "odd".to_owned()),
        ] {
            assert_eq!(why(&io::Error::other(text)), words);
        }
        let missing = std::fs::read("/nowhere/at/all").unwrap_err();
        assert_eq!(why(&missing), t!("os-not-found"));
    }
}
