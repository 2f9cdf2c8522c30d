//! Orders of the shop that no list has: in its bin, or with the status of a plug-in that was taken away. An order in Uni that
//! names one would look as if it had nothing to do with the shop.
//!
//! They are only looked for, by the number that the order in Uni names. Whether the two belong together the rules decide.

use std::collections::BTreeSet;

use uniac_core::order::OrderId;
use uniac_core::reference;
use uniac_system::error::Result;

use super::Engine;

/// So many numbers are asked for in one pass, those of the newest orders, and as many of the others, which change from day to
/// day. More are texts that never meant the shop.
const ASKED_MAX: usize = 100;

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// A number of fewer digits says little: a count, a part, a day.
const DIGITS_MIN: usize = 3;

impl Engine<'_> {
    /// Asks the shop for the orders that these orders of Uni name and that no list had.
    pub(super) fn look_for_hidden(&self, orders: &[OrderId]) -> Result<()> {
        let named = self.store.leading_nowhere(orders)?;
        let mut numbers = BTreeSet::new();
        let mut in_turn: Vec<String> = named.iter().flat_map(|text| numbers_in(text)).collect();
        in_turn.retain(|number| numbers.insert(number.clone()));
        if numbers.is_empty() {
            return Ok(());
        }
        let day = self.clock.now().as_second() / SECONDS_A_DAY;
        self.shop.hidden_orders(&asked(in_turn, day), &mut |mut rows| {
            rows.retain(|row| {
                reference::digits(&row.order.number).is_some_and(|number| numbers.contains(&number))
            });
            self.store.put_shop_orders(&rows)
        })
    }
}

/// Returns which of the numbers, newest first, are asked for on a day.
fn asked(mut numbers: Vec<String>, day: i64) -> BTreeSet<String> {
    let mut older = numbers.split_off(numbers.len().min(ASKED_MAX));
    let turns = older.len().div_ceil(ASKED_MAX).max(1);
    let turn = usize::try_from(day).unwrap_or(0) % turns;
    older.drain(..turn * ASKED_MAX);
    older.truncate(ASKED_MAX);
    numbers.into_iter().chain(older).collect()
}

/// Returns what in a text may be the number of an order.
fn numbers_in(text: &str) -> impl Iterator<Item = String> {
    let runs = reference::runs(text).into_iter().map(|run| run.digits);
    runs.filter(|digits| digits.len() >= DIGITS_MIN && digits.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use uniac_core::order::{ShopOrder, ShopStatus};
    use uniac_store::{Store, Watermark};
    use uniac_system::error::Error;

    use crate::Scope;
    use crate::tests::world::{ORDER, Stage, World, order_row, shop_order};

    #[test]
    fn in_the_end_every_number_is_asked_for() {
        let numbers: Vec<String> = (1..=450).rev().map(|number| number.to_string()).collect();
        let on = |day| super::asked(numbers.clone(), day);
        assert!((0..4).all(|day| on(day).contains("450") && on(day).len() <= 200));
        let all: std::collections::BTreeSet<String> = (0..4).flat_map(on).collect();
        assert_eq!(all.len(), 450);
        assert_eq!(super::asked(vec!["7".into()], 3).len(), 1);
    }

    /// An order of the shop that only its bin has is found; after a look that failed Uni's orders are read again.
    #[test]
    fn a_look_that_failed_is_made_again() {
        let mut row = order_row();
        row.order.shop_reference = Some("#5999".into());
        let stage = Stage::new(World { listed: Some(row), ..World::default() });
        let answer = |order| *stage.world.hidden.lock().unwrap() = Some(order);
        let read = || stage.with(Scope::Nothing, |run| run.engine.refresh_documents());
        let mark = || stage.store.watermark(Watermark::Orders).unwrap();
        read().unwrap();
        let first = mark();
        stage.clock.step(SignedDuration::from_hours(1));
        answer(Err(Error::failed("shop-unreachable", "it is away")));
        read().unwrap_err();
        assert_eq!(mark(), first);
        // What the bin has beside it is nobody's.
        answer(Ok(ShopOrder { number: "6000".into(), ..shop_order() }));
        read().unwrap();
        assert!(stage.store.case(ORDER).unwrap().unwrap().order.shop.is_none());
        let binned = ShopStatus::Other("trash".into());
        answer(Ok(ShopOrder { number: "5999".into(), status: binned.clone(), ..shop_order() }));
        read().unwrap();
        assert!(mark() > first);
        let shop = stage.store.case(ORDER).unwrap().unwrap().order.shop.unwrap();
        assert_eq!(shop.status, binned);
    }
}
