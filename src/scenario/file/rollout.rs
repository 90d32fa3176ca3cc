//! Groups, waves, retries and clean-up as written.

use crate::kernel::time::SimDuration;
use crate::kernel::variate::Distribution;
use crate::scenario::file::{Licensing, Membership};
use crate::scenario::instant::Instant;
use crate::scenario::section::{section, words};

section! {
    /// A group of users.
    pub struct Group {
        /// How many Windows 365 licenses each user gets; each license is one Cloud PC.
        optional licenses_per_user: u64,
        /// How a membership becomes effective.
        optional membership: Membership,
        /// How users get their licenses.
        optional licensing: Licensing,
        /// Which license users get; that of `[licenses]` if not given.
        optional license: String,
    }
}

section! {
    /// Users who become both licensed and targeted, all within some time.
    pub struct Wave {
        /// The group that they join.
        required group: String,
        /// How many they are.
        required users: u64,
        /// When the first may arrive; the simulation's start if not given.
        optional at: Instant,
        /// The time within which they arrive; all at once if not given.
        optional over: SimDuration,
        /// How the arrivals are spread over that time.
        optional arrivals: Arrivals,
    }
}

words! {
    /// How arrivals are spread over a time.
    pub enum Arrivals {
        /// At equal distances.
        Even = "even",
        /// Each at a random instant of the time.
        Random = "random",
        /// With exponential gaps, whose mean is the time over the number of users.
        Poisson = "poisson",
        /// All at its beginning.
        AtOnce = "at-once",
    }
}

section! {
    /// What follows a failed attempt.
    pub struct Retry {
        /// How many attempts a Cloud PC has, the first included.
        optional attempts: u64,
        /// The time between an attempt's failure and the next attempt.
        optional pause: Distribution,
        /// What follows a failure whose cause is marked as not retriable.
        optional non_retriable: NonRetriable,
    }
}

words! {
    /// What follows a failure whose cause is marked as not retriable.
    pub enum NonRetriable {
        /// The next attempt, as after any other.
        Retry = "retry",
        /// No further attempt.
        Stop = "stop",
    }
}

section! {
    /// What becomes of the resources of a failed attempt.
    pub struct Cleanup {
        /// How long after a failure its resources are removed and its address is free again.
        optional after: Distribution,
        /// Which failure that time is counted from.
        optional clock: Clock,
    }
}

words! {
    /// Which failure the time to clean-up is counted from.
    pub enum Clock {
        /// That of the attempt itself.
        EachAttempt = "each_attempt",
        /// That of the Cloud PC's last attempt.
        AfterFinal = "after_final",
    }
}
