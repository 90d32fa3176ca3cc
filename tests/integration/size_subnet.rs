//! `size-subnet`: its answer, its files, and what it refuses.

use serde_json::Value;

use crate::program::{Desk, HELLO};

/// Fifty users at once on two connections, each with a subnet of its own.
const TWO: &str = r#"
horizon = "1d"
replications = 20
[subnet.first]
prefix = ["10.0.0.0/27", "10.0.1.0/27"]
in_use = 3
[subnet.second]
prefix = "10.1.0.0/24"
[connection.first]
join = "entra"
subnet = "first"
[connection.second]
join = "entra"
subnet = "second"
[policy.everyone]
connections = ["first", "second"]
groups = ["staff"]
[group.staff]
[wave.all]
group = "staff"
users = 50
arrivals = "at-once"
"#;

fn answer(desk: &Desk, arguments: &str) -> Value {
    let (out, _) = desk.ends(&format!("size-subnet scenario.toml --format json {arguments}"), 0);
    serde_json::from_str(&out).expect("one JSON value")
}

#[test]
fn the_answer_of_each_subnet_ends_in_a_sentence() {
    let desk = Desk::with(TWO);
    let (out, err) = desk.ends("size-subnet scenario.toml", 0);
    assert!(err.starts_with("Simulating 299 replications, the least to show"), "{err}");
    for told in [
        "Subnet first now /27 and /27 with 51 usable beside 3 in use by others; sized below as one \
         prefix\n",
        " arithmetic: 50 seats and 1 health check                              51     /26      56\n",
        "A /26 (56 usable) is enough for subnet first: the probability",
        "; health checks use 1 at once.\n",
    ] {
        assert!(out.contains(told), "{told}: {out}");
    }
    let quiet = desk.ends("size-subnet scenario.toml -q", 0);
    assert_eq!(quiet, (out, String::new()));
}

#[test]
fn json_says_the_same_in_fields() {
    let json = answer(&Desk::with(TWO), "");
    assert_eq!((&json["replications"], &json["at_most"]), (&299.into(), &0.01.into()));
    let [first, second] = [&json["subnets"][0], &json["subnets"][1]];
    let enough = first["enough"]["addresses"].as_u64().expect("a number");
    assert!((50..=51).contains(&enough), "seats, and a health check if it comes late: {enough}");
    assert_eq!((&first["enough"]["prefix"], &first["enough"]["usable"]), (&26.into(), &56.into()));
    let most = first["breaking"]["seats_hold"].as_u64().expect("a number");
    assert!((55..=56).contains(&most), "{most}");
    assert_eq!((&second["subnet"], &second["breaking"]), (&"second".into(), &Value::Null));
}

#[test]
fn one_subnet_is_sized_while_the_others_are_as_large_as_they_are() {
    let desk = Desk::with(TWO);
    let named = |name: &str, sets: &str| {
        let json = answer(&desk, &format!("--subnet {name} {sets}"));
        assert_eq!(json["subnets"].as_array().map(Vec::len), Some(1));
        json["subnets"][0]["enough"]["addresses"].as_u64().expect("a number")
    };
    assert_eq!(named("second", ""), 1, "nobody comes: a health check of the alternate connection");
    // The first connection runs dry, fails its check, and lets the rest go to the second.
    let dry = "--set subnet.first.in_use=34 --set connection.first.health_check.phase=20m \
               --set retry.pause=1h";
    assert!(named("second", dry) >= 30);
    assert!(answer(&desk, dry)["subnets"][1]["enough"]["addresses"] == 1, "with plenty, none does");
}

#[test]
fn the_curve_is_written_as_a_table_and_a_figure() {
    let desk = Desk::with(TWO);
    desk.ends("size-subnet scenario.toml -o out", 0);
    let table = desk.read("out/risk-first.csv");
    let mut lines = table.lines();
    let header = "addresses_from,none_free,low,high,at_most,level,method,replications";
    assert_eq!(lines.next(), Some(header));
    assert_eq!(lines.next(), Some("0,1,0.990030853,1,1,0.95,zero_bound,299"));
    assert!(table.ends_with(",0,0,0.009969147,0.009969147,0.95,zero_bound,299\n"), "{table}");
    let figure = desk.read("out/risk-second.svg");
    assert!(figure.contains("How likely subnet second has no free address"));
    assert!(desk.path("out/risk-second.png").exists());
}

#[test]
fn too_few_replications_are_refused_with_the_number_that_would_do() {
    let desk = Desk::with(TWO);
    for (arguments, told) in [
        (
            "-r 298",
            "-r 298: 299 replications are needed to show a probability of at most 1 % at 95 %",
        ),
        ("-r 400 --confidence 0.99", "-r 400: 459 replications are needed"),
        ("--at-most 1e-6 -r 5000", "-r 5000: 2,995,731 replications are needed"),
        ("--at-most 0", "write a share above 0 and below 1"),
        ("--at-most 5", "write a share above 0 and below 1"),
        ("--confidence NaN", "write a level from 0.5 to 0.999999"),
        ("--confidence 1", "write a level from 0.5 to 0.999999"),
        ("--subnet secnd", "no subnet `secnd`; did you mean `second`?"),
        ("--subnet nothing-like-it", "there are first, second"),
    ] {
        let (out, err) = desk.ends(&format!("size-subnet scenario.toml {arguments}"), 2);
        assert!(out.is_empty() && err.contains(told), "{arguments}: {err}");
    }
    let desk = Desk::with(HELLO);
    let (_, err) = desk.ends("size-subnet scenario.toml", 2);
    assert_eq!(err, "error: the scenario has no subnet to size\n");
}

#[test]
fn more_replications_answer_closer_and_any_number_of_threads_alike() {
    let desk = Desk::with(TWO);
    let sets = "--set failures.intuneEnrollFailed=0.2";
    let of = |options: &str| desk.ends(&format!("size-subnet scenario.toml {sets} {options}"), 0).0;
    assert_eq!(of("-j 1"), of("-j 3"));
    let enough = |options: &str| {
        let json = answer(&desk, &format!("{sets} {options}"));
        json["subnets"][0]["enough"]["addresses"].as_u64().expect("a number")
    };
    assert!(enough("-r 2000") < enough(""), "of 2,000, more than the greatest may be left out");
}

#[test]
fn a_condition_that_takes_every_address_has_no_size() {
    let taken = "\n[condition.others]\nwhat = \"no_address\"\nsubnet = \"first\"\n";
    let desk = Desk::with(&format!("{TWO}{taken}"));
    let (out, _) = desk.ends("size-subnet scenario.toml --subnet first", 0);
    let told = "No size is enough for subnet first: in 299 of 299 replications an attempt finds no \
                free address however many there are, as others take every address while others \
                holds.\n";
    assert!(out.ends_with(told), "{out}");
}

#[test]
fn what_no_subnet_of_azures_holds_is_said() {
    let sets = [
        "subnet.first.prefix=10.0.0.0/8",
        "subnet.first.in_use=16777180",
        "subnet.second.prefix=192.168.0.0/24",
    ];
    let desk = Desk::with(TWO);
    let sets = sets.map(|set| format!(" --set {set}")).concat();
    let (out, _) = desk.ends(&format!("size-subnet scenario.toml --subnet first{sets}"), 0);
    assert!(out.contains("No subnet of Azure's is enough: 5"), "{out}");
}
