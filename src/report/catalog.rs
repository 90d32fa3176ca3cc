//! What the project knows, for people: stages, causes, warnings, statuses, checks, conditions,
//! rules.

use std::fmt::Write;

use crate::provisioning::cloud_pc::Status;
use crate::provisioning::condition::kind::{self, Kind};
use crate::provisioning::condition::table::KINDS;
use crate::provisioning::evidence::Rule;
use crate::provisioning::network::health_check::CHECKS;
use crate::provisioning::rules::{self, RULES, SOURCES};
use crate::provisioning::stage::{self, Cause, Stage, Warning, configure};

/// Everything, in short: what `rules` prints without a name.
pub fn overview() -> String {
    let mut out = String::from("Stages, in order, with their causes of failure\n");
    for stage in Stage::ALL {
        let sheet = stage.sheet();
        line(&mut out, &format!("\n  {} [{}]", sheet.name, sheet.rules.join(", ")));
        for cause in sheet.causes {
            let retriable = if cause.retriable { "retriable" } else { "not retriable" };
            line(&mut out, &format!("    {:<48} {retriable}", cause.code));
        }
    }
    out.push_str("\nPost-provisioning settings, whose failure is a warning\n\n");
    for warning in &configure::WARNINGS {
        line(&mut out, &format!("    {:<24} {}", warning.code, warning.says));
    }
    out.push_str("\nStatuses\n\n");
    for status in Status::ALL {
        line(&mut out, &format!("    {:<24} {}", status.graph_name(), status.display_name()));
    }
    out.push_str("\nHealth checks of an Azure network connection\n\n");
    for check in &CHECKS {
        let severity = check.severity.graph_name();
        line(&mut out, &format!("    {:<28} {severity:<14} {}", check.name, check.says));
    }
    out.push_str("\nConditions, by the `what` of [condition.NAME]\n\n");
    for kind in KINDS {
        line(&mut out, &format!("    {:<30} {}", what(kind), kind.says));
    }
    out.push_str("\nRules\n\n");
    for rule in RULES {
        let (confidence, not) = (rule.evidence.confidence(), not_modeled(rule, " "));
        line(&mut out, &format!("    {:<10} {confidence:<11} {}{not}", rule.id, rule.says));
    }
    out.push_str("\nSources\n\n");
    for source in SOURCES {
        line(&mut out, &format!("    {:<12} {}", source.key, source.title));
    }
    out
}

/// The word of a kind, and what chooses it among those of that word.
fn what(kind: &Kind) -> String {
    let choice = kind.choice.map(|(_, value)| format!(" {value}")).unwrap_or_default();
    format!("{}{choice}", kind.word)
}

/// One cause, warning, stage or rule by its name, in full; `None` if there is none.
pub fn entry(name: &str) -> Option<String> {
    let is = |known: &str| known.eq_ignore_ascii_case(name);
    if let Some((stage, cause)) = stage::causes().find(|(_, c)| is(c.code)) {
        return Some(cause_entry(stage, cause));
    }
    if let Some(warning) = configure::WARNINGS.iter().find(|w| is(w.code)) {
        return Some(warning_entry(warning));
    }
    if let Some(stage) = Stage::ALL.into_iter().find(|s| is(s.sheet().name)) {
        return Some(stage_entry(stage));
    }
    if let Some(word) = kind::words().into_iter().find(|word| is(word)) {
        return Some(condition_entry(word));
    }
    rules::find(name).map(|rule| grounds(&[rule.id]))
}

/// Every name that [`entry`] knows.
pub fn names() -> Vec<&'static str> {
    let causes = stage::causes().map(|(_, c)| c.code);
    let warnings = configure::WARNINGS.iter().map(|w| w.code);
    let stages = Stage::ALL.into_iter().map(|s| s.sheet().name);
    let rules = RULES.iter().map(|r| r.id);
    causes.chain(warnings).chain(stages).chain(kind::words()).chain(rules).collect()
}

/// Every kind of condition of a word: what it concerns, what it fails, what a check finds.
fn condition_entry(word: &str) -> String {
    let mut out = format!("{word} (a condition: [condition.NAME] with what = \"{word}\")\n");
    for kind in kind::of_word(word) {
        let keys: Vec<_> = kind.keys.iter().map(|key| key.name()).collect();
        let whole = if keys.is_empty() { "the tenant".into() } else { keys.join(", ") };
        line(&mut out, &format!("\n  means      {}", kind.says));
        if let Some((key, value)) = kind.choice {
            line(&mut out, &format!("  chosen by  {} = \"{value}\"", key.name()));
        }
        line(&mut out, &format!("  concerns   {whole}"));
        for (stage, cause) in kind.strikes {
            line(&mut out, &format!("  fails      {} by {}", stage.sheet().name, cause.code));
        }
        if let Some(found) = kind.finds {
            line(&mut out, &format!("  a check    {} finds {}", found.check, found.error_type));
        }
    }
    out
}

fn cause_entry(stage: Stage, cause: &Cause) -> String {
    let mut out = String::new();
    let origin = if cause.is_published() {
        "a status code that Graph returns"
    } else {
        "Microsoft publishes no code for it; this one is the simulator's own"
    };
    let retriable = if cause.retriable { "yes" } else { "no" };
    line(&mut out, &format!("{} ({origin})\n", cause.code));
    line(&mut out, &format!("  stage      {}", stage.sheet().name));
    line(&mut out, &format!("  retriable  {retriable}"));
    line(&mut out, &format!("  means      {}", cause.says));
    line(&mut out, &format!("  remedy     {}\n", cause.remedy));
    out + &grounds(cause.rules)
}

fn warning_entry(warning: &Warning) -> String {
    let mut out = String::new();
    line(
        &mut out,
        &format!("{} (a post-provisioning setting; its failure is a warning)\n", warning.code),
    );
    line(&mut out, &format!("  means      {}", warning.says));
    line(&mut out, &format!("  remedy     {}\n", warning.remedy));
    out + &grounds(warning.rules)
}

fn stage_entry(stage: Stage) -> String {
    let sheet = stage.sheet();
    let mut out = String::new();
    line(&mut out, &format!("{} (stage {} of provisioning)\n", sheet.name, stage.index()));
    line(&mut out, &format!("  {}\n", sheet.says));
    for cause in sheet.causes {
        line(&mut out, &format!("  fails by   {}", cause.code));
    }
    out.push('\n');
    out + &grounds(sheet.rules)
}

/// Rules with their grounds and the titles of their sources.
fn grounds(ids: &[&str]) -> String {
    let mut out = String::new();
    let found: Vec<_> = ids.iter().filter_map(|id| rules::find(id)).collect();
    for rule in &found {
        let not = not_modeled(rule, "\n      ");
        line(&mut out, &format!("  {}  {}\n      {}{not}", rule.id, rule.says, rule.evidence));
    }
    let named = |key: &str| found.iter().any(|r| cites(r.evidence.ground(), key));
    for source in SOURCES.iter().filter(|s| named(s.key)) {
        line(&mut out, &format!("  {:<10} {}", source.key, source.title));
    }
    out
}

/// That the model does not act on a rule and why, after `gap`; nothing if it does.
fn not_modeled(rule: &Rule, gap: &str) -> String {
    let reason = rules::why_not_modeled(rule.id);
    reason.map(|reason| format!("{gap}not modeled: {reason}")).unwrap_or_default()
}

fn cites(ground: &str, key: &str) -> bool {
    ground.split(", ").any(|part| part == key)
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("writing into a string does not fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_an_entry_in_any_case() {
        for name in names() {
            let entry = entry(&name.to_uppercase()).unwrap_or_default();
            assert!(entry.contains(name), "{name}");
        }
        assert!(entry("nothing").is_none());
    }

    #[test]
    fn a_rule_that_is_not_modeled_says_why() {
        let told =
            "\n      documented: T-anc\n      not modeled: advice to whoever plans a subnet\n";
        assert!(entry("IP-09").expect("it is a rule").contains(told));
        assert!(overview().contains("disaster recovery. not modeled: advice to whoever plans"));
        assert!(!entry("IP-01").expect("it is a rule").contains("not modeled"));
    }

    #[test]
    fn the_overview_names_everything() {
        let all = overview();
        assert!(names().iter().all(|name| all.contains(name)));
        assert!(KINDS.iter().all(|kind| all.contains(kind.word) && all.contains(kind.says)));
    }
}
