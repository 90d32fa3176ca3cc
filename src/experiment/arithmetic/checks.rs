//! The health checks of a connection up to the horizon, and the chance that one of them fails.

use crate::kernel::math::{count, exp, log1p};
use crate::kernel::time::SimDuration;
use crate::provisioning::tenant::{Connection, Tenant};

/// The health checks of a connection.
#[derive(Clone, Debug, PartialEq)]
pub struct Checks {
    /// The connection's name.
    pub connection: String,
    /// From start to start.
    pub interval: SimDuration,
    /// The fewest that start before the horizon, by the phase of the grid.
    pub fewest: u64,
    /// The most.
    pub most: u64,
    /// The chance that one fails for no lasting reason.
    pub failure: f64,
}

impl Checks {
    /// The chance that at least one of the most fails: 1 - (1 - p)^n.
    pub fn any_fails(&self) -> f64 {
        if self.most == 0 {
            return 0.0;
        }
        1.0 - exp(count(self.most) * log1p(-self.failure))
    }
}

/// Of every connection.
pub(super) fn all(tenant: &Tenant, horizon: SimDuration) -> Vec<Checks> {
    tenant.connections.iter().map(|connection| of(connection, horizon)).collect()
}

fn of(connection: &Connection, horizon: SimDuration) -> Checks {
    let check = &connection.check;
    let started_since = |phase: SimDuration| {
        if phase > horizon { 0 } else { (horizon - phase).ms() / check.interval.ms() + 1 }
    };
    let latest = check.interval - SimDuration::from_ms(1);
    Checks {
        connection: connection.name.clone(),
        interval: check.interval,
        fewest: started_since(check.phase.unwrap_or(latest)),
        // A random phase of exactly zero is next to impossible.
        most: started_since(check.phase.unwrap_or(SimDuration::from_ms(1))),
        failure: check.failure.probability(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::of;

    const CONNECTED: &str = "
        horizon = '14d'
        subnet.s.prefix = '10.0.0.0/24'
        connection.c = { join = 'entra', subnet = 's' }
        policy.p = { connections = ['c'], groups = ['g'] }
        group.g = {}
        wave.w = { group = 'g', users = 1 }
    ";

    #[test]
    fn checks_are_counted_and_their_chances_combined() {
        for (sets, fewest, most, chance) in [
            (vec![], 56, 56, 0.0),
            (
                vec!["connection.c.health_check={ phase = '30m', failure = 0.01 }"],
                56,
                56,
                0.430_399,
            ),
            (vec!["connection.c.health_check={ phase = '0s', failure = 0.01 }"], 57, 57, 0.436_095),
            (vec!["horizon=5h", "connection.c.health_check={ failure = 1.0 }"], 0, 1, 1.0),
            (
                vec!["horizon=1h", "connection.c.health_check={ phase = '2h', failure = 1.0 }"],
                0,
                0,
                0.0,
            ),
            (vec!["horizon=15h", "connection.c.health_check.interval=1h"], 15, 15, 0.0),
        ] {
            let found = &of(CONNECTED, &sets).1.checks[0];
            assert_eq!((found.fewest, found.most), (fewest, most), "{sets:?}");
            assert!((found.any_fails() - chance).abs() < 1e-5, "{sets:?}: {}", found.any_fails());
        }
    }
}
