//! Fitted laws as figures: densities over a histogram, and quantiles against quantiles.

use super::super::chart::{Axis, Chart, Figure, Kind, Layer};
use super::super::number::plural;
use super::Report;
use crate::kernel::math::{count, exp, log};
use crate::statistics::fit::Fit;
use crate::statistics::fit::sample::Step;

/// As many laws are drawn, the best first: more lines cannot be told apart.
const DRAWN: usize = 4;
/// As many have their quantiles compared: points hide each other.
const COMPARED: usize = 3;
const POINTS: u32 = 400;
/// How far axes reach beyond what they show.
const MARGIN: f64 = 1.05;

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
    let end = high * MARGIN;
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
    let longest = steps.last().map_or(1.0, |step| step.at);
    let mut layers: Vec<Layer> =
        laws(report).take(COMPARED).map(|fit| against(fit, &steps, longest)).collect();
    let to = MARGIN * layers.iter().map(reach).fold(longest, f64::max);
    layers.push(Layer::Diagonal { label: "where law and lengths agree".into(), from: 0.0, to });
    Figure::Chart(Chart {
        title: "Observed lengths against those of the fitted laws".into(),
        subtitle: subtitle(report),
        x: Axis { label: "Quantile of the fitted law".into(), kind: Kind::Duration, max: None },
        y: Axis { label: "Observed quantile".into(), kind: Kind::Duration, max: None },
        layers,
        empty: "No lengths".into(),
    })
}

/// Where each share ends by the law, and where it does among the lengths.
fn against(fit: &Fit, steps: &[Step], longest: f64) -> Layer {
    let share = |step: &Step| 1.0 - f64::midpoint(step.before, step.after);
    let point = |step: &Step| (fit.estimates.candidate.quantile(share(step)), step.at);
    // What a law expects far beyond all lengths would leave them no room.
    let (points, beyond): (Vec<_>, Vec<_>) =
        steps.iter().map(point).partition(|(law, _)| *law <= 2.0 * longest);
    let label = match beyond.len() as u64 {
        0 => label(fit),
        n => format!("{} ({} beyond the axis)", label(fit), plural(n, "point")),
    };
    Layer::Points { label, points }
}

/// The greatest coordinate of points.
fn reach(layer: &Layer) -> f64 {
    let Layer::Points { points, .. } = layer else { return 0.0 };
    points.iter().map(|(x, y)| x.max(*y)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::calibration::Spelled;
    use crate::statistics::fit::fit;
    use crate::statistics::fit::sample::Sample;

    /// The density and the quantiles of these lengths.
    fn drawn(ended: Vec<f64>, censored: Vec<f64>) -> [Chart; 2] {
        let sample = Sample::new(ended, censored);
        let fits = fit(&sample, 0.95, 1).expect("lengths that differ");
        let spelled = Spelled { laws: vec![String::new(); fits.fits.len()], empirical: None };
        let (sample, fits, spelled) = (&sample, &fits, &spelled);
        let source = "t.csv";
        let (left_out, level, seed, stage) = (0, 0.95, 1, None);
        let report = Report { source, sample, left_out, fits, level, seed, stage, spelled };
        [density(report), quantiles(report)].map(|figure| {
            let Figure::Chart(chart) = figure else { panic!("a chart") };
            chart
        })
    }

    /// Where dots are, law by law.
    fn dots(chart: &Chart) -> Vec<(&str, &[(f64, f64)])> {
        let mut dots = vec![];
        for layer in &chart.layers {
            if let Layer::Points { label, points } = layer {
                dots.push((label.as_str(), points.as_slice()));
            }
        }
        dots
    }

    #[test]
    fn quantiles_of_the_best_three_laws_are_dots_around_a_diagonal_that_reaches_all_of_them() {
        let [_, chart] = drawn((41..=80).map(f64::from).collect(), vec![]);
        let laws = dots(&chart);
        assert_eq!(laws.len(), 3);
        let Some(Layer::Diagonal { from: 0.0, to, .. }) = chart.layers.last() else {
            panic!("{:?}", chart.layers)
        };
        for (law, dots) in laws {
            assert_eq!(dots.len(), 40, "{law}: each length once");
            let rises = dots.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1);
            assert!(rises && dots.iter().all(|(x, y)| x.max(*y) < *to), "{law}: {dots:?}");
        }
    }

    #[test]
    fn what_a_law_expects_far_beyond_all_lengths_is_counted_not_drawn() {
        // An exponential law's longest of 40 lengths is more than four times their mean.
        let [_, chart] = drawn((1..=40).map(f64::from).collect(), vec![]);
        let laws = dots(&chart);
        let cut = laws.iter().find(|(_, dots)| dots.len() == 39);
        assert!(
            cut.is_some_and(|(law, _)| law.ends_with(" (1 point beyond the axis)")),
            "{laws:?}"
        );
        assert!(laws.iter().flat_map(|(_, dots)| *dots).all(|(x, _)| *x <= 80.0), "{laws:?}");
    }
}
