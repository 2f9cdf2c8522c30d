//! First sights: when something was first seen stands in for the moment that a system does not tell.
//!
//! Pure. It only ever dates: no sum may change by it, and what was seen too late to tell stays without a moment.

use jiff::Timestamp;

use crate::act::{Act, Intent, payment_in};
use crate::order::{DocumentKind, EventKind, Payment, PaymentEvent};
use crate::purchase::{Case, Sight};

impl Case {
    /// Gives what carries no moment that of its first sight: credit notes that do not tell when they were made, and
    /// what others have taken at a provider that lists no captures.
    pub(super) fn date_by_sight(&mut self) {
        self.date_notes();
        for other in &mut self.ties.siblings {
            other.date_notes();
        }
        let all = std::iter::once(&*self).chain(&self.ties.siblings).flat_map(|c| &c.intents);
        let ours: Vec<Intent> =
            all.filter(|i| i.act == Act::Capture && i.is_done()).cloned().collect();
        let sights = std::mem::take(&mut self.kept.captured_seen);
        for payment in self.order.payment.iter_mut().chain(&mut self.earlier) {
            if let Some(sights) = sights.get(&payment.reference) {
                let dated = dated(payment, &ours, sights);
                payment.events.extend(dated);
                payment.events.sort_by_key(|event| event.at);
            }
        }
        self.kept.captured_seen = sights;
    }

    fn date_notes(&mut self) {
        let is_note = |kind| matches!(kind, DocumentKind::CreditNote { .. });
        for note in self.order.documents.iter_mut().filter(|document| is_note(document.kind)) {
            note.created_at = note.created_at.or_else(|| self.kept.seen.get(&note.id).copied());
        }
    }
}

/// Returns what others have taken on a payment and its provider does not list, as captures of the moments at which so
/// much was first seen.
fn dated(payment: &Payment, ours: &[Intent], sights: &[Sight]) -> Vec<PaymentEvent> {
    let captures = || payment.events.iter().filter(|event| event.kind == EventKind::Capture);
    let is_listed = |key: &str| captures().any(|event| event.key.as_deref() == Some(key));
    let unlisted = |intent: &&Intent| {
        payment_in(&intent.target) == payment.reference && !is_listed(&intent.key)
    };
    let known = |until: Option<Timestamp>| {
        let is_by = |at: Timestamp| until.is_none_or(|until| at <= until);
        let listed = captures().filter(|event| is_by(event.at)).map(|event| event.amount_minor);
        let sent = ours.iter().filter(unlisted).filter(|intent| is_by(intent.at));
        listed.chain(sent.map(|intent| intent.money.minor)).fold(0, i64::saturating_add)
    };
    let theirs = payment.captured_minor - known(None);
    let mut sights: Vec<&Sight> = sights.iter().collect();
    sights.sort_by_key(|sight| sight.at);
    let (mut told, mut dated) = (0, Vec::new());
    for sight in sights {
        let minor = (sight.minor - known(Some(sight.at))).min(theirs) - told;
        if minor > 0 {
            told += minor;
            dated.push(PaymentEvent {
                kind: EventKind::Capture,
                amount_minor: minor,
                key: None,
                id: None,
                of: None,
                at: sight.at,
            });
        }
    }
    dated
}
