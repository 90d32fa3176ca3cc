//! Which keys each change takes and needs, and which Cloud PCs it can concern.

use crate::provisioning::cloud_pc::Status;
use crate::scenario::file::{self, Deed};
use crate::scenario::named::Item;
use crate::scenario::problem::{Place, Problem};
use crate::scenario::tree::Spanned;
use crate::scenario::validate::settings::Ledger;
use crate::scenario::validate::toml::ToToml;

/// What belongs to a change.
pub(super) struct Sheet {
    /// The statuses in which it can do something; none where it concerns no Cloud PCs.
    pub(super) statuses: &'static [Status],
    /// The keys it needs, each with the question that it answers.
    needs: &'static [(&'static str, &'static str)],
    /// Other keys it takes.
    takes: &'static [&'static str],
}

/// The keys that say whom a change concerns, and when.
const WHOM: [&str; 7] = ["at", "per_user", "group", "wave", "users", "share", "while"];
/// What an edit can change of a policy.
pub(super) const EDITS: [&str; 5] = ["connections", "local_admin", "image", "language_pack", "gpu"];

/// Keys that have a default, and are noted with it.
const WITH_DEFAULT: [&str; 3] = ["by", "keep_source", "policy_type"];

const READY: &[Status] = &[Status::Provisioned, Status::ProvisionedWithWarnings];
const SETTLED: &[Status] = &[Status::Provisioned, Status::ProvisionedWithWarnings, Status::Failed];
/// Every status of a Cloud PC that is there; none is ever restored here.
const ANY: &[Status] = &[
    Status::NotProvisioned,
    Status::PendingProvision,
    Status::Provisioning,
    Status::Provisioned,
    Status::ProvisionedWithWarnings,
    Status::Failed,
    Status::InGracePeriod,
    Status::Deprovisioning,
    Status::Resizing,
    Status::ResizePendingLicense,
    Status::MovingRegion,
];
const WHICH_POLICY: (&str, &str) = ("policy", "which policy?");

/// The sheet of a change.
pub(super) fn sheet(deed: Deed) -> Sheet {
    let of_cloud_pcs = |statuses| Sheet { statuses, needs: &[], takes: &[] };
    let of_tenant = |needs, takes| Sheet { statuses: &[], needs, takes };
    match deed {
        Deed::RemoveLicense
        | Deed::GiveLicense
        | Deed::DeleteUser
        | Deed::RemoveFromGroup
        | Deed::AddToGroup => of_cloud_pcs(ANY),
        Deed::EndGrace => of_cloud_pcs(&[Status::InGracePeriod]),
        Deed::Reprovision => of_cloud_pcs(SETTLED),
        Deed::Retry => of_cloud_pcs(&[Status::Failed]),
        Deed::Resize => {
            Sheet { takes: &["to", "by", "keep_source", "target_after"], ..of_cloud_pcs(READY) }
        }
        Deed::Move => Sheet { needs: &[("to_connection", "where to?")], ..of_cloud_pcs(READY) },
        Deed::AssignPolicy => of_tenant(&[WHICH_POLICY, ("group", "to which group?")], &[]),
        Deed::UnassignPolicy => of_tenant(&[WHICH_POLICY], &["group"]),
        Deed::EditPolicy => of_tenant(&[WHICH_POLICY], &EDITS),
        Deed::DeletePolicy => of_tenant(&[WHICH_POLICY], &[]),
        Deed::SetLicenses => of_tenant(&[("available", "how many?")], &["license"]),
        Deed::StartSyncCycle => of_tenant(&[], &["policy_type"]),
        Deed::Repair => of_tenant(&[("condition", "which condition?")], &[]),
    }
}

impl Sheet {
    /// Whether it concerns users or their Cloud PCs.
    pub(super) fn is_of_cloud_pcs(&self) -> bool {
        !self.statuses.is_empty()
    }

    fn keys(&self) -> Vec<&'static str> {
        let when: &[&str] = if self.is_of_cloud_pcs() { &WHOM } else { &WHOM[..1] };
        let needs = self.needs.iter().map(|(key, _)| *key);
        needs.chain(self.takes.iter().copied()).chain(when.iter().copied()).collect()
    }
}

/// A key that a change has, with its value as TOML.
struct Written<'a> {
    key: &'static str,
    place: &'a Place,
    toml: String,
}

/// Notes every key of a change; reports those it does not take, and those it lacks.
pub(super) fn keys(item: &Item<file::Change>, ledger: &mut Ledger) {
    let name = &item.name;
    ledger.given(&format!("change.{}.what", name.value), item.value.what.as_ref());
    let written = written(&item.value);
    for Written { key, toml, .. } in written.iter().filter(|w| !WITH_DEFAULT.contains(&w.key)) {
        ledger.given_toml(&format!("change.{}.{key}", name.value), toml.clone());
    }
    let Some(what) = item.value.what.as_ref().map(|what| what.value) else { return };
    let sheet = sheet(what);
    let takes = sheet.keys();
    for Written { key, place, .. } in written.iter().filter(|w| !takes.contains(&w.key)) {
        let message = format!("a change `{}` has no `{key}`", what.as_str());
        let label = format!("it takes `{}`", takes.join("`, `"));
        ledger.push(Problem::new(place, message, label));
    }
    let lacks = |key: &str| !written.iter().any(|w| w.key == key) && !ledger.is_partial();
    let lacking: Vec<_> = sheet.needs.iter().filter(|(key, _)| lacks(key)).collect();
    for (key, question) in lacking {
        let message = format!("[change.{}] needs `{key}`", name.value);
        ledger.push(Problem::new(&name.place, message, *question));
    }
}

/// Whether a change has one of these keys.
pub(super) fn has_one_of(table: &file::Change, keys: &[&str]) -> bool {
    written(table).iter().any(|written| keys.contains(&written.key))
}

/// Every key that is there, but for `what`.
fn written(table: &file::Change) -> Vec<Written<'_>> {
    fn one<'a, T: ToToml>(key: &'static str, value: Option<&'a Spanned<T>>) -> Option<Written<'a>> {
        value.map(|value| Written { key, place: &value.place, toml: value.value.to_toml() })
    }
    let all = [
        one("at", table.at.as_ref()),
        one("per_user", table.per_user.as_ref()),
        one("group", table.group.as_ref()),
        one("wave", table.wave.as_ref()),
        one("users", table.users.as_ref()),
        one("share", table.share.as_ref()),
        one("while", table.r#while.as_ref()),
        one("policy", table.policy.as_ref()),
        one("connections", table.connections.as_ref()),
        one("local_admin", table.local_admin.as_ref()),
        one("image", table.image.as_ref()),
        one("language_pack", table.language_pack.as_ref()),
        one("gpu", table.gpu.as_ref()),
        one("license", table.license.as_ref()),
        one("available", table.available.as_ref()),
        one("to", table.to.as_ref()),
        one("by", table.by.as_ref()),
        one("keep_source", table.keep_source.as_ref()),
        one("target_after", table.target_after.as_ref()),
        one("to_connection", table.to_connection.as_ref()),
        one("policy_type", table.policy_type.as_ref()),
        one("condition", table.condition.as_ref()),
    ];
    all.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_users_can_concern_every_status_but_two() {
        let never = Status::ALL.iter().filter(|status| !ANY.contains(status));
        assert_eq!(never.collect::<Vec<_>>(), [&Status::Restoring, &Status::Deleted]);
    }

    #[test]
    fn every_change_says_when() {
        assert!(Deed::ALL.iter().all(|deed| sheet(*deed).keys().contains(&"at")));
    }
}
