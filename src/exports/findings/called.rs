//! Policies name connections by identifier, Cloud PCs by display name: which name is whose where the
//! connections themselves are not exported.

use std::collections::{BTreeMap, BTreeSet};

use crate::exports::Collected;
use crate::exports::format::policies::Policy;

/// The display names of connections by their identifiers, where a policy names one connection only
/// and all its Cloud PCs that name one name the same; and where nothing says otherwise.
pub(super) fn names(collected: &Collected) -> BTreeMap<String, String> {
    let mut by_policy: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for alike in collected.cloud_pcs.rows.keys() {
        if let (Some(policy), Some(connection)) = (&alike.policy, &alike.connection) {
            by_policy.entry(policy).or_default().insert(connection);
        }
    }
    let exported: BTreeSet<&str> =
        collected.connections.values().filter_map(|c| c.name.as_deref()).collect();
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut ids: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for policy in &collected.policies {
        let Some(id) = only(policy).filter(|id| !collected.connections.contains_key(*id)) else {
            continue;
        };
        for name in by_policy.get(policy.id.as_str()).into_iter().flatten() {
            names.entry(id).or_default().insert(name);
            ids.entry(name).or_default().insert(id);
        }
    }
    let one = |(id, names): (&str, BTreeSet<&str>)| {
        let name = names.first().copied().filter(|_| names.len() == 1)?;
        let is_free = ids[name].len() == 1 && !exported.contains(name);
        is_free.then(|| (id.to_string(), name.to_string()))
    };
    names.into_iter().filter_map(one).collect()
}

/// The identifier of the only connection that a policy names.
fn only(policy: &Policy) -> Option<&str> {
    let places = policy.joins.as_ref()?;
    let first = places.first()?.connection.as_ref()?.value.as_str();
    let same = |id: Option<&str>| id == Some(first);
    let all = places.iter().all(|place| same(place.connection.as_ref().map(|c| c.value.as_str())));
    all.then_some(first)
}
