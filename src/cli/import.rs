//! `import`: a scenario from a tenant's exports.

use std::path::{Path, PathBuf};

use cloudpc_sim::exports::{Exports, Names};
use cloudpc_sim::scenario::printable;

use super::exit::Failure;
use super::{Talk, answer, files, tell};

/// More than any export of a tenant with a hundred thousand Cloud PCs.
const MOST_BYTES: u64 = 256 << 20;

/// Write a scenario from a tenant's exports
///
/// Reads exports of Microsoft Graph (onPremisesConnections, provisioningPolicies, cloudPCs), of the
/// Azure CLI (network vnet, network vnet subnet, a virtual network's usages), of
/// Get-ADSyncScheduler, Get-ADReplicationSiteLink and repadmin /showrepl * /csv, each recognized by
/// its content. Behind every value of the scenario stands where it came from; at its end stands
/// what is missing, with the commands that export it. Users become counts.
#[derive(clap::Args)]
#[command(after_help = "Example: cloudpc-sim import onpremises.json policies.json cloudpcs.json \
                        -o scenario.toml")]
pub(super) struct Args {
    /// The exports, in any order and number
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Where to write the scenario; on stdout if not given
    #[arg(short, long, value_name = "SCENARIO")]
    output: Option<PathBuf>,
    /// Keep the names of connections, policies, groups, subnets and sites
    #[arg(long)]
    keep_names: bool,
}

pub(super) fn run(args: &Args, talk: Talk) -> Result<(), Failure> {
    let mut exports = Exports::default();
    let mut refused = vec![];
    for path in &args.files {
        let bytes = files::read(path, MOST_BYTES, "an export")?;
        refused.extend(exports.add(&file_name(path), bytes).err());
    }
    if !refused.is_empty() {
        return Err(Failure::input(refused.join("\nerror: ")));
    }
    let names = if args.keep_names { Names::Kept } else { Names::Neutral };
    let import = exports.scenario(names).map_err(Failure::input)?;
    if talk > Talk::Quiet {
        import.notes.iter().for_each(|note| tell(note));
    }
    let Some(output) = &args.output else { return answer::print(&import.scenario) };
    write(output, &import.scenario)?;
    if talk > Talk::Quiet {
        let shown = printable(&output.display().to_string());
        if import.missing > 0 {
            let count = import.missing;
            tell(&format!(
                "Not exported: {count}; the end of {shown} says what, with the commands"
            ));
        }
        tell(&format!("Scenario: {shown}; next: cloudpc-sim run {shown}"));
    }
    Ok(())
}

/// The name of a file without its folder, which may be named after a user.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let Some(name) = name.filter(|_| !path.is_dir()) else {
        return Err(Failure::input(format!("{}: this is no file name", path.display())));
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    files::write(folder.unwrap_or(Path::new(".")), &name, text.as_bytes())
}
