//! Tests of the ERP system: what its collections show, and how payments are booked.

use serde_json::{Value, json};

use crate::tests::{ask, uni};
use crate::world::tests::world;
use crate::{Brand, CreditTarget, Crediting, DraftAct, Invoicing, Removal, Wish, World};

fn get(world: &mut World, target: &str) -> Value {
    let (status, body) = uni(world, "GET", target, Value::Null);
    assert_eq!(status, 200, "{target}: {body}");
    body
}

fn pay(world: &mut World, id: i64, amount: Value) -> (u16, Value) {
    let body = json!({ "PaymentDate": "2026-11-23", "Amount": amount, "AmountCurrency": amount,
        "CurrencyCodeID": 1, "CurrencyExchangeRate": 0 });
    uni(world, "PUT", &format!("invoices/{id}?action=payInvoice"), body)
}

#[test]
fn the_token_and_the_company_are_required() {
    let mut world = world();
    let token = ("authorization", format!("Bearer {}", super::TOKEN));
    let target = "/uni/api/biz/orders";
    let (status, body) = ask(&mut world, "GET", target, &[], &Value::Null);
    assert_eq!(status, 401);
    assert_eq!(body["Message"], "Authorization has been denied for this request.");
    let wrong = [token.clone(), ("companykey", "another".to_owned())];
    assert_eq!(ask(&mut world, "GET", target, &wrong, &Value::Null).0, 403);
    let (status, companies) =
        ask(&mut world, "GET", "/uni/api/init/companies", &[token], &Value::Null);
    assert_eq!((status, &companies[0]["Key"]), (200, &json!(super::COMPANY_KEY)));
    assert_eq!(get(&mut world, "users?action=current-session")["ID"], 7);
    assert_eq!(get(&mut world, "companysettings")[0]["BaseCurrencyCodeID"], 1);
    assert_eq!(get(&mut world, "currencycodes?filter=Code eq 'eur'")[0]["ID"], 2);
    for target in ["nothing", "orders/1", "orders/one", "invoices/1?action=get-payments"] {
        assert_eq!(uni(&mut world, "GET", target, Value::Null).0, 404, "{target}");
    }
    assert_eq!(uni(&mut world, "POST", "orders", json!({})).0, 404);
}

#[test]
fn an_order_goes_from_registered_to_invoiced() {
    let mut world = world();
    let made = world.order(2, 49_900, Some("Kari Nordmann"), None).unwrap();
    let number = made.order.unwrap();
    let order = &get(&mut world, &format!("orders?filter=OrderNumber eq {number}&expand=Items"))[0];
    assert_eq!(order["StatusCode"], 41002);
    assert_eq!(order["Requisition"], made.shop_order.unwrap());
    assert_eq!(order["CustomerName"], "Kari Nordmann");
    assert_eq!(order["TaxInclusiveAmountCurrency"].to_string(), "499.0");
    assert_eq!(order["RestAmountCurrency"].to_string(), "499.0");
    assert_eq!(order["UpdatedAt"], Value::Null, "it was never updated");
    assert_eq!(order["Items"].as_array().unwrap().len(), 2);
    assert_eq!(order["Items"][0]["SumTotalIncVatCurrency"].to_string(), "249.5");
    let first_item = order["Items"][0]["ID"].clone();

    world.invoice(&number, Some(&[1])).unwrap();
    let id = order["ID"].clone();
    let order = get(&mut world, &format!("orders/{id}"));
    assert_eq!(order["StatusCode"], 41003);
    assert_eq!(order["RestAmountCurrency"].to_string(), "249.5");
    assert!(order.get("Items").is_none(), "children only when asked for");
    assert_ne!(order["UpdatedAt"], Value::Null);

    let invoice = &get(&mut world, "invoices?expand=Items,CurrencyCode,Customer.Info")[0];
    assert_eq!(invoice["InvoiceNumber"], "10001");
    assert_eq!(invoice["Items"][0]["OrderItemId"], first_item);
    assert_eq!(invoice["CurrencyCode"]["Code"], "NOK");
    assert_eq!(invoice["UpdatedAt"], Value::Null, "a new invoice was never updated, either");
    let items = get(&mut world, &format!("invoiceitems?filter=OrderItemId eq {first_item}"));
    assert_eq!(items.as_array().unwrap().len(), 1);
    let states = get(&mut world, &format!("orderitems?filter=CustomerOrderID eq {id}"));
    assert_eq!(
        (&states[0]["StatusCode"], &states[1]["StatusCode"]),
        (&json!(41103), &json!(41102))
    );
}

#[test]
fn collections_are_filtered_ordered_and_paged() {
    let mut world = world();
    for _ in 0..205 {
        world.order(1, 100, None, None).unwrap();
    }
    let ids = |world: &mut World, query: &str| -> Vec<i64> {
        let rows = get(world, &format!("orders?{query}"));
        rows.as_array().unwrap().iter().map(|row| row["ID"].as_i64().unwrap()).collect()
    };
    assert_eq!(ids(&mut world, "").len(), 200);
    assert_eq!(ids(&mut world, "top=1000&skip=200"), [901, 902, 903, 904, 905]);
    assert_eq!(ids(&mut world, "top=2&orderby=OrderNumber desc"), [905, 904]);
    assert_eq!(ids(&mut world, "filter=ID eq 801 or ID eq 701&hateoas=false"), [701, 801]);
    assert_eq!(
        ids(&mut world, "filter=OrderNummer eq 100001").len(),
        200,
        "a typo gets everything"
    );
    assert_eq!(ids(&mut world, "filter=UpdatedAt gt '2020-01-01T00:00:00Z'").len(), 0);
    assert_eq!(ids(&mut world, "filter=CreatedAt gt '2020-01-01T00:00:00Z'&top=3").len(), 3);
    assert_eq!(uni(&mut world, "GET", "orders?filter=", Value::Null).0, 500);
    let row = &get(&mut world, "orders?select=ID,OrderNumber&top=1")[0];
    assert_eq!(*row, json!({ "ID": 701, "OrderNumber": 100_001, "CustomValues": {} }));
}

#[test]
fn base_amounts_differ_from_currency_amounts() {
    let mut world = world();
    let made = world.order(1, 10_000, None, Some("eur")).unwrap();
    world.invoice(&made.order.unwrap(), None).unwrap();
    let invoice = get(&mut world, "invoices/2001");
    assert_eq!(invoice["TaxInclusiveAmountCurrency"].to_string(), "100.0");
    assert_eq!(invoice["TaxInclusiveAmount"].to_string(), "1174.5");
    assert_eq!((&invoice["CurrencyCodeID"], &invoice["InvoiceType"]), (&json!(2), &json!(0)));
}

#[test]
fn a_payment_is_booked_once_for_each_request() {
    let mut world = world();
    let order = world.order(1, 10_000, None, None).unwrap().order.unwrap();
    world.invoice(&order, None).unwrap();
    let (status, entry) = pay(&mut world, 2001, json!(60.0));
    assert_eq!((status, &entry["JournalEntryNumber"]), (200, &json!("1-2026")));
    let invoice = get(&mut world, "invoices/2001");
    assert_eq!(
        (&invoice["StatusCode"], invoice["RestAmount"].to_string()),
        (&json!(42003), "40.0".into())
    );
    assert_eq!(pay(&mut world, 2001, json!(60.0)).0, 400, "it does not fit a second time");
    assert_eq!(pay(&mut world, 2001, json!(20)).0, 200);
    assert_eq!(pay(&mut world, 2001, json!(20)).0, 200, "and this fits twice");
    assert_eq!(get(&mut world, "invoices/2001")["StatusCode"], 42004);
    let payments = get(&mut world, "invoices/2001?action=get-payments");
    assert_eq!(payments.as_array().unwrap().len(), 3);
    assert_eq!(payments[0]["AmountCurrency"].to_string(), "60.0");
}

#[test]
fn refusals_come_in_every_known_shape() {
    let mut world = world();
    let order = world.order(1, 10_000, None, None).unwrap().order.unwrap();
    world.invoice(&order, None).unwrap();
    world.credit(CreditTarget::Order(&order), Some(1_000), None).unwrap();
    let (status, body) = pay(&mut world, 2002, json!(1.0));
    assert_eq!((status, body["Message"].is_string()), (400, true), "a credit note");
    let (status, body) = pay(&mut world, 2001, json!(90.01));
    assert_eq!((status, body["_validationResults"].is_object()), (400, true), "above the rest");
    let (status, body) = pay(&mut world, 2001, json!("ninety"));
    assert_eq!((status, body.is_string()), (400, true), "no number");
    world
        .turn(|turn| {
            turn.run("UPDATE uni_invoice SET status = 42001, number = NULL WHERE id = 2001", ())?;
            Ok(())
        })
        .unwrap();
    let (status, body) = pay(&mut world, 2001, json!(1.0));
    assert_eq!((status, body["Messages"].is_array()), (400, true), "a draft");
}

#[test]
fn only_the_reference_of_an_order_can_be_changed() {
    let mut world = world();
    world.order(1, 10_000, None, None).unwrap();
    let (status, order) = uni(
        &mut world,
        "PUT",
        "orders/701",
        json!({ "ID": 701, "Requisition": "7777", "StatusCode": 1 }),
    );
    assert_eq!(
        (status, &order["Requisition"], &order["StatusCode"]),
        (200, &json!("7777"), &json!(41002))
    );
    let (status, body) =
        uni(&mut world, "PUT", "orders/701", json!({ "Requisition": "x".repeat(256) }));
    assert_eq!((status, body["_validationResults"].is_object()), (400, true));
}

#[test]
fn an_order_tells_the_customer_and_each_customer_has_an_id_of_its_own() {
    let mut world = world();
    let wish = |customer: &str, company: Option<&str>, collective| Wish {
        customer: Some(customer.to_owned()),
        company: company.map(str::to_owned),
        collective,
        ..Wish::new(Brand::Vipps, 1, 10_000)
    };
    for wish in [
        wish("Gro Tåkeli", None, false),
        wish("Gro Tåkeli", None, false),
        wish("Pål Hestmo", Some("Åkerbær Kafé AS"), false),
        wish("Zoë Blåfjell", None, true),
        wish("Kåre Ulveset", None, true),
    ] {
        world.order_as(&wish).unwrap();
    }
    let rows = get(&mut world, "orders?orderby=ID&expand=Customer.Info");
    let of = |row: usize, field: &str| rows[row][field].clone();
    assert_eq!(of(0, "EmailAddress"), "gro.takeli@example.com");
    assert_eq!((of(0, "CustomerOrgNumber"), of(0, "CustomerPerson")), (Value::Null, Value::Null));
    assert_eq!(of(2, "CustomerName"), "Åkerbær Kafé AS");
    assert_eq!(of(2, "CustomerPerson"), "Pål Hestmo");
    assert_eq!(of(2, "CustomerOrgNumber").as_str().unwrap().len(), 9);
    assert_eq!(of(3, "CustomerName"), "Nettbutikkunde");
    assert_eq!(of(3, "EmailAddress"), Value::Null);
    let ids: Vec<i64> = (0..5).map(|row| of(row, "CustomerID").as_i64().unwrap()).collect();
    assert_eq!((ids[0], ids[3]), (ids[1], ids[4]), "the same customer");
    assert!(ids[0] != ids[2] && ids[2] != ids[3] && ids[0] != ids[3], "{ids:?}");
    assert_eq!(of(0, "Customer")["Info"], json!({ "Name": "Gro Tåkeli" }));
    let deep = get(&mut world, "orders/701?expand=Customer.Info.DefaultPhone");
    let phone = deep["Customer"]["Info"]["DefaultPhone"]["Number"].as_str().unwrap().to_owned();
    assert!(phone.starts_with("+47 00 "));
    // What a script has written has the customer of its name.
    world
        .turn(|turn| {
            turn.run("UPDATE uni_order SET customer_id = NULL WHERE id = 701", ())?;
            Ok(())
        })
        .unwrap();
    assert_eq!(get(&mut world, "orders/701")["CustomerID"], ids[0]);
    let orders = get(&mut world, &format!("orders?filter=CustomerID eq {}", ids[3]));
    assert_eq!(orders.as_array().unwrap().len(), 2);
}

#[test]
fn documents_show_drafts_references_and_what_is_paid() {
    let mut world = world();
    let order = world.order(2, 10_000, Some("Gro Tåkeli"), None).unwrap().order.unwrap();
    let draft = Invoicing { draft: true, ..Invoicing::default() };
    world.invoice_as(&[&order], &draft).unwrap();
    let row = get(&mut world, "invoices/2001?expand=Items");
    assert_eq!((&row["StatusCode"], &row["InvoiceNumber"]), (&json!(42001), &Value::Null));
    assert_eq!(row["Items"][0]["StatusCode"], 41301);
    assert_eq!(row["EmailAddress"], "gro.takeli@example.com");
    world.draft(&order, DraftAct::Finalise(&[])).unwrap();
    let row = get(&mut world, "invoices/2001?expand=Payments");
    assert_eq!((&row["StatusCode"], &row["InvoiceNumber"]), (&json!(42002), &json!("10001")));
    assert_eq!((&row["Payments"], row["UpdatedAt"].is_string()), (&json!([]), true));
    world.draft(&order, DraftAct::Reopen).unwrap();
    let row = get(&mut world, "invoices/2001");
    assert_eq!((&row["StatusCode"], &row["InvoiceNumber"]), (&json!(42001), &json!("10001")));
    world.draft(&order, DraftAct::Finalise(&[])).unwrap();
    world.pay_by_bank("10001", Some(2_500)).unwrap();
    let row = get(&mut world, "invoices/2001?expand=Payments");
    assert_eq!(
        (&row["StatusCode"], row["RestAmountCurrency"].to_string()),
        (&json!(42003), "75.0".into())
    );
    assert_eq!(row["Payments"][0]["AmountCurrency"].to_string(), "25.0");
    assert_eq!(row["Payments"][0]["TransactionID"], "BANK-301");
    let payments = get(&mut world, "payments?filter=CustomerInvoiceID eq 2001");
    assert_eq!(payments, row["Payments"]);
    let payments = get(&mut world, "invoices/2001?action=get-payments");
    assert_eq!(payments[0]["PaymentID"], "000000010001");
    let typed =
        Crediting { amount_minor: Some(1_000), typed: Some("Kulanse"), ..Crediting::default() };
    world.credit_as(CreditTarget::Order(&order), &typed).unwrap();
    let rows = get(&mut world, "invoices?filter=InvoiceType eq 1&expand=Items,InvoiceReference");
    assert_eq!(rows[0]["Items"][0]["OrderItemId"], Value::Null);
    assert_eq!(rows[0]["InvoiceReference"]["InvoiceNumber"], "10001");
    world
        .credit_as(CreditTarget::Order(&order), &Crediting { no_reference: true, ..typed })
        .unwrap();
    let rows =
        get(&mut world, "invoices?filter=InvoiceReferenceID eq null&expand=InvoiceReference");
    assert_eq!((&rows[1]["InvoiceType"], &rows[1]["InvoiceReference"]), (&json!(1), &Value::Null));
    world.remove(&order, Removal::Vanish).unwrap();
    assert_eq!(uni(&mut world, "GET", "orders/701", Value::Null).0, 404);
}
