//! Licenses, counted anew from the changes of statuses.

use std::collections::BTreeMap;

use cloudpc_sim::provisioning::tenancy::change::{Change, Deed, UserDeed};
use cloudpc_sim::record::recorder::{Detail, StatusRow};
use cloudpc_sim::{Scenario, SimTime, Tenant};

/// Statuses in which a Cloud PC has a license for certain.
const HOLDING: [&str; 7] = [
    "provisioning",
    "provisioned",
    "provisionedWithWarnings",
    "inGracePeriod",
    "resizing",
    "resizePendingLicense",
    "movingRegion",
];

/// Never more Cloud PCs hold a license than there are, and nobody is pending while one is free.
pub(crate) fn licenses_suffice(scenario: &Scenario, detail: &Detail) {
    let tenant = &scenario.tenant;
    if changes(tenant).any(|what| matches!(what, UserDeed::Resize(_))) {
        return;
    }
    for (license, sheet) in tenant.licenses.iter().enumerate() {
        let Some(available) = sheet.available else { continue };
        let mut pool = Pool::new(tenant, license, detail);
        let seats = |available: u64| available * sheet.kind.cloud_pcs();
        pool.now = seats(available);
        pool.most = pool.now;
        let bought = bought(tenant, license);
        let mut bought = bought.iter().map(|&(at, available)| (at, seats(available))).peekable();
        for row in &detail.statuses {
            while let Some((_, seats)) = bought.next_if(|(at, _)| *at <= row.at) {
                pool.now = seats;
                pool.most = pool.most.max(seats);
            }
            pool.change(row);
        }
    }
}

fn changes(tenant: &Tenant) -> impl Iterator<Item = &UserDeed> {
    tenant.changes.iter().filter_map(|change| {
        let Deed::ToUsers { what, .. } = &change.deed else { return None };
        Some(what)
    })
}

/// When another number of a license is bought, in order.
fn bought(tenant: &Tenant, of: usize) -> Vec<(SimTime, u64)> {
    let buys = |change: &Change| {
        let Deed::SetLicenses { license, available } = change.deed else { return None };
        let at = change.when.at().expect("licenses are bought at an instant");
        (usize::from(license) == of).then_some((at, available))
    };
    let mut found: Vec<_> = tenant.changes.iter().filter_map(buys).collect();
    found.sort_by_key(|(at, _)| *at);
    found
}

/// The holders of one license, as the statuses tell it.
struct Pool<'a> {
    /// The statuses of those whose license it is.
    status: BTreeMap<&'a str, &'a str>,
    /// Whether users lose their licenses, so that a failed one may have none.
    losses: bool,
    /// Whether anything about users or policies changes.
    changing: bool,
    now: u64,
    most: u64,
}

impl<'a> Pool<'a> {
    fn new(tenant: &Tenant, license: usize, detail: &'a Detail) -> Self {
        let of_license = |wave: &str| {
            let wave = tenant.waves.iter().find(|known| known.name == wave).expect("it is a wave");
            usize::from(tenant.groups[usize::from(wave.group)].license) == license
        };
        let holders = detail.cloud_pcs.iter().filter(|pc| of_license(&pc.wave));
        let loses =
            |what: &UserDeed| matches!(what, UserDeed::RemoveLicense | UserDeed::DeleteUser);
        let buys = |deed: &Deed| matches!(deed, Deed::SetLicenses { .. });
        Self {
            status: holders.map(|pc| (pc.name.as_str(), "notProvisioned")).collect(),
            losses: changes(tenant).any(loses),
            changing: tenant.changes.iter().any(|change| !buys(&change.deed)),
            now: 0,
            most: 0,
        }
    }

    fn change(&mut self, row: &'a StatusRow) {
        let Some(status) = self.status.get_mut(row.cloud_pc.as_str()) else { return };
        *status = row.status;
        let count = |fits: &dyn Fn(&str) -> bool| {
            self.status.values().filter(|status| fits(status)).count() as u64
        };
        let holding = count(&|status| self.holds(status));
        assert!(holding <= self.most, "{holding} of {} licenses: {row:?}", self.most);
        if row.status == "pendingProvision" && !self.changing {
            // What has been bought meanwhile may be reserved for others who are pending.
            let others = count(&|status| status == "pendingProvision") - 1;
            assert!(holding + others >= self.now, "{row:?} although one is free");
        }
    }

    fn holds(&self, status: &str) -> bool {
        match status {
            // After a loss, the attempts of an admin's retry fail without one.
            "provisioning" | "failed" => !self.losses,
            status => HOLDING.contains(&status),
        }
    }
}
