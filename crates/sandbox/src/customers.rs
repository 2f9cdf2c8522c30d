//! The customers of the sandbox: who they are in the shop, and what becomes of them in Uni.
//!
//! All of them are invented: addresses are at `example.com`, telephone numbers have a form that nobody has
//! (`+47 00…`), and no organisation number begins with 1. No real person or company may stand here.

use super::chance::Chance;
use super::unimicro::document::Buyer;

/// The one customer under whom some companies keep all orders of their shop.
pub(super) const COLLECTIVE: &str = "Nettbutikkunde";

const FIRST_NAMES: [&str; 24] = [
    "Åshild",
    "Jørn Erik",
    "Bjørg",
    "Renée",
    "Anne-Lise",
    "Torunn",
    "Göran",
    "Synnøve",
    "Pål",
    "Ylva",
    "Håvard",
    "Gro",
    "Zoë",
    "Einar",
    "Kåre",
    "Signe",
    "Märta",
    "Iselin",
    "Øystein",
    "Liv Marit",
    "Tormod",
    "Ædel",
    "Nils",
    "Ragnfrid",
];

const LAST_NAMES: [&str; 24] = [
    "Skårdal",
    "Brekkhus",
    "Øverlia",
    "Fagertun",
    "Nymoen Vik",
    "Tindeland",
    "Sæterdal",
    "Hjelmtveit",
    "Grønnlien",
    "Åkerholt",
    "Rossvang",
    "Ulveset",
    "Lien-Mork",
    "Kvitberg",
    "Søråsen",
    "Elvestrand",
    "Blåfjell",
    "Hestmo",
    "Dalsrud",
    "Furukleiv",
    "Myrhaug",
    "Steinsvoll",
    "Tåkeli",
    "Vintervoll",
];

const COMPANIES: [&str; 16] = [
    "Bølgekam Bakeri AS",
    "Nordlys Blomster ENK",
    "Fjellro Hytteutleie DA",
    "Åkerbær Kafé AS",
    "Granskog Interiør AS",
    "Sølvtråd Søm ANS",
    "Havblikk Gjestehus AS",
    "Lys & Lyng ENK",
    "Tømmerlia Bygg AS",
    "Smørblomst Barnehage SA",
    "Kråkereir Forlag AS",
    "Vindfang Design NUF",
    "Isbre Friluft ASA",
    "Stabbur Catering AS",
    "Måneskinn Spa DA",
    "Rognebær Hagesenter AS",
];

/// A customer as the shop knows one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Customer {
    /// First names and last name.
    pub name: String,
    pub company: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub org_number: Option<String>,
}

impl Customer {
    /// The customer of a name; how to reach one follows from it, so that the same name is the same
    /// customer.
    pub fn named(name: &str) -> Customer {
        let number = figures(name, 6);
        Customer {
            name: name.to_owned(),
            email: Some(format!("{}@example.com", mailbox(name))),
            phone: Some(format!("+47 00 {} {} {}", &number[..2], &number[2..4], &number[4..])),
            ..Customer::default()
        }
    }

    /// A person of the word lists.
    pub fn drawn(chance: &mut Chance) -> Customer {
        let (first, last) = (chance.pick(&FIRST_NAMES), chance.pick(&LAST_NAMES));
        Customer::named(&format!("{first} {last}"))
    }

    /// The same person, who buys for a company.
    pub fn at(self, company: &str) -> Customer {
        Customer {
            company: Some(company.to_owned()),
            org_number: Some(format!("1{}", figures(company, 8))),
            ..self
        }
    }

    /// A person of the word lists at a company of them.
    pub fn drawn_at_company(chance: &mut Chance) -> Customer {
        let company = chance.pick(&COMPANIES);
        Customer::drawn(chance).at(company)
    }

    /// Returns what becomes of the customer when the order is read into Uni: a company with its person,
    /// or the person.
    pub fn buyer(&self) -> Buyer {
        Buyer {
            id: None,
            name: self.company.clone().unwrap_or_else(|| self.name.clone()),
            email: self.email.clone(),
            org_number: self.org_number.clone(),
            person: self.company.as_ref().map(|_| self.name.clone()),
            phone: self.phone.clone(),
        }
    }
}

/// Returns the customer of all orders, where a company has only one for its shop.
pub(super) fn collective() -> Buyer {
    Buyer::named(COLLECTIVE)
}

/// Returns a name written otherwise: the last name first, in capitals, or without accents.
pub(super) fn respelt(name: &str, way: u64) -> String {
    match way % 3 {
        0 => match name.rsplit_once(' ') {
            Some((first, last)) => format!("{last}, {first}"),
            None => name.to_owned(),
        },
        1 => name.to_uppercase(),
        _ => name.chars().map(plain).collect(),
    }
}

/// Returns the letter without its accent.
fn plain(letter: char) -> char {
    const PLAIN: [(&str, char); 12] = [
        ("åäá", 'a'),
        ("ÅÄÁ", 'A'),
        ("øöó", 'o'),
        ("ØÖÓ", 'O'),
        ("éèëê", 'e'),
        ("ÉÈËÊ", 'E'),
        ("æ", 'e'),
        ("Æ", 'E'),
        ("üú", 'u'),
        ("ÜÚ", 'U'),
        ("ï", 'i'),
        ("ñ", 'n'),
    ];
    let found = PLAIN.iter().find(|(accented, _)| accented.contains(letter));
    found.map_or(letter, |(_, plain)| *plain)
}

/// Returns the name as the first part of an address.
fn mailbox(name: &str) -> String {
    let words = name.split(|letter: char| letter.is_whitespace() || letter == '-');
    let words = words.map(|word| -> String {
        let letters = word.chars().map(plain).filter(char::is_ascii_alphanumeric);
        letters.map(|letter| letter.to_ascii_lowercase()).collect()
    });
    let words: Vec<String> = words.filter(|word| !word.is_empty()).take(4).collect();
    let mut mailbox = if words.is_empty() { "kunde".to_owned() } else { words.join(".") };
    mailbox.truncate(60);
    mailbox
}

/// Returns so many figures that follow from a text.
fn figures(text: &str, count: usize) -> String {
    let fold = |sum: u64, byte: u8| super::chance::mix(sum ^ u64::from(byte));
    let number = text.bytes().fold(0, fold) % 10_u64.pow(9);
    let figures = format!("{number:09}");
    figures[9 - count..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_is_the_same_customer_and_others_differ() {
        let kari = Customer::named("Kåre Ølsdal");
        assert_eq!(kari, Customer::named("Kåre Ølsdal"));
        assert_eq!(kari.email.as_deref(), Some("kare.olsdal@example.com"));
        let other = Customer::named("Kåre Ølstad");
        assert!(kari.email != other.email && kari.phone != other.phone);
        assert_eq!(Customer::named("\u{7} –").email.as_deref(), Some("kunde@example.com"));
        assert!(kari.phone.is_some_and(|phone| phone.starts_with("+47 00 ") && phone.len() == 15));
    }

    #[test]
    fn a_company_stands_in_uni_with_its_person() {
        let customer = Customer::named("Gro Tåkeli").at("Åkerbær Kafé AS");
        let buyer = customer.buyer();
        assert_eq!(
            (&*buyer.name, buyer.person.as_deref()),
            ("Åkerbær Kafé AS", Some("Gro Tåkeli"))
        );
        assert!(
            buyer.org_number.is_some_and(|number| number.starts_with('1') && number.len() == 9)
        );
        assert_eq!(Customer::named("Gro Tåkeli").buyer().name, "Gro Tåkeli");
    }

    #[test]
    fn a_name_can_be_written_in_other_ways() {
        let ways = [0, 1, 2].map(|way| respelt("Zoë Blåfjell", way));
        assert_eq!(ways, ["Blåfjell, Zoë", "ZOË BLÅFJELL", "Zoe Blafjell"]);
    }
}
