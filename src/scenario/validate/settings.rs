//! The ledger of a validation: every parameter that was read, and every problem found.

use std::collections::BTreeMap;

use jiff::civil::DateTime;

use super::toml::ToToml;
use crate::provisioning::rules;
use crate::scenario::instant::CivilStart;
use crate::scenario::problem::{Place, Problem, Problems};
use crate::scenario::tree::Spanned;

/// One parameter of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its path, such as `retry.pause`.
    pub path: String,
    /// Its value, as TOML.
    pub value: String,
    /// Its default, as TOML; none where the scenario must say.
    pub default: Option<String>,
    /// What the default stands on.
    pub ground: String,
    /// Where the scenario gives it; absent where it does not.
    pub place: Option<Place>,
}

impl Setting {
    /// Whether the scenario departs from the default.
    pub fn differs(&self) -> bool {
        self.default.as_ref().is_some_and(|default| *default != self.value)
    }
}

/// The ground of what has no default.
const GIVEN: &str = "given";

/// What a validation writes down.
pub(super) struct Ledger {
    settings: Vec<Setting>,
    problems: Problems,
}

impl Ledger {
    pub(super) fn new(problems: Problems) -> Self {
        Self { settings: vec![], problems }
    }

    pub(super) fn into_parts(self) -> (Vec<Setting>, Problems) {
        (self.settings, self.problems)
    }

    pub(super) fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Whether the file could be read only in part, so that what seems missing may be there.
    pub(super) fn is_partial(&self) -> bool {
        self.problems.partial
    }

    /// The written value, or the default, with what that stands on: a rule's id or a reason.
    pub(super) fn or<T: ToToml + Clone>(
        &mut self,
        path: &str,
        written: Option<&Spanned<T>>,
        default: T,
        ground: &str,
    ) -> T {
        let default_text = default.to_toml();
        let value = written.map_or(default, |w| w.value.clone());
        let place = written.map(|w| w.place.clone());
        self.note((path, place), value.to_toml(), Some(default_text), ground);
        value
    }

    /// A value that the scenario must give; a missing one has been reported.
    pub(super) fn given<T: ToToml>(&mut self, path: &str, written: Option<&Spanned<T>>) {
        if let Some(written) = written {
            let place = Some(written.place.clone());
            self.note((path, place), written.value.to_toml(), None, GIVEN);
        }
    }

    /// A value, as TOML, that the scenario gives where there is no default.
    pub(super) fn given_toml(&mut self, path: &str, value: String) {
        self.note((path, None), value, None, GIVEN);
    }

    /// How much has been noted so far.
    pub(super) fn mark(&self) -> usize {
        self.settings.len()
    }

    /// Forgets the defaults noted since, which are of no matter in this scenario.
    pub(super) fn forget_defaults(&mut self, mark: usize) {
        let matters = |s: &Setting| s.default.is_none() || s.differs();
        let kept: Vec<_> = self.settings.drain(mark..).filter(matters).collect();
        self.settings.extend(kept);
    }

    pub(super) fn note_text(&mut self, path: &str, written: Option<&Spanned<String>>) {
        self.given(path, written);
    }

    pub(super) fn note_start(&mut self, written: Option<&Spanned<CivilStart>>, default: DateTime) {
        let value = written.map_or(default, |w| w.value.0);
        let [value, default] = [value, default].map(|time| time.to_string().to_toml());
        let place = written.map(|w| w.place.clone());
        self.note(("start", place), value, Some(default), "a Monday morning");
    }

    fn note(
        &mut self,
        (path, place): (&str, Option<Place>),
        value: String,
        default: Option<String>,
        ground: &str,
    ) {
        let ground = rules::find(ground)
            .map_or_else(|| ground.to_string(), |rule| format!("{} {}", rule.id, rule.evidence));
        self.settings.push(Setting { path: path.to_string(), value, default, ground, place });
    }
}

/// A whole scenario with every default filled in, each with its ground: valid TOML.
pub fn effective(settings: &[Setting]) -> String {
    let mut tables: Vec<(&str, String)> = vec![("", String::new())];
    let mut known = BTreeMap::from([("", 0)]);
    for setting in settings {
        let (parent, key) = parted(&setting.path);
        let table = *known.entry(parent).or_insert_with(|| {
            tables.push((parent, format!("\n[{}]\n", header(parent))));
            tables.len() - 1
        });
        tables[table].1 += &line(key, setting);
    }
    tables.into_iter().map(|(_, text)| text).collect()
}

/// A path as its table and its key, which stands in quotes if it has dots.
fn parted(path: &str) -> (&str, &str) {
    let quote = path.find(".\"").map(|at| (&path[..at], &path[at + 1..]));
    quote.or_else(|| path.rsplit_once('.')).unwrap_or(("", path))
}

/// A path as it stands in a header: names with other letters in quotes.
fn header(path: &str) -> String {
    let bare = |key: &str| key.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    let key = |key: &str| if bare(key) { key.to_string() } else { format!("\"{key}\"") };
    if path.starts_with('"') {
        return path.to_string();
    }
    path.split('.').map(key).collect::<Vec<_>>().join(".")
}

fn line(key: &str, setting: &Setting) -> String {
    let given = if setting.differs() { "given; default " } else { "" };
    let default = setting.default.as_ref().filter(|_| setting.differs());
    let default = default.map(|d| format!("{d}, ")).unwrap_or_default();
    format!("{} = {}  # {given}{default}{}\n", header(key), setting.value, setting.ground)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_one_header_whatever_is_noted_between() {
        let mut ledger = Ledger::new(Problems::default());
        for path in ["wave.b\u{fc}ro.users", "a.x", "wave.b\u{fc}ro.at", "a.b.c", "top"] {
            ledger.or(path, None, 1, "why");
        }
        let mark = ledger.mark();
        ledger.or("a.y", None, 2, "why");
        ledger.forget_defaults(mark);
        insta::assert_snapshot!(effective(&ledger.into_parts().0), @r#"
        top = 1  # why

        [wave."büro"]
        users = 1  # why
        at = 1  # why

        [a]
        x = 1  # why

        [a.b]
        c = 1  # why
        "#);
    }
}
