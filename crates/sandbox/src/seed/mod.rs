//! A believable company: two years of orders, each with its story, told by the people of the sandbox.
//!
//! The same seed must give the same company at any time of day. Each story is one of [`Story`]; from
//! 60 orders on every story occurs at least once. No order may be deleted here while money of it is
//! still reserved: what to do with such an order belongs to the one who tries uniac.

mod basket;
mod messy;
mod story;
#[cfg(test)]
mod tests;

use super::chance::Chance;
use super::world::{Outcome, Turn};
pub(super) use messy::fill as fill_messy;
use story::{Act, Plan, STORIES, Story};

/// From so many orders on, every situation of a messy company occurs.
pub const MESSY_ORDERS: u32 = 120;

/// Fills an empty world with orders.
pub(super) fn fill(turn: &Turn, orders: u32, seed: u64) -> Outcome<()> {
    let mut chance = Chance::new(seed);
    let mut plans: Vec<Plan> = Vec::new();
    for story in stories(orders as usize, &mut chance) {
        plans.push(Plan::new(story, turn.now, &mut chance));
    }
    plans.sort_by_key(|plan| plan.placed);
    pair_up(&mut plans);
    let mut timeline: Vec<(i64, usize, Act)> = Vec::new();
    for (index, plan) in plans.iter().enumerate() {
        timeline.push((plan.placed, index, Act::Buy));
        timeline.extend(plan.acts.iter().map(|(at, act)| (*at, index, *act)));
    }
    // Stable: what happens to one order at one moment keeps its order.
    timeline.sort_by_key(|(at, _, _)| *at);
    for (at, index, act) in timeline {
        story::tell(&turn.at(at), &mut plans, index, act)?;
    }
    Ok(())
}

/// Returns which stories to tell: first each one once, then by weight.
fn stories(orders: usize, chance: &mut Chance) -> Vec<Story> {
    let mut stories: Vec<Story> = STORIES.iter().map(|(story, _)| *story).collect();
    stories.truncate(orders);
    let weights: u64 = STORIES.iter().map(|(_, weight)| weight).sum();
    while stories.len() < orders {
        let mut point = chance.below(weights);
        for (story, weight) in STORIES {
            if point < *weight {
                stories.push(*story);
                break;
            }
            point -= weight;
        }
    }
    chance.shuffle(&mut stories);
    stories
}

/// Gives each order that shares its invoice the next one of its kind; one that is left over gets an
/// invoice of its own.
fn pair_up(plans: &mut [Plan]) {
    let mixed: Vec<usize> =
        (0..plans.len()).filter(|index| plans[*index].story == Story::Mixed).collect();
    for pair in mixed.chunks(2) {
        if let [first, second] = *pair {
            plans[second].partner = Some(first);
            plans[first].acts.clear();
        }
    }
}
