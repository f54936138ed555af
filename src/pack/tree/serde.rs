//! Typed values out of the tree.
//!
//! Texts are taken as they are written, so `back: 443` is a text; numbers and truth values only without quotes.

use std::fmt;

use serde::de::{self, Deserializer, Error as _, Unexpected, Visitor, value::StrDeserializer};
use serde::forward_to_deserialize_any;

use super::{Entry, Node, Value};

/// The first thing that doesn't fit its type. `form` finds all of them, with their places.
#[derive(Debug)]
pub(in crate::pack) struct Misfit(String);

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl Node<'_> {
    fn plain(&self) -> Option<&str> {
        match &self.value {
            Value::Text { text, plain: true } => Some(text),
            _ => None,
        }
    }

    /// The truth value that is written here.
    pub fn truth(&self) -> Option<bool> {
        match self.plain()? {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        }
    }

    /// The whole number that is written here, in decimal digits.
    pub fn whole(&self) -> Option<i64> {
        self.plain()?.parse().ok()
    }

    /// The number that is written here.
    pub fn number(&self) -> Option<f64> {
        let text = self.plain()?;
        let numeric = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
        text.parse().ok().filter(|number: &f64| numeric && number.is_finite())
    }

    fn unexpected(&self) -> Unexpected<'_> {
        match &self.value {
            Value::Text { text, .. } => Unexpected::Str(text),
            Value::List(_) => Unexpected::Seq,
            Value::Map(_) => Unexpected::Map,
        }
    }

    fn misfit(&self, visitor: &dyn de::Expected) -> Misfit {
        Misfit::invalid_type(self.unexpected(), visitor)
    }
}

impl<'de> Deserializer<'de> for &'de Node<'_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match &self.value {
            Value::Text { text, .. } => visitor.visit_borrowed_str(text),
            Value::List(list) => visitor.visit_seq(Elements(list.iter())),
            Value::Map(entries) => visitor.visit_map(Fields { rest: entries.iter(), value: None }),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.truth() {
            Some(found) => visitor.visit_bool(found),
            None => Err(self.misfit(&visitor)),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.whole() {
            Some(found) => visitor.visit_i64(found),
            None => Err(self.misfit(&visitor)),
        }
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.number() {
            Some(found) => visitor.visit_f64(found),
            None => Err(self.misfit(&visitor)),
        }
    }

    /// What is written is there, even if it is nothing: an empty text is for the checks to refuse, not to overlook.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    /// Fields have names; a list that happens to be as long is none of them.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        if matches!(self.value, Value::List(_)) {
            return Err(self.misfit(&visitor));
        }
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u16 u64 u128 f32 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map
        enum identifier ignored_any
    }
}

struct Elements<'de, 'a>(std::slice::Iter<'de, Node<'a>>);

impl<'de> de::SeqAccess<'de> for Elements<'de, '_> {
    type Error = Misfit;

    fn next_element_seed<T: de::DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        self.0.next().map(|node| seed.deserialize(node)).transpose()
    }
}

struct Fields<'de, 'a> {
    rest: std::slice::Iter<'de, Entry<'a>>,
    value: Option<&'de Node<'a>>,
}

impl<'de> de::MapAccess<'de> for Fields<'de, '_> {
    type Error = Misfit;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        let Some(entry) = self.rest.next() else { return Ok(None) };
        self.value = Some(&entry.value);
        seed.deserialize(StrDeserializer::new(&entry.key)).map(Some)
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let node = self.value.take().ok_or_else(|| Misfit::custom("a value without its key"))?;
        seed.deserialize(node)
    }
}
