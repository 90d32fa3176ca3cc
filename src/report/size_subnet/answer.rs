//! The sentences of a subnet's size: the answer, and what it hinges on.

use crate::experiment::sizing::breaking::{Edge, Failures};
use crate::provisioning::tenant::Tenant;
use crate::report::number::{level, percent, plural, whole};
use crate::statistics::exceedance::Risk;
use crate::statistics::interval::Method;

use super::{Part, climb};

/// What arithmetic adds up.
pub(super) fn arithmetic(seats: u64, checks: u64) -> String {
    match checks {
        0 => format!("arithmetic: {}", plural(seats, "seat")),
        _ => {
            format!("arithmetic: {} and {}", plural(seats, "seat"), plural(checks, "health check"))
        }
    }
}

/// A prefix with what it has to give.
pub(super) fn sized(part: &Part<'_>, prefix: u8) -> String {
    format!("/{prefix} ({} usable)", whole(part.subnet.usable_as(prefix)))
}

/// The probability of a risk in a table: estimate, then interval or bound.
pub(super) fn interval(risk: &Risk) -> String {
    match (risk.estimate.method, risk.estimate.value) {
        (Method::ZeroBound, Some(value)) if value <= 0.0 => {
            format!("at most {}", percent(risk.at_most))
        }
        (Method::Splitting, None) if risk.estimate.low.is_none() => {
            format!("at most {}", percent(risk.at_most))
        }
        (Method::ZeroBound, _) => format!("at least {}", percent(risk.estimate.low.unwrap_or(0.0))),
        _ => ends(risk),
    }
}

fn ends(risk: &Risk) -> String {
    let end = |end: Option<f64>| end.map_or_else(|| "-".into(), percent);
    format!("[{}, {}]", end(risk.estimate.low), end(risk.estimate.high))
}

/// The answer in one sentence that a planner can use.
pub(super) fn conclusion(part: &Part<'_>) -> String {
    let name = &part.subnet.name;
    let Some(enough) = part.sizing.enough else { return no_number(part) };
    if !part.sizing.is_reached {
        return format!(
            "No attempt takes an address of subnet {name}, so there is nothing to size; health \
             checks use {} at once.",
            whole(enough)
        );
    }
    let Some(prefix) = part.prefix() else {
        return format!(
            "No subnet of Azure's is enough: {} addresses are needed in subnet {name}, beside {} \
             in use by others.",
            whole(enough),
            whole(part.subnet.in_use)
        );
    };
    let target = part.report.target;
    format!(
        "A {} is enough for subnet {name}: the probability that an attempt or a health check finds \
         no free\naddress is at most {} at {} confidence, by {};\n{}.",
        sized(part, prefix),
        level(target.at_most),
        level(target.confidence),
        how(part),
        neighbor(part, prefix)
    )
}

/// By what it is known.
fn how(part: &Part<'_>) -> String {
    let plain = || plural(part.report.heading.replications, "replication");
    part.sizing
        .climbed
        .as_ref()
        .map_or_else(plain, |climbed| format!("multilevel splitting in {}", climb::climbs(climbed)))
}

/// What is wrong with the next smaller prefix.
fn neighbor(part: &Part<'_>, prefix: u8) -> String {
    let Some(next) = part.smaller(prefix) else { return "there is no smaller one".into() };
    let risk = part.risk_of(next);
    let is_not = risk.estimate.low.is_some_and(|low| low > part.report.target.at_most);
    let verdict = if is_not { "is not" } else { "is not shown to be" };
    let size = sized(part, next);
    let Some(share) = risk.estimate.value.map(percent) else {
        let share = match risk.estimate.low {
            Some(_) => ends(risk),
            None => format!("at most {}", percent(risk.at_most)),
        };
        return format!("a {size} {verdict}: none is free in {share} of replications");
    };
    format!("a {size} {verdict}: none is free in {share} of replications {}", ends(risk))
}

fn no_number(part: &Part<'_>) -> String {
    if let Some(climbed) = &part.sizing.climbed {
        return climb::no_number(part, climbed);
    }
    let name = &part.subnet.name;
    let sized = part.report.heading.replications;
    let takers = part.report.tenant.conditions.iter();
    let takers = takers.filter(|c| c.takes_addresses(part.sizing.subnet));
    let takers: Vec<&str> = takers.map(|c| c.name.as_str()).collect();
    let why = match takers.as_slice() {
        [] => "even a virtual network's worth of addresses runs out".to_string(),
        names => format!("others take every address while {} holds", names.join(", ")),
    };
    format!(
        "No size is enough for subnet {name}: in {} of {} an attempt finds no free address however \
         many there are, as {why}.",
        whole(part.sizing.insatiable),
        plural(sized, "replication")
    )
}

/// How many seats a prefix carries, as a line.
pub(super) fn seats(edge: Edge<u64>, now: u64) -> String {
    let more = |n: u64| {
        let sign = if n >= now { "+" } else { "-" };
        format!("{} seats ({sign}{})", whole(n), whole(n.abs_diff(now)))
    };
    match edge.breaks {
        Some(breaks) if edge.holds == now => {
            format!("no more than its {} seats: not {}", whole(now), more(breaks))
        }
        Some(breaks) => format!("up to {}, not {}", more(edge.holds), more(breaks)),
        None => format!("at least {}; more were not tried", more(edge.holds)),
    }
}

/// How many failures a prefix carries, as a line.
pub(super) fn failures(failures: Failures, tenant: &Tenant) -> String {
    match failures {
        Failures::Multiplied(Edge { holds, breaks }) => {
            let together = |factor| close(of_attempts(tenant, factor));
            let times = |factor| format!("{factor:.2} times ({} of attempts)", together(factor));
            let what = "the probabilities of [failures]";
            match breaks {
                Some(breaks) => format!("{what}: {}, not {}", times(holds), times(breaks)),
                None => format!("{what}: even {}", times(holds)),
            }
        }
        Failures::Added(code, Edge { holds, breaks }) => {
            let what = format!("{code} in addition, per attempt:");
            match breaks {
                Some(breaks) if holds <= 0.0 => format!("{what} not even {}", close(breaks)),
                Some(breaks) => format!("{what} {}, not {}", close(holds), close(breaks)),
                None => format!("{what} even {}", close(holds)),
            }
        }
    }
}

/// A share close to another: with as many decimals as tell them apart.
fn close(share: f64) -> String {
    format!("{:.2} %", 100.0 * share)
}

/// The greatest share of attempts that fail by dice if each is so many times as likely.
fn of_attempts(tenant: &Tenant, factor: f64) -> f64 {
    let mut dice: Vec<_> = tenant.dice.iter().collect();
    dice.dedup_by_key(|die| die.cause.code);
    let spared = dice.iter().map(|die| 1.0 - (die.chance.probability() * factor).min(1.0));
    1.0 - spared.product::<f64>()
}
