//! Properties of the rules, over orders as they can become: parts, credits, own acts with and without
//! a journal, other people's acts, sums without events, reservations that are too small or released.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::ledger::Balance;

/// How many acts an order may need until it is at rest: one for each invoice, and a release.
const ACTS_MAX: usize = 10;

/// Who has captured or refunded before uniac looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Somebody in the provider's portal, whose act carries a key of its own.
    Portal,
    /// A plug-in that gives no key.
    Keyless,
    /// uniac, and its journal knows.
    Ours,
    /// uniac, and its journal knows, but the provider does not show it yet.
    OursUnseen,
    /// uniac, and its journal was lost.
    OursForgotten,
}

const WHO: [Who; 5] = [Who::Portal, Who::Keyless, Who::Ours, Who::OursUnseen, Who::OursForgotten];

/// What was done before: by whom, whether a capture, for which invoice, how much.
type Deed = (Who, bool, Index, i64);

/// An order that has lived a little.
#[derive(Debug, Clone)]
struct World {
    documents: Vec<Document>,
    deeds: Vec<Deed>,
    reserved: i64,
    /// What of the reservation was released by others, at most.
    released: i64,
    /// Whether the provider shows what happened, or sums only.
    shows_events: bool,
    dropped: bool,
}

fn documents() -> impl Strategy<Value = Vec<Document>> {
    let invoices = prop::collection::vec((0_i64..1000, 0_i64..1000, 0_i64..1000), 0..5);
    invoices.prop_map(|amounts| {
        let mut documents = Vec::new();
        for (index, (amount, first, second)) in (1_i64..).zip(amounts) {
            documents.push(invoice(index, amount));
            let mut left = amount;
            for (id, credited) in [(100 + index, first), (200 + index, second)] {
                if credited > 0 && credited <= left {
                    left -= credited;
                    documents.push(credit(id, index, credited));
                }
            }
        }
        documents
    })
}

fn deeds(who: &'static [Who]) -> impl Strategy<Value = Vec<Deed>> {
    let deed = (prop::sample::select(who), any::<bool>(), any::<Index>(), 1_i64..900);
    prop::collection::vec(deed, 0..6)
}

/// Orders on which anybody may have acted.
fn worlds() -> impl Strategy<Value = World> {
    (documents(), deeds(&WHO), 1_i64..4000, 0_i64..600, any::<bool>(), any::<bool>()).prop_map(
        |(documents, deeds, reserved, released, shows_events, dropped)| World {
            documents,
            deeds,
            reserved,
            released,
            shows_events,
            dropped,
        },
    )
}

/// Orders with room in their reservation, of which a part may have been captured or refunded by hand.
fn roomy_worlds() -> impl Strategy<Value = World> {
    (documents(), deeds(&WHO[..2])).prop_map(|(documents, deeds)| World {
        documents,
        deeds,
        reserved: 20_000,
        released: 0,
        shows_events: true,
        dropped: false,
    })
}

impl World {
    /// Returns the order as uniac sees it. What the provider would not have let happen has not.
    fn case(&self) -> Case {
        let mut case = case(invoiced(&self.documents), self.documents.clone(), vec![]);
        case.order.payment = Some(payment(self.reserved, vec![]));
        for (place, (who, is_capture, which, minor)) in self.deeds.iter().enumerate() {
            let invoices = self.documents.iter().filter(|d| d.kind == DocumentKind::Invoice);
            let ids: Vec<DocumentId> = invoices.map(|invoice| invoice.id).collect();
            let act = if *is_capture { Act::Capture } else { Act::Refund };
            let is_ours = !matches!(who, Who::Portal | Who::Keyless);
            if is_ours && ids.is_empty() {
                continue;
            }
            let own = is_ours.then(|| *which.get(&ids));
            let held = match own {
                Some(id) => look(&case)
                    .ledger
                    .balance(id)
                    .map_or(0, |b| b.captured_by_us - b.refunded_by_us),
                None => look(&case).ledger.captured - look(&case).ledger.refunded,
            };
            let room = if *is_capture { rest(&case) } else { held };
            if *minor > room {
                continue;
            }
            let ordinal = u32::try_from(place).unwrap() + 1;
            let key = match own {
                Some(id) => Some(derive_key(COMPANY, ORDER, Some(id), act, ordinal)),
                None => (*who == Who::Portal).then(|| format!("portal-{place}")),
            };
            if matches!(who, Who::Ours | Who::OursUnseen) {
                case.intents.push(done(act, own, *minor, ordinal));
            }
            // A sum without events that did not show it either would lie for good.
            if *who != Who::OursUnseen || !self.shows_events {
                happen(&mut case, act.effect().unwrap(), *minor, key);
            }
        }
        let released = self.released.min(rest(&case));
        if released > 0 {
            happen(&mut case, Cancel, released, None);
        }
        if !self.shows_events {
            case.order.payment.as_mut().unwrap().events.clear();
        }
        if self.dropped {
            case.order.uni.progress = Progress::Closed;
        }
        case
    }
}

fn invoiced(documents: &[Document]) -> i64 {
    let invoices = documents.iter().filter(|d| d.kind == DocumentKind::Invoice);
    invoices.map(|invoice| invoice.amount_minor).sum()
}

/// What is left of the reservation, from the provider's point of view.
fn rest(case: &Case) -> i64 {
    let payment = case.order.payment.as_ref().unwrap();
    payment.authorised_minor
        - look(case).ledger.captured.max(payment.captured_minor)
        - payment.cancelled_minor
}

fn done(act: Act, document: Option<DocumentId>, minor: i64, ordinal: u32) -> Intent {
    Intent {
        document,
        ordinal,
        key: derive_key(COMPANY, ORDER, document, act, ordinal),
        id: IntentId(i64::from(ordinal)),
        ..intent(act, 1, minor, Some(OutcomeKind::Done))
    }
}

/// Something happens to the payment.
fn happen(case: &mut Case, kind: EventKind, minor: i64, key: Option<String>) {
    let payment = case.order.payment.as_mut().unwrap();
    let at = now() + jiff::SignedDuration::from_secs(i64::try_from(payment.events.len()).unwrap());
    payment.events.push(PaymentEvent { at, ..event(kind, minor, key) });
    match kind {
        Capture => payment.captured_minor += minor,
        Refund => payment.refunded_minor += minor,
        Cancel => payment.cancelled_minor += minor,
    }
}

/// Returns what is due, without the release of what is left over on a live order: that is a person's, or a
/// rounding, when everything has come; and without a person's answers to what others moved.
fn money_steps(case: &Case) -> Vec<Step> {
    let is_live = !case.order.uni.progress.is_dropped();
    let is_left_over = |step: &Step| step.is_answer() || (step.act == Act::Cancel && is_live);
    let money = look(case).steps.into_iter().filter(|step| step.operation().moves_money());
    money.filter(|step| !is_left_over(step)).collect()
}

/// How the provider shows an act of uniac's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    AsEvent,
    /// It has no events.
    AsSum,
    /// Its reads lag behind.
    NotYet,
}

/// uniac does a step, and its journal knows.
fn act_on(case: &mut Case, step: &Step, shown: Shown) {
    let ordinal = 40 + u32::try_from(case.intents.len()).unwrap();
    let intent = done(step.act, step.document, step.money.minor, ordinal);
    if shown != Shown::NotYet {
        happen(case, step.act.effect().unwrap(), step.money.minor, Some(intent.key.clone()));
    }
    if shown == Shown::AsSum {
        case.order.payment.as_mut().unwrap().events.clear();
    }
    case.intents.push(intent);
}

/// Does what is due, in an order that is chosen, until nothing moves money any more.
fn act_to_rest(case: &mut Case, choices: &[Index], shown: Shown) -> Result<(), TestCaseError> {
    for turn in 0.. {
        let steps = money_steps(case);
        if steps.is_empty() {
            return Ok(());
        }
        prop_assert!(turn < ACTS_MAX, "the rules come to rest: {steps:?}");
        let step = choices[turn % choices.len()].get(&steps).clone();
        let before = look(case).ledger;
        match step.act {
            Act::Capture => prop_assert!(step.money.minor <= before.capturable),
            Act::Refund => {
                let held = before.balance(step.document.unwrap()).unwrap().held();
                prop_assert!(step.money.minor <= held, "refund above held");
            }
            _ => prop_assert_eq!(step.money.minor, before.capturable),
        }
        prop_assert!(step.money.minor > 0);
        act_on(case, &step, shown);
        let ledger = look(case).ledger;
        let reserved = case.order.payment.as_ref().unwrap().authorised_minor;
        prop_assert!(ledger.captured <= reserved, "captured above the reservation");
        prop_assert!(ledger.refunded <= ledger.captured, "refunded above the captured");
        for balance in &ledger.balances {
            prop_assert!(balance.captured_by_us <= before_or(&before, balance, step.document));
        }
    }
    Ok(())
}

/// The most that uniac may have captured for an invoice after an act on `acted`.
fn before_or(before: &Ledger, balance: &Balance, acted: Option<DocumentId>) -> i64 {
    let old = before.balance(balance.invoice).unwrap();
    match acted == Some(balance.invoice) {
        true => old.captured_by_us.max(balance.invoiced + balance.refunded()),
        false => old.captured_by_us,
    }
}

fn captures(case: &Case) -> i64 {
    let steps = money_steps(case);
    steps.iter().filter(|step| step.act == Act::Capture).map(|step| step.money.minor).sum()
}

proptest! {
    #[test]
    fn no_step_goes_beyond_what_is_reserved_or_held(world in worlds()) {
        let case = world.case();
        let assessment = look(&case);
        let ledger = &assessment.ledger;
        let payment = case.order.payment.as_ref().unwrap();
        let sum = |act| -> i64 {
            let of_act = assessment.steps.iter().filter(|s| s.act == act && !s.is_answer());
            of_act.map(|s| s.money.minor).sum()
        };
        let left = payment.authorised_minor - ledger.captured - payment.cancelled_minor;
        prop_assert!(ledger.capturable <= left.max(0));
        prop_assert!(sum(Act::Capture) + sum(Act::Cancel) <= left.max(0), "above the reserved");
        let held = (ledger.captured - ledger.refunded).max(0);
        prop_assert!(sum(Act::Refund) <= held, "above the held");
        // What a person may take again or pay back is one thing or the other, and within what there is, too.
        for step in assessment.steps.iter().filter(|step| step.is_answer()) {
            let room = if step.act == Act::Capture { left } else { held };
            prop_assert!(step.money.minor <= room && step.mode == Mode::Manual);
        }
        let steps = || assessment.steps.iter().filter(|step| !step.is_answer());
        for step in steps().filter(|step| step.act == Act::Refund) {
            let balance = ledger.balance(step.document.unwrap()).unwrap();
            prop_assert!(step.money.minor <= balance.held(), "above what the invoice holds");
            prop_assert_eq!(balance.held() - step.money.minor, balance.owed());
        }
        for step in steps().filter(|step| step.act == Act::Capture) {
            let balance = ledger.balance(step.document.unwrap()).unwrap();
            prop_assert_eq!(balance.held() + step.money.minor, balance.owed());
        }
    }

    #[test]
    fn every_captured_and_refunded_ore_is_allotted_once_or_left_over(world in worlds()) {
        let ledger = look(&world.case()).ledger;
        let captured: i64 = ledger.balances.iter().map(Balance::captured).sum();
        let refunded: i64 = ledger.balances.iter().map(Balance::refunded).sum();
        prop_assert_eq!(captured + ledger.captured_left_over, ledger.captured);
        prop_assert_eq!(refunded + ledger.refunded_left_over, ledger.refunded);
        prop_assert!(ledger.balances.iter().all(|b| b.held() >= 0));
    }

    #[test]
    fn what_uniac_has_done_belongs_to_its_invoice_with_and_without_a_journal(world in worlds()) {
        let mut case = world.case();
        let known = look(&case).ledger;
        case.intents.retain(|intent| {
            let events = &case.order.payment.as_ref().unwrap().events;
            !events.iter().any(|event| event.key.as_ref() == Some(&intent.key))
        });
        prop_assert_eq!(look(&case).ledger, known);
    }

    #[test]
    fn doing_what_is_due_in_any_order_settles_every_invoice(
        world in worlds(), lags: bool, choices in prop::collection::vec(any::<Index>(), 1..8)
    ) {
        let mut case = world.case();
        let shown = match (world.shows_events, lags) {
            (false, _) => Shown::AsSum,
            (true, false) => Shown::AsEvent,
            (true, true) => Shown::NotYet,
        };
        act_to_rest(&mut case, &choices, shown)?;
        let assessment = look(&case);
        let ledger = &assessment.ledger;
        if ledger.balances.iter().any(|balance| !balance.is_settled()) {
            // Then there is not enough to do it with, and that is what a person is told.
            let says = |attention| assessment.attentions.contains(&attention);
            let lacking = match () {
                () if says(Attention::ExceedsReservation) => {
                    ledger.capture_due() - ledger.capturable
                }
                () if says(Attention::RefundedElsewhere) => {
                    ledger.refund_due() - (ledger.captured - ledger.refunded)
                }
                () => {
                    let told = format!("{:?} do not say why", assessment.attentions);
                    return Err(TestCaseError::fail(told));
                }
            };
            prop_assert!(lacking > 0);
        }
        let mut again = case.clone();
        act_to_rest(&mut again, &choices, shown)?;
        prop_assert_eq!(again.intents.len(), case.intents.len(), "nothing is due twice");
    }

    #[test]
    fn the_order_in_which_things_are_read_changes_nothing(
        (world, documents, events) in worlds().prop_flat_map(|world| {
            let case = world.case();
            let events = case.order.payment.unwrap().events;
            (Just(world), Just(case.order.documents).prop_shuffle(), Just(events).prop_shuffle())
        })
    ) {
        let sorted = world.case();
        let mut shuffled = sorted.clone();
        shuffled.order.documents = documents;
        shuffled.order.payment.as_mut().unwrap().events = events;
        prop_assert_eq!(look(&shuffled), look(&sorted));
    }

    /// Invoices and credit notes come in any order, and uniac acts in between as often as it likes: in
    /// the end each invoice holds what it owes, and the customer has paid the same.
    #[test]
    fn the_order_of_arrival_leads_to_the_same_end(
        (world, arrivals) in roomy_worlds().prop_flat_map(|world| {
            let arrivals: Vec<usize> = (0..world.documents.len()).collect();
            (Just(world), Just(arrivals).prop_shuffle())
        }),
        acts_after in prop::collection::vec(any::<bool>(), 16),
        choices in prop::collection::vec(any::<Index>(), 1..8),
    ) {
        let mut case = world.case();
        let all = std::mem::take(&mut case.order.documents);
        for (arrival, acts) in arrivals.iter().zip(&acts_after) {
            case.order.documents.push(all[*arrival].clone());
            if *acts {
                act_to_rest(&mut case, &choices, Shown::AsEvent)?;
            }
        }
        act_to_rest(&mut case, &choices, Shown::AsEvent)?;
        let ledger = look(&case).ledger;
        for balance in &ledger.balances {
            prop_assert_eq!(balance.held(), balance.owed(), "{:?}", balance);
            prop_assert!(balance.captured_by_us <= balance.invoiced, "captured above the invoiced");
            prop_assert!(balance.refunded_by_us <= balance.credited, "refunded above the credited");
        }
        let owed: i64 = ledger.balances.iter().map(Balance::owed).sum();
        prop_assert_eq!(ledger.held(), owed);
    }

    /// Whatever others do to an order that is at rest, uniac does not undo it: no capture because of a
    /// refund, and a refund only of what a credit note asks for and nobody has paid back.
    #[test]
    fn what_others_do_never_triggers_a_correction(
        world in roomy_worlds(),
        foreign in deeds(&WHO[..2]),
        choices in prop::collection::vec(any::<Index>(), 1..8),
    ) {
        let mut case = world.case();
        act_to_rest(&mut case, &choices, Shown::AsEvent)?;
        for (place, (who, is_capture, _, minor)) in foreign.iter().enumerate() {
            let ledger = look(&case).ledger;
            let kind = if *is_capture { Capture } else { Refund };
            let room = if *is_capture { rest(&case) } else { ledger.captured - ledger.refunded };
            if *minor <= room {
                let key = (*who == Who::Portal).then(|| format!("afterwards-{place}"));
                happen(&mut case, kind, *minor, key);
            }
        }
        for step in money_steps(&case) {
            prop_assert_eq!(step.act, Act::Refund, "no capture because of a refund");
            let ledger = look(&case).ledger;
            let balance = ledger.balance(step.document.unwrap()).unwrap();
            let asked = balance.credited - balance.refunded();
            prop_assert!(balance.captured_elsewhere > 0 && step.money.minor <= asked);
        }
    }

    /// The same before uniac has done anything: what others have taken is never taken once more.
    #[test]
    fn what_others_have_captured_is_not_captured_again(world in roomy_worlds()) {
        let untouched = World { deeds: vec![], ..world.clone() };
        let (before, after) = (captures(&untouched.case()), captures(&world.case()));
        prop_assert!(after <= before, "no capture because of a refund");
        let ledger = look(&world.case()).ledger;
        let taken = ledger.captured - ledger.captured_left_over;
        prop_assert!(after <= (before - taken).max(0) + ledger.refunded);
    }
}
