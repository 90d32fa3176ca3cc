//! From a scenario file to what it says, with everything that is wrong with it.
//!
//! A file is read as written: a tree of TOML in which everything knows its place, then the tables
//! of [`mod@file`], whose listing is also the JSON Schema. Nothing stops the reading; what cannot be
//! read is a problem, and absent.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a reader names the kinds of TOML values it takes; all others are refused alike"
)]

pub mod duration;
pub mod file;
mod filter;
mod foreign;
pub mod instant;
pub mod length;
pub(crate) mod lines;
pub mod named;
mod observed;
pub mod prefixes;
pub mod problem;
pub mod reader;
pub mod replan;
pub mod section;
mod set;
pub mod sweep;
mod syntax;
#[cfg(test)]
mod testing;
pub mod tree;
pub mod validate;
pub mod value;
pub mod week;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value as Json};

pub use file::ScenarioFile;
pub use named::Named;
pub use problem::{Place, Problem, Problems, Severity, Source, nearest, printable};
pub use reader::Files;
pub use tree::Spanned;
pub use validate::{Scenario, validate};

use reader::{FromNode, Reader};
use tree::{Node, Tree, Value};

/// Reads a scenario with these `PATH=VALUE` assignments made to it.
///
/// There is always a [`ScenarioFile`]: what had a problem is absent from it. A key that must be
/// there has been reported where it is missing.
pub fn read(source: Source, sets: &[String], files: &dyn Files) -> (ScenarioFile, Problems) {
    let mut problems = Problems::new(source);
    let mut tree = Tree::parse(&mut problems, 0);
    for assignment in sets {
        tree.set(assignment, &mut problems);
    }
    let root = Node { place: Place::default(), value: Value::Table(tree.root) };
    let file = ScenarioFile::from_node(&root, &mut Reader::new(&mut problems, files));
    (file.unwrap_or_default(), problems)
}

/// Reads and validates a scenario with these `PATH=VALUE` assignments made to it.
///
/// # Errors
/// All problems there are.
pub fn load(source: Source, sets: &[String], files: &dyn Files) -> Result<Scenario, Problems> {
    let (file, problems) = read(source, sets, files);
    validate(&file, problems)
}

/// The JSON Schema (draft-07) of a scenario file, for editors.
///
/// # Panics
/// Never: a JSON value prints as JSON.
pub fn schema() -> String {
    let generator = SchemaSettings::draft07().into_generator();
    let mut body = generator.into_root_schema_for::<ScenarioFile>();
    let mut schema = Map::new();
    schema.extend(body.remove("$schema").map(|draft| ("$schema".into(), draft)));
    schema.insert("title".into(), "cloudpc-sim scenario".into());
    body.remove("title");
    schema.extend(body.as_object().cloned().unwrap_or_default());
    let text = serde_json::to_string_pretty(&Json::Object(schema));
    text.expect("a JSON value prints as JSON") + "\n"
}

#[cfg(test)]
mod tests {
    use super::testing::scenario;
    use super::*;
    use crate::provisioning::condition::kind::{self, Key};

    const WHOLE: &str = r#"
schema = 1
start = "2026-03-02T08:00"
horizon = "14d"
[subnet.cpc-weu]
prefix = ["10.20.0.0/23", "10.30.0.0/24"]
in_use = 12
[connection.anc-weu]
join = "hybrid"
subnet = "cpc-weu"
health_check = { interval = "6h", phase = "random", duration = "30m", failure = 0.0 }
[policy.knowledge-workers]
connections = ["anc-weu"]
groups = ["kw"]
[group.kw]
[wave.pilot]
group = "kw"
users = 200
at = 2026-03-03T08:00
over = "2h"
arrivals = "at-once"
[timing]
create_vm = { dist = "triangular", min = "3m", mode = "5m", max = "10m" }
[failures]
intuneEnrollFailed = 0.01
[condition.join-password]
what = "join_password_expired"
from = "+3d"
[admin]
retry_failed = { after = "4h", at_most = 1 }
"#;

    #[test]
    fn a_scenario_is_read_as_written() {
        let (file, problems) = scenario(WHOLE, &["wave.pilot.users=250", "wave.main.group=kw"]);
        assert_eq!(problems.list.len(), 1, "{}", problems.render(false));
        assert_eq!(problems.list[0].message, "[wave.main] needs `users`");
        assert_eq!(file.wave.names(), ["pilot", "main"]);
        let pilot = &file.wave.get("pilot").unwrap().value;
        assert_eq!(
            pilot.users,
            Some(Spanned { value: 250, place: Place { source: 1, span: 17..20 } })
        );
        assert_eq!(pilot.arrivals.as_ref().unwrap().value, file::Arrivals::AtOnce);
        let connection = &file.connection.get("anc-weu").unwrap();
        assert_eq!(&WHOLE[connection.place.span.clone()], "[connection.anc-weu]");
        assert_eq!(&WHOLE[connection.name.place.span.clone()], "anc-weu");
        let check = &connection.value.health_check.as_ref().unwrap().value;
        assert_eq!(check.phase.as_ref().unwrap().value, instant::Phase::Random);
        assert!(check.borrows_address.is_none());
    }

    proptest::proptest! {
        #[test]
        fn any_text_and_assignment_is_read_or_refused(
            text in "([a-z.\\[\\]{}=\"',#0-9 \\n\\r\\t\u{feff}é\u{0}-]|wave|subnet|users|= \"|\\PC){0,60}",
            set in "(wave|retry|[a-z.='\"\\[{ é]|\\PC){0,20}=?\\PC{0,8}",
        ) {
            let (_, problems) = scenario(&text, &[&set]);
            let shown = problems.render(false);
            proptest::prop_assert!(!shown.contains(|c: char| c.is_control() && c != '\n'));
        }
    }

    #[test]
    fn an_empty_file_reads_as_nothing_said() {
        for text in ["", "\u{feff}", "# only this\r\n"] {
            let (file, problems) = scenario(text, &[]);
            assert_eq!(file, ScenarioFile::default());
            assert!(problems.is_empty());
        }
    }

    #[test]
    fn the_schema_takes_what_is_read_and_refuses_what_is_not() {
        let schema: Json = serde_json::from_str(&schema()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let json = |text: &str| serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap());
        let whole = WHOLE.replace("2026-03-03T08:00", "'2026-03-03T08:00'");
        let errors: Vec<_> =
            validator.iter_errors(&json(&whole).unwrap()).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        for text in [
            "horizon = 14",
            "horizon = '14 days'",
            "subnet.a.in_use = 3",
            "subnet.a = { prefix = '10.0.0.0/30' }",
            "subnet.'a b' = { prefix = '10.0.0.0/24' }",
            "horizn = '14d'",
            "timing.create_vm = { dist = 'triangular', min = '3m' }",
            "failures.x = 5",
            "cleanup.clock = 'each'",
        ] {
            assert!(!validator.is_valid(&json(text).unwrap()), "{text}");
            assert!(!scenario(text, &[]).1.is_empty(), "{text}");
        }
    }

    #[test]
    fn every_key_and_word_is_in_the_schema() {
        let schema = schema();
        for key in "schema question start horizon seed replications subnet connection policy group \
            wave timing retry cleanup failures warnings condition admin prefix in_use join region \
            health_check interval phase duration failure borrows_address connections network \
            groups local_admin licenses_per_user users at over arrivals reaction \
            allocate_capacity create_vm attach_network join_entra enroll_intune primary_user \
            configure assign_user azure_denial vm_timeout enrollment_timeout attempts pause \
            non_retriable after clock what from until retry_failed \
            at_most recheck delete_leaked repair dist min mode max mean median sigma shape scale values \
            csv column \
            licenses license directory connect federation hybrid_join loss change ad_site forest \
            join_quota device_identity new_computer image language_pack gpu membership licensing \
            available kind connect_site intrasite_delay same_domain_controller site_link sites \
            cost notify window days to allowed_interval cycle full_cycle overrun throttle sync \
            fixed per_1000_changes background_changes objects per_1000_objects registration \
            fallback timeout noticed grace_period per_user share while by keep_source \
            target_after to_connection policy_type repair probability"
            .split_whitespace()
        {
            assert!(schema.contains(&format!("\"{key}\": {{")), "{key}");
        }
        for key in Key::ALL {
            assert!(schema.contains(&format!("\"{}\": {{", key.name())), "{key:?}");
        }
        for word in kind::words() {
            assert!(schema.contains(&format!("\"{word}\"")), "{word}");
        }
    }

    #[test]
    fn the_schema_says_what_it_is_and_never_changes_by_itself() {
        let text = schema();
        assert!(text.starts_with("{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\""));
        assert!(text.contains("A rollout of Windows 365 Cloud PCs") && text.ends_with("}\n"));
        assert_eq!(text, schema());
    }
}
