//! `validate`: read scenarios, run nothing.

use std::path::PathBuf;

use cloudpc_sim::scenario::validate::effective;

use super::exit::Failure;
use super::{answer, scenario, tell};

/// Check scenarios without running them
///
/// Reports every problem with file, line and column.
#[derive(clap::Args)]
#[command(after_help = "Example: cloudpc-sim validate scenarios/hello.toml --effective")]
pub(super) struct Args {
    /// Scenario files
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    /// Replace an entry of the file, such as retry.pause=10m
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// Print each scenario with every default filled in and what it stands on
    #[arg(long)]
    effective: bool,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let mut wrong = vec![];
    for path in &args.scenarios {
        match scenario::load(path, &args.sets) {
            Ok(loaded) if args.effective => {
                answer::print(&format!(
                    "# {}\n{}",
                    loaded.file_name,
                    effective(&loaded.scenario.settings)
                ))?;
            }
            Ok(loaded) => {
                let cloud_pcs = loaded.scenario.tenant.cloud_pcs();
                let cases = loaded.design.map(|design| format!(", {} cases", design.cases.len()));
                let cases = cases.unwrap_or_default();
                answer::print(&format!(
                    "{}: good, {cloud_pcs} Cloud PCs{cases}\n",
                    path.display()
                ))?;
            }
            Err(Failure::Input(text)) => {
                tell(&text);
                wrong.push(path.display().to_string());
            }
            Err(other) => return Err(other),
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Failure::input(format!("not valid: {}", wrong.join(", "))))
}
