//! Fitted laws as text: a table, their parameters, the lines to paste, what they mean.

use super::super::number::{level, plural, whole};
use super::super::table::{finished, plain_table};
use super::sentence::sentences;
use super::{MUCH, Report, chance, people, told_apart, with_interval};
use crate::statistics::fit::sample::{length_at, mean_of};
use crate::statistics::fit::{Fit, SLICES};

/// Everything there is to say.
pub fn text(report: Report<'_>) -> String {
    let parts = [
        headline(report),
        table(report),
        parameters(report),
        to_paste(report),
        sentences(report).join("\n"),
    ];
    parts.join("\n\n") + "\n"
}

fn headline(report: Report<'_>) -> String {
    let sample = report.sample;
    let all = plural(sample.len() as u64, "length");
    let censored = match sample.censored().len() as u64 {
        0 => String::new(),
        n => format!(", of which {} had not ended", whole(n)),
    };
    let left_out = match report.left_out {
        0 => String::new(),
        n => format!("; {} left out", plural(n, "row")),
    };
    let range = sample.range().map(|(low, high)| told_apart(&[low, high]));
    let range = range.map(|told| format!(", {} to {}", told[0], told[1]));
    format!("{}: {all}{}{censored}{left_out}", report.source, range.unwrap_or_default())
}

fn table(report: Report<'_>) -> String {
    let mut table = plain_table();
    let of = |what: &str| format!("{what} ({})", level(report.level));
    let header = ["law", "AICc", "distance", "chance", &of("mean"), "p50", &of("p95")];
    table.set_header(header.map(String::from));
    for fit in &report.fits.fits {
        table.add_row(row(report, fit));
    }
    let curve = report.sample.curve();
    let told = |seconds: Option<f64>| seconds.map_or_else(|| "-".into(), people);
    table.add_row([
        "observed".into(),
        String::new(),
        String::new(),
        String::new(),
        told(mean_of(&curve)),
        told(length_at(&curve, 0.5)),
        told(length_at(&curve, 0.95)),
    ]);
    finished(table)
}

fn row(report: Report<'_>, fit: &Fit) -> [String; 7] {
    let estimates = &fit.estimates;
    let behind = report.behind(fit).map_or_else(|| "-".into(), |behind| format!("{behind:+.1}"));
    [
        estimates.candidate.family().name().into(),
        behind,
        format!("{:.3}", fit.distance),
        fit.chance.map_or_else(|| "-".into(), |share| chance(share, "<= ")),
        with_interval(&estimates.mean),
        people(estimates.p50.value),
        with_interval(&estimates.p95),
    ]
}

fn parameters(report: Report<'_>) -> String {
    let line = |fit: &Fit| {
        let told = fit
            .estimates
            .parameters
            .iter()
            .map(|parameter| format!("{} {}", parameter.name, with_interval(parameter)));
        let name = fit.estimates.candidate.family().name();
        format!("{name}: {}", told.collect::<Vec<_>>().join(", "))
    };
    let fitted = report.fits.fits.iter().map(line);
    let unfit = report.fits.unfit.iter().map(|u| format!("{}: {}", u.family.name(), u.why));
    fitted.chain(unfit).collect::<Vec<_>>().join("\n")
}

fn to_paste(report: Report<'_>) -> String {
    let key = report.key();
    let empirical = match &report.spelled.empirical {
        Some(law) if report.is_verbatim() => {
            format!("# or the lengths themselves:\n# {key} = {law}")
        }
        Some(law) => format!(
            "# or {SLICES} lengths that stand for all, with a shorter tail:\n# {key} = {law}"
        ),
        None => "# the lengths themselves make no law: the longest had not ended".into(),
    };
    let bounded = report.bounded_ahead(MUCH).map(|(_, law)| {
        format!("\n# or, if nothing can take longer than its end:\n# {key} = {law}")
    });
    let bounded = bounded.unwrap_or_default();
    format!("[timing]\n{key} = {}\n{empirical}{bounded}", report.spelled.laws[0])
}
