//! Licenses against Cloud PCs, and waves against the horizon.

use crate::kernel::time::SimTime;
use crate::provisioning::tenancy::license::Kind;
use crate::provisioning::tenant::{Tenant, Wave};

use super::policy_of;
use super::readiness::Readiness;

/// Cloud PCs that need a license, and what there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The license's name; empty for that of groups that name none.
    pub license: String,
    /// Its kind.
    pub kind: Kind,
    /// Users who need it.
    pub users: u64,
    /// Cloud PCs of theirs.
    pub cloud_pcs: u64,
    /// Licenses bought; unlimited if absent.
    pub available: Option<u64>,
}

impl Demand {
    /// Cloud PCs that the licenses carry (FL-01); unlimited if absent.
    pub fn carried(&self) -> Option<u64> {
        self.available.map(|n| n.saturating_mul(self.kind.cloud_pcs()))
    }

    /// Cloud PCs that find no license.
    pub fn short(&self) -> u64 {
        self.carried().map_or(0, |carried| self.cloud_pcs.saturating_sub(carried))
    }
}

/// Of every license that somebody needs; waves that no policy targets need none.
pub(super) fn licenses(tenant: &Tenant) -> Vec<Demand> {
    let targeted = || tenant.waves.iter().filter(|wave| policy_of(tenant, wave).is_some());
    let demand = |(number, license): (usize, &crate::provisioning::tenancy::license::License)| {
        let needs =
            |wave: &&Wave| usize::from(tenant.groups[usize::from(wave.group)].license) == number;
        Demand {
            license: license.name.clone(),
            kind: license.kind,
            users: targeted().filter(needs).map(|wave| u64::from(wave.users)).sum(),
            cloud_pcs: targeted().filter(needs).map(Wave::cloud_pcs).sum(),
            available: license.available,
        }
    };
    let all = tenant.licenses.iter().enumerate().map(demand);
    all.filter(|demand| demand.cloud_pcs > 0).collect()
}

/// The end of a wave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaveEnd {
    /// The wave's name.
    pub wave: String,
    /// Its group's.
    pub group: String,
    /// When its last user asks.
    pub last: SimTime,
    /// When the last Cloud PC is ready at the latest if nothing fails; absent where there is no
    /// latest, or no policy.
    pub ready: Option<SimTime>,
}

/// Of every wave whose Cloud PCs are to come.
pub(super) fn waves(tenant: &Tenant, readiness: &[Readiness]) -> Vec<WaveEnd> {
    let end = |wave: &Wave| {
        let group = &tenant.groups[usize::from(wave.group)].name;
        let last = wave.at + wave.over;
        let takes = readiness.iter().find(|readiness| readiness.groups.contains(group));
        let most = takes.and_then(|readiness| readiness.total().most);
        let ready = most.map(|most| last + most);
        WaveEnd { wave: wave.name.clone(), group: group.clone(), last, ready }
    };
    tenant.waves.iter().filter(|wave| wave.is_to_come()).map(end).collect()
}

#[cfg(test)]
mod tests {
    use super::super::of;
    use super::*;

    const LICENSED: &str = "
        policy.p = { network = 'microsoft-hosted', groups = ['two', 'nurses', 'desks'] }
        group.two.licenses_per_user = 2
        group.nurses.license = 'dedicated'
        group.desks.license = 'shared'
        group.nobody = {}
        licenses.available = 19
        license.dedicated = { kind = 'frontline_dedicated', available = 20 }
        license.shared.kind = 'frontline_shared'
        license.unused.available = 0
        wave.two = { group = 'two', users = 10 }
        wave.nurses = { group = 'nurses', users = 70 }
        wave.desks = { group = 'desks', users = 25 }
        wave.nobody = { group = 'nobody', users = 1000 }
    ";

    #[test]
    fn licenses_are_counted_by_kind() {
        let found = of(LICENSED, &[]).1.licenses;
        let figures: Vec<_> =
            found.iter().map(|d| (d.users, d.cloud_pcs, d.carried(), d.short())).collect();
        assert_eq!(
            figures,
            [(10, 20, Some(19), 1), (70, 70, Some(60), 10), (25, 25, None, 0)],
            "two each; three a license; no limit"
        );
    }

    #[test]
    fn a_wave_ends_with_the_slowest_of_its_last_users() {
        let timing = "timing={ reaction='1m', allocate_capacity='1m', create_vm='1m', \
            attach_network='1m', join_entra='1m', enroll_intune='1m', primary_user='1m', \
            configure='1m', assign_user={ dist = 'uniform', min = '0s', max = '22m' } }";
        let found = of(LICENSED, &["wave.two.at=+1h", "wave.two.over=2h", timing]).1.waves;
        let hours = |n: u64| SimTime::from_ms(n * 1_800_000);
        assert_eq!((found[0].last, found[0].ready), (hours(6), Some(hours(7))));
        assert_eq!((found[3].last, found[3].ready), (hours(0), None), "no policy targets it");
    }
}
