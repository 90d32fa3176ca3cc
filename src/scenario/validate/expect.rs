//! `[expect]`: bounds that can hold. Whether there is such a measure, the results know.

use super::settings::Ledger;
use super::toml::ToToml;
use crate::scenario::file::{Expected, Limit, ScenarioFile};
use crate::scenario::named::{Item, Named};
use crate::scenario::problem::{Problem, quoted};
use crate::scenario::tree::Spanned;

pub(super) fn read(file: &ScenarioFile, ledger: &mut Ledger) -> Named<Expected> {
    let Some(expect) = &file.expect else { return Named::default() };
    let expected = expect.value.0.clone();
    for item in &expected {
        bounds(item, ledger);
        sure(item, ledger);
        let name = item.name.value.to_toml();
        // A key stands in double quotes even where TOML would write another kind.
        let name = if name.starts_with('"') { name } else { format!("\"{}\"", item.name.value) };
        ledger.given_toml(&format!("expect.{name}"), written(&item.value));
    }
    expected
}

fn bounds(item: &Item<Expected>, ledger: &mut Ledger) {
    let Expected { at_most, at_least, .. } = &item.value;
    let name = quoted(&item.name.value);
    match (at_most, at_least) {
        (None, None) if !ledger.is_partial() => {
            let message = format!("the expectation of {name} has no bound");
            let problem = Problem::new(&item.name.place, message, "no bound");
            ledger.push(problem.help("write `at_most`, `at_least` or both"));
        }
        (Some(most), Some(least)) => {
            let (most, least_place) = (most.value, &least.place);
            let apart = match (most, least.value) {
                (Limit::Number(most), Limit::Number(least)) => least > most,
                (Limit::Length(most), Limit::Length(least)) => least > most,
                (Limit::Number(_), Limit::Length(_)) | (Limit::Length(_), Limit::Number(_)) => true,
            };
            if apart {
                let message = format!("no {name} is between these bounds");
                let label = format!("`at_most` is {}", most.to_toml());
                ledger.push(Problem::new(least_place, message, label));
            }
        }
        (None | Some(_), None) | (None, Some(_)) => {}
    }
}

/// Nothing is certain of random results, and a verdict below one half is worth nothing.
fn sure(item: &Item<Expected>, ledger: &mut Ledger) {
    if let Some(confidence) = &item.value.confidence
        && !(0.5..1.0).contains(&confidence.value.get())
    {
        let message = "`confidence` must be at least 0.5 and below 1";
        let problem = Problem::new(&confidence.place, message, "no level of confidence");
        ledger.push(problem.help("such as 0.95"));
    }
    if let Some(share) = &item.value.share
        && !(0.0..1.0).contains(&share.value.get())
    {
        let message = "`share` must be below 1: no number of replications shows that all will";
        let problem = Problem::new(&share.place, message, "all rollouts");
        ledger.push(problem.help("such as 0.95"));
    }
}

fn written(expected: &Expected) -> String {
    let Expected { at_most, at_least, share, confidence } = expected;
    let keys = [
        key("at_most", at_most.as_ref()),
        key("at_least", at_least.as_ref()),
        key("share", share.as_ref()),
        key("confidence", confidence.as_ref()),
    ];
    format!("{{ {} }}", keys.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn key<T: ToToml>(key: &str, value: Option<&Spanned<T>>) -> Option<String> {
    value.map(|value| format!("{key} = {}", value.value.to_toml()))
}
