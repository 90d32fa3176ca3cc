//! The folder of an earlier run: its scenario, to simulate a replication of it again.

use std::path::Path;

use cloudpc_sim::Experiment;
use cloudpc_sim::SimDuration;
use cloudpc_sim::experiment::Told;
use cloudpc_sim::experiment::comparison::Sample;
use cloudpc_sim::report::json::{self, Origin};
use cloudpc_sim::report::sample;
use cloudpc_sim::scenario::printable;

use super::exit::Failure;
use super::files;
use super::output::{CASES, MANIFEST, MOST_MANIFEST, REPLICATIONS, SCENARIO};
use super::scenario::{self, Loaded, sha256};

const MOST_REPLICATIONS: u64 = 1 << 30;

/// A run that wrote a folder.
pub(super) struct Saved<'a> {
    folder: &'a Path,
    origin: Origin,
    pub(super) loaded: Loaded,
}

/// Opens the folder of a run.
pub(super) fn open(folder: &Path) -> Result<Saved<'_>, Failure> {
    let shown = folder.display();
    if !folder.is_dir() {
        return Err(Failure::input(format!("{shown}: there is no such folder; {WRITTEN}")));
    }
    let manifest =
        files::read(&folder.join(MANIFEST), MOST_MANIFEST, "a manifest").map_err(|_| {
            Failure::input(format!("{shown}: no {MANIFEST} in it, so it is no run's; {WRITTEN}"))
        })?;
    let origin = json::origin(&manifest).ok_or_else(|| {
        Failure::input(format!("{shown}: its {MANIFEST} is not one of a run; {WRITTEN}"))
    })?;
    if origin.results_version != json::RESULTS_VERSION {
        return Err(foreign(folder, &origin));
    }
    if origin.files.iter().any(|file| file.name == CASES) {
        return Err(Failure::input(format!(
            "{shown}: a sweep wrote it; name two cases by the sweep's file, such as SCENARIO#0 and \
             SCENARIO#1"
        )));
    }
    let mut loaded = scenario::load(&folder.join(SCENARIO), &[])?;
    let digest = origin.files.iter().find(|file| file.name == SCENARIO);
    if digest.is_none_or(|digest| digest.sha256 != loaded.sha256) {
        let text = format!("{shown}: its {SCENARIO} is not the one of the run; run it again");
        return Err(Failure::input(text));
    }
    let name = Path::new(&origin.scenario).file_stem().unwrap_or_default();
    loaded.name = printable(&name.to_string_lossy());
    Ok(Saved { folder, origin, loaded })
}

const WRITTEN: &str = "`cloudpc-sim run SCENARIO -o DIR` writes one";

fn foreign(folder: &Path, origin: &Origin) -> Failure {
    let Origin { version, results_version, .. } = origin;
    Failure::input(format!(
        "{}: written by version {} with results version {results_version}; this is version {} \
         with results version {}, whose results differ: run the scenario again",
        folder.display(),
        printable(version),
        env!("CARGO_PKG_VERSION"),
        json::RESULTS_VERSION
    ))
}

impl Saved<'_> {
    /// Simulates a replication again, which must go as it went.
    pub(super) fn tell(&self, number: u64) -> Result<Told, Failure> {
        let told = tell(&self.loaded, number)?;
        let known = self.fingerprint(number)?;
        if known.is_none_or(|known| known == format!("{:032x}", told.fingerprint)) {
            return Ok(told);
        }
        Err(Failure::input(format!(
            "{}: replication {number} does not go as it went (its fingerprint differs); run the \
             scenario again",
            self.folder.display()
        )))
    }

    /// What its table of replications holds; none if the table is gone.
    pub(super) fn sample(&self) -> Result<Option<Sample>, Failure> {
        let path = self.folder.join(REPLICATIONS);
        if !path.exists() {
            return Ok(None);
        }
        let bytes = files::read(&path, MOST_REPLICATIONS, "a table")?;
        let listed = self.origin.files.iter().find(|file| file.name == REPLICATIONS);
        let scenario = &self.loaded.scenario;
        let measures = Experiment::new(scenario).measures_of_one();
        let sample = listed
            .filter(|listed| listed.sha256 == sha256(&bytes))
            .and_then(|_| sample::from_csv(&bytes, &measures, scenario.seed));
        let not_its = || {
            let shown = path.display();
            Failure::input(format!("{shown}: this is not the table of the run; run it again"))
        };
        sample.map(Some).ok_or_else(not_its)
    }

    /// The fingerprint of a replication, if the folder still tells the one of its run.
    fn fingerprint(&self, number: u64) -> Result<Option<String>, Failure> {
        let path = self.folder.join(REPLICATIONS);
        let listed = self.origin.files.iter().find(|file| file.name == REPLICATIONS);
        let Some(listed) = listed.filter(|_| path.exists()) else { return Ok(None) };
        let bytes = files::read(&path, MOST_REPLICATIONS, "a table")?;
        if sha256(&bytes) != listed.sha256 {
            return Ok(None);
        }
        let mut rows = csv::Reader::from_reader(bytes.as_slice()).into_records().flatten();
        let row = rows.find(|row| row.get(1) == Some(&number.to_string()));
        Ok(row.and_then(|row| row.get(2).map(String::from)))
    }
}

/// Simulates one replication of a scenario and tells it in detail.
pub(super) fn tell(loaded: &Loaded, number: u64) -> Result<Told, Failure> {
    tell_until(loaded, number, loaded.scenario.horizon)
}

/// Simulates one replication of a scenario up to this long after its start, and tells it in detail.
pub(super) fn tell_until(
    loaded: &Loaded,
    number: u64,
    until: SimDuration,
) -> Result<Told, Failure> {
    let all = loaded.scenario.replications;
    if number >= all {
        let text = format!("there is no replication {number}; they are numbered 0 to {}", all - 1);
        return Err(Failure::input(text));
    }
    if super::output::most_details(&loaded.scenario) == 0 {
        return Err(Failure::input(
            "one replication has millions of rows, too many to tell; take fewer users, or a \
             shorter horizon",
        ));
    }
    Ok(Experiment::new(&loaded.scenario).tell_until(number, until))
}
