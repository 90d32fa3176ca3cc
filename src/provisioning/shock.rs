//! Shared shocks: what strikes many Cloud PCs of a replication together, with a stated probability.

use crate::kernel::time::{SimDuration, SimTime};
use crate::kernel::trial::Trials;

use super::stage::slot;
use super::tenant::{Connection, Tenant};

/// Something that strikes many together, or nobody.
#[derive(Clone, Debug, PartialEq)]
pub struct Shock {
    /// What.
    pub source: Source,
    /// By which of its trials hit it strikes.
    pub trials: Trials,
}

/// Where a shock comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A condition that need not arise, by its name.
    Condition(String),
    /// A health check that fails for no lasting reason, by its connection's name.
    HealthCheck(String),
}

impl Source {
    /// Its place in a scenario.
    pub fn path(&self) -> String {
        match self {
            Self::Condition(name) => format!("condition.{name}"),
            Self::HealthCheck(connection) => format!("connection.{connection}.health_check"),
        }
    }
}

/// All shocks that can strike before a horizon but need not: conditions, then health checks.
pub fn shocks(tenant: &Tenant, horizon: SimDuration) -> Vec<Shock> {
    let end = SimTime::ZERO + horizon;
    let conditions = tenant.conditions.iter().filter(|condition| condition.from <= end);
    let conditions = conditions.map(|condition| Shock {
        source: Source::Condition(condition.name.clone()),
        trials: condition.trials(),
    });
    let connections = tenant.connections.iter().map(|connection| Shock {
        source: Source::HealthCheck(connection.name.clone()),
        trials: checks(connection, horizon),
    });
    let open = |shock: &Shock| {
        let any_hit = shock.trials.any_hit();
        0.0 < any_hit && any_hit < 1.0
    };
    conditions.chain(connections).filter(open).collect()
}

/// The checks of a connection on its grid, as many as can start by the horizon.
///
/// Any number would do: a check that starts beyond the horizon, for its phase is late, just is not
/// made, and one that an admin adds is left to itself.
fn checks(connection: &Connection, horizon: SimDuration) -> Trials {
    let check = &connection.check;
    let first = check.phase.unwrap_or(SimDuration::ZERO);
    let later = horizon.ms().checked_sub(first.ms()).map(|rest| rest / check.interval.ms());
    let n = later.map_or(0, |later| u32::try_from(later + 1).unwrap_or(u32::MAX));
    Trials { family: connection.family, slot: slot::CHECK_FAILURE, chance: check.failure, n }
}
