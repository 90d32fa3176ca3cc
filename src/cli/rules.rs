//! `rules`: the catalog of stages, causes and rules.

use cloudpc_sim::report::{catalog, coverage};
use cloudpc_sim::scenario::{nearest, printable};

use super::answer;
use super::exit::Failure;

/// Look up a cause, a warning, a stage, a condition or a rule, with its source
///
/// Without a name, prints the whole catalog.
#[derive(clap::Args)]
#[command(after_help = "Example: cloudpc-sim rules noEnoughIpAddress")]
pub(super) struct Args {
    /// A status code, a stage, or a rule's id
    #[arg(value_name = "CAUSE|STAGE|RULE")]
    name: Option<String>,
    /// Print what became of the documents and of every rule, as a Markdown page
    #[arg(long, conflicts_with = "name")]
    markdown: bool,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    if args.markdown {
        return answer::print(&coverage::page());
    }
    let Some(name) = &args.name else { return answer::print(&catalog::overview()) };
    let entry = catalog::entry(name).ok_or_else(|| {
        let near = nearest(name, &catalog::names());
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        Failure::input(format!(
            "there is no cause, warning, stage, condition or rule `{}`{near}\nAll names: cloudpc-sim rules",
            printable(name)
        ))
    })?;
    answer::print(&entry)
}
