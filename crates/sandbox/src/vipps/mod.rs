//! The payment provider: Vipps MobilePay's ePayment API v1 as its contract (1.4.1) describes it.
//!
//! It speaks and guards; the money is in the `book`. It must never be friendlier than the real one: a
//! missing header, an odd amount or a used key is refused as it would be there.

#[cfg(test)]
mod tests;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::book::{self, Effect, Particulars, Payment, Reason};
use super::exchange::{Request, Response};
use super::world::{Outcome, Setting, Turn, moment};

/// The sales unit's client id.
pub const CLIENT_ID: &str = "5c7b1e62-91d4-4f0a-8f6e-2a4c5d9b7e10";
/// The sales unit's client secret.
pub const CLIENT_SECRET: &str = "sandbox-secret-Zm9yZXZlciBwbGF5";
/// The sales unit's subscription key.
pub const SUBSCRIPTION_KEY: &str = "0f14ebcab0ec4b29ae0cb90d91b4a84a";
/// The sales unit's merchant serial number.
pub const MERCHANT_SERIAL_NUMBER: &str = "123456";

/// How long an access token lives, seconds: 1 hour, as in Vipps' test environment.
const TOKEN_S: i64 = 3600;

/// Writes per reference and operation, and reads per reference, in a minute (Vipps' own figures).
const WRITES_PER_MINUTE: i64 = 5;
const READS_PER_MINUTE: i64 = 120;

/// The longest idempotency key Vipps takes.
const KEY_LENGTH_MAX: usize = 50;

/// Returns Vipps' number for a reason why money does not move.
pub(super) fn code(reason: Reason) -> &'static str {
    match reason {
        Reason::NotFound => "5090",
        Reason::NotReserved => "6080",
        Reason::CaptureExpired => "6100",
        Reason::CancelExpired => "6030",
        Reason::RefundExpired => "6220",
        Reason::Cancelled | Reason::AlreadyCancelled => "6070",
        Reason::AlreadyCaptured => "6170",
        Reason::AlreadyRefunded => "6180",
        Reason::TooHigh => "6090",
        Reason::NothingCaptured => "6020",
        Reason::NotEnough => "6150",
    }
}

/// Answers one request; `path` is without the prefix.
pub(super) fn handle(turn: &Turn, request: &Request, path: &str) -> Outcome<Response> {
    if is_sign_in(path) {
        return Ok(sign_in(turn, request));
    }
    if let Some(refused) = unauthorised(turn, request)? {
        return Ok(refused);
    }
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let ["epayment", "v1", "payments", reference, rest @ ..] = parts.as_slice() else {
        return problem(turn, 404, None, "Not found", "There is nothing at this address");
    };
    if !is_reference(reference) {
        return problem(turn, 400, None, "Bad Request", "The reference is not well-formed");
    }
    match (request.method.as_str(), rest) {
        ("GET", []) => read(turn, reference),
        ("GET", ["events"]) => read_events(turn, reference),
        ("POST", ["capture"]) => change(turn, request, Effect::Capture, reference),
        ("POST", ["refund"]) => change(turn, request, Effect::Refund, reference),
        ("POST", ["cancel"]) => change(turn, request, Effect::Cancel, reference),
        _ => problem(turn, 404, None, "Not found", "There is nothing at this address"),
    }
}

/// Returns whether the path is the sign-in, which is no call of its own.
pub(super) fn is_sign_in(path: &str) -> bool {
    path == "/accesstoken/get"
}

/// The answer to a request that is sent too often, as the gateway in front of Vipps gives it.
pub(super) fn too_many(seconds: i64) -> Response {
    let message = format!("Rate limit is exceeded. Try again in {seconds} seconds.");
    Response::json(429, &json!({ "statusCode": 429, "message": message }))
        .with("retry-after", seconds)
}

/// The answer to a failure inside Vipps.
pub(super) fn broken(turn: &Turn) -> Outcome<Response> {
    problem(turn, 500, None, "Internal Server Error", "Something went wrong")
}

/// The answer to an act on a payment on which another one is being carried out.
pub(super) fn in_progress(turn: &Turn) -> Outcome<Response> {
    let detail = "Another request on the payment is being processed";
    problem(turn, 423, Some("6160"), "The order is being processed", detail)
}

/// The answer to an act for which nothing is left to be done.
pub(super) fn already_done(turn: &Turn, operation: &str) -> Outcome<Response> {
    let (code, title) = match operation {
        "capture" => ("6170", "The payment is already captured"),
        "refund" => ("6180", "The payment is already refunded"),
        _ => ("6070", "The payment is already cancelled"),
    };
    problem(turn, 400, Some(code), title, title)
}

/// By which number Vipps says that the customer's bank gave no money at the capture. It is in no table
/// that is known here; the sandbox has a number that is in none.
pub(super) const DECLINE: &str = "6990";

/// Returns the number of a no for good.
pub(super) fn last_word(operation: &str) -> &'static str {
    code(match operation {
        "capture" => Reason::CaptureExpired,
        "refund" => Reason::RefundExpired,
        _ => Reason::CancelExpired,
    })
}

/// Refuses an act. Vipps keeps a key for what had an effect only.
pub(super) fn refuse(turn: &Turn, code: &str) -> Outcome<Response> {
    let status = match code {
        "5090" => 404,
        "4010" | "4020" | "4150" => 409,
        _ => 400,
    };
    problem(turn, status, Some(code), "The act was refused", "The act was refused")
}

/// Keeps an answer as the one that every repetition of the request's key gets.
pub(super) fn remember(
    turn: &Turn,
    request: &Request,
    operation: &str,
    answer: &Response,
) -> Outcome<()> {
    let key = request.header("idempotency-key").unwrap_or_default();
    turn.run(
        "UPDATE idempotency SET status = ?3, answer = ?4 WHERE operation = ?1 AND key = ?2",
        (operation, key, answer.status, String::from_utf8_lossy(&answer.body)),
    )?;
    Ok(())
}

fn sign_in(turn: &Turn, request: &Request) -> Response {
    let known = [
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
        ("ocp-apim-subscription-key", SUBSCRIPTION_KEY),
        ("merchant-serial-number", MERCHANT_SERIAL_NUMBER),
    ];
    if request.method != "POST" {
        return Response::json(404, &json!({ "statusCode": 404, "message": "Resource not found" }));
    }
    if known.iter().any(|(name, value)| request.header(name) != Some(value)) {
        let body = json!({ "error": "unauthorized_client",
            "error_description": "The client id, secret or subscription key is not valid." });
        return Response::json(401, &body);
    }
    let now = turn.now / 1000;
    // The numbers are strings, as in the real answer.
    let body = json!({
        "token_type": "Bearer",
        "expires_in": (TOKEN_S - 1).to_string(),
        "ext_expires_in": (TOKEN_S - 1).to_string(),
        "expires_on": (now + TOKEN_S).to_string(),
        "not_before": now.to_string(),
        "resource": "00000002-0000-0000-c000-000000000000",
        "access_token": token(now + TOKEN_S),
    });
    Response::json(200, &body)
}

/// Returns the token that is valid until `expires_s`. It proves itself, so that any process that
/// serves the same file knows it.
fn token(expires_s: i64) -> String {
    let digest = Sha256::digest(format!("{CLIENT_SECRET}\n{expires_s}"));
    let proof: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sandbox.{expires_s}.{proof}")
}

fn unauthorised(turn: &Turn, request: &Request) -> Outcome<Option<Response>> {
    if request.header("ocp-apim-subscription-key") != Some(SUBSCRIPTION_KEY) {
        let message = "Access denied due to missing or invalid subscription key.";
        let body = json!({ "statusCode": 401, "message": message });
        return Ok(Some(Response::json(401, &body)));
    }
    let token_sent =
        request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    let valid = token_sent.is_some_and(|sent| {
        let expires_s = sent.split('.').nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
        sent == token(expires_s) && expires_s > turn.now / 1000
    });
    if !valid {
        let detail = "The access token is missing, wrong or expired";
        return Ok(Some(problem(turn, 401, None, "Unauthorized", detail)?));
    }
    match request.header("merchant-serial-number") {
        Some(MERCHANT_SERIAL_NUMBER) => Ok(None),
        Some(_) => {
            let detail = "The merchant is not yours";
            Ok(Some(problem(turn, 403, None, "Forbidden", detail)?))
        }
        None => {
            let detail = "Merchant-Serial-Number is required";
            Ok(Some(problem(turn, 400, None, "Bad Request", detail)?))
        }
    }
}

fn is_reference(text: &str) -> bool {
    (8..=50).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn read(turn: &Turn, reference: &str) -> Outcome<Response> {
    if let Some(seconds) = limited(turn, reference, "read", READS_PER_MINUTE)? {
        return Ok(too_many(seconds));
    }
    book::lapse(turn, Some(reference))?;
    let Some(payment) = book::find_visible(turn, reference)? else {
        return unknown(turn);
    };
    let mut body = summary(&payment, &payment.psp);
    body["paymentMethod"] = json!({ "type": "WALLET" });
    body["profile"] = json!({});
    Ok(Response::json(200, &body))
}

fn read_events(turn: &Turn, reference: &str) -> Outcome<Response> {
    if turn.setting(Setting::Events)? == "off" {
        return problem(turn, 403, None, "Forbidden", "The event log is not open to this merchant");
    }
    if let Some(seconds) = limited(turn, reference, "read", READS_PER_MINUTE)? {
        return Ok(too_many(seconds));
    }
    book::lapse(turn, Some(reference))?;
    let Some(payment) = book::find(turn, reference)? else {
        return unknown(turn);
    };
    let events: Vec<Value> = book::events(turn, reference)?
        .iter()
        .map(|event| {
            json!({
                "reference": payment.reference,
                "pspReference": event.psp(&payment),
                "name": event.name,
                // The contract requires this property and describes it nowhere.
                "paymentAction": event.name,
                "amount": { "currency": payment.currency, "value": event.amount_minor },
                "timestamp": moment(event.at).to_string(),
                "idempotencyKey": event.key,
                "success": event.success,
            })
        })
        .collect();
    Ok(Response::json(200, &events))
}

fn change(turn: &Turn, request: &Request, effect: Effect, reference: &str) -> Outcome<Response> {
    let Some(key) = request.header("idempotency-key").filter(|key| !key.is_empty()) else {
        return problem(turn, 400, None, "Bad Request", "Idempotency-Key is required");
    };
    if key.len() > KEY_LENGTH_MAX {
        return problem(turn, 400, None, "Bad Request", "Idempotency-Key is longer than 50");
    }
    if let Some(seconds) = limited(turn, reference, effect.name(), WRITES_PER_MINUTE)? {
        return Ok(too_many(seconds));
    }
    let amount = match effect {
        Effect::Cancel => None,
        Effect::Capture | Effect::Refund => {
            let Some(amount) = amount(request) else {
                let detail = "modificationAmount needs a currency and a positive whole value";
                return problem(turn, 400, None, "Bad Request", detail);
            };
            Some(amount)
        }
    };
    let identity = match &amount {
        Some((value, currency)) => format!("{reference} {value} {currency}"),
        None => reference.to_owned(),
    };
    if let Some(answer) = seen(turn, effect, key, &identity)? {
        return Ok(answer);
    }
    if let Some((_, currency)) = &amount
        && let Some(payment) = book::find(turn, reference)?
        && payment.currency != *currency
    {
        // No number is known for this case; the contract only says 400.
        let detail = "The currency is not the payment's";
        return problem(turn, 400, None, "Bad Request", detail);
    }
    let particulars = Particulars { key: Some(key), ..Particulars::default() };
    match book::act(turn, effect, reference, amount.map(|(value, _)| value), particulars)? {
        Err(reason) => {
            let status = if reason == Reason::NotFound { 404 } else { 400 };
            problem(turn, status, Some(code(reason)), reason.title(), reason.title())
        }
        Ok(done) => {
            // What `amount` means here is not told: the sandbox gives the payment's own amount, so
            // that only `aggregate` can be trusted.
            let body = summary(&done.payment, &done.psp);
            turn.run(
                "INSERT OR REPLACE INTO idempotency (operation, key, request, status, answer)
                    VALUES (?1, ?2, ?3, 200, ?4)",
                (effect.name(), key, identity, body.to_string()),
            )?;
            Ok(told(200, body.to_string()))
        }
    }
}

/// Returns the answer to a key that was used before, or `None` when the request is to be carried
/// out. A key belongs to the merchant and the operation, and only what had an effect is remembered.
fn seen(turn: &Turn, effect: Effect, key: &str, identity: &str) -> Outcome<Option<Response>> {
    let known = turn.first(
        "SELECT request, status, answer FROM idempotency WHERE operation = ?1 AND key = ?2",
        (effect.name(), key),
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, u16>(1)?, row.get::<_, String>(2)?)),
    )?;
    let Some((request, status, answer)) = known else { return Ok(None) };
    match turn.setting(Setting::Idempotency)?.as_str() {
        "ignore" => Ok(None),
        "replay" if request == identity => Ok(Some(told(status, answer))),
        "replay" => {
            let code = match effect {
                Effect::Capture => "4010",
                Effect::Refund => "4150",
                Effect::Cancel => "4020",
            };
            let detail = "The key was used with another request";
            Ok(Some(problem(turn, 409, Some(code), "Idempotency conflict", detail)?))
        }
        _ => {
            let detail = "The key was used before";
            Ok(Some(problem(turn, 409, Some("4020"), "Key exists", detail)?))
        }
    }
}

/// Returns the value and currency of a request's body. Vipps allows a value of 0 in its contract;
/// what it does with one is not told, and the sandbox refuses it.
fn amount(request: &Request) -> Option<(i64, String)> {
    let body = request.json()?;
    let amount = body.get("modificationAmount")?;
    let value = amount.get("value")?.as_i64().filter(|value| *value > 0)?;
    let currency = amount.get("currency")?.as_str()?;
    ["NOK", "DKK", "EUR"].contains(&currency).then(|| (value, currency.to_owned()))
}

/// Counts a call against the limit of its reference; returns the seconds to wait when it is above.
///
/// The minute starts with the first call. The real window is not told.
fn limited(turn: &Turn, reference: &str, operation: &str, limit: i64) -> Outcome<Option<i64>> {
    const MINUTE_MS: i64 = 60_000;
    if turn.setting(Setting::RateLimits)? == "off" {
        return Ok(None);
    }
    let (since, count) = turn
        .db
        .prepare_cached(
            "INSERT INTO rate (reference, operation, since, count) VALUES (?1, ?2, ?3, 1)
            ON CONFLICT DO UPDATE SET
                count = CASE WHEN ?3 - since < ?4 THEN count + 1 ELSE 1 END,
                since = CASE WHEN ?3 - since < ?4 THEN since ELSE ?3 END
            RETURNING since, count",
        )?
        .query_row((reference, operation, turn.now, MINUTE_MS), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })?;
    let wait_s = (since + MINUTE_MS - turn.now).max(0) / 1000 + 1;
    Ok((count > limit).then_some(wait_s))
}

fn summary(payment: &Payment, psp: &str) -> Value {
    let amount = |value: i64| json!({ "currency": payment.currency, "value": value });
    json!({
        "aggregate": {
            "authorizedAmount": amount(payment.authorised_minor),
            "cancelledAmount": amount(payment.cancelled_minor),
            "capturedAmount": amount(payment.captured_minor),
            "refundedAmount": amount(payment.refunded_minor),
        },
        "amount": amount(payment.amount_minor),
        "state": payment.state,
        "pspReference": psp,
        "reference": payment.reference,
    })
}

/// The answer to a change that happened: the contract types it as a problem, and so it is sent.
fn told(status: u16, body: String) -> Response {
    Response::bytes(status, "application/problem+json", body.into_bytes())
}

fn unknown(turn: &Turn) -> Outcome<Response> {
    problem(turn, 404, Some("5090"), "Reference not found", "No payment has this reference")
}

fn problem(
    turn: &Turn,
    status: u16,
    code: Option<&str>,
    title: &str,
    detail: &str,
) -> Outcome<Response> {
    let mut body = json!({
        "type": format!("https://developer.vippsmobilepay.com/docs/errors/{}", code.unwrap_or("http")),
        "title": title,
        "detail": detail,
        "status": status,
        "traceId": format!("00-{:016x}{:016x}-01", turn.chance()?, status),
    });
    if let Some(code) = code {
        body["extraDetails"] = json!([{ "name": "ErrorCode", "reason": code }]);
    }
    Ok(Response::bytes(status, "application/problem+json", body.to_string().into_bytes()))
}
