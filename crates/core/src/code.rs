//! Codes: why a step, or a whole command, ended as it did, by stable names with a class each.
//!
//! A code that is not listed as benign is a failure. A name must never change its meaning, and no code
//! may be made up outside this list; what the other side calls its own refusal is kept as it came.

use std::fmt;

/// What a code says of the work: whether all was done that was due, and if not, what kind of trouble
/// it is. It decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Nothing that was due was left undone.
    Benign,
    /// It was due and could not be done: the other side was not reached, not read, not understood.
    Failed,
    /// A bound, a brake or a person kept it from being sent.
    Declined,
    /// Accepted, not yet confirmed.
    Pending,
    /// Sign-in or credentials were refused.
    SignIn,
    /// Uni, the shop or the provider said no.
    Refused,
    /// There is no definite answer.
    Unknown,
    /// A defect in uniac.
    Defect,
}

impl Class {
    /// All classes, the mildest first.
    pub const ALL: [Class; 8] = [
        Class::Benign,
        Class::Failed,
        Class::Declined,
        Class::Pending,
        Class::SignIn,
        Class::Refused,
        Class::Unknown,
        Class::Defect,
    ];

    /// Returns the word in JSON and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Class::Benign => "benign",
            Class::Failed => "failed",
            Class::Declined => "declined",
            Class::Pending => "pending",
            Class::SignIn => "sign-in",
            Class::Refused => "refused",
            Class::Unknown => "unknown",
            Class::Defect => "defect",
        }
    }
}

macro_rules! codes {
    ($($variant:ident = $name:literal, $class:ident: $doc:literal;)+) => {
        /// A code of ours.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $doc] $variant,)+
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// Returns the stable name.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }

            /// Returns what the code says of the work.
            pub fn class(self) -> Class {
                match self { $(Code::$variant => Class::$class,)+ }
            }

            /// Returns the code of a name.
            pub fn named(name: &str) -> Option<Code> {
                match name { $($name => Some(Code::$variant),)+ _ => None }
            }
        }
    };
}

codes! {
    // What stands in the way of nothing.
    Settled = "settled", Benign: "The payment was read and nothing is due any more.";
    NothingDue = "nothing-due", Benign: "Nothing of the kind is due on the order that was named.";
    NeverArrived = "never-arrived", Benign: "An earlier request surely never arrived; what is still due is done anew.";
    Superseded = "superseded", Benign: "An earlier request surely never arrived and is not wanted any more.";
    Told = "told", Benign: "A person has said how the act ended.";
    DoneBefore = "done-before", Benign: "An earlier application of the plan has done it.";
    NotReached = "not-reached", Benign: "The step before it was not done, so it does not follow.";
    InReview = "in-review", Benign: "The provider still checks the purchase; what it has not confirmed is not due.";
    MaySendAgain = "may-be-sent-again", Benign: "An act without a definite answer that the run may send once more, with the same key.";
    // What a bound, a brake or a person has stopped.
    OverBounds = "over-bounds", Declined: "More would move than a bound allows.";
    Changed = "changed", Declined: "What is due is not what was shown before the question.";
    Stale = "stale", Declined: "What the step of the plan rests on has changed.";
    ConfirmationNeeded = "confirmation-needed", Declined: "There is no terminal to ask at, and no `--yes`.";
    Declined = "declined", Declined: "The question was answered with no.";
    // What could not be done.
    Unreachable = "unreachable", Failed: "There was no connection; surely nothing was sent.";
    NoReply = "no-reply", Failed: "The request was sent, or may have been, and no answer came.";
    TornBody = "torn-body", Failed: "The answer broke off.";
    RateLimited = "rate-limited", Failed: "The other side takes no more calls now.";
    ServerError = "server-error", Failed: "The other side answered with an error of its own.";
    UnexpectedStatus = "unexpected-status", Failed: "The other side answered with a status that it should not.";
    NotUnderstood = "not-understood", Failed: "The answer is not understood.";
    PagingLoop = "paging-loop", Failed: "A list that was read never ended.";
    TooMuch = "too-much", Failed: "A list or an answer is larger than uniac reads.";
    TimedOut = "timed-out", Failed: "The time that `--timeout` allows was over.";
    PaymentNotFound = "payment-not-found", Failed: "A configured provider does not know the payment.";
    MethodNotConfigured = "method-not-configured", Failed: "No configured provider takes the order's payment method.";
    NotSupported = "not-supported", Failed: "The other side cannot do this at all.";
    AmountTooLarge = "amount-too-large", Failed: "The amount is larger than the provider takes.";
    AmountTooHigh = "amount-too-high", Failed: "More than the provider would take on this payment.";
    NoCharge = "no-charge", Failed: "There is no capture at the provider that could be paid back.";
    NothingCaptured = "nothing-captured", Failed: "There is nothing at the provider that could be paid back.";
    ReleaseNotPossible = "release-not-possible", Failed: "The provider cannot release this reservation.";
    ForeignCurrency = "foreign-currency", Failed: "The amount in the company's currency is not known.";
    StoreFailed = "store-failed", Failed: "The store could not be read or written.";
    StoreFull = "store-full", Failed: "The disk is full.";
    StoreBusy = "store-busy", Failed: "Another program holds the store.";
    StoreLost = "store-lost", Failed: "The connection to the store's server was lost.";
    StoreUnreachable = "store-unreachable", Failed: "The store's server cannot be used.";
    StoreDamaged = "store-damaged", Failed: "The store is damaged.";
    NoTls = "no-tls", Failed: "The machine has no trusted certificates.";
    NoRandom = "no-random", Failed: "The machine gives no random numbers.";
    BadAddress = "bad-address", Failed: "An address in the configuration cannot be used.";
    InsecureAddress = "insecure-address", Failed: "Credentials would travel in the clear.";
    BadConfiguration = "bad-configuration", Failed: "The configuration does not fit what it is used for.";
    SeveralPayments = "several-payments", Failed: "The shop's order has several payments that could be meant.";
    Locked = "locked", Failed: "Another run has taken over.";
    // What was answered with a no, or with what proves nothing.
    Captured = "captured", Refused: "It is captured already, so it cannot be released.";
    Cancelled = "cancelled", Refused: "The reservation was released already.";
    Expired = "expired", Refused: "The reservation ran out.";
    Conflict = "conflict", Refused: "The other side has other figures than uniac.";
    NoEffect = "no-effect", Refused: "It was answered with yes and has changed nothing.";
    NoOrder = "no-order", Refused: "The shop's order is not there.";
    NotFound = "not-found", Refused: "The other side does not know what the act is about.";
    NotRecorded = "not-recorded", Refused: "The shop has not recorded it.";
    NotReleased = "not-released", Refused: "The reservation is still there.";
    RefundFailed = "refund-failed", Refused: "The refund was accepted and has come to nothing.";
    ShopPaid = "shop-paid", Refused: "The shop itself would pay, or has paid.";
    ShopRefundFailed = "shop-refund-failed", Refused: "The shop's own refund has failed.";
    OrderState = "order-state-transition-error", Refused: "The shop's order cannot go to this status now.";
    Overtaken = "overtaken", Unknown: "Somebody has changed the payment since it was read.";
    Mismatch = "mismatch", Unknown: "The answer is about something else than what was sent.";
    Unconfirmed = "unconfirmed", Unknown: "It was answered with yes, and the payment does not show it yet.";
    // Who is not let in.
    SignIn = "sign-in", SignIn: "The credentials were refused.";
    BadKey = "bad-key", SignIn: "The key file cannot be used.";
    LoginFile = "login-file", SignIn: "The file that keeps the sign-in cannot be used.";
    LoginNeeded = "login-needed", SignIn: "Nobody is signed in to Uni.";
    LoginFailed = "login-failed", SignIn: "The sign-in to Uni has failed.";
    NoSecret = "no-secret", SignIn: "A secret could not be read.";
    BadSecret = "bad-secret", SignIn: "A secret holds what no secret may hold.";
    WrongIssuer = "wrong-issuer", SignIn: "The identity server is not the one that it says.";
    CompanyNotFound = "company-not-found", SignIn: "The sign-in may not choose the configured company.";
    // The rest.
    Interrupted = "interrupted", Failed: "A person stopped the run.";
    Defect = "defect", Defect: "A broken invariant, stopped before the next request.";
}

impl Code {
    /// Returns whether it says that something could not be read, and not what was answered to an act.
    pub fn is_of_reading(self) -> bool {
        matches!(
            self,
            Code::Unreachable
                | Code::NoReply
                | Code::TornBody
                | Code::RateLimited
                | Code::ServerError
                | Code::UnexpectedStatus
                | Code::NotUnderstood
                | Code::PagingLoop
                | Code::TooMuch
                | Code::TimedOut
                | Code::PaymentNotFound
        )
    }

    /// Returns whether the other side will say the same tomorrow, so that only a person can go on.
    pub fn is_lasting(self) -> bool {
        matches!(
            self,
            Code::NotSupported
                | Code::AmountTooLarge
                | Code::AmountTooHigh
                | Code::NoCharge
                | Code::NothingCaptured
                | Code::ReleaseNotPossible
                | Code::ForeignCurrency
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_code() {
        for code in Code::ALL {
            assert_eq!(Code::named(code.name()), Some(*code));
        }
    }

    #[test]
    fn what_is_not_listed_as_benign_is_a_failure() {
        let benign: Vec<&str> = Code::ALL
            .iter()
            .filter(|code| code.class() == Class::Benign)
            .map(|code| code.name())
            .collect();
        assert_eq!(
            benign,
            [
                "settled",
                "nothing-due",
                "never-arrived",
                "superseded",
                "told",
                "done-before",
                "not-reached",
                "in-review",
                "may-be-sent-again"
            ]
        );
    }
}
