//! The output folder: every file whole, the manifest last.

use std::path::Path;

use cloudpc_sim::report::chart;
use cloudpc_sim::report::json::{self, CaseFingerprint, FileDigest, Manifest, Parameter};
use cloudpc_sim::report::{Run, csv, figures};
use cloudpc_sim::scenario::Scenario;

use super::exit::Failure;
use super::files;
use super::scenario::{Loaded, sha256};

const MANIFEST: &str = "manifest.json";
const WALL_CLOCK: &str = "wall_clock.json";
/// Cloud PCs that may be told row by row in all replications together.
const MOST_ROWS: u64 = 5_000_000;

/// Refuses details that would fill memory and disk.
pub(super) fn refuse_too_much(scenario: &Scenario, detailed: u64) -> Result<(), Failure> {
    let rows = scenario.tenant.cloud_pcs().saturating_mul(detailed);
    if rows <= MOST_ROWS {
        return Ok(());
    }
    let fits = MOST_ROWS / scenario.tenant.cloud_pcs();
    Err(Failure::input(format!(
        "--detail would write {rows} rows of Cloud PCs, more than {MOST_ROWS}; at most --detail {fits}"
    )))
}

/// A run on its way into a folder.
pub(super) struct Folder<'a> {
    pub(super) path: &'a Path,
    pub(super) loaded: &'a Loaded,
    pub(super) sets: &'a [String],
    pub(super) run: Run<'a>,
    pub(super) seconds: f64,
}

impl Folder<'_> {
    /// Writes everything; files of an earlier run that this one does not have are removed.
    pub(super) fn write(&self) -> Result<(), Failure> {
        let contents = self.contents();
        self.remove_others(&contents)?;
        for (name, bytes) in &contents {
            files::write(self.path, name, bytes)?;
        }
        let wall_clock = format!("{{\n  \"simulated_in_s\": {:.3}\n}}\n", self.seconds);
        files::write(self.path, WALL_CLOCK, wall_clock.as_bytes())?;
        let manifest = self.manifest(&contents);
        files::write(self.path, MANIFEST, json::manifest(&manifest).as_bytes())
    }

    fn contents(&self) -> Vec<(String, Vec<u8>)> {
        let Run { outcome, heading, .. } = self.run;
        let mut contents: Vec<(String, Vec<u8>)> = vec![
            ("summary.csv".into(), csv::summary(outcome).into()),
            ("summary.json".into(), json::summary(outcome, heading).into()),
            ("replications.csv".into(), csv::replications(outcome).into()),
        ];
        if outcome.details().next().is_some() {
            contents.push(("cloud_pcs.csv".into(), csv::cloud_pcs(outcome, heading).into()));
            contents.push(("attempts.csv".into(), csv::attempts(outcome, heading).into()));
            contents.push(("resources.csv".into(), csv::resources(outcome, heading).into()));
        }
        for (name, figure) in figures::all(self.run) {
            let svg = chart::svg(&figure);
            contents.push((format!("{name}.png"), chart::png(&svg)));
            contents.push((format!("{name}.svg"), svg.into()));
        }
        contents
    }

    /// The old manifest goes first: a folder with a manifest is complete.
    fn remove_others(&self, contents: &[(String, Vec<u8>)]) -> Result<(), Failure> {
        files::remove(self.path, MANIFEST)?;
        let ours = |name: &str| contents.iter().any(|(known, _)| known == name);
        for name in files::names(self.path).iter().filter(|name| is_result(name) && !ours(name)) {
            files::remove(self.path, name)?;
        }
        Ok(())
    }

    fn manifest(&self, contents: &[(String, Vec<u8>)]) -> Manifest {
        let scenario = &self.loaded.scenario;
        let outcome = self.run.outcome;
        let differs = scenario.settings.iter().filter(|setting| setting.differs());
        Manifest {
            version: env!("CARGO_PKG_VERSION").into(),
            results_version: json::RESULTS_VERSION,
            scenario: self.loaded.file_name.clone(),
            scenario_sha256: self.loaded.sha256.clone(),
            set: self.sets.to_vec(),
            seed: scenario.seed,
            replications: scenario.replications,
            fingerprints: vec![CaseFingerprint {
                case: csv::CASE.into(),
                events: outcome.events(),
                fingerprint: format!("{:032x}", outcome.fingerprint()),
            }],
            differs_from_default: differs
                .map(|setting| Parameter {
                    path: setting.path.clone(),
                    value: setting.value.clone(),
                    default: setting.default.clone().unwrap_or_default(),
                    ground: setting.ground.clone(),
                })
                .collect(),
            files: contents.iter().map(|(name, bytes)| digest(name, bytes)).collect(),
        }
    }
}

fn digest(name: &str, bytes: &[u8]) -> FileDigest {
    FileDigest { name: name.into(), bytes: bytes.len(), sha256: sha256(bytes) }
}

/// Whether a file of the folder is one that a run writes.
fn is_result(name: &str) -> bool {
    let figure = [".svg", ".png"].iter().any(|ending| name.ends_with(ending));
    let ours =
        ["time_to_ready.", "causes.", "addresses-"].iter().any(|start| name.starts_with(start));
    let tables = ["cloud_pcs.csv", "attempts.csv", "resources.csv"];
    figure && ours || tables.contains(&name)
}
