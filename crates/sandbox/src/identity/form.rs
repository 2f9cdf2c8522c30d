//! What a client sends to the token endpoint, and the bare code that refuses it.
//!
//! A form that says one thing twice says nothing.

use crate::exchange::Request;

/// The fields of a form.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a form; `None` when the body is declared as something else or a field comes twice.
    pub(super) fn of(request: &Request) -> Option<Form> {
        let kind = request.header("content-type")?.split(';').next()?.trim();
        let body = std::str::from_utf8(&request.body).ok()?;
        let fields = Request::new("POST", &format!("?{body}"), Vec::new(), Vec::new()).query;
        let once = fields.iter().enumerate().all(|(index, (name, _))| {
            fields.iter().skip(index + 1).all(|(other, _)| other != name)
        });
        (kind == "application/x-www-form-urlencoded" && once).then_some(Form(fields))
    }

    pub(super) fn field(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

/// A refusal of the token endpoint: the bare code.
pub(super) struct Refused(pub(super) &'static str);
