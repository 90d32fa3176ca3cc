//! Whole scenarios as text, each of them good, of every kind that the format allows.

mod changes;
pub(crate) mod environment;
mod identity;
pub(crate) mod life;
mod networks;
mod tenancy;
pub(crate) mod values;

use std::fmt;

use proptest::prelude::*;

use values::{Part, fixed, instant, key, law, maybe, number, table, word};

/// The text of a scenario, shown as it is when a property fails.
#[derive(Clone)]
pub(crate) struct Text(pub(crate) String);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}", self.0)
    }
}

/// How many there are of each kind; they are called `s0`, `c0`, `p0`, `g0` and so on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    subnets: usize,
    connections: usize,
    policies: usize,
    waves: usize,
    hours: u64,
}

impl Size {
    /// The last group is no policy's.
    fn groups(self) -> usize {
        self.policies + 1
    }

    fn minutes(self) -> u64 {
        self.hours * 60
    }
}

/// A scenario of up to a hundred Cloud PCs, four days and two replications: every other one of
/// Microsoft Entra join alone, the others of the whole lifecycle.
pub(crate) fn scenario() -> impl Strategy<Value = Text> {
    prop_oneof![entra_join(), life::scenario()]
}

/// A scenario in which nobody joins a domain, loses anything or waits for a license.
pub(crate) fn entra_join() -> impl Strategy<Value = Text> {
    size().prop_flat_map(|size| {
        let mut parts = vec![head(size)];
        parts.extend(networks::parts(size));
        parts.extend((0..size.groups()).map(group));
        parts.extend((0..size.waves).map(|wave| self::wave(wave, size)));
        parts.extend([timing(), retry(), cleanup()]);
        parts.extend(environment::parts(size));
        parts.prop_map(|parts| Text(parts.concat()))
    })
}

fn size() -> impl Strategy<Value = Size> {
    (1..=3usize, 1..=3usize, 1..=3usize, 1..=3usize, 1..=96u64).prop_map(
        |(subnets, connections, policies, waves, hours)| Size {
            subnets,
            connections,
            policies,
            waves,
            hours,
        },
    )
}

fn head(size: Size) -> Part {
    let parts = vec![
        fixed("horizon", &format!("'{}h'", size.hours)),
        key("seed", any::<u32>().prop_map(|seed| seed.to_string())),
        key("replications", number(1..=2)),
    ];
    parts.prop_map(|parts| parts.concat()).boxed()
}

fn group(group: usize) -> Part {
    let licenses = number(0..=3);
    table(&format!("group.g{group}"), vec![maybe("licenses_per_user", licenses)])
}

/// A wave begins in the first half and lasts for half of the time at most.
fn wave(wave: usize, size: Size) -> Part {
    let half = size.minutes() / 2;
    let at_once = vec![maybe("arrivals", word(&["even", "at-once"]))];
    let spread = vec![
        key("over", (1..=half).prop_map(|minutes| format!("'{minutes}m'"))),
        maybe("arrivals", word(&["even", "random", "poisson"])),
    ];
    let how = prop_oneof![at_once, spread].prop_map(|keys| keys.concat()).boxed();
    let parts = vec![
        key("group", (0..size.groups()).prop_map(|g| format!("'g{g}'"))),
        key("users", number(0..=12)),
        maybe("at", instant(half)),
        how,
    ];
    table(&format!("wave.w{wave}"), parts)
}

fn timing() -> Part {
    let stages = [
        "reaction",
        "allocate_capacity",
        "create_vm",
        "attach_network",
        "join_entra",
        "enroll_intune",
        "primary_user",
        "configure",
        "assign_user",
        "azure_denial",
        "vm_timeout",
        "enrollment_timeout",
    ];
    table("timing", stages.iter().map(|stage| maybe(stage, law(60))).collect())
}

fn retry() -> Part {
    let then = word(&["retry", "stop"]);
    let keys = vec![
        maybe("attempts", number(1..=5)),
        maybe("pause", law(180)),
        maybe("non_retriable", then),
    ];
    table("retry", keys)
}

fn cleanup() -> Part {
    let clock = word(&["each_attempt", "after_final"]);
    table("cleanup", vec![maybe("after", law(400)), maybe("clock", clock)])
}
