//! What fits mean, in sentences.

use super::super::number::{level, plural};
use super::{MUCH, Report, chance, people};
use crate::statistics::fit::redraw::{DRAWS, MOST_REDRAWN};
use crate::statistics::fit::{ALIKE, FEW, Fit};

/// A law that is so seldom as far from samples of its own is not the one that made the lengths.
const UNLIKELY: f64 = 0.05;

/// All sentences, from what to take to how it was found.
pub(super) fn sentences(report: Report<'_>) -> Vec<String> {
    let all = [
        Some(choice(report)),
        few(report),
        Some(quality(report)),
        bounded(report),
        placeholder(report),
        Some(method(report)),
    ];
    all.into_iter().flatten().collect()
}

/// Which law, and which others are as good.
fn choice(report: Report<'_>) -> String {
    let best = name(report.best());
    let among = match report.bounded_ahead(ALIKE) {
        Some(_) => format!("Of the laws without a longest length the {best} one"),
        None => format!("The {best} law"),
    };
    let others = report.fits.fits.iter().skip(1).filter(|fit| !fit.is_bounded());
    let alike = others.filter(|fit| report.behind(fit).is_none_or(|behind| behind < ALIKE));
    let alike: Vec<&str> = alike.map(name).collect();
    let Some((last, all)) = alike.split_last() else {
        return format!(
            "{among} fits best; every other one without a longest length is at least {ALIKE} \
             of AICc behind."
        );
    };
    let names =
        if all.is_empty() { (*last).to_string() } else { format!("{} and {last}", all.join(", ")) };
    format!(
        "{among} fits best, but {names} cannot be told from it (less than {ALIKE} of AICc \
         behind): try each before relying on a percentile."
    )
}

fn name(fit: &Fit) -> &'static str {
    fit.estimates.candidate.family().name()
}

fn few(report: Report<'_>) -> Option<String> {
    let ended = report.sample.ended().len();
    let told = plural(ended as u64, "length");
    (ended < FEW).then(|| {
        format!(
            "Only {told} ended: with fewer than {FEW} even very different laws look alike, and the \
             tail beyond the longest is a guess of the law."
        )
    })
}

/// Whether the best law is good.
fn quality(report: Report<'_>) -> String {
    match report.best().chance {
        None if report.sample.len() <= MOST_REDRAWN => "No chance is told of its distance, and no \
             bias taken out: of many samples drawn from it too few end to be fitted again."
            .into(),
        None => format!(
            "No chance is told of its distance: beyond {MOST_REDRAWN} lengths a test only finds that \
             no simple law is exact; look at the figures (-o)."
        ),
        Some(share) if share < UNLIKELY => format!(
            "Even this law is further from the lengths than chance explains ({} of samples drawn \
             from it are as far from what is fitted to them): prefer the empirical one.",
            chance(share, "at most ")
        ),
        Some(share) => format!(
            "{}: of {DRAWS} samples drawn from it (seed {}), {} are as far from what is fitted to \
             them as the lengths are.",
            match report.bounded_ahead(MUCH) {
                Some(_) => "Taken by itself it is not refuted",
                None => "Nothing speaks against it",
            },
            report.seed,
            chance(share, "at most ")
        ),
    }
}

/// A law with ends that is likelier still.
fn bounded(report: Report<'_>) -> Option<String> {
    let (fit, _) = report.bounded_ahead(ALIKE)?;
    let ahead = -report.behind(fit)?;
    Some(format!(
        "The {} law describes these lengths better (AICc {ahead:.1} lower), but is not put first: \
         its ends are estimated from the extremes, and no draw of it is ever longer than {}. Take it \
         only if you know of such a limit.",
        name(fit),
        people(fit.estimates.candidate.quantile(1.0))
    ))
}

fn placeholder(report: Report<'_>) -> Option<String> {
    report.stage.is_none().then(|| {
        "Write a key of [timing] for STAGE, such as create_vm, or name it by --stage.".into()
    })
}

fn method(report: Report<'_>) -> String {
    let censored = if report.sample.censored().is_empty() {
        ""
    } else {
        " What had not ended counts as longer than it was seen, and distances are from the \
         Kaplan-Meier curve."
    };
    let drawn = report.fits.fits.iter().filter(|fit| fit.chance.is_some()).count();
    let corrected = match report.fits.fits.len() - drawn {
        0 => format!(", less its bias in {DRAWS} samples drawn from each law"),
        _ if drawn == 0 => String::new(),
        _ => format!(", less its bias in {DRAWS} samples drawn from each law that has a chance"),
    };
    format!(
        "Maximum likelihood{corrected}; intervals, where one is known to hold, at {} confidence of \
         the law's mean, p95 and parameters, if lengths are independent and the law is the right one; distance is \
         Kolmogorov-Smirnov's.{censored}",
        level(report.level)
    )
}
