//! Fitted laws as JSON; lengths in seconds.

use serde_json::{Value, json};

use super::super::json::{number, pretty};
use super::sentence::sentences;
use super::{Report, is_bound};
use crate::statistics::fit::redraw::DRAWS;
use crate::statistics::fit::sample::{length_at, mean_of};
use crate::statistics::fit::{Fit, Parameter};

/// Everything as one JSON value.
pub fn json(report: Report<'_>) -> String {
    let Report { sample, fits, spelled, .. } = report;
    let curve = sample.curve();
    let laws = fits.fits.iter().zip(&spelled.laws).map(|(fit, spelled)| law(report, fit, spelled));
    let unfit = fits.unfit.iter().map(|u| json!({ "law": u.family.name(), "why": u.why }));
    pretty(&json!({
        "source": report.source,
        "lengths": sample.len(),
        "censored": sample.censored().len(),
        "left_out": report.left_out,
        "level": number(Some(report.level)),
        "seed": report.seed,
        "stage": report.stage,
        "observed": {
            "shortest_s": number(sample.range().map(|(low, _)| low)),
            "longest_s": number(sample.range().map(|(_, high)| high)),
            "mean_s": number(mean_of(&curve)),
            "p50_s": number(length_at(&curve, 0.5)),
            "p95_s": number(length_at(&curve, 0.95)),
        },
        "laws": laws.collect::<Vec<_>>(),
        "not_fitted": unfit.collect::<Vec<_>>(),
        "empirical": spelled.empirical,
        "draws": DRAWS,
        "sentences": sentences(report),
    }))
}

fn law(report: Report<'_>, fit: &Fit, spelled: &str) -> Value {
    let estimates = &fit.estimates;
    json!({
        "law": estimates.candidate.family().name(),
        "timing": spelled,
        "parameters": estimates.parameters.iter().map(parameter).collect::<Vec<_>>(),
        "mean": parameter(&estimates.mean),
        "p50": parameter(&estimates.p50),
        "p95": parameter(&estimates.p95),
        "log_likelihood": number(Some(fit.log_likelihood)),
        "aicc": number(fit.aicc),
        "aicc_behind": number(report.behind(fit)),
        "distance": number(Some(fit.distance)),
        "chance": number(fit.chance),
        "chance_is_upper_bound": fit.chance.is_some_and(is_bound),
    })
}

fn parameter(parameter: &Parameter) -> Value {
    json!({
        "name": parameter.name,
        "unit": if parameter.is_length { "s" } else { "" },
        "value": number(Some(parameter.value)),
        "low": number(parameter.interval.map(|(low, _)| low)),
        "high": number(parameter.interval.map(|(_, high)| high)),
    })
}
