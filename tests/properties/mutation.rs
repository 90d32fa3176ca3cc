//! Texts that somebody has spoilt: they load or are refused with problems, and never panic.

use cloudpc_sim::{Scenario, SimDuration};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::generate::{Text, scenario};
use crate::{config, read, run};

/// What people and machines write where it does not belong.
const STRANGE: [&str; 40] = [
    "0",
    "-1",
    "1",
    "2.5",
    "nan",
    "-inf",
    "1e400",
    "0x10",
    "18446744073709551616",
    "9223372036854775807",
    "true",
    "''",
    "'0s'",
    "'36500d'",
    "'999999999d'",
    "'-5m'",
    "'+1h'",
    "'+'",
    "'P1DT2H'",
    "'24:00:00'",
    "'10.0.0.0/0'",
    "'10.0.0.1/32'",
    "'0.0.0.0/8'",
    "'2026-03-04T12:00'",
    "2026-02-30",
    "1979-05-27T00:32:00-07:00",
    "[]",
    "['c0', 'c0']",
    "[[]]",
    "{}",
    "{ dist = 'gamma' }",
    "\"\\u0000\"",
    "'\u{202e}'",
    "'ä\u{301}😀'",
    "'''",
    "\"\"\"",
    "[",
    "]",
    "=",
    "#",
];

#[derive(Clone, Debug)]
pub(crate) enum Mutation {
    DropLine(Index),
    RepeatLine(Index, Index),
    /// What stands after the `=` of a line.
    Value(Index, &'static str),
    /// Another number in a line's value, which often is good too.
    Number(Index, u8),
    /// The value of another line.
    Borrow(Index, Index),
    Insert(Index, String),
    Remove(Index, u8),
    Truncate(Index),
}

pub(crate) fn mutation() -> impl Strategy<Value = Mutation> {
    use Mutation::{Borrow, DropLine, Insert, Number, Remove, RepeatLine, Truncate, Value};
    let at = any::<Index>;
    let strange = select(&STRANGE[..]);
    prop_oneof![
        2 => at().prop_map(DropLine),
        2 => (at(), at()).prop_map(|(from, to)| RepeatLine(from, to)),
        6 => (at(), strange.clone()).prop_map(|(line, value)| Value(line, value)),
        9 => (at(), any::<u8>()).prop_map(|(line, n)| Number(line, n)),
        4 => (at(), at()).prop_map(|(from, to)| Borrow(from, to)),
        1 => (at(), strange).prop_map(|(at, text)| Insert(at, text.into())),
        1 => (at(), ".{1,4}").prop_map(|(at, text)| Insert(at, text)),
        2 => (at(), 1..9u8).prop_map(|(at, n)| Remove(at, n)),
        1 => at().prop_map(Truncate),
    ]
}

impl Mutation {
    fn apply(&self, text: &str) -> String {
        let mut lines: Vec<String> = text.lines().map(String::from).collect();
        let mut chars: Vec<char> = text.chars().collect();
        if lines.is_empty() {
            return String::new();
        }
        let (line, char) = (lines.len(), chars.len());
        match self {
            Self::DropLine(at) => drop(lines.remove(at.index(line))),
            Self::RepeatLine(from, to) => {
                lines.insert(to.index(line), lines[from.index(line)].clone());
            }
            Self::Value(at, value) => replace_value(&mut lines[at.index(line)], value),
            Self::Number(at, n) => replace_number(&mut lines[at.index(line)], *n),
            Self::Borrow(from, to) => {
                let from = lines[from.index(line)].clone();
                let value = from.split_once('=').map_or(from.as_str(), |(_, value)| value.trim());
                replace_value(&mut lines[to.index(line)], value);
            }
            Self::Insert(at, text) => {
                let at = at.index(char);
                chars.splice(at..at, text.chars());
                return chars.into_iter().collect();
            }
            Self::Remove(at, n) => {
                let at = at.index(char);
                chars.drain(at..char.min(at + usize::from(*n)));
                return chars.into_iter().collect();
            }
            Self::Truncate(at) => return chars[..at.index(char)].iter().collect(),
        }
        lines.join("\n")
    }
}

fn replace_value(line: &mut String, value: &str) {
    if let Some((key, _)) = line.split_once('=') {
        *line = format!("{key}= {value}");
    }
}

fn replace_number(line: &mut String, n: u8) {
    let Some(value) = line.find('=') else { return };
    let Some(from) = line[value..].find(|c: char| c.is_ascii_digit()) else { return };
    let digits = line[value + from..].bytes().take_while(u8::is_ascii_digit).count();
    line.replace_range(value + from..value + from + digits, &n.to_string());
}

/// The scenarios that come with the project.
pub(crate) fn shipped() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let entries = std::fs::read_dir(folder).expect("there are scenarios");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("it can be listed").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("it is text")).collect()
}

pub(crate) fn spoilt(text: &str, mutations: &[Mutation]) -> String {
    mutations.iter().fold(text.to_string(), |text, mutation| mutation.apply(&text))
}

fn loads_and_runs_or_is_refused(text: &str) {
    match read(text, &[]) {
        Ok(scenario) if is_small(&scenario) => drop(run(&scenario, 1)),
        Ok(_) => {}
        Err(problems) => {
            assert!(!problems.is_empty() && !problems.render(true).is_empty());
        }
    }
}

/// Whether a few replications of it take no time to speak of.
fn is_small(scenario: &Scenario) -> bool {
    let tenant = &scenario.tenant;
    let retries = tenant.admin.retry_failed.as_ref().map_or(0, |retry| u64::from(retry.at_most));
    let attempts = u64::from(tenant.retry.attempts) * (1 + retries);
    scenario.replications <= 2
        && scenario.horizon <= SimDuration::from_days(30)
        && tenant.cloud_pcs() * attempts <= 10_000
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_spoilt_shipped_scenario_loads_or_is_refused(
        text in select(shipped()),
        mutations in prop::collection::vec(mutation(), 1..4),
    ) {
        let spoilt = spoilt(&text, &mutations);
        loads_and_runs_or_is_refused(&spoilt);
        // The same as a single replication, for those that load.
        loads_and_runs_or_is_refused(&format!("replications = 1\n{spoilt}"));
    }

    #[test]
    fn a_spoilt_generated_scenario_loads_or_is_refused(
        Text(text) in scenario(),
        mutations in prop::collection::vec(mutation(), 1..4),
    ) {
        loads_and_runs_or_is_refused(&spoilt(&text, &mutations));
    }

    #[test]
    fn any_text_at_all_loads_or_is_refused(text in "\\PC{0,200}|[a-z=\\[\\].'\"{}#,\n0-9-]{0,80}") {
        loads_and_runs_or_is_refused(&text);
    }
}
