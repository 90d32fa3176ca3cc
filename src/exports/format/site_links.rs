//! `Get-ADReplicationSiteLink`, as JSON or CSV.

use std::collections::BTreeSet;

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

use crate::exports::item::{Entry, Item, Place};
use crate::exports::json;
use crate::exports::log::Sourced;
use crate::kernel::time::SimDuration;
use crate::scenario::lines::Lines;

/// A site link.
#[derive(Clone, Debug)]
pub(crate) struct SiteLink {
    /// Its name.
    pub(crate) name: Option<String>,
    /// Its sites, in lower case; fewer than two if they cannot be used.
    pub(crate) sites: Sourced<Vec<String>>,
    /// The time from one replication to the next.
    pub(crate) interval: Option<Sourced<SimDuration>>,
    /// What a path over it costs.
    pub(crate) cost: Option<Sourced<u64>>,
    /// Whether it announces changes.
    pub(crate) notify: Option<Sourced<bool>>,
    /// Whether it has a schedule of its own, which is not read.
    pub(crate) schedule: Option<String>,
}

const FREQUENCY: &str = "ReplicationFrequencyInMinutes";
const SITES: &str = "SitesIncluded";
/// What separates the columns of a CSV file, by locale.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// Whether an object is a site link.
pub(crate) fn is(item: &Item<'_>) -> bool {
    item.has(SITES) || item.has(FREQUENCY)
}

/// Reads a site link.
pub(crate) fn read(item: &Item<'_>) -> SiteLink {
    let protocol = item.text(&["InterSiteTransportProtocol"]);
    if protocol.is_some_and(|protocol| !protocol.value.eq_ignore_ascii_case("ip")) {
        item.note("InterSiteTransportProtocol", "not IP; read as if it were");
    }
    SiteLink {
        name: item.text(&["Name"]).map(|name| name.value),
        sites: sites(item),
        interval: interval(item),
        cost: cost(item),
        // Bit 1 of the options is change notification.
        notify: item.number(&["options"]).map(|options| options.map(|bits| bits & 1 == 1)),
        schedule: item.field(&["ReplicationSchedule"]).map(|(field, _)| item.source(&field)),
    }
}

/// Active Directory takes 15 minutes to a week, in steps of 15 minutes.
fn interval(item: &Item<'_>) -> Option<Sourced<SimDuration>> {
    let minutes = item.number(&[FREQUENCY])?;
    let sound = (15..=10_080).contains(&minutes.value) && minutes.value % 15 == 0;
    let minutes = minutes.map(|minutes| u64::try_from(minutes).ok().filter(|_| sound));
    if minutes.value.is_none() {
        item.note(FREQUENCY, "not 15 to 10080 minutes in steps of 15; left out");
    }
    Some(Sourced { value: SimDuration::from_minutes(minutes.value?), from: minutes.from })
}

fn cost(item: &Item<'_>) -> Option<Sourced<u64>> {
    let cost = item.number(&["Cost"])?;
    let sound = u64::try_from(cost.value).ok().filter(|cost| (1..=99_999).contains(cost));
    if sound.is_none() {
        item.note("Cost", "not from 1 to 99999; left out");
    }
    Some(Sourced { value: sound?, from: cost.from })
}

fn sites(item: &Item<'_>) -> Sourced<Vec<String>> {
    let all = item.list(&[SITES]).unwrap_or_default();
    let sites: BTreeSet<String> = all.iter().flat_map(named).collect();
    if sites.len() < 2 {
        item.note(
            SITES,
            "does not name two sites, which Export-Csv cannot write; use ConvertTo-Json",
        );
    }
    let field = item.field(&[SITES]).map_or(SITES.into(), |(field, _)| field);
    item.given(&field, sites.into_iter().collect())
}

/// The sites that a text names by their distinguished names, one or several.
fn named(entry: &Entry<'_>) -> Vec<String> {
    let text = match entry.value {
        Value::String(text) => Some(text.clone()),
        Value::Object(_) => {
            let name = entry.item().and_then(|item| item.text(&["DistinguishedName", "value"]));
            name.map(|name| name.value)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
    };
    let plain = text.unwrap_or_default().to_lowercase();
    let ends = plain.matches(",cn=sites,").count();
    let heads = plain.split(",cn=sites,").take(ends).filter_map(|part| part.rsplit_once("cn="));
    heads.map(|(_, site)| site.trim().to_string()).filter(|site| !site.is_empty()).collect()
}

/// The delimiter of a CSV file of site links, with the line of its header.
pub(crate) fn delimiter(text: &str) -> Option<(u8, u64)> {
    // Windows PowerShell begins with the type of the objects.
    let is_header = |line: &str| !line.is_empty() && !line.starts_with("#TYPE");
    let (line, header) = (1..).zip(text.lines()).find(|(_, line)| is_header(line))?;
    let names = |delimiter: &u8| {
        let names = header.split(char::from(*delimiter)).map(|name| name.trim().trim_matches('"'));
        names.filter(|name| [SITES, FREQUENCY].iter().any(|f| f.eq_ignore_ascii_case(name))).count()
    };
    DELIMITERS.into_iter().find(|delimiter| names(delimiter) > 0).map(|found| (found, line))
}

/// Reads a CSV file.
pub(crate) fn csv(text: &str, (delimiter, header): (u8, u64), place: Place<'_>) -> Vec<SiteLink> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut links = vec![];
    let mut names = StringRecord::new();
    let mut record = StringRecord::new();
    let mut counted = Lines::default();
    while reader.read_record(&mut record).unwrap_or(false) {
        let line = counted.of(text, &record);
        if line == header {
            names = record.clone();
        } else if line > header {
            let path = format!("line {line}");
            if record.len() != names.len() {
                place.log.note(place.file, &path, "as many fields as the header has were expected");
            }
            links.push(read(&Item::new(place, &path, &fields(&names, &record))));
        }
    }
    links
}

/// The row of a CSV file as an object.
fn fields(names: &StringRecord, record: &StringRecord) -> Map<String, Value> {
    let mut fields = Map::new();
    for (name, text) in names.iter().zip(record) {
        let number = text.trim().parse::<i64>().map(Value::from);
        if json::is_wanted(name.trim()) {
            let value = number.unwrap_or_else(|_| Value::String(text.into()));
            fields.insert(name.trim().into(), value);
        }
    }
    fields
}
