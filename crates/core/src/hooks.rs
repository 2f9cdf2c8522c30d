//! What the shop's payment plug-ins do by themselves when an order's status changes.
//!
//! Plain data, as a look at the shop has found it. What was not seen is *may do anything*; nothing
//! here may be taken for quiet because nobody looked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// When a plug-in does something at a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Never.
    Never,
    /// Only as long as nothing was captured on the payment.
    Untouched,
    /// Always, as far as there is money for it.
    Always,
}

/// What a plug-in does with the money at one status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deeds {
    /// It takes what is reserved.
    pub captures: When,
    /// It releases what is reserved.
    pub releases: When,
    /// It pays back what is held.
    pub refunds: When,
}

impl Deeds {
    /// Nothing.
    pub const NONE: Deeds =
        Deeds { captures: When::Never, releases: When::Never, refunds: When::Never };

    /// Anything: nobody knows what it does.
    pub const ANY: Deeds =
        Deeds { captures: When::Always, releases: When::Always, refunds: When::Always };

    /// Returns whether money could move: `reserved` and `held` are what there is for it, `captured`
    /// what was ever taken, minor units.
    pub fn could_move(self, reserved: i64, held: i64, captured: i64) -> bool {
        let applies = |when| match when {
            When::Never => false,
            When::Untouched => captured == 0,
            When::Always => true,
        };
        (reserved > 0 && (applies(self.captures) || applies(self.releases)))
            || (held > 0 && applies(self.refunds))
    }

    /// Returns a sign of what it does, to be kept and compared; `None` when it does nothing.
    fn sign(self) -> Option<String> {
        let told = |when, verb: &'static str| match when {
            When::Never => None,
            When::Untouched => Some(format!("{verb} what was not touched")),
            When::Always => Some(verb.to_owned()),
        };
        let deeds = [
            told(self.captures, "captures"),
            told(self.releases, "releases"),
            told(self.refunds, "refunds"),
        ];
        let words: Vec<String> = deeds.into_iter().flatten().collect();
        (!words.is_empty()).then(|| words.join(" and "))
    }
}

/// What the plug-in of one payment method does at each status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// When the order is paid. uniac never sets this status.
    pub processing: Deeds,
    /// Fullført.
    pub completed: Deeds,
    /// Kansellert.
    pub cancelled: Deeds,
    /// Kreditert.
    pub refunded: Deeds,
}

impl Hook {
    /// It is known that nothing acts on a change of status.
    pub const QUIET: Hook = Hook {
        processing: Deeds::NONE,
        completed: Deeds::NONE,
        cancelled: Deeds::NONE,
        refunded: Deeds::NONE,
    };

    /// Nobody knows: it may do anything.
    pub const UNKNOWN: Hook = Hook {
        processing: Deeds::ANY,
        completed: Deeds::ANY,
        cancelled: Deeds::ANY,
        refunded: Deeds::ANY,
    };

    /// Returns what it does at each status, with the status's name.
    pub fn at_each_status(&self) -> [(Deeds, &'static str); 4] {
        [
            (self.processing, "processing"),
            (self.completed, "completed"),
            (self.cancelled, "cancelled"),
            (self.refunded, "refunded"),
        ]
    }

    /// Returns a sign of what it does at each status, to be kept and compared, not to be shown; `None` when it is
    /// quiet.
    pub fn sign(&self) -> Option<String> {
        let at = |(deeds, status): (Deeds, &str)| Some(format!("{} at {status}", deeds.sign()?));
        let signs: Vec<String> = self.at_each_status().into_iter().filter_map(at).collect();
        (!signs.is_empty()).then(|| signs.join(", "))
    }
}

/// The plug-ins of a shop, by the payment methods that are theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hooks {
    methods: BTreeMap<String, Hook>,
    others: Hook,
}

impl Default for Hooks {
    fn default() -> Hooks {
        Hooks::all(Hook::UNKNOWN)
    }
}

impl Hooks {
    /// Returns the hooks of a shop in which every method does the same.
    pub fn all(hook: Hook) -> Hooks {
        Hooks { methods: BTreeMap::new(), others: hook }
    }

    /// Adds what the plug-in of a method does.
    pub fn add(&mut self, method: &str, hook: Hook) {
        self.methods.insert(method.to_ascii_lowercase(), hook);
    }

    /// Returns what the plug-in of a method does; of one that was not met, it is not known.
    pub fn of(&self, method: &str) -> Hook {
        self.methods.get(&method.to_ascii_lowercase()).copied().unwrap_or(self.others)
    }

    /// Returns the methods that were met, with what is done for each.
    pub fn methods(&self) -> impl Iterator<Item = (&str, &Hook)> {
        self.methods.iter().map(|(method, hook)| (method.as_str(), hook))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_move_hangs_on_what_there_is() {
        let once = Deeds { captures: When::Untouched, ..Deeds::NONE };
        for (deeds, money, could) in [
            (Deeds::NONE, (500, 500, 500), false),
            (Deeds::ANY, (0, 0, 500), false),
            (Deeds::ANY, (1, 0, 500), true),
            (Deeds::ANY, (0, 1, 500), true),
            (once, (200, 0, 0), true),
            (once, (200, 300, 300), false),
        ] {
            let (reserved, held, captured) = money;
            assert_eq!(deeds.could_move(reserved, held, captured), could, "{deeds:?} {money:?}");
        }
    }

    #[test]
    fn a_method_that_was_not_met_may_do_anything() {
        let mut hooks = Hooks::default();
        hooks.add("Vipps", Hook::QUIET);
        assert_eq!((hooks.of("vipps"), hooks.of("kco")), (Hook::QUIET, Hook::UNKNOWN));
    }
}
