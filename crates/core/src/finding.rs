//! What a look at a system has found: for `doctor`, with the remedy beside it.
//!
//! Plain data. A finding must never carry a secret or a customer's data, and never say more than was
//! seen: what cannot be known without a write is *unverified*, not *ok*.

/// How good a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// It cannot be seen by reading.
    Unverified,
    /// It works, but a person should look at it.
    Warning,
    /// It does not work.
    Wrong,
}

impl Verdict {
    /// Returns the word in JSON and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Unverified => "unverified",
            Verdict::Warning => "warning",
            Verdict::Wrong => "wrong",
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, by a stable id such as `rights`; whose it is goes before it.
    pub id: &'static str,
    /// How good it is.
    pub verdict: Verdict,
    /// What was found, in one sentence.
    pub found: String,
    /// What to do about it.
    pub remedy: Option<String>,
    /// What is kept until next time, by name: a difference is then pointed out.
    pub marks: Vec<(String, String)>,
}

impl Finding {
    /// A finding of a verdict without a remedy.
    pub fn new(id: &'static str, verdict: Verdict, found: impl Into<String>) -> Finding {
        Finding { id, verdict, found: found.into(), remedy: None, marks: Vec::new() }
    }

    /// As it should be.
    pub fn ok(id: &'static str, found: impl Into<String>) -> Finding {
        Finding::new(id, Verdict::Ok, found)
    }

    /// A person should look at it.
    pub fn warning(
        id: &'static str,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding { remedy: Some(remedy.into()), ..Finding::new(id, Verdict::Warning, found) }
    }

    /// It cannot be seen by reading; `remedy` says how a person can tell.
    pub fn unverified(
        id: &'static str,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding { remedy: Some(remedy.into()), ..Finding::new(id, Verdict::Unverified, found) }
    }

    /// Keeps a value until next time.
    #[must_use]
    pub fn mark(mut self, name: &str, value: impl Into<String>) -> Finding {
        self.marks.push((name.to_owned(), value.into()));
        self
    }
}
