//! Uni's entities: which fields they show, and where these come from.
//!
//! A field that is not listed here must not exist: neither in an answer nor in a filter.

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Int,
    /// A decimal with up to four decimals.
    Amount,
    Text,
    /// A date.
    Day,
    /// A date with time, UTC.
    Moment,
    Bool,
    /// `{}`: no custom field has a value.
    Object,
}

/// A field and the expression it comes from; `?1` is the present moment.
#[derive(Debug)]
pub(super) struct Column {
    pub name: &'static str,
    pub sql: &'static str,
    pub kind: Kind,
}

/// An entity under its route.
#[derive(Debug)]
pub(super) struct Entity {
    pub route: &'static str,
    pub table: &'static str,
    pub columns: &'static [Column],
    /// What `expand=Items` adds, and the children's column that names the parent.
    pub items: Option<(&'static Entity, &'static str)>,
}

const fn column(name: &'static str, sql: &'static str, kind: Kind) -> Column {
    Column { name, sql, kind }
}

/// Base amount = currency amount times the rate, cut at four decimals.
macro_rules! base {
    ($column:literal) => {
        concat!("(", $column, " * rate_e4 / 10000)")
    };
}

/// The id of a currency: its place in this list.
const CURRENCY_ID: &str = "(instr('NOK EUR DKK SEK USD GBP', currency) / 4 + 1)";
/// A row that a script has written has no customer of its own: then it is the one of that name.
const CUSTOMER_ID: &str = "coalesce(customer_id,
    (SELECT max(known.id) FROM uni_customer known WHERE known.name = customer), 10000)";
const USER: &str = "'3f1d6c1e-54b0-4a52-8c4e-0a1b2c3d4e5f'";

use Kind::{Amount, Bool, Day, Int, Moment, Object, Text};

/// `CustomerOrder`.
pub(super) static ORDERS: Entity = Entity {
    route: "orders",
    table: "uni_order",
    columns: &[
        column("ID", "id", Int),
        column("OrderNumber", "number", Int),
        column("OrderNumberSeriesID", "3", Int),
        column("CustomerID", CUSTOMER_ID, Int),
        column("CustomerName", "customer", Text),
        column("CustomerOrgNumber", "org_number", Text),
        column("CustomerPerson", "person", Text),
        column("EmailAddress", "email", Text),
        column("InvoiceReceiverName", "customer", Text),
        column("StatusCode", "status", Int),
        column("CurrencyCodeID", CURRENCY_ID, Int),
        column("CurrencyExchangeRate", "rate_e4", Amount),
        column("OrderDate", "placed", Day),
        column("DeliveryDate", "NULL", Day),
        column("TaxExclusiveAmount", base!("net_e4"), Amount),
        column("TaxExclusiveAmountCurrency", "net_e4", Amount),
        column("VatTotalsAmount", base!("vat_e4"), Amount),
        column("VatTotalsAmountCurrency", "vat_e4", Amount),
        column("TaxInclusiveAmount", base!("total_e4"), Amount),
        column("TaxInclusiveAmountCurrency", "total_e4", Amount),
        column("RestExclusiveAmountCurrency", "rest_net_e4", Amount),
        column("RestAmountCurrency", "rest_e4", Amount),
        column("PayableRoundingAmount", base!("rounding_e4"), Amount),
        column("PayableRoundingCurrencyAmount", "rounding_e4", Amount),
        column("Requisition", "requisition", Text),
        column("YourReference", "NULL", Text),
        column("OurReference", "NULL", Text),
        column("Comment", "NULL", Text),
        column("InternalNote", "NULL", Text),
        column("ReadyToInvoice", "0", Bool),
        column("Deleted", "deleted", Bool),
        column("CreatedAt", "created_at", Moment),
        column("CreatedBy", USER, Text),
        column("UpdatedAt", "updated_at", Moment),
        column("CustomValues", "NULL", Object),
    ],
    items: Some((&ORDER_ITEMS, "order_id")),
};

/// `CustomerOrderItem`.
pub(super) static ORDER_ITEMS: Entity = Entity {
    route: "orderitems",
    table: "uni_order_item",
    columns: &[
        column("ID", "id", Int),
        column("CustomerOrderID", "order_id", Int),
        column("SortIndex", "position", Int),
        column("ItemText", "text", Text),
        column("ProductID", "(1 + unicode(text) % 40)", Int),
        column("StatusCode", "status", Int),
        column("NumberOfItems", "quantity_e4", Amount),
        column("VatPercent", "vat_percent_e4", Amount),
        column("CurrencyCodeID", CURRENCY_ID, Int),
        column("CurrencyExchangeRate", "rate_e4", Amount),
        column("PriceExVatCurrency", "(net_e4 * 10000 / quantity_e4)", Amount),
        column("SumTotalExVat", base!("net_e4"), Amount),
        column("SumTotalExVatCurrency", "net_e4", Amount),
        column("SumVat", base!("vat_e4"), Amount),
        column("SumVatCurrency", "vat_e4", Amount),
        column("SumTotalIncVat", base!("total_e4"), Amount),
        column("SumTotalIncVatCurrency", "total_e4", Amount),
        column("ExternalReference", "NULL", Text),
        column("OrderLineReference", "NULL", Text),
        column("Deleted", "0", Bool),
        column("CreatedAt", "created_at", Moment),
        column("UpdatedAt", "updated_at", Moment),
        column("CustomValues", "NULL", Object),
    ],
    items: None,
};

/// `CustomerInvoice`: invoices and credit notes, drafts too.
pub(super) static INVOICES: Entity = Entity {
    route: "invoices",
    table: "uni_invoice",
    columns: &[
        column("ID", "id", Int),
        column("InvoiceNumber", "CAST(number AS TEXT)", Text),
        column("InvoiceType", "kind", Int),
        column("InvoiceReferenceID", "reference_id", Int),
        column("CustomerID", CUSTOMER_ID, Int),
        column("CustomerName", "customer", Text),
        column("CustomerOrgNumber", "org_number", Text),
        column("CustomerPerson", "person", Text),
        column("EmailAddress", "email", Text),
        column("StatusCode", "iif(lag_until > ?1, lag_status, status)", Int),
        column("CurrencyCodeID", CURRENCY_ID, Int),
        column("CurrencyExchangeRate", "rate_e4", Amount),
        column("InvoiceDate", "issued", Day),
        column("PaymentDueDate", "due", Day),
        column("TaxExclusiveAmount", base!("net_e4"), Amount),
        column("TaxExclusiveAmountCurrency", "net_e4", Amount),
        column("VatTotalsAmount", base!("vat_e4"), Amount),
        column("VatTotalsAmountCurrency", "vat_e4", Amount),
        column("TaxInclusiveAmount", base!("total_e4"), Amount),
        column("TaxInclusiveAmountCurrency", "total_e4", Amount),
        column(
            "RestAmount",
            "(iif(lag_until > ?1, lag_rest_e4, rest_e4) * rate_e4 / 10000)",
            Amount,
        ),
        column("RestAmountCurrency", "iif(lag_until > ?1, lag_rest_e4, rest_e4)", Amount),
        column("Credited", "(credited_e4 <> 0 AND total_e4 + credited_e4 = 0)", Bool),
        column("CreditedAmount", base!("credited_e4"), Amount),
        // The vendor once removed this column because it "always shows 0".
        column("CreditedAmountCurrency", "0", Amount),
        column("PayableRoundingAmount", base!("rounding_e4"), Amount),
        column("PayableRoundingCurrencyAmount", "rounding_e4", Amount),
        // That header references are copied from the order is only presumed; here they are not.
        column("Requisition", "NULL", Text),
        column("YourReference", "NULL", Text),
        column("OurReference", "NULL", Text),
        column("PaymentID", "NULL", Text),
        column("Deleted", "0", Bool),
        column("CreatedAt", "created_at", Moment),
        column("CreatedBy", USER, Text),
        column("UpdatedAt", "iif(lag_until > ?1, lag_updated_at, updated_at)", Moment),
        column("CustomValues", "NULL", Object),
    ],
    items: Some((&INVOICE_ITEMS, "invoice_id")),
};

/// `CustomerInvoiceItem`.
pub(super) static INVOICE_ITEMS: Entity = Entity {
    route: "invoiceitems",
    table: "uni_invoice_item",
    columns: &[
        column("ID", "id", Int),
        column("CustomerInvoiceID", "invoice_id", Int),
        column("OrderItemId", "order_item_id", Int),
        column("SortIndex", "position", Int),
        column("ItemText", "text", Text),
        column("ProductID", "(1 + unicode(text) % 40)", Int),
        column("StatusCode", "status", Int),
        column("NumberOfItems", "quantity_e4", Amount),
        column("VatPercent", "vat_percent_e4", Amount),
        column("CurrencyCodeID", CURRENCY_ID, Int),
        column("CurrencyExchangeRate", "rate_e4", Amount),
        column("PriceExVatCurrency", "(net_e4 * 10000 / quantity_e4)", Amount),
        column("SumTotalExVat", base!("net_e4"), Amount),
        column("SumTotalExVatCurrency", "net_e4", Amount),
        column("SumVat", base!("vat_e4"), Amount),
        column("SumVatCurrency", "vat_e4", Amount),
        column("SumTotalIncVat", base!("total_e4"), Amount),
        column("SumTotalIncVatCurrency", "total_e4", Amount),
        column("Deleted", "0", Bool),
        column("CreatedAt", "created_at", Moment),
        column("UpdatedAt", "updated_at", Moment),
        column("CustomValues", "NULL", Object),
    ],
    items: None,
};

/// `Payment`: what is registered as paid on invoices, by a person, a client or a bank import (reference,
/// "Payments"). How a bank import's payment differs from others is a guess: it has a `TransactionID`.
pub(super) static PAYMENTS: Entity = Entity {
    route: "payments",
    table: "(SELECT p.*, i.number AS invoice_number, i.currency FROM uni_payment p
        JOIN uni_invoice i ON i.id = p.invoice_id WHERE p.visible_at <= ?1)",
    columns: &[
        column("ID", "id", Int),
        column("CustomerInvoiceID", "invoice_id", Int),
        column("InvoiceNumber", "CAST(invoice_number AS TEXT)", Text),
        column("IsCustomerPayment", "1", Bool),
        column("Amount", "base_e4", Amount),
        column("AmountCurrency", "amount_e4", Amount),
        column("CurrencyCodeID", CURRENCY_ID, Int),
        column("PaymentDate", "paid", Day),
        column("PaymentID", "payment_id", Text),
        column("TransactionID", "transaction_id", Text),
        column("JournalEntryNumber", "journal_number", Text),
        column("StatusCode", "44004", Int),
        column("CreatedAt", "created_at", Moment),
        column("UpdatedAt", "NULL", Moment),
    ],
    items: None,
};

/// `CurrencyCode`.
pub(super) static CURRENCY_CODES: Entity = Entity {
    route: "currencycodes",
    table: "(SELECT 1 AS id, 'NOK' AS code, 'Norske kroner' AS name
        UNION ALL SELECT 2, 'EUR', 'Euro' UNION ALL SELECT 3, 'DKK', 'Danske kroner'
        UNION ALL SELECT 4, 'SEK', 'Svenske kroner' UNION ALL SELECT 5, 'USD', 'Amerikanske dollar'
        UNION ALL SELECT 6, 'GBP', 'Britiske pund')",
    columns: &[
        column("ID", "id", Int),
        column("Code", "code", Text),
        column("Name", "name", Text),
        column("ShortCode", "code", Text),
        column("Description", "NULL", Text),
        column("Deleted", "0", Bool),
    ],
    items: None,
};

/// `CompanySettings`: one row.
static COMPANY_SETTINGS: Entity = Entity {
    route: "companysettings",
    table: "(SELECT 1 AS id)",
    columns: &[
        column("ID", "id", Int),
        column("CompanyName", "'Fjordglimt Keramikk AS'", Text),
        column("OrganizationNumber", "'999888777'", Text),
        column("BaseCurrencyCodeID", "1", Int),
        column("RoundingNumberOfDecimals", "2", Int),
        column("RoundingType", "3", Int),
        column("AccountingLockedDate", "NULL", Day),
        column("VatLockedDate", "NULL", Day),
        column("CustomValues", "NULL", Object),
    ],
    items: None,
};

/// Returns the entity under a route.
pub(super) fn by_route(route: &str) -> Option<&'static Entity> {
    let all = [
        &ORDERS,
        &ORDER_ITEMS,
        &INVOICES,
        &INVOICE_ITEMS,
        &PAYMENTS,
        &CURRENCY_CODES,
        &COMPANY_SETTINGS,
    ];
    all.into_iter().find(|entity| entity.route == route)
}
