//! The output folder: every file whole, the manifest last.

use std::path::Path;

use cloudpc_sim::Scenario;
use cloudpc_sim::report::chart::Figure;
use cloudpc_sim::report::json::{self, CaseFingerprint, FileDigest, Manifest, Parameter};
use cloudpc_sim::report::shocks::Part;
use cloudpc_sim::report::{Run, chart, csv, figures};
use cloudpc_sim::scenario::validate::effective;

use super::exit::Failure;
use super::files;
use super::scenario::{Loaded, sha256};

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const SCENARIO: &str = "scenario.toml";
/// The table that only a sweep writes.
pub(super) const CASES: &str = "cases.csv";
pub(super) const REPLICATIONS: &str = "replications.csv";
const WALL_CLOCK: &str = "wall_clock.json";
pub(super) const MOST_MANIFEST: u64 = 64 << 20;
/// Cloud PCs and health checks that may be told row by row in all replications together.
const MOST_ROWS: u64 = 5_000_000;

/// A file by its name, and how to make its bytes.
pub(super) type Content<'a> = (String, Box<dyn FnOnce() -> Vec<u8> + 'a>);

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

/// Results on their way into a folder.
pub(super) struct Folder<'a> {
    pub(super) path: &'a Path,
    pub(super) contents: Vec<Content<'a>>,
    pub(super) manifest: Manifest,
    pub(super) seconds: f64,
}

impl Folder<'_> {
    /// Writes everything; files of an earlier run that this one does not have are removed.
    pub(super) fn write(mut self, is_stopped: impl Fn() -> bool) -> Result<(), Failure> {
        remove_old(self.path)?;
        for (name, make) in self.contents {
            if is_stopped() {
                let text =
                    "interrupted while writing; the folder has no manifest.json and is incomplete";
                return Err(Failure::Interrupted(text.into()));
            }
            let bytes = make();
            files::write(self.path, &name, &bytes)?;
            let digest = FileDigest { name, bytes: bytes.len(), sha256: sha256(&bytes) };
            self.manifest.files.push(digest);
        }
        let wall_clock = format!("{{\n  \"simulated_in_s\": {:.3}\n}}\n", self.seconds);
        files::write(self.path, WALL_CLOCK, wall_clock.as_bytes())?;
        files::write(self.path, MANIFEST, json::manifest(&self.manifest).as_bytes())
    }
}

/// Removes what the manifest of an earlier run names, and the manifest first: a folder with a
/// manifest is complete. Files that no manifest names are somebody else's.
fn remove_old(folder: &Path) -> Result<(), Failure> {
    let old = files::read(&folder.join(MANIFEST), MOST_MANIFEST, "a manifest").unwrap_or_default();
    files::remove(folder, MANIFEST)?;
    for name in json::files_of(&old) {
        files::remove(folder, &name)?;
    }
    Ok(())
}

/// Every file of a run.
pub(super) fn of_run<'a>(loaded: &'a Loaded, run: Run<'a>) -> Vec<Content<'a>> {
    let mut contents: Vec<Content<'a>> = vec![
        of_scenario(loaded),
        ("summary.csv".into(), Box::new(move || csv::summary(run.outcome).into())),
        ("summary.json".into(), Box::new(move || json::summary(run).into())),
        (REPLICATIONS.into(), Box::new(move || csv::replications(run.outcome).into())),
    ];
    if run.outcome.details().next().is_some() {
        let all = [csv::cloud_pcs, csv::attempts, csv::statuses, csv::resources];
        let names = ["cloud_pcs.csv", "attempts.csv", "statuses.csv", "resources.csv"];
        for (name, table) in names.iter().zip(all) {
            let make = move || table(run.outcome, run.heading).into();
            contents.push(((*name).into(), Box::new(make)));
        }
    }
    contents.extend(of_figures(figures::all(run)));
    contents
}

/// The scenario with every default filled in.
pub(super) fn of_scenario(loaded: &Loaded) -> Content<'_> {
    (SCENARIO.into(), Box::new(|| effective(&loaded.scenario.settings).into()))
}

/// Figures, each as PNG and as SVG.
pub(super) fn of_figures<'a>(figures: Vec<(String, Figure)>) -> Vec<Content<'a>> {
    let mut contents: Vec<Content<'a>> = vec![];
    for (name, figure) in figures {
        let svg = chart::svg(&figure);
        let png = svg.clone();
        contents.push((format!("{name}.png"), Box::new(move || chart::png(&png))));
        contents.push((format!("{name}.svg"), Box::new(move || svg.into())));
    }
    contents
}

/// What identifies results of a scenario with these entries replaced; without files yet.
pub(super) fn manifest(
    loaded: &Loaded,
    sets: Vec<String>,
    fingerprints: Vec<CaseFingerprint>,
    strata: Vec<Part>,
) -> Manifest {
    let scenario = &loaded.scenario;
    let differs = scenario.settings.iter().filter(|setting| setting.differs());
    Manifest {
        version: env!("CARGO_PKG_VERSION").into(),
        results_version: json::RESULTS_VERSION,
        scenario: loaded.file_name.clone(),
        scenario_sha256: loaded.sha256.clone(),
        set: sets,
        seed: scenario.seed,
        replications: scenario.replications,
        strata,
        fingerprints,
        differs_from_default: differs
            .map(|setting| Parameter {
                path: setting.path.clone(),
                value: setting.value.clone(),
                default: setting.default.clone().unwrap_or_default(),
                ground: setting.ground.clone(),
            })
            .collect(),
        files: vec![],
    }
}
