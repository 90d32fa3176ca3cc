//! `trace`: one replication as a file for Perfetto.

use std::path::{Path, PathBuf};

use cloudpc_sim::report::trace;

use super::exit::Failure;
use super::{Talk, answer, files, saved, scenario, tell};

/// Write one replication as a timeline that ui.perfetto.dev opens
///
/// A lane for every Cloud PC, connection, site link and condition, in the Chrome trace event format.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  cloudpc-sim trace scenarios/death-spiral.toml\n  \
                        cloudpc-sim trace --from output/rollout-2000 --replication 3 -o 3.json")]
pub(super) struct Args {
    /// The scenario file
    #[arg(required_unless_present = "from", conflicts_with = "from")]
    scenario: Option<PathBuf>,
    /// The folder that a run wrote, in place of a scenario
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// The replication, from 0
    #[arg(long, value_name = "N", default_value_t = 0)]
    replication: u64,
    /// Replace an entry of the scenario, such as retry.pause=10m
    #[arg(long = "set", value_name = "PATH=VALUE", conflicts_with = "from")]
    sets: Vec<String>,
    /// The file to write; - for stdout
    #[arg(short, long, value_name = "FILE", default_value = "trace.json")]
    output: PathBuf,
}

pub(super) fn run(args: &Args, talk: Talk) -> Result<(), Failure> {
    let json = json(args)?;
    if args.output == Path::new("-") {
        return answer::print(&json);
    }
    let name = args.output.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| {
        Failure::input(format!("{}: name a file to write", args.output.display()))
    })?;
    let folder = args.output.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    files::create_folder(folder)?;
    files::write(folder, name, json.as_bytes())?;
    if talk >= Talk::Normal {
        let path = args.output.display();
        tell(&format!(
            "Timeline: {path}\nTo look at it, open https://ui.perfetto.dev and drop the file there"
        ));
    }
    Ok(())
}

fn json(args: &Args) -> Result<String, Failure> {
    let (loaded, told) = if let Some(folder) = &args.from {
        let saved = saved::open(folder)?;
        trace::fits(&saved.loaded.scenario.tenant).map_err(Failure::input)?;
        let told = saved.tell(args.replication)?;
        (saved.loaded, told)
    } else {
        let path = args.scenario.as_ref().expect("the command line demands one of both");
        let loaded = scenario::load(path, &args.sets)?;
        trace::fits(&loaded.scenario.tenant).map_err(Failure::input)?;
        let told = saved::tell(&loaded, args.replication)?;
        (loaded, told)
    };
    let heading = loaded.heading(&args.sets);
    trace::json(&heading, &loaded.scenario.tenant, &told).map_err(Failure::input)
}
