//! JSON with only those fields that an import wants: everything else is never kept.
//!
//! Passwords, tokens, user names and whatever else an export holds beside them go by unread, and a
//! file of any size takes only as much memory as what is wanted of it.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Values of a file that are kept at most; half a million Cloud PCs have fewer.
const MOST_VALUES: u32 = 6_000_000;

/// The fields that some format has a use for, in lower case and sorted. Whoever reads another
/// field must name it here.
const WANTED: [&str; 79] = [
    "@odata.context",
    "@odata.nextlink",
    "@odata.type",
    "addomainname",
    "addressprefix",
    "addressprefixes",
    "addressspace",
    "allowedsynccycleinterval",
    "assignments",
    "code",
    "connectiontype",
    "cost",
    "currentlyeffectivesynccycleinterval",
    "currentvalue",
    "customizedsynccycleinterval",
    "datetime",
    "displayname",
    "distinguishedname",
    "domainjoinconfiguration",
    "domainjoinconfigurations",
    "domainjointype",
    "enddatetime",
    "error",
    "errortype",
    "graceperiodenddatetime",
    "graceperiodinhours",
    "groupid",
    "healthchecks",
    "healthcheckstatus",
    "healthcheckstatusdetail",
    "healthcheckstatusdetails",
    "id",
    "imagetype",
    "intersitetransportprotocol",
    "ipconfigurations",
    "language",
    "lastmodifieddatetime",
    "limit",
    "localadminenabled",
    "locale",
    "managedby",
    "managedtype",
    "name",
    "newvnet",
    "nextsynccyclepolicytype",
    "nextsynccyclestarttimeinutc",
    "onpremisesconnectionid",
    "onpremisesconnectionname",
    "options",
    "properties",
    "provisioningpolicyid",
    "provisioningtype",
    "regiongroup",
    "regionname",
    "replicationfrequencyinminutes",
    "replicationschedule",
    "schedulersuspended",
    "serviceplanid",
    "serviceplanname",
    "serviceplantype",
    "sitesincluded",
    "stagingmodeenabled",
    "startdatetime",
    "status",
    "statusdetail",
    "statusdetails",
    "subnetid",
    "subnets",
    "synccycleenabled",
    "synccycleinprogress",
    "target",
    "ticks",
    "type",
    "unit",
    "value",
    "virtualnetworkid",
    "virtualnetworklocation",
    "windowssetting",
    "windowssettings",
];

/// Whether a field is kept, however it is written.
pub(crate) fn is_wanted(field: &str) -> bool {
    WANTED.binary_search(&field.to_ascii_lowercase().as_str()).is_ok()
}

/// A file's JSON, with how many fields its objects have, wanted or not.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// What is wanted of it.
    pub(crate) value: Value,
    /// Fields of the outermost object, or of the last in the outermost list.
    pub(crate) fields: u32,
}

/// Reads a text.
///
/// # Errors
/// Where and why it is no JSON.
pub(crate) fn parse(text: &str) -> Result<Parsed, String> {
    let budget = Budget { left: Cell::new(MOST_VALUES), fields: Cell::new(None) };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Keep(&budget).deserialize(&mut deserializer);
    let read = read.and_then(|value| deserializer.end().map(|()| value));
    let value = read.map_err(|error| told(&error))?;
    Ok(Parsed { value, fields: budget.fields.get().unwrap_or(0) })
}

fn told(error: &serde_json::Error) -> String {
    let place = format!("line {}, column {}", error.line(), error.column());
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(reason, _)| reason);
    match message {
        _ if error.is_eof() => format!("{place}: the JSON ends too early; the file is cut off"),
        "recursion limit exceeded" => format!("{place}: lists and objects nested too deep"),
        "trailing characters" => format!("{place}: more text after the JSON has ended"),
        _ if message.starts_with("more than") => format!("{place}: {message}"),
        _ => format!("{place}: no JSON: {message}"),
    }
}

struct Budget {
    left: Cell<u32>,
    fields: Cell<Option<u32>>,
}

/// Reads a value and keeps what is wanted of it.
#[derive(Clone, Copy)]
struct Keep<'a>(&'a Budget);

impl<'de> DeserializeSeed<'de> for Keep<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        let left = self.0.left.get().checked_sub(1);
        let left = left.ok_or_else(|| {
            D::Error::custom(format!("more than {MOST_VALUES} values; split the file"))
        })?;
        self.0.left.set(left);
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keep<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut list = vec![];
        while let Some(element) = elements.next_element_seed(self)? {
            list.push(element);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        let mut fields = 0;
        while let Some(field) = entries.next_key::<String>()? {
            fields += 1;
            if is_wanted(&field) {
                map.insert(field, entries.next_value_seed(self)?);
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        self.0.fields.set(Some(fields));
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_so_that_it_can_be_searched() {
        assert!(WANTED.is_sorted());
    }

    #[test]
    fn only_what_is_wanted_is_kept() {
        let text = r#"{"Id": 1.5, "adDomainPassword": "x", "userPrincipalName": {"id": 2},
                       "value": [{"status": null, "token": [[]]}, -3, true, "t"]}"#;
        let parsed = parse(text).unwrap();
        let kept = serde_json::json!({"Id": 1.5, "value": [{"status": null}, -3, true, "t"]});
        assert_eq!(parsed.value, kept);
        assert_eq!(parsed.fields, 4);
    }

    #[test]
    fn what_is_no_json_is_told_where_and_why() {
        for (text, told) in [
            ("{\"id\": ", "line 1, column 7: the JSON ends too early; the file is cut off"),
            ("{\n\"id\": nul}", "line 2, column 10: no JSON: expected ident"),
            ("[1] [2]", "line 1, column 5: more text after the JSON has ended"),
        ] {
            assert_eq!(parse(text).unwrap_err(), told, "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(parse(&deep).unwrap_err().ends_with("nested too deep"));
        let unread = format!("{{\"x\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(parse(&unread).is_ok(), "what is not wanted may be as it likes");
    }
}
