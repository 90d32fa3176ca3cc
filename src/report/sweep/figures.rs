//! The figures of a sweep: a line with its band for one factor, a heat map for two, bars of what
//! mattered for more.

use super::super::chart::{Axis, Bar, Bars, Cell, Chart, Figure, HeatMap, Kind, Layer};
use super::super::number::{level, percent, plural};
use super::super::verdict::writer;
use super::{Factor, Swept, cell};
use crate::statistics::measure::{Summary, Unit};

/// Every figure of a sweep, with the name of its file.
pub fn all(swept: Swept<'_>) -> Vec<(String, Figure)> {
    let one = |response: usize| {
        let name = &swept.responses[response];
        match swept.factors {
            [factor] => vec![(format!("line-{name}"), alone(swept, response, factor))],
            [y, x] => vec![
                (format!("heat-{name}"), heat(swept, response, (y, x))),
                (format!("effects-{name}"), mattered(swept, response)),
            ],
            _ => vec![(format!("effects-{name}"), mattered(swept, response))],
        }
    };
    (0..swept.responses.len()).flat_map(one).collect()
}

/// A response over the levels of the only factor, with what single rollouts look like.
fn alone(swept: Swept<'_>, response: usize, factor: &Factor) -> Figure {
    let name = &swept.responses[response];
    let Some((kind, positions)) = &factor.positions else { return names(swept, response, factor) };
    let summaries = swept.cases.iter().map(|case| case.summary(name));
    let mut points: Vec<(f64, &Summary)> = swept
        .levels
        .iter()
        .zip(summaries)
        .filter_map(|(levels, summary)| Some((positions[levels[0]], summary?)))
        .collect();
    points.sort_by(|a, b| f64::total_cmp(&a.0, &b.0));
    let unit = points.first().map_or(Unit::Count, |(_, summary)| summary.measure.unit);
    let interval = |(x, s): &(f64, &Summary)| Some((*x, s.estimate.low?, s.estimate.high?));
    let rollouts = |(x, s): &(f64, &Summary)| Some((*x, s.spread.p5?, s.spread.p95?));
    let layers = vec![
        Layer::Line {
            label: format!("mean {name}"),
            points: points.iter().filter_map(|(x, s)| Some((*x, s.estimate.value?))).collect(),
        },
        Layer::Band {
            label: format!("its interval at {}", level(swept.level)),
            points: points.iter().filter_map(interval).collect(),
        },
        Layer::Band {
            label: "5th to 95th percentile of rollouts".into(),
            points: points.iter().filter_map(rollouts).collect(),
        },
    ];
    Figure::Chart(Chart {
        title: format!("{name} by {}", factor.name()),
        subtitle: subtitle(swept),
        x: Axis { label: factor.name(), kind: *kind, max: None },
        y: Axis { label: name.clone(), kind: kind_of(unit), max: None },
        layers,
        empty: format!("{name} is not reached"),
    })
}

/// A response over levels that are names: a bar for each.
fn names(swept: Swept<'_>, response: usize, factor: &Factor) -> Figure {
    let name = &swept.responses[response];
    let row = |(levels, case): (&Vec<usize>, &crate::experiment::sweep::CaseOutcome)| {
        let summary = case.summary(name)?;
        let value = summary.estimate.value.filter(|v| v.is_finite())?;
        Some(Bar {
            label: factor.level(levels[0]),
            value: in_drawn_unit(value, summary.measure.unit),
            low: summary.estimate.low.map(|v| in_drawn_unit(v, summary.measure.unit)),
            high: summary.estimate.high.map(|v| in_drawn_unit(v, summary.measure.unit)),
            note: cell(Some(summary)),
        })
    };
    let unit = swept.cases.iter().find_map(|case| Some(case.summary(name)?.measure.unit));
    Figure::Bars(Bars {
        title: format!("{name} by {}", factor.name()),
        subtitle: subtitle(swept),
        x_label: format!("mean {name}{}", drawn_unit(unit.unwrap_or(Unit::Count))),
        rows: swept.levels.iter().zip(swept.cases).filter_map(row).collect(),
        empty: format!("{name} is not reached"),
    })
}

fn drawn_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "",
        Unit::Share => " in percent",
        Unit::Seconds => " in minutes",
    }
}

fn in_drawn_unit(value: f64, unit: Unit) -> f64 {
    match unit {
        Unit::Count => value,
        Unit::Share => 100.0 * value,
        Unit::Seconds => value / 60.0,
    }
}

/// A response over two factors.
fn heat(swept: Swept<'_>, response: usize, (y, x): (&Factor, &Factor)) -> Figure {
    let name = &swept.responses[response];
    let mut cells = vec![vec![Cell::default(); x.levels.len()]; y.levels.len()];
    for (levels, case) in swept.levels.iter().zip(swept.cases) {
        let summary = case.summary(name);
        let value = summary.and_then(|s| s.estimate.value);
        let told = summary.zip(value).map(|(s, value)| writer(s.measure.unit)(value));
        cells[levels[0]][levels[1]] = Cell {
            value: value.filter(|v| v.is_finite()),
            text: told.unwrap_or_else(|| "0 of 0".into()),
        };
    }
    Figure::Heat(HeatMap {
        title: format!("mean {name}"),
        subtitle: subtitle(swept),
        x_label: x.name(),
        y_label: y.name(),
        columns: (0..x.levels.len()).map(|level| x.level(level)).collect(),
        rows: (0..y.levels.len()).map(|level| y.level(level)).collect(),
        cells,
        empty: format!("{name} is not reached in any case"),
    })
}

/// What each factor explains of a response, the most first.
fn mattered(swept: Swept<'_>, response: usize) -> Figure {
    let effects = swept.effects(response).unwrap_or_default();
    let row = |(factor, effect): (&Factor, crate::statistics::effects::Effect)| Bar {
        label: factor.name(),
        value: 100.0 * effect.total.value,
        low: Some(100.0 * effect.total.low),
        high: Some(100.0 * effect.total.high),
        note: format!("{}, by itself {}", percent(effect.total.value), percent(effect.first.value)),
    };
    let mut rows: Vec<Bar> = swept.factors.iter().zip(effects).map(row).collect();
    rows.sort_by(|a, b| f64::total_cmp(&b.value, &a.value));
    Figure::Bars(Bars {
        title: format!("What mattered for {}", swept.responses[response]),
        subtitle: subtitle(swept),
        x_label: "share of the variance between cases in percent, alone and in concert".into(),
        rows,
        empty: "Nothing that can be told apart".into(),
    })
}

fn kind_of(unit: Unit) -> Kind {
    match unit {
        Unit::Count => Kind::Mean,
        Unit::Share => Kind::Share,
        Unit::Seconds => Kind::Duration,
    }
}

fn subtitle(swept: Swept<'_>) -> String {
    let heading = swept.heading;
    let name: Vec<_> = std::iter::once(&heading.name).chain(&heading.replaced).cloned().collect();
    let cases = plural(swept.cases.len() as u64, "case");
    format!("{}: {cases}, means over replications, seed {}", name.join(", "), heading.seed)
}
