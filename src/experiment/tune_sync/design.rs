//! The cells: a scenario with other intervals, and with another site read by Entra Connect.

use std::collections::BTreeMap;

use crate::kernel::time::SimDuration;
use crate::provisioning::stage::Join;
use crate::provisioning::tenant::Wave;
use crate::scenario::{self, Files, Scenario, Source};

use super::brought::{first_choice, something};
use super::options::Level;
use super::varying::{Varied, Varying};
use super::{Asked, Refusal};

/// Cells that there may be.
pub const MOST_CELLS: usize = 1_000;
/// Everything to try.
#[derive(Clone, Debug)]
pub struct Design {
    /// The sites that Entra Connect may read; the scenario's own first, unless others were asked for.
    pub readings: Vec<Reading>,
    /// Every combination: by reading, then site links, then Entra Connect.
    pub cells: Vec<Cell>,
    /// What the scenario itself says.
    pub own: Own,
}

/// Entra Connect reads a domain controller of this site.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The site.
    pub site: String,
    /// The site links on the ways to it whose intervals are varied.
    pub links: Vec<String>,
}

/// One combination.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Which site is read, by its number.
    pub reading: usize,
    /// The interval of Entra Connect.
    pub connect: SimDuration,
    /// The intervals of the reading's links.
    pub links: Vec<SimDuration>,
    /// What is simulated; without its settings and texts.
    pub scenario: Scenario,
}

/// What a scenario says before anything is varied.
#[derive(Clone, Debug)]
pub struct Own {
    /// The site that Entra Connect reads.
    pub site: String,
    /// The interval of Entra Connect.
    pub connect: SimDuration,
    /// The interval of each site link, by its name.
    pub links: BTreeMap<String, SimDuration>,
    /// How long a hybrid join may take.
    pub limit: SimDuration,
    /// Cloud PCs whose devices register themselves, which wait for none of this.
    pub federated: u64,
    /// Replications of each cell.
    pub replications: u64,
}

/// Every combination of what was asked for, or of the usual.
///
/// # Errors
/// All problems of the scenario, those of an option, or what the scenario lacks.
pub fn design(
    source: Source,
    sets: &[String],
    files: &dyn Files,
    asked: &Asked,
) -> Result<Design, Refusal> {
    let base = scenario::load(source.clone(), sets, files).map_err(Refusal::Problems)?;
    something(&base.tenant)?;
    let varying = Varying::new(source, sets, files, &base);
    let links = varying.links_asked(&asked.links)?;
    let readings = varying.readings(asked.sites.as_deref(), &links)?;
    let connect = varying.connect(asked.connect.as_deref());
    let combinations = |(_, axes): &Varied| {
        axes.iter().map(Vec::len).product::<usize>().saturating_mul(connect.len())
    };
    let all = readings.iter().map(combinations).fold(0, usize::saturating_add);
    if all > MOST_CELLS {
        let text = format!(
            "{all} combinations are more than the {MOST_CELLS} that can be tried at once; name \
             fewer with --connect, --link NAME=INTERVALS or --connect-site"
        );
        return Err(Refusal::Nothing(text));
    }
    let mut cells = vec![];
    for (number, (reading, axes)) in readings.iter().enumerate() {
        for levels in combined(axes.iter().chain([&connect])) {
            cells.push(varying.cell((number, reading), &levels)?);
        }
    }
    let readings = readings.into_iter().map(|(reading, _)| reading).collect();
    Ok(Design { readings, cells, own: own(&base) })
}

fn own(base: &Scenario) -> Own {
    let identity = &base.tenant.identity;
    let links = identity.directory.links.iter();
    let federated =
        |wave: &&Wave| first_choice(&base.tenant, wave.group, Join::Federated).is_some();
    let federated = base.tenant.waves.iter().filter(federated);
    Own {
        site: identity.directory.sites[0].clone(),
        connect: identity.connect.grid.interval,
        links: links.map(|link| (link.name.clone(), link.grid.interval)).collect(),
        limit: identity.timeout,
        federated: federated.map(Wave::cloud_pcs).sum(),
        replications: base.replications,
    }
}

/// Every combination of levels, the last axis fastest.
fn combined<'l>(axes: impl Iterator<Item = &'l Vec<Level>>) -> Vec<Vec<&'l Level>> {
    let one_more = |all: Vec<Vec<&'l Level>>, axis: &'l Vec<Level>| {
        let with = |start: Vec<&'l Level>| {
            axis.iter().map(move |level| start.iter().copied().chain([level]).collect())
        };
        all.into_iter().flat_map(with).collect()
    };
    axes.fold(vec![vec![]], one_more)
}
