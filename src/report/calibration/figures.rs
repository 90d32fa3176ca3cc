//! Fitted laws as figures: densities over a histogram, and quantiles against quantiles.

use super::super::chart::{Axis, Chart, Figure, Kind, Layer};
use super::super::number::plural;
use super::Report;
use crate::kernel::math::{count, exp, log};
use crate::statistics::fit::Fit;
use crate::statistics::fit::sample::Step;

/// As many laws are drawn, the best first: more lines cannot be told apart.
const DRAWN: usize = 4;
const POINTS: u32 = 400;

/// The density and the quantile-quantile plot, by the name of their file.
pub fn figures(report: Report<'_>) -> Vec<(String, Figure)> {
    vec![("density".into(), density(report)), ("quantiles".into(), quantiles(report))]
}

fn laws(report: Report<'_>) -> impl Iterator<Item = &Fit> {
    report.fits.fits.iter().take(DRAWN)
}

fn label(fit: &Fit) -> String {
    fit.estimates.candidate.family().name().into()
}

fn subtitle(report: Report<'_>) -> String {
    let sample = report.sample;
    let censored = match sample.censored().len() as u64 {
        0 => String::new(),
        n => format!(", {n} of which had not ended (Kaplan-Meier)"),
    };
    format!("{}: {}{censored}", report.source, plural(sample.len() as u64, "length"))
}

fn density(report: Report<'_>) -> Figure {
    let (low, high) = report.sample.range().unwrap_or((0.0, 1.0));
    let (unit, unit_name) = unit(high);
    let end = high * 1.05;
    let curve = |fit: &Fit| {
        let at = |i: u32| end * f64::from(i) / f64::from(POINTS);
        let point = |x: f64| (x, fit.estimates.candidate.density(x) * unit);
        Layer::Line { label: label(fit), points: (1..=POINTS).map(at).map(point).collect() }
    };
    let bars = histogram(&report.sample.curve(), (low, high), unit);
    let mut layers = vec![Layer::StepBand { label: "observed".into(), points: bars }];
    layers.extend(laws(report).map(curve));
    Figure::Chart(Chart {
        title: "Fitted laws over the observed lengths".into(),
        subtitle: subtitle(report),
        x: Axis { label: "Length".into(), kind: Kind::Duration, max: Some(end) },
        y: Axis { label: format!("Density per {unit_name}"), kind: Kind::Mean, max: None },
        layers,
        empty: "No lengths".into(),
    })
}

/// The seconds of a unit in which densities are easily read, and its name.
fn unit(longest: f64) -> (f64, &'static str) {
    match longest {
        s if s <= 180.0 => (1.0, "second"),
        s if s <= 5.0 * 3_600.0 => (60.0, "minute"),
        s if s <= 4.0 * 86_400.0 => (3_600.0, "hour"),
        _ => (86_400.0, "day"),
    }
}

/// The mass of the curve in equal parts of the range, as a density.
fn histogram(curve: &[Step], (low, high): (f64, f64), unit: f64) -> Vec<(f64, f64, f64)> {
    // Rice's rule: twice the cube root of the number of lengths.
    let wanted = 2.0 * exp(log(count(curve.len() as u64)) / 3.0);
    let parts = (5_u32..40).find(|parts| f64::from(*parts) >= wanted).unwrap_or(40);
    let width = (high - low) / f64::from(parts);
    let edge = |part: u32| low + width * f64::from(part);
    let mass = |part: u32| {
        let is_last = part + 1 == parts;
        let within = |step: &&Step| edge(part) <= step.at && (step.at < edge(part + 1) || is_last);
        curve.iter().filter(within).map(|step| step.before - step.after).sum::<f64>()
    };
    let height = |part: u32| mass(part) / width * unit;
    let mut bars: Vec<_> = (0..parts).map(|part| (edge(part), 0.0, height(part))).collect();
    bars.push((high, 0.0, height(parts - 1)));
    bars
}

fn quantiles(report: Report<'_>) -> Figure {
    let curve = report.sample.curve();
    let every = curve.len().div_ceil(POINTS as usize).max(1);
    let mut steps: Vec<Step> = curve.iter().copied().step_by(every).collect();
    steps.extend(curve.last().filter(|_| every > 1));
    let line = |fit: &Fit| {
        let share = |step: &Step| 1.0 - f64::midpoint(step.before, step.after);
        let point = |step: &Step| (fit.estimates.candidate.quantile(share(step)), step.at);
        Layer::Line { label: label(fit), points: steps.iter().map(point).collect() }
    };
    let longest = steps.last().map_or(1.0, |step| step.at);
    let mut layers: Vec<Layer> = laws(report).map(line).collect();
    let diagonal = vec![(0.0, 0.0), (longest, longest)];
    layers.push(Layer::Line { label: "where a law is exact".into(), points: diagonal });
    Figure::Chart(Chart {
        title: "Observed lengths against those of the fitted laws".into(),
        subtitle: subtitle(report),
        x: Axis { label: "Length by the law".into(), kind: Kind::Duration, max: None },
        y: Axis { label: "Observed length".into(), kind: Kind::Duration, max: None },
        layers,
        empty: "No lengths".into(),
    })
}
