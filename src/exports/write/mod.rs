//! The text of the scenario: every value with a comment that says where it came from.

mod identity;
mod networks;
mod rollout;

use super::findings::Findings;
use super::findings::conditions::Condition;
use super::findings::missing::sign_in;
use super::log::Sourced;
use crate::scenario::printable;

const QUESTION: &str =
    "When are those ready who wait for a Cloud PC, and do the subnets carry them?";

/// The scenario that findings make.
pub(crate) fn scenario(findings: &Findings) -> String {
    let mut blocks = vec![frame(findings)];
    blocks.extend(networks::blocks(findings));
    blocks.extend(rollout::blocks(findings));
    blocks.extend(identity::blocks(findings));
    blocks.extend(findings.conditions.iter().enumerate().map(|(i, c)| condition(i, c)));
    blocks.push(missing(findings));
    let texts: Vec<String> = blocks.iter().map(Block::text).collect();
    texts.join("\n")
}

/// A table of the scenario, or comments between two.
#[derive(Debug, Default)]
struct Block {
    /// Comments above it.
    remarks: Vec<String>,
    /// Its header, without brackets; none at the top.
    header: Option<String>,
    /// What stands behind the header.
    about: String,
    /// Its entries: key, value and comment.
    entries: Vec<(String, String, String)>,
}

impl Block {
    fn of(header: impl Into<String>) -> Self {
        Self { header: Some(header.into()), ..Self::default() }
    }

    /// Says where the table itself came from.
    fn about(self, comment: &str) -> Self {
        Self { about: format!("  # {}", printable(comment)), ..self }
    }

    fn remark(mut self, text: impl Into<String>) -> Self {
        self.remarks.push(text.into());
        self
    }

    fn remarks(mut self, texts: impl IntoIterator<Item = String>) -> Self {
        self.remarks.extend(texts);
        self
    }

    /// An entry whose value is TOML.
    fn entry(mut self, key: &str, value: impl Into<String>, comment: &str) -> Self {
        self.entries.push((key.into(), value.into(), comment.into()));
        self
    }

    /// An entry, where there is a value, which this spells.
    fn given<T>(self, key: &str, value: Option<&Sourced<T>>, spell: impl Fn(&T) -> String) -> Self {
        match value {
            Some(given) => self.entry(key, spell(&given.value), &given.from),
            None => self,
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for remark in &self.remarks {
            text += &format!("# {}\n", printable(remark));
        }
        text.extend(self.header.as_ref().map(|header| format!("[{header}]{}\n", self.about)));
        for (key, value, comment) in &self.entries {
            text += &format!("{key} = {value}  # {}\n", printable(comment));
        }
        text
    }
}

/// A text as TOML.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A list of texts as TOML.
fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let texts: Vec<String> = texts.into_iter().map(quoted).collect();
    format!("[{}]", texts.join(", "))
}

/// The path of a table with a name; names with other letters stand in quotes.
fn header(table: &str, name: &str) -> String {
    let bare = name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if bare { format!("{table}.{name}") } else { format!("{table}.{}", quoted(name)) }
}

fn frame(findings: &Findings) -> Block {
    let files = findings.files.join(", ");
    let start = findings.start.as_ref();
    Block::default()
        .remark(format!("Imported from {files}."))
        .remark("Behind every value stands where it came from, or why a default stands in.")
        .entry("schema", "1", "the format of this file")
        .entry("question", quoted(QUESTION), "default: the question behind an import")
        .given("start", start, |at| quoted(&at.to_string()))
        .entry("horizon", quoted("14d"), "default: a round figure")
}

fn condition(index: usize, condition: &Condition) -> Block {
    let name = format!("{}-{}", condition.what.value.replace('_', "-"), index + 1);
    let block = Block::of(header("condition", &name)).entry(
        "what",
        quoted(condition.what.value),
        &condition.what.from,
    );
    let block = condition
        .keys
        .iter()
        .fold(block, |block, (key, value)| block.entry(key, quoted(value), "likewise"));
    block.remark("Holds until somebody mends it: add `until` to say when.")
}

fn missing(findings: &Findings) -> Block {
    let block = Block::default();
    if findings.missing.is_empty() {
        return block.remark("Nothing is missing.");
    }
    let lines = findings
        .missing
        .iter()
        .flat_map(|missing| [format!("- {}:", missing.what), format!("  {}", missing.command)]);
    block
        .remark("Missing, with the command (PowerShell) that exports or shows it:")
        .remarks(sign_in(&findings.missing))
        .remarks(lines)
}
