//! The JSON Schema of a pack's files, so that editors complete and check them.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use super::raw;

/// The JSON Schema (2020-12) of a pack's files, as text that ends in a line feed.
///
/// It knows fields, types, ranges and the form of ids. What needs the whole pack (names that must exist, ids used
/// twice, the number of right options) only [`check`](super::check) knows.
#[must_use]
pub fn schema() -> String {
    let mut text = serde_json::to_string_pretty(&value()).unwrap_or_default();
    text.push('\n');
    text
}

/// The schema of a file, with those of sections' entries under `$defs`.
pub(super) fn value() -> Value {
    let settings = SchemaSettings::draft2020_12().with_transform(AsWritten);
    settings.into_generator().into_root_schema_for::<raw::File>().to_value()
}

/// The name of a type under `$defs`.
pub(super) fn name<T: JsonSchema>() -> String {
    T::schema_name().into_owned()
}

/// Fits the schema to how values are read: a text may look like a number, is never empty, and a field that is there
/// has a value.
#[derive(Clone)]
struct AsWritten;

/// An optional mapping is that mapping: a field that is there has a value.
fn without_null(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    let Some(Value::Array(choices)) = object.get("anyOf") else { return };
    let [one, null] = choices.as_slice() else { return };
    if let (Some(one), true) = (one.get("$ref").cloned(), null == &json!({"type": "null"})) {
        object.remove("anyOf");
        object.insert("$ref".to_owned(), one);
    }
}

impl Transform for AsWritten {
    fn transform(&mut self, schema: &mut Schema) {
        without_null(schema);
        transform_subschemas(self, schema);
        let Some(object) = schema.as_object_mut() else { return };
        object.remove("format");
        let mut types: Vec<String> = match object.get("type") {
            Some(Value::String(one)) => vec![one.clone()],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => return,
        };
        if types.iter().any(|name| name == "string") {
            types = ["string", "number", "boolean"].map(str::to_owned).to_vec();
            object.insert("minLength".to_owned(), json!(1));
        } else if !types.iter().any(|name| name == "object") {
            types.retain(|name| name != "null");
        }
        let one = (types.len() == 1).then(|| json!(types[0]));
        object.insert("type".to_owned(), one.unwrap_or_else(|| json!(types)));
    }
}
