//! A comparison in one plain sentence.

use super::change::shown;
use super::table::is_better;
use crate::experiment::comparison::{Aspect, Comparison, Row};
use crate::statistics::paired::Basis;

/// What a comparison comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every event is the same.
    Same,
    /// What differs is within noise.
    Unmoved,
    /// What moved is for the better.
    Better,
    /// What moved is for the worse.
    Worse,
    /// Some moved for the better, some for the worse.
    Mixed,
    /// What moved has no better way.
    Moved,
}

impl Verdict {
    /// The name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Unmoved => "unmoved",
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Mixed => "mixed",
            Self::Moved => "moved",
        }
    }
}

/// What planners ask about, and the measures that answer, the more telling first.
const TOPICS: [(&str, &[&str]); 5] = [
    ("failures", &["failure_rate", "ever_ready"]),
    ("unfinished Cloud PCs", &["provisioning", "pending"]),
    ("waits", &["time_to_ready.p50", "time_to_ready.p95"]),
    ("addresses", &["subnet.*.exhausted_share", "subnet.*.peak"]),
    ("connections", &["connection.*.unhealthy_share"]),
];

/// What it comes to, by what planners ask about where any of that moved, else by all that moved.
pub fn verdict(comparison: &Comparison) -> Verdict {
    if comparison.is_same() && comparison.differing().next().is_none() {
        return Verdict::Same;
    }
    let moved: Vec<&Row> = comparison.rows.iter().filter(|row| row.moved).collect();
    if moved.is_empty() {
        return Verdict::Unmoved;
    }
    let key: Vec<&Row> = spoken(comparison).into_iter().flatten().collect();
    let telling = |rows: &[&Row]| rows.iter().filter_map(|row| is_better(row)).collect::<Vec<_>>();
    let ways = Some(telling(&key)).filter(|ways| !ways.is_empty());
    let ways = ways.unwrap_or_else(|| telling(&moved));
    match (ways.contains(&true), ways.contains(&false)) {
        (true, true) => Verdict::Mixed,
        (true, false) => Verdict::Better,
        (false, true) => Verdict::Worse,
        (false, false) => Verdict::Moved,
    }
}

/// The whole sentence.
pub fn sentence(comparison: &Comparison) -> String {
    let verdict = match verdict(comparison) {
        Verdict::Same => return "A and B are the same, event by event.".into(),
        Verdict::Unmoved if comparison.differing().next().is_none() => {
            return "A and B differ in their events, yet in no measure.".into();
        }
        Verdict::Unmoved => {
            return "Nothing moves beyond noise from A to B: what differs may be chance.".into();
        }
        Verdict::Better => "B is better",
        Verdict::Worse => "B is worse",
        Verdict::Mixed => "B is better in some ways and worse in others",
        Verdict::Moved => "B differs",
    };
    let spoken = spoken(comparison);
    let mut clauses: Vec<String> = spoken.iter().flatten().map(|row| clause(row)).collect();
    if clauses.is_empty() {
        clauses.extend(comparison.rows.iter().find(|row| row.moved).map(clause));
    }
    format!("{verdict}: {}{}.", joined(&clauses), still(comparison, &spoken))
}

/// Of each topic the first row that moved.
fn spoken(comparison: &Comparison) -> Vec<Option<&Row>> {
    let topics = TOPICS.iter().map(|(_, patterns)| rows(comparison, patterns));
    topics.map(|rows| rows.into_iter().find(|row| row.moved)).collect()
}

/// The rows that answer a topic; of a measure first what was not reached.
fn rows<'a>(comparison: &'a Comparison, patterns: &[&str]) -> Vec<&'a Row> {
    let aspects = [Aspect::NotReached, Aspect::Value];
    let wanted = patterns.iter().flat_map(|pattern| aspects.map(|aspect| (*pattern, aspect)));
    let of = |(pattern, aspect)| {
        comparison.rows.iter().filter(move |r| r.aspect == aspect && is(pattern, &r.name))
    };
    wanted.flat_map(of).collect()
}

/// Whether a name follows a pattern, in which one part may be anything.
fn is(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => name.starts_with(start) && name.ends_with(end),
        None => pattern == name,
    }
}

/// One thing that moved, with its interval.
fn clause(row: &Row) -> String {
    let value = row.difference.value.unwrap_or(0.0);
    let size = shown(value.abs(), row.unit);
    let up = value > 0.0;
    let way = |yes: &'static str, no: &'static str| if up { yes } else { no };
    let part = row.name.split('.').nth(1).unwrap_or_default();
    let (more, never) = (way("more", "fewer"), row.aspect == Aspect::NotReached);
    let told = match row.name.as_str() {
        "failure_rate" => format!("{size} {more} fail"),
        "ever_ready" => format!("{size} {more} Cloud PCs get ready"),
        "provisioning" => format!("{size} {more} are unfinished at the horizon"),
        "pending" => format!("{size} {more} lack a license"),
        "time_to_ready.p50" if never => {
            format!("in {size} {more} of the rollouts half never get ready")
        }
        "time_to_ready.p95" if never => {
            format!("in {size} {more} of the rollouts 95 % never get ready")
        }
        "time_to_ready.p50" => format!("the median wait is {size} {}", way("longer", "shorter")),
        "time_to_ready.p95" => format!("95 % are ready {size} {}", way("later", "earlier")),
        name if is("subnet.*.exhausted_share", name) => {
            format!("{part} runs dry in {size} {more} of the rollouts")
        }
        name if is("subnet.*.peak", name) => {
            format!("{part} peaks {size} addresses {}", way("higher", "lower"))
        }
        name if is("connection.*.unhealthy_share", name) => {
            format!("{part} is unhealthy {size} {} of the time", way("more", "less"))
        }
        name => format!("{name} is {size} {}", way("higher", "lower")),
    };
    told + &sure(row)
}

/// The interval of the size of a difference, whichever way it goes.
fn sure(row: &Row) -> String {
    let Some((low, high)) = row.difference.ends else { return String::new() };
    if row.difference.basis == Basis::Constant {
        return String::new();
    }
    let is_down = row.difference.value.is_some_and(|v| v < 0.0);
    let (low, high) = if is_down { (-high, -low) } else { (low, high) };
    format!(" [{}, {}]", shown(low, row.unit), shown(high, row.unit))
}

/// What planners ask about that did not move.
fn still(comparison: &Comparison, spoken: &[Option<&Row>]) -> String {
    let asked = TOPICS.iter().zip(spoken).filter(|(_, moved)| moved.is_none());
    let asked = asked.map(|((topic, patterns), _)| (*topic, rows(comparison, patterns)));
    let asked: Vec<(&str, Vec<&Row>)> = asked.filter(|(_, rows)| !rows.is_empty()).collect();
    let differs = |rows: &[&Row]| rows.iter().any(|row| row.differs());
    let [noise, same] = [true, false].map(|wanted| {
        let of = asked.iter().filter(|(_, rows)| differs(rows) == wanted);
        of.map(|(topic, _)| (*topic).to_string()).collect::<Vec<_>>()
    });
    let told = [(same, "are unchanged"), (noise, "stay within noise")];
    let told = told.iter().filter(|(topics, _)| !topics.is_empty());
    let told: Vec<String> = told.map(|(topics, is)| format!("{} {is}", joined(topics))).collect();
    if told.is_empty() { String::new() } else { format!("; {}", joined(&told)) }
}

/// Parts in a row: `a, b and c`.
fn joined(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::comparison::{Column, Sample};
    use crate::statistics::measure::Unit;
    use crate::statistics::paired::Nature;

    /// Forty replications of a measure, equal to `base` plus what the number makes of it.
    fn column(name: &str, unit: Unit, of: impl Fn(f64) -> f64) -> Column {
        let values = (0..40).map(|i| Some(of(f64::from(i % 7) - 3.0))).collect();
        let nature =
            if name.ends_with("exhausted_share") { Nature::YesOrNo } else { Nature::Number };
        Column { name: name.into(), unit, nature, values }
    }

    fn sample(columns: Vec<Column>) -> Sample {
        Sample { seed: 1, fingerprints: vec![columns.len() as u128; 40], columns, strata: vec![] }
    }

    fn told(a: Vec<Column>, b: Vec<Column>) -> String {
        let mut b = sample(b);
        b.fingerprints[3] = 9;
        sentence(&Comparison::of(&sample(a), &b, 0.95).expect("no strata"))
    }

    #[test]
    fn a_sentence_says_what_moved_and_what_did_not() {
        let rate = |up: f64| column("failure_rate", Unit::Share, move |i| 0.05 + up + 0.001 * i);
        let wait = |up: f64| column("time_to_ready.p50", Unit::Seconds, move |i| 3_600.0 + up + i);
        let jitter = || column("time_to_ready.p50", Unit::Seconds, |i| 3_600.0 - i);
        let dry = |yes: f64| column("subnet.s.exhausted_share", Unit::Share, move |_| yes);
        let cause = |up: f64| column("cause.x.attempts", Unit::Count, move |i| 9.0 + up + i.abs());
        for (a, b, wanted) in [
            (
                vec![rate(0.0), wait(0.0), dry(0.0)],
                vec![rate(0.031), wait(720.0), dry(0.0)],
                "B is worse: 3.1 % more fail and the median wait is 12m longer; addresses are \
                 unchanged.",
            ),
            (
                vec![rate(0.031), wait(0.0), dry(0.0)],
                vec![rate(0.0), jitter(), dry(0.0)],
                "B is better: 3.1 % fewer fail; addresses are unchanged and waits stay within \
                 noise.",
            ),
            (
                vec![rate(0.0), wait(0.0), dry(0.0)],
                vec![rate(0.031), wait(-60.0), dry(1.0)],
                "B is better in some ways and worse in others: 3.1 % more fail, the median wait \
                 is 1m00s shorter and s runs dry in 100 % more of the rollouts.",
            ),
            (
                vec![rate(0.0), cause(0.0)],
                vec![rate(0.0), cause(4.0)],
                "B is worse: cause.x.attempts is 4 higher; failures are unchanged.",
            ),
            (
                vec![wait(0.0)],
                vec![jitter()],
                "Nothing moves beyond noise from A to B: what differs may be chance.",
            ),
            (
                vec![rate(0.0)],
                vec![rate(0.0)],
                "A and B differ in their events, yet in no measure.",
            ),
        ] {
            assert_eq!(told(a, b), wanted);
        }
        let one = sample(vec![rate(0.0)]);
        let same = Comparison::of(&one, &one, 0.95).expect("no strata");
        assert_eq!(sentence(&same), "A and B are the same, event by event.");
    }

    #[test]
    fn what_is_never_reached_speaks_before_those_that_are() {
        let wait = |never: f64| {
            let value = move |i| if i < never { f64::INFINITY } else { 3_600.0 + 0.1 * i };
            column("time_to_ready.p50", Unit::Seconds, value)
        };
        let found = told(vec![wait(-3.0)], vec![wait(1.0)]);
        assert!(
            found.starts_with("B is worse: in 60.0 % more of the rollouts half never"),
            "{found}"
        );
    }
}
