//! Lists that move, repeat themselves or never end while they are read.

use serde_json::json;

use super::*;

fn listed(rows: &[i64]) -> Vec<Listed> {
    rows.iter().map(|id| row(&json!({"ID": id}))).collect()
}

fn row(value: &serde_json::Value) -> Listed {
    Listed::new(to_raw_value(value).unwrap())
}

fn page(rows: Vec<Listed>, total: Option<u64>) -> Page {
    Page { rows, total, pages: None, clock: None, bytes: 100 }
}

/// Reads a list that `server` serves, and returns the ids in the order they were handed over.
fn read(server: &mut dyn FnMut(u64, u64) -> Page) -> Result<Vec<i64>> {
    let mut calls = 0;
    let mut got = Vec::new();
    let mut read = |skip, top| {
        calls += 1;
        assert!(calls < 200, "the reading does not end");
        Ok(server(skip, top))
    };
    all(System::Uni, 10, &mut read, &mut |rows| {
        got.extend(rows.iter().map(|row| row.id().unwrap().parse::<i64>().unwrap()));
        Ok(())
    })?;
    Ok(got)
}

fn cut(list: &[i64], skip: u64, top: u64) -> Vec<Listed> {
    let (skip, top) = (usize::try_from(skip).unwrap(), usize::try_from(top).unwrap());
    listed(&list.iter().skip(skip).take(top).copied().collect::<Vec<_>>())
}

#[test]
fn every_length_is_read_whole_also_when_pages_are_smaller_than_asked() {
    for length in 0..45 {
        let list: Vec<i64> = (1..=length).collect();
        for page_max in [1, 2, 3, 9, 10, 1000] {
            for says_total in [false, true] {
                let total = says_total.then_some(list.len() as u64);
                let got = read(&mut |skip, top| page(cut(&list, skip, top.min(page_max)), total));
                assert_eq!(got.unwrap(), list, "{length} rows, pages of {page_max}");
            }
        }
    }
}

/// Also when as many come in behind: then the length does not tell.
#[test]
fn rows_that_vanish_while_reading_hide_no_other() {
    for vanish_at in 1..6 {
        for gone in [1, 2, 9, 25] {
            for comes_in in [false, true] {
                let mut list: Vec<i64> = (1..=60).collect();
                let mut calls = 0;
                let got = read(&mut |skip, top| {
                    calls += 1;
                    if calls == vanish_at + 1 {
                        list.drain(..gone);
                        let new = 61..=60 + i64::try_from(gone).unwrap();
                        list.extend(new.filter(|_| comes_in));
                    }
                    page(cut(&list, skip, top), comes_in.then_some(list.len() as u64))
                })
                .unwrap();
                for id in list {
                    assert_eq!(got.iter().filter(|other| **other == id).count(), 1, "row {id}");
                }
            }
        }
    }
}

/// A page far ahead was met while rows were gone, then they came back: what lies before it is still unread.
#[test]
fn a_page_that_joined_no_other_is_no_bridge_to_what_lies_before_it() {
    let mut list: Vec<i64> = (1..=40).map(|id| id * 10).collect();
    let mut calls = 0;
    let got = read(&mut |skip, _| {
        calls += 1;
        match calls {
            3 => drop(list.drain(..6)),
            4 => drop(list.splice(0..0, 1..=6)),
            7 => drop(list.drain(..6)),
            _ => {}
        }
        page(cut(&list, skip, 5), None)
    });
    let got = got.unwrap();
    for id in (7..=40).map(|id| id * 10) {
        assert!(got.contains(&id), "row {id} of {got:?}");
    }
}

#[test]
fn rows_that_come_in_while_reading_double_no_other() {
    let mut list: Vec<i64> = (100..=160).collect();
    let mut calls = 0;
    let got = read(&mut |skip, top| {
        calls += 1;
        if calls == 3 {
            list.insert(0, 1);
            list.push(161);
        }
        page(cut(&list, skip, top), None)
    })
    .unwrap();
    assert_eq!(got, (100..=161).collect::<Vec<i64>>());
}

#[test]
fn a_row_that_changed_while_the_list_was_read_is_handed_over_once_more() {
    let mut versions = Vec::new();
    let mut calls = 0;
    let mut read = |skip, _| {
        calls += 1;
        let rows = [json!({"ID": 1, "v": 1}), json!({"ID": 2, "v": calls}), json!({"ID": 3})];
        let rows: Vec<Listed> =
            rows.iter().skip(usize::try_from(skip).unwrap()).take(2).map(row).collect();
        Ok(page(rows, Some(3)))
    };
    all(System::Shop, 2, &mut read, &mut |rows| {
        versions.extend(rows.iter().map(|row| row.text().get().to_owned()));
        Ok(())
    })
    .unwrap();
    assert_eq!(
        versions,
        [r#"{"ID":1,"v":1}"#, r#"{"ID":2,"v":1}"#, r#"{"ID":2,"v":2}"#, r#"{"ID":3}"#]
    );
}

#[test]
fn a_server_that_ignores_the_position_is_found_out() {
    let list: Vec<i64> = (1..=30).collect();
    let error = read(&mut |_, top| page(cut(&list, 0, top), None)).unwrap_err();
    assert_eq!(error.code, "paging-loop");
    assert_eq!(read(&mut |_, _| page(listed(&[7]), None)).unwrap(), [7]);
}

/// A list that claims more rows than it shows ends all the same.
#[test]
fn a_list_ends_where_nothing_more_comes() {
    let got = read(&mut |skip, _| match skip {
        0 => page(listed(&[1, 2]), Some(9)),
        _ => page(Vec::new(), Some(9)),
    });
    assert_eq!(got.unwrap(), [1, 2]);
    let list: Vec<i64> = (1..=25).collect();
    let got = read(&mut |skip, top| page(cut(&list, skip, top), Some(1000))).unwrap();
    assert_eq!(got, list);
}

#[test]
fn a_list_without_an_end_is_given_up_by_the_limit_that_it_passes() {
    let endless = |page_of: &dyn Fn(i64) -> Page| {
        let mut next = 0;
        let mut read = |_, _| {
            next += 1;
            Ok(page_of(next))
        };
        all(System::Shop, 1000, &mut read, &mut |_| Ok(())).unwrap_err()
    };
    let rows =
        |next: i64, count: i64| listed(&(next * count..(next + 1) * count).collect::<Vec<_>>());
    for (page_of, limit) in [
        (&(|next| page(rows(next, 50_000), None)) as &dyn Fn(i64) -> Page, "1200000 rows"),
        (&|next| page(rows(next, 2), None), "120000 pages"),
        (&|next| page(rows(next, 2), Some(ROWS_MAX + 1)), "1200000 rows"),
        (&|next| Page { bytes: BYTES_MAX / 3, ..page(rows(next, 2), None) }, "bytes"),
        (
            &|next| {
                let junk = (0..1000).map(|n| row(&json!({"junk": next * 1000 + n})));
                page(junk.collect(), None)
            },
            "10000 rows without an id",
        ),
    ] {
        let error = endless(page_of);
        assert_eq!(error.code, "too-much");
        assert!(error.message.contains(limit), "{}", error.message);
    }
}

#[test]
fn rows_without_an_id_are_counted_and_rows_that_contradict_each_other_are_in_doubt() {
    let odd = |id: serde_json::Value, v: i64| row(&json!({"ID": id, "v": v}));
    let mut met = Vec::new();
    let mut read = |_, _| {
        let rows = vec![
            odd(json!(1), 1),
            odd(json!(2), 1),
            odd(json!(null), 1),
            odd(json!({}), 1),
            odd(json!(1), 1),
            odd(json!(2), 2),
            Listed::new(RawValue::from_string(r#"{"ID":3,"ID":4}"#.to_owned()).unwrap()),
        ];
        Ok(page(rows, Some(7)))
    };
    let pass = all(System::Uni, 10, &mut read, &mut |rows| {
        met.extend(rows.iter().map(|row| (row.id().unwrap().to_owned(), row.doubt().is_some())));
        Ok(())
    });
    assert_eq!(pass.unwrap().nameless, 3);
    assert_eq!(met, [("1".to_owned(), false), ("2".to_owned(), true)]);
}

#[test]
fn a_field_that_stands_twice_leaves_a_doubt() {
    #[derive(Debug, Deserialize)]
    struct Row {
        total: i64,
    }
    let of = |json: &str| {
        let mut row = Listed::new(RawValue::from_string(json.to_owned()).unwrap());
        (row.read::<Row>().map(|row| row.total), row.doubt().is_some())
    };
    assert_eq!(of(r#"{"id":1,"total":1}"#), (Ok(1), false));
    assert_eq!(of(r#"{"id":1,"total":1,"total":2}"#), (Ok(2), true));
    assert_eq!(of(r#"{"id":1,"total":"x"}"#).0, Err("⟦doubt-odd|name=total|form=text⟧".to_owned()));
}

#[test]
fn page_numbers_serve_where_nothing_else_does() {
    let mut list: Vec<i64> = (1..=10).collect();
    let mut calls = 0;
    let mut got = Vec::new();
    let mut read = |number: u64| {
        calls += 1;
        assert!(calls < 50, "the reading does not end");
        if calls == 2 {
            list.remove(0);
        }
        let pages = Some(list.len().div_ceil(3) as u64);
        Ok(Page { pages, ..page(cut(&list, (number - 1) * 3, 3), Some(list.len() as u64)) })
    };
    numbered(System::Shop, &mut read, &mut |rows| {
        got.extend(rows.iter().map(|row| row.id().unwrap().parse::<i64>().unwrap()));
        Ok(())
    })
    .unwrap();
    got.sort_unstable();
    assert_eq!(got, (1..=10).collect::<Vec<i64>>());
    let mut same = |_: u64| Ok(Page { pages: Some(u64::MAX), ..page(listed(&[1]), None) });
    let error = numbered(System::Shop, &mut same, &mut |_| Ok(())).unwrap_err();
    assert_eq!(error.code, "paging-loop");
}
