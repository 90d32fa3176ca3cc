//! Failures, warnings, and what the admin does.

use super::networks::Networks;
use super::settings::Ledger;
use crate::kernel::time::SimDuration;
use crate::kernel::variate::{Chance, Distribution, Sampler};
use crate::provisioning::condition::table::KINDS;
use crate::provisioning::stage::configure::{self, SETTINGS};
use crate::provisioning::stage::{
    self, Cause, Needs, Origin, Stage, Warning, attach_network, gate, join_domain, sync_device,
};
use crate::provisioning::tenant::{Admin, AdminRetry, Die};
use crate::scenario::file::{self, ScenarioFile};
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
                    Origin::Derived | Origin::Dice => "follows from what happens in a run",
                    Origin::Condition => "lasts, and fails all attempts alike",
                };
                let problem = Problem::new(&item.name.place, message, label);
                ledger.push(problem.help(format!("to bring it about: {}", how_else(cause))));
            }
            Some((stage, cause)) => dice.extend(dies(stage, cause, chance(item.value))),
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

/// The stages in which a cause is rolled. What keeps a build from joining Microsoft Entra ID, for
/// want of a download, keeps it from joining a domain as well (CORE-05).
fn dies(stage: Stage, cause: &'static Cause, chance: Chance) -> Vec<Die> {
    let joins = [Stage::JoinEntra, Stage::JoinDomain];
    let stages = if stage == Stage::JoinEntra { &joins[..] } else { &[stage] };
    stages.iter().map(|&stage| Die { stage, cause, chance }).collect()
}

/// What brings about a cause that follows from the model's state, beside conditions.
const FOLLOWS: [(&Cause, &str); 7] = [
    (
        &gate::NOT_HEALTHY,
        "`health_check.failure` of a connection, or a [condition.*] that fails a check",
    ),
    (&gate::LICENSE_NOT_FOUND, "[change.NAME] with what = \"remove_license\""),
    (&gate::USER_NOT_FOUND, "[change.NAME] with what = \"delete_user\""),
    (&gate::POLICY_NOT_FOUND, "[change.NAME] with what = \"unassign_policy\""),
    (
        &attach_network::NO_ADDRESS,
        "a smaller subnet, a larger `in_use`, or [condition.NAME] with what = \"no_address\"",
    ),
    (
        &join_domain::QUOTA,
        "`join_quota` of a connection, or [condition.NAME] with what = \"join_quota_exceeded\"",
    ),
    (
        &sync_device::TIMEOUT,
        "slow site links or cycles, or [condition.NAME] with what = \"ou_out_of_scope\"",
    ),
];

/// How to bring about what is no matter of chance.
fn how_else(cause: &Cause) -> String {
    if let Some((_, how)) = FOLLOWS.iter().find(|(of, _)| *of == cause) {
        return (*how).to_string();
    }
    let strikes = KINDS.iter().filter(|k| k.strikes.iter().any(|(_, struck)| *struck == cause));
    let mut ways: Vec<String> = strikes
        .map(|kind| {
            let choice = kind.choice.map(|(key, value)| format!("{} = \"{value}\"", key.name()));
            let choice = choice.map(|choice| format!(", {choice}")).unwrap_or_default();
            format!("what = \"{}\"{choice}", kind.word)
        })
        .collect();
    ways.dedup();
    format!("[condition.NAME] with {}", ways.join(" or "))
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
) -> [Chance; SETTINGS] {
    let mut chances = [Chance::NEVER; SETTINGS];
    let codes = configure::WARNINGS.each_ref().map(|warning| warning.code);
    for item in &file.warnings {
        ledger.given(&format!("warnings.{}", item.name.value), Some(&spanned(item)));
        match codes.iter().position(|code| *code == item.name.value) {
            Some(i) => {
                chances[i] = chance(item.value);
                if !chances[i].is_never() {
                    applied_somewhere(item, &configure::WARNINGS[i], networks, ledger);
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

/// A setting that no policy has applied could never fail.
fn applied_somewhere(
    item: &Item<Probability>,
    warning: &Warning,
    networks: &Networks,
    ledger: &mut Ledger,
) {
    if networks.policies.iter().any(|policy| policy.has(warning.needs)) {
        return;
    }
    let (message, key) = match warning.needs {
        Needs::Nothing => return,
        Needs::LocalAdmin => {
            ("no policy makes its users local administrators", "local_admin = true")
        }
        Needs::LanguagePack => ("no policy installs a language pack", "language_pack = true"),
        Needs::CustomImage => ("no policy uses a custom image", "image = \"custom\""),
    };
    let problem = Problem::new(&item.name.place, message, "could never fail");
    ledger.push(problem.help(format!("give a policy `{key}`")));
}

pub(super) fn admin(file: &ScenarioFile, ledger: &mut Ledger) -> Admin {
    let none = file::Admin::default();
    let table = file.admin.as_ref().map_or(&none, |t| &t.value);
    let recheck = table.recheck.as_ref().and_then(|r| r.value.after.as_ref());
    let delete = table.delete_leaked.as_ref().and_then(|d| d.value.after.as_ref());
    let repair = table.repair.as_ref().and_then(|r| r.value.after.as_ref());
    ledger.given("admin.recheck.after", recheck);
    ledger.given("admin.delete_leaked.after", delete);
    ledger.given("admin.repair.after", repair);
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
        repair: repair.map(value),
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
