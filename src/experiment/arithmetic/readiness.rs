//! How long a Cloud PC takes from request to ready if nothing fails: the lengths of its stages.

use crate::provisioning::stage::{Join, Stage};
use crate::provisioning::tenancy::group::{Group, Membership};
use crate::provisioning::tenant::{Policy, Tenant};

use super::device_object::{self, DeviceObject};
use super::span::Span;
use super::{Part, connections_of, policy_of};

/// How long the Cloud PCs of some groups take.
#[derive(Clone, Debug)]
pub struct Readiness {
    /// The groups' names.
    pub groups: Vec<String>,
    /// The connection of its first choice; none on the Microsoft-hosted network.
    pub connection: Option<String>,
    /// How its devices join.
    pub join: Join,
    /// What takes time, in order.
    pub parts: Vec<Part>,
}

impl Readiness {
    /// From request to ready.
    pub fn total(&self) -> Span {
        self.parts.iter().map(|part| part.span).sum()
    }
}

/// Of every group that has a wave and a policy, in the order of the waves; those alike together.
pub(super) fn all(tenant: &Tenant, objects: &[DeviceObject]) -> Vec<Readiness> {
    let mut groups: Vec<u16> = vec![];
    let mut found: Vec<Readiness> = vec![];
    for wave in tenant.waves.iter().filter(|wave| wave.is_to_come()) {
        let Some(policy) = policy_of(tenant, wave) else { continue };
        if !groups.contains(&wave.group) {
            groups.push(wave.group);
            let first = connections_of(tenant, wave).first().copied();
            let one = of(tenant, (wave.group, policy, first), objects);
            let alike = |r: &&mut Readiness| r.connection == one.connection && r.parts == one.parts;
            match found.iter_mut().find(alike) {
                Some(others) => others.groups.extend(one.groups),
                None => found.push(one),
            }
        }
    }
    found
}

fn of(
    tenant: &Tenant,
    (group, policy, connection): (u16, u16, Option<u16>),
    objects: &[DeviceObject],
) -> Readiness {
    let group = &tenant.groups[usize::from(group)];
    let policy = &tenant.policies[usize::from(policy)];
    let connection = connection.map(|index| &tenant.connections[usize::from(index)]);
    let join = connection.map_or(Join::Entra, |connection| connection.join);
    let object = connection.and_then(|c| objects.iter().find(|o| o.connection == c.name));
    let mut parts: Vec<Part> = effective(tenant, group).into_iter().collect();
    let reaction = Span::of(&tenant.timing.reaction);
    parts.push(Part::new("reaction", reaction, &["PROV-07"]));
    parts.push(machine(tenant, policy));
    parts.extend(joining(tenant, object));
    parts.extend(rest(tenant, policy));
    let connection = connection.map(|connection| connection.name.clone());
    Readiness { groups: vec![group.name.clone()], connection, join, parts }
}

/// Until license and membership are effective, where that takes time.
fn effective(tenant: &Tenant, group: &Group) -> Option<Part> {
    let timing = &tenant.timing;
    let (says, membership, rule): (_, _, &[&str]) = match group.membership {
        Membership::Assigned => ("group licensing", None, &["LIC-03"]),
        Membership::Dynamic => ("dynamic group", Some(timing.dynamic_group.clone()), &["LIC-05"]),
        Membership::Synced => {
            let (wait, cycle, _) = device_object::connect(tenant);
            ("synchronized group", Some((wait.span + cycle.span).spread()), &["LIC-06"])
        }
    };
    let licensing = group.licenses_by_group.then_some(&timing.group_licensing);
    let span = match (&membership, licensing) {
        (None, None) => return None,
        (Some(one), None) | (None, Some(one)) => Span::of(one),
        (Some(membership), Some(licensing)) => Span::longer(membership, licensing),
    };
    Some(Part::new(says, span, rule))
}

fn stages(tenant: &Tenant, stages: &[Stage]) -> Span {
    stages.iter().map(|stage| Span::of(&tenant.timing.stages[stage.index()])).sum()
}

fn machine(tenant: &Tenant, policy: &Policy) -> Part {
    let route = [Stage::AllocateCapacity, Stage::CreateVm, Stage::AttachNetwork];
    let mut span = stages(tenant, &route);
    if policy.custom_image {
        span = span + Span::of(&tenant.timing.custom_image);
    }
    Part::new("capacity, machine, network", span, &["STEP-1", "STEP-2", "STEP-3"])
}

fn joining(tenant: &Tenant, object: Option<&DeviceObject>) -> Vec<Part> {
    let Some(object) = object else {
        let span = stages(tenant, &[Stage::JoinEntra]);
        return vec![Part::new("Microsoft Entra join", span, &["STEP-4"])];
    };
    let domain = stages(tenant, &[Stage::JoinDomain]);
    let registration = stages(tenant, &[Stage::CompleteRegistration]);
    vec![
        Part::new("domain join", domain, &["STEP-4b"]),
        Part::new("device object", object.total(), &["STEP-4c"]),
        Part::new("registration", registration, &["JOIN-05"]),
    ]
}

fn rest(tenant: &Tenant, policy: &Policy) -> [Part; 2] {
    let intune = stages(tenant, &[Stage::EnrollIntune, Stage::PrimaryUser]);
    let mut settings = stages(tenant, &[Stage::Configure, Stage::AssignUser]);
    let timing = &tenant.timing;
    let extras = [(policy.language_pack, &timing.language_pack), (policy.gpu, &timing.gpu_driver)];
    for (_, extra) in extras.into_iter().filter(|(has, _)| *has) {
        settings = settings + Span::of(extra);
    }
    [
        Part::new("Intune, primary user", intune, &["STEP-5", "STEP-6"]),
        Part::new("settings, assignment", settings, &["STEP-7", "STEP-8"]),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::of;
    use crate::kernel::time::SimDuration;

    const HOSTED: &str = "
        policy.p = { network = 'microsoft-hosted', groups = ['g'] }
        group.g = {}
        wave.w = { group = 'g', users = 1 }
    ";
    const CONNECTED: &str = "
        subnet.s.prefix = '10.0.0.0/24'
        connection.c = { join = 'hybrid', subnet = 's' }
        policy.p = { connections = ['c'], groups = ['g'] }
        group.g = {}
        wave.w = { group = 'g', users = 1 }
    ";

    /// In tenths of minutes.
    fn total(text: &str, sets: &[&str]) -> (u64, u64, Option<u64>) {
        let total = of(text, sets).1.readiness[0].total();
        let tenths = |length: SimDuration| (length.ms() + 3_000) / 6_000;
        (tenths(total.least), tenths(total.mean), total.most.map(tenths))
    }

    #[test]
    fn the_lengths_of_the_stages_add_up() {
        for (text, sets, found) in [
            // 1/3/10 and the stages of Microsoft Entra join: 10.7, 25.7, 47 without the reaction.
            (HOSTED, vec![], (117, 304, Some(570))),
            (HOSTED, vec!["group.g.licensing=group"], (127, 351, Some(670))),
            (HOSTED, vec!["policy.p.image=custom"], (117, 347, Some(670))),
            (HOSTED, vec!["policy.p.language_pack=true"], (117, 371, Some(720))),
            (HOSTED, vec!["policy.p.gpu=true"], (167, 397, Some(720))),
            // A log-normal length has no most; its mean is 30 minutes times exp(1.51² / 2).
            (HOSTED, vec!["group.g.membership=dynamic"], (117, 1_242, None)),
            // Domain join 3/6/10, object 5/22.7/41, registration 1/2.7/5 for 1/2.7/5 of the other.
            (CONNECTED, vec![], (197, 591, Some(1_080))),
        ] {
            assert_eq!(total(text, &sets), found, "{sets:?}");
        }
    }
}
