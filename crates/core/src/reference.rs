//! References: which numbers of the shop a text in Uni can mean, by its groups of digits.
//!
//! Pure. `#5001`, `WEB-5001`, `05001` and `5001-1` all mean the shop's 5001. Nothing here decides whether a Uni order really
//! stems from that shop order; a number inside a longer one (`15001`) is another number and must never be found.

/// How many groups of digits of a text are looked at, and how many a number of the shop may have.
const GROUPS_MAX: usize = 32;
const RUN_MAX: usize = 4;

/// A group of so few digits says little: a count, a part, a day.
const SHORT: usize = 2;

/// One or more neighbouring groups of digits of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The groups without leading zeros, as [`digits`] writes them.
    pub digits: String,
    first: usize,
    last: usize,
}

impl Run {
    fn holds(&self, other: &Run) -> bool {
        self.first <= other.first && other.last <= self.last && self != other
    }

    fn is_short(&self) -> bool {
        self.digits.bytes().filter(u8::is_ascii_digit).count() <= SHORT
    }
}

/// Returns the digits of a number of the shop, by which it is compared; `None` when it has none, or is a code of letters and
/// digits that means something only as a whole.
pub fn digits(number: &str) -> Option<String> {
    let groups = groups(number);
    (!groups.is_empty() && groups.len() <= RUN_MAX).then(|| groups.join("-"))
}

/// Returns all that a reference can mean, as it is read.
pub fn runs(reference: &str) -> Vec<Run> {
    let groups = groups(reference);
    let groups = &groups[..groups.len().min(GROUPS_MAX)];
    let mut runs = Vec::new();
    for first in 0..groups.len() {
        for last in first..groups.len().min(first + RUN_MAX) {
            runs.push(Run { digits: groups[first..=last].join("-"), first, last });
        }
    }
    runs
}

/// Leaves of the runs that are numbers of the shop those that are meant: not a part of a longer one, no short group
/// beside a longer one, and each number once.
pub fn meant(known: Vec<Run>) -> Vec<Run> {
    let any_long = known.iter().any(|run| !run.is_short());
    let is_part = |run: &Run| known.iter().any(|other| other.holds(run));
    let mut meant: Vec<Run> = Vec::new();
    for run in &known {
        let is_double = meant.iter().any(|other| other.digits == run.digits);
        let says_nothing = any_long && run.is_short();
        if is_part(run) || is_double || says_nothing {
            continue;
        }
        meant.push(run.clone());
    }
    meant
}

/// Returns the groups of digits of a text without leading zeros. A code of letters and digits has none.
fn groups(text: &str) -> Vec<&str> {
    let tokens = text.split(|c: char| !c.is_alphanumeric());
    let groups_of = |token| if is_code(token) { Vec::new() } else { groups_of_token(token) };
    tokens.flat_map(groups_of).collect()
}

fn groups_of_token(token: &str) -> Vec<&str> {
    let groups = token.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
    groups
        .map(|group| match group.trim_start_matches('0') {
            "" => "0",
            trimmed => trimmed,
        })
        .collect()
}

/// Returns whether letters and digits take turns as in a code that a machine has made.
fn is_code(token: &str) -> bool {
    let kinds: Vec<bool> = token.chars().map(|c| c.is_ascii_digit()).collect();
    let turns = kinds.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let is_short = |group: &&str| group.len() <= SHORT;
    turns > 2 || (turns == 2 && groups_of_token(token).iter().all(is_short))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the numbers among the known ones that a reference means.
    fn found(reference: &str, known: &[&str]) -> Vec<String> {
        let known: Vec<String> = known.iter().filter_map(|number| digits(number)).collect();
        let runs = runs(reference).into_iter().filter(|run| known.contains(&run.digits));
        meant(runs.collect()).into_iter().map(|run| run.digits).collect()
    }

    #[test]
    fn each_form_means_the_number() {
        let forms = [
            " 5001",
            "#5001",
            "WEB-5001",
            "WEB5001",
            "5001-1",
            "05001",
            "Nettordre 5001",
            "ordre nr.5001, 2 stk",
            "web5001b",
            "5001 (5001)",
        ];
        for form in forms {
            assert_eq!(found(form, &["5001"]), ["5001"], "{form}");
            assert_eq!(found(form, &["WEB-5001"]), ["5001"], "{form}");
            // Orders 1 and 2 of the same shop are no second ones.
            assert_eq!(found(form, &["1", "2", "5001"]), ["5001"], "{form}");
        }
    }

    #[test]
    fn another_number_and_none_are_not_found() {
        for form in ["", "Kari", "50011", "15001", "500", "5 001", "5002", "#"] {
            assert_eq!(found(form, &["5001"]), [""; 0], "{form}");
        }
        assert_eq!(found("5001", &["ABC", ""]), [""; 0]);
    }

    #[test]
    fn a_number_of_several_groups_is_found_as_a_whole() {
        assert_eq!(found("2026-0042", &["2026/42"]), ["2026-42"]);
        assert_eq!(found("42", &["2026-42"]), [""; 0]);
        assert_eq!(found("ordre 2026-42 del 1", &["2026-42", "2026", "42"]), ["2026-42"]);
        assert_eq!(found("#5001-1", &["5001", "5001-1"]), ["5001-1"]);
    }

    #[test]
    fn several_numbers_are_all_found() {
        for form in ["5001, 5002", "5001/5002", "5001+5002 (hentes 12)", "#5001 og #5002"] {
            assert_eq!(found(form, &["5001", "5002", "12"]), ["5001", "5002"], "{form}");
        }
        assert_eq!(found("12, 13", &["12", "13"]), ["12", "13"]);
        assert_eq!(found("ordre 5001 av 12.03.2026", &["5001", "12", "3"]), ["5001"]);
    }

    #[test]
    fn a_code_is_no_number() {
        for code in ["GRLQXE8Z7ZD6FXPM", "KQZ5XYWABCDE", "3f2504e0", "0305e82c3301"] {
            assert_eq!(digits(code), None, "{code}");
            assert_eq!(found(code, &["8", "7", "5", "2504", "305"]), [""; 0], "{code}");
        }
        assert_eq!(digits("W12").as_deref(), Some("12"));
        assert_eq!(digits("000").as_deref(), Some("0"));
    }
}
