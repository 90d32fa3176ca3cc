//! Failures, warnings, conditions, and what the admin does.

use super::Frame;
use super::networks::{Networks, resolve};
use super::settings::Ledger;
use crate::kernel::time::{SimDuration, SimTime};
use crate::kernel::variate::{Chance, Distribution, Sampler};
use crate::provisioning::condition::{Condition, What};
use crate::provisioning::network::health_check::{self, CHECKS};
use crate::provisioning::stage::{self, Origin, configure};
use crate::provisioning::tenant::{Admin, AdminRetry, Die, Network};
use crate::scenario::file::{self, Endpoint, Restriction, ScenarioFile};
use crate::scenario::named::Item;
use crate::scenario::problem::{Problem, did_you_mean};
use crate::scenario::tree::Spanned;
use crate::scenario::value::Probability;

const MOST_RETRIES: u64 = 100;
/// A re-check sooner than this would be repeated without end within an instant.
const LEAST_RECHECK: SimDuration = SimDuration::from_minutes(1);

pub(super) fn dice(file: &ScenarioFile, ledger: &mut Ledger) -> Vec<Die> {
    let mut dice = vec![];
    for item in &file.failures {
        let code = &item.name.value;
        ledger.given(&format!("failures.{code}"), Some(&spanned(item)));
        match stage::causes().find(|(_, cause)| cause.code == code) {
            Some((_, cause)) if cause.origin != Origin::Dice => {
                let message = format!("`{code}` is no matter of chance");
                let label = match cause.origin {
                    Origin::Derived | Origin::Dice => "follows from network and connection",
                    Origin::Condition => "lasts, and fails all attempts alike",
                };
                let problem = Problem::new(&item.name.place, message, label);
                ledger.push(problem.help(format!("to bring it about: {}", how_else(code))));
            }
            Some((stage, cause)) => dice.push(Die { stage, cause, chance: chance(item.value) }),
            None if configure::WARNINGS.iter().any(|warning| warning.code == code) => {
                elsewhere(item, "a warning, no failure", "warnings", ledger);
            }
            None => unknown(item, "a cause of failure", &rollable(), ledger),
        }
    }
    dice.retain(|die| !die.chance.is_never());
    dice.sort_by_key(|die| (die.stage, die.cause.slot));
    dice
}

/// How to bring about what is no matter of chance.
fn how_else(code: &str) -> &'static str {
    if code == stage::gate::NOT_HEALTHY.code {
        "`health_check.failure` of a connection, or a [condition.*] that fails a check"
    } else if code == stage::attach_network::DENIED.code {
        "[condition.NAME] with what = \"azure_policy_deny\""
    } else if code == stage::enroll_intune::RESTRICTED.code {
        "[condition.NAME] with what = \"intune_restriction\""
    } else {
        "a smaller subnet, a larger `in_use`, or [condition.NAME] with what = \"no_address\""
    }
}

fn rollable() -> Vec<&'static str> {
    let dice = stage::causes().filter(|(_, cause)| cause.origin == Origin::Dice);
    dice.map(|(_, cause)| cause.code).collect()
}

fn unknown(item: &Item<Probability>, what: &str, known: &[&str], ledger: &mut Ledger) {
    let message = format!("`{}` is not {what}", item.name.value);
    let problem = Problem::new(&item.name.place, message, "unknown code");
    ledger.push(problem.help(did_you_mean(&item.name.value, known)));
}

fn elsewhere(item: &Item<Probability>, what: &str, table: &str, ledger: &mut Ledger) {
    let message = format!("`{}` is {what}", item.name.value);
    let problem = Problem::new(&item.name.place, message, "not in this table");
    ledger.push(problem.help(format!("it stands in [{table}]")));
}

fn spanned(item: &Item<Probability>) -> Spanned<Probability> {
    Spanned { value: item.value, place: item.place.clone() }
}

fn chance(p: Probability) -> Chance {
    Chance::new(p.get()).expect("a probability lies in [0, 1]")
}

pub(super) fn warnings(
    file: &ScenarioFile,
    networks: &Networks,
    ledger: &mut Ledger,
) -> [Chance; 7] {
    let mut chances = [Chance::NEVER; 7];
    let codes = configure::WARNINGS.each_ref().map(|warning| warning.code);
    for item in &file.warnings {
        ledger.given(&format!("warnings.{}", item.name.value), Some(&spanned(item)));
        match codes.iter().position(|code| *code == item.name.value) {
            Some(i) => {
                chances[i] = chance(item.value);
                let nobody = !networks.policies.iter().any(|policy| policy.local_admin);
                if i == configure::LOCAL_ADMINISTRATOR && nobody && !chances[i].is_never() {
                    let message = "no policy makes its users local administrators";
                    let problem = Problem::new(&item.name.place, message, "could never fail");
                    ledger.push(problem.help("give a policy `local_admin = true`"));
                }
            }
            None if stage::causes().any(|(_, cause)| cause.code == item.name.value) => {
                elsewhere(item, "a failure, no warning", "failures", ledger);
            }
            None => unknown(item, "a post-provisioning setting", &codes, ledger),
        }
    }
    chances
}

pub(super) fn conditions(
    file: &ScenarioFile,
    networks: &Networks,
    frame: &Frame,
    ledger: &mut Ledger,
) -> Vec<Condition> {
    let read = |item| condition(item, (file, networks, frame), ledger);
    file.condition.iter().filter_map(read).collect()
}

fn condition(
    item: &Item<file::Condition>,
    (file, networks, frame): (&ScenarioFile, &Networks, &Frame),
    ledger: &mut Ledger,
) -> Option<Condition> {
    let table = &item.value;
    let path = |key: &str| format!("condition.{}.{key}", item.name.value);
    ledger.given(&path("what"), table.what.as_ref());
    for (key, written) in texts(table) {
        ledger.given(&path(key), written);
    }
    ledger.given(&path("from"), table.from.as_ref());
    ledger.given(&path("until"), table.until.as_ref());
    let from =
        table.from.as_ref().map_or(SimTime::ZERO, |f| frame.instant(f, "the condition", ledger));
    let until = table.until.as_ref().map(|u| frame.until(u, from, ledger));
    let what = Reading { item, file, networks }.what(ledger)?;
    Some(Condition { name: item.name.value.clone(), what, from, until })
}

fn texts(table: &file::Condition) -> [(&'static str, Option<&Spanned<String>>); 4] {
    [
        ("connection", table.connection.as_ref()),
        ("subnet", table.subnet.as_ref()),
        ("region", table.region.as_ref()),
        ("check", table.check.as_ref()),
    ]
}

/// A condition being read: which keys it takes depends on what it is.
struct Reading<'a> {
    item: &'a Item<file::Condition>,
    file: &'a ScenarioFile,
    networks: &'a Networks,
}

impl Reading<'_> {
    fn what(&self, ledger: &mut Ledger) -> Option<What> {
        use file::What as Written;
        let table = &self.item.value;
        let what = table.what.as_ref()?.value;
        let takes: &[&str] = match what {
            Written::AzurePolicyDeny | Written::DeleteLock | Written::JoinPasswordExpired => {
                &["connection"]
            }
            Written::NoAddress => &["subnet"],
            Written::RegionWithoutCapacity => &["region"],
            Written::EndpointBlocked => &["connection", "endpoint"],
            Written::IntuneOutage => &[],
            Written::IntuneRestriction => &["restriction"],
            Written::HealthCheckFails => &["connection", "check"],
        };
        self.refuse_others(what.as_str(), takes, ledger);
        let connection = self.connection(ledger);
        Some(match what {
            Written::AzurePolicyDeny => What::AzurePolicyDeny { connection },
            Written::DeleteLock => What::DeleteLock { connection },
            Written::JoinPasswordExpired => What::JoinPasswordExpired { connection },
            Written::NoAddress => What::NoAddress { subnet: self.subnet(ledger)? },
            Written::RegionWithoutCapacity => {
                What::RegionWithoutCapacity { region: self.region(ledger)? }
            }
            Written::EndpointBlocked => match table.endpoint.as_ref().map(|e| e.value) {
                None | Some(Endpoint::CloudPc) => What::EndpointBlocked { connection },
                Some(Endpoint::Intune) => What::IntuneEndpointBlocked { connection },
            },
            Written::IntuneOutage => What::IntuneOutage,
            Written::IntuneRestriction => {
                let custom = table.restriction.as_ref().map(|r| r.value);
                What::IntuneRestriction { custom: custom == Some(Restriction::Custom) }
            }
            Written::HealthCheckFails => {
                let check = self.check(ledger)?;
                What::HealthCheckFails { connection, check }
            }
        })
    }

    fn refuse_others(&self, what: &str, takes: &[&str], ledger: &mut Ledger) {
        let table = &self.item.value;
        let endpoint = table.endpoint.as_ref().map(|e| &e.place);
        let restriction = table.restriction.as_ref().map(|r| &r.place);
        let texts = texts(table).into_iter().map(|(key, written)| (key, written.map(|w| &w.place)));
        for (key, place) in texts.chain([("endpoint", endpoint), ("restriction", restriction)]) {
            let Some(place) = place.filter(|_| !takes.contains(&key)) else { continue };
            let message = format!("a condition `{what}` has no `{key}`");
            let label = match takes {
                [] => "it concerns the whole tenant".to_string(),
                _ => format!("it takes `{}`", takes.join("`, `")),
            };
            ledger.push(Problem::new(place, message, label));
        }
    }

    fn connection(&self, ledger: &mut Ledger) -> Option<u16> {
        let written = self.item.value.connection.as_ref()?;
        resolve(written, "connection", &self.file.connection, ledger)
    }

    fn subnet(&self, ledger: &mut Ledger) -> Option<u16> {
        let Some(written) = &self.item.value.subnet else {
            self.needs("subnet", "which subnet has no address left?", ledger);
            return None;
        };
        resolve(written, "subnet", &self.file.subnet, ledger)
    }

    fn region(&self, ledger: &mut Ledger) -> Option<String> {
        let Some(written) = &self.item.value.region else {
            self.needs("region", "which region has no capacity?", ledger);
            return None;
        };
        let hosted = self.networks.policies.iter().filter_map(|policy| match &policy.network {
            Network::MicrosoftHosted { region } => region.as_deref(),
            Network::Connections(_) => None,
        });
        let connections = self.networks.connections.iter().filter_map(|c| c.region.as_deref());
        let known: Vec<&str> = connections.chain(hosted).collect();
        if !known.contains(&written.value.as_str()) {
            let message = format!("nothing is in the region `{}`", written.value);
            let label = "no connection or policy names it";
            let help = did_you_mean(&written.value, &known);
            ledger.push(Problem::new(&written.place, message, label).help(help));
        }
        Some(written.value.clone())
    }

    fn check(&self, ledger: &mut Ledger) -> Option<&'static health_check::Check> {
        let Some(written) = &self.item.value.check else {
            self.needs("check", "which check fails?", ledger);
            return None;
        };
        let found = health_check::find(&written.value);
        if found.is_none() {
            let known = CHECKS.each_ref().map(|check| check.name);
            let message = format!("`{}` is not a health check", written.value);
            let problem = Problem::new(&written.place, message, "unknown check");
            ledger.push(problem.help(did_you_mean(&written.value, &known)));
        }
        found
    }

    fn needs(&self, key: &str, question: &str, ledger: &mut Ledger) {
        let name = &self.item.name;
        let message = format!("[condition.{}] needs `{key}`", name.value);
        ledger.push(Problem::new(&name.place, message, question));
    }
}

impl Frame {
    /// The end of a condition, which may lie beyond the horizon but not before its beginning.
    fn until(
        &self,
        written: &Spanned<crate::scenario::instant::Instant>,
        from: SimTime,
        ledger: &mut Ledger,
    ) -> SimTime {
        let until = self.anywhere(written, "the condition's end", ledger);
        if until <= from {
            let how = if until == from { "as" } else { "before" };
            let message = format!("the condition ends {how} it begins");
            ledger.push(Problem::new(&written.place, message, format!("it begins at {from}")));
        }
        until
    }
}

pub(super) fn admin(file: &ScenarioFile, ledger: &mut Ledger) -> Admin {
    let none = file::Admin::default();
    let table = file.admin.as_ref().map_or(&none, |t| &t.value);
    let recheck = table.recheck.as_ref().and_then(|r| r.value.after.as_ref());
    let delete = table.delete_leaked.as_ref().and_then(|d| d.value.after.as_ref());
    ledger.given("admin.recheck.after", recheck);
    ledger.given("admin.delete_leaked.after", delete);
    if let Some(after) = recheck.filter(|after| after.value.sample(u64::MAX / 2) < LEAST_RECHECK) {
        let message = "nobody repeats a health check within a minute";
        let label = format!("typically {LEAST_RECHECK} or longer");
        ledger.push(Problem::new(&after.place, message, label));
    }
    let value = |written: &Spanned<Distribution>| Sampler::from(written.value.clone());
    Admin {
        retry_failed: table.retry_failed.as_ref().and_then(|r| retry_failed(&r.value, ledger)),
        recheck: recheck.map(value),
        delete_leaked: delete.map(value),
    }
}

fn retry_failed(table: &file::RetryFailed, ledger: &mut Ledger) -> Option<AdminRetry> {
    ledger.given("admin.retry_failed.after", table.after.as_ref());
    let at_most = ledger.or("admin.retry_failed.at_most", table.at_most.as_ref(), 1, "RETRY-05");
    if let Some(written) = table.at_most.as_ref().filter(|_| at_most > MOST_RETRIES) {
        let message = format!("{at_most} retries by the admin");
        ledger.push(Problem::new(&written.place, message, format!("at most {MOST_RETRIES}")));
    }
    Some(AdminRetry {
        after: table.after.as_ref()?.value.clone().into(),
        at_most: u8::try_from(at_most.min(MOST_RETRIES)).expect("at most a hundred"),
    })
}
