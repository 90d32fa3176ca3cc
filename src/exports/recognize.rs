//! Which format a file has, by what stands in it; and what it looks like if it has none.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a reader names the kinds of JSON values it takes; all others are refused alike"
)]

use serde_json::{Map, Value};

use super::format::{Format, scheduler, showrepl, site_links};
use super::ids;
use super::item::{Entry, Item, Place};
use super::json::Parsed;

/// The objects of a JSON export, and whether it says that another page follows.
pub(crate) struct Objects<'a> {
    /// The objects, with where each stands.
    pub(crate) all: Vec<Entry<'a>>,
    /// The format that the file as a whole names.
    pub(crate) format: Option<Format>,
    /// Whether more pages follow.
    pub(crate) has_next: bool,
}

/// Whether a text is to be read as JSON; a table of TOML begins like a list, but with a name.
pub(crate) fn is_json(text: &str) -> bool {
    let text = text.trim_start();
    let within = text.strip_prefix('[').map(str::trim_start);
    text.starts_with('{') || within.is_some_and(|rest| !rest.starts_with("policy."))
}

/// What stands in a file: a list, a list in `value`, or one object.
pub(crate) fn objects<'a>(value: &'a Value, place: Place<'a>) -> Objects<'a> {
    let list = |path: &str, list: &'a [Value]| {
        let numbered = list.iter().enumerate();
        numbered.map(|(i, value)| Entry::new(place, format!("{path}[{i}]"), value)).collect()
    };
    let one = |path: &str, value| vec![Entry::new(place, path.into(), value)];
    let (mut format, mut has_next) = (None, false);
    let all = match value {
        Value::Array(values) => list("", values),
        Value::Object(fields) => {
            let item = Item::new(place, "", fields);
            let context = item.text(&["@odata.context"]);
            format = context.and_then(|context| of_context(&context.value));
            has_next = item.field(&["@odata.nextLink"]).is_some();
            match (fields.get("value"), fields.get("newVNet")) {
                (Some(Value::Array(values)), _) => list("value", values),
                (_, Some(network)) => one("newVNet", network),
                (_, None) => one("", value),
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => vec![],
    };
    Objects { all, format, has_next }
}

/// The format that Graph names in an answer's context.
fn of_context(context: &str) -> Option<Format> {
    let words = [
        ("onpremisesconnections", Format::Connections),
        ("provisioningpolicies", Format::Policies),
        ("cloudpcstatussummary", Format::StatusSummary),
        ("cloudpcs", Format::CloudPcs),
    ];
    let plain = context.to_ascii_lowercase();
    words.into_iter().find(|(word, _)| plain.contains(word)).map(|(_, format)| format)
}

/// The format of one object, by its type or its fields.
pub(crate) fn format(item: &Item<'_>) -> Option<Format> {
    let words = [
        ("onpremisesconnection", Format::Connections),
        ("provisioningpolicy", Format::Policies),
        ("graph.cloudpcstatussummary", Format::StatusSummary),
        ("graph.cloudpc", Format::CloudPcs),
    ];
    if item.has("@odata.type") {
        let named = item.text(&["@odata.type"]).map(|name| name.value.to_ascii_lowercase());
        let named = named.as_deref().unwrap_or_default();
        let known = words.into_iter().find(|(word, _)| named.contains(word));
        if let Some((_, format)) = known {
            return Some(format);
        }
    }
    of_azure(item).or_else(|| of_windows_365(item)).or_else(|| of_active_directory(item))
}

fn of_windows_365(item: &Item<'_>) -> Option<Format> {
    let any = |names: &[&str]| names.iter().any(|name| item.has(name));
    let connection = ["subnetId", "healthCheckStatusDetail", "healthCheckStatusDetails"];
    let policy = ["domainJoinConfigurations", "domainJoinConfiguration"];
    let cloud_pc = ["provisioningPolicyId", "servicePlanId", "servicePlanName", "servicePlanType"];
    if any(&connection) || (item.has("healthCheckStatus") && item.has("virtualNetworkId")) {
        Some(Format::Connections)
    } else if any(&policy) || (item.has("imageType") && item.has("provisioningType")) {
        Some(Format::Policies)
    } else if item.has("status") && any(&cloud_pc) {
        Some(Format::CloudPcs)
    } else {
        None
    }
}

fn of_azure(item: &Item<'_>) -> Option<Format> {
    let has = |name: &str| item.field(&[name]).is_some();
    if has("addressSpace") {
        Some(Format::VirtualNetworks)
    } else if item.has("currentValue") && item.has("limit") {
        Some(Format::Usages)
    } else if item.has("id") && (has("addressPrefix") || has("addressPrefixes")) {
        Some(Format::Subnets)
    } else {
        None
    }
}

fn of_active_directory(item: &Item<'_>) -> Option<Format> {
    if scheduler::is(item) {
        Some(Format::Scheduler)
    } else if site_links::is(item) {
        Some(Format::SiteLinks)
    } else {
        None
    }
}

/// How a text that is no JSON is to be read.
pub(crate) enum Plain {
    /// `repadmin /showrepl * /csv`.
    Showrepl,
    /// A scheduler, as the console prints it.
    Scheduler(Map<String, Value>),
    /// Site links as CSV: the delimiter and the line of the header.
    SiteLinks((u8, u64)),
}

/// How a text that is no JSON is to be read.
///
/// # Errors
/// What it looks like, if it is nothing known.
pub(crate) fn plain(text: &str) -> Result<Plain, String> {
    if showrepl::is(text) {
        return Ok(Plain::Showrepl);
    }
    if let Some(fields) = scheduler::console(text) {
        return Ok(Plain::Scheduler(fields));
    }
    site_links::delimiter(text).map(Plain::SiteLinks).ok_or_else(|| looks_like(text))
}

fn looks_like(text: &str) -> String {
    let trimmed = text.trim_start();
    let lines = text.lines().count();
    let first = trimmed.lines().next().unwrap_or_default();
    if trimmed.is_empty() {
        "it is empty".into()
    } else if trimmed.starts_with('<') {
        "it looks like HTML or XML, such as a page for signing in".into()
    } else if text.lines().any(|line| line.starts_with("[policy.")) {
        "it looks like a scenario, which needs no import".into()
    } else if first.matches([',', ';', '\t']).count() > 1 {
        "it looks like CSV, but without the columns of a known export".into()
    } else {
        let ending = if lines == 1 { "" } else { "s" };
        format!("it looks like plain text of {lines} line{ending}, but is no known export")
    }
}

/// What to do with an export of nothing.
const LEAVE_OUT: &str = "if there is nothing to export, leave the file out";

fn is_empty_list(fields: &Map<String, Value>) -> bool {
    fields.get("value").and_then(Value::as_array).is_some_and(Vec::is_empty)
}

/// What a context names: the end of `...$metadata#deviceManagement/virtualEndpoint/auditEvents(id)`.
fn named(context: &str) -> Option<&str> {
    let (_, path) = context.split_once('#')?;
    let end = path.split('(').next()?.rsplit('/').next()?;
    ids::is_word(end).then_some(end)
}

fn no_export(fields: &Map<String, Value>, count: u32) -> String {
    let context = fields.get("@odata.context").and_then(Value::as_str);
    if let Some(name) = context.and_then(named) {
        return format!("it is of `{name}` (`@odata.context`), which no import reads");
    }
    let known: Vec<_> = fields.keys().take(5).map(|key| format!("`{key}`")).collect();
    let known = match known.as_slice() {
        [] => "none of which is known here".to_string(),
        [one] => format!("of which only {one} is known here"),
        all => format!("of which only {} are known here", all.join(", ")),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("it is JSON, but no known export: an object of {count} field{plural}, {known}")
}

/// What JSON looks like that is nothing known: never with words of its own.
pub(crate) fn unknown(parsed: &Parsed) -> String {
    let first = match &parsed.value {
        Value::Array(list) => list.first(),
        other => Some(other),
    };
    match first {
        None => format!("it is an empty JSON list, which does not say of what; {LEAVE_OUT}"),
        Some(Value::Object(fields)) if fields.contains_key("error") => {
            "it is the answer of a request that failed (`error`); sign in and ask again".into()
        }
        Some(Value::Object(fields)) if is_empty_list(fields) => {
            let context = fields.get("@odata.context").and_then(Value::as_str);
            match context.and_then(named) {
                Some(name) => format!(
                    "its list (`value`) is empty, and of `{name}` (`@odata.context`), which no import reads"
                ),
                None => format!(
                    "its list (`value`) is empty and does not say of what, as `@odata.context` does in \
                     an answer of Graph; {LEAVE_OUT}"
                ),
            }
        }
        Some(Value::Object(_)) if parsed.fields == 0 => "it is an empty JSON object".into(),
        Some(Value::Object(fields)) => no_export(fields, parsed.fields),
        Some(_) => "it is JSON, but no object with fields".into(),
    }
}
