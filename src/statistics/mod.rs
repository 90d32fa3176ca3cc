//! From one number per replication to an estimate that says how sure it is.
//!
//! # The replication is the unit
//!
//! Cloud PCs of one replication share a subnet, a sync cycle and a connection: when the cycle
//! comes late, it comes late for all of them. Two thousand of them may carry the information of
//! seven. An interval computed over Cloud PCs as if they were independent is too narrow by the
//! square root of that factor, and more Cloud PCs only make it more wrong. Replications are
//! independent by construction, so everything here takes one number (or one pair) of each.
//!
//! # Which estimator when
//!
//! | a replication gives | example | use | interval |
//! | --- | --- | --- | --- |
//! | a number | peak addresses, minutes until 95 % are ready | [`interval::mean`] | Student's t |
//! | yes or no | an attempt found no free address | [`interval::proportion`] | Clopper-Pearson |
//! | a number, skewed | a product of shares, as rare events are estimated | [`skewed`] | Student's t without the skewness |
//! | some of many | failed of requested | [`ratio::ratio`] | t where the sample allows it, else Korn-Graubard |
//! | any of these, never differing | no failure at all | the same | a bound on what was not seen |
//! | a number | what a single rollout may look like | [`summary::Spread`] | order statistics |
//! | a number | how likely it exceeds each limit | [`exceedance`] | Clopper-Pearson at each limit |
//! | many numbers | by when 95 % of all Cloud PCs of all rollouts were ready | [`pool`] | Woodruff |
//!
//! [`strata`] puts estimates of groups of replications together whose probabilities are known.
//!
//! *Three percentiles that are not the same.* `time_to_ready.pooled_p95` is the time by which 95 %
//! of all Cloud PCs of all replications were ready. The estimate of `time_to_ready.p95` is the mean
//! over replications of each one's own 95 %. Its `p95` is the time that this stays below in 95 % of
//! replications.
//!
//! *None seen is not never.* What happens with probability `p` stays unseen in `R` replications
//! with probability `(1-p)^R`; at 95 % the bound is `1 - 0.05^(1/R)`, about `3/R`: 9.5 % after 30
//! clean replications however many Cloud PCs each has, below 1 % only after 299. This bound is
//! one-sided, as is the custom; a truth near it can therefore be missed a little more often than
//! the level says, by no more than half as much again.
//!
//! *What a sample cannot tell.* A shock rarer than that bound leaves no trace in the numbers, and
//! an interval from a sample without it covers a world without it. Skewness that shows is answered
//! by [`ratio::ratio`]; skewness that does not show must be known from the scenario. Student's t
//! of [`interval::mean`] is right for measures that vary smoothly, from ten replications on, and too
//! narrow for one that is nearly always zero; [`measure::Summary::wanted`] says so.
//!
//! Sums run over integers or in the order of replications, and functions are those of
//! [`crate::kernel::math`]: the same numbers give the same bits on every machine.

pub mod curve;
pub mod direction;
pub mod effects;
pub mod exceedance;
pub mod family;
pub mod fit;
pub mod grid_wait;
pub mod interval;
pub mod law;
pub mod measure;
pub mod paired;
pub mod pool;
pub mod quantile;
pub mod ratio;
pub mod skewed;
mod skewness;
pub mod special;
pub mod strata;
pub mod summary;
#[cfg(test)]
mod testing;
