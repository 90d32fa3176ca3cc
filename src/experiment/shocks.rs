//! The structural gate: shared shocks too rare to be left to chance get strata of their own.
//!
//! No sample tells of a shock that is not in it. A failed health check that closes a connection in
//! one rollout of a hundred is missed by 37 of 100 experiments of a hundred replications, and an
//! interval from such an experiment covers a world without it. But the scenario states each shock's
//! probability, so they are found before the run:
//!
//! * A shock is *rare* if fewer than 30 replications of the experiment can be expected
//!   to see it; so is the absence of a condition, if fewer can be expected to see that. With `m` rare events, in the
//!   order of [`shocks`], there are `m + 1` strata: none of them happens; the first of them that
//!   happens is the first; … the last. Their probabilities are products of the stated ones, and are
//!   known exactly. What is not rare is left to chance in all of them.
//! * Every stratum gets the `4 m`-th part of the replications, at least ten, and the rest is
//!   shared out in proportion to the probabilities. The strata own consecutive replications, the
//!   one without a shock the first, so replication 0 is an ordinary one.
//! * Within a stratum, the words of shocks are drawn given what happens in it
//!   ([`crate::kernel::trial`]). All other words stay those of their replication.
//! * With fewer than twenty replications for each rare shock nothing is stratified, and the
//!   report says that its intervals cannot see them.

use crate::kernel::math::{count, portion};
use crate::kernel::stream::Streams;
use crate::kernel::trial::{Given, Trials};
use crate::provisioning::shock::{Shock, Source, shocks};
use crate::provisioning::stage::slot;
use crate::statistics::strata::{Stratum, undivided};

use super::Experiment;

/// With so many replications expected to see a shock, a plain sample shows it well enough.
const SEEN_ENOUGH: f64 = 30.0;
/// Replications of a stratum, at least.
const LEAST: u64 = 10;
/// Replications for each rare shock, at least.
const PER_SHOCK: u64 = 20;

/// The rare shared shocks of an experiment, and its strata.
#[derive(Clone, Debug, PartialEq)]
pub struct Shocks {
    /// The rare ones, in order; the stratum after the first belongs to the first, and so on.
    pub rare: Vec<Rare>,
    /// The strata, with consecutive replications; a single one if nothing is stratified.
    pub strata: Vec<Stratum>,
}

/// A shock, or its absence, too rare to be left to chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Rare {
    /// What strikes, or does not.
    pub source: Source,
    /// What is rare: that it strikes, or that it does not.
    pub rarely: Given,
    /// In which share of all rollouts that is so.
    pub probability: f64,
    trials: Trials,
}

/// All that may happen where some shocks strike or do not: a part of all rollouts.
#[derive(Clone, Debug)]
pub struct World {
    /// The part's probability.
    pub weight: f64,
    /// What is given in it of the trials of shocks.
    pub given: Vec<(Trials, Given)>,
}

impl Experiment<'_> {
    /// The rare shared shocks of what is simulated, and the strata of its replications.
    pub fn shocks(&self) -> Shocks {
        let expected = count(self.replications);
        let is_rare = |probability: f64| expected * probability < SEEN_ENOUGH;
        let all = shocks(self.shaken, self.horizon).into_iter().filter_map(|shock| {
            let Shock { source, trials } = shock;
            let strikes = trials.any_hit();
            // Of two that are both rare in so few replications, the rarer one gets the stratum. That not
            // one of many health checks fails is no state of affairs of its own.
            let mostly = strikes > 0.5 && matches!(source, Source::Condition(_));
            let (rarely, probability) =
                if mostly { (Given::NoHit, 1.0 - strikes) } else { (Given::SomeHit, strikes) };
            is_rare(probability).then_some(Rare { source, rarely, probability, trials })
        });
        let rare: Vec<Rare> = all.collect();
        Shocks { strata: strata(&rare, self.replications), rare }
    }
}

impl Shocks {
    /// Whether the rare shocks have strata of their own.
    pub fn are_stratified(&self) -> bool {
        self.strata.len() > 1
    }

    /// How many replications it takes to give them strata of their own.
    pub fn wanted(&self) -> u64 {
        PER_SHOCK * self.rare.len() as u64
    }

    /// The stratum of a replication, by its index; that of the last one for numbers beyond.
    pub fn stratum_of(&self, replication: u64) -> usize {
        let ends = self.strata.iter().scan(0, |end, stratum| {
            *end += stratum.replications as u64;
            Some(*end)
        });
        ends.take_while(|&end| end <= replication).count().min(self.strata.len() - 1)
    }

    /// What rare event is the first to happen in a stratum; none, if absent.
    pub fn struck_in(&self, stratum: usize) -> Option<&Rare> {
        stratum.checked_sub(1).map(|shock| &self.rare[shock])
    }

    /// A stratum's name: what rare event is the first in it, `none`, or `all` if it is the only one.
    pub fn name_of(&self, stratum: usize) -> String {
        let alone = if self.are_stratified() { "none" } else { "all" };
        self.struck_in(stratum).map_or_else(|| alone.to_string(), Rare::name)
    }

    /// The words of a replication, those of shocks drawn given its stratum.
    pub(super) fn streams(&self, seed: u64, replication: u64) -> Streams {
        let plain = Streams::new(seed, replication);
        if !self.are_stratified() {
            return plain;
        }
        plain.given(&self.given(self.stratum_of(replication)), slot::FIRST_HIT)
    }

    /// What is given in a stratum: none of those before it happens, and its own does.
    fn given(&self, stratum: usize) -> Vec<(Trials, Given)> {
        let before = if stratum == 0 { self.rare.len() } else { stratum - 1 };
        let usual = self.rare[..before].iter().map(|rare| (rare.trials, rare.usually()));
        let own = self.struck_in(stratum).map(|rare| (rare.trials, rare.rarely));
        usual.chain(own).collect()
    }

    /// The parts of all that may happen: none of what is rare happens; each is the first that does.
    ///
    /// They are those of the strata, whether there are replications enough for them or not.
    pub fn worlds(&self) -> Vec<World> {
        let weights = weights(&self.rare).into_iter().enumerate();
        weights.map(|(at, weight)| World { weight, given: self.given(at) }).collect()
    }
}

impl Rare {
    /// Its name: what strikes by its place in the scenario, or `no` and that.
    pub fn name(&self) -> String {
        match self.rarely {
            Given::SomeHit => self.source.path(),
            Given::NoHit => format!("no {}", self.source.path()),
        }
    }

    fn usually(&self) -> Given {
        match self.rarely {
            Given::SomeHit => Given::NoHit,
            Given::NoHit => Given::SomeHit,
        }
    }
}

/// The probability that nothing rare happens, and that each is the first that does.
fn weights(rare: &[Rare]) -> Vec<f64> {
    let mut none = 1.0;
    let first = rare.iter().map(|rare| {
        let weight = none * rare.probability;
        none *= 1.0 - rare.probability;
        weight
    });
    let mut weights: Vec<f64> = first.collect();
    weights.insert(0, none);
    weights
}

/// How all that can happen is parted among so many replications.
fn strata(rare: &[Rare], replications: u64) -> Vec<Stratum> {
    let shocks = rare.len() as u64;
    if shocks == 0 || replications < PER_SHOCK * shocks {
        return undivided(size(replications));
    }
    let each = LEAST.max(replications / (4 * shocks));
    let rest = replications - each * (shocks + 1);
    let sized = |weight: f64| Stratum { weight, replications: size(each + portion(rest, weight)) };
    let mut strata: Vec<Stratum> = weights(rare).into_iter().map(sized).collect();
    let struck: usize = strata[1..].iter().map(|stratum| stratum.replications).sum();
    strata[0].replications = size(replications) - struck;
    strata
}

fn size(replications: u64) -> usize {
    usize::try_from(replications).expect("replications fit into memory")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, Scenario};

    /// A connection whose `n` health checks fail with chance `p`, and conditions of these chances.
    fn scenario(p: f64, conditions: &[f64]) -> Scenario {
        let text = r#"
            horizon = "18h"
            [subnet.s]
            prefix = "10.0.0.0/24"
            [connection.c]
            join = "entra"
            subnet = "s"
            health_check = { phase = "1h" }
            [policy.p]
            connections = ["c"]
            groups = ["g"]
            [group.g]
            [wave.w]
            group = "g"
            users = 1
        "#;
        let source = scenario::Source { name: "shaken".into(), text: text.into() };
        let conditions = conditions.iter().enumerate().map(|(i, chance)| {
            format!("condition.c{i}={{ what = 'intune_outage', probability = {chance} }}")
        });
        let check = format!("connection.c.health_check.failure={p}");
        let sets: Vec<String> = conditions.chain([check]).collect();
        scenario::load(source, &sets, &()).unwrap_or_else(|bad| panic!("{}", bad.render(false)))
    }

    fn found(scenario: &Scenario, replications: u64) -> Shocks {
        Experiment { replications, ..Experiment::new(scenario) }.shocks()
    }

    #[test]
    fn rare_shocks_are_those_that_a_plain_sample_would_hardly_show() {
        let scenario = scenario(0.01, &[1.0, 0.0, 0.3, 0.1, 0.5]);
        let names = |replications| -> Vec<String> {
            found(&scenario, replications).rare.iter().map(|rare| rare.source.path()).collect()
        };
        let check = "connection.c.health_check";
        assert_eq!(names(99), ["condition.c2", "condition.c3", check]);
        assert_eq!(names(101), ["condition.c3", check]);
        // Three checks start within 18 hours: 1 - 0.99^3 is 0.0297.
        assert_eq!((names(1_010), names(1_011)), (vec![check.to_string()], vec![]));
    }

    #[test]
    fn what_hardly_ever_stays_away_is_rare_where_it_does() {
        let scenario = scenario(0.0, &[0.99, 0.7, 0.02]);
        let all = Experiment { replications: 200, detailed: 200, ..Experiment::new(&scenario) };
        let outcome = all.run(&()).expect("nobody stops it");
        let names: Vec<String> = outcome.shocks.rare.iter().map(Rare::name).collect();
        assert_eq!(names, ["no condition.c0", "condition.c2"]);
        let weights: Vec<f64> = outcome.shocks.strata.iter().map(|s| s.weight).collect();
        for (weight, wanted) in weights.iter().zip([0.99 * 0.98, 0.01, 0.99 * 0.02]) {
            assert!((weight - wanted).abs() < 1e-15, "{weights:?}");
        }
        let mut late = 0;
        for (number, rows) in outcome.details() {
            let arises = |name: &str| !rows.spared.iter().any(|spared| spared == name);
            let stratum = outcome.shocks.stratum_of(number as u64);
            assert_eq!(arises("c0"), stratum != 1, "{number}");
            assert!(stratum == 1 || arises("c2") == (stratum == 2), "{number}");
            late += u32::from(!arises("c1"));
        }
        assert!((30..90).contains(&late), "what is not rare is left to chance: {late}");
    }

    #[test]
    fn worlds_are_those_of_the_strata_even_where_there_are_none() {
        let scenario = scenario(0.0, &[0.01, 0.995]);
        for replications in [1, 200] {
            let shocks = found(&scenario, replications);
            let worlds = shocks.worlds();
            let weights: Vec<f64> = worlds.iter().map(|world| world.weight).collect();
            assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-15 && weights.len() == 3);
            let given: Vec<Vec<Given>> =
                worlds.iter().map(|w| w.given.iter().map(|(_, given)| *given).collect()).collect();
            let (hit, none) = (Given::SomeHit, Given::NoHit);
            assert_eq!(given, [vec![none, hit], vec![hit], vec![none, none]], "{replications}");
        }
    }

    #[test]
    fn a_stratum_weighs_what_its_first_shock_does_and_all_weigh_one() {
        let all = found(&scenario(0.01, &[0.02, 0.1]), 100);
        let check = 1.0 - 0.99 * 0.99 * 0.99;
        let wanted = [0.98 * 0.9 * (1.0 - check), 0.02, 0.98 * 0.1, 0.98 * 0.9 * check];
        assert_eq!(all.strata.len(), wanted.len());
        for (stratum, weight) in all.strata.iter().zip(wanted) {
            assert!((stratum.weight - weight).abs() < 1e-15, "{stratum:?} {weight}");
        }
        let sum: f64 = all.strata.iter().map(|stratum| stratum.weight).sum();
        assert!((sum - 1.0).abs() < 1e-15);
    }

    #[test]
    fn a_replication_without_a_shock_is_the_plain_one_unless_that_had_one() {
        let scenario = scenario(0.05, &[0.1]);
        let all = Experiment { replications: 100, detailed: 100, ..Experiment::new(&scenario) };
        let shocks = all.shocks();
        let clean = shocks.strata[0].replications as u64;
        let plain = Experiment { replications: 1, ..all.clone() };
        let mut struck = 0;
        for number in 0..clean {
            let (forced, plain) = (all.run_one(number), plain.run_one(number));
            let rows = plain.detail.expect("all are told");
            let failed = rows.resources.iter().any(|row| row.change == "failed");
            let shocked = failed || rows.spared.is_empty();
            assert_eq!(forced.fingerprint != plain.fingerprint, shocked, "{number}");
            struck += u32::from(shocked);
        }
        assert!(struck > 3, "one in four has a shock by itself: {struck}");
    }

    #[test]
    fn in_a_stratum_its_shock_strikes_and_none_before_it() {
        let scenario = scenario(0.05, &[0.1, 0.02]);
        let all = Experiment { replications: 100, detailed: 100, ..Experiment::new(&scenario) };
        let outcome = all.run(&()).expect("nobody stops it");
        let mut later = 0;
        for (number, rows) in outcome.details() {
            let failed = rows.resources.iter().any(|row| row.change == "failed");
            let arises = |name: &str| !rows.spared.iter().any(|spared| spared == name);
            let strikes = [arises("c0"), arises("c1"), failed];
            let stratum = outcome.shocks.stratum_of(number as u64);
            let first = strikes.iter().position(|&strikes| strikes);
            assert_eq!(first, stratum.checked_sub(1), "{number}: {strikes:?}");
            later += strikes.iter().filter(|&&strikes| strikes).count().saturating_sub(1);
        }
        assert!(later > 0, "what comes after the first is left to chance");
    }

    #[test]
    fn what_would_have_been_otherwise_is_told_of_the_replication_that_was() {
        let scenario = scenario(0.05, &[0.1]);
        let all = Experiment { replications: 100, ..Experiment::new(&scenario) };
        let mut calm = scenario.tenant.clone();
        calm.conditions.clear();
        let otherwise = Experiment { tenant: &calm, ..all.clone() };
        let struck = all.shocks().strata[0].replications as u64;
        let checks = |one: &Experiment<'_>, number| -> Vec<&str> {
            let rows = one.tell(number).detail.resources;
            rows.iter().filter(|row| row.kind == "connection").map(|row| row.change).collect()
        };
        for number in [0, struck, 99] {
            assert_eq!(checks(&otherwise, number), checks(&all, number), "{number}");
        }
    }

    #[test]
    fn replications_are_parted_in_order_or_not_at_all() {
        let (one, two) = (scenario(0.0, &[0.01]), scenario(0.0, &[0.01, 0.2]));
        for (scenario, replications, sizes) in [
            (&one, 1, vec![1]),
            (&one, 19, vec![19]),
            (&one, 20, vec![10, 10]),
            (&one, 100, vec![75, 25]),
            (&one, 2_999, vec![2_235, 764]),
            (&one, 3_000, vec![3_000]),
            (&two, 39, vec![39]),
            (&two, 100, vec![64, 12, 24]),
        ] {
            let shocks = found(scenario, replications);
            let found: Vec<usize> = shocks.strata.iter().map(|s| s.replications).collect();
            assert_eq!(found, sizes, "{replications}");
            let strata = (0..replications).map(|number| shocks.stratum_of(number));
            let wanted = sizes.iter().enumerate().flat_map(|(i, &n)| vec![i; n]);
            assert!(strata.eq(wanted), "{replications}");
        }
    }
}
