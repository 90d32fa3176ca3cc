//! Scenario files: read from disk, decoded, validated.

use std::path::Path;

use cloudpc_sim::experiment::expectation::{self, Expectation};
use cloudpc_sim::report::heading::Heading;
use cloudpc_sim::scenario::sweep::{self, Design};
use cloudpc_sim::scenario::{self, Problems, Scenario, Source};
use sha2::{Digest, Sha256};

use super::exit::Failure;
use super::files::{self, Folder};

/// Larger than any scenario that people write.
const MOST_BYTES: u64 = 16 << 20;

/// A scenario and where it came from.
pub(super) struct Loaded {
    /// The file's name without folder and ending.
    pub(super) name: String,
    /// The file's name without folder.
    pub(super) file_name: String,
    /// SHA-256 of the file's bytes.
    pub(super) sha256: String,
    /// What it says.
    pub(super) scenario: Scenario,
    /// What it expects of its results.
    pub(super) expectations: Vec<Expectation>,
    /// Its cases, if it is a sweep.
    pub(super) design: Option<Design>,
    /// Its text.
    pub(super) source: Source,
}

impl Loaded {
    /// What reports say about a run of it, with these entries replaced.
    pub(super) fn heading(&self, replaced: &[String]) -> Heading {
        let scenario = &self.scenario;
        Heading {
            name: self.name.clone(),
            question: scenario.question.clone(),
            start: scenario.start,
            horizon: scenario.horizon,
            seed: scenario.seed,
            replications: scenario.replications,
            replaced: replaced.to_vec(),
        }
    }
}

/// Reads and validates a scenario with these assignments made to it.
pub(super) fn load(path: &Path, sets: &[String]) -> Result<Loaded, Failure> {
    let bytes = files::read(path, MOST_BYTES, "a scenario")?;
    let shown = scenario::printable(&path.display().to_string());
    let text = decode(&bytes).map_err(|why| Failure::input(format!("{shown}: {why}")))?;
    let source = Source { name: shown, text };
    let beside = Folder::beside(path);
    let refuse = |problems: Problems| Failure::Input(told(&problems));
    let scenario = scenario::load(source.clone(), sets, &beside).map_err(refuse)?;
    let expectations = expectation::expectations(&scenario).map_err(refuse)?;
    let design = sweep::design(source.clone(), sets, &beside).map_err(refuse)?;
    let part = |part: Option<&std::ffi::OsStr>| {
        scenario::printable(&part.unwrap_or_default().to_string_lossy())
    };
    let (name, file_name) = (part(path.file_stem()), part(path.file_name()));
    Ok(Loaded { name, file_name, sha256: sha256(&bytes), scenario, expectations, design, source })
}

/// SHA-256 in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// What is wrong with a scenario, with how much there is.
pub(super) fn told(problems: &Problems) -> String {
    let n = problems.count();
    let ending = if n == 1 { "" } else { "s" };
    format!(
        "{}\n{n} problem{ending} in the scenario; nothing was simulated",
        problems.render(true).trim_end()
    )
}

/// The text of a file, which must be UTF-8.
fn decode(bytes: &[u8]) -> Result<String, String> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err("this is UTF-16, as PowerShell's `>` writes it; save it as UTF-8".into());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_string()),
        Err(error) => {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let line = before.split('\n').count();
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            Err(format!("line {line}, column {column}: not UTF-8; save the file as UTF-8"))
        }
    }
}
