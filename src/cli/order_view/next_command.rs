//! The command that goes on with an order, as a person types it.
//!
//! Each line must work as it stands, on the orders that it names and on no others.

use uniac_core::owed::Way;

use crate::cli::session::Session;

/// Writes commands for the company of a run.
#[derive(Debug, Clone, Default)]
pub struct Ways {
    /// What stands behind each command, so that it means the same company.
    company: String,
}

impl Ways {
    /// Returns the commands of a run: who has named the company names it again.
    pub fn of(session: &Session) -> Ways {
        let is_named = !session.base.global.company.is_empty();
        Ways {
            company: match is_named {
                true => format!(" --company {}", session.company),
                false => String::new(),
            },
        }
    }

    /// Returns a command of uniac for this company.
    pub fn command(&self, words: &str) -> String {
        format!("uniac {words}{}", self.company)
    }

    /// Returns the command for orders that go on in the same way; `None` where it takes one order only.
    pub fn on(&self, way: Way, orders: &[&str]) -> Option<String> {
        let takes_one = matches!(way, Way::Settle | Way::Look);
        if takes_one && orders.len() != 1 {
            return None;
        }
        let orders = orders.join(" ");
        Some(self.command(&match way {
            Way::Sync => "sync".to_owned(),
            Way::Capture => format!("capture --manual {orders}"),
            Way::Refund => format!("refund --manual {orders}"),
            Way::Release => format!("cancel --manual {orders}"),
            Way::Settle => format!("order settle {orders}"),
            Way::Look => format!("order show {orders}"),
        }))
    }

    /// Returns the command for one order.
    pub fn on_order(&self, way: Way, order: &str) -> String {
        self.on(way, &[order]).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_names_its_orders_and_the_company_that_was_named() {
        let (plain, named) = (Ways::default(), Ways { company: " --company kopp".to_owned() });
        assert_eq!(plain.on(Way::Capture, &["1", "2"]).unwrap(), "uniac capture --manual 1 2");
        assert_eq!(named.on_order(Way::Look, "1"), "uniac order show 1 --company kopp");
        assert_eq!(named.on(Way::Sync, &["1", "2"]).unwrap(), "uniac sync --company kopp");
        assert_eq!(plain.on(Way::Settle, &["1", "2"]), None);
    }
}
