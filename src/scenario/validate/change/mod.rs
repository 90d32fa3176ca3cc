//! Changes: what people do while provisioning runs, to whom and when.

mod cloud_pcs;
mod policies;
mod sheet;
mod whom;

use std::collections::BTreeMap;

use super::Frame;
use super::networks::{few, resolve};
use super::settings::Ledger;
use super::tenancy::pool;
use crate::kernel::stream::family;
use crate::kernel::time::SimTime;
use crate::provisioning::identity::connect_sync::Extent;
use crate::provisioning::tenancy::change::{Change, Deed, UserDeed, When};
use crate::provisioning::tenant::Tenant;
use crate::scenario::file::{self, Deed as What, PolicyType, ScenarioFile};
use crate::scenario::named::Item;
use crate::scenario::problem::Problem;
use crate::scenario::tree::Spanned;

use sheet::sheet;

const MOST_CHANGES: usize = 1_000;

/// Deeds by the position of their change in the file.
type Deeds = BTreeMap<usize, Deed>;

/// All changes, in the order of the file. Edits add versions to the tenant's policies, repairs end
/// its conditions; neither these nor the deletion of a policy does anything else.
pub(super) fn read(
    file: &ScenarioFile,
    frame: &Frame,
    tenant: &mut Tenant,
    ledger: &mut Ledger,
) -> Vec<Change> {
    few(&file.change, "changes", MOST_CHANGES, ledger);
    let whens: Vec<_> = file.change.iter().map(|item| when(item, frame, ledger)).collect();
    let mut deeds = policies::deeds(file, &whens, tenant, ledger);
    for (i, item) in file.change.iter().enumerate() {
        sheet::keys(item, ledger);
        let reading = Reading { item, file, when: whens[i].as_ref() };
        let deed = reading.deed(tenant, &deeds, ledger);
        deeds.extend(deed.map(|deed| (i, deed)));
    }
    let change = |(i, deed): (usize, Deed)| {
        let name = &file.change.items[i].name.value;
        let when = whens[i].clone()?;
        Some(Change { name: name.clone(), family: family("change", name), deed, when })
    };
    deeds.into_iter().filter_map(change).collect()
}

fn when(item: &Item<file::Change>, frame: &Frame, ledger: &mut Ledger) -> Option<When> {
    let (name, table) = (&item.name, &item.value);
    let each = sheet(table.what.as_ref()?.value).is_of_cloud_pcs();
    let at = table.at.as_ref().map(|at| frame.instant(at, "the change", ledger));
    match (at, table.per_user.as_ref().filter(|_| each)) {
        (Some(_), Some(per_user)) => {
            let message = format!("[change.{}] has both `at` and `per_user`", name.value);
            ledger.push(Problem::new(&per_user.place, message, "one of them"));
            None
        }
        (Some(at), None) => Some(When::At(at)),
        (None, Some(per_user)) => Some(When::PerUser(per_user.value.clone().into())),
        (None, None) if ledger.is_partial() => None,
        (None, None) => {
            let keys = if each { "`at` or `per_user`" } else { "`at`" };
            let message = format!("[change.{}] needs {keys}", name.value);
            ledger.push(Problem::new(&name.place, message, "when?"));
            None
        }
    }
}

/// A change being read.
struct Reading<'a> {
    item: &'a Item<file::Change>,
    file: &'a ScenarioFile,
    when: Option<&'a When>,
}

impl Reading<'_> {
    /// What is done, but for what is done to policies.
    fn deed(&self, tenant: &mut Tenant, deeds: &Deeds, ledger: &mut Ledger) -> Option<Deed> {
        let what = self.item.value.what.as_ref()?.value;
        let of_users = sheet(what).is_of_cloud_pcs();
        let whom = if of_users { Some(self.whom(what, tenant, ledger)?) } else { None };
        let what = match what {
            What::RemoveLicense => UserDeed::RemoveLicense,
            What::GiveLicense => UserDeed::GiveLicense,
            What::DeleteUser => UserDeed::DeleteUser,
            What::RemoveFromGroup => UserDeed::RemoveFromGroup,
            What::AddToGroup => UserDeed::AddToGroup,
            What::EndGrace => UserDeed::EndGrace,
            What::Reprovision => UserDeed::Reprovision,
            What::Retry => UserDeed::Retry,
            What::Resize => {
                UserDeed::Resize(self.resize(whom.as_ref()?, (tenant, deeds), ledger)?)
            }
            What::Move => UserDeed::Move { to: self.to(whom.as_ref()?, (tenant, deeds), ledger)? },
            What::SetLicenses => return self.set_licenses(ledger),
            What::StartSyncCycle => return Some(self.start_sync_cycle(ledger)),
            What::Repair => {
                self.repair(tenant, ledger);
                return None;
            }
            What::AssignPolicy | What::UnassignPolicy | What::EditPolicy | What::DeletePolicy => {
                return None;
            }
        };
        Some(Deed::ToUsers { what, whom: whom? })
    }

    fn set_licenses(&self, ledger: &mut Ledger) -> Option<Deed> {
        let table = &self.item.value;
        let license = match &table.license {
            Some(written) => pool(resolve(written, "license", &self.file.license, ledger)?),
            None => 0,
        };
        Some(Deed::SetLicenses { license, available: table.available.as_ref()?.value })
    }

    fn start_sync_cycle(&self, ledger: &mut Ledger) -> Deed {
        let path = self.path("policy_type");
        let written = self.item.value.policy_type.as_ref();
        let kind = ledger.or(&path, written, PolicyType::Delta, "SYNC-05");
        let extent = match kind {
            PolicyType::Delta => Extent::Delta,
            PolicyType::Initial => Extent::Full,
        };
        Deed::StartSyncCycle { extent }
    }

    /// Ends a condition, unless it ends earlier by itself.
    fn repair(&self, tenant: &mut Tenant, ledger: &mut Ledger) {
        let Some(written) = &self.item.value.condition else { return };
        let found = resolve(written, "condition", &self.file.condition, ledger);
        let condition = tenant.conditions.iter_mut().find(|c| c.name == written.value);
        let (Some(_), Some(condition), Some(When::At(at))) = (found, condition, self.when) else {
            return;
        };
        if *at <= condition.from {
            ledger.push(too_early(written, *at, condition.from));
        }
        condition.until = Some(condition.until.map_or(*at, |until| until.min(*at)));
    }

    fn path(&self, key: &str) -> String {
        format!("change.{}.{key}", self.item.name.value)
    }
}

fn too_early(condition: &Spanned<String>, at: SimTime, from: SimTime) -> Problem {
    let message = format!("[condition.{}] has done nothing yet", condition.value);
    Problem::new(&condition.place, message, format!("repaired at {at}, but it begins at {from}"))
}

#[cfg(test)]
mod tests {
    use crate::kernel::time::{SimDuration, SimTime};
    use crate::provisioning::cloud_pc::Status;
    use crate::provisioning::tenancy::change::{Deed, HowMany, UserDeed, When};
    use crate::provisioning::tenant::Tenant;
    use crate::scenario::testing;

    fn tenant(changes: &str) -> Tenant {
        let rest = r#"
            policy.p = { network = "microsoft-hosted", groups = ["a"] }
            policy.q = { network = "microsoft-hosted", groups = [] }
            group.a = {}
            group.b = {}
            wave.v = { group = "a", users = 7 }
            wave.w = { group = "b", users = 5 }
            wave.x = { group = "a", users = 3 }
            condition.intune = { what = "intune_outage", from = "+1h", until = "+9h" }
            condition.forever = { what = "intune_outage" }
        "#;
        testing::tenant(&format!("{rest}\n{changes}"))
    }

    fn hours(hours: u64) -> SimTime {
        SimTime::ZERO + SimDuration::from_hours(hours)
    }

    #[test]
    fn whom_a_change_concerns_is_told_by_group_by_wave_or_not_at_all() {
        for (whom, waves) in
            [("group = 'a'", &[0, 2][..]), ("wave = 'w'", &[1]), ("users = 15", &[0, 1, 2])]
        {
            let tenant =
                tenant(&format!("change.c = {{ what = 'delete_user', at = '+1h', {whom} }}"));
            let Deed::ToUsers { what, whom } = &tenant.changes[0].deed else { panic!() };
            assert!(matches!(what, UserDeed::DeleteUser));
            assert_eq!(whom.waves, waves);
        }
    }

    #[test]
    fn a_share_is_told_in_millionths_and_a_lifetime_as_a_law() {
        let tenant = tenant(
            "change.c = { what = 'retry', per_user = '2h', share = 0.0000015, while = 'failed' }",
        );
        let change = &tenant.changes[0];
        let Deed::ToUsers { whom, .. } = &change.deed else { panic!() };
        assert!(matches!(whom.how_many, HowMany::Share(2)), "{:?}", whom.how_many);
        assert_eq!(whom.status, Some(Status::Failed));
        assert!(matches!(change.when, When::PerUser(_)));
    }

    #[test]
    fn edits_add_up_in_the_order_of_their_instants() {
        let tenant = tenant(
            "change.later = { what = 'edit_policy', at = '+2h', policy = 'p', gpu = true }\n\
             change.sooner = { what = 'edit_policy', at = '+1h', policy = 'p', image = 'custom' }",
        );
        let version = |i: usize| match tenant.changes[i].deed {
            Deed::EditPolicy { policy: 0, version } => &tenant.policies[usize::from(version)],
            ref other => panic!("{other:?}"),
        };
        let [later, sooner] = [version(0), version(1)];
        assert!(sooner.custom_image && !sooner.gpu, "{sooner:?}");
        assert!(later.custom_image && later.gpu, "{later:?}");
        assert_eq!(tenant.policies.len(), 4);
    }

    #[test]
    fn a_policy_that_no_group_has_any_more_can_be_deleted() {
        let tenant = tenant(
            "change.a = { what = 'delete_policy', at = '+2h', policy = 'p' }\n\
             change.b = { what = 'unassign_policy', at = '+2h', policy = 'q', group = 'b' }\n\
             change.c = { what = 'assign_policy', at = '+1h', policy = 'q', group = 'b' }\n\
             change.d = { what = 'unassign_policy', at = '+1h', policy = 'p' }",
        );
        let deeds: Vec<_> = tenant.changes.iter().map(|change| &change.deed).collect();
        assert!(
            matches!(
                deeds[..],
                [
                    Deed::UnassignPolicy { policy: 1, group: Some(1) },
                    Deed::AssignPolicy { policy: 1, group: 1 },
                    Deed::UnassignPolicy { policy: 0, group: None },
                ]
            ),
            "{deeds:?}"
        );
    }

    #[test]
    fn a_repair_ends_a_condition_unless_that_ends_earlier() {
        for (repair, until) in [("+5h", 5), ("+20h", 9)] {
            let text = format!(
                "change.a = {{ what = 'repair', at = '{repair}', condition = 'intune' }}\n\
                 change.b = {{ what = 'repair', at = '+30h', condition = 'forever' }}"
            );
            let tenant = tenant(&text);
            let ends: Vec<_> = tenant.conditions.iter().map(|condition| condition.until).collect();
            assert_eq!(ends, [Some(hours(until)), Some(hours(30))]);
            assert!(tenant.changes.is_empty());
        }
    }
}
