//! Which Cloud PCs there are to explain: the first of each status and cause.

use std::collections::BTreeMap;

use crate::provisioning::cloud_pc::Status;
use crate::record::recorder::{CloudPcRow, Detail};

use super::row::{BOLD, paragraph};
use super::words;

/// How many of each status and cause.
const MOST: usize = 10;

/// The first Cloud PCs of each status, and of each cause of failure.
pub fn menu(detail: &Detail) -> String {
    let mut groups: BTreeMap<(Status, Option<&str>), Vec<&CloudPcRow>> = BTreeMap::new();
    for pc in &detail.cloud_pcs {
        let key = (words::status(pc.status), pc.cause);
        groups.entry(key).or_default().push(pc);
    }
    let groups = groups.into_iter().map(|(key, pcs)| group(key, &pcs));
    groups.collect::<Vec<_>>().join("\n")
}

fn group((status, cause): (Status, Option<&str>), pcs: &[&CloudPcRow]) -> String {
    let n = pcs.len();
    let more = if n > MOST { format!(", the first {MOST}") } else { String::new() };
    let cause = cause.map(|code| format!(", {code}")).unwrap_or_default();
    let head = format!("{BOLD}{}{cause}{BOLD:#} ({n}{more})\n", status.display_name());
    let listed: Vec<&str> = pcs.iter().take(MOST).map(|pc| pc.name.as_str()).collect();
    head + "  " + &paragraph(&listed.join(", "), 2)
}
