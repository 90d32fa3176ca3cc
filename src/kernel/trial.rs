//! Trials of one chance, and their words given what comes of the trials.
//!
//! Whoever wants replications in which something rare happens draws its words from their law
//! *given* that it happens, and weighs the replications by its probability. Nothing is lost: given
//! that no trial hits, each word is uniform among those that miss; given that one hits at least,
//! the number of the first that does follows the truncated geometric law, the trials before it
//! miss, it hits, and those after it are what they were. No other word of the replication changes.

use super::math;
use super::stream::{Slot, StreamId, Streams};
use super::variate::Chance;

/// Trials of one chance, each with a word of its own: trial `k`, from 1, is member `k` of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trials {
    /// Their family of random words.
    pub family: u64,
    /// The purpose of their words.
    pub slot: Slot,
    /// The chance of each.
    pub chance: Chance,
    /// How many; those with higher numbers are left to themselves.
    pub n: u32,
}

/// What comes of some trials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// None hits.
    NoHit,
    /// One hits, or more.
    SomeHit,
}

/// Trials of a replication, with which of them hits first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Forced {
    trials: Trials,
    /// The first to hit; none if absent.
    first: Option<u32>,
}

impl Trials {
    /// The probability that one hits, or more.
    pub fn any_hit(&self) -> f64 {
        math::any_hit(self.chance.probability(), self.n)
    }

    /// These trials given what comes of them; `slot` is that of a further word, of member 0, which
    /// decides the first to hit.
    ///
    /// # Panics
    /// If that cannot come of them.
    pub(super) fn given(&self, given: Given, slot: Slot, streams: &Streams) -> Forced {
        let possible = match given {
            Given::NoHit => self.chance != Chance::ALWAYS || self.n == 0,
            Given::SomeHit => !self.chance.is_never() && self.n > 0,
        };
        assert!(possible, "only what can come of trials can be given");
        let id = StreamId { family: self.family, member: 0, part: 0 };
        let first = (given == Given::SomeHit).then(|| {
            let word = streams.open(id, 0).word(slot);
            math::first_hit(self.chance.probability(), self.n, word)
        });
        Forced { trials: *self, first }
    }
}

impl Forced {
    pub(super) fn is_of(&self, family: u64, slot: Slot) -> bool {
        (self.trials.family, self.trials.slot) == (family, slot)
    }

    /// The word of a trial, from its word as it would be if nothing were given.
    pub(super) fn word(&self, number: u32, word: u64) -> u64 {
        let Trials { chance, n, .. } = self.trials;
        match self.first {
            Some(first) if number == first => chance.hit(word),
            Some(first) if number > first => word,
            Some(_) | None if number > n => word,
            Some(_) | None => chance.miss(word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOT: Slot = Slot(1);
    const FIRST: Slot = Slot(2);

    fn trials(p: f64, n: u32) -> Trials {
        Trials { family: 7, slot: SLOT, chance: Chance::new(p).unwrap(), n }
    }

    /// Which of six trials hit, bit by bit, in a replication.
    fn hits(trials: &Trials, given: Option<Given>, replication: u64) -> usize {
        let streams = Streams::new(1, replication);
        let forced: Vec<_> = given.map(|given| (*trials, given)).into_iter().collect();
        let streams = streams.given(&forced, FIRST);
        let hit = |number| trials.chance.hits(streams.trial(7, SLOT, number));
        (1..=6).filter(|&number| hit(number)).map(|number| 1 << (number - 1)).sum()
    }

    /// The probability of a pattern of hits among six trials of chance 0.3.
    fn plain(pattern: usize) -> f64 {
        let hits = f64::from(pattern.count_ones());
        math::exp(hits * math::log(0.3) + (6.0 - hits) * math::log(0.7))
    }

    /// The chi-square distance between patterns found in 200,000 replications and their law.
    fn distance(found: &[u32; 64], law: impl Fn(usize) -> f64) -> f64 {
        let far = |pattern: usize| {
            let expected = 200_000.0 * law(pattern);
            let off = f64::from(found[pattern]) - expected;
            if expected > 0.0 { off * off / expected } else { f64::INFINITY * off.abs() }
        };
        (0..64).filter(|&pattern| found[pattern] > 0 || law(pattern) > 0.0).map(far).sum()
    }

    #[test]
    fn every_pattern_of_hits_comes_as_often_as_given() {
        // The sixth trial is none of the five, and left to itself.
        let trials = trials(0.3, 5);
        let some = trials.any_hit();
        // Chi-square at 99.9 %, with one degree of freedom and with 61.
        for (given, share, most) in
            [(Given::NoHit, 1.0 - some, 10.8), (Given::SomeHit, some, 100.9)]
        {
            let mut found = [0_u32; 64];
            (0..200_000).for_each(|r| found[hits(&trials, Some(given), r)] += 1);
            let possible = |pattern| (pattern % 32 > 0) == (given == Given::SomeHit);
            let law = |pattern| if possible(pattern) { plain(pattern) / share } else { 0.0 };
            let far = distance(&found, law);
            assert!(far < most, "{given:?}: {far}");
            assert!(distance(&found, plain) > 1e4, "{given:?} is told from what is not given");
        }
    }

    #[test]
    fn what_is_given_and_happens_anyway_changes_no_outcome() {
        let trials = trials(0.1, 5);
        let plain = |r| hits(&trials, None, r);
        let clean: Vec<u64> = (0..1_000).filter(|&r| plain(r).trailing_zeros() >= 5).collect();
        assert!((500..700).contains(&clean.len()), "0.9 to the fifth is 0.59: {}", clean.len());
        for r in clean {
            assert_eq!(hits(&trials, Some(Given::NoHit), r), plain(r), "{r}");
        }
    }

    #[test]
    fn a_word_of_another_purpose_or_family_stays_as_it_is() {
        let plain = Streams::new(1, 2);
        let forced = plain.clone().given(&[(trials(0.5, 9), Given::SomeHit)], FIRST);
        for (family, slot) in [(8, SLOT), (7, FIRST)] {
            assert_eq!(forced.trial(family, slot, 3), plain.trial(family, slot, 3));
        }
        assert_eq!(forced.trial(7, SLOT, 10), plain.trial(7, SLOT, 10), "beyond the ninth");
    }

    #[test]
    #[should_panic(expected = "only what can come of trials can be given")]
    fn what_cannot_be_is_not_given() {
        let _ = Streams::new(1, 1).given(&[(trials(1.0, 2), Given::NoHit)], FIRST);
    }

    #[test]
    fn the_first_hit_follows_the_truncated_geometric_law() {
        for (p, n) in [(0.02, 5), (0.5, 3), (1e-12, 4), (1.0, 3), (0.3, 1)] {
            let words = (0..100_000_u64).map(|i| i * (u64::MAX / 100_000));
            let mut found = vec![0_u32; 5];
            words.for_each(|word| {
                found[usize::try_from(math::first_hit(p, n, word)).unwrap() - 1] += 1;
            });
            let mut left = 1.0;
            for (k, found) in found.into_iter().enumerate().take(usize::try_from(n).unwrap()) {
                let wanted = left * p / math::any_hit(p, n);
                assert!((f64::from(found) / 1e5 - wanted).abs() < 2e-5, "{p} {n}: {k}");
                left *= 1.0 - p;
            }
        }
        assert!((math::any_hit(1e-18, 3) / 3e-18 - 1.0).abs() < 1e-12);
        assert!(math::any_hit(1.0, 2).total_cmp(&1.0).is_eq());
    }

    #[test]
    fn a_word_selects_below_the_greatest_number_too() {
        assert_eq!(
            [math::below(1 << 64, u64::MAX), math::below(1 << 64, 7), math::below(0, 7)],
            [u64::MAX, 7, 0]
        );
    }
}
