//! Groups, licenses, and what follows their loss.

use super::networks::{few, resolve};
use super::settings::Ledger;
use crate::kernel::time::SimDuration;
use crate::provisioning::tenancy::group::{self, Group};
use crate::provisioning::tenancy::license::{Kind, License};
use crate::provisioning::tenant::Loss;
use crate::scenario::file::{self, LicenseKind, Licensing, Membership, Noticed, ScenarioFile};
use crate::scenario::named::Item;

const MOST_LICENSES: usize = 200;

/// Groups with the policies assigned to them, the first assigned first.
pub(super) fn groups(
    file: &ScenarioFile,
    targets: &[(String, u16)],
    ledger: &mut Ledger,
) -> Vec<Group> {
    file.group.iter().map(|item| group(item, file, targets, ledger)).collect()
}

fn group(
    item: &Item<file::Group>,
    file: &ScenarioFile,
    targets: &[(String, u16)],
    ledger: &mut Ledger,
) -> Group {
    let (name, table) = (&item.name.value, &item.value);
    let path = |key: &str| format!("group.{name}.{key}");
    let written = table.membership.as_ref();
    let membership = ledger.or(&path("membership"), written, Membership::Assigned, "the plainest");
    let written = table.licensing.as_ref();
    let licensing = ledger.or(&path("licensing"), written, Licensing::Direct, "the plainest");
    ledger.given(&path("license"), table.license.as_ref());
    let license = table.license.as_ref().and_then(|l| resolve(l, "license", &file.license, ledger));
    let assigned = targets.iter().filter(|(group, _)| group == name);
    Group {
        name: name.clone(),
        membership: match membership {
            Membership::Assigned => group::Membership::Assigned,
            Membership::Dynamic => group::Membership::Dynamic,
            Membership::Synced => group::Membership::Synced,
        },
        licenses_by_group: licensing == Licensing::Group,
        license: license.map_or(0, pool),
        policies: assigned.map(|&(_, policy)| policy).collect(),
    }
}

/// The place of a `[license.*]` among the tenant's licenses, of which `[licenses]` is the first.
pub(super) fn pool(license: u16) -> u8 {
    u8::try_from(license.saturating_add(1)).unwrap_or(0)
}

pub(super) fn licenses(file: &ScenarioFile, ledger: &mut Ledger) -> Vec<License> {
    few(&file.license, "licenses", MOST_LICENSES, ledger);
    let common = file.licenses.as_ref().and_then(|table| table.value.available.as_ref());
    ledger.given("licenses.available", common);
    let common = License {
        name: String::new(),
        kind: Kind::Enterprise,
        available: common.map(|available| available.value),
    };
    let mut all = vec![common];
    all.extend(file.license.iter().map(|item| license(item, ledger)));
    all
}

fn license(item: &Item<file::License>, ledger: &mut Ledger) -> License {
    let (name, table) = (&item.name.value, &item.value);
    let path = |key: &str| format!("license.{name}.{key}");
    ledger.given(&path("available"), table.available.as_ref());
    let written = table.kind.as_ref();
    let kind = ledger.or(&path("kind"), written, LicenseKind::Enterprise, "the plainest");
    License {
        name: name.clone(),
        kind: kind.into(),
        available: table.available.as_ref().map(|available| available.value),
    }
}

/// What follows a loss; of no matter where nobody changes anything.
pub(super) fn loss(file: &ScenarioFile, ledger: &mut Ledger) -> Loss {
    let none = file::Loss::default();
    let table = file.loss.as_ref().map_or(&none, |t| &t.value);
    let mark = ledger.mark();
    let noticed = ledger.or("loss.noticed", table.noticed.as_ref(), Noticed::NextStage, "CON-22");
    let week = SimDuration::from_days(7);
    let grace = ledger.or("loss.grace_period", table.grace_period.as_ref(), week, "LIC-11");
    if file.change.is_empty() {
        ledger.forget_defaults(mark);
    }
    Loss { at_once: noticed == Noticed::AtOnce, grace_period: grace }
}

#[cfg(test)]
mod tests {
    use crate::provisioning::tenancy::group::Membership;
    use crate::provisioning::tenancy::license::Kind;
    use crate::scenario::testing::tenant;

    #[test]
    fn groups_know_their_license_and_their_policies_in_the_order_of_the_file() {
        let tenant = tenant(
            r#"
            policy.second = { network = "microsoft-hosted", groups = ["a"] }
            policy.first = { network = "microsoft-hosted", groups = ["b", "a"] }
            group.a = { license = "shop", membership = "dynamic", licensing = "group" }
            group.b = {}
            licenses.available = 450
            license.large = {}
            license.shop = { kind = "frontline_shared", available = 3 }
            wave.w = { group = "a", users = 1 }
            "#,
        );
        let licenses: Vec<_> =
            tenant.licenses.iter().map(|l| (l.name.as_str(), l.kind, l.available)).collect();
        assert_eq!(
            licenses,
            [
                ("", Kind::Enterprise, Some(450)),
                ("large", Kind::Enterprise, None),
                ("shop", Kind::FrontlineShared, Some(3)),
            ]
        );
        let [a, b] = [&tenant.groups[0], &tenant.groups[1]];
        assert_eq!((a.license, &a.policies[..], a.licenses_by_group), (2, &[0, 1][..], true));
        assert_eq!((b.license, &b.policies[..], b.licenses_by_group), (0, &[1][..], false));
        assert_eq!((a.membership, b.membership), (Membership::Dynamic, Membership::Assigned));
    }
}
