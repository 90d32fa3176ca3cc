//! Which way a measure is better, where it has a better way.

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Fewer, shorter, rarer.
    Lower,
    /// More, later.
    Higher,
    /// Neither: it says what happened, not how well.
    Neither,
}

/// Which way is better, by the ending of a measure's name.
const BY_ENDING: [(&str, Better); 29] = [
    ("requested", Better::Neither),
    ("ever_ready", Better::Higher),
    ("mean_of_ready", Better::Lower),
    ("ready", Better::Higher),
    ("ready_with_warnings", Better::Lower),
    ("pending", Better::Lower),
    ("in_grace", Better::Neither),
    ("ended", Better::Neither),
    ("changing", Better::Neither),
    ("not_provisioned", Better::Lower),
    ("provisioning", Better::Lower),
    ("failed", Better::Lower),
    ("failure_rate", Better::Lower),
    ("time_to_ready.p50", Better::Lower),
    ("time_to_ready.p90", Better::Lower),
    ("time_to_ready.p95", Better::Lower),
    ("time_to_ready.p99", Better::Lower),
    ("time_to_ready.max", Better::Lower),
    ("attempts_per_cloud_pc", Better::Lower),
    (".attempts", Better::Lower),
    // Fewer addresses are in use also where fewer Cloud PCs get that far.
    (".peak", Better::Neither),
    ("exhausted_share", Better::Lower),
    ("time_exhausted", Better::Lower),
    ("first_exhausted", Better::Higher),
    ("unhealthy_share", Better::Lower),
    ("warning_share", Better::Lower),
    ("leftover.ad_computers", Better::Lower),
    ("leftover.nsgs", Better::Lower),
    ("leftover.leaked_addresses", Better::Lower),
];

/// Which way a measure is better, by its name; of a name that is not known, neither.
pub fn better(name: &str) -> Better {
    known(name).unwrap_or(Better::Neither)
}

fn known(name: &str) -> Option<Better> {
    BY_ENDING.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, better)| *better)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::time::SimDuration;
    use crate::record::layout::{Before, Layout};
    use crate::statistics::measure::measures;

    #[test]
    fn every_measure_has_a_better_way_or_is_said_to_have_none() {
        let one = |name: &str| vec![name.to_string()];
        let layout = Layout {
            waves: one("w"),
            cloud_pcs: vec![1],
            before: vec![Before::default()],
            all_request: true,
            most_attempts: 3,
            subnets: one("s"),
            usable: vec![11],
            connections: one("c"),
            licenses: one(""),
            causes: vec!["intuneEnrollFailed"],
            horizon: SimDuration::from_minutes(60),
            bin: SimDuration::from_minutes(1),
            times: 100,
        };
        let mut seen = vec![];
        for measure in measures(&layout) {
            let known = known(&measure.name);
            seen.push(known.unwrap_or_else(|| panic!("which way is {} better?", measure.name)));
        }
        assert!([Better::Lower, Better::Higher, Better::Neither].iter().all(|b| seen.contains(b)));
    }

    #[test]
    fn the_ending_decides_whatever_the_names_before_it() {
        for (name, wanted) in [
            ("wave.failed.ready", Better::Higher),
            ("wave.ready.failed", Better::Lower),
            ("subnet.exhausted_share.peak", Better::Neither),
            ("time_to_ready.p95", Better::Lower),
            ("cause.intuneEnrollFailed.attempts", Better::Lower),
            ("attempts_per_cloud_pc", Better::Lower),
            ("ready_with_warnings", Better::Lower),
            ("anything", Better::Neither),
        ] {
            assert_eq!(better(name), wanted, "{name}");
        }
    }
}
