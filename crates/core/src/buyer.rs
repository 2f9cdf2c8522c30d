//! Who bought: what Uni and the shop say of a customer, and whether they mean the same one.
//!
//! Only marks are kept, never a name or an address: a mark is a hash of a normalised text, good for
//! telling whether two are equal and for nothing else. Pure.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The mark of a normalised text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mark(String);

impl Mark {
    /// Returns the mark of a text that is normalised already.
    pub fn of(text: &str) -> Mark {
        let digest = Sha256::digest(text.as_bytes());
        Mark(digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect())
    }
}

/// What one system tells of the customer of an order, as marks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    /// Uni's internal id of the customer; one customer can stand on the orders of many people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<i64>,
    /// E-mail addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<Mark>,
    /// Phone numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Mark>,
    /// Organisation numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<Mark>,
    /// Names of persons, companies and recipients, each as the marks of its words, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Vec<Mark>>,
}

impl Buyer {
    /// Adds an e-mail address; case does not count.
    pub fn add_email(&mut self, text: Option<&str>) {
        let text = text.map(str::trim).filter(|text| text.contains('@'));
        add(&mut self.emails, text.map(|text| Mark::of(&text.to_lowercase())));
    }

    /// Adds a phone number: its digits without Norway's country code.
    pub fn add_phone(&mut self, text: Option<&str>) {
        let digits: String =
            text.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        let digits = digits.trim_start_matches("00");
        let national = match digits.strip_prefix("47") {
            Some(rest) if rest.len() == 8 => rest,
            _ => digits,
        };
        add(&mut self.phones, (national.len() >= 8).then(|| Mark::of(national)));
    }

    /// Adds an organisation number: its nine digits, as in `NO 912 345 678 MVA`.
    pub fn add_organisation(&mut self, text: Option<&str>) {
        let digits: String =
            text.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        add(&mut self.organisations, (digits.len() == 9).then(|| Mark::of(&digits)));
    }

    /// Adds a name of a person, a company or a recipient. Case, accents and legal forms do not count.
    pub fn add_name(&mut self, text: &str) {
        let words = words(text);
        if !words.is_empty() && !self.names.contains(&words) {
            self.names.push(words);
        }
    }

    /// Returns whether nothing is told.
    pub fn is_silent(&self) -> bool {
        self.emails.is_empty()
            && self.phones.is_empty()
            && self.organisations.is_empty()
            && self.names.is_empty()
    }

    /// Returns whether both mean the same customer; `None` when one of them tells nothing.
    ///
    /// They do when an e-mail address, a phone or an organisation number is the same, or when all words
    /// of the shorter of two names are in the longer: at least two, unless it has one only.
    pub fn agrees(&self, other: &Buyer) -> Option<bool> {
        if self.is_silent() || other.is_silent() {
            return None;
        }
        let same = |ours: &[Mark], theirs: &[Mark]| ours.iter().any(|mark| theirs.contains(mark));
        Some(
            same(&self.emails, &other.emails)
                || same(&self.phones, &other.phones)
                || same(&self.organisations, &other.organisations)
                || self.names.iter().any(|ours| other.names.iter().any(|name| is_in(ours, name))),
        )
    }

    /// Returns one mark of all that is told, by which differing customers are counted; `None` when
    /// nothing is told.
    pub fn fingerprint(&self) -> Option<String> {
        let of = |marks: &[Mark]| marks.iter().map(|mark| mark.0.as_str()).min().map(str::to_owned);
        of(&self.emails)
            .or_else(|| of(&self.phones))
            .or_else(|| of(&self.organisations))
            .or_else(|| Some(self.names.first()?.iter().map(|word| word.0.as_str()).collect()))
    }
}

fn add(marks: &mut Vec<Mark>, mark: Option<Mark>) {
    if let Some(mark) = mark.filter(|mark| !marks.contains(mark)) {
        marks.push(mark);
    }
}

/// Returns whether all words of the shorter name are in the longer.
fn is_in(one: &[Mark], other: &[Mark]) -> bool {
    let (shorter, longer) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    !shorter.is_empty() && shorter.iter().all(|word| longer.contains(word))
}

/// Words that say what kind of company it is and not which one.
const LEGAL_FORMS: &[&str] = &[
    "as", "asa", "ans", "da", "enk", "sa", "ba", "ks", "nuf", "ab", "aps", "oy", "gmbh", "ltd",
    "inc",
];

fn words(text: &str) -> Vec<Mark> {
    let plain: String = text.chars().flat_map(char::to_lowercase).map(without_accent).collect();
    let all: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let telling: Vec<&str> =
        all.iter().copied().filter(|word| !LEGAL_FORMS.contains(word)).collect();
    // "AS" alone is a name as well as any.
    let mut words: Vec<Mark> =
        (if telling.is_empty() { all } else { telling }).into_iter().map(Mark::of).collect();
    words.sort();
    words.dedup();
    words
}

/// Returns the letter that people type who have no such key, or leave the accent out.
fn without_accent(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'æ' | 'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        'ý' => 'y',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Buyer {
        let mut buyer = Buyer::default();
        for name in names {
            buyer.add_name(name);
        }
        buyer
    }

    #[test]
    fn names_agree_when_the_shorter_is_in_the_longer() {
        for (one, other, agree) in [
            ("Kari Nordmann", "Nordmann, Kari", true),
            ("Kari Nordmann", "Kari Marie Nordmann", true),
            ("KARI NORDMANN", "kari nordmann", true),
            ("Åse Bø", "Ase Bo", true),
            ("Fjord Kaffe AS", "Fjord Kaffe", true),
            ("Kari Nordmann", "Kari Hansen", false),
            ("Kari", "Kari Nordmann", true),
            ("Kari Nordmann", "Ola Nordmann", false),
            ("Fjord AS", "Fjell AS", false),
            ("AS", "Fjell AS", false),
        ] {
            assert_eq!(named(&[one]).agrees(&named(&[other])), Some(agree), "{one} {other}");
            assert_eq!(named(&[other]).agrees(&named(&[one])), Some(agree), "{other} {one}");
        }
    }

    #[test]
    fn any_name_of_one_side_may_agree_with_any_of_the_other() {
        let shop = named(&["Kari Nordmann", "Fjord Kaffe AS"]);
        assert_eq!(shop.agrees(&named(&["Fjord Kaffe"])), Some(true));
        assert_eq!(shop.agrees(&named(&["Fjell Te"])), Some(false));
        assert_eq!(shop.agrees(&Buyer::default()), None);
        assert_eq!(Buyer::default().agrees(&shop), None);
    }

    #[test]
    fn one_sure_mark_is_enough_whatever_the_names() {
        let with = |add: fn(&mut Buyer, Option<&str>), text, name| {
            let mut buyer = named(&[name]);
            add(&mut buyer, Some(text));
            buyer
        };
        let one = with(Buyer::add_email, "Kari@Example.no", "Kari");
        assert_eq!(one.agrees(&with(Buyer::add_email, " kari@example.no", "Ola")), Some(true));
        let one = with(Buyer::add_phone, "+47 900 00 000", "Kari");
        assert_eq!(one.agrees(&with(Buyer::add_phone, "90000000", "Ola")), Some(true));
        let one = with(Buyer::add_organisation, "NO 912 345 678 MVA", "Kari");
        assert_eq!(one.agrees(&with(Buyer::add_organisation, "912345678", "Ola")), Some(true));
        assert_eq!(one.agrees(&with(Buyer::add_phone, "912345678", "Ola")), Some(false));
    }

    #[test]
    fn what_is_no_address_and_no_number_marks_nobody() {
        let mut buyer = Buyer::default();
        buyer.add_email(Some("none"));
        buyer.add_email(None);
        buyer.add_phone(Some("0"));
        buyer.add_organisation(Some("12"));
        buyer.add_name(" - ");
        assert!(buyer.is_silent());
        assert_eq!(buyer.fingerprint(), None);
    }

    #[test]
    fn no_text_of_a_customer_is_kept() {
        let mut buyer = named(&["Kari Nordmann"]);
        buyer.add_email(Some("kari@example.no"));
        let kept = serde_json::to_string(&buyer).unwrap();
        assert!(!kept.to_lowercase().contains("kari") && !kept.contains('@'), "{kept}");
    }
}
