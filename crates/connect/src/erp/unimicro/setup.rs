//! What the connector needs to know of a company, and where Uni's routes stand.
//!
//! Nothing is sent here.

use super::sign_in::SignIn;

/// The field of an order that carries the shop's order number, unless configured otherwise. Uni
/// has no field of its own for it, so this is a guess that each company must check.
pub const ORDER_REFERENCE_FIELD: &str = "Requisition";

/// How many rows are asked for at a time. The largest page that Uni gives is not published; a
/// client is known to ask for 1000.
pub const PAGE_ROWS: u32 = 500;

/// The path of the business routes (reference, "Conventions").
pub(super) const BIZ: &str = "/api/biz";

/// What the connector needs to know of a company.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The platform's address, for instance `https://app.unimicro.no`.
    pub base_url: String,
    /// The company's key, a GUID.
    pub company_key: String,
    /// How the company signs in.
    pub sign_in: SignIn,
    /// The order field that carries the shop's order number: [`ORDER_REFERENCE_FIELD`], another
    /// field, or `CustomValues.X` for a field of the company's own.
    pub order_reference_field: String,
    /// What stands before the shop's number in that field. An order whose field does not begin
    /// with it is not the shop's.
    pub order_reference_prefix: Option<String>,
    /// How many rows are asked for at a time, for instance [`PAGE_ROWS`]; at least 2.
    pub page_rows: u32,
}
