//! The ledger of a validation: every parameter that was read, and every problem found.

use jiff::civil::DateTime;

use super::toml::ToToml;
use crate::provisioning::rules;
use crate::scenario::instant::CivilStart;
use crate::scenario::problem::{Problem, Problems};
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
}

impl Setting {
    /// Whether the scenario departs from the default.
    pub fn differs(&self) -> bool {
        self.default.as_ref().is_some_and(|default| *default != self.value)
    }
}

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
        self.note(path, value.to_toml(), Some(default_text), ground);
        value
    }

    /// A value that the scenario must give; a missing one has been reported.
    pub(super) fn given<T: ToToml>(&mut self, path: &str, written: Option<&Spanned<T>>) {
        if let Some(written) = written {
            self.note(path, written.value.to_toml(), None, "given");
        }
    }

    pub(super) fn note_text(&mut self, path: &str, written: Option<&Spanned<String>>) {
        self.given(path, written);
    }

    pub(super) fn note_start(&mut self, written: Option<&Spanned<CivilStart>>, default: DateTime) {
        let value = written.map_or(default, |w| w.value.0);
        let [value, default] = [value, default].map(|time| time.to_string().to_toml());
        self.note("start", value, Some(default), "a Monday morning");
    }

    fn note(&mut self, path: &str, value: String, default: Option<String>, ground: &str) {
        let ground = rules::find(ground)
            .map_or_else(|| ground.to_string(), |rule| format!("{} {}", rule.id, rule.evidence));
        self.settings.push(Setting { path: path.to_string(), value, default, ground });
    }
}

/// A whole scenario with every default filled in, each with its ground: valid TOML.
pub fn effective(settings: &[Setting]) -> String {
    let mut out = String::new();
    let mut table = "";
    let (top, rest): (Vec<_>, Vec<_>) = settings.iter().partition(|s| !s.path.contains('.'));
    for setting in top.into_iter().chain(rest) {
        let (parent, key) = setting.path.rsplit_once('.').unwrap_or(("", &setting.path));
        if parent != table {
            out.push_str(&format!("\n[{parent}]\n"));
            table = parent;
        }
        let given = if setting.differs() { "given; default " } else { "" };
        let default = setting.default.as_ref().filter(|_| setting.differs());
        let default = default.map(|d| format!("{d}, ")).unwrap_or_default();
        out.push_str(&format!("{key} = {}  # {given}{default}{}\n", setting.value, setting.ground));
    }
    out
}
