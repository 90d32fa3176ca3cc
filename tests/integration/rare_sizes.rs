//! `size-subnet` where the target is too rare to be counted, and what answers say of rare shocks.

use serde_json::Value;

use crate::program::Desk;

/// Twenty users at once, each of whose attempts fails by a die and keeps its address.
const FEW: &str = r#"
horizon = "4h"
replications = 20
[subnet.s]
prefix = "10.0.0.0/28"
[connection.c]
join = "entra"
subnet = "s"
health_check = { borrows_address = false }
[policy.p]
connections = ["c"]
groups = ["g"]
[group.g]
[wave.w]
group = "g"
users = 20
arrivals = "at-once"
[failures]
intuneEnrollFailed = 0.05
[retry]
pause = "1m"
[cleanup]
after = "3d"
"#;
const OUTAGE: &str = "\n[condition.outage]\nwhat = \"intune_outage\"\nprobability = 0.01\n";
const CLIMB: &str = "size-subnet scenario.toml --at-most 1e-4 --particles 60";

fn json(desk: &Desk, arguments: &str) -> Value {
    let (out, _) = desk.ends(&format!("{arguments} --format json"), 0);
    serde_json::from_str(&out).expect("one JSON value")
}

#[test]
fn a_rare_target_is_climbed_to_and_the_answer_says_so() {
    let desk = Desk::with(FEW);
    let (out, err) = desk.ends(CLIMB, 0);
    let told = "Climbing to a probability of at most 0.01 % at 95 % confidence by multilevel \
                splitting: 60 climbs of 60 replications; counting needs 29,956 replications\n";
    assert_eq!(err, told);
    for told in [
        "scenario: 60 independent climbs of 60 replications of 4h from ",
        ", seed 1, with addresses in plenty\n",
        "\nMultilevel splitting: 60 independent climbs of 60 replications, ",
        " replications in all, where counting needs 29,956 without a miss.\n",
        "\nWhat one draw decides for all, such as a random phase, cannot be climbed to",
        "is at most 0.01 % at 95 % confidence, by multilevel splitting in 60 independent climbs of \
         60 replications;\n",
    ] {
        assert!(out.contains(told), "{told}: {out}");
    }
    assert_eq!(desk.ends(&format!("{CLIMB} -q -j 1"), 0), (out, String::new()));
    let other = desk.ends(&format!("{CLIMB} --seed 2 -j 3"), 0).0;
    assert_eq!(other, desk.ends(&format!("{CLIMB} --seed 2 -j 1"), 0).0);
}

#[test]
fn json_tells_of_climbs_and_keeps_digits_of_small_numbers() {
    let desk = Desk::with(FEW);
    let json = json(&desk, &format!("{CLIMB} -o out"));
    let subnet = &json["subnets"][0];
    let climb = &subnet["climb"];
    assert_eq!((&climb["method"], &climb["climbs"]), (&"multilevel_splitting".into(), &60.into()));
    assert_eq!((&climb["particles"], &climb["worlds"][0]["world"]), (&60.into(), &"all".into()));
    assert_eq!((&json["replications"], &subnet["peak"]), (&climb["replications"], &Value::Null));
    let levels = climb["worlds"][0]["levels"].as_array().expect("levels");
    assert!(levels.len() > 2, "{levels:?}");
    let enough = subnet["enough"]["addresses"].as_u64().expect("a number");
    // Of twenty seats 1.7e-4 take more than 25, 2.1e-5 more than 26.
    assert!((26..=27).contains(&enough), "{enough}");
    let table = desk.read("out/risk-s.csv");
    let last = table.lines().last().expect("a row");
    let cells: Vec<&str> = last.split(',').collect();
    assert_eq!(
        (cells[1], cells[6]),
        ("", "splitting"),
        "beyond all climbs there is a bound: {last}"
    );
    let bound: f64 = cells[4].parse().expect("a number");
    assert!(0.0 < bound && bound < 1e-4, "{last}");
    assert!(desk.path("out/risk-s.svg").exists());
}

#[test]
fn rollouts_with_a_rare_shock_are_climbed_by_themselves() {
    let desk = Desk::with(&format!("{FEW}{OUTAGE}"));
    let (out, _) = desk.ends(CLIMB, 0);
    for told in [" nothing rare happens  99.0 %  ", " outage arises          1.0 %  "] {
        assert!(out.contains(told), "{told}: {out}");
    }
    let json = json(&desk, CLIMB);
    let worlds = json["subnets"][0]["climb"]["worlds"].as_array().expect("worlds");
    let names: Vec<&str> = worlds.iter().filter_map(|world| world["world"].as_str()).collect();
    assert_eq!(names, ["none", "condition.outage"]);
    assert_eq!(json["subnets"][0]["enough"]["addresses"], 60, "three attempts of each seat");
}

#[test]
fn what_has_no_size_is_told_after_climbing_too() {
    let taken = "\n[condition.others]\nwhat = \"no_address\"\nsubnet = \"s\"\n";
    let desk = Desk::with(&format!("{FEW}{taken}"));
    let (out, _) = desk.ends(CLIMB, 0);
    let told = "No size is shown to be enough for subnet s: in 3,600 of the 3,600 replications \
                before the first level\nan attempt finds no free address however many there are.\n";
    assert!(out.ends_with(told), "{out}");
    assert!(!out.contains("18,446,744"), "{out}");
}

#[test]
fn what_cannot_be_climbed_is_refused() {
    let desk = Desk::with(FEW);
    for (arguments, told) in [
        ("--at-most 1e-6 -r 5000", "; without -r it is climbed to by splitting\n"),
        ("--at-most 0.01 --particles 50", "--particles: nothing is climbed to"),
        ("--at-most 1e-4 -r 30000 --particles 50", "--particles: nothing is climbed to"),
        ("--at-most 1e-300", "nothing rarer than 0.0000000001 % can be shown"),
        ("--at-most 1e-6 --particles 5", "write a whole number from 30 to 100000"),
        ("--at-most 1e-6 --particles x", "write a whole number from 30 to 100000"),
    ] {
        let (out, err) = desk.ends(&format!("size-subnet scenario.toml {arguments}"), 2);
        assert!(out.is_empty() && err.contains(told), "{arguments}: {err}");
    }
}

#[test]
fn plain_answers_say_which_rare_shocks_are_left_to_chance() {
    let desk = Desk::with(&format!("{FEW}{OUTAGE}"));
    let (out, _) = desk.ends("size-subnet scenario.toml", 0);
    let told = "Left to chance: what strikes many together this seldom. The bounds include it as \
                often as it comes; what\nbecomes of a rollout with it may be in no replication:\n  \
                outage arises (1.0 % of rollouts, about 3.0 of 299 replications)\n";
    assert!(out.contains(told), "{out}");
    let json = json(&desk, "size-subnet scenario.toml");
    assert_eq!(json["rare_shocks_left_to_chance"], Value::from(vec!["condition.outage"]));
    let without = Desk::with(FEW).ends("size-subnet scenario.toml", 0).0;
    assert!(!without.contains("Left to chance"), "{without}");
}

#[test]
fn tune_sync_says_which_rare_shocks_its_intervals_do_not_include() {
    let path = crate::program::root().join("scenarios/tune-sync.toml");
    let text = std::fs::read_to_string(path).expect("the scenario is there");
    let arguments = "tune-sync scenario.toml -r 20 --connect 30m --link hq-weu=15m";
    let calm = Desk::with(&text).ends(arguments, 0).0;
    assert!(!calm.contains("Not covered"), "{calm}");
    let desk = Desk::with(&format!("{text}{OUTAGE}"));
    let (out, _) = desk.ends(arguments, 0);
    let told = "Not covered: these replications are drawn as they come, and too few meet what \
                strikes many together\nthis seldom; no interval over them includes it:\n  outage \
                arises (1.0 % of rollouts, about 0.20 of 20 replications)\n";
    assert!(out.contains(told), "{out}");
    let json = json(&desk, arguments);
    assert_eq!(json["rare_shocks_not_covered"], Value::from(vec!["condition.outage"]));
}

#[test]
fn plan_waves_says_how_its_replications_are_stratified() {
    let expect = "\n[expect]\nfailure_rate = { at_most = 0.9 }\n";
    let desk = Desk::with(&format!("{FEW}{OUTAGE}{expect}").replace("\"4h\"", "\"5d\""));
    let arguments = "plan-waves scenario.toml --days mon-sun";
    let (out, _) = desk.ends(&format!("{arguments} -r 40"), 0);
    let told = "Stratified: what is rare and strikes many together has replications of its own, \
                which count by\nits probability:\n  outage arises (1.0 %)\n";
    assert!(out.contains(told), "{out}");
    let json = json(&desk, &format!("{arguments} -r 40"));
    assert_eq!(json["strata"][1]["stratum"], "condition.outage");
    let (few, _) = desk.ends(&format!("{arguments} -r 10"), 0);
    assert!(few.contains("It needs at least -r 20:\n  outage arises (1.0 %)\n"), "{few}");
}

#[test]
fn a_sweep_does_not_claim_a_share_of_what_few_replications_saw() {
    let sweep = "\n[sweep]\n\"wave.w.users\" = [6]\n";
    let desk = Desk::with(&format!("{FEW}{sweep}"));
    let arguments = "sweep scenario.toml --set horizon=1d --set failures.intuneEnrollFailed=0.15 --of failure_rate \
                     --precision rel=900% --most 200 -o out";
    let (out, _) = desk.ends(arguments, 0);
    let told = "1 case at the cap and less precise than asked.\nAbove zero in fewer than 5 \
                replications of one, and so of no relative precision: failure_rate.\n";
    assert!(out.contains(told), "{out}");
}
