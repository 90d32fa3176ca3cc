//! From one listing: a table's struct, its reader and its schema; a word list's enum likewise.

use schemars::{Schema, json_schema};
use serde_json::{Map, Value};

/// One key of a section, for its schema.
#[derive(Debug)]
pub struct Property {
    /// The key.
    pub key: &'static str,
    /// `required`, `optional` or `named`.
    pub kind: &'static str,
    /// Its doc comment, line by line.
    pub doc: &'static [&'static str],
    /// What its value must be.
    pub schema: Schema,
}

/// The schema of a table with these keys and no others.
pub fn table_schema(about: &[&str], properties: Vec<Property>) -> Schema {
    let mut keys = Map::new();
    let mut required = Vec::new();
    for Property { key, kind, doc, mut schema } in properties {
        schema.insert("description".into(), prose(doc).into());
        keys.insert(key.into(), schema.to_value());
        required.extend((kind == "required").then_some(key));
    }
    let mut schema = json_schema!({
        "description": prose(about),
        "type": "object",
        "properties": Value::Object(keys),
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
    schema
}

/// The schema of a list of words, each with its doc comment.
pub fn word_schema(about: &[&str], words: &[(&str, &[&str])]) -> Schema {
    let list: Vec<_> = words.iter().map(|(word, _)| *word).collect();
    let lines = words.iter().map(|(word, doc)| format!("\n* `{word}`: {}", prose(doc)));
    json_schema!({
        "description": prose(about) + "\n" + &lines.collect::<String>(),
        "type": "string",
        "enum": list,
    })
}

/// A key as it is written, where Rust needs `r#` before it.
pub const fn written(key: &'static str) -> &'static str {
    match key.as_bytes() {
        [b'r', b'#', ..] => key.split_at(2).1,
        _ => key,
    }
}

/// Doc comment lines as running text; an empty line parts paragraphs.
fn prose(doc: &[&str]) -> String {
    let lines: Vec<_> = doc.iter().map(|line| line.trim()).collect();
    let paragraphs = lines.split(|line| line.is_empty()).map(|lines| lines.join(" "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// A table of a scenario: `required key: T` and `optional key: T` for a value or a table,
/// `named key: T` for tables or values with names of their own.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        pub struct $Section:ident {
            $($(#[doc = $doc:literal])+ $kind:ident $key:ident: $Type:ty,)+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $Section {
            $($(#[doc = $doc])+ pub $key: section!(@type $kind $Type),)+
        }

        impl $Section {
            /// Its keys.
            pub const KEYS: &'static [&'static str] = &[$(section!(@key $key)),+];
        }

        impl $crate::scenario::reader::FromNode for $Section {
            const WHAT: &'static str = "a table";

            fn from_node(
                node: &$crate::scenario::tree::Node,
                reader: &mut $crate::scenario::reader::Reader<'_>,
            ) -> Option<Self> {
                let required = [$((section!(@key $key), stringify!($kind))),+];
                let required = required.into_iter().filter(|(_, kind)| *kind == "required");
                let table = reader.table(node, &$crate::scenario::reader::Shape {
                    keys: Self::KEYS,
                    required: &required.map(|(key, _)| key).collect::<Vec<_>>(),
                })?;
                Some(Self { $($key: section!(@read $kind reader table $key),)+ })
            }
        }

        impl schemars::JsonSchema for $Section {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($Section).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::scenario::section::table_schema(&[$($about),+], vec![
                    $($crate::scenario::section::Property {
                        key: section!(@key $key),
                        kind: stringify!($kind),
                        doc: &[$($doc),+],
                        schema: section!(@schema $kind generator $Type),
                    }),+
                ])
            }
        }
    };
    (@key $key:ident) => { $crate::scenario::section::written(stringify!($key)) };
    (@type named $Type:ty) => { $crate::scenario::named::Named<$Type> };
    (@type $kind:ident $Type:ty) => { Option<$crate::scenario::tree::Spanned<$Type>> };
    (@read named $reader:ident $table:ident $key:ident) => {
        $reader.named($table, section!(@key $key))
    };
    (@read $kind:ident $reader:ident $table:ident $key:ident) => {
        $reader.field($table, section!(@key $key))
    };
    (@schema named $generator:ident $Type:ty) => {
        $generator.subschema_for::<$crate::scenario::named::Named<$Type>>()
    };
    (@schema $kind:ident $generator:ident $Type:ty) => { $generator.subschema_for::<$Type>() };
}
pub(super) use section;

/// A closed list of words: an enum, its spelling, its reader and its schema.
macro_rules! words {
    (
        $(#[doc = $about:literal])+
        pub enum $Words:ident {
            $($(#[doc = $doc:literal])+ $Word:ident = $spelt:literal,)+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $Words {
            $($(#[doc = $doc])+ $Word,)+
        }

        impl $Words {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$Word),+];

            /// As a scenario spells it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$Word => $spelt,)+
                }
            }
        }

        impl $crate::scenario::reader::FromNode for $Words {
            const WHAT: &'static str = concat!($(" or `", $spelt, "`"),+).split_at(4).1;

            fn from_node(
                node: &$crate::scenario::tree::Node,
                reader: &mut $crate::scenario::reader::Reader<'_>,
            ) -> Option<Self> {
                let read = $crate::scenario::value::word(&node.value, &[$($spelt),+]);
                reader.leaf(node, read.map(|at| Self::ALL[at]))
            }
        }

        impl schemars::JsonSchema for $Words {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($Words).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::scenario::section::word_schema(
                    &[$($about),+],
                    &[$(($spelt, &[$($doc),+])),+],
                )
            }
        }
    };
}
pub(super) use words;
