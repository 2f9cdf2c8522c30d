//! What stands on an order: every attention that the facts give rise to, with the document it stands on.
//!
//! Pure. Nothing here decides what is done; that is the table of what each attention bars.

use crate::act::Act;
use crate::ledger::Balance;
use crate::method::Owner;
use crate::order::{Document, DocumentId, DocumentKind, Order, PaymentStatus, Progress, ShopOrder};
use crate::purchase::Case;

use super::attention::Attention;
use super::bars::{Bar, Found};
use super::closing::Closing;
use super::company::Company;
use super::link::Link;
use super::rules::Rules;
use super::share::{self, Stand};
use super::siblings;
use super::state::State;

/// Returns all that stands on an order.
pub(super) fn all(rules: &Rules, state: State, stand: Stand) -> Vec<Found> {
    let mut found = on_documents(rules);
    found.extend(on_the_tie(rules.case, stand).map(Found::on_order));
    if rules.case.has_unknown_money() || siblings::others_are_unknown(rules.case) {
        found.push(Found::on_order(Attention::UnknownOutcome));
    }
    if state == State::None {
        // One whose money others have, or of which nobody knows whose it is, is not without a payment.
        let is_alone = stand == Stand::Draws && rules.case.ties.siblings.is_empty();
        let is_all_there = is_alone || rules.order().payment.is_none();
        let why = match share::link_of(rules.case) {
            Link::Unlinked => Some(without_a_part(rules)),
            _ => absence(rules.order(), rules.company)
                .or(is_all_there.then(|| without_money(rules)))
                // The others have taken all that there was.
                .or(lacks_all(rules, stand).then_some(Attention::ExceedsReservation)),
        };
        found.extend(why.map(Found::on_order));
        return found;
    }
    found.extend(on_the_money(rules, &found).into_iter().map(Found::on_order));
    found.extend(beside(rules, state).into_iter().map(Found::on_order));
    found
}

/// Returns what is wrong with documents, each on its own.
fn on_documents(rules: &Rules) -> Vec<Found> {
    let order = rules.order();
    let (ledger, mut found) = (rules.ledger, Vec::new());
    if order.uni.inexact.is_some() {
        found.push(Found::on_order(Attention::AmountNotExact));
    }
    let payment = order.payment.as_ref().map(|payment| payment.currency);
    let is_foreign = |currency| payment.is_some_and(|payment| payment != currency);
    if is_foreign(order.uni.currency) {
        found.push(Found::on_order(Attention::CurrencyMismatch));
    }
    for document in &order.documents {
        let on = concerned(rules, document);
        let mut note = |attention| {
            found.extend(on.iter().map(|id| Found::on_document(attention, *id)));
        };
        if document.inexact.is_some() {
            note(Attention::AmountNotExact);
        }
        if is_foreign(document.currency) {
            note(Attention::CurrencyMismatch);
        }
        let below = document.is_negative_invoice();
        found.extend(below.then_some(Found::on_order(Attention::AmountNotExact)));
    }
    if !ledger.placing.unplaced.is_empty() || !rules.case.kept.strays.is_empty() {
        found.push(Found::on_order(Attention::CreditNotPlaced));
    }
    for balance in &ledger.balances {
        let mut note = |applies: bool, attention| {
            if applies {
                found.push(Found::on_document(attention, balance.invoice));
            }
        };
        let is_paid = balance.paid_otherwise > 0 && balance.owed() == 0;
        let is_held = balance.is_withdrawn && balance.held() != 0;
        note(is_held || balance.set_off_withdrawn > 0, Attention::DocumentWithdrawn);
        let is_above = balance.excess() > 0 || balance.set_off > 0;
        note(is_above, Attention::CreditExceedsInvoice);
        note(is_paid && ledger.capturable > 0, Attention::PaidElsewhere);
        // Whose share was paid nobody can know; where nothing is due it does not matter.
        note(balance.is_payer_unknown && balance.capture_due() > 0, Attention::AmountNotExact);
    }
    found
}

/// Returns the documents whose acts a document concerns: an invoice its own, a credit note those of its invoices.
fn concerned(rules: &Rules, document: &Document) -> Vec<DocumentId> {
    let mut concerned = vec![document.id];
    if matches!(document.kind, DocumentKind::CreditNote { .. }) {
        let placed = rules.ledger.placing.placed.iter().filter(|p| p.note == document.id);
        concerned.extend(placed.map(|placed| placed.invoice));
    }
    concerned
}

/// Returns what is doubtful of the tie to the shop order.
fn on_the_tie(case: &Case, stand: Stand) -> impl Iterator<Item = Attention> {
    let doubt = match stand {
        Stand::Doubtful => Some(Attention::DoubtfulLink),
        Stand::ClaimedTwice => Some(Attention::ClaimedTwice),
        Stand::Draws | Stand::Idle => None,
    };
    let strange = case
        .earlier
        .iter()
        .any(|earlier| !case.is_named(&earlier.reference) && case.moved_on(&earlier.reference));
    let strange = strange.then_some(Attention::ReferenceChanged);
    doubt.into_iter().chain(strange)
}

/// Returns what is wrong between what is due and what there is.
fn on_the_money(rules: &Rules, on_documents: &[Found]) -> Vec<Attention> {
    let (order, ledger) = (rules.order(), rules.ledger);
    let mut found = Vec::new();
    let mut note = |applies: bool, attention| {
        if applies {
            found.push(attention);
        }
    };
    // Others have paid back what belongs to no credit note: what is left is less than is due.
    note(ledger.is_refunded_beyond(), Attention::RefundedElsewhere);
    let is_barred = |balance: &&Balance| {
        let mut on_it = on_documents.iter().filter(|found| found.on == Some(balance.invoice));
        on_it.any(|found| found.attention.bar(Act::Capture) == Bar::Nothing)
    };
    let wanted = ledger.balances.iter().filter(|balance| !is_barred(balance));
    let due: i64 = wanted.map(Balance::capture_due).sum();
    let is_expired = is_expired(rules);
    if due > 0 && ledger.capturable == 0 && is_expired {
        note(true, Attention::ReservationExpired);
    } else if due > ledger.capturable {
        note(true, Attention::ExceedsReservation);
    } else {
        note(due > 0 && !can_be_captured(rules), Attention::WholeCaptureOnly);
        let must_choose = rules.must_choose_payment(due)
            || (due > 0 && siblings::others_must_choose(rules.case, rules.company));
        note(must_choose, Attention::SeveralPayments);
    }
    let status = order.payment.as_ref().map(|payment| payment.status);
    note(due > 0 && status == Some(PaymentStatus::InReview), Attention::InReview);
    note(due > 0 && rules.is_cancelled_in_shop(), Attention::CancelledInShop);
    note(rules.replaced().is_some(), Attention::ReplacedPayment);
    note(rules.case.kept.is_gone && ledger.capturable > 0, Attention::OrderGone);
    found
}

/// Returns whether what is due can be captured: a reservation that is captured only as a whole waits
/// until one invoice asks for all of it.
fn can_be_captured(rules: &Rules) -> bool {
    let whole_only = rules.order().payment.as_ref().is_some_and(|payment| payment.whole_only);
    let (ledger, in_hand) = (rules.ledger, rules.reserved_in_hand());
    let is_whole = |due: i64| due == in_hand || (rules.case.is_merged() && due > in_hand);
    !whole_only || ledger.balances.iter().any(|balance| is_whole(balance.capture_due()))
}

/// Returns what a person should know although it stands in the way of little.
fn beside(rules: &Rules, state: State) -> Vec<Attention> {
    let (case, ledger, order) = (rules.case, rules.ledger, rules.order());
    let is_dropped = order.uni.progress.is_dropped();
    let open = order.uni.uninvoiced_minor > 0 && !is_dropped;
    let is_never_captured =
        |balance: &Balance| balance.credited > 0 && balance.captured() == 0 && balance.is_settled();
    let never_captured = ledger.balances.iter().any(is_never_captured);
    let any_elsewhere = ledger.balances.iter().any(|balance| balance.captured_elsewhere > 0);
    let lapsed =
        is_expired(rules) && (open || (state == State::Expired && order.documents.is_empty()));
    let fully_invoiced =
        order.uni.progress == Progress::Invoiced && ledger.balances.iter().all(Balance::is_settled);
    let releasing = rules.is_releasing();
    // What is on a draft may still be asked for.
    let all_final =
        fully_invoiced && order.drafts.is_empty() && !siblings::others_need_it(case, rules.company);
    // What cannot be read may ask for what looks as if nobody asked for it.
    let is_read = order.doubts().next().is_none();
    let left_over = all_final && ledger.capturable > 0 && !releasing && is_read;
    let match_in_uni = ledger.balances.iter().any(|balance| balance.passed_in > 0);
    let all = [
        (case.active_hold(rules.now).is_some() && open, Attention::Held),
        (lapsed && !is_dropped, Attention::ReservationExpired),
        (rules.withholds_status() && is_read, Attention::ShopWouldMoveMoney),
        (ledger.captured_left_over > 0 && is_read, Attention::CapturedNotInvoiced),
        (ledger.refunded_left_over > 0 && is_read, Attention::RefundedElsewhere),
        // Where the rest is released by itself it needs nobody.
        (never_captured && !releasing, Attention::CreditedWithoutCapture),
        (left_over, Attention::ReservationLeftOver),
        (any_elsewhere, Attention::CapturedElsewhere),
        (match_in_uni, Attention::MatchInUni),
    ];
    let found = all.into_iter().filter_map(|(applies, attention)| applies.then_some(attention));
    found.chain(absence(order, rules.company)).collect()
}

/// Returns that the reservation ends soon, whatever else stands on the order; what is released by itself needs nobody.
pub(super) fn expiring(rules: &Rules, closing: Option<&Closing>) -> Option<Found> {
    let closing = closing.filter(|closing| closing.is_soon(rules.now))?;
    let is_wanted = closing.is_held_back || !rules.is_releasing();
    is_wanted.then(|| Found::on_order(Attention::ReservationExpiring))
}

/// Returns whether the order draws on a payment of which nothing is left for what it is invoiced for.
fn lacks_all(rules: &Rules, stand: Stand) -> bool {
    stand == Stand::Draws && rules.ledger.missing() > 0
}

/// Returns what is said of an order that a person has unlinked: what it is invoiced for is missing like any other money
/// that a provider was to pay, until it is paid otherwise or credited.
fn without_a_part(rules: &Rules) -> Attention {
    let shop = rules.order().shop.as_ref();
    let by_provider = shop.is_some_and(|shop| is_a_providers(shop, rules.company));
    match by_provider && rules.ledger.missing() > 0 {
        true => Attention::Unlinked,
        false => Attention::NoPayment,
    }
}

/// Returns what is said of an order whose payment has no money: one that a provider was to pay, and that was invoiced all
/// the same, is missing, whether its customer never paid or the shop names another payment than the one that has the money.
fn without_money(rules: &Rules) -> Attention {
    let is_ours = |shop: &ShopOrder| rules.company.takes(&shop.payment_method);
    let is_missing = rules.order().shop.as_ref().is_some_and(is_ours) && rules.ledger.missing() > 0;
    if is_missing { Attention::PaymentNotFound } else { Attention::NoPayment }
}

/// Returns why no payment of the order can be read now, as far as it is somebody's to mend; `None` for a
/// method that is no provider's, and where the shop names no payment.
fn absence(order: &Order, company: &Company) -> Option<Attention> {
    let shop = order.shop.as_ref()?;
    if company.takes(&shop.payment_method) {
        let was_never_read = order.payment.is_none() && shop.payment_reference.is_some();
        let not_found = order.not_found_at.map(|_| Attention::PaymentNotFound);
        return not_found.or_else(|| was_never_read.then_some(Attention::Unreadable));
    }
    is_a_providers(shop, company).then_some(Attention::MethodNotConfigured)
}

/// Returns whether the shop's order was paid by a provider, configured or not.
fn is_a_providers(shop: &ShopOrder, company: &Company) -> bool {
    match company.known.owner(&shop.payment_method) {
        _ if company.takes(&shop.payment_method) => true,
        Owner::Provider(_) => true,
        Owner::Nobody => false,
        // Whoever keeps a reference has moved money electronically.
        Owner::Unknown => shop.payment_reference.is_some(),
    }
}

/// Returns whether the reservation has run out. Some providers say so; others show only that the rest of a payment, of which
/// a part was taken, is reserved no more: it has run out when its end is over and no act of ours has released it.
fn is_expired(rules: &Rules) -> bool {
    let Some(payment) = &rules.order().payment else { return false };
    let is_over = payment.closes_at.is_some_and(|end| end <= rules.now);
    let is_part_taken = payment.captured_minor > 0 && payment.cancelled_minor > 0;
    let is_gone = is_part_taken && rules.ledger.capturable == 0;
    payment.status == PaymentStatus::Expired
        || (is_over && is_gone && !rules.is_done(Act::Cancel, None))
}

/// Returns whether the books agree to the øre, and nothing is left that could change: then what happened elsewhere needs
/// nobody any more.
pub(super) fn books_agree(rules: &Rules) -> bool {
    let ledger = rules.ledger;
    let uni = &rules.order().uni;
    let is_open = uni.uninvoiced_minor > 0 && !uni.progress.is_dropped();
    !is_open
        && rules.order().drafts.is_empty()
        && ledger.capturable == 0
        && ledger.placing.unplaced.is_empty()
        && rules.case.kept.strays.is_empty()
        && ledger.captured - ledger.refunded == ledger.owed()
}
