//! Where a situation comes about: the sandbox's own company, or a configured one that talks to a served
//! sandbox as to real systems, some of them spoiled.

use std::any::Any;

use super::FLAGS;
use super::answers::{Answer, Spoiler};
use crate::harness::{Call, World};
use crate::outside::Served;

/// The amount of the order in question.
pub const AMOUNT: &str = "499.00";

/// The first line of a read of a payment at Vipps.
pub const PAYMENT: &str = "GET /provider/epayment/v1/payments/";

/// An invoice is due.
pub fn due() -> Stage {
    Stage::new().ordered().invoiced()
}

/// An invoice is due at a configured company, and the payment was never read.
pub fn new() -> Stage {
    Stage::configured().ordered().invoiced()
}

/// An invoice is due at a configured company on a payment that was read before.
pub fn known() -> Stage {
    Stage::configured().ordered().ran(0).invoiced()
}

/// Something that nobody knows has happened to the money of the only payment.
pub const DISPUTED: &str = "
    INSERT INTO payment_event (reference, name, amount_minor, at, success, visible_at)
        SELECT reference, 'DISPUTED', 10000, created_at, 1, 0 FROM payment;
    UPDATE payment SET refunded_minor = 10000";

/// A situation that comes about.
pub struct Stage {
    /// The people, and the books of the systems.
    pub outside: World,
    /// The order in question; empty: none.
    pub order: String,
    configured: Option<(Served, World)>,
    flags: String,
    kept: Vec<Box<dyn Any>>,
}

impl Stage {
    /// The sandbox's own company, active.
    pub fn new() -> Stage {
        Stage::in_world(World::active())
    }

    pub fn in_world(outside: World) -> Stage {
        let (order, flags) = (String::new(), String::new());
        Stage { outside, order, configured: None, flags, kept: Vec::new() }
    }

    /// A configured company, active.
    pub fn configured() -> Stage {
        let outside = World::empty();
        let served = outside.serve();
        let mut company = World::bare();
        for (name, value) in served.secrets_with_token() {
            company.set(&name, &value);
        }
        std::fs::write(company.path("uniac.toml"), served.with_token()).expect("it is written");
        company.uniac("enable").exit(0);
        Stage { configured: Some((served, company)), ..Stage::in_world(outside) }
    }

    /// A customer orders, with the flags of `sandbox order`.
    pub fn ordered_with(mut self, flags: &str) -> Stage {
        self.order = self.outside.order_with(flags);
        self
    }

    /// A customer orders.
    pub fn ordered(self) -> Stage {
        self.ordered_with(&format!("--amount {AMOUNT}"))
    }

    /// A person invoices the order.
    pub fn invoiced(self) -> Stage {
        self.outside.invoice(&self.order);
        self
    }

    /// People do these things; `ORDER` is the order.
    pub fn people(self, deeds: &[&str]) -> Stage {
        for deed in deeds {
            self.outside.uniac(&format!("sandbox {}", deed.replace("ORDER", &self.order))).exit(0);
        }
        self
    }

    /// Somebody types these commands; `ORDER` is the order.
    pub fn typed(self, lines: &[&str]) -> Stage {
        for line in lines {
            self.program().uniac(&line.replace("ORDER", &self.order)).exit(0);
        }
        self
    }

    /// Something goes wrong.
    pub fn fault(self, fault: &str) -> Stage {
        self.outside.fault(fault);
        self
    }

    /// The cron line has run before, and ended like this.
    pub fn ran(self, exit: i32) -> Stage {
        self.cron().exit(exit);
        self
    }

    /// Time passes, for the sandbox's own company.
    pub fn later(mut self, minutes: i64) -> Stage {
        self.outside.pass(minutes);
        self
    }

    /// Somebody writes into the sandbox's world what its people cannot do.
    pub fn spoiled(self, statement: &str) -> Stage {
        let path = self.outside.path("data/sandbox/sandbox.db");
        let world = rusqlite::Connection::open(path).expect("the sandbox's world");
        world.execute_batch(&statement.replace("ORDER", &self.order)).expect("a statement");
        self
    }

    /// The cron line has further flags.
    pub fn with_flags(mut self, flags: &str) -> Stage {
        flags.clone_into(&mut self.flags);
        self
    }

    /// A variable has another value.
    pub fn variable(mut self, name: &str, value: &str) -> Stage {
        self.configured.as_mut().expect("a configured company").1.set(name, value);
        self
    }

    /// The configuration is changed.
    pub fn changed(self, change: impl FnOnce(String) -> String) -> Stage {
        let path = self.program().path("uniac.toml");
        let before = std::fs::read_to_string(&path).expect("a configuration");
        let after = change(before.clone());
        assert_ne!(after, before, "something is changed");
        std::fs::write(path, after).expect("it is written");
        self
    }

    /// No configured provider takes the order any more.
    pub fn without(self, kind: &str) -> Stage {
        let begin = format!("[[company.play.payment]]\nkind = \"{kind}\"");
        self.changed(|file| {
            let (head, rest) = file.split_once(&begin).expect("it is configured");
            let next = rest.find("[[").map_or("", |next| &rest[next..]);
            format!("{head}{next}")
        })
    }

    /// The requests whose first line contains these words get another answer.
    pub fn answering(self, to: &'static str, answer: Answer) -> Stage {
        let (served, _) = self.configured.as_ref().expect("a configured company");
        let spoiler = Spoiler::new(&served.address, to, answer);
        let (from, to) = (served.address.clone(), spoiler.address.clone());
        let mut stage = self.changed(|file| file.replace(&from, &to));
        stage.kept.push(Box::new(spoiler));
        stage
    }

    /// Keeps something up for as long as the stage.
    pub fn keeping(mut self, what: impl Any) -> Stage {
        self.kept.push(Box::new(what));
        self
    }

    /// The cron line, without what it does on failure.
    pub fn cron(&self) -> Call {
        let name = if self.configured.is_some() { "play" } else { "sandbox" };
        self.program().uniac(&format!("sync --company {name} {FLAGS} {}", self.flags))
    }

    /// Returns the attention that a look without asking anybody shows; empty: none.
    pub fn attention(&self) -> String {
        let line = format!("order show {} --offline --json", self.order);
        let view = self.program().uniac(&line).exit(0).data();
        view["attention"].as_str().unwrap_or_default().to_owned()
    }

    /// Returns where the program runs.
    pub fn program(&self) -> &World {
        self.configured.as_ref().map_or(&self.outside, |(_, company)| company)
    }
}
