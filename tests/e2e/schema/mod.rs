//! The published JSON Schema of every output, made from the types in this folder. Each output of these tests is checked
//! against its schema with nothing besides what is told there, so a field that is printed and not told fails.

mod books;
mod company;
mod kinds;
mod orders;
mod passes;
mod play;
mod sums;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use crate::harness::repository;

/// Set to anything, it lets the test write the schemas instead of comparing them.
const UPDATE: &str = "UPDATE_SCHEMAS";

/// Returns the schema of what stands in `data`, as a program that reads outputs needs it.
fn of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    Value::from(settings.into_generator().into_root_schema_for::<T>())
}

/// The types of `data` by the name of the schema.
fn types() -> Vec<(&'static str, Value)> {
    vec![
        ("accepts", of::<Vec<orders::Accept>>()),
        ("auth", of::<Vec<company::Auth>>()),
        ("balance", of::<play::Balance>()),
        ("calls", of::<play::Calls>()),
        ("codes", of::<Vec<company::CodeRow>>()),
        ("companies", of::<Vec<company::CompanyRow>>()),
        ("company", of::<company::Company>()),
        ("config", of::<company::Config>()),
        ("copy", of::<company::Copied>()),
        ("migrated", of::<company::Migrated>()),
        ("cutover", of::<sums::Cutover>()),
        ("demo", of::<play::Demo>()),
        ("doctor", of::<Vec<company::Check>>()),
        ("exchanges", of::<Vec<passes::Exchange>>()),
        ("explain", of::<company::Explain>()),
        ("faults", of::<Vec<play::Fault>>()),
        ("fleet", of::<sums::Fleet>()),
        ("help", of::<company::Help>()),
        ("holds", of::<Vec<orders::HoldRow>>()),
        ("init", of::<company::Init>()),
        ("journal", of::<Vec<passes::Act>>()),
        ("known-faults", of::<Vec<play::KnownFault>>()),
        ("ledger", of::<Vec<play::LedgerRow>>()),
        ("links", of::<Vec<orders::LinkRow>>()),
        ("login", of::<company::Login>()),
        ("logout", of::<company::Logout>()),
        ("man", of::<company::Man>()),
        ("order", of::<orders::OneOrder>()),
        ("order-group", of::<orders::OrderGroup>()),
        // `--fields` leaves out what is not asked for.
        ("orders", without_required(of::<Vec<orders::Order>>(), &["Order"])),
        ("owed", without_required(of::<sums::Owed>(), &["OwedOrder"])),
        ("pages", of::<Vec<company::PageRow>>()),
        ("plan", of::<passes::Plan>()),
        ("plug-ins", of::<play::PlugIns>()),
        ("reconcile", of::<books::Reconcile>()),
        ("report", of::<books::Report>()),
        ("result", of::<passes::Outcome>()),
        ("review", of::<play::Review>()),
        ("runs", of::<passes::Runs>()),
        ("sandbox", of::<play::Happened>()),
        ("sandbox-settings", of::<BTreeMap<String, String>>()),
        ("serve", of::<play::Serve>()),
        ("settings", of::<sums::Settings>()),
        ("settled", of::<Vec<passes::Act>>()),
        ("status", of::<sums::Status>()),
        ("store", of::<company::Store>()),
    ]
}

/// Takes away that fields must be there.
fn without_required(mut schema: Value, names: &[&str]) -> Value {
    for name in names {
        let row = schema.pointer_mut(&format!("/$defs/{name}")).and_then(Value::as_object_mut);
        row.expect("the row of the schema").remove("required");
    }
    schema
}

/// Returns every schema by its name, as it is published.
fn published() -> BTreeMap<&'static str, Value> {
    let mut all: BTreeMap<_, _> =
        types().into_iter().map(|(name, data)| (name, enveloped(name, data))).collect();
    let mut error = of::<kinds::Failure>();
    named(&mut error, "error");
    all.insert("error", error);
    all
}

/// Puts the schema of `data` into the object that is printed.
fn enveloped(name: &str, mut data: Value) -> Value {
    let inner = data.as_object_mut().expect("a schema");
    let definitions = inner.remove("$defs");
    inner.remove("$schema");
    inner.remove("title");
    let mut schema = json!({
        "type": "object",
        "required": ["schema", "company", "data"],
        "properties": {
            "schema": {"const": format!("uniac.{name}/1")},
            "company": {
                "description": "The company of the configuration; null where none is meant.",
                "type": ["string", "null"],
            },
            "data": data,
        },
    });
    if let Some(definitions) = definitions {
        schema["$defs"] = definitions;
    }
    named(&mut schema, name);
    schema
}

fn named(schema: &mut Value, name: &str) {
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(format!("uniac.{name}/1"));
}

/// Returns a schema that allows no field besides those that it tells.
fn strict(mut schema: Value) -> Value {
    close(&mut schema);
    schema
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.values_mut().for_each(close);
            if object.get("properties").is_some_and(Value::is_object)
                && !object.contains_key("additionalProperties")
            {
                object.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(all) => all.iter_mut().for_each(close),
        _ => {}
    }
}

static VALIDATORS: LazyLock<BTreeMap<String, Validator>> = LazyLock::new(|| {
    let validator = |schema: Value| {
        jsonschema::options()
            .should_validate_formats(true)
            .build(&strict(schema))
            .expect("a schema")
    };
    let all = published().into_iter();
    all.map(|(name, schema)| (format!("uniac.{name}/1"), validator(schema))).collect()
});

/// Returns what of an output is not as its schema tells; `None` for what is no output in JSON.
pub fn faults(stdout: &str) -> Option<String> {
    let output: Value = serde_json::from_str(stdout).ok()?;
    let name = output.get("schema")?.as_str()?.to_owned();
    let mut faults = found(&name, &output);
    // What the companies of a fleet print stands in it, each with its own schema.
    let companies = output.pointer("/data/companies").and_then(Value::as_array);
    for row in companies.into_iter().flatten().filter(|_| name == "uniac.fleet/1") {
        if let Some(name) = row["schema"].as_str() {
            let inner = json!({"schema": name, "company": row["company"], "data": row["result"]});
            faults.extend(found(name, &inner));
        }
    }
    (!faults.is_empty()).then(|| faults.join("\n"))
}

fn found(name: &str, output: &Value) -> Vec<String> {
    let Some(validator) = VALIDATORS.get(name) else {
        return vec![format!("`{name}` has no schema")];
    };
    let errors = validator.iter_errors(output).take(5);
    errors.map(|error| format!("{name}{}: {error}", error.instance_path())).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how a developer asks for new schemas")]
fn the_published_schemas_are_those_of_the_types() {
    let folder = repository().join("docs/schema");
    if std::env::var_os(UPDATE).is_some() {
        std::fs::create_dir_all(&folder).expect("a folder");
    }
    for (name, schema) in published() {
        let path = folder.join(format!("{name}.json"));
        let text = serde_json::to_string_pretty(&schema).expect("JSON") + "\n";
        if std::env::var_os(UPDATE).is_some() {
            std::fs::write(&path, text).expect("the schema is written");
            continue;
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept.replace("\r\n", "\n") == text,
            "{} is out of date; run the tests with {UPDATE}=1",
            path.display()
        );
    }
}

#[test]
fn what_is_not_told_is_found() {
    let fine = r#"{"schema":"uniac.review/1","company":null,"data":{"review":"x"}}"#;
    assert_eq!(faults(fine), None);
    for wrong in [
        fine.replace("\"review\":\"x\"", "\"review\":\"x\",\"other\":1"),
        fine.replace("\"review\":\"x\"", ""),
        fine.replace("\"x\"", "5"),
        fine.replace("uniac.review/1", "uniac.revue/1"),
    ] {
        assert!(faults(&wrong).is_some(), "{wrong}");
    }
    assert_eq!(faults("no JSON"), None);
}
