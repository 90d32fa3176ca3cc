//! From `[sweep]` to cases: many scenarios that nobody had to write.
//!
//! A level replaces an entry of the file as written, and the file is validated again.

use super::duration::length;
use super::file::{Factor, ScenarioFile};
use super::filter::Filter;
use super::problem::{Place, Problem, Problems, Source, did_you_mean, quoted};
use super::reader::{Files, FromNode, Reader};
use super::set::{Segment, put};
use super::tree::{Node, Table, Tree, Value};
use super::validate::{Scenario, validate};
use crate::kernel::time::SimDuration;

/// Cases that a sweep may have.
pub const MOST_CASES: usize = 10_000;

/// A sweep: what is varied, and every combination of it.
#[derive(Clone, Debug)]
pub struct Design {
    /// What is varied.
    pub axes: Vec<Axis>,
    /// Every combination that meets the conditions, the last axis fastest.
    pub cases: Vec<Case>,
    /// How many combinations the conditions left out.
    pub skipped: usize,
}

/// One factor, or several whose levels go in lockstep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// The paths it replaces.
    pub paths: Vec<String>,
    /// Of each level, the value at each path, as TOML writes it without quotes.
    pub levels: Vec<Vec<String>>,
}

/// One combination of levels.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its level on each axis, by number.
    pub levels: Vec<usize>,
    /// What is simulated; without the settings, which are those of the scenario and its levels.
    pub scenario: Scenario,
}

impl Axis {
    /// The levels of its first factor, if they are lengths of time.
    pub fn lengths(&self) -> Option<Vec<SimDuration>> {
        self.levels.iter().map(|level| length(&level[0]).ok()).collect()
    }

    /// The levels of its first factor, if they are numbers.
    pub fn numbers(&self) -> Option<Vec<f64>> {
        let number = |level: &Vec<String>| level[0].parse().ok().filter(|n: &f64| n.is_finite());
        self.levels.iter().map(number).collect()
    }
}

impl Design {
    /// The assignments that make a case of the scenario, as `PATH=VALUE`.
    pub fn assignments(&self, case: &Case) -> Vec<String> {
        let on_axis = |(axis, &level): (&Axis, &usize)| -> Vec<String> {
            let pairs = axis.paths.iter().zip(&axis.levels[level]);
            pairs.map(|(path, value)| format!("{path}={value}")).collect()
        };
        self.axes.iter().zip(&case.levels).flat_map(on_axis).collect()
    }
}

/// An axis with the nodes of its levels.
struct Varied<'f> {
    factors: Vec<&'f Factor>,
}

impl Varied<'_> {
    fn len(&self) -> usize {
        self.factors.first().map_or(0, |factor| factor.levels.len())
    }

    fn axis(&self) -> Axis {
        let level = |at: usize| self.factors.iter().map(|f| told(&f.levels[at].value)).collect();
        Axis {
            paths: self.factors.iter().map(|factor| factor.path.value.clone()).collect(),
            levels: (0..self.len()).map(level).collect(),
        }
    }
}

/// The sweep of a scenario; `None` if it has none.
///
/// # Errors
/// All problems of the scenario and of the sweep itself, or those of the first case that has any.
pub fn design(
    source: Source,
    sets: &[String],
    files: &dyn Files,
) -> Result<Option<Design>, Problems> {
    let mut problems = Problems::new(source);
    let mut tree = Tree::parse(&mut problems, 0);
    for assignment in sets {
        tree.set(assignment, &mut problems);
    }
    let (base, mut problems) = read(&tree.root, problems, files);
    let Some(sweep) = &base.sweep else { return Ok(None) };
    let sweep = &sweep.value;
    let varied = group(&sweep.factors, &sweep.together, &mut problems);
    let filters: Vec<Filter> =
        sweep.filters.0.iter().filter_map(|text| Filter::read(text, &mut problems)).collect();
    too_many(&varied, &sweep.factors, &mut problems);
    let sources = problems.sources.clone();
    let settings = validate(&base, problems)?.settings;
    let (mut cases, mut skipped) = (vec![], 0);
    for levels in combinations(&varied.iter().map(Varied::len).collect::<Vec<_>>()) {
        let fresh = Problems { sources: sources.clone(), ..Problems::default() };
        let (root, mut problems) = changed(&tree.root, &varied, &levels, fresh);
        if filters.iter().any(|filter| !filter.holds(&root, &settings, &mut problems)) {
            if !problems.is_empty() {
                return Err(problems);
            }
            skipped += 1;
            continue;
        }
        let (file, problems) = read(&root, problems, files);
        let scenario = validate(&file, problems).map_err(|bad| of_case(bad, &varied, &levels))?;
        let scenario = Scenario { settings: vec![], sources: vec![], ..scenario };
        cases.push(Case { levels, scenario });
    }
    let design = Design { axes: varied.iter().map(Varied::axis).collect(), cases, skipped };
    if design.cases.is_empty() {
        let place = sweep.filters.0.first().map(|filter| filter.place.clone());
        return Err(nothing_left(&place.unwrap_or_default(), sources));
    }
    Ok(Some(design))
}

fn nothing_left(place: &Place, sources: Vec<Source>) -> Problems {
    let message = "the sweep has no case: there is no factor, or `where` leaves all out";
    let list = vec![Problem::new(place, message, "nothing left")];
    Problems { sources, list, ..Problems::default() }
}

fn read(root: &Table, mut problems: Problems, files: &dyn Files) -> (ScenarioFile, Problems) {
    let node = Node { place: Place::default(), value: Value::Table(root.clone()) };
    let file = ScenarioFile::from_node(&node, &mut Reader::new(&mut problems, files));
    (file.unwrap_or_default(), problems)
}

/// Factors that go in lockstep as one axis, at the place of their first.
fn group<'f>(
    factors: &'f [Factor],
    together: &[super::value::Names],
    problems: &mut Problems,
) -> Vec<Varied<'f>> {
    let known: Vec<&str> = factors.iter().map(|factor| factor.path.value.as_str()).collect();
    let mut axes: Vec<Varied<'f>> = vec![];
    let mut taken = vec![];
    for name in together.iter().flat_map(|names| &names.0) {
        if !known.contains(&name.value.as_str()) {
            let message = format!("{} is no factor of this sweep", quoted(&name.value));
            let problem = Problem::new(&name.place, message, "not varied");
            problems.push(problem.help(did_you_mean(&name.value, &known)));
        }
    }
    for factor in factors {
        let path = factor.path.value.as_str();
        if taken.contains(&path) {
            continue;
        }
        let with = together.iter().find(|names| names.0.iter().any(|name| name.value == path));
        let member = |f: &&Factor| {
            with.map_or(f.path.value == path, |names| {
                names.0.iter().any(|name| name.value == f.path.value)
            })
        };
        let members: Vec<&Factor> = factors.iter().filter(member).collect();
        taken.extend(members.iter().map(|f| f.path.value.as_str()));
        in_step(&members, problems);
        axes.push(Varied { factors: members });
    }
    axes
}

/// Factors in lockstep have the same number of levels.
fn in_step(members: &[&Factor], problems: &mut Problems) {
    let [first, rest @ ..] = members else { return };
    for other in rest.iter().filter(|f| f.levels.len() != first.levels.len()) {
        let message =
            format!("{} and {} go together", quoted(&first.path.value), quoted(&other.path.value));
        let label = format!("{} levels, not {}", other.levels.len(), first.levels.len());
        problems.push(Problem::new(&other.path.place, message, label));
    }
}

fn too_many(varied: &[Varied<'_>], factors: &[Factor], problems: &mut Problems) {
    let all = varied.iter().map(Varied::len).fold(1_usize, usize::saturating_mul);
    if let Some(last) = factors.last().filter(|_| all > MOST_CASES) {
        let message = format!("the sweep has {all} cases");
        let problem = Problem::new(&last.path.place, message, format!("at most {MOST_CASES}"));
        problems.push(problem.help("take fewer levels, or let factors go `together`"));
    }
}

/// Every combination of levels, the last fastest.
fn combinations(sizes: &[usize]) -> impl Iterator<Item = Vec<usize>> + use<> {
    let sizes = sizes.to_vec();
    let all = sizes.iter().product::<usize>() * usize::from(!sizes.is_empty());
    (0..all).map(move |mut number| {
        let mut levels = vec![0; sizes.len()];
        for (level, size) in levels.iter_mut().zip(&sizes).rev() {
            *level = number % size;
            number /= size;
        }
        levels
    })
}

/// The scenario with the levels of a case in place of its own entries.
fn changed(
    root: &Table,
    varied: &[Varied<'_>],
    levels: &[usize],
    mut problems: Problems,
) -> (Table, Problems) {
    let mut root = root.clone();
    root.entries.retain(|entry| entry.key != "sweep");
    for (axis, &level) in varied.iter().zip(levels) {
        for factor in &axis.factors {
            let segment = |key: &str| Segment { key: key.into(), place: factor.path.place.clone() };
            let path = factor.path.value.split('.').map(segment).collect();
            if let Err(problem) = put(&mut root, path, factor.levels[level].clone()) {
                problems.push(problem);
            }
        }
    }
    (root, problems)
}

/// The same problems, saying in which case they show.
fn of_case(mut problems: Problems, varied: &[Varied<'_>], levels: &[usize]) -> Problems {
    let level = |(axis, &level): (&Varied<'_>, &usize)| {
        let axis = axis.axis();
        format!("{} = {}", axis.paths.join(", "), axis.levels[level].join(", "))
    };
    let case: Vec<String> = varied.iter().zip(levels).map(level).collect();
    for problem in &mut problems.list {
        problem.message = format!("{} (in the case {})", problem.message, case.join("; "));
    }
    problems
}

/// A level as it is written, without the quotes of a text.
fn told(value: &Value) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::String(text) | Value::Datetime(text) => text.clone(),
        Value::Array(list) => {
            let items: Vec<String> = list.iter().map(|node| inner(&node.value)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(table) => {
            let entry = |e: &super::tree::Entry| format!("{} = {}", e.key, inner(&e.node.value));
            let entries: Vec<String> = table.entries.iter().map(entry).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Unread => String::new(),
    }
}

/// A value within another keeps its quotes.
fn inner(value: &Value) -> String {
    match value {
        Value::String(text) => toml::Value::String(text.clone()).to_string(),
        other => told(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "horizon = '2d'\n[subnet.a]\nprefix = '10.0.0.0/24'\n[connection.c]\n\
        join = 'entra'\nsubnet = 'a'\n[policy.p]\nconnections = ['c']\ngroups = ['g']\n[group.g]\n\
        [wave.w]\ngroup = 'g'\nusers = 3\n[licenses]\navailable = 3\n";

    fn designed(sweep: &str) -> Result<Option<Design>, String> {
        let source = Source { name: "a.toml".into(), text: format!("{BASE}{sweep}") };
        design(source, &[], &()).map_err(|problems| problems.render(false))
    }

    fn cases(sweep: &str) -> Vec<Vec<String>> {
        let design = designed(sweep).unwrap().expect("there is a sweep");
        design.cases.iter().map(|case| design.assignments(case)).collect()
    }

    #[test]
    fn factors_cross_and_the_last_goes_fastest() {
        let sweep = "[sweep]\n'wave.w.users' = [1, 2]\n\
                     'retry.pause' = { from = '5m', to = '16m', step = '5m' }\n";
        let all = cases(sweep);
        assert_eq!(all.len(), 6);
        assert_eq!(all[0], ["wave.w.users=1", "retry.pause=5m"]);
        assert_eq!(all[1], ["wave.w.users=1", "retry.pause=10m"]);
        assert_eq!(all[5], ["wave.w.users=2", "retry.pause=15m"]);
    }

    #[test]
    fn factors_together_are_one_axis_and_conditions_leave_cases_out() {
        let sweep = "[sweep]\n'wave.w.users' = [1, 2, 3]\n'retry.attempts' = [1, 2]\n\
                     'licenses.available' = [1, 2, 3]\n\
                     together = [['wave.w.users', 'licenses.available']]\n\
                     where = ['retry.attempts < wave.w.users']\n";
        let all = cases(sweep);
        assert_eq!(all.len(), 3, "{all:?}");
        assert_eq!(all[0], ["wave.w.users=2", "licenses.available=2", "retry.attempts=1"]);
        let design = designed(sweep).unwrap().unwrap();
        assert_eq!((design.skipped, design.axes.len()), (3, 2));
        assert_eq!(design.cases[2].scenario.tenant.waves[0].users, 3);
        assert_eq!(design.cases[2].scenario.tenant.retry.attempts, 2);
    }

    #[test]
    fn a_scenario_without_sweep_has_no_cases() {
        assert!(designed("").unwrap().is_none());
    }

    #[test]
    fn what_is_wrong_with_a_sweep_is_told_with_its_place() {
        for (sweep, told) in [
            ("[sweep]\n'wave.w.usres' = [1]\n", "unknown key `usres` in [wave.w]"),
            ("[sweep]\n'subnet.a.prefix' = ['10.0.0.0/24', '10.0.0.0/33']\n", "(in the case"),
            ("[sweep]\n'wave.w.users' = []\n", "has no level"),
            ("[sweep]\n'wave.w.users' = 3\n", "needs a list of levels"),
            ("[sweep]\nwave.w.users = [3]\n", "a path with dots stands in quotes"),
            ("[sweep]\n'wave.w.users' = { from = 3, to = 1, step = 1 }\n", "has no levels"),
            ("[sweep]\n'wave.w.users' = { from = 3, to = 9, step = 0 }\n", "has no levels"),
            ("[sweep]\n'wave.w.users' = { from = 3, to = 9 }\n", "needs `step`"),
            (
                "[sweep]\n'wave.w.users' = { from = 1, to = 500, step = 1 }\n\
                 'retry.attempts' = { from = 1, to = 50, step = 1 }\n",
                "the sweep has 25000 cases",
            ),
            (
                "[sweep]\n'wave.w.users' = [1, 2]\n'licenses.available' = [1]\n\
                 together = [['wave.w.users', 'licenses.available']]\n",
                "1 levels, not 2",
            ),
            ("[sweep]\n'wave.w.users' = [1]\ntogether = [['wave.w.user']]\n", "is no factor"),
            ("[sweep]\n'wave.w.users' = [1]\nwhere = ['wave.w.users > 5']\n", "has no case"),
            ("[sweep]\n'wave.w.users' = [1]\nwhere = ['wave.w.user > 5']\n", "cannot be compared"),
            ("[sweep]\n", "has no case"),
        ] {
            let text = designed(sweep).expect_err(sweep);
            assert!(text.contains(told), "{sweep}: {text}");
            assert!(text.contains("--> a.toml:"), "{text}");
        }
    }
}
