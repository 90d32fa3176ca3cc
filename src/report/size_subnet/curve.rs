//! How likely each number of addresses is too few: as CSV and as a figure.

use crate::kernel::math::count;
use crate::report::chart::{Axis, Chart, Figure, Kind, Layer};
use crate::report::csv::{row, table};
use crate::report::number::{level, plain, small, whole};
use crate::statistics::exceedance::Risk;

use super::{Part, Report, climb};

/// The curve of each subnet, by its name: a row for every step.
pub fn csv(report: Report<'_>) -> Vec<(String, String)> {
    report.parts().map(|part| (part.subnet.name.clone(), steps(&part))).collect()
}

fn steps(part: &Part<'_>) -> String {
    let header = "addresses_from,none_free,low,high,at_most,level,method,replications";
    let target = part.report.target;
    table(header.split(','), |out| {
        for Risk { from, estimate, at_most } in &part.sizing.risks.steps {
            let cells = [
                from.to_string(),
                estimate.value.map(small).unwrap_or_default(),
                estimate.low.map(small).unwrap_or_default(),
                estimate.high.map(small).unwrap_or_default(),
                small(*at_most),
                plain(target.confidence),
                estimate.method.as_str().into(),
                part.replications().to_string(),
            ];
            row(out, &cells);
        }
    })
}

/// The curve of each subnet, by its name: a staircase with its band, and the prefixes.
pub fn figure(report: Report<'_>) -> Vec<(String, Figure)> {
    report.parts().map(|part| (part.subnet.name.clone(), chart(&part))).collect()
}

fn chart(part: &Part<'_>) -> Figure {
    let heading = part.report.heading;
    let target = part.report.target;
    let confidence = level(target.confidence);
    let end = end(part);
    let steps = part.sizing.risks.steps.iter();
    let line = steps.clone().filter_map(|s| Some((count(s.from), s.estimate.value?)));
    let last = part.sizing.risks.steps.last().and_then(|step| step.estimate.value);
    let band = steps
        .filter_map(|s| Some((count(s.from), s.estimate.low.unwrap_or(0.0), s.estimate.high?)));
    let (mut line, mut band): (Vec<_>, Vec<_>) = (line.collect(), band.collect());
    // Where only a bound is known, there is the band alone.
    line.extend(last.map(|y| (end, y)));
    band.extend(band.last().map(|&(_, low, high)| (end, low, high)));
    let mut layers = vec![
        Layer::StepLine { label: "estimate".into(), points: line },
        Layer::StepBand { label: format!("{confidence} confidence, point by point"), points: band },
        Layer::Level { label: format!("target {}", level(target.at_most)), y: target.at_most },
    ];
    layers.extend(prefixes(part, end));
    let replaced: Vec<_> =
        std::iter::once(&heading.name).chain(&heading.replaced).cloned().collect();
    Figure::Chart(Chart {
        title: format!("How likely subnet {} has no free address", part.subnet.name),
        subtitle: format!(
            "{}: {}, seed {}",
            replaced.join(", "),
            climb::sample(part.report),
            heading.seed
        ),
        x: Axis { label: "Usable addresses".into(), kind: Kind::Count, max: Some(end) },
        y: Axis {
            label: "Probability that an attempt or a health check finds none".into(),
            kind: Kind::Share,
            max: None,
        },
        layers,
        empty: "No address was ever in use".into(),
    })
}

/// Where the axis ends: beyond the answer's prefix, or beyond the last step.
fn end(part: &Part<'_>) -> f64 {
    let last = part.sizing.risks.steps.last().map_or(0, |step| step.from);
    let answer = part.prefix().map_or(0, |prefix| part.subnet.usable_as(prefix));
    count(last.max(answer)) * 1.05
}

/// Each prefix where its addresses end.
fn prefixes(part: &Part<'_>, end: f64) -> impl Iterator<Item = Layer> {
    let shown = part.prefixes().into_iter().map(|prefix| (prefix, part.subnet.usable_as(prefix)));
    shown.filter(move |(_, usable)| count(*usable) <= end).map(|(prefix, usable)| {
        let label = format!("/{prefix}: {}", whole(usable));
        Layer::Shade { label, from: count(usable), to: count(usable) }
    })
}
