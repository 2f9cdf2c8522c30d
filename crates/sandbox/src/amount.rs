//! Amounts as decimal text, in both directions, with integers only.
//!
//! No float and no rounding may enter: what does not fit is `None`.

/// Ten-thousandths of a currency unit that make one minor unit.
pub(super) const E4_PER_MINOR: i64 = 100;

/// Returns decimal text as an integer of `decimals` decimals: `("499.00", 2)` is 49900.
pub(super) fn parse(text: &str, decimals: u32) -> Option<i64> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let decimals = decimals as usize;
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || fraction.len() > decimals || !all_digits(whole) || !all_digits(fraction)
    {
        return None;
    }
    let value: i64 = format!("{whole}{fraction:0<decimals$}").parse().ok()?;
    Some(if negative { -value } else { value })
}

/// Returns minor units as the shop writes them: `499.00`.
pub(super) fn minor_text(minor: i64) -> String {
    decimal_text(minor, 2)
}

/// Returns ten-thousandths as Uni writes them: at least one decimal, at most four.
pub(super) fn e4_text(e4: i64) -> String {
    let text = decimal_text(e4, 4);
    let short = text.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}0") } else { short.to_owned() }
}

fn decimal_text(value: i64, decimals: usize) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_integers_agree() {
        let table = [
            ("499.00", 2, Some(49_900)),
            ("499", 2, Some(49_900)),
            ("-0.5", 2, Some(-50)),
            ("0.005", 2, None),
            ("100.005", 4, Some(1_000_050)),
            ("1.00000", 4, Some(10_000)),
            ("1e3", 2, None),
            ("", 2, None),
            (".5", 2, None),
            ("99999999999999999999", 2, None),
        ];
        for (text, decimals, expected) in table {
            assert_eq!(parse(text, decimals), expected, "{text}");
        }
        assert_eq!(minor_text(-5), "-0.05");
        assert_eq!(e4_text(1_000_050), "100.005");
        assert_eq!(e4_text(5_000_000), "500.0");
        assert_eq!(e4_text(0), "0.0");
    }
}
