//! The output folder: every file whole, the manifest last.

use std::path::Path;

use cloudpc_sim::Scenario;
use cloudpc_sim::report::json::{self, CaseFingerprint, FileDigest, Manifest, Parameter};
use cloudpc_sim::report::{Run, chart, csv, figures};
use cloudpc_sim::scenario::validate::effective;

use super::exit::Failure;
use super::files;
use super::scenario::{Loaded, sha256};

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const SCENARIO: &str = "scenario.toml";
pub(super) const REPLICATIONS: &str = "replications.csv";
const WALL_CLOCK: &str = "wall_clock.json";
pub(super) const MOST_MANIFEST: u64 = 64 << 20;
/// Cloud PCs and health checks that may be told row by row in all replications together.
const MOST_ROWS: u64 = 5_000_000;

/// Makes the bytes of a file.
type Make = Box<dyn Fn(Run<'_>) -> Vec<u8>>;

/// How many replications may be told in detail before memory and disk fill up.
pub(super) fn most_details(scenario: &Scenario) -> u64 {
    let tenant = &scenario.tenant;
    let horizon = scenario.horizon.ms();
    // The admin may repeat a check as often as every minute.
    let every = |interval: u64| if tenant.admin.recheck.is_some() { 60_000 } else { interval };
    let checks = tenant.connections.iter().map(|c| horizon / every(c.check.interval.ms()));
    let rows = tenant.cloud_pcs().saturating_add(checks.sum());
    MOST_ROWS / rows.max(1)
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
    pub(super) fn write(&self, is_stopped: impl Fn() -> bool) -> Result<(), Failure> {
        self.remove_old()?;
        let mut digests = vec![];
        for (name, make) in self.contents() {
            if is_stopped() {
                let text =
                    "interrupted while writing; the folder has no manifest.json and is incomplete";
                return Err(Failure::Interrupted(text.into()));
            }
            let bytes = make(self.run);
            files::write(self.path, &name, &bytes)?;
            digests.push(FileDigest { name, bytes: bytes.len(), sha256: sha256(&bytes) });
        }
        let wall_clock = format!("{{\n  \"simulated_in_s\": {:.3}\n}}\n", self.seconds);
        files::write(self.path, WALL_CLOCK, wall_clock.as_bytes())?;
        files::write(self.path, MANIFEST, json::manifest(&self.manifest(digests)).as_bytes())
    }

    /// Every file by its name, with how to make it.
    fn contents(&self) -> Vec<(String, Make)> {
        let scenario = effective(&self.loaded.scenario.settings);
        let mut contents: Vec<(String, Make)> = vec![
            (SCENARIO.into(), Box::new(move |_| scenario.clone().into())),
            ("summary.csv".into(), Box::new(|run| csv::summary(run.outcome).into())),
            ("summary.json".into(), Box::new(|run| json::summary(run.outcome, run.heading).into())),
            (REPLICATIONS.into(), Box::new(|run| csv::replications(run.outcome).into())),
        ];
        if self.run.outcome.details().next().is_some() {
            let all = [csv::cloud_pcs, csv::attempts, csv::statuses, csv::resources];
            let names = ["cloud_pcs.csv", "attempts.csv", "statuses.csv", "resources.csv"];
            for (name, table) in names.iter().zip(all) {
                let make = move |run: Run<'_>| table(run.outcome, run.heading).into();
                contents.push(((*name).into(), Box::new(make)));
            }
        }
        for (name, figure) in figures::all(self.run) {
            let svg = chart::svg(&figure);
            let png = svg.clone();
            contents.push((format!("{name}.png"), Box::new(move |_| chart::png(&png))));
            contents.push((format!("{name}.svg"), Box::new(move |_| svg.clone().into())));
        }
        contents
    }

    /// Removes what the manifest of an earlier run names, and the manifest first: a folder with a
    /// manifest is complete. Files that no manifest names are somebody else's.
    fn remove_old(&self) -> Result<(), Failure> {
        let old =
            files::read(&self.path.join(MANIFEST), MOST_MANIFEST, "a manifest").unwrap_or_default();
        files::remove(self.path, MANIFEST)?;
        for name in json::files_of(&old) {
            files::remove(self.path, &name)?;
        }
        Ok(())
    }

    fn manifest(&self, files: Vec<FileDigest>) -> Manifest {
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
            files,
        }
    }
}
