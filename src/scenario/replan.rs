//! The same scenario with other waves of one group, and the instants at which waves may begin.

use jiff::ToSpan;
use jiff::civil::DateTime;

use super::ScenarioFile;
use super::problem::{Place, Problems, Source};
use super::reader::{Files, FromNode, Reader};
use super::tree::{Entry, Node, Table, Tree, Value};
use super::validate::{Scenario, validate};
use super::week::{Day, TimeOfDay};
use crate::kernel::time::SimDuration;

/// A wave of a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedWave {
    /// Its name.
    pub name: String,
    /// When it begins, after the scenario's start.
    pub at: SimDuration,
    /// Its users.
    pub users: u64,
    /// How long they take to arrive.
    pub over: SimDuration,
}

/// When waves may begin.
#[derive(Clone, Debug)]
pub struct Hours {
    /// On these days of the week.
    pub days: Vec<Day>,
    /// From this time of day on.
    pub from: TimeOfDay,
    /// Before this time of day.
    pub to: TimeOfDay,
    /// At these distances.
    pub every: SimDuration,
}

impl Hours {
    /// The instants at which waves may begin, as lengths since the start, up to the horizon.
    pub fn starts(&self, start: DateTime, horizon: SimDuration) -> Vec<SimDuration> {
        let mut found = vec![];
        let mut day = start.date();
        loop {
            let midnight = day.at(0, 0, 0, 0);
            if since(start, midnight).is_some_and(|since| since > horizon) {
                return found;
            }
            let weekday = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
            if self.days.contains(&Day::ALL[weekday]) {
                found.extend(self.of_day(start, midnight).filter(|at| *at <= horizon));
            }
            let Ok(next) = day.checked_add(1.day()) else { return found };
            day = next;
        }
    }

    fn of_day(&self, start: DateTime, midnight: DateTime) -> impl Iterator<Item = SimDuration> {
        let steps = (self.to.0 - self.from.0).ms().div_ceil(self.every.ms());
        let (from, every) = (self.from.0, self.every);
        (0..steps).filter_map(move |step| {
            let into = i64::try_from((from + every * step).ms()).ok()?;
            since(start, midnight.checked_add(into.milliseconds()).ok()?)
        })
    }
}

/// How long after one civil time another is; none if it is before.
fn since(start: DateTime, at: DateTime) -> Option<SimDuration> {
    let ms = at.duration_since(start).as_millis();
    u64::try_from(ms).ok().map(SimDuration::from_ms)
}

/// A scenario as a text, to be planned anew.
#[derive(Clone, Copy, Debug)]
pub struct Replanned<'a> {
    /// The text.
    pub source: &'a Source,
    /// Assignments made to it.
    pub sets: &'a [String],
    /// The group whose waves are replaced.
    pub group: &'a str,
}

impl Replanned<'_> {
    /// The scenario with these waves in place of the group's own.
    ///
    /// # Errors
    /// All problems there are: whatever else names one of the group's own waves is one.
    pub fn with(&self, waves: &[PlannedWave], files: &dyn Files) -> Result<Scenario, Problems> {
        let mut problems = Problems::new(self.source.clone());
        let mut tree = Tree::parse(&mut problems, 0);
        for assignment in self.sets {
            tree.set(assignment, &mut problems);
        }
        replace(&mut tree.root, self.group, waves);
        let node = Node { place: Place::default(), value: Value::Table(tree.root) };
        let file = ScenarioFile::from_node(&node, &mut Reader::new(&mut problems, files));
        validate(&file.unwrap_or_default(), problems)
    }
}

fn replace(root: &mut Table, group: &str, waves: &[PlannedWave]) {
    let at = root.entries.iter().position(|entry| entry.key == "wave");
    let at = at.unwrap_or_else(|| {
        root.entries.push(entry("wave", Value::Table(Table::default())));
        root.entries.len() - 1
    });
    let Value::Table(all) = &mut root.entries[at].node.value else { return };
    all.entries.retain(|wave| !is_of(wave, group));
    all.entries.extend(waves.iter().map(|wave| planned(wave, group)));
}

fn is_of(wave: &Entry, group: &str) -> bool {
    let Value::Table(table) = &wave.node.value else { return false };
    matches!(table.get("group"), Some(Node { value: Value::String(name), .. }) if name == group)
}

fn planned(wave: &PlannedWave, group: &str) -> Entry {
    let users = i64::try_from(wave.users).unwrap_or(i64::MAX);
    let text = |text: String| Value::String(text);
    let entries = vec![
        entry("group", text(group.into())),
        entry("users", Value::Integer(users)),
        entry("at", text(format!("+{}", wave.at))),
        entry("over", text(wave.over.to_string())),
    ];
    entry(&wave.name, Value::Table(Table { entries }))
}

fn entry(key: &str, value: Value) -> Entry {
    let place = Place::default();
    Entry { key: key.into(), place: place.clone(), node: Node { place, value } }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "start = '2026-03-06T12:00'\nhorizon = '9d'\n[policy.p]\n\
        network = 'microsoft-hosted'\ngroups = ['a', 'b']\n[group.a]\n[group.b]\n\
        [wave.one]\ngroup = 'a'\nusers = 5\n[wave.two]\ngroup = 'b'\nusers = 7\n";

    fn minutes(n: u64) -> SimDuration {
        SimDuration::from_minutes(n)
    }

    #[test]
    fn waves_begin_within_the_hours_of_the_week() {
        // Friday noon; from 9 to 17 every three hours: 9, 12 and 15 o'clock.
        let hours = Hours {
            days: vec![Day::Friday, Day::Monday],
            from: TimeOfDay(minutes(9 * 60)),
            to: TimeOfDay(minutes(17 * 60)),
            every: minutes(180),
        };
        let start = "2026-03-06T12:00".parse().unwrap();
        let starts = hours.starts(start, SimDuration::from_days(4));
        let hours: Vec<u64> = starts.iter().map(|at| at.ms() / 3_600_000).collect();
        assert_eq!(hours, [0, 3, 69, 72, 75]);
    }

    #[test]
    fn only_the_waves_of_the_group_are_replaced() {
        let source = Source { name: "a.toml".into(), text: TEXT.into() };
        let waves = [("a-1", 0, 2), ("a-2", 60, 3)].map(|(name, at, users)| PlannedWave {
            name: name.into(),
            at: minutes(at),
            users,
            over: minutes(30),
        });
        let replanned = Replanned { source: &source, sets: &[], group: "a" };
        let scenario = replanned.with(&waves, &()).unwrap();
        let found: Vec<_> =
            scenario.tenant.waves.iter().map(|w| (w.name.as_str(), w.users)).collect();
        assert_eq!(found, [("two", 7), ("a-1", 2), ("a-2", 3)]);
    }

    #[test]
    fn what_names_a_wave_that_is_gone_is_told() {
        let more = "[change.c]\nwhat = 'remove_license'\nat = '+1h'\nwave = 'one'\n";
        let source = Source { name: "a.toml".into(), text: format!("{TEXT}{more}") };
        let replanned = Replanned { source: &source, sets: &[], group: "a" };
        let problems = replanned.with(&[], &()).unwrap_err().render(false);
        assert!(problems.contains("there is no [wave.one]"), "{problems}");
    }
}
