//! What a payment plug-in of a shop is: what it does with money at a change of status, by its settings.
//!
//! Each is described where its provider is, as read in its own code, in the version named beside it. A plug-in that is
//! not described may do anything.

use std::collections::BTreeMap;

use serde_json::Value;

use uniac_core::hooks::{Deeds, Hook, When};

/// A payment plug-in.
pub struct PlugIn {
    /// Its name.
    pub name: &'static str,
    /// Its main file in `active_plugins` stands in a folder that begins with one of these.
    pub folders: &'static [&'static str],
    /// The ids of its payment methods begin with one of these.
    pub methods: &'static [&'static str],
    /// The meta field of an order that keeps the provider's reference beside the transaction.
    pub reference_meta: Option<&'static str>,
    /// What it does when all its switches are on.
    pub hook: Hook,
    /// What it can be told not to do.
    pub switches: &'static [Switch],
    /// How it is told not to capture by itself: the id of the message.
    pub remedy: &'static str,
}

/// A setting that decides whether a plug-in does something.
pub struct Switch {
    /// The setting's name.
    pub name: &'static str,
    /// What a plug-in does that has not saved the setting yet.
    pub on_by_default: bool,
    /// Takes away what the plug-in does not do when the switch is off.
    pub off: fn(Hook) -> Hook,
}

/// It captures.
pub const CAPTURES: Deeds = Deeds { captures: When::Always, ..Deeds::NONE };
/// It releases what is reserved.
pub const RELEASES: Deeds = Deeds { releases: When::Always, ..Deeds::NONE };
/// It pays back.
pub const REFUNDS: Deeds = Deeds { refunds: When::Always, ..Deeds::NONE };
/// It releases what is reserved and pays back what was taken.
pub const RELEASES_AND_REFUNDS: Deeds = Deeds { refunds: When::Always, ..RELEASES };
/// It releases what is reserved when nothing was taken.
pub const RELEASES_UNTOUCHED: Deeds = Deeds { releases: When::Untouched, ..Deeds::NONE };

impl PlugIn {
    /// Returns whether a main file in `active_plugins` is this plug-in's.
    pub fn is(&self, file: &str) -> bool {
        self.folders.iter().any(|folder| file.starts_with(folder))
    }

    /// Returns what it does with the settings of one of its payment methods.
    pub fn does(&self, settings: &Value) -> Hook {
        let settings: BTreeMap<String, Value> =
            serde_json::from_value(settings.clone()).unwrap_or_default();
        let is_on = |switch: &&Switch| {
            let set = settings.get(switch.name).and_then(|setting| setting["value"].as_str());
            match set {
                Some("no") => false,
                None | Some("") => switch.on_by_default,
                // What is neither yes nor no is taken for yes.
                Some(_) => true,
            }
        };
        let off = self.switches.iter().filter(|switch| !is_on(switch));
        off.fold(self.hook, |hook, switch| (switch.off)(hook))
    }
}
