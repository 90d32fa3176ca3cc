//! One Cloud PC's life as a table that a service desk can read out on the telephone.
//!
//! Styled with ANSI sequences; whoever prints strips them where they are not wanted.

mod attempt;
mod failure;
mod journey;
mod life;
mod menu;
mod otherwise;
mod row;
mod short;
mod words;

use crate::experiment::diagnosis::Diagnosis;
use crate::experiment::reasons::{Reasons, cause};
use crate::kernel::time::SimTime;
use crate::provisioning::stage::{Cause, configure};
use crate::provisioning::tenant::Tenant;
use crate::record::recorder::AttemptRow;

use super::heading::Heading;
use row::BOLD;

pub use menu::menu;

/// What is explained.
#[derive(Clone, Copy, Debug)]
pub struct Explanation<'a> {
    /// Which run.
    pub heading: &'a Heading,
    /// What was simulated.
    pub tenant: &'a Tenant,
    /// What became of the Cloud PC.
    pub diagnosis: &'a Diagnosis,
}

/// The whole screen.
pub fn screen(explanation: Explanation<'_>) -> String {
    let rows = life::rows(explanation);
    let short = format!("{BOLD}In short:{BOLD:#} {}", short::sentences(explanation, &rows));
    [
        explanation.title(),
        row::paragraph(&short, 0),
        row::table(&rows, explanation.heading),
        explanation.remedies(),
        otherwise::paragraphs(explanation),
    ]
    .concat()
}

impl<'a> Explanation<'a> {
    fn title(self) -> String {
        let Heading { name, seed, .. } = self.heading;
        let (pc, number) = (&self.diagnosis.cloud_pc, self.diagnosis.told.number);
        let status = words::status(pc.status).display_name();
        format!(
            "{BOLD}{}: {status}{BOLD:#}\n{name}, replication {number}, seed {seed}\n\n",
            pc.name
        )
    }

    fn reasons(self) -> Reasons<'a> {
        Reasons { tenant: self.tenant, detail: &self.diagnosis.told.detail }
    }

    /// Attempts that ended, in order.
    fn attempts(self) -> impl Iterator<Item = &'a AttemptRow> {
        let all = self.diagnosis.told.detail.attempts.iter();
        all.filter(move |attempt| attempt.cloud_pc == self.diagnosis.cloud_pc.name)
    }

    /// The attempt under way when the replication ended, if any.
    fn unfinished(self) -> Option<&'a AttemptRow> {
        let all = &self.diagnosis.told.detail.unfinished;
        all.iter().find(|attempt| attempt.cloud_pc == self.diagnosis.cloud_pc.name)
    }

    fn horizon(self) -> SimTime {
        SimTime::ZERO + self.heading.horizon
    }

    fn clock(self, at: SimTime) -> String {
        self.heading.civil(at).strftime("%H:%M").to_string()
    }

    /// A time of the day, with the day where that is another one.
    fn clock_after(self, at: SimTime, before: SimTime) -> String {
        let [here, there] = [at, before].map(|at| self.heading.civil(at));
        let form = if here.date() == there.date() { "%H:%M" } else { "%a %Y-%m-%d %H:%M" };
        here.strftime(form).to_string()
    }

    /// What to do about each cause and warning.
    fn remedies(self) -> String {
        let mut out = String::new();
        for cause in self.causes() {
            out += &remedy(cause.code, cause.remedy, cause.rules);
        }
        for warning in &configure::WARNINGS {
            if self.diagnosis.cloud_pc.warnings.contains(&warning.code) {
                let text = format!("{} {}", warning.says, warning.remedy);
                out += &remedy(warning.code, &text, warning.rules);
            }
        }
        if out.is_empty() { out } else { format!("\n{BOLD}What to do about it{BOLD:#}\n{out}") }
    }

    /// The causes that attempts failed by, each once.
    fn causes(self) -> Vec<&'static Cause> {
        let codes = self.attempts().filter_map(|attempt| cause(attempt.cause?));
        codes.fold(vec![], |mut known, cause| {
            if !known.contains(&cause) {
                known.push(cause);
            }
            known
        })
    }
}

fn remedy(code: &str, what: &str, rules: &[&str]) -> String {
    let rules = rules.join(", ");
    let text = format!("{BOLD}{code}{BOLD:#} {what} ({rules})");
    format!("  {}", row::paragraph(&text, 2))
}
