//! Every case of a sweep: cases times replications over all threads, under common random numbers.

use crate::scenario::sweep::Case;
use crate::statistics::measure::Summary;

use super::parallel::{self, Watch};
use super::precision::Precision;
use super::shocks::Shocks;
use super::{Experiment, Outcome};

/// The cases of a sweep to run.
#[derive(Clone, Debug)]
pub struct Sweep<'a> {
    /// The cases.
    pub cases: &'a [Case],
    /// Names of the measures whose values per replication are kept.
    pub responses: &'a [String],
    /// The level of every interval.
    pub level: f64,
    /// When a case may stop; if absent, after the replications its scenario asks for.
    pub precision: Option<Precision>,
    /// How many threads; all processors if absent.
    pub threads: Option<usize>,
}

/// What a case found; its replications are gone.
#[derive(Clone, Debug)]
pub struct CaseOutcome {
    /// The measures across replications, in order.
    pub summaries: Vec<Summary>,
    /// Of each response the values, one per replication; none if the case has no such measure.
    pub responses: Vec<Vec<Option<f64>>>,
    /// The fingerprint of its replications in order.
    pub fingerprint: u128,
    /// Events fired in all.
    pub events: u64,
    /// How many replications there were.
    pub replications: u64,
    /// Whether its responses are as precise as asked for.
    pub is_precise: bool,
    /// Its rare shared shocks, and the strata of its replications.
    pub shocks: Shocks,
}

impl CaseOutcome {
    /// A measure across replications, by its name.
    pub fn summary(&self, name: &str) -> Option<&Summary> {
        self.summaries.iter().find(|summary| summary.measure.name == name)
    }
}

impl Sweep<'_> {
    /// Runs all cases; `None` if the watcher stopped them before the end.
    ///
    /// About as many cases are in memory with all their replications as there are threads; of the
    /// others only their summaries are.
    pub fn run(&self, watch: &impl Watch) -> Option<Vec<CaseOutcome>> {
        let one = |case: &Case| {
            let experiment = Experiment::new(&case.scenario);
            let outcome = match self.precision {
                None => experiment.run_here(watch)?,
                Some(precision) => self.run_precisely(&experiment, precision, watch)?,
            };
            Some(self.fold(&outcome))
        };
        parallel::within(self.threads, || parallel::map_each(self.cases, one))
    }

    /// Runs a case until its responses are precise enough.
    fn run_precisely(
        &self,
        experiment: &Experiment<'_>,
        precision: Precision,
        watch: &impl Watch,
    ) -> Option<Outcome> {
        let mut outcome: Option<Outcome> = None;
        for look in precision.looks() {
            let now = experiment.run_on(outcome.take(), look, watch)?;
            let is_enough = self.is_precise(&now, precision);
            outcome = Some(now);
            if is_enough {
                break;
            }
        }
        outcome
    }

    fn is_precise(&self, outcome: &Outcome, precision: Precision) -> bool {
        let known = self.responses.iter().filter_map(|r| outcome.summary_at(r, self.level));
        known.into_iter().all(|summary| precision.is_enough(&summary))
    }

    fn fold(&self, outcome: &Outcome) -> CaseOutcome {
        CaseOutcome {
            summaries: outcome.summaries_at(self.level),
            responses: self.responses.iter().map(|r| outcome.values(r)).collect(),
            fingerprint: outcome.fingerprint(),
            events: outcome.events(),
            replications: outcome.replications.len() as u64,
            is_precise: self.precision.is_none_or(|p| self.is_precise(outcome, p)),
            shocks: outcome.shocks.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::precision::Width;
    use super::*;
    use crate::experiment::LEVEL;
    use crate::scenario::Source;
    use crate::scenario::sweep::{Design, design};

    const TEXT: &str = "horizon = '1d'\nreplications = 12\n[policy.p]\n\
        network = 'microsoft-hosted'\ngroups = ['g']\n[group.g]\n[wave.w]\ngroup = 'g'\nusers = 20\n\
        [failures]\nintuneEnrollFailed = 0.2\n[sweep]\n'retry.attempts' = [1, 2, 3]\n\
        'failures.intuneEnrollFailed' = [0.1, 0.4]\n";

    fn designed() -> Design {
        let source = Source { name: "a.toml".into(), text: TEXT.into() };
        design(source, &[], &()).expect("the scenario is good").expect("it is a sweep")
    }

    fn run(threads: usize, precision: Option<Precision>) -> Vec<CaseOutcome> {
        let design = designed();
        let responses = ["failure_rate".to_string()];
        let sweep = Sweep {
            cases: &design.cases,
            responses: &responses,
            level: LEVEL,
            precision,
            threads: Some(threads),
        };
        sweep.run(&()).expect("nobody stops it")
    }

    #[test]
    fn a_case_in_a_sweep_is_what_it_is_alone_with_any_number_of_threads() {
        let design = designed();
        let alone: Vec<u128> = design
            .cases
            .iter()
            .map(|c| Experiment::new(&c.scenario).run(&()).expect("it runs").fingerprint())
            .collect();
        for threads in [1, 2, 7] {
            let cases = run(threads, None);
            assert_eq!(cases.iter().map(|c| c.fingerprint).collect::<Vec<_>>(), alone, "{threads}");
            assert!(cases.iter().all(|c| c.replications == 12 && c.responses[0].len() == 12));
        }
    }

    #[test]
    fn a_case_stops_when_it_is_precise_enough_or_at_the_cap() {
        let precision = Precision { width: Width::Relative(0.1), most: 200 };
        let cases = run(2, Some(precision));
        let [hard, easy] = [&cases[4], &cases[1]];
        assert!(!hard.is_precise && hard.replications == 200, "0.1 cubed is rare: {hard:?}");
        assert!(easy.is_precise && easy.replications < 100, "four in ten are not: {easy:?}");
        let estimate = easy.summary("failure_rate").expect("there is one").estimate;
        assert!(estimate.high.expect("it has one") <= 1.1 * estimate.value.expect("it has one"));
        assert_eq!(run(1, Some(precision))[1].fingerprint, easy.fingerprint);
    }

    #[test]
    fn outcomes_of_a_failure_are_nested_under_common_random_numbers() {
        let cases = run(2, None);
        for (rare, often) in cases[0].responses[0].iter().zip(&cases[1].responses[0]) {
            assert!(rare <= often, "whoever fails at 0.1 fails at 0.4");
        }
    }
}
