//! `run --export`: the state of one replication in shapes that other tools read.

use clap::ValueEnum;
use cloudpc_sim::report::graph::{self, Snapshot};
use cloudpc_sim::scenario::duration;
use cloudpc_sim::{SimDuration, SimTime};

use super::exit::Failure;
use super::output::Content;
use super::saved;
use super::scenario::Loaded;

/// What to export, and when.
#[derive(clap::Args)]
pub(super) struct Export {
    /// Also write the state of one replication as Microsoft Graph would list it: Cloud PCs, their
    /// count per status, policies and connections. `import` reads these files
    #[arg(long = "export", value_name = "SHAPE")]
    shape: Option<Shape>,
    /// The replication to export, from 0
    #[arg(long, value_name = "N", default_value_t = 0, requires = "shape")]
    replication: u64,
    /// When to look at it, such as 6h after the start; at the end of the replication if not given
    #[arg(long, value_name = "LENGTH", value_parser = length, requires = "shape")]
    at: Option<SimDuration>,
}

/// In what shape.
#[derive(Clone, Copy, ValueEnum)]
enum Shape {
    Graph,
}

/// Files to be written, and what to say of them.
pub(super) struct Exported {
    pub(super) contents: Vec<Content<'static>>,
    pub(super) says: Option<String>,
}

fn length(text: &str) -> Result<SimDuration, String> {
    duration::length(text).map_err(|_| "write a length such as 90m, 6h or 1d12h".into())
}

impl Export {
    /// The files, if any are asked for.
    pub(super) fn files(&self, loaded: &Loaded, sets: &[String]) -> Result<Exported, Failure> {
        let Some(Shape::Graph) = self.shape else {
            return Ok(Exported { contents: vec![], says: None });
        };
        let horizon = loaded.scenario.horizon;
        let at = self.at.unwrap_or(horizon);
        if at > horizon {
            return Err(Failure::input(format!(
                "--at {at} is after the end of the replication; write at most {horizon}, or give \
                 the scenario a longer one with --set horizon={at}"
            )));
        }
        let told = saved::tell_until(loaded, self.replication, at)?;
        let snapshot = Snapshot {
            heading: &loaded.heading(sets),
            tenant: &loaded.scenario.tenant,
            detail: &told.detail,
            at: SimTime::ZERO + at,
        };
        let file = |(name, text): (&str, String)| -> Content<'static> {
            (name.into(), Box::new(move || text.into_bytes()))
        };
        let contents = graph::files(snapshot).into_iter().map(file).collect();
        let says = format!("replication {} after {at}", self.replication);
        Ok(Exported { contents, says: Some(says) })
    }
}
