//! What speaks against a plan, each with the place in the scenario that could mend it.

use crate::kernel::time::SimTime;
use crate::provisioning::tenant::Tenant;
use crate::scenario::{Place, Problem, Problems, Scenario, Severity};

use super::capacity::Capacity;
use super::device_object::DeviceObject;
use super::entitlement::{Demand, WaveEnd};
use super::{Arithmetic, Part, connections_of, policy_of};

/// Connections that a tenant may have without asking for more (ANC-01).
const CONNECTIONS: usize = 10;

/// One thing that speaks against a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Parameters that could mend it, by path; the first that the scenario gives is pointed at.
    pub paths: Vec<String>,
    /// What it is, as the headline.
    pub message: String,
    /// The arithmetic, beside the caret.
    pub label: String,
    /// What would have been right.
    pub help: String,
    /// The rules it stands on.
    pub rules: Vec<&'static str>,
}

/// The warnings with their places in a scenario, to be rendered.
pub fn placed(scenario: &Scenario, warnings: &[Warning]) -> Problems {
    let place = |warning: &Warning| -> Place {
        let given = |path: &String| scenario.setting(path)?.place.clone();
        warning.paths.iter().find_map(given).unwrap_or_default()
    };
    let problem = |warning: &Warning| {
        let help = format!("{} ({})", warning.help, warning.rules.join(", "));
        Problem::new(&place(warning), &warning.message, &warning.label).help(help)
    };
    Problems {
        sources: scenario.sources.clone(),
        list: warnings.iter().map(problem).collect(),
        severity: Severity::Warning,
        ..Problems::default()
    }
}

/// All of them.
pub(super) fn all(scenario: &Scenario, found: &Arithmetic) -> Vec<Warning> {
    let tenant = &scenario.tenant;
    let horizon = SimTime::ZERO + scenario.horizon;
    let mut all: Vec<Warning> = vec![];
    all.extend(found.capacities.iter().filter_map(addresses));
    all.extend(found.device_objects.iter().filter(|o| o.may_be_late()).map(late));
    all.extend(found.licenses.iter().filter(|demand| demand.short() > 0).map(licenses));
    all.extend(found.waves.iter().filter_map(|end| beyond(end, horizon)));
    all.extend(untargeted(tenant));
    all.extend(shared_subnets(tenant));
    all.extend(join_quotas(tenant));
    all.extend(too_many_connections(tenant));
    all
}

fn prefix(capacity: &Capacity, addresses: u64) -> String {
    match capacity.smallest_prefix(addresses) {
        Some(length) => format!("a /{length} has enough"),
        None => "no single prefix has enough".into(),
    }
}

/// Too few addresses: for everybody, else for everybody's failures or for disaster recovery.
fn addresses(capacity: &Capacity) -> Option<Warning> {
    let Capacity { subnet, usable, each, .. } = capacity;
    let (seats, checks) = (capacity.seats(), capacity.checks);
    let (what, label, needed, rules) = if capacity.needed() > *usable {
        let what = format!("[subnet.{subnet}] has too few addresses for its Cloud PCs");
        (
            what,
            format!("{usable} usable, and {seats} + {checks} for health checks are needed"),
            capacity.needed(),
            vec!["IP-01", "IP-08", "IP-17"],
        )
    } else if capacity.worst() > *usable {
        let all = seats + capacity.alternates();
        let what = format!("[subnet.{subnet}] runs dry if every attempt fails");
        (
            what,
            format!("{usable} usable, and {each} x {all} + {checks} may be taken"),
            capacity.worst(),
            vec!["IP-05", "IP-09"],
        )
    } else if capacity.recovery() > *usable {
        let what = format!("[subnet.{subnet}] cannot take everybody twice for disaster recovery");
        (
            what,
            format!("{usable} usable, and 2 x {seats} + {checks} would be taken"),
            capacity.recovery(),
            vec!["IP-10", "IP-11"],
        )
    } else {
        return None;
    };
    Some(Warning {
        paths: vec![format!("subnet.{subnet}.prefix")],
        message: what,
        label,
        help: prefix(capacity, needed),
        rules,
    })
}

/// A device object may come too late.
fn late(object: &DeviceObject) -> Warning {
    let connection = &object.connection;
    // What is too long by itself comes first.
    let alone = |part: &&Part| !object.too_long_alone.contains(&part.says);
    let mut parts: Vec<&Part> = object.parts.iter().collect();
    parts.sort_by_key(alone);
    let mut paths: Vec<String> = parts.iter().flat_map(|part| part.mended_by.clone()).collect();
    paths.extend(["ad_site", "join"].map(|key| format!("connection.{connection}.{key}")));
    let most = object.total().most.map_or("any time".into(), |most| most.to_string());
    Warning {
        paths,
        message: format!("devices of [connection.{connection}] may appear too late"),
        label: format!("up to {most} after the domain join; the limit is {}", object.timeout),
        help: mend(object),
        rules: vec!["ID-01", "REP-06"],
    }
}

fn mend(object: &DeviceObject) -> String {
    match object.too_long_alone.as_slice() {
        [] => "each wait would fit by itself; shorten an interval until their sum does".into(),
        alone => format!("too long by itself: {}", alone.join(", ")),
    }
}

fn licenses(demand: &Demand) -> Warning {
    let path = match demand.license.as_str() {
        "" => "licenses.available".into(),
        name => format!("license.{name}.available"),
    };
    let carried = demand.carried().unwrap_or(u64::MAX);
    Warning {
        paths: vec![path],
        message: format!("{} Cloud PCs will find no license", demand.short()),
        label: format!("they carry {carried}, and {} are asked for", demand.cloud_pcs),
        help: format!("{} have enough", demand.cloud_pcs.div_ceil(demand.kind.cloud_pcs())),
        rules: vec!["LIC-14", "FL-01"],
    }
}

/// A wave whose last Cloud PC may be ready only after the end.
fn beyond(end: &WaveEnd, horizon: SimTime) -> Option<Warning> {
    let ready = end.ready.filter(|ready| *ready > horizon)?;
    let wave = &end.wave;
    Some(Warning {
        paths: ["over", "at"]
            .map(|key| format!("wave.{wave}.{key}"))
            .into_iter()
            .chain(["horizon".to_string(), format!("wave.{wave}.users")])
            .collect(),
        message: format!("[wave.{wave}] may not be ready before the horizon"),
        label: format!("its last users ask at {}", end.last),
        help: format!("they are ready by {ready} if nothing fails; lengthen `horizon`"),
        rules: vec!["TIME-01"],
    })
}

/// A wave that no policy targets when the run begins.
fn untargeted(tenant: &Tenant) -> impl Iterator<Item = Warning> + '_ {
    let waves = tenant.waves.iter().filter(|wave| policy_of(tenant, wave).is_none());
    waves.map(|wave| {
        let group = &tenant.groups[usize::from(wave.group)].name;
        Warning {
            paths: vec![format!("wave.{}.group", wave.name)],
            message: format!("[wave.{}] gets no Cloud PCs", wave.name),
            label: format!("no policy is assigned to [group.{group}] at the start"),
            help: "name the group in a policy's `groups`".into(),
            rules: vec!["PROV-01", "PROV-03"],
        }
    })
}

/// A connection whose subnet is another one's already.
fn shared_subnets(tenant: &Tenant) -> impl Iterator<Item = Warning> + '_ {
    let numbered = tenant.connections.iter().enumerate();
    numbered.filter_map(|(number, later)| {
        let before = &tenant.connections[..number];
        let earlier = before.iter().find(|earlier| earlier.subnet == later.subnet)?;
        Some(Warning {
            paths: vec![format!("connection.{}.subnet", later.name)],
            message: format!(
                "[connection.{}] and [connection.{}] share a subnet",
                earlier.name, later.name
            ),
            label: "both take addresses of it, and so do both health checks".into(),
            help: "give each its own; no alternate helps where the subnet is full".into(),
            rules: vec!["IP-09", "IP-17"],
        })
    })
}

/// A join account that cannot join everybody once.
fn join_quotas(tenant: &Tenant) -> impl Iterator<Item = Warning> + '_ {
    let numbered = (0_u16..).zip(&tenant.connections);
    numbered.filter_map(|(number, connection)| {
        let quota = connection.join_quota?;
        let first = |wave: &&_| connections_of(tenant, wave).first() == Some(&number);
        let cloud_pcs = |wave: &crate::provisioning::tenant::Wave| wave.cloud_pcs();
        let seats: u64 = tenant.waves.iter().filter(first).map(cloud_pcs).sum();
        (seats > quota).then(|| Warning {
            paths: vec![format!("connection.{}.join_quota", connection.name)],
            message: format!(
                "the account of [connection.{}] may join too few computers",
                connection.name
            ),
            label: format!("{seats} Cloud PCs join at least once each"),
            help: "raise the quota, or use an account without one".into(),
            rules: vec!["FAIL-03"],
        })
    })
}

fn too_many_connections(tenant: &Tenant) -> Option<Warning> {
    let connection = tenant.connections.get(CONNECTIONS)?;
    Some(Warning {
        paths: vec![format!("connection.{}.subnet", connection.name)],
        message: format!("{} connections need Microsoft's consent", tenant.connections.len()),
        label: "a tenant may have ten".into(),
        help: "ask for more before the rollout".into(),
        rules: vec!["ANC-01"],
    })
}

#[cfg(test)]
mod tests {
    use super::super::of;
    use super::*;
    use crate::provisioning::rules;

    const GOOD: &str = "horizon = '14d'
[subnet.s]
prefix = '10.0.0.0/24'
[connection.c]
join = 'hybrid'
subnet = 's'
[policy.p]
connections = ['c']
groups = ['g']
[group.g]
[wave.w]
group = 'g'
users = 20
[licenses]
available = 20
[directory.site_link.l]
sites = ['branch', 'HQ']
interval = '60m'
";
    const OTHER: &str = "connection.d={ join = 'entra', subnet = 's' }";

    /// Headline, place and code of the one warning of a scenario.
    fn warned(sets: &[&str]) -> String {
        let (scenario, found) = of(GOOD, sets);
        assert_eq!(found.warnings.len(), 1, "{sets:?}: {:?}", found.warnings);
        for id in &found.warnings[0].rules {
            assert!(rules::find(id).is_some(), "{id} is cited but not in the catalog");
        }
        placed(&scenario, &found.warnings).render(false)
    }

    #[test]
    fn a_plan_that_nothing_speaks_against_has_no_warning() {
        let (scenario, found) = of(GOOD, &[]);
        assert_eq!(found.warnings, []);
        assert!(placed(&scenario, &found.warnings).is_empty());
    }

    #[test]
    fn each_warning_tells_its_arithmetic_and_points_at_what_could_mend_it() {
        for (sets, told) in [
            (
                vec!["wave.w.users=251", "licenses.available=251"],
                ["too few addresses", "251 usable, and 251 + 1", "a /23 has enough"],
            ),
            (
                vec!["wave.w.users=84", "licenses.available=84"],
                ["runs dry if every attempt fails", "3 x 84 + 1 may be", "--> a.toml:3:10"],
            ),
            (
                vec!["wave.w.users=126", "licenses.available=126", "retry.attempts=1"],
                ["disaster recovery", "2 x 126 + 1 would be", "(IP-10, IP-11)"],
            ),
            (
                vec!["connection.c.ad_site=branch"],
                ["too late", "up to 1h42m1s200ms after", "each wait would fit by itself"],
            ),
            (
                vec!["connection.c.ad_site=branch", "directory.site_link.l.interval=180m"],
                ["--> --set:1:32", "limit is 1h30m", "too long by itself: site link l"],
            ),
            (vec!["connect.interval=120m"], ["too late", "wait for a cycle", "--> --set:1:18"]),
            (
                vec!["licenses.available=19"],
                ["1 Cloud PCs will find no license", "they carry 19, and 20", "20 have enough"],
            ),
            (
                vec!["horizon=100m"],
                ["may not be ready", "its last users ask at +0s", "--> --set:1:9"],
            ),
            (vec![OTHER], ["share a subnet", "both health checks", "--> --set:1:"]),
            (
                vec!["connection.c.join_quota=19"],
                ["too few computers", "20 Cloud PCs join", "(FAIL-03)"],
            ),
            (
                vec!["policy.p.groups=[]"],
                ["gets no Cloud PCs", "no policy is assigned to [group.g]", "--> a.toml:12:9"],
            ),
        ] {
            let text = warned(&sets);
            for part in told {
                assert!(text.contains(part), "{sets:?}: {part}\n{text}");
            }
            assert!(text.starts_with("warning: "), "{text}");
        }
    }

    #[test]
    fn an_eleventh_connection_is_warned_of() {
        let subnet = |i| format!("subnet.s{i}.prefix=10.1.{i}.0/24");
        let connection = |i| format!("connection.c{i}={{ join = 'entra', subnet = 's{i}' }}");
        let sets: Vec<String> = (0..10).flat_map(|i| [subnet(i), connection(i)]).collect();
        let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
        assert_eq!(of(GOOD, &sets[..18]).1.warnings, [], "ten may be had");
        assert!(warned(&sets).contains("11 connections"));
    }
}
