//! Faults that were asked for: what goes wrong with which request, and how often.
//!
//! They outlive a process. A request uses at most one fault of delivery; `slow` and `lagging-read` are
//! conditions of the world and combine with it, because a lost reply and a lagging lookup together
//! are the case that costs money.

use serde::Serialize;

use super::catalogue::{self, FAULTS, Name};
use super::exchange::{Request, System};
use super::world::{Outcome, Turn, World};
use uniac_system::error::{Error, Result};

/// The operations a fault can be on; `any` is all of them.
const OPERATIONS: [&str; 7] = ["capture", "refund", "cancel", "shop", "booking", "read", "any"];

/// A fault that waits for its requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Its number.
    pub id: i64,
    /// What goes wrong.
    pub name: String,
    /// With which operation.
    pub on: String,
    /// How many requests it still meets; `None` until cleared.
    pub times_left: Option<u32>,
    /// How long, for `slow` and `lagging-read`.
    pub ms: u64,
}

/// What of the faults meets one request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Taken {
    /// The fault of delivery.
    pub fault: Option<Name>,
    /// The code of a refusal, when one was asked for.
    pub code: Option<String>,
    /// How long the answer is delayed.
    pub slow_ms: u64,
    /// How long reads do not show what the request writes.
    pub lag_ms: u64,
}

/// How long `slow` and `lagging-read` last when nobody says.
const MS_DEFAULT: u64 = 1000;

impl World {
    /// Adds a fault on an operation (`any` by default); `times` of 0 is until cleared. `refused=CODE`
    /// refuses by this code.
    ///
    /// A `lagging-read` is on the operation whose effect lags, and counts these writes; on `read` it
    /// is on all of them. A fault that cannot meet a read waits for a change.
    ///
    /// # Errors
    /// When the name or the operation is not known.
    pub fn fault_add(
        &mut self,
        name: &str,
        on: Option<&str>,
        times: u32,
        ms: Option<u64>,
    ) -> Result<Fault> {
        let kind = catalogue::by_name(name).ok_or_else(|| {
            unknown("fault", name, &FAULTS.map(|(_, known, _)| known))
                .hint("All of them: `uniac sandbox fault list --known`")
        })?;
        let on = on.unwrap_or("any");
        let on = OPERATIONS.into_iter().find(|known| *known == on).ok_or_else(|| {
            unknown("operation", on, &OPERATIONS).hint(format!("Known: {}", OPERATIONS.join(", ")))
        })?;
        // What lags is always the sight of a write; "on reads" says so of every write.
        let on = if kind == Name::LaggingRead && *on == *"read" { "any" } else { on };
        let waits = matches!(kind, Name::Slow | Name::LaggingRead);
        let ms = ms.unwrap_or(if waits { MS_DEFAULT } else { 0 });
        let stored_ms = i64::try_from(ms)
            .map_err(|_| Error::usage("too-large", format!("{ms} ms is too long")))?;
        self.turn(|turn| {
            turn.run(
                "INSERT INTO fault (name, operation, times_left, ms) VALUES (?1, ?2, ?3, ?4)",
                (name, on, (times > 0).then_some(times), stored_ms),
            )?;
            let id = turn.db.last_insert_rowid();
            let times_left = (times > 0).then_some(times);
            Ok(Fault { id, name: name.to_owned(), on: on.to_owned(), times_left, ms })
        })
    }

    /// Returns the faults that wait, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn fault_list(&mut self) -> Result<Vec<Fault>> {
        self.turn(waiting)
    }

    /// Takes all faults away and returns how many there were.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn fault_clear(&mut self) -> Result<usize> {
        self.turn(|turn| Ok(turn.run("DELETE FROM fault", ())?))
    }
}

fn waiting(turn: &Turn) -> Outcome<Vec<Fault>> {
    let sql = "SELECT id, name, operation, times_left, ms FROM fault ORDER BY id";
    Ok(turn.all(sql, (), |row| {
        Ok(Fault {
            id: row.get(0)?,
            name: row.get(1)?,
            on: row.get(2)?,
            times_left: row.get(3)?,
            ms: row.get::<_, i64>(4)?.unsigned_abs(),
        })
    })?)
}

/// Returns the operation a request is, by the names that faults use; a write that none of them
/// names meets only faults on `any`.
pub(super) fn operation(request: &Request, system: System) -> &'static str {
    if request.is_reading() {
        return "read";
    }
    let action = request.parameter("action").unwrap_or_default();
    match system {
        System::Provider(brand) => brand.operation(&request.path),
        System::Shop => "shop",
        System::Uni if action.eq_ignore_ascii_case("payInvoice") => "booking",
        System::Uni => "other",
    }
}

/// Uses up what meets a request of the operation, the oldest faults first.
pub(super) fn take(turn: &Turn, system: System, operation: &str) -> Outcome<Taken> {
    let mut taken = Taken::default();
    for fault in waiting(turn)? {
        if fault.on != operation && fault.on != "any" {
            continue;
        }
        let Some(name) = catalogue::by_name(&fault.name) else { continue };
        if operation == "read" && !name.meets_reads(system) {
            continue;
        }
        match name {
            Name::Slow if taken.slow_ms == 0 => taken.slow_ms = fault.ms,
            Name::LaggingRead if taken.lag_ms == 0 => taken.lag_ms = fault.ms,
            Name::Slow | Name::LaggingRead => continue,
            other if taken.fault.is_none() => {
                taken.fault = Some(other);
                taken.code = catalogue::code_in(&fault.name).map(str::to_owned);
            }
            _ => continue,
        }
        match fault.times_left {
            None => 0,
            Some(1) => turn.run("DELETE FROM fault WHERE id = ?1", [fault.id])?,
            Some(_) => {
                turn.run("UPDATE fault SET times_left = times_left - 1 WHERE id = ?1", [fault.id])?
            }
        };
    }
    Ok(taken)
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Error {
    let nearest = known.iter().max_by(|one, other| {
        strsim::jaro_winkler(one, name).total_cmp(&strsim::jaro_winkler(other, name))
    });
    let code = if what == "fault" { "unknown-fault" } else { "unknown-operation" };
    let name = name.escape_default();
    let error = Error::usage(code, format!("there is no {what} `{name}`"));
    match nearest {
        Some(nearest) => error.hint(format!("Did you mean `{nearest}`?")),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brand::Brand;
    use crate::world::tests::world;

    #[test]
    fn a_fault_meets_as_many_requests_as_it_was_given() {
        let mut world = world();
        world.fault_add("reply-lost", Some("capture"), 2, None).unwrap();
        world.fault_add("slow", None, 0, Some(20)).unwrap();
        let mut take =
            |operation: &str| world.turn(|turn| take(turn, System::Shop, operation)).unwrap();
        let slow = Taken { slow_ms: 20, ..Taken::default() };
        let both = Taken { fault: Some(Name::ReplyLost), ..slow.clone() };
        assert_eq!(take("refund"), slow);
        assert_eq!(take("capture"), both);
        assert_eq!(take("capture"), both);
        assert_eq!(take("capture"), slow);
        assert_eq!(world.fault_list().unwrap().len(), 1);
        assert_eq!(world.fault_clear().unwrap(), 1);
    }

    #[test]
    fn one_request_uses_one_fault_of_delivery() {
        let mut world = world();
        world.fault_add("request-lost", None, 1, None).unwrap();
        world.fault_add("duplicate", Some("shop"), 1, None).unwrap();
        world.fault_add("lagging-read", None, 1, Some(5)).unwrap();
        let mut take =
            |operation: &str| world.turn(|turn| take(turn, System::Shop, operation)).unwrap();
        assert_eq!(take("read").fault, Some(Name::RequestLost));
        let taken = take("shop");
        assert_eq!((taken.fault, taken.lag_ms), (Some(Name::Duplicate), 5));
        assert_eq!(take("shop"), Taken::default());
    }

    #[test]
    fn unknown_names_are_refused_with_the_nearest() {
        let mut world = world();
        let error = world.fault_add("replylost", None, 1, None).unwrap_err();
        assert_eq!(error.code, "unknown-fault");
        assert!(error.hints[0].contains("`reply-lost`"), "{:?}", error.hints);
        let error = world.fault_add("slow", Some("captures"), 1, None).unwrap_err();
        assert!(error.hints[0].contains("`capture`"), "{:?}", error.hints);
    }

    #[test]
    fn what_answers_an_act_waits_for_one() {
        let mut world = world();
        world.fault_add("other-amount", None, 1, None).unwrap();
        world.fault_add("unknown-enum", Some("read"), 1, None).unwrap();
        let mut take =
            |system, operation| world.turn(|turn| take(turn, system, operation)).unwrap().fault;
        assert_eq!(
            take(System::Shop, "read"),
            None,
            "a false status cannot be told from a true one"
        );
        assert_eq!(take(System::Provider(Brand::Vipps), "read"), Some(Name::UnknownEnum));
        assert_eq!(take(System::Provider(Brand::Vipps), "capture"), Some(Name::OtherAmount));
    }

    #[test]
    fn what_lags_on_reads_is_every_write() {
        let mut world = world();
        assert_eq!(world.fault_add("lagging-read", Some("read"), 1, None).unwrap().on, "any");
    }
}
