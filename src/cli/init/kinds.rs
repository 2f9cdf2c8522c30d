//! The systems that `init` can configure, as tables: what is asked, by which flag, under which key
//! of the file it stands.
//!
//! A new kind of shop, provider or sign-in is one more entry here and no more code: the answers become
//! the part of the file that the configuration itself reads. A secret must never be asked for as
//! text; where it comes from is.

/// What an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A text.
    Text,
    /// A whole number.
    Whole,
    /// Texts with commas between them.
    List,
    /// Where a secret comes from.
    Secret,
}

/// When a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Unless its flag answers it.
    Always,
    /// As `Always`, with an answer that Enter takes.
    Default(&'static str),
    /// Never; without its flag this is the answer.
    Silent(&'static str),
    /// Never; without its flag the value is left out.
    Flag,
}

/// One value of the file.
#[derive(Debug)]
pub struct Question {
    /// The key in its part of the file; a dot leads into a table.
    pub key: &'static str,
    /// The flag without its dashes. Kinds may share one.
    pub flag: &'static str,
    /// What stands for the value in the help.
    pub value: &'static str,
    /// The question, and the flag's help.
    pub prompt: &'static str,
    /// What an answer is.
    pub answer: Answer,
    /// When it is asked.
    pub ask: Ask,
    /// It is not asked when one of these flags is given: there are several ways to sign in.
    pub unless: &'static [&'static str],
}

const fn question(
    key: &'static str,
    flag: &'static str,
    value: &'static str,
    prompt: &'static str,
    ask: Ask,
) -> Question {
    Question { key, flag, value, prompt, answer: Answer::Text, ask, unless: &[] }
}

const fn secret(key: &'static str, flag: &'static str, prompt: &'static str) -> Question {
    let (value, ask) = ("SOURCE", Ask::Always);
    Question { key, flag, value, prompt, answer: Answer::Secret, ask, unless: &[] }
}

/// A kind of shop, provider or sign-in.
#[derive(Debug)]
pub struct Kind {
    /// The name that the flag takes.
    pub name: &'static str,
    /// The name that people know.
    pub title: &'static str,
    /// What stands in the file without being asked, by key.
    pub fixed: &'static [(&'static str, &'static str)],
    /// What is asked.
    pub questions: &'static [Question],
    /// Whether a shop is the payment provider too, so that none is asked for.
    pub pays: bool,
}

/// Uni, before the sign-in.
pub const UNI: &[Question] = &[
    question(
        "base_url",
        "uni-url",
        "URL",
        "Uni's address",
        Ask::Default("https://app.unimicro.no"),
    ),
    question(
        "order_reference_field",
        "order-reference-field",
        "FIELD",
        "The order's field that carries the shop's order number",
        Ask::Silent(uniac_connect::erp::unimicro::ORDER_REFERENCE_FIELD),
    ),
    question(
        "order_reference_prefix",
        "order-reference-prefix",
        "TEXT",
        "What stands before the shop's number in that field",
        Ask::Flag,
    ),
];

/// The company in Uni: asked last, because then Uni can list those there are.
pub const COMPANY_KEY: Question =
    question("company_key", "uni-company-key", "GUID", "The company's key in Uni", Ask::Always);

/// The identity server (Unimicro, developer guide, "Authentication").
const ISSUER: Question = question(
    "sign_in.issuer",
    "uni-issuer",
    "URL",
    "Uni's identity server",
    Ask::Default("https://login.unimicro.no"),
);

const CLIENT_ID: Question = question(
    "sign_in.client_id",
    "uni-client-id",
    "ID",
    "The application's client id",
    Ask::Always,
);

const SCOPE: Question = question(
    "sign_in.scope",
    "uni-scope",
    "SCOPES",
    "What the sign-in asks for, if not the usual",
    Ask::Flag,
);

/// The ways to sign in to Uni. Without a terminal the first is meant, so it stays the first.
pub const SIGN_INS: &[Kind] = &[
    Kind {
        name: "token",
        title: "an access token, fetched by a command of your own",
        fixed: &[],
        questions: &[secret("token", "uni-token", "Uni's access token")],
        pays: false,
    },
    Kind {
        name: "server",
        title: "a server application, for unattended runs",
        fixed: &[("sign_in.kind", "server")],
        questions: &[
            ISSUER,
            CLIENT_ID,
            Question {
                unless: &["uni-p12"],
                ..secret("sign_in.key", "uni-key", "The application's private key (PEM)")
            },
            question(
                "sign_in.p12",
                "uni-p12",
                "FILE",
                "The .p12 file of the portal, instead of the key",
                Ask::Flag,
            ),
            Question {
                ask: Ask::Flag,
                ..secret("sign_in.p12_password", "uni-p12-password", "The .p12 file's password")
            },
            SCOPE,
        ],
        pays: false,
    },
    Kind {
        name: "person",
        title: "a person, by `uniac login`",
        fixed: &[("sign_in.kind", "person")],
        questions: &[ISSUER, CLIENT_ID, SCOPE],
        pays: false,
    },
];

/// The shops.
pub const SHOPS: &[Kind] = &[
    Kind {
        name: "woocommerce",
        title: "WooCommerce",
        fixed: &[("kind", "woocommerce")],
        questions: &[
            question("base_url", "shop-url", "URL", "The shop's address", Ask::Always),
            secret("consumer_key", "shop-key", "The shop's consumer key"),
            secret("consumer_secret", "shop-secret", "The shop's consumer secret"),
        ],
        pays: false,
    },
    Kind {
        name: "vendure",
        title: "Vendure (it captures and refunds itself)",
        fixed: &[("kind", "vendure")],
        questions: &[
            question("base_url", "shop-url", "URL", "The shop's address", Ask::Always),
            Question {
                unless: &["shop-api-key"],
                ..question("username", "shop-user", "NAME", "The administrator's name", Ask::Always)
            },
            Question {
                unless: &["shop-api-key"],
                ..secret("password", "shop-password", "The administrator's password")
            },
            Question {
                ask: Ask::Flag,
                ..secret("api_key", "shop-api-key", "An API key instead of name and password")
            },
            Question {
                answer: Answer::List,
                ..question(
                    "payment_methods",
                    "shop-payment-methods",
                    "CODES",
                    "The codes of the payment methods that uniac may capture, with commas",
                    Ask::Always,
                )
            },
        ],
        pays: true,
    },
    Kind {
        name: "medusa",
        title: "Medusa (it captures and refunds itself)",
        fixed: &[("kind", "medusa")],
        questions: &[
            question("base_url", "shop-url", "URL", "The shop's address", Ask::Always),
            secret("secret_key", "shop-secret-key", "A secret API key of the shop (sk_…)"),
            Question {
                answer: Answer::List,
                ..question(
                    "payment_methods",
                    "shop-payment-methods",
                    "CODES",
                    "The codes of the payment methods that uniac may capture, with commas",
                    Ask::Always,
                )
            },
        ],
        pays: true,
    },
];

/// The payment providers.
pub const PROVIDERS: &[Kind] = &[
    Kind {
        name: "vipps",
        title: "Vipps MobilePay",
        fixed: &[("kind", "vipps")],
        questions: &[
            question(
                "base_url",
                "vipps-url",
                "URL",
                "Vipps' address",
                Ask::Silent("https://api.vipps.no"),
            ),
            question(
                "merchant_serial_number",
                "vipps-msn",
                "MSN",
                "Vipps' sales unit (MSN)",
                Ask::Always,
            ),
            question("client_id", "vipps-client-id", "ID", "Vipps' client id", Ask::Always),
            secret("client_secret", "vipps-client-secret", "Vipps' client secret"),
            secret("subscription_key", "vipps-subscription-key", "Vipps' subscription key"),
            Question {
                answer: Answer::List,
                ..question(
                    "payment_methods",
                    "vipps-payment-methods",
                    "NAMES",
                    "The shop's names of the payment methods that are Vipps', with commas",
                    Ask::Flag,
                )
            },
            Question {
                answer: Answer::Whole,
                ..question(
                    "reservation_days",
                    "vipps-reservation-days",
                    "DAYS",
                    "How long a reservation lives: 180 days in Norway, 14 in Denmark and Finland",
                    Ask::Flag,
                )
            },
        ],
        pays: false,
    },
    Kind {
        name: "nexi",
        title: "Nexi Checkout (Nets Easy)",
        fixed: &[("kind", "nexi")],
        questions: &[
            question(
                "base_url",
                "nexi-url",
                "URL",
                "Nexi's address",
                Ask::Silent("https://api.dibspayment.eu"),
            ),
            secret("secret_key", "nexi-secret-key", "Nexi's secret key"),
            Question {
                answer: Answer::List,
                ..question(
                    "payment_methods",
                    "nexi-payment-methods",
                    "NAMES",
                    "The shop's names of the payment methods that are Nexi's, with commas",
                    Ask::Flag,
                )
            },
            Question {
                answer: Answer::Whole,
                ..question(
                    "reservation_days",
                    "nexi-reservation-days",
                    "DAYS",
                    "How long a card's reservation lives at Nexi",
                    Ask::Flag,
                )
            },
        ],
        pays: false,
    },
    Kind {
        name: "klarna",
        title: "Klarna (Order Management)",
        fixed: &[("kind", "klarna")],
        questions: &[
            question(
                "base_url",
                "klarna-url",
                "URL",
                "Klarna's address for the region",
                Ask::Silent("https://api.klarna.com"),
            ),
            question("username", "klarna-user", "NAME", "Klarna's API username", Ask::Always),
            secret("password", "klarna-password", "Klarna's API password"),
            Question {
                answer: Answer::List,
                ..question(
                    "payment_methods",
                    "klarna-payment-methods",
                    "NAMES",
                    "The shop's names of the payment methods that are Klarna's, with commas",
                    Ask::Flag,
                )
            },
        ],
        pays: false,
    },
    Kind {
        name: "kustom",
        title: "Kustom (formerly Klarna Checkout)",
        fixed: &[("kind", "kustom")],
        questions: &[
            question(
                "base_url",
                "kustom-url",
                "URL",
                "Kustom's address",
                Ask::Silent(crate::config::KUSTOM_BASE_URL),
            ),
            secret("api_key", "kustom-key", "Kustom's API key of the store (kco_…)"),
            question(
                "username",
                "kustom-user",
                "NAME",
                "Kustom's API user (MID-suffix), where the key alone is not accepted",
                Ask::Flag,
            ),
            Question {
                answer: Answer::List,
                ..question(
                    "payment_methods",
                    "kustom-payment-methods",
                    "NAMES",
                    "The shop's names of the payment methods that are Kustom's, with commas",
                    Ask::Flag,
                )
            },
        ],
        pays: false,
    },
];

/// Returns every question, those that share a flag once.
pub fn questions() -> Vec<&'static Question> {
    let kinds = SIGN_INS.iter().chain(SHOPS).chain(PROVIDERS);
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
        for kind in SIGN_INS.iter().chain(SHOPS).chain(PROVIDERS) {
            for (index, question) in kind.questions.iter().enumerate() {
                for other in &kind.questions[..index] {
                    assert_ne!((question.key, question.flag), (other.key, other.flag));
                    assert!(question.key != other.key && question.flag != other.flag);
                }
            }
        }
        for kinds in [SIGN_INS, SHOPS, PROVIDERS] {
            for (index, kind) in kinds.iter().enumerate() {
                assert!(kinds[..index].iter().all(|other| other.name != kind.name));
            }
        }
    }
}
