//! What is done next on an order, what is not, and why, as `order show` says it.
//!
//! Every reason comes from the assessment.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::ui::{Cell, Page};
use uniac_core::assess::{Assessment, Attention, Link};
use uniac_core::purchase::Case;
use uniac_texts::t;

use crate::cli::order_view::accepted::{Accepted, word_text};
use crate::cli::order_view::next_step::{barred, next_text, waiting};
use crate::cli::order_view::table::attention_with_id;
use crate::cli::view::{moment, words};

/// What is to be done on an order, by whom.
pub struct OrderNext<'a> {
    pub case: &'a Case,
    pub assessment: &'a Assessment,
    pub accepted: &'a Accepted,
    pub now: Timestamp,
    pub zone: &'a TimeZone,
}

impl OrderNext<'_> {
    /// Shows the hold, the next step, what waits and what is barred, the remarks and the attentions.
    pub fn show(&self, page: &mut Page) {
        self.hold(page);
        self.steps(page);
        for remark in &self.assessment.remarks {
            page.pair("remark", Cell::new(self.remark(*remark)).faint());
        }
        self.attentions(page);
    }

    fn hold(&self, page: &mut Page) {
        let Some(hold) = self.case.active_hold(self.now) else { return };
        let by = words::person(&hold.by);
        let reason = hold.reason.clone().unwrap_or_else(|| t!("told-no-reason"));
        let text = match hold.until.map(|until| moment::minute(until, self.zone)) {
            Some(until) => t!("show-hold-until", by = by, until = until, reason = reason),
            None => t!("show-hold", by = by, reason = reason),
        };
        page.pair("hold", Cell::new(text).warn());
    }

    fn steps(&self, page: &mut Page) {
        let (case, assessment) = (self.case, self.assessment);
        let barred = barred(case, assessment);
        let is_nothing_else = assessment.next().is_none() && assessment.attention.is_none();
        let next = match is_nothing_else && !barred.is_empty() {
            true => t!("show-nothing-barred"),
            false => next_text(case, assessment),
        };
        page.pair("next", Cell::new(next));
        for line in waiting(case, assessment) {
            page.pair("waits", Cell::new(line));
        }
        for line in barred {
            page.pair("barred", Cell::new(line).warn());
        }
    }

    fn remark(&self, remark: Attention) -> String {
        let name = words::cause(remark.name());
        let until = self.assessment.waits_until.filter(|_| remark == Attention::WaitsUntil);
        let means = self.remark_text(remark);
        match until {
            Some(until) => format!("{name} {}: {means}", moment::minute(until, self.zone)),
            None => format!("{name}: {means}"),
        }
    }

    fn attentions(&self, page: &mut Page) {
        let assessment = self.assessment;
        // What cannot be read may be wrong, and so may everything that follows of it.
        let is_unreadable = assessment.attentions.contains(&Attention::Unreadable);
        let is_said =
            |attention: &&Attention| !is_unreadable || **attention <= Attention::Unreadable;
        for attention in assessment.attentions.iter().skip(1).filter(is_said) {
            page.pair("also", attention_with_id(*attention));
        }
        let Some(attention) = assessment.attention else { return };
        page.pair("attention", attention_with_id(attention));
        self.seen(page);
        page.paragraph(words::attention(attention));
    }

    /// Shows who has seen the attention, or one that stood there before.
    fn seen(&self, page: &mut Page) {
        if let Some(word) = self.accepted.of(self.case, self.assessment) {
            page.pair("seen", Cell::new(t!("show-seen-by", word = word_text(word, self.zone))));
        } else if let Some(word) = self.accepted.outdated(self.case, self.assessment) {
            let attention = words::cause(&word.attention);
            let word = word_text(word, self.zone);
            let text = t!("show-was-seen", attention = attention, word = word);
            page.pair("was seen", Cell::new(text).faint());
        }
    }

    /// Says what a remark means on this order.
    fn remark_text(&self, remark: Attention) -> String {
        let is_unlinked = self.assessment.link == Link::Unlinked;
        match (&self.case.order.shop, remark) {
            (Some(shop), Attention::NoPayment) if is_unlinked => {
                t!("show-unlinked", shop = &shop.number)
            }
            _ => words::attention(remark),
        }
    }
}
