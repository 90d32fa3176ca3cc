//! Fitted laws as figures: densities over a histogram, and quantiles against quantiles.

use std::ops::RangeInclusive;

use super::super::chart::{Axis, Chart, Figure, Kind, Layer};
use super::super::number::plural;
use super::Report;
use crate::kernel::math::{count, exp, log};
use crate::statistics::fit::Fit;
use crate::statistics::fit::sample::{Sample, Step};

/// As many laws are drawn, the best first: more lines cannot be told apart.
const DRAWN: usize = 4;
/// As many have their quantiles compared: points hide each other.
const COMPARED: usize = 3;
const POINTS: u32 = 400;
/// How far axes reach beyond what they show, as a part of it.
const MARGIN: f64 = 0.05;
/// Into how many parts a histogram may be cut.
const PARTS: RangeInclusive<u32> = 5..=40;

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
    let (from, to) = shown(report.sample.range().unwrap_or((0.0, 1.0)));
    let (unit, unit_name) = unit(to.min(100.0 * (to - from)));
    let curve = |fit: &Fit| {
        let at = |i: u32| from + (to - from) * f64::from(i) / f64::from(POINTS);
        let point = |x: f64| (x, fit.estimates.candidate.density(x) * unit);
        Layer::Line { label: label(fit), points: (0..=POINTS).map(at).map(point).collect() }
    };
    let bars = histogram(report.sample, (to - from) / f64::from(POINTS), unit);
    let mut layers = vec![Layer::StepBand { label: "observed".into(), points: bars }];
    layers.extend(laws(report).map(curve));
    Figure::Chart(Chart {
        title: "Fitted laws over the observed lengths".into(),
        subtitle: subtitle(report),
        x: Axis { label: "Length".into(), kind: Kind::Length, max: Some(to) },
        y: Axis { label: format!("Density per {unit_name}"), kind: Kind::Mean, max: None },
        layers,
        empty: "No lengths".into(),
    })
}

/// What an axis shows of values in a range: all from zero on, or from near the least on if that is
/// more than half of the greatest.
fn shown((low, high): (f64, f64)) -> (f64, f64) {
    let margin = MARGIN * (high - low);
    let (from, to) = (low - margin, high + margin);
    if from > to / 2.0 { (from, to) } else { (0.0, high * (1.0 + MARGIN)) }
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

/// What ended in equal parts of the range, none below `least` wide, as a density.
fn histogram(sample: &Sample, least: f64, unit: f64) -> Vec<(f64, f64, f64)> {
    let (curve, parts) = (sample.curve(), parts(sample.ended()));
    let ended = (sample.ended().first(), sample.ended().last());
    let (Some(&low), Some(&high)) = ended else { return vec![] };
    let width = ((high - low) / f64::from(parts)).max(least);
    let edge = |part: u32| low + width * f64::from(part);
    let mass = |part: u32| {
        let is_last = part + 1 == parts;
        let within = |step: &&Step| edge(part) <= step.at && (step.at < edge(part + 1) || is_last);
        curve.iter().filter(within).map(|step| step.before - step.after).sum::<f64>()
    };
    let height = |part: u32| mass(part) / width * unit;
    let mut bars: Vec<_> = (0..parts).map(|part| (edge(part), 0.0, height(part))).collect();
    bars.push((edge(parts), 0.0, height(parts - 1)));
    bars
}

/// Into how many parts the range of ascending lengths is cut, by Freedman and Diaconis: each as
/// wide as twice the range of the middle half, over the cube root of how many there are.
fn parts(ended: &[f64]) -> u32 {
    let (Some(low), Some(high)) = (ended.first(), ended.last()) else { return *PARTS.start() };
    let quarter = ended.len() / 4;
    let middle = ended[ended.len() - 1 - quarter] - ended[quarter];
    let width = 2.0 * middle / exp(log(count(ended.len() as u64)) / 3.0);
    let enough = |parts: &u32| f64::from(*parts) * width >= high - low;
    PARTS.clone().find(enough).unwrap_or(*PARTS.end())
}

fn quantiles(report: Report<'_>) -> Figure {
    let curve = report.sample.curve();
    let every = curve.len().div_ceil(POINTS as usize).max(1);
    let mut steps: Vec<Step> = curve.iter().copied().step_by(every).collect();
    steps.extend(curve.last().filter(|_| every > 1));
    let laws = report.fits.fits.iter().map(|fit| against(fit, &steps));
    // A law may be so far off that none of its points is near.
    let near = laws.filter(|(_, points)| !points.is_empty()).take(COMPARED);
    let (mut layers, mut all) = (vec![], vec![]);
    for (label, points) in near {
        all.extend(points.iter().flat_map(|&(x, y)| [x, y]));
        layers.push(Layer::Points { label, points });
    }
    let least = all.iter().copied().reduce(f64::min).unwrap_or(0.0);
    let (from, to) = shown((least, all.into_iter().fold(least, f64::max)));
    layers.push(Layer::Diagonal { label: "where law and lengths agree".into(), from, to });
    Figure::Chart(Chart {
        title: "Observed lengths against those of the fitted laws".into(),
        subtitle: subtitle(report),
        x: Axis { label: "Quantile of the fitted law".into(), kind: Kind::Length, max: None },
        y: Axis { label: "Observed quantile".into(), kind: Kind::Length, max: None },
        layers,
        empty: "No lengths".into(),
    })
}

/// Where each share ends by the law, and where it does among the lengths; with a label.
fn against(fit: &Fit, steps: &[Step]) -> (String, Vec<(f64, f64)>) {
    let share = |step: &Step| 1.0 - f64::midpoint(step.before, step.after);
    let point = |step: &Step| (fit.estimates.candidate.quantile(share(step)), step.at);
    let (low, high) = steps.first().zip(steps.last()).map_or((0.0, 0.0), |(a, b)| (a.at, b.at));
    // What a law expects far beyond all lengths would leave them no room.
    let near = (2.0 * low - high)..=(2.0 * high - low);
    let (points, beyond): (Vec<_>, Vec<_>) =
        steps.iter().map(point).partition(|(law, _)| near.contains(law));
    let label = match beyond.len() as u64 {
        0 => label(fit),
        n => format!("{} ({} beyond the axes)", label(fit), plural(n, "point")),
    };
    (label, points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::calibration::Spelled;
    use crate::report::chart::svg;
    use crate::statistics::fit::fit;

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
            cut.is_some_and(|(law, _)| law.ends_with(" (1 point beyond the axes)")),
            "{laws:?}"
        );
        assert!(laws.iter().flat_map(|(_, dots)| *dots).all(|(x, _)| *x <= 80.0), "{laws:?}");
    }

    /// A range of lengths that is small beside their size.
    fn alike() -> Vec<f64> {
        (0..40).map(|i| 60.0 + f64::from(i * 7 % 6) / 1_000.0).collect()
    }

    /// Lengths of hostile forms, some of which had not ended.
    fn forms() -> [(Vec<f64>, Vec<f64>); 7] {
        let skewed = (0..80).map(|i| 0.001 * exp(f64::from(i) * log(3.456e9) / 79.0)).collect();
        let many = (1..=10_000).map(|i| 900.0 * -log(f64::from(i) / 10_001.0)).collect();
        let few = vec![12.0, 15.0, 9.0, 22.0, 14.0];
        let tied = vec![60.0, 60.0, 60.0, 60.0, 60.001];
        let [early, late] = [0.5, 1_000.0].map(|at| vec![at; 400]);
        let none = Vec::new;
        let five = few.clone();
        [
            (alike(), none()),
            (skewed, none()),
            (few, none()),
            (many, none()),
            (tied, none()),
            (five.clone(), early),
            (five, late),
        ]
    }

    type Curve<'a> = &'a [(f64, f64)];

    /// The observed bars and the curves of the laws.
    fn bars_and_curves(chart: &Chart) -> (&[(f64, f64, f64)], Vec<Curve<'_>>) {
        let [Layer::StepBand { points, .. }, lines @ ..] = &chart.layers[..] else {
            panic!("bars first")
        };
        let mut curves = vec![];
        for line in lines {
            let Layer::Line { points, .. } = line else { panic!("then curves") };
            curves.push(points.as_slice());
        }
        (points, curves)
    }

    #[test]
    fn no_form_of_lengths_leaves_a_figure_empty() {
        for (ended, censored) in forms() {
            let case = format!("{ended:.9?} {}", censored.len());
            let seen = Sample::new(ended.clone(), censored.clone()).curve();
            let [density, quantiles] = drawn(ended, censored);
            let (bars, curves) = bars_and_curves(&density);
            assert!(PARTS.contains(&u32::try_from(bars.len() - 1).unwrap()), "{case}");
            let area: f64 = bars.windows(2).map(|two| two[0].2 * (two[1].0 - two[0].0)).sum();
            // Heights are per unit, widths in seconds.
            let units = [1.0, 60.0, 3_600.0, 86_400.0];
            let share = 1.0 - seen.last().unwrap().after;
            assert!(units.iter().any(|u| (area / u - share).abs() < 1e-9), "{case}: {area}");
            assert_eq!(curves.len(), DRAWN, "{case}");
            for curve in curves {
                let finite = curve.iter().filter(|(x, y)| (x + y).is_finite());
                assert!(finite.count() >= POINTS as usize, "{case}");
            }
            assert!(!dots(&quantiles).is_empty(), "{case}");
            for chart in [density, quantiles] {
                let svg = svg(&Figure::Chart(chart));
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{case}");
            }
        }
    }

    #[test]
    fn lengths_that_hardly_differ_fill_both_figures() {
        for chart in drawn(alike(), vec![]) {
            let svg = svg(&Figure::Chart(chart));
            for mark in ["60.000", "60.002", "60.004"] {
                assert!(svg.contains(mark), "{mark}");
            }
        }
        let [chart, quantiles] = drawn(alike(), vec![]);
        assert!(dots(&quantiles).iter().all(|(_, dots)| !dots.is_empty()));
        let (bars, curves) = bars_and_curves(&chart);
        let (from, to) = (curves[0][0].0, curves[0][POINTS as usize].0);
        assert!(from < 60.0 && to > 60.005 && to - from < 0.006, "{from} to {to}");
        assert!(bars.iter().all(|bar| from < bar.0 && bar.0 < to), "{bars:?}");
        let area: f64 = curves[0].windows(2).map(|w| w[0].1 * (w[1].0 - w[0].0)).sum();
        assert!((0.8..=1.0).contains(&area), "the best law is within the axis: {area}");
    }

    #[test]
    fn a_histogram_has_as_many_parts_as_freedman_and_diaconis_say_within_limits() {
        // Of evenly spread lengths about the cube root of how many there are.
        for (n, expected) in [(5, 5), (27, 5), (1_000, 11), (8_000, 21), (200_000, 40)] {
            let even: Vec<f64> = (1..=n).map(f64::from).collect();
            assert_eq!(parts(&even), expected, "{n}");
        }
        assert_eq!(parts(&[1.0, 1.0, 1.0, 1.0, 2.0]), 40, "the middle half has no range");
    }
}
