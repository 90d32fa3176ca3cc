//! Exports that somebody has spoilt: they make a scenario that loads, or are refused with a
//! reason, and never panic; what is nobody's business comes out of none of them.

use std::fs;
use std::path::Path;

use cloudpc_sim::exports::{Exports, Names};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::{config, load};

/// What people and machines write where it does not belong.
const STRANGE: [&str; 26] = [
    "null",
    "true",
    "\"True\"",
    "-1",
    "0",
    "1.5",
    "1e400",
    "18446744073709551616",
    "[]",
    "{}",
    "\"\"",
    "\"2026-02-30T00:00:00Z\"",
    "\"0001-01-01T00:00:00Z\"",
    "\"/Date(-99999999999999)/\"",
    "\"10.0.0.0/24\"",
    "\"0.0.0.0/0\"",
    "\"::1/128\"",
    "\"=cmd()\"",
    "\"\\ud83d\\ude00\\u202e\"",
    "\"@{x=1}\"",
    "\"]\\n[admin]\\n\"",
    "\"\"\"",
    "{",
    "]",
    ",",
    ":",
];

#[derive(Clone, Debug)]
enum Spoil {
    /// From one byte to another: gone.
    Drop(Index, u8),
    /// A part of the text again, elsewhere.
    Repeat(Index, u8, Index),
    /// What stands between a colon or comma and the next.
    Value(Index, &'static str),
    Byte(Index, u8),
}

fn spoil() -> impl Strategy<Value = Spoil> {
    prop_oneof![
        2 => (any::<Index>(), any::<u8>()).prop_map(|(at, length)| Spoil::Drop(at, length)),
        1 => (any::<Index>(), any::<u8>(), any::<Index>())
            .prop_map(|(at, length, to)| Spoil::Repeat(at, length, to)),
        6 => (any::<Index>(), select(&STRANGE[..])).prop_map(|(at, value)| Spoil::Value(at, value)),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Spoil::Byte(at, byte)),
    ]
}

impl Spoil {
    fn apply(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let part = |at: &Index, length: u8| {
            let start = at.index(bytes.len());
            start..(start + usize::from(length)).min(bytes.len())
        };
        match self {
            Self::Drop(at, length) => drop(bytes.drain(part(at, *length))),
            Self::Repeat(at, length, to) => {
                let again = bytes[part(at, *length)].to_vec();
                let to = to.index(bytes.len());
                bytes.splice(to..to, again);
            }
            Self::Value(at, value) => {
                let ends = |byte: &u8| b":,\n".contains(byte);
                let start = at.index(bytes.len());
                let Some(begin) = bytes[start..].iter().position(ends) else { return };
                let begin = start + begin + 1;
                let end = bytes[begin..].iter().position(ends).map_or(bytes.len(), |n| begin + n);
                bytes.splice(begin..end, value.bytes());
            }
            Self::Byte(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
        }
    }
}

/// The project's own exports by name.
fn exports() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/integration/exports");
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut files: Vec<_> = entries
        .map(|entry| {
            let entry = entry.expect("it can be listed");
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).expect("it can be read"))
        })
        .collect();
    files.sort();
    files
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn spoilt_exports_make_a_scenario_or_are_refused_with_a_reason(
        spoils in proptest::collection::vec((any::<Index>(), spoil()), 1..12),
        keep in any::<bool>(),
    ) {
        let mut files = exports();
        for (at, spoil) in &spoils {
            let count = files.len();
            spoil.apply(&mut files[at.index(count)].1);
        }
        let mut all = Exports::default();
        for (name, bytes) in files {
            if let Err(reason) = all.add(&name, bytes) {
                prop_assert!(reason.starts_with(&format!("{name}: ")), "{reason}");
                prop_assert!(!reason.contains("ecret"), "{reason}");
            }
        }
        let names = if keep { Names::Kept } else { Names::Neutral };
        match all.scenario(names) {
            Ok(import) => {
                load(&import.scenario, &[]);
                let said = import.notes.join("\n") + &import.scenario;
                prop_assert!(!said.contains("@secret") && !said.contains("Password"), "{said}");
                prop_assert!(keep || !said.contains("ecret"), "{said}");
                let odd = |c: char| c.is_control() && c != '\n';
                prop_assert!(!said.contains(odd), "{said:?}");
            }
            Err(reason) => prop_assert!(!reason.is_empty()),
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut all = Exports::default();
        if all.add("f", bytes).is_ok() {
            prop_assert!(all.scenario(Names::Neutral).is_ok());
        }
    }
}
