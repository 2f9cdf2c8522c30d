//! The systems that `init` can configure, as tables: what is asked, by which flag, under which key
//! of the file it stands.
//!
//! Shops and providers bring their own; here are Uni's. The answers become the part of the file that the
//! configuration itself reads. A secret must never be asked for as text; where it comes from is.

use uniac_connect::kind::{Ask, Kind, Question, question, secret};
use uniac_connect::{payment, shop};
use uniac_texts::text;

/// Uni, before the sign-in.
pub const UNI: &[Question] = &[
    question("base_url", "uni-url", "URL", "ask-uni-url", Ask::Default("https://app.unimicro.no")),
    question(
        "order_reference_field",
        "order-reference-field",
        "FIELD",
        "ask-uni-reference-field",
        Ask::Silent(uniac_connect::erp::unimicro::ORDER_REFERENCE_FIELD),
    ),
    question(
        "order_reference_prefix",
        "order-reference-prefix",
        "TEXT",
        "ask-uni-reference-prefix",
        Ask::Flag,
    ),
];

/// The company in Uni: asked last, because then Uni can list those there are.
pub const COMPANY_KEY: Question =
    question("company_key", "uni-company-key", "GUID", "ask-uni-company-key", Ask::Always);

/// The identity server (Unimicro, developer guide, "Authentication").
const ISSUER: Question = question(
    "sign_in.issuer",
    "uni-issuer",
    "URL",
    "ask-uni-issuer",
    Ask::Default("https://login.unimicro.no"),
);

const CLIENT_ID: Question =
    question("sign_in.client_id", "uni-client-id", "ID", "ask-uni-client-id", Ask::Always);

const SCOPE: Question =
    question("sign_in.scope", "uni-scope", "SCOPES", "ask-uni-scope", Ask::Flag);

/// The ways to sign in to Uni. Without a terminal the first is meant, so it stays the first.
pub const SIGN_INS: &[&Kind] = &[
    &Kind {
        name: "token",
        title: "kind-uni-token",
        fixed: &[],
        questions: &[secret("token", "uni-token", "ask-uni-token")],
        pays: false,
    },
    &Kind {
        name: "server",
        title: "kind-uni-server",
        fixed: &[("sign_in.kind", "server")],
        questions: &[
            ISSUER,
            CLIENT_ID,
            Question { unless: &["uni-p12"], ..secret("sign_in.key", "uni-key", "ask-uni-key") },
            question("sign_in.p12", "uni-p12", "FILE", "ask-uni-p12", Ask::Flag),
            Question {
                ask: Ask::Flag,
                ..secret("sign_in.p12_password", "uni-p12-password", "ask-uni-p12-password")
            },
            SCOPE,
        ],
        pays: false,
    },
    &Kind {
        name: "person",
        title: "kind-uni-person",
        fixed: &[("sign_in.kind", "person")],
        questions: &[ISSUER, CLIENT_ID, SCOPE],
        pays: false,
    },
];

/// The shops.
pub const SHOPS: &[&Kind] = shop::KINDS;

/// The payment providers.
pub fn providers() -> Vec<&'static Kind> {
    payment::KINDS.iter().map(|provider| &provider.kind).collect()
}

/// Returns what is asked.
pub fn prompt(question: &Question) -> String {
    text(question.prompt, &[])
}

/// Returns what a kind is called.
pub fn title(kind: &Kind) -> String {
    text(kind.title, &[])
}

/// Returns every question, those that share a flag once.
pub fn questions() -> Vec<&'static Question> {
    let providers = providers();
    let kinds = SIGN_INS.iter().chain(SHOPS).chain(&providers);
    let all = UNI.iter().chain([&COMPANY_KEY]).chain(kinds.flat_map(|kind| kind.questions));
    let mut questions: Vec<&Question> = Vec::new();
    for question in all {
        if questions.iter().all(|known| known.flag != question.flag) {
            questions.push(question);
        }
    }
    questions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_flag_and_each_key_of_a_kind_is_there_once() {
        let providers = providers();
        for kind in SIGN_INS.iter().chain(SHOPS).chain(&providers) {
            for (index, question) in kind.questions.iter().enumerate() {
                for other in &kind.questions[..index] {
                    assert_ne!((question.key, question.flag), (other.key, other.flag));
                    assert!(question.key != other.key && question.flag != other.flag);
                }
            }
        }
        for kinds in [SIGN_INS, SHOPS, &providers] {
            for (index, kind) in kinds.iter().enumerate() {
                assert!(kinds[..index].iter().all(|other| other.name != kind.name));
            }
        }
    }
}
