//! What is said to Nexi and what it says: the only place that writes its bodies and reads its answers.
//!
//! The fields are those of the Payment API v1 (retrieve payment, charge payment, refund charge). No
//! conclusion is drawn from an answer of another payment, or with sums that contradict each other.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::http::wire::{Text, cleaned, moment};
use crate::http::{Answer, refused, refused_today, unknown};
use crate::written;
use uniac_core::act::{Intent, Reply};
use uniac_core::money::Currency;
use uniac_core::order::{EventKind, PaymentEvent};
use uniac_texts::{Language, kept};

/// The code of an act that was accepted and not yet looked up.
const UNCONFIRMED: &str = "unconfirmed";

/// Returns whether Nexi could have given this id: a UUID, mostly without its dashes. Shops keep the
/// references of other providers in the same field.
pub(super) fn is_id(text: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
    (32..=36).contains(&text.len()) && text.bytes().all(is_digit)
}

/// Returns what the line of a refund is called: the charge's id is its last word, for a refund's own fields do not name
/// the charge. With some methods the customer reads the words on a bill.
pub(super) fn refunded(language: Language, charge: &str) -> String {
    format!("{} {charge}", written::credited(language))
}

/// The body of a charge or refund.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Asked {
    amount: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    order_items: Vec<Item>,
}

/// An order item. uniac knows an invoice's sum and not its lines, so it sends one line without VAT.
/// That a line which was not in the order is taken is a *guess*; where it is not, nothing is charged.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Item {
    reference: String,
    name: String,
    quantity: i64,
    unit: String,
    unit_price: i64,
    tax_rate: i64,
    tax_amount: i64,
    gross_total_amount: i64,
    net_total_amount: i64,
}

/// Returns the body of a charge or refund: one line, which carries the key and is the whole amount.
pub(super) fn body(minor: i64, key: &str, name: &str) -> String {
    let item = Item {
        reference: key.to_owned(),
        name: name.to_owned(),
        quantity: 1,
        unit: "pcs".to_owned(),
        unit_price: minor,
        tax_rate: 0,
        tax_amount: 0,
        gross_total_amount: minor,
        net_total_amount: minor,
    };
    let asked = Asked { amount: minor, order_items: vec![item] };
    // Texts and whole numbers can always be written.
    serde_json::to_string(&asked).unwrap_or_default()
}

/// Returns whether a body asks for exactly what the intent says.
pub(super) fn body_says(body: &str, effect: EventKind, intent: &Intent) -> bool {
    let Ok(asked) = serde_json::from_str::<Asked>(body) else { return false };
    let minor = intent.money.minor;
    let lines_fit = match (effect, asked.order_items.as_slice()) {
        (EventKind::Cancel, []) => true,
        (EventKind::Capture | EventKind::Refund, [item]) => {
            item.reference == intent.key
                && item.quantity == 1
                && item.tax_amount == 0
                && [item.unit_price, item.net_total_amount, item.gross_total_amount] == [minor; 3]
        }
        _ => false,
    };
    asked.amount == minor && lines_fit
}

/// The answer to a look at a payment.
#[derive(Debug, Deserialize)]
pub(super) struct Retrieved {
    pub(super) payment: Payment,
}

/// The id alone of [`Retrieved`].
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    payment: NamedPayment,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct NamedPayment {
    payment_id: String,
}

impl Named {
    /// Returns whether it is of the payment that was asked for.
    pub(super) fn is_of(&self, reference: &str) -> bool {
        bare(&self.payment.payment_id) == bare(reference)
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Payment {
    #[serde(default)]
    summary: Summary,
    order_details: OrderDetails,
    payment_details: Option<PaymentDetails>,
    created: Option<String>,
    #[serde(default)]
    charges: Vec<Charge>,
    #[serde(default)]
    refunds: Vec<Refund>,
}

/// What is nothing is left out. `reservedAmount` is taken for what was reserved at first: a *guess*.
/// If it were what is left, less would be captured, never more.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Summary {
    reserved_amount: i64,
    charged_amount: i64,
    refunded_amount: i64,
    cancelled_amount: i64,
}

#[derive(Debug, Deserialize)]
struct OrderDetails {
    currency: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PaymentDetails {
    payment_type: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Charge {
    charge_id: String,
    amount: i64,
    created: Option<String>,
    #[serde(default)]
    order_items: Vec<Shown>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refund {
    refund_id: String,
    amount: i64,
    state: State,
    last_updated: Option<String>,
    #[serde(default)]
    order_items: Vec<Shown>,
}

/// The states of a refund; another one makes the payment not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum State {
    Pending,
    Completed,
    Cancelled,
    Failed,
    Expired,
}

/// An order item as it is shown.
#[derive(Debug, Deserialize)]
struct Shown {
    reference: Option<String>,
    name: Option<String>,
}

/// A refund that is no effect: it waits, or has come to nothing.
#[derive(Debug, Clone)]
pub(super) struct Unfinished {
    pub(super) key: Option<String>,
    pub(super) id: String,
    pub(super) amount: i64,
    /// The charge that it is to pay back, when it is one of uniac's.
    pub(super) of: Option<String>,
    pub(super) is_pending: bool,
}

/// A payment as it was understood, minor units.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) currency: Currency,
    pub(super) authorised: i64,
    pub(super) captured: i64,
    pub(super) refunded: i64,
    pub(super) cancelled: i64,
    pub(super) events: Vec<PaymentEvent>,
    pub(super) unfinished: Vec<Unfinished>,
    pub(super) created: Option<Timestamp>,
    pub(super) is_card: bool,
}

impl Payment {
    /// Returns the facts of the payment.
    ///
    /// # Errors
    /// What is not understood of it, also when its figures contradict each other.
    pub(super) fn facts(self) -> Result<Facts, String> {
        let currency: Currency =
            self.order_details.currency.parse().map_err(|_| kept!("doubt-its-currency"))?;
        let Summary { reserved_amount, charged_amount, refunded_amount, cancelled_amount } =
            self.summary;
        let sums = [reserved_amount, charged_amount, refunded_amount, cancelled_amount];
        let amounts = self.charges.iter().map(|charge| charge.amount);
        let amounts = amounts.chain(self.refunds.iter().map(|refund| refund.amount)).chain(sums);
        if amounts.into_iter().any(|minor| !(0..=i64::from(i32::MAX)).contains(&minor)) {
            return Err(kept!("doubt-amount"));
        }
        if refunded_amount > charged_amount {
            return Err(kept!("doubt-sums"));
        }
        let created = self.created.as_deref().and_then(moment);
        let mut events = Vec::new();
        for charge in &self.charges {
            let at = at(charge.created.as_deref(), created);
            let at = at.ok_or_else(|| kept!("doubt-charge-momentless"))?;
            events.extend(
                effect(EventKind::Capture, charge.amount, &charge.order_items, at).map(|event| {
                    PaymentEvent { id: Some(cleaned(&charge.charge_id, 80)), ..event }
                }),
            );
        }
        let mut unfinished = Vec::new();
        for refund in &self.refunds {
            if refund.state != State::Completed {
                unfinished.push(refund.unfinished());
                continue;
            }
            let at = at(refund.last_updated.as_deref(), created);
            let at = at.ok_or_else(|| kept!("doubt-refund-momentless"))?;
            events.extend(effect(EventKind::Refund, refund.amount, &refund.order_items, at).map(
                |event| PaymentEvent {
                    id: Some(cleaned(&refund.refund_id, 80)),
                    of: refund.charge(),
                    ..event
                },
            ));
        }
        events.sort_by_key(|event| event.at);
        Ok(Facts {
            currency,
            // A payment from account to account is charged without having been reserved.
            authorised: reserved_amount.max(charged_amount + cancelled_amount),
            captured: charged_amount,
            refunded: self.refunded(refunded_amount),
            cancelled: cancelled_amount,
            events,
            unfinished,
            created,
            is_card: self
                .payment_details
                .and_then(|details| details.payment_type)
                .is_some_and(|kind| kind.eq_ignore_ascii_case("card")),
        })
    }

    /// Returns what was paid back, with what somebody else has asked for and is still to come: it
    /// must not be paid back once more. Whether the sum holds what waits is not published, so what
    /// waits is taken out of it first, as far as that leaves what is completed.
    fn refunded(&self, sum: i64) -> i64 {
        let of = |state| self.refunds.iter().filter(move |refund| refund.state == state);
        let completed: i64 = of(State::Completed).map(|refund| refund.amount).sum();
        let pending: i64 = of(State::Pending).map(|refund| refund.amount).sum();
        let foreign: i64 = of(State::Pending)
            .filter(|refund| key(&refund.order_items).is_none())
            .map(|refund| refund.amount)
            .sum();
        (sum - pending).max(completed) + foreign
    }
}

impl Refund {
    fn unfinished(&self) -> Unfinished {
        Unfinished {
            key: key(&self.order_items),
            id: cleaned(&self.refund_id, 80),
            amount: self.amount,
            of: self.charge(),
            is_pending: self.state == State::Pending,
        }
    }

    /// Returns the charge that is paid back, which is the last word of our own line, whatever the language of those
    /// before it.
    fn charge(&self) -> Option<String> {
        key(&self.order_items)?;
        let [item] = self.order_items.as_slice() else { return None };
        let (_, charge) = item.name.as_deref()?.rsplit_once(' ')?;
        is_id(charge).then(|| charge.to_owned())
    }
}

/// Returns an effect with its cause; `None` where no items are shown, for then it could be anybody's.
fn effect(
    kind: EventKind,
    amount_minor: i64,
    items: &[Shown],
    at: Timestamp,
) -> Option<PaymentEvent> {
    let event = PaymentEvent { kind, amount_minor, key: key(items), id: None, of: None, at };
    (!items.is_empty()).then_some(event)
}

/// Returns the key of the act that has sent these items, when it was one of uniac's.
fn key(items: &[Shown]) -> Option<String> {
    let [item] = items else { return None };
    item.reference.clone().filter(|reference| reference.starts_with("ua-"))
}

fn at(own: Option<&str>, created: Option<Timestamp>) -> Option<Timestamp> {
    own.and_then(moment).or(created)
}

/// Returns an id as it is compared: with and without dashes it is the same.
fn bare(id: &str) -> String {
    id.replace('-', "").to_ascii_lowercase()
}

/// A refusal or a failure, by its number.
#[derive(Debug, Deserialize)]
struct Problem {
    code: Option<Text>,
}

/// A request that is not well-formed.
#[derive(Debug, Deserialize)]
struct Malformed {
    errors: serde_json::Map<String, serde_json::Value>,
}

/// Returns whether Nexi says that it knows no such payment. Its body is not published; a web page is
/// a wrong address and not Nexi.
pub(super) fn is_absent(answer: &Answer) -> bool {
    let is_empty = answer.body().trim_ascii().is_empty();
    let has_code = || answer.json::<Problem>().is_some_and(|problem| problem.code.is_some());
    answer.status == 404 && (is_empty || has_code())
}

/// Returns what an answer to an act means. None means done: no answer tells the amount.
pub(super) fn reply(answer: &Answer, effect: EventKind) -> Reply {
    if answer.is_success() {
        return unknown(UNCONFIRMED);
    }
    let number = answer.json::<Problem>().and_then(|problem| problem.code?.trimmed());
    match (answer.status, number) {
        (401, _) | (403, None) => answer.locked_out(),
        (400, None) if answer.json::<Malformed>().is_some_and(|body| !body.errors.is_empty()) => {
            refused("status-400")
        }
        (_, Some(number)) if answer.is_judgement() => by_number(&number, effect),
        _ => answer.unknown(),
    }
}

/// Returns what a number means. One that is in no table is the issuer's own (`05`), and may be
/// another tomorrow, as what the payment method itself has refused.
fn by_number(number: &str, effect: EventKind) -> Reply {
    if ALREADY.contains(&(effect, number)) || UNDECIDED.contains(&number) {
        return unknown(number);
    }
    match REFUSALS.contains(&number) {
        true => refused(number),
        false => refused_today(cleaned(number, 40)),
    }
}

/// Numbers that say that the act was done before. They do not say by whom: a request that was
/// delivered twice on the way gets the second answer. So they are looked up.
const ALREADY: [(EventKind, &str); 3] =
    [(EventKind::Capture, "1008"), (EventKind::Refund, "1023"), (EventKind::Cancel, "1019")];

/// Numbers that decide nothing: an unknown failure, and a key that was used with another amount.
const UNDECIDED: [&str; 3] = ["1000", "1026", "1027"];

/// Numbers that say that nothing was done, and nothing will be (Nexi's own PHP SDK, error codes).
/// Not here, and so asked again tomorrow: 1014, 1020, 1022 and 1025, what the method itself refused.
const REFUSALS: &[&str] = &[
    "1001", // the amount is higher than what is left
    "1002", // the amount is zero
    "1003", // nothing is reserved
    "1004", // the payment is reserved already
    "1005", // the amount is not the sum of the lines
    "1007", // this payment cannot be cancelled in part
    "1008", // the payment is charged already
    "1009", // less is left to be refunded
    "1010", // the reservation has run out
    "1011", // Nexi knows no charge with this id
    "1012", // the refund was cancelled
    "1013", // the refund has run out
    "1015", // the lines are missing
    "1019", // the payment is cancelled
    "1023", // the charge is refunded already
    "1024", // this payment must be charged in full
    "1029", // the bank has declined the charge for good
];
