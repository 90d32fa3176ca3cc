//! The coverage page: what became of the documents and of every rule, in Markdown.

use crate::provisioning::rules::coverage::{DOCUMENTS, Model, Row};
use crate::provisioning::rules::{self, NOT_MODELED, RULES, SOURCES};

const INTRODUCTION: &str = "\
# Coverage

What became of every passage of the two documents that the project started from, and of every
rule of its catalog. `cloudpc-sim rules --markdown` prints this page, and a test compares the two.
`cloudpc-sim rules <rule>` tells what a rule says and what it stands on. Tests stand in
[tests/rules](tests/rules).
";

/// The whole page: what `rules --markdown` prints.
pub fn page() -> String {
    let documents = DOCUMENTS.map(|(key, rows)| document(key, rows)).concat();
    format!("{INTRODUCTION}{documents}{}", catalog())
}

fn document(key: &str, rows: &[Row]) -> String {
    let source = SOURCES.iter().find(|source| source.key == key);
    let title = source.expect("both documents are sources").title;
    let mut out = format!("\n## {key}: {title}\n\n");
    out += "| section | what it does or says | modeled by | rules | scenarios | tests |\n";
    out += "| --- | --- | --- | --- | --- | --- |\n";
    out.extend(rows.iter().map(passage));
    out
}

fn passage(row: &Row) -> String {
    let Row { heading, says, rules, model } = row;
    let (how, scenarios, tests) = match model {
        Some(Model { how, scenarios, tests }) => {
            (how.to_string(), listed(scenarios, linked), listed(tests, |test| format!("`{test}`")))
        }
        None => (not_modeled(rules), String::new(), String::new()),
    };
    let rules = rules.join(", ");
    format!("| {heading} | {says} | {how} | {rules} | {scenarios} | {tests} |\n")
}

fn listed(names: &[&str], shown: impl Fn(&str) -> String) -> String {
    names.iter().map(|name| shown(name)).collect::<Vec<_>>().join(", ")
}

fn linked(scenario: &str) -> String {
    format!("[{scenario}](scenarios/{scenario}.toml)")
}

/// The reasons of rules that the model does not act on.
fn not_modeled(ids: &[&str]) -> String {
    let reasons: Vec<_> = ids.iter().filter_map(|id| rules::why_not_modeled(id)).collect();
    format!("not modeled: {}", reasons.join("; "))
}

fn catalog() -> String {
    let count = |word| RULES.iter().filter(|rule| rule.evidence.confidence() == word).count();
    let counts = ["documented", "observed", "derived", "assumed"];
    let counts = counts.map(|word| format!("{} {word}", count(word))).join(", ");
    let (all, not) = (RULES.len(), NOT_MODELED.len());
    let mut out = format!("\n## The catalog\n\n{all} rules: {counts}. {not} are not modeled.\n\n");
    out += "| rule | confidence | modeled |\n| --- | --- | --- |\n";
    for rule in RULES {
        let modeled = rules::why_not_modeled(rule.id).map_or("yes".into(), |r| format!("no: {r}"));
        out += &format!("| {} | {} | {modeled} |\n", rule.id, rule.evidence.confidence());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_the_columns_of_its_table() {
        let mut columns = 0;
        for line in page().lines().filter(|line| line.starts_with('|')) {
            let bars = line.matches('|').count();
            if line.starts_with("| section") || line.starts_with("| rule |") {
                columns = bars;
            }
            assert_eq!(bars, columns, "{line}");
        }
        assert_eq!(columns, 4, "the last table is that of the rules");
    }

    #[test]
    fn a_passage_that_is_not_modeled_gives_the_reasons_of_its_rules() {
        let told = not_modeled(&["ASG-02", "IP-09"]);
        assert_eq!(
            told,
            "not modeled: it takes no time of provisioning; advice to whoever plans a subnet"
        );
    }
}
