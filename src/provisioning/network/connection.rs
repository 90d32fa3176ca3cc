//! An Azure network connection while it runs: its health, its running check, its attempts.

use crate::kernel::time::{SimDuration, SimTime};

use super::health_check::{Finding, Health};

/// A health check under way.
#[derive(Clone, Debug)]
pub struct RunningCheck {
    /// When it started.
    pub started: SimTime,
    /// Whether it holds an address.
    pub borrowed: bool,
    /// What it found; posted when it ends (HC-02).
    pub findings: Vec<Finding>,
}

/// The state of one connection.
#[derive(Clone, Debug)]
pub struct ConnectionState {
    /// The result that stands: the last one posted (ANC-12).
    pub health: Health,
    /// The check under way, if any.
    pub running: Option<RunningCheck>,
    /// Attempts under way on it.
    pub in_flight: u32,
    /// Hybrid: computers that its account has joined to the domain.
    pub joined: u64,
    /// Hybrid: computer objects that its health checks have left.
    pub check_computers: u64,
    unhealthy: SimDuration,
    warned: SimDuration,
    since: SimTime,
}

impl Default for ConnectionState {
    /// An established connection whose checks have passed (ANC-03).
    fn default() -> Self {
        Self {
            health: Health::Passed,
            running: None,
            in_flight: 0,
            joined: 0,
            check_computers: 0,
            unhealthy: SimDuration::ZERO,
            warned: SimDuration::ZERO,
            since: SimTime::ZERO,
        }
    }
}

impl ConnectionState {
    /// Posts a result.
    pub fn post(&mut self, now: SimTime, health: Health) {
        self.close(now);
        self.health = health;
    }

    /// Brings the times of failure and warning up to `now`.
    pub fn close(&mut self, now: SimTime) {
        if !self.health.is_usable() {
            self.unhealthy = self.unhealthy + now.since(self.since);
        }
        if self.health == Health::Warning {
            self.warned = self.warned + now.since(self.since);
        }
        self.since = now;
    }

    /// How long it was not usable.
    pub fn unhealthy(&self) -> SimDuration {
        self.unhealthy
    }

    /// How long it showed warnings, and was usable (ANC-11).
    pub fn warned(&self) -> SimDuration {
        self.warned
    }
}
