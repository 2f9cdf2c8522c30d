//! Which file of a crate names which other, and that nowhere they do so in a circle.
//!
//! A name that a file only passes on stands for the file that makes it. What no path tells is not seen: methods that
//! a file adds to another's type, and what a macro makes of a name.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{Source, sources};

/// The program itself, in which a folder's `mod.rs` stands above its files: what it declares, it knows.
const PROGRAM: &str = "";

/// What a file's code says of other files.
#[derive(Default)]
struct Code {
    /// The names that it has from elsewhere, with their paths.
    imports: BTreeMap<String, Vec<String>>,
    /// Those of them that others may have from it.
    passed_on: BTreeSet<String>,
    /// The paths whose every name it has.
    globs: Vec<Vec<String>>,
    /// The paths in its code.
    paths: BTreeSet<Vec<String>>,
    /// All words of its code but those of `use`.
    words: BTreeSet<String>,
    /// The names that it makes.
    makes: BTreeSet<String>,
    /// The files that it declares.
    declares: Vec<String>,
}

/// The files of a crate by their paths in it, `cli::view::words`.
struct House(BTreeMap<String, Code>);

impl Code {
    fn of(source: &Source) -> Code {
        let code: Vec<&str> = source.code().map(|(_, line)| line).collect();
        let stream: TokenStream = code.join("\n").parse().expect("Rust");
        let mut tokens = Vec::new();
        flatten(stream, &mut tokens);
        let mut code = Code::default();
        let mut at = 0;
        while at < tokens.len() {
            at += code.read(&tokens, at);
        }
        code
    }

    /// Reads what stands at a place, and returns how many tokens it is.
    fn read(&mut self, tokens: &[String], at: usize) -> usize {
        let token = |index: usize| tokens.get(index).map_or("", String::as_str);
        let before = at.checked_sub(1).map_or("", token);
        match token(at) {
            "use" if before != "+" => {
                let length = tokens[at..].iter().take_while(|token| *token != ";").count();
                let is_passed_on = ["pub", ")"].contains(&before);
                self.import(&mut tokens[at + 1..at + length].iter(), &[], is_passed_on);
                length
            }
            "mod" if token(at + 2) == ";" => {
                self.declares.push(token(at + 1).to_owned());
                3
            }
            word if is_word(word) => {
                let makers = ["fn", "struct", "enum", "trait", "type", "const", "static"];
                if makers.contains(&before) {
                    self.makes.insert(word.to_owned());
                }
                let mut path = vec![word.to_owned()];
                while token(at + 2 * path.len() - 1) == "::" && is_word(token(at + 2 * path.len()))
                {
                    path.push(token(at + 2 * path.len()).to_owned());
                }
                let length = 2 * path.len() - 1;
                self.words.extend(path.iter().cloned());
                if path.len() > 1 && !["::", "$"].contains(&before) {
                    self.paths.insert(path);
                }
                length
            }
            _ => 1,
        }
    }

    /// Reads the tree of a `use` behind `prefix`, up to the end of its braces.
    fn import(
        &mut self,
        tokens: &mut std::slice::Iter<String>,
        prefix: &[String],
        is_passed_on: bool,
    ) {
        let mut path = prefix.to_vec();
        let mut alias = None;
        loop {
            match tokens.next().map(String::as_str) {
                Some("::") => {}
                Some("{") => {
                    self.import(tokens, &path, is_passed_on);
                    path.clear();
                }
                Some("as") => alias = tokens.next().cloned(),
                Some("*") => self.globs.push(std::mem::take(&mut path)),
                Some(word) if is_word(word) => path.push(word.to_owned()),
                end => {
                    if path.last().is_some_and(|last| last == "self") {
                        path.pop();
                    }
                    if let Some(last) = path.last() {
                        let name = alias.take().unwrap_or_else(|| last.clone());
                        if is_passed_on {
                            self.passed_on.insert(name.clone());
                        }
                        self.imports.insert(name, std::mem::take(&mut path));
                    }
                    if end != Some(",") {
                        return;
                    }
                    path = prefix.to_vec();
                }
            }
        }
    }
}

impl House {
    fn of(sources: &[&Source]) -> House {
        House(sources.iter().map(|source| (source.module().join("::"), Code::of(source))).collect())
    }

    /// Returns the file that makes what a path of the file `own` names; none when that is another crate's.
    fn maker(&self, own: &str, path: &[String], seen: &mut BTreeSet<String>) -> Option<String> {
        let mut at: Vec<&str> = own.split("::").filter(|step| !step.is_empty()).collect();
        let mut rest = path;
        match rest.first()?.as_str() {
            "crate" => (at, rest) = (Vec::new(), &rest[1..]),
            "self" => rest = &rest[1..],
            "super" => {}
            name if self.0.contains_key(&[at.as_slice(), &[name]].concat().join("::")) => {}
            name if self.0[own].imports.contains_key(name) => {}
            _ => return None,
        }
        while rest.first().is_some_and(|step| step == "super") {
            at.pop();
            rest = &rest[1..];
        }
        while let Some(step) = rest.first() {
            let below = [at.as_slice(), &[step]].concat();
            if !self.0.contains_key(&below.join("::")) {
                break;
            }
            (at, rest) = (below, &rest[1..]);
        }
        let here = at.join("::");
        let name = rest.first()?;
        if !seen.insert(format!("{here}::{name}")) {
            return Some(here);
        }
        let code = self.0.get(&here)?;
        if let Some(from) = code.imports.get(name) {
            return self.maker(&here, &[from, &rest[1..]].concat(), seen);
        }
        let passed_on = code.globs.iter().filter(|_| !code.makes.contains(name)).find_map(|glob| {
            let maker = self.maker(&here, &[glob, rest].concat(), seen)?;
            self.0[&maker].makes.contains(name).then_some(maker)
        });
        Some(passed_on.unwrap_or(here))
    }

    /// Returns the files that a file names; `declared`: also those that it declares.
    fn names(&self, own: &str, declared: bool) -> BTreeSet<String> {
        let code = &self.0[own];
        let used = code
            .imports
            .iter()
            .filter(|(name, _)| !code.passed_on.contains(*name) || code.words.contains(*name));
        let paths = used.map(|(_, path)| path).chain(&code.paths);
        let mut names: BTreeSet<String> =
            paths.filter_map(|path| self.maker(own, path, &mut BTreeSet::new())).collect();
        if declared {
            let below =
                |name: &String| format!("{own}::{name}").trim_start_matches("::").to_owned();
            names.extend(code.declares.iter().map(below));
        }
        names.retain(|name| name != own && self.0.contains_key(name));
        names
    }

    /// Returns who stands in a circle, or between two, with whom each names of those.
    fn circles(&self, declared: bool) -> BTreeMap<String, BTreeSet<String>> {
        let names = |own: &String| (own.clone(), self.names(own, declared));
        let mut known: BTreeMap<String, BTreeSet<String>> = self.0.keys().map(names).collect();
        loop {
            let sought: BTreeSet<String> = known.values().flatten().cloned().collect();
            let before = known.len();
            known.retain(|name, names| !names.is_empty() && sought.contains(name));
            let left: BTreeSet<String> = known.keys().cloned().collect();
            for names in known.values_mut() {
                names.retain(|name| left.contains(name));
            }
            if known.len() == before {
                return known;
            }
        }
    }
}

/// Adds the tokens of a stream, `::` as one and a literal as none of its own.
fn flatten(stream: TokenStream, tokens: &mut Vec<String>) {
    for tree in stream {
        match tree {
            TokenTree::Ident(word) => tokens.push(word.to_string()),
            TokenTree::Literal(_) => tokens.push("\"".to_owned()),
            TokenTree::Punct(sign) if sign.as_char() == ':' => match tokens.last_mut() {
                Some(last) if last == ":" => last.push(':'),
                _ => tokens.push(":".to_owned()),
            },
            TokenTree::Punct(sign) => tokens.push(sign.as_char().to_string()),
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::None => ("", ""),
                };
                tokens.push(open.to_owned());
                flatten(group.stream(), tokens);
                tokens.push(close.to_owned());
            }
        }
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Whatever is left when all is taken out that knows nothing of the rest, or that nothing of the rest knows, stands in a
/// circle, or between two.
#[test]
fn no_file_stands_in_a_circle() {
    let sources = sources();
    let names: BTreeSet<&str> = sources.iter().map(|source| source.place().0).collect();
    let mut found = Vec::new();
    for name in names {
        let own: Vec<&Source> = sources.iter().filter(|source| source.place().0 == name).collect();
        let house = House::of(&own);
        for (file, names) in house.circles(name == PROGRAM) {
            found.push(format!("{name}/{file} names {names:?}"));
        }
    }
    assert_eq!(found, Vec::<String>::new());
}
