//! The binary's own layer: sees only the public API of the library.

mod answer;
mod calibrate;
mod case;
mod check;
mod compare;
mod exit;
mod explain;
mod export;
mod files;
mod import;
mod options;
mod output;
mod plan;
mod plan_waves;
mod progress;
mod rules;
mod run;
mod saved;
mod scenario;
mod size_subnet;
mod sweep;
mod trace;
mod tune_sync;
mod validate;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use exit::Failure;

/// A deterministic simulator of Windows 365 Cloud PC provisioning.
///
/// Plays the life of Cloud PCs against what makes real rollouts fail (identity synchronization that
/// comes too late, subnets that run out, health checks that fail, licenses and people that go) and
/// answers with numbers and intervals.
#[derive(Parser)]
#[command(name = "cloudpc-sim", version, arg_required_else_help = true)]
#[command(
    after_help = "Example: cloudpc-sim run scenarios/hello.toml\n\nExit codes: 0 good, 1 an \
                        expectation does not hold, 2 \
                        command line or scenario wrong, 70 internal error, 75 temporary (disk \
                        full), 130 interrupted"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Color the output: auto, always, never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// Say nothing but the answer
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say how long it took
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
}

#[derive(Subcommand)]
enum Command {
    Run(run::Args),
    Sweep(sweep::Args),
    Plan(plan::Args),
    PlanWaves(plan_waves::Args),
    TuneSync(tune_sync::Args),
    Compare(compare::Args),
    SizeSubnet(size_subnet::Args),
    Check(check::Args),
    Explain(explain::Args),
    Trace(trace::Args),
    Import(import::Args),
    Calibrate(calibrate::Args),
    Validate(validate::Args),
    Rules(rules::Args),
    /// Print the JSON Schema of scenario files, for editors and checkers
    #[command(after_help = "Example: cloudpc-sim schema > scenario.schema.json")]
    Schema,
    /// Print a completion script for a shell
    #[command(
        after_help = "Example (PowerShell): cloudpc-sim completions powershell | Out-String \
                            | Invoke-Expression"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

/// How much to say on stderr beside the answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Talk {
    Quiet,
    Normal,
    Verbose,
}

/// Runs the command that was asked for.
pub(crate) fn main() -> ExitCode {
    exit::tell_of_internal_errors();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(told) => return exit::usage(&told),
    };
    anstream::ColorChoice::write_global(match cli.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    });
    exit::code(dispatch(cli))
}

fn dispatch(cli: Cli) -> Result<(), Failure> {
    let talk = match (cli.quiet, cli.verbose) {
        (true, _) => Talk::Quiet,
        (false, true) => Talk::Verbose,
        (false, false) => Talk::Normal,
    };
    match cli.command {
        Command::Run(args) => run::run(args, talk),
        Command::Sweep(args) => sweep::run(&args, talk),
        Command::Plan(args) => plan::run(&args),
        Command::PlanWaves(args) => plan_waves::run(&args, talk),
        Command::TuneSync(args) => tune_sync::run(&args, talk),
        Command::Compare(args) => compare::run(&args, talk),
        Command::SizeSubnet(args) => size_subnet::run(&args, talk),
        Command::Check(args) => check::run(&args, talk),
        Command::Explain(args) => explain::run(&args),
        Command::Trace(args) => trace::run(&args, talk),
        Command::Import(args) => import::run(&args, talk),
        Command::Calibrate(args) => calibrate::run(&args, talk),
        Command::Validate(args) => validate::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Schema => answer::print(&cloudpc_sim::scenario::schema()),
        Command::Completions { shell } => answer::print(&completions(shell)),
    }
}

fn completions(shell: clap_complete::Shell) -> String {
    let mut script = vec![];
    clap_complete::generate(shell, &mut Cli::command(), "cloudpc-sim", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// Tells the user something that is not the answer, on stderr.
fn tell(text: &str) {
    // There is nobody left to tell if stderr is gone.
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Whether an error only says that the reader has left.
fn is_closed_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}
