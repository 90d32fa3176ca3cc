//! Reading a tree: asks for keys, reports what is wrong, never stops.

use super::foreign;
use super::named::{self, Item, LONGEST_NAME, Named};
use super::problem::{Place, Problem, Problems, did_you_mean, nearest, quoted};
use super::tree::{Node, Spanned, Table, Value};

/// Where the files come from that a scenario names; the library opens none itself.
pub trait Files {
    /// The text of the file of this name, which is relative to the scenario, or why there is none.
    ///
    /// # Errors
    /// What the operating system said, as a phrase.
    fn text(&self, name: &str) -> Result<String, String>;
}

/// There are no files beside a scenario that is no file itself.
impl Files for () {
    fn text(&self, _: &str) -> Result<String, String> {
        Err("there are no files beside this scenario".into())
    }
}

/// A type that a scenario can spell.
pub trait FromNode: Sized {
    /// What a value must be, as in "`horizon` must be a length of time".
    const WHAT: &'static str;

    /// Reads the value; `None` after reporting why not.
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self>;
}

/// Why a value is not what it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// What is the matter with it.
    pub label: String,
    /// What would have been right.
    pub help: Option<String>,
}

impl Why {
    /// A reason without help.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), help: None }
    }

    /// The same, saying what would have been right.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// The keys of a table.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'k> {
    /// All of them.
    pub keys: &'k [&'k str],
    /// Those that must be there.
    pub required: &'k [&'k str],
}

/// A step of the way from the top level to what is being read.
struct Step {
    key: String,
    is_name: bool,
}

impl Step {
    fn key(key: &str) -> Self {
        Self { key: key.into(), is_name: false }
    }

    fn name(name: &str) -> Self {
        Self { key: name.into(), is_name: true }
    }
}

/// Asks a tree for what a scenario may say, and collects what is wrong.
pub struct Reader<'a> {
    problems: &'a mut Problems,
    files: &'a dyn Files,
    way: Vec<Step>,
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reader at {}", self.way())
    }
}

impl<'a> Reader<'a> {
    /// A reader at the top level.
    pub fn new(problems: &'a mut Problems, files: &'a dyn Files) -> Self {
        Self { problems, files, way: Vec::new() }
    }

    /// The files a scenario may name.
    pub fn files(&self) -> &'a dyn Files {
        self.files
    }

    /// Reports a problem.
    pub fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Reports that a value is not what it must be, and why.
    pub fn refuse(&mut self, place: &Place, must_be: &str, why: Why) {
        let message = format!("`{}` must be {must_be}", self.way());
        let problem = Problem::new(place, message, why.label);
        self.push(Problem { help: why.help, ..problem });
    }

    /// The value if it could be made, and its refusal otherwise.
    pub fn leaf<T: FromNode>(&mut self, node: &Node, made: Result<T, Why>) -> Option<T> {
        if matches!(node.value, Value::Unread) {
            return None;
        }
        made.map_err(|why| self.refuse(&node.place, T::WHAT, why)).ok()
    }

    /// The table of this shape: reports unknown keys and missing ones.
    pub fn table<'n>(&mut self, node: &'n Node, shape: &Shape<'_>) -> Option<&'n Table> {
        let table = self.any_table(node)?;
        let mut meant = Vec::new();
        for entry in &table.entries {
            if !shape.keys.contains(&entry.key.as_str()) {
                meant.extend(self.unknown(&entry.key, &entry.place, shape));
            }
        }
        for key in shape.required {
            if table.get(key).is_none() && !meant.contains(key) {
                self.missing(&node.place, key);
            }
        }
        Some(table)
    }

    /// Reports a key that must be there.
    pub fn missing(&mut self, place: &Place, key: &str) {
        if !self.problems.partial {
            let message = format!("[{}] needs `{key}`", self.way());
            self.push(Problem::new(place, message, format!("no `{key}` here")));
        }
    }

    /// The value of a key.
    pub fn field<T: FromNode>(&mut self, table: &Table, key: &str) -> Option<Spanned<T>> {
        let node = table.get(key)?;
        let value = self.within(Step::key(key), |reader| T::from_node(node, reader))?;
        Some(Spanned { value, place: node.place.clone() })
    }

    /// The named tables or values under a key.
    pub fn named<T: FromNode>(&mut self, table: &Table, key: &str) -> Named<T> {
        let Some(node) = table.get(key) else { return Named::default() };
        self.within(Step::key(key), |reader| reader.items(node)).unwrap_or_default()
    }

    fn items<T: FromNode>(&mut self, node: &Node) -> Option<Named<T>> {
        let names = self.any_table(node).map(named::name_problems)?;
        self.problems.list.extend(names);
        self.entries(node)
    }

    /// The values of a table whose keys may be any text.
    pub fn entries<T: FromNode>(&mut self, node: &Node) -> Option<Named<T>> {
        let table = self.any_table(node)?;
        let mut items = Vec::new();
        for entry in &table.entries {
            let value =
                self.within(Step::name(&entry.key), |reader| T::from_node(&entry.node, reader));
            let name = Spanned { value: entry.key.clone(), place: entry.place.clone() };
            items.extend(value.map(|value| Item { name, place: entry.node.place.clone(), value }));
        }
        Some(Named { items })
    }

    fn any_table<'n>(&mut self, node: &'n Node) -> Option<&'n Table> {
        if let Value::Table(table) = &node.value {
            return Some(table);
        }
        let (header, named) = match self.way.last() {
            Some(Step { is_name: true, .. }) => (self.pattern(), true),
            _ => (self.way(), false),
        };
        let help = match (&node.value, named) {
            (Value::Array(_), false) => format!("write [{header}.NAME], one header for each"),
            (_, true) => format!("write [{}]", header.replace('*', "NAME")),
            (_, false) => format!("write [{header}]"),
        };
        if !matches!(node.value, Value::Unread) {
            self.refuse(&node.place, "a table", Why::new(node.value.kind()).help(help));
        }
        None
    }

    /// Reports a key that is not known, and says which was probably meant.
    fn unknown<'k>(&mut self, key: &str, place: &Place, shape: &Shape<'k>) -> Option<&'k str> {
        let way = self.way();
        let (location, label) = if way.is_empty() {
            ("at the top level".into(), "not a key of the top level".into())
        } else {
            (format!("in [{way}]"), format!("not a key of [{}]", self.pattern()))
        };
        let (ours, help) = foreign::key(key, shape.keys);
        let help = help.unwrap_or_else(|| did_you_mean(key, shape.keys));
        let message = format!("unknown key {} {location}", quoted(key));
        self.push(Problem::new(place, message, label).help(help));
        ours.or_else(|| nearest(key, shape.keys))
    }

    fn within<R>(&mut self, step: Step, read: impl FnOnce(&mut Self) -> R) -> R {
        self.way.push(step);
        let read = read(self);
        self.way.pop();
        read
    }

    /// The path to what is being read: `subnet.cpc.prefix`.
    fn way(&self) -> String {
        let keys: Vec<_> = self.way.iter().map(|step| written(&step.key)).collect();
        keys.join(".")
    }

    /// The same without names: `subnet.*.prefix`.
    fn pattern(&self) -> String {
        let key = |step: &Step| if step.is_name { "*".into() } else { written(&step.key) };
        self.way.iter().map(key).collect::<Vec<_>>().join(".")
    }
}

/// A key as it may stand in a path.
fn written(key: &str) -> String {
    let bare = |c: char| c.is_alphanumeric() || "-_".contains(c);
    let short: String = key.chars().take(LONGEST_NAME).collect();
    if !key.is_empty() && short.chars().all(bare) { short } else { format!("\"{short}\"") }
}

#[cfg(test)]
mod tests {
    use super::super::testing::scenario;

    const WRONG: &str = r#"horizon = 14
[subnet.cpc]
prefx = "10.20.0.7/23"
[policy.p]
groups = ["kw"]
[wave.Pilot]
group = "kw"
users = "450"
[wave.pilot]
group = "kw"
users = 1
arrivals = "evn"
[failures]
diskFull = 5
"#;

    #[test]
    fn all_problems_are_reported_at_once() {
        let (file, problems) = scenario(WRONG, &["connection.anc.join=hybridAzureADJoin"]);
        assert!(file.policy.get("p").is_some());
        insta::assert_snapshot!(problems.render(false), @r#"
        error: `horizon` must be a length of time
         --> rollout.toml:1:11
          |
        1 | horizon = 14
          |           ^^ no unit
          |
          = help: write "14s", "14m", "14h" or "14d"

        error: unknown key `prefx` in [subnet.cpc]
         --> rollout.toml:3:1
          |
        3 | prefx = "10.20.0.7/23"
          | ^^^^^ not a key of [subnet.*]
          |
          = help: did you mean `prefix`? known: in_use, prefix

        error: `wave.Pilot.users` must be a whole number, 0 or more
         --> rollout.toml:8:9
          |
        8 | users = "450"
          |         ^^^^^ a text
          |
          = help: write 450, without quotes

        error: `pilot` and `Pilot` differ only by case
         --> rollout.toml:9:7
          |
        9 | [wave.pilot]
          |       ^^^^^ the second
          |
          = help: names become file names, which Windows does not tell apart by case

        error: `wave.pilot.arrivals` must be `even` or `random` or `poisson` or `at-once`
          --> rollout.toml:12:12
           |
        12 | arrivals = "evn"
           |            ^^^^^ `evn` is not known
           |
           = help: did you mean `even`? known: at-once, even, poisson, random

        error: `failures.diskFull` must be a probability from 0 to 1
          --> rollout.toml:14:12
           |
        14 | diskFull = 5
           |            ^ above 1
           |
           = help: a probability, not a percentage: 0.05?

        error: [connection.anc] needs `subnet`
         --> --set:1:12
          |
        1 | connection.anc.join=hybridAzureADJoin
          |            ^^^ no `subnet` here

        error: `connection.anc.join` must be `entra` or `hybrid`
         --> --set:1:21
          |
        1 | connection.anc.join=hybridAzureADJoin
          |                     ^^^^^^^^^^^^^^^^^ `hybridAzureADJoin` is not known
          |
          = help: it is called `hybrid` here
        "#);
    }

    #[test]
    fn a_key_that_is_not_known_is_told_the_nearest_or_when_it_comes() {
        for (text, message, help) in [
            ("horizn = 1", "unknown key `horizn` at the top level", "did you mean `horizon`?"),
            ("retry.attempt = 1", "unknown key `attempt` in [retry]", "did you mean `attempts`?"),
            (
                "connection.a.healthCheck = {}",
                "unknown key `healthCheck` in [connection.a]",
                "keys are written in snake_case: `health_check`",
            ),
            (
                "connection.\"a b\".connectionType = 1",
                "unknown key `connectionType` in [connection.\"a b\"]",
                "it is called `join` here",
            ),
            (
                "group.a.zzz = 1",
                "unknown key `zzz` in [group.a]",
                "known: license, licenses_per_user",
            ),
            (
                "directory.site_link.a.ReplicationFrequencyInMinutes = 180",
                "unknown key `ReplicationFrequencyInMinutes` in [directory.site_link.a]",
                "it is called `interval` here",
            ),
        ] {
            let (_, problems) = scenario(text, &[]);
            let found = problems.list.iter().find(|problem| problem.message == message);
            let found = found.unwrap_or_else(|| panic!("{}", problems.render(false)));
            assert!(found.help.clone().unwrap_or_default().starts_with(help), "{found:?}");
        }
    }

    #[test]
    fn after_a_syntax_error_nothing_is_called_missing() {
        let (_, problems) = scenario("[wave.a]\nusers 3\n[wave.b]\n", &[]);
        assert!(problems.partial);
        assert_eq!(problems.list.len(), 1, "{}", problems.render(false));
    }
}
