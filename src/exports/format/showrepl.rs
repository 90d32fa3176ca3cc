//! `repadmin /showrepl * /csv`: which domain controller pulls from which, and how that goes.

use std::collections::{BTreeMap, BTreeSet};

use csv::{ReaderBuilder, StringRecord};

use crate::exports::item::Place;
use crate::scenario::lines::Lines;

/// What repadmin says, of the domain partition, by pairs of sites.
#[derive(Debug, Default)]
pub(crate) struct Replication {
    /// Domain controllers by their site.
    pub(crate) sites: BTreeMap<Site, BTreeSet<String>>,
    /// Pulls by the site that pulls and the site that is pulled from.
    pub(crate) pulls: BTreeMap<(Site, Site), Pulls>,
    /// The files that it is in.
    pub(crate) files: BTreeSet<String>,
}

/// The name of a site, in lower case, as Active Directory compares it.
pub(crate) type Site = String;

/// Pulls between two sites.
#[derive(Debug, Default)]
pub(crate) struct Pulls {
    /// How many.
    pub(crate) all: u64,
    /// Those that fail, by the code of the last failure.
    pub(crate) failing: BTreeMap<u32, u64>,
    /// The line of the first.
    pub(crate) line: u64,
    /// The file of the first.
    pub(crate) file: String,
}

/// The columns that count, in the order in which repadmin writes them; of old, their names end
/// in `DC`.
const COLUMNS: [&str; 7] = [
    "Destination DSA Site",
    "Destination DSA",
    "Naming Context",
    "Source DSA Site",
    "Source DSA",
    "Number of Failures",
    "Last Failure Status",
];
/// Where they stand if the header is missing.
const USUAL: [usize; 7] = [1, 2, 3, 4, 5, 7, 10];
/// Pairs of sites that are read.
const MOST_PAIRS: usize = 100_000;
const HEADER: &str = "showrepl_COLUMNS";
const ROW: &str = "showrepl_INFO";
const ERROR: &str = "showrepl_ERROR";

/// Whether a text is repadmin's.
pub(crate) fn is(text: &str) -> bool {
    let begins = |line: &str| line.trim_start_matches('"').starts_with("showrepl_");
    text.lines().any(begins)
}

/// Reads it all.
pub(crate) fn read(text: &str, place: Place<'_>, into: &mut Replication) {
    into.files.insert(place.file.to_string());
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut columns: Option<[usize; 7]> = None;
    let mut record = StringRecord::new();
    let mut said = false;
    let mut lines = Lines::default();
    while reader.read_record(&mut record).unwrap_or(false) {
        let line = lines.of(text, &record);
        let note = |reason: &str| place.log.note(place.file, &format!("line {line}"), reason);
        if into.pulls.len() >= MOST_PAIRS {
            return note("more pairs of sites than any forest has; the rest is left out");
        }
        match record.get(0).map(str::trim) {
            Some(HEADER) => columns = header(&record, &note),
            Some(ROW) if record.iter().any(|field| field.contains('\n')) => {
                note("a quotation mark that is never closed; the row is left out");
            }
            Some(ROW) => {
                if columns.is_none() && !said {
                    note("no line with the names of the columns; read in the usual order");
                    said = true;
                }
                row(&record, columns.unwrap_or(USUAL), (line, &note), place, into);
            }
            Some(ERROR) => note("a domain controller that repadmin could not ask"),
            Some(_) | None => {}
        }
    }
}

fn header(record: &StringRecord, note: &impl Fn(&str)) -> Option<[usize; 7]> {
    let plain = |name: &str| name.trim().to_lowercase().replace(" dsa", " dc");
    let find = |wanted: &&str| record.iter().position(|name| plain(name) == plain(wanted));
    let found: Vec<usize> = COLUMNS.iter().filter_map(find).collect();
    let columns = found.try_into().ok();
    if columns.is_none() {
        note("names of columns that are not known here; read in the usual order");
    }
    columns
}

fn row(
    record: &StringRecord,
    columns: [usize; 7],
    (line, note): (u64, &impl Fn(&str)),
    place: Place<'_>,
    into: &mut Replication,
) {
    let field = |column: usize| record.get(columns[column]).unwrap_or_default().trim();
    if !is_of_domain(field(2)) {
        return;
    }
    let [to, from] = [field(0), field(3)].map(str::to_lowercase);
    if to.is_empty() || from.is_empty() {
        return note("a row without the site it replicates to or from; left out");
    }
    for (site, controller) in [(&to, field(1)), (&from, field(4))] {
        if [site.as_str(), controller].iter().any(|text| text.starts_with(['=', '+', '@'])) {
            note("a name that a spreadsheet would take for a formula; read as a text");
        }
        let known = into.sites.entry(site.clone()).or_default();
        known.insert(controller.to_lowercase());
    }
    let [failures, status] = [5, 6].map(|column| field(column).parse::<u32>());
    if failures.is_err() || status.is_err() {
        note("failures or their code are no number; read as none");
    }
    let pulls = into.pulls.entry((to, from)).or_default();
    if pulls.all == 0 {
        (pulls.line, pulls.file) = (line, place.file.to_string());
    }
    pulls.all += 1;
    if let (Ok(1..), Ok(status @ 1..)) = (failures, status) {
        *pulls.failing.entry(status).or_default() += 1;
    }
}

/// Configuration, schema and DNS zones take ways of their own.
fn is_of_domain(partition: &str) -> bool {
    let plain = partition.to_ascii_lowercase();
    let zones = ["dc=domaindnszones", "dc=forestdnszones"];
    let all = plain.split(',').all(|part| part.trim_start().starts_with("dc="));
    all && !zones.iter().any(|zone| plain.starts_with(zone))
}

/// What a code of Windows says about a failed pull.
pub(crate) fn says(code: u32) -> &'static str {
    match code {
        5 => "access is denied",
        1256 => "the remote system is not available",
        1396 => "the target account name is incorrect",
        1722 => "the RPC server is unavailable",
        1753 => "no more endpoints from the endpoint mapper",
        1908 => "no domain controller was found",
        8451 => "a database error",
        8453 => "replication access was denied",
        8456 | 8457 => "replication is disabled",
        8524 => "a DNS lookup failed",
        8606 => "lingering objects",
        8614 => "not replicated for longer than the tombstone lifetime",
        _ => "see the list of Windows system errors",
    }
}
