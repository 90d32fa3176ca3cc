//! The screen of a run: who got ready, what failed, how full the subnets were.
//!
//! Styled with ANSI sequences; whoever prints strips them where they are not wanted.

use anstyle::{AnsiColor, Style};

use super::Run;
use super::figures::failing_causes;
use super::number::{counts, length, people, percent, plural, whole};
use super::shocks;
use super::table::{finished, plain_table};
use super::{timeline, verdict};
use crate::experiment::LEVEL;
use crate::kernel::math::from_length;
use crate::provisioning::stage::sync_device;
use crate::statistics::interval::{Estimate, Method};
use crate::statistics::measure::Summary;
use crate::statistics::strata;
use crate::statistics::summary::Spread;

const BOLD: Style = Style::new().bold();
const RED: Style = AnsiColor::Red.on_default();
/// Replications that bound what was never seen by 1 % at 95 % confidence.
const FOR_ONE_PERCENT: u64 = 299;
/// So many replications with a failure are few enough to be told one by one.
const FOR_A_RATE: u64 = 5;

/// The whole screen.
pub fn screen(run: Run<'_>) -> String {
    let subnets = run.outcome.layout.subnets.iter().enumerate();
    [
        header(run),
        waves(run),
        failures(run),
        subnets.map(|(i, name)| addresses(run, i, name)).collect(),
        connections(run),
        shocks::paragraph(run.outcome),
        verdict::section(run.judgments),
        next(run),
    ]
    .concat()
}

fn header(run: Run<'_>) -> String {
    let heading = run.heading;
    format!(
        "{}{}: {} of {} from {}, seed {}, fingerprint {:032x}\n",
        heading.opening(),
        heading.name,
        plural(heading.replications, "replication"),
        heading.horizon,
        heading.start.strftime("%Y-%m-%d %H:%M"),
        heading.seed,
        run.outcome.fingerprint(),
    )
}

/// One row per wave and one for all of them.
fn waves(run: Run<'_>) -> String {
    let columns = shown_columns(run);
    let groups = groups(run);
    let cell = |(_, prefix): &(String, String), (measure, _): &(&str, &str)| {
        value(run, &format!("{prefix}{measure}")).unwrap_or(0.0)
    };
    let cells = groups.iter().flat_map(|group| columns.iter().map(move |c| cell(group, c)));
    let cells = counts(&cells.collect::<Vec<_>>());
    let mut table = plain_table();
    let times = ["half ready within", "95 % ready within"];
    table.set_header(["wave"].into_iter().chain(columns.iter().map(|c| c.1)).chain(times));
    for ((label, prefix), cells) in groups.iter().zip(cells.chunks(columns.len())) {
        let times = ["p50", "p95"].map(|p| times_of(run, &format!("{prefix}time_to_ready.{p}")));
        table.add_row([label].into_iter().chain(cells).cloned().chain(times));
    }
    let note = "Counts: means per replication. Times: from a user's request until first ready, or \
                never;\nof the median replication (5th to 95th percentile of replications).";
    format!("\n{}\n\n{note}\n", finished(table))
}

/// The counts that say something; seats, ready and failed always do.
fn shown_columns(run: Run<'_>) -> Vec<(&'static str, &'static str)> {
    let all = [
        ("requested", "seats"),
        ("ready", "ready"),
        ("ready_with_warnings", "with warnings"),
        ("failed", "failed"),
        ("in_grace", "in grace"),
        ("ended", "ended"),
        ("changing", "being changed"),
        ("pending", "pending"),
        ("provisioning", "unfinished"),
        ("not_provisioned", "not provisioned"),
    ];
    let seen = |name: &str| value(run, name).is_some_and(|v| v > 0.0);
    let always = ["requested", "ready", "failed"];
    all.into_iter().filter(|(name, _)| always.contains(name) || seen(name)).collect()
}

fn groups(run: Run<'_>) -> Vec<(String, String)> {
    let waves = run.outcome.layout.waves.iter();
    let mut groups: Vec<_> = waves.map(|w| (w.clone(), format!("wave.{w}."))).collect();
    if groups.len() > 1 {
        groups.push(("all waves".into(), String::new()));
    }
    groups
}

fn value(run: Run<'_>, name: &str) -> Option<f64> {
    run.outcome.summary(name)?.estimate.value
}

fn times_of(run: Run<'_>, name: &str) -> String {
    run.outcome.summary(name).map_or_else(|| "-".into(), |s| spread(s.spread, length))
}

/// The median, with what all but one in ten rollouts lie between.
fn spread(spread: Spread, show: fn(f64) -> String) -> String {
    let [Some(p5), Some(p50), Some(p95)] = [spread.p5, spread.p50, spread.p95] else {
        return "-".into();
    };
    let [low, middle, high] = [p5, p50, p95].map(show);
    if low == high { middle } else { format!("{middle} ({low} to {high})") }
}

/// The failure rate with its interval, and the causes.
fn failures(run: Run<'_>) -> String {
    let Some(rate) = run.outcome.summary("failure_rate") else { return String::new() };
    let unfinished = value(run, "provisioning").filter(|&n| n > 0.0);
    let also = unfinished.map(|n| format!("; {} unfinished at the horizon", people(n)));
    let also = also.unwrap_or_default();
    let mut out = format!("\n{BOLD}Failed{BOLD:#} {}{also}\n", interval(rate, percent));
    out += &few_or_skewed(run, rate);
    let causes = failing_causes(run);
    if causes.is_empty() {
        let sure = rate.estimate.value.is_some_and(|rate| rate <= 0.0) && unfinished.is_none();
        let sure = sure && !run.outcome.shocks.are_stratified();
        return if sure { out + &more(rate.replications) } else { out };
    }
    let mut table = plain_table();
    table.set_header(["failed attempts by cause", "per replication", "95 % confidence"]);
    for (code, summary) in &causes {
        let mean = people(summary.estimate.value.unwrap_or(0.0));
        table.add_row([(*code).to_string(), mean, ends(summary, people)]);
    }
    out += &format!("{}\n", finished(table));
    out
}

/// What makes an interval of a rate weak: few replications with any failure, or a skewed sample.
fn few_or_skewed(run: Run<'_>, rate: &Summary) -> String {
    match (rate.affected, rate.wanted) {
        (Some(some @ 1..FOR_A_RATE), _) if rate.replications > 1 => {
            let n = plural(rate.replications, "replication");
            let of_rollouts = affected(run).high.map(percent).unwrap_or_default();
            format!(
                "  {some} of {n} affected; at most {of_rollouts} of rollouts at 95 % confidence\n"
            )
        }
        (_, Some(wanted)) => {
            let wanted = plural(wanted, "replication");
            format!("  skewed: at least {wanted} wanted for an interval to trust\n")
        }
        (Some(_) | None, None) => String::new(),
    }
}

/// The share of rollouts in which anything failed.
fn affected(run: Run<'_>) -> Estimate {
    let rates = run.outcome.values("failure_rate").into_iter();
    let any: Vec<_> = rates.map(|rate| rate.map(|r| if r > 0.0 { 1.0 } else { 0.0 })).collect();
    strata::proportion(&any, &run.outcome.shocks.strata, LEVEL)
}

/// How to be surer that something does not happen.
fn more(replications: u64) -> String {
    if replications >= FOR_ONE_PERCENT {
        return String::new();
    }
    format!("  (-r {FOR_ONE_PERCENT} without a failure would say: at most 1 %)\n")
}

/// An estimate in words: what, and between what at 95 % confidence.
pub(super) fn interval(summary: &Summary, show: fn(f64) -> String) -> String {
    let Some(value) = summary.estimate.value else { return "nobody asked: 0 of 0".into() };
    match summary.estimate.method {
        Method::ZeroBound if value <= 0.0 => unseen(summary),
        Method::TooFew => format!("{} (one replication: no interval)", show(value)),
        Method::T
        | Method::ClopperPearson
        | Method::KornGraubard
        | Method::Woodruff
        | Method::Stratified
        | Method::Splitting
        | Method::ZeroBound
        | Method::NotReached
        | Method::None => format!("{} {}", show(value), ends(summary, show)),
    }
}

/// What may be said of something that was never seen.
fn unseen(share: &Summary) -> String {
    let n = plural(share.replications, "replication");
    let most = percent(share.estimate.high.unwrap_or(1.0));
    format!("none in {n}: at most {most} at 95 % confidence")
}

fn ends(summary: &Summary, show: fn(f64) -> String) -> String {
    match (summary.estimate.low, summary.estimate.high) {
        _ if summary.estimate.method == Method::ZeroBound => "in every replication".into(),
        (Some(low), Some(high)) => format!("[{}, {}]", show(low), show(high)),
        (Some(_) | None, _) => "-".into(),
    }
}

/// A subnet: its peak, whether it ran dry, and its use over time.
fn addresses(run: Run<'_>, subnet: usize, name: &str) -> String {
    let usable = whole(run.outcome.layout.usable[subnet]);
    let peak = run.outcome.summary(&format!("subnet.{name}.peak"));
    let peak = peak.map_or_else(|| "-".into(), |s| spread(s.spread, people));
    let lanes = timeline::lanes(run, subnet);
    format!(
        "\n{BOLD}Subnet {name}{BOLD:#} peak {peak} of {usable} usable\n  {}\n{lanes}",
        dry(run, name)
    )
}

/// Whether and when a subnet ran dry.
fn dry(run: Run<'_>, name: &str) -> String {
    let Some(share) = run.outcome.summary(&format!("subnet.{name}.exhausted_share")) else {
        return String::new();
    };
    let times = run.outcome.values(&format!("subnet.{name}.first_exhausted"));
    let times = times.into_iter().zip(run.outcome.weights());
    let times = times.filter_map(|(time, weight)| Some((time?, weight)));
    let dry: Vec<(f64, f64)> = times.filter(|(time, _)| time.is_finite()).collect();
    if dry.is_empty() {
        return format!("ran dry: {}", unseen(share));
    }
    let often = if run.outcome.shocks.are_stratified() {
        format!("{} of rollouts", percent(share.estimate.value.unwrap_or(0.0)))
    } else {
        format!("{} of {}", whole(dry.len() as u64), plural(share.replications, "replication"))
    };
    let confidence = match share.estimate.method {
        Method::ClopperPearson | Method::Stratified => format!(" {}", ends(share, percent)),
        Method::T
        | Method::KornGraubard
        | Method::Woodruff
        | Method::Splitting
        | Method::ZeroBound
        | Method::NotReached
        | Method::TooFew
        | Method::None => String::new(),
    };
    let first = spread(Spread::weighted(dry), length);
    format!("{RED}ran dry{RED:#} in {often}{confidence}, first after {first}")
}

/// Connections that failed a check or warned.
fn connections(run: Run<'_>) -> String {
    let names = run.outcome.layout.connections.iter();
    let of_time = names.flat_map(|name| ["unhealthy", "warning"].map(|what| (name, what)));
    of_time.map(|(name, what)| health(run, name, what)).collect::<String>() + &in_vain(run)
}

/// A warning that saved nobody, loudly: the connection stays usable and every attempt times out
/// (CON-06).
fn in_vain(run: Run<'_>) -> String {
    let positive = |name: &str| value(run, name).is_some_and(|v| v > 0.0);
    let mut names = run.outcome.layout.connections.iter();
    let warns = names.any(|name| positive(&format!("connection.{name}.warning_share")));
    if !warns || !positive(&format!("cause.{}.attempts", sync_device::TIMEOUT.code)) {
        return String::new();
    }
    format!(
        "{RED}A warning saves no attempt{RED:#}: a connection whose device-sync check warns stays \
         in use, and each of its\nhybrid attempts whose device appears too late waits out the limit \
         and fails. See: cloudpc-sim rules CON-06\n"
    )
}

/// How long a connection was unhealthy, or showed a warning.
fn health(run: Run<'_>, name: &str, what: &str) -> String {
    let share = run.outcome.summary(&format!("connection.{name}.{what}_share"));
    let Some(share) = share.filter(|s| s.estimate.value.is_some_and(|v| v > 0.0)) else {
        return String::new();
    };
    let mean = share.estimate.value.unwrap_or(0.0);
    let lasted = length(mean * from_length(run.heading.horizon) / 1_000.0);
    let (of_time, sure) = (percent(mean), ends(share, percent));
    let shown = if what == "warning" { "shows a warning" } else { what };
    format!("\n{BOLD}Connection {name}{BOLD:#} {shown} {of_time} of the time {sure}: {lasted}\n")
}

/// What to do about it.
fn next(run: Run<'_>) -> String {
    let leaked = value(run, "leftover.leaked_addresses").filter(|&n| n > 0.0);
    let leaked = leaked.map(|n| {
        format!(
            "\n{RED}Leaked{RED:#} {} addresses per replication: a delete lock kept clean-up from \
             removing their network\ninterfaces. See: cloudpc-sim rules ANC-20\n",
            people(n)
        )
    });
    let causes = failing_causes(run).into_iter().take(3);
    let causes = causes.map(|(code, _)| format!("  cloudpc-sim rules {code}\n"));
    let causes: String = causes.collect();
    let causes =
        if causes.is_empty() { causes } else { format!("\nWhat to do about it:\n{causes}") };
    leaked.unwrap_or_default() + &causes
}
