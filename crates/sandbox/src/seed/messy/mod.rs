//! A messy company: what people really do, each situation from public reports at least once.
//!
//! The same seed must give the same company at any time of day. A story must be told by what people can
//! do; it may not write sums of its own. All of it lies in the past: what is done after the activation
//! belongs to the one who tries uniac.

mod cast;
mod copies;
mod credits;
mod documents;
mod ordinary;
mod payments;
mod references;
mod story;

use crate::chance::Chance;
use crate::world::{Outcome, Turn};
use cast::Cast;
use story::{DAY, Deed, HOUR, Story};

/// Returns every story.
fn stories() -> Vec<&'static Story> {
    let chapters = [
        ordinary::STORIES,
        copies::STORIES,
        references::STORIES,
        documents::STORIES,
        credits::STORIES,
        payments::STORIES,
    ];
    chapters.into_iter().flatten().collect()
}

/// Fills an empty world; so many customers order, and what people make of it comes on top.
pub(crate) fn fill(turn: &Turn, orders: u32, seed: u64) -> Outcome<()> {
    let mut chance = Chance::new(seed);
    let mut timeline: Vec<(i64, usize, Deed)> = Vec::new();
    let mut casts: Vec<Cast> = Vec::new();
    for story in chosen(orders, &mut chance) {
        // All of a story's steps are over before now.
        let mut at = turn.now - chance.between(20 * DAY, 70 * DAY);
        for (hours, deed) in story.steps {
            at += hours * HOUR;
            timeline.push((at, casts.len(), *deed));
        }
        casts.push(Cast::new(story.name, &mut chance));
    }
    // Stable: what happens in one story at one moment keeps its order.
    timeline.sort_by_key(|(at, _, _)| *at);
    for (at, index, deed) in timeline {
        deed(&turn.at(at.min(turn.now)), &mut casts[index])?;
    }
    Ok(())
}

/// Returns which stories to tell: first each one once, then by weight, and in the end only such with
/// one customer.
fn chosen(orders: u32, chance: &mut Chance) -> Vec<&'static Story> {
    let all = stories();
    let (mut left, mut chosen) = (orders, Vec::new());
    for story in &all {
        if story.customers <= left {
            left -= story.customers;
            chosen.push(*story);
        }
    }
    let weights: u64 = all.iter().map(|story| story.weight).sum();
    while left > 0 {
        let mut point = chance.below(weights);
        for story in &all {
            if point < story.weight {
                if story.customers <= left {
                    left -= story.customers;
                    chosen.push(*story);
                }
                break;
            }
            point -= story.weight;
        }
    }
    chance.shuffle(&mut chosen);
    chosen
}

#[cfg(test)]
mod tests;
