//! What a plan says by arithmetic alone: no random draw, no queue, no feedback.
//!
//! Every figure counts what the model counts, so that it bounds what a simulation can find; what
//! conditions and changes of a scenario do is not counted.

pub mod capacity;
pub mod checks;
pub mod device_object;
pub mod entitlement;
pub mod readiness;
pub mod span;
pub mod warning;

use crate::provisioning::tenant::{Network, Tenant, Wave};
use crate::scenario::Scenario;

use capacity::Capacity;
use checks::Checks;
use device_object::DeviceObject;
use entitlement::{Demand, WaveEnd};
use readiness::Readiness;
use span::Span;
use warning::Warning;

/// A summand of a length of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What takes this long.
    pub says: String,
    /// How long.
    pub span: Span,
    /// The rules it stands on.
    pub rules: &'static [&'static str],
    /// Parameters of the scenario that decide over it, by path.
    pub mended_by: Vec<String>,
}

impl Part {
    fn new(says: &str, span: Span, rules: &'static [&'static str]) -> Self {
        Self { says: says.into(), span, rules, mended_by: vec![] }
    }
}

/// Everything that arithmetic says about a scenario.
#[derive(Clone, Debug)]
pub struct Arithmetic {
    /// The addresses of each subnet that a connection uses.
    pub capacities: Vec<Capacity>,
    /// The way of a device object from each hybrid connection.
    pub device_objects: Vec<DeviceObject>,
    /// How long the Cloud PCs of each group take.
    pub readiness: Vec<Readiness>,
    /// Licenses against Cloud PCs.
    pub licenses: Vec<Demand>,
    /// When the last user of each wave asks, and is ready.
    pub waves: Vec<WaveEnd>,
    /// The health checks of each connection.
    pub checks: Vec<Checks>,
    /// Conditions and changes of the scenario, which nothing of this counts.
    pub not_counted: usize,
    /// What speaks against the plan.
    pub warnings: Vec<Warning>,
}

/// All of it.
pub fn arithmetic(scenario: &Scenario) -> Arithmetic {
    let tenant = &scenario.tenant;
    let device_objects = device_object::all(tenant);
    let readiness = readiness::all(tenant, &device_objects);
    let mut found = Arithmetic {
        capacities: capacity::all(tenant),
        licenses: entitlement::licenses(tenant),
        waves: entitlement::waves(tenant, &readiness),
        checks: checks::all(tenant, scenario.horizon),
        not_counted: tenant.conditions.len() + tenant.changes.len(),
        device_objects,
        readiness,
        warnings: vec![],
    };
    found.warnings = warning::all(scenario, &found);
    found
}

/// The policy that a wave's users are provisioned by, when the run begins (LIC-08).
fn policy_of(tenant: &Tenant, wave: &Wave) -> Option<u16> {
    tenant.groups[usize::from(wave.group)].policies.first().copied()
}

/// The connections of a wave's users by priority; none on the Microsoft-hosted network or without
/// a policy.
fn connections_of<'a>(tenant: &'a Tenant, wave: &Wave) -> &'a [u16] {
    let policy = policy_of(tenant, wave).map(|policy| &tenant.policies[usize::from(policy)]);
    match policy.map(|policy| &policy.network) {
        Some(Network::Connections(connections)) => connections,
        Some(Network::MicrosoftHosted { .. }) | None => &[],
    }
}

/// The scenario of a test, which must be good.
#[cfg(test)]
fn of(text: &str, sets: &[&str]) -> (Scenario, Arithmetic) {
    let source = crate::scenario::Source { name: "a.toml".into(), text: text.into() };
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_string()).collect();
    let scenario = crate::scenario::load(source, &sets, &());
    let scenario = scenario.unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let found = arithmetic(&scenario);
    (scenario, found)
}
