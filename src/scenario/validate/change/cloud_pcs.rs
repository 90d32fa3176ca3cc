//! Resizes and moves: what Windows 365 allows of them.

use std::collections::BTreeSet;

use super::{Deeds, Reading};
use crate::provisioning::tenancy::change::{ByGroup, Deed, HowMany, Resize, When, Whom};
use crate::provisioning::tenancy::group::Group;
use crate::provisioning::tenancy::license::Kind;
use crate::provisioning::tenant::{Network, Policy, Tenant, Wave};
use crate::scenario::file::ResizeBy;
use crate::scenario::problem::{Place, Problem};
use crate::scenario::validate::networks::resolve;
use crate::scenario::validate::settings::Ledger;
use crate::scenario::validate::tenancy::pool;

/// Cloud PCs that are moved in one go.
const MOST_MOVED: u64 = 100;

impl Reading<'_> {
    pub(super) fn resize(
        &self,
        whom: &Whom,
        (tenant, deeds): (&Tenant, &Deeds),
        ledger: &mut Ledger,
    ) -> Option<Resize> {
        let by_group = self.by_group(ledger);
        self.no_frontline(whom, tenant, "resized", ledger);
        let gpu = policies_of(whom, tenant, deeds).into_iter().find(|policy| policy.gpu);
        if let Some(policy) = gpu {
            let message = "Cloud PCs with a GPU cannot be resized";
            let label = format!("those of [policy.{}] have one (LIC-19)", policy.name);
            ledger.push(Problem::new(self.names_them(), message, label));
        }
        Some(Resize { to: self.target(whom, tenant, ledger)?, by_group })
    }

    /// The license of the new size.
    fn target(&self, whom: &Whom, tenant: &Tenant, ledger: &mut Ledger) -> Option<u8> {
        let Some(to) = &self.item.value.to else {
            let licenses: BTreeSet<_> = groups_of(whom, tenant).map(|g| g.license).collect();
            if licenses.len() > 1 {
                let message = "the Cloud PCs have different licenses";
                let problem =
                    Problem::new(self.names_them(), message, "which is that of the new size?");
                ledger.push(problem.help("name it: to = \"NAME\", for [license.NAME]"));
            }
            return licenses.first().copied();
        };
        let to_index = pool(resolve(to, "license", &self.file.license, ledger)?);
        if tenant.licenses[usize::from(to_index)].kind != Kind::Enterprise {
            let message = "nothing can be resized to a Frontline license";
            ledger.push(Problem::new(&to.place, message, "Enterprise licenses only (FL-08)"));
        }
        Some(to_index)
    }

    fn by_group(&self, ledger: &mut Ledger) -> Option<ByGroup> {
        let table = &self.item.value;
        let by = ledger.or(&self.path("by"), table.by.as_ref(), ResizeBy::Direct, "LIC-19");
        let target_after = table.target_after.as_ref();
        if by == ResizeBy::Group {
            let path = self.path("keep_source");
            let keep_source = ledger.or(&path, table.keep_source.as_ref(), false, "LIC-17");
            return Some(ByGroup { keep_source, target_after: target_after.map(|t| t.value) });
        }
        let keep_source = table.keep_source.as_ref().map(|k| ("keep_source", &k.place));
        let target_after = target_after.map(|t| ("target_after", &t.place));
        for (key, place) in keep_source.into_iter().chain(target_after) {
            let message = format!("a direct resize has no `{key}`");
            let label = "it changes the license by itself";
            ledger.push(Problem::new(place, message, label).help("or write by = \"group\""));
        }
        None
    }

    /// The connection that Cloud PCs move to.
    pub(super) fn to(
        &self,
        whom: &Whom,
        (tenant, deeds): (&Tenant, &Deeds),
        ledger: &mut Ledger,
    ) -> Option<u16> {
        let written = self.item.value.to_connection.as_ref()?;
        self.no_frontline(whom, tenant, "moved", ledger);
        self.not_too_many(whom, tenant, ledger);
        let to = resolve(written, "connection", &self.file.connection, ledger)?;
        let policies = policies_of(whom, tenant, deeds);
        let refusal = if policies.is_empty() { None } else { self.stays(&policies, to, tenant) };
        if let Some((place, message, label)) = refusal {
            ledger.push(Problem::new(place, message, label));
        }
        Some(to)
    }

    /// Why Cloud PCs of these policies do not move to a connection: where, what, and the label.
    fn stays(
        &self,
        policies: &[&Policy],
        to: u16,
        tenant: &Tenant,
    ) -> Option<(&Place, String, String)> {
        let written = self.item.value.to_connection.as_ref()?;
        let is_hosted = |p: &&Policy| matches!(p.network, Network::MicrosoftHosted { .. });
        if policies.iter().all(is_hosted) {
            let message = "a move from the Microsoft-hosted network is not modeled";
            return Some((
                self.names_them(),
                message.into(),
                "no policy of theirs has a connection".into(),
            ));
        }
        let hybrid = tenant.connections[usize::from(to)].join.is_hybrid();
        if let Some(policy) = policies.iter().find(|policy| is_hybrid(policy, tenant) != hybrid) {
            let message = "a move does not change how Cloud PCs join";
            let [from, to] = if hybrid { ["entra", "hybrid"] } else { ["hybrid", "entra"] };
            let label = format!("from \"{from}\" in [policy.{}] to \"{to}\" (LIC-23)", policy.name);
            return Some((&written.place, message.into(), label));
        }
        let on_it = |p: &&Policy| matches!(&p.network, Network::Connections(c) if *c == [to]);
        policies.iter().all(on_it).then(|| {
            let message = format!("the Cloud PCs are on `{}` already", written.value);
            (&written.place, message, "it is the only connection of their policies".into())
        })
    }

    fn not_too_many(&self, whom: &Whom, tenant: &Tenant, ledger: &mut Ledger) {
        if !matches!(self.when, Some(When::At(_))) {
            return;
        }
        let waves = whom.waves.iter().map(|&w| &tenant.waves[usize::from(w)]);
        let moved: u64 = match whom.how_many {
            HowMany::All => waves.map(Wave::cloud_pcs).sum(),
            HowMany::Users(users) => {
                let most = waves.map(|wave| u64::from(wave.licenses)).max();
                u64::from(users) * most.unwrap_or(0)
            }
            HowMany::Share(millionths) => {
                let all: u64 = waves.map(Wave::cloud_pcs).sum();
                (all * u64::from(millionths)).div_ceil(1_000_000)
            }
        };
        if moved > MOST_MOVED {
            let message = format!("up to {moved} Cloud PCs cannot be moved in one go");
            let label = format!("at most {MOST_MOVED} (LIC-23)");
            let help = "move some of them with `users`, `share` or `wave`, the others later";
            ledger.push(Problem::new(self.names_them(), message, label).help(help));
        }
    }

    /// Frontline Cloud PCs are neither resized nor moved (FL-08).
    fn no_frontline(&self, whom: &Whom, tenant: &Tenant, done: &str, ledger: &mut Ledger) {
        let kind = |license: u8| tenant.licenses[usize::from(license)].kind;
        let frontline = groups_of(whom, tenant).find(|g| kind(g.license) != Kind::Enterprise);
        if let Some(group) = frontline {
            let message = format!("Frontline Cloud PCs cannot be {done}");
            let label = format!("those of group `{}` are (FL-08)", group.name);
            ledger.push(Problem::new(self.names_them(), message, label));
        }
    }

    /// Where the change says whom it concerns, or else what it is.
    fn names_them(&self) -> &Place {
        let table = &self.item.value;
        let named = table.users.as_ref().map(|u| &u.place);
        let named = named.or(table.share.as_ref().map(|s| &s.place));
        let named = named.or(table.group.as_ref().map(|g| &g.place));
        let named = named.or(table.wave.as_ref().map(|w| &w.place));
        named.or(table.what.as_ref().map(|w| &w.place)).unwrap_or(&self.item.place)
    }
}

fn is_hybrid(policy: &Policy, tenant: &Tenant) -> bool {
    match &policy.network {
        Network::MicrosoftHosted { .. } => false,
        Network::Connections(list) => {
            list.first().is_some_and(|&c| tenant.connections[usize::from(c)].join.is_hybrid())
        }
    }
}

fn groups_of<'a>(whom: &'a Whom, tenant: &'a Tenant) -> impl Iterator<Item = &'a Group> {
    let group = |&wave: &u16| usize::from(tenant.waves[usize::from(wave)].group);
    whom.waves.iter().map(group).filter_map(|group| tenant.groups.get(group))
}

/// Every policy that their Cloud PCs may follow at some time, as first written and as edited.
fn policies_of<'a>(whom: &'a Whom, tenant: &'a Tenant, deeds: &Deeds) -> Vec<&'a Policy> {
    let mut found = BTreeSet::new();
    for &wave in &whom.waves {
        let group = tenant.waves[usize::from(wave)].group;
        found.extend(tenant.groups.get(usize::from(group)).iter().flat_map(|g| &g.policies));
        found.extend(deeds.values().filter_map(|deed| match deed {
            Deed::AssignPolicy { policy, group: to } if *to == group => Some(*policy),
            _ => None,
        }));
    }
    for deed in deeds.values() {
        if let Deed::EditPolicy { policy, version } = deed
            && found.contains(policy)
        {
            found.insert(*version);
        }
    }
    found.iter().filter_map(|&policy| tenant.policies.get(usize::from(policy))).collect()
}
