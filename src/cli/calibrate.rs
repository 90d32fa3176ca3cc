//! `calibrate`: the laws of lengths that somebody observed.

use std::path::{Path, PathBuf};

use cloudpc_sim::SimDuration;
use cloudpc_sim::exports::observations::{
    Censored, Lengths, Moment, Observations, Order, Unit, Unusable, Wanted, moment, read,
};
use cloudpc_sim::kernel::math::from_length;
use cloudpc_sim::report::calibration::{self, Report, Spelled};
use cloudpc_sim::report::chart;
use cloudpc_sim::scenario::file::Timing;
use cloudpc_sim::scenario::printable;
use cloudpc_sim::scenario::problem::did_you_mean;
use cloudpc_sim::scenario::validate::spelled;
use cloudpc_sim::statistics::fit::redraw::MOST_SURE;
use cloudpc_sim::statistics::fit::sample::Sample;
use cloudpc_sim::statistics::fit::{Fits, Hopeless, LEAST, empirical, fit};

use super::exit::Failure;
use super::options::{Format, confidence};
use super::{Talk, answer, files, tell};

/// As large as an export may be that `import` reads.
const MOST_BYTES: u64 = 256 << 20;

/// Fit distributions to observed lengths, for the timing of a scenario
///
/// Reads a table as spreadsheets save it (commas, semicolons or tabs; UTF-8 or UTF-16): one column
/// of lengths such as 25m, 00:25:00 or PT25M, one of plain numbers with --unit, or two of dates and
/// times. Fits every distribution a scenario knows, compares them, says how sure the parameters
/// are, and prints the line for [timing].
#[derive(clap::Args)]
#[command(after_help = "Example: cloudpc-sim calibrate scenarios/exports/enrollment.csv \
                        --column minutes --unit m --censored running --stage enroll_intune")]
pub(super) struct Args {
    /// The table
    file: PathBuf,
    /// The column of lengths
    #[arg(long, value_name = "NAME", required_unless_present = "from")]
    column: Option<String>,
    /// What plain numbers count
    #[arg(long, value_name = "UNIT", requires = "column")]
    unit: Option<UnitName>,
    /// The column of starts, instead of a column of lengths
    #[arg(long, value_name = "NAME", conflicts_with = "column", requires = "to")]
    from: Option<String>,
    /// The column of ends
    #[arg(long, value_name = "NAME", requires = "from")]
    to: Option<String>,
    /// Take what has an empty end as not ended until this date and time
    #[arg(long, value_name = "INSTANT", requires = "to", value_parser = moment)]
    until: Option<Moment>,
    /// Which of day and month is first in dates such as 05/11/2026; without this the dates of both
    /// columns must tell
    #[arg(long, value_name = "ORDER", requires = "to")]
    dates: Option<OrderName>,
    /// The column that says whether a row had not ended: yes or no, or one of these words
    #[arg(long, value_name = "NAME[=WORD,...]")]
    censored: Option<String>,
    /// Leave out rows that cannot be used, and say how many
    #[arg(long)]
    skip_unusable: bool,
    /// The key of [timing] that the lengths are for
    #[arg(long, value_name = "KEY")]
    stage: Option<String>,
    /// The confidence of intervals
    #[arg(long, value_name = "C", default_value = "0.95", value_parser = sureness)]
    confidence: f64,
    /// The seed of the samples that distances are compared with
    #[arg(long, value_name = "N", default_value = "1")]
    seed: u64,
    /// A folder for the density and the quantile-quantile plot
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// A unit of time.
#[derive(Clone, Copy, clap::ValueEnum)]
enum UnitName {
    /// Seconds
    S,
    /// Minutes
    M,
    /// Hours
    H,
    /// Days of 24 hours
    D,
}

/// Which of day and month is first.
#[derive(Clone, Copy, clap::ValueEnum)]
enum OrderName {
    /// As in 26.11.2026 or 26/11/2026
    DayFirst,
    /// As in 11/26/2026
    MonthFirst,
}

pub(super) fn run(args: &Args, talk: Talk) -> Result<(), Failure> {
    let stage = args.stage.as_deref().map(stage).transpose()?;
    let bytes = files::read(&args.file, MOST_BYTES, "a table")?;
    let name = args.file.file_name().unwrap_or(args.file.as_os_str()).to_string_lossy();
    let observations = read(&name, bytes, &args.wanted()).map_err(Failure::input)?;
    args.output.as_deref().map_or(Ok(()), files::create_folder)?;
    if talk > Talk::Quiet {
        observations.notes.iter().for_each(|note| tell(note));
    }
    let sample = sample(&observations);
    let fits = fit(&sample, args.confidence, args.seed);
    let fits = fits.map_err(|why| Failure::input(hopeless(&why, &sample, &printable(&name))))?;
    let report = Report {
        source: &args.source(&name),
        sample: &sample,
        left_out: observations.left_out,
        fits: &fits,
        level: args.confidence,
        seed: args.seed,
        stage,
        spelled: &as_spelled(&fits, &sample),
    };
    if let Some(folder) = &args.output {
        write(folder, report)?;
        if talk > Talk::Quiet {
            tell(&format!("Figures: {}", folder.display()));
        }
    }
    answer::print(&match args.format {
        Format::Text => calibration::text(report),
        Format::Json => calibration::json(report),
    })
}

/// A level of confidence that the samples drawn from a law can tell.
fn sureness(text: &str) -> Result<f64, String> {
    let found = confidence(text).ok().filter(|level| *level <= MOST_SURE);
    found.ok_or_else(|| format!("write a level from 0.5 to {MOST_SURE}, such as 0.95 or 99%"))
}

/// A key of `[timing]`.
fn stage(name: &str) -> Result<&'static str, Failure> {
    let known = Timing::KEYS.iter().find(|key| **key == name);
    known.copied().ok_or_else(|| {
        let (name, help) = (printable(name), did_you_mean(name, Timing::KEYS));
        Failure::input(format!("--stage: [timing] has no key `{name}`; {help}"))
    })
}

impl Args {
    fn wanted(&self) -> Wanted {
        let unit = self.unit.map(|unit| match unit {
            UnitName::S => Unit::Seconds,
            UnitName::M => Unit::Minutes,
            UnitName::H => Unit::Hours,
            UnitName::D => Unit::Days,
        });
        let order = self.dates.map(|order| match order {
            OrderName::DayFirst => Order::DayFirst,
            OrderName::MonthFirst => Order::MonthFirst,
        });
        let lengths = match (&self.from, &self.to) {
            (Some(from), Some(to)) => {
                Lengths::Between { from: from.clone(), to: to.clone(), until: self.until, order }
            }
            _ => Lengths::Column { name: self.column.clone().unwrap_or_default(), unit },
        };
        let censored = self.censored.as_ref().map(|text| {
            let (column, words) = text.split_once('=').unwrap_or((text, ""));
            let words = words.split(',').filter(|word| !word.trim().is_empty());
            Censored { column: column.into(), words: words.map(String::from).collect() }
        });
        let unusable = if self.skip_unusable { Unusable::LeftOut } else { Unusable::Refused };
        Wanted { lengths, censored, unusable }
    }

    /// File and column for people.
    fn source(&self, file: &str) -> String {
        let told = match (&self.column, &self.from, &self.to) {
            (_, Some(from), Some(to)) => format!("{file}, from {from} to {to}"),
            (column, _, _) => format!("{file}, column {}", column.as_deref().unwrap_or_default()),
        };
        printable(&told)
    }
}

fn sample(observations: &Observations) -> Sample {
    let seconds = |all: &[SimDuration]| all.iter().map(|l| from_length(*l) / 1_000.0).collect();
    Sample::new(seconds(&observations.ended), seconds(&observations.censored))
}

fn hopeless(why: &Hopeless, sample: &Sample, file: &str) -> String {
    match why {
        Hopeless::TooFew(0) => {
            format!("{file}: nothing had ended, so nothing tells how long it takes")
        }
        Hopeless::TooFew(ended) => {
            format!(
                "{file}: {ended} of {} had ended; {LEAST} are the least to fit a law to",
                sample.len()
            )
        }
        Hopeless::AllEqual => {
            let length = sample.ended().first().copied().unwrap_or_default();
            let length = cloudpc_sim::statistics::fit::candidate::length(length);
            format!("{file}: all that ended took {length}; write \"{length}\" as the length")
        }
    }
}

fn as_spelled(fits: &Fits, sample: &Sample) -> Spelled {
    let laws = fits.fits.iter().map(|fit| spelled(&fit.estimates.candidate.distribution()));
    Spelled { laws: laws.collect(), empirical: empirical(sample).map(|law| spelled(&law)) }
}

fn write(folder: &Path, report: Report<'_>) -> Result<(), Failure> {
    for (name, figure) in calibration::figures(report) {
        let svg = chart::svg(&figure);
        files::write(folder, &format!("{name}.svg"), svg.as_bytes())?;
        files::write(folder, &format!("{name}.png"), &chart::png(&svg))?;
    }
    Ok(())
}
