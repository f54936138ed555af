//! Every way in which an entry doesn't have the form of its section, by holding its tree against the schema.
//!
//! Reading into a type stops at the first misfit; this finds all of them. The fields come from the schema, which comes
//! from `raw`, so they are described once.

use serde_json::Value as Json;

use super::names::near;
use super::problem::{EMPTY, Mark, quoted};
use super::schema;
use super::tree::{Node, Value};

/// What doesn't fit, and where.
#[derive(Debug)]
pub(super) struct Misfit {
    pub mark: Mark,
    pub message: String,
    pub hint: String,
}

/// The schema, made once and only for a pack that has problems.
#[derive(Debug)]
pub(super) struct Form(Json);

impl Form {
    pub fn new() -> Self {
        Self(schema::value())
    }

    /// What in `node` doesn't fit the type called `name`; `at` is the place of its key.
    pub fn misfits(&self, name: &str, node: &Node<'_>, at: Mark) -> Vec<Misfit> {
        let mut hold = Hold { form: self, steps: Vec::new(), found: Vec::new() };
        hold.value(&self.0["$defs"][name], node, at);
        hold.found
    }

    /// Fields that a file may have.
    pub fn sections(&self) -> Vec<&str> {
        fields(&self.0)
    }

    fn resolve<'s>(&'s self, schema: &'s Json) -> &'s Json {
        let name = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next());
        name.map_or(schema, |name| &self.0["$defs"][name])
    }
}

struct Hold<'s> {
    form: &'s Form,
    steps: Vec<String>,
    found: Vec<Misfit>,
}

impl Hold<'_> {
    fn value(&mut self, schema: &Json, node: &Node<'_>, at: Mark) {
        let schema = self.form.resolve(schema);
        let wanted = match &schema["type"] {
            Json::Array(several) => several.first().and_then(Json::as_str),
            one => one.as_str(),
        };
        let fits = match (wanted, &node.value) {
            (Some("object"), Value::Map(_)) => return self.mapping(schema, node, at),
            (Some("array"), Value::List(list)) => {
                for (index, node) in list.iter().enumerate() {
                    self.inside(&index.to_string(), &schema["items"], node, node.mark);
                }
                return;
            }
            (Some("string"), Value::Text { text, .. }) => !text.is_empty(),
            (Some("integer"), Value::Text { .. }) => node.whole().is_some(),
            (Some("number"), Value::Text { .. }) => node.number().is_some(),
            (Some("boolean"), Value::Text { .. }) => node.truth().is_some(),
            (None, _) => true,
            _ => false,
        };
        if !fits {
            self.misfit(wanted.unwrap_or_default(), node, at);
        }
    }

    fn mapping(&mut self, schema: &Json, node: &Node<'_>, at: Mark) {
        let Value::Map(entries) = &node.value else { return };
        let known = fields(schema);
        for entry in entries {
            let of_field = &schema["properties"][entry.key.as_ref()];
            if !of_field.is_null() {
                self.inside(&entry.key, of_field, &entry.value, entry.mark);
            } else if schema["additionalProperties"].is_object() {
                self.inside(&entry.key, &schema["additionalProperties"], &entry.value, entry.mark);
            } else {
                let message = format!("unknown field {}", quoted(&self.path(&entry.key)));
                self.found.push(Misfit { mark: entry.mark, message, hint: unknown(&entry.key, &known) });
            }
        }
        let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
        for field in required.iter().filter_map(Json::as_str).filter(|field| node.get(field).is_none()) {
            let about = schema["properties"][field]["description"].as_str().unwrap_or_default();
            let hint = format!("add `{field}`: {}", about.trim_end_matches('.'));
            let message = format!("missing field {}", quoted(&self.path(field)));
            self.found.push(Misfit { mark: at, message, hint });
        }
    }

    fn inside(&mut self, step: &str, schema: &Json, node: &Node<'_>, at: Mark) {
        self.steps.push(step.to_owned());
        self.value(schema, node, at);
        self.steps.pop();
    }

    fn path(&self, last: &str) -> String {
        let steps = self.steps.iter().map(String::as_str);
        steps.chain((!last.is_empty()).then_some(last)).collect::<Vec<_>>().join(".")
    }

    fn misfit(&mut self, wanted: &str, node: &Node<'_>, at: Mark) {
        let name = if self.steps.is_empty() { "the entry".to_owned() } else { quoted(&self.path("")) };
        let wanted_words = words(wanted);
        let (message, hint) = match &node.value {
            _ if node.is_blank() => (format!("{name} is empty"), EMPTY.to_owned()),
            Value::Text { text, .. } if text.is_empty() => (format!("{name} is empty"), EMPTY.to_owned()),
            Value::Text { text, .. } => {
                (format!("{name} is {}, not {wanted_words}", quoted(text)), hint(wanted, text).to_owned())
            }
            Value::List(_) => (
                format!("{name} is a list, not {wanted_words}"),
                if wanted == "string" { "a text that starts with `[` goes in quotes" } else { "" }.to_owned(),
            ),
            Value::Map(_) => (
                format!("{name} is a mapping, not {wanted_words}"),
                match wanted {
                    "string" => "a text that starts with `{` or has `: ` in it goes in quotes",
                    "array" => "write it as a list, such as [one, two]",
                    _ => "",
                }
                .to_owned(),
            ),
        };
        let mark = if node.is_blank() || !matches!(node.value, Value::Text { .. }) { at } else { node.mark };
        self.found.push(Misfit { mark, message, hint });
    }
}

/// A hint for a field that doesn't exist: a near one, or all there are.
pub(super) fn unknown(field: &str, known: &[&str]) -> String {
    match near(field, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => String::new(),
        None => format!("known here: {}", known.join(", ")),
    }
}

fn fields(schema: &Json) -> Vec<&str> {
    schema["properties"].as_object().map(|fields| fields.keys().map(String::as_str).collect()).unwrap_or_default()
}

fn words(wanted: &str) -> &'static str {
    match wanted {
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        _ => "a mapping",
    }
}

fn hint(wanted: &str, text: &str) -> &'static str {
    match wanted {
        "boolean" => "write true or false, without quotes",
        "integer" | "number" if text.parse::<f64>().is_ok() => "write a plain number, without quotes",
        "integer" | "number" => "write a number in digits",
        "array" => "write it as a list, such as [one, two]",
        "object" => "write `key: value` on lines of their own, indented",
        _ => "",
    }
}

#[cfg(test)]
mod tests;
