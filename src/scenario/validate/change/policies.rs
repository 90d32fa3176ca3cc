//! Policies assigned, unassigned, edited and deleted, in the order of their instants.

use super::Deeds;
use super::sheet::{self, EDITS};
use crate::kernel::time::SimTime;
use crate::provisioning::tenancy::change::{Deed, When};
use crate::provisioning::tenant::{Network, Policy, Tenant};
use crate::scenario::file::{self, Deed as What, Image, ScenarioFile};
use crate::scenario::named::Item;
use crate::scenario::problem::{Place, Problem};
use crate::scenario::tree::Spanned;
use crate::scenario::validate::networks::resolve;
use crate::scenario::validate::policies::{by_priority, fits};
use crate::scenario::validate::settings::Ledger;

/// What is done to policies.
pub(super) fn deeds(
    file: &ScenarioFile,
    whens: &[Option<When>],
    tenant: &mut Tenant,
    ledger: &mut Ledger,
) -> Deeds {
    let mut order: Vec<(SimTime, usize)> = vec![];
    for (i, when) in whens.iter().enumerate() {
        if let Some(When::At(at)) = when {
            order.push((*at, i));
        }
    }
    order.sort_unstable();
    let mut policies = Policies::new(file, tenant);
    let mut deeds = Deeds::new();
    for (at, i) in order {
        let deed = policies.change(&file.change.items[i], at, tenant, ledger);
        deeds.extend(deed.map(|deed| (i, deed)));
    }
    deeds
}

/// The policies at some instant.
struct Policies<'a> {
    file: &'a ScenarioFile,
    /// The groups that each is assigned to.
    groups: Vec<Vec<u16>>,
    /// The index of what each says.
    version: Vec<u16>,
    /// When each was deleted.
    deleted: Vec<Option<SimTime>>,
}

impl<'a> Policies<'a> {
    fn new(file: &'a ScenarioFile, tenant: &Tenant) -> Self {
        let count = tenant.policies.len();
        let mut groups = vec![vec![]; count];
        for (group, sheet) in (0_u16..).zip(&tenant.groups) {
            for &policy in &sheet.policies {
                groups[usize::from(policy)].push(group);
            }
        }
        Self { file, groups, version: (0_u16..).take(count).collect(), deleted: vec![None; count] }
    }

    fn change(
        &mut self,
        item: &Item<file::Change>,
        at: SimTime,
        tenant: &mut Tenant,
        ledger: &mut Ledger,
    ) -> Option<Deed> {
        let what = item.value.what.as_ref()?.value;
        let of_policies =
            [What::AssignPolicy, What::UnassignPolicy, What::EditPolicy, What::DeletePolicy];
        if !of_policies.contains(&what) {
            return None;
        }
        let written = item.value.policy.as_ref()?;
        let policy = resolve(written, "policy", &self.file.policy, ledger)?;
        if let Some(deleted) = self.deleted[usize::from(policy)] {
            let message = format!("[policy.{}] is gone by then", written.value);
            ledger.push(Problem::new(&written.place, message, format!("deleted at {deleted}")));
            return None;
        }
        match what {
            What::AssignPolicy => self.assign(item, policy, ledger),
            What::UnassignPolicy => self.unassign(item, policy, ledger),
            What::EditPolicy => Some(self.edit(item, policy, tenant, ledger)),
            What::DeletePolicy => {
                self.delete(policy, at, &written.place, ledger);
                None
            }
            _ => None,
        }
    }

    fn assign(
        &mut self,
        item: &Item<file::Change>,
        policy: u16,
        ledger: &mut Ledger,
    ) -> Option<Deed> {
        let written = item.value.group.as_ref()?;
        let group = resolve(written, "group", &self.file.group, ledger)?;
        let assigned = &mut self.groups[usize::from(policy)];
        if assigned.contains(&group) {
            let message = format!("[policy.{}] is assigned to it already", self.name(policy));
            ledger.push(Problem::new(&written.place, message, "nothing would change"));
            return None;
        }
        assigned.push(group);
        Some(Deed::AssignPolicy { policy, group })
    }

    fn unassign(
        &mut self,
        item: &Item<file::Change>,
        policy: u16,
        ledger: &mut Ledger,
    ) -> Option<Deed> {
        let assigned = &mut self.groups[usize::from(policy)];
        let Some(written) = &item.value.group else {
            if assigned.is_empty() {
                let place = item.value.policy.as_ref().map_or(&item.place, |p| &p.place);
                let message =
                    format!("[policy.{}] is assigned to no group then", self.name(policy));
                ledger.push(Problem::new(place, message, "nothing would change"));
            }
            self.groups[usize::from(policy)].clear();
            return Some(Deed::UnassignPolicy { policy, group: None });
        };
        let group = resolve(written, "group", &self.file.group, ledger)?;
        if !assigned.contains(&group) {
            let message = format!("[policy.{}] is not assigned to it then", self.name(policy));
            ledger.push(Problem::new(&written.place, message, "nothing would change"));
            return None;
        }
        assigned.retain(|known| *known != group);
        Some(Deed::UnassignPolicy { policy, group: Some(group) })
    }

    fn edit(
        &mut self,
        item: &Item<file::Change>,
        policy: u16,
        tenant: &mut Tenant,
        ledger: &mut Ledger,
    ) -> Deed {
        let table = &item.value;
        let before = tenant.policies[usize::from(self.version[usize::from(policy)])].clone();
        let after = self.edited(table, before, ledger);
        let gpu = table.gpu.as_ref().map(|gpu| &gpu.place);
        fits(&after, (table.connections.as_ref(), gpu), &tenant.connections, ledger);
        if !sheet::has_one_of(table, &EDITS) && !ledger.is_partial() {
            let message = format!("[change.{}] leaves the policy as it is", item.name.value);
            let problem = Problem::new(&item.name.place, message, "what is new?");
            ledger.push(problem.help(format!("one or more of `{}`", EDITS.join("`, `"))));
        }
        let version = u16::try_from(tenant.policies.len()).unwrap_or(u16::MAX);
        tenant.policies.push(after);
        self.version[usize::from(policy)] = version;
        Deed::EditPolicy { policy, version }
    }

    fn edited(&self, table: &file::Change, before: Policy, ledger: &mut Ledger) -> Policy {
        let network = match &table.connections {
            Some(list) => Network::Connections(by_priority(list, self.file, ledger)),
            None => before.network,
        };
        let image = table.image.as_ref();
        let switch = |new: Option<&Spanned<bool>>, old| new.map_or(old, |new| new.value);
        Policy {
            name: before.name,
            network,
            local_admin: switch(table.local_admin.as_ref(), before.local_admin),
            custom_image: image.map_or(before.custom_image, |i| i.value == Image::Custom),
            language_pack: switch(table.language_pack.as_ref(), before.language_pack),
            gpu: switch(table.gpu.as_ref(), before.gpu),
        }
    }

    /// A policy can be deleted only when it is assigned to no group (LIC-10, CON-09).
    fn delete(&mut self, policy: u16, at: SimTime, place: &Place, ledger: &mut Ledger) {
        self.deleted[usize::from(policy)] = Some(at);
        let assigned = self.groups[usize::from(policy)].iter();
        let names: Vec<_> = assigned
            .map(|&group| format!("`{}`", self.file.group.items[usize::from(group)].name.value))
            .collect();
        if !names.is_empty() {
            let message = format!("[policy.{}] cannot be deleted yet", self.name(policy));
            let label = format!("assigned to {} at {at} (LIC-10)", names.join(", "));
            let help = "unassign it first: a change with what = \"unassign_policy\"";
            ledger.push(Problem::new(place, message, label).help(help));
        }
    }

    fn name(&self, policy: u16) -> &str {
        &self.file.policy.items[usize::from(policy)].name.value
    }
}
