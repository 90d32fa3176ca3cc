//! A scenario as meant: everything checked, every name resolved, every default filled in.
//!
//! Every problem is reported with its place; a scenario that has one is not simulated.

mod change;
mod condition;
mod environment;
mod expect;
mod identity;
mod initial;
mod networks;
mod policies;
mod rollout;
mod settings;
mod sites;
mod tenancy;
mod timing;
mod toml;

use jiff::civil::{DateTime, date};

use super::file::{Expected, ScenarioFile};
use super::instant::Instant;
use super::named::Named;
use super::problem::{Place, Problem, Problems, Source};
use super::tree::Spanned;
use crate::kernel::time::{SimDuration, SimTime};
use crate::kernel::variate::Distribution;
use crate::provisioning::tenant::Tenant;

use settings::Ledger;
pub use settings::{Setting, effective};

/// The version of the scenario format that this program reads.
const SCHEMA: u64 = 1;
const MOST_REPLICATIONS: u64 = 100_000;

/// A scenario that can be simulated.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The question it answers.
    pub question: Option<String>,
    /// Civil time of instant zero.
    pub start: DateTime,
    /// How long a replication lasts.
    pub horizon: SimDuration,
    /// The master seed.
    pub seed: u64,
    /// How many replications.
    pub replications: u64,
    /// What is simulated.
    pub tenant: Tenant,
    /// Every parameter with its value, its default and what that stands on.
    pub settings: Vec<Setting>,
    /// What must hold of the results.
    pub expected: Named<Expected>,
    /// The texts it was read from, for problems that show later.
    pub sources: Vec<Source>,
}

impl Scenario {
    /// A parameter by its path, such as `retry.pause`.
    pub fn setting(&self, path: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.path == path)
    }
}

/// A length of time or a distribution as a scenario spells it.
pub fn spelled(length: &Distribution) -> String {
    toml::ToToml::to_toml(length)
}

/// Makes sense of a file as written.
///
/// # Errors
/// All problems of the file, those found when it was read among them.
pub fn validate(file: &ScenarioFile, problems: Problems) -> Result<Scenario, Problems> {
    let mut ledger = Ledger::new(problems);
    let frame = Frame::new(file, &mut ledger);
    let mut networks = networks::read(file, &mut ledger);
    let identity = identity::read(file, &frame, &mut networks.connections, &mut ledger);
    let around = condition::Surroundings { file, networks: &networks, identity: &identity };
    let waves = rollout::waves(file, &frame, &mut ledger);
    let mut tenant = Tenant {
        timing: timing::timing(file, &mut ledger),
        retry: rollout::retry(file, &mut ledger),
        cleanup: rollout::cleanup(file, &mut ledger),
        dice: environment::dice(file, &mut ledger),
        warnings: environment::warnings(file, &networks, &mut ledger),
        conditions: condition::conditions(around, &frame, &mut ledger),
        admin: environment::admin(file, &mut ledger),
        subnets: networks.subnets,
        connections: networks.connections,
        policies: networks.policies,
        groups: tenancy::groups(file, &networks.targets, &mut ledger),
        licenses: tenancy::licenses(file, &mut ledger),
        identity,
        loss: tenancy::loss(file, &mut ledger),
        changes: vec![],
        waves,
    };
    let already = initial::read(file, &frame, &tenant, &mut ledger);
    tenant.waves.extend(already);
    tenant.changes = change::read(file, &frame, &mut tenant, &mut ledger);
    condition::reach_versions(&mut tenant);
    let expected = expect::read(file, &mut ledger);
    let Frame { question, start, horizon, seed, replications } = frame;
    let (settings, problems) = ledger.into_parts();
    if !problems.is_empty() {
        return Err(problems);
    }
    let sources = problems.sources;
    Ok(Scenario {
        question,
        start,
        horizon,
        seed,
        replications,
        tenant,
        settings,
        expected,
        sources,
    })
}

/// The top of a scenario: when, how long, how often.
struct Frame {
    question: Option<String>,
    start: DateTime,
    horizon: SimDuration,
    seed: u64,
    replications: u64,
}

impl Frame {
    fn new(file: &ScenarioFile, ledger: &mut Ledger) -> Self {
        let schema = ledger.or("schema", file.schema.as_ref(), SCHEMA, FORMAT);
        if let Some(written) = file.schema.as_ref().filter(|_| schema != SCHEMA) {
            let message = format!("scenario format {schema} is unknown");
            let help = format!("this version reads `schema = {SCHEMA}`");
            ledger.push(Problem::new(&written.place, message, "not a known format").help(help));
        }
        let frame = Self {
            question: file.question.as_ref().map(|q| q.value.clone()),
            start: file.start.as_ref().map_or(MONDAY, |s| s.value.0),
            horizon: ledger.or("horizon", file.horizon.as_ref(), SimDuration::from_days(14), ROUND),
            seed: ledger.or("seed", file.seed.as_ref(), 1, ROUND),
            replications: ledger.or("replications", file.replications.as_ref(), 100, ROUND),
        };
        ledger.note_text("question", file.question.as_ref());
        ledger.note_start(file.start.as_ref(), MONDAY);
        check_frame(file, ledger);
        frame
    }

    /// An instant as time since the start, which must lie within the horizon.
    fn instant(&self, written: &Spanned<Instant>, what: &str, ledger: &mut Ledger) -> SimTime {
        let at = self.anywhere(written, what, ledger);
        if at > SimTime::ZERO + self.horizon {
            let message = format!("{what} lies beyond the horizon");
            let label = format!("{at} is after +{}", self.horizon);
            let help = "lengthen `horizon`, or move it forward";
            ledger.push(Problem::new(&written.place, message, label).help(help));
        }
        at
    }

    /// An instant as time since the start.
    fn anywhere(&self, written: &Spanned<Instant>, what: &str, ledger: &mut Ledger) -> SimTime {
        let since = match &written.value {
            Instant::AfterStart(length) => *length,
            Instant::Civil(civil) => self.since_start(*civil, &written.place, what, ledger),
        };
        SimTime::ZERO + since.clamped()
    }

    fn since_start(
        &self,
        civil: DateTime,
        place: &Place,
        what: &str,
        ledger: &mut Ledger,
    ) -> SimDuration {
        let since = civil.duration_since(self.start);
        u64::try_from(since.as_millis()).map_or_else(
            |_| {
                let message = format!("{what} lies before the scenario's start");
                let label = format!("`start` is {}", self.start);
                ledger.push(Problem::new(place, message, label));
                SimDuration::ZERO
            },
            SimDuration::from_ms,
        )
    }
}

fn check_frame(file: &ScenarioFile, ledger: &mut Ledger) {
    if let Some(written) = file.horizon.as_ref().filter(|h| h.value == SimDuration::ZERO) {
        let message = "`horizon` is zero: nothing would happen";
        ledger.push(Problem::new(&written.place, message, "no time").help("such as \"14d\""));
    }
    let counts = 1..=MOST_REPLICATIONS;
    if let Some(written) = file.replications.as_ref().filter(|r| !counts.contains(&r.value)) {
        let message = format!("{} replications", written.value);
        let label = format!("from 1 to {MOST_REPLICATIONS}");
        ledger.push(Problem::new(&written.place, message, label));
    }
    if let Some(written) = file.start.as_ref().filter(|s| !(1..=9_000).contains(&s.value.0.year()))
    {
        let message = format!("the year {} is out of range", written.value.0.year());
        ledger.push(Problem::new(&written.place, message, "from year 1 to 9000"));
    }
}

/// A Monday morning, where a scenario names no start.
const MONDAY: DateTime = date(2026, 1, 5).at(8, 0, 0, 0);
const FORMAT: &str = "the format of this version";
const ROUND: &str = "a round figure, to be chosen by whoever asks";
