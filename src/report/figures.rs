//! The figures of a run: when Cloud PCs got ready, addresses in use, causes of failure.

use super::Run;
use super::chart::{Axis, Bar, Bars, Chart, Figure, Kind, Layer};
use super::number::{people, percent, whole};
use super::occupancy;
use crate::kernel::math::{count, from_length};
use crate::kernel::time::SimTime;
use crate::kernel::variate::Chance;
use crate::provisioning::condition::Condition;
use crate::statistics::curve;
use crate::statistics::interval::Method;
use crate::statistics::measure::Summary;
use crate::statistics::summary::Spread;

const COLUMNS: usize = 320;
const BAND: &str = "5th to 95th percentile of replications";
const MEDIAN: &str = "median of replications";

/// Every figure of a run, with the name of its file.
pub fn all(run: Run<'_>) -> Vec<(String, Figure)> {
    let mut figures = vec![
        ("time_to_ready".to_string(), time_to_ready(run)),
        ("causes".to_string(), causes(run)),
    ];
    for (i, name) in run.outcome.layout.subnets.iter().enumerate() {
        figures.push((format!("addresses-{name}"), addresses(run, i)));
    }
    figures
}

/// The share of requested Cloud PCs that are ready, against the time since each one's request.
pub fn time_to_ready(run: Run<'_>) -> Figure {
    let curves: Vec<Vec<f64>> =
        run.outcome.replications.iter().map(|r| r.ready_curve.clone()).collect();
    let shares = curve::shares().map(|per_mille| f64::from(per_mille) / 1_000.0);
    let points: Vec<(f64, Spread)> =
        shares.zip(curve::band(&curves, &run.outcome.weights())).collect();
    let rising = |pick: fn(&Spread) -> Option<f64>| -> Vec<(f64, f64)> {
        points.iter().filter_map(|(share, s)| Some((finite(pick(s))?, *share))).collect()
    };
    let [fast, median, slow] = [rising(|s| s.p5), rising(|s| s.p50), rising(|s| s.p95)];
    let mut times: Vec<f64> = [&fast, &median, &slow].into_iter().flatten().map(|p| p.0).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    // Every curve is drawn at all times, so that none ends before the others.
    let line = times.iter().map(|&t| (t, share_by(&median, t)));
    let band = times.iter().map(|&t| (t, share_by(&slow, t), share_by(&fast, t)));
    let layers = vec![
        Layer::StepLine { label: MEDIAN.into(), points: line.collect() },
        Layer::StepBand { label: BAND.into(), points: band.collect() },
    ];
    Figure::Chart(Chart {
        title: "Cloud PCs ready by time since their request".into(),
        subtitle: format!("{}{}", subtitle(run), never(run)),
        x: Axis { label: "Time since request".into(), kind: Kind::Duration, max: None },
        y: Axis {
            label: "Share of requested Cloud PCs ready".into(),
            kind: Kind::Share,
            max: None,
        },
        layers,
        empty: "No Cloud PC got ready".into(),
    })
}

/// The share reached by a time on a rising curve of (time, share).
fn share_by(curve: &[(f64, f64)], time: f64) -> f64 {
    let after = curve.partition_point(|&(t, _)| t <= time);
    after.checked_sub(1).map_or(0.0, |at| curve[at].1)
}

/// The median share that was never ready by the horizon, if there is one.
fn never(run: Run<'_>) -> String {
    let [ready, requested] = ["ever_ready", "requested"].map(|name| run.outcome.values(name));
    let both = ready.into_iter().zip(requested).zip(run.outcome.weights());
    let shares = both.filter_map(|((ready, all), weight)| Some((1.0 - ready? / all?, weight)));
    match Spread::weighted(shares.filter(|(share, _)| share.is_finite())).p50 {
        Some(median) if median > 0.0 => format!("; never ready: {} (median)", percent(median)),
        Some(_) | None => String::new(),
    }
}

/// Addresses of a subnet in use over time, with what is usable and the conditions that reach it.
pub fn addresses(run: Run<'_>, subnet: usize) -> Figure {
    let layout = &run.outcome.layout;
    let (columns, end) = occupancy::columns(run, subnet, COLUMNS);
    let median = columns.iter().filter_map(|c| Some((c.from, c.in_use.p50?))).collect();
    let band = columns.iter().filter_map(|c| Some((c.from, c.in_use.p5?, c.in_use.p95?)));
    let usable = layout.usable[subnet];
    let mut layers = vec![
        Layer::StepLine { label: MEDIAN.into(), points: median },
        Layer::StepBand { label: BAND.into(), points: band.collect() },
        Layer::Level { label: format!("usable {}", whole(usable)), y: count(usable) },
    ];
    layers.extend(conditions(run, subnet).map(|condition| shade(run, condition)));
    layers.extend(unusable(run, subnet));
    Figure::Chart(Chart {
        title: format!("Addresses in use in subnet {}", layout.subnets[subnet]),
        subtitle: subtitle(run),
        x: Axis { label: since_start(run), kind: Kind::Duration, max: Some(end) },
        y: Axis { label: "Addresses in use (most per step)".into(), kind: Kind::Count, max: None },
        layers,
        empty: "No address was ever in use".into(),
    })
}

fn since_start(run: Run<'_>) -> String {
    format!("Time since {}", run.heading.start.strftime("%A %Y-%m-%d %H:%M"))
}

/// When connections of a subnet were unusable in most replications.
fn unusable(run: Run<'_>, subnet: usize) -> impl Iterator<Item = Layer> {
    let here = run.tenant.connections.iter().enumerate();
    let here = here.filter(move |(_, c)| usize::from(c.subnet) == subnet);
    here.flat_map(move |(i, connection)| {
        let label = format!("{} unhealthy", connection.name);
        let stretches = occupancy::unusable(run, i).into_iter();
        stretches.map(move |(from, to)| Layer::Shade { label: label.clone(), from, to })
    })
}

/// The conditions that reach what is attached to a subnet.
pub(super) fn conditions(run: Run<'_>, subnet: usize) -> impl Iterator<Item = &Condition> {
    let tenant = run.tenant;
    let places = tenant.connections.iter().zip(0..).map(|(_, c)| tenant.place(Some(c), None));
    let here: Vec<_> = places.filter(|p| p.subnet.map(usize::from) == Some(subnet)).collect();
    tenant
        .conditions
        .iter()
        .filter(move |condition| here.iter().any(|&place| condition.reaches(place)))
}

/// The name of a condition, with what a picture of many replications cannot show: in which of them
/// it arises, and when each repairs it.
pub(super) fn condition_label(run: Run<'_>, condition: &Condition) -> String {
    let repaired = run.tenant.admin.repair.is_some() && condition.until.is_none();
    let ends = if repaired { " (until the admin repairs it)" } else { "" };
    let chance = condition.chance;
    let share = (chance != Chance::ALWAYS).then(|| percent(chance.probability()));
    let share = share.map(|share| format!(" (in {share} of rollouts)")).unwrap_or_default();
    format!("{}{share}{ends}", condition.name)
}

fn shade(run: Run<'_>, condition: &Condition) -> Layer {
    let seconds = |at: SimTime| from_length(at.since(SimTime::ZERO)) / 1_000.0;
    Layer::Shade {
        label: condition_label(run, condition),
        from: seconds(condition.from),
        to: condition.until.map_or(f64::INFINITY, seconds),
    }
}

/// Failed attempts per replication by cause, the most frequent first.
pub fn causes(run: Run<'_>) -> Figure {
    let rows = failing_causes(run).into_iter().map(|(code, s)| {
        // Where all replications agree, there is no variation to draw.
        let varies = s.estimate.method != Method::ZeroBound;
        Bar {
            label: code.to_string(),
            value: s.estimate.value.unwrap_or(0.0),
            low: s.estimate.low.filter(|_| varies),
            high: s.estimate.high.filter(|_| varies),
            note: note(s),
        }
    });
    Figure::Bars(Bars {
        title: "Why attempts failed".into(),
        subtitle: subtitle(run),
        x_label: "Failed attempts per replication (mean, 95 % interval)".into(),
        rows: rows.collect(),
        empty: format!("No failure seen in {} replications", whole(run.heading.replications)),
    })
}

fn note(s: &Summary) -> String {
    let value = people(s.estimate.value.unwrap_or(0.0));
    match (s.estimate.low, s.estimate.high) {
        _ if s.estimate.method == Method::ZeroBound => format!("{value} in every replication"),
        (Some(low), Some(high)) => format!("{value} [{}, {}]", people(low), people(high)),
        (Some(_) | None, _) => value,
    }
}

/// The causes seen in any replication, the most frequent first.
pub(super) fn failing_causes(run: Run<'_>) -> Vec<(&str, &Summary)> {
    let codes = run.outcome.layout.causes.iter();
    let of = |code: &&'static str| {
        let summary = run.outcome.summary(&format!("cause.{code}.attempts"))?;
        Some((*code, summary)).filter(|(_, s)| s.estimate.value.is_some_and(|v| v > 0.0))
    };
    let mut seen: Vec<(&str, &Summary)> = codes.filter_map(of).collect();
    seen.sort_by(|a, b| {
        f64::total_cmp(&b.1.estimate.value.unwrap_or(0.0), &a.1.estimate.value.unwrap_or(0.0))
    });
    seen
}

fn subtitle(run: Run<'_>) -> String {
    let heading = run.heading;
    let replications = whole(heading.replications);
    let name: Vec<_> = std::iter::once(&heading.name).chain(&heading.replaced).cloned().collect();
    let name = name.join(", ");
    format!("{name}: {replications} replications, seed {}", heading.seed)
}

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|v| v.is_finite())
}
