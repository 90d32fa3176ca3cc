//! What theory predicts, compared with what the simulator finds, at 99.9 % confidence.
//!
//! A closed form is derived where it is used, from the source named beside it, never from the
//! simulator. Seeds are fixed, so an agreement lasts until the model or its words change; rows of
//! one law have different seeds, so that their deviations are independent.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod calibration;
mod competing_losses;
mod coverage;
mod erlang_loss;
mod hop_sums;
mod hybrid_timeout;
mod licenses;
mod little;
mod order_statistics;
mod pairs;
mod periodic_attempts;
mod rare_events;
mod rare_sizes;
mod refresh;
mod removals;
mod repeated_attempts;
mod shared_phase;
mod shocks;
mod size_subnet;
mod time_outs;
mod tuning;
mod waiting;

use cloudpc_sim::kernel::math::count;
use cloudpc_sim::statistics::interval::{Estimate, Kind, mean};
use cloudpc_sim::{Experiment, Outcome, Scenario, Source, scenario};
use statrs::distribution::{ChiSquared, ContinuousCDF};

const LEVEL: f64 = 0.999;
/// The standard normal quantile at which an interval of [`LEVEL`] ends.
const WIDTH: f64 = 3.2905;
/// Figures that are off by this factor, either way, must be told from the true one.
const OFF: f64 = 1.05;

/// One wave in which nothing takes time, on the Microsoft-hosted network.
const HOSTED: &str = r#"
policy.all = { network = "microsoft-hosted", groups = ["all"] }
group.all = {}
wave.all = { group = "all", users = 1 }
[timing]
reaction = "0s"
allocate_capacity = "0s"
create_vm = "0s"
attach_network = "0s"
join_entra = "0s"
enroll_intune = "0s"
primary_user = "0s"
configure = "0s"
assign_user = "0s"
azure_denial = "0s"
"#;

/// What brings that wave onto an Azure network connection.
const CONNECTED: [&str; 4] = [
    "subnet.all.prefix=10.0.0.0/16",
    "connection.all={ join = 'entra', subnet = 'all' }",
    "connection.all.health_check.borrows_address=false",
    "policy.all={ connections = ['all'], groups = ['all'] }",
];

/// What brings it onto a connection with hybrid join: three minutes to the certificate, ten for a
/// cycle of Entra Connect, two until its export is noticed. The health check comes too late.
const HYBRID: [&str; 11] = [
    "subnet.all.prefix=10.0.0.0/16",
    "connection.all={ join = 'hybrid', subnet = 'all' }",
    "connection.all.health_check={ interval = '30d', phase = '29d' }",
    "policy.all={ connections = ['all'], groups = ['all'] }",
    "timing.join_domain=0s",
    "timing.register_device=3m",
    "timing.detect_device=2m",
    "timing.complete_registration=0s",
    "connect.cycle={ fixed = '10m', per_1000_changes = '0s' }",
    "directory={ intrasite_delay = '0s', same_domain_controller = true }",
    "cleanup.after=0s",
];

/// The wave's scenario after these assignments, a row's own last.
fn load(common: &[&[&str]], own: &[String]) -> Scenario {
    let common = common.concat().into_iter().map(String::from);
    let sets: Vec<String> = common.chain(own.iter().cloned()).collect();
    let source = Source { name: "theory".into(), text: HOSTED.into() };
    scenario::load(source, &sets, &()).unwrap_or_else(|bad| panic!("{}", bad.render(false)))
}

fn run(experiment: &Experiment<'_>) -> Outcome {
    experiment.run(&()).expect("nobody stops it")
}

/// A measure's value in each replication.
fn column(outcome: &Outcome, name: &str) -> Vec<f64> {
    let at = outcome.measures.iter().position(|m| m.name == name).expect(name);
    outcome.replications.iter().map(|r| r.values[at].expect(name)).collect()
}

/// A figure of theory, and what independent replications found.
struct Comparison {
    what: String,
    theory: f64,
    found: Estimate,
}

impl Comparison {
    fn of_mean(what: impl Into<String>, theory: f64, values: &[f64]) -> Self {
        Self { what: what.into(), theory, found: mean(values, LEVEL, Kind::Free) }
    }

    /// By how many standard errors theory was missed.
    fn deviation(&self) -> f64 {
        let (low, high) = (self.found.low.unwrap(), self.found.high.unwrap());
        2.0 * WIDTH * (self.found.value.unwrap() - self.theory) / (high - low)
    }
}

/// No interval encloses its theory, so that a model which is wrong like this is found out.
fn assert_differ(comparisons: &[Comparison]) {
    for Comparison { what, theory, found } in comparisons {
        let (low, high) = (found.low.unwrap(), found.high.unwrap());
        assert!(*theory < low || high < *theory, "{what}: {theory} is in {found:?}");
    }
}

/// Every interval encloses its theory and nothing that is five percent off, and the deviations
/// are together neither greater nor smaller than chance makes them.
fn assert_agree(comparisons: &[Comparison]) {
    for Comparison { what, theory, found } in comparisons {
        let encloses = |figure| found.low.unwrap() <= figure && figure <= found.high.unwrap();
        assert!(encloses(*theory), "{what}: {theory} is not in {found:?}");
        let off = encloses(theory * OFF) || encloses(theory / OFF);
        assert!(!off, "{what}: {found:?} is too wide to tell {theory} from others");
    }
    let deviations: Vec<f64> = comparisons.iter().map(Comparison::deviation).collect();
    let squares = deviations.iter().map(|d| d * d).sum();
    let rank = ChiSquared::new(count(deviations.len() as u64)).unwrap().cdf(squares);
    let chance = (1.0 - LEVEL) / 2.0..=f64::midpoint(LEVEL, 1.0);
    assert!(chance.contains(&rank), "together at rank {rank}: {deviations:?}");
}
