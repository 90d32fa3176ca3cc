//! Lengths, laws and probabilities as a scenario writes them.

use std::ops::RangeInclusive;

use proptest::prelude::*;

/// A length up to so many minutes: often a multiple of five, so that things coincide.
pub(crate) fn length(most: u64) -> BoxedStrategy<String> {
    let round = (0..=most / 5).prop_map(|fives| format!("'{}m'", 5 * fives));
    let any = (0..=most * 60_000).prop_map(|ms| format!("'{ms}ms'"));
    prop_oneof![2 => round, 1 => any].boxed()
}

/// Any law of lengths of about so many minutes.
pub(crate) fn law(most: u64) -> BoxedStrategy<String> {
    let lengths = |n: usize| {
        prop::collection::vec(0..=most * 60_000, n).prop_map(|mut lengths| {
            lengths.sort_unstable();
            lengths
        })
    };
    let uniform = lengths(2)
        .prop_map(|at| format!("{{ dist = 'uniform', min = '{}ms', max = '{}ms' }}", at[0], at[1]));
    let triangular = lengths(3).prop_map(|at| {
        let [min, mode, max] = [at[0], at[1], at[2]];
        format!("{{ dist = 'triangular', min = '{min}ms', mode = '{mode}ms', max = '{max}ms' }}")
    });
    let exponential =
        length(most).prop_map(|mean| format!("{{ dist = 'exponential', mean = {mean} }}"));
    let shaped = (prop::sample::select(vec!["lognormal", "gamma", "weibull"]), length(most), 1..40)
        .prop_map(|(law, scale, tenths)| {
            let [first, second] = match law {
                "lognormal" => ["median", "sigma"],
                "gamma" => ["mean", "shape"],
                _ => ["scale", "shape"],
            };
            let shape = f64::from(tenths) / 10.0;
            format!("{{ dist = '{law}', {first} = {scale}, {second} = {shape:.1} }}")
        });
    let empirical = prop::collection::vec(length(most), 1..5)
        .prop_map(|values| format!("{{ dist = 'empirical', values = [{}] }}", values.join(", ")));
    prop_oneof![
        4 => length(most),
        1 => uniform,
        1 => triangular,
        1 => exponential,
        1 => shaped,
        1 => empirical,
    ]
    .boxed()
}

/// A probability; never and always are likely.
pub(crate) fn probability() -> BoxedStrategy<String> {
    let some = (1..100).prop_map(|percent| format!("{:.2}", f64::from(percent) / 100.0));
    prop_oneof![1 => Just("0.0".to_string()), 1 => Just("1.0".to_string()), 4 => some].boxed()
}

/// An instant of the first so many minutes.
pub(crate) fn instant(most: u64) -> BoxedStrategy<String> {
    length(most).prop_map(|length| length.replacen('\'', "'+", 1)).boxed()
}

/// A whole number.
pub(crate) fn number(range: RangeInclusive<u64>) -> BoxedStrategy<String> {
    range.prop_map(|n| n.to_string()).boxed()
}

/// Yes or no.
pub(crate) fn flag() -> BoxedStrategy<String> {
    any::<bool>().prop_map(|flag| flag.to_string()).boxed()
}

/// One of these words.
pub(crate) fn word(words: &[&'static str]) -> BoxedStrategy<String> {
    prop::sample::select(words.to_vec()).prop_map(|word| format!("'{word}'")).boxed()
}

/// `key = value`.
pub(crate) fn key(key: &str, value: impl Strategy<Value = String> + 'static) -> Part {
    let key = key.to_string();
    value.prop_map(move |value| format!("{key} = {value}\n")).boxed()
}

/// The same, or nothing.
pub(crate) fn maybe(name: &str, value: impl Strategy<Value = String> + 'static) -> Part {
    prop_oneof![Just(String::new()), key(name, value)].boxed()
}

/// A key that has always the same value.
pub(crate) fn fixed(name: &str, value: &str) -> Part {
    Just(format!("{name} = {value}\n")).boxed()
}

/// A table of keys.
pub(crate) fn table(title: &str, keys: Vec<Part>) -> Part {
    let title = title.to_string();
    keys.prop_map(move |keys| format!("[{title}]\n{}", keys.concat())).boxed()
}

/// Text of a scenario.
pub(crate) type Part = BoxedStrategy<String>;
